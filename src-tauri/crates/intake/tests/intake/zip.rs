//! Archives that a user brings instead of many files.

use std::io::{Cursor, Write};

use bytes::Bytes;
use encoding_rs::GB18030;
use intake::{
    Content, Damage, MAX_DEPTH, MAX_FILE_BYTES, MAX_FILES, MAX_UNPACKED_BYTES, Refusal, Unzipped,
    unzip,
};
use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::common::{packed, position};

/// The files passed to the callback.
type Files = Vec<(String, Result<Bytes, Refusal>)>;

fn try_unzip(archive: &[u8]) -> Result<(Files, Unzipped), Refusal> {
    let mut files = Vec::new();
    let archive = Bytes::copy_from_slice(archive);
    let done = unzip(&archive, |file| files.push((file.name, file.bytes)))?;
    Ok((files, done))
}

/// Asserts that unpacking a damaged archive accounts for every file, or refuses the archive with a code of its own.
fn assert_accounted_for(outcome: &Result<(Files, Unzipped), Refusal>) {
    match outcome {
        Ok((files, done)) => {
            let unpacked = files.iter().filter(|(_, bytes)| bytes.is_ok()).count();
            assert_eq!(done.files as usize, unpacked);
            assert_eq!(done.refused as usize, files.len() - unpacked);
            assert!(files.iter().all(|(name, _)| !name.is_empty()));
        }
        Err(refusal) => {
            let code = refusal.code();
            assert!(
                code.starts_with("zip_") || code == "picture_format",
                "{code}"
            );
        }
    }
}

fn names(archive: &[u8]) -> Vec<String> {
    let (files, _) = try_unzip(archive).unwrap();
    files.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn files_come_in_the_order_of_their_names_and_what_systems_hide_does_not() {
    let archive = packed(&[
        ("b/2.txt", b"two"),
        ("b/1.txt", b"one"),
        ("__MACOSX/b/._1.txt", b"hidden"),
        (".DS_Store", b"hidden"),
        ("b/Thumbs.db", b"hidden"),
        ("b/~$报告.docx", b"hidden"),
        ("a.txt", b"first"),
    ]);
    let (files, done) = try_unzip(&archive).unwrap();
    let expected = [("a.txt", "first"), ("b/1.txt", "one"), ("b/2.txt", "two")];
    let expected = expected.map(|(name, bytes)| (name.to_owned(), Ok(Bytes::from(bytes))));
    assert_eq!(files, expected);
    assert_eq!(
        done,
        Unzipped {
            files: 3,
            refused: 0
        }
    );
}

#[test]
fn stored_files_and_programs_before_the_archive_are_no_obstacle() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    writer.add_directory("folder", stored).unwrap();
    writer
        .start_file("folder/a.txt", stored.large_file(true))
        .unwrap();
    writer.write_all(b"stored").unwrap();
    writer.add_symlink("link", "/etc/passwd", stored).unwrap();
    let archive = writer.finish().unwrap().into_inner();
    let (files, _) = try_unzip(&archive).unwrap();
    let only = ("folder/a.txt".to_owned(), Ok(Bytes::from("stored")));
    assert_eq!(files, [only]);
}

#[test]
fn names_are_read_in_chinese_whatever_wrote_them() {
    assert_eq!(names(&packed(&[("海报/一.txt", b"x")])), ["海报/一.txt"]);
    // Windows writes names in its own encoding without declaring it.
    let (chinese, _, _) = GB18030.encode("海报1.txt");
    let mut archive = packed(&[("12341.txt", b"x")]);
    for _ in 0..2 {
        let at = position(&archive, b"12341.txt");
        archive.splice(at..at + 9, chinese.iter().copied());
    }
    assert_eq!(chinese.len(), 9);
    assert_eq!(names(&archive), ["海报1.txt"]);
    // Some programs declare UTF-8 all the same: bit 11 of the flags in the directory.
    let at = position(&archive, b"PK\x01\x02");
    archive[at + 9] |= 8;
    assert_eq!(names(&archive), ["海报1.txt"]);
}

