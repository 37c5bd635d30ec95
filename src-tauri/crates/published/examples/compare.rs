//! Compares two picture files by their pixels and prints the result as JSON:
//! `cargo run -p published --example compare -- APPROVED PUBLISHED`.

use std::env;
use std::error::Error;

use published::{Pixels, Side, compare};

#[expect(clippy::print_stdout, reason = "printing is what this program is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(approved), Some(published), None) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: compare APPROVED PUBLISHED".into());
    };
    let approved = image::open(approved)?.into_rgb8();
    let published = image::open(published)?.into_rgb8();
    let comparison = compare(&side(&approved)?, &side(&published)?);
    println!("{}", serde_json::to_string_pretty(&comparison)?);
    Ok(())
}

fn side(picture: &image::RgbImage) -> Result<Side<'_>, published::Error> {
    let pixels = Pixels::new(picture.width(), picture.height(), picture.as_raw())?;
    Ok(Side {
        pixels,
        lines: &[],
        sha256: None,
    })
}
