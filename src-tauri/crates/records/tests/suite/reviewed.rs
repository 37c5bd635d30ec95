//! Reviews for tests: signers with keys that are the same every time, and the statements of a whole review.

use ed25519_dalek::{Signer as _, SigningKey};
use records::{
    Error, NewStatement, Records, Statement, StatementBody, hex,
    offline_check::Stretch,
    sha256_hex,
    statement::{
        Approved, Archived, ChecklistResult, Compared, Comparison, Conclusion, Decided,
        DecidedBasis, Decision, EarlierFinding, EarlierStatus, FindingSource, Letter, PointResult,
        Rectification, Region, Returned, Reviewed, Severity, Submission,
    },
};

use crate::{
    made::{START_MS, checked, keep, moment},
    stamping::stamp,
};

/// The person with this number: 1 reviews, 2 approves.
pub fn person(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

pub fn key(n: u8) -> String {
    hex(person(n).verifying_key().as_bytes())
}

const NAMES: [&str; 3] = ["张示例", "李示例", "王示例"];

/// Adds the signers 1, 2 and 3.
pub fn signers(records: &Records) {
    for (name, n) in NAMES.into_iter().zip(1..) {
        let staff = format!("A00{n}");
        records
            .add_signer(&key(n), name, &staff, &moment(START_MS))
            .unwrap();
    }
}

/// Adds a statement signed by a person, at a time that follows from the number of those before it.
pub fn signed(
    records: &Records,
    id: i64,
    n: u8,
    body: StatementBody,
    files: Vec<Vec<u8>>,
) -> Result<Statement, Error> {
    let sign = |message: &[u8]| -> Result<_, Error> { Ok(person(n).sign(message).to_bytes()) };
    let now = moment(START_MS + 3_600_000 + records.head()?.seq as i64 * 1_000);
    records.add_signed_statement(id, NewStatement { body, files }, &key(n), sign, &now)
}

pub fn unsigned(
    records: &Records,
    id: i64,
    body: StatementBody,
    files: Vec<Vec<u8>>,
) -> Result<Statement, Error> {
    let now = moment(START_MS + 3_600_000 + records.head()?.seq as i64 * 1_000);
    records.add_statement(id, NewStatement { body, files }, &now)
}

/// A review of the record of [`checked`].
pub fn review(conclusion: Conclusion) -> StatementBody {
    let finding = Decided {
        number: 1,
        sources: vec![FindingSource::Rules, FindingSource::Service],
        rule: Some("zh-core-guarantee".to_owned()),
        severity: Severity::High,
        title: "承诺保本保收益".to_owned(),
        explanation: "不得承诺".to_owned(),
        excerpt: "保本保息".to_owned(),
        suggestion: "删除".to_owned(),
        basis: Some(DecidedBasis {
            law: "中华人民共和国广告法".to_owned(),
            article: Some("第二十五条".to_owned()),
            text: None,
            confidence: "A".to_owned(),
        }),
        picture: vec![[[10, 20], [90, 20], [90, 40], [10, 40]]],
        copy: vec![Stretch { from: 4, to: 7 }],
        decision: Decision::Changed,
        decided_severity: Some(Severity::Medium),
        wording: "业绩不代表未来".to_owned(),
        reason: "措辞可改".to_owned(),
    };
    let dismissed = Decided {
        number: 2,
        sources: vec![FindingSource::Person],
        rule: None,
        severity: Severity::Low,
        title: "字号过小".to_owned(),
        excerpt: String::new(),
        basis: None,
        picture: Vec::new(),
        copy: Vec::new(),
        decision: Decision::Dismissed,
        decided_severity: None,
        wording: String::new(),
        reason: "已有证明材料".to_owned(),
        ..finding.clone()
    };
    StatementBody::Reviewed(Box::new(Reviewed {
        submission: Submission {
            number: "2026-0007".to_owned(),
            title: "九月理财海报".to_owned(),
            material_type: "poster".to_owned(),
            channel: "网点".to_owned(),
            department: "零售部".to_owned(),
            submitter: "赵示例".to_owned(),
            ..Submission::default()
        },
        version: 1,
        previous: None,
        findings: vec![finding, dismissed],
        checklist: vec![ChecklistResult {
            id: "risk-notice".to_owned(),
            category: "风险提示".to_owned(),
            point: "有风险提示".to_owned(),
            basis: "管理办法".to_owned(),
            result: PointResult::Pass,
            note: String::new(),
        }],
        proposed: Some(Conclusion::PassAfterChanges),
        conclusion,
        opinion: "修改后可用".to_owned(),
        rectification: vec![Rectification {
            item: "删除保本字样".to_owned(),
            owner: "赵示例".to_owned(),
            deadline: "2026-09-10".to_owned(),
        }],
        earlier: Vec::new(),
    }))
}

/// A review of the second version of the record with this uid.
pub fn second(previous: &str) -> StatementBody {
    let mut body = review(Conclusion::Pass);
    if let StatementBody::Reviewed(reviewed) = &mut body {
        let finding = |number, title: &str, excerpt: &str, status, note: &str| EarlierFinding {
            number,
            title: title.to_owned(),
            excerpt: excerpt.to_owned(),
            status,
            note: note.to_owned(),
        };
        reviewed.version = 2;
        reviewed.previous = Some(previous.to_owned());
        reviewed.earlier = vec![
            finding(1, "绝对化用语", "最佳选择", EarlierStatus::Resolved, ""),
            finding(
                2,
                "承诺保本保收益",
                "保本保息",
                EarlierStatus::Present,
                "措辞已改",
            ),
            finding(
                4,
                "缺少风险提示",
                "",
                EarlierStatus::NotApplicable,
                "改为内部材料",
            ),
        ];
    }
    body
}

pub fn approval(reviewed: &Statement) -> StatementBody {
    StatementBody::Approved(Approved {
        reviewed: reviewed.sha256.clone(),
        conclusion: Conclusion::PassAfterChanges,
        opinion: "同意".to_owned(),
    })
}

pub fn sent_back(reviewed: &Statement) -> StatementBody {
    StatementBody::Returned(Returned {
        reviewed: reviewed.sha256.clone(),
        reason: "请补充依据".to_owned(),
    })
}

pub const LETTERS: [(&str, &[u8]); 2] = [
    ("审查意见书-2026-0007.docx", b"PK letter"),
    ("审查意见书-2026-0007.pdf", b"%PDF letter"),
];

pub fn letters() -> Vec<Vec<u8>> {
    LETTERS.map(|(_, bytes)| bytes.to_vec()).to_vec()
}

pub fn closing(reviewed: &Statement, approved: Option<&Statement>) -> StatementBody {
    let letter = |(name, bytes): (&str, &[u8])| Letter {
        name: name.to_owned(),
        media_type: "application/octet-stream".to_owned(),
        sha256: sha256_hex(bytes),
        bytes: bytes.len() as u64,
    };
    StatementBody::Archived(Archived {
        reviewed: reviewed.sha256.clone(),
        approved: approved.map(|approved| approved.sha256.clone()),
        letters: LETTERS.map(letter).to_vec(),
        retain_until: "2031-09-01".to_owned(),
    })
}

pub fn comparison(archived: Option<&Statement>) -> StatementBody {
    StatementBody::Compared(Compared {
        archived: archived.map(|archived| archived.sha256.clone()),
        picture: sha256_hex(b"published"),
        name: "网点照片.jpg".to_owned(),
        outcome: Comparison::Altered,
        findings: vec!["右下角文字不同".to_owned()],
        regions: vec![Region {
            x: 10,
            y: 20,
            width: 30,
            height: 40,
        }],
    })
}

/// A record with every kind of statement: checked again, reviewed, returned, reviewed again, approved, archived, stamped,
/// compared. Expects the signers. Returns its id.
pub fn archived(records: &Records, n: u32) -> i64 {
    let asked = checked(n);
    let check = asked.check.clone().unwrap();
    let id = keep(records, asked, "未发现其他问题");
    unsigned(records, id, StatementBody::Checked(check), Vec::new()).unwrap();
    let first = signed(records, id, 1, review(Conclusion::Pass), Vec::new()).unwrap();
    signed(records, id, 2, sent_back(&first), Vec::new()).unwrap();
    let reviewed = review(Conclusion::PassAfterChanges);
    let reviewed = signed(records, id, 1, reviewed, Vec::new()).unwrap();
    let approved = signed(records, id, 2, approval(&reviewed), Vec::new()).unwrap();
    let archived = closing(&reviewed, Some(&approved));
    let archived = signed(records, id, 1, archived, letters()).unwrap();
    let (stamped, token) = stamp(&archived);
    unsigned(records, id, stamped, token).unwrap();
    signed(records, id, 3, comparison(Some(&archived)), Vec::new()).unwrap();
    id
}

/// Records with the signers and one audit, not reviewed.
macro_rules! audited {
    ($folder:ident, $records:ident, $id:ident) => {
        let $folder = tempfile::tempdir().unwrap();
        let $records = open($folder.path());
        signers(&$records);
        let $id = keep(&$records, checked(50), "未发现其他问题");
    };
}

pub(crate) use audited;
