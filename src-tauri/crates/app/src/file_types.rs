//! Kinds of files: what they are called in records (media types), on the way to the window, and in file dialogs.
//!
//! What a file is, its content tells; here are names only.

/// Each kind by the name it has in a plan, and its media type.
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

/// Kinds of files that are prepared, as a dialog names them.
pub const KINDS: &str = "JPG, PNG, WebP, GIF, BMP, TIFF, SVG, PDF, DOCX, PPTX, TXT";

/// Endings of the files that are prepared.
pub const ENDINGS: [&str; 15] = [
    "jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "jfif", "svg", "pdf", "docx",
    "pptx", "txt", "md",
];

/// Endings of files that people take for material as well, which are not prepared: where they lie among others, they are refused by
/// name, not passed over.
pub const UNREAD: [&str; 17] = [
    "heic", "heif", "hif", "avif", "doc", "dot", "ppt", "pps", "xls", "xlsx", "wps", "dps", "et",
    "rtf", "odt", "odp", "ods",
];

/// Ending of a file that holds others.
pub const PACKED: &str = "zip";

/// The media type of a kind.
pub fn media_type(kind: &str) -> String {
    let known = MEDIA_TYPES.iter().find(|(name, _)| *name == kind);
    known.map_or_else(
        || "application/octet-stream".to_owned(),
        |(_, media_type)| (*media_type).to_owned(),
    )
}

/// The kind that a record's media type tells; what else stands there, as it stands there.
pub fn kind_of(media_type: &str) -> &str {
    let known = MEDIA_TYPES.iter().find(|(_, known)| *known == media_type);
    known.map_or(media_type, |(name, _)| name)
}

/// These endings in small letters and in capitals, for dialogs that tell them apart.
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
