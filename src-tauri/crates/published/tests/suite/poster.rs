//! Posters drawn for the tests, with the lines that OCR would find.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use published::{Line, Point};
use resvg::{tiny_skia, usvg};

use crate::picture::Picture;

/// A line of text on a poster.
#[derive(Debug, Clone)]
pub struct Text {
    /// Left edge and baseline, in pixels.
    pub x: f32,
    pub y: f32,
    /// Font size in pixels.
    pub size: f32,
    pub fill: String,
    pub bold: bool,
    pub words: String,
}

/// A poster: shapes below, text above.
#[derive(Debug, Clone)]
pub struct Poster {
    pub width: u32,
    pub height: u32,
    pub shapes: String,
    pub texts: Vec<Text>,
    /// Left, top, width and height of a photograph, and its seed.
    pub photo: Option<([u32; 4], u32)>,
}

impl Poster {
    pub fn draw(&self) -> Picture {
        let mut svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='{}'>{}",
            self.width, self.height, self.shapes
        );
        for text in &self.texts {
            let weight = if text.bold { "bold" } else { "normal" };
            let words = text.words.replace('&', "&amp;").replace('<', "&lt;");
            write!(
                svg,
                "<text x='{}' y='{}' font-size='{}' font-weight='{weight}' fill='{}' font-family='Noto Sans CJK SC'>{words}</text>",
                text.x, text.y, text.size, text.fill
            )
            .unwrap();
        }
        svg.push_str("</svg>");
        let mut picture = render(&svg, self.width, self.height);
        if let Some((place, seed)) = self.photo {
            photograph(&mut picture, place, seed);
        }
        picture
    }

    /// The lines as OCR finds them: boxes a little larger than the letters.
    pub fn lines(&self) -> Vec<Line> {
        self.texts
            .iter()
            .map(|t| line(&t.words, t.x, t.y, t.size))
            .collect()
    }

    /// The index of the only line that contains the words.
    pub fn find(&self, words: &str) -> usize {
        let found: Vec<usize> = (0..self.texts.len())
            .filter(|i| self.texts[*i].words.contains(words))
            .collect();
        assert_eq!(found.len(), 1, "{words} occurs {} times", found.len());
        found[0]
    }

    pub fn with(&self, old: &str, new: &str) -> Self {
        let mut changed = self.clone();
        let index = self.find(old);
        changed.texts[index].words = changed.texts[index].words.replacen(old, new, 1);
        changed
    }

    pub fn without(&self, words: &str) -> Self {
        let mut changed = self.clone();
        changed.texts.remove(self.find(words));
        changed
    }
}

fn line(words: &str, x: f32, y: f32, size: f32) -> Line {
    let width: f32 = words
        .chars()
        .map(|c| if c.is_ascii() { 0.56 } else { 1.0 })
        .sum::<f32>()
        * size;
    let (left, right, top, bottom) = (
        x - size * 0.1,
        x + width + size * 0.1,
        y - size * 0.95,
        y + size * 0.2,
    );
    let point = |x, y| Point { x, y };
    Line {
        text: words.to_owned(),
        quad: [
            point(left, top),
            point(right, top),
            point(right, bottom),
            point(left, bottom),
        ],
        confidence: 0.98,
    }
}

/// Lines after scaling and moving, as the published picture shows them.
pub fn moved(lines: &[Line], scale: f32, x: f32, y: f32) -> Vec<Line> {
    let mut lines = lines.to_vec();
    for point in lines.iter_mut().flat_map(|line| &mut line.quad) {
        *point = Point {
            x: point.x * scale + x,
            y: point.y * scale + y,
        };
    }
    lines
}

pub fn render(svg: &str, width: u32, height: u32) -> Picture {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        for style in ["Regular", "Bold"] {
            let path = format!("/usr/share/fonts/opentype/noto/NotoSansCJK-{style}.ttc");
            // From memory: a font loaded by path is read again for every letter.
            fonts.load_font_data(
                std::fs::read(path).expect("fonts-noto-cjk is installed (scripts/debian-packages)"),
            );
        }
        Arc::new(fonts)
    });
    let options = usvg::Options {
        fontdb: Arc::clone(fonts),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options).unwrap();
    let mut pixmap = tiny_skia::Pixmap::new(width, height).unwrap();
    pixmap.fill(tiny_skia::Color::WHITE);
    resvg::render(
        &tree,
        tiny_skia::Transform::identity(),
        &mut pixmap.as_mut(),
    );
    let rgb = pixmap
        .data()
        .chunks_exact(4)
        .flat_map(|p| [p[0], p[1], p[2]])
        .collect();
    Picture::new(width, height, rgb)
}

/// Soft shapes with the grain of a camera.
fn photograph(picture: &mut Picture, place: [u32; 4], seed: u32) {
    let mut random = Random::new(seed);
    let waves: Vec<[f32; 5]> = (0..9)
        .map(|_| {
            let mut part = |least: f32, most: f32| least + random.part() * (most - least);
            [
                part(-0.06, 0.06),
                part(-0.06, 0.06),
                part(0.0, 6.3),
                part(10.0, 40.0),
                part(0.0, 3.0),
            ]
        })
        .collect();
    let [left, top, width, height] = place;
    for y in top..top + height {
        for x in left..left + width {
            let grain = (random.part() + random.part() - 1.0) * 14.0;
            let pixel = picture.pixel_mut(x, y);
            for (channel, value) in pixel.iter_mut().enumerate() {
                let sum: f32 = waves
                    .iter()
                    .map(|[fx, fy, phase, height, lag]| {
                        (x as f32 * fx + y as f32 * fy + phase + lag * channel as f32 * 0.3).sin()
                            * height
                    })
                    .sum();
                *value = (128.0 + sum + grain).clamp(0.0, 255.0) as u8;
            }
        }
    }
}

/// A fixed sequence per seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u32) -> Self {
        Self(u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 24) as u32
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.next() as usize % limit
    }

    pub fn part(&mut self) -> f32 {
        (self.next() & 0xFFFF) as f32 / 65_536.0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
