//! Text detection without recognition. It takes a tenth of the time and is enough to know where not to cut a picture.

use std::{sync::Arc, thread};

use rten::Model;

use crate::{
    Cancel, Error, ModelError, Models, Picture, Quad, detect, inference::InferenceThreads,
    quad::OrientedBox,
};

/// Detects lines. Holds the smaller of the two models, about 10 MB.
pub struct Finder {
    detection: Arc<Model>,
    inference: InferenceThreads,
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finder").finish_non_exhaustive()
    }
}

impl Finder {
    /// Loads the detection model after verifying its hash; takes a few hundredths of a second.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the model is missing, unreadable or not the pinned one.
    pub fn new(models: &Models) -> Result<Self, ModelError> {
        Ok(Self {
            detection: models.finder()?,
            inference: InferenceThreads::default(),
        })
    }

    /// Returns the quadrilaterals of at most `lines` lines, from the top of the picture down. Calls `looked` with the share
    /// of the picture covered so far, from 0 to 1. Takes about half a second of CPU time per megapixel, and 0.3 GB beyond
    /// the picture.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`]; [`Error::Run`] and [`Error::Thread`] when the machine runs out of memory or threads.
    pub fn find(
        &self,
        picture: &Picture<'_>,
        lines: usize,
        cancel: &Cancel,
        looked: impl FnMut(f32),
    ) -> Result<Vec<Quad>, Error> {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let hands = (&self.inference, threads);
        let scaled = (picture, detect::scale(picture));
        let found = detect::detect(&self.detection, hands, scaled, lines, cancel, looked)?;
        Ok(found.slabs.iter().map(OrientedBox::quad).collect())
    }
}
