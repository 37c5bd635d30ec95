//! Removes metadata that reveal where a picture was taken. Pixels stay untouched: the remaining bytes are those of the
//! original, in order.

use std::io::Read;
use std::ops::Range;

use flate2::read::ZlibDecoder;

use crate::outline::{be_u16, be_u32};
use crate::picture::Format;
use crate::refusal::Damage;
use crate::{jpeg, png};

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// Prefix of segments with XMP that does not fit into one segment.
const MORE_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const SEVERAL_PICTURES: &[u8] = b"MPF\0";
/// Maximum bytes of a compressed text that are examined.
const MAX_TEXT: u64 = 4_000_000;
/// Tag of the GPS directory.
const GPS: u16 = 0x8825;

/// The file without metadata that contain a location; `None` if there are none, or if the structure is damaged.
///
/// A block with a location is removed whole, because maker notes inside may repeat the location in a proprietary form. So is
/// anything after the end of the picture that is a second picture or a video, which has a location of its own.
pub(crate) fn without_location(format: Format, bytes: &[u8]) -> Option<Vec<u8>> {
    cut(format, bytes, false)
}

/// The file without any metadata except what colours need; `None` if there are none.
pub(crate) fn without_metadata(format: Format, bytes: &[u8]) -> Option<Vec<u8>> {
    cut(format, bytes, true)
}

fn cut(format: Format, bytes: &[u8], everything: bool) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let end = match format {
        Format::Jpeg => jpeg_blocks(bytes, everything, &mut out),
        Format::Png => png_blocks(bytes, everything, &mut out),
    }
    .ok()?;
    let behind = bytes.get(end..).unwrap_or_default();
    if holds_another(behind) || everything && !behind.is_empty() {
        out.push(end..bytes.len());
    }
    (!out.is_empty()).then(|| without(bytes, &out))
}

/// Ranges of a JPEG to remove, and the offset of its end.
fn jpeg_blocks(
    bytes: &[u8],
    everything: bool,
    out: &mut Vec<Range<usize>>,
) -> Result<usize, Damage> {
    let mut packets = Vec::new();
    let mut xmp_places = Vec::new();
    let mut index = None;
    let end = jpeg::segments(bytes, |segment| {
        let exif = segment.data.strip_prefix(jpeg::EXIF);
        let xmp = segment.data.strip_prefix(XMP);
        match segment.marker {
            jpeg::APP1 if xmp.is_some() || segment.data.starts_with(MORE_XMP) => {
                // An extension starts with its own hash, length and offset.
                let more = segment.data.get(MORE_XMP.len() + 40..);
                packets.extend_from_slice(xmp.or(more).unwrap_or_default());
                xmp_places.push(segment.at);
            }
            jpeg::APP1 if everything || exif.is_some_and(exif_tells_place) => out.push(segment.at),
            0xE2 if segment.data.starts_with(SEVERAL_PICTURES) => index = Some(segment.at),
            // Comments, and application segments except JFIF, colour profile and Adobe's marker.
            0xFE | 0xE3..=0xED | 0xEF if everything => out.push(segment.at),
            _ => {}
        }
        Ok(())
    })?;
    if everything || xmp_tells_place(&packets) {
        out.append(&mut xmp_places);
    }
    // An index of pictures that are removed.
    let behind = bytes.get(end..).unwrap_or_default();
    if let Some(index) = index
        && (everything || holds_another(behind))
    {
        out.push(index);
    }
    Ok(end)
}

