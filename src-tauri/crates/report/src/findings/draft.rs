//! A stretch of an answer read as one finding: its labelled parts, and whether they make a finding.

use std::ops::Range;

use super::fields::{Field, Part};
use super::laws;
use super::outline::{Kind, Outline, Words};
use super::quotes::Material;
use super::sections::{Role, Section};
use super::statements;
use super::titles;
use super::{AnswerFinding, Quote};
use crate::severity::Severity;

/// Maximum length of a title in characters.
const MAX_TITLE_CHARS: usize = 80;
/// A description longer than this is no title if there is something shorter.
const LONG_CHARS: usize = 40;

/// What kind of stretch it is; it decides how much must speak for a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A heading that may name a finding, with the text below it.
    Headed,
    /// A heading that says that it names a finding, by its words, its number or its place.
    Named,
    Item,
    Prose,
    Row,
}

/// A stretch of the answer, read as one finding.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) title: String,
    severity: Option<Severity>,
    /// Whether its own words state the level.
    states_level: bool,
    pub(super) quotes: Vec<Quote>,
    basis: String,
    suggestion: String,
    /// The fields that have a label and a value.
    pub(super) labelled: Vec<Field>,
    verdict: Option<bool>,
    leads_in: bool,
    /// Whether it consists of more than labelled parts.
    has_own_words: bool,
    text: String,
}

/// The parts of the nodes in `nodes`, which are whole blocks, items or rows.
pub(super) fn parts(outline: &Outline, nodes: Range<usize>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    // A label holds for what follows it: up to the end of its item, for the next block, up to the next heading.
    let mut carried: Option<(Field, usize)> = None;
    let mut item = 0..0;
    let mut quote_end = 0;
    for index in nodes {
        let Some(node) = outline.get(index) else {
            break;
        };
        carried = carried.filter(|(_, end)| index < *end);
        match node.kind {
            Kind::Item => item = index..node.end,
            Kind::Quote => quote_end = node.end,
            Kind::Heading(_) => {
                let field = Field::named(titles::title(&node.words.text).0);
                carried = field.map(|field| (field, usize::MAX));
                let words = match field {
                    Some(_) => Words::default(),
                    None => node.words.clone(),
                };
                parts.push(Part::new(field, words));
            }
            Kind::Row | Kind::Head => parts.extend(row(outline, index)),
            Kind::Paragraph | Kind::Verbatim => {
                let mut own = Part::of(&node.words);
                for part in &mut own {
                    part.block_quote = index < quote_end;
                }
                let next = own.last().and_then(|last| {
                    let field = last.field?;
                    if item.start + 1 == index {
                        Some((field, item.end))
                    } else {
                        let is_bare = last.words.text.is_empty();
                        is_bare.then(|| (field, outline.subtree(index + 1).end))
                    }
                });
                let has_label = own.last().is_some_and(|last| last.field.is_some());
                if let (Some(first), Some((field, _))) = (own.first_mut(), carried) {
                    first.field.get_or_insert(field);
                }
                if has_label {
                    carried = next;
                }
                parts.extend(own);
            }
            Kind::List | Kind::Table | Kind::Cell | Kind::Rule | Kind::Footnote => {}
        }
    }
    parts
}

/// The parts of a row of a table of names and values, or its cells.
fn row(outline: &Outline, index: usize) -> Vec<Part> {
    let cells: Vec<&Words> = outline
        .children(index)
        .filter_map(|cell| outline.get(cell))
        .map(|cell| &cell.words)
        .collect();
    if let [name, value] = cells.as_slice()
        && let Some(field) = Field::named(name.text.trim_end_matches(['：', ':']))
    {
        return vec![Part::new(Some(field), (*value).clone())];
    }
    let cells = cells.into_iter().filter(|cell| !cell.text.is_empty());
    cells.map(|cell| Part::new(None, cell.clone())).collect()
}

impl Draft {
    pub(super) fn new(parts: Vec<Part>, section: Section, material: &mut Material<'_>) -> Self {
        let mut draft = Self::default();
        let mut parts = parts;
        // A label without a value, or with “无”, says nothing.
        parts.retain(|part| {
            matches!(part.field, None | Some(Field::Verdict))
                || !statements::is_nothing(&part.words.text)
        });
        let parts = parts.as_slice();
        for part in parts {
            draft.text.push_str(part.words.text.trim());
            draft.text.push('\n');
            if let Some(field) = part.field
                && !draft.labelled.contains(&field)
            {
                draft.labelled.push(field);
            }
        }
        let (given, leads_in, title_level) = given_title(parts);
        draft.leads_in = leads_in;
        draft.has_own_words = given.is_some();
        draft.read_severity(parts, title_level, section);
        draft.read_quotes(parts, material);
        draft.read_law(parts);
        draft.verdict = of(parts, Field::Verdict)
            .next()
            .and_then(|words| statements::verdict(&words.text));
        draft.title = draft.choose_title(given, parts);
        draft
    }

