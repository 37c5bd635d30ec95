//! `mutate FOLDER SECONDS [SEED]`: a simple fuzzer. It mutates the files of a folder at random and prepares and unpacks the
//! results. Inputs that cause a panic or take more than ten seconds are saved beside them and reported; fix each one and add
//! a test.
#![expect(
    clippy::print_stdout,
    reason = "a command-line program prints its result"
)]

use std::{
    error::Error,
    fs,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use intake::{Fonts, Limits, prepare, shown, unzip};

/// A file of at most a megabyte that takes longer than this is suspicious.
const SLOW: Duration = Duration::from_secs(10);
/// Larger files are not mutated: they are slow and reveal no more than small ones.
const SEED_BYTES: u64 = 1_000_000;
/// Number of leading bytes that contain the dimensions in most formats.
const HEADER: usize = 128;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, seconds, seed) = match arguments.as_slice() {
        [folder, seconds] => (folder, seconds.parse()?, 1),
        [folder, seconds, seed] => (folder, seconds.parse()?, seed.parse()?),
        _ => return Err("usage: mutate FOLDER SECONDS [SEED]".into()),
    };
    let folder = Path::new(folder);
    let seeds = seeds(folder)?;
    if seeds.is_empty() {
        return Err("no small files in that folder".into());
    }
    let until = Instant::now() + Duration::from_secs(seconds);
    let fonts = Fonts::load();
    let mut chance = Chance(seed);
    let (mut tried, mut prepared, mut found) = (0_u64, 0_u64, 0_u64);
    while Instant::now() < until {
        let Some(mut bytes) = seeds.get(chance.below(seeds.len())).cloned() else {
            continue;
        };
        mutate(&mut bytes, &seeds, &mut chance);
        let began = Instant::now();
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| attempt(&bytes, &fonts)));
        tried += 1;
        let slow = began.elapsed() > SLOW;
        if outcome.is_err() || slow {
            found += 1;
            let path: PathBuf = folder.join(format!("found-{seed}-{tried}.bin"));
            fs::write(&path, &bytes)?;
            println!(
                "{}: {}",
                path.display(),
                if slow { "slow" } else { "panic" }
            );
        }
        prepared += u64::from(outcome.unwrap_or(false));
    }
    println!("{tried} tried, {prepared} prepared, {found} found");
    Ok(())
}

/// Whether the input was prepared successfully.
fn attempt(bytes: &[u8], fonts: &Fonts) -> bool {
    // Also the path of OCR, and unpacking in case it has become an archive.
    let _ = shown(bytes, fonts);
    let _ = unzip(&bytes.to_vec().into(), |_| ());
    let limits = Limits {
        max_bytes: 60_000,
        max_side: 700,
    };
    let rows =
        |shown: intake::Shown| Some(std::iter::once(shown.height / 3..shown.height / 2).collect());
    prepare(bytes.to_vec().into(), &limits, fonts, rows, |_| ()).is_ok()
}

fn seeds(folder: &Path) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut seeds = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.metadata()?.is_file() && entry.metadata()?.len() <= SEED_BYTES {
            seeds.push(fs::read(entry.path())?);
        }
    }
    Ok(seeds)
}

/// Applies a few mutations that break parsers: flipped bits, changed numbers, and pieces removed, duplicated or taken from
/// another file.
fn mutate(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], chance: &mut Chance) {
    for _ in 0..=chance.below(6) {
        // Half of the time in the header, which a random position in a long file seldom hits.
        let within = match chance.below(2) {
            0 => bytes.len().min(HEADER),
            _ => bytes.len(),
        };
        let at = chance.below(within.max(1));
        let length = 1 + chance.below(64);
        let end = (at + length).min(bytes.len());
        match chance.below(7) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = chance.below(256) as u8;
                }
            }
            2 => {
                const EDGES: [[u8; 4]; 5] = [
                    [0; 4],
                    [255; 4],
                    [127, 255, 255, 255],
                    [128, 0, 0, 0],
                    [0, 0, 0, 1],
                ];
                let edge = EDGES
                    .get(chance.below(EDGES.len()))
                    .copied()
                    .unwrap_or_default();
                for (byte, new) in bytes.iter_mut().skip(at).zip(edge) {
                    *byte = new;
                }
            }
            3 => drop(bytes.drain(at..end)),
            4 => {
                let piece: Vec<u8> = bytes.get(at..end).unwrap_or_default().to_vec();
                let to = chance.below(bytes.len().max(1)).min(bytes.len());
                bytes.splice(to..to, piece);
            }
            5 => bytes.truncate(at.max(1)),
            _ => {
                let other = seeds.get(chance.below(seeds.len()));
                let from = at.min(other.map_or(0, Vec::len));
                let piece =
                    other.and_then(|other| other.get(from..(from + length).min(other.len())));
                bytes.splice(at..end, piece.unwrap_or_default().iter().copied());
            }
        }
    }
}

/// Deterministic pseudo-random numbers.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let high = self.0 >> 33;
        usize::try_from(high).unwrap_or(0) % limit.max(1)
    }
}
