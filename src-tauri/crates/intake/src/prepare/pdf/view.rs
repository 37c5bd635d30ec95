//! What of a page's glyphs can be seen: the page, clips, opacity, and what is drawn over them later.
//!
//! Nine points of each glyph's ink stand for it. Each opaque area drawn later takes away the points that it covers, so that
//! several areas together can hide a glyph. Where it can't be told cheaply, a glyph counts as visible.

use std::collections::HashMap;

use hayro::hayro_interpret::FillRule;
use hayro::kurbo::{BezPath, PathEl, Point, Rect, Shape as _, Vec2};

/// Side of the squares by which glyphs are found, in points.
const SQUARE: f64 = 32.0;
/// Maximum number of comparisons of a point with an area, for each page.
const MAX_TESTS: u64 = 40_000_000;
/// Maximum number of segments of a shape that is examined.
const MAX_SEGMENTS: usize = 400;
/// Maximum number of pictures remembered for each page.
const MAX_PICTURES: usize = 1_000;
/// Opacity of paint that hides what lies below.
pub(super) const SOLID: f32 = 0.985;
/// Part of the page that a scan covers at least.
const SCAN: f64 = 0.3;

/// Where a glyph's ink lies: a parallelogram, in points from the upper left corner of the page.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ink {
    pub(super) corner: Point,
    pub(super) across: Vec2,
    pub(super) up: Vec2,
}

impl Ink {
    pub(super) fn is_finite(&self) -> bool {
        self.corner.is_finite() && self.across.is_finite() && self.up.is_finite()
    }

    /// The upright rectangle around it.
    pub(super) fn bounds(&self) -> Rect {
        let far = self.corner + self.across + self.up;
        Rect::from_points(self.corner, far)
            .union_pt(self.corner + self.across)
            .union_pt(self.corner + self.up)
    }

    fn points(&self) -> impl Iterator<Item = (u16, Point)> {
        let Self { corner, across, up } = *self;
        (0..9_u16).map(move |number| {
            let part = |third: u16| [0.1, 0.5, 0.9].get(usize::from(third)).copied();
            let x = part(number % 3).unwrap_or_default();
            let y = part(number / 3).unwrap_or_default();
            (1 << number, corner + across * x + up * y)
        })
    }
}

/// An area: a rectangle, or the inside of a path.
pub(super) enum Area {
    Rect(Rect),
    Path {
        path: BezPath,
        rule: FillRule,
        bounds: Rect,
    },
    /// A shape that takes too long to examine; only its bounds are known.
    Vague(Rect),
}

impl Area {
    /// The inside of a path that is already in the page's coordinates.
    pub(super) fn of(path: BezPath, rule: FillRule) -> Self {
        if let Some(rect) = as_rect(&path) {
            return Self::Rect(rect);
        }
        let bounds = path.bounding_box();
        match path.elements().len() <= MAX_SEGMENTS {
            true => Self::Path { path, rule, bounds },
            false => Self::Vague(bounds),
        }
    }

    pub(super) fn bounds(&self) -> Rect {
        match self {
            Self::Rect(bounds) | Self::Vague(bounds) | Self::Path { bounds, .. } => *bounds,
        }
    }

    /// Number of comparisons that a test takes.
    fn cost(&self) -> u64 {
        match self {
            Self::Path { path, .. } => path.elements().len() as u64,
            _ => 1,
        }
    }

    fn contains(&self, point: Point) -> bool {
        if !self.bounds().contains(point) {
            return false;
        }
        let Self::Path { path, rule, .. } = self else {
            return true;
        };
        let winding = path.winding(point);
        match rule {
            FillRule::NonZero => winding != 0,
            FillRule::EvenOdd => winding % 2 != 0,
        }
    }
}

/// The rectangle that a path of straight lines along the axes encloses.
fn as_rect(path: &BezPath) -> Option<Rect> {
    let mut corners = Vec::new();
    for element in path.elements() {
        match element {
            PathEl::MoveTo(point) if corners.is_empty() => corners.push(*point),
            PathEl::LineTo(point) if corners.len() < 5 => corners.push(*point),
            PathEl::ClosePath if corners.len() >= 4 => {}
            _ => return None,
        }
    }
    let [first, second, third, fourth, last @ ..] = corners.as_slice() else {
        return None;
    };
    let same = |a: f64, b: f64| (a - b).abs() < 1e-3;
    let closes = last
        .first()
        .is_none_or(|last| same(last.x, first.x) && same(last.y, first.y));
    let lying = same(first.y, second.y)
        && same(second.x, third.x)
        && same(third.y, fourth.y)
        && same(fourth.x, first.x);
    let standing = same(first.x, second.x)
        && same(second.y, third.y)
        && same(third.x, fourth.x)
        && same(fourth.y, first.y);
    (closes && (lying || standing)).then(|| Rect::from_points(*first, *third))
}

/// A clip, and the glyphs of which it consists if it was made of text.
struct Clip {
    area: Area,
    /// What all clips so far leave, at most.
    bounds: Rect,
    letters: std::ops::Range<usize>,
}

/// A transparency group with those around it.
#[derive(Clone, Copy)]
struct Group {
    opacity: f32,
    plain: bool,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            opacity: 1.0,
            plain: true,
        }
    }
}

/// The state of drawing, and where glyphs are.
pub(super) struct View {
    paper: Rect,
    clips: Vec<Clip>,
    groups: Vec<Group>,
    squares: HashMap<(i32, i32), Vec<(usize, Ink)>>,
    pictures: Vec<Rect>,
    tests: u64,
}

impl View {
    pub(super) fn new(paper: Rect) -> Self {
        Self {
            paper,
            clips: Vec::new(),
            groups: Vec::new(),
            squares: HashMap::new(),
            pictures: Vec::new(),
            tests: 0,
        }
    }

