//! Identifies this build by its sources, so that the app and a worker of another build reject each other.
//!
//! A digest of the sources rather than a timestamp: separate commands may build the app and the worker, and builds must
//! be reproducible.

use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hasher},
    io,
    path::{Path, PathBuf},
};

/// Folders of a crate that do not affect its library or program.
const ASIDE: [&str; 3] = ["benches", "examples", "tests"];

fn main() -> io::Result<()> {
    let crates = Path::new("..");
    let mut hash = DefaultHasher::new();
    for file in ["../../../Cargo.lock", "../../../Cargo.toml"] {
        println!("cargo::rerun-if-changed={file}");
        add(Path::new(file), &mut hash)?;
    }
    let (mut names, mut left) = (BTreeSet::new(), vec!["jobs".to_owned()]);
    while let Some(name) = left.pop() {
        let manifest = fs::read_to_string(crates.join(&name).join("Cargo.toml"))?;
        if names.insert(name) {
            left.extend(ours(&manifest, crates));
        }
    }
    for name in names {
        for entry in sorted(&crates.join(name))? {
            if !ASIDE.iter().any(|aside| entry.ends_with(aside)) {
                println!("cargo::rerun-if-changed={}", entry.display());
                add(&entry, &mut hash)?;
            }
        }
    }
    println!("cargo::rustc-env=SOURCES={:016x}", hash.finish());
    Ok(())
}

/// The workspace crates that a manifest names.
fn ours(manifest: &str, crates: &Path) -> Vec<String> {
    manifest
        .lines()
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|word| !word.is_empty() && crates.join(word).join("Cargo.toml").is_file())
        .map(str::to_owned)
        .collect()
}

fn add(path: &Path, hash: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        return sorted(path)?.iter().try_for_each(|entry| add(entry, hash));
    }
    let bytes = fs::read(path)?;
    for part in [path.as_os_str().as_encoded_bytes(), &bytes] {
        hash.write(&part.len().to_le_bytes());
        hash.write(part);
    }
    Ok(())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
