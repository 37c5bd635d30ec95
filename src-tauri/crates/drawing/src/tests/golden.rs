//! Golden pictures that a person approved, with the fonts of Debian's `fonts-noto-cjk`.
//!
//! The comparison uses downscaled tiles: another version of the fonts passes; a missing shape, a moved label or a changed
//! colour does not. `RECORD=1` writes them anew; review them before committing.

use std::io::Cursor;
use std::path::PathBuf;

use super::{FONTS, charts, drawn, fixtures};

/// Side of a tile in pixels.
const TILE: usize = 8;
/// Maximum average difference of tiles, of 255.
const MEAN: f64 = 1.5;
/// Maximum difference of a single tile, of 255.
const LIMIT: f64 = 70.0;

pub(super) struct Picture {
    pub(super) width: usize,
    height: usize,
    pub(super) rgba: Vec<u8>,
}

pub(super) fn decode(png: &[u8]) -> Picture {
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
    let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut rgba).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgba);
    Picture {
        width: info.width as usize,
        height: info.height as usize,
        rgba,
    }
}

impl Picture {
    /// Mean of each channel in each tile.
    fn tiles(&self) -> Vec<f64> {
        let mut tiles = Vec::new();
        for top in (0..self.height).step_by(TILE) {
            for left in (0..self.width).step_by(TILE) {
                for channel in 0..3 {
                    let mut values = Vec::new();
                    for y in top..(top + TILE).min(self.height) {
                        for x in left..(left + TILE).min(self.width) {
                            values.push(f64::from(self.rgba[(y * self.width + x) * 4 + channel]));
                        }
                    }
                    tiles.push(values.iter().sum::<f64>() / values.len() as f64);
                }
            }
        }
        tiles
    }
}

#[test]
fn charts_look_as_they_were_approved() {
    assert_eq!(
        FONTS.family, "Noto Sans CJK SC",
        "install the Debian package fonts-noto-cjk"
    );
    let mut differing = Vec::new();
    for (name, svg) in charts() {
        let (_, png) = drawn(&svg, 1.0).unwrap();
        let golden = fixtures().join("golden").join(format!("{name}.png"));
        if std::env::var_os("RECORD").is_some() {
            std::fs::write(&golden, &png).unwrap();
        }
        let (expected, actual) = (decode(&std::fs::read(&golden).unwrap()), decode(&png));
        let same_size = (expected.width, expected.height) == (actual.width, actual.height);
        let differences: Vec<f64> = expected
            .tiles()
            .iter()
            .zip(actual.tiles())
            .map(|(a, b)| (a - b).abs())
            .collect();
        let mean = differences.iter().sum::<f64>() / differences.len() as f64;
        let most = differences.iter().copied().fold(0.0, f64::max);
        if !same_size || mean > MEAN || most > LIMIT {
            let seen = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
                .join(format!("../../../target/tmp/{name}.actual.png"));
            std::fs::create_dir_all(seen.parent().unwrap()).unwrap();
            std::fs::write(&seen, &png).unwrap();
            differing.push(format!(
                "{name}: mean {mean:.2}, most {most:.0}: {} against {}",
                golden.display(),
                seen.display()
            ));
        }
    }
    assert!(differing.is_empty(), "{differing:#?}");
}

#[test]
fn a_label_that_is_missing_would_be_noticed() {
    let (_, svg) = charts()
        .into_iter()
        .find(|(name, _)| name == "service")
        .unwrap();
    let without = svg.replace("存在代持？", "");
    let tiles = |svg: &str| decode(&drawn(svg, 1.0).unwrap().1).tiles();
    let most = tiles(&svg)
        .iter()
        .zip(tiles(&without))
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max);
    assert!(most > LIMIT, "{most}");
}
