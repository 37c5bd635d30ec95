//! The packet of an archived review: one ZIP for a form of the OA system, with the letters, the material, the evidence
//! package and a summary for programs. docs/evidence.md describes it.

mod summary;

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    sync::Arc,
};

use records::{Loaded, Record, Records, Role, statement::StatementKind};
use sha2::{Digest, Sha256};
use spool::Spool;
use zip::{CompressionMethod, DateTime, System, ZipWriter, write::SimpleFileOptions};

use super::signed;
use crate::{
    App, export,
    file_name::{self, local},
    json_store::not_saved,
    record_document::asked,
    recording::moment,
    wire::{ExportForm, Problem},
};
use summary::{Listed, Summary};

/// Characters of a file's name that are kept.
const NAME: usize = 80;
/// Bytes that are read at a time.
const PIECE: usize = 256 * 1024;

/// A packet that can be written.
pub struct Packet {
    /// A file name.
    pub name: String,
    files: Vec<Entry>,
    record: Record,
}

/// A file of a packet.
struct Entry {
    path: String,
    content: Spool,
}

/// Gathers the packet of an archived review.
///
/// # Errors
/// `review_not_archived`; those of the evidence package; errors of reading the records.
pub async fn packet(app: &Arc<App>, id: i64) -> Result<Packet, Problem> {
    let evidence = export::made(app, id, ExportForm::Package).await?;
    let Loaded::Sound(_) = evidence.of else {
        return Err(Problem::plain(export::DAMAGED));
    };
    app.with_records(move |app, records| {
        // Not in memory while the rest is gathered.
        let package =
            Spool::copy(evidence.bytes.as_slice(), &app.reviews.data).map_err(not_saved)?;
        let package_sha256 = records::sha256_hex(&evidence.bytes);
        drop(evidence.bytes);
        let mut packet = gathered(records, id)?;
        let path = format!("evidence/{}.zip", safe(&evidence.name));
        packet
            .files
            .add(path, "evidence", "application/zip", package_sha256, package);
        packet.finished()
    })
    .await
}

/// A packet whose summary is not written yet.
struct Gathered {
    record: Record,
    name: String,
    summary: Summary,
    files: Files,
}

#[derive(Default)]
struct Files {
    entries: Vec<Entry>,
    listed: Vec<Listed>,
}

impl Files {
    fn add(
        &mut self,
        path: String,
        role: &'static str,
        media_type: &str,
        sha256: String,
        content: Spool,
    ) {
        self.listed.push(Listed {
            path: path.clone(),
            role,
            media_type: media_type.to_owned(),
            bytes: content.len(),
            sha256,
        });
        self.entries.push(Entry { path, content });
    }
}

fn gathered(records: &Records, id: i64) -> Result<Gathered, Problem> {
    let record = records.record(id)?;
    let statements = records.statements(id)?;
    let archived = signed::last(&statements, StatementKind::Archived)
        .ok_or_else(|| Problem::plain("review_not_archived"))?;
    let summary =
        Summary::of(&record, &statements).ok_or_else(|| Problem::plain("review_not_archived"))?;
    let mut files = Files::default();
    for (number, letter) in (1..).zip(archived.files()) {
        let bytes = records.statement_file(id, &letter.sha256)?;
        let path = format!("letters/{number}-{}", safe(&letter.name));
        files.add(
            path,
            "letter",
            &letter.media_type,
            letter.sha256,
            bytes.into(),
        );
    }
    let received = record.started.materials.iter();
    let received = received.filter(|part| part.role == Role::Received);
    for (number, part) in (1..).zip(received) {
        let data = records.material(&part.sha256)?.data;
        let path = format!("material/{number}-{}", safe(&part.name));
        files.add(
            path,
            "material",
            &part.media_type,
            part.sha256.clone(),
            data,
        );
    }
    let copy = asked(&record);
    if !copy.trim().is_empty() {
        let sha256 = records::sha256_hex(copy.as_bytes());
        let bytes = copy.as_bytes().to_vec();
        files.add(
            "material/copy.txt".to_owned(),
            "copy",
            "text/plain; charset=utf-8",
            sha256,
            bytes.into(),
        );
    }
    let called = [summary.number(), summary.title()].join(" ");
    let mut marks = vec!["归档资料packet"];
    marks.extend(record.started.demo.then_some(file_name::DEMO));
    let at = records::Timestamp {
        utc_ms: archived.at_ms,
        ..record.started.at.clone()
    };
    Ok(Gathered {
        name: format!("{}.zip", file_name::stem(&at, &called, &marks)),
        record,
        summary,
        files,
    })
}

