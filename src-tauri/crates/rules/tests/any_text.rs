//! Whatever the text, a check ends, and its findings point at what they quote.

#![expect(clippy::unwrap_used, reason = "a test may panic where its setup fails")]

use std::sync::LazyLock;

use proptest::prelude::*;
use rules::{Context, Field, Language, Material, Packs, Place, Product};

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded().unwrap());

/// Pieces that make rules fire, in any order and with anything between.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "保本保息",
            "零风险",
            "全国第一",
            "中国人民银行推荐",
            "年化利率7.2%",
            "不承诺",
            "近3个月收益率12%",
            "R2",
            "R3",
            "\u{200b}",
            "\u{feff}",
            " ",
            "\n",
            "\n\n",
            "。",
            "，",
            "（",
            "）",
            "穩賺不賠",
            "稳*赚*不*赔",
            "亻呆本",
            "借1万元",
            "分12期",
            "每期还款900元",
            "2026年11月30日",
            "日息0.02%",
            "投资有风险",
            "ETF",
            "guaranteed returns",
            "𝟓％",
            "①",
            "㈱",
            "🔥",
            "\u{1f1e8}\u{1f1f3}",
            "e\u{301}",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
        "[\u{4e00}-\u{9fff}]{0,6}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

fn product() -> impl Strategy<Value = Field<Product>> {
    prop_oneof![
        Just(Field::Unknown),
        prop::sample::select(Product::ALL).prop_map(|value| Field::Known { value }),
    ]
}

fn holds(material: &Material, context: &Context) -> Result<(), TestCaseError> {
    let report = PACKS.check(material, context, Language::Chinese);
    let text = material.text();
    for finding in &report.findings {
        let pieces: Option<Vec<&str>> = finding
            .ranges
            .iter()
            .map(|range| text.get(range.clone()))
            .collect();
        prop_assert!(pieces.is_some(), "{:?} of {:?}", finding.ranges, text);
        let pieces = pieces.unwrap_or_default();
        let each = pieces.iter().all(|piece| *piece == finding.excerpt);
        let together = pieces.join("\n") == finding.excerpt;
        prop_assert!(each || together, "{finding:?} in {text:?}");
        prop_assert_eq!(finding.ranges.is_empty(), finding.excerpt.is_empty());
        prop_assert!(
            finding
                .lines
                .iter()
                .all(|line| *line < material.line_count())
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn findings_quote_what_stands_at_their_ranges(text in text(), product in product()) {
        let context = Context { product, ..Context::default() };
        holds(&Material::plain(&text), &context)?;
    }

    #[test]
    fn the_same_holds_for_lines_of_a_picture(
        lines in prop::collection::vec((piece(), 0.0_f32..800.0, 0.0_f32..1200.0, 0.0_f32..200.0), 0..16),
        product in product(),
    ) {
        let context = Context { product, ..Context::default() };
        let material = Material::from_lines(lines.into_iter().map(|(text, left, top, size)| {
            let right = left + size * text.chars().count() as f32;
            (text, Place { left, top, right, bottom: top + size, font_size: size, contrast: None })
        }));
        holds(&material, &context)?;
    }
}
