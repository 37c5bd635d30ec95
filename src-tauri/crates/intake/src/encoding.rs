//! Decodes text in the encodings that Chinese files use.
//!
//! Decoding is strict: a wrong guess produces words that nobody wrote, so text that does not decode from start to end is
//! refused. How the text is used is decided elsewhere.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding and the decoded text; `None` if no encoding fits.
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
    // Big5 mostly decodes as GB 18030 too, but its commas then become private-use characters.
    let private = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    (!text.contains(private)).then_some((GB18030, text))
}

/// Decodes a name in an archive, for which most programs declare no encoding, and some a wrong one.
pub(crate) fn name(bytes: &[u8]) -> String {
    let text = strict(UTF_8, bytes);
    let text = text.or_else(|| strict(GB18030, bytes));
    text.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// The byte order of UTF-16, from a byte order mark or from the position of zero bytes: Latin letters and spaces leave every
/// second byte zero.
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
    // Some Chinese characters contain a zero byte too, in the other position.
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

/// Whether the text is UTF-8 with a few invalid bytes. Another encoding would decode it to wrong characters.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}
