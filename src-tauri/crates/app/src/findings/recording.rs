//! The offline check in the form in which the record of a run stores it, with the person's decisions on it.

use records::{
    OfflineCheck,
    offline_check::{
        Assumption, Basis, Finding, PictureChecked as Picture, RulePack, Stretch, Unchecked,
    },
};
use rules::{Checked, Kind, PackVersion, Severity};
use serde_json::json;

use super::{Check, LIMIT, conversion::severity_name, places::Quad};
use crate::wire::{ArticleCheck, FindingSeverity, Judgement, OwnFinding, PictureChecked, Problem};

/// The maximum number of findings that a person may add, and that may be dismissed.
const MAX_JUDGED: usize = 500;
/// Limits of texts in characters.
const REASON: usize = 500;
const TITLE: usize = 200;
const NOTE: usize = 2_000;
const EXCERPT: usize = 10_000;

/// Around the name and the day in the confidence of an article that a person checked.
const OPEN: char = '（';
const CLOSE: &str = " 核对）";

/// The kind of a finding that the person added.
const PERSON_ADDED: &str = "person_added";

impl Check {
    /// The check for the record.
    pub fn recorded(&self, copy: &str, judged: &Judgement) -> OfflineCheck {
        let found = self.report.findings.iter();
        let omitted = found.len().saturating_sub(LIMIT);
        let mut findings: Vec<Finding> = found
            .clone()
            .take(LIMIT)
            .map(|finding| self.recorded_finding(copy, finding, judged))
            .collect();
        findings.extend(judged.own.iter().map(|own| added(copy, own)));
        OfflineCheck {
            packs: self
                .packs_behind(found.take(LIMIT))
                .map(|pack| RulePack {
                    id: pack.id.clone(),
                    version: pack.version.clone(),
                    sha256: pack.sha256.clone(),
                })
                .collect(),
            context: super::conversion::fields(&self.report.context)
                .into_iter()
                .map(|field| Assumption {
                    name: field.name,
                    value: field.value,
                    guessed_from: field.guessed.then_some(field.words),
                })
                .collect(),
            picture: match self.picture {
                PictureChecked::None => Picture::None,
                PictureChecked::Unread => Picture::Unread,
                PictureChecked::Read => Picture::Read,
            },
            omitted: omitted as u64,
            not_checked: self
                .not_checked_by_needs()
                .into_iter()
                .map(|(needs, rules)| Unchecked {
                    needs: needs.into_iter().map(super::conversion::need).collect(),
                    rules: rules.into_iter().map(str::to_owned).collect(),
                })
                .collect(),
            findings,
        }
    }

    /// The packs in use, and the files of the laws behind these findings.
    fn packs_behind<'a>(
        &'a self,
        findings: impl Iterator<Item = &'a rules::Finding> + Clone + 'a,
    ) -> impl Iterator<Item = &'a PackVersion> {
        self.report.packs.iter().filter(move |pack| {
            let Some(law) = pack.id.strip_prefix("law:") else {
                return true;
            };
            // A law may have several files: the built-in one, and copies of articles that a person checked.
            let mut bases = findings.clone().filter_map(|one| one.basis.as_ref());
            bases.any(|basis| basis.law_id == law && basis.file_sha256 == pack.sha256)
        })
    }

    fn recorded_finding(
        &self,
        copy: &str,
        finding: &rules::Finding,
        judged: &Judgement,
    ) -> Finding {
        let dismissal = judged
            .dismissed
            .iter()
            .find(|one| one.rule == finding.rule && one.excerpt == finding.excerpt);
        let ranges = finding.ranges.iter();
        Finding {
            rule: Some(finding.rule.clone()),
            kind: kind(finding.kind).to_owned(),
            topic: finding.topic.clone(),
            severity: severity_name(finding.severity.into()).to_owned(),
            title: finding.title.clone(),
            explanation: finding.explanation.clone(),
            excerpt: finding.excerpt.clone(),
            suggestion: finding.suggestion.clone(),
            basis: finding.basis.as_ref().map(|basis| Basis {
                id: basis.law_id.clone(),
                law: basis.law.clone(),
                article: basis.article.clone(),
                text: basis.text.clone(),
                confidence: confidence(basis),
            }),
            picture: ranges
                .clone()
                .flat_map(|range| self.text.in_picture(range))
                .map(whole)
                .collect(),
            copy: ranges
                .filter_map(|range| self.text.in_copy(range))
                .filter_map(|units| stretch(copy, units))
                .collect(),
            dismissed: dismissal.map(|dismissal| dismissal.reason.clone()),
        }
    }
}

