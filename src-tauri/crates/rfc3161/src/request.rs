//! The request to an authority.

/// The fields before the hash: version 1, and the name of SHA-256.
const BEFORE_HASH: [u8; 22] = [
    0x02, 0x01, 0x01, // version 1
    0x30, 0x31, // the imprint
    0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, // id-sha256, no parameters
    0x04, 0x20, // 32 bytes
];

/// The last field asks the authority to enclose its certificate, without which nobody could check the stamp.
const ENCLOSE_CERTIFICATE: [u8; 3] = [0x01, 0x01, 0xff];

/// Makes the request for a time stamp of the hash `sha256`, in DER: the body of a POST with the media type
/// `application/timestamp-query`.
///
/// `nonce` is a random number that the authority repeats, so that an older stamp can't pass for this one.
pub fn request(sha256: &[u8; 32], nonce: u64) -> Vec<u8> {
    let nonce = integer(nonce);
    let mut fields = BEFORE_HASH.to_vec();
    fields.extend(sha256);
    fields.extend([0x02, short(&nonce)]);
    fields.extend(&nonce);
    fields.extend(ENCLOSE_CERTIFICATE);
    let mut request = vec![0x30, short(&fields)];
    request.append(&mut fields);
    request
}

/// The content of a DER INTEGER: the shortest form whose first bit is not set.
pub(crate) fn integer(number: u64) -> Vec<u8> {
    let mut bytes = vec![0];
    bytes.extend(number.to_be_bytes());
    let spare = bytes
        .windows(2)
        .take_while(|pair| matches!(pair, [0, 0..=0x7f]))
        .count();
    bytes.split_off(spare)
}

/// The length as one byte. A request has at most 70 bytes, and one byte is enough for 127.
fn short(content: &[u8]) -> u8 {
    u8::try_from(content.len()).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_its_shortest_form() {
        assert_eq!(integer(0), [0]);
        assert_eq!(integer(0x7f), [0x7f]);
        assert_eq!(integer(0x80), [0, 0x80]);
        assert_eq!(integer(0x0100), [1, 0]);
        assert_eq!(
            integer(u64::MAX),
            [0, 255, 255, 255, 255, 255, 255, 255, 255]
        );
    }
}
