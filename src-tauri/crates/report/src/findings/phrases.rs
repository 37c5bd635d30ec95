//! What the wording of an answer gives away: levels, numbers before titles, laws, suggestions, and statements that all is well.

use crate::severity::{self, Severity};

/// Maximum length of a level with what is around it, in bytes.
const MAX_LEVEL: usize = 60;
/// Maximum numbers and levels around a title.
const MAX_MARKS: usize = 6;
const DASHES: [char; 6] = ['—', '–', '-', '|', '：', ':'];
/// Maximum length of a law's title in characters.
const MAX_LAW_CHARS: usize = 60;
/// Maximum length in bytes of what an English sentence names as law.
const MAX_ENGLISH_LAW: usize = 200;

/// The level that `text` states, if it says nothing else: “高”, “【高风险】”, “🔴 High”.
pub(super) fn level(text: &str) -> Option<Severity> {
    if text.len() > MAX_LEVEL {
        return None;
    }
    let trimmed = text.trim_matches(|c: char| !c.is_alphanumeric() && !is_signal(c));
    let word = trimmed.trim_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() {
        return match trimmed.chars().next()? {
            '🔴' | '⛔' => Some(Severity::High),
            '🟡' | '🟠' => Some(Severity::Medium),
            '🟢' | '🔵' => Some(Severity::Low),
            _ => None,
        };
    }
    Severity::of(word).or_else(|| {
        let lower = word.to_lowercase();
        let bare = lower.strip_suffix("风险").unwrap_or(&lower);
        match bare.strip_suffix(['级', '度', '危']).unwrap_or(bare) {
            "高" | "较高" | "中高" | "重大" | "特别重大" | "major" | "severe" | "high severity"
            | "high priority" => Some(Severity::High),
            "中" | "一般" | "moderate" | "medium severity" | "medium priority" => {
                Some(Severity::Medium)
            }
            "低" | "较低" | "中低" | "轻微" | "提示" | "minor" | "low severity"
            | "low priority" => Some(Severity::Low),
            _ => None,
        }
    })
}

/// Whether a level says of what, or is set apart as one.
pub(super) fn is_plain_level(text: &str) -> bool {
    let word = text.trim();
    level(word).is_some()
        && (!severity::is_bare(word) || word.starts_with(['【', '[', '🔴', '🟡', '🟠', '🟢', '🔵']))
}

const fn is_signal(c: char) -> bool {
    matches!(c, '🔴' | '⛔' | '🟡' | '🟠' | '🟢' | '🔵')
}

/// A title without its number and its level, and the level.
pub(super) fn title(text: &str) -> (&str, Option<Severity>) {
    let mut rest = text.trim();
    let mut found = None;
    // More marks than these are noise.
    for _ in 0..MAX_MARKS {
        let before = rest;
        rest = without_number(rest);
        if let Some((stated, after)) = level_at_start(rest) {
            found = found.or(Some(stated));
            rest = after;
        }
        if let Some((stated, before)) = level_at_end(rest) {
            found = found.or(Some(stated));
            rest = before;
        }
        rest = rest.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '：' | ':' | '-' | '—' | '–' | '|' | '·' | '、' | '*')
        });
        if rest == before {
            break;
        }
    }
    (rest, found)
}

/// Whether a title starts with a number.
pub(super) fn is_numbered(text: &str) -> bool {
    let text = text.trim();
    without_number(text).len() < text.len()
}

/// Whether a title says that it is one of the findings: “问题一：…”, “Finding 2”.
pub(super) fn is_called_finding(text: &str) -> bool {
    let text = text.trim();
    let (_, after_level) = level_at_start(text).unwrap_or((Severity::Low, text));
    [text, after_level.trim(), without_number(text)]
        .into_iter()
        .any(|text| after_name(text).is_some())
}

