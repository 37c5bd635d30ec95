//! Published pictures compared with approved ones, as users meet them.

mod accuracy;
mod alterations;
mod any_input;
mod copies;
mod frames;
mod picture;
mod poster;
mod samples;
mod text;
