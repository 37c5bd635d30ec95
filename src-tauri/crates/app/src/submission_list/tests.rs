use std::{path::Path, sync::Arc};

use intake::read_table;
use records::{Opening, Records};

use super::*;

fn files() -> Vec<(String, String)> {
    [("海报.png", "a"), ("折页.PDF", "b"), ("横幅.jpg", "c")]
        .map(|(name, hash)| (name.to_owned(), hash.to_owned()))
        .to_vec()
}

fn read(text: &str) -> Result<(SubmissionList, Vec<stored::ListedSubmission>), Problem> {
    applied("送审.csv", &read_table(text.as_bytes()).unwrap(), &files())
}

#[test]
fn each_row_fills_the_submission_of_its_file_and_the_rest_is_named() {
    let text = "送审清单,,\n\
        文件名,材料名称*,申请部门,拟投放日期（必填）,备注,部门\n\
        海报.png,秋季理财,零售部,2026/9/1,急,x\n\
        折页,手机银行,对公部,下周五,,\n\
        没有.png,别的,,,,\n\
        海报.PNG,又一个,,,,\n\
        ,没有文件名,,,,\n";
    let (list, entries) = read(text).unwrap();
    assert_eq!((list.rows, list.matched), (4, 2));
    let row = |row, text: &str| ListRow {
        row,
        text: text.to_owned(),
    };
    assert_eq!(list.rows_without_file, [row(5, "没有.png")]);
    assert_eq!(list.rows_repeated, [row(6, "海报.PNG")]);
    assert_eq!(list.unread_dates, [row(4, "下周五")]);
    assert_eq!(list.files_without_row, ["横幅.jpg"]);
    assert_eq!(list.unknown_columns, ["备注", "部门"]);
    let [poster, leaflet] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(
        (poster.material.as_str(), poster.list.as_str()),
        ("a", "送审.csv")
    );
    assert_eq!(poster.submission.title, "秋季理财");
    assert_eq!(poster.submission.department, "零售部");
    assert_eq!(poster.submission.planned, "2026-09-01");
    assert_eq!(
        (
            leaflet.material.as_str(),
            leaflet.submission.planned.as_str()
        ),
        ("b", "")
    );
    let shown = Listed {
        list: poster.list.clone(),
        submission: poster.submission.clone().into(),
    }
    .shown();
    let values: Vec<_> = shown.values.keys().map(String::as_str).collect();
    assert_eq!(values, ["department", "planned", "title"]);
}

#[test]
fn a_list_in_gbk_with_semicolons_is_read_as_well() {
    let text = "文件名;送审人;有效期至\r\n横幅.jpg;张示例;2026年12月31日\r\n";
    let gbk = [
        0xce, 0xc4, 0xbc, 0xfe, 0xc3, 0xfb, b';', 0xcb, 0xcd, 0xc9, 0xf3, 0xc8, 0xcb, b'\n', 0xba,
        0xe1, 0xb7, 0xf9, b'.', b'j', b'p', b'g', b';', 0xd5, 0xc5, 0xca, 0xbe, 0xc0, 0xfd,
    ];
    let marked = format!("\u{feff}{text}");
    for bytes in [gbk.as_slice(), marked.as_bytes(), text.as_bytes()] {
        let table = read_table(bytes).unwrap();
        let (list, entries) = applied("a.csv", &table, &files()).unwrap();
        assert_eq!(list.matched, 1);
        assert_eq!(entries[0].submission.submitter, "张示例");
    }
    let (_, entries) = read(text).unwrap();
    assert_eq!(entries[0].submission.valid_until, "2026-12-31");
}

#[test]
fn a_list_without_a_column_for_files_or_with_an_endless_cell_is_refused() {
    let problem = read("材料名称,部门\n海报,零售部\n").unwrap_err();
    assert_eq!(problem.code, "submission_list_no_header");
    let long = format!("文件名,产品\na.png,x\n海报.png,{}\n", "长".repeat(501));
    let problem = read(&long).unwrap_err();
    assert_eq!(problem.code, "submission_list_cell");
    assert_eq!(
        problem.params,
        json!({ "row": 3, "column": "产品", "limit": 500, "actual": 501 })
    );
}

#[test]
fn what_a_list_said_is_stored_in_this_form() {
    let (_, entries) = read("file,title\n海报.png,A\n").unwrap();
    let stored = stored::ListedSubmissions { entries };
    let text = serde_json::to_string(&stored).unwrap();
    assert_eq!(
        text,
        "{\"entries\":[{\"material\":\"a\",\"list\":\"送审.csv\",\"submission\":{\"number\":\"\",\"title\":\"A\",\"type\":\"\",\
         \"channel\":\"\",\"product\":\"\",\"audience\":\"\",\"department\":\"\",\"submitter\":\"\",\"contact\":\"\",\
         \"planned\":\"\",\"valid_until\":\"\",\"source\":\"\"}}]}"
    );
    assert_eq!(
        serde_json::from_str::<stored::ListedSubmissions>(&text).unwrap(),
        stored
    );
}

fn open(folder: &Path) -> Records {
    let opened = Records::open(Opening {
        folder,
        now: crate::recording::moment(),
        read_back: Arc::new(|_, _| unreachable!("no record was left open")),
        head_moved: Box::new(|_| ()),
    });
    opened.unwrap().0
}

#[test]
fn the_latest_list_counts_for_a_file_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let keep_list = |records: &Records, list: &str, title: &str| {
        let text = format!("file,title\n海报.png,{title}\n");
        let table = read_table(text.as_bytes()).unwrap();
        keep(records, applied(list, &table, &files()).unwrap().1).unwrap();
    };
    let records = open(folder.path());
    assert!(of_material(&records, &["a"]).unwrap().is_none());
    keep_list(&records, "一.csv", "旧");
    keep_list(&records, "二.csv", "新");
    records.close();
    let records = open(folder.path());
    let listed = of_material(&records, &["x", "a"]).unwrap().unwrap();
    assert_eq!(
        (listed.list.as_str(), listed.submission.title.as_str()),
        ("二.csv", "新")
    );
    assert!(of_material(&records, &["b"]).unwrap().is_none());
    assert_eq!(kept(&records).unwrap().entries.len(), 1);
}

#[test]
fn what_lists_say_does_not_grow_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let records = open(folder.path());
    let entry = |n: u32| stored::ListedSubmission {
        material: format!("{n:064}"),
        list: "a.csv".to_owned(),
        submission: stored::Submission {
            title: "长".repeat(400),
            ..stored::Submission::default()
        },
    };
    keep(&records, (0..1_000).map(entry).collect()).unwrap();
    let last = format!("{:064}", 999);
    assert!(of_material(&records, &[&last]).unwrap().is_some());
    let kept = kept(&records).unwrap().entries;
    assert!((300..999).contains(&kept.len()), "{}", kept.len());
}
