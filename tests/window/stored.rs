//! The data folder of version 0.1.0 in the real window: exported records are the same as then.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read},
    path::Path,
};

use window_harness::{App, Desktop, until};
use zip::ZipArchive;

use crate::stage::{desktop, ready};

/// The number of records in the folder. Two of them have no golden package because they resemble others.
const RECORDS: usize = 12;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Copies the folder to the data folder of the app.
fn lay_down(desktop: &Desktop) {
    let zip: &[u8] = include_bytes!("../ipc/fixtures/folder-0.1.0.zip");
    let unpacked = desktop.home().path("files/unpacked");
    let mut zip = Archive::new(Cursor::new(zip)).unwrap();
    zip.extract(&unpacked).unwrap();
    let config = desktop.home().path("config/app.finagent.desk");
    fs::create_dir_all(&config).unwrap();
    fs::copy(unpacked.join("settings.json"), config.join("settings.json")).unwrap();
    let data = desktop.home().path("data/app.finagent.desk");
    fs::rename(unpacked.join("data"), data).unwrap();
}

/// The files of an archive by name.
fn unpacked(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = Archive::new(Cursor::new(zip)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let named = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        // Files have a temporary name while they are written.
        Some((name, fs::read(entry.path()).ok()?)).filter(|(name, _)| name.ends_with(".zip"))
    });
    named.collect()
}

async fn export_all(app: &App<'_>, folder: &Path) {
    app.click("nav a[data-screen=records]").await;
    app.wait_for("#records-grid .record-row[data-record]").await;
    app.click("#records-tick-all").await;
    app.click("#records-export").await;
    app.click("#records-export-package").await;
    app.choose_folder(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn records_of_the_first_version_are_exported_byte_for_byte_as_they_were() {
    let desktop = desktop();
    lay_down(&desktop);
    let app = desktop.start_app(&[]).await;
    app.resize(1360, 860).await;
    ready(&app).await;
    let folder = desktop.home().path("files/packages");
    fs::create_dir(&folder).unwrap();
    export_all(&app, &folder).await;
    let golden = unpacked(include_bytes!("../ipc/fixtures/packages-0.1.0.zip"));
    let exported = until("all packages", || {
        let exported = files(&folder);
        (exported.len() == RECORDS).then_some(exported)
    });
    for (name, golden) in &golden {
        let package = exported.get(name).unwrap();
        let golden_files = unpacked(golden);
        for (path, bytes) in &unpacked(package) {
            assert!(golden_files.get(path) == Some(bytes), "{path} of {name}");
        }
        assert!(package == golden, "{name}");
    }
    app.quit();
}