/// Ranges of a PNG to remove, and the offset of its end.
fn png_blocks(
    bytes: &[u8],
    everything: bool,
    out: &mut Vec<Range<usize>>,
) -> Result<usize, Damage> {
    png::chunks(bytes, |chunk| {
        let tells = match chunk.kind {
            b"eXIf" => exif_tells_place(chunk.data),
            b"tEXt" | b"zTXt" | b"iTXt" => text_tells_place(chunk.kind, chunk.data),
            _ => false,
        };
        let metadata = matches!(chunk.kind, b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME");
        // Private ancillary chunks contain nothing of the picture.
        let private = chunk.kind.first().is_some_and(u8::is_ascii_lowercase)
            && chunk.kind.get(1).is_some_and(u8::is_ascii_lowercase)
            && !matches!(chunk.kind, b"acTL" | b"fcTL" | b"fdAT");
        if tells || everything && (metadata || private) {
            out.push(chunk.at);
        }
        Ok(())
    })
}

/// Whether an Exif block has a GPS directory. If the block can't be parsed, a laxer program might still find one, so it
/// counts as having one.
fn exif_tells_place(exif: &[u8]) -> bool {
    directory_tells_place(exif).unwrap_or(true)
}

fn directory_tells_place(exif: &[u8]) -> Option<bool> {
    let little = match exif.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let number = be_u16(exif.get(at..)?)?;
        Some(if little { number.swap_bytes() } else { number })
    };
    let four = |at: usize| {
        let number = be_u32(exif.get(at..)?)?;
        Some(if little { number.swap_bytes() } else { number })
    };
    let directory = usize::try_from(four(4)?).ok()?;
    let entries = usize::from(two(directory)?);
    for entry in 0..entries {
        if two(directory.checked_add(2 + entry * 12)?)? == GPS {
            return Some(true);
        }
    }
    Some(false)
}

/// Locations in XMP: `exif:GPSLatitude` and related properties, and the IPTC properties for where a picture was taken.
fn xmp_tells_place(xmp: &[u8]) -> bool {
    [&b"GPS"[..], b"LocationCreated", b"LocationShown"]
        .iter()
        .any(|word| contains(xmp, word))
}

/// Text chunks of a PNG: XMP under its own keyword, and Exif and XMP as hexadecimal digits, as ImageMagick writes them.
fn text_tells_place(kind: &[u8], data: &[u8]) -> bool {
    let Some(end) = data.iter().position(|&byte| byte == 0) else {
        return false;
    };
    let (keyword, rest) = data.split_at(end);
    let rest = rest.get(1..).unwrap_or_default();
    let xmp = keyword == b"XML:com.adobe.xmp";
    let raw = keyword.starts_with(b"Raw profile type ");
    if !xmp && !raw {
        // Free text, or a single tag copied under its name.
        return contains(keyword, b"GPS");
    }
    let text = match kind {
        b"tEXt" => rest.to_vec(),
        b"zTXt" => inflated(rest.get(1..).unwrap_or_default()),
        _ => {
            let compressed = rest.first() == Some(&1);
            // After two flags: a language, and the translated keyword.
            let words = rest.get(2..).unwrap_or_default();
            let mut parts = words.splitn(3, |&byte| byte == 0);
            let text = parts.nth(2).unwrap_or_default();
            if compressed {
                inflated(text)
            } else {
                text.to_vec()
            }
        }
    };
    if xmp {
        return xmp_tells_place(&text);
    }
    let profile = unhexed(&text);
    match profile
        .windows(jpeg::EXIF.len())
        .position(|w| w == jpeg::EXIF)
    {
        Some(at) => exif_tells_place(profile.get(at + jpeg::EXIF.len()..).unwrap_or_default()),
        None => xmp_tells_place(&profile),
    }
}

fn inflated(data: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    // Examine what can be decompressed before an error.
    let _ = ZlibDecoder::new(data).take(MAX_TEXT).read_to_end(&mut text);
    text
}

/// Decodes hexadecimal digits that follow a name and a length on lines of their own.
fn unhexed(text: &[u8]) -> Vec<u8> {
    let digits = text.splitn(4, |&byte| byte == b'\n').nth(3);
    let digit = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    let digits: Vec<u8> = digits
        .unwrap_or_default()
        .iter()
        .filter_map(digit)
        .collect();
    let joined = |pair: &[u8]| pair.iter().fold(0, |sum, digit| sum << 4 | digit);
    digits.chunks_exact(2).map(joined).collect()
}

/// Whether it contains a second picture, or the video of a motion photo.
fn holds_another(behind: &[u8]) -> bool {
    [jpeg::EXIF, b"ftyp", b"\xFF\xD8\xFF", b"GPS"]
        .iter()
        .any(|mark| contains(behind, mark))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn without(bytes: &[u8], out: &[Range<usize>]) -> Vec<u8> {
    let mut out = out.to_vec();
    out.sort_by_key(|range| range.start);
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for range in out {
        kept.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
        at = range.end;
    }
    kept.extend_from_slice(bytes.get(at..).unwrap_or_default());
    kept
}
