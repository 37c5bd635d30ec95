//! Bytes to text, by the encodings that Chinese files come in.
//!
//! Strict: a character that was guessed wrongly is a word that nobody wrote, so whatever does not decode from end to end is
//! refused. What the text is for stays out.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding and the text; `None` where no encoding fits.
pub(crate) fn decoded(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    if let Some((marked, mark)) = Encoding::for_bom(bytes) {
        let text = strict(marked, bytes.get(mark..)?)?;
        return Some((marked, text));
    }
    if bytes.contains(&0) {
        let order = utf16_order(bytes)?;
        return Some((order, strict(order, bytes)?));
    }
    if let Some(text) = strict(UTF_8, bytes) {
        return Some((UTF_8, text));
    }
    if is_broken_utf8(bytes) {
        return None;
    }
    let text = strict(GB18030, bytes)?;
    // Big5 mostly decodes, too, but its commas fall where GB 18030 has nothing but what somebody defined for himself.
    let private = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    (!text.contains(private)).then_some((GB18030, text))
}

/// A name in an archive, where most programs say nothing about the encoding.
pub(crate) fn name(bytes: &[u8], utf8: bool) -> String {
    let text = strict(UTF_8, bytes);
    let text = text.or_else(|| strict(GB18030, bytes).filter(|_| !utf8));
    text.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// The order of bytes of UTF-16, by its mark or where it can be nothing else: Latin letters and spaces leave every second
/// byte zero.
pub(crate) fn utf16_order(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((marked, _)) => return (marked != UTF_8).then_some(marked),
        None if bytes.len() < 4 || !bytes.len().is_multiple_of(2) => return None,
        None => {}
    }
    let zeros = |odd: usize| {
        let every_second = bytes.iter().skip(odd).step_by(2);
        every_second.filter(|byte| **byte == 0).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    // Some Chinese characters have a zero as well, on the other side.
    let order = match () {
        () if second > first * 4 => UTF_16LE,
        () if first > second * 4 => UTF_16BE,
        () => return None,
    };
    let unit = |pair: &[u8]| match *pair {
        [a, b] if order == UTF_16LE => u16::from_le_bytes([a, b]),
        [a, b] => u16::from_be_bytes([a, b]),
        _ => 0,
    };
    let written = |unit: u16| (0x20..0xFFFE).contains(&unit) || matches!(unit, 9..=13);
    let all = bytes.chunks_exact(2).map(unit).all(written);
    all.then_some(order)
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// Whether it is UTF-8 but for some bytes: they would be read as other characters from there on.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}
