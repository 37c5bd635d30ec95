//! File formats: their names in records (media types), in the window and in file dialogs.
//!
//! The content of a file determines its format; this module only has names.

/// Each format by its name in a preparation plan, with its media type.
const MEDIA_TYPES: [(&str, &str); 11] = [
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("gif", "image/gif"),
    ("bmp", "image/bmp"),
    ("tiff", "image/tiff"),
    ("svg", "image/svg+xml"),
    ("pdf", "application/pdf"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("text", "text/plain"),
];

/// The supported formats as a dialog shows them.
pub const KINDS: &str = "JPG, PNG, WebP, GIF, BMP, TIFF, SVG, PDF, DOCX, PPTX, TXT";

/// The extensions of supported files.
pub const ENDINGS: [&str; 15] = [
    "jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "jfif", "svg", "pdf", "docx",
    "pptx", "txt", "md",
];

/// The extensions of files that people may take for material, but that are unsupported. Among other files, these are
/// rejected by name instead of being skipped.
pub const UNREAD: [&str; 32] = [
    "heic", "heif", "hif", "avif", "doc", "dot", "ppt", "pps", "xls", "xlsx", "wps", "dps", "et",
    "rtf", "odt", "odp", "ods", "ofd", "vsd", "vsdx", "pages", "numbers", "key", "epub", "xmind",
    "html", "htm", "mht", "mhtml", "eml", "xps", "oxps",
];

/// The extension of an archive.
pub const PACKED: &str = "zip";

/// The media type of a format.
pub fn media_type(kind: &str) -> String {
    let known = MEDIA_TYPES.iter().find(|(name, _)| *name == kind);
    known.map_or_else(
        || "application/octet-stream".to_owned(),
        |(_, media_type)| (*media_type).to_owned(),
    )
}

/// The format for the media type of a record; an unknown media type is returned unchanged.
pub fn kind_of(media_type: &str) -> &str {
    let known = MEDIA_TYPES.iter().find(|(_, known)| *known == media_type);
    known.map_or(media_type, |(name, _)| name)
}

/// These extensions in lower and upper case, for case-sensitive dialogs.
pub fn with_capitals(endings: &[&str]) -> Vec<String> {
    let capitals = endings.iter().map(|ending| ending.to_uppercase());
    let small = endings.iter().map(|ending| (*ending).to_owned());
    small.chain(capitals).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_again_by_its_media_type() {
        for (kind, _) in MEDIA_TYPES {
            assert_eq!(kind_of(&media_type(kind)), kind);
        }
        assert_eq!(kind_of("image/x-other"), "image/x-other");
    }
}
