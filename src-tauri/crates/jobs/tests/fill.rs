//! Templates filled in the sandboxed child as the app does.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use jobs::BUILD;
use jobs::fill::{Fill, packed};
use letter::document::{Language, Picture};
use letter::docx::{MAX_PACKED_BYTES, TemplateError, fill, template};
use letter::model::{Letter, Submission};
use worker::Worker;

fn letter() -> Letter {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30)
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    Letter {
        submission: Submission {
            number: "SC-2026-0001".to_owned(),
            title: "示例海报".to_owned(),
            ..Submission::default()
        },
        pictures: vec![Picture {
            bytes: png.into_inner(),
            width: 40,
            height: 30,
            description: "海报".to_owned(),
            caption: String::new(),
        }],
        ..Letter::default()
    }
}

async fn filled(
    template: &[u8],
    letter: Letter,
) -> Result<(Result<(), TemplateError>, Vec<u8>), worker::Error> {
    let worker = Worker::of_file(env!("CARGO_BIN_EXE_finagent-worker"), BUILD);
    let (request, bytes) = packed(template, letter, Language::Chinese).unwrap();
    worker.run::<Fill>(&request, bytes).await
}

#[tokio::test]
async fn a_template_filled_in_the_child_is_the_one_filled_here() {
    let template = template(Language::Chinese).unwrap();
    let (answer, docx) = filled(&template, letter()).await.unwrap();
    assert_eq!(answer, Ok(()));
    assert!(docx == fill(&template, &letter(), Language::Chinese).unwrap());
}

#[tokio::test]
async fn a_refusal_comes_back_with_its_reason_and_without_a_file() {
    for (bytes, reason) in [
        (&b"%PDF-1.7"[..], TemplateError::NotDocx),
        (
            &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
            TemplateError::Protected,
        ),
        (&vec![0; MAX_PACKED_BYTES + 1], TemplateError::TooLarge),
    ] {
        let (answer, docx) = filled(bytes, Letter::default()).await.unwrap();
        assert_eq!(answer, Err(reason));
        assert!(docx.is_empty());
    }
}

#[tokio::test]
async fn the_pictures_of_a_letter_arrive_whatever_is_in_them() {
    let template = template(Language::Chinese).unwrap();
    let mut letter = letter();
    let picture = letter.pictures.first().cloned().unwrap();
    letter.pictures.push(Picture {
        bytes: vec![b'{'; 5_000_000],
        ..picture
    });
    let (answer, docx) = filled(&template, letter).await.unwrap();
    assert_eq!(answer, Ok(()), "a picture of no known kind is left out");
    assert!(docx.len() < 1_000_000);
}