    /// Begins a clip that consists of these glyphs, if of any.
    pub(super) fn clip(&mut self, area: Area, letters: std::ops::Range<usize>) {
        let before = self.clips.last().map_or(self.paper, |clip| clip.bounds);
        let bounds = before.intersect(area.bounds());
        self.clips.push(Clip {
            area,
            bounds,
            letters,
        });
    }

    pub(super) fn unclip(&mut self) {
        self.clips.pop();
    }

    /// Begins a group. It is plain if it has no mask and covers what lies below.
    pub(super) fn group(&mut self, opacity: f32, plain: bool) {
        let around = self.groups.last().copied().unwrap_or_default();
        self.groups.push(Group {
            opacity: around.opacity * opacity,
            plain: around.plain && plain,
        });
    }

    pub(super) fn ungroup(&mut self) {
        self.groups.pop();
    }

    /// Opacity of what is drawn now.
    pub(super) fn opacity(&self) -> f32 {
        self.groups.last().copied().unwrap_or_default().opacity
    }

    /// Whether opaque paint hides what lies below.
    pub(super) fn hides(&self) -> bool {
        let group = self.groups.last().copied().unwrap_or_default();
        group.plain && group.opacity > SOLID
    }

    /// The glyphs that show through because something is painted now.
    pub(super) fn letters_of_clips(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.clips
            .iter()
            .map(|clip| clip.letters.clone())
            .filter(|letters| !letters.is_empty())
    }

    /// Which points of a glyph drawn now lie on the page and within the clips.
    pub(super) fn shown(&mut self, ink: &Ink) -> u16 {
        let mut shown = 0;
        for (bit, point) in ink.points() {
            if self.contains(point) {
                shown |= bit;
            }
        }
        shown
    }

    fn contains(&mut self, point: Point) -> bool {
        let bounds = self.clips.last().map_or(self.paper, |clip| clip.bounds);
        if !bounds.contains(point) {
            return false;
        }
        // Rectangles are in the bounds already.
        let shapes = self.clips.iter().map(|clip| &clip.area);
        let shapes = shapes.filter(|area| matches!(area, Area::Path { .. }));
        for shape in shapes {
            self.tests += shape.cost();
            if self.tests > MAX_TESTS {
                return true;
            }
            if !shape.contains(point) {
                return false;
            }
        }
        true
    }

    /// Remembers where a glyph is.
    pub(super) fn note(&mut self, number: usize, ink: &Ink) {
        let square = square(ink.bounds().center());
        self.squares.entry(square).or_default().push((number, *ink));
    }

    /// Remembers where a picture is.
    pub(super) fn picture(&mut self, place: Rect) {
        if self.pictures.len() < MAX_PICTURES {
            self.pictures.push(place);
        }
    }

    /// Whether there is a picture in the middle of a glyph.
    pub(super) fn is_on_picture(&self, ink: &Ink) -> bool {
        let middle = ink.bounds().center();
        self.pictures.iter().any(|place| place.contains(middle))
    }

    /// Whether an area is as large as a scanned page.
    pub(super) fn is_scan(&self, area: &Area) -> bool {
        area.bounds().intersect(self.paper).area() > SCAN * self.paper.area()
    }

    /// Covers glyphs drawn so far with an opaque area. `cover` receives the number of a glyph and the bits of the points
    /// covered, and returns whether all of it is covered.
    pub(super) fn cover(&mut self, area: &Area, mut cover: impl FnMut(usize, u16) -> bool) {
        if matches!(area, Area::Vague(_)) || self.squares.is_empty() {
            return;
        }
        // Its own shape, or that of a clip, may be vague.
        let vague = |clip: &Clip| matches!(clip.area, Area::Vague(_));
        if self.clips.iter().any(vague) {
            return;
        }
        let bounds = self.clips.last().map_or(self.paper, |clip| clip.bounds);
        let bounds = bounds.intersect(area.bounds());
        if bounds.area() <= 0.0 {
            return;
        }
        let (low, high) = (
            square(bounds.origin()),
            square(Point::new(bounds.x1, bounds.y1)),
        );
        // A glyph is found by its middle, which may lie in the next square.
        let columns = low.0.saturating_sub(1)..=high.0.saturating_add(1);
        let rows = low.1.saturating_sub(1)..=high.1.saturating_add(1);
        let across = i64::from(high.0) - i64::from(low.0) + 3;
        let down = i64::from(high.1) - i64::from(low.1) + 3;
        let near = |(x, y): &(i32, i32)| columns.contains(x) && rows.contains(y);
        let keys: Vec<(i32, i32)> = match across.saturating_mul(down) > self.squares.len() as i64 {
            true => self.squares.keys().copied().filter(near).collect(),
            false => columns
                .flat_map(|x| rows.clone().map(move |y| (x, y)))
                .filter(|key| self.squares.contains_key(key))
                .collect(),
        };
        self.tests += keys.len() as u64;
        for key in keys {
            let Some(mut letters) = self.squares.remove(&key) else {
                continue;
            };
            letters.retain(|(letter, ink)| {
                self.tests += 9 * area.cost();
                if self.tests > MAX_TESTS {
                    return true;
                }
                let mut bits = 0;
                for (bit, point) in ink.points() {
                    if area.contains(point) && self.contains(point) {
                        bits |= bit;
                    }
                }
                bits == 0 || !cover(*letter, bits)
            });
            if !letters.is_empty() {
                self.squares.insert(key, letters);
            }
        }
    }
}

fn square(point: Point) -> (i32, i32) {
    // Saturates.
    (
        (point.x / SQUARE).floor() as i32,
        (point.y / SQUARE).floor() as i32,
    )
}
