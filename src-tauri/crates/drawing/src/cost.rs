//! Estimates the cost of rendering a laid-out chart before any pixel is touched.
//!
//! The renderer allocates a layer for each group that is transparent, masked, clipped or filtered, up to five times the
//! picture's sides, and nested layers add up. The estimate walks the tree accordingly.

use resvg::tiny_skia::{PathSegment, Point, Rect, Transform};
use resvg::usvg::filter::{Filter, Kind};
use resvg::usvg::{ClipPath, Group, Mask, Node, Paint, Path, Pattern, Stroke};

use super::canvas::Canvas;

/// Bytes per pixel.
const PIXEL: f64 = 4.0;

/// Cost of rendering. `work` is about nanoseconds on an ordinary desktop processor, as measured: pixels weighted by the
/// computation for each (a layer 12, a clip path 13 more, a blur 130).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cost {
    pub(super) work: f64,
    /// Peak memory beside the picture, in bytes.
    pub(super) memory: f64,
    /// Dashes along dashed lines.
    pub(super) dashes: f64,
}

/// Estimates the cost of rendering `root` on `canvas`.
pub(super) fn estimate(root: &Group, canvas: &Canvas) -> Cost {
    let (width, height) = (canvas.width as f32, canvas.height as f32);
    let picture = Area {
        left: 0.0,
        top: 0.0,
        right: width,
        bottom: height,
    };
    let layers = Area {
        left: -2.0 * width,
        top: -2.0 * height,
        right: 3.0 * width,
        bottom: 3.0 * height,
    };
    let mut estimate = Estimate {
        layers,
        cost: Cost::default(),
    };
    estimate.cost.memory = estimate.group(root, canvas.transform(), picture);
    estimate.cost
}

/// A rectangle in device pixels; empty if its edges are inverted.
#[derive(Clone, Copy)]
struct Area {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Area {
    fn of(rect: Rect, transform: Transform) -> Self {
        let rect = rect.transform(transform);
        rect.map_or(
            // If the bounds can't be computed, assume that they are infinite.
            Self {
                left: f32::MIN,
                top: f32::MIN,
                right: f32::MAX,
                bottom: f32::MAX,
            },
            |rect| Self {
                left: rect.left() - 2.0,
                top: rect.top() - 2.0,
                right: rect.right() + 2.0,
                bottom: rect.bottom() + 2.0,
            },
        )
    }

    fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    fn pixels(self) -> f64 {
        f64::from((self.right - self.left).max(0.0)) * f64::from((self.bottom - self.top).max(0.0))
    }
}

struct Estimate {
    /// Maximum extent of layers.
    layers: Area,
    cost: Cost,
}

impl Estimate {
    /// Adds the work of a group drawn on `target`; returns its peak memory in bytes.
    fn group(&mut self, group: &Group, transform: Transform, target: Area) -> f64 {
        let transform = transform.pre_concat(group.transform());
        if !group.should_isolate() {
            return self.children(group, transform, target);
        }
        let layer = Area::of(group.layer_bounding_box().to_rect(), transform).within(self.layers);
        let pixels = layer.pixels();
        self.cost.work += pixels * 12.0;
        let mut inside = self.children(group, transform, layer);
        for filter in group.filters() {
            inside = inside.max(self.filter(filter, pixels, transform));
        }
        if let Some(clip) = group.clip_path() {
            inside = inside.max(self.clip(clip, transform, layer));
        }
        if let Some(mask) = group.mask() {
            inside = inside.max(self.mask(mask, transform, layer));
        }
        pixels * PIXEL + inside
    }

    fn children(&mut self, group: &Group, transform: Transform, target: Area) -> f64 {
        group
            .children()
            .iter()
            .map(|child| self.node(child, transform, target))
            .fold(0.0, f64::max)
    }

    fn node(&mut self, node: &Node, transform: Transform, target: Area) -> f64 {
        match node {
            Node::Group(group) => self.group(group, transform, target),
            Node::Path(path) => self.path(path, transform, target),
            Node::Text(text) => self.group(text.flattened(), transform, target),
            Node::Image(image) => {
                let size = image.size();
                let pixels = f64::from(size.width()) * f64::from(size.height());
                self.cost.work += pixels * 10.0
                    + Area::of(image.bounding_box(), transform)
                        .within(target)
                        .pixels()
                        * 8.0;
                // Includes the decoder's own buffers.
                pixels * PIXEL * 2.0
            }
        }
    }

    fn mask(&mut self, mask: &Mask, transform: Transform, layer: Area) -> f64 {
        let pixels = layer.pixels();
        self.cost.work += pixels * 13.0;
        let inside = self.children(mask.root(), transform, layer);
        let outer = mask
            .mask()
            .map_or(0.0, |outer| self.mask(outer, transform, layer));
        pixels * PIXEL * 1.5 + inside.max(outer)
    }

    fn clip(&mut self, clip: &ClipPath, transform: Transform, layer: Area) -> f64 {
        let pixels = layer.pixels();
        self.cost.work += pixels * 13.0;
        let inner = transform.pre_concat(clip.transform());
        let inside = self.clipping(clip.root(), inner, layer);
        let outer = clip
            .clip_path()
            .map_or(0.0, |outer| self.clip(outer, transform, layer));
        pixels * PIXEL * 1.25 + inside.max(outer)
    }

