//! Limits on rendering. They are tight for a chart of an answer, since somebody is waiting, and loose for a picture that a
//! user brings to have it examined closely.

/// Maximum size of a chart, in bytes.
pub const CHART_BYTES: usize = 8_000_000;

/// Limits on one drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile {
    /// Maximum size of the SVG, in bytes.
    pub(super) bytes: usize,
    /// Maximum requested scale, in device pixels per CSS pixel.
    pub(super) scale: f64,
    /// Maximum side of the picture, in device pixels.
    pub(super) side: f64,
    /// Maximum number of device pixels.
    pub(super) pixels: f64,
    /// Maximum work in the unit of [`Cost`](super::cost::Cost), about nanoseconds.
    pub(super) work: f64,
    /// Maximum memory beside the picture, in bytes.
    pub(super) memory: f64,
    /// Maximum length of an embedded image's `data:` URL, in characters.
    pub(super) address: usize,
    /// Maximum pixels of one embedded image; each takes 4 bytes while it is drawn.
    pub(super) inner: u64,
    /// Maximum pixels of all embedded images.
    pub(super) inner_in_all: u64,
    /// Maximum number of labels in the text alternative.
    pub(super) labels: usize,
    /// Maximum characters of each label.
    pub(super) label: usize,
}

/// Limits for a chart; rendering takes about two seconds at most.
pub(super) const CHART: Profile = Profile {
    bytes: CHART_BYTES,
    scale: 32.0,
    side: 16_384.0,
    pixels: 16_777_216.0,
    work: 2e9,
    memory: 320.0 * 1024.0 * 1024.0,
    // About 2 MB of image data.
    address: 2_800_000,
    inner: 4_000_000,
    inner_in_all: 16_000_000,
    labels: 1_000,
    label: 500,
};

/// Limits for a picture; rendering takes about half a minute at most.
pub(super) const PICTURE: Profile = Profile {
    bytes: 64_000_000,
    scale: 1_000.0,
    side: 60_000.0,
    pixels: 80_000_000.0,
    work: 3e10,
    memory: 1024.0 * 1024.0 * 1024.0,
    // About 30 MB of image data.
    address: 40_000_000,
    inner: 50_000_000,
    inner_in_all: 150_000_000,
    labels: 40_000,
    label: 40_000,
};
