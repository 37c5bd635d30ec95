//! The pattern language of packs: words and word groups in a row, with room between them.
//!
//! `<group>` stands for any word of a group, `(a|b)` for either, `…?` makes the part before it optional, `~6` leaves room for
//! up to six characters of the same clause, `~~20` of the same sentence, `#` is a number, and everything else is itself.

use std::collections::{BTreeMap, HashMap};

use crate::fold::fold_word;

/// Index of a set of words.
pub(crate) type SetId = usize;

/// A part of a pattern and the room in front of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) what: What,
    pub(crate) room: u16,
    pub(crate) reach: Reach,
    /// How many numbers stand in front of it, and how far behind the start of the pattern it starts at most without them.
    pub(crate) numbers: u8,
    pub(crate) ahead: u16,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    Words(SetId),
    Number,
    /// Whatever stands in the room at the end of a pattern.
    Rest,
}

/// What the room between two parts may not go beyond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reach {
    Clause,
    Sentence,
}

/// Parts in a row.
pub(crate) type Pattern = Vec<Part>;

/// Patterns that are looked for together, one behind the other in memory.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    parts: Vec<Part>,
    ends: Vec<usize>,
}

impl Patterns {
    pub(crate) fn add(&mut self, pattern: &[Part]) {
        self.parts.extend_from_slice(pattern);
        self.ends.push(self.parts.len());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[Part]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let pattern = self.parts.get(start..*end).unwrap_or_default();
            start = *end;
            pattern
        })
    }
}

/// How much one pattern may ask for.
const MAX_VARIANTS: usize = 256;
const MAX_PARTS: usize = 12;
const MAX_DEPTH: usize = 4;
const MAX_ROOM: u16 = 60;

/// All words of all packs, and the sets they belong to.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// The words, folded, each once.
    pub(crate) words: Vec<String>,
    /// The sets that each word belongs to.
    pub(crate) sets_of: Vec<Vec<SetId>>,
    /// How many sets there are.
    pub(crate) sets: usize,
    /// The longest word of each set, in characters.
    longest: Vec<u16>,
    word_ids: HashMap<String, usize>,
    set_ids: HashMap<Vec<String>, SetId>,
    groups: BTreeMap<String, Vec<String>>,
}

impl Vocabulary {
    /// Defines a group. Its entries are words, or `<other>` for the words of a group that is already there.
    pub(crate) fn define(&mut self, name: &str, entries: &[String]) -> Result<(), String> {
        if self.groups.contains_key(name) {
            return Err(format!(
                "the word group “{name}” exists already; give yours another name"
            ));
        }
        let mut words = Vec::new();
        for entry in entries {
            match entry
                .strip_prefix('<')
                .and_then(|rest| rest.strip_suffix('>'))
            {
                Some(other) => words.extend(self.group(other)?.iter().cloned()),
                None => {
                    let word = fold_word(entry);
                    if word.is_empty() {
                        return Err(format!("“{entry}” has no letter that could be found"));
                    }
                    words.push(word);
                }
            }
        }
        self.groups.insert(name.to_owned(), words);
        Ok(())
    }

    pub(crate) fn group(&self, name: &str) -> Result<&Vec<String>, String> {
        self.groups.get(name).ok_or_else(|| {
            format!("there is no word group “{name}”; define it under [groups] or correct the name")
        })
    }

    /// The set of a group; an empty one if nobody defined it.
    pub(crate) fn set_of_group(&mut self, name: &str) -> SetId {
        self.set_of_groups(&[name.to_owned()])
    }

    /// The set of all words of the groups.
    pub(crate) fn set_of_groups(&mut self, names: &[String]) -> SetId {
        let words = names
            .iter()
            .filter_map(|name| self.groups.get(name))
            .flatten()
            .cloned()
            .collect();
        self.set(words)
    }

    pub(crate) fn has_group(&self, name: &str) -> bool {
        self.groups.contains_key(name)
    }

    /// Notes how far apart the parts may be.
    fn measure(&self, pattern: &mut [Part]) {
        let (mut numbers, mut ahead) = (0, 0_u16);
        for part in pattern {
            ahead = ahead.saturating_add(part.room);
            (part.numbers, part.ahead) = (numbers, ahead);
            match part.what {
                What::Words(set) => {
                    let longest = self.longest.get(set).copied().unwrap_or_default();
                    ahead = ahead.saturating_add(longest);
                }
                What::Number => numbers += 1,
                What::Rest => {}
            }
        }
    }

