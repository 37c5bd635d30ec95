//! Severities that a report states as a label: “高”, “中风险”, “Low risk”. They get a class, which gives them a colour.

/// Severity of a finding, as stated by a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// 高风险
    High,
    /// 中风险
    Medium,
    /// 低风险
    Low,
}

/// Maximum length of a label in bytes; anything longer is a sentence.
const MAX_LABEL_BYTES: usize = 40;

/// Words for severity in the header of a column or row.
const NAMES: [&str; 10] = [
    "风险", "级别", "等级", "严重", "优先", "severity", "level", "risk", "priority", "grade",
];

impl Severity {
    /// The severity that `written` states, if it says nothing else; `written` is escaped text without markup.
    pub(crate) fn of(written: &str) -> Option<Self> {
        let label = label(written)?;
        let word = label
            .strip_suffix("风险")
            .or_else(|| label.strip_suffix(" risk"))
            .or_else(|| label.strip_suffix("-risk"))
            .unwrap_or(&label);
        match word {
            "高" | "极高" | "严重" | "high" | "critical" => Some(Self::High),
            "中" | "中等" | "medium" => Some(Self::Medium),
            "低" | "low" => Some(Self::Low),
            _ => None,
        }
    }

    /// CSS class of an element that states the severity.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::High => "severity-high",
            Self::Medium => "severity-medium",
            Self::Low => "severity-low",
        }
    }
}

/// Classes of all severities.
pub(crate) const CLASSES: [&str; 3] = [
    Severity::High.class(),
    Severity::Medium.class(),
    Severity::Low.class(),
];

/// Whether the label states a level without saying of what.
pub(crate) fn is_bare(written: &str) -> bool {
    label(written).is_some_and(|label| !label.contains("风险") && !label.contains("risk"))
}

/// Whether it is the header of a column or row of severities.
pub(crate) fn is_named(written: &str) -> bool {
    label(written).is_some_and(|label| NAMES.iter().any(|name| label.contains(name)))
}

/// Position and severity if a heading ends in one in parentheses, `（高风险）`. It must say of what: “偿债能力（高）” is not a risk.
pub(crate) fn at_end(written: &str) -> Option<(usize, Severity)> {
    let inner = written.trim_end().strip_suffix(['）', ')'])?;
    let open = inner.rfind(['（', '('])?;
    let stated = inner.get(open..)?.trim_start_matches(['（', '(']);
    let severity = Severity::of(stated).filter(|_| !is_bare(stated))?;
    Some((open, severity))
}

fn label(written: &str) -> Option<String> {
    let label = written.trim();
    let plain = label.len() <= MAX_LABEL_BYTES && !label.contains('<');
    plain.then(|| label.to_lowercase())
}
