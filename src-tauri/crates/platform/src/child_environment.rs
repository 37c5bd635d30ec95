//! The environment of a confined child process.

use std::{env, ffi::OsString};

/// Where a child finds fonts, and the language it runs in. No key, no session bus, no display.
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

/// Everything a confined child may know of this process's environment: where fonts are, and how text is encoded. No API key,
/// no session bus, no display.
pub fn child_environment() -> impl Iterator<Item = (&'static str, OsString)> {
    NAMES
        .iter()
        .filter_map(|name| Some((*name, env::var_os(name)?)))
        // Otherwise glibc reserves 64 MB of address space for each thread that a library starts, which the child's limit counts.
        .chain([("MALLOC_ARENA_MAX", OsString::from("1"))])
}
