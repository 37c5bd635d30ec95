//! Paints marks of the program's own over a picture.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::fonts::Fonts;
use super::refusal::Refusal;

/// Paints an SVG over a picture in place: RGB, three bytes per pixel, rows from top to bottom. The SVG must be written by
/// this program, as its content is not checked; its unit is a pixel of the picture.
///
/// # Errors
/// [`Refusal::Undrawable`] if the SVG or the size of the picture is wrong.
pub fn overlay(
    fonts: &Fonts,
    svg: &str,
    width: u32,
    height: u32,
    rgb: &mut [u8],
) -> Result<(), Refusal> {
    let options = Options {
        font_family: fonts.family.clone(),
        fontdb: Arc::clone(&fonts.database),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|_| Refusal::Undrawable)?;
    let mut marks = Pixmap::new(width, height).ok_or(Refusal::Undrawable)?;
    if rgb.len() != width as usize * height as usize * 3 {
        return Err(Refusal::Undrawable);
    }
    resvg::render(&tree, Transform::identity(), &mut marks.as_mut());
    for (pixel, mark) in rgb.chunks_exact_mut(3).zip(marks.pixels()) {
        let through = 255 - u16::from(mark.alpha());
        let colours = [mark.red(), mark.green(), mark.blue()];
        for (below, above) in pixel.iter_mut().zip(colours) {
            // The colours of the marks are already multiplied by their alpha.
            let shown = u16::from(*below) * through / 255 + u16::from(above);
            *below = u8::try_from(shown).unwrap_or(u8::MAX);
        }
    }
    Ok(())
}
