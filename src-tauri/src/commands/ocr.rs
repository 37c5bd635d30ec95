//! The text of pictures: asked for, read on this machine, kept in the records.

use app::{
    ocr::known,
    wire::{Problem, ReadingEvent},
};
use tauri::{State, ipc::Channel};

use crate::{Core, events::to_window};

/// Tells on the channel what the picture of this hash says: it may lie on the desk or belong to a record. Where it was never
/// read, it is read now if the person asks for that.
#[tauri::command]
pub async fn picture_read(
    core: State<'_, Core>,
    sha256: String,
    ask: bool,
    channel: Channel<ReadingEvent>,
) -> Result<(), Problem> {
    known::tell(&core, sha256, ask, to_window(channel).into()).await
}

/// Stops the reading of a picture.
#[tauri::command]
pub fn picture_read_stop(sha256: String, core: State<'_, Core>) {
    core.ocr.stop(&sha256);
}
