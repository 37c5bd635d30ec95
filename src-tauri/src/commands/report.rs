//! What can be done with the report of a run: copied, saved, laid beside the one before it.

use drawing::Words;
use report::{
    compare::{compare, news},
    page::{Page, Picture, page},
};
use tauri::{AppHandle, Manager, Runtime, State};

use crate::{
    charts::Charts,
    commands::dialog::save,
    ipc::{ChartOrder, Comparison, PageWords, Problem},
    runs::Runs,
};

/// Pixels of the flowchart on a saved page for each of its own: sharp in print.
const PAGE_SCALE: f32 = 2.0;

/// The report as Markdown, as far as it has arrived.
#[tauri::command(async)]
pub fn report_markdown(run: u32, runs: State<'_, Runs>) -> Result<String, Problem> {
    runs.markdown(run)
}

/// Asks where to and saves the report as Markdown below `heading`. Returns the file's name, or nothing where
/// the person changed their mind.
#[tauri::command]
pub async fn report_save<R: Runtime>(
    app: AppHandle<R>,
    run: u32,
    heading: String,
    runs: State<'_, Runs>,
) -> Result<Option<String>, Problem> {
    let name = format!("{}.md", runs.file_name(run)?);
    let text = format!("{heading}\n\n{}\n", runs.markdown(run)?.trim_end());
    save(&app, &name, "Markdown", &["md"], async {
        Ok(text.into_bytes())
    })
    .await
}

/// Asks where to and saves the report as one page that needs nothing else, with the flowchart in it where there is one that
/// can be drawn. Returns the file's name, or nothing where the person changed their mind.
#[tauri::command]
pub async fn report_page_save<R: Runtime>(
    app: AppHandle<R>,
    run: u32,
    words: PageWords,
    runs: State<'_, Runs>,
) -> Result<Option<String>, Problem> {
    let markdown = runs.markdown(run)?;
    let name = format!("{}.html", runs.file_name(run)?);
    let svg = runs.svg(run).ok();
    let charts = app.state::<Charts>();
    save(&app, &name, "HTML", &["html"], async {
        let order = ChartOrder {
            scale: PAGE_SCALE,
            region: None,
        };
        let drawn = match svg {
            // A chart that can't be drawn must not keep the report from being saved.
            Some(svg) => charts.draw(&svg, order).await.ok(),
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
                markdown: &markdown,
                flowchart: picture,
                contents_label: &words.contents,
            })
        };
        let text = tauri::async_runtime::spawn_blocking(written).await?;
        Ok(text.into_bytes())
    })
    .await
}

/// What a flowchart says, for those who can't see it.
pub fn alternative(words: &Words) -> String {
    let named = [words.title.as_str(), words.description.as_str()];
    let all = named
        .into_iter()
        .chain(words.labels.iter().map(String::as_str));
    let all: Vec<_> = all.filter(|text| !text.is_empty()).collect();
    all.join("; ")
}

/// The report and the former one on the same subject, block beside block.
#[tauri::command]
pub async fn report_compare(run: u32, runs: State<'_, Runs>) -> Result<Comparison, Problem> {
    let (former, latest) = (runs.former(run)?, runs.markdown(run)?);
    let compared = move || compare(&former.markdown, &latest);
    Ok(tauri::async_runtime::spawn_blocking(compared).await?.into())
}

/// What the report says that the former one on the same subject did not, as clean HTML, block by block.
#[tauri::command]
pub async fn report_news(run: u32, runs: State<'_, Runs>) -> Result<Vec<String>, Problem> {
    let (former, latest) = (runs.former(run)?, runs.markdown(run)?);
    let news = move || news(&former.markdown, &latest);
    let blocks = tauri::async_runtime::spawn_blocking(news).await?;
    Ok(blocks.into_iter().map(|block| block.html).collect())
}
