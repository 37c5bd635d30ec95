//! Tests of the pipeline stages, without the child process.

mod charts;
mod colours;
mod entities;
mod golden;
mod hostile;
mod motion;
mod prechecks;
mod themes;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::bounds;
use super::computed::Styles;
use super::document;
use super::draw::chart;
use super::fonts::Fonts;
use super::layout::{Laid, lay_out};
use super::pictures::Jpeg;
use super::profile::CHART;
use super::refusal::Refusal;
use super::request::{DrawRequest, Drawn};
use super::sheets::Sheets;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::load);

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Charts made by real tools, by name.
fn charts() -> Vec<(String, String)> {
    let mut charts: Vec<_> = std::fs::read_dir(fixtures().join("charts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "svg"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    charts.sort();
    assert!(charts.len() >= 10, "the charts are missing");
    charts
}

/// Leaves every JPEG to the renderer.
fn common(_: &[u8]) -> Jpeg {
    Jpeg::Common
}

fn whole(scale: f32) -> DrawRequest {
    DrawRequest {
        scale,
        region: None,
    }
}

fn drawn(svg: &str, scale: f32) -> Result<(Drawn, Vec<u8>), Refusal> {
    chart(&FONTS, common, &whole(scale), svg.as_bytes())
}

fn laid_out(svg: &str) -> Result<Laid, Refusal> {
    let text = document::text(svg.as_bytes(), &CHART)?;
    let document = document::parse(&text)?;
    let sheets = Sheets::of(&document)?;
    let sheet = bounds::check(&document, &sheets)?;
    let mut styles = Styles::new(&document, &sheets, sheet);
    lay_out(
        document.root_element(),
        &mut styles,
        &FONTS,
        common,
        &CHART,
        true,
    )
}
