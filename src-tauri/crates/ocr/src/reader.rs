//! Reads pictures: detection, recognition and reading order.

use std::{sync::Arc, thread};

use rten::{Model, RunOptions};

use crate::{
    Cancel, Direction, Error, Limits, Line, ModelError, Models, Page, Picture, Progress, Quad,
    crop::{self, Strip},
    detect,
    inference::{InferenceThreads, ModelCall, Threads},
    ink::Ink,
    nested, order,
    quad::OrientedBox,
    recognise::{Recogniser, Words},
    size, thousands,
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

/// A line with a letter below this confidence is read a second time: one line in forty.
const DOUBTFUL: f32 = 0.7;
/// Share of the line's height used for that second reading. A quarter of the height of its box is padding.
const NEARER: f32 = 0.92;

/// A strip and the direction its line has if this view is the right one.
struct View {
    direction: Direction,
    oriented_box: OrientedBox,
    strip: Strip,
}

/// The possible views of one line: one, or several from which the model picks the right one.
struct Candidate(Vec<View>);

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
        let found = detect::detect(
            &self.detection,
            (&self.inference, self.threads),
            picture,
            limits.lines,
            cancel,
            |part| progress(Progress::Looked { part }),
        )?;
        let quads: Vec<Quad> = found.slabs.iter().map(OrientedBox::quad).collect();
        progress(Progress::Found { quads: &quads });

        let recogniser = Arc::clone(&self.recognition);
        let work: ModelCall<Candidate, Option<Line>> =
            Arc::new(move |candidate, options| recognise(&recogniser, candidate, options));
        let mut lines = Vec::new();
        let mut done = 0;
        let hands = Threads {
            calls: self.threads,
            threads: 1,
        };
        let jobs = found
            .slabs
            .iter()
            .map(|oriented_box| candidate(picture, oriented_box));
        self.inference.run(hands, &work, jobs, cancel, |line| {
            let line = line.filter(|line| line.confidence >= limits.confidence);
            done += 1;
            progress(Progress::Read {
                line: line.as_ref(),
                done,
                of: quads.len(),
            });
            lines.extend(line);
            Ok(())
        })?;
        cancel.check()?;
        Ok(Page {
            lines: order::sort(nested::without(lines)),
            left_out: found.left_out,
        })
    }
}

fn candidate(picture: &Picture<'_>, oriented_box: &OrientedBox) -> Candidate {
    let view = |direction, oriented_box: OrientedBox| View {
        direction,
        oriented_box,
        strip: crop::strip(picture, &oriented_box),
    };
    if !crop::is_tall(oriented_box) {
        return Candidate(vec![view(Direction::Along, *oriented_box)]);
    }
    let down = oriented_box.turned(1);
    let column = View {
        direction: Direction::Column,
        oriented_box: down,
        strip: crop::letters(
            picture,
            &down,
            (down.length / down.thickness * 1.1).round() as usize,
        ),
    };
    Candidate(vec![
        view(Direction::TurnedRight, down),
        view(Direction::TurnedLeft, oriented_box.turned(3)),
        column,
    ])
}

/// Reads the views of a line and keeps the one with the highest confidence. If one of its letters is doubtful, reads that
/// view again, zoomed in.
fn recognise(
    recogniser: &Recogniser,
    candidate: Candidate,
    options: &RunOptions,
) -> Result<Option<Line>, Error> {
    let mut read = Vec::new();
    for view in candidate.0 {
        read.push((recogniser.read(&view.strip, options)?, view));
    }
    let upright = read
        .iter()
        .find(|(_, view)| view.direction == Direction::Column)
        .map(|(words, _)| words.text.clone());
    let best =
        read.into_iter()
            .reduce(|best, other| match other.0.confidence > best.0.confidence {
                true => other,
                false => best,
            });
    let Some((words, mut view)) = best else {
        return Ok(None);
    };
    let words = again(recogniser, words, &view.strip, options)?;
    // The model can read the upright letters of a column lying on their side too, and then better than one by one.
    if view.direction == Direction::TurnedRight
        && upright.is_some_and(|upright| is_same_line(&upright, &words.text))
    {
        view.direction = Direction::Column;
    }
    Ok(line(&words, &view))
}

/// Whether the letters of a column, often misread one by one, are those of this line: in a column at least a quarter match,
/// in a rotated line an eighth at most.
fn is_same_line(upright: &str, text: &str) -> bool {
    let mut rest = text.chars();
    let same = upright.chars().filter(|letter| {
        let mut from_here = rest.clone();
        let found = !letter.is_whitespace() && from_here.any(|other| other == *letter);
        if found {
            rest = from_here;
        }
        found
    });
    let same = same.count();
    same >= 2 && same * 6 >= text.chars().count()
}

/// Returns the reading with the higher confidence; if a letter is doubtful, the line is also read zoomed in. Narrow letters
/// fall between the model's steps, and the surroundings of a line distract it.
fn again(
    recogniser: &Recogniser,
    words: Words,
    strip: &Strip,
    options: &RunOptions,
) -> Result<Words, Error> {
    if words.text.is_empty() || words.least >= DOUBTFUL {
        return Ok(words);
    }
    let nearer = recogniser.read(&strip.nearer(NEARER), options)?;
    Ok(if nearer.confidence > words.confidence {
        nearer
    } else {
        words
    })
}

fn line(words: &Words, view: &View) -> Option<Line> {
    let oriented_box = &view.oriented_box;
    let text = words.text.trim();
    if text.is_empty() {
        return None;
    }
    let leading = words
        .text
        .chars()
        .take_while(|letter| letter.is_whitespace());
    let places = words.centres.iter().skip(leading.count());
    let places = places.take(text.chars().count());
    let centres: Vec<f32> = places.map(|place| place * view.strip.length).collect();
    let first = words.centres.first().copied().unwrap_or_default();
    let last = words.centres.last().copied().unwrap_or_default();
    // Letters of a column were cut at equal distances, so their height in the strip says nothing about the font size.
    let ink = (view.direction != Direction::Column).then(|| {
        let width = view.strip.width as f32;
        let half = 0.5 * oriented_box.thickness / view.strip.length.max(1.0);
        let from = ((first - half).max(0.0) * width) as usize;
        let to = ((last + half).min(1.0) * width) as usize;
        Ink::of(&view.strip, from..to)
    });
    let text = thousands::with_narrow_commas(text);
    Some(Line {
        font_size: size::font_size(&text, &centres, oriented_box.thickness, ink.as_ref()),
        text,
        confidence: words.confidence,
        quad: oriented_box.quad(),
        direction: view.direction,
    })
}

#[cfg(test)]
mod tests {
    use super::is_same_line;

    #[test]
    fn a_column_is_told_from_a_turned_line_by_its_upright_letters() {
        let text = "碳中和绿色债券随借随还无抵押担保";
        assert!(is_same_line("碳绿角随无", text));
        assert!(!is_same_line("保 担", text));
        assert!(!is_same_line("手一", "全国统一客服热线"));
        assert!(!is_same_line("", text));
    }
}
