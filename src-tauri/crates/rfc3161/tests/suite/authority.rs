//! An authority in a folder of its own: a root, a certificate below it, and that of the authority.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// The hash that most tests have stamped.
pub(crate) const HASH: [u8; 32] = [0x5a; 32];
pub(crate) const NONCE: u64 = 0x8000_0000_0000_0001;
pub(crate) const NAME: &str = "示例时间戳服务";

/// What an authority's key and certificate are like.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// The options of `openssl genpkey`.
    pub(crate) key: &'static [&'static str],
    /// The lines of the certificate's extensions.
    pub(crate) extensions: &'static str,
    /// The first and last second of its validity, as `YYYYMMDDhhmmssZ`.
    pub(crate) valid: (&'static str, &'static str),
    /// The hash that names the certificate in the signature.
    pub(crate) certificate_hash: &'static str,
    pub(crate) signature_hash: &'static str,
}

pub(crate) const P256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
pub(crate) const P384: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"];
pub(crate) const RSA: &[&str] = &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];

pub(crate) const USUAL: Shape = Shape {
    key: P256,
    extensions: "keyUsage = critical,digitalSignature\nextendedKeyUsage = critical,timeStamping\n\
                 subjectKeyIdentifier = hash",
    valid: ("20200101000000Z", "20491231235959Z"),
    certificate_hash: "sha256",
    signature_hash: "sha256",
};

pub(crate) struct Authority {
    folder: TempDir,
    shape: Shape,
}

impl Authority {
    pub(crate) fn new(shape: Shape) -> Self {
        let authority = Self {
            folder: TempDir::new().unwrap(),
            shape,
        };
        authority.write("conf", configuration(&shape).as_bytes());
        authority.write("index", b"");
        authority.write("serial", b"01");
        for name in ["root", "middle", "own"] {
            let mut arguments = vec!["genpkey", "-out"];
            let key = format!("{name}.key");
            arguments.push(&key);
            arguments.extend(if name == "own" { shape.key } else { P256 });
            authority.openssl(&arguments);
        }
        authority.openssl(&[
            "req",
            "-x509",
            "-utf8",
            "-config",
            "conf",
            "-key",
            "root.key",
            "-subj",
            "/CN=示例根证书",
            "-extensions",
            "authority",
            "-days",
            "30",
            "-out",
            "root.pem",
        ]);
        authority.sign_certificate("middle", "/CN=示例中级证书", "root", "authority");
        authority.sign_certificate("own", &format!("/O=示例机构/CN={NAME}"), "middle", "own");
        let chain = [authority.read("middle.pem"), authority.read("root.pem")].concat();
        authority.write("chain.pem", &chain);
        authority
    }

    fn sign_certificate(&self, name: &str, subject: &str, by: &str, extensions: &str) {
        let (key, request, out) = (
            format!("{name}.key"),
            format!("{name}.csr"),
            format!("{name}.pem"),
        );
        self.openssl(&[
            "req", "-new", "-utf8", "-config", "conf", "-key", &key, "-subj", subject, "-out",
            &request,
        ]);
        let (issuer, issuer_key) = (format!("{by}.pem"), format!("{by}.key"));
        self.openssl(&[
            "ca",
            "-batch",
            "-utf8",
            "-notext",
            "-config",
            "conf",
            "-in",
            &request,
            "-cert",
            &issuer,
            "-keyfile",
            &issuer_key,
            "-extensions",
            extensions,
            "-startdate",
            self.shape.valid.0,
            "-enddate",
            self.shape.valid.1,
            "-out",
            &out,
        ]);
    }

    /// The root's certificate in DER.
    pub(crate) fn root(&self) -> Vec<u8> {
        self.certificate("root")
    }

    /// A certificate in DER: `root`, `middle` or `own`.
    pub(crate) fn certificate(&self, name: &str) -> Vec<u8> {
        let pem = format!("{name}.pem");
        self.openssl(&["x509", "-in", &pem, "-outform", "DER", "-out", "out.der"]);
        self.read("out.der")
    }

