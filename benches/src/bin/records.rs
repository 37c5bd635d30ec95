//! Measures records: opening, listing, searching, reading one, and the cost of journalling. `records FOLDER [COUNT…]`
//! generates the records missing in FOLDER and keeps them for the next run.
#![expect(clippy::print_stdout, reason = "the program prints its results")]

use std::{
    error::Error,
    io::Read,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use benches::{event, made, pieces, report_of};
use records::{Outcome, Query, Records};
use rusqlite::{Connection, params};

type Tried<T> = Result<T, Box<dyn Error>>;

/// Searches: description and words.
const SEARCHES: [(&str, &str); 11] = [
    ("no words", ""),
    ("1 character, common", "的"),
    ("1 character, rare", "貔"),
    ("2 characters, common", "风险"),
    ("2 characters, rare", "量子"),
    ("4 characters, common", "收益稳赚"),
    ("4 characters, rare", "数字藏品"),
    ("a long phrase, common", "属于对未来收益的保证性承诺"),
    ("mixed, common", "APP 红包 示例"),
    ("mixed, rare", "nft 数字藏品 的"),
    ("in no record", "这句话哪里都没有"),
];

/// Records per page.
const PAGE: usize = 100;

/// Number of events in the stream whose journalling is measured.
const EVENTS: usize = 5_000;
/// Bytes of its text.
const BYTES: usize = 200_000;

fn main() -> Tried<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((way, _)) if way == "--stream" => stream(arguments.get(1).map(String::as_str)),
        Some((folder, counts)) => {
            let counts: Result<Vec<usize>, _> = counts.iter().map(|count| count.parse()).collect();
            let counts = Some(counts?).filter(|counts| !counts.is_empty());
            journalling()?;
            loading()?;
            for count in counts.unwrap_or_else(|| vec![1_000, 10_000, 100_000]) {
                measure(&Path::new(folder).join(count.to_string()), count)?;
            }
            Ok(())
        }
        None => Err("records FOLDER [COUNT…]".into()),
    }
}

fn measure(folder: &Path, count: usize) -> Tried<()> {
    if !records::backup::holds_records(folder) {
        drop(made::fill(folder, count)?);
    }
    let began = Instant::now();
    let records = made::open(folder)?;
    let opened = began.elapsed();
    let size = std::fs::metadata(folder.join("records.db"))?.len();
    println!(
        "\n### {count} records, {} bytes a record\n",
        size / count as u64
    );
    println!("opening the records: {} ms", ms(opened));
    let began = Instant::now();
    let first = page(&records, "")?;
    println!("the first page after it: {} ms", ms(began.elapsed()));
    let ids = records.search(&query(""))?.ids;
    let some: Vec<i64> = ids.iter().step_by((count / 50).max(1)).copied().collect();
    let mut times = Vec::new();
    for id in some {
        let began = Instant::now();
        records.record(id)?;
        times.push(began.elapsed());
    }
    println!(
        "opening one record: {} ms; {first} found",
        ms(median(times))
    );
    let shown = ids.get(..PAGE.min(ids.len())).unwrap_or_default();
    let marks = times_of(5, || Ok(records.damaged_among(shown)?))?;
    println!(
        "looking for damage in {PAGE} rows, once they are shown: {} ms",
        ms(median(marks))
    );
    let began = Instant::now();
    records.statistics(&query(""), &mut || true)?;
    println!(
        "statistics for the first time, all looked at: {} ms",
        ms(began.elapsed())
    );
    let again = times_of(5, || Ok(records.statistics(&query(""), &mut || true)?))?;
    println!("statistics again: {} ms", ms(median(again)));
    let plain = plain(&records, folder)?;
    println!(
        "\n| search and first page of {PAGE} | found | ours, ms | slowest of 15, ms | LIKE, ms | ours ÷ LIKE |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for (name, text) in SEARCHES {
        let found = page(&records, text)?;
        let ours = times_of(15, || page(&records, text))?;
        let theirs = median(times_of(3, || scan(&plain, text))?);
        let slowest = ours.iter().max().copied().unwrap_or_default();
        let ours = median(ours);
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!(
            "| {name} | {found} | {} | {} | {} | {ratio:.4} |",
            ms(ours),
            ms(slowest),
            ms(theirs)
        );
    }
    Ok(())
}