#[test]
fn a_chinese_letter_that_ends_like_a_backslash_makes_no_folder() {
    let ends_so = |letter: &char| GB18030.encode(&letter.to_string()).0.ends_with(b"\\");
    let letter = ('\u{4E00}'..='\u{9FFF}').find(ends_so).unwrap();
    let name = format!("海报{letter}");
    let (chinese, _, _) = GB18030.encode(&name);
    let mut archive = packed(&[("123456", b"x"), ("folder/", b"")]);
    for _ in 0..2 {
        let at = position(&archive, b"123456");
        archive.splice(at..at + 6, chinese.iter().copied());
    }
    assert_eq!(names(&archive), [name]);
}

#[test]
fn a_name_leads_nowhere_and_deceives_nobody() {
    let long = format!("{}.png", "长".repeat(400));
    let archive = packed(&[
        ("../../etc/passwd", b"x"),
        ("/etc/shadow", b"x"),
        ("..\\..\\windows\\a.ini", b"x"),
        ("poster\u{202E}gnp.exe\u{7}", b"x"),
        (
            "q\u{61C}\u{200B}\u{2028}\u{3164}\u{FE0F}\u{FEFF}\u{E0061}.png",
            b"x",
        ),
        (".\u{200B}./\u{FEFF}", b"x"),
        ("\u{2060}.hidden", b"x"),
        (&long, b"x"),
    ]);
    let names = names(&archive);
    let (last, others) = names.split_last().unwrap();
    assert_eq!(
        others,
        [
            "etc/passwd",
            "etc/shadow",
            "postergnp.exe",
            "q.png",
            "windows/a.ini"
        ]
    );
    assert_eq!(last.chars().count(), 200);
    assert!(last.starts_with('…') && last.ends_with("长.png"));
}

#[test]
fn archives_in_an_archive_are_opened_to_a_depth() {
    let mut archive = packed(&[("poster.txt", b"deepest")]);
    for depth in (1..=MAX_DEPTH).rev() {
        archive = packed(&[
            (&format!("{depth}.zip"), &archive),
            (&format!("{depth}.txt"), b"beside"),
        ]);
    }
    let (files, done) = try_unzip(&archive).unwrap();
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "1.txt",
        "1.zip/2.txt",
        "1.zip/2.zip/3.txt",
        "1.zip/2.zip/3.zip",
    ];
    assert_eq!(names, expected);
    let refusal = files[3].1.clone().unwrap_err();
    let (limit, actual) = (MAX_DEPTH, MAX_DEPTH + 1);
    assert_eq!(refusal, Refusal::ZipTooDeep { limit, actual });
    assert_eq!(
        done,
        Unzipped {
            files: 3,
            refused: 1
        }
    );
}

#[test]
fn a_locked_file_and_a_broken_one_leave_the_others() {
    let mut archive = packed(&[("a.txt", b"a"), ("b.txt", b"bbbb"), ("c.txt", b"c")]);
    // The encryption flag in the directory, and a changed byte in the compressed data.
    let directory = position(&archive, b"PK\x01\x02");
    archive[directory + 8] |= 1;
    let packed = position(&archive, b"b.txt") + 5;
    archive[packed + 1] ^= 0x55;
    let (files, done) = try_unzip(&archive).unwrap();
    assert_eq!(files[0].1, Err(Refusal::ZipLocked));
    let damage = Damage::Structure;
    assert_eq!(files[1].1, Err(Refusal::ZipDamaged { damage }));
    assert_eq!(files[2].1, Ok(Bytes::from("c")));
    assert_eq!(
        done,
        Unzipped {
            files: 1,
            refused: 2
        }
    );
    let mut archive = self::packed(&[("a.txt", b"a")]);
    let directory = position(&archive, b"PK\x01\x02");
    archive[directory + 10] = 99;
    let (files, _) = try_unzip(&archive).unwrap();
    assert_eq!(files[0].1, Err(Refusal::ZipMethod { method: 99 }));
}

