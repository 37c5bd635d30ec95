//! Decodes the JPEG files that the fast decoder gets wrong: one scan for each component, restart markers in a progressive
//! file, unusual sampling factors.
//!
//! `jpeg-decoder` reads all of them as libjpeg does; it is slower and takes more memory.

use std::panic::{self, AssertUnwindSafe};

use jpeg_decoder::{ColorTransform, Decoder, PixelFormat};

/// The conversion of the components of a JPEG to colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colours {
    /// By the marks in the file.
    AsTheFileSays,
    /// Not at all: they are colours.
    AsStored,
    /// From YCbCr.
    YCbCr,
}

/// Decoded pixels.
pub(crate) struct Decoded {
    /// 1 for grey, 3 for RGB, 4 for inks.
    pub(crate) channels: usize,
    /// Interleaved bytes. Inks are as stored, after conversion from YCCK.
    pub(crate) data: Vec<u8>,
    /// ICC profile, if there is one.
    pub(crate) profile: Option<Vec<u8>>,
}

/// Decodes a JPEG; `None` if it is damaged or of a kind that is not supported.
pub(crate) fn decoded(bytes: &[u8], colours: Colours) -> Option<Decoded> {
    let decode = || {
        let mut decoder = Decoder::new(bytes);
        decoder.read_info().ok()?;
        let format = decoder.info()?.pixel_format;
        match (colours, format) {
            (Colours::AsStored, PixelFormat::RGB24) => {
                decoder.set_color_transform(ColorTransform::RGB);
            }
            (Colours::AsStored, PixelFormat::CMYK32) => {
                decoder.set_color_transform(ColorTransform::CMYK);
            }
            (Colours::YCbCr, PixelFormat::RGB24) => {
                decoder.set_color_transform(ColorTransform::YCbCr);
            }
            _ => {}
        }
        let mut data = decoder.decode().ok()?;
        let channels = match format {
            PixelFormat::L8 => 1,
            PixelFormat::RGB24 => 3,
            PixelFormat::CMYK32 => {
                // The decoder inverts inks.
                for ink in &mut data {
                    *ink = 255 - *ink;
                }
                4
            }
            PixelFormat::L16 => return None,
        };
        Some(Decoded {
            channels,
            data,
            profile: decoder.icc_profile(),
        })
    };
    // The decoder asserts invariants that a damaged file may violate.
    panic::catch_unwind(AssertUnwindSafe(decode)).ok().flatten()
}
