//! Goes through the blocks of an answer and tells which stretches are findings.

use std::ops::Range;

use super::draft::{self, Draft, Form};
use super::fields::{Field, Part};
use super::outline::{Kind, Outline};
use super::passage::Passages;
use super::quotes::Material;
use super::sections::{self, Role, Section};
use super::tables::{self, Table};
use super::{AnswerFinding, MAX_FINDINGS, phrases};

/// Maximum number of blocks that one finding consists of.
const MAX_BLOCKS: usize = 60;
/// Depth of lists in which findings are looked for.
const MAX_DEPTH: usize = 5;
/// The level of a paragraph that serves as a heading: below all headings.
const PARAGRAPH_LEVEL: usize = 7;

/// A finding, and where in the answer it stands.
pub(super) struct Found {
    pub(super) finding: AnswerFinding,
    /// Of several that stand side by side in one list or table, the node of that.
    pub(super) container: usize,
    /// The part of the material that the answer was about.
    pub(super) part: usize,
}

pub(super) struct Walk<'a> {
    outline: &'a Outline,
    material: Material<'a>,
    passages: Passages<'a>,
    sections: Vec<(usize, Section)>,
    part: usize,
    found: Vec<Found>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(outline: &'a Outline, material: &'a str) -> Self {
        Self {
            outline,
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
            .map_or(Section::PLAIN, |(_, section)| *section)
    }

    /// Leaves the sections of headings of `level` and below.
    fn leave(&mut self, level: usize) {
        while self.sections.pop_if(|(open, _)| *open >= level).is_some() {}
    }

    fn text(&self, index: usize) -> &'a str {
        self.outline
            .get(index)
            .map_or("", |node| node.words.text.as_str())
    }

    fn parts(&self, nodes: Range<usize>) -> Vec<Part> {
        draft::parts(self.outline, nodes)
    }

    fn draft(&mut self, nodes: Range<usize>, section: Section) -> Draft {
        let parts = self.parts(nodes);
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
        let text = self.text(heading);
        if sections::starts_part(text) {
            self.part += 1;
            self.sections.clear();
        }
        let section = self.section();
        let own = section.below(text);
        let names_finding = phrases::is_called_finding(text);
        if sections::role(text).is_none() && sections::names_level(text).is_none() || names_finding
        {
            let count = self.length_of_section(level, after);
            let body = after.get(..count).unwrap_or_default();
            if let Some(form) = self.form_of_section(heading, body, section) {
                let end = body.last().copied().unwrap_or(heading);
                let nodes = heading..self.outline.subtree(end).end;
                if self.try_nodes(nodes, form, section, 0) {
                    return count;
                }
            }
        }
        self.sections.push((level, own));
        0
    }

    /// The number of blocks up to the next heading of `level` or above, or the next rule.
    fn length_of_section(&self, level: usize, after: &[usize]) -> usize {
        let ends = |index: &usize| match self.outline.kind(*index) {
            Some(Kind::Heading(next)) => next <= level,
            Some(Kind::Paragraph) => self.is_closing(*index),
            kind => kind == Some(Kind::Rule),
        };
        after.iter().position(ends).unwrap_or(after.len())
    }

    /// How a section reads that may be one finding; `None` if it holds several, or none.
    fn form_of_section(&self, heading: usize, body: &[usize], section: Section) -> Option<Form> {
        if body.len() > MAX_BLOCKS {
            return None;
        }
        let mut labels: Vec<Field> = Vec::new();
        for &block in body {
            match self.outline.kind(block)? {
                Kind::Heading(_) => {
                    let field = Field::named(phrases::title(self.text(block)).0)?;
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
        let (_, level) = phrases::title(text);
        let named = level.is_some() || phrases::is_called_finding(text);
        let listed = section.role == Role::Findings
            && (phrases::is_numbered(text) || section.severity.is_some());
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
            (true, false) if phrases::is_numbered(text) && items == 0 && !body.is_empty() => {
                Some(Form::Headed)
            }
            (true, _) => None,
        }
    }

    /// The number of labels in an item.
    fn item_labels(&self, item: usize) -> usize {
        let parts = self.parts(self.outline.subtree(item));
        let mut fields: Vec<_> = parts.iter().filter_map(|part| part.field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    /// Whether a list consists of labelled items: of one finding then.
    fn is_label_list(&self, list: usize) -> bool {
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

    fn paragraph(&mut self, paragraph: usize, after: &[usize]) -> usize {
        let Some(words) = self.outline.get(paragraph).map(|node| &node.words) else {
            return 0;
        };
        let parts = Part::of(words);
        let labelled = parts.first().is_some_and(|part| part.field.is_some());
        let one_line = !words.text.trim().contains('\n');
        let name = words.lead_in().unwrap_or_default();
        let all_bold =
            name.len() >= words.text.trim_end_matches(['：', ':', ' ']).len() && !name.is_empty();
        if one_line && !labelled && (all_bold || phrases::is_numbered(&words.text)) {
            let text = words.text.trim_end_matches(['：', ':']);
            let names_section =
                sections::role(text).is_some() || sections::names_level(text).is_some();
            if names_section && !phrases::is_called_finding(text) && all_bold {
                self.leave(PARAGRAPH_LEVEL);
                let section = self.section().below(text);
                self.sections.push((PARAGRAPH_LEVEL, section));
                return 0;
            }
            return self.group(paragraph, paragraph, after, all_bold);
        }
        if self.is_closing(paragraph) {
            return 0;
        }
        // “存在的问题：” and a list.
        let next = after.first().and_then(|next| self.outline.kind(*next));
        if let [part] = parts.as_slice()
            && part.field == Some(Field::Problem)
            && part.words.text.is_empty()
            && matches!(next, Some(Kind::List | Kind::Table))
        {
            self.leave(PARAGRAPH_LEVEL);
            let section = Section {
                role: Role::Findings,
                severity: self.section().severity,
            };
            self.sections.push((PARAGRAPH_LEVEL, section));
            return 0;
        }
        if one_line
            && sections::names_level(&words.text).is_some()
            && words.text.ends_with(['：', ':'])
        {
            self.leave(PARAGRAPH_LEVEL);
            let section = self.section().below(&words.text);
            self.sections.push((PARAGRAPH_LEVEL, section));
            return 0;
        }
        self.group(paragraph, paragraph, after, false)
    }

    /// Whether a paragraph speaks about the answer as a whole, whatever came before it.
    fn is_closing(&self, paragraph: usize) -> bool {
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

    /// Reads a paragraph or item with the labelled blocks that follow it. Returns how many those are, if they make a finding.
    fn group(&mut self, first: usize, container: usize, after: &[usize], is_title: bool) -> usize {
        let section = self.section();
        let count = self.followers(first, after, is_title);
        let last = after.get(..count).and_then(<[usize]>::last).copied();
        let nodes = first..self.outline.subtree(last.unwrap_or(first)).end;
        let text = self.text(first);
        let named = phrases::is_called_finding(text)
            || (is_title
                && (count > 0 && phrases::title(text).1.is_some()
                    || section.role == Role::Findings));
        let form = if named && section.role != Role::Summary {
            Form::Named
        } else {
            Form::Prose
        };
        if self.try_nodes(nodes, form, section, container) {
            return count;
        }
        // What follows a label belongs to it, even if the two are no finding.
        if self.lacks_value(first) {
            count.min(1)
        } else {
            0
        }
    }

    /// Whether a block is a label that names what follows.
    fn lacks_value(&self, block: usize) -> bool {
        self.outline
            .get(block)
            .filter(|node| node.kind == Kind::Paragraph)
            .and_then(|node| Part::of(&node.words).pop())
            .is_some_and(|last| last.field.is_some() && last.words.text.is_empty())
    }

    /// The number of blocks that go on with the finding that starts in the block or item `first`.
    fn followers(&self, first: usize, after: &[usize], is_title: bool) -> usize {
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
                            phrases::is_numbered(&node.words.text) || node.words.lead_in().is_some()
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

    fn top_list(&mut self, list: usize, after: &[usize]) -> usize {
        let section = self.section();
        if self.is_label_list(list) {
            return self.group(list, list, after, false);
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
                self.followers(*last, after, false)
            }
            _ => 0,
        };
        if count > 0 {
            let end = after.get(..count).and_then(<[usize]>::last).copied();
            let nodes = *last..self.outline.subtree(end.unwrap_or(*last)).end;
            if self.try_nodes(nodes, Form::Item, section, 0) {
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
        let text = first.map_or("", |first| self.text(first));
        let lead_in = first
            .and_then(|first| outline.get(first))
            .and_then(|node| node.words.lead_in())
            .unwrap_or(text);
        let nested: Vec<usize> = outline
            .children(item)
            .filter(|child| outline.kind(*child) == Some(Kind::List))
            .collect();
        let holds_labels = nested.iter().any(|list| self.is_label_list(*list));
        if depth < MAX_DEPTH && !nested.is_empty() && !holds_labels {
            let own = section.below(lead_in.trim_end_matches(['：', ':']));
            let labelled = Part::of_text(text);
            let heads =
                !labelled && sections::names_level(text.trim_end_matches(['：', ':'])).is_some();
            let holds_findings = nested
                .iter()
                .flat_map(|list| outline.children(*list))
                .any(|item| self.item_labels(item) >= 2);
            if heads || holds_findings {
                self.nested_lists(item, own, depth);
                return;
            }
        }
        if depth > 0 && sections::role(lead_in) == Some(Role::Summary) && !Part::of_text(text) {
            return;
        }
        let closes = first.is_some_and(|first| self.is_closing(first));
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
