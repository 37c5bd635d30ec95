//! The findings of a record as one numbered list: those of the rules, of the service and of the person.

use std::{cmp::Ordering, collections::HashMap};

use sha2::{Digest, Sha256};

use crate::wire::{
    AnswerFinding, Dismissal, Finding, FindingKind, FindingSeverity, FindingSource, OwnFinding,
    RecordFindings, ReviewFinding,
};

/// Number of hexadecimal digits of a hash that identify a finding within its record.
const ID_DIGITS: usize = 16;

/// Merges and numbers the findings of all checks. What the service says about the words of a rule joins the finding of the rule.
pub fn merged(found: RecordFindings) -> Vec<ReviewFinding> {
    let RecordFindings {
        check,
        rechecks,
        answer,
    } = found;
    let mut ids = Ids::default();
    let mut findings: Vec<ReviewFinding> = Vec::new();
    let mut own = Vec::new();
    let rechecks = rechecks.into_iter().map(|recheck| recheck.check);
    for check in check.into_iter().chain(rechecks) {
        // Equal findings of one check are several; those of two checks are the same.
        let mut of_check = Ids::default();
        for finding in check.findings.findings {
            let finding = of_rules(finding, &check.dismissed, &mut of_check);
            if findings.iter().all(|known| known.id != finding.id) {
                findings.push(finding);
            }
        }
        own.extend(check.own);
    }
    for said in answer.findings {
        let words = folded(&said.excerpt);
        let same = findings.iter_mut().find(|finding| {
            !words.is_empty()
                && finding.sources == [FindingSource::Rules]
                && finding.kind != Some(FindingKind::Advice)
                && folded(&finding.excerpt) == words
        });
        match same {
            Some(finding) => join(finding, said),
            None => findings.push(of_service(said, &mut ids)),
        }
    }
    findings.extend(own.into_iter().map(|own| of_person(own, &mut ids)));
    findings.sort_by(by_severity_and_place);
    for (finding, number) in findings.iter_mut().zip(1..) {
        finding.number = number;
    }
    findings
}

fn of_rules(finding: Finding, dismissed: &[Dismissal], ids: &mut Ids) -> ReviewFinding {
    let by_person = dismissed
        .iter()
        .find(|one| one.rule == finding.rule && one.excerpt == finding.excerpt);
    ReviewFinding {
        id: ids.next("rule", &finding.rule, &finding.excerpt),
        number: 0,
        sources: vec![FindingSource::Rules],
        dismissed: by_person.map(|one| one.reason.clone()),
        rule: Some(finding.rule),
        kind: Some(finding.kind),
        topic: finding.topic,
        severity: finding.severity,
        title: finding.title,
        explanation: finding.explanation,
        excerpt: finding.excerpt,
        suggestion: finding.suggestion,
        basis: finding.basis,
        service_basis: String::new(),
        passage: String::new(),
        picture: finding.picture,
        copy: finding.copy,
    }
}

/// The more serious of both, so that nobody overlooks it.
fn join(finding: &mut ReviewFinding, said: AnswerFinding) {
    finding.sources.push(FindingSource::Service);
    finding.service_basis = said.basis;
    finding.passage = said.passage;
    if let Some(severity) = said.severity {
        finding.severity = finding.severity.min(severity);
    }
    if finding.suggestion.is_empty() {
        finding.suggestion = said.suggestion;
    }
}

fn of_service(said: AnswerFinding, ids: &mut Ids) -> ReviewFinding {
    ReviewFinding {
        id: ids.next("service", &said.title, &said.excerpt),
        number: 0,
        sources: vec![FindingSource::Service],
        rule: None,
        kind: None,
        topic: String::new(),
        severity: said.severity.unwrap_or(FindingSeverity::Medium),
        title: said.title,
        explanation: String::new(),
        excerpt: said.excerpt,
        suggestion: said.suggestion,
        basis: None,
        service_basis: said.basis,
        passage: said.passage,
        picture: said.picture,
        copy: said.copy,
        dismissed: None,
    }
}

fn of_person(own: OwnFinding, ids: &mut Ids) -> ReviewFinding {
    ReviewFinding {
        id: ids.next("person", &own.title, &own.excerpt),
        number: 0,
        sources: vec![FindingSource::Person],
        rule: None,
        kind: None,
        topic: String::new(),
        severity: own.severity,
        title: own.title,
        explanation: own.note,
        excerpt: own.excerpt,
        suggestion: String::new(),
        basis: None,
        service_basis: String::new(),
        passage: String::new(),
        picture: own.quad.into_iter().collect(),
        copy: own.copy.into_iter().collect(),
        dismissed: None,
    }
}

/// Line breaks and spaces make no difference between two quotations.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Gives each finding an id that does not depend on the others, except on equal ones before it.
#[derive(Default)]
struct Ids(HashMap<String, u32>);

impl Ids {
    fn next(&mut self, source: &str, what: &str, excerpt: &str) -> String {
        let mut hash = Sha256::new();
        for text in [source, what, &folded(excerpt)] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        let mut id = records::hex(&hash.finalize());
        id.truncate(ID_DIGITS);
        let times = self.0.entry(id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            id = format!("{id}-{times}");
        }
        id
    }
}

