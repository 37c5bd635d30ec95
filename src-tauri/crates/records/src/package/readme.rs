//! The text that whoever opens a package reads first.

use crate::facts::StartedPart;

/// Stands in the text of a demo, and of nothing else.
pub(crate) const DEMO: &str = "\
演示数据：答复由演示服务给出，并非真实审核结果，不得用作合规依据。
DEMO: answered by the demo service. This is no real result and must not be relied on.

";

/// `README.txt` of such a record.
pub(crate) fn readme(started: &StartedPart) -> String {
    include_str!("README.txt")
        .replace("{record}", &started.uid)
        .replace("{demo}", if started.demo { DEMO } else { "" })
}
