//! What the parts of a finding are called: in the header of a column and in labels such as “依据：”.

use super::outline::Words;
use crate::marks::is_cjk_letter;

/// A part of a finding. The order decides for a name with several words: “整改后文案” is a suggestion, “问题表述” a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Number,
    Severity,
    Suggestion,
    Basis,
    Verdict,
    Kind,
    Place,
    Quote,
    Problem,
}

/// A part of a text that its label names, or what comes before any label.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) field: Option<Field>,
    pub(super) words: Words,
    /// Whether it stands in a block quote.
    pub(super) block_quote: bool,
}

/// Maximum length of a name in characters; anything longer is a sentence.
const MAX_NAME_CHARS: usize = 32;

/// Maximum number of marks before a name.
const MAX_ORNAMENTS: usize = 8;

/// The words that names consist of, longer ones first where one starts another; `None` for a word that only goes with others.
const CHINESE: &[(&str, Option<Field>)] = {
    use Field::{Basis, Kind, Number, Place, Problem, Quote, Severity, Suggestion, Verdict};
    &[
        ("序号", Some(Number)),
        ("编号", Some(Number)),
        ("严重程度", Some(Severity)),
        ("严重性", Some(Severity)),
        ("优先级", Some(Severity)),
        ("等级", Some(Severity)),
        ("级别", Some(Severity)),
        ("程度", Some(Severity)),
        ("评级", Some(Severity)),
        ("定级", Some(Severity)),
        ("整改", Some(Suggestion)),
        ("修改", Some(Suggestion)),
        ("修订", Some(Suggestion)),
        ("改为", Some(Suggestion)),
        ("改成", Some(Suggestion)),
        ("改写", Some(Suggestion)),
        ("改进", Some(Suggestion)),
        ("优化", Some(Suggestion)),
        ("替换", Some(Suggestion)),
        ("调整", Some(Suggestion)),
        ("建议", Some(Suggestion)),
        ("措施", Some(Suggestion)),
        ("依据", Some(Basis)),
        ("法律", Some(Basis)),
        ("法规", Some(Basis)),
        ("法条", Some(Basis)),
        ("条款", Some(Basis)),
        ("条文", Some(Basis)),
        ("规定", Some(Basis)),
        ("规则", Some(Place)),
        ("规范", Some(Basis)),
        ("要求", Some(Basis)),
        ("结论", Some(Verdict)),
        ("结果", Some(Verdict)),
        ("状态", Some(Verdict)),
        ("判定", Some(Verdict)),
        ("判断", Some(Verdict)),
        ("评价", Some(Verdict)),
        ("是否合规", Some(Verdict)),
        ("是否符合", Some(Verdict)),
        ("是否违规", None),
        ("合规性", Some(Verdict)),
        ("类型", Some(Kind)),
        ("类别", Some(Kind)),
        ("分类", Some(Kind)),
        ("维度", Some(Kind)),
        ("项目", Some(Kind)),
        ("要点", Some(Kind)),
        ("事项", Some(Kind)),
        ("标题", Some(Kind)),
        ("名称", Some(Kind)),
        ("主题", Some(Kind)),
        ("审核项", Some(Kind)),
        ("审查项", Some(Kind)),
        ("检查项", Some(Kind)),
        ("位置", Some(Place)),
        ("页码", Some(Place)),
        ("出处", Some(Place)),
        ("所在", Some(Place)),
        ("违规内容", Some(Quote)),
        ("涉及内容", Some(Quote)),
        ("原文", Some(Quote)),
        ("原句", Some(Quote)),
        ("原话", Some(Quote)),
        ("原始", Some(Quote)),
        ("摘录", Some(Quote)),
        ("引用", Some(Quote)),
        ("引文", Some(Quote)),
        ("表述", Some(Quote)),
        ("用语", Some(Quote)),
        ("用词", Some(Quote)),
        ("文案", Some(Quote)),
        ("文字", Some(Quote)),
        ("文本", Some(Quote)),
        ("语句", Some(Quote)),
        ("话术", Some(Quote)),
        ("措辞", Some(Quote)),
        ("字样", Some(Quote)),
        ("片段", Some(Quote)),
        ("问题点", Some(Problem)),
        ("问题", Some(Problem)),
        ("风险点", Some(Problem)),
        ("违规点", Some(Problem)),
        ("违规", Some(Problem)),
        ("违法", Some(Problem)),
        ("不合规", Some(Problem)),
        ("缺陷", Some(Problem)),
        ("隐患", Some(Problem)),
        ("风险", Some(Problem)),
        ("描述", Some(Problem)),
        ("说明", Some(Problem)),
        ("分析", Some(Problem)),
        ("解释", Some(Problem)),
        ("原因", Some(Problem)),
        ("理由", Some(Problem)),
        ("意见", Some(Problem)),
        ("发现", Some(Problem)),
        ("定性", Some(Problem)),
        ("不利影响", Some(Problem)),
        ("后", None),
        ("为", None),
        ("方案", Some(Suggestion)),
        ("意向", None),
        ("内容", None),
        ("具体", None),
        ("主要", None),
        ("存在的", None),
        ("存在", None),
        ("涉及的", None),
        ("涉及", None),
        ("涉嫌", None),
        ("对应", None),
        ("相关", None),
        ("相应", None),
        ("适用", None),
        ("参考", None),
        ("监管", None),
        ("政策", None),
        ("制度", None),
        ("审核", None),
        ("审查", None),
        ("合规", None),
        ("宣传", None),
        ("营销", None),
        ("广告", None),
        ("材料", None),
        ("送审", None),
        ("被审", None),
        ("命中", None),
        ("违反", None),
        ("敏感", None),
        ("不当", None),
        ("核心", None),
        ("概述", None),
        ("所属", None),
        ("推荐", None),
        ("原", None),
        ("的", None),
        ("与", None),
        ("及", None),
        ("和", None),
        ("或", None),
    ]
};

