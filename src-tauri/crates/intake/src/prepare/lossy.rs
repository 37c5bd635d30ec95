//! Tells from a file's structure whether its pixels are exact.

use super::webp;
use crate::recognise::Content;

/// Whether the file was saved with lossy compression, so that keeping its pixels exactly is not worth many bytes.
pub(crate) fn lossy(bytes: &[u8], content: Content) -> bool {
    match content {
        Content::Jpeg => true,
        Content::Webp => webp::is_lossy(bytes),
        _ => false,
    }
}
