//! The last search of the records: the window fetches what it found page by page, by place.

use std::sync::{Arc, Mutex, PoisonError};

use records::Query;

use crate::wire::Problem;

/// What a search found.
#[derive(Debug)]
pub struct StoredSearch {
    /// Names it.
    pub number: u32,
    /// What was looked for.
    pub query: Query,
    /// The records, in order.
    pub ids: Vec<i64>,
}

/// Keeps the last one.
#[derive(Default)]
pub struct SearchResults {
    last: Mutex<(u32, Option<Arc<StoredSearch>>)>,
}

impl SearchResults {
    /// The number of a search that begins now.
    pub fn begin(&self) -> u32 {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.0 += 1;
        last.0
    }

    /// What a search found takes the place of an earlier one's; of two at a time the later one stays.
    pub fn put(&self, number: u32, query: Query, ids: Vec<i64>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.1.as_ref().is_some_and(|find| find.number > number) {
            return;
        }
        last.1 = Some(Arc::new(StoredSearch { number, query, ids }));
    }

    /// The one of that number.
    ///
    /// # Errors
    /// `search_gone` where a later one has taken its place.
    pub fn get(&self, number: u32) -> Result<Arc<StoredSearch>, Problem> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let found = last.1.clone().filter(|find| find.number == number);
        found.ok_or_else(|| Problem::plain("search_gone"))
    }
}