fn query(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        descending: true,
        ..Query::default()
    }
}

/// Searches as the window does: all matches, and the first page of them.
fn page(records: &Records, text: &str) -> Tried<usize> {
    let query = query(text);
    let found = records.search(&query)?.ids;
    let page = found.get(..PAGE.min(found.len())).unwrap_or_default();
    records.rows(page, &query)?;
    Ok(found.len())
}

/// The same texts in a plain table, as the obvious alternative.
fn plain(records: &Records, folder: &Path) -> Tried<Connection> {
    let path = folder.join("plain.db");
    let there = path.exists();
    let mut plain = Connection::open(&path)?;
    plain.pragma_update(None, "cache_size", -32_000)?;
    if there {
        return Ok(plain);
    }
    let writing = plain.transaction()?;
    writing.execute_batch(
        "CREATE TABLE plain (id INTEGER PRIMARY KEY, created_ms INTEGER, text TEXT)",
    )?;
    for id in records.search(&query(""))?.ids {
        let record = records.record(id)?;
        let text = format!("{}\n{}", record.started.words(), record.output);
        writing
            .prepare_cached("INSERT INTO plain VALUES (?1, ?2, ?3)")?
            .execute(params![id, record.started.at.utc_ms, text])?;
    }
    writing.commit()?;
    Ok(plain)
}

fn scan(plain: &Connection, text: &str) -> Tried<usize> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| format!("%{word}%"))
        .collect();
    let conditions = vec!["text LIKE ?"; words.len()].join(" AND ");
    let conditions = if words.is_empty() { "1" } else { &conditions };
    let sql = format!("SELECT id FROM plain WHERE {conditions} ORDER BY created_ms DESC");
    let mut statement = plain.prepare_cached(&sql)?;
    let found = statement.query_map(rusqlite::params_from_iter(words), |row| {
        row.get::<_, i64>(0)
    })?;
    Ok(found.collect::<Result<Vec<_>, _>>()?.len())
}

/// Bytes of the answer in the record whose loading is measured.
const ANSWER: usize = 20_000;
/// Bytes of its picture.
const PICTURE: usize = 2_000_000;

/// Cost of verifying a record against the chain while loading it. The baseline reads, inflates and parses the same data
/// only; both alternate.
fn loading() -> Tried<()> {
    let folder = tempfile::tempdir()?;
    let records = made::open(folder.path())?;
    let text = report_of(ANSWER);
    let mut last = 0;
    for n in 0..5 {
        let mut new = made::record(1, 1, &[]).new;
        new.uid = format!("{n:032x}");
        new.kind = records::Kind::Audit;
        new.materials = [picture(n)]
            .map(|material| records::Attached {
                role: records::Role::Received,
                name: "picture.png".to_owned(),
                material,
            })
            .into();
        let journal = records.begin(new)?;
        last = journal.id();
        for piece in pieces(&text, ANSWER / 40) {
            journal.bytes(event(piece).as_bytes());
            journal.event("message", Some("write"), None);
        }
        journal.end(made::ended(text.clone(), Outcome::Finished, 1, 1))?;
    }
    let plain = Connection::open(folder.path().join("records.db"))?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..101 {
        let began = Instant::now();
        records.record(last)?;
        records.former(last)?;
        with.push(began.elapsed());
        let began = Instant::now();
        unchecked(&plain, last)?;
        unchecked(&plain, last - 1)?;
        without.push(began.elapsed());
    }
    let (with, without) = (median(with), median(without));
    println!(
        "\n### Loading a record with {ANSWER} bytes of answer and a picture of {PICTURE}, and the former one\n"
    );
    println!("| | ms, median of 101 |\n| --- | --- |");
    println!("| read alone | {} |", ms(without));
    println!("| compared with the chain | {} |", ms(with));
    Ok(())
}

