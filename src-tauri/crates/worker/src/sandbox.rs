//! The walls around a child, put up by the child itself.
//!
//! In two steps, because tools have to be read from disk in between: [`guard`] at the very start limits what the
//! process may use and cuts it off from its surroundings; [`lock`], after the tools are ready and before a hostile byte
//! is read, takes away files, network, processes and, unless the job works
//! with several, threads. Neither can be undone.
//!
//! Where there is no such module for a system the child is a process like any other (docs/platforms.md).

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

/// The second step, before the hostile bytes are read.
#[cfg(target_os = "linux")]
pub(crate) fn lock(limits: &Limits) -> Result<(), SandboxLayer> {
    files::close().map_err(|_error| SandboxLayer::Files)?;
    // After Landlock, which needs a descriptor.
    process::no_more_descriptors().map_err(|_errno| SandboxLayer::Limits)?;
    calls::refuse_all_but_a_few(limits.threads).map_err(|_error| SandboxLayer::Calls)
}

/// The first step: nothing on this system.
#[cfg(not(target_os = "linux"))]
pub(crate) fn guard(_: &Limits) -> Result<(), SandboxLayer> {
    Ok(())
}

/// The second step: nothing on this system.
#[cfg(not(target_os = "linux"))]
pub(crate) fn lock(_: &Limits) -> Result<(), SandboxLayer> {
    Ok(())
}
