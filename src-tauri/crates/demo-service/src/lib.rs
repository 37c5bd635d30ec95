//! A server for the four endpoints of the FinAgent contract, on loopback, without a model.
//!
//! It lets users try the app without a key, and lets tests exercise clients against answers, speeds and failures that
//! the real service would not produce on demand. It binds to `127.0.0.1` only, writes nothing to disk, does not log
//! requests, and labels each answer as a demo in its first line. It checks texts with the crate `rules` and depends on
//! nothing else of the app. It makes no claim to judge like the real model.
//!
//! ```no_run
//! # async fn example() -> Result<(), demo_service::StartError> {
//! use demo_service::{DemoService, Pace, Settings};
//!
//! let service = DemoService::start(Settings { pace: Pace::Instant, ..Settings::default() }).await?;
//! let origin = service.origin(); // http://127.0.0.1:PORT, to use instead of the real origin
//! # drop(origin);
//! service.stop().await;
//! # Ok(())
//! # }
//! ```

mod answer;
mod audit;
mod diligence;
mod endpoint;
mod faults;
mod findings;
mod gate;
mod language;
mod long;
mod markdown;
mod multipart;
mod picture;
mod pieces;
mod refusal;
mod reply;
mod request;
mod routes;
mod script;
mod server;
mod settings;
mod sparring;
mod svg;
mod updates;
mod wire;

pub use faults::{Fault, Faults, Planned};
pub use server::{DemoService, StartError};
pub use settings::{Pace, Settings};
