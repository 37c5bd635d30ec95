//! The comparison in progress: one at a time, reported to the window, and stopped on request.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::{
    events::Window,
    wire::{Preparing, Problem, ShellEvent},
};

/// The comparison in progress, if any.
#[derive(Default)]
pub struct Comparing(Mutex<Option<CancellationToken>>);

/// One comparison, from its beginning until this is dropped.
pub struct Progress<'a> {
    comparing: &'a Comparing,
    window: &'a Window,
    record: i64,
    name: String,
    stop: CancellationToken,
}

impl Comparing {
    /// Begins the comparison of a file of this name with the material of a record.
    ///
    /// # Errors
    /// `comparing_already`.
    pub fn begin<'a>(
        &'a self,
        window: &'a Window,
        record: i64,
        name: &str,
    ) -> Result<Progress<'a>, Problem> {
        let stop = CancellationToken::new();
        {
            let mut now = self.now();
            if now.is_some() {
                return Err(Problem::plain("comparing_already"));
            }
            *now = Some(stop.clone());
        }
        let progress = Progress {
            comparing: self,
            window,
            record,
            name: name.to_owned(),
            stop,
        };
        progress.tell("opening", 0, 0);
        Ok(progress)
    }

    /// Stops the comparison in progress, if any.
    pub fn stop(&self) {
        if let Some(stop) = self.now().as_ref() {
            stop.cancel();
        }
    }

    fn now(&self) -> MutexGuard<'_, Option<CancellationToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress<'_> {
    /// Does the work, unless the person stops it.
    ///
    /// # Errors
    /// `stopped`; the errors of `work`.
    pub async fn unless_stopped<T>(
        &self,
        work: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(Problem::plain("stopped")),
            done = work => done,
        }
    }

    /// Reports a stage, and how much of it is done; `of` is 0 if that is unknown.
    pub fn tell(&self, stage: &str, done: u32, of: u32) {
        self.window.tell(ShellEvent::Comparing {
            record: self.record,
            comparing: Some(Preparing {
                name: self.name.clone(),
                stage: stage.to_owned(),
                done,
                of,
                slow: None,
            }),
        });
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        *self.comparing.now() = None;
        self.window.tell(ShellEvent::Comparing {
            record: self.record,
            comparing: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;

    #[tokio::test]
    async fn a_second_comparison_is_refused_and_a_stopped_one_leaves_the_place_free() {
        let comparing = Comparing::default();
        let window = Window::default();
        let (tell, mut told) = unbounded_channel();
        window.replace(Box::new(move |event: ShellEvent| drop(tell.send(event))));
        let first = comparing.begin(&window, 7, "海报.png").unwrap();
        let second = comparing.begin(&window, 8, "其他.png").err().unwrap();
        assert_eq!(second.code, "comparing_already");
        comparing.stop();
        let endless = std::future::pending::<Result<(), Problem>>();
        let stopped = first.unless_stopped(endless).await;
        assert_eq!(stopped.unwrap_err().code, "stopped");
        drop(first);
        let again = comparing.begin(&window, 7, "海报.png").unwrap();
        again.tell("text", 1, 2);
        again.unless_stopped(async { Ok(()) }).await.unwrap();
        drop(again);
        drop(window);
        let mut stages = Vec::new();
        while let Some(ShellEvent::Comparing { record, comparing }) = told.recv().await {
            stages.push((record, comparing.map(|now| (now.stage, now.done, now.of))));
        }
        let stage = |name: &str, done, of| (7, Some((name.to_owned(), done, of)));
        assert_eq!(
            stages,
            [
                stage("opening", 0, 0),
                (7, None),
                stage("opening", 0, 0),
                stage("text", 1, 2),
                (7, None),
            ]
        );
    }
}
