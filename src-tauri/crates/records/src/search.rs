//! Which records a query finds, all of them and in order.
//!
//! Two streams meet here: the full-text tables say which records hold the words, in the order of their numbers, and one pass
//! over an index of the narrow table gives the order and the rest. Joining them inside of SQLite would look up each record
//! by itself, which takes several times as long where a word is common.

use rusqlite::{Connection, params_from_iter, types::Value};

use crate::{
    error::Error,
    facts::{Kind, Outcome},
    grams::{LONGEST, gram},
    query::{Query, Sort},
    store::Records,
};

/// What a query found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The records' numbers, in the order asked for.
    pub ids: Vec<i64>,
    /// How many records there are in all.
    pub of: usize,
}

impl Records {
    /// All records that a query finds.
    ///
    /// # Errors
    /// Those of reading.
    pub fn search(&self, query: &Query) -> Result<Found, Error> {
        self.read(|connection| {
            // So that all that is read is of one moment.
            let _moment = connection.unchecked_transaction()?;
            let of = connection
                .prepare_cached("SELECT count(*) FROM record")?
                .query_row([], |row| row.get(0))?;
            let mut ids = Vec::new();
            walk(connection, query, "id", |id, _| {
                ids.push(id);
                Ok(())
            })?;
            Ok(Found { ids, of })
        })
    }

    /// The models that occur, by name.
    ///
    /// # Errors
    /// Those of reading.
    pub fn models(&self) -> Result<Vec<String>, Error> {
        self.read(|connection| {
            let mut models = connection.prepare_cached(MODELS)?;
            let models = models.query_map([], |row| row.get(0))?;
            Ok(models.collect::<Result<_, _>>()?)
        })
    }
}

/// Leaps from one model to the next one in its index: there are few, and many records of each.
const MODELS: &str = "WITH RECURSIVE found (model) AS (
      SELECT min(model) FROM record
      UNION ALL
      SELECT (SELECT min(model) FROM record WHERE model > found.model) FROM found WHERE found.model IS NOT NULL)
    SELECT model FROM found WHERE model IS NOT NULL";

