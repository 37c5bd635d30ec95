//! A record as a self-contained document: Markdown, HTML, Word and PDF, with each label in Chinese and English.
//!
//! Whoever reads it years later may know only one of the languages, and the document must not depend on the language of
//! the window. So these texts are here and not in the locales.

mod check;

use letter::document::Document;
use records::{DamagedRecord, Kind, Outcome, Record, Role};
use report::page::{Found, Item, Page, Picture, page};

use crate::{
    documents::{Marks, document_of},
    file_name::{self, local},
    file_types::kind_of,
    provenance,
};

const DEMO: &str = "演示结果：由本机规则生成，并非 FinAgent 模型的意见，不能作为业务或合规决定的依据。 \
    DEMO: made by rules on this machine, not by the FinAgent model; no basis for any decision.";
const MODEL: &str = "正文由模型生成，须由人工复核。 Written by a model; a person must check it.";

/// A drawn flowchart.
pub struct Drawing {
    /// The picture.
    pub png: Vec<u8>,
    /// Width of the chart, in its own pixels.
    pub width: f32,
    /// Height of the chart, in its own pixels.
    pub height: f32,
    /// The text alternative.
    pub alternative: String,
}

/// The record as Markdown.
pub fn markdown(record: &Record) -> String {
    let mut text = format!("# {}\n\n", plain(&title(record)));
    for notice in notices(record) {
        text.push_str(&format!("> {notice}\n\n"));
    }
    for (label, value) in facts(record) {
        text.push_str(&format!("- {label}: {}\n", plain(&value)));
    }
    if let Some(check) = &record.started.check {
        text.push_str(&format!("\n## {}\n\n", check::TITLE));
        for note in check::notes(check) {
            text.push_str(&format!("- {}\n", plain(&note)));
        }
        for (number, item) in (1..).zip(check::items(check)) {
            text.push_str(&format!("\n### {number}. {}\n\n", plain(&item.title)));
            for (label, value) in item.facts {
                text.push_str(&format!("- {label}: {}\n", plain(&value)));
            }
        }
    }
    text.push_str(&format!("\n---\n\n{}\n", record.output.trim_end()));
    text
}

/// The record as a self-contained HTML page.
pub fn html(record: &Record, flowchart: Option<&Drawing>) -> String {
    with_page(record, flowchart, page)
}

/// The record as a document for Word and PDF.
pub fn document(record: &Record, flowchart: Option<&Drawing>) -> Document {
    let marks = Marks {
        number: &record.started.uid,
        demo: record.started.demo,
        at_ms: record.started.at.utc_ms,
    };
    with_page(record, flowchart, |page| document_of(page, &marks))
}

fn with_page<T>(
    record: &Record,
    flowchart: Option<&Drawing>,
    make: impl FnOnce(&Page<'_>) -> T,
) -> T {
    let facts = facts(record);
    let facts: Vec<_> = facts
        .iter()
        .map(|(label, value)| (*label, value.as_str()))
        .collect();
    let check = record.started.check.as_ref();
    let notes = check.map(check::notes).unwrap_or_default();
    let items = check.map(check::items).unwrap_or_default();
    let items: Vec<_> = items
        .iter()
        .map(|item| Item {
            title: &item.title,
            facts: &item.facts,
        })
        .collect();
    make(&Page {
        title: &title(record),
        language: "zh-CN",
        facts: &facts,
        notice: &notices(record),
        found: check.map(|_| Found {
            title: check::TITLE,
            notes: &notes,
            items: &items,
        }),
        markdown: &record.output,
        flowchart: flowchart.map(|drawn| Picture {
            png: &drawn.png,
            width: drawn.width,
            height: drawn.height,
            alternative: &drawn.alternative,
            caption: "流程图 Flowchart",
        }),
        contents_label: "目录 Contents",
    })
}

/// The file name of a record, without its extension.
pub fn file_name(record: &Record) -> String {
    let started = &record.started;
    let outcome = record.ended.as_ref().map(|ended| ended.outcome);
    let mut marks = Vec::new();
    marks.extend(started.demo.then_some(file_name::DEMO));
    marks.extend((outcome != Some(Outcome::Finished)).then_some(file_name::INCOMPLETE));
    file_name::stem(&started.at, &title(record), &marks)
}

/// The file name of a damaged record. Of the record's data, it contains only the uid.
pub fn file_name_of_damaged(damaged: &DamagedRecord) -> String {
    let digits = damaged.uid.chars().filter(char::is_ascii_alphanumeric);
    let uid: String = digits.take(8).collect();
    format!("已损坏damaged-{uid}")
}

fn title(record: &Record) -> String {
    titled(record.started.kind, &record.started.title)
}

/// The name of a run: its title, or else the name of the assistant. Titles in records of earlier versions may contain any
/// characters.
pub fn titled(of: Kind, title: &str) -> String {
    let title = visible_text::strip_invisible(title);
    match title.trim() {
        "" => kind(of).to_owned(),
        title => title.to_owned(),
    }
}

fn notices(record: &Record) -> Vec<&'static str> {
    let outcome = record.ended.as_ref().map(|ended| ended.outcome);
    let incomplete = match outcome {
        Some(Outcome::Finished) => None,
        Some(Outcome::Cancelled) => Some("不完整：被人工取消。 INCOMPLETE: stopped by the person."),
        Some(Outcome::Failed) => Some("不完整：未能完成。 INCOMPLETE: it failed."),
        Some(Outcome::Interrupted) => {
            Some("不完整：应用在中途退出。 INCOMPLETE: the app ended in the middle of it.")
        }
        None => Some("不完整：仍在进行。 INCOMPLETE: it still runs."),
    };
    let demo = record.started.demo.then_some(DEMO);
    let model = (!record.started.demo).then_some(MODEL);
    demo.into_iter().chain(incomplete).chain(model).collect()
}

