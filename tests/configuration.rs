//! Checks the configuration: the content security policy, the granted commands, the locales, and the types of the window.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn json(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(root(path)).unwrap()).unwrap()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The identifiers that follow `before` in the files of the shell's commands.
fn commands_in_source() -> BTreeSet<String> {
    files(&root("src-tauri/src/commands"), ".rs")
        .iter()
        .flat_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            text.split("#[tauri::command")
                .skip(1)
                .map(|after| {
                    let name = after.split("fn ").nth(1).unwrap();
                    name.split(['(', '<']).next().unwrap().to_owned()
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_policy_starts_from_nothing_and_allows_no_foreign_script_style_or_address() {
    let config = json("tauri.conf.json");
    let policy = config["app"]["security"]["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'");
    for directive in ["base-uri", "form-action", "frame-ancestors", "object-src"] {
        assert_eq!(policy[directive], "'none'", "{directive}");
    }
    let all = serde_json::to_string(policy).unwrap();
    for forbidden in ["unsafe", "https:", "data:", "blob:", "*", "asset:", "file:"] {
        assert!(!all.contains(forbidden), "{forbidden} in {all}");
    }
    assert_eq!(config["app"]["security"]["freezePrototype"], true);
    assert!(
        config["app"]["security"].get("assetProtocol").is_none(),
        "the asset protocol must not serve dropped paths"
    );
}

#[test]
fn every_command_is_listed_and_granted_by_name_to_the_one_window() {
    let source = commands_in_source();
    assert!(
        source.contains("audit_run") && source.len() > 10,
        "{source:?}"
    );

    let build = fs::read_to_string(root("src-tauri/build.rs")).unwrap();
    let list = build.split("COMMANDS: &[&str] = &[").nth(1).unwrap();
    let list = list.split(']').next().unwrap();
    let listed: BTreeSet<String> = list
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    assert_eq!(
        listed, source,
        "src-tauri/build.rs must list the same commands"
    );

    let capabilities = files(&root("src-tauri/capabilities"), ".json");
    assert_eq!(capabilities.len(), 1);
    let capability = json("src-tauri/capabilities/main.json");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(capability.get("remote").is_none() && capability.get("webviews").is_none());
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| {
            permission
                .as_str()
                .unwrap()
                .strip_prefix("allow-")
                .unwrap()
                .replace('-', "_")
        })
        .collect();
    assert_eq!(
        granted, source,
        "the capability must grant exactly the commands"
    );
    for command in &granted {
        assert!(
            capability["description"]
                .as_str()
                .unwrap()
                .contains(&format!("{command}: ")),
            "{command} has no reason"
        );
    }
}

#[test]
fn the_pages_hold_no_inline_script_or_style_and_load_nothing_from_outside() {
    for page in files(&root("ui"), ".html") {
        let text = fs::read_to_string(&page).unwrap();
        assert!(!text.contains(" style="), "{page:?}");
        assert!(!text.contains("<style"), "{page:?}");
        assert!(
            !text.contains(" onclick") && !text.contains(" onload"),
            "{page:?}"
        );
        for script in text.split("<script").skip(1) {
            assert!(
                script.split('>').next().unwrap().contains("src="),
                "{page:?}"
            );
        }
    }
    for ending in [".html", ".css", ".js"] {
        for file in files(&root("ui"), ending) {
            let text = fs::read_to_string(&file).unwrap();
            for foreign in [
                "src=\"http",
                "href=\"http",
                "url(http",
                "from \"http",
                "@import \"http",
            ] {
                assert!(!text.contains(foreign), "{foreign} in {file:?}");
            }
        }
    }
}

#[test]
fn no_style_asks_for_space_between_chinese_and_digits() {
    // With this property, WebKitGTK drops decimal points and overlaps letters: 3.6% appears as 36%.
    let styles = [".css", ".html", ".js"].map(|ending| files(&root("ui"), ending));
    let made = [".css", ".rs"].map(|ending| files(&root("src-tauri"), ending));
    let all: Vec<_> = styles.into_iter().chain(made).flatten().collect();
    assert!(all.len() > 200, "{}", all.len());
    for file in all {
        let text = fs::read_to_string(&file).unwrap();
        for forbidden in ["text-autospace", "textAutospace", "text-spacing:"] {
            assert!(!text.contains(forbidden), "{forbidden} in {file:?}");
        }
    }
}

#[test]
fn only_the_bridge_knows_tauri_and_only_one_place_writes_foreign_html() {
    let with = |what: &str| -> Vec<String> {
        files(&root("ui"), ".js")
            .iter()
            .filter(|file| fs::read_to_string(file).unwrap().contains(what))
            .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(with("__TAURI__"), ["tauri.js"]);
    assert_eq!(with(".innerHTML"), ["report-view.js"]);
    for forbidden in [
        "insertAdjacentHTML",
        "document.write",
        "outerHTML",
        "eval(",
        "new Function",
        "localStorage",
        "sessionStorage",
        "indexedDB",
    ] {
        assert!(
            with(forbidden).is_empty(),
            "{forbidden} in {:?}",
            with(forbidden)
        );
    }
}

fn keys(prefix: &str, value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                keys(&format!("{prefix}.{name}"), member, into);
            }
        }
        _ => {
            into.insert(prefix.to_owned());
        }
    }
}

