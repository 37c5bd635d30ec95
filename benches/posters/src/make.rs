//! Renders the posters in headless Chromium and damages them.

use std::{
    error::Error,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    damage,
    truth::{Boxed, Truth},
};

/// Font families that Debian packages, a display font last.
const FONTS: [&str; 7] = [
    "Noto Sans CJK SC",
    "Noto Serif CJK SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "AR PL UMing CN",
    "AR PL UKai CN",
    "Smiley Sans",
];
const PHOTOGRAPHS: [&str; 4] = [
    "Fossa_by_Jasper_Roks.jpg",
    "Infinite-Sea_by_Aury88.jpg",
    "Kleiber_by_Lukas_Baubkus.jpg",
    "Painting-Colors_by__herobrine7gamer.jpg",
];
/// New kinds go to the end, since the seed of a picture follows from the place of its kind.
const KINDS: [&str; 9] = [
    "plain", "colour", "photo", "table", "columns", "vertical", "turned", "apart", "display",
];
/// Kinds that are also damaged; a slanted column or a blurred table adds nothing new.
const DAMAGED: [&str; 5] = ["plain", "colour", "photo", "table", "columns"];
const SIDES: [(u32, u32); 3] = [(1240, 1754), (1080, 1920), (1654, 2339)];

pub(crate) fn make(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("poster.html");
    let fonts = FONTS.iter().enumerate();
    for (seed, (kind, (number, font))) in KINDS
        .iter()
        .flat_map(|kind| fonts.clone().map(move |font| (kind, font)))
        .enumerate()
    {
        // Chromium draws this font's letters on top of each other in vertical text, which nobody can read.
        if ["vertical", "apart"].contains(kind) && *font == "WenQuanYi Zen Hei" {
            continue;
        }
        let (width, height) = SIDES
            .get(number % SIDES.len())
            .copied()
            .unwrap_or((1080, 1920));
        let photograph = PHOTOGRAPHS.get(number % PHOTOGRAPHS.len()).unwrap_or(&"");
        // Text that is shrunk by half must have 12 pixels left.
        for (smallest, clean) in [(12, true), (24, false)] {
            if !clean && (!DAMAGED.contains(kind) || number % 3 != 0) {
                continue;
            }
            let name = format!("{kind}-{}{number}", if clean { "clean" } else { "large" });
            let address = format!(
                "file://{}#{kind},{font},{seed},{width},{height},/usr/share/backgrounds/{photograph},{smallest}",
                page.display()
            )
            .replace(' ', "%20");
            let picture = folder.join(format!("{name}.png"));
            draw(&address, width, height, &picture)?;
            let lines: Vec<Truth> = truth(&address, width, height)?
                .into_iter()
                .map(Truth::from)
                .collect();
            keep(folder, &name, &lines)?;
            if DAMAGED.contains(kind) && number % 3 == 0 {
                let pixels = image::open(&picture)?.into_rgb8();
                for how in damage::ALL
                    .iter()
                    .filter(|how| (how.name == "half") != clean)
                {
                    let (damaged, lines) = damage::apply(how, &pixels, &lines);
                    let name = format!("{kind}-{}{number}", how.name);
                    damage::save(&damaged, how, &folder.join(&name))?;
                    keep(folder, &name, &lines)?;
                }
            }
            if !clean {
                fs::remove_file(&picture)?;
                fs::remove_file(folder.join(format!("{name}.json")))?;
            }
        }
    }
    Ok(())
}

fn keep(folder: &Path, name: &str, lines: &[Truth]) -> Result<(), Box<dyn Error>> {
    fs::write(
        folder.join(format!("{name}.json")),
        serde_json::to_vec(lines)?,
    )?;
    Ok(())
}

fn chromium(width: u32, height: u32) -> Command {
    let mut command = Command::new("chromium");
    command
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--allow-file-access-from-files",
        ])
        .args([
            "--force-device-scale-factor=1",
            "--virtual-time-budget=3000",
        ])
        .arg(format!("--window-size={width},{height}"))
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn draw(address: &str, width: u32, height: u32, picture: &Path) -> Result<(), Box<dyn Error>> {
    let status = chromium(width, height)
        .arg(format!("--screenshot={}", picture.display()))
        .arg(address)
        .stdout(Stdio::null())
        .status()?;
    if status.success() && picture.is_file() {
        Ok(())
    } else {
        Err(format!("chromium drew nothing for {address}").into())
    }
}

fn truth(address: &str, width: u32, height: u32) -> Result<Vec<Boxed>, Box<dyn Error>> {
    let page = chromium(width, height)
        .arg("--dump-dom")
        .arg(address)
        .output()?;
    let page = String::from_utf8(page.stdout)?;
    let json = page
        .split_once("data-truth=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(json, _)| {
            json.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        })
        .ok_or_else(|| format!("chromium told no truth for {address}"))?;
    Ok(serde_json::from_str(&json)?)
}