    fn read_severity(&mut self, parts: &[Part], title_level: Option<Severity>, section: Section) {
        let named = of(parts, Field::Severity).chain(of(parts, Field::Problem));
        let mut stated = named.filter_map(|words| {
            let (rest, level) = titles::title(&words.text);
            let own = titles::level(&words.text);
            // “高（必须整改）”, but not “高风险：…”.
            let first = rest.split(['（', '(', '，', ',', '；', ' ']).next();
            own.or_else(|| level.filter(|_| rest.is_empty()))
                .or_else(|| first.and_then(titles::level))
        });
        let own = stated.next().or(title_level);
        self.states_level = own.is_some();
        self.severity = own.or(section.severity);
    }

    fn read_quotes(&mut self, parts: &[Part], material: &mut Material<'_>) {
        let mut quotes = Vec::new();
        for words in of(parts, Field::Quote) {
            quotes.extend(material.called_quote(words));
        }
        if quotes.is_empty() {
            let free = |field| matches!(field, None | Some(Field::Problem | Field::Kind));
            for part in parts.iter().filter(|part| free(part.field)) {
                if part.block_quote {
                    quotes.extend(material.whole(&part.words.text));
                } else {
                    // What a sentence suggests to write instead is no quote.
                    let suggested = statements::suggestion(&part.words.text);
                    let end = part.words.text.len() - suggested_length(&part.words.text, suggested);
                    quotes.extend(material.quoted(&part.words.slice(0..end)));
                }
            }
        }
        for quote in quotes {
            if !self.quotes.contains(&quote) {
                self.quotes.push(quote);
            }
        }
    }

    fn read_law(&mut self, parts: &[Part]) {
        self.basis = joined(of(parts, Field::Basis), "；");
        self.suggestion = joined(of(parts, Field::Suggestion), "\n");
        let free = parts.iter().filter(|part| {
            !matches!(
                part.field,
                Some(Field::Basis | Field::Suggestion | Field::Quote)
            )
        });
        for part in free {
            if self.basis.is_empty() {
                self.basis = laws::named(&part.words.text);
            }
            if self.suggestion.is_empty() && !part.block_quote {
                statements::suggestion(&part.words.text).clone_into(&mut self.suggestion);
            }
        }
    }

    fn choose_title(&self, given: Option<String>, parts: &[Part]) -> String {
        let short = |field| {
            of(parts, field)
                .map(|words| first_sentence(&words.text))
                .find(|text| {
                    !text.is_empty() && titles::level(text).is_none() && !statements::clears(text)
                })
        };
        let problem = short(Field::Problem);
        let kind = short(Field::Kind);
        let is_long = |text: &String| text.chars().nth(LONG_CHARS).is_some();
        let named = match (problem, kind) {
            (Some(problem), Some(kind)) if is_long(&problem) || problem.starts_with("违反") => {
                Some(kind)
            }
            (Some(problem), _) => Some(problem),
            (None, kind) => kind,
        };
        given
            .or(named)
            .or_else(|| self.quotes.first().map(|quote| first_sentence(&quote.text)))
            .or_else(|| short(Field::Quote))
            .or_else(|| short(Field::Suggestion))
            .unwrap_or_default()
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.labelled.contains(&field)
    }

    /// The number of labelled parts that only findings have.
    pub(super) fn labels(&self) -> usize {
        let core = [
            Field::Severity,
            Field::Suggestion,
            Field::Basis,
            Field::Quote,
            Field::Problem,
        ];
        core.iter().filter(|field| self.has(**field)).count()
    }

    /// Whether it reads as a finding where `section` is.
    pub(super) fn is_finding(&self, form: Form, section: Section) -> bool {
        if self.title.is_empty() || self.verdict == Some(false) {
            return false;
        }
        let objected = self.has(Field::Suggestion) || self.has(Field::Basis);
        if !objected && (statements::clears(&self.text) || statements::counts(&self.text)) {
            return false;
        }
        // “存在以下问题：” is no finding, whatever it names.
        if form == Form::Prose && self.text.trim_end().ends_with(['：', ':']) {
            return false;
        }
        let names_words = self.has(Field::Quote) || self.has(Field::Problem);
        // A law or a suggestion alone belongs to something else.
        if objected && !names_words && !self.has_own_words {
            return false;
        }
        if section.role == Role::Summary {
            return match form {
                Form::Row => names_words && self.labels() >= 3,
                _ => names_words && self.labels() >= 3 && self.has(Field::Quote),
            };
        }
        if names_words && self.labels() >= 2 {
            return true;
        }
        let hits = !self.quotes.is_empty();
        // A law without an article may be no more than what the audit rests on.
        let law = self.has(Field::Basis) || laws::has_article(&self.basis);
        let objects = law || self.states_level || statements::objects(&self.text);
        match form {
            Form::Row => {
                self.verdict == Some(true) || (section.role == Role::Findings && names_words)
            }
            Form::Named => true,
            Form::Headed => self.labels() >= 1 || (hits && objects),
            Form::Item if section.role == Role::Findings => true,
            Form::Item | Form::Prose => {
                (objected && (self.leads_in || hits))
                    || (hits && objects)
                    || (section.role == Role::Findings && (law || hits))
                    || (section.severity.is_some() && statements::objects(&self.text))
                    || (self.leads_in && objects && (!self.basis.is_empty() || self.states_level))
            }
        }
    }

