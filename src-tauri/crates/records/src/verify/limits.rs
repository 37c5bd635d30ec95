//! What a package may have at most. docs/evidence.md gives the same numbers, for whoever writes another verifier.

/// Bytes of a package: those of the app have at most 700 MB, of a picture of 200 MB that was sent in a hundred parts.
pub const PACKAGE_MAX: u64 = 800_000_000;
/// Files of a package.
pub const FILES_MAX: u64 = 1_000;
/// Bytes of one of its files: a picture as it was brought has at most 200 MB.
pub const FILE_MAX: u64 = 250_000_000;
/// Bytes of its files together.
pub const TOTAL_MAX: u64 = 1_000_000_000;
/// Bytes of a file's name.
pub const NAME_MAX: u64 = 400;
/// Bytes of a text that is read whole: the readme, the manifest, what was written at start and end, the part of the chain.
pub const TEXT_MAX: u64 = 16_000_000;
/// Lines of the part of the chain. On a chain of a billion events, a record with a hundred of them has fewer.
pub const LINES_MAX: u64 = 20_000;
/// Arrays and objects of a JSON text inside of one another.
pub const JSON_DEPTH_MAX: u64 = 100;

/// All of them, by name.
pub const ALL: [(&str, u64); 8] = [
    ("PACKAGE_MAX", PACKAGE_MAX),
    ("FILES_MAX", FILES_MAX),
    ("FILE_MAX", FILE_MAX),
    ("TOTAL_MAX", TOTAL_MAX),
    ("NAME_MAX", NAME_MAX),
    ("TEXT_MAX", TEXT_MAX),
    ("LINES_MAX", LINES_MAX),
    ("JSON_DEPTH_MAX", JSON_DEPTH_MAX),
];

/// Whether a length is one that is allowed.
pub(crate) fn within(length: usize, max: u64) -> bool {
    u64::try_from(length).is_ok_and(|length| length <= max)
}
