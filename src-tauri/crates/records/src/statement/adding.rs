//! Adds a statement to a record that ended.

use rusqlite::{Connection, Transaction, params};

use super::{
    body::{StatementBody, StatementKind},
    reading::{Statement, rows, statement},
    stamp,
    steps::{ReviewState, Steps},
    text::{Chained, FORMAT, SignedBy, Stored, Text, is_signed, message, parse},
};
use crate::{
    chain,
    error::Error,
    hex,
    index::{index_record, unindex_record},
    load::sound,
    review, sha256_hex, signer,
    store::Records,
    timestamp::Timestamp,
    unhex,
};

/// Statements about one record.
pub const STATEMENTS_MAX: u64 = 200;
/// Bytes of the text of a statement.
pub const TEXT_MAX: u64 = 4_000_000;
/// Files of a statement.
pub const FILES_MAX: u64 = 20;
/// Bytes of a file of a statement.
pub const FILE_MAX: u64 = 16_000_000;

/// The content of a new statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStatement {
    /// Its content.
    pub body: StatementBody,
    /// The bytes of the files that it names, in its order: the letters, or the token of a time stamp.
    pub files: Vec<Vec<u8>>,
}

impl Records {
    /// Adds an unsigned statement. It is on disk when this returns.
    ///
    /// # Errors
    /// Those of [`Self::add_signed_statement`], except for signatures.
    pub fn add_statement(
        &self,
        id: i64,
        new: NewStatement,
        now: &Timestamp,
    ) -> Result<Statement, Error> {
        let text = self.statement_text(id, &new, None, now)?;
        self.store_statement(id, text, new.files, None)
    }

    /// Adds a statement that the signer with this public key signs. Builds the text, and calls `sign` with the 32 bytes to be
    /// signed; `sign` returns the Ed25519 signature. The statement is on disk when this returns.
    ///
    /// # Errors
    /// Nothing is added then. [`Error::Unknown`]; [`Error::Recording`]; [`Error::RecordDamaged`]; [`Error::SignerUnknown`];
    /// [`Error::Archived`], [`Error::StatementOrder`], [`Error::StatementOutdated`], [`Error::OwnWork`],
    /// [`Error::StatementUnsigned`] if it can't follow the statements before it; [`Error::StatementInvalid`],
    /// [`Error::ReviewTooLarge`]; the error of `sign`; [`Error::SignatureWrong`]; any write error.
    pub fn add_signed_statement<E: From<Error>>(
        &self,
        id: i64,
        new: NewStatement,
        key: &str,
        sign: impl FnOnce(&[u8]) -> Result<[u8; 64], E>,
        now: &Timestamp,
    ) -> Result<Statement, E> {
        let public = unhex(key).ok_or(Error::SignerUnknown)?;
        let signer = self.read(|connection| signer::registered(connection, key))?;
        let signer = signer.ok_or(Error::SignerUnknown)?;
        let signer = SignedBy {
            name: signer.name,
            staff: signer.staff,
            key: signer.key,
        };
        let text = self.statement_text(id, &new, Some(signer), now)?;
        let signature = sign(&message(&text))?;
        if !is_signed(&public, &text, &signature) {
            return Err(Error::SignatureWrong.into());
        }
        let signed = Some((key.to_owned(), hex(&signature)));
        Ok(self.store_statement(id, text, new.files, signed)?)
    }

    /// The text of a new statement, which may follow those before it.
    fn statement_text(
        &self,
        id: i64,
        new: &NewStatement,
        signer: Option<SignedBy>,
        now: &Timestamp,
    ) -> Result<String, Error> {
        files_fit(new)?;
        self.read(|connection| {
            let state = connection.unchecked_transaction()?;
            let record = sound(&state, id, 0)?;
            let ended = record.ended_text.as_ref().ok_or(Error::Recording)?;
            if !new.body.is_well_formed() {
                return Err(Error::StatementInvalid("form"));
            }
            if !new.body.quotes(&record.started) {
                return Err(Error::StatementInvalid("quotes"));
            }
            let text = Text {
                format: FORMAT.to_owned(),
                record: record.started.uid.clone(),
                kind: new.body.kind(),
                at_ms: now.utc_ms,
                ended: sha256_hex(ended.as_bytes()),
                signer,
                body: new.body.clone(),
            };
            let written = serde_json::to_string(&text)?;
            within(written.len(), TEXT_MAX)?;
            follow(&state, id, &text, &written)?;
            if let (StatementBody::Stamped(stamped), [token]) = (&new.body, new.files.as_slice()) {
                stamp::check(token, stamped).map_err(|_| Error::StatementInvalid("token"))?;
            }
            Ok(written)
        })
    }

