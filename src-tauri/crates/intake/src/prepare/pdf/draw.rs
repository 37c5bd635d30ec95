//! Renders a page in tiles: the renderer has 16-bit pixel coordinates and needs several times the memory of what it draws.

use hayro::hayro_interpret::{InterpreterSettings, TransformExt};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use super::fonts::Heard;
use super::resolution::pixels;
use crate::prepare::load::{bearable, broken};
use crate::prepare::raster::Raster;
use crate::recognise::Content;
use crate::refusal::{Damage, Refusal};

/// Maximum width of a tile in pixels.
const WIDEST: u32 = 16_384;

/// A page to draw, and the cache of its file.
pub(super) type Drawing<'a, 'c> = (&'a Page<'a>, &'c RenderCache<'a>);

/// Renders a page at `resolution` pixels per point, with at most about `most` pixels at once. A page of the same size is drawn
/// over it.
pub(super) fn page<'a, 'b>(
    (page, cache): Drawing<'a, '_>,
    above: Option<Drawing<'b, '_>>,
    settings: &InterpreterSettings,
    resolution: f64,
    most: u64,
    heard: &Heard,
) -> Result<Raster, Refusal> {
    let (across, down) = page.render_dimensions();
    let (width, height) = (pixels(across, resolution), pixels(down, resolution));
    bearable(Content::Pdf, width, height)?;
    let tile_width = width.min(WIDEST);
    let rows = most / u64::from(tile_width);
    let tile_height = height.min(u32::try_from(rows).unwrap_or(WIDEST).clamp(64, WIDEST));
    let stride = width as usize * 3;
    let mut rgb = vec![0; stride * height as usize];
    // Scale to whole pixels; otherwise the last row or column would be only partly covered.
    let scale = Affine::scale_non_uniform(
        f64::from(width) / f64::from(across),
        f64::from(height) / f64::from(down),
    );
    let drawn = scale * page.initial_transform(true).to_kurbo();
    let mut context = RenderContext::new(0, 0);
    let mut tile = Pixmap::new(0, 0);
    for top in (0..height).step_by(tile_height as usize) {
        for left in (0..width).step_by(tile_width as usize) {
            let (Ok(wide), Ok(tall)) = (
                u16::try_from(tile_width.min(width - left)),
                u16::try_from(tile_height.min(height - top)),
            ) else {
                return Err(broken(Content::Pdf, Damage::Structure));
            };
            context.reset_and_resize(wide, tall);
            tile.resize(wide, tall);
            let moved = Affine::translate((-f64::from(left), -f64::from(top))) * drawn;
            let finish = RenderSettings::default();
            heard.next_tile();
            render_into(page, cache, settings, &finish, &mut context, moved);
            if let Some((page, cache)) = above {
                render_into(page, cache, settings, &finish, &mut context, moved);
            }
            context.flush();
            let paper = RasterizerSettings {
                target_init: TargetInit::Clear(WHITE),
                ..RasterizerSettings::default()
            };
            context.render_with(&mut tile, &mut Resources::default(), paper);
            let lines = rgb.chunks_exact_mut(stride).skip(top as usize);
            let rows = tile.data_as_u8_slice().chunks_exact(usize::from(wide) * 4);
            for (line, row) in lines.zip(rows) {
                let line = line.chunks_exact_mut(3).skip(left as usize);
                for (to, from) in line.zip(row.chunks_exact(4)) {
                    to.copy_from_slice(from.get(..3).unwrap_or_default());
                }
            }
        }
    }
    Ok(Raster::upright(width, height, 3, rgb))
}
