//! The commands of the window, one file for each screen or subject. A command unpacks its arguments, calls the
//! application, and converts errors. Logic that needs tests of its own belongs elsewhere.

pub mod app;
pub mod audit;
pub mod clipboard;
mod dialog;
pub mod export;
pub mod findings;
pub mod flowchart;
pub mod integrity;
pub mod material;
pub mod notification;
pub mod ocr;
pub mod queue;
pub mod records;
pub mod report;
pub mod review;
pub mod rules;
pub mod run;
pub mod settings;
pub mod sparring;
pub mod stability;
pub mod subject;
pub mod support;
