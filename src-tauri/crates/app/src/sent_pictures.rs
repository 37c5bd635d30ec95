//! The pictures sent for a material, in order, with their file names.

use finagent::{Image, ImageFormat};
use intake::{Format, PartPlan, Picture};

use crate::{
    request::SentPicture,
    staging::{Staged, page, shows},
};

/// The pictures sent for a material, in order.
pub fn sent_pictures(staged: &Staged) -> Vec<SentPicture> {
    let prepared = &staged.prepared;
    let one = prepared.pictures.len() == 1;
    let source = &prepared.plan.source;
    (1..)
        .zip(prepared.pictures.iter().zip(&prepared.plan.parts))
        .map(|(number, (picture, part))| {
            let number = (!one).then_some(number);
            SentPicture {
                page: page(source, part),
                ..piece(&staged.material.name, number, picture, part)
            }
        })
        .collect()
}

fn piece(name: &str, number: Option<u32>, picture: &Picture, part: &PartPlan) -> SentPicture {
    let (region, context) = shows(part);
    let (format, ending) = match picture.format {
        Format::Jpeg => (ImageFormat::Jpeg, "jpg"),
        Format::Png => (ImageFormat::Png, "png"),
    };
    let name = if name.is_empty() { "clipboard" } else { name };
    SentPicture {
        region,
        page: None,
        context,
        image: Image {
            name: sent_name(name, ending, number),
            format,
            bytes: picture.bytes.clone(),
        },
    }
}

/// The file name for sending: the original name with the extension of the new format, and a number if there are several.
fn sent_name(name: &str, ending: &str, number: Option<u32>) -> String {
    let (stem, old) = match name.rsplit_once('.') {
        Some((stem, old)) if !stem.is_empty() && is_ending(old) => (stem, old),
        _ => (name, ""),
    };
    let fits = match ending {
        "jpg" => ["jpg", "jpeg", "jpe", "jfif"].contains(&old.to_lowercase().as_str()),
        _ => old.eq_ignore_ascii_case(ending),
    };
    match number {
        Some(number) => format!("{stem}-{number:02}.{ending}"),
        None if fits => name.to_owned(),
        None => format!("{stem}.{ending}"),
    }
}

/// Whether it can be a file extension: a few letters, and not the rest of a name that contains a dot.
fn is_ending(text: &str) -> bool {
    text.len() <= 5 && text.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_called_as_it_was_brought_with_the_ending_of_what_it_is() {
        for (name, ending, number, expected) in [
            ("海报.JPG", "jpg", None, "海报.JPG"),
            ("海报.jpeg", "jpg", None, "海报.jpeg"),
            ("海报.webp", "png", None, "海报.png"),
            ("v1.2 终稿", "png", None, "v1.2 终稿.png"),
            ("长图.png", "png", Some(3), "长图-03.png"),
            (".png", "png", None, ".png.png"),
            ("clipboard", "png", None, "clipboard.png"),
        ] {
            assert_eq!(sent_name(name, ending, number), expected);
        }
    }
}
