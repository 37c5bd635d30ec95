//! The person's template of letters: one Word document in the data folder, checked and filled in a confined child.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use jobs::fill::{Fill, packed};
use letter::{
    document::Language,
    docx::{self, MAX_PACKED_BYTES, TemplateError},
    model,
};
use platform::{
    ReadError,
    atomic_write::{Readers, replace_file},
    read_bounded, safe_file_name,
};
use serde_json::json;

use super::letter::{in_english, language};
use crate::{
    App,
    json_store::not_saved,
    problem::read_reason,
    wire::{LetterTemplate, Problem, TemplateFault, TemplateFaultKind},
};

/// The folder in the data folder. It holds one template under the name that the person gave it.
const FOLDER: &str = "letter-template";
/// The endings of a template's name.
pub const ENDINGS: [&str; 2] = ["docx", "dotx"];

/// A template as the person chose it.
struct Template {
    name: String,
    bytes: Vec<u8>,
}

/// The template in use, and its faults; `name` is `None` if letters have the built-in form.
///
/// # Errors
/// The reason why the folder can't be read; `worker_…`.
pub async fn template(app: &Arc<App>, english: bool) -> Result<LetterTemplate, Problem> {
    let path = path_of(app).await?;
    let Some(path) = path else {
        return Ok(LetterTemplate::default());
    };
    let name = named(&path);
    let faults = match read(path).await? {
        Ok(template) => check(app, &template, in_english(app, english)).await?,
        Err(fault) => vec![fault],
    };
    Ok(LetterTemplate {
        name: Some(name),
        faults,
    })
}

/// The built-in template, and a file name for it.
///
/// # Errors
/// `internal`; none is known.
pub fn built_in(app: &App, english: bool) -> Result<(&'static str, Vec<u8>), Problem> {
    let english = in_english(app, english);
    let name = if english {
        "Opinion letter template.docx"
    } else {
        "消保审查意见书模板.docx"
    };
    let bytes = docx::template(language(english)).map_err(|_| Problem::internal("template"))?;
    Ok((name, bytes))
}

/// Checks the file at `path` and uses a copy of it from now on.
///
/// # Errors
/// `letter_template` with the faults of the file; nothing has changed then. `worker_…`, `save_failed`.
pub async fn choose(
    app: &Arc<App>,
    path: PathBuf,
    english: bool,
) -> Result<LetterTemplate, Problem> {
    let name = named(&path);
    let template = read(path)
        .await?
        .map_err(|fault| refusal(&name, &[fault]))?;
    let faults = check(app, &template, in_english(app, english)).await?;
    if !faults.is_empty() {
        return Err(refusal(&name, &faults));
    }
    let folder = folder(app);
    let keep = move || keep(&folder, &template);
    tokio::task::spawn_blocking(keep).await??;
    Ok(LetterTemplate {
        name: Some(name),
        faults: Vec::new(),
    })
}

/// Goes back to the built-in form.
///
/// # Errors
/// `save_failed`.
pub fn remove(app: &App) -> Result<LetterTemplate, Problem> {
    for path in stored(&folder(app)).map_err(not_saved)? {
        fs::remove_file(path).map_err(not_saved)?;
    }
    Ok(LetterTemplate::default())
}

/// The letter in the person's form; `None` if they have no template.
///
/// # Errors
/// `letter_template` with the faults of the template; `worker_…`.
pub async fn filled(
    app: &Arc<App>,
    letter: &model::Letter,
    language: Language,
) -> Result<Option<Vec<u8>>, Problem> {
    let Some(path) = path_of(app).await? else {
        return Ok(None);
    };
    let name = named(&path);
    let template = read(path)
        .await?
        .map_err(|fault| refusal(&name, &[fault]))?;
    let filled = run(app, &template, letter.clone(), language).await?;
    match filled {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => Err(refusal(&name, &faults(error))),
    }
}

fn folder(app: &App) -> PathBuf {
    app.reviews.data.join(FOLDER)
}

/// The faults of a template; empty if it can be used.
async fn check(
    app: &Arc<App>,
    template: &Template,
    english: bool,
) -> Result<Vec<TemplateFault>, Problem> {
    let checked = run(app, template, model::Letter::default(), language(english)).await?;
    Ok(checked.map_or_else(faults, |_| Vec::new()))
}

async fn run(
    app: &Arc<App>,
    template: &Template,
    letter: model::Letter,
    language: Language,
) -> Result<Result<Vec<u8>, TemplateError>, Problem> {
    let (request, input) = packed(&template.bytes, letter, language)
        .map_err(|_| Problem::internal("letter to JSON"))?;
    let (answer, filled) = app.reviews.worker.run::<Fill>(&request, input).await?;
    Ok(answer.map(|()| filled))
}

/// The template in use. Where a crash left two, the one that was chosen last.
async fn path_of(app: &Arc<App>) -> Result<Option<PathBuf>, Problem> {
    let folder = folder(app);
    let latest = move || {
        let chosen = |path: &PathBuf| {
            let data = fs::metadata(path).and_then(|data| data.modified());
            data.unwrap_or(SystemTime::UNIX_EPOCH)
        };
        Ok(stored(&folder)?.into_iter().max_by_key(chosen))
    };
    tokio::task::spawn_blocking(latest)
        .await?
        .map_err(|error: io::Error| {
            let fault = TemplateFault {
                kind: TemplateFaultKind::Unreadable,
                names: vec![crate::problem::io_reason(&error).to_owned()],
            };
            refusal("", &[fault])
        })
}

