//! Finds the records that match a query, all of them and in order.
//!
//! Combines two streams: the full-text tables give the ids of the records that contain the terms, in order of their ids,
//! and one pass over an index of the narrow table gives the order and the filters. A join inside SQLite would look up
//! each record individually, which takes several times as long for a common term.

use rusqlite::{Connection, params_from_iter, types::Value};

use crate::{
    error::Error,
    facts::{Kind, Outcome},
    query::{Query, Scope, Sort},
    rows::answered,
    store::Records,
    trigrams::{LONGEST, Runs, fold, gram},
};

/// The result of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The ids of the records, in the order asked for.
    pub ids: Vec<i64>,
    /// The total number of records.
    pub of: usize,
}

impl Records {
    /// Finds all records that match a query.
    ///
    /// # Errors
    /// Any read error.
    pub fn search(&self, query: &Query) -> Result<Found, Error> {
        self.read(|connection| {
            // All reads see one snapshot.
            let _moment = connection.unchecked_transaction()?;
            let of = connection
                .prepare_cached("SELECT count(*) FROM record")?
                .query_row([], |row| row.get(0))?;
            let (mut ids, mut later) = (Vec::new(), Vec::new());
            walk(connection, query, "id", |id, own, _| {
                let turn = if own { &mut ids } else { &mut later };
                turn.push(id);
                Ok(())
            })?;
            ids.append(&mut later);
            Ok(Found { ids, of })
        })
    }

    /// The models that occur in records, by name.
    ///
    /// # Errors
    /// Any read error.
    pub fn models(&self) -> Result<Vec<String>, Error> {
        self.read(|connection| {
            let mut models = connection.prepare_cached(MODELS)?;
            let models = models.query_map([], |row| row.get(0))?;
            Ok(models.collect::<Result<_, _>>()?)
        })
    }
}

/// Jumps from one model to the next in its index: there are few models, and many records of each.
const MODELS: &str = "WITH RECURSIVE found (model) AS (
      SELECT min(model) FROM record
      UNION ALL
      SELECT (SELECT min(model) FROM record WHERE model > found.model) FROM found WHERE found.model IS NOT NULL)
    SELECT model FROM found WHERE model IS NOT NULL";

/// Calls `each` with every record that matches a query, in order: its id, whether the person's own material contains all
/// terms, and the row of `columns`, whose first column is the id.
pub(crate) fn walk(
    connection: &Connection,
    query: &Query,
    columns: &str,
    mut each: impl FnMut(i64, bool, &rusqlite::Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let terms = Terms::of(query);
    let holders = holders(connection, query.scope, &terms)?;
    if holders.as_ref().is_some_and(Vec::is_empty) {
        return Ok(());
    }
    let own = match (&holders, query.scope) {
        (Some(_), Scope::Everywhere) => terms.holders(connection, &OWN)?,
        _ => None,
    };
    let holders = holders.as_deref().map(Numbers::of);
    let own = own.as_deref().map(Numbers::of);
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
        let held = |numbers: &Option<Numbers>| numbers.as_ref().is_none_or(|all| all.contain(id));
        if held(&holders) {
            each(id, held(&own), row)?;
        }
    }
    Ok(())
}

/// A set of record ids: a bitmap for ids as SQLite counts them up from 1.
struct Numbers {
    bits: Vec<u64>,
    /// The remaining ids, ascending: some other program assigned these.
    others: Vec<i64>,
}

/// Ids below this have a bit: 32 MB of bits.
const END: i64 = 1 << 28;

impl Numbers {
    /// Creates the set from ascending ids.
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

    /// The word and the bit in it; `None` for an id outside of the bitmap.
    fn place(number: i64) -> Option<(usize, u64)> {
        let number = u64::try_from(number).ok()?;
        let word = usize::try_from(number / 64).ok()?;
        (number < END.unsigned_abs()).then_some((word, 1 << (number % 64)))
    }
}

/// The two tables that index the same text: by runs of characters, and by words.
struct Tables {
    grams: &'static str,
    words: &'static str,
}

