//! Compares a published picture with the material of a signed review (上线比对). The result becomes part of the record.

use std::{path::PathBuf, sync::Arc};

use platform::shown_name;
use published::{Evidence, Outcome, WordChange, WordKind};
use records::statement::{self, NewStatement, Region, StatementBody, StatementKind};
use serde_json::json;
use spool::Spool;

use super::{
    Open,
    comparing::Progress,
    pictures::{self, Picture, outcome, unreadable},
    signed,
};
use crate::{
    App,
    recording::moment,
    wire::{Problem, Review},
};

/// The most differences that are stored.
const LIMIT: usize = 200;
/// The name of a picture from the clipboard in the statement, which has both languages.
const PASTED: &str = "剪贴板图片 Clipboard picture";
/// The longest quotation in a difference, in characters.
const QUOTE: usize = 200;

/// Compares a file, which is the only one, with the material of a signed review, and adds the result to the record.
///
/// # Errors
/// `published_one` for several files; why the file can't be read; `comparing_already`; `stopped`; `review_not_signed`
/// before the review is signed; `review_no_picture` if nothing was shown in it; `published_unreadable` if the file is no
/// picture; why the records can't be read or written.
pub async fn compare_files(
    app: &Arc<App>,
    id: i64,
    paths: Vec<PathBuf>,
    english: bool,
) -> Result<Review, Problem> {
    let [path] = paths.as_slice() else {
        return Err(Problem::new(
            "published_one",
            json!({ "count": paths.len() }),
        ));
    };
    let name = shown_name(path);
    let (path, folder) = (path.clone(), app.reviews.data.clone());
    let file = async {
        let copy = move || intake::copy_file(&path, intake::MAX_FILE_BYTES, &folder);
        Ok(tokio::task::spawn_blocking(copy).await??)
    };
    compare(app, id, name, file, english).await
}

/// Compares a picture from the clipboard: see [`compare_files`].
///
/// # Errors
/// Those of [`compare_files`].
pub async fn compare_pasted(
    app: &Arc<App>,
    id: i64,
    png: Vec<u8>,
    english: bool,
) -> Result<Review, Problem> {
    let file = std::future::ready(Ok(png.into()));
    compare(app, id, PASTED.to_owned(), file, english).await
}

/// The input of a comparison, and its result.
struct Compared {
    comparison: published::Comparison,
    /// The lines of the published picture.
    texts: Vec<String>,
    published_hash: String,
    same_file: bool,
}

async fn compare(
    app: &Arc<App>,
    id: i64,
    name: String,
    file: impl Future<Output = Result<Spool, Problem>>,
    english: bool,
) -> Result<Review, Problem> {
    let progress = app.reviews.comparing.begin(&app.window, id, &name)?;
    let looking = look(app, id, file, &progress, english);
    let Compared {
        comparison,
        texts,
        published_hash,
        same_file,
    } = progress.unless_stopped(looking).await?;
    drop(progress);
    app.with_records(move |app, records| {
        let open = Open::read(app, records, id, english)?;
        let archived = signed::last(&open.statements, StatementKind::Archived);
        let mut findings = differences(&comparison, &texts);
        let valid_until = &open.draft.submission.valid_until;
        if is_past(valid_until) {
            findings.insert(0, format!("已过有效期 Expired：{valid_until}"));
        }
        let body = StatementBody::Compared(statement::Compared {
            archived: archived.map(|one| one.sha256.clone()),
            picture: published_hash,
            name,
            outcome: outcome(comparison.outcome, same_file),
            findings,
            regions: comparison
                .regions
                .iter()
                .take(LIMIT)
                .map(|region| Region {
                    x: region.approved.x,
                    y: region.approved.y,
                    width: region.approved.width,
                    height: region.approved.height,
                })
                .collect(),
        });
        let new = NewStatement {
            body,
            files: Vec::new(),
        };
        records.add_statement(id, new, &moment())?;
        Open::read(app, records, id, english)?.shown(app)
    })
    .await
}

/// Compares, and stores nothing.
async fn look(
    app: &Arc<App>,
    id: i64,
    file: impl Future<Output = Result<Spool, Problem>>,
    progress: &Progress<'_>,
    english: bool,
) -> Result<Compared, Problem> {
    let approved = app
        .with_records(move |app, records| {
            let open = Open::read(app, records, id, english)?;
            if open.can_change() {
                return Err(Problem::plain("review_not_signed"));
            }
            let picture = pictures::of_record(&open.record);
            let picture = picture.ok_or_else(|| Problem::plain("review_no_picture"))?;
            Picture::recorded(records, &picture.sha256)
        })
        .await?;
    let file = file.await?;
    let hash = file.clone();
    let published_hash = tokio::task::spawn_blocking(move || {
        let bytes = hash.bytes().map_err(|_| unreadable())?;
        Ok::<_, Problem>(records::sha256_hex(&bytes))
    })
    .await??;
    let same_file = published_hash == approved.sha256;
    let published = Picture {
        sha256: published_hash.clone(),
        file,
    };
    let tell = |stage: &str, done, of| progress.tell(stage, done, of);
    let compared = pictures::compared(app, approved, published, &tell).await?;
    Ok(Compared {
        comparison: compared.comparison,
        texts: compared.texts,
        published_hash,
        same_file,
    })
}

/// The differences in both languages, since a record must not depend on the language of the window.
fn differences(comparison: &published::Comparison, published: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    if comparison.outcome == Outcome::SameWords {
        all.push("文字一致，版式不同 Same words, another layout".to_owned());
    }
    let certain = |change: &&WordChange| change.evidence != Evidence::Misread;
    all.extend(comparison.words.iter().filter(certain).map(in_words));
    let speechless = comparison
        .regions
        .iter()
        .filter(|region| region.approved_lines.is_empty() && region.published_lines.is_empty());
    let speechless = speechless.count();
    if speechless > 0 {
        all.push(format!(
            "画面改动 {speechless} 处 Changes beside the words: {speechless}"
        ));
    }
    // A caption around an unaltered poster may promise what the poster does not.
    let around = comparison.frame_lines.iter();
    let around: Vec<_> = around.filter_map(|line| published.get(*line)).collect();
    if !around.is_empty() {
        let words = around.into_iter().map(String::as_str).collect::<Vec<_>>();
        let words = quote(&words.join(" "));
        all.push(format!(
            "四周的文字，未比对 Text around it, not compared：「{words}」"
        ));
    }
    all.truncate(LIMIT);
    all
}

fn quote(text: &str) -> String {
    let text = visible_text::strip_invisible(text);
    text.chars().take(QUOTE).collect()
}

fn in_words(change: &WordChange) -> String {
    let (approved, published) = (quote(&change.approved), quote(&change.published));
    let said = match change.kind {
        WordKind::Removed => format!("缺少 Missing：「{approved}」"),
        WordKind::Added => format!("新增 Added：「{published}」"),
        WordKind::Changed => format!("改动 Changed：「{approved}」→「{published}」"),
    };
    match change.evidence {
        Evidence::TextOnly => format!("{said}（仅凭文字识别 by OCR alone）"),
        Evidence::CutOff => format!("{said}（被裁掉 cut off）"),
        Evidence::Pixels | Evidence::Misread => said,
    }
}

/// Whether a day is before today.
fn is_past(day: &str) -> bool {
    let day = day.trim().parse::<jiff::civil::Date>();
    day.is_ok_and(|day| day < jiff::Zoned::now().date())
}
