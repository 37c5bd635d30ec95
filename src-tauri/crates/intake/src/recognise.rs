//! Detects the kind of a file from its content. Names and extensions are ignored.

mod markup;
mod package;

use crate::encoding;

/// Number of leading bytes checked for being text.
const TEXT_PROBE: usize = 4096;
/// Number of leading bytes in which the name of an encryption program is searched.
const LOCK_PROBE: usize = 512;

/// Kind of a file's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
    /// WebP picture.
    Webp,
    /// GIF picture.
    Gif,
    /// Windows bitmap (BMP).
    Bmp,
    /// TIFF picture.
    Tiff,
    /// HEIC or HEIF picture, as phones take them.
    Heic,
    /// AVIF picture.
    Avif,
    /// SVG drawing.
    Svg,
    /// PDF document.
    Pdf,
    /// Word document (DOCX).
    Docx,
    /// PowerPoint presentation (PPTX).
    Pptx,
    /// Excel workbook (XLSX).
    Xlsx,
    /// OpenDocument text, spreadsheet or presentation.
    OpenDocument,
    /// Office document in the binary format before DOCX, PPTX and XLSX, or another OLE compound file.
    OfficeOld,
    /// Encrypted Office document.
    OfficeLocked,
    /// Rich Text Format document (RTF).
    Rtf,
    /// OFD document, the Chinese standard for fixed layouts.
    Ofd,
    /// Visio drawing.
    Visio,
    /// Pages, Numbers or Keynote document.
    Iwork,
    /// EPUB book.
    Epub,
    /// XMind mind map.
    Xmind,
    /// Any other package, whose parts are not separate files.
    Package,
    /// Any other ZIP archive.
    Zip,
    /// Web page, whatever its name.
    Html,
    /// Archived web page or mail.
    Mhtml,
    /// Word document in one XML file.
    WordXml,
    /// Any other XML.
    Xml,
    /// File encrypted by a program that protects the documents of a company.
    CompanyLocked,
    /// Plain text.
    Text,
    /// Anything else.
    Unknown,
}

impl Content {
    /// Detects the kind of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            _ if is_company_locked(bytes) => Self::CompanyLocked,
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Png,
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Self::Webp,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            // Two letters are a weak signature, so also check the reserved field after the size, which is always zero.
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Self::Bmp,
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Self::Tiff,
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Self::of_brand(brand),
            [b'P', b'K', 3, 4, ..] => package::of(bytes),
            [b'P', b'K', 5, 6, ..] => Self::Zip,
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Self::of_compound(bytes),
            [b'{', b'\\', b'r', b't', b'f', ..] => Self::Rtf,
            _ if contains(bytes.get(..1024).unwrap_or(bytes), b"%PDF-") => Self::Pdf,
            _ => Self::of_text(bytes),
        }
    }

    /// Stable name used in the parameters of a refusal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Pptx => "pptx",
            Self::Xlsx => "xlsx",
            Self::OpenDocument => "odf",
            Self::OfficeOld => "office_old",
            Self::OfficeLocked => "office_locked",
            Self::Rtf => "rtf",
            Self::Ofd => "ofd",
            Self::Visio => "visio",
            Self::Iwork => "iwork",
            Self::Epub => "epub",
            Self::Xmind => "xmind",
            Self::Package => "package",
            Self::Zip => "zip",
            Self::Html => "html",
            Self::Mhtml => "mhtml",
            Self::WordXml => "word_xml",
            Self::Xml => "xml",
            Self::CompanyLocked => "company_locked",
            Self::Text => "text",
            Self::Unknown => "unknown",
        }
    }

    fn of_brand(brand: &[u8]) -> Self {
        match brand.get(..4) {
            Some(b"avif" | b"avis") => Self::Avif,
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => {
                Self::Heic
            }
            _ => Self::Unknown,
        }
    }

    /// An OLE compound file; an encrypted document is in one, under a name in UTF-16.
    fn of_compound(bytes: &[u8]) -> Self {
        let name: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        // The directory can be anywhere, but its entries are aligned to their size.
        let locked = bytes
            .chunks_exact(128)
            .any(|entry| entry.starts_with(&name));
        match locked {
            true => Self::OfficeLocked,
            false => Self::OfficeOld,
        }
    }

    fn of_text(bytes: &[u8]) -> Self {
        let start = bytes.get(..TEXT_PROBE).unwrap_or(bytes);
        // Older Chinese encodings are not UTF-8, but no text has control characters, except that DOS text ends with one.
        let printable = |byte: &u8| *byte >= b' ' && *byte != 0x7F || matches!(byte, 9..=13 | 0x1A);
        let is_text = !start.is_empty() && start.iter().all(printable)
            || encoding::utf16_order(start).is_some();
        match markup::of(start) {
            Some(found) if is_text && found != Self::Xml => found,
            _ if contains(start, b"<svg") => Self::Svg,
            // Its declarations may be longer than what is examined.
            _ if contains(start, b"<!DOCTYPE svg") => Self::Svg,
            Some(found) if is_text => found,
            _ if is_text => Self::Text,
            _ => Self::Unknown,
        }
    }
}

