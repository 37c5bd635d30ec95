//! Searching finds exactly what a plain scan over all texts finds, filtered and in order.

use proptest::{collection::vec, prelude::*, sample::select};
use records::{ContextPart, FullRecord, Kind, Outcome, Place, Query, Records, Scope, Sort, fold};
use serde_json::json;

use crate::made::{self, START_MS, ended, keep, new, open};

fn whole(n: u32, title: &str, asked: &str, output: &str) -> FullRecord {
    let mut new = new(n);
    new.title = title.to_owned();
    new.request = json!({ "query": asked });
    FullRecord {
        new,
        raw: output.as_bytes().to_vec(),
        happenings: Vec::new(),
        ended: ended(output),
    }
}

fn words(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        ..Query::default()
    }
}

/// What a search must find: the records whose folded text in this scope contains each folded term; first those whose own
/// material does.
fn scan(records: &Records, text: &str, scope: Scope) -> Vec<i64> {
    let all = records.search(&Query::default()).unwrap().ids;
    let says = |id: i64, scope: Scope| {
        let record = records.record(id).unwrap();
        let words = record.started.words();
        let said = fold(&match scope {
            Scope::Everywhere => format!("{words}\n{}", record.output),
            Scope::Material => words,
            Scope::Answer => record.output,
            Scope::Pictures => String::new(),
        });
        text.split_whitespace()
            .all(|word| said.contains(fold(word).trim()))
    };
    let found = all.into_iter().filter(|id| says(*id, scope));
    if scope != Scope::Everywhere {
        return found.collect();
    }
    let (mut own, mut later): (Vec<i64>, Vec<i64>) =
        found.partition(|id| says(*id, Scope::Material));
    own.append(&mut later);
    own
}

const SCOPES: [Scope; 3] = [Scope::Everywhere, Scope::Material, Scope::Answer];

/// A query for these terms in this scope.
fn within(text: &str, scope: Scope) -> Query {
    Query {
        scope,
        ..words(text)
    }
}

fn shown(context: &[ContextPart]) -> String {
    let shown = context.iter().map(|part| match part.hit {
        true => format!("[{}]", part.text),
        false => part.text.clone(),
    });
    shown.collect()
}

/// Texts of few different characters, so that terms match: Chinese, Latin, quotes and characters with a meaning to
/// SQLite, emoji of several parts, full width, ligatures, noncharacters, and all sorts of white space.
fn text(longest: usize) -> impl Strategy<Value = String> {
    const CHARS: [char; 40] = [
        '保', '本', '收', '益', '险', '的', 'a', 'A', 'ａ', 'p', 'P', 'İ', 'ß', 'é', 'ﬁ', 'Ⅳ', '"',
        '\'', '*', '(', ')', '-', '%', '_', ':', '，', '。', '“', '”', '😀', '👨', '\u{200d}',
        '👩', '¨', '\u{fffe}', '\u{1}', ' ', '\n', '\u{3000}', '𠮷',
    ];
    vec(select(CHARS.as_slice()), 0..longest).prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_what_a_scan_finds(
        texts in vec((text(6), text(12), text(60)), 1..12),
        asked in vec(text(7), 1..20),
        cuts in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1_usize..9), 20),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let records = open(folder.path());
        let made = texts.iter().enumerate();
        let made = made.map(|(n, (title, asked, output))| whole(n as u32, title, asked, output));
        records.insert_full_records(made.collect()).unwrap();
        let cuts = cuts.iter().map(|(which, from, length)| {
            let chars: Vec<char> = which.get(&texts).2.chars().collect();
            let from = if chars.is_empty() { 0 } else { from.index(chars.len()) };
            chars.into_iter().skip(from).take(*length).collect::<String>()
        });
        for text in asked.iter().cloned().chain(cuts) {
            for scope in SCOPES {
                let query = within(&text, scope);
                let found = records.search(&query).unwrap();
                prop_assert_eq!(&found.ids, &scan(&records, &text, scope), "{:?} {:?}", text, scope);
                // A term that contains a blank may match where one text ends and the next begins.
                let whole = query.terms().iter().all(|term| !term.contains(' '));
                for row in records.rows(&found.ids, &query).unwrap() {
                    let marked = row.context.iter().any(|part| part.hit);
                    prop_assert!(marked != query.terms().is_empty() || !whole, "{:?} in {:?}", text, row);
                    prop_assert_eq!(marked, row.place.is_some());
                    let lines = row.context.iter().any(|part| part.text.contains(['\n', '\u{1}']));
                    prop_assert!(!lines);
                }
            }
        }
        // A deleted record is no longer found, and the others still are.
        let last = records.search(&Query::default()).unwrap().ids.pop().unwrap();
        records.delete(last, "示例", &made::moment(START_MS)).unwrap();
        for (text, scope) in asked.iter().flat_map(|text| SCOPES.map(|scope| (text, scope))) {
            prop_assert_eq!(records.search(&within(text, scope)).unwrap().ids, scan(&records, text, scope));
        }
    }
}

