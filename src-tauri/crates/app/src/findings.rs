//! Judges the material and its copy against the rule packs, offline.
//!
//! The text of the picture (OCR, in reading order) and the copy form one material: a risk notice on the poster counts
//! for the copy beside it. A check takes some milliseconds and stores nothing.

mod conversion;
mod draft;
mod laws;
mod of_record;
mod own_rules;
mod places;
mod recording;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rules::{Context, Kind, Language, Packs, Report, Severity};

use records::{OfflineCheck, Record};

use crate::{
    App,
    ocr::known,
    staging::Staged,
    stored::PictureText,
    wire::{
        FindingCounts, Findings, FindingsRequest, Judgement, OwnRules, PictureChecked, Problem,
        ShellEvent,
    },
};
use places::CheckedText;

pub use conversion::{severity_name, severity_named};
pub use draft::{PLACE as DRAFT_PLACE, draft_in, keep_draft};
pub use laws::{article, check_article, forget_article};
pub(crate) use of_record::of_answer as answer_findings;
pub use of_record::{of_record, recheck};
pub use own_rules::{effect, exported, import, remove, save_own, try_own};

/// The most findings that a check returns; a material with more needs another look anyway.
const LIMIT: usize = 300;

/// The rule packs in use, read when they are first needed.
pub struct RulePacks {
    /// Packs of the person's own.
    folder: PathBuf,
    loaded: Mutex<Option<Arc<Packs>>>,
}

impl RulePacks {
    /// The built-in packs, and those in the folder `rules` of the data folder.
    pub fn new(data: &Path) -> Self {
        Self {
            folder: data.join("rules"),
            loaded: Mutex::default(),
        }
    }

    /// The packs.
    ///
    /// # Errors
    /// `rules_unusable` if a pack of the person's own can't be used; `kept_unreadable`, once, if the own rules can't be read.
    pub fn packs(&self) -> Result<Arc<Packs>, Problem> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(packs) = loaded.as_ref() {
            return Ok(Arc::clone(packs));
        }
        let packs = Arc::new(self.compile(&self.own()?)?);
        Ok(Arc::clone(loaded.insert(packs)))
    }

    /// The built-in packs, those in the folder with its laws, and these own rules.
    fn compile(&self, own: &OwnRules) -> Result<Packs, Problem> {
        let folder = self.folder.is_dir().then_some(self.folder.as_path());
        let text = own_rules::pack_text(own, own_rules::OWN);
        let is_empty = own.rules.is_empty() && own.exemptions.is_empty();
        let more = [(own_rules::OWN, text.as_str())];
        let more = if is_empty { &[] } else { more.as_slice() };
        Packs::load_with(folder, more).map_err(|error| own_rules::unusable(own, &error))
    }

    fn put(&self, packs: Packs) {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        *loaded = Some(Arc::new(packs));
    }
}

/// Other rules are in force: whatever was checked and not sent is checked again.
fn changed(app: &App) {
    app.queue.rules_changed();
    app.window.tell(ShellEvent::RulesChanged);
}

/// A check with everything it was made from.
pub struct Check {
    text: CheckedText,
    report: Report,
    picture: PictureChecked,
    packs: Arc<Packs>,
}

impl Check {
    /// Checks a picture, if there is one, together with the copy. `None` as the text: the picture was not read.
    pub fn new(
        packs: Arc<Packs>,
        picture: Option<Option<PictureText>>,
        copy: &str,
        context: &Context,
        language: Language,
    ) -> Self {
        let state = match &picture {
            None => PictureChecked::None,
            Some(None) => PictureChecked::Unread,
            Some(Some(_)) => PictureChecked::Read,
        };
        let lines = picture.flatten().map(|text| text.lines).unwrap_or_default();
        let text = CheckedText::new(lines, copy);
        let report = packs.check(text.material(), context, language);
        Self {
            text,
            report,
            picture: state,
            packs,
        }
    }

    /// The number of findings by severity.
    pub fn counts(&self) -> FindingCounts {
        let mut counts = FindingCounts::default();
        for finding in &self.report.findings {
            let count = match (finding.kind, finding.severity) {
                (Kind::Advice, _) => &mut counts.advice,
                (_, Severity::High) => &mut counts.high,
                (_, Severity::Medium) => &mut counts.medium,
                (_, Severity::Low) => &mut counts.low,
            };
            *count += 1;
        }
        counts
    }
}

/// Checks the staged material with this id and the copy.
///
/// # Errors
/// `rules_unusable`; `material_gone`.
pub fn check(app: &App, request: &FindingsRequest) -> Result<Findings, Problem> {
    let packs = app.rule_packs.packs()?;
    let picture = match request.material {
        None => None,
        Some(id) => {
            let staged = app.staging.with_id(id);
            let staged = staged.ok_or_else(|| Problem::plain("material_gone"))?;
            picture_of(app, &staged)
        }
    };
    let language = language(request.english);
    let context = conversion::context(&request.context);
    let check = Check::new(packs, picture, &request.copy, &context, language);
    Ok(check.findings(language))
}

/// A check for the record of a run, to be made once the run has begun.
pub struct PendingCheck(Box<dyn FnOnce() -> Option<OfflineCheck> + Send>);

impl PendingCheck {
    /// Makes the check. `None` if the rules can't be used, as the window says elsewhere.
    pub fn run(self) -> Option<OfflineCheck> {
        (self.0)()
    }
}

/// Plans the check of a picture and its copy for the record of a run.
///
/// # Errors
/// `finding_too_long` if a text of the person exceeds its limit; `findings_too_many`.
pub fn for_record(
    app: &Arc<App>,
    staged: Option<&Staged>,
    copy: &str,
    judged: Judgement,
) -> Result<PendingCheck, Problem> {
    recording::within(&judged)?;
    let (app, staged, copy) = (Arc::clone(app), staged.cloned(), copy.to_owned());
    Ok(PendingCheck(Box::new(move || {
        let packs = app.rule_packs.packs().ok()?;
        let picture = staged.and_then(|staged| picture_of(&app, &staged));
        let context = conversion::context(&judged.context);
        let check = Check::new(packs, picture, &copy, &context, Language::Chinese);
        Some(check.recorded(&copy, &judged))
    })))
}

/// Plans the check of the material of a record, for the record of a run that asks the same once more.
pub fn for_repeat(app: &Arc<App>, record: &Record) -> PendingCheck {
    let (app, record) = (Arc::clone(app), record.clone());
    PendingCheck(Box::new(move || of_record::check_again(&app, &record).ok()))
}

/// The text of the picture in a file, see [`Check::new`].
fn picture_of(app: &App, staged: &Staged) -> Option<Option<PictureText>> {
    let pictured = !staged.material.parts.is_empty();
    pictured.then(|| known::text(app, &staged.material.sha256))
}

fn language(english: bool) -> Language {
    if english {
        Language::English
    } else {
        Language::Chinese
    }
}
