//! Sparring: conversations, their lines, and the audit of what the person said.

use app::{
    assistants, file_name,
    json_store::now_ms,
    record_document::titled,
    recording::moment,
    wire::{
        Conversation, ConversationName, ConversationWords, LinesAuditRequest, Opening, Problem,
        RunEvent, SparringRequest,
    },
};
use records::Kind;
use tauri::{AppHandle, Runtime, State, ipc::Channel};

use crate::{Core, commands::dialog::save, events::to_window};

/// Sends a line in a conversation. Reports an invalid request before sending anything; nothing has changed then.
#[tauri::command(async)]
pub fn sparring_run(
    core: State<'_, Core>,
    request: SparringRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    assistants::sparring(&core, request, to_window(channel))
}

/// Starts an audit of what the person said in a conversation.
#[tauri::command(async)]
pub fn sparring_audit(
    core: State<'_, Core>,
    request: LinesAuditRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    assistants::lines(&core, request, to_window(channel))
}

/// All conversations, the latest first.
#[tauri::command(async)]
pub fn conversation_names(core: State<'_, Core>) -> Result<Vec<ConversationName>, Problem> {
    core.conversations.names()
}

/// A conversation with its lines.
#[tauri::command(async)]
pub fn conversation_open(id: u32, core: State<'_, Core>) -> Result<Conversation, Problem> {
    core.conversations.open(id)
}

/// Creates a conversation, with the first lines of a scenario if there is one.
#[tauri::command(async)]
pub fn conversation_begin(
    title: &str,
    scenario: Option<String>,
    opening: Vec<Opening>,
    core: State<'_, Core>,
) -> Result<Conversation, Problem> {
    core.conversations.begin(title, scenario, opening, now_ms())
}

/// Renames a conversation.
#[tauri::command(async)]
pub fn conversation_rename(
    id: u32,
    title: &str,
    core: State<'_, Core>,
) -> Result<Vec<ConversationName>, Problem> {
    core.conversations.rename(id, title)
}

/// Deletes a conversation.
#[tauri::command(async)]
pub fn conversation_delete(
    id: u32,
    core: State<'_, Core>,
) -> Result<Vec<ConversationName>, Problem> {
    core.conversations.delete(id)
}

/// Restores a deleted conversation.
#[tauri::command(async)]
pub fn conversation_restore(
    id: u32,
    core: State<'_, Core>,
) -> Result<Vec<ConversationName>, Problem> {
    core.conversations.restore(id)
}

/// Restores what the last edit or new answer removed.
#[tauri::command(async)]
pub fn conversation_undo(id: u32, core: State<'_, Core>) -> Result<Conversation, Problem> {
    core.conversations.undo(id)
}

/// Asks where to save and writes a conversation as Markdown. Returns the file name, or `None` if the person cancels.
#[tauri::command]
pub async fn conversation_save<R: Runtime>(
    app: AppHandle<R>,
    core: State<'_, Core>,
    id: u32,
    words: ConversationWords,
) -> Result<Option<String>, Problem> {
    let here = core.inner().clone();
    let read = move || {
        let conversations = &here.conversations;
        let (title, demo) = conversations.called(id)?;
        let marks: Vec<_> = demo.then_some(file_name::DEMO).into_iter().collect();
        let title = titled(Kind::Sparring, &title);
        let name = file_name::stem(&moment(), &title, &marks);
        Ok::<_, Problem>((format!("{name}.md"), conversations.markdown(id, &words)?))
    };
    let (name, text) = tokio::task::spawn_blocking(read).await??;
    save(&app, &name, "Markdown", &["md"], async {
        Ok(text.into_bytes())
    })
    .await
}