/// The locale file of a language.
fn locale(name: &str) -> Value {
    let text = fs::read_to_string(root(&format!("ui/locales/{name}.js"))).unwrap();
    let object = text.split_once("export default").unwrap().1;
    serde_json::from_str(object.trim().trim_end_matches(';')).unwrap()
}

#[test]
fn only_a_database_that_sqlite_finds_damaged_is_a_reason_to_give_up_what_is_there() {
    let giving_up = |words: &Value| {
        let words = words.to_string().to_lowercase();
        let ways = [
            "恢复一份",
            "恢复备份",
            "另存",
            "重新开始记录",
            "restore",
            "begin anew",
            "start over",
            "put aside",
            "put these records aside",
            "put what is there aside",
        ];
        ways.iter().any(|way| words.contains(way))
    };
    for name in ["zh-CN", "en"] {
        let locale = locale(name);
        let problems = locale["problem"].as_object().unwrap();
        let of_records = problems
            .iter()
            .filter(|(code, _)| code.contains("record") || code.contains("backup"));
        let giving_up: Vec<_> = of_records
            .filter(|(_, words)| giving_up(words))
            .map(|(code, _)| code.as_str())
            .collect();
        assert_eq!(giving_up, ["records_damaged"], "{name}");
        for (place, words) in [
            ("check", &locale["check"]),
            ("records.check", &locale["records"]["check"]),
            ("records.damaged", &locale["records"]["damaged"]),
        ] {
            let sentences: Vec<_> = words
                .as_object()
                .unwrap()
                .iter()
                .filter(|(key, _)| *key != "restored")
                .collect();
            assert!(
                sentences.iter().all(|(_, words)| ![
                    "恢复备份",
                    "重新开始",
                    "begin anew",
                    "restore a backup"
                ]
                .iter()
                .any(|way| words.to_string().to_lowercase().contains(way))),
                "{name} {place}"
            );
        }
    }
    let offered = fs::read_to_string(root("ui/screens/records/problem-notice.js")).unwrap();
    let ways = offered.split_once("const WAYS = {").unwrap().1;
    let ways = ways.split_once("};").unwrap().0;
    for line in ways
        .lines()
        .filter(|line| line.contains("anew") || line.contains("restore"))
    {
        assert!(line.trim().starts_with("records_damaged:"), "{line}");
    }
}

#[test]
fn both_languages_say_the_same_things() {
    let all = |name: &str| {
        let mut all = BTreeSet::new();
        keys("", &locale(name), &mut all);
        all
    };
    let (chinese, english) = (all("zh-CN"), all("en"));
    let missing: Vec<_> = chinese.symmetric_difference(&english).collect();
    assert!(missing.is_empty(), "missing in one language: {missing:?}");
    assert!(chinese.len() > 100);
}

#[test]
fn the_types_of_the_window_are_those_of_rust() {
    let declared = finagent_desk::wire::declarations();
    let path = root("ui/js/ipc.d.ts");
    if std::env::var_os("RECORD").is_some() {
        fs::write(&path, &declared).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        declared,
        "run the test again with RECORD=1 to write ui/js/ipc.d.ts"
    );
}

#[test]
fn the_desktop_entry_names_every_kind_of_file_that_the_app_takes() {
    let entry = fs::read_to_string(root("packaging/finagent-desk.desktop")).unwrap();
    let offered = entry.split_once("\nMimeType=").unwrap().1;
    let offered = offered.lines().next().unwrap().split_terminator(';');
    let offered: BTreeSet<_> = offered.map(str::to_owned).collect();
    let taken: BTreeSet<_> = app::file_types::ENDINGS
        .iter()
        .map(|ending| match *ending {
            "jpg" | "jfif" => app::file_types::media_type("jpeg"),
            "tif" => app::file_types::media_type("tiff"),
            "txt" => app::file_types::media_type("text"),
            "md" => "text/markdown".to_owned(),
            kind => app::file_types::media_type(kind),
        })
        .chain([format!("application/{}", app::file_types::PACKED)])
        .collect();
    assert_eq!(offered, taken);
}

#[test]
fn both_packages_have_the_same_files_and_desktop_entry() {
    let linux = json("tauri.conf.json")["bundle"]["linux"].clone();
    let (deb, rpm) = (&linux["deb"], &linux["rpm"]);
    assert_eq!(deb["desktopTemplate"], rpm["desktopTemplate"]);
    let mut files = deb["files"].clone();
    let only_debian = ["changelog.gz", "lintian"];
    files
        .as_object_mut()
        .unwrap()
        .retain(|path, _| !only_debian.iter().any(|name| path.contains(name)));
    assert_eq!(files, rpm["files"]);
}

#[test]
fn the_version_is_the_same_everywhere() {
    assert!(
        json("tauri.conf.json").get("version").is_none(),
        "the version belongs in Cargo.toml"
    );
    let changelog = fs::read_to_string(root("CHANGELOG.md")).unwrap();
    assert!(changelog.contains(&format!("## {}", env!("CARGO_PKG_VERSION"))));
}
