//! Archived reviews with an authority on this machine, and with authorities that fail in every way.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex},
};

use demo_service::Pace;
use keychain::{KeyStore, Keychain, Presence, StoreError};
use records::{
    Ended, Kind, NewRecord, Outcome, Records,
    statement::{Archived, Conclusion, Reviewed, Submission},
    verify::verify,
};
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;
use tokio::runtime::Handle;
use worker::Worker;

use super::*;
use crate::{
    Environment,
    preparation::time_limits::Budget,
    recording::moment,
    review::{correct, create_signer, open, save, steps},
    stored::Settings,
    time_stamps::authority::{Authority, NAME, Server, Shape, USUAL, hash_in, ok, page},
};

#[derive(Clone, Default)]
struct Ring(Arc<Mutex<HashMap<String, String>>>);

impl KeyStore for Ring {
    fn probe(&self, account: &str) -> Result<Presence, StoreError> {
        Ok(match self.0.lock().unwrap().contains_key(account) {
            true => Presence::Present,
            false => Presence::Absent,
        })
    }

    fn read(&self, account: &str) -> Result<Option<SecretString>, StoreError> {
        let keys = self.0.lock().unwrap();
        Ok(keys.get(account).cloned().map(SecretString::from))
    }

    fn write(&self, account: &str, key: &SecretString) -> Result<(), StoreError> {
        let key = key.expose_secret().to_owned();
        self.0.lock().unwrap().insert(account.to_owned(), key);
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), StoreError> {
        self.0.lock().unwrap().remove(account);
        Ok(())
    }
}

/// An app with one archived review.
struct Desk {
    app: Arc<App>,
    id: i64,
    folder: TempDir,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ring = Ring::default();
        let app = App::new(Environment {
            keychain: Keychain::new(move || Box::new(ring.clone())),
            pace: Pace::Instant,
            settings_folder: folder.path().join("settings"),
            data_folder: folder.path().join("data"),
            models: folder.path().join("none"),
            worker: Worker::of(folder.path().join("none"), "none"),
            budget: Budget::default(),
            runtime: Handle::current(),
            version: "0.0.0".to_owned(),
        });
        let signer = create_signer(&app, "张示例", "A001").await.unwrap().key;
        let id = app
            .with_records(|_, records| Ok(ended_audit(records)))
            .await
            .unwrap();
        let of = |body| (body, Vec::new(), signer.clone());
        let reviewed = StatementBody::Reviewed(Box::new(Reviewed {
            submission: Submission::default(),
            version: 1,
            previous: None,
            findings: Vec::new(),
            checklist: Vec::new(),
            proposed: None,
            conclusion: Conclusion::Pass,
            opinion: "可以发布".to_owned(),
            rectification: Vec::new(),
            earlier: Vec::new(),
        }));
        let desk = Self { app, id, folder };
        let reviewed = desk.add(of(reviewed)).await;
        let archived = StatementBody::Archived(Archived {
            reviewed,
            approved: None,
            letters: Vec::new(),
            retain_until: String::new(),
        });
        desk.add(of(archived)).await;
        desk
    }

    /// Adds a signed statement. Returns its hash.
    async fn add(&self, (body, files, key): (StatementBody, Vec<Vec<u8>>, String)) -> String {
        let id = self.id;
        let added = self.app.with_records(move |app, records| {
            steps::add(app, records, id, body, files, &key)?;
            Ok(records.statements(id)?.pop().unwrap().sha256)
        });
        added.await.unwrap()
    }

    /// The hashes of all statements.
    async fn statements(&self) -> Vec<String> {
        let id = self.id;
        let hashes = self.app.with_records(move |_, records| {
            let statements = records.statements(id)?.into_iter();
            Ok(statements.map(|one| one.sha256).collect())
        });
        hashes.await.unwrap()
    }

    fn set(&self, address: &str) {
        let settings = Settings {
            stamp_authority: address.to_owned(),
            ..self.app.settings.get()
        };
        self.app.settings.save(settings).unwrap();
    }

    fn trust(&self, authority: &Authority) {
        let path = self.folder.path().join("root.pem");
        std::fs::write(&path, authority.pem("root")).unwrap();
        self.app.settings.set_stamp_roots(&path).unwrap();
    }

    /// Asks this authority.
    async fn stamped(&self, server: &Server) -> Review {
        self.set(&server.address);
        stamp(&self.app, self.id, false).await.unwrap()
    }

    async fn shown(&self) -> Review {
        let id = self.id;
        let shown = self
            .app
            .with_records(move |app, records| Open::read(app, records, id, false)?.shown(app));
        shown.await.unwrap()
    }

    /// Why this authority made no stamp; nothing was added.
    async fn failure(&self, server: &Server) -> Problem {
        let before = self.shown().await.steps.len();
        let review = self.stamped(server).await;
        assert_eq!(review.steps.len(), before);
        assert!(review.stamp.missing && review.stamp.wanted);
        review.stamp.problem.unwrap()
    }

    async fn package(&self) -> Vec<u8> {
        let id = self.id;
        let rendered = records::Rendered {
            markdown: String::new(),
            html: String::new(),
            flowchart: None,
        };
        let packed = self
            .app
            .with_records(move |_, records| Ok(records.package(id, rendered, &moment())?.bytes));
        packed.await.unwrap()
    }
}

