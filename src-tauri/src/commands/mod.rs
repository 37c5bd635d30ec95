//! What the window may ask for, one file a screen or subject. A command unpacks, calls, and converts the error;
//! whatever deserves a test of its own lives elsewhere.

pub mod app;
pub mod audit;
pub mod clipboard;
mod dialog;
pub mod export;
pub mod flowchart;
pub mod integrity;
pub mod material;
pub mod notification;
pub mod ocr;
pub mod queue;
pub mod records;
pub mod report;
pub mod run;
pub mod settings;
pub mod sparring;
pub mod subject;
