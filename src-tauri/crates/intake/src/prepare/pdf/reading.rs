//! Decides which glyphs of a page make up its text, and where a person should see them.

use hayro::kurbo::{Point, Rect};

use super::compose::composed;
use super::letters::Letter;
use super::sight::Sight;
use super::view::Ink;

/// How far apart runs lie that are the same text, drawn twice to look bold, relative to the font size.
const TWICE: f64 = 0.25;
/// Least difference between two pixels that a person sees.
const CONTRAST: u8 = 10;
/// Pixels around a letter in which it must differ from its background.
const AROUND: f64 = 1.5;
/// Number of letters that must be invisible before it is said.
const FEW: usize = 2;

/// What can be read on a page.
pub(super) struct Read {
    pub(super) text: String,
    /// Where its visible letters are.
    pub(super) inks: Vec<Ink>,
    /// Whether text that nobody sees was left out.
    pub(super) hidden: bool,
    /// Whether that includes text from a scanner's program.
    pub(super) scanned: bool,
}

/// Reads a page.
pub(super) fn read(sight: &Sight<'_>) -> Read {
    let all = sight.letters.all();
    let unseen = (0..).zip(all);
    let mut unseen = unseen.filter(|(_, letter)| !letter.is_seen() && !letter.is_blank());
    let (mut hidden, mut scanned) = (false, false);
    for (number, _) in unseen.by_ref() {
        match sight.is_of_scanner(number) {
            true => scanned = true,
            false => hidden = true,
        }
        if hidden && scanned {
            break;
        }
    }
    let seen: Vec<&Letter> = runs(all).into_iter().flatten().collect();
    Read {
        text: composed(seen.iter().copied()),
        inks: seen
            .iter()
            .filter(|letter| !letter.is_blank())
            .map(|letter| letter.ink)
            .collect(),
        hidden,
        scanned,
    }
}

/// The visible glyphs by run, without runs that repeat the one before: text that is filled and stroked, or drawn twice to look
/// bold, comes twice.
fn runs(all: &[Letter]) -> Vec<Vec<&Letter>> {
    let mut runs: Vec<Vec<&Letter>> = Vec::new();
    for run in all.chunk_by(|a, b| a.run == b.run) {
        let run: Vec<&Letter> = run.iter().filter(|letter| is_read(letter)).collect();
        if run.is_empty() || runs.last().is_some_and(|last| is_again(last, &run)) {
            continue;
        }
        runs.push(run);
    }
    runs
}

/// Blanks have no ink that could be hidden.
fn is_read(letter: &Letter) -> bool {
    letter.is_seen() || letter.is_blank() && letter.painted == super::letters::Painted::Yes
}

fn is_again(last: &[&Letter], run: &[&Letter]) -> bool {
    let starts = last.first().zip(run.first());
    let near =
        starts.is_some_and(|(last, run)| (last.start - run.start).hypot() < run.height * TWICE);
    near && last.len() == run.len()
        && last
            .iter()
            .zip(run)
            .all(|(last, run)| last.text == run.text)
}

/// Whether letters can't be told from what is around them on the drawn page: white on white, for instance. `scale` is in
/// pixels per point.
pub(super) fn is_unseen(
    inks: &[Ink],
    scale: (f64, f64),
    rgb: &[u8],
    width: u32,
    height: u32,
) -> bool {
    let plain = inks.iter().filter(|ink| {
        let bounds = ink.bounds();
        let bounds = Rect::new(
            bounds.x0 * scale.0,
            bounds.y0 * scale.1,
            bounds.x1 * scale.0,
            bounds.y1 * scale.1,
        );
        // A dash fills its own bounds.
        is_plain(bounds.inflate(AROUND, AROUND), rgb, width, height)
    });
    plain.take(FEW).count() == FEW
}

/// Whether a part of a picture has one colour.
fn is_plain(part: Rect, rgb: &[u8], width: u32, height: u32) -> bool {
    let part = part.intersect(Rect::new(0.0, 0.0, f64::from(width), f64::from(height)));
    let low = Point::new(part.x0.floor(), part.y0.floor());
    let high = Point::new(part.x1.ceil(), part.y1.ceil());
    let (left, right) = (low.x as usize * 3, high.x as usize * 3);
    let stride = width as usize * 3;
    let rows = rgb
        .chunks_exact(stride.max(3))
        .skip(low.y as usize)
        .take((high.y - low.y).max(0.0) as usize);
    let (mut least, mut most) = ([u8::MAX; 3], [0_u8; 3]);
    let mut any = false;
    for row in rows {
        let pixels = row.get(left..right.min(stride)).unwrap_or_default();
        for pixel in pixels.chunks_exact(3) {
            any = true;
            for ((least, most), value) in least.iter_mut().zip(&mut most).zip(pixel) {
                *least = (*least).min(*value);
                *most = (*most).max(*value);
                if *most - *least >= CONTRAST {
                    return false;
                }
            }
        }
    }
    any
}