fn ended_audit(records: &Records) -> i64 {
    let journal = records.begin(NewRecord {
        uid: records::new_uid().unwrap(),
        kind: Kind::Audit,
        title: "示例海报".to_owned(),
        subject: String::new(),
        at: moment(),
        app: "0.0.0".to_owned(),
        origin: "http://127.0.0.1:1".to_owned(),
        demo: true,
        model: "4-Plus".to_owned(),
        temperature: "0.5".to_owned(),
        mode: "stream".to_owned(),
        key_fingerprint: None,
        endpoint: String::new(),
        request: json!({ "query": "欢迎咨询" }),
        preparation: None,
        check: None,
        queued: None,
        materials: Vec::new(),
    });
    let journal = journal.unwrap();
    let id = journal.id();
    let ended = Ended {
        outcome: Outcome::Finished,
        problem: None,
        at_ms: moment().utc_ms,
        elapsed_ms: 1,
        output: "未发现问题".to_owned(),
        svg: None,
        tokens: None,
        session: None,
        max_token: None,
        notes: Vec::new(),
        answers: Vec::new(),
    };
    journal.end(ended).unwrap();
    id
}

fn stamp_in(review: &Review) -> &StepStamp {
    let last = review.steps.last().unwrap();
    last.stamp.as_ref().unwrap()
}

#[tokio::test]
async fn an_archived_review_gets_a_time_stamp_that_is_checked_again_whenever_it_is_shown() {
    let desk = Desk::new().await;
    let (authority, stranger) = (Authority::new(USUAL), Authority::new(USUAL));
    desk.trust(&authority);
    let server = Server::of(authority).await;
    desk.set(&server.address);
    once_archived(&desk.app, desk.id).await;
    let review = desk.shown().await;
    let stamp = stamp_in(&review);
    assert_eq!(
        (stamp.authority.as_str(), stamp.trust),
        (NAME, StampTrust::Trusted)
    );
    assert_eq!(stamp.address, server.address);
    assert_eq!(stamp.accuracy_ms, Some(1500));
    assert!(stamp.time_ms.abs_diff(moment().utc_ms) < 120_000);
    assert!(!review.stamp.missing && review.stamp.problem.is_none());
    let verdict = verify(&desk.package().await, None);
    assert!(verdict.holds(), "{}", verdict.told());
    assert_eq!(verdict.stamps[0].authority, NAME);
    // It is there, so nobody is asked again.
    let again = desk.stamped(&server).await;
    assert_eq!((again.steps.len(), server.asked().len()), (3, 1));
    // With other roots it counts for nothing, and without any nobody vouches for it.
    desk.trust(&stranger);
    let review = desk.shown().await;
    assert_eq!(stamp_in(&review).trust, StampTrust::Untrusted);
    assert!(review.stamp.missing);
    desk.app.settings.remove_stamp_roots().unwrap();
    let review = desk.shown().await;
    assert_eq!(stamp_in(&review).trust, StampTrust::Unverified);
    assert!(!review.stamp.missing);
}

