//! Records written out: as evidence packages, as reports, as a register; and how long work is followed and stopped.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use records::{Loaded, Record, Records, Rendered};
use report::register::{csv, xlsx};
use tauri::{AppHandle, Manager, Runtime, State, ipc::Channel};

use crate::{
    archive::Archive,
    charts::Charts,
    commands::{
        dialog::{choose_folder, save},
        records::with_records,
        report::alternative,
    },
    file_name,
    finds::Finds,
    ipc::{Advance, ChartOrder, ExportForm, Exported, Problem, RegisterForm, RegisterWords},
    kept::not_saved,
    paper::{self, Drawing},
    recording::moment,
    register::register,
    whole_file::{Readers, create_file},
};

/// Pixels of the flowchart in an export for each of its own: sharp in print.
const CHART_SCALE: f32 = 2.0;

/// Time between two messages about how far something has come.
const NEWS: Duration = Duration::from_millis(100);

/// The long work on the records that goes on.
#[derive(Default)]
pub struct LongWork {
    stops: Mutex<Vec<Weak<AtomicBool>>>,
}

/// Long work that is followed.
pub struct Followed {
    channel: Channel<Advance>,
    stop: Arc<AtomicBool>,
    told: Mutex<Option<Instant>>,
}

impl LongWork {
    /// Begins; whoever listens hears how far it has come.
    pub fn begin(&self, channel: Channel<Advance>) -> Followed {
        let stop = Arc::new(AtomicBool::new(false));
        let mut stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
        stops.retain(|stop| stop.strong_count() > 0);
        stops.push(Arc::downgrade(&stop));
        Followed {
            channel,
            stop,
            told: Mutex::default(),
        }
    }

    fn stop(&self) {
        let stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
        for stop in stops.iter().filter_map(Weak::upgrade) {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Followed {
    /// So much is done; goes on unless it was stopped.
    ///
    /// # Errors
    /// `stopped`.
    pub fn unless_stopped(&self, done: u64, of: u64) -> Result<(), Problem> {
        if self.go_on(done, of) {
            Ok(())
        } else {
            Err(Problem::plain("stopped"))
        }
    }

    /// So much is done; whether to go on.
    pub fn go_on(&self, done: u64, of: u64) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| told.elapsed() >= NEWS) || done == of {
            *told = Some(Instant::now());
            let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
            // A window that is gone needs no news.
            let _ = self.channel.send(Advance {
                done: count(done),
                of: count(of),
            });
        }
        !self.stop.load(Ordering::Relaxed)
    }
}

/// Stops the exports and checks that go on; what was written stays.
#[tauri::command]
pub fn records_stop(long: State<'_, LongWork>) {
    long.stop();
}

/// Asks where to and writes records out: one to a file, more into a folder.
#[tauri::command]
pub async fn records_export<R: Runtime>(
    app: AppHandle<R>,
    ids: Vec<i64>,
    form: ExportForm,
    channel: Channel<Advance>,
) -> Result<Exported, Problem> {
    let long = app.state::<LongWork>().begin(channel);
    if let [id] = ids.as_slice() {
        return export_one(app, *id, form, &long).await;
    }
    let Some(folder) = choose_folder(&app).await? else {
        return Ok(Exported {
            name: None,
            count: 0,
            damaged: 0,
            stopped: false,
        });
    };
    let (mut written, mut damaged) = (0, 0);
    let mut stopped = false;
    for (done, id) in ids.iter().enumerate() {
        if !long.go_on(done as u64, ids.len() as u64) {
            stopped = true;
            break;
        }
        let file = match made(&app, *id, form).await {
            Ok(file) => file,
            // It keeps none of the others from being written.
            Err(problem) if problem.code == DAMAGED => {
                damaged += 1;
                continue;
            }
            Err(problem) => return Err(problem),
        };
        let sha256 = records::sha256_hex(&file.bytes);
        let (folder, name) = (folder.clone(), file.name.clone());
        let write = move || write_beside(&folder, &name, form, &file.bytes);
        tauri::async_runtime::spawn_blocking(write)
            .await?
            .map_err(not_saved)?;
        note(&app, file.of, form, sha256).await?;
        written += 1;
    }
    long.go_on(ids.len() as u64, ids.len() as u64);
    Ok(Exported {
        name: folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned()),
        count: written,
        damaged,
        stopped,
    })
}

async fn export_one<R: Runtime>(
    app: AppHandle<R>,
    id: i64,
    form: ExportForm,
    long: &Followed,
) -> Result<Exported, Problem> {
    let loaded = loaded(&app, id, form).await?;
    let (kind, extension) = kind_of(form);
    let proposed = format!("{}.{extension}", name_of(&loaded, form)?);
    let mut noted = None;
    let name = save(&app, &proposed, kind, &[extension], async {
        let file = made(&app, id, form).await?;
        noted = Some((file.of, records::sha256_hex(&file.bytes)));
        long.unless_stopped(0, 1)?;
        Ok(file.bytes)
    })
    .await?;
    if let (Some(_), Some((of, sha256))) = (&name, noted) {
        note(&app, of, form, sha256).await?;
    }
    let count = u32::from(name.is_some());
    Ok(Exported {
        name,
        count,
        damaged: 0,
        stopped: false,
    })
}

/// That it was written out is an event of the chain, which never vouches for the file of a damaged record.
async fn note<R: Runtime>(
    app: &AppHandle<R>,
    of: Loaded,
    form: ExportForm,
    sha256: String,
) -> Result<(), Problem> {
    let (_, form) = kind_of(form);
    with_records(app.clone(), move |_, records| {
        match of {
            Loaded::Sound(record) => records.note_export(&record, form, &sha256, &moment())?,
            Loaded::Damaged(damaged) => {
                records.note_damaged_export(&damaged, &sha256, &moment())?;
            }
        }
        Ok(())
    })
    .await
}

