//! Event listeners: the window, the queue, or a test.

use std::sync::{Mutex, PoisonError};

use crate::wire::ShellEvent;

/// Receives events of one kind. Every closure that takes such an event is a listener.
pub trait Listener<E>: Send + Sync {
    /// Receives an event. Must not block. A listener whose receiver is gone ignores it.
    fn tell(&self, event: E);

    /// Whether it wants the text of an answer; rendering that for nobody costs more than all other events.
    fn shows_text(&self) -> bool {
        true
    }
}

impl<E, F: Fn(E) + Send + Sync> Listener<E> for F {
    fn tell(&self, event: E) {
        self(event);
    }
}

/// Sends events outside of a run to the window.
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
