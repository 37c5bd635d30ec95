//! The self-contained HTML file.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use report::page::{Found, Item, Page, Picture, page};
use sha2::{Digest as _, Sha256};

use crate::browser::Content;

/// Everything a malicious service could try, in every field.
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' onload='a'\u{0}\u{1b}</title></style><!--";

const MARKDOWN: &str = "# 标题 <script>alert(1)</script>\n\n<style>@import url(https://example.com/a.css)</style>\n\n\
    ![图](https://example.com/pixel.png) ![](file:///etc/passwd)\n\n<img src=x onerror=alert(1)>\n\n\
    <a href=\"javascript:alert(1)\" onclick=a>b</a> [c](javascript:alert(1)) [d](https://example.com/d) [e](data:text/html,a)\n\n\
    <h2 id=\"s0\">假</h2>\n\n## 第二节\n\n<iframe src=https://example.com></iframe>\n\n\
    <meta http-equiv=refresh content=\"0;url=https://example.com\">\n\n<base href=https://example.com>\n\n\
    |a|\n|-|\n|<svg onload=alert(1)>|\n\n```\n</code></pre><script>alert(1)</script>\n```\n\n</main></body></html>";

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n not looked into";

fn hostile() -> String {
    page(&Page {
        title: HOSTILE,
        language: HOSTILE,
        facts: &[(HOSTILE, HOSTILE)],
        notice: &[HOSTILE],
        found: Some(Found {
            title: HOSTILE,
            notes: &[HOSTILE.to_owned()],
            items: &[Item {
                title: HOSTILE,
                facts: &[(HOSTILE, HOSTILE.to_owned())],
            }],
        }),
        markdown: MARKDOWN,
        flowchart: Some(Picture {
            png: PNG,
            width: f32::NAN,
            height: f32::INFINITY,
            alternative: HOSTILE,
            caption: HOSTILE,
        }),
        contents_label: HOSTILE,
    })
}

fn plain<'a>(markdown: &'a str, flowchart: Option<Picture<'a>>) -> Page<'a> {
    Page {
        title: "甲公司 & 子公司",
        language: "zh-CN",
        facts: &[("生成时间", "2025-03-31 10:20"), ("模型", "x < y")],
        notice: &["由模型撰写"],
        found: None,
        markdown,
        flowchart,
        contents_label: "目录",
    }
}

#[test]
fn nothing_in_it_runs_or_loads_whatever_it_is_made_of() {
    let html = hostile();
    let content = Content::of(&html);
    assert_eq!(content.comments, 0);
    let allowed = [
        "html",
        "head",
        "meta",
        "link",
        "title",
        "style",
        "body",
        "header",
        "p",
        "dl",
        "div",
        "dt",
        "dd",
        "section",
        "ol",
        "strong",
        "nav",
        "ul",
        "li",
        "a",
        "figure",
        "img",
        "figcaption",
        "main",
        "h1",
        "h2",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "pre",
        "code",
        "br",
    ];
    for (tag, attributes) in &content.tags {
        assert!(allowed.contains(&tag.as_str()), "{tag}");
        for (name, value) in attributes {
            assert!(
                !name.starts_with("on") && name != "style" && name != "srcset",
                "{name}"
            );
            match (tag.as_str(), name.as_str()) {
                ("img", "src") => assert!(value.starts_with("data:image/png;base64,")),
                ("link", "href") => assert_eq!(value, "data:,"),
                ("a", "href") => assert!(
                    value.starts_with("#s") || value.starts_with("https://"),
                    "{value}"
                ),
                (_, "src" | "href" | "action" | "poster" | "data" | "background") => {
                    panic!("{tag} {name} {value}")
                }
                _ => {}
            }
        }
    }
    let images = content.tags.iter().filter(|(tag, _)| tag == "img");
    assert_eq!(images.count(), 1);
    assert_eq!(
        content.attributes("http-equiv"),
        ["Content-Security-Policy", "x-dns-prefetch-control"]
    );
    // The attempts are still visible as text.
    assert!(content.text.contains("https://example.com/pixel.png"));
    assert!(content.text.contains("<script>alert(1)</script>"));
}

