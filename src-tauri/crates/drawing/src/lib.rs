//! Renders untrusted SVG to pixels: the flowchart of an answer, or a drawing that a user brings.
//!
//! An SVG is a program for its renderer, and these SVGs come from outside: they may refer to local files, expand without
//! bound, or put their labels into HTML that no SVG renderer draws. Call nothing here on untrusted bytes outside a confined
//! child process (`jobs`), except [`source`], which only slices text. [`chart`] renders what came with an answer,
//! [`picture`] what a user brings; both use the same pipeline with different limits. This crate reads no files but fonts,
//! uses no network, and leaves the window and the wording of refusals to others.
//!
//! The pipeline runs in one direction: text → its SVG (`source`) → XML without a document type (`document`) → limits
//! (`bounds`, `expansion`) → HTML labels as SVG text, external references removed (`rewrite`) → the limits again, layout
//! (`layout`) → estimated cost of rendering (`cost`, `canvas`) → pixels → PNG (`draw`).
//!
//! [`Fonts`] and [`xml`], which bounds the XML given to a parser, also serve other readers of untrusted files.

mod applied;
mod bounds;
mod canvas;
mod colour;
mod computed;
mod cost;
mod css;
mod document;
mod draw;
mod emoji;
mod entities;
mod expansion;
mod flow;
mod fonts;
mod html;
mod keyframes;
mod label;
mod layout;
mod markup;
mod media;
mod overlay;
mod picture;
mod pictures;
mod profile;
mod refusal;
mod repair;
mod request;
mod rewrite;
mod sheets;
mod source;
mod still;
#[cfg(test)]
mod tests;
mod text_css;
mod words;
pub mod xml;

pub use draw::chart;
pub use fonts::{FontBytes, Fonts};
pub use overlay::overlay;
pub use picture::{Picture, picture};
pub use pictures::{Jpeg, ReadJpeg};
pub use profile::CHART_BYTES;
pub use refusal::{Declaration, Excess, Refusal};
pub use request::{Answer, DrawRequest, Drawn, LeftOut, Region, Words};
pub use source::source;
