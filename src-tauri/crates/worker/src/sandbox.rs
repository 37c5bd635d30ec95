//! The sandbox of a child, set up by the child itself.
//!
//! It takes two steps, because tools must be read from disk in between: [`guard`], at the very start, sets limits and
//! isolates the process; [`lock`], after loading the tools and before reading untrusted bytes, removes access to files,
//! network, processes and, unless the job needs them, threads. Neither step can be undone.
//!
//! On systems without such a module the child is an ordinary process (docs/platforms.md).

use crate::error::SandboxLayer;
use crate::job::Limits;

#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod process;

/// The first step, before anything is read.
#[cfg(target_os = "linux")]
pub(crate) fn guard(limits: &Limits) -> Result<(), SandboxLayer> {
    process::cut_off().map_err(|_errno| SandboxLayer::Process)?;
    process::limit(limits).map_err(|_error| SandboxLayer::Limits)
}

/// The second step, before untrusted bytes are read.
#[cfg(target_os = "linux")]
pub(crate) fn lock(limits: &Limits) -> Result<(), SandboxLayer> {
    files::close().map_err(|_error| SandboxLayer::Files)?;
    // After Landlock, which needs a descriptor.
    process::no_more_descriptors().map_err(|_errno| SandboxLayer::Limits)?;
    calls::refuse_all_but_a_few(limits.threads).map_err(|_error| SandboxLayer::Calls)
}

/// The first step: not available on this system.
#[cfg(not(target_os = "linux"))]
pub(crate) fn guard(_: &Limits) -> Result<(), SandboxLayer> {
    Ok(())
}

/// The second step: not available on this system.
#[cfg(not(target_os = "linux"))]
pub(crate) fn lock(_: &Limits) -> Result<(), SandboxLayer> {
    Ok(())
}
