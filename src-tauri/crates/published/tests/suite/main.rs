#![allow(dead_code)]
//! Published pictures compared with approved ones, as users meet them.

mod frames;
mod picture;
mod poster;
mod samples;
mod scratch;