const ALL: Tables = Tables {
    grams: "grams",
    words: "words",
};
const OWN: Tables = Tables {
    grams: "own_grams",
    words: "own_words",
};
const PICTURES: Tables = Tables {
    grams: "picture_grams",
    words: "picture_words",
};

/// The ids of the records that contain all terms in the given scope, ascending; `None` if there are no terms.
fn holders(
    connection: &Connection,
    scope: Scope,
    terms: &Terms,
) -> Result<Option<Vec<i64>>, Error> {
    match scope {
        Scope::Everywhere => terms.holders(connection, &ALL),
        Scope::Material => terms.holders(connection, &OWN),
        Scope::Pictures => terms.holders(connection, &PICTURES),
        Scope::Answer => answers(connection, terms),
    }
}

/// The ids of the records whose answers contain all terms. Answers have no index of their own: of the records that
/// contain the terms anywhere, this drops those where a term, or a piece of one, occurs only outside of the answer.
fn answers(connection: &Connection, terms: &Terms) -> Result<Option<Vec<i64>>, Error> {
    let Some(mut holders) = terms.holders(connection, &ALL)? else {
        return Ok(None);
    };
    let mut pieces: Vec<String> = Vec::new();
    for term in terms.short.iter().chain(&terms.long) {
        pieces.extend(Runs::of(term).longest().map(|run| quoted_gram(&run)));
    }
    let elsewhere = matching(connection, "unanswered_grams", &pieces.join(" OR "))?;
    holders.retain(|id| elsewhere.binary_search(id).is_err());
    for term in &terms.long {
        // An answer that contains all pieces of a term may still lack the term, if something else contains it.
        let own = matching(connection, OWN.words, &quoted(term))?;
        let spaced = term.contains(' ');
        let mut left = Vec::with_capacity(holders.len());
        for id in holders {
            let unsure = spaced || own.binary_search(&id).is_ok();
            if !unsure || fold(&answered(connection, id)?.unwrap_or_default()).contains(term) {
                left.push(id);
            }
        }
        holders = left;
    }
    Ok(Some(holders))
}

/// The folded terms of a query: those looked up as a whole, and those looked up as phrases of trigrams.
struct Terms {
    short: Vec<String>,
    long: Vec<String>,
}

impl Terms {
    fn of(query: &Query) -> Self {
        let terms = query.terms().into_iter();
        let (short, long) = terms.partition(|term| term.chars().count() <= LONGEST);
        Self { short, long }
    }

    /// The ids of the records that have all terms in these tables, ascending; `None` if there are no terms.
    fn holders(&self, connection: &Connection, tables: &Tables) -> Result<Option<Vec<i64>>, Error> {
        let short: Vec<String> = self.short.iter().map(|term| quoted_gram(term)).collect();
        let long: Vec<String> = self.long.iter().map(|term| quoted(term)).collect();
        let mut holders: Option<Vec<i64>> = None;
        for (table, terms) in [(tables.grams, short), (tables.words, long)] {
            // Nothing more to find.
            if terms.is_empty() || holders.as_ref().is_some_and(Vec::is_empty) {
                continue;
            }
            let mut found = matching(connection, table, &terms.join(" "))?;
            if let Some(former) = holders {
                found.retain(|id| former.binary_search(id).is_ok());
            }
            holders = Some(found);
        }
        Ok(holders)
    }
}

fn quoted(term: &str) -> String {
    format!("\"{}\"", term.replace('"', "\"\""))
}

fn quoted_gram(term: &str) -> String {
    format!("\"{}\"", gram(term))
}

/// The ids that match an expression in a full-text table, ascending.
fn matching(connection: &Connection, table: &str, expression: &str) -> Result<Vec<i64>, Error> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1"))?;
    let found = statement.query_map([expression], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The filters of a query as SQL.
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

/// The ORDER BY clause.
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

/// The position of a column's value in a list; NULL if it is not in the list.
fn places(column: &str, names: &[&str]) -> String {
    let places: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(place, name)| format!("WHEN '{name}' THEN {place}"))
        .collect();
    format!("CASE {column} {} END", places.join(" "))
}
