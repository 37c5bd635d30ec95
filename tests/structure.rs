//! The structure of the code: the shell is thin, the application does not depend on a window, and imports have no cycles.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// The maximum number of lines of the shell.
const SHELL_LINES: usize = 3_500;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_shell_stays_thin() {
    let lines: usize = sources(&root("src-tauri/src"))
        .iter()
        .map(|path| fs::read_to_string(path).unwrap().lines().count())
        .sum();
    assert!(
        lines < SHELL_LINES,
        "{lines} lines: code that does not need Tauri belongs in the crate `app`"
    );
}

#[test]
fn the_application_knows_no_window() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--package", "app"])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(root(""))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{tree:?}");
    let tree = String::from_utf8(tree.stdout).unwrap();
    let crates: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(crates.contains("records"), "{crates:?}");
    for name in crates {
        let of_a_window = ["tauri", "wry", "webkit", "gtk", "tao"];
        assert!(
            !of_a_window.iter().any(|window| name.starts_with(window)),
            "app depends on {name}"
        );
    }
}

#[test]
fn what_is_stored_does_not_depend_on_what_crosses_to_the_window() {
    for path in sources(&root("src-tauri/crates/app/src/stored")) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            path.ends_with("conversion.rs") || !text.contains("wire"),
            "{} uses a type of `wire`",
            path.display()
        );
    }
}

/// The text of all Rust files of a package, found in the folders of its targets.
fn source_text(package: &Value) -> String {
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let root = manifest.parent().unwrap();
    let mut folders: BTreeSet<&Path> = BTreeSet::new();
    let mut text = String::new();
    for target in package["targets"].as_array().unwrap() {
        let path = Path::new(target["src_path"].as_str().unwrap());
        let folder = path.parent().unwrap();
        if folder == root {
            text.push_str(&fs::read_to_string(path).unwrap());
        } else {
            folders.insert(folder);
        }
    }
    for path in folders.into_iter().flat_map(sources) {
        text.push_str(&fs::read_to_string(path).unwrap());
    }
    text
}

#[test]
fn every_dependency_is_used() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--no-deps"])
        .args(["--format-version", "1"])
        .current_dir(root(""))
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{metadata:?}");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 10);
    let mut unused = Vec::new();
    for package in packages {
        let text = source_text(package);
        let words: BTreeSet<&str> = text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .collect();
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["rename"].as_str();
            let name = name.or(dependency["name"].as_str()).unwrap();
            if !words.contains(name.replace('-', "_").as_str()) {
                unused.push(format!("{} of {}", name, package["name"]));
            }
        }
    }
    assert_eq!(unused, [""; 0], "remove them from Cargo.toml");
}

/// The top-level modules of a crate with their imports, except those of tests.
fn imports(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in sources(folder) {
        let inside = path.strip_prefix(folder).unwrap().with_extension("");
        let mut names = inside.iter().map(|name| name.to_str().unwrap());
        let module = names.next().unwrap().to_owned();
        if ["lib", "main"].contains(&module.as_str()) || names.any(|name| name == "tests") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let used = modules.entry(module.clone()).or_default();
        for after in text.split("crate::").skip(1) {
            used.extend(first_names(after));
        }
        used.remove(&module);
    }
    let known: BTreeSet<_> = modules.keys().cloned().collect();
    for used in modules.values_mut() {
        used.retain(|name| known.contains(name));
    }
    modules
}

/// The first name of a path, or of each path in a leading brace group.
fn first_names(path: &str) -> Vec<String> {
    let name = |path: &str| -> String {
        let letters = path.trim_start().chars();
        letters
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(list) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let (mut depth, mut names, mut begins) = (0, Vec::new(), 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(name(list.get(begins..at).unwrap()));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(name(list.get(begins..at).unwrap()));
                begins = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The modules in import cycles: what remains after repeatedly removing modules without imports.
fn circle(mut modules: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    loop {
        let done: Vec<_> = modules
            .iter()
            .filter(|(_, used)| used.is_empty())
            .map(|(name, _)| name.clone())
            .collect();
        if done.is_empty() {
            return modules;
        }
        for name in done {
            modules.remove(&name);
            for used in modules.values_mut() {
                used.remove(&name);
            }
        }
    }
}

#[test]
fn modules_of_the_application_and_of_the_shell_import_one_another_in_one_direction() {
    for folder in ["src-tauri/crates/app/src", "src-tauri/src"] {
        let modules = imports(&root(folder));
        assert!(modules.values().any(|used| !used.is_empty()), "{folder}");
        let left = circle(modules);
        assert!(left.is_empty(), "{folder}: {left:#?}");
    }
}

#[test]
fn a_circle_of_imports_would_be_found() {
    let of = |list: &[(&str, &[&str])]| {
        let named = |(name, used): &(&str, &[&str])| {
            let used = used.iter().map(|&name| name.to_owned()).collect();
            ((*name).to_owned(), used)
        };
        list.iter().map(named).collect::<BTreeMap<_, _>>()
    };
    assert!(circle(of(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])).is_empty());
    let found = circle(of(&[
        ("a", &["b"]),
        ("b", &["c"]),
        ("c", &["b"]),
        ("d", &[]),
    ]));
    assert!(found.keys().eq(["a", "b", "c"]));
    assert_eq!(
        first_names("{\n    App,\n    ipc::{self, Problem},\n    runs::Lane,\n};"),
        ["App", "ipc", "runs"]
    );
    assert_eq!(first_names("runs::{Lane, Plan};"), ["runs"]);
}