/// Whether a program of the company has encrypted the file. Only computers with that program can read it.
fn is_company_locked(bytes: &[u8]) -> bool {
    let start = bytes.get(..LOCK_PROBE).unwrap_or(bytes);
    // Texts may mention these programs too, but encrypted files are not text.
    let is_binary = start.iter().any(|byte| *byte < 9);
    match start {
        [0x62, 0x14, 0x23, 0x65, ..] => true,
        _ if start.starts_with(b"%TSD-Header-###%") => true,
        _ => {
            let named = [
                &b"E-SafeNet"[..],
                b"IP-guard",
                b"IP-Guard",
                b"IPGUARD",
                b"IPguard",
            ];
            is_binary && !start.starts_with(b"PK") && named.iter().any(|name| contains(start, name))
        }
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_recognised_without_a_name() {
        for (bytes, found) in [
            (&b"RIFF\x24\0\0\0WEBPVP8 "[..], "webp"),
            (b"GIF89a\x01\0", "gif"),
            (b"BM\x36\0\0\0\0\0\0\0\x36", "bmp"),
            (b"II*\0\x08", "tiff"),
            (b"MM\0*\0", "tiff"),
            (b"\0\0\0\x18ftypheic\0", "heic"),
            (b"\0\0\0\x18ftypmif1\0", "heic"),
            (b"\0\0\0\x1cftypavif\0", "avif"),
            (b"\0\0\0\x1cftypisom\0", "unknown"),
            (b"<?xml version=\"1.0\"?>\n<svg xmlns=\"\">", "svg"),
            ("\u{FEFF}<svg/>".as_bytes(), "svg"),
            (b"%PDF-1.7\n", "pdf"),
            (
                b"PK\x03\x04\x14\0[Content_Types].xmlPK\x03\x04word/document.xml",
                "docx",
            ),
            (b"PK\x03\x04\x14\0a.txt", "zip"),
            (b"PK\x05\x06", "zip"),
            ("投资有风险\r\n".as_bytes(), "text"),
            (b"\xcd\xb6\xd7\xca\xd3\xd0\xb7\xe7\xcf\xd5", "text"), // GB 18030
            (b"\xff\xfea\0", "text"),
            (b"\xfe\xff\x62\x95", "text"),
            (b"N\0o\0t\0e\0", "text"),
            (b"BMW and others", "text"),
            (b"<!DOCTYPE html>\n<svg></svg>", "html"),
            (b"<html xmlns:o='urn:schemas-microsoft-com:office:office'>", "html"),
            (b"\xEF\xBB\xBF <!-- x --><HTML><body>", "html"),
            (b"<table border=1><tr><td>1</td></tr></table>", "html"),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", "html"),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\r\n\r\n--x", "mhtml"),
            (b"From: <Saved by Blink>\nSnapshot-Content-Location: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n", "mhtml"),
            (b"<?xml version='1.0'?>\n<?mso-application progid='Word.Document'?>\n<w:wordDocument>", "word_xml"),
            (b"<?xml version='1.0'?><pkg:package xmlns:pkg='x'>", "word_xml"),
            (b"<?xml version='1.0'?><Workbook xmlns='urn:x'>", "xml"),
            (b"Note: 1\n\nContent-Type: none", "text"),
            (b"< 5% or <html>", "text"),
            (b"\x62\x14\x23\x65\0\0E-SafeNet\0LOCK\0", "company_locked"),
            (b"%TSD-Header-###%\0\0", "company_locked"),
            (b"\0\x01IP-guard\0", "company_locked"),
            (b"E-SafeNet and IP-guard", "text"),
            (b"{\\rtf1\\ansi", "rtf"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "office_old"),
            (b"\0\x01\x02", "unknown"),
            (b"", "unknown"),
        ] {
            assert_eq!(Content::of(bytes).as_str(), found, "{bytes:?}");
        }
    }
}
