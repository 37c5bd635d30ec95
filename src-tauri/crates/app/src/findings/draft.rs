//! The person's statements about the material before a run, kept so that they survive a restart.

use super::{
    App,
    conversion::{severity_name, severity_named},
    recording::within,
};
use crate::{
    stored::{DismissalDraft, JudgementDraft, OwnFindingDraft},
    wire::{
        Dismissal, FindingSeverity, FindingsDraft, Judgement, MaterialContext, OwnFinding, Problem,
    },
};

/// The place of the draft in the records.
pub const PLACE: &str = "audit judgement";

/// Stores the person's statements.
///
/// # Errors
/// `finding_too_long`, `findings_too_many`; the records can't be written.
pub fn keep_draft(app: &App, draft: FindingsDraft) -> Result<(), Problem> {
    within(&draft.judged)?;
    let text = serde_json::to_string(&JudgementDraft::from(draft));
    let text = text.map_err(|_| Problem::internal("findings draft"))?;
    Ok(app.archive.records()?.keep_draft_text(PLACE, &text)?)
}

/// The stored draft; none if it can't be read.
pub fn draft_in(kept: &str) -> FindingsDraft {
    let kept: JudgementDraft = serde_json::from_str(kept).unwrap_or_default();
    kept.into()
}

impl From<FindingsDraft> for JudgementDraft {
    fn from(draft: FindingsDraft) -> Self {
        let Judgement {
            context,
            dismissed,
            own,
        } = draft.judged;
        let context = [
            ("product", context.product),
            ("audience", context.audience),
            ("medium", context.medium),
            ("institution", context.institution),
            ("place", context.place),
            ("date", context.date),
        ];
        Self {
            material: draft.material,
            context: context
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                .collect(),
            dismissed: dismissed
                .into_iter()
                .map(|one| DismissalDraft {
                    rule: one.rule,
                    excerpt: one.excerpt,
                    reason: one.reason,
                })
                .collect(),
            own: own
                .into_iter()
                .map(|one| OwnFindingDraft {
                    severity: severity_name(one.severity).to_owned(),
                    title: one.title,
                    note: one.note,
                    excerpt: one.excerpt,
                    quad: one.quad,
                    copy: one.copy,
                })
                .collect(),
        }
    }
}

impl From<JudgementDraft> for FindingsDraft {
    fn from(kept: JudgementDraft) -> Self {
        let said = |name: &str| {
            let mut fields = kept.context.iter();
            let field = fields.find(|(known, _)| known == name);
            field.map(|(_, value)| value.clone())
        };
        let context = MaterialContext {
            product: said("product"),
            audience: said("audience"),
            medium: said("medium"),
            institution: said("institution"),
            place: said("place"),
            date: said("date"),
        };
        Self {
            material: kept.material,
            judged: Judgement {
                context,
                dismissed: kept
                    .dismissed
                    .into_iter()
                    .map(|one| Dismissal {
                        rule: one.rule,
                        excerpt: one.excerpt,
                        reason: one.reason,
                    })
                    .collect(),
                own: kept
                    .own
                    .into_iter()
                    .map(|one| OwnFinding {
                        severity: severity_named(&one.severity).unwrap_or(FindingSeverity::Low),
                        title: one.title,
                        note: one.note,
                        excerpt: one.excerpt,
                        quad: one.quad,
                        copy: one.copy,
                    })
                    .collect(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> FindingsDraft {
        FindingsDraft {
            material: Some("ab".repeat(32)),
            judged: Judgement {
                context: MaterialContext {
                    product: Some("fund".to_owned()),
                    ..MaterialContext::default()
                },
                dismissed: vec![Dismissal {
                    rule: "zh-core-guarantee".to_owned(),
                    excerpt: "保本".to_owned(),
                    reason: "引用原文".to_owned(),
                }],
                own: vec![OwnFinding {
                    severity: FindingSeverity::Medium,
                    title: "字号过小".to_owned(),
                    note: String::new(),
                    excerpt: String::new(),
                    quad: Some([[1.5, 2.0], [3.0, 2.0], [3.0, 4.0], [1.5, 4.0]]),
                    copy: None,
                }],
            },
        }
    }

    #[test]
    fn a_draft_of_version_0_1_0_is_read_and_written_alike() {
        let kept = serde_json::to_string(&JudgementDraft::from(draft())).unwrap();
        let golden = format!(
            r#"{{"material":"{}","context":[["product","fund"]],"dismissed":[{{"rule":"zh-core-guarantee","excerpt":"保本","reason":"引用原文"}}],"own":[{{"severity":"medium","title":"字号过小","note":"","excerpt":"","quad":[[1.5,2.0],[3.0,2.0],[3.0,4.0],[1.5,4.0]],"copy":null}}]}}"#,
            "ab".repeat(32)
        );
        assert_eq!(kept, golden);
        assert_eq!(draft_in(&golden), draft());
    }

    #[test]
    fn a_draft_that_cannot_be_read_is_none() {
        assert_eq!(draft_in("{"), FindingsDraft::default());
        assert_eq!(draft_in(""), FindingsDraft::default());
    }
}
