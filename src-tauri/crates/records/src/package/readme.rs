//! The readme of a package.

use crate::facts::StartedPart;

/// Included in the readme of a demo only.
pub(crate) const DEMO: &str = "\
演示数据：答复由演示服务给出，并非真实审核结果，不得用作合规依据。
DEMO: answered by the demo service. This is no real result and must not be relied on.

";

/// Included in the readme of a record with statements only, in each language.
const REVIEW: [(&str, &str); 4] = [
    (
        "{review_zh}",
        "review/                  审查：各步声明的原文（按先后编号），以及意见书、时间戳等附件；签名见 chain/events.jsonl\n",
    ),
    (
        "{review_en}",
        "review/                  the review: each signed step by its number, letters and time stamps; signatures stand in chain/events.jsonl\n",
    ),
    (
        "{signed_zh}",
        "审查声明的签名证明：持有该私钥的人签署了这段文字。密钥属于谁，须与单位登记的公钥核对。\n",
    ),
    (
        "{signed_en}",
        "A signature of the review proves that the holder of the private key signed this text. Whose key it is, only a comparison with\nthe key that your organisation knows can tell.\n",
    ),
];

/// The current text.
const PRESENT: &str = include_str!("README.txt");

/// The texts of all versions of the program. A released one stays, since packages with it must verify forever.
const ALL: [&str; 1] = [PRESENT];

/// The `README.txt` for a record, which has statements or not.
pub(crate) fn readme(started: &StartedPart, reviewed: bool) -> String {
    filled_in(PRESENT, &started.uid, started.demo, reviewed)
}

/// Whether a version of the program wrote this text for such a record.
pub(crate) fn is_readme(text: &str, record: &str, demo: bool, reviewed: bool) -> bool {
    ALL.iter()
        .any(|known| filled_in(known, record, demo, reviewed) == text)
}

fn filled_in(text: &str, record: &str, demo: bool, reviewed: bool) -> String {
    let mut text = text.to_owned();
    for (place, lines) in REVIEW {
        text = text.replace(place, if reviewed { lines } else { "" });
    }
    text.replace("{record}", record)
        .replace("{demo}", if demo { DEMO } else { "" })
}