/// Calls `each` with every record that a query finds, in order: its number, and the row of `columns`, the first of which is
/// that number.
pub(crate) fn walk(
    connection: &Connection,
    query: &Query,
    columns: &str,
    mut each: impl FnMut(i64, &rusqlite::Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let holders = holders(connection, query)?;
    if holders.as_ref().is_some_and(Vec::is_empty) {
        return Ok(());
    }
    let holders = holders.as_deref().map(Numbers::of);
    let (conditions, values) = conditions(query);
    let sql = format!(
        "SELECT {columns} FROM record INDEXED BY {} {conditions} ORDER BY {}",
        match query.sort {
            Sort::Title => "record_by_title",
            _ => "record_by_time",
        },
        order(query)
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        let held = holders.as_ref().is_none_or(|holders| holders.contain(id));
        if held {
            each(id, row)?;
        }
    }
    Ok(())
}

/// A set of records: a bit for each number, as long as they are such as SQLite counts up from 1.
struct Numbers {
    bits: Vec<u64>,
    /// The others, rising: somebody else gave a record its number.
    others: Vec<i64>,
}

/// Numbers below this have a bit: 32 MB of bits.
const END: i64 = 1 << 28;

impl Numbers {
    /// Of these numbers, which rise.
    fn of(numbers: &[i64]) -> Self {
        let highest = numbers.iter().rfind(|number| **number < END);
        let words = highest.map_or(0, |highest| {
            usize::try_from(highest / 64).map_or(0, |word| word + 1)
        });
        let mut found = Self {
            bits: vec![0; words],
            others: Vec::new(),
        };
        for number in numbers {
            match Self::place(*number) {
                Some((word, bit)) => {
                    if let Some(word) = found.bits.get_mut(word) {
                        *word |= bit;
                    }
                }
                None => found.others.push(*number),
            }
        }
        found
    }

    fn contain(&self, number: i64) -> bool {
        match Self::place(number) {
            Some((word, bit)) => self.bits.get(word).is_some_and(|word| word & bit != 0),
            None => self.others.binary_search(&number).is_ok(),
        }
    }

    /// Which word, and which bit of it; `None` for a number that has none.
    fn place(number: i64) -> Option<(usize, u64)> {
        let number = u64::try_from(number).ok()?;
        let word = usize::try_from(number / 64).ok()?;
        (number < END.unsigned_abs()).then_some((word, 1 << (number % 64)))
    }
}

/// The records that hold all terms, in the order of their numbers; `None` where there are no terms.
fn holders(connection: &Connection, query: &Query) -> Result<Option<Vec<i64>>, Error> {
    let (mut words, mut grams) = (Vec::new(), Vec::new());
    for term in query.terms() {
        if term.chars().count() <= LONGEST {
            grams.push(format!("\"{}\"", gram(&term)));
        } else {
            words.push(format!("\"{}\"", term.replace('"', "\"\"")));
        }
    }
    let (grams_in, words_in) = match query.in_pictures {
        true => ("picture_grams", "picture_words"),
        false => ("grams", "words"),
    };
    let mut holders: Option<Vec<i64>> = None;
    for (table, terms) in [(grams_in, grams), (words_in, words)] {
        // Nothing is left to be found.
        if terms.is_empty() || holders.as_ref().is_some_and(Vec::is_empty) {
            continue;
        }
        let mut statement = connection
            .prepare_cached(&format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1"))?;
        let found = statement.query_map([terms.join(" ")], |row| row.get(0))?;
        let mut found: Vec<i64> = found.collect::<Result<_, _>>()?;
        if let Some(former) = holders {
            found.retain(|id| former.binary_search(id).is_ok());
        }
        holders = Some(found);
    }
    Ok(holders)
}

/// What narrows a query down beside its words, as SQL.
fn conditions(query: &Query) -> (String, Vec<Value>) {
    let mut conditions: Vec<String> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut with = |condition: &str, value: Value| {
        conditions.push(condition.to_owned());
        values.push(value);
    };
    if let Some(demo) = query.demo {
        with("demo = ?", demo.into());
    }
    if let Some(model) = &query.model {
        with("model = ?", model.clone().into());
    }
    if let Some(from_ms) = query.from_ms {
        with("created_ms >= ?", from_ms.into());
    }
    if let Some(until_ms) = query.until_ms {
        with("created_ms < ?", until_ms.into());
    }
    if !query.kinds.is_empty() {
        conditions.push(format!("kind IN ({})", marks(query.kinds.len())));
        values.extend(
            query
                .kinds
                .iter()
                .map(|kind| kind.as_str().to_owned().into()),
        );
    }
    if !query.outcomes.is_empty() {
        let known: Vec<Outcome> = query.outcomes.iter().copied().flatten().collect();
        let running = if known.len() < query.outcomes.len() {
            " OR outcome IS NULL"
        } else {
            ""
        };
        conditions.push(format!("(outcome IN ({}){running})", marks(known.len())));
        values.extend(
            known
                .iter()
                .map(|outcome| outcome.as_str().to_owned().into()),
        );
    }
    if conditions.is_empty() {
        return (String::new(), values);
    }
    (format!("WHERE {}", conditions.join(" AND ")), values)
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// What stands behind ORDER BY.
fn order(query: &Query) -> String {
    let by = match query.sort {
        Sort::Created => "created_ms".to_owned(),
        Sort::Title => "title".to_owned(),
        Sort::Model => "model".to_owned(),
        Sort::Elapsed => "elapsed_ms".to_owned(),
        Sort::Tokens => "tokens".to_owned(),
        Sort::Kind => places("kind", Kind::ALL.map(Kind::as_str).as_slice()),
        Sort::Outcome => places("outcome", Outcome::ALL.map(Outcome::as_str).as_slice()),
    };
    let way = if query.descending { "DESC" } else { "ASC" };
    format!("{by} {way}, id {way}")
}

/// A column's place in a list; NULL where it is in none.
fn places(column: &str, names: &[&str]) -> String {
    let places: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(place, name)| format!("WHEN '{name}' THEN {place}"))
        .collect();
    format!("CASE {column} {} END", places.join(" "))
}
