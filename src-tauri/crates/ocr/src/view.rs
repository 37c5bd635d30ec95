//! The views of a line, and which of them is the right one.
//!
//! A box does not say in which direction its text runs. A tall one may be a rotated line, a column of upright letters or a
//! single large letter; the model reads each view, and the most confident reading wins.

use rten::RunOptions;

use crate::{
    Direction, Error, Line, Picture, Turn,
    crop::{self, Strip},
    ink::Ink,
    quad::OrientedBox,
    recognise::{Recogniser, Words},
    size, thousands,
};

/// A line with a letter below this confidence is read a second time: one line in forty.
const DOUBTFUL: f32 = 0.7;
/// Share of the line's height used for that second reading. A quarter of the height of its box is padding.
const NEARER: f32 = 0.92;
/// A box taller than this many times its width is not a single letter, not even a narrow figure.
const ONE_LETTER: f32 = 3.0;

/// A strip and the direction its line has if this view is the right one.
struct View {
    direction: Direction,
    oriented_box: OrientedBox,
    strip: Strip,
}

/// The possible views of one line: one, or several from which the model picks the right one.
pub(crate) struct Candidate(Vec<View>);

impl Candidate {
    /// Cuts the views of a box out of the picture. `turn` is how the whole page was turned.
    pub(crate) fn of(picture: &Picture<'_>, oriented_box: &OrientedBox, turn: Turn) -> Self {
        let view = |oriented_box: OrientedBox| View {
            direction: direction(&oriented_box),
            oriented_box,
            strip: crop::strip(picture, &oriented_box),
        };
        // On a page that lies on its side, a box that stands on end is an ordinary line, and the three views include it.
        let on_side = turn.is_on_side();
        let own = match on_side && crop::is_tall(oriented_box) {
            true => *oriented_box,
            false => oriented_box.turned(turn.quarters()),
        };
        if !crop::is_tall(&own) {
            let mut views = vec![view(own)];
            if on_side {
                views.push(view(*oriented_box));
            }
            return Self(views);
        }
        let down = own.turned(1);
        let letters = (down.length / down.thickness * 1.1).round() as usize;
        let column = View {
            direction: Direction::Column,
            oriented_box: down,
            strip: crop::letters(picture, &down, letters),
        };
        let mut views = vec![view(down), view(own.turned(3)), column];
        if own.thickness < own.length * ONE_LETTER {
            views.push(view(own));
        }
        Self(views)
    }
}

/// The direction of a line in the picture as shown.
fn direction(oriented_box: &OrientedBox) -> Direction {
    let along = oriented_box.along;
    if along.x.abs() >= along.y.abs() {
        Direction::Along
    } else if along.y > 0.0 {
        Direction::TurnedRight
    } else {
        Direction::TurnedLeft
    }
}

/// Reads the views of a line and keeps the one with the highest confidence. If one of its letters is doubtful, reads that
/// view again, zoomed in.
pub(crate) fn recognise(
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
        .map(|(words, view)| (words.text.clone(), view.oriented_box));
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
    if upright.is_some_and(|(upright, down)| {
        view.oriented_box == down && is_same_line(&upright, &words.text)
    }) {
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
    let margin = (view.strip.length - oriented_box.length) / 2.0;
    Some(Line {
        font_size: size::font_size(&text, &centres, oriented_box.thickness, ink.as_ref()),
        text,
        confidence: words.confidence,
        quad: oriented_box.quad(),
        direction: view.direction,
        centres: centres.iter().map(|centre| centre - margin).collect(),
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
