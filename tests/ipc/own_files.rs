//! Damaged or replaced files of the app: the app still starts and reports what it could not read.
#![cfg(unix)]

use std::{
    fs::{self, File},
    os::unix::fs::{FileTypeExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use crate::test_app::{KEY, TestApp};

const VAST: u64 = 3 << 30;

/// Something that may exist at the path of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Thing {
    Pipe,
    Folder,
    Vast,
    Endless,
    LinkToPipe,
    Locked,
}

const THINGS: [Thing; 6] = [
    Thing::Pipe,
    Thing::Folder,
    Thing::Vast,
    Thing::Endless,
    Thing::LinkToPipe,
    Thing::Locked,
];

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

impl Thing {
    /// Creates it at `path`. Returns whether it really prevents reading.
    fn put(self, path: &Path) -> bool {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match self {
            Self::Pipe => pipe(path),
            Self::Folder => fs::create_dir(path).unwrap(),
            Self::Vast => File::create(path).unwrap().set_len(VAST).unwrap(),
            Self::Endless => symlink("/dev/zero", path).unwrap(),
            Self::LinkToPipe => {
                let elsewhere = path.with_extension("elsewhere");
                pipe(&elsewhere);
                symlink(elsewhere, path).unwrap();
            }
            Self::Locked => {
                fs::write(path, "{}").unwrap();
                fs::set_permissions(path, fs::Permissions::from_mode(0o0)).unwrap();
                // Permissions do not stop the superuser.
                return File::open(path).is_err();
            }
        }
        true
    }

    fn reason(self) -> &'static str {
        match self {
            Self::Pipe | Self::Endless | Self::LinkToPipe => "not_a_file",
            Self::Folder => "is_folder",
            Self::Vast => "too_large",
            Self::Locked => "permission",
        }
    }

    /// Whether it still exists at `path`.
    fn is_at(self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|found| match self {
            Self::Pipe => found.file_type().is_fifo(),
            Self::Folder => found.is_dir(),
            Self::Vast => found.len() == VAST,
            Self::Endless | Self::LinkToPipe => found.is_symlink(),
            Self::Locked => found.is_file(),
        })
    }
}

/// Starts the app with each obstacle at this path in turn, and passes the start response to `says`.
fn with_each_thing_at(path: &str, says: impl Fn(&TestApp, &Value, Thing)) {
    for thing in THINGS {
        let folder = tempfile::tempdir().unwrap();
        if !thing.put(&folder.path().join(path)) {
            continue;
        }
        let app = TestApp::open_in(folder);
        let start = app.call("app_start", json!({})).unwrap();
        says(&app, &start, thing);
    }
}

/// The problem names the file, and the obstacle has been moved to a new name next to the old one.
fn is_put_aside(app: &TestApp, problem: &Value, thing: Thing, path: &str) {
    let params = &problem["params"];
    assert_eq!(params["reason"], thing.reason(), "{path}: {problem}");
    if thing == Thing::Vast {
        assert_eq!(params["actual"], VAST);
        assert!(params["limit"].as_u64().unwrap() < 500_000_000);
    }
    let aside = PathBuf::from(path).with_file_name(params["aside"].as_str().unwrap());
    assert!(
        thing.is_at(&app.folder.path().join(aside)),
        "{path}: {problem}"
    );
}

#[test]
fn anything_in_the_place_of_the_settings_is_put_aside_and_said() {
    let path = "settings.json";
    with_each_thing_at(path, |app, start, thing| {
        assert_eq!(start["problems"][0]["code"], "settings_unreadable");
        is_put_aside(app, &start["problems"][0], thing, path);
        app.change("language", json!("en")).unwrap();
    });
}

#[test]
fn anything_in_the_place_of_the_note_where_the_records_lie_is_put_aside_and_said() {
    let path = "records-folder.json";
    with_each_thing_at(path, |app, start, thing| {
        assert_eq!(start["problems"][0]["code"], "records_folder_unreadable");
        is_put_aside(app, &start["problems"][0], thing, path);
        assert_eq!(start["records"]["problem"], Value::Null);
    });
}