const ENGLISH: &[(&str, Option<Field>)] = {
    use Field::{Basis, Kind, Number, Place, Problem, Quote, Severity, Suggestion, Verdict};
    &[
        ("no", Some(Number)),
        ("number", Some(Number)),
        ("id", Some(Number)),
        ("severity", Some(Severity)),
        ("level", Some(Severity)),
        ("priority", Some(Severity)),
        ("rating", Some(Severity)),
        ("grade", Some(Severity)),
        ("suggestion", Some(Suggestion)),
        ("suggestions", Some(Suggestion)),
        ("suggested", Some(Suggestion)),
        ("recommendation", Some(Suggestion)),
        ("recommendations", Some(Suggestion)),
        ("recommended", Some(Suggestion)),
        ("proposed", Some(Suggestion)),
        ("revision", Some(Suggestion)),
        ("revised", Some(Suggestion)),
        ("rewrite", Some(Suggestion)),
        ("correction", Some(Suggestion)),
        ("corrective", Some(Suggestion)),
        ("fix", Some(Suggestion)),
        ("remedy", Some(Suggestion)),
        ("remediation", Some(Suggestion)),
        ("replacement", Some(Suggestion)),
        ("alternative", Some(Suggestion)),
        ("change", Some(Suggestion)),
        ("action", Some(Suggestion)),
        ("advice", Some(Suggestion)),
        ("basis", Some(Basis)),
        ("law", Some(Basis)),
        ("laws", Some(Basis)),
        ("regulation", Some(Basis)),
        ("regulations", Some(Basis)),
        ("article", Some(Basis)),
        ("provision", Some(Basis)),
        ("provisions", Some(Basis)),
        ("rule", Some(Place)),
        ("reference", Some(Basis)),
        ("authority", Some(Basis)),
        ("verdict", Some(Verdict)),
        ("result", Some(Verdict)),
        ("status", Some(Verdict)),
        ("outcome", Some(Verdict)),
        ("compliant", Some(Verdict)),
        ("conclusion", Some(Verdict)),
        ("assessment", Some(Verdict)),
        ("type", Some(Kind)),
        ("category", Some(Kind)),
        ("dimension", Some(Kind)),
        ("item", Some(Kind)),
        ("topic", Some(Kind)),
        ("title", Some(Kind)),
        ("check", Some(Kind)),
        ("criterion", Some(Kind)),
        ("location", Some(Place)),
        ("place", Some(Place)),
        ("page", Some(Place)),
        ("position", Some(Place)),
        ("quote", Some(Quote)),
        ("quotation", Some(Quote)),
        ("original", Some(Quote)),
        ("excerpt", Some(Quote)),
        ("wording", Some(Quote)),
        ("passage", Some(Quote)),
        ("phrase", Some(Quote)),
        ("text", Some(Quote)),
        ("statement", Some(Quote)),
        ("sentence", Some(Quote)),
        ("copy", Some(Quote)),
        ("snippet", Some(Quote)),
        ("claim", Some(Quote)),
        ("issue", Some(Problem)),
        ("problem", Some(Problem)),
        ("concern", Some(Problem)),
        ("finding", Some(Problem)),
        ("violation", Some(Problem)),
        ("defect", Some(Problem)),
        ("risk", Some(Problem)),
        ("description", Some(Problem)),
        ("explanation", Some(Problem)),
        ("analysis", Some(Problem)),
        ("reason", Some(Problem)),
        ("rationale", Some(Problem)),
        ("why", Some(Problem)),
        ("legal", Some(Basis)),
        ("regulatory", Some(Basis)),
        ("relevant", None),
        ("applicable", None),
        ("material", None),
        ("marketing", None),
        ("potential", None),
        ("of", None),
    ]
};

