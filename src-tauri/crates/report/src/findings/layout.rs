//! How far a finding goes: the section of a heading, a title and the labels below it, a list of labels.

use std::ops::Range;

use super::draft::{self, Form};
use super::fields::{Field, Part};
use super::outline::{Kind, Outline};
use super::sections::{self, Role, Section};
use super::tables::{self, Table};
use super::titles;

/// Maximum number of blocks that one finding consists of.
const MAX_BLOCKS: usize = 60;

#[derive(Clone, Copy)]
pub(super) struct Layout<'a> {
    outline: &'a Outline,
}

impl<'a> Layout<'a> {
    pub(super) const fn new(outline: &'a Outline) -> Self {
        Self { outline }
    }

    pub(super) fn text(&self, index: usize) -> &'a str {
        self.outline
            .get(index)
            .map_or("", |node| node.words.text.as_str())
    }

    pub(super) fn parts(&self, nodes: Range<usize>) -> Vec<Part> {
        draft::parts(self.outline, nodes)
    }

    /// The number of blocks up to the next heading of `level` or above, or the next rule.
    pub(super) fn length_of_section(&self, level: usize, after: &[usize]) -> usize {
        let ends = |index: &usize| match self.outline.kind(*index) {
            Some(Kind::Heading(next)) => next <= level,
            Some(Kind::Paragraph) => self.is_closing(*index),
            kind => kind == Some(Kind::Rule),
        };
        after.iter().position(ends).unwrap_or(after.len())
    }

    /// How a section reads that may be one finding; `None` if it holds several, or none.
    pub(super) fn form_of_section(
        &self,
        heading: usize,
        body: &[usize],
        section: Section,
    ) -> Option<Form> {
        if body.len() > MAX_BLOCKS {
            return None;
        }
        let mut labels: Vec<Field> = Vec::new();
        for &block in body {
            match self.outline.kind(block)? {
                Kind::Heading(_) => {
                    let field = Field::named(titles::title(self.text(block)).0)?;
                    labels.push(field);
                }
                Kind::Table => match tables::kind(self.outline, block) {
                    Table::Rows(_) => return None,
                    Table::Pairs(findings) if findings.len() > 1 => return None,
                    Table::Pairs(_) => labels.push(Field::Problem),
                    Table::Other => {}
                },
                Kind::List if !self.is_label_list(block) => {
                    let mut items = self.outline.children(block);
                    let holds_findings = items.any(|item| self.item_labels(item) >= 2);
                    if holds_findings {
                        return None;
                    }
                }
                Kind::Paragraph | Kind::List => {
                    let parts = self.parts(self.outline.subtree(block));
                    labels.extend(opening_fields(&parts));
                }
                _ => {}
            }
        }
        let count = |field| labels.iter().filter(|label| **label == field).count();
        if count(Field::Quote) > 1 && count(Field::Problem) > 1 {
            return None;
        }
        let text = self.text(heading);
        let (_, level) = titles::title(text);
        let named = level.is_some() || titles::is_called_finding(text);
        let listed = section.role == Role::Findings
            && (titles::is_numbered(text) || section.severity.is_some());
        let items = body
            .iter()
            .filter(|block| {
                self.outline.kind(**block) == Some(Kind::List) && !self.is_label_list(**block)
            })
            .map(|list| self.outline.children(*list).count())
            .sum::<usize>();
        match (labels.is_empty(), named || listed) {
            (false, true) => Some(Form::Named),
            (false, false) => Some(Form::Headed),
            (true, true) if items < 2 => Some(Form::Named),
            (true, false) if titles::is_numbered(text) && items == 0 && !body.is_empty() => {
                Some(Form::Headed)
            }
            (true, _) => None,
        }
    }

    /// The number of labels in an item.
    pub(super) fn item_labels(&self, item: usize) -> usize {
        let parts = self.parts(self.outline.subtree(item));
        let mut fields: Vec<_> = parts.iter().filter_map(|part| part.field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    /// Whether a list consists of labelled items: of one finding then.
    pub(super) fn is_label_list(&self, list: usize) -> bool {
        let (mut labelled, mut others) = (0_usize, 0_usize);
        let mut fields = Vec::new();
        for item in self.outline.children(list) {
            let first = self.outline.children(item).next();
            let label = first
                .and_then(|first| self.outline.get(first))
                .and_then(|node| Part::of(&node.words).first().and_then(|part| part.field));
            match label {
                // Two quotes or problems are two findings.
                Some(field)
                    if fields.contains(&field)
                        && matches!(field, Field::Quote | Field::Problem) =>
                {
                    return false;
                }
                Some(field) => {
                    fields.push(field);
                    labelled += 1;
                }
                None => others += 1,
            }
        }
        labelled > 0 && labelled >= others
    }

    /// Whether a paragraph speaks about the answer as a whole, whatever came before it.
    pub(super) fn is_closing(&self, paragraph: usize) -> bool {
        const STARTS: [&str; 14] = [
            "综上",
            "总体",
            "总之",
            "总的",
            "整体而言",
            "以上",
            "免责",
            "声明",
            "注：",
            "Overall",
            "In summary",
            "In conclusion",
            "Disclaimer",
            "Note:",
        ];
        let Some(node) = self.outline.get(paragraph) else {
            return false;
        };
        let text = node.words.text.trim_start();
        let named = node.words.lead_in().is_some_and(|name| {
            let name = name.trim_end_matches(['：', ':']);
            sections::role(name) == Some(Role::Summary) && Field::named(name).is_none()
        });
        named || STARTS.iter().any(|start| text.starts_with(start))
    }

    /// Whether a block is a label that names what follows.
    pub(super) fn lacks_value(&self, block: usize) -> bool {
        self.outline
            .get(block)
            .filter(|node| node.kind == Kind::Paragraph)
            .and_then(|node| Part::of(&node.words).pop())
            .is_some_and(|last| last.field.is_some() && last.words.text.is_empty())
    }

    /// The number of blocks that go on with the finding that starts in the block or item `first`.
    pub(super) fn followers(&self, first: usize, after: &[usize], is_title: bool) -> usize {
        let mut fields = opening_fields(&self.parts(self.outline.subtree(first)));
        let mut plain = 0;
        let mut names_next = self.lacks_value(first);
        for (count, &block) in after.iter().enumerate().take(MAX_BLOCKS) {
            let is_named = std::mem::replace(&mut names_next, self.lacks_value(block));
            let goes_on = match self.outline.kind(block) {
                Some(Kind::Quote | Kind::Verbatim) => true,
                Some(Kind::List) if is_named => true,
                Some(Kind::Paragraph) if is_named && !names_next => {
                    let parts = self.parts(self.outline.subtree(block));
                    opening_fields(&parts).is_empty() && !self.is_closing(block)
                }
                Some(Kind::Table) => {
                    is_title
                        && matches!(tables::kind(self.outline, block), Table::Pairs(findings) if findings.len() == 1)
                }
                Some(Kind::List) if !self.is_label_list(block) => false,
                Some(Kind::Paragraph | Kind::List) => {
                    let parts = self.parts(self.outline.subtree(block));
                    let own = opening_fields(&parts);
                    let repeats = own.iter().any(|field| fields.contains(field));
                    let unlabelled = own.is_empty();
                    fields.extend(own);
                    plain += usize::from(unlabelled);
                    if unlabelled {
                        let heads = self.outline.get(block).is_some_and(|node| {
                            titles::is_numbered(&node.words.text) || node.words.lead_in().is_some()
                        });
                        // A label on a line of its own names the next paragraph.
                        let named = is_title && plain <= 2;
                        named && !heads && !self.is_closing(block)
                    } else {
                        !repeats && !self.is_closing(block)
                    }
                }
                _ => false,
            };
            if !goes_on {
                return count;
            }
        }
        after.len().min(MAX_BLOCKS)
    }
}

/// The labels of quotes and problems, and of what follows them, each once.
fn opening_fields(parts: &[Part]) -> Vec<Field> {
    let mut fields = Vec::new();
    for part in parts {
        if let Some(field) = part.field
            && !fields.contains(&field)
        {
            fields.push(field);
        }
    }
    fields
}
