use super::*;

fn rule(id: &str, excerpt: &str) -> Found {
    Found::new(Some(id), id, excerpt)
}

fn said(title: &str, excerpt: &str) -> Found {
    Found::new(None, title, excerpt)
}

/// A status and why it is proposed.
type Proposal = (Option<EarlierStatus>, EarlierReason);

/// The counterparts, and what is proposed for a version with this text.
fn judged(earlier: &[Found], later: &[Found], text: &str) -> (Vec<Option<usize>>, Vec<Proposal>) {
    let pairs = counterparts(earlier, later);
    let material = Material::new([text].into_iter(), true);
    let proposed = material.proposals(earlier, later, &pairs);
    (pairs, proposed)
}

const AGAIN: Proposal = (Some(EarlierStatus::Present), EarlierReason::Again);
const REWORDED: Proposal = (Some(EarlierStatus::Present), EarlierReason::Reworded);
const GONE: Proposal = (Some(EarlierStatus::Resolved), EarlierReason::Gone);

#[test]
fn words_that_are_gone_are_resolved_and_others_are_new() {
    let (pairs, proposed) = judged(
        &[
            rule("guarantee", "保本保息"),
            rule("superlative", "最佳选择"),
        ],
        &[rule("superlative", "最佳选择"), rule("urgency", "仅限今日")],
        "最佳选择，仅限今日",
    );
    assert_eq!(pairs, [None, Some(0)]);
    assert_eq!(proposed, [GONE, AGAIN]);
}

#[test]
fn text_that_moved_or_is_spaced_otherwise_is_the_same() {
    let (pairs, proposed) = judged(
        &[rule("a", "保本 保息"), rule("b", "年化ＡＢ4.2%")],
        &[rule("b", "年化 ab4.2%"), rule("a", "保本\n保息")],
        "年化 ab4.2%\n…\n保本\n保息",
    );
    assert_eq!(pairs, [Some(1), Some(0)]);
    assert_eq!(proposed, [AGAIN, AGAIN]);
}

#[test]
fn changed_words_under_the_same_rule_are_still_present() {
    let (pairs, proposed) = judged(
        &[rule("a", "保本保息，稳赚不赔"), rule("b", "最佳")],
        &[rule("a", "保本保息，稳赚"), rule("b", "第一")],
        "保本保息，稳赚，第一",
    );
    assert_eq!(pairs, [Some(0), None], "第一 is another superlative");
    assert_eq!(proposed, [REWORDED, GONE]);
}

#[test]
fn of_several_same_findings_as_many_remain_as_there_are_left() {
    let twice = || vec![rule("a", "保本"), rule("a", "保本")];
    let (pairs, proposed) = judged(&twice(), &twice(), "保本，保本");
    assert_eq!(pairs, [Some(0), Some(1)]);
    assert_eq!(proposed, [AGAIN, AGAIN]);
    let (pairs, proposed) = judged(&twice(), &[rule("a", "保本")], "保本");
    assert_eq!(pairs, [Some(0), None]);
    assert_eq!(proposed, [AGAIN, GONE]);
    let (_, proposed) = judged(&twice(), &[rule("a", "保本")], "保本，不保本");
    assert_eq!(proposed, [AGAIN, (None, EarlierReason::NotFound)]);
    let (pairs, _) = judged(&[rule("a", "保本")], &twice(), "保本，保本");
    assert_eq!(pairs, [Some(0)], "the other one is new");
}

#[test]
fn the_same_words_are_the_same_finding_whatever_the_service_calls_it() {
    let (pairs, _) = judged(
        &[
            said("承诺保本", "保本保息"),
            rule("a", "零风险"),
            said("承诺保本", "稳赚"),
        ],
        &[
            said("无风险表述", "零风险"),
            said("涉嫌承诺收益", "保本保息"),
            said("承诺保本", "只赚"),
        ],
        "",
    );
    assert_eq!(pairs, [Some(1), Some(0), None]);
}

#[test]
fn other_rules_for_the_same_words_are_other_findings_unless_a_rule_was_renamed() {
    let renamed = |id: &str| Found::new(Some(id), "承诺保本", "保本");
    let (pairs, proposed) = judged(&[rule("a", "保本")], &[rule("b", "保本")], "保本");
    assert_eq!(pairs, [None]);
    assert_eq!(proposed, [(None, EarlierReason::NotFound)]);
    let (pairs, _) = judged(&[renamed("a")], &[renamed("b")], "保本");
    assert_eq!(pairs, [Some(0)]);
}

#[test]
fn what_was_missing_is_looked_for_by_its_rule_alone() {
    let earlier = || vec![rule("risk-notice", ""), said("字号过小", "")];
    let (pairs, proposed) = judged(&earlier(), &[rule("risk-notice", "")], "");
    assert_eq!(pairs, [Some(0), None]);
    assert_eq!(proposed, [AGAIN, (None, EarlierReason::Wordless)]);
    let (_, proposed) = judged(&earlier(), &[], "");
    assert_eq!(proposed, [GONE, (None, EarlierReason::Wordless)]);
}

#[test]
fn nothing_counts_as_gone_as_long_as_the_picture_is_unread() {
    let earlier = [rule("a", "保本"), rule("risk-notice", "")];
    let material = Material::new(["文案"].into_iter(), false);
    let proposed = material.proposals(&earlier, &[], &[None, None]);
    assert_eq!(proposed, [(None, EarlierReason::Unread); 2]);
}

#[test]
fn titles_that_differ_in_a_date_or_a_mark_are_alike() {
    assert!(alike("九月理财海报", "九月理财海报（修改稿）"));
    assert!(alike("稳盈示例宣传海报 v1", "稳盈示例宣传海报 V2"));
    assert!(!alike("九月理财海报", "信用卡分期文案"));
    assert!(!alike("", "信用卡分期文案") && !alike("", ""));
}
