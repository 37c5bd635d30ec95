//! What is checked: a text in lines, the blocks its lines form, and where the lines stand if they come from a picture.

use std::ops::Range;

/// Where a line of a picture stands, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
    /// Height of the letters.
    pub font_size: f32,
    /// Contrast between the letters and what is behind them (1 to 21), where it was measured.
    pub contrast: Option<f32>,
}

/// A line and where it stands.
#[derive(Clone, Debug)]
struct Line {
    range: Range<usize>,
    place: Option<Place>,
    /// Whether it is nothing but a figure, as in 3.85%.
    figure: bool,
}

/// A text in lines and blocks. Its lines stand in `text` in the order they were given, with a newline between them.
#[derive(Clone, Debug, Default)]
pub struct Material {
    text: String,
    lines: Vec<Line>,
    blocks: Vec<Vec<usize>>,
}

impl Material {
    /// Copy. A blank line starts a new block.
    pub fn plain(text: &str) -> Self {
        Self::default().with_copy(text)
    }

    /// The same with copy below it, whose lines form blocks of their own. Its text ends the whole text.
    pub fn with_copy(mut self, text: &str) -> Self {
        if !self.lines.is_empty() {
            self.text.push('\n');
        }
        let mut start = self.text.len();
        self.text.push_str(text);
        let mut block = Vec::new();
        for piece in text.split('\n') {
            if piece.trim().is_empty() {
                self.close(&mut block);
            } else {
                block.push(self.lines.len());
            }
            self.lines.push(Line {
                range: start..start + piece.len(),
                place: None,
                figure: is_figure(piece),
            });
            start += piece.len() + 1;
        }
        self.close(&mut block);
        self
    }

    /// The lines of a picture. Lines that stand under each other in letters of one size form a block.
    pub fn from_lines(lines: impl IntoIterator<Item = (String, Place)>) -> Self {
        let mut material = Self::default();
        for (text, place) in lines {
            if !material.lines.is_empty() {
                material.text.push('\n');
            }
            let start = material.text.len();
            let text = text.replace(['\n', '\r'], " ");
            material.text.push_str(&text);
            material.lines.push(Line {
                range: start..material.text.len(),
                place: Some(place),
                figure: is_figure(&text),
            });
        }
        material.blocks = group(&material.lines);
        material
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The indices of the lines of each block, in reading order.
    pub fn blocks(&self) -> &[Vec<usize>] {
        &self.blocks
    }

    /// How many lines there are.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Whether the lines come from a picture.
    pub fn is_picture(&self) -> bool {
        self.lines.iter().any(|line| line.place.is_some())
    }

    /// Where a line starts, and its text.
    pub(crate) fn line(&self, index: usize) -> Option<(usize, &str)> {
        let line = self.lines.get(index)?;
        Some((line.range.start, self.text.get(line.range.clone())?))
    }

    /// Where a line stands.
    pub(crate) fn place(&self, index: usize) -> Option<Place> {
        self.lines.get(index)?.place
    }

    /// For each line of a block whether the next one goes on with it.
    pub(crate) fn wraps(&self, block: &[usize]) -> Vec<bool> {
        let widths: Vec<f32> = block.iter().map(|line| self.width(*line)).collect();
        let widest = widths.iter().copied().fold(0.0, f32::max);
        let as_wide = widths.iter().filter(|width| **width >= widest * 0.95);
        let column = as_wide.count() > 1;
        let mut wraps = Vec::with_capacity(block.len());
        for (nth, line) in block.iter().enumerate() {
            let text = self.line(*line).map_or("", |(_, text)| text).trim_end();
            let last = text.chars().last().unwrap_or(' ');
            let ended = matches!(last, '。' | '！' | '？' | '；' | '!' | '?' | ';');
            let Some((_, next)) = block.get(nth + 1).and_then(|next| self.line(*next)) else {
                wraps.push(false);
                continue;
            };
            // “起购金额：1元” starts something of its own.
            let labelled = next.chars().take(10).any(|c| matches!(c, '：' | ':'));
            if ended || labelled {
                wraps.push(false);
                continue;
            }
            let is_figure = |line: Option<&usize>| {
                line.and_then(|line| self.lines.get(*line))
                    .is_some_and(|line| line.figure)
            };
            let figure = is_figure(block.get(nth)) != is_figure(block.get(nth + 1));
            let open = matches!(last, '，' | '、' | ',' | '（' | '(' | '—' | '《' | '“');
            let filled_to =
                |part: f32| widths.get(nth).is_some_and(|width| *width >= widest * part);
            let longer_than = |chars: usize| text.chars().nth(chars).is_some();
            // Prose goes on in a line with commas; a headline has none.
            let prose =
                || filled_to(0.5) && longer_than(5) && next.contains(['，', '。', '、', '；']);
            let filled = column && longer_than(5) && filled_to(0.95);
            let full = longer_than(11) && filled_to(0.85);
            wraps.push(figure || open || filled || full || prose());
        }
        wraps
    }

    fn width(&self, line: usize) -> f32 {
        match self.place(line) {
            Some(place) => place.right,
            None => self
                .line(line)
                .map_or(0.0, |(_, text)| text.chars().count() as f32),
        }
    }

    fn close(&mut self, block: &mut Vec<usize>) {
        if !block.is_empty() {
            self.blocks.push(std::mem::take(block));
        }
    }
}

/// How much the letters of two lines of one block may differ in size.
const SAME_SIZE: f32 = 1.35;
/// How far apart the lines of one block may stand, in heights of a line.
const LEADING: f32 = 1.1;

fn group(lines: &[Line]) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let above = line.place.and_then(|place| {
            blocks.iter_mut().rev().take(24).find(|block| {
                block
                    .last()
                    .and_then(|last| {
                        let last = lines.get(*last)?;
                        let figure = last.figure || line.figure;
                        Some(follows(&last.place?, &place, figure))
                    })
                    .unwrap_or_default()
            })
        });
        match above {
            Some(block) => block.push(index),
            None => blocks.push(vec![index]),
        }
    }
    blocks
}

