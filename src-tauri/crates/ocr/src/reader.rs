//! Reads pictures: detection, recognition and reading order.

use std::{sync::Arc, thread};

use rten::Model;

use crate::{
    Cancel, Error, Limits, Line, ModelError, Models, Page, Picture, Progress, Quad, Turn,
    detect::{self, Found},
    grid,
    inference::{InferenceThreads, ModelCall, Threads},
    join, large, nested, order,
    quad::OrientedBox,
    recognise::Recogniser,
    shared, turn,
    view::{self, Candidate},
};

/// Reads pictures. Holds both models, about 60 MB. One reader can read any number of pictures, also in parallel.
pub struct Reader {
    detection: Arc<Model>,
    recognition: Arc<Recogniser>,
    threads: usize,
    inference: InferenceThreads,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("threads", &self.threads)
            .finish_non_exhaustive()
    }
}

impl Reader {
    /// Loads the models after verifying their hashes; takes about a tenth of a second.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if a model is missing, unreadable or not the pinned one.
    pub fn new(models: &Models) -> Result<Self, ModelError> {
        let loaded = models.load()?;
        Ok(Self {
            detection: loaded.detection,
            recognition: loaded.recognition,
            threads: thread::available_parallelism().map_or(1, usize::from),
            inference: InferenceThreads::default(),
        })
    }

    /// Uses `threads` threads instead of one per core.
    #[must_use]
    pub fn with_threads(mut self, threads: usize) -> Self {
        self.threads = threads.max(1);
        self
    }

    /// Reads a picture. Takes one to three seconds of CPU time per megapixel, depending on the amount of text, and at most
    /// 0.4 GB beyond the picture, models included; call it in the background. Calls `progress` on this thread. After a
    /// cancelled reading it starts only once the running call has ended, which takes a second or two.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`], within about 20 ms of the cancellation; [`Error::Run`] and [`Error::Thread`] when the machine
    /// runs out of memory or threads. A picture without text is not an error.
    pub fn read(
        &self,
        picture: &Picture<'_>,
        limits: &Limits,
        cancel: &Cancel,
        mut progress: impl FnMut(Progress<'_>),
    ) -> Result<Page, Error> {
        let scale = detect::scale(picture);
        let found = self.detect(picture, scale, limits.lines, cancel, |part| {
            progress(Progress::Looked { part });
        })?;
        let boxes = join::joined(found.slabs);
        let quads: Vec<Quad> = boxes.iter().map(OrientedBox::quad).collect();
        progress(Progress::Found { quads: &quads });

        let mut lines = Vec::new();
        let mut done = 0;
        let mut keep = |line: Option<Line>| {
            let line = line.filter(|line| line.confidence >= limits.confidence);
            done += 1;
            progress(Progress::Read {
                line: line.as_ref(),
                done,
                of: quads.len(),
            });
            lines.extend(line);
        };
        // Some lines first: they tell how the page lies.
        let (sample, rest) = turn::sample(boxes);
        let (turned, read) = self.turned(picture, &sample, cancel)?;
        read.into_iter().for_each(&mut keep);
        self.recognise(picture, &rest, turned, cancel, |_, line| keep(line))?;

        if found.left_out == 0 {
            lines.extend(self.large(picture, scale, &lines, turned, limits, cancel)?);
        }
        cancel.check()?;
        let lines = shared::without(nested::without(grid::columns(lines)));
        Ok(Page {
            lines: order::sort(lines),
            left_out: found.left_out,
            turned,
        })
    }

    fn detect(
        &self,
        picture: &Picture<'_>,
        scale: f32,
        limit: usize,
        cancel: &Cancel,
        looked: impl FnMut(f32),
    ) -> Result<Found, Error> {
        let hands = (&self.inference, self.threads);
        detect::detect(
            &self.detection,
            hands,
            (picture, scale),
            limit,
            cancel,
            looked,
        )
    }

    /// Recognises the lines in these boxes, and passes each with the index of its box to `each`, in no particular order.
    fn recognise(
        &self,
        picture: &Picture<'_>,
        boxes: &[OrientedBox],
        turned: Turn,
        cancel: &Cancel,
        mut each: impl FnMut(usize, Option<Line>),
    ) -> Result<(), Error> {
        let recogniser = Arc::clone(&self.recognition);
        let work: ModelCall<(usize, Candidate), (usize, Option<Line>)> =
            Arc::new(move |(number, candidate), options| {
                Ok((number, view::recognise(&recogniser, candidate, options)?))
            });
        let hands = Threads {
            calls: self.threads,
            threads: 1,
        };
        let candidates = boxes
            .iter()
            .map(|oriented_box| Candidate::of(picture, oriented_box, turned));
        let jobs = candidates.enumerate();
        self.inference
            .run(hands, &work, jobs, cancel, |(number, line)| {
                each(number, line);
                Ok(())
            })
    }

    /// Recognises all lines in these boxes.
    fn recognised(
        &self,
        picture: &Picture<'_>,
        boxes: &[OrientedBox],
        turned: Turn,
        cancel: &Cancel,
    ) -> Result<Vec<Option<Line>>, Error> {
        let mut lines = vec![None; boxes.len()];
        self.recognise(picture, boxes, turned, cancel, |number, line| {
            if let Some(place) = lines.get_mut(number) {
                *place = line;
            }
        })?;
        Ok(lines)
    }

    /// Finds out how the page lies, and returns the lines in these boxes read accordingly.
    fn turned(
        &self,
        picture: &Picture<'_>,
        sample: &[OrientedBox],
        cancel: &Cancel,
    ) -> Result<(Turn, Vec<Option<Line>>), Error> {
        let upright = self.recognised(picture, sample, Turn::None, cancel)?;
        if !turn::is_unsure(&upright) {
            return Ok((turn::on_side(&upright), upright));
        }
        for turned in [Turn::Half, Turn::Right, Turn::Left] {
            let read = self.recognised(picture, sample, turned, cancel)?;
            if turn::is_surer(&read, turn::mean(&upright)) {
                return Ok((turned, read));
            }
        }
        Ok((Turn::None, upright))
    }

    /// Large letters that `lines` lacks.
    fn large(
        &self,
        picture: &Picture<'_>,
        scale: f32,
        lines: &[Line],
        turned: Turn,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Vec<Line>, Error> {
        if !large::may_have_any(picture, scale) {
            return Ok(Vec::new());
        }
        let room = limits.lines.saturating_sub(lines.len());
        let found = self.detect(picture, scale * large::SHRUNK, room, cancel, |_| {})?;
        let boxes = large::unread(found.slabs, lines, scale);
        let read = self.recognised(picture, &boxes, turned, cancel)?;
        Ok(read.into_iter().flatten().filter(large::is_text).collect())
    }
}
