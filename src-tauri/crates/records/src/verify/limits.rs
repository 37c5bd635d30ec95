//! The limits of a package. docs/evidence.md lists the same numbers for authors of other verifiers.

/// Bytes of a package. Packages of the app have at most 700 MB, for a picture of 200 MB sent in a hundred parts.
pub const PACKAGE_MAX: u64 = 800_000_000;
/// Files in a package.
pub const FILES_MAX: u64 = 1_000;
/// Bytes of one file: a picture as received has at most 200 MB.
pub const FILE_MAX: u64 = 250_000_000;
/// Bytes of all files together.
pub const TOTAL_MAX: u64 = 1_000_000_000;
/// Bytes of a file name.
pub const NAME_MAX: u64 = 400;
/// Bytes of a text read as a whole: the readme, the manifest, the texts of start and end, the part of the chain.
pub const TEXT_MAX: u64 = 16_000_000;
/// Lines in the part of the chain. In a chain of a billion events, a record with a hundred of them needs fewer.
pub const LINES_MAX: u64 = 20_000;
/// Nesting depth of arrays and objects in a JSON text.
pub const JSON_DEPTH_MAX: u64 = 100;

/// All limits, by name.
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

/// Whether a length is within a limit.
pub(crate) fn within(length: usize, max: u64) -> bool {
    u64::try_from(length).is_ok_and(|length| length <= max)
}