/// `A` to `D`, and who compared the article with the official text, where a person did.
fn confidence(basis: &rules::Basis) -> String {
    let grade = super::conversion::name(basis.confidence);
    match &basis.checked {
        Some(Checked { by, on }) => format!("{grade}{OPEN}{by} {on}{CLOSE}"),
        None => grade,
    }
}

/// The grade of a confidence in a record, and who compared the article with the official text.
pub fn read_confidence(confidence: &str) -> (&str, Option<ArticleCheck>) {
    let checked = || {
        let (grade, rest) = confidence.split_once(OPEN)?;
        let (by, on) = rest.strip_suffix(CLOSE)?.rsplit_once(' ')?;
        let check = ArticleCheck {
            by: by.to_owned(),
            on: on.to_owned(),
        };
        Some((grade, Some(check)))
    };
    checked().unwrap_or((confidence, None))
}

fn added(copy: &str, own: &OwnFinding) -> Finding {
    // Words that were edited since are no longer at this place.
    let place = own.copy.and_then(|units| stretch(copy, units));
    let place = place.filter(|place| own.excerpt.contains(&words_at(copy, *place)));
    Finding {
        rule: None,
        kind: PERSON_ADDED.to_owned(),
        topic: String::new(),
        severity: severity_name(own.severity).to_owned(),
        title: own.title.trim().to_owned(),
        explanation: own.note.trim().to_owned(),
        excerpt: own.excerpt.clone(),
        suggestion: String::new(),
        basis: None,
        picture: own.quad.map(whole).into_iter().collect(),
        copy: place.into_iter().collect(),
        dismissed: None,
    }
}

/// The characters of a copy from UTF-16 offsets; `None` if there are none at that place.
fn stretch(copy: &str, [start, end]: [u32; 2]) -> Option<Stretch> {
    let mut units = 0;
    let mut stretch: Option<Stretch> = None;
    for (character, number) in copy.chars().zip(1..) {
        if (start..end).contains(&units) {
            let from = stretch.map_or(number, |stretch| stretch.from);
            stretch = Some(Stretch { from, to: number });
        }
        units += if character.len_utf16() == 2 { 2 } else { 1 };
    }
    stretch.filter(|_| end <= units)
}

fn words_at(copy: &str, stretch: Stretch) -> String {
    let from = stretch.from.saturating_sub(1) as usize;
    let length = (stretch.to as usize).saturating_sub(from);
    copy.chars().skip(from).take(length).collect()
}

/// Whole pixels are exact enough for a frame.
fn whole(quad: Quad) -> [[i32; 2]; 4] {
    // Casting saturates, so that a box far outside does no harm.
    quad.map(|point| point.map(|place| place.round() as i32))
}

/// Checks the limits of a person's statements.
///
/// # Errors
/// `finding_too_long`; `findings_too_many`.
pub fn within(judged: &Judgement) -> Result<(), Problem> {
    let count = judged.dismissed.len().max(judged.own.len());
    if count > MAX_JUDGED {
        let params = json!({ "limit": MAX_JUDGED, "actual": count });
        return Err(Problem::new("findings_too_many", params));
    }
    let reasons = judged
        .dismissed
        .iter()
        .flat_map(|one| [(&one.reason, REASON), (&one.excerpt, EXCERPT)]);
    let own = judged.own.iter().flat_map(|one| {
        [
            (&one.title, TITLE),
            (&one.note, NOTE),
            (&one.excerpt, EXCERPT),
        ]
    });
    for (text, limit) in reasons.chain(own) {
        let actual = text.chars().count();
        if actual > limit {
            let params = json!({ "limit": limit, "actual": actual });
            return Err(Problem::new("finding_too_long", params));
        }
    }
    Ok(())
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Ban => "ban",
        Kind::Required => "required",
        Kind::RequiredIf => "required_if",
        Kind::Number => "number",
        Kind::Evidence => "evidence",
        Kind::Layout => "layout",
        Kind::Person => "person",
        Kind::Advice => "advice",
    }
}

