//! The demo service as a program: parses its flags, prints its address, and stops on SIGINT or SIGTERM.

mod flags;

use std::io::{self, Write};
use std::process::ExitCode;

use demo_service::DemoService;
use flags::{Command, HELP};

#[tokio::main]
async fn main() -> ExitCode {
    let key = std::env::var("DEMO_SERVICE_KEY")
        .ok()
        .filter(|key| !key.is_empty());
    let settings = match flags::read(std::env::args().skip(1), key) {
        Ok(Command::Help) => return said(io::stdout(), HELP),
        Ok(Command::Run(settings)) => settings,
        Err(error) => return failed(&error, 2),
    };
    let service = match DemoService::start(settings).await {
        Ok(service) => service,
        Err(error) => return failed(&error, 1),
    };
    // Scripts wait for this line. If standard output is closed, the service still runs.
    let _told = said(
        io::stdout(),
        &format!("listening on {}\n", service.origin()),
    );
    asked_to_end().await;
    service.stop().await;
    ExitCode::SUCCESS
}

fn said(mut to: impl Write, text: &str) -> ExitCode {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn failed(error: &dyn std::error::Error, code: u8) -> ExitCode {
    let cause = error
        .source()
        .map(|cause| format!(": {cause}"))
        .unwrap_or_default();
    let _told = said(io::stderr(), &format!("demo-service: {error}{cause}\n"));
    ExitCode::from(code)
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _interrupted = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _interrupted = tokio::signal::ctrl_c() => {}
        _terminated = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    let _interrupted = tokio::signal::ctrl_c().await;
}
