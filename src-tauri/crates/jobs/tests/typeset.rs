//! Documents typeset in the sandboxed child as the app does.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use jobs::BUILD;
use jobs::typeset::{Typeset, packed};
use letter::document::{Block, Document, Picture, Run};
use letter::pdf::PdfError;
use worker::Worker;

fn document(text: &str) -> Document {
    Document {
        title: "意见书".to_owned(),
        blocks: vec![Block::Paragraph(vec![Run::plain(text)])],
        ..Document::default()
    }
}

/// A picture of one colour.
fn picture(side: u32) -> Picture {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(side, side)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    Picture {
        bytes: bytes.into_inner(),
        width: side,
        height: side,
        description: "海报".to_owned(),
        caption: String::new(),
    }
}

async fn typeset(document: Document) -> Result<(Result<(), PdfError>, Vec<u8>), worker::Error> {
    let worker = Worker::of_file(env!("CARGO_BIN_EXE_finagent-worker"), BUILD);
    let (request, bytes) = packed(document).unwrap();
    worker.run::<Typeset>(&request, bytes).await
}

#[tokio::test]
async fn a_document_becomes_the_same_pdf_in_the_child_each_time() {
    let mut letter = document("审查结论：修改后通过。");
    letter.blocks.push(Block::Picture(picture(20)));
    letter.blocks.push(Block::Picture(picture(30)));
    let (answer, pdf) = typeset(letter.clone()).await.unwrap();
    assert_eq!(answer, Ok(()));
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let (_, again) = typeset(letter).await.unwrap();
    assert!(pdf == again);
}

#[tokio::test]
async fn a_refusal_comes_back_with_its_reason_and_without_a_file() {
    let mut letter = document("图");
    letter.blocks.push(Block::Picture(picture(20)));
    letter.blocks.push(Block::Picture(Picture {
        bytes: b"GIF89a".to_vec(),
        ..picture(1)
    }));
    let (answer, pdf) = typeset(letter).await.unwrap();
    assert_eq!(answer, Err(PdfError::Picture { number: 2 }));
    assert!(pdf.is_empty());
    let (answer, _) = typeset(document(&"长".repeat(500_001))).await.unwrap();
    assert_eq!(answer, Err(PdfError::TooLong));
}

#[tokio::test]
async fn the_longest_document_stays_within_the_limits_of_the_child() {
    let (answer, pdf) = typeset(document(&"长篇文字 long text ".repeat(30_000)))
        .await
        .unwrap();
    assert_eq!(answer, Ok(()));
    assert!(!pdf.is_empty());
}