#[tokio::test]
async fn what_is_sent_is_the_hash_of_the_archive_and_a_number_that_changes() {
    let desk = Desk::new().await;
    let server = Server::new(|_| page("503 Busy", "", b"")).await;
    for _ in 0..2 {
        assert_eq!(desk.failure(&server).await.code, "stamp_status");
    }
    let asked = server.asked();
    let id = desk.id;
    let archived = desk
        .app
        .with_records(move |_, records| Ok(records.statements(id)?.pop().unwrap().sha256));
    let archived = archived.await.unwrap();
    for (_, query) in &asked {
        assert_eq!(records::hex(&hash_in(query)), archived);
        assert!(query.len() <= 71, "nothing else: {}", query.len());
    }
    assert_ne!(asked[0].1, asked[1].1);
}

#[tokio::test]
async fn without_an_address_nobody_is_asked() {
    let desk = Desk::new().await;
    let server = Server::of(Authority::new(USUAL)).await;
    desk.set(&server.address);
    desk.set("");
    once_archived(&desk.app, desk.id).await;
    let refused = stamp(&desk.app, desk.id, false).await.unwrap_err();
    assert_eq!(refused.code, "stamp_off");
    assert_eq!(server.asked(), []);
    let review = desk.shown().await;
    assert_eq!(review.steps.len(), 2);
    assert!(!review.stamp.wanted && review.stamp.problem.is_none());
    // Packages without a time stamp are as good as before.
    let verdict = verify(&desk.package().await, None);
    assert!(verdict.holds() && verdict.stamps.is_empty());
}

#[tokio::test]
async fn the_archive_stands_if_the_authority_fails_and_a_later_request_succeeds() {
    let desk = Desk::new().await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", port.local_addr().unwrap());
    drop(port);
    desk.set(&address);
    once_archived(&desk.app, desk.id).await;
    let review = desk.shown().await;
    assert_eq!(review.state, crate::wire::ReviewState::Archived);
    assert_eq!(review.stamp.problem.unwrap().code, "stamp_unreachable");
    assert!(verify(&desk.package().await, None).holds());
    let server = Server::of(Authority::new(USUAL)).await;
    let review = desk.stamped(&server).await;
    assert_eq!(stamp_in(&review).trust, StampTrust::Unverified);
    assert!(review.stamp.problem.is_none() && !review.stamp.missing);
    assert!(verify(&desk.package().await, None).holds());
}

/// A server whose answer follows from the hash in the request.
async fn answering(answer: impl Fn(&Authority, &[u8]) -> Vec<u8> + Send + 'static) -> Server {
    let authority = Authority::new(USUAL);
    Server::new(move |query| answer(&authority, query)).await
}

#[tokio::test]
async fn answers_that_are_no_time_stamp_of_the_archive_are_refused_with_the_reason() {
    let desk = Desk::new().await;
    let garbage = Server::new(|_| ok(b"<html>welcome</html>")).await;
    assert_eq!(desk.failure(&garbage).await.code, "stamp_malformed");
    let empty = Server::new(|_| ok(b"")).await;
    assert_eq!(desk.failure(&empty).await.code, "stamp_malformed");
    let large = Server::new(|_| ok(&[0; 200_000])).await;
    assert_eq!(desk.failure(&large).await.code, "stamp_too_large");
    let nonce =
        answering(|authority, query| ok(&authority.answer(&rfc3161::request(&hash_in(query), 1))));
    assert_eq!(desk.failure(&nonce.await).await.code, "stamp_nonce");
    let other = answering(|authority, query| {
        let mut query = query.to_vec();
        query[30] ^= 1;
        ok(&authority.answer(&query))
    });
    assert_eq!(desk.failure(&other.await).await.code, "stamp_other_hash");
    let cut = answering(|authority, query| {
        let answer = authority.answer(query);
        ok(&answer[..answer.len() - 9])
    });
    assert_eq!(desk.failure(&cut.await).await.code, "stamp_malformed");
    let bit = answering(|authority, query| {
        let mut answer = authority.answer(query);
        *answer.last_mut().unwrap() ^= 1;
        ok(&answer)
    });
    assert_eq!(desk.failure(&bit.await).await.code, "stamp_signature");
    let refusing = answering(|authority, _| {
        let query = authority.query(&["-sha512"]);
        ok(&authority.answer(&query))
    });
    let refused = desk.failure(&refusing.await).await;
    assert_eq!(refused.code, "stamp_refused");
    assert_ne!(refused.params["words"], "");
}

