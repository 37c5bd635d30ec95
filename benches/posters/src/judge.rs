//! Scores how much of a poster was read correctly.

use unicode_normalization::UnicodeNormalization;

use crate::{programs::Heard, truth::Truth};

/// Number of letters, of those wrong or missing, and of letters read where there are none.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Score {
    pub(crate) letters: usize,
    pub(crate) wrong: usize,
    pub(crate) made_up: usize,
    /// Lines of six letters or more with a known font size, and those off by more than 15 %.
    pub(crate) sized: usize,
    pub(crate) missized: usize,
}

impl Score {
    pub(crate) fn accuracy(&self) -> f64 {
        100.0 * (1.0 - self.wrong as f64 / self.letters.max(1) as f64)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.letters += other.letters;
        self.wrong += other.wrong;
        self.made_up += other.made_up;
        self.sized += other.sized;
        self.missized += other.missized;
    }
}

/// Compares line by line. A program may join or split lines: what counts is that each line's letters occur, in order, in
/// what was read at its position.
pub(crate) fn judge(truth: &[Truth], heard: &[Heard], complain: bool) -> Score {
    let mut score = Score::default();
    let mut used = vec![false; heard.len()];
    for line in truth {
        let wanted = plain(&line.text);
        let mut here: Vec<(f32, &Heard)> = Vec::new();
        for (heard, used) in heard.iter().zip(&mut used) {
            if places(heard).any(|point| line.holds(point)) {
                *used = true;
                here.push((along(line, heard), heard));
            }
        }
        here.sort_by(|a, b| a.0.total_cmp(&b.0));
        let found: Vec<char> = here
            .iter()
            .flat_map(|(_, heard)| plain(&heard.text))
            .collect();
        let wrong = errors(&wanted, &found);
        score.letters += wanted.len();
        score.wrong += wrong;
        if complain && wrong > 0 {
            let found: String = found.iter().collect();
            println!(
                "    {} of {} at {}px {}: {} | {found}",
                wrong,
                wanted.len(),
                line.size,
                line.way,
                line.text
            );
        }
        if let [(_, heard)] = here.as_slice()
            && heard.font_size > 0.0
            && wrong == 0
            && wanted.len() >= 6
            && plain(&heard.text).len() == wanted.len()
        {
            score.sized += 1;
            if (heard.font_size / line.size - 1.0).abs() > 0.15 {
                score.missized += 1;
                if complain {
                    println!(
                        "    {:.1} for {}px: {}",
                        heard.font_size, line.size, line.text
                    );
                }
            }
        }
    }
    for (heard, _) in heard.iter().zip(&used).filter(|(_, used)| !**used) {
        score.made_up += plain(&heard.text).len();
        if complain {
            println!("    made up: {} {:?}", heard.text, heard.quad);
        }
    }
    score
}

/// Points along the middle of a line.
fn places(heard: &Heard) -> impl Iterator<Item = [f32; 2]> {
    let [a, b, c, d] = heard.quad;
    let middle = |[x0, y0]: [f32; 2], [x1, y1]: [f32; 2], part: f32| {
        [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part]
    };
    let (start, end) = (middle(a, d, 0.5), middle(b, c, 0.5));
    (0..40).map(move |step| middle(start, end, (step as f32 + 0.5) / 40.0))
}

fn along(line: &Truth, heard: &Heard) -> f32 {
    let [x, y] = places(heard).next().unwrap_or_default();
    match line.way.as_str() {
        "along" => x,
        "left" => -y,
        _ => y,
    }
}

/// Normalises letters for comparison: full and half width are the same, spaces do not count, and all quotation marks are
/// alike.
fn plain(text: &str) -> Vec<char> {
    text.nfkc()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| match letter {
            '“' | '”' | '„' => '"',
            '‘' | '’' => '\'',
            '–' | '—' | '−' => '-',
            '•' | '⋅' => '·',
            '。' => '.',
            '、' => ',',
            other => other,
        })
        .collect()
}

/// Minimum number of edits after which `wanted` occurs in `found`.
fn errors(wanted: &[char], found: &[char]) -> usize {
    let mut row = vec![0; found.len() + 1];
    for (number, letter) in wanted.iter().enumerate() {
        let mut before = number;
        let mut diagonal = std::mem::replace(row.first_mut().unwrap_or(&mut 0), number + 1);
        before += 1;
        for (slot, other) in row.iter_mut().skip(1).zip(found) {
            let cost = (diagonal + usize::from(letter != other))
                .min(before + 1)
                .min(*slot + 1);
            diagonal = std::mem::replace(slot, cost);
            before = cost;
        }
    }
    row.into_iter().min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_counted_within_what_surrounds_a_line() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(errors(&letters("abc"), &letters("xxabcxx")), 0);
        assert_eq!(errors(&letters("abc"), &letters("xxacxx")), 1);
        assert_eq!(errors(&letters("abc"), &letters("")), 3);
        assert_eq!(plain("（7.2％）“好”"), letters("(7.2%)\"好\""));
    }
}
