//! Checks a text with the built-in rule packs. If the packs can't be loaded, the service still answers, and says so.

use std::sync::LazyLock;

use rules::{Context, Finding, Kind, Material, Packs, Report, Severity};

use crate::language::Language;

static PACKS: LazyLock<Option<Packs>> = LazyLock::new(|| Packs::embedded().ok());

/// The built-in packs, loaded on first use; `None` if they can't be loaded.
pub(crate) fn packs() -> Option<&'static Packs> {
    PACKS.as_ref()
}

/// Checks `text`. Of its context only what the words suggest is known.
pub(crate) fn check(packs: &Packs, text: &str, language: Language) -> Report {
    let language = match language {
        Language::Chinese => rules::Language::Chinese,
        Language::English => rules::Language::English,
    };
    packs.check(&Material::plain(text), &Context::default(), language)
}

/// Whether something is missing; the excerpt, if any, is what requires it.
pub(crate) const fn is_missing(finding: &Finding) -> bool {
    matches!(finding.kind, Kind::Required | Kind::RequiredIf)
}

pub(crate) const fn severity_name(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::High => language.pick("高", "High"),
        Severity::Medium => language.pick("中", "Medium"),
        Severity::Low => language.pick("低", "Low"),
    }
}

pub(crate) const fn kind_name(kind: Kind, language: Language) -> &'static str {
    match kind {
        Kind::Ban => language.pick("涉嫌违规", "likely violation"),
        Kind::Required | Kind::RequiredIf => language.pick("缺少内容", "something is missing"),
        Kind::Number => language.pick("数字需核对", "check the figure"),
        Kind::Evidence => language.pick("需举证", "needs evidence"),
        Kind::Layout | Kind::Person => language.pick("需人工判断", "needs a person"),
        Kind::Advice => language.pick("建议", "advice"),
    }
}
