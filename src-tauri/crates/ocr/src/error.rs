//! Errors of loading models and reading pictures.

use std::path::PathBuf;

/// Why the models can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The models are not installed; the app then runs without OCR.
    #[error("the models are not installed: {} is missing", missing.display())]
    NotInstalled {
        /// The first file that was not found.
        missing: PathBuf,
    },
    /// A model file exists but can't be read.
    #[error("can't read {}", path.display())]
    Unreadable {
        /// Path of the model file.
        path: PathBuf,
        /// The I/O error.
        source: std::io::Error,
    },
    /// A model file does not have the SHA-256 hash pinned in `models.sha256`.
    #[error("{} does not match its pinned hash", path.display())]
    Changed {
        /// Path of the model file.
        path: PathBuf,
    },
    /// The runtime can't load a model file.
    #[error("{} is not a model that the runtime can load", path.display())]
    NotAModel {
        /// Path of the model file.
        path: PathBuf,
        /// The runtime's error.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Why a picture was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The picture has no pixels.
    #[error("the picture has no pixels")]
    Empty,
    /// The picture has more than [`MAX_PIXELS`](crate::MAX_PIXELS).
    #[error("the picture has too many pixels: {pixels}")]
    TooLarge {
        /// Width times height.
        pixels: u64,
    },
    /// The buffer does not hold three bytes for each pixel.
    #[error("the buffer has {found} bytes instead of {expected}")]
    Length {
        /// Three times the number of pixels.
        expected: u64,
        /// Length of the buffer passed in.
        found: u64,
    },
    /// Reading was cancelled through [`Cancel`](crate::Cancel).
    #[error("cancelled")]
    Cancelled,
    /// Inference failed, for reasons other than the picture.
    #[error("inference failed")]
    Run(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The operating system could not start a thread.
    #[error("could not start a thread")]
    Thread(#[from] std::io::Error),
}