/// What follows “问题一” or “Finding 2”.
fn after_name(text: &str) -> Option<&str> {
    const NAMES: [&str; 14] = [
        "问题",
        "风险点",
        "违规点",
        "发现",
        "不合规点",
        "整改项",
        "Issue",
        "ISSUE",
        "Finding",
        "FINDING",
        "Problem",
        "Violation",
        "Concern",
        "Risk",
    ];
    NAMES.iter().find_map(|name| {
        let after = text.strip_prefix(name)?;
        after_numeral(after.trim_start_matches([' ', '#']))
    })
}

fn without_number(text: &str) -> &str {
    let text = text.trim_start_matches(['#', ' ', '\u{3000}']);
    if let Some(after) = after_name(text) {
        return after.trim_start();
    }
    if let Some(inner) = text.strip_prefix(['（', '(', '['])
        && let Some(after) = after_numeral(inner)
        && let Some(after) = after.strip_prefix(['）', ')', ']'])
    {
        return after.trim_start();
    }
    if let Some(after) = text.strip_prefix(|c| matches!(c, '①'..='⑳' | '❶'..='❿')) {
        return after.trim_start();
    }
    if let Some(after) = text.strip_prefix('第').and_then(after_numeral)
        && let Some(after) = after.strip_prefix(['、', '，', '：', '项', '条', '点'])
    {
        return after.trim_start_matches(['、', '，', '：', ' ']);
    }
    let Some(after) = after_numeral(text) else {
        return text;
    };
    let marks = ['.', '、', '．', ')', '）', ':', '：'];
    let mut rest = after;
    // “1.2.3 ”
    while let Some(next) = rest.strip_prefix(marks) {
        match after_digits(next) {
            Some(next) => rest = next,
            None if next.starts_with(|c: char| c.is_whitespace() || !c.is_ascii_digit()) => {
                return next.trim_start();
            }
            None => return text,
        }
    }
    // “3.6%” is no number of a title.
    let nested = rest.len() < after.len() && rest.starts_with(' ');
    if nested { rest.trim_start() } else { text }
}

fn after_digits(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}

fn after_numeral(text: &str) -> Option<&str> {
    after_digits(text).or_else(|| {
        let numerals = |c: char| "一二三四五六七八九十百".contains(c);
        let rest = text.trim_start_matches(numerals);
        (rest.len() < text.len()).then_some(rest)
    })
}

fn level_at_start(text: &str) -> Option<(Severity, &str)> {
    let signal = text.chars().next().filter(|c| is_signal(*c));
    if let Some(signal) = signal {
        let (sign, rest) = text.split_at_checked(signal.len_utf8())?;
        let stated = level(sign)?;
        return Some((stated, rest.trim_start()));
    }
    let close = match text.chars().next()? {
        '【' => '】',
        '[' => ']',
        '（' => '）',
        '(' => ')',
        _ => {
            // “高风险：…”, “High risk - …”
            let near = text.get(..text.floor_char_boundary(MAX_LEVEL))?;
            let end = near.find(['：', ':', '|', '—', '–', '-', '、'])?;
            let end = if near.get(end..)?.starts_with("-risk") {
                end + near.get(end + 1..)?.find(['：', ':', '|', '—', '–', '-'])? + 1
            } else {
                end
            };
            let stated = text.get(..end)?;
            let after = text.get(end..)?;
            return Some((level(stated)?, after));
        }
    };
    let near = text.get(..text.floor_char_boundary(MAX_LEVEL))?;
    let end = near.find(close)?;
    let after = text.get(end + close.len_utf8()..)?;
    Some((level(near.get(..end)?)?, after))
}

