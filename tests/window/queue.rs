//! The queue: each picture is audited exactly once, even if the app is killed.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{ChildStdout, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
};

use demo_service::Pace;
use image::{Rgb, RgbImage};
use records::{Opening, Outcome, Query, Records, Timestamp};
use window_harness::{App, Desktop, Group, LIMIT, until};

use crate::stage::{app_of, chinese, desktop, open, ready, service};

/// A folder with this many different pictures.
pub fn folder_of(desktop: &Desktop, count: u32) -> PathBuf {
    let folder = desktop.home().path("files/九月物料");
    std::fs::create_dir_all(&folder).unwrap();
    for number in 0..count {
        // Each block has a different shade, so that no two pictures look alike.
        let shade = |x: u32, y: u32| {
            let mixed = (number << 16 | y << 8 | x).wrapping_mul(0x9e37_79b9);
            let mixed = (mixed ^ mixed >> 15).wrapping_mul(0x85eb_ca6b);
            ((mixed ^ mixed >> 13).wrapping_mul(0xc2b2_ae35) >> 24) as u8
        };
        let picture = RgbImage::from_fn(300, 400, |x, y| {
            let shade = shade(x / 30, y / 40);
            Rgb([shade, shade, 90])
        });
        picture
            .save(folder.join(format!("海报-{number:03}.png")))
            .unwrap();
    }
    folder
}

/// Waits until the number of files in a state reaches a minimum. Uses the counters too, because the page renders only the visible rows
/// of a long list.
pub async fn rows(app: &App<'_>, state: &str, at_least: usize) {
    let in_words = match state {
        "waiting" => r"document.querySelector('#queue-now').textContent.match(/(\d+) 份等待/)",
        "finished" => r"document.querySelector('#queue-counts').textContent.match(/已完成 (\d+)/)",
        _ => "null",
    };
    for reached in (STEP..at_least).step_by(STEP).chain([at_least]) {
        app.wait_for_script(&format!(
            "Math.max(document.querySelectorAll('#queue-list .queue-row[data-state={state}]').length, Number(({in_words})?.[1] ?? 0)) >= {reached}"
        ))
        .await;
    }
}

const STEP: usize = 20;

/// The number of pictures in the test that kills the app. Set `PICTURES=200` for a large queue.
fn pictures() -> u32 {
    let asked = std::env::var("PICTURES").ok();
    asked.and_then(|count| count.parse().ok()).unwrap_or(12)
}

/// Waits until a request has been sent, which creates a record.
async fn asked(app: &App<'_>) {
    app.wait_for("#queue-list .queue-row[data-state=running] button[data-act=open]:not([hidden])")
        .await;
}

