//! Files with certificates: every format in which network departments hand them out, and files that are none.

use std::{fs, path::Path, process::Command};

use finagent::{CertificateFile, certificates, certificates_to_pem};
use proptest::prelude::*;
use rcgen::{CertificateParams, KeyPair};
use tempfile::TempDir;

use crate::tls::to;

/// A folder with `one.pem`, `two.pem`, both in `both.pem`, and `key.pem` of the first.
struct Files {
    folder: TempDir,
    der: [Vec<u8>; 2],
}

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        let [one, two] = [(), ()].map(|()| {
            let key = KeyPair::generate().unwrap();
            let params = CertificateParams::new(vec!["bank.example".to_owned()]).unwrap();
            (params.self_signed(&key).unwrap(), key)
        });
        write("one.pem", &one.0.pem());
        write("two.pem", &two.0.pem());
        write("both.pem", &(one.0.pem() + &two.0.pem()));
        write("key.pem", &one.1.serialize_pem());
        let der = [one.0.der().to_vec(), two.0.der().to_vec()];
        Self { folder, der }
    }

    fn read(&self, name: impl AsRef<Path>) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap()
    }

    /// What `openssl` writes with these arguments.
    fn openssl(&self, arguments: &str) -> Vec<u8> {
        let done = Command::new("openssl")
            .args(arguments.split(' '))
            .args(["-out", "written"])
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        self.read("written")
    }
}

#[test]
fn pem_der_and_pkcs7_give_the_same_certificates() {
    let files = Files::new();
    let pkcs7 = "crl2pkcs7 -nocrl -certfile both.pem -outform";
    let with_mark = [b"\xef\xbb\xbf".as_slice(), &files.read("both.pem")].concat();
    let windows = String::from_utf8(files.read("both.pem"))
        .unwrap()
        .replace('\n', "\r\n");
    let beside_key = [files.read("key.pem"), files.read("both.pem")].concat();
    for (name, file) in [
        ("PEM", files.read("both.pem")),
        ("PEM with a byte order mark", with_mark),
        ("PEM of Windows", windows.into_bytes()),
        ("PEM beside a key", beside_key),
        ("DER", files.der.concat()),
        ("PKCS#7 in DER", files.openssl(&format!("{pkcs7} DER"))),
        ("PKCS#7 in PEM", files.openssl(&format!("{pkcs7} PEM"))),
    ] {
        let found = certificates(&file).unwrap();
        assert_eq!(found, files.der, "{name}");
        assert_eq!(
            certificates_to_pem(&found).into_bytes(),
            files.read("both.pem"),
            "{name}"
        );
        let client = to("https://service.invalid").extra_ca(Some(file)).build();
        assert!(client.is_ok(), "{name}");
    }
}

#[test]
fn a_file_without_certificates_is_named() {
    use CertificateFile::{Damaged, Empty, Other, Pkcs12, PrivateKey, Request};
    let files = Files::new();
    let request = "req -new -key key.pem -subj /CN=bank.example -outform";
    let [one, _] = &files.der;
    for (name, file, expected) in [
        ("nothing", b" \r\n".to_vec(), Empty),
        ("key", files.read("key.pem"), PrivateKey),
        (
            "key in DER",
            files.openssl("pkcs8 -topk8 -nocrypt -in key.pem -outform DER"),
            PrivateKey,
        ),
        (
            "SEC 1 key",
            files.openssl("ec -in key.pem -outform DER"),
            PrivateKey,
        ),
        ("RSA key", files.openssl("genrsa -traditional"), PrivateKey),
        (
            "locked key",
            files.openssl("pkcs8 -topk8 -in key.pem -passout pass:x -outform DER"),
            PrivateKey,
        ),
        (
            "PFX",
            files.openssl("pkcs12 -export -in one.pem -inkey key.pem -passout pass:x"),
            Pkcs12,
        ),
        ("request", files.openssl(&format!("{request} PEM")), Request),
        (
            "request in DER",
            files.openssl(&format!("{request} DER")),
            Request,
        ),
        (
            "public key",
            files.openssl("pkey -in key.pem -pubout"),
            Other,
        ),
        ("text", b"see the attached root".to_vec(), Other),
        ("cut off", one.split_last().unwrap().1.to_vec(), Damaged),
    ] {
        let found = certificates(&file).unwrap_err();
        assert_eq!(found, expected, "{name}");
        let refused = to("https://service.invalid").extra_ca(Some(file)).build();
        let error = refused.unwrap_err();
        assert_eq!(error.code(), "ca_unreadable", "{name}");
        assert_eq!(
            error.params(),
            serde_json::json!({ "found": expected.as_str() })
        );
    }
}

proptest! {
    #[test]
    fn any_change_of_a_file_is_survived(at in 0_usize..400, byte: u8, cut in 0_usize..400) {
        let mut file = include_bytes!("data/both.p7b").to_vec();
        file.truncate(file.len() - cut);
        if let Some(one) = file.get_mut(at) {
            *one = byte;
        }
        if let Ok(found) = certificates(&file) {
            prop_assert!(!found.is_empty());
        }
    }
}