#[test]
fn three_thousand_records_are_found_as_a_scan_finds_them() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let pieces = [
        "保本保息",
        "年化收益率6.8%",
        "不查征信，当天到账",
        "“稳健”增值",
        "ＡＰＰ下载",
        "Guaranteed returns",
        "风险等级R2",
        "《广告法》",
    ];
    let made = (0..3_000_u32).map(|n| {
        let piece = |k: u32| pieces[((n / (1 + k * 3)) % 8) as usize];
        let output = format!("{}。{}\n{}第{}条", piece(0), piece(1), piece(2), n);
        whole(n, &format!("示例海报-{n}.png"), piece(3), &output)
    });
    records.insert_full_records(made.collect()).unwrap();
    for text in [
        "的",
        "险",
        "保本",
        "收益",
        "保本保息",
        "不查征信，当天",
        "app",
        "guaranteed",
        "RETURNS 保本",
        "“稳健”",
        "第7条",
        "6.8% r2",
        "》",
        "第 299",
        "量子",
    ] {
        for scope in SCOPES {
            assert_eq!(
                records.search(&within(text, scope)).unwrap().ids,
                scan(&records, text, scope),
                "{text} {scope:?}"
            );
        }
    }
    let long = "第2999条 ".repeat(50) + &"不查征信，当天到账".repeat(300);
    assert_eq!(
        records.search(&words(&long)).unwrap().ids,
        Vec::<i64>::new()
    );
}

#[test]
fn own_material_comes_before_answers_and_its_passage_is_the_one_shown() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let made = vec![
        whole(1, "一.png", "稳健增值", "不得承诺保本"),
        whole(2, "二.png", "保本保息", "不得承诺保本"),
        whole(3, "三.png", "稳健增值", "没有问题"),
        whole(4, "四 保本.png", "稳健增值", "不得承诺收益"),
    ];
    records.insert_full_records(made).unwrap();
    let find = |scope| records.search(&within("保本", scope)).unwrap().ids;
    assert_eq!(find(Scope::Everywhere), [2, 4, 1]);
    assert_eq!(find(Scope::Material), [2, 4]);
    assert_eq!(find(Scope::Answer), [1, 2]);
    let newest = Query {
        descending: true,
        ..words("保本")
    };
    assert_eq!(records.search(&newest).unwrap().ids, [4, 2, 1]);
    let rows = records.rows(&[2, 4, 1], &newest).unwrap();
    let places: Vec<_> = rows.iter().map(|row| row.place).collect();
    assert_eq!(
        places,
        [Some(Place::Asked), Some(Place::Asked), Some(Place::Answer)]
    );
    assert!(shown(&rows[0].context).contains("[保本]保息"));
    let answers = records.rows(&[2], &within("保本", Scope::Answer)).unwrap();
    assert_eq!(shown(&answers[0].context), "不得承诺[保本]");
}