/// Whether a line is nothing but a figure.
fn is_figure(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 16
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '.' | ',' | '%' | '％' | '+' | '-' | '~' | '～' | '—' | ' '
                )
        })
}

/// Whether a line at `place` goes on below (or right beside) the one at `last`. A figure belongs to its label whatever their
/// sizes.
fn follows(last: &Place, place: &Place, figure: bool) -> bool {
    let size = last.font_size.max(place.font_size).max(1.0);
    let least = last.font_size.min(place.font_size).max(1.0);
    if size / least > SAME_SIZE && !figure {
        return false;
    }
    let size = if figure { least } else { size };
    let gap = place.top - last.bottom;
    let overlap = last.right.min(place.right) - last.left.max(place.left);
    let narrower = (last.right - last.left).min(place.right - place.left);
    gap > -0.6 * size && gap < LEADING * size && overlap > 0.5 * narrower.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(left: f32, top: f32, width: f32, size: f32) -> Place {
        Place {
            left,
            top,
            right: left + width,
            bottom: top + size * 1.2,
            font_size: size,
            contrast: None,
        }
    }

    #[test]
    fn lines_of_one_size_below_each_other_form_a_block() {
        let material = Material::from_lines([
            ("标题".to_owned(), at(0.0, 0.0, 400.0, 80.0)),
            ("左栏第一行".to_owned(), at(0.0, 200.0, 180.0, 20.0)),
            ("右栏第一行".to_owned(), at(220.0, 200.0, 180.0, 20.0)),
            ("左栏第二行".to_owned(), at(0.0, 228.0, 180.0, 20.0)),
            ("右栏第二行".to_owned(), at(220.0, 228.0, 180.0, 20.0)),
        ]);
        assert_eq!(material.blocks(), [vec![0], vec![1, 3], vec![2, 4]]);
    }

    #[test]
    fn a_figure_belongs_to_its_label_whatever_their_sizes() {
        let material = Material::from_lines([
            ("业绩比较基准".to_owned(), at(0.0, 0.0, 120.0, 20.0)),
            ("3.85%".to_owned(), at(0.0, 34.0, 300.0, 80.0)),
        ]);
        assert_eq!(material.blocks(), [vec![0, 1]]);
        assert_eq!(material.wraps(&[0, 1]), [true, false]);
    }

    #[test]
    fn copy_below_a_picture_forms_blocks_of_its_own() {
        let picture = Material::from_lines([("标题".to_owned(), at(0.0, 0.0, 400.0, 80.0))]);
        let material = picture.with_copy("一\n二");
        assert_eq!(material.text(), "标题\n一\n二");
        assert_eq!(material.blocks(), [vec![0], vec![1, 2]]);
        assert_eq!(material.line(2), Some((11, "二")));
    }

    #[test]
    fn a_blank_line_ends_a_block_of_copy() {
        let material = Material::plain("一\n二\n\n三");
        assert_eq!(material.blocks(), [vec![0, 1], vec![3]]);
        assert_eq!(material.line(3), Some((9, "三")));
    }
}
