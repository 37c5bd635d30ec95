//! A stress test: forty files in the queue, four at a time, next to all other assistants, at the pace of the real service, with repeated
//! kills. Afterwards every record must be intact, open, and export as a package that the verifier accepts.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use demo_service::Pace;
use records::Outcome;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use window_harness::{App, Desktop, LIMIT, until};

use crate::{
    queue::{folder_of, opened, rows},
    stage::{KEY, chinese_at, desktop, enter_key, open, ready, report_of, service},
};

const PICTURES: u32 = 40;
const KILLS: usize = 5;

/// The number of answer bytes between a start of the app and its kill: from the first words to several whole answers.
const KILL_AFTER: std::ops::Range<u64> = 2_000..60_000;

/// The seed of the random numbers. `make test SEED=…` sets it, to reproduce a failure.
fn seed() -> u64 {
    let asked = std::env::var("PROPTEST_RNG_SEED").ok();
    asked.and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// Reproducible random numbers from a seed (SplitMix64), shared by tasks.
struct Chance(AtomicU64);

impl Chance {
    fn below(&self, end: u64) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mixed = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn within(&self, range: std::ops::Range<u64>) -> u64 {
        range.start + self.below(range.end - range.start)
    }
}

/// A proxy that forwards answers in pieces of random sizes after random delays, and counts their bytes.
struct Relay {
    origin: String,
    passed: watch::Receiver<u64>,
}

impl Relay {
    async fn before(service: String, chance: Arc<Chance>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let address = service.trim_start_matches("http://").to_owned();
        let (count, passed) = watch::channel(0);
        let count = Arc::new(count);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(&address).await else {
                    return;
                };
                let (mut from_client, to_client) = client.into_split();
                let (from_server, mut to_server) = server.into_split();
                tokio::spawn(
                    async move { tokio::io::copy(&mut from_client, &mut to_server).await },
                );
                tokio::spawn(deliver(
                    from_server,
                    to_client,
                    Arc::clone(&count),
                    Arc::clone(&chance),
                ));
            }
        });
        Self { origin, passed }
    }

    /// Waits until this many more bytes of answers have passed, or at least for a while: any moment is good for a kill.
    async fn pass(&self, bytes: u64) {
        let mut passed = self.passed.clone();
        let until = *passed.borrow() + bytes;
        let reached = passed.wait_for(|passed| *passed >= until);
        let _ = tokio::time::timeout(LIMIT, reached).await;
    }
}

async fn deliver(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    count: Arc<watch::Sender<u64>>,
    chance: Arc<Chance>,
) {
    let mut buffer = vec![0; 4_096];
    loop {
        let most = usize::try_from(chance.within(1..4_096)).unwrap();
        let Ok(read @ 1..) = from.read(buffer.get_mut(..most).unwrap()).await else {
            return;
        };
        // One piece in twenty waits longer than several journal writes.
        let most = if chance.below(20) == 0 { 1_500 } else { 30 };
        tokio::time::sleep(Duration::from_millis(chance.below(most))).await;
        if to.write_all(buffer.get(..read).unwrap()).await.is_err() {
            return;
        }
        count.send_modify(|count| *count += read as u64);
    }
}

async fn screen(app: &App<'_>, name: &str) {
    app.click(&format!("nav a[data-screen={name}]")).await;
    app.wait_for(&format!("#app[data-screen={name}]")).await;
}

/// Starts everything that can run concurrently: the queue, a report on a company and one on a topic, a conversation, and the audit of
/// its messages.
async fn use_everything(app: &App<'_>, round: usize) {
    screen(app, "queue").await;
    app.script("(document.querySelector('#queue-at-once input[value=\"4\"]').click(), true)")
        .await;
    app.click("#queue-run").await;
    for (assistant, name) in [("diligence", "示例科技有限公司"), ("updates", "理财销售")]
    {
        screen(app, assistant).await;
        app.wait_for(&format!("#{assistant}-subject")).await;
        app.script(&format!(
            "(document.querySelector('#{assistant}-subject').value = '', true)"
        ))
        .await;
        app.fill(&format!("#{assistant}-subject"), name).await;
        app.press("ctrl+Return");
        report_of(app, assistant, "running").await;
    }
    screen(app, "sparring").await;
    app.click("#sparring-new").await;
    app.fill(
        "#sparring-text",
        &format!("第 {round} 次：这款产品保本保息，年化收益率高达3.6%。"),
    )
    .await;
    app.press("ctrl+Return");
    app.wait_for(
        "#sparring-chat[data-state=ready] #sparring-thread .line:not(.live) + .line:not(.live)",
    )
    .await;
    app.click("#sparring-audit").await;
    app.fill("#sparring-text", "风险测评我帮您填，绝对没有风险。")
        .await;
    app.press("ctrl+Return");
}

