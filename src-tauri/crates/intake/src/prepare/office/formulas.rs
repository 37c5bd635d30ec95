//! Formulas (Office Math) in one line: fractions as (a)/(b), powers as a^b.

use roxmltree::Node;

use super::xml::{child, is_on, value};
use crate::prepare::raised::{Raise, placed};

/// A formula in one line.
#[derive(Debug, Default)]
pub(super) struct Formula {
    pub(super) text: String,
    /// Whether it contains something that could only be written in order.
    pub(super) guessed: bool,
}

impl Formula {
    /// Writes the content of an `oMath` element. `run` writes the text of one run.
    pub(super) fn written(node: Node<'_, '_>, run: &mut dyn FnMut(Node<'_, '_>) -> String) -> Self {
        let mut writing = Writing {
            run,
            guessed: false,
        };
        let text = writing.row(node);
        Self {
            text,
            guessed: writing.guessed,
        }
    }
}

struct Writing<'a> {
    run: &'a mut dyn FnMut(Node<'_, '_>) -> String,
    guessed: bool,
}

impl Writing<'_> {
    /// Everything in an element, in a row.
    fn row(&mut self, node: Node<'_, '_>) -> String {
        let mut out = String::new();
        for child in node.children().filter(Node::is_element) {
            let text = self.part(child);
            join(&mut out, &text);
        }
        out
    }

    /// A child element in a row; empty if it does not exist.
    fn of(&mut self, node: Node<'_, '_>, name: &str) -> String {
        child(node, name).map_or_else(String::new, |node| self.row(node))
    }

    fn part(&mut self, node: Node<'_, '_>) -> String {
        let name = node.tag_name().name();
        match name {
            "r" => (self.run)(node),
            "f" => self.fraction(node),
            "sSup" => self.of(node, "e") + &up(&self.of(node, "sup")),
            "sSub" => self.of(node, "e") + &down(&self.of(node, "sub")),
            "sSubSup" => {
                let base = self.of(node, "e");
                base + &down(&self.of(node, "sub")) + &up(&self.of(node, "sup"))
            }
            "sPre" => {
                let before = down(&self.of(node, "sub")) + &up(&self.of(node, "sup"));
                before + &self.of(node, "e")
            }
            "nary" => self.nary(node),
            "rad" => self.root(node),
            "d" => self.delimited(node),
            "func" => {
                let name = self.of(node, "fName");
                let argument = self.of(node, "e");
                match argument.starts_with(['(', '（', '[', '{']) {
                    true => name + &argument,
                    false => format!("{name}({argument})"),
                }
            }
            "limLow" => self.of(node, "e") + &down(&self.of(node, "lim")),
            "limUpp" => self.of(node, "e") + &up(&self.of(node, "lim")),
            "acc" => {
                let sign = property(node, "accPr", "chr").unwrap_or("\u{302}");
                grouped(&self.of(node, "e")) + sign
            }
            "bar" => {
                let sign = match property(node, "barPr", "pos") {
                    Some("top") => "\u{305}",
                    _ => "\u{332}",
                };
                let over = self.of(node, "e");
                over.chars()
                    .flat_map(|c| [c.to_string(), sign.to_owned()])
                    .collect()
            }
            "eqArr" => self.list(node, "e", "; "),
            "m" => {
                let rows = node.children().filter(|row| row.tag_name().name() == "mr");
                let rows: Vec<String> = rows.map(|row| self.list(row, "e", ", ")).collect();
                format!("[{}]", rows.join("; "))
            }
            "phant" => {
                let show = child(node, "phantPr").and_then(|properties| child(properties, "show"));
                match show.is_none_or(is_on) {
                    true => self.of(node, "e"),
                    false => String::new(),
                }
            }
            "box" | "borderBox" | "groupChr" | "oMath" | "oMathPara" | "e" | "ins" | "moveTo"
            | "hyperlink" | "smartTag" | "sdtContent" => self.row(node),
            "sdt" => self.of(node, "sdtContent"),
            "del" | "moveFrom" | "bookmarkStart" | "bookmarkEnd" | "proofErr" => String::new(),
            _ if name.ends_with("Pr") => String::new(),
            _ => {
                let text = self.list(node, "", " ");
                self.guessed |= !text.trim().is_empty();
                text
            }
        }
    }

    fn fraction(&mut self, node: Node<'_, '_>) -> String {
        let (over, under) = (self.of(node, "num"), self.of(node, "den"));
        if property(node, "fPr", "type") == Some("noBar") {
            // Without a line it is no division, and what it means depends on the signs around it.
            self.guessed = true;
            return format!("{over} {under}");
        }
        format!("({over})/({under})")
    }

    fn nary(&mut self, node: Node<'_, '_>) -> String {
        let sign = property(node, "naryPr", "chr").unwrap_or("∫");
        let below = bound(&self.of(node, "sub"), '_');
        let above = bound(&self.of(node, "sup"), '^');
        let inner = self.of(node, "e");
        format!("{sign}{below}{above} {inner}")
    }

    fn root(&mut self, node: Node<'_, '_>) -> String {
        let inner = self.of(node, "e");
        let degree = self.of(node, "deg");
        match degree.trim() {
            "" => format!("√({inner})"),
            degree => format!("{}√({inner})", placed(degree, Raise::Up)),
        }
    }

    fn delimited(&mut self, node: Node<'_, '_>) -> String {
        let sign = |name, usual| property(node, "dPr", name).unwrap_or(usual);
        let inner = self.list(node, "e", sign("sepChr", "|"));
        format!("{}{inner}{}", sign("begChr", "("), sign("endChr", ")"))
    }

    /// The children of this name, or all if it is empty, with something between them.
    fn list(&mut self, node: Node<'_, '_>, name: &str, between: &str) -> String {
        let children = node.children().filter(Node::is_element);
        let children = children.filter(|child| name.is_empty() || child.tag_name().name() == name);
        let parts: Vec<String> = children
            .map(|child| match name.is_empty() {
                true => self.part(child),
                false => self.row(child),
            })
            .filter(|part| !name.is_empty() || !part.is_empty())
            .collect();
        parts.join(between)
    }
}