/// Bytes that differ with `n`.
fn picture(n: u64) -> records::Material {
    let mut state = n + 1;
    let data: Vec<u8> = (0..PICTURE)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 56) as u8
        })
        .collect();
    records::Material {
        sha256: records::sha256_hex(&data),
        media_type: "image/png".to_owned(),
        width: 1_000,
        height: 1_000,
        look: None,
        thumbnail: None,
        data: data.into(),
    }
}

/// Reads a record without verification.
fn unchecked(plain: &Connection, id: i64) -> Tried<()> {
    let inflate = |deflated: &[u8]| -> Tried<Vec<u8>> {
        let mut bytes = Vec::new();
        flate2::read::DeflateDecoder::new(deflated).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let (started, ended, output): (String, String, Vec<u8>) = plain
        .prepare_cached("SELECT started, ended, output FROM content WHERE record = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    serde_json::from_str::<records::StartedPart>(&started)?;
    serde_json::from_str::<records::EndedPart>(&ended)?;
    inflate(&output)?;
    let mut pieces = plain
        .prepare_cached("SELECT raw, happenings FROM journal WHERE record = ?1 ORDER BY piece")?;
    let mut rows = pieces.query([id])?;
    let (mut raw, mut happenings) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        raw.extend(row.get::<_, Vec<u8>>(0)?);
        happenings.extend(row.get::<_, Vec<u8>>(1)?);
    }
    inflate(&raw)?;
    inflate(&happenings)?;
    Ok(())
}

/// Measures a stream with and without journalling, each in a process of its own.
fn journalling() -> Tried<()> {
    println!("\n### {EVENTS} events, {BYTES} bytes of text, as fast as they can be taken\n");
    println!("| | ms, median of 9 | most memory, MB |\n| --- | --- | --- |");
    for way in ["without a journal", "with a journal"] {
        let (mut times, mut memory) = (Vec::new(), 0.0_f64);
        for _ in 0..9 {
            let done = Command::new(std::env::current_exe()?)
                .args(["--stream", way])
                .output()?;
            let told = String::from_utf8(done.stdout)?;
            let (time, most) = told
                .trim()
                .split_once(' ')
                .ok_or("the child said nothing")?;
            times.push(Duration::from_micros(time.parse()?));
            memory = memory.max(most.parse::<f64>()? / 1_000.0);
        }
        println!("| {way} | {} | {memory:.1} |", ms(median(times)));
    }
    Ok(())
}

/// Consumes a stream; prints the time in microseconds and the peak memory of the process in KB.
fn stream(way: Option<&str>) -> Tried<()> {
    let text = report_of(BYTES);
    let events: Vec<(String, &str)> = pieces(&text, EVENTS)
        .into_iter()
        .map(|piece| (event(piece), piece))
        .collect();
    let folder = tempfile::tempdir()?;
    let records = made::open(folder.path())?;
    let new = made::record(1, 1, &[]).new;
    let began = Instant::now();
    let journal = (way == Some("with a journal"))
        .then(|| records.begin(new))
        .transpose()?;
    let mut output = String::new();
    for (bytes, piece) in &events {
        output.push_str(piece);
        if let Some(journal) = &journal {
            journal.bytes(bytes.as_bytes());
            journal.event("message", Some("write"), None);
        }
    }
    if let Some(journal) = journal {
        journal.end(made::ended(output, Outcome::Finished, 1, 1))?;
    }
    let took = began.elapsed().as_micros();
    let status = std::fs::read_to_string("/proc/self/status")?;
    let most = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .ok_or("no VmHWM")?;
    println!("{took} {}", most.trim().trim_end_matches(" kB"));
    Ok(())
}

fn times_of<T>(times: usize, mut work: impl FnMut() -> Tried<T>) -> Tried<Vec<Duration>> {
    (0..times)
        .map(|_| {
            let began = Instant::now();
            work()?;
            Ok(began.elapsed())
        })
        .collect()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}
