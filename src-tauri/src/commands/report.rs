//! Commands on the report of a run: copy, save, compare with the previous one.

use app::{
    record_document::alternative,
    wire::{ChartOrder, Comparison, PageWords, Problem},
};
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
    let svg = core.runs.svg(run).ok();
    save(&app, &name, "HTML", &["html"], async {
        let order = ChartOrder {
            scale: PAGE_SCALE,
            region: None,
        };
        let drawn = match svg {
            // A chart that can't be drawn must not prevent saving the report.
            Some(svg) => core.charts.draw(&svg, order).await.ok(),
            None => None,
        };
        let written = move || {
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
            page(&Page {
                title: &words.title,
                language: &words.language,
                facts: &facts,
                notice: &notice,
                found: None,
                markdown: &markdown,
                flowchart: picture,
                contents_label: &words.contents,
            })
        };
        let text = tokio::task::spawn_blocking(written).await?;
        Ok(text.into_bytes())
    })
    .await
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
