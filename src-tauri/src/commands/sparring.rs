//! Adviser sparring: conversations, what is said in them, and the audit of what the person said.

use finagent::Request;
use records::Kind;
use tauri::{AppHandle, Manager, Runtime, State, ipc::Channel};

use crate::{
    commands::{
        dialog::save,
        run::{options, start},
    },
    conversations::{Conversations, LineMark, Said},
    file_name,
    ipc::{
        Conversation, ConversationName, ConversationWords, LinesAuditRequest, Opening, Outcome,
        Problem, RunEvent, Source, SparringRequest,
    },
    kept::now_ms,
    paper::titled,
    recording::{Entry, moment},
    runs::{Answered, Keep, Lane},
};

/// Says something in a conversation. What is wrong with it is said before anything is sent, and nothing has changed then.
#[tauri::command(async)]
pub fn sparring_run<R: Runtime>(
    app: AppHandle<R>,
    request: SparringRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    let SparringRequest {
        conversation: id,
        text,
        instead_of,
        ..
    } = request;
    let asked = Request::Sparring {
        query: text.clone(),
        history: app.state::<Conversations>().history(id, instead_of)?,
    };
    asked.check()?;
    let options = options(&app, &request.model, request.temperature)?;
    let entry = Entry::conversation(Kind::Sparring, id, &text);
    let here = app.clone();
    let begin = move || {
        let said = here
            .state::<Conversations>()
            .say(id, &text, instead_of, now_ms())?;
        Ok(keep_answer(here, id, said))
    };
    start(app, Lane::Sparring, entry, asked, options, begin, channel)
}

/// What was answered belongs to the conversation, also where it broke off.
fn keep_answer<R: Runtime>(app: AppHandle<R>, id: u32, to: LineMark) -> Keep {
    Box::new(move |answered: Answered| {
        let said = Said {
            text: answered.markdown,
            source: if answered.demo {
                Source::Demo
            } else {
                Source::Service
            },
            incomplete: answered.outcome != Outcome::Finished,
        };
        // Where it can't be written it is shown all the same; the next thing said tells that nothing can be.
        let _ = app.state::<Conversations>().answer(id, to, said, now_ms());
    })
}

/// Starts an audit of what the person said in a conversation.
#[tauri::command(async)]
pub fn sparring_audit<R: Runtime>(
    app: AppHandle<R>,
    request: LinesAuditRequest,
    channel: Channel<RunEvent>,
) -> Result<u32, Problem> {
    let query = app.state::<Conversations>().typed(request.conversation)?;
    let entry = Entry::conversation(Kind::Lines, request.conversation, &query);
    let asked = Request::Audit { query, image: None };
    asked.check()?;
    let options = options(&app, &request.model, request.temperature)?;
    let begin = || Ok(Box::new(drop) as Keep);
    start(app, Lane::Lines, entry, asked, options, begin, channel)
}

/// All conversations, the latest first.
#[tauri::command(async)]
pub fn conversation_names(
    conversations: State<'_, Conversations>,
) -> Result<Vec<ConversationName>, Problem> {
    conversations.names()
}

/// One conversation, whole.
#[tauri::command(async)]
pub fn conversation_open(
    id: u32,
    conversations: State<'_, Conversations>,
) -> Result<Conversation, Problem> {
    conversations.open(id)
}

/// Begins a conversation, with a scenario's first lines where there is one.
#[tauri::command(async)]
pub fn conversation_begin(
    title: &str,
    scenario: Option<String>,
    opening: Vec<Opening>,
    conversations: State<'_, Conversations>,
) -> Result<Conversation, Problem> {
    conversations.begin(title, scenario, opening, now_ms())
}

/// Gives a conversation another name.
#[tauri::command(async)]
pub fn conversation_rename(
    id: u32,
    title: &str,
    conversations: State<'_, Conversations>,
) -> Result<Vec<ConversationName>, Problem> {
    conversations.rename(id, title)
}

/// Takes a conversation off the list.
#[tauri::command(async)]
pub fn conversation_delete(
    id: u32,
    conversations: State<'_, Conversations>,
) -> Result<Vec<ConversationName>, Problem> {
    conversations.delete(id)
}

/// Brings a deleted conversation back.
#[tauri::command(async)]
pub fn conversation_restore(
    id: u32,
    conversations: State<'_, Conversations>,
) -> Result<Vec<ConversationName>, Problem> {
    conversations.restore(id)
}

/// Brings back what the last edit or new answer took away.
#[tauri::command(async)]
pub fn conversation_undo(
    id: u32,
    conversations: State<'_, Conversations>,
) -> Result<Conversation, Problem> {
    conversations.undo(id)
}

/// Asks where to and saves a conversation as Markdown. Returns the file's name, or nothing where the person changed their
/// mind.
#[tauri::command]
pub async fn conversation_save<R: Runtime>(
    app: AppHandle<R>,
    id: u32,
    words: ConversationWords,
) -> Result<Option<String>, Problem> {
    let here = app.clone();
    let read = move || {
        let conversations = here.state::<Conversations>();
        let (title, demo) = conversations.called(id)?;
        let marks: Vec<_> = demo.then_some(file_name::DEMO).into_iter().collect();
        let title = titled(Kind::Sparring, &title);
        let name = file_name::stem(&moment(), &title, &marks);
        Ok::<_, Problem>((format!("{name}.md"), conversations.markdown(id, &words)?))
    };
    let (name, text) = tauri::async_runtime::spawn_blocking(read).await??;
    save(&app, &name, "Markdown", &["md"], async {
        Ok(text.into_bytes())
    })
    .await
}