/// The problem of a damaged record that is to be written out in a form that would not say so.
const DAMAGED: &str = "record_damaged";

/// A file to be written.
struct Made {
    name: String,
    bytes: Vec<u8>,
    /// What it was made of.
    of: Loaded,
}

async fn made<R: Runtime>(app: &AppHandle<R>, id: i64, form: ExportForm) -> Result<Made, Problem> {
    let loaded = loaded(app, id, form).await?;
    let name = name_of(&loaded, form)?;
    let drawing = match (form, &loaded) {
        (ExportForm::Html | ExportForm::Package, Loaded::Sound(record)) => match &record.svg {
            Some(svg) => draw(&app.state::<Charts>(), svg).await,
            None => None,
        },
        _ => None,
    };
    let archive = app.state::<Archive>().inner().clone();
    let make = move || {
        let bytes = match (&loaded, form) {
            (Loaded::Sound(record), ExportForm::Markdown) => paper::markdown(record).into_bytes(),
            (Loaded::Sound(record), ExportForm::Html) => {
                paper::html(record, drawing.as_ref()).into_bytes()
            }
            (Loaded::Sound(record), ExportForm::Package) => {
                package(&archive.records()?, record, drawing)?
            }
            (Loaded::Damaged(damaged), ExportForm::Package) => {
                archive.records()?.package_damaged(damaged)?.bytes
            }
            (Loaded::Damaged(damaged), _) => return Err(damaged.error().into()),
        };
        Ok(Made {
            name,
            bytes,
            of: loaded,
        })
    };
    tauri::async_runtime::spawn_blocking(make).await?
}

/// The record, with as much of it compared with the chain as goes into the file.
async fn loaded<R: Runtime>(
    app: &AppHandle<R>,
    id: i64,
    form: ExportForm,
) -> Result<Loaded, Problem> {
    with_records(app.clone(), move |_, records| {
        Ok(match form {
            ExportForm::Package => records.load_whole(id)?,
            ExportForm::Markdown | ExportForm::Html => records.load(id)?,
        })
    })
    .await
}

/// What its file is called, without its ending.
///
/// # Errors
/// [`DAMAGED`].
fn name_of(loaded: &Loaded, form: ExportForm) -> Result<String, Problem> {
    match (loaded, form) {
        (Loaded::Sound(record), _) => Ok(paper::file_name(record)),
        (Loaded::Damaged(damaged), ExportForm::Package) => Ok(paper::file_name_of_damaged(damaged)),
        (Loaded::Damaged(damaged), _) => Err(damaged.error().into()),
    }
}

fn package(
    records: &Records,
    record: &Record,
    drawing: Option<Drawing>,
) -> Result<Vec<u8>, Problem> {
    let rendered = Rendered {
        markdown: paper::markdown(record),
        html: paper::html(record, drawing.as_ref()),
        flowchart: drawing.map(|drawing| drawing.png),
    };
    Ok(records.package(record.id, rendered, &moment())?.bytes)
}

/// A chart that can't be drawn keeps nothing from being written out: its SVG is there.
async fn draw(charts: &Charts, svg: &str) -> Option<Drawing> {
    let order = ChartOrder {
        scale: CHART_SCALE,
        region: None,
    };
    let (drawn, png) = charts.draw(svg, order).await.ok()?;
    Some(Drawing {
        png,
        width: drawn.width,
        height: drawn.height,
        alternative: alternative(&drawn.words),
    })
}

fn kind_of(form: ExportForm) -> (&'static str, &'static str) {
    match form {
        ExportForm::Package => ("ZIP", "zip"),
        ExportForm::Markdown => ("Markdown", "md"),
        ExportForm::Html => ("HTML", "html"),
    }
}

/// Writes a file into a folder under a name that nothing there has.
fn write_beside(folder: &Path, name: &str, form: ExportForm, bytes: &[u8]) -> std::io::Result<()> {
    let (_, extension) = kind_of(form);
    let name = names::plain(name).replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "");
    for n in 1..=u32::MAX {
        let path = match n {
            1 => folder.join(format!("{name}.{extension}")),
            n => folder.join(format!("{name} ({n}).{extension}")),
        };
        match create_file(&path, bytes, Readers::AsUsual) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            done => return done,
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}

/// Asks where to and saves records as a register: what a search found, or those with these numbers. Returns the file's name, or
/// nothing where the person changed their mind.
#[tauri::command]
pub async fn records_register<R: Runtime>(
    app: AppHandle<R>,
    search: Option<u32>,
    ids: Option<Vec<i64>>,
    form: RegisterForm,
    words: RegisterWords,
    channel: Channel<Advance>,
) -> Result<Option<String>, Problem> {
    let long = app.state::<LongWork>().begin(channel);
    let (kind, extension) = match form {
        RegisterForm::Xlsx => ("Excel", "xlsx"),
        RegisterForm::Csv => ("CSV", "csv"),
    };
    let ids = match (ids, search) {
        (Some(ids), _) => ids,
        (None, Some(search)) => app.state::<Finds>().get(search)?.ids.clone(),
        (None, None) => return Err(Problem::internal("register")),
    };
    let name = format!(
        "{}.{extension}",
        file_name::stem(&moment(), &words.title, &[])
    );
    let made = with_records(app.clone(), move |_, records| {
        let register = register(records, &ids, &words, &long)?;
        let bytes = match form {
            RegisterForm::Xlsx => xlsx(&register),
            RegisterForm::Csv => csv(&register),
        };
        bytes.map_err(|_| Problem::internal("register"))
    });
    save(&app, &name, kind, &[extension], made).await
}
