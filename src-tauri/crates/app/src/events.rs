//! Who hears of what happens: the window, the queue, a test.

use std::sync::{Mutex, PoisonError};

use crate::wire::ShellEvent;

/// Hears of events of one kind. Every closure that takes one is a listener.
pub trait Listener<E>: Send + Sync {
    /// Something happened. Must not block; a listener that is gone ignores it.
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

/// The window's ear for what happens outside a run.
#[derive(Default)]
pub struct Window(Mutex<Option<Box<dyn Listener<ShellEvent>>>>);

impl Window {
    /// Tells the window, if it listens.
    pub fn tell(&self, event: ShellEvent) {
        let listener = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listener) = listener.as_ref() {
            listener.tell(event);
        }
    }

    /// Whether it listens.
    pub fn hears(&self) -> bool {
        let listener = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        listener.is_some()
    }

    /// From now on this one listens.
    pub fn replace(&self, listener: Box<dyn Listener<ShellEvent>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }
}
