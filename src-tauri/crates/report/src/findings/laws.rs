//! The laws that a text names.

/// Maximum length of a law's title in characters.
const MAX_LAW_CHARS: usize = 60;
/// Maximum length in bytes of what an English sentence names as law.
const MAX_ENGLISH_LAW: usize = 200;

/// The laws that `text` names, as it names them: “《…法》第九条”.
pub(super) fn named(text: &str) -> String {
    let mut laws: Vec<&str> = Vec::new();
    for (open, _) in text.match_indices('《') {
        let Some(rest) = text.get(open..) else {
            continue;
        };
        let limit = rest.char_indices().nth(MAX_LAW_CHARS);
        let near = rest.get(..limit.map_or(rest.len(), |(at, _)| at));
        let Some(close) = near.and_then(|near| near.find('》')) else {
            continue;
        };
        let name = rest.get('《'.len_utf8()..close).unwrap_or_default();
        if !is_law(name) {
            continue;
        }
        let after = rest.get(close + '》'.len_utf8()..).unwrap_or_default();
        let end = close + '》'.len_utf8() + article(after);
        if let Some(law) = rest.get(..end)
            && !laws.contains(&law)
            && laws.len() < 20
        {
            laws.push(law);
        }
    }
    if laws.is_empty() {
        english_law(text).unwrap_or_default().to_owned()
    } else {
        laws.join("；")
    }
}

/// Whether a law is named with its article.
pub(super) fn has_article(law: &str) -> bool {
    ["第", "Article", "article", "Art.", "Section", "section"]
        .iter()
        .any(|word| law.contains(word))
}

fn is_law(name: &str) -> bool {
    const ENDS: [&str; 20] = [
        "法", "办法", "条例", "规定", "指引", "通知", "意见", "准则", "规范", "细则", "解释",
        "决定", "公告", "规则", "标准", "要求", "制度", "法典", "公约", "方案",
    ];
    let name = name
        .split_once(['（', '('])
        .map_or(name, |(name, _)| name)
        .trim();
    ENDS.iter().any(|end| name.ends_with(end))
}

/// The length of the article that follows a law's title.
fn article(after: &str) -> usize {
    let start = after.len() - after.trim_start_matches([' ', '（', '(']).len();
    let bracketed = after.trim_start().starts_with(['（', '(']);
    let Some(rest) = after.get(start..).filter(|rest| rest.starts_with('第')) else {
        return 0;
    };
    let end = rest
        .find(|c: char| {
            !"第一二三四五六七八九十百千零〇两条款项目章节之（）()至、和及 ".contains(c)
                && !c.is_ascii_digit()
        })
        .unwrap_or(rest.len());
    let named = rest.get(..end).unwrap_or_default();
    let named = named.trim_end_matches(['（', '(', '至', '、', '和', '及', ' ', '第']);
    let named =
        if bracketed || named.matches(['）', ')']).count() <= named.matches(['（', '(']).count() {
            named
        } else {
            named.trim_end_matches(['）', ')'])
        };
    start + named.len()
}

fn english_law(text: &str) -> Option<&str> {
    const BEFORE: [&str; 13] = [
        "violates ",
        "violate ",
        "violation of ",
        "contrary to ",
        "breaches ",
        "breach of ",
        "pursuant to ",
        "according to ",
        "required by ",
        "prohibited by ",
        "requires under ",
        "under ",
        "see ",
    ];
    const LAWS: [&str; 9] = [
        "law",
        "act",
        "measures",
        "regulation",
        "provisions",
        "rules",
        "article",
        "guideline",
        "code",
    ];
    let lower = text.to_ascii_lowercase();
    BEFORE.iter().find_map(|before| {
        lower.match_indices(before).take(20).find_map(|(at, _)| {
            let start = at + before.len();
            let limit = text.floor_char_boundary(start + MAX_ENGLISH_LAW);
            let near = text.get(start..limit)?;
            let end = clause_end(near);
            let law = near.get(..end)?.trim();
            let words = law.split(|c: char| !c.is_alphanumeric());
            let known = |word: &str| LAWS.iter().any(|law| word.eq_ignore_ascii_case(law));
            words.into_iter().any(known).then_some(law)
        })
    })
}

fn clause_end(text: &str) -> usize {
    let ends = text.match_indices(['.', ';', ',', '\n', '。', '；', '，']);
    for (at, c) in ends {
        let after = text.get(at + c.len()..).unwrap_or_default();
        let abbreviated = text.get(..at).is_some_and(|before| before.ends_with("Art"));
        let inside = after.starts_with(|c: char| c.is_alphanumeric());
        if !abbreviated && !inside {
            // “Article 9, Advertising Law”
            let goes_on = c == "," && after.trim_start().starts_with("Art");
            if !goes_on {
                return at;
            }
        }
    }
    text.len()
}
