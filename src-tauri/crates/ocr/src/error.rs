//! What keeps a picture from being read.

use std::path::PathBuf;

/// Why the models can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// They are not there: the app runs without reading pictures.
    #[error("the models are not installed: {} is missing", missing.display())]
    NotInstalled {
        /// The first file that was looked for and not found.
        missing: PathBuf,
    },
    /// A file is there and can't be read.
    #[error("{} can't be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is there, and it is another than the one this program was made for.
    #[error("{} is not the file it should be", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The runtime does not take a file.
    #[error("{} is not a model that can be run", path.display())]
    NotAModel {
        /// The file.
        path: PathBuf,
        /// What the runtime says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Why a picture was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It has no pixels.
    #[error("a picture without pixels")]
    Empty,
    /// It has more than [`MAX_PIXELS`](crate::MAX_PIXELS).
    #[error("a picture of {pixels} pixels")]
    TooLarge {
        /// How many.
        pixels: u64,
    },
    /// The bytes are not three for each pixel.
    #[error("{found} bytes where the picture takes {expected}")]
    Length {
        /// Three times the pixels.
        expected: u64,
        /// The bytes given.
        found: u64,
    },
    /// Somebody cancelled it.
    #[error("cancelled")]
    Cancelled,
    /// The runtime failed on the models; not the picture's doing.
    #[error("a model could not be run")]
    Run(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No thread could be had.
    #[error("no thread could be started")]
    Thread(#[from] std::io::Error),
}
