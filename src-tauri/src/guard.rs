//! Only the process that holds the lock on the app's folders executes commands.

use app::wire::Problem;
use tauri::{Manager, Runtime, ipc::Invoke};

use crate::Core;

/// The one command that works without the lock: it tells the window that the lock is missing, and tries to get it.
const START: &str = "app_start";

/// Rejects commands while this process does not hold the lock.
pub fn guarded<R: Runtime>(
    answer: impl Fn(Invoke<R>) -> bool + Send + Sync + 'static,
) -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    move |invoke| {
        let held = invoke
            .message
            .webview_ref()
            .state::<Core>()
            .instance_lock
            .is_held();
        if held || invoke.message.command() == START {
            return answer(invoke);
        }
        invoke.resolver.reject(Problem::plain("already_open"));
        true
    }
}
