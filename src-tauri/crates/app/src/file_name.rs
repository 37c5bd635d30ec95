//! Names of exported files: one scheme for reports, flowcharts, records, registers and conversations, so that a folder
//! sorts them by time.

use jiff::tz::Offset;
use records::Timestamp;

/// The longest name in it, in characters.
const NAME: usize = 40;

/// Marks answers of the demo service.
pub const DEMO: &str = "演示demo";
/// Marks incomplete content.
pub const INCOMPLETE: &str = "不完整incomplete";

/// The file name without its extension: `20261130-0917-name-演示demo`, with the local time of `at`.
pub fn stem(at: &Timestamp, name: &str, marks: &[&str]) -> String {
    let mut stem = local(at.utc_ms, at.offset_minutes, "%Y%m%d-%H%M");
    let name = one_line(name);
    for part in [name.as_str()].iter().chain(marks) {
        if !part.is_empty() {
            stem.push('-');
            stem.push_str(part);
        }
    }
    stem
}

/// Formats a time by the local clock.
pub fn local(utc_ms: i64, offset_minutes: i32, format: &str) -> String {
    let at = jiff::Timestamp::from_millisecond(utc_ms);
    let offset = Offset::from_seconds(offset_minutes.saturating_mul(60));
    match (at, offset) {
        (Ok(at), Ok(offset)) => at
            .to_zoned(offset.to_time_zone())
            .strftime(format)
            .to_string(),
        _ => utc_ms.to_string(),
    }
}

/// One line of at most [`NAME`] characters that is valid on every file system.
fn one_line(name: &str) -> String {
    let spaced = name.replace(char::is_whitespace, " ");
    let words = platform::safe_file_name(&spaced);
    let words: Vec<_> = words.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(NAME).collect();
    name.trim_end_matches([' ', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Timestamp {
        Timestamp {
            utc_ms: 1_796_001_420_000,
            offset_minutes: 480,
            zone: "Asia/Shanghai".to_owned(),
        }
    }

    #[test]
    fn a_name_says_when_what_and_whether_it_is_a_demo_or_incomplete() {
        assert_eq!(
            stem(&at(), "春季 海报.jpg", &[]),
            "20261130-0917-春季 海报.jpg"
        );
        assert_eq!(
            stem(&at(), "示例公司", &[DEMO, INCOMPLETE]),
            "20261130-0917-示例公司-演示demo-不完整incomplete"
        );
        assert_eq!(stem(&at(), " \n", &[DEMO]), "20261130-0917-演示demo");
    }

    #[test]
    fn a_name_is_one_that_every_file_system_takes() {
        let hostile = "../../etc/pass\u{202e}wd: a*b?\"<c>|\\\u{200b}\u{feff}\u{61c}\n\t\0 d. .";
        assert_eq!(
            stem(&at(), hostile, &[]),
            "20261130-0917-....etcpasswd abc d"
        );
        let long = stem(&at(), &"审".repeat(10_000), &[DEMO, INCOMPLETE]);
        assert!(long.len() < 200, "{}", long.len());
        for offset_minutes in [i32::MAX, i32::MIN] {
            for utc_ms in [i64::MAX, i64::MIN] {
                let moment = Timestamp {
                    utc_ms,
                    offset_minutes,
                    zone: String::new(),
                };
                assert!(stem(&moment, "a", &[]).ends_with("-a"));
            }
        }
    }
}
