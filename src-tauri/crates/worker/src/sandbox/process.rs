//! Process settings: inheritance, protection from other processes, resource limits.

use std::fs;
use std::io;
use std::time::Duration;

use rustix::param::page_size;
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, Signal, getrlimit, nice, set_dumpable_behavior,
    set_parent_process_death_signal, setrlimit,
};
use rustix::thread::set_no_new_privs;

use crate::job::Limits;

/// Lower priority than the UI, but not the lowest: a job has a deadline.
const NICENESS: i32 = 5;

/// Enough to read fonts and models.
const DESCRIPTORS: u64 = 64;

/// No new privileges, no descriptors but the three pipes, no tracing by others, death with the parent.
pub(super) fn cut_off() -> rustix::io::Result<()> {
    // The signal is sent when the thread that started the child ends, not only when its process does; a runtime's
    // worker threads live as long as the runtime.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    set_no_new_privs(true)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    close_inherited();
    // A lower priority is not a safety measure, so failure is fine.
    let _niceness = nice(NICENESS);
    Ok(())
}

#[expect(unsafe_code, reason = "no safe API closes a descriptor by its number")]
fn close_inherited() {
    // SAFETY: called first in `main`, before this program has opened a descriptor. Descriptors above stderr leaked from
    // the parent, and no code here knows their numbers.
    unsafe { close_fds::close_open_fds(3, &[]) }
}

/// Limits memory, CPU time, core files, descriptors and processes.
pub(super) fn limit(limits: &Limits) -> io::Result<()> {
    lower(Resource::As, mapped()?.saturating_add(limits.memory))?;
    // The soft limit sends SIGXCPU, by which the parent recognises the timeout; the hard limit would only kill.
    let seconds = whole_seconds(limits.cpu);
    lower_in_two_steps(Resource::Cpu, seconds, seconds.saturating_add(1))?;
    lower(Resource::Core, 0)?;
    lower(Resource::Nofile, DESCRIPTORS)?;
    if !limits.threads {
        // This limit counts threads as processes, too.
        lower(Resource::Nproc, 0)?;
    }
    Ok(())
}

/// Prevents opening further descriptors.
pub(super) fn no_more_descriptors() -> rustix::io::Result<()> {
    lower(Resource::Nofile, 0)
}

/// Bytes of address space that are currently mapped.
fn mapped() -> io::Result<u64> {
    let pages: u64 = fs::read_to_string("/proc/self/statm")?
        .split_whitespace()
        .next()
        .and_then(|pages| pages.parse().ok())
        .ok_or(io::ErrorKind::InvalidData)?;
    Ok(pages.saturating_mul(page_size() as u64))
}

/// Sets a limit unless the current one is lower.
fn lower(resource: Resource, to: u64) -> rustix::io::Result<()> {
    lower_in_two_steps(resource, to, to)
}

fn lower_in_two_steps(resource: Resource, soft: u64, hard: u64) -> rustix::io::Result<()> {
    let ceiling = getrlimit(resource).maximum.unwrap_or(u64::MAX);
    setrlimit(
        resource,
        Rlimit {
            current: Some(soft.min(ceiling)),
            maximum: Some(hard.min(ceiling)),
        },
    )
}

fn whole_seconds(time: Duration) -> u64 {
    time.as_secs()
        .saturating_add(u64::from(time.subsec_nanos() > 0))
}
