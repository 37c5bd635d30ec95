//! The environment of a sandboxed child process.

use std::{env, ffi::OsString};

/// Variables that locate fonts and set the language. No key, session bus or display.
const NAMES: &[&str] = &[
    "HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_DIRS",
    "XDG_CONFIG_HOME",
    "XDG_DATA_DIRS",
    "XDG_DATA_HOME",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "FONTCONFIG_SYSROOT",
    "LANG",
];

/// The part of this process's environment that a sandboxed child gets: where fonts are, and the text encoding. No API
/// key, no session bus, no display.
pub fn child_environment() -> impl Iterator<Item = (&'static str, OsString)> {
    NAMES
        .iter()
        .filter_map(|name| Some((*name, env::var_os(name)?)))
        // By default glibc reserves 64 MB of address space per thread, which counts towards the child's memory limit.
        .chain([("MALLOC_ARENA_MAX", OsString::from("1"))])
}
