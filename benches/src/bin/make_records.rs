//! Fills a folder with realistic records: `make-records FOLDER COUNT`.
#![expect(clippy::print_stdout, reason = "the program prints its results")]

use std::{error::Error, path::Path, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(count)) = (arguments.next(), arguments.next()) else {
        return Err("make-records FOLDER COUNT".into());
    };
    let began = Instant::now();
    drop(benches::made::fill(Path::new(&folder), count.parse()?)?);
    let bytes = std::fs::metadata(Path::new(&folder).join("records.db"))?.len();
    println!(
        "{count} records, {bytes} bytes, {:.1} s",
        began.elapsed().as_secs_f64()
    );
    Ok(())
}