    /// Inside a clip path each clipped group takes a whole layer.
    fn clipping(&mut self, group: &Group, transform: Transform, layer: Area) -> f64 {
        let mut most = 0.0_f64;
        for child in group.children() {
            let bytes = match child {
                Node::Group(group) => {
                    let transform = transform.pre_concat(group.transform());
                    let clipped = group.clip_path().map_or(0.0, |clip| {
                        layer.pixels() * PIXEL + self.clip(clip, transform, layer)
                    });
                    clipped + self.clipping(group, transform, layer)
                }
                other => self.node(other, transform, layer),
            };
            most = most.max(bytes);
        }
        most
    }

    fn path(&mut self, path: &Path, transform: Transform, target: Area) -> f64 {
        if !path.is_visible() {
            return 0.0;
        }
        self.cost.work += path.data().len() as f64 * 30.0;
        let mut memory = 0.0_f64;
        let length = length(path);
        let (sx, sy) = transform.get_scale();
        if let Some(fill) = path.fill() {
            // The renderer walks each edge scanline by scanline, several times per pixel for antialiasing.
            self.cost.work += length * f64::from(sy) * 8.0;
            let filled = Area::of(path.bounding_box(), transform)
                .within(target)
                .pixels();
            self.cost.work += filled;
            memory = memory.max(self.paint(fill.paint(), transform, filled));
        }
        if let Some(stroke) = path.stroke() {
            let reached = Area::of(path.stroke_bounding_box(), transform)
                .within(target)
                .pixels();
            let inked = length * f64::from(stroke.width().get()) * f64::from(sx) * f64::from(sy);
            let touched = reached.min(inked * 4.0);
            self.cost.work += touched * 2.0;
            self.cost.dashes += dashes(stroke, length);
            memory = memory.max(self.paint(stroke.paint(), transform, touched));
        }
        memory
    }

    fn paint(&mut self, paint: &Paint, transform: Transform, pixels: f64) -> f64 {
        let stops = match paint {
            Paint::Pattern(pattern) => return self.pattern(pattern, transform),
            Paint::Color(_) => return 0.0,
            Paint::LinearGradient(gradient) => gradient.stops(),
            Paint::RadialGradient(gradient) => gradient.stops(),
        };
        // Each pixel is compared with every stop, sixteen pixels at a time.
        self.cost.work += pixels * stops.len() as f64 * 0.6;
        0.0
    }

    /// The tile of a pattern is rendered again for each shape, at full size.
    fn pattern(&mut self, pattern: &Pattern, transform: Transform) -> f64 {
        let (sx, sy) = transform.pre_concat(pattern.transform()).get_scale();
        let tile = Area {
            left: 0.0,
            top: 0.0,
            right: pattern.rect().width() * sx,
            bottom: pattern.rect().height() * sy,
        };
        self.cost.work += tile.pixels() * 4.0;
        tile.pixels() * PIXEL + self.children(pattern.root(), Transform::from_scale(sx, sy), tile)
    }

    fn filter(&mut self, filter: &Filter, pixels: f64, transform: Transform) -> f64 {
        let (sx, sy) = transform.get_scale();
        let mut inside = 0.0_f64;
        for primitive in filter.primitives() {
            let weight = match primitive.kind() {
                Kind::Turbulence(noise) => f64::from(noise.num_octaves()) * 150.0,
                Kind::ConvolveMatrix(convolve) => {
                    f64::from(convolve.matrix().columns())
                        * f64::from(convolve.matrix().rows())
                        * 6.0
                }
                Kind::Morphology(shape) => {
                    let across = f64::from(shape.radius_x().get() * sx) * 2.0 + 1.0;
                    let along = f64::from(shape.radius_y().get() * sy) * 2.0 + 1.0;
                    (across * along).min(pixels) * 3.0
                }
                Kind::GaussianBlur(_) | Kind::DropShadow(_) => 130.0,
                Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 60.0,
                Kind::Image(image) => {
                    inside = inside.max(self.children(image.root(), transform, self.layers));
                    40.0
                }
                _ => 40.0,
            };
            self.cost.work += pixels * weight;
        }
        // The result of each primitive is kept, and some primitives work on copies.
        pixels * PIXEL * (filter.primitives().len() as f64 + 4.0) + inside
    }
}

/// Length of a path's control polygon, in user units.
fn length(path: &Path) -> f64 {
    let mut length = 0.0;
    let (mut at, mut start) = (Point::zero(), Point::zero());
    for segment in path.data().segments() {
        let points: &[Point] = match &segment {
            PathSegment::MoveTo(point) => {
                (at, start) = (*point, *point);
                &[]
            }
            PathSegment::LineTo(end) => &[*end],
            PathSegment::QuadTo(control, end) => &[*control, *end],
            PathSegment::CubicTo(first, second, end) => &[*first, *second, *end],
            PathSegment::Close => &[start],
        };
        for point in points {
            length += f64::from((*point - at).length());
            at = *point;
        }
    }
    length
}

fn dashes(stroke: &Stroke, length: f64) -> f64 {
    stroke.dasharray().map_or(0.0, |dashes| {
        let period: f32 = dashes.iter().sum();
        length / f64::from(period.max(f32::MIN_POSITIVE)) * dashes.len() as f64
    })
}
