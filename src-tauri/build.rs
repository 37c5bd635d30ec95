//! Declares the commands of the window for Tauri's access control, and generates their permissions.

use std::path::Path;

use tauri_build::{AppManifest, Attributes, try_build};

/// Every command of the app. Any window could call a command that is missing here; `src-tauri/capabilities` must grant
/// those listed.
const COMMANDS: &[&str] = &[
    "app_close",
    "app_listen",
    "app_notify",
    "app_start",
    "audit_run",
    "clipboard_write",
    "conversation_begin",
    "conversation_delete",
    "conversation_names",
    "conversation_open",
    "conversation_rename",
    "conversation_restore",
    "conversation_save",
    "conversation_undo",
    "diligence_run",
    "draft_keep",
    "findings_check",
    "flowchart_copy",
    "flowchart_draw",
    "flowchart_save",
    "key_refresh",
    "key_remove",
    "key_save",
    "key_test",
    "law_article",
    "link_open",
    "material_choose",
    "material_paste",
    "material_remove",
    "material_stop",
    "material_text",
    "own_rules",
    "own_rules_effect",
    "own_rules_export",
    "own_rules_save",
    "own_rules_try",
    "picture_read",
    "picture_read_stop",
    "queue_add",
    "queue_add_slow",
    "queue_add_stop",
    "queue_at_once",
    "queue_clear",
    "queue_leave",
    "queue_move",
    "queue_pause",
    "queue_remove",
    "queue_retry",
    "queue_start",
    "queue_state",
    "queue_stop",
    "record_damage",
    "record_delete",
    "record_findings",
    "record_material",
    "record_open",
    "records_begin_anew",
    "records_check",
    "records_choose_folder",
    "records_damaged",
    "records_drop",
    "records_export",
    "records_page",
    "records_register",
    "records_restore",
    "records_retry",
    "records_search",
    "records_state",
    "records_statistics",
    "records_stop",
    "report_compare",
    "report_markdown",
    "report_news",
    "report_page_save",
    "report_save",
    "review_approve",
    "review_archive",
    "review_letter",
    "review_list",
    "review_next_number",
    "review_open",
    "review_return",
    "review_save",
    "review_sign",
    "rule_pack_import",
    "rule_pack_remove",
    "run_cancel",
    "settings_choose_ca",
    "settings_remove_ca",
    "settings_save",
    "signer_create",
    "signers",
    "sparring_audit",
    "sparring_run",
    "subject_forget",
    "subject_list",
    "subject_pin",
    "updates_run",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for folder in ["ui", "icons"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    assert!(
        Path::new("tauri.conf.json").exists(),
        "the app is built from the root of the repository"
    );
    try_build(
        Attributes::new()
            .app_manifest(AppManifest::new().commands(COMMANDS))
            .capabilities_path_pattern("src-tauri/capabilities/*.json"),
    )?;
    Ok(())
}
