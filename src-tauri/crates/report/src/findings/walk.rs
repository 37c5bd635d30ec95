//! Goes through the blocks of an answer and tells which stretches are findings.

use std::ops::Range;

use super::draft::{Draft, Form};
use super::fields::{Field, Part};
use super::layout::Layout;
use super::outline::{Kind, Outline, Words};
use super::passage::Passages;
use super::quotes::Material;
use super::sections::{self, Role, Section};
use super::tables::{self, Table};
use super::{AnswerFinding, MAX_FINDINGS, titles};

/// Depth of lists in which findings are looked for.
const MAX_DEPTH: usize = 5;
/// A paragraph longer than this names no section unless it is bold, in characters.
const MAX_NAME_CHARS: usize = 16;
/// The level of a paragraph that serves as a heading: below all headings.
const PARAGRAPH_LEVEL: usize = 7;

/// A finding, and where in the answer it stands.
pub(super) struct Found {
    pub(super) finding: AnswerFinding,
    /// What it may share with others that stand beside it: the node of a list, a table or a heading.
    pub(super) container: usize,
    /// The part of the material that the answer was about.
    pub(super) part: usize,
}

pub(super) struct Walk<'a> {
    outline: &'a Outline,
    layout: Layout<'a>,
    material: Material<'a>,
    passages: Passages<'a>,
    /// The open sections: level, what it is about, node of the heading.
    sections: Vec<(usize, Section, usize)>,
    part: usize,
    found: Vec<Found>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(outline: &'a Outline, material: &'a str) -> Self {
        Self {
            outline,
            layout: Layout::new(outline),
            material: Material::new(material),
            passages: Passages::new(outline),
            sections: Vec::new(),
            part: 0,
            found: Vec::new(),
        }
    }

    /// The findings in the order of the answer, at most [`MAX_FINDINGS`].
    pub(super) fn findings(mut self) -> Vec<Found> {
        let blocks = self.outline.blocks();
        let mut rest = blocks.as_slice();
        while let Some((first, after)) = rest.split_first()
            && self.found.len() < MAX_FINDINGS
        {
            let read = match self.outline.kind(*first) {
                Some(Kind::Heading(level)) => self.heading(*first, level, after),
                Some(Kind::Paragraph) => self.paragraph(*first, after),
                Some(Kind::List) => self.top_list(*first, after),
                Some(Kind::Table) => {
                    self.table(*first);
                    0
                }
                Some(Kind::Rule) => {
                    self.leave(PARAGRAPH_LEVEL);
                    0
                }
                _ => 0,
            };
            rest = after.get(read..).unwrap_or_default();
        }
        self.found
    }

    fn section(&self) -> Section {
        self.sections
            .last()
            .map_or(Section::PLAIN, |(_, section, _)| *section)
    }

    /// The node of the innermost heading.
    fn innermost(&self) -> usize {
        let last = self.sections.last();
        last.map_or(usize::MAX, |(.., heading)| *heading)
    }

    /// Leaves the sections of headings of `level` and below.
    fn leave(&mut self, level: usize) {
        while self.sections.pop_if(|(open, ..)| *open >= level).is_some() {}
    }

    fn draft(&mut self, nodes: Range<usize>, section: Section) -> Draft {
        let parts = self.layout.parts(nodes);
        Draft::new(parts, section, &mut self.material)
    }

    /// Adds the finding if `nodes` make one.
    fn try_nodes(
        &mut self,
        nodes: Range<usize>,
        form: Form,
        section: Section,
        container: usize,
    ) -> bool {
        let draft = self.draft(nodes.clone(), section);
        let is_finding = draft.is_finding(form, section);
        if is_finding {
            self.add(draft, nodes, container);
        }
        is_finding
    }

    fn add(&mut self, draft: Draft, nodes: Range<usize>, container: usize) {
        if self.found.len() == MAX_FINDINGS {
            return;
        }
        let start = self.outline.range(nodes.start).start;
        let inside = self.outline.nodes().get(nodes.clone()).unwrap_or_default();
        let end = inside.iter().map(|node| node.range.end).max();
        let passage = self.passages.find(nodes);
        self.found.push(Found {
            finding: draft.into_finding(passage, start..end.unwrap_or(start)),
            container,
            part: self.part,
        });
    }

    /// Reads a heading, and the text below it if that is one finding. Returns how many of the blocks `after` it were read.
    fn heading(&mut self, heading: usize, level: usize, after: &[usize]) -> usize {
        self.leave(level);
        let text = self.layout.text(heading);
        if sections::starts_part(text) {
            self.part += 1;
            self.sections.clear();
        }
        let section = self.section();
        let own = section.below(text);
        let names_finding = titles::is_called_finding(text);
        if sections::role(text).is_none() && sections::names_level(text).is_none() || names_finding
        {
            let count = self.layout.length_of_section(level, after);
            let body = after.get(..count).unwrap_or_default();
            if let Some(form) = self.layout.form_of_section(heading, body, section) {
                let end = body.last().copied().unwrap_or(heading);
                let nodes = heading..self.outline.subtree(end).end;
                if self.try_nodes(nodes, form, section, self.innermost()) {
                    return count;
                }
            }
        }
        // “# 审核结论” above everything is the title of the answer.
        let is_title = level == 1
            && own.role == Role::Summary
            && after
                .iter()
                .filter_map(|block| self.outline.kind(*block))
                .take_while(|kind| *kind != Kind::Heading(1))
                .any(|kind| matches!(kind, Kind::Heading(_)));
        let own = if is_title { section } else { own };
        self.sections.push((level, own, heading));
        0
    }

    fn paragraph(&mut self, paragraph: usize, after: &[usize]) -> usize {
        let Some(words) = self.outline.get(paragraph).map(|node| &node.words) else {
            return 0;
        };
        let next = after.first().and_then(|next| self.outline.kind(*next));
        let all_bold = is_all_bold(words);
        if names_section(words, next) {
            self.leave(PARAGRAPH_LEVEL);
            let name = words.text.trim_end_matches(['：', ':']);
            let section = self.section().below(name);
            self.sections.push((PARAGRAPH_LEVEL, section, paragraph));
            return 0;
        }
        let labelled = Part::of_text(&words.text);
        if !all_bold && !titles::is_numbered(&words.text) && self.layout.is_closing(paragraph) {
            return 0;
        }
        self.group(paragraph, after, all_bold && !labelled)
    }

    /// Reads a paragraph or item with the labelled blocks that follow it. Returns how many those are, if they make a finding.
    fn group(&mut self, first: usize, after: &[usize], is_title: bool) -> usize {
        let section = self.section();
        let count = self.layout.followers(first, after, is_title);
        let last = after.get(..count).and_then(<[usize]>::last).copied();
        let nodes = first..self.outline.subtree(last.unwrap_or(first)).end;
        let text = self.layout.text(first);
        let named = titles::is_called_finding(text)
            || (is_title
                && (count > 0 && titles::title(text).1.is_some()
                    || section.role == Role::Findings));
        let form = if named && section.role != Role::Summary {
            Form::Named
        } else {
            Form::Prose
        };
        if self.try_nodes(nodes, form, section, self.innermost()) {
            return count;
        }
        // What follows a label belongs to it, even if the two are no finding.
        if self.layout.lacks_value(first) {
            count.min(1)
        } else {
            0
        }
    }

    fn top_list(&mut self, list: usize, after: &[usize]) -> usize {
        let section = self.section();
        if self.layout.is_label_list(list) {
            return self.group(list, after, false);
        }
        let items: Vec<usize> = self.outline.children(list).collect();
        let Some((last, others)) = items.split_last() else {
            return 0;
        };
        for item in others {
            self.item(*item, section, list, 0);
        }
        // “1. 标题” and its labels, not indented, so that the list ends after one item.
        let count = match after.first().and_then(|next| self.outline.kind(*next)) {
            Some(Kind::Paragraph | Kind::List) if others.is_empty() => {
                self.layout.followers(*last, after, false)
            }
            _ => 0,
        };
        if count > 0 {
            let end = after.get(..count).and_then(<[usize]>::last).copied();
            let nodes = *last..self.outline.subtree(end.unwrap_or(*last)).end;
            if self.try_nodes(nodes, Form::Item, section, self.innermost()) {
                return count;
            }
        }
        self.item(*last, section, list, 0);
        0
    }

    /// Reads a list within an item.
    fn nested_lists(&mut self, item: usize, section: Section, depth: usize) {
        let lists = self.outline.children(item);
        let lists: Vec<usize> = lists
            .filter(|child| self.outline.kind(*child) == Some(Kind::List))
            .collect();
        for list in lists {
            for item in self.outline.children(list) {
                self.item(item, section, list, depth + 1);
            }
        }
    }

    fn item(&mut self, item: usize, section: Section, list: usize, depth: usize) {
        if self.found.len() == MAX_FINDINGS {
            return;
        }
        let outline = self.outline;
        let first = outline.children(item).next();
        let text = first.map_or("", |first| self.layout.text(first));
        let lead_in = first
            .and_then(|first| outline.get(first))
            .and_then(|node| node.words.lead_in())
            .unwrap_or(text);
        let nested: Vec<usize> = outline
            .children(item)
            .filter(|child| outline.kind(*child) == Some(Kind::List))
            .collect();
        let holds_labels = nested.iter().any(|list| self.layout.is_label_list(*list));
        if depth < MAX_DEPTH && !nested.is_empty() && !holds_labels {
            let own = section.below(lead_in.trim_end_matches(['：', ':']));
            let labelled = Part::of_text(text);
            let heads =
                !labelled && sections::names_level(text.trim_end_matches(['：', ':'])).is_some();
            let holds_findings = nested
                .iter()
                .flat_map(|list| outline.children(*list))
                .any(|item| self.layout.item_labels(item) >= 2);
            if heads || holds_findings {
                self.nested_lists(item, own, depth);
                return;
            }
        }
        if depth > 0 && sections::role(lead_in) == Some(Role::Summary) && !Part::of_text(text) {
            return;
        }
        let closes = first.is_some_and(|first| self.layout.is_closing(first));
        if !closes {
            self.try_nodes(outline.subtree(item), Form::Item, section, list);
        }
    }

    fn table(&mut self, table: usize) {
        let section = self.section();
        match tables::kind(self.outline, table) {
            Table::Rows(columns) => {
                let rows = self.outline.children(table).skip(1);
                for row in rows {
                    let parts = tables::parts(self.outline, row, &columns);
                    let draft = Draft::new(parts, section, &mut self.material);
                    if draft.is_finding(Form::Row, section) {
                        self.add(draft, self.outline.subtree(row), table);
                    }
                }
            }
            Table::Pairs(findings) => {
                for nodes in findings {
                    self.try_nodes(nodes, Form::Prose, section, table);
                }
            }
            Table::Other => {}
        }
    }
}

