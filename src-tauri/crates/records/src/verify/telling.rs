//! Formats a verdict for printing: for people in both languages, for programs as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{StampShown, Standing, Verdict, files::shown};
use crate::package::date;

impl Standing {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Broken => "broken",
            Self::Untold => "untold",
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Self::Holds => "[ok 成立]      ",
            Self::Broken => "[BROKEN 不成立]",
            Self::Untold => "[unknown 未知] ",
        }
    }
}

impl Verdict {
    /// Formats the verdict for a person; each claim takes two lines, English and Chinese.
    #[must_use]
    pub fn told(&self) -> String {
        let mut told = String::new();
        let mut line = |text: String| {
            let _ = writeln!(told, "{text}");
        };
        line(format!(
            "record 记录: {}  {}",
            shown(&self.record),
            shown(&self.title)
        ));
        if self.demo {
            line(
                "DEMO: answered by the demo service, no real result  演示数据，并非真实结果"
                    .to_owned(),
            );
        }
        for finding in &self.findings {
            let (mark, claim) = (finding.standing.mark(), finding.claim);
            line(format!("{mark} {}: {}", finding.about, claim.english()));
            line(format!("                {}", claim.chinese()));
        }
        for signer in &self.signers {
            line(format!(
                "signer 签名人: {}  {} {}",
                shown(&signer.key),
                shown(&signer.name),
                shown(&signer.staff)
            ));
        }
        for stamp in &self.stamps {
            line(stamp.told());
        }
        if let Some(anchor) = &self.anchor {
            line(format!(
                "anchor 锚点: {}:{}",
                anchor.seq,
                shown(&anchor.hash)
            ));
        }
        line(if self.holds() {
            format!("ALL {} CLAIMS HOLD  全部成立", self.findings.len())
        } else {
            format!("{} CLAIMS DO NOT HOLD  项不成立", self.broken().count())
        });
        told
    }

    /// Formats the verdict for a program.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let findings = self.findings.iter().map(|finding| {
            json!({
                "claim": finding.claim.code(),
                "about": finding.about,
                "standing": finding.standing.code(),
            })
        });
        json!({
            "holds": self.holds(),
            "record": self.record,
            "title": self.title,
            "demo": self.demo,
            "database": self.database,
            "anchor": self.anchor,
            "signers": self.signers,
            "stamps": self.stamps,
            "findings": findings.collect::<Vec<_>>(),
        })
    }
}

impl StampShown {
    fn told(&self) -> String {
        let trust = match self.trusted {
            Some(true) => "authority verified against the roots given  机构已按所给根证书验证",
            Some(false) => "NO ROOT GIVEN VOUCHES FOR THE AUTHORITY  所给根证书不能证明该机构",
            None => {
                "authority not verified: give --tsa-roots  机构未经验证，请用 --tsa-roots 给出根证书"
            }
        };
        format!(
            "time stamp 时间戳: {}  {}  {}  {trust}",
            utc(self.time_ms),
            shown(&self.authority),
            shown(&self.address),
        )
    }
}

/// A time such as `2026-09-01 09:30:15.250 UTC`.
fn utc(ms: i64) -> String {
    let (day, within) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    let (year, month, day) = date(day);
    let (minutes, ms) = (within / 60_000, within % 60_000);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}.{:03} UTC",
        minutes / 60,
        minutes % 60,
        ms / 1_000,
        ms % 1_000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_to_the_millisecond() {
        assert_eq!(utc(1_788_226_215_250), "2026-09-01 01:30:15.250 UTC");
        assert_eq!(utc(-1), "1969-12-31 23:59:59.999 UTC");
    }
}
