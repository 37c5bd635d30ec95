//! Counts runs by month, assistant and outcome.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, types::Type};

use crate::{
    check::readable,
    error::Error,
    facts::{Kind, Outcome},
    query::Query,
    search::walk,
    store::Records,
};

/// The runs of one month, assistant and outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatisticsRow {
    /// Such as `2026-09`, by the local clock of each record.
    pub month: String,
    /// Which assistant.
    pub kind: Kind,
    /// The outcome; `None` for runs in progress.
    pub outcome: Option<Outcome>,
    /// The number of runs.
    pub count: u64,
    /// The number of them that the demo service answered.
    pub demo: u64,
    /// Tokens used, as far as the service reports them.
    pub tokens: u64,
}

/// The counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// By month, assistant and outcome, in this order. Empty combinations have no row.
    pub rows: Vec<StatisticsRow>,
    /// Damaged records, which `rows` does not include.
    pub damaged: u64,
    /// Records in `rows` that were not checked yet.
    pub unchecked: u64,
}

const COLUMNS: &str = "id, strftime('%Y-%m', created_ms / 1000 + offset_minutes * 60, 'unixepoch'),
    kind, outcome, demo, tokens";

impl Records {
    /// Counts the records that match a query, without damaged ones. Checks those not checked since the records were
    /// opened, as [`Self::damaged_among`] does, while `go_on` returns true. Repeated calls make progress.
    ///
    /// # Errors
    /// Any read error.
    pub fn statistics(
        &self,
        query: &Query,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Statistics, Error> {
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let mut unknown = Vec::new();
            walk(&state, query, "id", |id, _, _| {
                if self.verdicts().of(id).is_none() {
                    unknown.push(id);
                }
                Ok(())
            })?;
            let mut looked_at = HashSet::new();
            for id in unknown {
                if !go_on() {
                    break;
                }
                self.looked_at(&state, id)?;
                looked_at.insert(id);
            }
            self.tally(&state, query, &looked_at)
        })
    }

    fn tally(
        &self,
        connection: &Connection,
        query: &Query,
        looked_at: &HashSet<i64>,
    ) -> Result<Statistics, Error> {
        let mut counted = Statistics::default();
        let mut rows = BTreeMap::new();
        walk(connection, query, COLUMNS, |id, _, row| {
            match self.verdicts().of(id) {
                Some(true) => {}
                Some(false) => {
                    counted.damaged += 1;
                    return Ok(());
                }
                // A run in progress is checked but not cached.
                None => counted.unchecked += u64::from(!looked_at.contains(&id)),
            }
            let Some(one) = readable(one(row))? else {
                counted.damaged += 1;
                return Ok(());
            };
            let place = Outcome::ALL
                .iter()
                .position(|known| Some(*known) == one.outcome);
            let sum = rows
                .entry((one.month.clone(), one.kind, place))
                .or_insert_with(|| StatisticsRow {
                    count: 0,
                    demo: 0,
                    tokens: 0,
                    ..one.clone()
                });
            sum.count += 1;
            sum.demo += one.demo;
            sum.tokens = sum.tokens.saturating_add(one.tokens);
            Ok(())
        })?;
        counted.rows = rows.into_values().collect();
        Ok(counted)
    }
}

/// One record as a row of its own.
fn one(row: &rusqlite::Row<'_>) -> rusqlite::Result<StatisticsRow> {
    let odd = |column| rusqlite::Error::InvalidColumnType(column, String::new(), Type::Text);
    let outcome: Option<String> = row.get(3)?;
    Ok(StatisticsRow {
        // The time is outside of the calendar.
        month: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        kind: Kind::of(&row.get::<_, String>(2)?).ok_or_else(|| odd(2))?,
        outcome: outcome
            .map(|name| Outcome::of(&name).ok_or_else(|| odd(3)))
            .transpose()?,
        count: 1,
        demo: u64::from(row.get::<_, bool>(4)?),
        tokens: row.get::<_, Option<i64>>(5)?.map_or(0, i64::cast_unsigned),
    })
}
