//! What the size and the contrast of letters say. No national rule gives a ratio, so these are hints for a person.

use crate::material::Material;
use crate::numbers::{Problem, stands_at};
use crate::rule::KnownGroups;
use crate::scan::Scan;
use crate::span::Span;

const ANNUAL: &[&str] = &["年化", "年利率"];
const SHORT_TERM: &[&str] = &[
    "日利率",
    "日息",
    "月利率",
    "月息",
    "每日利息",
    "每天利息",
    "一天利息",
    "日费率",
    "月费率",
    "每天只要",
    "每天仅",
    "日均",
];

/// How much larger the letters must be to count: OCR measures their size within a few per cent.
const MARGIN: f32 = 1.1;

/// The rate for a day or a month is larger than the rate for a year.
pub(crate) fn rate_size(scan: &Scan<'_>, material: &Material) -> Vec<Problem> {
    let annual = sizes(scan, material, ANNUAL)
        .map(|(_, size)| size)
        .fold(0.0, f32::max);
    if annual <= 0.0 {
        return Vec::new();
    }
    sizes(scan, material, SHORT_TERM)
        .filter(|(_, size)| *size > annual * MARGIN)
        .map(|(span, size)| Problem {
            span,
            detail: [
                format!("字号约为年化利率的 {:.1} 倍", size / annual),
                format!(
                    "about {:.1} times the size of the annual rate",
                    size / annual
                ),
            ],
        })
        .collect()
}

/// Places of the words, with the size of their letters.
fn sizes<'a>(
    scan: &'a Scan<'_>,
    material: &'a Material,
    words: &'a [&str],
) -> impl Iterator<Item = (Span, f32)> + 'a {
    let folded = scan.folded;
    (0..folded.len()).filter_map(move |at| {
        let word = words.iter().find(|word| stands_at(folded, at, word))?;
        let place = material.place(folded.line(at) as usize)?;
        let span = Span {
            start: at,
            end: at + word.chars().count(),
        };
        Some((span, place.font_size))
    })
}

/// The headline is `ratio` times as large as the risk notice.
pub(crate) fn notice_size(
    scan: &Scan<'_>,
    material: &Material,
    groups: &KnownGroups,
    ratio: f64,
) -> Vec<Problem> {
    let largest = (0..material.line_count())
        .filter_map(|line| material.place(line))
        .map(|place| place.font_size)
        .fold(0.0, f32::max);
    let notice = notices(scan, material, groups)
        .filter(|(_, place)| place.font_size > 0.0)
        .max_by(|a, b| a.1.font_size.total_cmp(&b.1.font_size));
    notice
        .filter(|(_, place)| f64::from(largest / place.font_size) >= ratio)
        .map(|(span, place)| {
            let times = largest / place.font_size;
            Problem {
                span,
                detail: [
                    format!("最大字号约为风险提示的 {times:.0} 倍"),
                    format!(
                        "the largest letters are about {times:.0} times those of the risk notice"
                    ),
                ],
            }
        })
        .into_iter()
        .collect()
}

/// The risk notice hardly stands out from what is behind it.
pub(crate) fn notice_contrast(
    scan: &Scan<'_>,
    material: &Material,
    groups: &KnownGroups,
    least: f64,
) -> Vec<Problem> {
    notices(scan, material, groups)
        .filter_map(|(span, place)| Some((span, place.contrast?)))
        .filter(|(_, contrast)| f64::from(*contrast) < least)
        .map(|(span, contrast)| Problem {
            span,
            detail: [
                format!("对比度约 {contrast:.1}"),
                format!("a contrast of about {contrast:.1}"),
            ],
        })
        .take(1)
        .collect()
}

fn notices<'a>(
    scan: &'a Scan<'_>,
    material: &'a Material,
    groups: &KnownGroups,
) -> impl Iterator<Item = (Span, crate::material::Place)> + 'a {
    scan.words(groups.risk_notice).iter().filter_map(|span| {
        let place = material.place(scan.folded.line(span.start) as usize)?;
        Some((*span, place))
    })
}
