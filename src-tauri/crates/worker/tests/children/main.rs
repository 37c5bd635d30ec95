//! Children that misbehave in every way we could think of, each followed by one that works.
//!
//! The children are this same program, so it has its own `main`, like any user of the crate.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed step fails the test"
)]

mod confined;
mod impostors;
mod jobs;
mod lost;
mod whole;

use std::env;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use worker::Worker;

/// The build of both sides, unless a test says otherwise.
const BUILD: &str = "this build";

fn main() -> ExitCode {
    if let Some(code) = impostors::play() {
        return code;
    }
    confined::start_older_thread();
    if let Some(code) = worker::serve(BUILD, &jobs::ALL) {
        return code;
    }
    if env::args().nth(1).as_deref() == Some(lost::PARENT) {
        return lost::be_a_parent();
    }
    let tests = [
        whole::tests(),
        lost::tests(),
        impostors::tests(),
        confined::tests(),
    ];
    libtest_mimic::run(
        &Arguments::from_args(),
        tests.into_iter().flatten().collect(),
    )
    .exit_code()
}

/// A test whose name is a sentence. After it, another child must work, whatever happened to the test's own children.
fn test<F>(sentence: &str, body: impl FnOnce(Worker) -> F + Send + 'static) -> Trial
where
    F: Future<Output = ()>,
{
    Trial::test(sentence.replace(' ', "_").replace(',', ""), move || {
        block_on(async {
            let worker = Worker::of_this_program(BUILD).unwrap();
            body(worker.clone()).await;
            let next = worker.run::<jobs::Echo>(&(), b"next").await;
            assert_eq!(next, Ok((4, b"next".to_vec())), "the next job");
        });
        Ok(())
    })
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}
