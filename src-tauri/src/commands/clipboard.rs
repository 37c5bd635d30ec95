//! Reads and writes the clipboard of the operating system in Rust; the page may do neither.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use arboard::{Clipboard, ImageData};
use tauri::{AppHandle, Manager, Runtime};

use app::wire::Problem;

/// The connection to the clipboard. It stays open, because on X11 the copied content only exists as long as the
/// connection.
#[derive(Default)]
pub struct SystemClipboard(Mutex<Option<Clipboard>>);

/// The content of the clipboard that can become the material.
pub enum Pasted {
    /// Copied files.
    Files(Vec<PathBuf>),
    /// A picture, as PNG.
    Picture(Vec<u8>),
}

impl SystemClipboard {
    /// Reads copied files, or else a copied picture.
    ///
    /// # Errors
    /// `clipboard_empty` if there is neither, `clipboard_failed`.
    fn read(&self) -> Result<Pasted, Problem> {
        let content = self.with(|clipboard| match clipboard.get().file_list() {
            Ok(files) if !files.is_empty() => Ok(Ok(files)),
            _ => clipboard.get_image().map(Err),
        });
        match content? {
            Ok(files) => Ok(Pasted::Files(files)),
            // Four bytes for each pixel: red, green, blue, alpha.
            Err(pixels) => {
                let side = |pixels| u32::try_from(pixels).unwrap_or(u32::MAX);
                let (width, height) = (side(pixels.width), side(pixels.height));
                let png = intake::png_of_rgba(width, height, &pixels.bytes)?;
                Ok(Pasted::Picture(png))
            }
        }
    }

    /// Copies text to the clipboard.
    ///
    /// # Errors
    /// `clipboard_failed`.
    pub fn write(&self, text: String) -> Result<(), Problem> {
        self.with(|clipboard| clipboard.set_text(text))
    }

    /// Copies a table as HTML, with text for programs that take no HTML. The first row is its header.
    ///
    /// # Errors
    /// `clipboard_failed`.
    pub fn write_table(&self, text: String, rows: &[Vec<String>]) -> Result<(), Problem> {
        let html = report::table::html(rows);
        self.with(|clipboard| clipboard.set_html(html, Some(text)))
    }

    /// Copies a report as HTML, with its Markdown for programs that take no HTML.
    ///
    /// # Errors
    /// `clipboard_failed`.
    pub fn write_report(&self, markdown: String) -> Result<(), Problem> {
        let html = report::copied::html(&markdown);
        self.with(|clipboard| clipboard.set_html(html, Some(markdown)))
    }

    /// Copies a picture to the clipboard.
    ///
    /// # Errors
    /// `clipboard_failed`.
    pub fn write_png(&self, png: &[u8]) -> Result<(), Problem> {
        let picture = image::load_from_memory_with_format(png, image::ImageFormat::Png)
            .map_err(|_| Problem::internal("picture"))?
            .into_rgba8();
        let side = |pixels| usize::try_from(pixels).unwrap_or(usize::MAX);
        let pixels = ImageData {
            width: side(picture.width()),
            height: side(picture.height()),
            bytes: picture.into_raw().into(),
        };
        self.with(|clipboard| clipboard.set_image(pixels))
    }

    fn with<T>(
        &self,
        work: impl FnOnce(&mut Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, Problem> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut clipboard = match open.take() {
            Some(clipboard) => clipboard,
            None => Clipboard::new().map_err(|_| Problem::plain("clipboard_failed"))?,
        };
        let result = work(&mut clipboard);
        *open = Some(clipboard);
        result.map_err(|error| match error {
            arboard::Error::ContentNotAvailable => Problem::plain("clipboard_empty"),
            _ => Problem::plain("clipboard_failed"),
        })
    }
}

/// What the person copied.
///
/// # Errors
/// `clipboard_empty` if it is neither a file nor a picture, `clipboard_failed`.
pub async fn pasted<R: Runtime>(app: AppHandle<R>) -> Result<Pasted, Problem> {
    tokio::task::spawn_blocking(move || app.state::<SystemClipboard>().read()).await?
}

/// Copies text to the clipboard; if it is a table, its cells as well, and if it is a report in Markdown, its blocks.
#[tauri::command]
pub async fn clipboard_write<R: Runtime>(
    app: AppHandle<R>,
    text: String,
    table: Option<Vec<Vec<String>>>,
    report: Option<bool>,
) -> Result<(), Problem> {
    let write = move || {
        let clipboard = app.state::<SystemClipboard>();
        match table {
            Some(rows) => clipboard.write_table(text, &rows),
            None if report == Some(true) => clipboard.write_report(text),
            None => clipboard.write(text),
        }
    };
    tokio::task::spawn_blocking(write).await?
}