#[test]
fn its_policy_allows_its_own_style_and_no_other() {
    let html = hostile();
    let (_, rest) = html.split_once("<style>").unwrap();
    let (style, rest) = rest.split_once("</style>").unwrap();
    assert!(!rest.contains("<style"));
    assert!(!style.contains('\r') && !style.contains("url(") && !style.contains("@import"));
    let hash = BASE64_STANDARD.encode(Sha256::digest(style));
    let policy = format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    );
    assert!(
        Content::of(&html)
            .attributes("content")
            .contains(&policy.as_str())
    );
    let before_policy = html.split("Content-Security-Policy").next().unwrap();
    assert!(!before_policy.contains("<style") && !before_policy.contains("<link"));
}

#[test]
fn links_into_the_page_lead_to_headings_and_ids_are_ours_alone() {
    let content = Content::of(&hostile());
    let mut ids = content.attributes("id");
    let links = content.attributes("href");
    let inner: Vec<_> = links
        .iter()
        .filter_map(|link| link.strip_prefix('#'))
        .collect();
    assert_eq!(inner.len(), 2);
    assert!(inner.iter().all(|link| ids.contains(link)));
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), count), (3, 3), "{ids:?}");
}

#[test]
fn links_tell_the_other_side_nothing() {
    let content = Content::of(&page(&plain("[a](https://example.com/)", None)));
    assert_eq!(content.attributes("rel"), ["icon", "noreferrer noopener"]);
}

#[test]
fn it_says_what_it_is_before_the_report_begins() {
    let html = page(&plain("# 概况\n\n正文\n\n## 细节\n\n- 项", None));
    let content = Content::of(&html);
    let order = [
        "甲公司 & 子公司",
        "由模型撰写",
        "生成时间",
        "2025-03-31 10:20",
        "x < y",
        "目录",
        "概况",
        "细节",
        "正文",
        "项",
    ];
    let (_, mut rest) = content.text.split_once("@page").unwrap();
    for text in order {
        rest = rest
            .split_once(text)
            .map(|(_, after)| after)
            .unwrap_or_else(|| panic!("{text}"));
    }
    assert!(
        html.starts_with(
            "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">"
        )
    );
    assert!(html.contains("<title>甲公司 &amp; 子公司</title>"));
}

#[test]
fn what_was_found_stands_before_the_report() {
    let notes = ["由规则检查".to_owned()];
    let facts = [("依据", "《某法》<第九条>".to_owned())];
    let items = [Item {
        title: "承诺保本",
        facts: &facts,
    }];
    let html = page(&Page {
        found: Some(Found {
            title: "离线检查",
            notes: &notes,
            items: &items,
        }),
        ..plain("正文", None)
    });
    let list = "<section>\n<h2>离线检查</h2>\n<p>由规则检查</p>\n<ol>\n<li><strong>承诺保本</strong>\n<dl>\n\
        <div><dt>依据</dt><dd>《某法》&lt;第九条&gt;</dd></div>\n</dl></li>\n</ol>\n</section>\n";
    let without = page(&plain("正文", None));
    assert_eq!(html.replacen(list, "", 1), without);
    assert!(html.find("</section>") < html.find("<main>"));
}

#[test]
fn a_list_of_one_heading_and_empty_parts_are_left_out() {
    let html = page(&Page {
        facts: &[],
        notice: &[],
        ..plain("# 概况\n\n正文", None)
    });
    for absent in ["<nav", "<dl", "<figure", "class=\"notice\""] {
        assert!(!html.contains(absent), "{absent}");
    }
}

#[test]
fn the_flowchart_is_inside_at_its_size_with_its_words() {
    let picture = Picture {
        png: PNG,
        width: 640.4,
        height: 480.0,
        alternative: "流程：受理 → 核查",
        caption: "流程图",
    };
    let content = Content::of(&page(&plain("a", Some(picture))));
    let (_, attributes) = content.tags.iter().find(|(tag, _)| tag == "img").unwrap();
    let value = |name: &str| {
        attributes
            .iter()
            .find(|(known, _)| known == name)
            .unwrap()
            .1
            .as_str()
    };
    let data = value("src").strip_prefix("data:image/png;base64,").unwrap();
    assert_eq!(BASE64_STANDARD.decode(data).unwrap(), PNG);
    assert_eq!((value("width"), value("height")), ("640", "480"));
    assert_eq!(value("alt"), "流程：受理 → 核查");
    assert!(content.text.contains("流程图"));
}

#[test]
fn the_same_report_gives_the_same_file() {
    assert_eq!(hostile(), hostile());
}
