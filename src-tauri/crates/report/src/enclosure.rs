//! The Markdown fence that models like to put around a whole answer.
//!
//! A text that starts with ` ```markdown ` is meant as a document, not as code. The opening fence is certain once its line
//! is complete. Its end must be told from fences of code blocks inside: a bare fence outside any code block ends the answer
//! if the text ends or a blank line follows, and otherwise opens a code block.

use std::borrow::Cow;
use std::ops::Range;

/// How a text starts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// As Markdown, or empty.
    Plain,
    /// With what may become a Markdown fence once the line continues.
    Undecided,
    /// With a Markdown fence.
    Fenced(Enclosure),
}

/// A Markdown fence around the text.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) struct Enclosure {
    /// Offset of the first line inside.
    pub(crate) body: usize,
    fence: Fence,
}

/// The end of the enclosure.
#[derive(Debug, PartialEq, Eq, Clone)]
pub(crate) struct Closing {
    /// The closing line, without its line break.
    pub(crate) line: Range<usize>,
    /// End of the text that had to be read for certainty; `None` while further text could still turn the line into the start
    /// of a code block.
    pub(crate) certain: Option<usize>,
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
struct Fence {
    mark: char,
    len: usize,
}

const NAMES: [&str; 2] = ["markdown", "md"];

impl Opening {
    pub(crate) fn of(text: &str) -> Self {
        let trimmed = text.trim_start();
        let Some((fence, rest)) = Fence::at_start(trimmed) else {
            let may_grow = matches!(trimmed, "`" | "``" | "~" | "~~");
            return if may_grow {
                Self::Undecided
            } else {
                Self::Plain
            };
        };
        let (name, complete) = match rest.split_once('\n') {
            Some((line, _)) => (line.trim(), true),
            None => (rest.trim(), false),
        };
        let name = name.to_ascii_lowercase();
        if complete && NAMES.contains(&name.as_str()) {
            let body = text.len() - rest.len() + rest.find('\n').map_or(0, |end| end + 1);
            Self::Fenced(Enclosure { body, fence })
        } else if !complete && NAMES.iter().any(|known| known.starts_with(&name)) {
            Self::Undecided
        } else {
            Self::Plain
        }
    }
}

impl Enclosure {
    /// Looks for the end of the enclosure in `text`, a part of it that starts outside any code block.
    pub(crate) fn closing(&self, text: &str) -> Option<Closing> {
        let mut code: Option<Fence> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let Some((fence, info)) = Fence::at_start(line.trim_start()) else {
                continue;
            };
            let bare = info.trim().is_empty();
            match code {
                Some(open) if bare && fence.closes(open) => code = None,
                Some(_) => {}
                None if bare && fence.closes(self.fence) => {
                    let after = text.get(at..).unwrap_or_default();
                    let line = start..start + line.trim_end().len();
                    let next = after.split_inclusive('\n').next().unwrap_or_default();
                    if after.trim().is_empty() {
                        return Some(Closing {
                            line,
                            certain: None,
                        });
                    }
                    if next.trim().is_empty() {
                        let certain = at + after.len() - after.trim_start().len() + 1;
                        return Some(Closing {
                            line,
                            certain: Some(certain),
                        });
                    }
                    code = Some(fence);
                }
                None if fence.mark == '`' && info.contains('`') => {}
                None => code = Some(fence),
            }
        }
        None
    }
}

impl Closing {
    /// `text` with the closing line blanked by spaces, so that offsets stay valid.
    pub(crate) fn blanked<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let (Some(before), Some(after)) = (text.get(..self.line.start), text.get(self.line.end..))
        else {
            return Cow::Borrowed(text);
        };
        Cow::Owned(format!("{before}{:1$}{after}", "", self.line.len()))
    }
}

impl Fence {
    fn at_start(line: &str) -> Option<(Self, &str)> {
        let mark = line
            .chars()
            .next()
            .filter(|mark| matches!(mark, '`' | '~'))?;
        let rest = line.trim_start_matches(mark);
        let len = line.len() - rest.len();
        (len >= 3).then_some((Self { mark, len }, rest))
    }

    fn closes(self, open: Self) -> bool {
        self.mark == open.mark && self.len >= open.len
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enclosure(text: &str) -> Enclosure {
        match Opening::of(text) {
            Opening::Fenced(enclosure) => enclosure,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_markdown_fence_is_known_when_its_line_is_complete() {
        for undecided in ["`", "```", "~~~", "\n ```mark", "````md", "```Markdown "] {
            assert_eq!(Opening::of(undecided), Opening::Undecided, "{undecided}");
        }
        for plain in [
            "",
            "a",
            "# a",
            "```rust",
            "```rust\n",
            "```\n",
            "`a`",
            "```mdx\n",
        ] {
            assert_eq!(Opening::of(plain), Opening::Plain, "{plain}");
        }
        for fenced in ["```markdown\n", "~~~ MD \r\n", "\n\n````markdown\n# a"] {
            let (line, _) = fenced.split_at(enclosure(fenced).body);
            assert!(line.trim_end().to_lowercase().ends_with(['n', 'd']));
        }
    }

    #[test]
    fn the_last_bare_fence_ends_it_and_code_inside_does_not() {
        let open = enclosure("```markdown\n");
        let line = |text: &str| open.closing(text).map(|closing| closing.line);
        assert_eq!(line("# a\n"), None);
        assert_eq!(line("a\n```"), Some(2..5));
        assert_eq!(line("a\n```\n \n"), Some(2..5));
        assert_eq!(line("```rust\nb\n```\n"), None);
        assert_eq!(line("```rust\nb\n```\n```\n"), Some(14..17));
        assert_eq!(line("```\ncode\n```\n"), None);
        assert_eq!(line("```\ncode\n```\n\na\n```\n"), Some(16..19));
        assert_eq!(line("a\n~~~\n```\n~~~\n"), None);
    }

    #[test]
    fn what_follows_the_fence_after_a_blank_line_is_read_as_markdown() {
        let text = "a\n```\n\n**b**";
        let closing = enclosure("```md\n").closing(text).unwrap();
        assert_eq!(closing.certain, Some("a\n```\n\n*".len()));
        assert_eq!(closing.blanked(text), "a\n   \n\n**b**");
    }
}
