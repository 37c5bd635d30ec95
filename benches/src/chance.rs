//! Deterministic pseudo-random numbers.

use crate::phrases::{NAMES, PLACES};

/// A pseudo-random number generator (SplitMix64).
pub struct Chance(u64);

impl Chance {
    /// Starts the sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.draw() % end.max(1)
    }

    /// One of the given words.
    pub fn of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len() as u64) as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The name of an invented company.
    pub fn company(&mut self) -> String {
        let count = NAMES.chars().count() as u64;
        let mut name = format!("示例{}", self.of(&PLACES));
        for _ in 0..3 {
            name.extend(NAMES.chars().nth(self.below(count) as usize));
        }
        name + "有限公司"
    }
}