    fn set(&mut self, mut words: Vec<String>) -> SetId {
        words.sort();
        words.dedup();
        if let Some(id) = self.set_ids.get(&words) {
            return *id;
        }
        let id = self.sets;
        self.sets += 1;
        let longest = words.iter().map(|word| word.chars().count()).max();
        self.longest
            .push(longest.map_or(0, |length| u16::try_from(length).unwrap_or(u16::MAX)));
        for word in &words {
            let at = *self.word_ids.entry(word.clone()).or_insert_with(|| {
                self.words.push(word.clone());
                self.sets_of.push(Vec::new());
                self.words.len() - 1
            });
            if let Some(sets) = self.sets_of.get_mut(at) {
                sets.push(id);
            }
        }
        self.set_ids.insert(words, id);
        id
    }

    /// Reads one pattern. Optional parts and alternatives with parts of their own make several of it.
    pub(crate) fn pattern(&mut self, source: &str) -> Result<Vec<Pattern>, String> {
        let mut variants = self.variants(source, 0)?;
        for variant in &mut variants {
            // What an optional part leaves open at the front is no room between two parts.
            if let Some(first) = variant.first_mut() {
                first.room = 0;
            }
        }
        variants.retain(|variant| !variant.is_empty());
        variants.dedup();
        if variants.is_empty() {
            return Err("a pattern must not be empty".to_owned());
        }
        if variants.iter().any(|variant| variant.len() > MAX_PARTS) {
            return Err(format!("“{source}” has more than {MAX_PARTS} parts"));
        }
        let wordless = |variant: &Pattern| {
            !variant
                .iter()
                .any(|part| matches!(part.what, What::Words(_)))
        };
        if variants.iter().any(wordless) {
            return Err(format!("“{source}” needs a word beside the number"));
        }
        for variant in &mut variants {
            self.measure(variant);
        }
        Ok(variants)
    }

    fn variants(&mut self, source: &str, depth: usize) -> Result<Vec<Pattern>, String> {
        if depth > MAX_DEPTH {
            return Err(format!("“{source}” is nested too deeply"));
        }
        let mut variants: Vec<Pattern> = vec![Vec::new()];
        let mut room = (0, Reach::Clause);
        for token in tokens(source)? {
            let (choices, optional) = match token {
                Token::Room(size, reach) => {
                    if size > MAX_ROOM {
                        return Err(format!("~{size} is too much room; the most is ~{MAX_ROOM}"));
                    }
                    room = (size, reach);
                    continue;
                }
                Token::Number { optional } => (vec![vec![part(What::Number)]], optional),
                Token::Group { name, optional } => {
                    let words = self.group(&name)?.clone();
                    let set = self.set(words);
                    (vec![vec![part(What::Words(set))]], optional)
                }
                Token::Word(word) => (vec![self.word_choice(vec![word], source)?], false),
                Token::Alternatives {
                    alternatives,
                    optional,
                } => (self.choices(alternatives, source, depth)?, optional),
            };
            let mut longer: Vec<Pattern> = if optional {
                variants.clone()
            } else {
                Vec::new()
            };
            for variant in &variants {
                for choice in &choices {
                    let mut whole = variant.clone();
                    let at = whole.len();
                    whole.extend(choice);
                    if let Some(first) = whole.get_mut(at) {
                        (first.room, first.reach) = room;
                    }
                    longer.push(whole);
                }
            }
            variants = longer;
            room = (0, Reach::Clause);
            if variants.len() > MAX_VARIANTS {
                return Err(format!(
                    "“{source}” has too many optional parts; write several patterns"
                ));
            }
        }
        if room.0 > 0 {
            for variant in &mut variants {
                variant.push(Part {
                    room: room.0,
                    reach: room.1,
                    ..part(What::Rest)
                });
            }
        }
        Ok(variants)
    }

    /// Plain words of an alternative form one set; one with parts of its own stands for itself.
    fn choices(
        &mut self,
        alternatives: Vec<String>,
        source: &str,
        depth: usize,
    ) -> Result<Vec<Pattern>, String> {
        let (plain, complex): (Vec<_>, Vec<_>) = alternatives
            .into_iter()
            .partition(|alternative| !alternative.contains(SPECIAL));
        let mut choices = Vec::new();
        if !plain.is_empty() {
            choices.push(self.word_choice(plain, source)?);
        }
        for alternative in complex {
            choices.extend(self.variants(&alternative, depth + 1)?);
        }
        Ok(choices)
    }

