//! The rules that the person wrote in the window: stored as JSON, used as a rule pack.

use std::{fs, path::Path};

use records::Kind;
use rules::{Context, Language, Pack, Packs};
use serde_json::{Value, json};

use super::{App, Check, RulePacks, language};
use crate::{
    json_store::{not_saved, read_or_set_aside, write},
    ocr::known,
    record_document::asked,
    stored,
    wire::{
        EffectOnRecord, Finding, FindingSeverity, ImportedPack, OwnExemption, OwnRule, OwnRuleKind,
        OwnRules, OwnRulesEffect, OwnRulesState, OwnRulesTrial, Problem,
    },
};
use platform::atomic_write::{Readers, create_file};

/// The id of the pack of own rules.
pub const OWN: &str = "own";
/// The file of the own rules in the folder of packs.
const FILE: &str = "own.json";
/// Limit of that file in bytes.
const BYTES: u64 = 4_000_000;
/// The most own rules, and the most exemptions.
const MOST: usize = 500;
/// Limits of texts in characters.
const TITLE: usize = 100;
const TEXT: usize = 500;
/// Past records that new rules are tried on.
const RECORDS: usize = 100;
/// Limit of a pack from elsewhere in bytes.
const PACK_BYTES: u64 = 2 << 20;

impl RulePacks {
    /// The own rules.
    ///
    /// # Errors
    /// `kept_unreadable`; the file is renamed then.
    pub fn own(&self) -> Result<OwnRules, Problem> {
        let own: Option<stored::OwnRules> = read_or_set_aside(&self.folder.join(FILE), BYTES)?;
        Ok(own.unwrap_or_default().into())
    }

    /// The own rules, and the packs from elsewhere.
    ///
    /// # Errors
    /// Those of [`Self::own`].
    pub fn state(&self) -> Result<OwnRulesState, Problem> {
        let own = self.own()?;
        let (imported, unusable) = match self.packs() {
            Ok(packs) => (imported(packs.packs()), None),
            Err(problem) => {
                let reason = problem.params.get("reason").and_then(Value::as_str);
                (Vec::new(), reason.map(str::to_owned))
            }
        };
        Ok(OwnRulesState {
            own,
            imported,
            unusable,
        })
    }

    /// Saves the own rules, which are in force from then on.
    ///
    /// # Errors
    /// `rules_unusable`, `finding_too_long`, `rules_too_many`, `save_failed`; nothing has changed then.
    pub fn save_own(&self, own: OwnRules) -> Result<(), Problem> {
        let packs = self.with_own(&own)?;
        write(&self.folder.join(FILE), &stored::OwnRules::from(own), BYTES)?;
        self.put(packs);
        Ok(())
    }

    /// The packs with these own rules instead of those in force.
    fn with_own(&self, own: &OwnRules) -> Result<Packs, Problem> {
        within(own)?;
        self.compile(own)
    }

    /// Adds a pack from elsewhere.
    ///
    /// # Errors
    /// `rules_unusable` if it can't be used; `pack_exists` if there is a pack of this name; read and write errors.
    pub fn import(&self, path: &Path) -> Result<OwnRulesState, Problem> {
        let bytes = platform::read_bounded(path, PACK_BYTES).map_err(|error| {
            Problem::new(
                "rules_unusable",
                json!({ "reason": crate::problem::read_reason(&error) }),
            )
        })?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let to = self
            .folder
            .join(format!("{}.toml", platform::safe_file_name(&name)));
        fs::create_dir_all(&self.folder).map_err(not_saved)?;
        create_file(&to, &bytes, Readers::Owner).map_err(|error| {
            if error.kind() == std::io::ErrorKind::AlreadyExists {
                Problem::new("pack_exists", json!({ "name": name }))
            } else {
                not_saved(error)
            }
        })?;
        match self.compile(&self.own()?) {
            Ok(packs) => self.put(packs),
            Err(problem) => {
                // It was just created, so nobody else's file is lost.
                let _ = fs::remove_file(&to);
                return Err(problem);
            }
        }
        self.state()
    }

