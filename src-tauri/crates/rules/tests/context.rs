//! The context decides which rules run; what is unknown is said.

#![expect(clippy::unwrap_used, reason = "a test may panic where its setup fails")]

use rules::{
    Audience, Context, Field, Kind, Language, Material, Medium, Need, Packs, Place, Product, Report,
};

fn check(text: &str, context: &Context) -> Report {
    Packs::embedded()
        .unwrap()
        .check(&Material::plain(text), context, Language::Chinese)
}

fn known<T>(value: T) -> Field<T> {
    Field::Known { value }
}

fn found(report: &Report, rule: &str) -> bool {
    report.findings.iter().any(|finding| finding.rule == rule)
}

#[test]
fn a_guess_shows_the_words_behind_it_and_yields_to_what_is_said() {
    let text = "新发基金，基金经理张三";
    let report = check(text, &Context::default());
    let Field::Guessed { value, words } = &report.context.product else {
        panic!("{:?}", report.context.product);
    };
    assert_eq!(*value, Product::Fund);
    assert!(words.iter().all(|word| text.contains(word.as_str())));
    assert!(words.contains(&"基金经理".to_owned()), "{words:?}");
    let said = Context {
        product: known(Product::Wealth),
        ..Context::default()
    };
    assert_eq!(check(text, &said).context.product, known(Product::Wealth));
}

#[test]
fn rules_that_lack_their_context_are_listed() {
    let report = check("保本保息", &Context::default());
    assert_eq!(report.context.product, Field::Unknown);
    let lacking = |rule: &str| {
        report
            .not_checked
            .iter()
            .find(|entry| entry.rule == rule)
            .map(|entry| entry.needs.clone())
    };
    assert_eq!(lacking("zh-fund-guarantee"), Some(vec![Need::Product]));
    assert_eq!(
        lacking("zh-private-public"),
        Some(vec![Need::Product, Need::Audience])
    );
    assert_eq!(lacking("zh-core-notice-size"), Some(vec![Need::Picture]));
    assert!(found(&report, "zh-core-guarantee"));
}

#[test]
fn a_private_fund_may_be_shown_to_qualified_investors_only() {
    let mut context = Context {
        product: known(Product::PrivateFund),
        audience: known(Audience::Public),
        ..Context::default()
    };
    let text = "私募证券基金火热募集";
    assert!(found(&check(text, &context), "zh-private-public"));
    context.audience = known(Audience::Qualified);
    assert!(!found(&check(text, &context), "zh-private-public"));
}

#[test]
fn a_rule_runs_only_while_its_law_is_in_force_and_where_the_material_is_online() {
    let mut context = Context {
        product: known(Product::Loan),
        date: known("2026-09-29".to_owned()),
        ..Context::default()
    };
    let text = "低门槛，秒到账";
    assert!(!found(&check(text, &context), "zh-core-inducement"));
    context.date = known("2026-09-30".to_owned());
    assert!(found(&check(text, &context), "zh-core-inducement"));
    context.medium = known(Medium::Print);
    assert!(!found(&check(text, &context), "zh-core-inducement"));
}

#[test]
fn a_local_law_holds_in_its_place_only() {
    let mut context = Context {
        product: known(Product::Wealth),
        place: known("浙江".to_owned()),
        ..Context::default()
    };
    let report = check("稳赚不赔", &context);
    assert!(found(&report, "zh-unlicensed-zhejiang"));
    context.place = known("广东".to_owned());
    assert!(!found(
        &check("稳赚不赔", &context),
        "zh-unlicensed-zhejiang"
    ));
}

#[test]
fn deposits_may_promise_what_the_state_lets_them_promise() {
    let deposit = Context {
        product: known(Product::Deposit),
        ..Context::default()
    };
    assert!(!found(
        &check("存款保本保息", &deposit),
        "zh-core-guarantee"
    ));
}

#[test]
fn a_notice_counts_only_where_it_stands_with_its_claim() {
    let fund = Context {
        product: known(Product::Fund),
        ..Context::default()
    };
    let near = "近一年收益率18.6%\n同期业绩比较基准9.2%";
    let far = "近一年收益率18.6%\n\n产品特点\n\n投资策略\n\n业绩比较基准：沪深300指数";
    assert!(!found(&check(near, &fund), "zh-fund-benchmark"));
    assert!(found(&check(far, &fund), "zh-fund-benchmark"));
}

#[test]
fn words_that_wrap_between_lines_of_a_picture_are_found_with_both_lines() {
    let line = |text: &str, top: f32| {
        (
            text.to_owned(),
            Place {
                left: 10.0,
                top,
                right: 410.0,
                bottom: top + 24.0,
                font_size: 20.0,
                contrast: None,
            },
        )
    };
    let material = Material::from_lines([
        line("本产品由资深团队打造，历史上稳赚", 0.0),
        line("不赔，欢迎咨询我行理财经理购买它", 30.0),
    ]);
    let context = Context {
        product: known(Product::Wealth),
        ..Context::default()
    };
    let report = Packs::embedded()
        .unwrap()
        .check(&material, &context, Language::Chinese);
    let finding = report
        .findings
        .iter()
        .find(|finding| finding.rule == "zh-core-guarantee")
        .unwrap();
    assert_eq!(finding.excerpt, "稳赚\n不赔");
    assert_eq!(finding.lines, [0, 1]);
    assert_eq!(finding.kind, Kind::Ban);
}

#[test]
fn english_is_spoken_where_it_is_asked_for() {
    let packs = Packs::embedded().unwrap();
    let report = packs.check(
        &Material::plain("保本保息"),
        &Context::default(),
        Language::English,
    );
    let finding = report.findings.first().unwrap();
    assert!(finding.title.is_ascii(), "{}", finding.title);
    assert!(finding.message.contains("Basis"));
}
