//! From a refused poster to its third version, in an app without a window.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use demo_service::Pace;
use keychain::{KeyStore, Keychain, Presence, StoreError};
use records::{
    Ended, Kind, NewRecord, Outcome,
    offline_check::{self, OfflineCheck, PictureChecked},
    statement::StatementBody,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Handle;
use worker::Worker;

use super::super::{create_signer, give_back, next_number, open, save, sign};
use super::*;
use crate::{
    Environment, preparation,
    wire::{
        CheckResult, Choice, Conclusion, EarlierAnswer, Likeness, PointResult, ReviewDecision,
        ReviewState,
    },
};

/// A keychain in memory.
#[derive(Clone, Default)]
struct Ring(Arc<Mutex<HashMap<String, String>>>);

impl Ring {
    fn keys(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyStore for Ring {
    fn probe(&self, account: &str) -> Result<Presence, StoreError> {
        Ok(match self.keys().contains_key(account) {
            true => Presence::Present,
            false => Presence::Absent,
        })
    }

    fn read(&self, account: &str) -> Result<Option<SecretString>, StoreError> {
        Ok(self.keys().get(account).cloned().map(SecretString::from))
    }

    fn write(&self, account: &str, key: &SecretString) -> Result<(), StoreError> {
        let key = key.expose_secret().to_owned();
        self.keys().insert(account.to_owned(), key);
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), StoreError> {
        self.keys().remove(account);
        Ok(())
    }
}

struct Desk {
    app: Arc<App>,
    signer: String,
    _folder: TempDir,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ring = Ring::default();
        let app = App::new(Environment {
            keychain: Keychain::new(move || Box::new(ring.clone())),
            pace: Pace::Instant,
            settings_folder: folder.path().to_owned(),
            data_folder: folder.path().join("data"),
            models: folder.path().join("none"),
            worker: Worker::of_file(folder.path().join("none"), jobs::BUILD),
            budget: preparation::time_limits::Budget::default(),
            runtime: Handle::current(),
            version: "0.0.0".to_owned(),
        });
        let signer = create_signer(&app, "张示例", "A001").await.unwrap().key;
        Self {
            app,
            signer,
            _folder: folder,
        }
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<App>, &Records) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.app.with_records(work).await
    }

    /// Records an audit of this copy in which the rules found these words.
    async fn audited(&self, copy: &'static str, words: &'static [&'static str]) -> i64 {
        let recorded = move |_: &Arc<App>, records: &Records| {
            let journal = records.begin(new(copy, words))?;
            let id = journal.id();
            journal.end(ended())?;
            Ok(id)
        };
        self.with(recorded).await.unwrap()
    }

    async fn open(&self, id: i64) -> Review {
        self.with(move |app, records| open(app, records, id, false))
            .await
            .unwrap()
    }

    async fn correct(&self, id: i64, earlier: Option<i64>) -> Result<Review, Problem> {
        self.with(move |app, records| correct(app, records, id, earlier, false))
            .await
    }

    /// Saves what the person says; every point of the checklist passes.
    async fn fill(&self, id: i64, choice: Choice, earlier: Vec<EarlierAnswer>) -> Review {
        let mut review = self.open(id).await;
        let submission = &mut review.draft.submission;
        for (field, value) in [
            (&mut submission.number, "SC-2026-0001"),
            (&mut submission.title, "九月理财海报"),
            (&mut submission.kind, "海报"),
            (&mut submission.department, "零售部"),
            (&mut submission.submitter, "赵示例"),
        ] {
            if field.is_empty() {
                value.clone_into(field);
            }
        }
        review.draft.decisions = review
            .findings
            .iter()
            .map(|finding| ReviewDecision {
                finding: finding.id.clone(),
                choice,
                severity: None,
                wording: String::new(),
                reason: "属实".to_owned(),
            })
            .collect();
        review.draft.checklist = self
            .points(id, &review)
            .await
            .into_iter()
            .map(|point| CheckResult {
                point,
                result: PointResult::Pass,
                note: String::new(),
            })
            .collect();
        review.draft.conclusion = Some(Conclusion::Refused);
        review.draft.earlier = earlier;
        self.save(id, review).await
    }

    async fn save(&self, id: i64, review: Review) -> Review {
        self.with(move |app, records| save(app, records, id, review.draft, false))
            .await
            .unwrap()
    }

    /// The points for the type that the draft names now.
    async fn points(&self, id: i64, review: &Review) -> Vec<String> {
        let saved = self.save(id, review.clone()).await;
        saved.checklist.into_iter().map(|point| point.id).collect()
    }

    async fn sign(&self, id: i64) -> Result<Review, Problem> {
        sign(&self.app, id, self.signer.clone(), false).await
    }
}

fn new(copy: &str, words: &[&str]) -> NewRecord {
    let findings = words.iter().map(|words| offline_check::Finding {
        rule: Some(format!("rule-{words}")),
        kind: "ban".to_owned(),
        topic: String::new(),
        severity: "high".to_owned(),
        title: format!("含“{words}”"),
        explanation: String::new(),
        excerpt: (*words).to_owned(),
        suggestion: "删除".to_owned(),
        basis: None,
        picture: Vec::new(),
        copy: Vec::new(),
        dismissed: None,
    });
    NewRecord {
        uid: records::new_uid().unwrap(),
        kind: Kind::Audit,
        title: "九月理财海报.txt".to_owned(),
        subject: String::new(),
        at: moment(),
        app: "0.0.0".to_owned(),
        origin: String::new(),
        demo: true,
        model: "4-Plus".to_owned(),
        temperature: "0.5".to_owned(),
        mode: "stream".to_owned(),
        key_fingerprint: None,
        endpoint: "/audit".to_owned(),
        request: json!({ "query": copy }),
        preparation: None,
        queued: None,
        materials: Vec::new(),
        check: Some(OfflineCheck {
            packs: Vec::new(),
            context: Vec::new(),
            picture: PictureChecked::None,
            findings: findings.collect(),
            omitted: 0,
            not_checked: Vec::new(),
        }),
    }
}

fn ended() -> Ended {
    Ended {
        outcome: Outcome::Finished,
        problem: None,
        at_ms: moment().utc_ms,
        elapsed_ms: 0,
        output: "未发现其他问题".to_owned(),
        svg: None,
        tokens: None,
        session: None,
        max_token: None,
        notes: Vec::new(),
        answers: Vec::new(),
    }
}

fn answered(number: u32, status: EarlierStatus, note: &str) -> EarlierAnswer {
    EarlierAnswer {
        number,
        status,
        note: note.to_owned(),
    }
}

fn what(review: &Review) -> Vec<&str> {
    let missing = review.missing_to_sign.iter();
    missing.map(|one| one.what.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_poster_is_corrected_twice_under_one_number() {
    let desk = Desk::new().await;
    let first = desk
        .audited("保本保息，最佳选择", &["保本保息", "最佳选择"])
        .await;
    desk.fill(first, Choice::Adopted, Vec::new()).await;
    let signed = desk.sign(first).await.unwrap();
    assert_eq!((signed.version, &signed.earlier), (1, &None));

    let second = desk
        .audited("最佳选择，仅限今日", &["最佳选择", "仅限今日"])
        .await;
    let choices = move |app: &Arc<App>, records: &Records| choices(app, records, second, false);
    let found = desk.with(choices).await.unwrap();
    let [choice] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((choice.record, choice.likeness), (first, Likeness::Title));
    let review = desk.correct(second, Some(first)).await.unwrap();
    assert_eq!(review.version, 2);
    assert_eq!(review.draft.submission.number, "SC-2026-0001");
    assert_eq!(review.draft.submission.department, "零售部");
    let next = desk.with(|_, records| next_number(records)).await.unwrap();
    assert!(
        next.ends_with("-0002") || !next.starts_with("SC-2026"),
        "{next}"
    );
    let earlier = review.earlier.as_ref().unwrap();
    let proposed = |words: &str| {
        let mut findings = earlier.findings.iter();
        findings.find(|one| one.excerpt == words).unwrap().proposed
    };
    assert_eq!(proposed("保本保息"), Some(EarlierStatus::Resolved));
    assert_eq!(proposed("最佳选择"), Some(EarlierStatus::Present));
    let fresh: Vec<_> = review
        .findings
        .iter()
        .filter(|one| earlier.fresh.contains(&one.id))
        .map(|one| one.excerpt.as_str())
        .collect();
    assert_eq!(fresh, ["仅限今日"]);

    let review = desk.fill(second, Choice::Adopted, Vec::new()).await;
    assert_eq!(what(&review), ["earlier"]);
    assert_eq!(desk.sign(second).await.unwrap_err().code, "review_missing");
    let answers = vec![
        answered(1, EarlierStatus::Resolved, ""),
        answered(2, EarlierStatus::NotApplicable, " "),
    ];
    let review = desk.fill(second, Choice::Adopted, answers).await;
    assert_eq!(what(&review), ["earlierNote"]);
    let answers = vec![
        answered(1, EarlierStatus::Resolved, ""),
        answered(2, EarlierStatus::Present, "仅改了字号"),
    ];
    let review = desk.fill(second, Choice::Adopted, answers.clone()).await;
    assert_eq!(
        review.earlier.as_ref().map(|one| one.record),
        Some(Some(first)),
        "saving keeps it"
    );
    assert_eq!(what(&review), [""; 0]);
    let signed = desk.sign(second).await.unwrap();
    assert_eq!((signed.version, signed.draft.earlier), (2, answers));
    let titles: Vec<_> = signed
        .earlier
        .unwrap()
        .findings
        .into_iter()
        .map(|one| one.excerpt)
        .collect();
    assert_eq!(titles, ["保本保息", "最佳选择"]);
    let statements = move |_: &Arc<App>, records: &Records| Ok(records.statements(second)?);
    let statements = desk.with(statements).await.unwrap();
    let Some(StatementBody::Reviewed(reviewed)) = statements.first().map(|one| &one.body) else {
        panic!("{statements:?}");
    };
    assert_eq!((reviewed.version, reviewed.earlier.len()), (2, 2));
    assert_eq!(
        desk.open(first)
            .await
            .later
            .map(|one| (one.record, one.version)),
        Some((second, 2))
    );

    let third = desk.audited("稳健理财", &[]).await;
    let problem = desk.correct(third, Some(first)).await.unwrap_err();
    assert_eq!(problem.code, "version_taken");
    let review = desk.correct(third, Some(second)).await.unwrap();
    assert_eq!(review.version, 3);
    let gone = review
        .earlier
        .unwrap()
        .findings
        .into_iter()
        .map(|one| one.proposed);
    assert!(gone.eq([Some(EarlierStatus::Resolved); 2]));
    let problem = desk.correct(second, Some(third)).await.unwrap_err();
    assert_eq!(problem.code, "review_not_open");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_two_drafts_of_a_version_is_signed() {
    let desk = Desk::new().await;
    let first = desk.audited("保本", &["保本"]).await;
    let unsigned = desk.audited("稳健", &[]).await;
    let problem = desk.correct(first, Some(unsigned)).await.unwrap_err();
    assert_eq!(problem.code, "version_unsigned");
    desk.fill(first, Choice::Dismissed, Vec::new()).await;
    desk.sign(first).await.unwrap();

    let one = desk.audited("保本吗", &["保本"]).await;
    let other = desk.audited("稳健", &[]).await;
    let review = desk.correct(one, Some(first)).await.unwrap();
    let earlier = review.earlier.unwrap();
    assert_eq!(earlier.findings, [], "it was dismissed");
    let again: Vec<_> = earlier
        .dismissed
        .iter()
        .map(|one| one.reason.as_str())
        .collect();
    assert_eq!(again, ["属实"]);
    assert_eq!(
        review.draft.decisions,
        [],
        "a dismissal is never set by itself"
    );
    desk.correct(other, Some(first)).await.unwrap();
    desk.fill(one, Choice::Adopted, Vec::new()).await;
    desk.sign(one).await.unwrap();
    let review = desk.fill(other, Choice::Adopted, Vec::new()).await;
    assert_eq!(what(&review), ["earlierTaken"]);

    let review = desk.correct(other, None).await.unwrap();
    assert_eq!((review.version, &review.earlier), (1, &None));
    assert_eq!(
        review.draft.submission.number, "",
        "the number belongs to the other one"
    );

    // A review that was returned can't follow its own correction.
    let reason = "请补充".to_owned();
    let returned = give_back(&desk.app, first, desk.signer.clone(), reason, false).await;
    assert_eq!(returned.unwrap().state, ReviewState::Returned);
    let problem = desk.correct(first, Some(one)).await.unwrap_err();
    assert_eq!(problem.code, "version_circular");
    let choices = move |app: &Arc<App>, records: &Records| choices(app, records, first, false);
    assert_eq!(
        desk.with(choices).await.unwrap(),
        [],
        "nothing but corrections of it is signed"
    );
}
