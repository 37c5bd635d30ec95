//! The text of pictures: asked for, read on this machine, kept in the records.

use reading::Models;
use records::Records;
use spool::Spool;
use tauri::{AppHandle, Manager, Runtime, State, ipc::Channel};

use crate::{
    archive::Archive,
    desk::Desk,
    ipc::{PictureText, Problem, ReadingEvent},
    readings::Readings,
};

/// Tells on the channel what the picture of this hash says: it may lie on the desk or belong to a record. Where it was never
/// read, it is read now if the person asks for that.
#[tauri::command]
pub async fn picture_read<R: Runtime>(
    app: AppHandle<R>,
    sha256: String,
    ask: bool,
    channel: Channel<ReadingEvent>,
) -> Result<(), Problem> {
    let readings = app.state::<Readings>().inner().clone();
    if readings.join(&sha256, &channel) {
        return Ok(());
    }
    let (looked_for, name) = (app.clone(), sha256.clone());
    let known = tauri::async_runtime::spawn_blocking(move || known(&looked_for, &name)).await?;
    let event = match known {
        Known::Read(text) => ReadingEvent::Read { text },
        Known::Gone => ReadingEvent::Failed {
            problem: Problem::plain("picture_gone"),
        },
        Known::Picture(_) if !readings.installed() => ReadingEvent::NotInstalled,
        Known::Picture(_) if !ask => ReadingEvent::Unread,
        Known::Picture(picture) => {
            let keep = {
                let sha256 = sha256.clone();
                move |text| kept(&app, sha256, text)
            };
            tauri::async_runtime::spawn(readings.read(sha256, picture, channel, keep));
            return Ok(());
        }
    };
    // A window that is gone needs no news.
    let _ = channel.send(event);
    Ok(())
}

/// Stops the reading of a picture.
#[tauri::command]
pub fn picture_read_stop(sha256: String, readings: State<'_, Readings>) {
    readings.stop(&sha256);
}

/// What is known of a picture.
enum Known {
    Read(PictureText),
    Picture(Spool),
    Gone,
}

fn known<R: Runtime>(app: &AppHandle<R>, sha256: &str) -> Known {
    let records = app.state::<Archive>().records().ok();
    if let Some(text) = records.as_ref().and_then(|records| read(records, sha256)) {
        return Known::Read(text);
    }
    let on_desk = app.state::<Desk>().on_desk();
    let on_desk = on_desk.filter(|on_desk| on_desk.material.sha256 == sha256);
    let recorded = || records?.material(sha256).ok();
    match on_desk {
        Some(on_desk) => Known::Picture(on_desk.file),
        None => recorded().map_or(Known::Gone, |material| Known::Picture(material.data)),
    }
}

/// What these models read before. What can't be read back is read anew.
fn read(records: &Records, sha256: &str) -> Option<PictureText> {
    let lines = records.picture_lines(sha256, &Models::version()).ok()??;
    serde_json::from_str(&lines).ok()
}

/// Keeps what was read. Where that can't be, the person has it all the same, and it is read anew the next time.
fn kept<R: Runtime>(app: &AppHandle<R>, sha256: String, text: PictureText) -> PictureText {
    if let (Ok(records), Ok(lines)) = (
        app.state::<Archive>().records(),
        serde_json::to_string(&text),
    ) {
        let _ = records.keep_picture_text(records::PictureText {
            sha256,
            models: Models::version(),
            text: said(&text),
            lines,
        });
    }
    text
}

/// What a picture says, as it is searched: a line a line, but a Chinese sentence that goes on in the next line goes on here.
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

/// Characters between which a line may break without a space.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ipc::{LineDirection, TextLine};

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
        };
        assert_eq!(said(&text), "投资有风险，入市\nTerms\napply\n需谨慎");
    }
}
