//! How many runs there were: by month, assistant and outcome.

use std::collections::BTreeMap;

use crate::{
    error::Error,
    facts::{Kind, Outcome},
    query::Query,
    rows::{kind, outcome},
    search::walk,
    store::Records,
};

/// Runs of one month, assistant and outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatisticsRow {
    /// Such as `2026-09`, by the local clock of each record.
    pub month: String,
    /// Which assistant.
    pub kind: Kind,
    /// How they ended; `None`: they run.
    pub outcome: Option<Outcome>,
    /// How many.
    pub count: u64,
    /// Of them, by the demo service.
    pub demo: u64,
    /// Tokens used, as far as the service says.
    pub tokens: u64,
}

const COLUMNS: &str = "id, strftime('%Y-%m', created_ms / 1000 + offset_minutes * 60, 'unixepoch'),
    kind, outcome, demo, tokens";

impl Records {
    /// Counts what a query finds, by month, assistant and outcome, in this order; what there is none of has no row.
    ///
    /// # Errors
    /// Those of reading.
    pub fn statistics(&self, query: &Query) -> Result<Vec<StatisticsRow>, Error> {
        self.read(|connection| {
            let _moment = connection.unchecked_transaction()?;
            let mut rows = BTreeMap::new();
            walk(connection, query, COLUMNS, |_, _, row| {
                // A time that no calendar has.
                let month: String = row.get::<_, Option<String>>(1)?.unwrap_or_default();
                let kind = kind(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?)?;
                let named = row.get_ref(3)?.as_str_or_null();
                let outcome = named
                    .map_err(rusqlite::Error::from)?
                    .map(outcome)
                    .transpose()?;
                let place = Outcome::ALL
                    .iter()
                    .position(|known| Some(*known) == outcome);
                let counted = rows
                    .entry((month, kind, place))
                    .or_insert((outcome, 0_u64, 0_u64, 0_u64));
                counted.1 += 1;
                counted.2 += u64::from(row.get::<_, bool>(4)?);
                let tokens: Option<u64> = row.get(5)?;
                counted.3 = counted.3.saturating_add(tokens.unwrap_or(0));
                Ok(())
            })?;
            let rows = rows.into_iter().map(|((month, kind, _), counted)| {
                let (outcome, count, demo, tokens) = counted;
                StatisticsRow {
                    month,
                    kind,
                    outcome,
                    count,
                    demo,
                    tokens,
                }
            });
            Ok(rows.collect())
        })
    }
}
