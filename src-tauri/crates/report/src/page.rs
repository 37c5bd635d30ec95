//! A report as one HTML file that needs nothing else: to be filed, sent on, printed, and opened years later.
//!
//! The file makes no request and runs nothing. Its own policy holds a browser to that: no script, no style but ours
//! (by its hash), no picture but the one inside. Words come from the caller in the language of the page;
//! none is written here. The same input gives the same bytes.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use crate::markup::escaped;
use crate::plain::{Heading, headings};
use crate::whole;

/// What goes into the file. All of it is escaped; none of it is trusted.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Of the document: the subject, as a rule.
    pub title: &'a str,
    /// BCP 47 tag of the words below, `zh-CN` or `en`.
    pub language: &'a str,
    /// Labels and values: when, by whom, with what it was made.
    pub facts: &'a [(&'a str, &'a str)],
    /// What must be known before reading: that it is a demo, that a model wrote it, that it is
    /// incomplete (see [`crate::LiveReport::is_cut`]: the page ends where the window's view does).
    pub notice: &'a [&'a str],
    /// The report.
    pub markdown: &'a str,
    /// Shown before the report.
    pub flowchart: Option<Picture<'a>>,
    /// Above the list of headings, which is left out if there are fewer than two.
    pub contents_label: &'a str,
}

/// A picture within the page.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// The bytes of a PNG. They are put in as they are, a third longer.
    pub png: &'a [u8],
    /// In CSS pixels. On the page it is never wider than the text.
    pub width: f32,
    /// In CSS pixels.
    pub height: f32,
    /// What it shows, for those who can't see it.
    pub alternative: &'a str,
    /// Below it.
    pub caption: &'a str,
}

/// The whole file, UTF-8. Takes up to a second for a report of [`crate::MAX_VIEW_BYTES`].
pub fn page(page: &Page<'_>) -> String {
    let (blocks, _) = whole::blocks(page.markdown);
    let headings = headings(&blocks);
    let mut out = head(page);
    out.push_str("<body>\n");
    push_header(&mut out, page);
    if headings.len() > 1 {
        push_contents(&mut out, page.contents_label, &headings);
    }
    if let Some(picture) = &page.flowchart {
        push_figure(&mut out, picture);
    }
    out.push_str("<main>\n");
    let mut listed = headings.iter().peekable();
    for (index, block) in (0..).zip(&blocks) {
        match listed.next_if(|heading| heading.block == index) {
            // `<h2>…` as the writer wrote it; the address is ours, so that nothing in the report can take it.
            Some(Heading { level, .. }) => {
                let rest = block.html.get("<h2>".len()..).unwrap_or_default();
                push(&mut out, format_args!("<h{level} id=\"s{index}\">{rest}\n"));
            }
            None => push(&mut out, format_args!("{}\n", block.html)),
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Whatever the line ends of the checkout: a browser reads line feeds, and hashes those.
static STYLE: LazyLock<String> = LazyLock::new(|| include_str!("page.css").replace("\r\n", "\n"));

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    )
});

fn head(page: &Page<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"x-dns-prefetch-control\" content=\"off\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n",
        language = escaped(page.language),
        policy = *POLICY,
        title = escaped(page.title),
        style = *STYLE,
    )
}

fn push_header(out: &mut String, page: &Page<'_>) {
    let title = escaped(page.title);
    push(
        out,
        format_args!("<header>\n<h1 class=\"title\">{title}</h1>\n"),
    );
    for notice in page.notice {
        push(
            out,
            format_args!("<p class=\"notice\">{}</p>\n", escaped(notice)),
        );
    }
    if !page.facts.is_empty() {
        out.push_str("<dl>\n");
        for (label, value) in page.facts {
            let (label, value) = (escaped(label), escaped(value));
            push(
                out,
                format_args!("<div><dt>{label}</dt><dd>{value}</dd></div>\n"),
            );
        }
        out.push_str("</dl>\n");
    }
    out.push_str("</header>\n");
}

fn push_contents(out: &mut String, label: &str, headings: &[Heading]) {
    let label = escaped(label);
    push(
        out,
        format_args!("<nav aria-labelledby=\"contents\">\n<p id=\"contents\">{label}</p>\n<ul>\n"),
    );
    let top = headings.iter().map(|heading| heading.level).min();
    for Heading { level, text, block } in headings {
        let depth = level - top.unwrap_or(*level);
        let text = escaped(text);
        push(
            out,
            format_args!("<li class=\"depth{depth}\"><a href=\"#s{block}\">{text}</a></li>\n"),
        );
    }
    out.push_str("</ul>\n</nav>\n");
}

fn push_figure(out: &mut String, picture: &Picture<'_>) {
    out.push_str("<figure>\n<img src=\"data:image/png;base64,");
    BASE64_STANDARD.encode_string(picture.png, out);
    let alternative = escaped(picture.alternative);
    push(out, format_args!("\" alt=\"{alternative}\""));
    for (name, length) in [("width", picture.width), ("height", picture.height)] {
        if length.is_finite() && length >= 1.0 {
            push(out, format_args!(" {name}=\"{}\"", length.round()));
        }
    }
    out.push_str(">\n");
    if !picture.caption.is_empty() {
        push(
            out,
            format_args!("<figcaption>{}</figcaption>\n", escaped(picture.caption)),
        );
    }
    out.push_str("</figure>\n");
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok(), "a string takes everything");
}
