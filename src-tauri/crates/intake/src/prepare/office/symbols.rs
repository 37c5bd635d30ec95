//! Signs of symbol fonts, whose codes say nothing without the font: "R" in Wingdings 2 is a ticked box.
//!
//! Signs are given as Unicode maps them. Boxes that forms use for ticking are unified to ☐, ☑ and ☒.

/// Stands for a sign that is displayed but has no known meaning.
pub(super) const UNKNOWN: char = '〓';

/// A font whose codes are signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SymbolFont(&'static [&'static str; 14]);

impl SymbolFont {
    /// The symbol font of this name; `None` for any other font.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        Some(Self(match name.as_str() {
            "wingdings" => &WINGDINGS,
            "wingdings 2" | "wingdings2" => &WINGDINGS_2,
            "wingdings 3" | "wingdings3" => &WINGDINGS_3,
            "webdings" => &WEBDINGS,
            "symbol" | "symbol mt" => &SYMBOL,
            _ => return None,
        }))
    }

    /// The sign for a code from 0x20 to 0xFF, also in the private-use form U+F020 to U+F0FF; `None` if it has none.
    pub(super) fn sign(self, code: u32) -> Option<char> {
        let code = match code {
            0xF020..=0xF0FF => code - 0xF000,
            _ => code,
        };
        let code = usize::try_from(code.checked_sub(0x20)?).ok()?;
        let line = self.0.get(code / 16)?;
        let sign = line.chars().nth(code % 16)?;
        (sign != NONE).then_some(sign)
    }
}

/// Whether the code is one of a symbol font in the private-use form.
pub(super) fn is_private(character: char) -> bool {
    ('\u{F020}'..='\u{F0FF}').contains(&character)
}

/// Marks a code without a sign.
const NONE: char = '\u{FFFD}';

/// Wingdings, from 0x20 on, 16 signs a line.
const WINGDINGS: [&str; 14] = [
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭",
    "🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍",
    "🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳",
    "🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉",
    "♊♋♌♍♎♏♐♑♒♓🙰🙵●🔾■☐",
    "☐☐☐🞟⧫◆❖⬩☒⮹⌘🏵🏶🙶🙷▯",
    "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹",
    "❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟∙•",
    "⬝○◉🞈◉🞋🔿▪☐🟁🟅★🟋🟏🟓🟑",
    "⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘",
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗",
    "🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈⮊⮉⮋←",
    "→↑↓🡬🡭🡯🡮🡸➔🡹🡻🡼🡽🡿🡾⇦",
    "⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭✗✓☒☑⊞",
];

/// Wingdings 2, from 0x20 on, 16 signs a line.
const WINGDINGS_2: [&str; 14] = [
    " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋",
    "🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙",
    "🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗",
    "✓☒☑☒☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺",
    "🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥",
    "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿�",
    "☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤",
    "🕥🕦🕧🙨🙩⋅🞄⦁●○🞅🞇🞉⊙⦿🞌",
    "🞍◾■☐🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇",
    "🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁",
    "⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪",
    "🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺",
    "🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒",
    "✹🟃🟇✯🟍🟔⯌⯍※⁂������",
];

/// Wingdings 3, from 0x20 on, 16 signs a line.
const WINGDINGS_3: [&str; 14] = [
    " ⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻",
    "⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧",
    "⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌",
    "⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥",
    "🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙",
    "▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁�",
    "🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕",
    "🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅",
    "🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟",
    "🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽",
    "🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮",
    "⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷",
    "🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕",
    "🢗���������������",
];

/// Webdings, from 0x20 on, 16 signs a line.
const WEBDINGS: [&str; 14] = [
    " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼",
    "🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳",
    "🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂",
    "🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫",
    "⮔✔🚲☐🛡📦🛱■🚑🛈🛩🛰🟈🕴●🛥",
    "🚔🗘☒❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲�",
    "🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠",
    "🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻",
    "🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜",
    "🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻",
    "🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒",
    "🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫",
    "🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦",
    "🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊",
];

/// Symbol, from 0x20 on, 16 signs a line.
const SYMBOL: [&str; 14] = [
    " !∀#∃%&∋()∗+,−./",
    "0123456789:;<=>?",
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ",
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    "‾αβχδεφγηιϕκλμνο",
    "πθρστυϖωξψζ{|}~�",
    "����������������",
    "����������������",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓",
    "°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉",
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    "�〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_a_table_has_sixteen_signs() {
        for table in [&WINGDINGS, &WINGDINGS_2, &WINGDINGS_3, &WEBDINGS, &SYMBOL] {
            assert!(table.iter().all(|line| line.chars().count() == 16));
        }
    }

    #[test]
    fn boxes_are_found_by_letter_and_by_code() {
        let sign = |font: &str, code| SymbolFont::named(font).unwrap().sign(code);
        assert_eq!(sign("Wingdings", 0xF0FE), Some('☑'));
        assert_eq!(sign("wingdings", 0xFD), Some('☒'));
        assert_eq!(sign("Wingdings", 0xA8), Some('☐'));
        assert_eq!(sign("Wingdings", 0x6F), Some('☐'));
        assert_eq!(sign("Wingdings", 0xFC), Some('✓'));
        assert_eq!(sign("Wingdings 2", u32::from('R')), Some('☑'));
        assert_eq!(sign("Wingdings 2", u32::from('T')), Some('☒'));
        assert_eq!(sign("Wingdings 2", 0xF0A3), Some('☐'));
        assert_eq!(sign("Wingdings 2", u32::from('P')), Some('✓'));
        assert_eq!(sign("Symbol", 0xF0B3), Some('≥'));
        assert_eq!(sign("Wingdings", 0x1F), None);
        assert_eq!(sign("Wingdings 2", 0xFF), None);
        assert_eq!(SymbolFont::named("SimSun"), None);
    }
}
