//! Draws a flowchart.

use std::time::Duration;

use drawing::{Answer, DrawRequest, Fonts, chart};
use worker::{Job, Limits};

/// Draws a flowchart: the bytes are what the service sent as its SVG, the bytes beside the answer a PNG, opaque on
/// white, and empty where the answer is a refusal.
///
/// It refuses by itself what would be too large; a chart that slips through ends at the limits of the child.
#[derive(Debug, Clone, Copy)]
pub struct Draw;

impl Job for Draw {
    const NAME: &'static str = "flowchart";
    const LIMITS: Limits = Limits {
        memory: 800 * 1024 * 1024,
        cpu: Duration::from_secs(4),
        deadline: Duration::from_secs(6),
        input: drawing::CHART_BYTES,
        // 16,777,216 pixels of 4 bytes, as they are in the worst case.
        output: 72 * 1024 * 1024,
        threads: false,
    };
    type Request = DrawRequest;
    type Answer = Answer;
    type Word = ();
    type Tools = Fonts;

    fn prepare(_: &DrawRequest) -> Fonts {
        Fonts::load()
    }

    fn work(
        fonts: Fonts,
        request: DrawRequest,
        bytes: Vec<u8>,
        _: &mut dyn FnMut(()),
    ) -> (Answer, Vec<u8>) {
        match chart(&fonts, &request, &bytes) {
            Ok((drawn, png)) => (Ok(drawn), png),
            Err(refusal) => (Err(refusal), Vec::new()),
        }
    }
}
