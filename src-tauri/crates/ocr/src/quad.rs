//! Points, quadrilaterals and oriented boxes.

/// A point of the picture, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Pixels from the left.
    pub x: f32,
    /// Pixels from the top.
    pub y: f32,
}

impl Point {
    pub(crate) fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }

    pub(crate) fn times(self, factor: f32) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }

    /// Rotated by 90° clockwise on screen.
    pub(crate) fn turned(self) -> Self {
        Self::new(-self.y, self.x)
    }

    pub(crate) fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }
}

/// Corners of a line in reading direction: upper left, upper right, lower right, lower left. For a rotated line these are
/// other corners of the picture; for a vertical column the first one is at the upper right.
pub type Quad = [Point; 4];

/// A rectangle at any angle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OrientedBox {
    pub(crate) centre: Point,
    /// Unit vector along which `length` is measured.
    pub(crate) along: Point,
    pub(crate) length: f32,
    /// Measured along `along` rotated by 90° clockwise.
    pub(crate) thickness: f32,
}

impl OrientedBox {
    /// The point at `along` × length and `across` × thickness from the centre.
    pub(crate) fn at(&self, along: f32, across: f32) -> Point {
        self.centre
            .plus(self.along.times(along * self.length))
            .plus(self.along.turned().times(across * self.thickness))
    }

    pub(crate) fn quad(&self) -> Quad {
        [
            self.at(-0.5, -0.5),
            self.at(0.5, -0.5),
            self.at(0.5, 0.5),
            self.at(-0.5, 0.5),
        ]
    }

    /// The same rectangle, rotated by `quarters` × 90° clockwise.
    pub(crate) fn turned(&self, quarters: u8) -> Self {
        let mut oriented_box = *self;
        for _ in 0..quarters % 4 {
            oriented_box = Self {
                along: oriented_box.along.turned(),
                length: oriented_box.thickness,
                thickness: oriented_box.length,
                ..oriented_box
            };
        }
        oriented_box
    }

    /// The same rectangle with `along` as close as possible to the direction of the picture's rows.
    pub(crate) fn upright(&self) -> Self {
        let quarters = if self.along.x.abs() >= self.along.y.abs() {
            if self.along.x > 0.0 { 0 } else { 2 }
        } else if self.along.y > 0.0 {
            3
        } else {
            1
        };
        self.turned(quarters)
    }

    pub(crate) fn scaled(&self, factor: f32) -> Self {
        Self {
            centre: self.centre.times(factor),
            along: self.along,
            length: self.length * factor,
            thickness: self.thickness * factor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_a_slab_keeps_its_corners_and_renames_them() {
        let oriented_box = OrientedBox {
            centre: Point::new(10.0, 20.0),
            along: Point::new(1.0, 0.0),
            length: 8.0,
            thickness: 2.0,
        };
        let [upper_left, upper_right, lower_right, lower_left] = oriented_box.quad();
        assert_eq!(upper_left, Point::new(6.0, 19.0));
        assert_eq!(
            oriented_box.turned(1).quad(),
            [upper_right, lower_right, lower_left, upper_left]
        );
        for quarters in 0..4 {
            assert_eq!(oriented_box.turned(quarters).upright(), oriented_box);
        }
    }
}
