//! A second verifier, which is based on docs/evidence.md and shares no code with this program, agrees on good and on
//! forged packages. Packages that earlier builds made still verify.

use std::{path::Path, process::Command};

use records::{
    sha256_hex,
    verify::{limits, verify},
};

use crate::{
    forged::forgeries,
    genuine::EARLIER,
    made::{keep, new, open, with_picture},
    packed::{Apart, fill, pack},
    raw_zip::RawZip,
    reviewed::{archived, signers},
};

/// The lines that the script prints for each package.
pub fn said_of(packages: &[Vec<u8>]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/verify.py");
    let mut python = Command::new("python3");
    python.env("PYTHONIOENCODING", "utf-8").arg(script);
    for (n, package) in packages.iter().enumerate() {
        let path = folder.path().join(format!("{n}.zip"));
        std::fs::write(&path, package).unwrap();
        python.arg(path);
    }
    // Fails if python3 is missing: scripts/debian-packages installs it.
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
fn a_package_of_an_earlier_build_holds_in_every_later_one() {
    for (what, package, sha256) in EARLIER {
        assert_eq!(
            sha256_hex(package),
            *sha256,
            "{what} was made once and stays"
        );
        let verdict = verify(package, None);
        assert!(verdict.holds(), "{what}: {}", verdict.told());
        assert_eq!(said_of(&[package.to_vec()]), ["holds"], "{what}");
    }
}

/// The limits in a text, by name.
fn limits_in(text: &str, before: &str, between: &str, after: char) -> Vec<(String, u64)> {
    let limit = |line: &str| {
        let (name, rest) = line.strip_prefix(before)?.split_once(between)?;
        let digits = rest.split(after).next()?.replace([',', '_'], "");
        name.ends_with("_MAX")
            .then_some((name.to_owned(), digits.trim().parse().ok()?))
    };
    text.lines().filter_map(limit).collect()
}

#[test]
fn the_page_and_both_verifiers_have_the_same_limits() {
    let known: Vec<_> = limits::ALL
        .map(|(name, limit)| (name.to_owned(), limit))
        .to_vec();
    let page = include_str!("../../../../../docs/evidence.md");
    assert_eq!(limits_in(page, "| `", "` | ", '|'), known);
    let script = include_str!("verify.py");
    assert_eq!(limits_in(script, "", " = ", '#'), known);
}

#[test]
fn the_page_and_the_other_verifier_know_every_readme() {
    let page = include_str!("../../../../../docs/evidence.md");
    let script = include_str!("verify.py");
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    signers(&records);
    for id in [keep(&records, new(1), ""), archived(&records, 55)] {
        let uid = records.record(id).unwrap().started.uid;
        let readme = Apart::of(&pack(&records, id).bytes)
            .file("README.txt")
            .clone();
        let readme = String::from_utf8(readme).unwrap().replace(&uid, "{record}");
        let present = sha256_hex(readme.as_bytes());
        assert!(page.contains(&present), "{present}");
    }
    let hash = |line: &str| {
        let hash = line.strip_prefix("| `")?.get(..64)?;
        hash.bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then(|| hash.to_owned())
    };
    for hash in page.lines().filter_map(hash) {
        assert!(script.contains(&hash), "{hash}");
    }
}

#[test]
fn the_other_verifier_says_the_same_of_good_and_of_forged_packages() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = fill(&records);
    let other = pack(&records, keep(&records, new(70), "另一个")).bytes;
    let package = pack(&records, id).bytes;
    let (_, earlier, _) = EARLIER[0];
    let mut names = vec!["good".to_owned(), "other".to_owned(), "earlier".to_owned()];
    let mut packages = vec![package.clone(), other.clone(), earlier.to_vec()];
    for forged in [package.as_slice(), earlier] {
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
fn a_file_of_150_mb_holds_and_one_that_claims_more_than_the_limit_is_refused_by_both() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let large = with_picture(new(3), &vec![0x5a; 150_000_000]);
    let package = pack(&records, keep(&records, large, "保本高收益")).bytes;
    let claims = |bytes: u64| {
        let mut zip = RawZip::of(&package);
        let size = u32::try_from(bytes).unwrap().to_le_bytes();
        zip.file(".md").set(22, &size);
        zip.bytes()
    };
    let packages = [
        claims(limits::FILE_MAX + 1),
        claims(limits::FILE_MAX),
        package,
    ];
    let said = said_of(&packages);
    assert!(said[0].ends_with("zip: too large"), "{said:?}");
    assert!(
        !said[1].ends_with("too large"),
        "it lies, but is not too large"
    );
    assert_eq!(said[2], "holds");
    let holds = packages
        .each_ref()
        .map(|package| verify(package, None).holds());
    assert_eq!(holds, [false, false, true]);
}

#[test]
fn the_program_returns_whether_all_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("package.zip");
    let (_, earlier, _) = EARLIER[0];
    std::fs::write(&path, earlier).unwrap();
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
    let anchor = verify(earlier, None).anchor.unwrap();
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
