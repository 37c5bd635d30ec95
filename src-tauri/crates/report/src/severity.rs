//! Severities that a report states as a label: “高”, “中风险”, “Low risk”. They get a class, so that they can have a colour.

/// How severe a label says a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Severity {
    High,
    Medium,
    Low,
}

/// Longer labels are sentences.
const MAX_LABEL_BYTES: usize = 40;

/// What the head of a column or a row calls a severity.
const NAMES: [&str; 10] = [
    "风险", "级别", "等级", "严重", "优先", "severity", "level", "risk", "priority", "grade",
];

impl Severity {
    /// The one that `written` states and nothing else; `written` is escaped text without markup.
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

    /// Of the element that states it.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::High => "severity-high",
            Self::Medium => "severity-medium",
            Self::Low => "severity-low",
        }
    }
}

/// The classes of all of them.
pub(crate) const CLASSES: [&str; 3] = [
    Severity::High.class(),
    Severity::Medium.class(),
    Severity::Low.class(),
];

/// The label says how high, not of what.
pub(crate) fn is_bare(written: &str) -> bool {
    label(written).is_some_and(|label| !label.contains("风险") && !label.contains("risk"))
}

/// The head of a column or a row that holds severities.
pub(crate) fn is_named(written: &str) -> bool {
    label(written).is_some_and(|label| NAMES.iter().any(|name| label.contains(name)))
}

/// Where a heading ends in a severity in parentheses, `（高风险）`. It has to say of what: “偿债能力（高）” is no risk.
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