impl From<Severity> for FindingSeverity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::High => Self::High,
            Severity::Medium => Self::Medium,
            Severity::Low => Self::Low,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rules::{Context, Language, Packs};

    use super::*;
    use crate::wire::Dismissal;

    fn check(copy: &str) -> Check {
        let packs = Arc::new(Packs::embedded().unwrap());
        Check::new(packs, None, copy, &Context::default(), Language::Chinese)
    }

    #[test]
    fn the_record_holds_each_finding_with_its_words_at_their_place() {
        let copy = "😀本理财保本保息，欢迎咨询";
        let recorded = check(copy).recorded(copy, &Judgement::default());
        let found = recorded.findings.iter().find(|one| !one.copy.is_empty());
        let found = found.unwrap();
        let place = *found.copy.first().unwrap();
        assert_eq!(words_at(copy, place), found.excerpt);
        assert_eq!(found.dismissed, None);
        assert!(!recorded.packs.is_empty());
    }

    #[test]
    fn a_dismissed_finding_keeps_its_reason() {
        let copy = "本理财保本保息";
        let check = check(copy);
        let findings = check.findings(Language::Chinese).findings;
        let first = findings.first().unwrap();
        let judged = Judgement {
            dismissed: vec![Dismissal {
                rule: first.rule.clone(),
                excerpt: first.excerpt.clone(),
                reason: "非本产品内容".to_owned(),
            }],
            ..Judgement::default()
        };
        let recorded = check.recorded(copy, &judged);
        let dismissed: Vec<_> = recorded
            .findings
            .iter()
            .filter(|one| one.dismissed.is_some())
            .collect();
        let [dismissed] = dismissed.as_slice() else {
            panic!("{dismissed:?}");
        };
        assert_eq!(dismissed.rule.as_ref(), Some(&first.rule));
        assert_eq!(dismissed.dismissed.as_deref(), Some("非本产品内容"));
    }

    #[test]
    fn what_a_person_added_keeps_its_place_only_while_its_words_stand_there() {
        let own = |copy| OwnFinding {
            severity: FindingSeverity::Low,
            title: "字号过小".to_owned(),
            note: String::new(),
            excerpt: "欢迎".to_owned(),
            quad: Some([[1.4, 2.0], [3.0, 2.0], [3.0, f32::MAX], [f32::NAN, 4.0]]),
            copy: Some(copy),
        };
        let judged = Judgement {
            own: vec![own([3, 5]), own([0, 2]), own([4, 99])],
            ..Judgement::default()
        };
        let recorded = check("您好，欢迎").recorded("您好，欢迎", &judged);
        let added: Vec<_> = recorded
            .findings
            .iter()
            .filter(|one| one.rule.is_none())
            .collect();
        assert_eq!(
            added.iter().map(|one| one.copy.len()).collect::<Vec<_>>(),
            [1, 0, 0]
        );
        assert_eq!(
            added.first().unwrap().picture,
            [[[1, 2], [3, 2], [3, i32::MAX], [0, 4]]]
        );
    }

    #[test]
    fn a_reason_over_the_limit_is_refused_with_its_length() {
        let judged = Judgement {
            dismissed: vec![Dismissal {
                rule: String::new(),
                excerpt: String::new(),
                reason: "长".repeat(501),
            }],
            ..Judgement::default()
        };
        let problem = within(&judged).unwrap_err();
        assert_eq!(problem.code, "finding_too_long");
        assert_eq!(problem.params, json!({ "limit": 500, "actual": 501 }));
    }
}