pub fn opened(desktop: &Desktop) -> Records {
    let opening = Opening {
        folder: &desktop.home().path("data/app.finagent.desk/records"),
        now: Timestamp::utc(0),
        read_back: std::sync::Arc::new(|_, _| unreachable!("the app has closed all journals")),
        head_moved: Box::new(|_| ()),
    };
    Records::open(opening).unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_pictures_is_audited_one_after_another_and_survives_being_killed() {
    let pictures = pictures();
    let desktop = desktop();
    let service = service(Pace::Real, "").await;
    let app = app_of(&desktop, &service).await;
    let folder = folder_of(&desktop, pictures);
    app.drop_files(&[&folder], "#material").await;
    app.wait_for("#app[data-screen=queue]").await;
    rows(&app, "waiting", pictures as usize).await;
    app.screenshot("queue-waiting").await;
    app.click("#queue-run").await;
    asked(&app).await;
    app.screenshot("queue-running").await;
    app.kill();

    // A request without an answer is not sent again automatically.
    for kill in 0..2 {
        let app = desktop.start_app(&[]).await;
        ready(&app).await;
        app.click("nav a[data-screen=queue]").await;
        rows(&app, "unsure", 1 + kill).await;
        app.screenshot(&format!("queue-interrupted-{kill}")).await;
        app.click("#queue-run").await;
        asked(&app).await;
        app.kill();
    }
    service.stop().await;
    let service = crate::stage::service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    app.click("nav a[data-screen=queue]").await;
    rows(&app, "unsure", 3).await;
    app.click("#queue-run").await;
    rows(&app, "finished", pictures as usize - 3).await;
    app.screenshot("queue-unsure").await;
    // The user sends it again after a warning about the cost.
    app.click("#queue-tick-all").await;
    app.click("#queue-retry").await;
    app.wait_for("#question[open]").await;
    app.screenshot("queue-retry-asked").await;
    app.click("#question-yes").await;
    app.click("#queue-run").await;
    rows(&app, "finished", pictures as usize).await;
    app.screenshot("queue-finished").await;
    app.quit();

    let records = opened(&desktop);
    let mut whole: BTreeMap<String, u32> = BTreeMap::new();
    for id in records.search(&Query::default()).unwrap().ids {
        let record = records.record(id).unwrap();
        let picture = record.started.materials[0].sha256.clone();
        let finished = record
            .ended
            .is_some_and(|ended| ended.outcome == Outcome::Finished);
        *whole.entry(picture).or_default() += u32::from(finished);
    }
    assert_eq!(whole.len(), pictures as usize, "every picture must be sent");
    assert!(
        whole.values().all(|finished| *finished <= 1),
        "a picture was audited twice"
    );
    assert_eq!(whole.values().sum::<u32>(), pictures);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_are_audited_at_once_is_kept_when_the_app_is_killed() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let folder = folder_of(&desktop, 2);
    app.drop_files(&[&folder], "#material").await;
    app.wait_for("#app[data-screen=queue]").await;
    rows(&app, "waiting", 2).await;
    let four = "input[name=queue-at-once][value='4']";
    app.click(four).await;
    let kept = desktop
        .home()
        .path("config/app.finagent.desk/settings.json");
    until("the kept choice", || {
        let text = std::fs::read_to_string(&kept).ok()?;
        text.contains("\"queueAtOnce\": 4").then_some(())
    });
    app.kill();

    let app = desktop.start_app(&[]).await;
    ready(&app).await;
    // Other settings do not change it.
    app.click("nav a[data-screen=settings]").await;
    app.click("label:has(input[name=theme][value=dark])").await;
    app.wait_for_script("document.documentElement.dataset.theme === 'dark'")
        .await;
    app.click("nav a[data-screen=queue]").await;
    app.wait_for_script(&format!("document.querySelector(\"{four}\").checked"))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_leaves_while_files_are_added_is_not_called_back() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    let folder = folder_of(&desktop, 40);
    std::fs::write(folder.join("坏图.png"), b"\x00\x01 no picture at all").unwrap();
    app.drop_files(&[&folder], "#material").await;
    app.wait_for("#app[data-screen=queue]").await;
    app.wait_for("#queue-adding:not([hidden])").await;
    app.click("nav a[data-screen=audit]").await;
    // A toast on the current screen reports the refusal.
    app.wait_for_text("#toast:not([hidden])", "1").await;
    app.wait_for("#queue-adding[hidden]").await;
    app.wait_for("#app[data-screen=audit]").await;
    app.click("nav a[data-screen=queue]").await;
    rows(&app, "waiting", 40).await;
    app.wait_for_text("#screen-queue", "坏图.png").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_with_too_much_to_do_is_left_alone_and_asked_again() {
    let desktop = desktop();
    let service = service(Pace::Instant, "retry-after:2*3").await;
    let app = app_of(&desktop, &service).await;
    app.drop_files(&[&folder_of(&desktop, 3)], "#material")
        .await;
    rows(&app, "waiting", 3).await;
    app.click("#queue-run").await;
    rows(&app, "finished", 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_out_of_reach_pauses_the_queue_after_the_first_file_and_says_why() {
    let desktop = desktop();
    let service = service(Pace::Instant, "").await;
    let app = app_of(&desktop, &service).await;
    service.stop().await;
    app.drop_files(&[&folder_of(&desktop, 3)], "#material")
        .await;
    rows(&app, "waiting", 3).await;
    app.click("#queue-run").await;
    app.wait_for("#screen-queue[data-state=paused]").await;
    app.wait_for("#queue-problem[data-code=no_network]:not([hidden])")
        .await;
    let states = app
        .script("[...document.querySelectorAll('#queue-list .queue-row')].map((row) => row.dataset.state)")
        .await;
    assert_eq!(states, serde_json::json!(["failed", "waiting", "waiting"]));
    app.screenshot("queue-out-of-reach").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_stopped_changed_and_emptied() {
    let desktop = desktop();
    let app = open(&desktop, &chinese()).await;
    app.click("nav a[data-screen=queue]").await;
    app.screenshot("queue-empty").await;
    let folder = folder_of(&desktop, 4);
    let twice = folder.join("海报-000 (1).png");
    std::fs::copy(folder.join("海报-000.png"), &twice).unwrap();
    std::fs::write(folder.join("坏图.png"), b"\x00\x01 no picture at all").unwrap();
    app.drop_files(&[&folder], "#queue-list, #screen-queue")
        .await;
    rows(&app, "waiting", 4).await;
    rows(&app, "same", 1).await;
    app.wait_for_text("#screen-queue", "坏图.png").await;
    app.screenshot("queue-refused").await;
    app.click("#queue-run").await;
    rows(&app, "running", 1).await;
    app.click("#queue-run").await;
    rows(&app, "finished", 1).await;
    app.screenshot("queue-paused").await;
}

/// A notification service that prints each notification.
const LISTENER: &str = r#"
from gi.repository import Gio, GLib
METHODS = Gio.DBusNodeInfo.new_for_xml("""<node><interface name='org.freedesktop.Notifications'>
<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>
<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>
<arg type='i' direction='in'/><arg type='u' direction='out'/></method>
<method name='GetCapabilities'><arg type='as' direction='out'/></method>
<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>
<arg type='s' direction='out'/></method></interface></node>""").interfaces[0]
def called(bus, sender, path, interface, method, arguments, answer):
    if method == "Notify":
        said = arguments.unpack()
        print(said[3], said[4], flush=True)
        answer.return_value(GLib.Variant("(u)", (1,)))
    elif method == "GetCapabilities":
        answer.return_value(GLib.Variant("(as)", (["body"],)))
    else:
        answer.return_value(GLib.Variant("(ssss)", ("test", "test", "1", "1.2")))
def there(bus, name):
    bus.register_object("/org/freedesktop/Notifications", METHODS, called, None, None)
def named(bus, name):
    print("listens", flush=True)
Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.Notifications", Gio.BusNameOwnerFlags.NONE, there, named, None)
GLib.MainLoop().run()
"#;

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_looks_elsewhere_is_told_when_the_queue_is_done() {
    let desktop = desktop();
    let mut listener = desktop.command("/usr/bin/python3");
    listener.args(["-c", LISTENER]).stdout(Stdio::piped());
    let mut listener = Group::start(&mut listener);
    let said = lines_of(listener.stdout());
    assert_eq!(said.recv_timeout(LIMIT).unwrap(), "listens");
    let service = service(Pace::Real, "").await;
    let app = app_of(&desktop, &service).await;
    // Enough pictures that the queue is still running when the window is hidden.
    app.drop_files(&[&folder_of(&desktop, 4)], "#material")
        .await;
    app.wait_for("#app[data-screen=queue]").await;
    rows(&app, "waiting", 4).await;
    app.click("#queue-run").await;
    asked(&app).await;
    let minimised = desktop
        .command("xdotool")
        .args(["search", "--onlyvisible", "--name", "FinAgent Desk"])
        .args(["windowminimize", "%@"])
        .status();
    assert!(minimised.unwrap().success());
    let words = said.recv_timeout(2 * LIMIT).unwrap();
    assert_eq!(words, "批量审核已结束 已完成 4 / 4 份");
}

/// The output of a program by line, for waiting with a time limit.
fn lines_of(output: ChildStdout) -> Receiver<String> {
    let (lines, read) = mpsc::channel();
    thread::spawn(move || {
        let printed = BufReader::new(output).lines().map_while(Result::ok);
        printed.for_each(|line| drop(lines.send(line)));
    });
    read
}