    /// Removes a pack from elsewhere.
    ///
    /// # Errors
    /// `save_failed`.
    pub fn remove(&self, file: &str) -> Result<OwnRulesState, Problem> {
        let known = self.state()?.imported.iter().any(|pack| pack.file == file);
        if known {
            fs::remove_file(self.folder.join(file)).map_err(not_saved)?;
            self.put(self.compile(&self.own()?)?);
        }
        self.state()
    }
}

/// What these rules change in a text, compared with the rules in force.
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

/// What these rules change in the latest audits, compared with the rules in force.
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
        // A damaged record tells nothing.
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
        let (before, after) = (
            found(std::sync::Arc::clone(&now)),
            found(std::sync::Arc::clone(&then)),
        );
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

fn imported(packs: &[Pack]) -> Vec<ImportedPack> {
    let imported = packs.iter().filter(|pack| pack.own && pack.id != OWN);
    imported
        .map(|pack| ImportedPack {
            file: pack.file.clone(),
            id: pack.id.clone(),
            title: pack.title.clone(),
            title_en: pack.title_en.clone(),
            version: pack.version.clone(),
        })
        .collect()
}

fn within(own: &OwnRules) -> Result<(), Problem> {
    let count = own.rules.len().max(own.exemptions.len());
    if count > MOST {
        let params = json!({ "limit": MOST, "actual": count });
        return Err(Problem::new("rules_too_many", params));
    }
    let texts = own
        .rules
        .iter()
        .flat_map(|rule| [(&rule.title, TITLE), (&rule.suggestion, TEXT)]);
    let reasons = own.exemptions.iter().map(|one| (&one.reason, TEXT));
    for (text, limit) in texts.chain(reasons) {
        let actual = text.chars().count();
        if actual > limit {
            let params = json!({ "limit": limit, "actual": actual });
            return Err(Problem::new("finding_too_long", params));
        }
    }
    Ok(())
}

/// The own rules as a rule pack for others: its id differs from that of their own rules, and from those of other exports.
pub fn exported(own: &OwnRules) -> String {
    let sha256 = records::sha256_hex(pack_text(own, OWN).as_bytes());
    let mark: String = sha256.chars().take(8).collect();
    pack_text(own, &format!("own-{mark}"))
}

