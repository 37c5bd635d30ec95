//! The rules that the person wrote in the window: stored as JSON, used as a rule pack.

mod conversion;
mod pack;
mod trial;

use std::{fs, path::Path};

use rules::{LoadError, Pack, Packs};
use serde_json::{Value, json};

use super::{RulePacks, changed};
use crate::{
    App,
    json_store::{not_saved, read_or_set_aside, write},
    stored,
    wire::{ImportedPack, OwnRules, OwnRulesState, Problem},
};
use platform::atomic_write::{Readers, create_file};

pub use pack::{exported, pack_text};
pub use trial::{effect, try_own};

/// The id of the pack of own rules.
pub const OWN: &str = "own";
/// The file of the own rules in the folder of packs.
const FILE: &str = "own.json";
/// Limit of that file in bytes.
const BYTES: u64 = 4_000_000;
/// The maximum number of own rules, and of exemptions.
const LIMIT: usize = 500;
/// Limits of texts in characters.
const TITLE: usize = 100;
const TEXT: usize = 500;
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
    fn save_own(&self, own: OwnRules) -> Result<(), Problem> {
        let packs = self.with_own(&own)?;
        write(&self.folder.join(FILE), &stored::OwnRules::from(own), BYTES)?;
        self.put(packs);
        Ok(())
    }

    /// The packs with these own rules instead of those in force.
    pub(super) fn with_own(&self, own: &OwnRules) -> Result<Packs, Problem> {
        within(own)?;
        self.compile(own)
    }

    /// Adds a pack from elsewhere.
    ///
    /// # Errors
    /// `rules_unusable` if it can't be used; `pack_exists` if there is a pack of this name; read and write errors.
    pub(super) fn import(&self, path: &Path) -> Result<OwnRulesState, Problem> {
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
    fn remove(&self, file: &str) -> Result<OwnRulesState, Problem> {
        let known = self.state()?.imported.iter().any(|pack| pack.file == file);
        if known {
            fs::remove_file(self.folder.join(file)).map_err(not_saved)?;
            self.put(self.compile(&self.own()?)?);
        }
        self.state()
    }
}

/// Saves the own rules, which are in force from then on.
///
/// # Errors
/// `rules_unusable`, `finding_too_long`, `rules_too_many`, `save_failed`; nothing has changed then.
pub fn save_own(app: &App, own: OwnRules) -> Result<(), Problem> {
    app.rule_packs.save_own(own)?;
    changed(app);
    Ok(())
}

/// Adds a pack from elsewhere.
///
/// # Errors
/// `rules_unusable` if it can't be used; `pack_exists` if there is a pack of this name; read and write errors.
pub fn import(app: &App, path: &Path) -> Result<OwnRulesState, Problem> {
    let state = app.rule_packs.import(path)?;
    changed(app);
    Ok(state)
}

/// Removes a pack from elsewhere.
///
/// # Errors
/// `save_failed`.
pub fn remove(app: &App, file: &str) -> Result<OwnRulesState, Problem> {
    let state = app.rule_packs.remove(file)?;
    changed(app);
    Ok(state)
}

/// The problem for packs that can't be used. A fault in an own rule names the rule and the field in the window, not the
/// generated pack.
pub fn unusable(own: &OwnRules, error: &LoadError) -> Problem {
    let params = own_place(own, error).unwrap_or_else(|| json!({ "reason": error.to_string() }));
    Problem::new("rules_unusable", params)
}

fn own_place(own: &OwnRules, error: &LoadError) -> Option<Value> {
    let LoadError::Content {
        file,
        problem,
        place: Some(place),
        ..
    } = error
    else {
        return None;
    };
    let number: u32 = place.rule.strip_prefix("own-")?.parse().ok()?;
    if file != OWN {
        return None;
    }
    let rule = own.rules.iter().find(|rule| rule.number == number);
    let exemption = own.exemptions.iter().find(|one| one.number == number);
    let title = match (rule, exemption) {
        (Some(rule), _) => rule.title.clone(),
        (None, Some(one)) => one.words.first().cloned().unwrap_or_default(),
        (None, None) => return None,
    };
    let field = match place.field {
        Some("match" | "need") => Some("words"),
        Some("when") => Some("when"),
        Some("exempt") => Some("except"),
        _ => None,
    };
    let reason = problem.strip_prefix(&format!("{}: ", place.rule));
    Some(json!({
        "rule": title,
        "number": number,
        "field": field,
        "reason": reason.unwrap_or(problem),
    }))
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
    if count > LIMIT {
        let params = json!({ "limit": LIMIT, "actual": count });
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

#[cfg(test)]
mod tests {
    use rules::{Context, Language};

    use super::*;
    use crate::{
        findings::Check,
        wire::{FindingSeverity, OwnRule, OwnRuleKind},
    };

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
        let problem = packs.save_own(bad).unwrap_err();
        assert_eq!(problem.code, "rules_unusable");
        assert_eq!(problem.params["rule"], good.rules.first().unwrap().title);
        assert_eq!(problem.params["field"], "words");
        let reason = problem.params["reason"].as_str().unwrap();
        assert!(!reason.contains("line"), "{reason}");
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
