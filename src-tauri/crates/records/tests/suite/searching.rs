//! Searching: exactly what a plain scan over all texts finds, narrowed down and in order.

use proptest::{collection::vec, prelude::*, sample::select};
use records::{ContextPart, Kind, Outcome, Query, Records, Sort, WholeRecord, fold};
use serde_json::json;

use crate::made::{self, START_MS, ended, keep, new, open};

fn whole(n: u32, title: &str, asked: &str, output: &str) -> WholeRecord {
    let mut new = new(n);
    new.title = title.to_owned();
    new.request = json!({ "query": asked });
    WholeRecord {
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

/// What a search must find: the records whose folded text holds each folded word.
fn scan(records: &Records, text: &str) -> Vec<i64> {
    let all = records.search(&Query::default()).unwrap().ids;
    let holds = |id: &i64| {
        let record = records.record(*id).unwrap();
        let all = fold(&format!("{}\n{}", record.started.words(), record.output));
        text.split_whitespace()
            .all(|word| all.contains(&fold(word)))
    };
    all.into_iter().filter(holds).collect()
}

fn shown(context: &[ContextPart]) -> String {
    let shown = context.iter().map(|part| match part.hit {
        true => format!("[{}]", part.text),
        false => part.text.clone(),
    });
    shown.collect()
}

/// Texts of few different characters, so that words are found in them: Chinese, Latin, quotes and signs that mean something
/// to SQLite, emoji of several parts, full width, ligatures, what is no character, and white space of all sorts.
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
        records.keep_whole(made.collect()).unwrap();
        let cuts = cuts.iter().map(|(which, from, length)| {
            let chars: Vec<char> = which.get(&texts).2.chars().collect();
            let from = if chars.is_empty() { 0 } else { from.index(chars.len()) };
            chars.into_iter().skip(from).take(*length).collect::<String>()
        });
        for text in asked.iter().cloned().chain(cuts) {
            let query = words(&text);
            let found = records.search(&query).unwrap();
            prop_assert_eq!(&found.ids, &scan(&records, &text), "{:?}", text);
            for row in records.rows(&found.ids, &query).unwrap() {
                let marked = row.context.iter().any(|part| part.hit);
                prop_assert_eq!(marked, !query.terms().is_empty(), "{:?} in {:?}", text, row);
                let lines = row.context.iter().any(|part| part.text.contains(['\n', '\u{1}']));
                prop_assert!(!lines);
            }
        }
        // What is taken out is found no more, and the rest as before.
        let last = records.search(&Query::default()).unwrap().ids.pop().unwrap();
        records.delete(last, "示例", &made::moment(START_MS)).unwrap();
        for text in &asked {
            prop_assert_eq!(records.search(&words(text)).unwrap().ids, scan(&records, text));
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
    records.keep_whole(made.collect()).unwrap();
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
        assert_eq!(
            records.search(&words(text)).unwrap().ids,
            scan(&records, text),
            "{text}"
        );
    }
    let long = "第2999条 ".repeat(50) + &"不查征信，当天到账".repeat(300);
    assert_eq!(
        records.search(&words(&long)).unwrap().ids,
        Vec::<i64>::new()
    );
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
