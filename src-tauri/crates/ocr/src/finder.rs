//! Where lines are, without what they say: a tenth of the time, for those who only want to know what not to cut through.

use std::{sync::Arc, thread};

use rten::Model;

use crate::{
    Cancel, Error, ModelError, Models, Picture, Quad, detect, inference::InferenceThreads,
    quad::OrientedBox,
};

/// Finds lines. Holds the smaller one of the models, some 10 MB.
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
    /// Loads the model, after checking that it is the right one: some hundredths of a second.
    ///
    /// # Errors
    ///
    /// [`ModelError`]
    pub fn new(models: &Models) -> Result<Self, ModelError> {
        Ok(Self {
            detection: models.finder()?,
            inference: InferenceThreads::default(),
        })
    }

    /// The places of at most so many lines, the upper ones first. `looked` hears what part of the picture, from 0 to 1, has been
    /// seen. Takes about half a second of a processor for each megapixel, and 0.3 GB beyond the picture.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`]; [`Error::Run`] and [`Error::Thread`] when the machine is out of something.
    pub fn find(
        &self,
        picture: &Picture<'_>,
        lines: usize,
        cancel: &Cancel,
        looked: impl FnMut(f32),
    ) -> Result<Vec<Quad>, Error> {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let hands = (&self.inference, threads);
        let found = detect::detect(&self.detection, hands, picture, lines, cancel, looked)?;
        Ok(found.slabs.iter().map(OrientedBox::quad).collect())
    }
}
