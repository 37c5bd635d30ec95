//! Looks up the text of a picture in the records, and stores it there.

use std::sync::Arc;

use ::ocr::Models;
use records::Records;
use spool::Spool;

use crate::{
    App,
    events::Listener,
    stored::PictureText,
    wire::{Problem, ReadingEvent},
};

/// Sends the text of a picture to `listener`. The picture may be the current material or belong to a record. If its text
/// is unknown, reads it now if the person asks for that.
pub async fn tell(
    app: &Arc<App>,
    sha256: String,
    ask: bool,
    listener: Arc<dyn Listener<ReadingEvent>>,
) -> Result<(), Problem> {
    let ocr = app.ocr.clone();
    if ocr.join(&sha256, &listener) {
        return Ok(());
    }
    let (looked_for, name) = (Arc::clone(app), sha256.clone());
    let known = tokio::task::spawn_blocking(move || known(&looked_for, &name)).await?;
    let event = match known {
        Known::Read(text) => ReadingEvent::Read { text: text.into() },
        Known::Gone => ReadingEvent::Failed {
            problem: Problem::plain("picture_gone"),
        },
        Known::Picture(_) if !ocr.installed() => ReadingEvent::NotInstalled,
        Known::Picture(_) if !ask => ReadingEvent::Unread,
        Known::Picture(picture) => {
            let keep = {
                let (app, sha256) = (Arc::clone(app), sha256.clone());
                move |text| kept(&app, sha256, text)
            };
            tokio::spawn(ocr.read(sha256, picture, listener, keep));
            return Ok(());
        }
    };
    listener.tell(event);
    Ok(())
}

/// The text of a picture, if it was read.
pub fn text(app: &App, sha256: &str) -> Option<PictureText> {
    let records = app.archive.records().ok()?;
    read(&records, sha256)
}

/// The OCR state of a picture.
enum Known {
    Read(PictureText),
    Picture(Spool),
    Gone,
}

fn known(app: &Arc<App>, sha256: &str) -> Known {
    let records = app.archive.records().ok();
    if let Some(text) = records.as_ref().and_then(|records| read(records, sha256)) {
        return Known::Read(text);
    }
    let staged = app.staging.staged();
    let staged = staged.filter(|staged| staged.material.sha256 == sha256);
    let recorded = || records?.material(sha256).ok();
    match staged {
        Some(staged) => Known::Picture(staged.file),
        None => recorded().map_or(Known::Gone, |material| Known::Picture(material.data)),
    }
}

/// The stored text by these models. If it can't be parsed, the picture is read again.
fn read(records: &Records, sha256: &str) -> Option<PictureText> {
    let lines = records.picture_lines(sha256, &Models::version()).ok()??;
    serde_json::from_str(&lines).ok()
}

/// Stores the text. If that fails, the person still gets it, and the picture is read again next time.
fn kept(app: &Arc<App>, sha256: String, text: PictureText) -> PictureText {
    if let (Ok(records), Ok(lines)) = (app.archive.records(), serde_json::to_string(&text)) {
        let _ = records.keep_picture_text(records::PictureText {
            sha256,
            models: Models::version(),
            text: said(&text),
            lines,
        });
    }
    text
}

/// The searchable text of a picture: one line per line, but a Chinese sentence continues across lines.
fn said(text: &PictureText) -> String {
    let mut said = String::new();
    for line in &text.lines {
        let goes_on = said.ends_with(is_chinese) && line.text.starts_with(is_chinese);
        if !said.is_empty() && !goes_on {
            said.push('\n');
        }
        said.push_str(&line.text);
    }
    said
}

/// Whether a line may break next to it without a space.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stored::{LineDirection, TextLine};

    #[test]
    fn a_chinese_sentence_goes_on_over_the_end_of_a_line_and_others_do_not() {
        let line = |text: &str| TextLine {
            text: text.to_owned(),
            confidence: 0.9,
            quad: [[0.0; 2]; 4],
            direction: LineDirection::Along,
            font_size: 20.0,
        };
        let text = PictureText {
            lines: ["投资有风", "险，入市", "Terms", "apply", "需谨慎"]
                .map(line)
                .into(),
            left_out: 0,
            turned: 0,
        };
        assert_eq!(said(&text), "投资有风险，入市\nTerms\napply\n需谨慎");
    }
}
