//! Formulas of DOCX documents in one line.

use intake::Note;

use crate::packages::{body_text, docx};
use crate::preparing::try_prepare;

fn r(text: &str) -> String {
    format!("<m:r><w:rPr><w:rFonts w:ascii=\"Cambria Math\"/></w:rPr><m:t>{text}</m:t></m:r>")
}

fn e(name: &str, inner: &str) -> String {
    format!("<m:{name}>{inner}</m:{name}>")
}

fn math(inner: &str) -> String {
    format!("<w:p><w:r><w:t>公式：</w:t></w:r><m:oMath>{inner}</m:oMath></w:p>")
}

fn written(inner: &str) -> String {
    body_text(&math(inner))
        .trim_start_matches("公式：")
        .to_owned()
}

fn brackets(inner: &str) -> String {
    e("d", &e("e", inner))
}

#[test]
fn fractions_and_powers_keep_their_meaning() {
    let fraction = e("f", &(e("num", &r("利息")) + &e("den", &r("本金"))));
    assert_eq!(written(&fraction), "(利息)/(本金)");
    let power = e("sSup", &(e("e", &brackets(&r("1+r"))) + &e("sup", &r("n"))));
    assert_eq!(written(&power), "(1+r)^n");
    let power = e("sSup", &(e("e", &r("10")) + &e("sup", &r("9"))));
    assert_eq!(written(&(power + &r("元"))), "10⁹元");
    let power = e("sSup", &(e("e", &r("x")) + &e("sup", &r("n"))));
    assert_eq!(written(&(power.clone() + &r("y"))), "x^n y");
    let both = e(
        "sSubSup",
        &(e("e", &r("x")) + &e("sub", &r("i")) + &e("sup", &r("t+1"))),
    );
    assert_eq!(written(&both), "x_i^(t+1)");
    let lined = e(
        "f",
        &(r#"<m:fPr><m:type m:val="lin"/></m:fPr>"#.to_owned()
            + &e("num", &r("a"))
            + &e("den", &r("b+c"))),
    );
    assert_eq!(written(&lined), "(a)/(b+c)");
}

#[test]
fn sums_roots_and_functions_are_named() {
    let sum = e(
        "nary",
        &(r#"<m:naryPr><m:chr m:val="∑"/></m:naryPr>"#.to_owned()
            + &e("sub", &r("i=1"))
            + &e("sup", &r("n"))
            + &e("e", &e("sSub", &(e("e", &r("C")) + &e("sub", &r("i")))))),
    );
    assert_eq!(written(&sum), "∑_(i=1)^(n) C_i");
    let root = e("rad", &(e("deg", "") + &e("e", &r("a+b"))));
    assert_eq!(written(&root), "√(a+b)");
    let root = e("rad", &(e("deg", &r("3")) + &e("e", &r("a"))));
    assert_eq!(written(&root), "³√(a)");
    let function = e("func", &(e("fName", &r("ln")) + &e("e", &r("x"))));
    assert_eq!(written(&function), "ln(x)");
    let limit = e(
        "func",
        &(e(
            "fName",
            &e("limLow", &(e("e", &r("lim")) + &e("lim", &r("x→0")))),
        ) + &e("e", &brackets(&r("x")))),
    );
    assert_eq!(written(&limit), "lim_(x→0)(x)");
    let matrix = e(
        "m",
        &(e("mr", &(e("e", &r("a")) + &e("e", &r("b"))))
            + &e("mr", &(e("e", &r("c")) + &e("e", &r("d"))))),
    );
    assert_eq!(written(&matrix), "[a, b; c, d]");
    let floor = e(
        "d",
        &(r#"<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>"#.to_owned()
            + &e("e", &r("x"))),
    );
    assert_eq!(written(&floor), "[x]");
}

#[test]
fn what_is_not_understood_stays_in_order_and_is_said() {
    for inner in [
        e("novel", &(e("e", &r("甲")) + &e("e", &r("乙")))),
        e(
            "f",
            &(r#"<m:fPr><m:type m:val="noBar"/></m:fPr>"#.to_owned()
                + &e("num", &r("甲"))
                + &e("den", &r("乙"))),
        ),
    ] {
        let prepared = try_prepare(&docx(&math(&inner), &[], &[])).unwrap();
        assert_eq!(prepared.text.unwrap(), "公式：甲 乙");
        assert_eq!(prepared.plan.notes, [Note::FormulasGuessed]);
    }
}

#[test]
fn formulas_on_lines_of_their_own_stay_apart() {
    let body = format!(
        "<w:p><m:oMathPara><m:oMath>{}</m:oMath><m:oMath>{}</m:oMath></m:oMathPara></w:p>",
        r("a=1"),
        r("b=2")
    );
    assert_eq!(body_text(&body), "a=1\nb=2");
}
