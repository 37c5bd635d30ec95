//! Tries own rules before they are saved: on a text, and on the latest audits.

use std::sync::Arc;

use records::Kind;
use rules::{Context, Language};

use super::super::{App, Check, language};
use crate::{
    ocr::known,
    record_document::asked,
    wire::{EffectOnRecord, Finding, OwnRules, OwnRulesEffect, OwnRulesTrial, Problem},
};

/// Past records that new rules are tried on.
const RECORDS: usize = 100;

/// The difference that these rules make in a text, compared with the rules in force.
///
/// # Errors
/// Those of [`RulePacks::save_own`].
pub fn try_own(
    app: &App,
    own: &OwnRules,
    text: &str,
    english: bool,
) -> Result<OwnRulesTrial, Problem> {
    let (now, then) = (app.rule_packs.packs()?, app.rule_packs.with_own(own)?);
    let language = language(english);
    let context = Context::default();
    let found = |packs| Check::new(packs, None, text, &context, language).findings(language);
    let (now, then) = (found(now).findings, found(then.into()).findings);
    Ok(OwnRulesTrial {
        added: missing_in(&now, &then),
        removed: missing_in(&then, &now),
    })
}

fn missing_in(those: &[Finding], these: &[Finding]) -> Vec<Finding> {
    let is_in_those = |one: &&Finding| {
        let same = |other: &Finding| other.rule == one.rule && other.excerpt == one.excerpt;
        !those.iter().any(same)
    };
    these.iter().filter(is_in_those).cloned().collect()
}

/// The difference that these rules make in the latest audits, compared with the rules in force.
///
/// # Errors
/// Those of [`RulePacks::save_own`]; the records can't be read.
pub fn effect(app: &App, own: &OwnRules) -> Result<OwnRulesEffect, Problem> {
    let (now, then) = (
        app.rule_packs.packs()?,
        app.rule_packs.with_own(own)?.into(),
    );
    let records = app.archive.records()?;
    let query = records::Query {
        kinds: vec![Kind::Audit],
        descending: true,
        ..records::Query::default()
    };
    let mut effect = OwnRulesEffect {
        records: 0,
        changed: Vec::new(),
    };
    for id in records.search(&query)?.ids.into_iter().take(RECORDS) {
        // A damaged record proves nothing.
        let Ok(record) = records.record(id) else {
            continue;
        };
        effect.records += 1;
        let received = record.started.materials.first();
        let picture = received.map(|part| known::text(app, &part.sha256));
        let context = Context::default();
        let found = |packs| {
            let copy = asked(&record);
            let check = Check::new(packs, picture.clone(), copy, &context, Language::Chinese);
            check.findings(Language::Chinese).findings
        };
        let (before, after) = (found(Arc::clone(&now)), found(Arc::clone(&then)));
        let (added, removed) = (missing_in(&before, &after), missing_in(&after, &before));
        if !added.is_empty() || !removed.is_empty() {
            effect.changed.push(EffectOnRecord {
                record: id,
                title: visible_text::strip_invisible(&record.started.title),
                added: added.into_iter().map(words).collect(),
                removed: removed.into_iter().map(words).collect(),
            });
        }
    }
    Ok(effect)
}

fn words(finding: Finding) -> String {
    if finding.excerpt.is_empty() {
        finding.title
    } else {
        finding.excerpt
    }
}
