//! Chains that TLS rejects: the error names what the certificate lacks.

use std::process::Command;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, IsCa, KeyPair,
    date_time_ymd,
};

use crate::tls::{Https, error, serve, to};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn leaf(name: &str) -> CertificateParams {
    CertificateParams::new(vec![name.to_owned()]).unwrap()
}

/// A server with a certificate by an authority.
async fn server(params: CertificateParams) -> Https {
    let ca = authority("Root");
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, &ca).unwrap();
    serve(
        vec![certificate.der().to_vec()],
        &key.serialize_der(),
        ca.pem(),
    )
    .await
}

/// The reason why a client that trusts the server's authority refuses it.
async fn reason(server: &Https) -> String {
    let client = to(&format!("https://localhost:{}", server.port))
        .extra_ca(Some(server.ca_pem.clone().into_bytes()))
        .build()
        .unwrap();
    let error = error(&client).await;
    assert_eq!(error.code(), "tls", "{error:?}");
    let params = error.params();
    assert_ne!(
        params.get("detail").unwrap(),
        "",
        "the library's words for support"
    );
    params.get("reason").unwrap().as_str().unwrap().to_owned()
}

#[tokio::test]
async fn times_outside_the_validity_are_told_apart() {
    let mut past = leaf("localhost");
    past.not_before = date_time_ymd(2000, 1, 1);
    past.not_after = date_time_ymd(2001, 1, 1);
    assert_eq!(reason(&server(past).await).await, "expired");
    let mut future = leaf("localhost");
    future.not_before = date_time_ymd(4000, 1, 1);
    assert_eq!(reason(&server(future).await).await, "not_yet_valid");
}

#[tokio::test]
async fn another_host_is_told_apart_from_none_at_all() {
    let other = server(leaf("elsewhere.example")).await;
    assert_eq!(reason(&other).await, "wrong_host");
    let mut unnamed = CertificateParams::new(Vec::new()).unwrap();
    unnamed
        .distinguished_name
        .push(DnType::CommonName, "localhost");
    assert_eq!(reason(&server(unnamed).await).await, "no_host");
}

#[tokio::test]
async fn the_certificate_of_an_authority_is_not_that_of_a_server() {
    let mut params = leaf("localhost");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    assert_eq!(reason(&server(params).await).await, "authority");
}

#[tokio::test]
async fn a_critical_extension_that_nobody_knows_is_named() {
    let mut params = leaf("localhost");
    let mut unknown = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99999], vec![5, 0]);
    unknown.set_criticality(true);
    params.custom_extensions.push(unknown);
    assert_eq!(reason(&server(params).await).await, "critical_extension");
}

#[tokio::test]
async fn an_issuer_that_nobody_trusts_is_named() {
    let mut server = server(leaf("localhost")).await;
    server.ca_pem = authority("Another root").pem();
    assert_eq!(reason(&server).await, "unknown_issuer");
    // The name of the issuer, but another key: a root from before it was renewed.
    server.ca_pem = authority("Root").pem();
    assert_eq!(reason(&server).await, "signature");
}

#[tokio::test]
async fn an_issuer_that_is_no_authority_is_named() {
    let ca = authority("Root");
    let mut params = leaf("between.example");
    params
        .distinguished_name
        .push(DnType::CommonName, "between.example");
    let between = CertifiedIssuer::signed_by(params, KeyPair::generate().unwrap(), &ca).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = leaf("localhost").signed_by(&key, &between).unwrap();
    let chain = vec![certificate.der().to_vec(), between.der().to_vec()];
    let server = serve(chain, &key.serialize_der(), ca.pem()).await;
    assert_eq!(reason(&server).await, "issuer_no_authority");
}

#[tokio::test]
async fn a_certificate_of_version_1_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let openssl = |arguments: &str| openssl(folder.path(), arguments);
    let ca = authority("Root");
    std::fs::write(folder.path().join("ca.pem"), ca.pem()).unwrap();
    std::fs::write(folder.path().join("ca.key"), ca.key().serialize_pem()).unwrap();
    openssl("req -new -newkey rsa:2048 -nodes -keyout leaf.key -subj /CN=localhost -out leaf.csr");
    std::fs::write(folder.path().join("none.ext"), "").unwrap();
    openssl(
        "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 9 -extfile none.ext -outform DER -out leaf.der",
    );
    openssl("pkcs8 -topk8 -nocrypt -in leaf.key -outform DER -out leaf.p8");
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let server = serve(vec![read("leaf.der")], &read("leaf.p8"), ca.pem()).await;
    assert_eq!(reason(&server).await, "version");
}

/// Runs openssl in a folder.
fn openssl(folder: &std::path::Path, arguments: &str) {
    let done = Command::new("openssl")
        .args(arguments.split(' '))
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

/// A server with a certificate by an authority that openssl has made as these extensions say; without any, in version 1.
async fn intercepted(root: &str, leaf: &str) -> Https {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("root.ext"), root).unwrap();
    std::fs::write(at.join("leaf.ext"), leaf).unwrap();
    openssl(
        at,
        "req -new -newkey rsa:2048 -nodes -keyout root.key -subj /CN=Root -out root.csr",
    );
    openssl(
        at,
        "x509 -req -in root.csr -signkey root.key -days 9 -extfile root.ext -out root.pem",
    );
    openssl(
        at,
        "req -new -newkey rsa:2048 -nodes -keyout leaf.key -subj /CN=localhost -out leaf.csr",
    );
    openssl(
        at,
        "x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial 7 -days 9 -extfile leaf.ext -outform DER -out leaf.der",
    );
    openssl(
        at,
        "pkcs8 -topk8 -nocrypt -in leaf.key -outform DER -out leaf.p8",
    );
    let read = |name: &str| std::fs::read(at.join(name)).unwrap();
    let root = String::from_utf8(read("root.pem")).unwrap();
    serve(vec![read("leaf.der")], &read("leaf.p8"), root).await
}

const AUTHORITY: &str = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n";
const SERVER: &str = "subjectAltName=DNS:localhost\n";

#[tokio::test]
async fn a_critical_policy_of_an_inspecting_authority_is_named() {
    let leaf = format!("{SERVER}certificatePolicies=critical,1.3.6.1.4.1.99999\n");
    let server = intercepted(AUTHORITY, &leaf).await;
    assert_eq!(reason(&server).await, "critical_extension");
    let leaf = format!("{SERVER}certificatePolicies=1.3.6.1.4.1.99999\n");
    let server = intercepted(AUTHORITY, &leaf).await;
    let client = to(&format!("https://localhost:{}", server.port))
        .extra_ca(Some(server.ca_pem.clone().into_bytes()))
        .build()
        .unwrap();
    let (result, _) = crate::run(&client, &crate::sync()).await;
    assert_eq!(
        result.unwrap().output,
        "r",
        "one that is not critical does no harm"
    );
}

#[tokio::test]
async fn an_added_root_may_have_version_1() {
    let server = intercepted("", SERVER).await;
    let client = to(&format!("https://localhost:{}", server.port))
        .extra_ca(Some(server.ca_pem.clone().into_bytes()))
        .build()
        .unwrap();
    let (result, _) = crate::run(&client, &crate::sync()).await;
    assert_eq!(result.unwrap().output, "r");
}
