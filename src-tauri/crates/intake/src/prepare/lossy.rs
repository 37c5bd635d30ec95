//! Whether the pixels of a file are exact, as its structure tells.

use super::webp;
use crate::recognise::Content;

/// Whether the pixels were changed when the file was written, so that keeping them exactly is not worth many bytes.
pub(crate) fn lossy(bytes: &[u8], content: Content) -> bool {
    match content {
        Content::Jpeg => true,
        Content::Webp => webp::is_lossy(bytes),
        _ => false,
    }
}
