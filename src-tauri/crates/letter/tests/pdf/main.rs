//! Letters as PDF, read back with poppler. Needs the font Noto Sans CJK.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    reason = "a failed step fails the test"
)]

mod hostile;
mod layout;
mod reader;
mod sample;
mod standard;

use std::sync::{Arc, LazyLock};

use letter::document::{Block, Document, Run};
use letter::pdf::{FontBytes, FontFile, Fonts, write};

/// The number of Noto Sans CJK SC in its file.
const SIMPLIFIED: u32 = 2;

static REGULAR: LazyLock<FontBytes> = LazyLock::new(|| noto("Regular"));
static BOLD: LazyLock<FontBytes> = LazyLock::new(|| noto("Bold"));

fn noto(weight: &str) -> FontBytes {
    let path = format!("/usr/share/fonts/opentype/noto/NotoSansCJK-{weight}.ttc");
    Arc::new(std::fs::read(path).expect("scripts/debian-packages window"))
}

fn face(bytes: &FontBytes, index: u32) -> FontFile {
    FontFile {
        bytes: Arc::clone(bytes),
        index,
    }
}

/// The fonts that the app finds on Debian.
fn fonts() -> Fonts {
    Fonts {
        files: vec![face(&REGULAR, SIMPLIFIED), face(&BOLD, SIMPLIFIED)],
    }
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "意见书".to_owned(),
        blocks,
        ..Document::default()
    }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

fn written(document: &Document) -> Vec<u8> {
    write(document, &fonts()).unwrap()
}