    fn word_choice(&mut self, words: Vec<String>, source: &str) -> Result<Pattern, String> {
        let folded: Vec<String> = words.iter().map(|word| fold_word(word)).collect();
        if folded.iter().any(String::is_empty) {
            return Err(format!("an alternative of “{source}” is empty"));
        }
        let set = self.set(folded);
        Ok(vec![part(What::Words(set))])
    }
}

const fn part(what: What) -> Part {
    Part {
        what,
        room: 0,
        reach: Reach::Clause,
        numbers: 0,
        ahead: 0,
    }
}

const SPECIAL: [char; 7] = ['<', '>', '(', ')', '~', '#', '?'];

#[derive(Debug)]
enum Token {
    Room(u16, Reach),
    Number {
        optional: bool,
    },
    Group {
        name: String,
        optional: bool,
    },
    Word(String),
    Alternatives {
        alternatives: Vec<String>,
        optional: bool,
    },
}

fn tokens(source: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '<' => {
                let name: String = rest.by_ref().take_while(|c| *c != '>').collect();
                let optional = rest.next_if_eq(&'?').is_some();
                tokens.push(Token::Group { name, optional });
            }
            '(' => {
                let alternatives = alternatives(&mut rest, source)?;
                let optional = rest.next_if_eq(&'?').is_some();
                tokens.push(Token::Alternatives {
                    alternatives,
                    optional,
                });
            }
            '~' => {
                let reach = if rest.next_if_eq(&'~').is_some() {
                    Reach::Sentence
                } else {
                    Reach::Clause
                };
                let mut digits = String::new();
                while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                    digits.push(digit);
                }
                let size = digits
                    .parse()
                    .map_err(|_| format!("write how much room there is behind ~ in “{source}”"))?;
                tokens.push(Token::Room(size, reach));
            }
            '#' => {
                let optional = rest.next_if_eq(&'?').is_some();
                tokens.push(Token::Number { optional });
            }
            '>' | ')' => return Err(format!("“{c}” in “{source}” closes nothing")),
            '?' => {
                return Err(format!(
                    "“?” in “{source}” must follow a group, a number or alternatives in ( )"
                ));
            }
            c => {
                let mut word = c.to_string();
                while let Some(c) = rest.next_if(|c| !SPECIAL.contains(c)) {
                    word.push(c);
                }
                // A space at the edge of a word stands between Latin words only.
                if word.starts_with(' ') {
                    tokens.push(Token::Room(1, Reach::Sentence));
                }
                if !word.trim().is_empty() {
                    tokens.push(Token::Word(word.trim().to_owned()));
                    if word.ends_with(' ') {
                        tokens.push(Token::Room(1, Reach::Sentence));
                    }
                }
            }
        }
    }
    Ok(tokens)
}

/// What stands between a parenthesis and its end, split at each | that is not inside another one.
fn alternatives(
    rest: &mut std::iter::Peekable<std::str::Chars<'_>>,
    source: &str,
) -> Result<Vec<String>, String> {
    let mut alternatives = vec![String::new()];
    let mut depth = 0;
    for c in rest.by_ref() {
        match c {
            ')' if depth == 0 => return Ok(alternatives),
            '|' if depth == 0 => {
                alternatives.push(String::new());
                continue;
            }
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if let Some(last) = alternatives.last_mut() {
            last.push(c);
        }
    }
    Err(format!("“{source}” lacks a “)”"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn optional_parts_make_variants() {
        let mut words = Vocabulary::default();
        words
            .define("rate", &["利率".to_owned(), "利息".to_owned()])
            .unwrap();
        let patterns = words.pattern("(年化)?<rate>~4#%").unwrap();
        let lengths: Vec<usize> = patterns.iter().map(Vec::len).collect();
        assert_eq!(lengths, [3, 4]);
    }

    #[test]
    fn a_pattern_that_makes_no_sense_says_what_to_do() {
        let mut words = Vocabulary::default();
        for (pattern, part) in [
            ("<rate>", "no word group"),
            ("(a|b", "lacks"),
            ("a~b", "how much room"),
            ("a~99b", "too much room"),
            ("", "empty"),
            ("#", "beside the number"),
            ("a)", "closes nothing"),
        ] {
            let problem = words.pattern(pattern).unwrap_err();
            assert!(problem.contains(part), "{pattern}: {problem}");
        }
    }
}
