//! What users see of Markdown, and what never gets through.

use report::LiveReport;

fn html(text: &str) -> String {
    let mut report = LiveReport::new();
    report.set_text(0, text);
    report.finish().map_or(String::new(), |patch| {
        patch.blocks.into_iter().map(|block| block.html).collect()
    })
}

#[test]
fn a_report_has_headings_lists_quotes_code_and_rules() {
    for (markdown, expected) in [
        ("# a\n###### b", "<h1>a</h1><h6>b</h6>"),
        ("a\n===", "<h1>a</h1>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("3. a", "<ol start=\"3\"><li>a</li></ol>"),
        (
            "3. a\n5. b\n6. c\n12. d",
            "<ol start=\"3\"><li>a</li><li value=\"5\">b</li><li>c</li><li value=\"12\">d</li></ol>",
        ),
        (
            "2) a\n   - x\n   - y\n4) b\n   1. p\n   3. q\n5) c",
            "<ol start=\"2\"><li>a<ul><li>x</li><li>y</li></ul></li><li value=\"4\">b<ol><li>p</li><li value=\"3\">q</li></ol></li><li>c</li></ol>",
        ),
        // Counting on is meant if all items have the same number.
        (
            "1. a\n1. b\n1. c",
            "<ol><li>a</li><li>b</li><li>c</li></ol>",
        ),
        (
            "5. a\n3. b",
            "<ol start=\"5\"><li>a</li><li value=\"3\">b</li></ol>",
        ),
        ("- [ ] a\n- [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        (
            "```rust\na < b\n```",
            "<pre tabindex=\"0\"><code>a &lt; b\n</code></pre>",
        ),
        ("`a & b`", "<p><code>a &amp; b</code></p>"),
        (
            "*a* **b** ~~c~~",
            "<p><em>a</em> <strong>b</strong> <del>c</del></p>",
        ),
        ("a  \nb\nc", "<p>a<br>\nb\nc</p>"),
        ("---", "<hr>"),
        ("a &lt; b &copy;", "<p>a &lt; b ©</p>"),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn a_table_scrolls_in_its_own_box_and_keeps_its_alignment() {
    assert_eq!(
        html("|a|b|c|\n|:-|-:|-|\n|1|2<br>3|x \\| y|"),
        "<div class=\"table\" tabindex=\"0\"><table><thead><tr><th align=\"left\">a</th><th align=\"right\">b</th><th>c</th></tr></thead>\
         <tbody><tr><td align=\"left\">1</td><td align=\"right\">2<br>\n3</td><td>x | y</td></tr></tbody></table></div>"
    );
    assert!(html("- |a|\n  |-|\n  |b|").contains("<li><div class=\"table\""));
}

#[test]
fn bold_chinese_needs_no_spaces() {
    for (markdown, expected) in [
        (
            "**风险提示：**投资有风险",
            "<p><strong>风险提示：</strong>投资有风险</p>",
        ),
        (
            "**年化4.5%**的收益",
            "<p><strong>年化4.5%</strong>的收益</p>",
        ),
        (
            "称**“保本”**的产品",
            "<p>称<strong>“保本”</strong>的产品</p>",
        ),
        ("（**注意**）事项", "<p>（<strong>注意</strong>）事项</p>"),
        (
            "**甲：**乙**丙**丁，**戊。**己",
            "<p><strong>甲：</strong>乙<strong>丙</strong>丁，<strong>戊。</strong>己</p>",
        ),
        (
            "|**甲：**乙|\n|-|",
            "<div class=\"table\" tabindex=\"0\"><table><thead><tr><th><strong>甲：</strong>乙</th></tr></thead><tbody></tbody></table></div>",
        ),
        (
            "收益率*（年化），利率*（月）",
            "<p>收益率*（年化），利率*（月）</p>",
        ),
        ("`**甲：**乙`", "<p><code>**甲：**乙</code></p>"),
        (
            "    **甲：**乙",
            "<pre tabindex=\"0\"><code>**甲：**乙</code></pre>",
        ),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn a_severity_is_marked_where_it_is_a_label_and_nowhere_else() {
    let tag = |level: &str, words: &str| format!("<span class=\"severity-{level}\">{words}</span>");
    for (cell, level) in [
        ("高", "high"),
        ("中", "medium"),
        ("低", "low"),
        ("High", "high"),
        ("medium", "medium"),
        ("Low", "low"),
        ("高风险", "high"),
        ("Medium risk", "medium"),
    ] {
        let table = html(&format!("|序号|级别|\n|-|-|\n|1|{cell}|"));
        assert!(
            table.contains(&format!("<td>{}</td>", tag(level, cell))),
            "{table}"
        );
        let row = html(&format!("|项目|内容|\n|-|-|\n|风险等级|{cell}|"));
        assert!(
            row.contains(&format!("<td>{}</td>", tag(level, cell))),
            "{row}"
        );
        assert_eq!(
            html(&format!("1. **{cell}** “保本”")),
            format!("<ol><li><strong class=\"severity-{level}\">{cell}</strong> “保本”</li></ol>")
        );
    }
    assert_eq!(
        html("### 1. 承诺保本（高风险）"),
        format!("<h3>1. 承诺保本{}</h3>", tag("high", "（高风险）"))
    );
    assert!(
        html("|Level|\n|-|\n|**High**|")
            .contains("<td><strong class=\"severity-high\">High</strong></td>")
    );
    for harmless in [
        "|项目|流动性|\n|-|-|\n|甲|高|\n|乙|**低**|",
        "|级别|说明|\n|-|-|\n|中等偏上|高于同业|",
        "|级别 高|\n|-|\n|R2 中低风险|",
        "**高度重视**，`高`，高，*高*",
        "### 偿债能力（高）",
    ] {
        let html = html(harmless);
        assert!(!html.contains("severity"), "{html}");
    }
}

#[test]
fn chinese_emphasis_is_told_apart_because_it_is_not_slanted() {
    assert_eq!(
        html("*不保本* *not guaranteed*, *含 *嵌套* 的*"),
        "<p><em class=\"cjk\">不保本</em> <em>not guaranteed</em>, <em class=\"cjk\">含 <em class=\"cjk\">嵌套</em> 的</em></p>"
    );
}

#[test]
fn a_range_is_not_struck_out() {
    assert_eq!(
        html("起点5~10万元，期限3~6个月"),
        "<p>起点5~10万元，期限3~6个月</p>"
    );
    assert_eq!(html("a ~b~ c"), "<p>a ~b~ c</p>");
}

#[test]
fn a_link_can_be_followed_only_to_the_web_or_by_mail() {
    for (markdown, href) in [
        (
            "[a](https://example.com/x?y=1&z=2)",
            "https://example.com/x?y=1&amp;z=2",
        ),
        ("<http://example.com>", "http://example.com/"),
        ("<a@example.com>", "mailto:a@example.com"),
        ("[a][b]\n\n[b]: https://example.com", "https://example.com/"),
    ] {
        let html = html(markdown);
        let start = format!("<p><a href=\"{href}\" rel=\"noreferrer noopener\">");
        assert!(html.starts_with(&start), "{html}");
    }
    for (markdown, expected) in [
        ("[a](javascript:alert(1))", "<p>a (javascript:alert(1))</p>"),
        ("[a](JAVASCRIPT:alert(1))", "<p>a (JAVASCRIPT:alert(1))</p>"),
        ("[a](&#106;avascript:x)", "<p>a (javascript:x)</p>"),
        ("[a](java&Tab;script:x)", "<p>a (java\tscript:x)</p>"),
        ("[a](\u{1}javascript:x)", "<p>[a](\u{1}javascript:x)</p>"),
        (
            "[a](ｊａｖａｓｃｒｉｐｔ:x)",
            "<p>a (ｊａｖａｓｃｒｉｐｔ:x)</p>",
        ),
        (
            "[a](java\u{200B}script:x)",
            "<p>a (java\u{200B}script:x)</p>",
        ),
        ("<javascript:x>", "<p>javascript:x (javascript:x)</p>"),
        (
            "[a](data:text/html;base64,PHNjcmlwdD4=)",
            "<p>a (data:text/html;base64,PHNjcmlwdD4=)</p>",
        ),
        ("[a](vbscript:x)", "<p>a (vbscript:x)</p>"),
        ("[a](file:///etc/passwd)", "<p>a (file:///etc/passwd)</p>"),
        ("[a](./annex.pdf)", "<p>a (./annex.pdf)</p>"),
        ("[a](//example.com)", "<p>a (//example.com)</p>"),
        (
            "[a](https://bank.example@example.com)",
            "<p>a (https://bank.example@example.com)</p>",
        ),
        ("[chapter](#chapter)", "<p>chapter</p>"),
        ("[a][b]\n\n[b]: 《办法》", "<p>a (《办法》)</p>"),
    ] {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn an_address_cannot_break_out_of_its_attribute() {
    for markdown in [
        "[a](<https://example.com/\" onclick=\"alert(1)>)",
        "[a](mailto:<table>\"><script>alert(1)</script>)",
        "[a](<mailto:a@b.c?\"><img src=x onerror=alert(1)>)",
        "[a](https://example.com/'><svg/onload=alert(1)>)",
    ] {
        let html = html(markdown);
        let bare = html
            .replace("<p>", "")
            .replace("</p>", "")
            .replace("</a>", "");
        let tags: Vec<_> = bare.match_indices('<').collect();
        assert!(tags.len() <= 1 && !bare.contains("\" on"), "{html}");
    }
}

#[test]
fn a_picture_is_its_text_and_its_address() {
    assert_eq!(
        html("![poster](https://example.com/a.png \"t\")"),
        "<p>poster (https://example.com/a.png)</p>"
    );
    assert_eq!(html("![](x.png)"), "<p> (x.png)</p>");
    assert_eq!(
        html("[![a](b.png)](https://example.com)"),
        "<p><a href=\"https://example.com/\" rel=\"noreferrer noopener\">a (b.png)</a></p>"
    );
    let long = html(&format!(
        "![a](data:image/png;base64,{})",
        "A".repeat(100_000)
    ));
    assert!(long.len() < 300, "{}", long.len());
}

#[test]
fn raw_html_is_shown_as_text() {
    for markup in [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//example.com>",
        "<svg onload=alert(1)>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--><img src=1 onerror=alert(1)>\">",
        "<style>*{display:none}</style>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<form action=\"https://example.com\"><input></form>",
        "<meta http-equiv=refresh content=\"0;url=https://example.com\">",
        "<base href=\"https://example.com\">",
        "<object data=\"a\"></object><embed src=\"a\">",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">a</a>",
        "<p onclick=\"alert(1)\" style=\"position:fixed\">a</p>",
        "<details open ontoggle=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<!-- --><script>alert(1)</script>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?>",
        "<template><script>alert(1)</script></template>",
    ] {
        for text in [
            markup.to_owned(),
            format!("a {markup} b"),
            format!("> - {markup}"),
            format!("|a|\n|-|\n|{markup}|"),
            format!("**{markup}**"),
        ] {
            let html = html(&text);
            let known = [
                "p",
                "blockquote",
                "ul",
                "li",
                "div class=\"table\" tabindex=\"0\"",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "strong",
                "br",
            ];
            for tag in html.split('<').skip(1) {
                let tag = tag
                    .split('>')
                    .next()
                    .unwrap_or_default()
                    .trim_start_matches('/');
                assert!(known.contains(&tag) || tag == "div", "{tag}: {html}");
            }
        }
        let shown = html(markup)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        assert!(shown.contains(markup), "nothing is hidden: {shown}");
    }
}

#[test]
fn line_breaks_written_as_html_are_line_breaks() {
    for spelling in ["<br>", "<br/>", "<br />", "<BR>", "<br\t/>"] {
        assert_eq!(
            html(&format!("a{spelling}b")),
            "<p>a<br>\nb</p>",
            "{spelling}"
        );
    }
    assert_eq!(html("<p>a<br>b</p>"), "<p>&lt;p&gt;a<br>\nb&lt;/p&gt;</p>");
    assert_eq!(html("a<brx>b"), "<p>a&lt;brx&gt;b</p>");
    assert_eq!(
        html("<div>\nb\n</div>"),
        "<p>&lt;div&gt;<br>\nb<br>\n&lt;/div&gt;</p>"
    );
}

#[test]
fn a_link_that_only_seems_closed_stays_text() {
    assert_eq!(
        html("[a](https://example.com"),
        "<p>[a](https://example.com</p>"
    );
    assert_eq!(
        html("\u{202E}[a](javascript:x)"),
        "<p>\u{202E}a (javascript:x)</p>"
    );
    assert_eq!(html("a\0b"), "<p>a\u{FFFD}b</p>");
}