fn is_all_bold(words: &Words) -> bool {
    let text = words.text.trim_end_matches(['：', ':', ' ']);
    let one_line = !text.contains('\n');
    one_line && words.lead_in().is_some_and(|bold| bold.len() >= text.len())
}

/// Whether a paragraph serves as a heading of several findings, or of none: “**高风险**”, “一、违规内容”, “存在的问题：”.
fn names_section(words: &Words, next: Option<Kind>) -> bool {
    let text = words.text.trim();
    let name = text.trim_end_matches(['：', ':']);
    if text.contains('\n') || titles::is_called_finding(name) {
        return false;
    }
    let is_known = sections::role(name).is_some() || sections::names_level(name).is_some();
    match Part::of(words).as_slice() {
        // A label names its list, unless what it names are findings.
        [part] if part.field == Some(Field::Problem) && part.words.text.is_empty() => {
            matches!(next, Some(Kind::List | Kind::Table)) && is_known
        }
        [part] if part.field.is_none() => {
            let is_short = name.chars().nth(MAX_NAME_CHARS).is_none();
            let stands_out = is_all_bold(words)
                || (is_short && titles::is_numbered(name))
                || (is_short && text.len() > name.len() && sections::names_level(name).is_some());
            is_known && stands_out
        }
        _ => false,
    }
}
