//! Commands are answered only by the process that has the app's folders.

use app::wire::Problem;
use tauri::{Manager, Runtime, ipc::Invoke};

use crate::Core;

/// The one command that is answered without the claim: it is how the window learns that there is none, and tries again.
const START: &str = "app_start";

/// Commands are answered only by a process that has the folders.
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