/// The templates in the folder.
fn stored(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let ending = path.extension().and_then(OsStr::to_str);
        let ending = ending.unwrap_or_default().to_ascii_lowercase();
        if ENDINGS.contains(&ending.as_str()) {
            paths.push(path);
        }
    }
    Ok(paths)
}

async fn read(path: PathBuf) -> Result<Result<Template, TemplateFault>, Problem> {
    let read = move || {
        let name = named(&path);
        let bytes = read_bounded(&path, MAX_PACKED_BYTES as u64).map_err(|error| match error {
            ReadError::TooLarge { .. } => plain(TemplateFaultKind::TooLarge),
            other => TemplateFault {
                kind: TemplateFaultKind::Unreadable,
                names: vec![read_reason(&other).to_owned()],
            },
        })?;
        Ok(Template { name, bytes })
    };
    Ok(tokio::task::spawn_blocking(read).await?)
}

/// Replaces the contents of the folder by this template.
fn keep(folder: &Path, template: &Template) -> Result<(), Problem> {
    fs::create_dir_all(folder).map_err(not_saved)?;
    let path = folder.join(&template.name);
    replace_file(&path, &template.bytes, Readers::Owner).map_err(not_saved)?;
    let others = stored(folder).map_err(not_saved)?;
    for other in others.iter().filter(|other| **other != path) {
        fs::remove_file(other).map_err(not_saved)?;
    }
    Ok(())
}

/// The name under which a file is kept.
fn named(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let ending = match ending.eq_ignore_ascii_case("dotx") {
        true => "dotx",
        false => "docx",
    };
    let stem = safe_file_name(&stem);
    match stem.trim_start_matches('.') {
        "" => format!("template.{ending}"),
        stem => format!("{stem}.{ending}"),
    }
}

fn refusal(name: &str, faults: &[TemplateFault]) -> Problem {
    Problem::new("letter_template", json!({ "name": name, "faults": faults }))
}

fn plain(kind: TemplateFaultKind) -> TemplateFault {
    TemplateFault {
        kind,
        names: Vec::new(),
    }
}

fn faults(error: TemplateError) -> Vec<TemplateFault> {
    use TemplateFaultKind as Kind;
    let about = |kind, what: String| TemplateFault {
        kind,
        names: vec![what],
    };
    let fault = match error {
        TemplateError::NotDocx => plain(Kind::NotDocx),
        TemplateError::Protected => plain(Kind::Protected),
        TemplateError::Damaged(part) => about(Kind::Damaged, part),
        TemplateError::TooLarge => plain(Kind::TooLarge),
        TemplateError::UnpacksTooLarge => plain(Kind::UnpacksTooLarge),
        TemplateError::TooManyFiles => plain(Kind::TooManyFiles),
        TemplateError::TooComplex(part) => about(Kind::TooComplex, part),
        TemplateError::Macros => plain(Kind::Macros),
        TemplateError::ActiveContent(what) => about(Kind::ActiveContent, what),
        TemplateError::External(target) => about(Kind::External, target),
        TemplateError::WordField(code) => about(Kind::WordField, code),
        TemplateError::Packing(_) => plain(Kind::Unpackable),
        TemplateError::Fields(errors) => {
            let named = [
                (Kind::Unknown, errors.unknown),
                (Kind::Missing, errors.missing),
                (Kind::Misplaced, errors.misplaced),
                (Kind::Repeated, errors.repeated),
                (Kind::Unclosed, errors.unclosed),
            ];
            let named = named.into_iter().filter(|(_, names)| !names.is_empty());
            return named
                .map(|(kind, names)| TemplateFault { kind, names })
                .collect();
        }
    };
    vec![fault]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(name: &str) -> Template {
        Template {
            name: name.to_owned(),
            bytes: name.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_chosen_template_takes_the_place_of_the_one_before() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join(FOLDER);
        assert_eq!(stored(&folder).unwrap(), [""; 0].map(PathBuf::from));
        keep(&folder, &template("总行.docx")).unwrap();
        keep(&folder, &template("分行.dotx")).unwrap();
        assert_eq!(stored(&folder).unwrap(), [folder.join("分行.dotx")]);
        keep(&folder, &template("分行.dotx")).unwrap();
        assert_eq!(stored(&folder).unwrap().len(), 1);
    }

    #[test]
    fn a_kept_name_leads_into_no_other_folder_and_is_recognised_again() {
        for (given, kept) in [
            ("/x/意见书.DOCX", "意见书.docx"),
            ("/x/a:b?.dotx", "ab.dotx"),
            ("/x/报告.doc", "报告.docx"),
            ("/x/?.docx", "template.docx"),
        ] {
            assert_eq!(named(Path::new(given)), kept);
        }
    }

    #[test]
    fn each_mistake_in_the_fields_is_named_under_its_kind() {
        let errors = docx::FieldErrors {
            unknown: vec!["审查结沦".to_owned()],
            missing: vec!["审查结论".to_owned(), "警示".to_owned()],
            ..docx::FieldErrors::default()
        };
        let faults = faults(TemplateError::Fields(errors));
        let kinds: Vec<_> = faults.iter().map(|fault| fault.kind).collect();
        assert_eq!(
            kinds,
            [TemplateFaultKind::Unknown, TemplateFaultKind::Missing]
        );
        let problem = refusal("总行.docx", &faults);
        assert_eq!(problem.params["faults"][0]["kind"], "unknown");
        assert_eq!(problem.params["faults"][1]["names"][1], "警示");
    }
}