    /// A certificate in PEM, or `chain`: the two above the authority's.
    pub(crate) fn pem(&self, name: &str) -> Vec<u8> {
        self.read(&format!("{name}.pem"))
    }

    pub(crate) fn pem_of_key(&self) -> Vec<u8> {
        self.read("own.key")
    }

    /// The answer to a request.
    pub(crate) fn answer(&self, request: &[u8]) -> Vec<u8> {
        self.write("query", request);
        self.openssl(&[
            "ts",
            "-reply",
            "-config",
            "conf",
            "-queryfile",
            "query",
            "-out",
            "answer",
        ]);
        self.read("answer")
    }

    /// The answer to the request that this crate makes for `HASH`.
    pub(crate) fn stamp(&self) -> Vec<u8> {
        self.answer(&rfc3161::request(&HASH, NONCE))
    }

    /// A request made by `openssl`.
    pub(crate) fn query(&self, options: &[&str]) -> Vec<u8> {
        self.write("data", b"data");
        let mut arguments = vec!["ts", "-query", "-data", "data", "-out", "query"];
        arguments.extend(options);
        self.openssl(&arguments);
        self.read("query")
    }

    /// The signed content of a token.
    pub(crate) fn content(&self, token: &[u8]) -> Vec<u8> {
        self.write("token", token);
        self.openssl(&[
            "cms",
            "-verify",
            "-noverify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            "token",
            "-out",
            "content",
        ]);
        self.read("content")
    }

    /// Signs a content that `openssl ts` would not, with further options of `openssl cms`.
    pub(crate) fn sign(&self, content: &[u8], options: &[&str]) -> Vec<u8> {
        self.write("content", content);
        let mut arguments = vec![
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-nosmimecap",
            "-econtent_type",
            "1.2.840.113549.1.9.16.1.4",
            "-in",
            "content",
            "-signer",
            "own.pem",
            "-inkey",
            "own.key",
            "-certfile",
            "chain.pem",
            "-md",
            self.shape.signature_hash,
            "-outform",
            "DER",
            "-out",
            "token",
        ];
        arguments.extend(options);
        self.openssl(&arguments);
        self.read("token")
    }

    /// A content that the usual authority made, with another time (`YYYYMMDDhhmmss`).
    pub(crate) fn content_at(time: &str) -> Vec<u8> {
        let usual = Self::new(USUAL);
        let answer = usual.stamp();
        let mut content = usual.content(rfc3161::token(&answer).unwrap());
        // A GeneralizedTime of 15 letters.
        let at = find(&content, &[0x18, 0x0f]) + 2;
        content[at..at + 14].copy_from_slice(time.as_bytes());
        content
    }

    /// Whether `openssl` accepts the last answer for the last request.
    pub(crate) fn openssl_agrees(&self) -> bool {
        self.command(&[
            "ts",
            "-verify",
            "-queryfile",
            "query",
            "-in",
            "answer",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "middle.pem",
        ])
        .output()
        .unwrap()
        .status
        .success()
    }

    fn openssl(&self, arguments: &[&str]) {
        let output = self.command(arguments).output().unwrap();
        assert!(
            output.status.success(),
            "openssl {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("openssl");
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("OPENSSL_CONF", self.path("conf"));
        command
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }
}

/// Where `part` starts in `bytes`.
pub(crate) fn find(bytes: &[u8], part: &[u8]) -> usize {
    bytes
        .windows(part.len())
        .position(|window| window == part)
        .unwrap()
}

fn configuration(shape: &Shape) -> String {
    let Shape {
        extensions,
        certificate_hash,
        signature_hash,
        ..
    } = shape;
    format!(
        "[req]
distinguished_name = name
string_mask = utf8only
[name]
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[own]
{extensions}
[ca]
default_ca = lists
[lists]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
organizationName = optional
commonName = optional
[tsa]
default_tsa = stamps
[stamps]
serial = serial
signer_cert = own.pem
signer_key = own.key
signer_digest = {signature_hash}
certs = chain.pem
default_policy = 1.2.3.4.1
digests = sha1, sha256
accuracy = secs:1, millisecs:500, microsecs:100
ordering = yes
ess_cert_id_alg = {certificate_hash}
"
    )
}
