//! Renders a flowchart.

use std::time::Duration;

use drawing::{Answer, DrawRequest, Fonts, chart};
use worker::{Job, Limits};

/// Renders a flowchart. Input bytes: the service's SVG. Output bytes: an opaque PNG on white, empty if the answer is a
/// refusal.
///
/// The renderer rejects charts that are too large; one that slips through hits the child's limits.
#[derive(Debug, Clone, Copy)]
pub struct Draw;

impl Job for Draw {
    const NAME: &'static str = "flowchart";
    const LIMITS: Limits = Limits {
        memory: 800 * 1024 * 1024,
        cpu: Duration::from_secs(4),
        deadline: Duration::from_secs(6),
        input: drawing::CHART_BYTES,
        // The worst case: 16,777,216 pixels of 4 bytes.
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
        match chart(&fonts, intake::embedded_jpeg, &request, &bytes) {
            Ok((drawn, png)) => (Ok(drawn), png),
            Err(refusal) => (Err(refusal), Vec::new()),
        }
    }
}
