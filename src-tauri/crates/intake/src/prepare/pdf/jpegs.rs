//! JPEG pictures in a PDF that the renderer draws wrongly: they are decoded as elsewhere in this crate, and their pixels are
//! appended to the file in their place.

use std::borrow::Cow;
use std::io::{Read as _, Write as _};

use flate2::read::ZlibDecoder;
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::Pdf as File;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};

use crate::jpeg;
use crate::jpeg_pixels::{self, Colours};

/// Maximum size of a JPEG behind other filters, in bytes.
const MAX_UNPACKED: u64 = 64 << 20;
/// Maximum bytes of all decoded pictures of a file.
const MAX_PIXELS: usize = 200 << 20;
/// Maximum number of them.
const MAX_OBJECTS: usize = 1_000;

/// Decoded pictures to append.
#[derive(Default)]
pub(super) struct Replaced {
    objects: Vec<(ObjectIdentifier, Vec<u8>)>,
    bytes: usize,
}

/// Whether the renderer draws a picture rightly, as far as it is a JPEG; `None` if it is none.
pub(super) fn is_common(picture: &Stream<'_>) -> Option<bool> {
    let data = jpeg_in(picture)?;
    let outline = jpeg::outline(&data);
    Some(outline.size.is_none() || outline.common)
}

/// The JPEG in a stream; `None` if it is none, or lies behind filters of which few programs make use.
fn jpeg_in<'a>(picture: &Stream<'a>) -> Option<Cow<'a, [u8]>> {
    let filters = picture.filters();
    let (last, before) = filters.split_last()?;
    if *last != Filter::DctDecode {
        return None;
    }
    let mut data = picture.raw_data();
    for filter in before {
        data = Cow::Owned(match filter {
            Filter::FlateDecode => {
                let mut unpacked = Vec::new();
                let unpack = ZlibDecoder::new(&*data).take(MAX_UNPACKED);
                // What came before the damage may be whole.
                let _damaged = { unpack }.read_to_end(&mut unpacked);
                unpacked
            }
            Filter::Ascii85Decode => of_ascii_85(&data),
            Filter::AsciiHexDecode => of_ascii_hex(&data),
            Filter::Crypt => continue,
            _ => return None,
        });
    }
    Some(data)
}

fn of_ascii_85(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len() / 5 * 4);
    let mut group = Vec::with_capacity(5);
    for &sign in data {
        match sign {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(sign - b'!'),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            bytes.extend(of_group(&group, 4));
            group.clear();
        }
    }
    if group.len() > 1 {
        let count = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(of_group(&group, count));
    }
    bytes
}

fn of_group(group: &[u8], count: usize) -> impl Iterator<Item = u8> {
    let value = group.iter().fold(0_u32, |value, digit| {
        value.wrapping_mul(85).wrapping_add((*digit).into())
    });
    value.to_be_bytes().into_iter().take(count)
}

fn of_ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|sign| **sign != b'>');
    let digits = digits.filter_map(|sign| char::from(*sign).to_digit(16));
    let digits: Vec<u8> = digits
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => high << 4 | low,
            [high] => high << 4,
            _ => 0,
        })
        .collect()
}

impl Replaced {
    pub(super) fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Decodes a picture; returns whether that succeeded.
    pub(super) fn add(&mut self, picture: &Stream<'_>) -> bool {
        if self.objects.iter().any(|(id, _)| *id == picture.obj_id()) {
            return true;
        }
        if self.objects.len() >= MAX_OBJECTS {
            return false;
        }
        let object = self.decoded(picture);
        let Some((data, object)) = object else {
            return false;
        };
        self.bytes += data;
        self.objects.push((picture.obj_id(), object));
        true
    }

    /// The number of bytes of a decoded picture, and the object that holds it.
    fn decoded(&self, picture: &Stream<'_>) -> Option<(usize, Vec<u8>)> {
        let entries = picture.dict();
        // An encrypted file would decrypt what is appended.
        let is_plain = matches!(picture.raw_data(), Cow::Borrowed(_));
        if !is_plain || picture.obj_id().obj_number == 0 || entries.contains_key("F") {
            return None;
        }
        let jpeg = jpeg_in(picture)?;
        let (width, height) = jpeg::outline(&jpeg).size?;
        let room = MAX_PIXELS.checked_sub(self.bytes)?;
        let pixels = (width as usize).checked_mul(height as usize)?;
        if pixels.checked_mul(4)? > room {
            return None;
        }
        let decoded = jpeg_pixels::decoded(&jpeg, colours(entries))?;
        if channels(entries).is_some_and(|channels| channels != decoded.channels) {
            return None;
        }
        let mut object = renamed(entries.data())?;
        let space = match decoded.channels {
            1 => "/DeviceGray",
            3 => "/DeviceRGB",
            _ => "/DeviceCMYK",
        };
        if !entries.contains_key("ColorSpace") {
            let _ = write!(object, "/ColorSpace {space} ");
        }
        let _ = write!(
            object,
            "/Width {width} /Height {height} /BitsPerComponent 8 /Length {} >>\nstream\n",
            decoded.data.len()
        );
        object.extend_from_slice(&decoded.data);
        object.extend_from_slice(b"\nendstream");
        Some((decoded.data.len(), object))
    }

