//! Automatic numbering of Word documents: "第三条", "（二）", "1.2". The numbers are not in the text; they follow from the order
//! of the paragraphs.

use std::collections::HashMap;

use roxmltree::Node;

use super::counts;
use super::styles::{NumberRef, RunLook};
use super::symbols::{self, SymbolFont};
use super::xml::{attribute, child, is_on, value};

/// Number of levels of a list.
const LEVELS: usize = 9;
/// Maximum number of lists linked to each other by a style.
const MAX_LINKS: usize = 8;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: Format,
    /// Text with `%1` to `%9` for the numbers of the levels.
    text: String,
    /// The separator between the number and the paragraph.
    after: &'static str,
    /// Level, from 1, after which it restarts; 0 for never.
    restart: Option<usize>,
    /// Whether all numbers in its text are written in Arabic digits.
    arabic: bool,
    /// Paragraph style that has this level.
    style: Option<String>,
    hidden: bool,
    symbols: Option<SymbolFont>,
}

#[derive(Debug, Clone)]
enum Format {
    Named(String),
    /// Zeros in front up to this many digits.
    Padded(usize),
}

/// Levels that several lists share, and their counters.
#[derive(Debug, Clone, Default)]
struct Shared {
    levels: HashMap<usize, Level>,
    /// Style in which the levels are defined instead.
    link: Option<String>,
    /// Style that is defined by these levels.
    defines: Option<String>,
    counters: [Option<u32>; LEVELS],
}

/// A list: shared levels with its own exceptions.
#[derive(Debug, Clone, Default)]
struct List {
    shared: String,
    levels: HashMap<usize, Level>,
    /// The start values of the levels when the list is first used.
    starts: HashMap<usize, u32>,
}

/// The lists of a document while it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbering {
    shared: HashMap<String, Shared>,
    lists: HashMap<u32, List>,
    /// Whether a number has a style that is not known, or a picture for a bullet.
    pub(super) guessed: bool,
}

impl Numbering {
    /// Reads the root of the numbering part.
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let mut all = Self::default();
        for node in root.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "abstractNum" => {
                    let Some(id) = attribute(node, "abstractNumId") else {
                        continue;
                    };
                    let named = |name| child(node, name).and_then(value).map(str::to_owned);
                    let shared = Shared {
                        levels: levels(node),
                        link: named("numStyleLink"),
                        defines: named("styleLink"),
                        counters: [None; LEVELS],
                    };
                    all.shared.insert(id.to_owned(), shared);
                }
                "num" => {
                    let id = attribute(node, "numId").and_then(|id| id.parse().ok());
                    let shared = child(node, "abstractNumId").and_then(value);
                    if let (Some(id), Some(shared)) = (id, shared) {
                        all.lists.insert(id, list(node, shared));
                    }
                }
                _ => {}
            }
        }
        all.follow_links();
        all
    }

    /// Lets lists that are defined by a style use the levels of that style.
    fn follow_links(&mut self) {
        let by_style: HashMap<String, String> = self
            .shared
            .iter()
            .filter_map(|(id, shared)| Some((shared.defines.clone()?, id.clone())))
            .collect();
        for list in self.lists.values_mut() {
            for _ in 0..MAX_LINKS {
                let shared = self.shared.get(&list.shared);
                let link = shared.and_then(|shared| shared.link.as_ref());
                match link.and_then(|link| by_style.get(link)) {
                    Some(target) if *target != list.shared => list.shared.clone_from(target),
                    _ => break,
                }
            }
        }
    }

    /// The level of a list that belongs to a paragraph style.
    pub(super) fn level_of_style(&self, list: u32, style: &str) -> Option<usize> {
        let list = self.lists.get(&list)?;
        let shared = self.shared.get(&list.shared);
        let levels = list.levels.iter();
        let mut levels = levels.chain(shared.iter().flat_map(|shared| shared.levels.iter()));
        let found = levels.find(|(_, level)| level.style.as_deref() == Some(style));
        found.map(|(at, _)| *at)
    }

    /// Counts a paragraph and returns what Word shows before its text.
    pub(super) fn next(&mut self, number: NumberRef) -> String {
        let at = number.level.unwrap_or_default();
        let found = number.list.and_then(|id| self.lists.get_mut(&id));
        let Some(list) = found.filter(|_| at < LEVELS) else {
            return String::new();
        };
        let Some(shared) = self.shared.get_mut(&list.shared) else {
            return String::new();
        };
        let level_at = |at: usize| list.levels.get(&at).or_else(|| shared.levels.get(&at));
        let start_of = |at: usize| level_at(at).map_or(1, |level| level.start);
        let restarted = list.starts.remove(&at);
        let count = match (restarted, shared.counters.get(at).copied().flatten()) {
            (Some(start), _) => start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => start_of(at),
        };
        let starts_again = |deeper: usize| match level_at(deeper).and_then(|level| level.restart) {
            None => true,
            Some(0) => false,
            Some(after) => at < after,
        };
        let again: Vec<usize> = (at + 1..LEVELS).filter(|at| starts_again(*at)).collect();
        let counts: Vec<u32> = (0..LEVELS)
            .map(|level| match level == at {
                true => count,
                false => shared
                    .counters
                    .get(level)
                    .copied()
                    .flatten()
                    .unwrap_or_else(|| list.starts.get(&level).copied().unwrap_or(start_of(level))),
            })
            .collect();
        let (text, known) = match level_at(at) {
            Some(level) => level.written(&counts, |at| level_at(at).map(|level| &level.format)),
            None => (String::new(), true),
        };
        for (level, counter) in shared.counters.iter_mut().enumerate() {
            if level == at {
                *counter = Some(count);
            } else if again.contains(&level) {
                *counter = None;
            }
        }
        self.guessed |= !known;
        text
    }
}

