//! Raised and lowered text in a PDF is told apart from the text beside it.

use crate::documents::{A4, CATALOGUE, pdf, prepared, stream};

/// The text of a page with this content in a Latin font.
fn read(content: &str) -> String {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let file = pdf(&[
        CATALOGUE.to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R {A4} /Contents 4 0 R /Resources << /Font << /L {font} >> >> >>"
        ),
        stream("", content),
    ]);
    prepared(&file).text.unwrap_or_default()
}

/// Text with parts in other sizes and heights, as office programs write it: a new position for each part.
fn placed(parts: &[(&str, f64, f64)]) -> String {
    let mut at = 72.0;
    let mut content = String::new();
    for (text, size, rise) in parts {
        content += &format!("BT /L {size} Tf {at} {} Td ({text}) Tj ET\n", 700.0 + rise);
        // Digits of Helvetica are 0.556 em wide, the per cent sign 0.889.
        let widths = text.chars().map(|sign| match sign {
            '%' => 0.889,
            '.' | ' ' => 0.278,
            'O' => 0.778,
            'C' => 0.722,
            _ => 0.556,
        });
        at += widths.sum::<f64>() * size;
    }
    read(&content)
}

#[test]
fn raised_digits_become_superscripts() {
    for (size, rise) in [(7.0, 4.0), (8.0, 5.0), (6.0, 6.0), (9.0, 3.0), (5.0, 7.5)] {
        assert_eq!(placed(&[("2.61%", 12.0, 0.0), ("2", size, rise)]), "2.61%²");
        assert_eq!(
            placed(&[("10", 12.0, 0.0), ("9", size, rise), (" 5", 12.0, 0.0)]),
            "10⁹ 5"
        );
    }
    assert_eq!(placed(&[("10", 12.0, 0.0), ("12", 7.0, 4.0)]), "10¹²");
    assert_eq!(placed(&[("10", 12.0, 0.0), ("9", 12.0, 4.0)]), "10⁹");
    assert_eq!(placed(&[("10", 60.0, 0.0), ("9", 14.0, 40.0)]), "10⁹");
}

#[test]
fn text_rise_counts_as_well() {
    let rise = "BT /L 12 Tf 72 700 Td (10) Tj 4 Ts /L 7 Tf (9) Tj 0 Ts /L 12 Tf (55) Tj ET";
    assert_eq!(read(rise), "10⁹55");
    let matrix = "BT /L 1 Tf 12 0 0 12 72 700 Tm (2.61%) Tj 7 0 0 7 105.4 704 Tm (2) Tj ET";
    assert_eq!(read(matrix), "2.61%²");
    let turned = "BT /L 1 Tf 0 12 -12 0 72 300 Tm (2.61%) Tj 0 7 -7 0 68 333.4 Tm (2) Tj ET";
    assert_eq!(read(turned), "2.61%²");
}

#[test]
fn raised_words_are_put_in_brackets_and_lowered_digits_become_subscripts() {
    assert_eq!(placed(&[("5", 12.0, 0.0), ("2a", 7.0, 4.0)]), "5^(2a)");
    assert_eq!(
        placed(&[("CO", 12.0, 0.0), ("2", 7.0, -2.0), ("55", 12.0, 0.0)]),
        "CO₂55"
    );
}

#[test]
fn a_mark_at_the_beginning_of_a_line_is_raised_too() {
    assert_eq!(
        placed(&[("1", 6.0, 4.0), ("2026 55", 10.0, 0.0)]),
        "¹2026 55"
    );
}

#[test]
fn other_sizes_on_a_line_are_no_indices() {
    // A large price with small signs on its baseline.
    assert_eq!(
        placed(&[("3.85", 40.0, 0.0), ("% 55", 12.0, 0.0)]),
        "3.85% 55"
    );
    // A per cent sign and decimals aligned with the top of the digits.
    assert_eq!(placed(&[("3.85", 40.0, 0.0), ("%", 20.0, 14.0)]), "3.85%");
    assert_eq!(placed(&[("99", 40.0, 0.0), (".90", 20.0, 14.0)]), "99.90");
    // The next line, and the next cell of a table.
    let lines = "BT /L 12 Tf 72 700 Td (55) Tj /L 7 Tf 0 -10 Td (66) Tj ET";
    assert_eq!(read(lines), "55\n66");
    let cells = "BT /L 12 Tf 72 700 Td (55) Tj /L 7 Tf 80 3 Td (66) Tj ET";
    assert_eq!(read(cells), "55 66");
}

#[test]
fn digits_that_a_font_draws_raised_are_superscripts() {
    // Helvetica's own superscripts are mapped to plain digits here, as fonts with small digits do.
    let mapped = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange \
        1 beginbfrange <B2> <B3> <0032> endbfrange 1 beginbfchar <B9> <0031> endbfchar \
        1 beginbfrange <20> <7E> <0020> endbfrange endcmap end";
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 5 0 R >>";
    let file = pdf(&[
        CATALOGUE.to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R {A4} /Contents 4 0 R /Resources << /Font << /L {font} >> >> >>"
        ),
        stream(
            "",
            "BT /L 12 Tf 72 700 Td (2.61%\\262 10\\263 0123456789 10\\271\\2625) Tj ET",
        ),
        stream("", mapped),
    ]);
    assert_eq!(
        prepared(&file).text.as_deref(),
        Some("2.61%² 10³ 0123456789 10¹²5")
    );
}
