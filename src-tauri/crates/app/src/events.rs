//! Event listeners: the window, the queue, or a test.

use std::sync::{Mutex, PoisonError};

use crate::wire::ShellEvent;

/// Receives events of one type. Every closure that takes such an event is a listener.
pub trait Listener<E>: Send + Sync {
    /// Receives an event. Must not block. Ignores the event if its own receiver is gone.
    fn tell(&self, event: E);

    /// Whether the listener uses the text of an answer. If not, the costly rendering is skipped.
    fn shows_text(&self) -> bool {
        true
    }
}

impl<E, F: Fn(E) + Send + Sync> Listener<E> for F {
    fn tell(&self, event: E) {
        self(event);
    }
}

/// Sends events that belong to no run to the window.
#[derive(Default)]
pub struct Window(Mutex<Option<Box<dyn Listener<ShellEvent>>>>);

impl Window {
    /// Sends an event to the window if it is connected.
    pub fn tell(&self, event: ShellEvent) {
        let listener = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listener) = listener.as_ref() {
            listener.tell(event);
        }
    }

    /// Whether the window is connected.
    pub fn hears(&self) -> bool {
        let listener = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        listener.is_some()
    }

    /// Replaces the listener.
    pub fn replace(&self, listener: Box<dyn Listener<ShellEvent>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }
}