impl Field {
    /// The field that `name` names, if it consists of nothing but known words.
    pub(super) fn named(name: &str) -> Option<Self> {
        if name.chars().nth(MAX_NAME_CHARS).is_some() {
            return None;
        }
        let name = name.to_lowercase();
        if name.trim() == "#" {
            return Some(Self::Number);
        }
        let mut fields = Vec::new();
        let words = name.split(|c: char| !c.is_alphanumeric());
        for mut rest in words.filter(|word| !word.is_empty()) {
            if let Some((_, field)) = ENGLISH.iter().find(|(word, _)| *word == rest) {
                fields.extend(*field);
                continue;
            }
            while !rest.is_empty() {
                let known = CHINESE
                    .iter()
                    .filter_map(|(word, field)| Some((rest.strip_prefix(word)?, field)))
                    .min_by_key(|(rest, _)| rest.len());
                let (after, field) = known?;
                fields.extend(*field);
                rest = after;
            }
        }
        fields.into_iter().min()
    }
}

impl Part {
    pub(super) const fn new(field: Option<Field>, words: Words) -> Self {
        Self {
            field,
            words,
            block_quote: false,
        }
    }

    /// Whether a text starts with a label.
    pub(super) fn of_text(text: &str) -> bool {
        let words = Words {
            text: text.to_owned(),
            ..Words::default()
        };
        label(&words, 0).is_some()
    }

    /// The parts of a text: a label stands at the start of a line or after a full stop or semicolon.
    pub(super) fn of(words: &Words) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut field = None;
        let mut start = 0;
        for place in label_places(&words.text) {
            let Some((name, value)) = label(words, place) else {
                continue;
            };
            push(&mut parts, field, words.slice(start..place));
            (field, start) = (Some(name), value);
        }
        push(&mut parts, field, words.slice(start..words.text.len()));
        parts
    }
}

/// Adds a part. A label that nothing follows is kept: what it names may come in the next block.
fn push(parts: &mut Vec<Part>, field: Option<Field>, words: Words) {
    if field.is_some() || !words.text.is_empty() {
        parts.push(Part::new(field, words));
    }
}

fn label_places(text: &str) -> impl Iterator<Item = usize> {
    let after = text.match_indices(['\n', '；', ';', '。', '|', '，', '【', ' ']);
    let after = after.filter_map(|(at, c)| match c {
        "【" => Some(at),
        // “see the reason: …” is no label.
        " " => {
            let before = text.get(..at)?.chars().next_back()?;
            let behind = text.get(at + 1..)?.chars().next()?;
            let ends = matches!(before, '.' | ';' | '|' | ')' | '”' | '"' | '」' | ' ');
            (ends || is_cjk_letter(behind)).then_some(at + 1)
        }
        _ => Some(at + c.len()),
    });
    std::iter::once(0).chain(after)
}

/// The field that a label at `place` names, and where its value starts.
fn label(words: &Words, place: usize) -> Option<(Field, usize)> {
    let rest = words.text.get(place..)?;
    let line_start = place == 0 || words.text.get(..place)?.ends_with('\n');
    let ornaments = rest
        .chars()
        .take(MAX_ORNAMENTS)
        .take_while(|c| is_ornament(*c));
    let name_start = ornaments.map(char::len_utf8).sum();
    let name = rest.get(name_start..)?;
    let limit = name.char_indices().nth(MAX_NAME_CHARS + 2);
    let near = name.get(..limit.map_or(name.len(), |(at, _)| at))?;
    let colon = near
        .find(['：', ':', '】', '\n'])
        .filter(|at| near.as_bytes().get(*at) != Some(&b'\n'));
    if let Some(at) = colon
        && let Some(field) = Field::named(near.get(..at)?.trim())
    {
        let value = name.get(at..)?;
        let after = value.trim_start_matches(['：', ':', '】', ']', ' ', '*']);
        return Some((field, place + name_start + at + value.len() - after.len()));
    }
    if !line_start {
        return None;
    }
    // “**依据** 《…》”, or the label alone on its line.
    let next = words.bold.partition_point(|bold| bold.start < place);
    let bold = words.bold.get(next)?;
    if bold.start > place + name_start {
        return None;
    }
    let field = Field::named(words.text.get(bold.clone())?)?;
    Some((field, bold.end))
}

/// What may stand before a label: list marks, brackets, symbols.
fn is_ornament(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '“' | '「' | '『' | '"' | '《' | '\n' | '：' | ':')
}
