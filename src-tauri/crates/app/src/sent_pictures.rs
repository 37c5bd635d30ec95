//! The pictures sent for a material, in order, with their file names.

use bytes::Bytes;
use finagent::{Image, ImageFormat};
use intake::{Format, PartPlan, Plan};
use records::{Attached, Role};

use crate::{
    request::SentPicture,
    staging::{Staged, page, shows},
};

/// The pictures sent for a material, in order.
pub fn sent_pictures(staged: &Staged) -> Vec<SentPicture> {
    let prepared = &staged.prepared;
    let one = prepared.pictures.len() == 1;
    let source = &prepared.plan.source;
    let name = &staged.material.name;
    (1..)
        .zip(prepared.pictures.iter().zip(&prepared.plan.parts))
        .map(|(number, (picture, part))| {
            let number = (!one).then_some(number);
            SentPicture {
                page: page(source, part),
                ..piece(name, number, picture.format, picture.bytes.clone(), part)
            }
        })
        .collect()
}

/// The pictures of a record with this plan, as they were sent. `None` if they can't be read, or don't fit the plan.
pub fn sent_again(plan: &Plan, materials: &[Attached]) -> Option<Vec<SentPicture>> {
    let sent = || materials.iter().filter(|one| one.role == Role::Sent);
    let several = plan.parts.len() > 1;
    if sent().count() != plan.parts.len() {
        return None;
    }
    (1..)
        .zip(sent().zip(&plan.parts))
        .map(|(number, (attached, part))| {
            let format = match attached.material.media_type.as_str() {
                "image/jpeg" => Format::Jpeg,
                "image/png" => Format::Png,
                _ => return None,
            };
            let bytes = attached.material.data.bytes().ok()?;
            Some(SentPicture {
                page: page(&plan.source, part),
                ..piece(
                    &attached.name,
                    several.then_some(number),
                    format,
                    bytes,
                    part,
                )
            })
        })
        .collect()
}

fn piece(
    name: &str,
    number: Option<u32>,
    format: Format,
    bytes: Bytes,
    part: &PartPlan,
) -> SentPicture {
    let (region, context) = shows(part);
    let (format, ending) = match format {
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
            bytes,
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
