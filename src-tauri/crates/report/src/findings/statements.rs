//! What a sentence does: suggest, object, clear or count.

use super::titles::{level, title};

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
    const WORDS: [&str; 61] = [
        "不允许",
        "不可以",
        "不应",
        "删去",
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
