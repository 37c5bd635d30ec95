//! Numbers of lists and notes in the styles that word processors offer.

/// The number in the style that `format` names in the file; `None` if the style is not known.
pub(super) fn written(number: u32, format: &str) -> Option<String> {
    Some(match format {
        "decimal" | "decimalHalfWidth" => number.to_string(),
        "decimalZero" => format!("{number:02}"),
        "none" | "bullet" => String::new(),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => repeated(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "lowerLetter" => repeated(number, "abcdefghijklmnopqrstuvwxyz"),
        "russianUpper" => repeated(number, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
        "russianLower" => repeated(number, "абвгдежзиклмнопрстуфхцчшщыэюя"),
        "chicago" => repeated(number, "*†‡§"),
        "ordinal" => ordinal(number),
        "hex" => format!("{number:X}"),
        "numberInDash" => format!("- {number} -"),
        "decimalFullWidth" | "decimalFullWidth2" => digits(number, "０１２３４５６７８９"),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            digits(number, "〇一二三四五六七八九")
        }
        "koreanDigital" => digits(number, "영일이삼사오육칠팔구"),
        "koreanDigital2" => digits(number, "零一二三四五六七八九"),
        // From one hundred on, digit by digit.
        "chineseCounting" | "taiwaneseCounting" if number >= 100 => {
            digits(number, "〇一二三四五六七八九")
        }
        "chineseCounting"
        | "taiwaneseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCountingThousand" => counted(number, &PLAIN),
        "japaneseCounting" => counted(number, &PLAIN).replace('零', ""),
        "chineseLegalSimplified" => counted(number, &LEGAL),
        "ideographLegalTraditional" | "japaneseLegal" => counted(number, &LEGAL_TRADITIONAL),
        "ideographTraditional" => cycled(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cycled(number, "子丑寅卯辰巳午未申酉戌亥"),
        "ideographZodiacTraditional" => format!(
            "{}{}",
            cycled((number.max(1) - 1) % 10 + 1, "甲乙丙丁戊己庚辛壬癸"),
            cycled((number.max(1) - 1) % 12 + 1, "子丑寅卯辰巳午未申酉戌亥"),
        ),
        "ideographEnclosedCircle" => sign(number, 1, 10, '㊀'),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedFullstop" => sign(number, 1, 20, '⒈'),
        "decimalEnclosedParen" => sign(number, 1, 20, '⑴'),
        "aiueo" | "aiueoFullWidth" => cycled(
            number,
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
        ),
        "iroha" | "irohaFullWidth" => cycled(
            number,
            "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
        ),
        "ganada" => cycled(number, "가나다라마바사아자차카타파하"),
        _ => return None,
    })
}

/// A number in a circle; in brackets if there is no such sign.
pub(super) fn circled(number: u32) -> String {
    match number {
        0 => "⓪".to_owned(),
        1..=20 => sign(number, 1, 20, '①'),
        21..=35 => sign(number, 21, 35, '㉑'),
        36..=50 => sign(number, 36, 50, '㊱'),
        _ => format!("({number})"),
    }
}

/// Numerals, the characters for ten, hundred and thousand, and whether one is said before ten.
struct Counting {
    numerals: &'static str,
    units: [&'static str; 4],
    /// Characters for ten thousand and a hundred million.
    groups: [&'static str; 3],
    one_ten: bool,
}

const PLAIN: Counting = Counting {
    numerals: "零一二三四五六七八九",
    units: ["", "十", "百", "千"],
    groups: ["", "万", "亿"],
    one_ten: false,
};
const LEGAL: Counting = Counting {
    numerals: "零壹贰叁肆伍陆柒捌玖",
    units: ["", "拾", "佰", "仟"],
    groups: ["", "万", "亿"],
    one_ten: true,
};
const LEGAL_TRADITIONAL: Counting = Counting {
    numerals: "零壹貳參肆伍陸柒捌玖",
    units: ["", "拾", "佰", "仟"],
    groups: ["", "萬", "億"],
    one_ten: true,
};

/// The number as it is said in Chinese: 105 is 一百零五, 110 is 一百一十.
fn counted(number: u32, with: &Counting) -> String {
    if number == 0 {
        return with.numerals.chars().take(1).collect();
    }
    let numeral = |digit: u32| with.numerals.chars().nth(digit as usize).unwrap_or('零');
    let digits: Vec<u32> = number
        .to_string()
        .chars()
        .filter_map(|c| c.to_digit(10))
        .collect();
    let mut out = String::new();
    let mut gap = false;
    let mut in_group = false;
    for (at, digit) in digits.iter().enumerate() {
        let place = digits.len() - 1 - at;
        let (group, unit) = (place / 4, place % 4);
        if *digit == 0 {
            gap = true;
        } else {
            if gap && !out.is_empty() {
                out.push(numeral(0));
            }
            gap = false;
            in_group = true;
            let is_bare_ten = *digit == 1 && unit == 1 && out.is_empty() && !with.one_ten;
            if !is_bare_ten {
                out.push(numeral(*digit));
            }
            out.push_str(with.units.get(unit).unwrap_or(&""));
        }
        if unit == 0 {
            if in_group {
                out.push_str(with.groups.get(group).unwrap_or(&""));
            }
            in_group = false;
        }
    }
    out
}

fn digits(number: u32, numerals: &str) -> String {
    let digits = number.to_string();
    let digits = digits.chars().filter_map(|c| c.to_digit(10));
    digits
        .filter_map(|digit| numerals.chars().nth(digit as usize))
        .collect()
}

/// The sign for `number` in a row of signs of which `begin` is that of `first`; in brackets beyond `last`.
fn sign(number: u32, first: u32, last: u32, begin: char) -> String {
    let sign = match (first..=last).contains(&number) {
        true => char::from_u32(u32::from(begin) + number - first),
        false => None,
    };
    sign.map_or_else(|| format!("({number})"), String::from)
}

/// a, b … z, aa, bb …
fn repeated(number: u32, letters: &str) -> String {
    /// Word does not go on much longer.
    const LIMIT: u32 = 30;
    let count = u32::try_from(letters.chars().count()).unwrap_or(1).max(1);
    let Some(at) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = letters.chars().nth((at % count) as usize);
    let times = (at / count + 1).min(LIMIT);
    letter.into_iter().cycle().take(times as usize).collect()
}

/// The character of this number; a number beyond them in digits.
fn cycled(number: u32, characters: &str) -> String {
    let at = number.checked_sub(1).map(|at| at as usize);
    let found = at.and_then(|at| characters.chars().nth(at));
    found.map_or_else(|| number.to_string(), String::from)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    // Beyond, there are no numerals.
    if number > 32_767 {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_processors_write_them() {
        for (number, format, text) in [
            (3, "decimal", "3"),
            (3, "decimalZero", "03"),
            (1994, "upperRoman", "MCMXCIV"),
            (4, "lowerRoman", "iv"),
            (27, "upperLetter", "AA"),
            (28, "lowerLetter", "bb"),
            (1, "chineseCounting", "一"),
            (10, "chineseCounting", "十"),
            (21, "chineseCounting", "二十一"),
            (100, "chineseCounting", "一〇〇"),
            (10, "chineseCountingThousand", "十"),
            (12, "chineseCountingThousand", "十二"),
            (100, "chineseCountingThousand", "一百"),
            (105, "chineseCountingThousand", "一百零五"),
            (110, "chineseCountingThousand", "一百一十"),
            (115, "chineseCountingThousand", "一百一十五"),
            (1003, "chineseCountingThousand", "一千零三"),
            (10_000, "chineseCountingThousand", "一万"),
            (100_002, "chineseCountingThousand", "十万零二"),
            (100_000_000, "chineseCountingThousand", "一亿"),
            (10, "ideographDigital", "一〇"),
            (15, "chineseLegalSimplified", "壹拾伍"),
            (3, "ideographLegalTraditional", "參"),
            (2, "ideographTraditional", "乙"),
            (11, "ideographTraditional", "11"),
            (12, "ideographZodiac", "亥"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircleChinese", "㉑"),
            (3, "decimalEnclosedParen", "⑶"),
            (3, "decimalEnclosedFullstop", "⒊"),
            (12, "decimalFullWidth", "１２"),
            (22, "ordinal", "22nd"),
            (11, "ordinal", "11th"),
        ] {
            assert_eq!(written(number, format).as_deref(), Some(text), "{format}");
        }
        assert_eq!(written(1, "thaiLetters"), None);
    }

    #[test]
    fn no_number_takes_long() {
        for format in [
            "upperRoman",
            "lowerLetter",
            "chineseCountingThousand",
            "aiueo",
        ] {
            for number in [0, u32::MAX] {
                assert!(written(number, format).unwrap().len() < 200);
            }
        }
    }
}