    fn store_statement(
        &self,
        id: i64,
        text: String,
        files: Vec<Vec<u8>>,
        signed: Option<(String, String)>,
    ) -> Result<Statement, Error> {
        self.write(move |writer| {
            writer.transact(|transaction| store(transaction, id, text, &files, signed))
        })
    }
}

fn within(actual: usize, limit: u64) -> Result<(), Error> {
    let actual = actual as u64;
    if actual > limit {
        return Err(Error::ReviewTooLarge { limit, actual });
    }
    Ok(())
}

/// Checks that the files are those which the statement names.
fn files_fit(new: &NewStatement) -> Result<(), Error> {
    within(new.files.len(), FILES_MAX)?;
    let named = new.body.files();
    if named.len() != new.files.len() {
        return Err(Error::StatementInvalid("files"));
    }
    for (file, data) in named.iter().zip(&new.files) {
        within(data.len(), FILE_MAX)?;
        let same_size = file.bytes.is_none_or(|bytes| bytes == data.len() as u64);
        if !same_size || sha256_hex(data) != file.sha256 {
            return Err(Error::StatementInvalid("files"));
        }
    }
    Ok(())
}

/// Checks that a statement may follow those of the record.
fn follow(
    connection: &Connection,
    id: i64,
    text: &Text<StatementBody>,
    written: &str,
) -> Result<(), Error> {
    let mut steps = Steps::default();
    let former = rows(connection, id)?;
    within(former.len() + 1, STATEMENTS_MAX)?;
    for row in former {
        let kind = StatementKind::of(&row.kind);
        let former = kind.and_then(|kind| parse(kind, &Stored(&row.text)));
        let former = former.ok_or(Error::RecordDamaged("statement_changed"))?;
        steps.take(&former, &sha256_hex(row.text.as_bytes()))?;
    }
    Ok(steps.take(text, &sha256_hex(written.as_bytes()))?)
}

fn store(
    transaction: &Transaction<'_>,
    id: i64,
    written: String,
    files: &[Vec<u8>],
    signed: Option<(String, String)>,
) -> Result<Statement, Error> {
    let kind: Text<serde_json::Value> = serde_json::from_str(&written)?;
    let text = parse(kind.kind, &Stored(&written));
    let text = text.ok_or_else(|| Error::Internal("a statement".to_owned()))?;
    // Another statement may have come meanwhile, or the record may be gone.
    transaction.query_row("SELECT 1 FROM record WHERE id = ?1", [id], |_| Ok(()))?;
    follow(transaction, id, &text, &written)?;
    let (key, signature) = signed.unzip();
    let chained = Chained {
        statement: sha256_hex(written.as_bytes()),
        key,
        signature,
    };
    let body = serde_json::to_value(&chained)?;
    let event = chain::append(
        transaction,
        text.at_ms,
        text.kind.as_str(),
        &text.record,
        &body,
    )?;
    let nth =
        transaction.query_row("SELECT nth FROM chain WHERE seq = ?1", [event.seq], |row| {
            row.get(0)
        })?;
    let number = match &text.body {
        StatementBody::Reviewed(reviewed) => Some(reviewed.submission.number.clone()),
        _ => None,
    };
    unindex_record(transaction, id)?;
    transaction
        .prepare_cached(
            "INSERT INTO statement (record, nth, kind, number, text) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![id, nth, text.kind.as_str(), number, written])?;
    for (data, place) in files.iter().zip(1..) {
        transaction
            .prepare_cached(
                "INSERT INTO statement_file (record, nth, place, data) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![id, nth, place as i64, data])?;
    }
    index_record(transaction, id)?;
    if let Some(state) = ReviewState::after(text.kind) {
        review::stated(transaction, id, state, text.at_ms)?;
    }
    let row = super::reading::Row {
        nth,
        kind: text.kind.as_str().to_owned(),
        number,
        text: written,
    };
    statement(row, Some(chained)).ok_or_else(|| Error::Internal("a statement".to_owned()))
}