/// The own rules as a rule pack. Their ids contain their numbers, which are never used again.
pub fn pack_text(own: &OwnRules, id: &str) -> String {
    let mut lines = vec![
        format!("id = \"{id}\""),
        "title = \"自定义规则\"".to_owned(),
        "title_en = \"Own rules\"".to_owned(),
        format!("version = \"{}\"", own.last),
        "checked = \"2020-01-01\"".to_owned(),
    ];
    for exemption in &own.exemptions {
        lines.push("\n[[exemption]]".to_owned());
        lines.push(format!("id = \"{id}-{}\"", exemption.number));
        lines.push(list("match", &exemption.words));
    }
    for rule in &own.rules {
        lines.push("\n[[rule]]".to_owned());
        lines.push(format!("id = \"{id}-{}\"", rule.number));
        lines.push(format!("kind = \"{}\"", kind(rule.kind)));
        lines.push("topic = \"own\"".to_owned());
        lines.push(text("title", &rule.title));
        lines.push(text("suggestion", &rule.suggestion));
        lines.push(text("severity", severity(rule.severity)));
        let finds = match rule.kind {
            OwnRuleKind::Required | OwnRuleKind::RequiredIf => "need",
            _ => "match",
        };
        for (name, words) in [
            (finds, &rule.words),
            ("when", &rule.when),
            ("products", &rule.products),
            ("exempt", &rule.except),
        ] {
            if !words.is_empty() {
                lines.push(list(name, words));
            }
        }
        let limits = [("less_than", rule.below), ("more_than", rule.above)];
        for (name, limit) in limits {
            let limit = limit.filter(|limit| limit.is_finite());
            lines.extend(limit.map(|limit| format!("{name} = {limit:?}")));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A JSON string is a TOML string as well, except for U+007F.
fn text(name: &str, text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\u{7f}').collect();
    format!("{name} = {}", Value::from(text))
}

fn list(name: &str, words: &[String]) -> String {
    let words: Vec<String> = words
        .iter()
        .map(|word| word.chars().filter(|c| *c != '\u{7f}').collect())
        .collect();
    format!("{name} = {}", Value::from(words))
}

fn kind(kind: OwnRuleKind) -> &'static str {
    match kind {
        OwnRuleKind::Ban => "ban",
        OwnRuleKind::Evidence => "evidence",
        OwnRuleKind::Person => "person",
        OwnRuleKind::Required => "required",
        OwnRuleKind::RequiredIf => "required_if",
        OwnRuleKind::Number => "number",
        OwnRuleKind::Advice => "advice",
    }
}

fn kind_of(name: &str) -> OwnRuleKind {
    match name {
        "ban" => OwnRuleKind::Ban,
        "evidence" => OwnRuleKind::Evidence,
        "required" => OwnRuleKind::Required,
        "required_if" => OwnRuleKind::RequiredIf,
        "number" => OwnRuleKind::Number,
        "advice" => OwnRuleKind::Advice,
        // The mildest kind that still shows.
        _ => OwnRuleKind::Person,
    }
}

fn severity(severity: FindingSeverity) -> &'static str {
    match severity {
        FindingSeverity::High => "high",
        FindingSeverity::Medium => "medium",
        FindingSeverity::Low => "low",
    }
}

fn severity_of(name: &str) -> FindingSeverity {
    match name {
        "high" => FindingSeverity::High,
        "medium" => FindingSeverity::Medium,
        _ => FindingSeverity::Low,
    }
}

impl From<stored::OwnRules> for OwnRules {
    fn from(own: stored::OwnRules) -> Self {
        Self {
            last: own.last,
            rules: own
                .rules
                .into_iter()
                .map(|rule| OwnRule {
                    number: rule.number,
                    kind: kind_of(&rule.kind),
                    title: rule.title,
                    suggestion: rule.suggestion,
                    severity: severity_of(&rule.severity),
                    products: rule.products,
                    words: rule.words,
                    when: rule.when,
                    except: rule.except,
                    below: rule.below,
                    above: rule.above,
                })
                .collect(),
            exemptions: own
                .exemptions
                .into_iter()
                .map(|one| OwnExemption {
                    number: one.number,
                    words: one.words,
                    reason: one.reason,
                })
                .collect(),
        }
    }
}

impl From<OwnRules> for stored::OwnRules {
    fn from(own: OwnRules) -> Self {
        Self {
            last: own.last,
            rules: own
                .rules
                .into_iter()
                .map(|rule| stored::OwnRule {
                    number: rule.number,
                    kind: kind(rule.kind).to_owned(),
                    title: rule.title,
                    suggestion: rule.suggestion,
                    severity: severity(rule.severity).to_owned(),
                    products: rule.products,
                    words: rule.words,
                    when: rule.when,
                    except: rule.except,
                    below: rule.below,
                    above: rule.above,
                })
                .collect(),
            exemptions: own
                .exemptions
                .into_iter()
                .map(|one| stored::OwnExemption {
                    number: one.number,
                    words: one.words,
                    reason: one.reason,
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(number: u32, kind: OwnRuleKind, words: &[&str]) -> OwnRule {
        OwnRule {
            number,
            kind,
            title: format!("自定义 \"{number}\"\n\u{7f}"),
            suggestion: String::new(),
            severity: FindingSeverity::Medium,
            products: Vec::new(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            when: Vec::new(),
            except: Vec::new(),
            below: None,
            above: None,
        }
    }

    fn rules_in(folder: &Path) -> RulePacks {
        RulePacks::new(folder)
    }

    fn found(packs: &RulePacks, text: &str) -> Vec<(String, String)> {
        let packs = packs.packs().unwrap();
        let check = Check::new(packs, None, text, &Context::default(), Language::Chinese);
        let found = check.findings(Language::Chinese).findings.into_iter();
        found
            .filter(|one| one.pack == "own")
            .map(|one| (one.rule, one.excerpt))
            .collect()
    }

    #[test]
    fn own_rules_of_each_kind_find_what_they_say_and_survive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let own = OwnRules {
            last: 4,
            rules: vec![
                rule(1, OwnRuleKind::Ban, &["蓝鲸计划"]),
                OwnRule {
                    except: vec!["客服电话维护中".to_owned()],
                    ..rule(2, OwnRuleKind::Required, &["客服电话"])
                },
                OwnRule {
                    when: vec!["抽奖".to_owned()],
                    ..rule(3, OwnRuleKind::RequiredIf, &["活动规则"])
                },
                OwnRule {
                    above: Some(500.0),
                    ..rule(4, OwnRuleKind::Number, &["奖品~4#元"])
                },
            ],
            exemptions: Vec::new(),
        };
        rules_in(folder.path()).save_own(own.clone()).unwrap();
        let packs = rules_in(folder.path());
        assert_eq!(packs.own().unwrap(), own);
        let rules = |text: &str| -> Vec<String> {
            let mut rules: Vec<_> = found(&packs, text)
                .into_iter()
                .map(|(rule, _)| rule)
                .collect();
            rules.sort();
            rules
        };
        assert_eq!(rules("蓝鲸计划上线，客服电话95000"), ["own-1"]);
        assert_eq!(rules("周末见"), ["own-2"]);
        assert_eq!(rules("抽奖啦，客服电话95000"), ["own-3"]);
        assert_eq!(rules("奖品价值800元，客服电话95000"), ["own-4"]);
        assert_eq!(rules("奖品价值300元，客服电话95000"), [""; 0]);
    }

    #[test]
    fn rules_that_cannot_be_used_are_refused_and_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let packs = rules_in(folder.path());
        let good = OwnRules {
            last: 1,
            rules: vec![rule(1, OwnRuleKind::Ban, &["蓝鲸计划"])],
            exemptions: Vec::new(),
        };
        packs.save_own(good.clone()).unwrap();
        let bad = OwnRules {
            rules: vec![rule(1, OwnRuleKind::Ban, &["(未完"])],
            ..good.clone()
        };
        assert_eq!(packs.save_own(bad).unwrap_err().code, "rules_unusable");
        assert_eq!(packs.own().unwrap(), good);
        assert_eq!(found(&packs, "蓝鲸计划").len(), 1);
    }

    #[test]
    fn a_pack_from_elsewhere_is_added_once_and_removed_again() {
        let folder = tempfile::tempdir().unwrap();
        let packs = rules_in(&folder.path().join("data"));
        let file = folder.path().join("branch.toml");
        let own = OwnRules {
            last: 1,
            rules: vec![rule(1, OwnRuleKind::Ban, &["蓝鲸计划"])],
            exemptions: Vec::new(),
        };
        packs.save_own(own.clone()).unwrap();
        fs::write(&file, exported(&own)).unwrap();
        let state = packs.import(&file).unwrap();
        let [imported] = state.imported.as_slice() else {
            panic!("{state:?}");
        };
        assert_eq!(imported.file, "branch.toml");
        assert_ne!(imported.id, OWN, "beside the own rules");
        assert_eq!(packs.import(&file).unwrap_err().code, "pack_exists");
        fs::write(folder.path().join("bad.toml"), "id = 3").unwrap();
        let refused = packs.import(&folder.path().join("bad.toml")).unwrap_err();
        assert_eq!(refused.code, "rules_unusable");
        assert!(packs.remove("branch.toml").unwrap().imported.is_empty());
        assert!(packs.remove("../own.json").is_ok(), "names no pack");
    }
}