impl Level {
    /// The text before a paragraph, and whether it is certain. `counts` has the number of each level.
    fn written<'a>(
        &self,
        counts: &[u32],
        format_of: impl Fn(usize) -> Option<&'a Format>,
    ) -> (String, bool) {
        if self.hidden {
            return (String::new(), true);
        }
        let mut out = String::new();
        let mut known = true;
        let mut characters = self.text.chars().peekable();
        while let Some(character) = characters.next() {
            let level = match character {
                '%' => characters.peek().and_then(|next| next.to_digit(10)),
                _ => None,
            };
            let level = level.and_then(|level| level.checked_sub(1));
            let Some(level) = level.map(|level| level as usize) else {
                let (sign, is_known) = self.sign(character);
                known &= is_known;
                out.push(sign);
                continue;
            };
            characters.next();
            let Some(count) = counts.get(level) else {
                continue;
            };
            let (number, is_known) = match format_of(level) {
                Some(Format::Named(name)) if self.arabic && name != "none" => {
                    (count.to_string(), true)
                }
                Some(format) => format.written(*count),
                None => (count.to_string(), true),
            };
            known &= is_known;
            out.push_str(&number);
        }
        if !out.is_empty() {
            out.push_str(self.after);
        }
        (out, known)
    }

    fn sign(&self, character: char) -> (char, bool) {
        let is_bullet = matches!(&self.format, Format::Named(name) if name == "bullet");
        let code = u32::from(character);
        match self.symbols {
            Some(font) if is_bullet || symbols::is_private(character) => match font.sign(code) {
                Some(sign) => (sign, true),
                None => ('•', false),
            },
            None if symbols::is_private(character) => ('•', true),
            _ => (character, true),
        }
    }
}

impl Format {
    fn of(level: Node<'_, '_>) -> Self {
        // A format of one's own stands in the first alternative, with a common one in the other.
        let choice = child(level, "AlternateContent").and_then(|node| child(node, "Choice"));
        let node = choice
            .and_then(|choice| child(choice, "numFmt"))
            .or_else(|| child(level, "numFmt"));
        let name = node.and_then(value).unwrap_or("decimal");
        let pattern = node.and_then(|node| attribute(node, "format"));
        match pattern.and_then(|pattern| pattern.split(',').next()) {
            Some(first) if name == "custom" && first.trim().chars().all(|c| c.is_ascii_digit()) => {
                Self::Padded(first.trim().len())
            }
            _ => Self::Named(name.to_owned()),
        }
    }

    fn written(&self, number: u32) -> (String, bool) {
        match self {
            Self::Padded(width) => (format!("{number:0width$}", width = (*width).min(10)), true),
            Self::Named(name) => match counts::written(number, name) {
                Some(text) => (text, true),
                None => (number.to_string(), false),
            },
        }
    }
}

fn levels(node: Node<'_, '_>) -> HashMap<usize, Level> {
    let levels = node
        .children()
        .filter(|node| node.tag_name().name() == "lvl");
    levels
        .filter_map(|node| {
            let at: usize = attribute(node, "ilvl")?.parse().ok()?;
            (at < LEVELS).then(|| (at, level(node)))
        })
        .collect()
}

fn level(node: Node<'_, '_>) -> Level {
    let number = |name| child(node, name).and_then(value);
    let look = child(node, "rPr").map(RunLook::of).unwrap_or_default();
    let mut text = number("lvlText").unwrap_or_default().to_owned();
    // A picture is shown in place of the bullet.
    if child(node, "lvlPicBulletId").is_some() && text.trim().is_empty() {
        "•".clone_into(&mut text);
    }
    Level {
        start: number("start")
            .and_then(|start| start.parse().ok())
            .unwrap_or(0),
        format: Format::of(node),
        text,
        after: match number("suff") {
            Some("nothing") => "",
            _ => " ",
        },
        restart: number("lvlRestart").and_then(|level| level.parse().ok()),
        arabic: child(node, "isLgl").is_some_and(is_on),
        style: number("pStyle").map(str::to_owned),
        hidden: look.hidden == Some(true),
        symbols: look.other.flatten().or(look.ascii.flatten()),
    }
}

fn list(node: Node<'_, '_>, shared: &str) -> List {
    let mut list = List {
        shared: shared.to_owned(),
        ..List::default()
    };
    for exception in node.children() {
        let at = attribute(exception, "ilvl").and_then(|at| at.parse().ok());
        let Some(at) = at.filter(|at| *at < LEVELS && exception.is_element()) else {
            continue;
        };
        if let Some(own) = child(exception, "lvl") {
            list.levels.insert(at, level(own));
        }
        let start = child(exception, "startOverride").and_then(value);
        if let Some(start) = start.and_then(|start| start.parse().ok()) {
            list.starts.insert(at, start);
        }
    }
    list
}