#[test]
fn a_record_is_found_by_what_was_asked_while_it_runs_and_by_the_answer_after() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let journal = records.begin(new(1)).unwrap();
    let id = journal.id();
    assert_eq!(records.search(&words("稳健增值 app1")).unwrap().ids, [id]);
    let running = Query {
        outcomes: vec![None],
        ..Query::default()
    };
    assert_eq!(records.search(&running).unwrap().ids, [id]);
    let row = &records.rows(&[id], &words("增值")).unwrap()[0];
    assert_eq!((row.outcome, row.elapsed_ms), (None, None));
    assert_eq!(
        shown(&row.context),
        "示例海报-1.jpg 示例产品1：稳健[增值]，详询客户经理 APP1"
    );
    let answers = records.search(&within("增值", Scope::Answer)).unwrap();
    assert!(answers.ids.is_empty(), "it has no answer yet");
    journal.end(ended("绝对化表述")).unwrap();
    assert_eq!(records.search(&words("稳健增值 绝对化")).unwrap().ids, [id]);
    assert!(records.search(&running).unwrap().ids.is_empty());
}

#[test]
fn records_are_narrowed_down_and_sorted_with_their_numbers_deciding_between_equals() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let ids: Vec<i64> = (0..10).map(|n| keep(&records, new(n), "答")).collect();
    let journal = records.begin(new(10)).unwrap();
    let find = |query: Query| records.search(&query).unwrap();
    assert_eq!(find(Query::default()).of, 11);
    let audits = Query {
        kinds: vec![Kind::Audit],
        ..Query::default()
    };
    assert_eq!(find(audits.clone()).ids, [ids[0], ids[5], journal.id()]);
    let mut query = Query {
        outcomes: vec![Some(Outcome::Finished)],
        ..audits
    };
    assert_eq!(find(query.clone()).ids, [ids[0], ids[5]]);
    query.demo = Some(false);
    assert_eq!(find(query).ids, [ids[5]]);
    let times = Query {
        from_ms: Some(START_MS + 120_000),
        until_ms: Some(START_MS + 240_000),
        ..Query::default()
    };
    assert_eq!(find(times).ids, [ids[2], ids[3]]);
    let model = Query {
        model: Some("4-Air".to_owned()),
        ..Query::default()
    };
    assert!(find(model).ids.is_empty());
    for sort in [
        Sort::Created,
        Sort::Kind,
        Sort::Title,
        Sort::Model,
        Sort::Outcome,
        Sort::Elapsed,
        Sort::Tokens,
    ] {
        let query = Query {
            sort,
            kinds: Kind::ALL.to_vec(),
            ..Query::default()
        };
        let up = find(query.clone()).ids;
        let mut down = find(Query {
            descending: true,
            ..query
        })
        .ids;
        down.reverse();
        assert_eq!(up, down, "{sort:?}");
        let row = |id: &i64| records.rows(&[*id], &Query::default()).unwrap().remove(0);
        let keys: Vec<_> = up
            .iter()
            .map(row)
            .map(|row| match sort {
                Sort::Created => (Some(row.created_ms as u64), String::new(), row.id),
                Sort::Kind => (Some(row.kind as u64), String::new(), row.id),
                Sort::Title => (None, row.title, row.id),
                Sort::Model => (None, row.model, row.id),
                Sort::Outcome => (
                    row.outcome.map(|outcome| outcome as u64),
                    String::new(),
                    row.id,
                ),
                Sort::Elapsed => (row.elapsed_ms, String::new(), row.id),
                Sort::Tokens => (row.tokens, String::new(), row.id),
            })
            .collect();
        assert!(keys.is_sorted(), "{sort:?}: {keys:?}");
    }
    assert_eq!(records.models().unwrap(), ["4-Plus"]);
    assert_eq!(
        records.rows(&[ids[0]], &Query::default()).unwrap()[0].versions,
        1
    );
}

#[test]
fn a_search_before_something_is_deleted_does_not_make_the_check_cry_damage() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    for round in 0..8 {
        let id = keep(&records, new(round), "不查征信，利息全网最低");
        assert_eq!(records.search(&words("征信")).unwrap().ids, [id]);
        let reason = "测试";
        records
            .delete(id, reason, &made::moment(START_MS + 1_000))
            .unwrap();
        let report = records.check(None, &mut |_, _| true).unwrap();
        assert!(report.faults.is_empty(), "{round}: {:?}", report.faults);
    }
}
