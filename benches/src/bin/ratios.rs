//! Prints ratios of Criterion's measurements as a Markdown table.
#![expect(clippy::print_stdout, reason = "the program prints its results")]

use std::{error::Error, fs};

use serde_json::Value;

/// Comparisons: name, ours, theirs, and the factor by which theirs is multiplied.
const ROWS: [(&str, &str, &str, f64); 3] = [
    (
        "decoding 200,000 events, against bare sse-stream",
        "decode/finagent",
        "decode/sse-stream",
        1.0,
    ),
    (
        "decoding 200,000 events, against eventsource-stream",
        "decode/finagent",
        "decode/eventsource-stream",
        1.0,
    ),
    (
        "rendering a 200 KB report in 5,000 pieces, against the whole each time",
        "blocks/by-blocks",
        "blocks/whole-one-in-100",
        100.0,
    ),
];

fn median(name: &str) -> Result<f64, Box<dyn Error>> {
    let path = format!("target/criterion/{name}/new/estimates.json");
    let estimates: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    estimates
        .pointer("/median/point_estimate")
        .and_then(Value::as_f64)
        .ok_or_else(|| "no median".into())
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("| work | ours, ms | theirs, ms | ours ÷ theirs |\n| --- | --- | --- | --- |");
    for (work, ours, theirs, times) in ROWS {
        let (ours, theirs) = (median(ours)? / 1e6, median(theirs)? * times / 1e6);
        println!(
            "| {work} | {ours:.1} | {theirs:.1} | {:.4} |",
            ours / theirs
        );
    }
    Ok(())
}
