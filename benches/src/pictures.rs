//! Small pictures for generated records.

use image::{DynamicImage, ImageFormat, RgbImage};
use records::{Material, sha256_hex};

use crate::chance::Chance;

/// Generates picture `n`: a few coloured fields in a small file.
///
/// # Errors
/// Those of the encoders.
pub fn picture(n: u64) -> Result<Material, image::ImageError> {
    let mut chance = Chance::new(n ^ 0xcafe);
    let colours: Vec<[u8; 3]> = (0..4)
        .map(|_| chance.draw().to_le_bytes())
        .map(|[r, g, b, ..]| [r, g, b])
        .collect();
    let drawn = RgbImage::from_fn(96, 64, |x, y| {
        let field = (x / 48 + y / 32 * 2) as usize;
        image::Rgb(colours.get(field).copied().unwrap_or_default())
    });
    let drawn = DynamicImage::ImageRgb8(drawn);
    let (mut data, mut thumbnail) = (
        std::io::Cursor::new(Vec::new()),
        std::io::Cursor::new(Vec::new()),
    );
    drawn.write_to(&mut data, ImageFormat::Png)?;
    drawn
        .thumbnail(48, 32)
        .write_to(&mut thumbnail, ImageFormat::Jpeg)?;
    let data = data.into_inner();
    Ok(Material {
        sha256: sha256_hex(&data),
        media_type: "image/png".to_owned(),
        width: 96,
        height: 64,
        look: Some(chance.draw()),
        thumbnail: Some(thumbnail.into_inner()),
        data: data.into(),
    })
}
