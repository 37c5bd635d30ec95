//! Checks that every material has its hash, and exists if a record names it.

use rusqlite::{Connection, OptionalExtension};

use super::{Fault, Walk};
use crate::{error::Error, sha256_hex};

/// Bytes of a material that are read and hashed. The app stores pictures of at most 200 MB.
const BYTES_MAX: i64 = 500_000_000;

/// Checks all materials; returns their number.
pub(super) fn check_all(connection: &Connection, walk: &mut Walk<'_>) -> Result<u64, Error> {
    let mut count = 0;
    let mut statement = connection.prepare(
        "SELECT sha256, (SELECT count(*) FROM record_material r WHERE r.sha256 = m.sha256)
                      + (SELECT count(*) FROM draft d WHERE d.material = m.sha256)
                      + (SELECT count(*) FROM queue q WHERE q.material = m.sha256)
         FROM material m WHERE sha256 NOT IN (SELECT sha256 FROM material_arriving) ORDER BY sha256",
    )?;
    let mut rows = statement.query([])?;
    while !walk.stopped
        && let Some(row) = rows.next()?
    {
        let (sha256, uses): (String, i64) = (row.get(0)?, row.get(1)?);
        if let Some(code) = fault(connection, &sha256)? {
            walk.fault(Fault::of(code).title(&sha256));
        }
        if uses == 0 {
            walk.fault(Fault::of("material_unused").title(&sha256));
        }
        count += 1;
        walk.step();
    }
    Ok(count)
}

/// The faults in the materials that a record names, and the hashes of those left unread. Reads the smallest first, until
/// together they would exceed `bytes_max` bytes.
pub(super) fn check_of(
    connection: &Connection,
    record: i64,
    bytes_max: u64,
) -> Result<(Vec<Fault>, Vec<String>), Error> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT sha256, (SELECT length(data) FROM material_data d WHERE d.sha256 = r.sha256) AS size
         FROM record_material r WHERE record = ?1 ORDER BY size, sha256",
    )?;
    let named: Vec<(String, Option<u64>)> = statement
        .query_map([record], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let (mut faults, mut unread) = (Vec::new(), Vec::new());
    let mut bytes = 0_u64;
    for (sha256, size) in named {
        bytes = bytes.saturating_add(size.unwrap_or(0));
        // Detecting a missing one costs nothing.
        if size.is_some() && bytes > bytes_max {
            unread.push(sha256);
        } else if let Some(code) = fault(connection, &sha256)? {
            faults.push(Fault::of(code).title(sha256));
        }
    }
    Ok((faults, unread))
}

fn fault(connection: &Connection, sha256: &str) -> Result<Option<&'static str>, Error> {
    let stated: Option<i64> = connection
        .prepare_cached(
            "SELECT m.bytes FROM material m JOIN material_data d USING (sha256)
             WHERE sha256 = ?1 AND m.bytes = length(d.data)",
        )?
        .query_row([sha256], |row| row.get(0))
        .optional()?;
    let Some(bytes) = stated else {
        let is_there: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM material_data WHERE sha256 = ?1)")?
            .query_row([sha256], |row| row.get(0))?;
        return Ok(Some(if is_there {
            "material_changed"
        } else {
            "material_missing"
        }));
    };
    if bytes > BYTES_MAX {
        return Ok(Some("material_changed"));
    }
    let mut statement =
        connection.prepare_cached("SELECT data FROM material_data WHERE sha256 = ?1")?;
    let found = statement.query_row([sha256], |row| Ok(sha256_hex(row.get_ref(0)?.as_blob()?)))?;
    Ok((found != sha256).then_some("material_changed"))
}
