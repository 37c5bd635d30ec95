//! Lists the packs and laws that are built in, so that a new file needs no line of code.

use std::{env, fmt::Write as _, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let out = env::var("OUT_DIR").unwrap_or_default();
    let mut code = String::new();
    for (folder, name) in [("packs", "PACKS"), ("laws", "LAWS")] {
        let path = Path::new(&root).join(folder);
        let mut files: Vec<_> = fs::read_dir(&path)
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|file| file.extension().is_some_and(|ext| ext == "toml"))
            .collect();
        files.sort();
        let _ = writeln!(code, "pub(super) const {name}: &[(&str, &str)] = &[");
        for file in files {
            let file_name = file.file_name().unwrap_or_default().to_string_lossy();
            let _ = writeln!(
                code,
                "    ({file_name:?}, include_str!({:?})),",
                file.display().to_string()
            );
        }
        let _ = writeln!(code, "];");
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let _ = fs::write(Path::new(&out).join("embedded.rs"), code);
}
