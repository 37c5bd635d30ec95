//! Generates a report of any length for performance tests: realistic paragraphs, tables, lists, quotes and code.

const PARTS: [&str; 2] = [
    include_str!("content/long.zh.md"),
    include_str!("content/long.en.md"),
];

/// A report of about `kilobytes` KiB that starts with the first line of `answer`.
pub(crate) fn report(answer: &str, kilobytes: usize) -> String {
    let wanted = kilobytes.saturating_mul(1024);
    let mut report = String::with_capacity(wanted + 4096);
    // The first line of every answer is the demo label.
    report.push_str(answer.lines().next().unwrap_or_default());
    for (number, part) in (1_usize..).zip(PARTS.iter().cycle()) {
        for block in part.split("\n\n") {
            if report.len() >= wanted {
                return report;
            }
            report.push_str("\n\n");
            report.push_str(&block.trim_end().replace("{{number}}", &number.to_string()));
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_report_is_about_as_long_as_asked_for_and_keeps_the_first_line() {
        for kilobytes in [1, 20, 200] {
            let report = report("> **演示结果** x\n\n# 短", kilobytes);
            assert!(report.starts_with("> **演示结果** x\n\n"));
            let length = report.len();
            assert!(
                (kilobytes * 1024..kilobytes * 1024 + 2048).contains(&length),
                "{length}"
            );
        }
    }

    #[test]
    fn a_long_report_has_every_kind_of_block() {
        let report = report("x", 20);
        for mark in [
            "\n## ",
            "\n| --- |",
            "\n- ",
            "\n1. ",
            "\n> ",
            "\n```",
            "**",
            "](https://",
        ] {
            assert!(report.contains(mark), "{mark}");
        }
    }
}
