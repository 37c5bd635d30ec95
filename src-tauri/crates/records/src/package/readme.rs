//! The readme of a package.

use crate::facts::StartedPart;

/// Included in the readme of a demo only.
pub(crate) const DEMO: &str = "\
演示数据：答复由演示服务给出，并非真实审核结果，不得用作合规依据。
DEMO: answered by the demo service. This is no real result and must not be relied on.

";

/// The current text.
const PRESENT: &str = include_str!("README.txt");

/// The texts of all versions of the program. A released one stays, since packages with it must verify forever.
const ALL: [&str; 1] = [PRESENT];

/// The `README.txt` for a record.
pub(crate) fn readme(started: &StartedPart) -> String {
    filled_in(PRESENT, &started.uid, started.demo)
}

/// Whether a version of the program wrote this text for a record with this uid, which is a demo or not.
pub(crate) fn is_readme(text: &str, record: &str, demo: bool) -> bool {
    ALL.iter()
        .any(|known| filled_in(known, record, demo) == text)
}

fn filled_in(text: &str, record: &str, demo: bool) -> String {
    text.replace("{record}", record)
        .replace("{demo}", if demo { DEMO } else { "" })
}