/// Advice comes last; then the picture comes before the copy, and both before what stands nowhere.
fn by_severity_and_place(one: &ReviewFinding, other: &ReviewFinding) -> Ordering {
    let rank = |finding: &ReviewFinding| {
        let advice = finding.kind == Some(FindingKind::Advice);
        (advice, finding.severity)
    };
    let order = rank(one).cmp(&rank(other));
    order.then_with(|| {
        place(one)
            .partial_cmp(&place(other))
            .unwrap_or(Ordering::Equal)
    })
}

fn place(finding: &ReviewFinding) -> (u8, f32, f32) {
    match (finding.picture.first(), finding.copy.first()) {
        (Some([[x, y], ..]), _) => (0, *y, *x),
        (None, Some([from, _])) => (1, *from as f32, 0.0),
        (None, None) => (2, 0.0, 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{AnswerFindings, Findings, PictureChecked, Recheck, RecordCheck};

    fn rule(id: &str, excerpt: &str, severity: FindingSeverity, top: f32) -> Finding {
        Finding {
            rule: id.to_owned(),
            pack: String::new(),
            kind: FindingKind::Ban,
            topic: "promise".to_owned(),
            severity,
            title: format!("title of {id}"),
            explanation: String::new(),
            excerpt: excerpt.to_owned(),
            suggestion: "delete it".to_owned(),
            basis: None,
            picture: vec![[[0.0, top], [10.0, top], [10.0, top + 5.0], [0.0, top + 5.0]]],
            copy: Vec::new(),
        }
    }

    fn said(title: &str, excerpt: &str, severity: Option<FindingSeverity>) -> AnswerFinding {
        AnswerFinding {
            title: title.to_owned(),
            severity,
            excerpt: excerpt.to_owned(),
            basis: "《广告法》".to_owned(),
            suggestion: String::new(),
            passage: "passage".to_owned(),
            picture: Vec::new(),
            copy: Vec::new(),
        }
    }

    fn found(
        rules: Vec<Finding>,
        answer: Vec<AnswerFinding>,
        own: Vec<OwnFinding>,
    ) -> RecordFindings {
        let findings = Findings {
            findings: rules,
            omitted: 0,
            not_checked: Vec::new(),
            context: Vec::new(),
            picture: PictureChecked::Read,
            rules: 0,
            packs: Vec::new(),
        };
        RecordFindings {
            check: Some(RecordCheck {
                findings,
                dismissed: vec![Dismissal {
                    rule: "b".to_owned(),
                    excerpt: "零风险".to_owned(),
                    reason: "引用".to_owned(),
                }],
                own,
            }),
            rechecks: Vec::new(),
            answer: AnswerFindings {
                findings: answer,
                unparsed: 0,
            },
        }
    }

    #[test]
    fn the_same_words_from_a_rule_and_the_service_are_one_finding() {
        let rules = vec![
            rule("a", "保本保息", FindingSeverity::Medium, 50.0),
            rule("b", "零风险", FindingSeverity::Low, 10.0),
        ];
        let answer = vec![
            said("承诺保本", "保本 保息", Some(FindingSeverity::High)),
            said("没有原文", "", None),
        ];
        let own = vec![OwnFinding {
            severity: FindingSeverity::Low,
            title: "字号过小".to_owned(),
            note: "看不清".to_owned(),
            excerpt: String::new(),
            quad: None,
            copy: None,
        }];
        let merged = merged(found(rules, answer, own));
        let short: Vec<_> = merged
            .iter()
            .map(|one| {
                (
                    one.number,
                    one.excerpt.as_str(),
                    one.severity,
                    one.sources.len(),
                )
            })
            .collect();
        assert_eq!(
            short,
            [
                (1, "保本保息", FindingSeverity::High, 2),
                (2, "", FindingSeverity::Medium, 1),
                (3, "零风险", FindingSeverity::Low, 1),
                (4, "", FindingSeverity::Low, 1),
            ]
        );
        assert_eq!(merged.get(2).unwrap().dismissed.as_deref(), Some("引用"));
        assert_eq!(merged.first().unwrap().service_basis, "《广告法》");
    }

    #[test]
    fn a_later_check_adds_what_the_first_one_did_not_find() {
        let first = vec![rule("a", "保本", FindingSeverity::High, 1.0)];
        let mut found = found(first.clone(), Vec::new(), Vec::new());
        let later = self::found(
            vec![
                first[0].clone(),
                rule("b", "第一", FindingSeverity::High, 9.0),
            ],
            Vec::new(),
            Vec::new(),
        );
        found.rechecks = vec![Recheck {
            at_ms: 0,
            check: later.check.unwrap(),
        }];
        let merged = merged(found);
        let excerpts: Vec<_> = merged.iter().map(|one| one.excerpt.as_str()).collect();
        assert_eq!(excerpts, ["保本", "第一"]);
    }

    #[test]
    fn equal_findings_have_ids_of_their_own_and_keep_them_when_others_come() {
        let twice = || {
            vec![
                rule("a", "保本", FindingSeverity::High, 1.0),
                rule("a", "保本", FindingSeverity::High, 9.0),
            ]
        };
        let ids = |found| {
            merged(found)
                .into_iter()
                .map(|one| one.id)
                .collect::<Vec<_>>()
        };
        let alone = ids(found(twice(), Vec::new(), Vec::new()));
        assert_ne!(alone.first(), alone.last());
        let mut more = twice();
        more.push(rule("c", "最佳", FindingSeverity::High, 0.0));
        let all = ids(found(more, Vec::new(), Vec::new()));
        assert!(alone.iter().all(|id| all.contains(id)), "{alone:?} {all:?}");
    }
}