impl Gathered {
    fn finished(mut self) -> Result<Packet, Problem> {
        self.summary.files = self.files.listed;
        let summary = serde_json::to_vec_pretty(&self.summary)
            .map_err(|_| Problem::internal("summary of a packet"))?;
        let mut files = vec![Entry {
            path: "summary.json".to_owned(),
            content: summary.into(),
        }];
        files.extend(self.files.entries);
        Ok(Packet {
            name: self.name,
            files,
            record: self.record,
        })
    }
}

impl Packet {
    /// Writes the ZIP, one file after the other. Returns its SHA-256.
    ///
    /// # Errors
    /// `save_failed`.
    pub fn write(&self, file: &mut File) -> Result<String, Problem> {
        pack(&self.files, &mut *file).map_err(not_saved)?;
        sha256_of(file).map_err(not_saved)
    }

    /// Adds the export to the chain.
    ///
    /// # Errors
    /// Errors of writing the records.
    pub async fn note(self: &Arc<Self>, app: &Arc<App>, sha256: String) -> Result<(), Problem> {
        let packet = Arc::clone(self);
        app.with_records(move |_, records| {
            records.note_export(&packet.record, "packet", &sha256, &moment())?;
            Ok(())
        })
        .await
    }
}

fn sha256_of(file: &mut File) -> io::Result<String> {
    file.rewind()?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece)? {
            0 => break,
            read => hash.update(piece.get(..read).unwrap_or_default()),
        }
    }
    let digest = hash.finalize();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The same files give the same bytes.
fn pack(files: &[Entry], to: impl Write + Seek) -> io::Result<()> {
    let mut zip = ZipWriter::new(to);
    for Entry { path, content } in files {
        // All others are compressed already.
        let method = match path.ends_with(".json") || path.ends_with(".txt") {
            true => CompressionMethod::Deflated,
            false => CompressionMethod::Stored,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .system(System::Unix)
            .unix_permissions(0o644);
        zip.start_file(path.as_str(), options)?;
        io::copy(&mut content.reader(), &mut zip)?;
    }
    zip.finish()?.flush()
}

/// A name that every system accepts, of at most [`NAME`] characters; the last ones, which tell the type.
fn safe(name: &str) -> String {
    let name = platform::safe_file_name(name).replace(char::is_whitespace, " ");
    let name = name.trim_matches([' ', '.']);
    let skipped = name.chars().count().saturating_sub(NAME);
    let name: String = name.chars().skip(skipped).collect();
    match name.trim_matches([' ', '.']) {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}

/// A time as RFC 3339 in UTC.
fn rfc3339(at_ms: i64) -> String {
    local(at_ms, 0, "%Y-%m-%dT%H:%M:%SZ")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn names_lead_nowhere_and_keep_their_ending() {
        assert_eq!(safe("../../春季\u{202e} 海报.jpg"), "春季 海报.jpg");
        assert_eq!(safe("a:b\n*.pdf"), "ab.pdf");
        assert_eq!(safe(" .. "), "file");
        let long = safe(&format!("{}.docx", "长".repeat(500)));
        assert_eq!(long.chars().count(), NAME);
        assert!(long.ends_with(".docx"));
    }

    #[test]
    fn a_time_has_its_zone() {
        assert_eq!(rfc3339(1_796_001_420_000), "2026-11-30T01:17:00Z");
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let entry = |path: &str, bytes: &[u8]| Entry {
            path: path.to_owned(),
            content: bytes.to_vec().into(),
        };
        let packed = || {
            let mut bytes = Cursor::new(Vec::new());
            pack(
                &[
                    entry("summary.json", b"{}"),
                    entry("material/1-海报.png", &[7; 3_000_000]),
                ],
                &mut bytes,
            )
            .unwrap();
            bytes.into_inner()
        };
        let once = packed();
        assert_eq!(once, packed());
        let mut zip = zip::ZipArchive::new(Cursor::new(once)).unwrap();
        let mut content = Vec::new();
        zip.by_name("material/1-海报.png")
            .unwrap()
            .read_to_end(&mut content)
            .unwrap();
        assert_eq!(content, [7; 3_000_000]);
    }
}
