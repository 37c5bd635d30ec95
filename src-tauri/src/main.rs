//! The program. All it does is start the app.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    finagent_desk::run();
}
