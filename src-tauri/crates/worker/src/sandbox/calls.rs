//! A seccomp filter that allows only a few system calls.
//!
//! It allows what computing needs: non-executable memory, time, random numbers, the three pipes, and exit. Every other
//! call fails with `EPERM`, as on a system that does not permit it, so a library that tries to open an optional file
//! carries on. System calls of another architecture kill the process.
//!
//! The filter applies to all threads, because libraries may start some before `main`, as a web view does. Such a thread
//! may not have run yet, so the calls by which the C library sets one up (`rseq`, `set_robust_list`) are allowed;
//! denying them would abort the process now and then. A job that needs threads may start more of them, but never a
//! process.

use std::collections::BTreeMap;
use std::env::consts::ARCH;
use std::process;

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpArgLen::Qword,
    SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, apply_filter_all_threads,
};

/// Calls that are allowed with any arguments.
const ALWAYS: [i64; 24] = [
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_gettimeofday,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
];

/// Builds and installs the filter, which can't be removed.
pub(super) fn refuse_all_but_a_few(threads: bool) -> Result<(), seccompiler::Error> {
    let mut rules = rules()?;
    if threads {
        // A filter can't see the arguments of `clone3`. If the call does not exist (`ENOSYS`), the C library falls back
        // to `clone`. The stricter of two filters wins, so the main filter must allow `clone3`.
        let newer = BTreeMap::from([(libc::SYS_clone3, vec![])]);
        let unknown = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
        put_on(newer, SeccompAction::Allow, unknown)?;
        rules.insert(libc::SYS_clone3, vec![]);
        rules.insert(libc::SYS_clone, vec![a_thread()?]);
    }
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    put_on(rules, refused, SeccompAction::Allow)
}

fn put_on(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    others: SeccompAction,
    these: SeccompAction,
) -> Result<(), seccompiler::Error> {
    let filter = SeccompFilter::new(rules, others, these, ARCH.try_into()?)?;
    let program: BpfProgram = filter.try_into()?;
    apply_filter_all_threads(&program)
}

/// Allows `clone` only to start a thread of this process: with all the sharing flags of a thread.
fn a_thread() -> Result<SeccompRule, BackendError> {
    let shared = libc::CLONE_THREAD
        | libc::CLONE_SIGHAND
        | libc::CLONE_VM
        | libc::CLONE_FS
        | libc::CLONE_FILES;
    let shared = u64::from(shared.unsigned_abs());
    let all_shared = SeccompCondition::new(0, Qword, SeccompCmpOp::MaskedEq(shared), shared)?;
    SeccompRule::new(vec![all_shared])
}

fn rules() -> Result<BTreeMap<i64, Vec<SeccompRule>>, BackendError> {
    let stdin = is(0, libc::STDIN_FILENO.unsigned_abs())?;
    let stdout = is(0, libc::STDOUT_FILENO.unsigned_abs())?;
    let stderr = is(0, libc::STDERR_FILENO.unsigned_abs())?;
    let to_the_parent = vec![
        SeccompRule::new(vec![stdout])?,
        SeccompRule::new(vec![stderr])?,
    ];
    let not_to_be_run = SeccompCondition::new(
        2,
        Qword,
        SeccompCmpOp::MaskedEq(u64::from(libc::PROT_EXEC.unsigned_abs())),
        0,
    )?;
    let mut rules: BTreeMap<_, _> = ALWAYS.into_iter().map(|call| (call, vec![])).collect();
    rules.extend([
        (libc::SYS_read, vec![SeccompRule::new(vec![stdin])?]),
        (libc::SYS_write, to_the_parent.clone()),
        (libc::SYS_writev, to_the_parent),
        (
            libc::SYS_mmap,
            vec![SeccompRule::new(vec![not_to_be_run.clone()])?],
        ),
        (
            libc::SYS_mprotect,
            vec![SeccompRule::new(vec![not_to_be_run])?],
        ),
        // `abort` sends a signal to its own process.
        (
            libc::SYS_tgkill,
            vec![SeccompRule::new(vec![
                is(0, process::id())?,
                is(2, libc::SIGABRT.unsigned_abs())?,
            ])?],
        ),
    ]);
    Ok(rules)
}

/// A condition on a 32-bit argument.
fn is(argument: u8, value: u32) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, Dword, SeccompCmpOp::Eq, value.into())
}
