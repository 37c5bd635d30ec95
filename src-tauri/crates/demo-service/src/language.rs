//! Detects whether to answer in Chinese or English.

/// The language of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese,
    English,
}

impl Language {
    /// Detects the language of `text`: Chinese if at least one letter in five is Chinese, and also if there are no
    /// letters (an image alone, a number), because most users read Chinese first.
    pub(crate) fn of(text: &str) -> Self {
        let chinese = text.chars().filter(|&c| is_chinese(c)).count();
        let latin = text.chars().filter(char::is_ascii_alphabetic).count();
        if chinese * 5 >= chinese + latin {
            Self::Chinese
        } else {
            Self::English
        }
    }

    /// Selects the text in this language.
    pub(crate) const fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// Whether `c` is a Han character (unified ideographs, extension A, the compatibility block and the supplementary
/// planes).
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether `c` is full width: Han, and full-width punctuation and forms.
pub(crate) fn is_wide(c: char) -> bool {
    is_chinese(c)
        || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF60}' | '“' | '”' | '…')
}

/// A text in both languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bilingual {
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

/// Makes a text from its Chinese and English versions.
pub(crate) const fn both(zh: &'static str, en: &'static str) -> Bilingual {
    Bilingual { zh, en }
}

impl Bilingual {
    pub(crate) const fn in_language(self, language: Language) -> &'static str {
        language.pick(self.zh, self.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_follows_the_share_of_chinese_characters() {
        for (text, expected) in [
            ("证券", Language::Chinese),
            ("Securities", Language::English),
            (
                "Beijing Zhipu Huatong Technology Co., Ltd.",
                Language::English,
            ),
            ("本行 Mobile Banking 理财产品", Language::Chinese),
            (
                "The product 理财 is offered by the branch in the High Street",
                Language::English,
            ),
            ("", Language::Chinese),
            ("12345 %%%", Language::Chinese),
        ] {
            assert_eq!(Language::of(text), expected, "{text}");
        }
    }
}