/// Opens each record through the command of the window, and returns the error codes.
async fn refusals(app: &App<'_>, ids: &[i64]) -> serde_json::Value {
    let script = format!(
        "const done = arguments[0];
         const {{ invoke, Channel }} = window.__TAURI__.core;
         (async () => {{
             const refused = [];
             for (const id of {ids:?}) {{
                 try {{
                     const ended = Promise.withResolvers();
                     const channel = new Channel((event) => event.type === 'ended' && ended.resolve());
                     await invoke('record_open', {{ id, channel }});
                     await ended.promise;
                 }} catch (problem) {{
                     refused.push([id, problem.code ?? String(problem)]);
                 }}
             }}
             done(refused);
         }})();"
    );
    app.client().execute_async(&script, vec![]).await.unwrap()
}

/// Exports the packages of all records into a folder.
async fn packages(app: &App<'_>, desktop: &Desktop, count: usize) -> Vec<PathBuf> {
    let folder = desktop.home().path("files/证据");
    fs::create_dir_all(&folder).unwrap();
    screen(app, "records").await;
    app.wait_for("#records-grid .record-row[data-record]").await;
    app.click("#records-tick-all").await;
    app.click("#records-export").await;
    app.click("#records-export-package").await;
    app.choose_folder(&folder);
    until("all packages", || {
        let zips = fs::read_dir(&folder).unwrap();
        let zips = zips.map(|entry| entry.unwrap().path());
        // Files have a temporary name while they are written.
        let zips: Vec<_> = zips
            .filter(|path| path.extension().is_some_and(|end| end == "zip"))
            .collect();
        (zips.len() == count).then_some(zips)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn records_of_everything_at_once_hold_open_and_verify_also_where_the_app_was_killed() {
    let seed = seed();
    let chance = Arc::new(Chance(AtomicU64::new(seed)));
    let desktop = desktop();
    let service = service(Pace::Real, "").await;
    let relay = Relay::before(service.origin(), Arc::clone(&chance)).await;
    let app = open(&desktop, &chinese_at(&relay.origin)).await;
    enter_key(&app, KEY).await;
    screen(&app, "audit").await;
    app.drop_files(&[&folder_of(&desktop, PICTURES)], "#material")
        .await;
    rows(&app, "waiting", PICTURES as usize).await;

    let mut running = Some(app);
    for round in 0..KILLS {
        let app = running.take().unwrap();
        let bytes = chance.within(KILL_AFTER);
        let moment = relay.pass(bytes);
        tokio::pin!(moment);
        tokio::select! {
            () = &mut moment => {}
            () = use_everything(&app, round) => moment.await,
        }
        app.kill();
        let again = desktop.start_app(&[]).await;
        again.resize(1360, 860).await;
        ready(&again).await;
        running = Some(again);
    }
    let app = running.take().unwrap();
    use_everything(&app, KILLS).await;
    for assistant in ["diligence", "updates", "lines"] {
        report_of(&app, assistant, "finished").await;
    }
    screen(&app, "queue").await;
    app.wait_long_for("#screen-queue[data-state=done]", LIMIT * 5)
        .await;
    app.screenshot("side-by-side-queue").await;

    screen(&app, "records").await;
    app.click("#records-tab-integrity").await;
    app.click("#check-start").await;
    app.wait_for("#check-result:not([hidden])").await;
    app.screenshot("side-by-side-check").await;
    let said = app.text("#check-result").await.unwrap();
    app.click("#records-tab-list").await;
    let ids: Vec<i64> = app
        .wait_for_script("window.__TAURI__ && [...document.querySelectorAll('#records-grid .record-row[data-record]')].map(r => Number(r.dataset.record)).sort((a, b) => a - b)")
        .await
        .as_array()
        .unwrap()
        .iter()
        .filter_map(serde_json::Value::as_i64)
        .collect();
    // Ids start at 1 and no record is deleted. The page renders only the visible rows of a long list.
    let all: Vec<i64> = (1..=*ids.last().unwrap()).collect();
    assert_eq!(
        refusals(&app, &all).await,
        serde_json::json!([]),
        "seed {seed}: some records can't be opened; the check reported: {said}"
    );
    let packages = packages(&app, &desktop, all.len()).await;
    app.quit();

    for package in packages {
        let verdict = records::verify::verify(&fs::read(&package).unwrap(), None);
        assert!(verdict.holds(), "seed {seed}: {package:?}: {verdict:?}");
    }
    let records = opened(&desktop);
    assert_eq!(records.count().unwrap() as usize, all.len());
    let interrupted = all.iter().filter(|id| {
        let ended = records.record(**id).unwrap().ended.unwrap();
        ended.outcome == Outcome::Interrupted
    });
    let interrupted = interrupted.count();
    assert!(
        interrupted >= KILLS,
        "seed {seed}: only {interrupted} runs were interrupted"
    );
    let report = records.check(None, &mut |_, _| true).unwrap();
    assert!(
        report.faults.is_empty(),
        "seed {seed}: {:?}; the window showed: {said}",
        report.faults
    );
}
