//! The last search of the records: the window fetches what it found page by page, by place.

use std::sync::{Arc, Mutex, PoisonError};

use records::Query;

use crate::ipc::Problem;

/// What a search found.
#[derive(Debug)]
pub struct Find {
    /// Names it.
    pub number: u32,
    /// What was looked for.
    pub query: Query,
    /// Its words, folded.
    pub terms: Vec<String>,
    /// The records, in order.
    pub ids: Vec<i64>,
}

/// Keeps the last one.
#[derive(Default)]
pub struct Finds {
    last: Mutex<(u32, Option<Arc<Find>>)>,
}

impl Finds {
    /// Takes the place of the one before. Returns its number.
    pub fn put(&self, query: Query, ids: Vec<i64>) -> u32 {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.0 = last.0.wrapping_add(1);
        let terms = query.terms();
        last.1 = Some(Arc::new(Find {
            number: last.0,
            query,
            terms,
            ids,
        }));
        last.0
    }

    /// The one of that number.
    ///
    /// # Errors
    /// `search_gone` where a later one has taken its place.
    pub fn get(&self, number: u32) -> Result<Arc<Find>, Problem> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let found = last.1.clone().filter(|find| find.number == number);
        found.ok_or_else(|| Problem::plain("search_gone"))
    }
}
