//! The last search of the records: the window fetches its results page by page.

use std::sync::{Arc, Mutex, PoisonError};

use records::Query;

use crate::wire::Problem;

/// The results of a search.
#[derive(Debug)]
pub struct StoredSearch {
    /// Identifies the search.
    pub number: u32,
    /// The query.
    pub query: Query,
    /// The ids of the records found, in order.
    pub ids: Vec<i64>,
}

/// Stores the results of the last search.
#[derive(Default)]
pub struct SearchResults {
    last: Mutex<(u32, Option<Arc<StoredSearch>>)>,
}

impl SearchResults {
    /// Returns a number for a new search.
    pub fn begin(&self) -> u32 {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.0 += 1;
        last.0
    }

    /// Stores the results, unless those of a later search are stored already.
    pub fn put(&self, number: u32, query: Query, ids: Vec<i64>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.1.as_ref().is_some_and(|find| find.number > number) {
            return;
        }
        last.1 = Some(Arc::new(StoredSearch { number, query, ids }));
    }

    /// The results of the search with this number.
    ///
    /// # Errors
    /// `search_gone` if a later search has replaced it.
    pub fn get(&self, number: u32) -> Result<Arc<StoredSearch>, Problem> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let found = last.1.clone().filter(|find| find.number == number);
        found.ok_or_else(|| Problem::plain("search_gone"))
    }
}
