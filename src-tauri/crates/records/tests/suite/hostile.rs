//! Archives that this program never wrote: none makes the verifier panic, hang or use excessive memory, and none passes.

use proptest::prelude::*;
use records::verify::verify;

use crate::{
    made::open,
    packed::{Apart, faults_of, fill, pack, unzip},
};

fn package() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let id = fill(&records);
    pack(&records, id).bytes
}

/// The single fault of a foreign archive.
fn flaw(bytes: &[u8]) -> String {
    let found = faults_of(bytes);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("archive_sound"), "{found:?}");
    found[0].clone()
}

fn with(name: &str) -> Vec<u8> {
    let mut apart = Apart::of(&package());
    apart.files.push((name.to_owned(), b"x".to_vec()));
    apart.zip()
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in [
        "../evil",
        "/etc/passwd",
        "a/../../b",
        "a//b",
        "C:/x",
        "a\\b",
        "nul\u{0}",
        "a/.",
        "dir/",
        "x.",
        "a\u{202e}b",
        &"long".repeat(200),
    ] {
        let found = flaw(&with(name));
        assert!(
            found.ends_with(": name") || found.ends_with("directory"),
            "{name:?}: {found}"
        );
    }
    let plain = faults_of(&with("deep/er/file.txt"));
    assert_eq!(plain, ["file_listed deep/er/file.txt"]);
}

#[test]
fn two_files_of_one_name_are_refused() {
    // The zip library refuses duplicate names. So these start as two names of equal length, which are then made equal, or
    // equal except for capitals.
    for end in ["answer/raw.bin", "ANSWER/RAW.BIN"] {
        let mut bytes = with("answer/raw.xxx");
        let (from, to) = (b"answer/raw.xxx", end.as_bytes());
        for at in 0..bytes.len() - from.len() {
            if bytes[at..].starts_with(from) {
                bytes[at..at + to.len()].copy_from_slice(to);
            }
        }
        assert!(flaw(&bytes).ends_with("twice"));
    }
}

#[test]
fn a_link_in_place_of_a_file_is_refused() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.add_symlink("manifest.json", "/etc/passwd", options)
        .unwrap();
    flaw(&zip.finish().unwrap().into_inner());
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.add_directory("answer", options).unwrap();
    flaw(&zip.finish().unwrap().into_inner());
}

#[test]
fn a_bomb_is_put_out_before_it_goes_off() {
    let mut apart = Apart::of(&package());
    apart.files.push(("bomb".to_owned(), vec![0; 251_000_000]));
    let bomb = apart.zip();
    assert!(bomb.len() < 500_000);
    assert!(flaw(&bomb).ends_with("too large"));
    // An archive that understates a size: no more than that is unpacked.
    let mut apart = Apart::of(&package());
    *apart.file("answer/raw.bin") = vec![0; 9_000_000];
    let mut lying = apart.zip();
    let size = 9_000_000_u32.to_le_bytes();
    for at in 0..lying.len() - 4 {
        if lying[at..].starts_with(&size) {
            lying[at..at + 4].copy_from_slice(&5_u32.to_le_bytes());
        }
    }
    assert!(faults_of(&lying).contains(&"file_unchanged answer/raw.bin".to_owned()));
}

#[test]
fn too_many_files_are_refused() {
    let mut apart = Apart::of(&package());
    for n in 0..1_000 {
        apart.files.push((format!("f{n}"), Vec::new()));
    }
    assert!(flaw(&apart.zip()).ends_with("number of files"));
}

#[test]
fn bytes_that_belong_to_no_file_are_refused() {
    let whole = package();
    flaw(&[b"MZ".as_slice(), &whole].concat());
    flaw(&[whole.as_slice(), b"tail"].concat());
    flaw(&whole[..whole.len() - 1]);
    flaw(&[]);
    flaw(&[0; 22]);
    flaw(b"no zip at all, but long enough to be looked at");
    for cut in (0..whole.len()).step_by(97) {
        flaw(&whole[..cut]);
    }
}

#[test]
fn a_text_that_is_nested_deep_or_of_the_wrong_kind_is_no_more_than_a_fault() {
    for text in [
        "[".repeat(2_000_000),
        "null".to_owned(),
        "{}".to_owned(),
        "\u{0}".to_owned(),
    ] {
        for path in [
            "manifest.json",
            "record/started.json",
            "record/ended.json",
            "chain/events.jsonl",
            "chain/anchor.json",
        ] {
            let mut apart = Apart::of(&package());
            *apart.file(path) = text.clone().into_bytes();
            assert!(!verify(&apart.zip(), None).holds(), "{path}");
        }
    }
}

#[test]
fn numbers_of_events_at_their_limits_are_no_more_than_a_fault() {
    let package = package();
    for seq in [0, u64::MAX, i64::MAX as u64, 1 << 63] {
        for place in 0..4 {
            let mut apart = Apart::of(&package);
            apart.change_lines(|lines| {
                let place = if place == 3 { lines.len() - 1 } else { place };
                lines[place]["seq"] = seq.into();
            });
            assert!(!verify(&apart.zip(), None).holds(), "{seq} at {place}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_bytes_are_flipped_it_holds_only_where_every_file_is_the_same(
        flips in proptest::collection::vec((any::<proptest::sample::Index>(), 1_u8..), 1..4),
    ) {
        static WHOLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        let whole = WHOLE.get_or_init(package);
        let mut bytes = whole.clone();
        for (place, mask) in &flips {
            let place = place.index(bytes.len());
            bytes[place] ^= mask;
        }
        if verify(&bytes, None).holds() {
            prop_assert_eq!(unzip(&bytes), unzip(whole));
        }
    }

    #[test]
    fn rubbish_never_holds(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(!verify(&bytes, None).holds());
    }
}
