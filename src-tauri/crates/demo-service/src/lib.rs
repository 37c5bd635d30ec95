//! The four endpoints of the FinAgent contract, served on loopback by fixed local rules.
//!
//! It exists so that the app does its main job on a machine without a key, and so that clients can be tested
//! against answers, paces and failures the real service would not produce on demand. It binds `127.0.0.1` only, writes
//! nothing to disk, logs nothing of what it is sent, and each of its answers opens with the words that it is a demo.
//! What stays out: anything that knows the app, and any claim to judge the way the real model does.
//!
//! ```no_run
//! # async fn example() -> Result<(), demo_service::StartError> {
//! use demo_service::{DemoService, Pace, Settings};
//!
//! let service = DemoService::start(Settings { pace: Pace::Instant, ..Settings::default() }).await?;
//! let origin = service.origin(); // http://127.0.0.1:PORT, to be put in the place of the real origin
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
mod rules;
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
