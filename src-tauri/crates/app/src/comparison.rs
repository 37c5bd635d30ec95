//! Converts the comparison of two reports to the types of the window.

use report::compare;

use crate::wire::{Comparison, Mark, Passage, Row, RowKind};

impl From<compare::Comparison> for Comparison {
    fn from(compared: compare::Comparison) -> Self {
        Self {
            rows: compared.rows.into_iter().map(Row::from).collect(),
            same: compared.same,
            changed: compared.changed,
            added: compared.added,
            removed: compared.removed,
            cut: compared.cut,
        }
    }
}

impl From<compare::Row> for Row {
    fn from(row: compare::Row) -> Self {
        Self {
            kind: match row.kind {
                compare::RowKind::Same => RowKind::Same,
                compare::RowKind::Changed => RowKind::Changed,
                compare::RowKind::Added => RowKind::Added,
                compare::RowKind::Removed => RowKind::Removed,
            },
            old: row.old.map(Passage::from),
            new: row.new.map(Passage::from),
        }
    }
}

impl From<compare::Passage> for Passage {
    fn from(passage: compare::Passage) -> Self {
        let mark = |mark: compare::Mark| Mark {
            from: mark.from,
            to: mark.to,
        };
        Self {
            html: passage.html,
            marks: passage.marks.into_iter().map(mark).collect(),
        }
    }
}
