//! Malicious inputs to a comparison. The limit on CPU time is generous, for unoptimised builds. Without the limits in the code,
//! most of these take minutes.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use proptest::prelude::*;
use report::compare::{MAX_MARKS, Passage, compare, news};
use report::page::{Page, page};
use report::plain::contents;

use crate::browser::Content;

/// Where size matters; elsewhere a tenth suffices to expose superlinear growth.
const SIZE: usize = report::MAX_VIEW_BYTES;
/// The maximum CPU time of a comparison.
const LIMIT: Duration = Duration::from_secs(60);

/// CPU time of this thread in user and system mode, which does not depend on other load on the machine. Zero on systems
/// without `/proc`.
fn processor() -> Duration {
    let stat = fs::read_to_string("/proc/thread-self/stat").unwrap_or_default();
    // The name in field 2 may contain spaces. Fields 14 and 15 are in hundredths of a second.
    let (_, rest) = stat.rsplit_once(") ").unwrap_or_default();
    let ticks = rest.split(' ').skip(11).take(2);
    let ticks = ticks.filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// Numbers that never repeat, in blocks of `words` words each.
fn numbered(seed: usize, words: usize) -> String {
    let mut text = String::new();
    for n in 0.. {
        let separator = if n % words == words - 1 { "\n\n" } else { " " };
        let _ = write!(text, "w{}{separator}", (n + 1) * seed % 1_000_003);
        if text.len() > SIZE {
            break;
        }
    }
    text
}

fn repeated(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len())
}

fn held(name: &str, old: &str, new: &str) {
    let started = processor();
    let comparison = compare(old, new);
    news(old, new);
    let took = processor() - started;
    assert!(took < LIMIT, "{name}: {took:?}");
    for passage in comparison.rows.iter().flat_map(|row| [&row.old, &row.new]) {
        let marks = passage.iter().map(|passage| passage.marks.len());
        assert!(marks.sum::<usize>() <= MAX_MARKS, "{name}");
    }
}

#[test]
fn blocks_that_are_all_different_end_in_time() {
    held("short", &numbered(7, 1), &numbered(11, 1));
    held("some words each", &numbered(7, 12), &numbered(11, 12));
}

#[test]
fn blocks_that_are_all_alike_end_in_time() {
    let alike = |last: usize| {
        let mut text = String::new();
        for n in 0..20_000 {
            let _ = write!(
                text,
                "the same long sentence with a number {}\n\n",
                n * 2 + last
            );
        }
        text
    };
    held("alike", &alike(0), &alike(1));
    held(
        "reordered",
        &"a\n\nb\n\nc\n\n".repeat(5_000),
        &"c\n\na\n\nb\n\n".repeat(5_000),
    );
}

#[test]
fn one_huge_block_ends_in_time() {
    held(
        "different words",
        &numbered(7, usize::MAX),
        &numbered(11, usize::MAX),
    );
    held(
        "two letters",
        &repeated("a b b a b a ", SIZE),
        &repeated("b a b b a a a b ", SIZE),
    );
    held("a single word", &repeated("a", SIZE), &repeated("b", SIZE));
    held(
        "Chinese",
        &repeated("的一是在不了有和人这", SIZE),
        &repeated("这人和有了不在是一的", SIZE),
    );
}

#[test]
fn every_other_word_changed_ends_in_time_and_with_few_marks() {
    let (old, new) = (
        repeated("same old word here ", SIZE / 4),
        repeated("same new word here ", SIZE / 4),
    );
    held("confetti", &old, &new);
    let row = compare(&old, &new).rows.into_iter().next().unwrap();
    for passage in [row.old.unwrap(), row.new.unwrap()] {
        // On a busy machine, the comparison may run out of time and mark the passage as a whole.
        assert!((1..=MAX_MARKS).contains(&passage.marks.len()));
    }
}

#[test]
fn odd_characters_end_in_time() {
    for piece in [
        "\u{301}",
        "a.",
        "1,",
        "1-",
        "-",
        "\u{200D}👩",
        "🇨",
        "\u{200B}",
        "&amp;",
        "א'",
        "ア",
    ] {
        let text = repeated(piece, SIZE / 10);
        held(piece, &text, &format!("{text}x"));
    }
}

proptest! {
    #[test]
    fn whatever_the_reports_marks_are_places_in_the_text(
        old in r#"([0-9A-c\*_<>&#|`\[\]() \n.%中文，😀👨‍👩-]|\n\n|&amp;|\|-\|){0,80}"#,
        new in r#"([0-9A-c\*_<>&#|`\[\]() \n.%中文，😀👨‍👩-]|\n\n|&amp;|\|-\|){0,80}"#,
    ) {
        let both = |old: &str, new: &str| {
            for row in compare(old, new).rows {
                for Passage { html, marks } in row.old.into_iter().chain(row.new) {
                    let content = Content::of(&html);
                    let mut last = None;
                    for mark in marks {
                        assert!(last < Some(mark.from) && mark.from < mark.to);
                        last = Some(mark.to);
                        let text = content.range(mark.from, mark.to);
                        assert_eq!(text.trim(), text);
                    }
                }
            }
        };
        both(&old, &new);
        let edited: String = old.chars().map(|c| if c == '5' { '6' } else { c }).collect();
        both(&old, &edited);
        contents(&new);
    }

    #[test]
    fn whatever_the_words_the_page_has_our_tags_alone(text in "\\PC{0,60}", markdown in "[<>&\"'=a-z/! \n#]{0,80}") {
        let html = page(&Page {
            title: &text,
            language: &text,
            facts: &[(&text, &text)],
            notice: &[&text],
            found: None,
            markdown: &markdown,
            flowchart: None,
            contents_label: &text,
        });
        let content = Content::of(&html);
        prop_assert_eq!(content.comments, 0);
        prop_assert_eq!(content.attributes("lang"), [text.as_str()]);
        for (tag, _) in &content.tags {
            prop_assert!(!matches!(tag.as_str(), "script" | "img" | "iframe" | "form"), "{}", tag);
        }
    }
}