#[test]
fn anything_in_the_place_of_the_subjects_is_put_aside_and_said() {
    let path = "data/subjects.json";
    with_each_thing_at(path, |app, _, thing| {
        let list = || app.call("subject_list", json!({ "kind": "company" }));
        let problem = list().unwrap_err();
        assert_eq!(problem["code"], "kept_unreadable");
        is_put_aside(app, &problem, thing, path);
        assert_eq!(list().unwrap(), json!([]));
    });
}

#[test]
fn anything_in_the_place_of_a_conversation_is_put_aside_and_said() {
    let path = "data/conversations/1.json";
    with_each_thing_at(path, |app, _, thing| {
        let names = || app.call("conversation_names", json!({}));
        let problem = names().unwrap_err();
        assert_eq!(problem["code"], "kept_unreadable");
        is_put_aside(app, &problem, thing, path);
        assert_eq!(names().unwrap(), json!([]));
    });
}

#[test]
fn anything_in_the_place_of_the_folder_of_conversations_is_put_aside_and_said() {
    let path = "data/conversations";
    for thing in [Thing::Pipe, Thing::Endless, Thing::LinkToPipe, Thing::Vast] {
        let folder = tempfile::tempdir().unwrap();
        thing.put(&folder.path().join(path));
        let app = TestApp::open_in(folder);
        app.call("app_start", json!({})).unwrap();
        let problem = app.call("conversation_names", json!({})).unwrap_err();
        assert_eq!(problem["code"], "kept_unreadable");
        let begin = json!({ "title": "", "scenario": null, "opening": [] });
        app.call("conversation_begin", begin).unwrap();
        let aside = app.folder.path().join("data/conversations.unreadable-1");
        assert!(thing.is_at(&aside), "{thing:?}");
    }
}

#[test]
fn anything_in_the_place_of_the_database_makes_the_records_unusable_and_new_ones_can_begin() {
    for path in ["data/records/records.db", "data/records/records.lock"] {
        with_each_thing_at(path, |app, start, thing| {
            // An unreadable database looks the same as a read-only one.
            let code = start["records"]["problem"]["code"].as_str();
            let expected = match thing {
                Thing::Vast if path.ends_with("lock") => None,
                Thing::Vast => Some("records_damaged"),
                Thing::Locked => Some("records_read_only"),
                _ => Some("records_not_a_file"),
            };
            assert_eq!(code, expected, "{path} {thing:?}");
            if path.ends_with("db") && thing != Thing::Locked {
                app.call("records_begin_anew", json!({})).unwrap();
                let state = app.call("records_state", json!({})).unwrap();
                assert_eq!(state["problem"], Value::Null, "{thing:?}");
            }
        });
    }
}

#[test]
fn anything_beside_the_database_never_keeps_the_app_from_starting() {
    for name in [
        "records.db-wal",
        "records.db-shm",
        "records.db-journal",
        "backups",
    ] {
        with_each_thing_at(&format!("data/records/{name}"), |_, start, thing| {
            let problem = &start["records"]["problem"];
            if !matches!(thing, Thing::Vast | Thing::Locked | Thing::Folder) && name != "backups" {
                assert_eq!(problem["code"], "records_not_a_file", "{name} {thing:?}");
            }
        });
    }
}

#[test]
fn anything_in_the_place_of_the_locks_is_put_aside() {
    for path in ["settings.lock", "data/data.lock"] {
        with_each_thing_at(path, |app, _, thing| {
            if !matches!(thing, Thing::Vast | Thing::Locked) {
                let file = app.folder.path().join(path);
                assert!(
                    fs::symlink_metadata(&file).unwrap().is_file(),
                    "{path} {thing:?}"
                );
            }
        });
    }
}

#[test]
fn anything_in_the_place_of_the_certificate_is_said_where_it_is_needed() {
    for thing in THINGS {
        let app = TestApp::open();
        app.call("key_save", json!({ "key": KEY })).unwrap();
        let mut settings = app.settings();
        settings["extraCaName"] = json!("bank.pem");
        let (folder, ring) = app.close();
        fs::write(folder.path().join("settings.json"), settings.to_string()).unwrap();
        if !thing.put(&folder.path().join("extra-ca.pem")) {
            continue;
        }
        let app = TestApp::open_with(folder, ring);
        let problem = app.call("key_test", json!({})).unwrap_err();
        assert_eq!(problem["code"], "ca_unreadable");
        assert_eq!(problem["params"]["reason"], thing.reason());
    }
}
