//! Denies file access with Landlock, as far as the kernel supports it.
//!
//! Older kernels support fewer access rights, and some have no Landlock at all. That is acceptable: seccomp already
//! denies the system calls that open files, to every thread. Landlock is a second layer for the thread that does the
//! work.

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, RestrictionStatus, Ruleset,
    RulesetAttr, RulesetError, Scope,
};

/// Handles every access right this was tested with, and grants none.
pub(super) fn close() -> Result<RestrictionStatus, RulesetError> {
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V7))?
        .handle_access(AccessNet::from_all(ABI::V7))?
        .scope(Scope::from_all(ABI::V7))?
        .create()?
        .restrict_self()
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::ErrorKind;
    use std::thread;

    use landlock::RulesetStatus;

    #[test]
    fn a_thread_behind_the_closed_door_opens_no_file_where_the_kernel_has_landlock() {
        let own_file = std::env::current_exe().unwrap();
        File::open(&own_file).unwrap();
        // Landlock applies to the calling thread and ends with it.
        let (status, opened) = thread::spawn(|| {
            let status = super::close().unwrap();
            (status, File::open(own_file))
        })
        .join()
        .unwrap();
        if status.ruleset == RulesetStatus::NotEnforced {
            assert!(opened.is_ok(), "no Landlock, yet something refused");
        } else {
            assert_eq!(opened.unwrap_err().kind(), ErrorKind::PermissionDenied);
        }
    }
}