fn level_at_end(text: &str) -> Option<(Severity, &str)> {
    let start = text.ceil_char_boundary(text.len().saturating_sub(MAX_LEVEL));
    let near = text.get(start..)?;
    let open = match near.chars().next_back()? {
        '）' => '（',
        ')' => '(',
        '】' => '【',
        ']' => '[',
        _ => {
            // “Level: high” names its level elsewhere.
            let at = near.rfind(DASHES)?;
            let stated = near
                .get(at..)?
                .trim_matches(|c| DASHES.contains(&c) || c == ' ');
            let stated = level(stated).filter(|_| is_plain_level(stated))?;
            return Some((stated, text.get(..start + at)?));
        }
    };
    let at = near.rfind(open)?;
    let stated = near.get(at..)?;
    let stated = stated.rsplit(['：', ':']).next().unwrap_or(stated);
    Some((level(stated)?, text.get(..start + at)?))
}

/// The laws that `text` names, as it names them: “《…法》第九条”.
pub(super) fn laws(text: &str) -> String {
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

/// The sentence of `text` that suggests something, and the rest of its paragraph.
pub(super) fn suggestion(text: &str) -> &str {
    const STARTS: [&str; 16] = [
        "建议",
        "修改为",
        "应修改",
        "应改为",
        "应当修改",
        "应删除",
        "应当删除",
        "应补充",
        "可改为",
        "请删除",
        "请修改",
        "整改",
        "We recommend",
        "We suggest",
        "Please ",
        "It should ",
    ];
    const VERBS: [&str; 10] = [
        "Suggest",
        "Recommend",
        "Replace",
        "Delete",
        "Remove",
        "Consider",
        "Reword",
        "Rephrase",
        "Add ",
        "Change ",
    ];
    let ends = text.match_indices(['。', '；', '，', '\n', '.', ';', '！', '!']);
    let starts = std::iter::once(0).chain(ends.map(|(at, c)| at + c.len()));
    for start in starts {
        let Some(rest) = text.get(start..) else {
            continue;
        };
        let sentence = rest.trim_start();
        if STARTS
            .iter()
            .chain(&VERBS)
            .any(|word| sentence.starts_with(word))
        {
            let end = sentence.find('\n').unwrap_or(sentence.len());
            return sentence.get(..end).unwrap_or_default().trim();
        }
    }
    ""
}

/// Whether `text` objects to something.
pub(super) fn objects(text: &str) -> bool {
    const WORDS: [&str; 57] = [
        "违反",
        "违规",
        "违法",
        "涉嫌",
        "夸大",
        "误导",
        "虚假",
        "绝对化",
        "缺少",
        "缺失",
        "缺乏",
        "未提示",
        "未披露",
        "未注明",
        "未标明",
        "未说明",
        "未充分",
        "未明确",
        "未标注",
        "未显著",
        "不得",
        "不符合",
        "不合规",
        "承诺",
        "暗示",
        "建议",
        "删除",
        "修改",
        "改为",
        "禁止",
        "不当",
        "易使",
        "易被",
        "不实",
        "没有依据",
        "violat",
        "mislead",
        "exaggerat",
        "guarantee",
        "prohibit",
        "missing",
        "lack",
        "not allowed",
        "not permitted",
        "must not",
        "should",
        "breach",
        "unsubstantiated",
        "superlative",
        "remove",
        "delete",
        "replace",
        "contrary to",
        "non-compliant",
        "not compliant",
        "unproven",
        "may not",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// Whether `text` says nothing: “无”, “—”, “N/A”.
pub(super) fn is_nothing(text: &str) -> bool {
    const NOTHING: [&str; 12] = [
        "",
        "无",
        "暂无",
        "没有",
        "不适用",
        "未涉及",
        "none",
        "n/a",
        "na",
        "nil",
        "no",
        "不涉及",
    ];
    NOTHING.contains(&bare(text).as_str())
}

/// `text` in small letters, without the marks around it.
fn bare(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || "*-—–/。.（）()“”\"".contains(c))
        .to_lowercase()
}

/// Whether `text` says that there is nothing to object to, or says nothing.
pub(super) fn clears(text: &str) -> bool {
    const WELL: [&str; 5] = ["合规", "符合", "通过", "无问题", "无异常"];
    let lower = bare(text);
    const GOOD: [&str; 13] = [
        "✅",
        "✔",
        "☑",
        "合规：",
        "合规，",
        "合规。",
        "符合要求",
        "符合规定",
        "表述合规",
        "基本合规",
        "compliant",
        "pass",
        "no issue",
    ];
    const PHRASES: [&str; 10] = [
        "no issues",
        "no problems",
        "no violations",
        "no findings",
        "no compliance issues",
        "nothing to object",
        "no high-risk",
        "no medium-risk",
        "no low-risk",
        "no concerns",
    ];
    if is_nothing(text)
        || WELL.contains(&lower.as_str())
        || GOOD.iter().any(|good| lower.starts_with(good))
        || PHRASES.iter().any(|phrase| lower.contains(phrase))
    {
        return true;
    }
    const SEEN: [&str; 9] = [
        "未发现",
        "未见",
        "没有发现",
        "未检出",
        "未命中",
        "不存在",
        "未识别",
        "无明显",
        "暂未发现",
    ];
    const WRONG: [&str; 15] = [
        "问题",
        "违规",
        "违反",
        "违法",
        "不合规",
        "不当",
        "误导",
        "虚假",
        "夸大",
        "异常",
        "明显",
        "高风险",
        "中风险",
        "低风险",
        "任何规则",
    ];
    SEEN.iter().any(|seen| {
        lower.match_indices(seen).take(3).any(|(at, _)| {
            let after = lower.get(at + seen.len()..).unwrap_or_default();
            let near: String = after
                .chars()
                .take(14)
                .take_while(|c| *c != '，' && *c != '。')
                .collect();
            *seen == "无明显" || WRONG.iter().any(|wrong| near.contains(wrong))
        })
    })
}

/// Whether a verdict objects: “不合规”, “❌ Fail”. `None` if it says neither.
pub(super) fn verdict(text: &str) -> Option<bool> {
    let lower = text.trim().to_lowercase();
    const BAD: [&str; 24] = [
        "不合规",
        "不符合",
        "不通过",
        "未通过",
        "违规",
        "违法",
        "有问题",
        "存在",
        "待整改",
        "需整改",
        "需修改",
        "需",
        "不足",
        "缺失",
        "❌",
        "✗",
        "×",
        "⚠",
        "fail",
        "violation",
        "non-compliant",
        "not compliant",
        "needs",
        "breach",
    ];
    const GOOD: [&str; 14] = [
        "合规",
        "符合",
        "通过",
        "无",
        "正常",
        "未发现",
        "✅",
        "✔",
        "√",
        "pass",
        "compliant",
        "ok",
        "yes",
        "不存在",
    ];
    match lower.as_str() {
        "否" | "no" | "n" => return Some(true),
        "是" => return Some(false),
        _ if lower.starts_with("不存在") => return Some(false),
        _ => {}
    }
    if BAD.iter().any(|bad| lower.contains(bad)) || level(&lower).is_some() {
        return Some(true);
    }
    GOOD.iter()
        .any(|good| lower.contains(good))
        .then_some(false)
}

/// Whether `text` only counts: “3 项”, “高风险：2 处”.
pub(super) fn counts(text: &str) -> bool {
    let text = text.trim();
    if text.chars().nth(40).is_some() || !text.chars().any(|c| c.is_numeric()) {
        return false;
    }
    let (rest, _) = title(text);
    let rest: String = rest
        .chars()
        .filter(|c| {
            c.is_alphabetic()
                && !"高中低共计有风险问题项处个条点类级级别：一二三四五六七八九十".contains(*c)
        })
        .collect::<String>()
        .to_lowercase();
    matches!(
        rest.as_str(),
        "" | "high"
            | "medium"
            | "low"
            | "highrisk"
            | "mediumrisk"
            | "lowrisk"
            | "items"
            | "issues"
            | "total"
            | "findings"
            | "highissues"
            | "highriskissues"
    )
}
