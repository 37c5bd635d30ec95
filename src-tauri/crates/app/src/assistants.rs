//! The assistants of the service: builds the requests for each, and checks them before sending anything.

use std::sync::Arc;

use finagent::{CallOptions, Mode, Request};
use records::Kind;

use crate::{
    App,
    conversations::{LineMark, Said},
    events::Listener,
    findings,
    json_store::now_ms,
    provenance,
    recording::{AnsweredBy, Entry},
    request::RunRequest,
    runs::{Answered, Keep, Lane, Plan},
    sent_pictures::sent_pictures,
    stored::Source,
    wire::{
        AuditRequest, Judgement, LinesAuditRequest, Outcome, Problem, RunEvent, SparringRequest,
        SubjectKind, SubjectRequest,
    },
};

/// Receives the events of a run.
type Window = Box<dyn Listener<RunEvent>>;

/// Starts an audit. Reports an invalid request before sending anything.
pub fn audit(app: &Arc<App>, request: AuditRequest, listener: Window) -> Result<u32, Problem> {
    let options = options(app, &request.model, request.temperature)?;
    let staged = match request.material {
        Some(id) => Some(
            app.staging
                .with_id(id)
                .ok_or_else(|| Problem::plain("material_gone"))?,
        ),
        None => None,
    };
    let mut entry = Entry::audit(&request.copy, staged.as_ref());
    let sha256 = staged
        .as_ref()
        .map(|staged| staged.material.sha256.as_str());
    entry.sources = provenance::checked(&request.copy, request.sources, sha256)?;
    let judged = request.judged.unwrap_or_default();
    let check = findings::for_record(app, staged.as_ref(), &request.copy, judged)?;
    entry.check = Some(check);
    let pieces = staged.as_ref().map(sent_pictures).unwrap_or_default();
    let mut run_request = RunRequest::audit(request.copy, pieces)?;
    if let Some(id) = request.rest_of {
        let record = app.archive.records()?.record(id)?;
        if !run_request.keep_answers(&record) {
            return Err(Problem::plain("rest_unfit"));
        }
        entry.rest_of = Some(AnsweredBy::of(&record.started));
    }
    start(
        app,
        Lane::Audit,
        entry,
        run_request,
        options,
        || Ok(Box::new(drop)),
        listener,
    )
}

/// Starts a report on a company. Reports an invalid request before sending anything.
pub fn diligence(
    app: &Arc<App>,
    request: SubjectRequest,
    listener: Window,
) -> Result<u32, Problem> {
    let asked = Request::Diligence {
        company: request.subject.clone(),
        allow_long: request.insist,
    };
    report_on(
        app,
        SubjectKind::Company,
        Lane::Diligence,
        asked,
        request,
        listener,
    )
}

/// Starts a report on a topic. Reports an invalid request before sending anything.
pub fn updates(app: &Arc<App>, request: SubjectRequest, listener: Window) -> Result<u32, Problem> {
    let asked = Request::Updates {
        query: request.subject.clone(),
        allow_long: request.insist,
    };
    report_on(
        app,
        SubjectKind::Topic,
        Lane::Updates,
        asked,
        request,
        listener,
    )
}

fn report_on(
    app: &Arc<App>,
    kind: SubjectKind,
    lane: Lane,
    asked: Request,
    request: SubjectRequest,
    listener: Window,
) -> Result<u32, Problem> {
    asked.check()?;
    let options = options(app, &request.model, request.temperature)?;
    let record = match kind {
        SubjectKind::Company => Kind::Diligence,
        SubjectKind::Topic => Kind::Updates,
    };
    let entry = Entry::subject(record, &request.subject);
    let keep = || Ok(Box::new(drop) as Keep);
    let run = start(app, lane, entry, asked, options, keep, listener)?;
    // The list reports its own write errors where it is shown; the report matters more.
    let _ = app.subjects.note(kind.into(), &request.subject, now_ms());
    Ok(run)
}

/// Sends a line in a conversation. Reports an invalid request before sending anything; nothing has changed then.
pub fn sparring(
    app: &Arc<App>,
    request: SparringRequest,
    listener: Window,
) -> Result<u32, Problem> {
    let SparringRequest {
        conversation: id,
        text,
        instead_of,
        ..
    } = request;
    let asked = Request::Sparring {
        query: text.clone(),
        history: app.conversations.history(id, instead_of)?,
    };
    asked.check()?;
    let options = options(app, &request.model, request.temperature)?;
    let entry = Entry::conversation(Kind::Sparring, id, &text);
    let here = app.clone();
    let begin = move || {
        let said = here.conversations.say(id, &text, instead_of, now_ms())?;
        Ok(keep_answer(here, id, said))
    };
    start(app, Lane::Sparring, entry, asked, options, begin, listener)
}

/// Adds the answer to the conversation, even if it was interrupted.
fn keep_answer(app: Arc<App>, id: u32, to: LineMark) -> Keep {
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
        // If it can't be written, it is still shown. Sending the next line reports the write error.
        let _ = app.conversations.answer(id, to, said, now_ms());
    })
}

/// Starts an audit of the person's lines in a conversation.
pub fn lines(app: &Arc<App>, request: LinesAuditRequest, listener: Window) -> Result<u32, Problem> {
    let query = app.conversations.typed(request.conversation)?;
    let mut entry = Entry::conversation(Kind::Lines, request.conversation, &query);
    entry.check = Some(findings::for_record(
        app,
        None,
        &query,
        Judgement::default(),
    )?);
    let asked = Request::Audit { query, image: None };
    asked.check()?;
    let options = options(app, &request.model, request.temperature)?;
    let begin = || Ok(Box::new(drop) as Keep);
    start(app, Lane::Lines, entry, asked, options, begin, listener)
}

/// The call options: the model and temperature of the window, and the mode of the settings.
pub fn options(app: &App, model: &str, temperature: f32) -> Result<CallOptions, Problem> {
    let stream = app.settings.get().stream;
    Ok(CallOptions {
        mode: if stream { Mode::Stream } else { Mode::Sync },
        model: model.parse()?,
        temperature: finagent::Temperature::new(temperature)?,
    })
}

/// Starts a run of checked requests with the service that answers now.
fn start(
    app: &Arc<App>,
    lane: Lane,
    entry: Entry,
    run_request: impl Into<RunRequest>,
    options: CallOptions,
    begin: impl FnOnce() -> Result<Keep, Problem>,
    listener: Window,
) -> Result<u32, Problem> {
    let here = Arc::clone(app);
    let target = async move { here.connection.target(&here.settings).await };
    let plan = Plan {
        lane,
        target,
        run_request: run_request.into(),
        options,
        archive: app.archive.clone(),
        entry,
    };
    app.runs.start(plan, begin, listener)
}
