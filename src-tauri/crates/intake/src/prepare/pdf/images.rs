//! Pictures in a PDF that the renderer can't read.
//!
//! The renderer ignores an unknown filter and draws the undecoded data as noise. So each picture is checked first, and the
//! dictionary of an unreadable one is blanked in the file, which makes the renderer skip it.

use std::ops::Range;

use hayro::hayro_interpret::Image;
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Array, Name, Object, Stream};

/// Filters that the renderer supports, by full name and by the abbreviation for inline images.
const FILTERS: [&[u8]; 17] = [
    b"ASCIIHexDecode",
    b"AHx",
    b"ASCII85Decode",
    b"A85",
    b"LZWDecode",
    b"LZW",
    b"FlateDecode",
    b"Fl",
    b"RunLengthDecode",
    b"RL",
    b"CCITTFaxDecode",
    b"CCF",
    b"DCTDecode",
    b"DCT",
    b"JBIG2Decode",
    b"JPXDecode",
    b"Crypt",
];
/// Colour spaces that the renderer supports. It takes others for greyscale and draws noise.
const COLOURS: [&[u8]; 15] = [
    b"DeviceGray",
    b"G",
    b"DeviceRGB",
    b"RGB",
    b"DeviceCMYK",
    b"CMYK",
    b"CalGray",
    b"CalRGB",
    b"CalCMYK",
    b"Lab",
    b"ICCBased",
    b"Indexed",
    b"I",
    b"Separation",
    b"DeviceN",
];

/// Maximum bytes decoded to check whether a picture has any data.
const MAX_UNPACKED: usize = 64 << 10;

/// The stream of a picture.
pub(super) fn stream<'a>(image: &'a Image<'_, '_>) -> &'a Stream<'a> {
    match image {
        Image::Stencil(image) => image.stream(),
        Image::Raster(image) => image.stream(),
    }
}

/// Whether the renderer can read a picture and its masks, as far as their dictionaries tell. It reports later failures
/// itself.
pub(super) fn is_readable(picture: &Stream<'_>) -> bool {
    with_masks(picture).all(|picture| {
        has_known_filters(&picture) && has_known_colours(&picture) && has_data(&picture)
    })
}

/// A picture and its masks.
pub(super) fn with_masks<'a>(picture: &Stream<'a>) -> impl Iterator<Item = Stream<'a>> {
    let masks = ["SMask", "Mask"];
    let masks = masks.map(|key| picture.dict().get::<Stream<'_>>(key));
    std::iter::once(picture.clone()).chain(masks.into_iter().flatten())
}

/// Whether a picture hides all that lies below it.
pub(super) fn is_opaque(picture: &Stream<'_>) -> bool {
    let masks = ["SMask", "Mask", "SMaskInData", "ImageMask", "IM"];
    masks.iter().all(|key| !picture.dict().contains_key(key))
}

/// Position of a picture's dictionary in the file; `None` for an inline image, which is compressed within a content stream.
pub(super) fn place(picture: &Stream<'_>, file: &[u8]) -> Option<Range<usize>> {
    let entries = picture.dict().data();
    let start = (entries.as_ptr() as usize).checked_sub(file.as_ptr() as usize)?;
    let place = start..start.checked_add(entries.len())?;
    (file.get(place.clone())? == entries).then_some(place)
}

/// Empties a dictionary.
pub(super) fn blank(file: &mut [u8], place: Range<usize>) {
    if let Some(entries) = file.get_mut(place) {
        let inner = match entries {
            [b'<', b'<', inner @ .., b'>', b'>'] => inner,
            within_instructions => within_instructions,
        };
        inner.fill(b' ');
    }
}

fn has_known_filters(picture: &Stream<'_>) -> bool {
    let entries = picture.dict();
    let filters = entries
        .get::<Object<'_>>("F")
        .or_else(|| entries.get::<Object<'_>>("Filter"));
    let is_known = |name: &Name<'_>| FILTERS.contains(&name.as_ref());
    match filters {
        None | Some(Object::Null(_)) => true,
        Some(Object::Name(name)) => is_known(&name),
        Some(Object::Array(names)) => all_names(&names, is_known),
        Some(_) => false,
    }
}

fn all_names(names: &Array<'_>, is_fit: impl Fn(&Name<'_>) -> bool) -> bool {
    let mut names = names.iter::<Object<'_>>();
    names.all(|name| matches!(&name, Object::Name(name) if is_fit(name)))
}

/// A bare name may also be one that the page's resources define.
fn has_known_colours(picture: &Stream<'_>) -> bool {
    let entries = picture.dict();
    let colours = entries
        .get::<Array<'_>>("CS")
        .or_else(|| entries.get::<Array<'_>>("ColorSpace"));
    let family = colours.map(|colours| colours.iter::<Object<'_>>().next());
    match family {
        None => true,
        Some(Some(Object::Name(name))) => COLOURS.contains(&name.as_ref()),
        Some(_) => false,
    }
}

/// Whether there is data behind the filters. Filters for whole images report errors, but the renderer draws something even
/// from invalid compressed data, so check the zlib header.
fn has_data(picture: &Stream<'_>) -> bool {
    let is_picture = |filter: &Filter| {
        matches!(
            filter,
            Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode
        )
    };
    let data = picture.raw_data();
    if picture.filters().iter().any(is_picture) {
        return true;
    }
    if picture.filters().first() == Some(&Filter::FlateDecode) && !is_zlib(&data) {
        return false;
    }
    // Decoding every page of a scan would double the work.
    data.len() > MAX_UNPACKED || picture.decoded_data().is_ok_and(|data| !data.is_empty())
}

/// Checks the compression method, which is always 8, and the header checksum.
fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [method, flags, ..] if method & 15 == 8 && u16::from_be_bytes([*method, *flags]) % 31 == 0)
}