    /// The file with the pictures appended, as a program would that saves only what has changed.
    pub(super) fn appended(self, file: &File) -> Vec<u8> {
        let mut bytes = file.data().as_ref().to_vec();
        let before = last_table(&bytes);
        let mut table = String::from("xref\n");
        for (id, object) in self.objects {
            bytes.push(b'\n');
            let (number, generation) = (id.obj_number, id.gen_number);
            table.push_str(&format!(
                "{number} 1\n{:010} {generation:05} n \n",
                bytes.len()
            ));
            let _ = writeln!(bytes, "{number} {generation} obj");
            bytes.extend_from_slice(&object);
            bytes.extend_from_slice(b"\nendobj");
        }
        let root = file.xref().root_id();
        let start = bytes.len() + 1;
        let previous = before.map_or_else(String::new, |at| format!("/Prev {at} "));
        let _ = write!(
            bytes,
            "\n{table}trailer\n<< /Root {} {} R {previous}>>\nstartxref\n{start}\n%%EOF\n",
            root.obj_number, root.gen_number
        );
        bytes
    }
}

/// Where the file's last table of objects begins.
fn last_table(file: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"startxref";
    let at = file.windows(MARK.len()).rposition(|word| word == MARK)?;
    let rest = file.get(at + MARK.len()..)?;
    let digits = rest
        .iter()
        .skip_while(|sign| sign.is_ascii_whitespace())
        .take_while(|sign| sign.is_ascii_digit())
        .take(10);
    String::from_utf8(digits.copied().collect())
        .ok()?
        .parse()
        .ok()
}

/// The entries of a dictionary without its end, with those renamed that no longer hold.
fn renamed(entries: &[u8]) -> Option<Vec<u8>> {
    const OLD: [&str; 6] = [
        "/Filter",
        "/DecodeParms",
        "/Length",
        "/Width",
        "/Height",
        "/BitsPerComponent",
    ];
    let mut inner = entries.strip_suffix(b">>")?.to_vec();
    for old in OLD {
        let places: Vec<usize> = inner
            .windows(old.len())
            .enumerate()
            .filter(|(_, word)| *word == old.as_bytes())
            .map(|(at, _)| at)
            .collect();
        for at in places {
            if let Some(sign) = inner.get_mut(at + 1) {
                *sign = b'-';
            }
        }
    }
    inner.push(b' ');
    Some(inner)
}

/// How the parameters of the filter say that the colours are stored.
fn colours(entries: &Dict<'_>) -> Colours {
    let parameters = entries.get::<Dict<'_>>("DecodeParms").or_else(|| {
        let all = entries.get::<Array<'_>>("DecodeParms")?;
        all.iter::<Object<'_>>().last()?.into_dict()
    });
    let transform = parameters.and_then(|parameters| parameters.get::<u8>("ColorTransform"));
    match transform {
        Some(0) => Colours::AsStored,
        _ => Colours::AsTheFileSays,
    }
}

/// Number of components of a picture's colour space, if it is a common one.
fn channels(entries: &Dict<'_>) -> Option<usize> {
    match entries.get::<Object<'_>>("ColorSpace")? {
        Object::Name(name) => of_family(&name),
        Object::Array(space) => {
            let mut parts = space.iter::<Object<'_>>();
            let family = parts.next()?.into_name()?;
            match family.as_ref() {
                b"ICCBased" => {
                    let profile = parts.next()?.into_stream()?;
                    profile.dict().get::<u8>("N").map(usize::from)
                }
                _ => of_family(&family),
            }
        }
        _ => None,
    }
}

fn of_family(name: &Name<'_>) -> Option<usize> {
    match name.as_ref() {
        b"DeviceGray" | b"CalGray" | b"Indexed" | b"Separation" => Some(1),
        b"DeviceRGB" | b"CalRGB" | b"Lab" => Some(3),
        b"DeviceCMYK" | b"CalCMYK" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_filters_are_undone() {
        assert_eq!(of_ascii_85(b"87cURD]i,\"Ebo80~>rest"), b"Hello World!");
        assert_eq!(of_ascii_85(b"z87cUR D]~>"), b"\0\0\0\0Hello");
        assert_eq!(of_ascii_hex(b"48 65 6C6c6F 7>00"), b"Hellop");
    }

    #[test]
    fn entries_that_no_longer_hold_are_renamed() {
        let entries = renamed(b"<< /Width 3 /Filter [/FlateDecode /DCTDecode] /Decode [1 0] >>");
        let entries = String::from_utf8(entries.unwrap()).unwrap();
        assert_eq!(
            entries,
            "<< /-idth 3 /-ilter [/FlateDecode /DCTDecode] /Decode [1 0]  "
        );
    }
}
