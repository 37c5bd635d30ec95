//! Formats a verdict for printing: for people in both languages, for programs as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Standing, Verdict, files::shown};

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
            "findings": findings.collect::<Vec<_>>(),
        })
    }
}