    pub(super) fn into_finding(self, passage: String, source: Range<usize>) -> AnswerFinding {
        AnswerFinding {
            title: self.title,
            severity: self.severity,
            quotes: self.quotes,
            basis: self.basis,
            suggestion: self.suggestion,
            passage,
            source,
        }
    }
}

/// How much of the end of `text` the suggestion in it takes, and what follows it.
fn suggested_length(text: &str, suggested: &str) -> usize {
    if suggested.is_empty() {
        return 0;
    }
    text.find(suggested).map_or(0, |at| text.len() - at)
}

fn of(parts: &[Part], field: Field) -> impl Iterator<Item = &Words> {
    let named = parts.iter().filter(move |part| part.field == Some(field));
    named.map(|part| &part.words)
}

fn joined<'a>(texts: impl Iterator<Item = &'a Words>, between: &str) -> String {
    let mut joined = String::new();
    for words in texts {
        let text = words
            .text
            .trim_end_matches(['；', ';', '，', ',', '|', ' ']);
        if statements::clears(text) {
            continue;
        }
        if !joined.is_empty() {
            joined.push_str(between);
        }
        joined.push_str(text);
    }
    joined
}

/// The title that the parts begin with, whether it stands out, and the level that it states.
fn given_title(parts: &[Part]) -> (Option<String>, bool, Option<Severity>) {
    let Some(first) = parts.first().filter(|part| part.field.is_none()) else {
        return (None, false, None);
    };
    let text = first.words.text.as_str();
    // A number may stand before what is in bold.
    let lead_in = first.words.lead_in().or_else(|| {
        let bold = first.words.bold.first()?;
        let before = text.get(..bold.start)?;
        let only_number = titles::title(before)
            .0
            .trim_matches(|c: char| !c.is_alphanumeric());
        only_number.is_empty().then(|| text.get(bold.clone()))?
    });
    let in_first_line = titles::title(text.lines().next().unwrap_or_default()).1;
    if let Some(lead_in) = lead_in {
        let (title, level) = titles::title(lead_in);
        let level = level.or(titles::level(lead_in)).or(in_first_line);
        if !title.is_empty() && titles::level(title).is_none() {
            return (Some(first_sentence(title)), true, level);
        }
        // “**高风险** 承诺保本”
        let after = text.get(text.find(lead_in).unwrap_or(0) + lead_in.len()..);
        let title = first_sentence(after.unwrap_or_default());
        return ((!title.is_empty()).then_some(title), false, level);
    }
    // The sentence that quotes or names a law, without the suggestion at its end.
    let before = text.len() - suggested_length(text, statements::suggestion(text));
    let described = text.get(..before).filter(|text| !text.trim().is_empty());
    let sentences = described.unwrap_or(text);
    let telling = sentences
        .split_inclusive(['。', '！', '\n'])
        .take(20)
        .find(|sentence| sentence.contains(['“', '「', '《', '"']));
    let is_prose = parts.iter().all(|part| part.field.is_none());
    let title = first_sentence(telling.filter(|_| is_prose).unwrap_or(sentences));
    ((!title.is_empty()).then_some(title), false, in_first_line)
}

/// The first sentence of `text`, without number and level, cut at [`MAX_TITLE_CHARS`].
fn first_sentence(text: &str) -> String {
    let (text, _) = titles::title(text);
    let end = text
        .char_indices()
        .find(|&(at, c)| {
            let ends = matches!(c, '。' | '！' | '\n' | '；' | '？')
                || (matches!(c, '.' | ';')
                    && text.get(at + 1..).is_some_and(|rest| rest.starts_with(' ')));
            ends && at > 0
        })
        .map_or(text.len(), |(at, _)| at);
    let sentence = titles::title(text.get(..end).unwrap_or_default()).0;
    let sentence = sentence.trim_end_matches(['，', ',', '；', ';', '。', '.', ' ']);
    match sentence.char_indices().nth(MAX_TITLE_CHARS) {
        Some((at, _)) => format!("{}…", sentence.get(..at).unwrap_or_default()),
        None => sentence.to_owned(),
    }
}
