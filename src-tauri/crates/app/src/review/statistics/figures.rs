//! The figures of some submissions.

use jiff::civil::Date;
use records::statement::{Comparison, Conclusion};

use super::cases::Case;
use crate::wire::ReviewFigures;

/// Counts these submissions as of a day.
pub fn figures<'a>(cases: impl IntoIterator<Item = &'a Case>, today: Date) -> ReviewFigures {
    let mut sum = ReviewFigures::default();
    let mut times = Vec::new();
    for case in cases {
        sum.submissions += 1;
        sum.returned += u32::from(case.returned > 0);
        sum.rechecked += case.rechecked;
        match &case.concluded {
            Some(concluded) => {
                sum.concluded += 1;
                sum.first_pass += u32::from(case.first_pass);
                *match concluded.conclusion {
                    Conclusion::Pass => &mut sum.passed,
                    Conclusion::PassAfterChanges => &mut sum.passed_after_changes,
                    Conclusion::Refused => &mut sum.refused,
                } += 1;
                let took = concluded.signed.at.ms.saturating_sub(case.submitted.ms);
                times.push(u64::try_from(took).unwrap_or(0));
            }
            None => {
                sum.open += 1;
                let planned = day(&case.submission.planned);
                sum.overdue += u32::from(planned.is_some_and(|planned| planned < today));
            }
        }
        let [adopted, changed, dismissed] = case.decided;
        sum.findings += adopted + changed + dismissed;
        sum.adopted += adopted;
        sum.changed += changed;
        sum.dismissed += dismissed;
        let other = [Comparison::Altered, Comparison::Other];
        let mut compared = case.compared.iter();
        sum.compared += u32::from(!case.compared.is_empty());
        sum.altered += u32::from(compared.any(|(outcome, _)| other.contains(outcome)));
        sum.unapproved += u32::from(case.compared.iter().any(|(_, through)| !through));
        for deadline in &case.deadlines {
            sum.items += 1;
            match day(deadline) {
                Some(deadline) => sum.items_due += u32::from(deadline < today),
                None => sum.items_undated += 1,
            }
        }
    }
    times.sort_unstable();
    sum.longest_ms = times.last().copied();
    sum.median_ms = median(&times);
    sum
}

fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

/// The middle of sorted times; between the two middle ones of an even number.
fn median(sorted: &[u64]) -> Option<u64> {
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted.get((sorted.len() - 1) / 2)?;
    Some(lower + (upper - lower) / 2)
}