#[tokio::test]
async fn certificates_and_times_that_can_not_be_trusted_are_refused_with_the_reason() {
    let desk = Desk::new().await;
    let expired = Server::of(Authority::new(Shape {
        valid: ("20200101000000Z", "20201231235959Z"),
        ..USUAL
    }));
    assert_eq!(desk.failure(&expired.await).await.code, "stamp_expired");
    let at_another_time = answering(|authority, query| {
        let answer = authority.answer(query);
        let mut content = authority.content(rfc3161::token(&answer).unwrap());
        let at = content.windows(2).position(|tag| tag == [0x18, 0x0f]);
        let year = at.unwrap() + 2;
        content[year..year + 4].copy_from_slice(b"2024");
        ok(&authority.sign(&content, &["-cades"]))
    });
    assert_eq!(
        desk.failure(&at_another_time.await).await.code,
        "stamp_clock"
    );
    desk.trust(&Authority::new(USUAL));
    let unknown = Server::of(Authority::new(USUAL)).await;
    let refused = desk.failure(&unknown).await;
    assert_eq!(refused.code, "stamp_untrusted");
    assert_eq!(refused.params["authority"], NAME);
    // Damaged roots on disk are reported, not ignored.
    let roots = Path::new(desk.folder.path()).join("settings/stamp-roots.pem");
    std::fs::write(roots, "damaged").unwrap();
    assert_eq!(desk.failure(&unknown).await.code, "stamp_roots_unreadable");
    assert_eq!(unknown.asked().len(), 1);
}

#[tokio::test]
async fn only_an_archived_review_is_stamped() {
    let desk = Desk::new().await;
    let server = Server::of(Authority::new(USUAL)).await;
    desk.set(&server.address);
    let open = desk.app.with_records(|_, records| Ok(ended_audit(records)));
    let open = open.await.unwrap();
    let refused = stamp(&desk.app, open, false).await.unwrap_err();
    assert_eq!(refused.code, "stamp_not_archived");
    assert_eq!(server.asked(), []);
}

#[tokio::test]
async fn no_command_changes_an_archived_review_and_each_says_why() {
    let desk = Desk::new().await;
    let (app, id) = (&desk.app, desk.id);
    let before = desk.statements().await;
    let signer = create_signer(app, "李示例", "A002").await.unwrap().key;
    let opened = app
        .with_records(move |app, records| open(app, records, id, false))
        .await
        .unwrap();
    let draft = opened.draft.clone();
    let saved = app.with_records(move |app, records| save(app, records, id, draft, false));
    let corrected = app.with_records(move |app, records| correct(app, records, id, None, false));
    let deleted = app.with_records(move |_, records| Ok(records.delete(id, "试试", &moment())?));
    let approved = steps::approve(app, id, signer.clone(), "同意".to_owned(), false);
    let returned = steps::give_back(app, id, signer.clone(), "退回".to_owned(), false);
    let refusals = [
        ("saved", saved.await.map(drop)),
        ("corrected", corrected.await.map(drop)),
        ("deleted", deleted.await),
        (
            "signed",
            steps::sign(app, id, signer.clone(), false).await.map(drop),
        ),
        ("approved", approved.await.map(drop)),
        ("returned", returned.await.map(drop)),
        (
            "archived",
            steps::archive(app, id, signer.clone(), false)
                .await
                .map(drop),
        ),
    ];
    for (command, refused) in refusals {
        let code = refused.err().map(|problem| problem.code);
        assert_eq!(code.as_deref(), Some("review_archived"), "{command}");
    }
    assert_eq!(desk.statements().await, before);
}

#[tokio::test]
async fn requests_at_the_same_time_make_one_stamp() {
    let desk = Desk::new().await;
    let server = Server::of(Authority::new(USUAL)).await;
    desk.set(&server.address);
    let (one, other) = tokio::join!(
        stamp(&desk.app, desk.id, false),
        stamp(&desk.app, desk.id, false)
    );
    assert_eq!(
        (one.unwrap().steps.len(), other.unwrap().steps.len()),
        (3, 3)
    );
    assert_eq!(server.asked().len(), 1);
}
