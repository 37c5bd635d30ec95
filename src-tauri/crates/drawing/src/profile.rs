//! What drawing may take: little for a chart that comes with an answer and is drawn while somebody waits, more for a picture that
//! somebody brings to have it looked at closely.

/// Bytes of a chart that are looked at, at most.
pub const CHART_BYTES: usize = 8_000_000;

/// Bounds on one drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile {
    /// Bytes that are looked at.
    pub(super) bytes: usize,
    /// Device pixels per CSS pixel that may be asked for, at most.
    pub(super) scale: f64,
    /// The longest side of the picture, in device pixels.
    pub(super) side: f64,
    /// The most device pixels.
    pub(super) pixels: f64,
    /// Work, in the unit of [`Cost`](super::cost::Cost): about nanoseconds.
    pub(super) work: f64,
    /// Bytes beside the picture.
    pub(super) memory: f64,
    /// Characters of one picture within it, as a `data:` address.
    pub(super) address: usize,
    /// Pixels of one picture within it; each takes 4 bytes while it is drawn.
    pub(super) inner: u64,
    /// Pixels of all pictures within it.
    pub(super) inner_in_all: u64,
    /// Labels that are told in words,
    pub(super) labels: usize,
    /// and characters of each.
    pub(super) label: usize,
}

/// For a chart: some two seconds.
pub(super) const CHART: Profile = Profile {
    bytes: CHART_BYTES,
    scale: 32.0,
    side: 16_384.0,
    pixels: 16_777_216.0,
    work: 2e9,
    memory: 320.0 * 1024.0 * 1024.0,
    // Some 2 MB of picture.
    address: 2_800_000,
    inner: 4_000_000,
    inner_in_all: 16_000_000,
    labels: 1_000,
    label: 500,
};

/// For a picture: some half a minute.
pub(super) const PICTURE: Profile = Profile {
    bytes: 64_000_000,
    scale: 1_000.0,
    side: 60_000.0,
    pixels: 80_000_000.0,
    work: 3e10,
    memory: 1024.0 * 1024.0 * 1024.0,
    // Some 30 MB of picture.
    address: 40_000_000,
    inner: 50_000_000,
    inner_in_all: 150_000_000,
    labels: 40_000,
    label: 40_000,
};