fn facts(record: &Record) -> Vec<(&'static str, String)> {
    let started = &record.started;
    let mut facts = vec![("业务 Assistant", kind(started.kind).to_owned())];
    for part in &started.materials {
        if part.role == Role::Received {
            let (name, format) = (&part.name, kind_of(&part.media_type));
            // A text has no pixels.
            let pixels = match part.width {
                0 => String::new(),
                width => format!("{width} × {} · ", part.height),
            };
            let about = format!("{name} · {pixels}{format} · {} B", part.bytes);
            facts.push(("材料 Material", about));
            facts.push(("SHA-256", part.sha256.clone()));
        }
    }
    let text = asked(record);
    if !text.trim().is_empty() {
        facts.push(("内容 Text", text.to_owned()));
        let sources = provenance::in_words(&started.request);
        facts.extend(sources.map(|sources| ("文字来源 Text from", sources)));
    }
    let service = if started.demo {
        format!("演示服务 Demo service ({})", started.origin)
    } else {
        started.origin.clone()
    };
    facts.push(("服务 Service", service));
    let model = format!(
        "{} · 温度 temperature {}",
        started.model, started.temperature
    );
    facts.push(("模型 Model", model));
    let at = local(started.at.utc_ms, started.at.offset_minutes, "%F %T %:z");
    facts.push(("开始时间 Started", format!("{at} {}", started.at.zone)));
    if let Some(ended) = &record.ended {
        let took = format!(
            "{}.{} s",
            ended.elapsed_ms / 1000,
            ended.elapsed_ms % 1000 / 100
        );
        facts.push(("用时 Duration", took));
        let total = ended.tokens.and_then(|tokens| tokens.total);
        facts.extend(total.map(|total| ("Tokens", total.to_string())));
    }
    facts.push(("记录编号 Record", started.uid.clone()));
    facts.push(("应用 App", format!("FinAgent Desk {}", started.app)));
    facts
}

/// The text of the request.
pub fn asked(record: &Record) -> &str {
    let field = |name: &str| record.started.request.get(name)?.as_str();
    field("query")
        .or_else(|| field("company"))
        .unwrap_or_default()
}

/// The name of an assistant, in Chinese and English.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Audit => "金融消保审核 Consumer Protection Audit",
        Kind::Diligence => "企业尽调 Company Due Diligence",
        Kind::Updates => "金融监管动态分析 Regulatory Updates",
        Kind::Sparring => "理财顾问陪练 Adviser Sparring",
        Kind::Lines => "陪练发言审核 Review of Sparring Lines",
    }
}

/// Makes a text one line, and escapes Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            plain.push(' ');
        } else {
            if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ':' | '/' | '-' | '+' | '%') {
                plain.push('\\');
            }
            plain.push(c);
        }
    }
    plain
}

/// The text alternative of a flowchart.
pub fn alternative(words: &drawing::Words) -> String {
    let named = [words.title.as_str(), words.description.as_str()];
    let all = named
        .into_iter()
        .chain(words.labels.iter().map(String::as_str));
    let all: Vec<_> = all.filter(|text| !text.is_empty()).collect();
    all.join("; ")
}
