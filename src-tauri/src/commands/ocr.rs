//! The text of pictures (OCR): requests it, reads it on this machine, stores it in the records.

use app::{
    ocr::known,
    wire::{Problem, ReadingEvent},
};
use tauri::{State, ipc::Channel};

use crate::{Core, events::to_window};

/// Sends the text of the picture with this hash on the channel. The picture may be the current material or belong to a
/// record. If its text is unknown, reads it now if the person asks for that.
#[tauri::command]
pub async fn picture_read(
    core: State<'_, Core>,
    sha256: String,
    ask: bool,
    channel: Channel<ReadingEvent>,
) -> Result<(), Problem> {
    known::tell(&core, sha256, ask, to_window(channel).into()).await
}

/// Stops reading a picture.
#[tauri::command]
pub fn picture_read_stop(sha256: String, core: State<'_, Core>) {
    core.ocr.stop(&sha256);
}
