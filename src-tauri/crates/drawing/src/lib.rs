//! SVG to pixels: the flowchart of an answer, or a drawing that a person brings, becomes a picture that is safe to show.
//!
//! The room exists because an SVG is a program for a renderer, and this one was written by strangers: it may name local
//! files, grow without bound, or hide its labels in HTML that no SVG renderer draws. Nothing here may be called on a stranger's bytes anywhere but in a
//! confined child (`jobs`), except [`source`], which only cuts text. [`chart`] draws what came with an answer, [`picture`] what a
//! person brings, by the same way with more means. Files (but fonts),
//! network, the window and the wording of refusals stay out.
//!
//! Order of work, one direction: text → its SVG (`source`) → XML without a document type (`document`) → bounds
//! (`bounds`, `expansion`) → HTML labels as SVG text, foreign references left out (`rewrite`) → the bounds once
//! more, layout (`layout`) → what drawing it would cost (`cost`, `canvas`) → pixels → PNG (`draw`).
//!
//! [`Fonts`] and [`xml`], which bounds what a parser of XML may be given, serve other readers of foreign files too.

mod bounds;
mod canvas;
mod colour;
mod computed;
mod cost;
mod css;
mod document;
mod draw;
mod expansion;
mod flow;
mod fonts;
mod html;
mod label;
mod layout;
mod markup;
mod picture;
mod pictures;
mod profile;
mod refusal;
mod repair;
mod request;
mod rewrite;
mod source;
#[cfg(test)]
mod tests;
mod words;
pub mod xml;

pub use draw::chart;
pub use fonts::{FontBytes, Fonts};
pub use picture::{Picture, picture};
pub use profile::CHART_BYTES;
pub use refusal::{Excess, Refusal};
pub use request::{Answer, DrawRequest, Drawn, LeftOut, Region, Words};
pub use source::source;
