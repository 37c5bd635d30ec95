//! The letters: a face with Chinese characters for everything, and a few others behind it.
//!
//! Files are mapped before the child is confined, because the font database would open them again at use. Known
//! paths are tried first: scanning a system's fonts takes longer than drawing a chart.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, Family, Query, Source, Weight};
use worker::ToolFile;

/// Bytes of font files that are read where a system has to be scanned.
const MAX_SCANNED_BYTES: u64 = 96 * 1024 * 1024;

/// Bytes of a font file, as long as anybody holds them.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Fonts in memory. A copy shares them.
#[derive(Clone)]
pub struct Fonts {
    pub(super) database: Arc<Database>,
    /// The family for text that names none, or one that is not here.
    pub(super) family: String,
}

/// A family that has both Chinese and Latin letters, and the files it may be in: regular, then bold.
struct Known {
    family: &'static str,
    files: &'static [&'static str],
}

const CHINESE: &[Known] = &[
    Known {
        family: "Noto Sans CJK SC",
        files: &[
            "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        ],
    },
    Known {
        family: "Noto Sans CJK SC",
        files: &[
            "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",
        ],
    },
    Known {
        family: "Noto Sans CJK SC",
        files: &[
            "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
        ],
    },
    Known {
        family: "WenQuanYi Micro Hei",
        files: &["/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"],
    },
    Known {
        family: "WenQuanYi Zen Hei",
        files: &["/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"],
    },
    Known {
        family: "Microsoft YaHei",
        files: &[
            "C:\\Windows\\Fonts\\msyh.ttc",
            "C:\\Windows\\Fonts\\msyhbd.ttc",
        ],
    },
    Known {
        family: "PingFang SC",
        files: &["/System/Library/Fonts/PingFang.ttc"],
    },
    Known {
        family: "Hiragino Sans GB",
        files: &["/System/Library/Fonts/Hiragino Sans GB.ttc"],
    },
    Known {
        family: "Heiti SC",
        files: &["/System/Library/Fonts/STHeiti Medium.ttc"],
    },
];

/// Behind it: signs it lacks, and letters of one width. All that exist are read.
const OTHERS: &[&str] = &[
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "C:\\Windows\\Fonts\\seguisym.ttf",
    "C:\\Windows\\Fonts\\consola.ttf",
    "/System/Library/Fonts/Apple Symbols.ttf",
    "/System/Library/Fonts/Menlo.ttc",
];

const MONOSPACE: &[&str] = &["DejaVu Sans Mono", "Consolas", "Menlo"];

impl Fonts {
    /// Reads what the system has. With no font at all, text is not drawn. To be called before a child is confined.
    #[must_use]
    pub fn load() -> Self {
        let mut database = Database::new();
        let family = CHINESE
            .iter()
            .find(|known| load_known(&mut database, known))
            .map_or_else(|| scan(&mut database), |known| known.family.to_owned());
        for file in OTHERS {
            load_file(&mut database, Path::new(file));
        }
        database.set_serif_family(&family);
        database.set_sans_serif_family(&family);
        database.set_cursive_family(&family);
        database.set_fantasy_family(&family);
        let monospace = MONOSPACE.iter().find(|name| has(&database, name));
        database.set_monospace_family(*monospace.unwrap_or(&family.as_str()));
        Self {
            database: Arc::new(database),
            family,
        }
    }

    /// The file of the face with Chinese and Latin letters, and its number in the file; `None` where the system has no font.
    #[must_use]
    pub fn plain(&self, bold: bool) -> Option<(FontBytes, u32)> {
        let face = self.database.query(&Query {
            families: &[Family::Name(&self.family)],
            weight: if bold { Weight::BOLD } else { Weight::NORMAL },
            ..Query::default()
        })?;
        match self.database.face_source(face)? {
            (Source::Binary(bytes), number) => Some((bytes, number)),
            _ => None,
        }
    }
}

/// Says nothing of the bytes.
impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fonts({} faces)", self.database.len())
    }
}

/// Whether the family's first file is there; its other faces (Japanese, Korean) are taken out, since the same
/// characters look different in them.
fn load_known(database: &mut Database, known: &Known) -> bool {
    for file in known.files {
        load_file(database, Path::new(file));
    }
    let others: Vec<_> = database
        .faces()
        .filter(|face| face.families.iter().all(|(name, _)| name != known.family))
        .map(|face| face.id)
        .collect();
    for face in others {
        database.remove_face(face);
    }
    !database.is_empty()
}

fn load_file(database: &mut Database, file: &Path) {
    if let Ok(mapped) = ToolFile::open(file) {
        database.load_font_source(Source::Binary(Arc::new(mapped)));
    }
}

fn has(database: &Database, family: &str) -> bool {
    database
        .faces()
        .any(|face| face.families.iter().any(|(name, _)| name == family))
}

/// Looks through the whole system and reads the files most likely to have Chinese characters; returns the best family.
fn scan(database: &mut Database) -> String {
    let mut system = Database::new();
    system.load_system_fonts();
    let mut found: Vec<(u8, PathBuf, String)> = Vec::new();
    for face in system.faces() {
        let Source::File(path) = &face.source else {
            continue;
        };
        let Some((family, _)) = face.families.first() else {
            continue;
        };
        found.push((unlikeliness(family), path.clone(), family.clone()));
    }
    found.sort();
    let mut read: Vec<PathBuf> = Vec::new();
    let mut best = String::new();
    let mut left = MAX_SCANNED_BYTES;
    for (_, path, family) in found {
        let length = fs::metadata(&path).map_or(u64::MAX, |file| file.len());
        if length > left || read.contains(&path) {
            continue;
        }
        left -= length;
        load_file(database, &path);
        if best.is_empty() {
            best = family;
        }
        read.push(path);
    }
    best
}

/// How unlikely it is, by the name of its family, that a font has Chinese characters and is fit for labels.
fn unlikeliness(family: &str) -> u8 {
    const GOOD: &[&str] = &[" CJK SC", "Han Sans", "Hei", "黑", "Droid Sans Fallback"];
    const FAIR: &[&str] = &[
        "CJK",
        "Han Serif",
        "Song",
        "宋",
        "Kai",
        "楷",
        "Fang",
        "Ming",
        "Unifont",
    ];
    if GOOD.iter().any(|part| family.contains(part)) {
        0
    } else if FAIR.iter().any(|part| family.contains(part)) {
        1
    } else if family.contains("Sans") {
        2
    } else {
        3
    }
}
