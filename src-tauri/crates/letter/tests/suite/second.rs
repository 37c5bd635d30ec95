//! A letter of a second version.

use letter::model::{Earlier, EarlierStatus, Letter, Previous};

use crate::sample;

/// The letter, with an earlier finding of each status.
pub fn letter() -> Letter {
    let earlier = |number, title: &str, excerpt: &str, status, note: &str| Earlier {
        number,
        title: title.to_owned(),
        excerpt: excerpt.to_owned(),
        status,
        note: note.to_owned(),
    };
    Letter {
        version: 2,
        previous: Some(Previous {
            number: "SC-2026-0001".to_owned(),
            version: 1,
            record: "5".repeat(32),
        }),
        earlier: vec![
            earlier(
                1,
                "承诺保本保收益",
                "保本保息，稳赚不赔",
                Some(EarlierStatus::Resolved),
                "",
            ),
            earlier(
                2,
                "绝对化用语",
                "最佳选择",
                Some(EarlierStatus::Present),
                "仅改了字号",
            ),
            earlier(
                5,
                "缺少风险提示",
                "",
                Some(EarlierStatus::NotApplicable),
                "改为内部培训材料",
            ),
            earlier(6, "利率没有年化", "日息万二", None, ""),
        ],
        ..sample::letter(1)
    }
}