/// An archive of archives of zeros that decompress to ten gigabytes.
fn bomb() -> Vec<u8> {
    let mut zeros = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(9));
    zeros.start_file("zeros", options).unwrap();
    let million = vec![0; 1_000_000];
    for _ in 0..199 {
        zeros.write_all(&million).unwrap();
    }
    let zeros = zeros.finish().unwrap().into_inner();
    let names: Vec<_> = (0..50).map(|number| format!("{number:02}.zip")).collect();
    let files: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), &zeros[..]))
        .collect();
    packed(&files)
}

#[test]
fn a_bomb_is_counted_while_it_unpacks() {
    let (files, done) = try_unzip_counted(&bomb());
    assert_eq!(done.files, 5, "five of 199 million are within the bound");
    let limit = MAX_UNPACKED_BYTES;
    assert!(
        matches!(files.last(), Some(Some(Refusal::ZipTooVast { limit: l, actual })) if *l == limit && *actual > limit)
    );
}

/// Keeps no bytes.
fn try_unzip_counted(archive: &[u8]) -> (Vec<Option<Refusal>>, Unzipped) {
    let mut files = Vec::new();
    let archive = Bytes::copy_from_slice(archive);
    let done = unzip(&archive, |file| files.push(file.bytes.err())).unwrap();
    (files, done)
}

#[test]
fn a_file_that_claims_to_be_small_is_counted_all_the_same() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive.start_file("zeros", options).unwrap();
    let million = vec![0; 1_000_000];
    for _ in 0..201 {
        archive.write_all(&million).unwrap();
    }
    let mut archive = archive.finish().unwrap().into_inner();
    let directory = position(&archive, b"PK\x01\x02");
    archive[directory + 24..directory + 28].copy_from_slice(&5_u32.to_le_bytes());
    let (files, _) = try_unzip(&archive).unwrap();
    let (limit, actual) = (MAX_FILE_BYTES, MAX_FILE_BYTES + 1);
    assert_eq!(files[0].1, Err(Refusal::TooLarge { limit, actual }));
}

#[test]
fn too_many_files_are_refused_before_any_is_unpacked() {
    let names: Vec<_> = (0..100_000).map(|number| format!("{number}")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let refusal = try_unzip(&packed(&files)).unwrap_err();
    let (limit, actual) = (MAX_FILES, 100_000);
    assert_eq!(refusal, Refusal::ZipTooManyFiles { limit, actual });
    assert_eq!(refusal.code(), "zip_too_many_files");
}

#[test]
fn an_archive_that_is_empty_torn_or_none_says_so() {
    assert_eq!(try_unzip(&packed(&[])), Err(Refusal::ZipEmpty));
    let archive = packed(&[("a.txt", b"a"), ("b.txt", b"b")]);
    let damage = Damage::Truncated;
    let torn = &archive[..archive.len() - 30];
    assert_eq!(try_unzip(torn), Err(Refusal::ZipDamaged { damage }));
    let found = Content::Text;
    assert_eq!(try_unzip(b"text"), Err(Refusal::Format { found }));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_make_nothing_fall(
        changes in prop::collection::vec((0_usize..700, any::<u8>()), 1..12),
        end in 0_usize..700,
    ) {
        let inner = packed(&[("x/y.txt", b"inner"), ("z.txt", b"")]);
        let mut archive = packed(&[("a.txt", b"aaaaaaaa"), ("b.zip", &inner), ("c/d.txt", b"d")]);
        for (at, byte) in changes {
            if let Some(changed) = archive.get_mut(at) {
                *changed = byte;
            }
        }
        if end > 350 {
            archive.truncate(end);
        }
        assert_accounted_for(&try_unzip(&archive));
    }

    #[test]
    fn bytes_behind_its_first_ones_make_nothing_fall(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let archive = [b"PK\x03\x04", &bytes[..], b"PK\x05\x06", &bytes[..]].concat();
        assert_accounted_for(&try_unzip(&archive));
    }
}
