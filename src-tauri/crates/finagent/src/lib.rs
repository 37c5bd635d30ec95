//! Client of the four FinAgent endpoints, streaming and synchronous.
//!
//! ```no_run
//! use finagent::{ApiKey, CallOptions, Client, Origin, Progress, Request};
//! use tokio_util::sync::CancellationToken;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Origin::default())
//!     .key(Some(ApiKey::parse("paste the key here")?))
//!     .build()?;
//! let request = Request::Audit { query: "保本高收益，稳赚不赔".into(), image: None };
//! let mut show = |progress: Progress<'_>| {
//!     if let Progress::Text(change) = progress {
//!         println!("{}", change.text);
//!     }
//! };
//! let answer = client
//!     .call(&request, &CallOptions::default(), &CancellationToken::new(), &mut show)
//!     .await?;
//! println!("{}", answer.output);
//! # Ok(())
//! # }
//! ```
//!
//! The client trusts nothing the service sends: sizes are bounded ([`sse::EVENT_LIMIT`], [`ANSWER_LIMIT`]), redirects are
//! not followed, and only one [`Origin`] ever receives the key. It stores nothing either: a caller that needs evidence
//! gets the raw bytes as they arrive ([`Progress::Bytes`]).

mod answer;
mod answer_reader;
mod body;
mod cause;
mod certificate;
mod certificate_fault;
mod certificate_file;
mod client;
mod consequence;
mod content;
pub mod diagnosis;
mod error;
mod event;
mod excerpt;
mod exchange;
mod image;
mod json;
mod key;
mod options;
mod origin;
mod progress;
mod proxy;
mod read_back;
mod redaction;
mod request;
mod retry;
mod secret_search;
mod sniff;
mod socks;
pub mod sse;
mod text;
mod transport;
mod trust;
mod tunnel;

pub use answer::{Answer, Failure, Note, Partial};
pub use answer_reader::ANSWER_LIMIT;
pub use certificate_file::{certificates, certificates_to_pem};
pub use client::{Client, ClientBuilder, KEY_CHECK_LIMIT, KeyVerdict, Timeouts};
pub use consequence::{Consequence, consequence};
pub use content::{Content, Usage};
pub use error::{
    CertificateFile, Error, Field, Flood, NetworkReason, OriginProblem, Oversized, Phase, Problem,
    ProxyReason, TlsReason, Unit, Violation,
};
pub use event::{Event, TITLE_LIMIT};
pub use excerpt::EXCERPT_LIMIT;
pub use exchange::CHUNK_LIMIT;
pub use image::{IMAGE_LIMIT, IMAGE_SIDE_LIMIT, Image, ImageFormat};
pub use key::{ApiKey, KEY_LIMIT, KeyFormat};
pub use options::{CallOptions, Mode, Model, Temperature};
pub use origin::Origin;
pub use progress::Progress;
pub use proxy::{ProxySetting, ProxySource};
pub use read_back::read_back;
pub use request::{
    AUDIT_TEXT_MAX, Endpoint, HISTORY_MAX, Request, Role, SUBJECT_MAX, SUBJECT_MIN, Turn,
    UTTERANCE_MAX, characters,
};
pub use retry::{RetryPolicy, WAIT_LIMIT};
pub use text::TextChange;
pub use transport::INTERIM_LIMIT;

/// Runs the README's code as a doctest.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
