//! A second verifier, which knows docs/evidence.md and none of our code, says the same of good and of forged packages; and a package that an
//! earlier build made still holds.

use std::{path::Path, process::Command};

use records::verify::verify;

use crate::{
    forged::forgeries,
    made::{keep, new, open},
    packed::{fill, pack},
};

/// Made once, and never again.
const EARLIER: &[u8] = include_bytes!("fixtures/finagent-evidence-1.zip");

/// What the script says of each package: the lines it prints.
fn said_of(packages: &[Vec<u8>]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/verify.py");
    let mut python = Command::new("python3");
    python.env("PYTHONIOENCODING", "utf-8").arg(script);
    for (n, package) in packages.iter().enumerate() {
        let path = folder.path().join(format!("{n}.zip"));
        std::fs::write(&path, package).unwrap();
        python.arg(path);
    }
    // Where python3 is missing this fails: scripts/debian-packages installs it.
    let output = python.output().unwrap();
    let said: Vec<String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        said.len(),
        packages.len(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(
        output.status.success(),
        said.iter().all(|line| line == "holds")
    );
    said
}

#[test]
fn a_package_of_the_first_format_holds_in_every_later_build() {
    let verdict = verify(EARLIER, None);
    assert!(verdict.holds(), "{}", verdict.told());
    assert_eq!(said_of(&[EARLIER.to_vec()]), ["holds"]);
}

#[test]
fn the_other_verifier_says_the_same_of_good_and_of_forged_packages() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = fill(&records);
    let other = pack(&records, keep(&records, new(70), "另一个")).bytes;
    let package = pack(&records, id).bytes;
    let mut names = vec!["good".to_owned(), "other".to_owned(), "earlier".to_owned()];
    let mut packages = vec![package.clone(), other.clone(), EARLIER.to_vec()];
    for forged in [&package, &EARLIER.to_vec()] {
        for (what, bytes, _) in forgeries(forged, &other) {
            names.push(what);
            packages.push(bytes);
        }
    }
    for (name, edge) in [
        ("cut", package[..package.len() - 1].to_vec()),
        ("before", [b"MZ".as_slice(), &package].concat()),
        ("behind", [package.as_slice(), b"x"].concat()),
        ("empty", Vec::new()),
    ] {
        names.push(name.to_owned());
        packages.push(edge);
    }
    let said = said_of(&packages);
    for ((name, package), said) in names.iter().zip(&packages).zip(&said) {
        assert_eq!(
            verify(package, None).holds(),
            said == "holds",
            "{name}: {said}"
        );
    }
    assert_eq!(said.iter().filter(|line| *line == "holds").count(), 3);
}

#[test]
fn the_program_returns_whether_all_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("package.zip");
    std::fs::write(&path, EARLIER).unwrap();
    let run = |arguments: &[&str]| {
        let program = Command::new(env!("CARGO_BIN_EXE_finagent-verify"))
            .arg(&path)
            .args(arguments)
            .output()
            .unwrap();
        (
            program.status.code(),
            String::from_utf8(program.stdout).unwrap(),
        )
    };
    let anchor = verify(EARLIER, None).anchor.unwrap();
    let (code, told) = run(&["--anchor", &format!("{}:{}", anchor.seq, anchor.hash)]);
    assert_eq!(code, Some(0), "{told}");
    let (code, told) = run(&["--json", "--anchor", &format!("{}:00", anchor.seq)]);
    assert_eq!(code, Some(1));
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told[0]["holds"], false);
    assert_eq!(run(&["--what"]).0, Some(2));
    assert_eq!(run(&["--anchor", "x"]).0, Some(2));
    assert_eq!(
        run(&[path.with_extension("none").to_str().unwrap()]).0,
        Some(2)
    );
}
