//! Text recognition: runs the recognition model on a strip.

use rten::{Model, RunOptions};
use rten_tensor::{NdTensor, NdTensorView, prelude::*};

use crate::{
    Error,
    crop::{HEIGHT, Strip},
};

/// Recognised text of a strip.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Words {
    pub(crate) text: String,
    /// Mean confidence of the letters, from 0 to 1.
    pub(crate) confidence: f32,
    /// Confidence of the least certain letter.
    pub(crate) least: f32,
    /// Centre of each letter, from 0 at the left of the strip to 1 at its right.
    pub(crate) centres: Vec<f32>,
}

/// The recognition model and its alphabet.
pub(crate) struct Recogniser {
    pub(crate) model: Model,
    /// Class 0 is the CTC blank; the class after the last of these is a space.
    pub(crate) letters: Vec<String>,
}

impl Recogniser {
    pub(crate) fn read(&self, strip: &Strip, options: &RunOptions) -> Result<Words, Error> {
        let input = NdTensorView::from_data([1, 3, HEIGHT, strip.width], strip.planes.as_slice());
        let output = self
            .model
            .run_one(input.into(), Some(options.clone()))
            .map_err(|error| Error::Run(Box::new(error)))?;
        let scores: NdTensor<f32, 3> = output
            .try_into()
            .map_err(|error| Error::Run(Box::new(error)))?;
        let [_, steps, classes] = scores.shape();
        let scores = scores.into_data();
        let best = scores.chunks_exact(classes.max(1)).map(|step| {
            step.iter()
                .enumerate()
                .fold(
                    (0, 0.0),
                    |best, (class, &score)| if score > best.1 { (class, score) } else { best },
                )
        });
        Ok(self.spell(best, steps))
    }

    /// Greedy decoding of connectionist temporal classification (CTC): merges repeated classes and drops blanks.
    fn spell(&self, best: impl Iterator<Item = (usize, f32)>, steps: usize) -> Words {
        let mut words = Words::default();
        let mut before = 0;
        let mut sum = 0.0;
        let mut count = 0;
        for (step, (class, score)) in best.enumerate() {
            if class != 0 && class != before {
                words
                    .text
                    .push_str(self.letters.get(class - 1).map_or(" ", String::as_str));
                sum += score;
                words.least = if count == 0 {
                    score
                } else {
                    words.least.min(score)
                };
                let place = (step as f32 + 0.5) / steps.max(1) as f32;
                words.centres.push(place);
                count += 1;
            }
            before = class;
        }
        if count > 0 {
            words.confidence = sum / count as f32;
        }
        words
    }
}
