//! A report as a self-contained HTML file for filing, forwarding, printing, and reading years later.
//!
//! The file makes no requests and runs no scripts. Its content security policy enforces this: no scripts, no styles but ours
//! (by hash), no images but the embedded one. The caller provides all words in the language of the page; none are defined
//! here. The same input gives the same bytes.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use crate::markup::escaped;
use crate::plain::{Heading, headings};
use crate::whole;

/// Content of the file. Everything is untrusted and escaped.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Title of the document, usually the subject.
    pub title: &'a str,
    /// BCP 47 language tag of the words below, `zh-CN` or `en`.
    pub language: &'a str,
    /// Labels and values: when, by whom and with what the report was made.
    pub facts: &'a [(&'a str, &'a str)],
    /// What readers must know first: that it is a demo, that a model wrote it, that it is incomplete (see
    /// [`crate::LiveReport::is_cut`]; the page is truncated where the window's view is).
    pub notice: &'a [&'a str],
    /// What was found without the report, shown before it.
    pub found: Option<Found<'a>>,
    /// The report.
    pub markdown: &'a str,
    /// Displayed before the report.
    pub flowchart: Option<Picture<'a>>,
    /// Heading of the table of contents, which is omitted if there are fewer than two headings.
    pub contents_label: &'a str,
}

/// What was found, as a list.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// Heading of the list.
    pub title: &'a str,
    /// What holds for all of it.
    pub notes: &'a [String],
    /// The list.
    pub items: &'a [Item<'a>],
}

/// Something that was found.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// What it is.
    pub title: &'a str,
    /// Labels and values.
    pub facts: &'a [(&'a str, String)],
}

/// An image on the page.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// Bytes of a PNG, embedded unchanged as base64, which adds a third.
    pub png: &'a [u8],
    /// In CSS pixels. On the page it is never wider than the text.
    pub width: f32,
    /// In CSS pixels.
    pub height: f32,
    /// Alternative text for people who can't see it.
    pub alternative: &'a str,
    /// Caption below the image.
    pub caption: &'a str,
}

/// Renders the whole file as UTF-8. Takes up to a second for a report of [`crate::MAX_VIEW_BYTES`].
pub fn page(page: &Page<'_>) -> String {
    let (blocks, _) = whole::blocks(page.markdown);
    let headings = headings(&blocks);
    let mut out = head(page);
    out.push_str("<body>\n");
    push_header(&mut out, page);
    if let Some(found) = &page.found {
        push_found(&mut out, found);
    }
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
            // The report's `<h2>…` gets our own ID, so that nothing in the report can claim one.
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

/// Normalise CRLF of the checkout: browsers convert line ends before they hash the style.
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

fn push_found(out: &mut String, found: &Found<'_>) {
    let title = escaped(found.title);
    push(out, format_args!("<section>\n<h2>{title}</h2>\n"));
    for note in found.notes {
        push(out, format_args!("<p>{}</p>\n", escaped(note)));
    }
    if !found.items.is_empty() {
        out.push_str("<ol>\n");
        for item in found.items {
            push(
                out,
                format_args!("<li><strong>{}</strong>\n<dl>\n", escaped(item.title)),
            );
            for (label, value) in item.facts {
                let (label, value) = (escaped(label), escaped(value));
                push(
                    out,
                    format_args!("<div><dt>{label}</dt><dd>{value}</dd></div>\n"),
                );
            }
            out.push_str("</dl></li>\n");
        }
        out.push_str("</ol>\n");
    }
    out.push_str("</section>\n");
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
