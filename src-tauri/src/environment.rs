//! What the process's environment must say before anything reads it: called first thing, while there is one thread.
#![expect(
    unsafe_code,
    reason = "the environment may only be changed while nothing else reads it, which holds before the first thread"
)]

#[cfg(target_os = "linux")]
use std::path::Path;

/// Sets what the web view needs and clears what nobody may set from outside.
pub fn prepare() {
    // SAFETY: `run` calls this before it does anything else, so no other thread exists that could read the environment.
    unsafe {
        // A debug build may be driven by the tests; whoever starts a release build may not drive it from outside.
        #[cfg(not(debug_assertions))]
        std::env::remove_var("TAURI_WEBVIEW_AUTOMATION");
        // Without a graphics card (most virtual desktops) the web view would imitate one, which draws a streaming
        // report at a quarter of the speed of its own painter.
        #[cfg(target_os = "linux")]
        if !Path::new("/dev/dri").exists() {
            std::env::set_var("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");
        }
    }
}
