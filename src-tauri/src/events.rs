//! The application's listeners over Tauri's channels.

use app::events::Listener;
use serde::Serialize;
use tauri::ipc::Channel;

/// A listener that is the page at the other end of a channel.
struct Page<E>(Channel<E>);

impl<E: Serialize + Send> Listener<E> for Page<E>
where
    Channel<E>: Send + Sync,
{
    fn tell(&self, event: E) {
        // A page that is gone needs no news.
        let _ = self.0.send(event);
    }
}

/// The page at the other end of `channel`.
pub fn to_window<E: Serialize + Send + 'static>(channel: Channel<E>) -> Box<dyn Listener<E>>
where
    Channel<E>: Send + Sync,
{
    Box::new(Page(channel))
}
