//! Implements the application's listeners with Tauri channels.

use app::events::Listener;
use serde::Serialize;
use tauri::ipc::Channel;

/// A listener that sends events to the page at the other end of a channel.
struct Page<E>(Channel<E>);

impl<E: Serialize + Send> Listener<E> for Page<E>
where
    Channel<E>: Send + Sync,
{
    fn tell(&self, event: E) {
        // A closed page needs no events.
        let _ = self.0.send(event);
    }
}

/// A listener for the page at the other end of `channel`.
pub fn to_window<E: Serialize + Send + 'static>(channel: Channel<E>) -> Box<dyn Listener<E>>
where
    Channel<E>: Send + Sync,
{
    Box::new(Page(channel))
}
