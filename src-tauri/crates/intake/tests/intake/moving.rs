//! Animated PNG: what is sent is what other programs show, those that know animations and those that do not.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use intake::{Note, PageKind};

use crate::common::chunk;
use crate::preparing::{pixels, try_prepare};

const SIDE: u32 = 40;

/// Pixels of one shade, compressed.
fn shade(shade: u8) -> Vec<u8> {
    let mut row = vec![0];
    row.extend(vec![shade; SIDE as usize]);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&row.repeat(SIDE as usize)).unwrap();
    packed.finish().unwrap()
}

fn control(sequence: u32) -> Vec<u8> {
    let mut control = Vec::new();
    for value in [sequence, SIDE, SIDE, 0, 0] {
        control.extend(value.to_be_bytes());
    }
    control.extend([0, 1, 0, 10, 0, 0]);
    chunk(b"fcTL", &control)
}

fn frame(sequence: u32, grey: u8) -> Vec<u8> {
    let data = [&sequence.to_be_bytes()[..], &shade(grey)].concat();
    chunk(b"fdAT", &data)
}

fn moving(frames: u32, parts: &[Vec<u8>]) -> Vec<u8> {
    let size = [SIDE.to_be_bytes(), SIDE.to_be_bytes()].concat();
    let header = [&size[..], &[8, 0, 0, 0, 0]].concat();
    let counts = [frames.to_be_bytes(), 0_u32.to_be_bytes()].concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"acTL", &counts),
        parts.concat(),
        chunk(b"IEND", b""),
    ]
    .concat()
}

fn shades(file: &[u8]) -> (Vec<u8>, Vec<Note>) {
    let prepared = try_prepare(file).unwrap();
    let of = |number| pixels(&prepared, number).get_pixel(9, 9).0[0];
    let shades = (0..prepared.pictures.len()).map(of).collect();
    if prepared.pictures.len() > 1 {
        assert_eq!(prepared.plan.source.page_kind, Some(PageKind::Frame));
    }
    (shades, prepared.plan.notes)
}

#[test]
fn a_still_that_is_no_frame_is_sent_with_the_frames() {
    let still = chunk(b"IDAT", &shade(10));
    let one = moving(1, &[still.clone(), control(0), frame(1, 200)]);
    assert_eq!(shades(&one), (vec![10, 200], Vec::new()));
    let two = [
        still.clone(),
        control(0),
        frame(1, 200),
        control(2),
        frame(3, 100),
    ];
    assert_eq!(shades(&moving(2, &two)), (vec![10, 200, 100], Vec::new()));
    let same = moving(1, &[still, control(0), frame(1, 10)]);
    assert_eq!(shades(&same), (vec![10], vec![Note::Animated]));
}

#[test]
fn a_still_that_is_the_first_frame_is_sent_once() {
    let first = [
        control(0),
        chunk(b"IDAT", &shade(10)),
        control(1),
        frame(2, 200),
    ];
    assert_eq!(shades(&moving(2, &first)), (vec![10, 200], Vec::new()));
}

#[test]
fn frames_after_a_gap_in_the_sequence_are_not_sent_and_that_is_said() {
    let gap = [
        control(0),
        chunk(b"IDAT", &shade(10)),
        control(1),
        frame(2, 200),
        control(5),
        frame(6, 100),
    ];
    let (shades, notes) = shades(&moving(3, &gap));
    assert_eq!(shades.first(), Some(&10));
    assert!(!shades.contains(&100) || notes.is_empty());
    assert!(
        notes.contains(&Note::FramesCut) || shades.contains(&100),
        "{notes:?}"
    );
}
