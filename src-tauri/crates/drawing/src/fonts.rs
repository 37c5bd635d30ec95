//! Fonts: one with Chinese characters for everything, one with emoji, and a few as fallback.
//!
//! Files are mapped before the child process is confined, since the font database would otherwise open them again on use.
//! Known paths are tried first, because scanning the system's fonts takes longer than drawing a chart.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, FaceInfo, Family, ID, Language, Query, Source, Weight};
use worker::ToolFile;

/// Maximum bytes of font files loaded when the system has to be scanned.
const MAX_SCANNED_BYTES: u64 = 96 * 1024 * 1024;

/// Shared bytes of a font file.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Fonts in memory. Clones share them.
#[derive(Clone)]
pub struct Fonts {
    pub(super) database: Arc<Database>,
    /// Family for text that names none, or names one that is not installed.
    pub(super) family: String,
    /// Family with emoji in colour, if there is one.
    pub(super) emoji: Option<String>,
}

/// A family, and its possible files: regular, then bold.
pub(super) struct Known {
    pub(super) family: &'static str,
    pub(super) files: &'static [&'static str],
}

/// Families with both Chinese and Latin letters.
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

/// Fonts with emoji in colour.
const COLOUR: &[Known] = &[
    Known {
        family: "Noto Color Emoji",
        files: &["/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"],
    },
    Known {
        family: "Noto Color Emoji",
        files: &["/usr/share/fonts/noto/NotoColorEmoji.ttf"],
    },
    Known {
        family: "Noto Color Emoji",
        files: &["/usr/share/fonts/google-noto-emoji/NotoColorEmoji.ttf"],
    },
    Known {
        family: "Noto Color Emoji",
        files: &["/usr/share/fonts/google-noto-color-emoji-fonts/Noto-COLRv1.ttf"],
    },
    Known {
        family: "Segoe UI Emoji",
        files: &["C:\\Windows\\Fonts\\seguiemj.ttf"],
    },
    Known {
        family: "Apple Color Emoji",
        files: &["/System/Library/Fonts/Apple Color Emoji.ttc"],
    },
];

/// Fallbacks for missing symbols, and monospaced fonts. All that exist are loaded.
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
    /// Loads the system's fonts. Without any font, text is not drawn. Call it before confining the child process.
    #[must_use]
    pub fn load() -> Self {
        Self::load_with(COLOUR)
    }

    /// Loads the system's fonts, with emoji from the first family that exists.
    pub(super) fn load_with(colour: &[Known]) -> Self {
        let mut database = Database::new();
        let family = CHINESE
            .iter()
            .find(|known| load_known(&mut database, known))
            .map_or_else(|| scan(&mut database), |known| known.family.to_owned());
        for file in OTHERS {
            load_file(&mut database, Path::new(file));
        }
        // Last, so that letters and digits come from other fonts.
        let emoji = colour.iter().find(|known| {
            for file in known.files {
                load_file(&mut database, Path::new(file));
            }
            has(&database, known.family)
        });
        database.set_serif_family(&family);
        database.set_sans_serif_family(&family);
        database.set_cursive_family(&family);
        database.set_fantasy_family(&family);
        let monospace = MONOSPACE.iter().find(|name| has(&database, name));
        database.set_monospace_family(*monospace.unwrap_or(&family.as_str()));
        Self {
            database: Arc::new(database),
            family,
            emoji: emoji.map(|known| known.family.to_owned()),
        }
    }

    /// Bytes of the font with Chinese and Latin letters, and its index in the file; `None` if the system has no font.
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

impl Fonts {
    /// Bytes of each font for letters, and its index in the file: first those of the family for labels.
    #[must_use]
    pub fn faces(&self) -> Vec<(FontBytes, u32)> {
        let is_emoji = |face: &&FaceInfo| {
            let mut names = face.families.iter();
            names.any(|(name, _)| Some(name) == self.emoji.as_ref())
        };
        let mut faces: Vec<_> = self
            .database
            .faces()
            .filter(|face| !is_emoji(face))
            .collect();
        let is_other =
            |names: &[(String, Language)]| names.iter().all(|(name, _)| *name != self.family);
        faces.sort_by_key(|face| is_other(&face.families));
        let source = |face: &FaceInfo| match self.database.face_source(face.id)? {
            (Source::Binary(bytes), number) => Some((bytes, number)),
            _ => None,
        };
        faces.into_iter().filter_map(source).collect()
    }
}

impl Fonts {
    /// The font with emoji.
    pub(super) fn emoji_face(&self) -> Option<ID> {
        let family = Family::Name(self.emoji.as_ref()?);
        self.database.query(&Query {
            families: &[family],
            ..Query::default()
        })
    }
}

/// Omits the bytes.
impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fonts({} faces)", self.database.len())
    }
}

/// Whether the first file of the family exists. Removes its Japanese and Korean faces, in which the same characters look
/// different.
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

/// Scans the system's fonts and loads the files most likely to have Chinese characters; returns the best family.
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

/// Ranks a font by its family name: the higher, the less likely it has Chinese characters and suits labels.
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