/// Value of a property of an element.
fn property<'a>(node: Node<'a, '_>, properties: &str, name: &str) -> Option<&'a str> {
    let found = child(node, properties).and_then(|node| child(node, name))?;
    Some(value(found).unwrap_or_default())
}

/// Appends text; a space keeps a letter from being read as part of an exponent or index before it.
fn join(out: &mut String, text: &str) {
    let ends_small = out
        .rsplit_once(['^', '_'])
        .is_some_and(|(_, small)| !small.is_empty() && small.chars().all(char::is_alphanumeric));
    if ends_small && text.starts_with(char::is_alphanumeric) {
        out.push(' ');
    }
    out.push_str(text);
}

fn up(text: &str) -> String {
    small(text, '^', Raise::Up)
}

fn down(text: &str) -> String {
    small(text, '_', Raise::Down)
}

/// An exponent or index: digits as Unicode signs, a single letter plain, everything else in brackets.
fn small(text: &str, sign: char, raise: Raise) -> String {
    let text = text.trim();
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (None, _) => String::new(),
        (Some(letter), None) if letter.is_alphabetic() => format!("{sign}{letter}"),
        _ if text.chars().all(|c| c.is_ascii_digit()) => placed(text, raise),
        _ => format!("{sign}({text})"),
    }
}

/// The bound of a sum or integral.
fn bound(text: &str, sign: char) -> String {
    match text.trim() {
        "" => String::new(),
        text => format!("{sign}({text})"),
    }
}

/// Brackets around more than one character.
fn grouped(text: &str) -> String {
    match text.chars().count() {
        0 | 1 => text.to_owned(),
        _ => format!("({text})"),
    }
}
