//! Commands on the report of a run: copy, save, compare with the previous one.

use app::{
    documents::{self, Marks, document_of},
    record_document::alternative,
    recording::moment,
    wire::{ChartOrder, Comparison, LetterForm, PageWords, Problem},
};
use drawing::Drawn;
use report::{
    compare::{compare, news},
    page::{Page, Picture, page},
};
use tauri::{AppHandle, Runtime, State};

use crate::{Core, commands::dialog::save};

/// Pixels of the flowchart on a saved page per pixel of the SVG: sharp in print.
const PAGE_SCALE: f32 = 2.0;

/// The report as Markdown, as far as it has arrived.
#[tauri::command(async)]
pub fn report_markdown(run: u32, core: State<'_, Core>) -> Result<String, Problem> {
    core.runs.markdown(run)
}

/// Asks where to save and writes the report as Markdown below `heading`. Returns the file name, or `None` if the person
/// cancels.
#[tauri::command]
pub async fn report_save<R: Runtime>(
    app: AppHandle<R>,
    run: u32,
    heading: String,
    core: State<'_, Core>,
) -> Result<Option<String>, Problem> {
    let name = format!("{}.md", core.runs.file_name(run)?);
    let text = format!("{heading}\n\n{}\n", core.runs.markdown(run)?.trim_end());
    save(&app, &name, "Markdown", &["md"], async {
        Ok(text.into_bytes())
    })
    .await
}

/// Asks where to save and writes the report as a self-contained HTML page, with the flowchart if there is one that can be
/// drawn. Returns the file name, or `None` if the person cancels.
#[tauri::command]
pub async fn report_page_save<R: Runtime>(
    app: AppHandle<R>,
    run: u32,
    words: PageWords,
    core: State<'_, Core>,
) -> Result<Option<String>, Problem> {
    let markdown = core.runs.markdown(run)?;
    let name = format!("{}.html", core.runs.file_name(run)?);
    save(&app, &name, "HTML", &["html"], async {
        let drawn = drawn(&core, run).await;
        let written = move || with_page(&markdown, &words, drawn, page);
        let text = tokio::task::spawn_blocking(written).await?;
        Ok(text.into_bytes())
    })
    .await
}

/// Asks where to save and writes the report for Word or as PDF, with the flowchart if there is one that can be drawn.
/// Returns the file name, or `None` if the person cancels.
#[tauri::command]
pub async fn report_document_save<R: Runtime>(
    app: AppHandle<R>,
    run: u32,
    words: PageWords,
    form: LetterForm,
    core: State<'_, Core>,
) -> Result<Option<String>, Problem> {
    let markdown = core.runs.markdown(run)?;
    let (kind, extension) = documents::kind_of(form);
    let name = format!("{}.{extension}", core.runs.file_name(run)?);
    let demo = core.runs.is_demo(run)?;
    save(&app, &name, kind, &[extension], async {
        let drawn = drawn(&core, run).await;
        let parse = move || {
            let marks = Marks {
                number: "",
                demo,
                at_ms: moment().utc_ms,
            };
            with_page(&markdown, &words, drawn, |page| document_of(page, &marks))
        };
        let document = tokio::task::spawn_blocking(parse).await?;
        core.documents.written(document, form).await
    })
    .await
}

/// The flowchart of a run. One that can't be drawn must not prevent saving the report.
async fn drawn(core: &Core, run: u32) -> Option<(Drawn, Vec<u8>)> {
    let svg = core.runs.svg(run).ok()?;
    let order = ChartOrder {
        scale: PAGE_SCALE,
        region: None,
    };
    core.charts.draw(&svg, order).await.ok()
}

fn with_page<T>(
    markdown: &str,
    words: &PageWords,
    drawn: Option<(Drawn, Vec<u8>)>,
    make: impl FnOnce(&Page<'_>) -> T,
) -> T {
    let alternative = drawn.as_ref().map(|(drawn, _)| alternative(&drawn.words));
    let picture = drawn.as_ref().map(|(drawn, png)| Picture {
        png,
        width: drawn.width,
        height: drawn.height,
        alternative: alternative.as_deref().unwrap_or_default(),
        caption: &words.caption,
    });
    let facts: Vec<_> = words
        .facts
        .iter()
        .map(|(label, value)| (label.as_str(), value.as_str()))
        .collect();
    let notice: Vec<_> = words.notices.iter().map(String::as_str).collect();
    make(&Page {
        title: &words.title,
        language: &words.language,
        facts: &facts,
        notice: &notice,
        found: None,
        markdown,
        flowchart: picture,
        contents_label: &words.contents,
    })
}

/// Compares the report with the former one on the same subject, block by block.
#[tauri::command]
pub async fn report_compare(run: u32, core: State<'_, Core>) -> Result<Comparison, Problem> {
    let (former, latest) = (core.runs.former(run)?, core.runs.markdown(run)?);
    let compared = move || compare(&former.markdown, &latest);
    Ok(tokio::task::spawn_blocking(compared).await?.into())
}

/// What is new in the report compared with the former one on the same subject, as sanitized HTML, block by block.
#[tauri::command]
pub async fn report_news(run: u32, core: State<'_, Core>) -> Result<Vec<String>, Problem> {
    let (former, latest) = (core.runs.former(run)?, core.runs.markdown(run)?);
    let news = move || news(&former.markdown, &latest);
    let blocks = tokio::task::spawn_blocking(news).await?;
    Ok(blocks.into_iter().map(|block| block.html).collect())
}
