//! Characters that stand in for others.

use std::sync::LazyLock;

/// Pairs of a traditional and a simplified character, from the Unihan database of Unicode 15 (kSimplifiedVariant), without
/// characters that are in use in simplified text.
const SIMPLIFIED: &str = include_str!("simplified.txt");

/// Pairs of a look-alike and the character it stands in for.
const LOOKALIKES: &str = "夲本苯本帐账歀款賺赚葆保堡保褓保穏稳於于剩剩収收険险亘亘昰是徔从氷冰赱走泒派栁柳啇商曰日囯国囻国圀国歺餐姷有児儿説说産产\
    値值髙高溫温戶户眞真敎教絶绝靑青淸清歩步舗铺黒黑徳德黃黄內内吿告悅悦稅税脫脱銳锐銭钱";

/// Two parts of a character that are written apart, and the character.
const SPLIT: &[(char, char, char)] = &[
    ('亻', '呆', '保'),
    ('禾', '急', '稳'),
    ('贝', '兼', '赚'),
    ('阝', '佥', '险'),
    ('讠', '正', '证'),
    ('纟', '及', '级'),
    ('氵', '争', '净'),
    ('讠', '周', '调'),
    ('亻', '尚', '倘'),
    ('禾', '刂', '利'),
    ('贝', '咅', '赔'),
    ('贝', '代', '贷'),
    ('扌', '旦', '担'),
    ('丬', '又', '收'),
];

/// What stands in the place of each Chinese character.
pub(super) struct Alike(Vec<Letter>);

/// What stands in the place of a character.
#[derive(Clone, Copy)]
struct Letter {
    code: u16,
    /// Whether it may be the left part of another one.
    is_left_part: bool,
}

static ALIKE: LazyLock<Alike> = LazyLock::new(|| {
    let mut codes: Vec<u16> = (0x4e00..=0x9fff).collect();
    let pairs: Vec<char> = SIMPLIFIED
        .chars()
        .chain(LOOKALIKES.chars())
        .filter(|c| !c.is_whitespace())
        .collect();
    for pair in pairs.chunks_exact(2) {
        if let [from, to] = pair
            && let Some(place) = (*from as usize)
                .checked_sub(0x4e00)
                .and_then(|index| codes.get_mut(index))
        {
            *place = u16::try_from(*to as u32).unwrap_or(*place);
        }
    }
    let letter = |code: u16| Letter {
        code,
        is_left_part: char::from_u32(u32::from(code)).is_some_and(is_left_part),
    };
    Alike(codes.into_iter().map(letter).collect())
});

impl Alike {
    pub(super) fn table() -> &'static Self {
        &ALIKE
    }

    /// What stands in the place of a Chinese character, and whether that may be the left part of another one.
    pub(super) fn chinese(&self, c: char) -> Option<(char, bool)> {
        let index = (c as usize).checked_sub(0x4e00)?;
        let letter = self.0.get(index)?;
        Some((char::from_u32(u32::from(letter.code))?, letter.is_left_part))
    }

    /// The simplified character, or the one that a look-alike stands in for.
    pub(super) fn simplified(&self, c: char) -> char {
        self.chinese(c).map_or(c, |(c, _)| c)
    }
}

/// Whether a character may be the left part of another one.
pub(super) const fn is_left_part(c: char) -> bool {
    matches!(
        c,
        '亻' | '禾' | '贝' | '阝' | '讠' | '纟' | '氵' | '扌' | '丬'
    )
}

/// The character that two parts written apart stand for.
pub(super) fn split_pair(last: Option<char>, c: char) -> Option<char> {
    let last = last?;
    // Nearly no character is a part: don't compare every one with all of the table.
    if !is_left_part(last) {
        return None;
    }
    SPLIT
        .iter()
        .find(|(left, right, _)| *left == last && *right == c)
        .map(|(_, _, whole)| *whole)
}
