//! File names that are safe to display and valid on every file system.

use std::path::Path;

use visible_text::strip_invisible;

/// Characters that Windows forbids in file names; Linux and macOS forbid fewer.
const RESERVED: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// Removes invisible and reserved characters.
///
/// The result may be empty, and may begin with a dot.
#[must_use]
pub fn safe_file_name(name: &str) -> String {
    strip_invisible(name).replace(RESERVED, "")
}

/// The last part of a path, without characters that could make it look like another name.
#[must_use]
pub fn shown_name(path: &Path) -> String {
    path.file_name()
        .map(|name| strip_invisible(&name.to_string_lossy()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_reverses_the_writing_direction_is_shown_as_it_is_stored() {
        assert_eq!(
            shown_name(Path::new("/a/poster\u{202e}gnp.exe\n.png")),
            "postergnp.exe.png"
        );
        assert_eq!(shown_name(Path::new("/")), "");
        let hiding = "海报\u{61c}\u{200b}\u{2028}\u{3164}\u{fe0f}\u{feff}\u{e0061}.png";
        assert_eq!(shown_name(Path::new(hiding)), "海报.png");
    }

    #[test]
    fn a_safe_name_keeps_everything_but_what_a_file_system_refuses() {
        assert_eq!(
            safe_file_name("../春季 海报\u{202e}*?.jpg"),
            "..春季 海报.jpg"
        );
    }
}
