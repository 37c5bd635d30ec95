//! Draws flowcharts in a confined child process.

use drawing::{DrawRequest, Drawn, Region};
use jobs::draw::Draw;
use tokio::sync::Semaphore;
use worker::Worker;

use crate::wire::{self, ChartOrder, Problem};

/// Child processes at a time; each may use 800 MB. Further requests wait.
const CHILDREN: usize = 2;

/// Draws flowcharts.
pub struct Charts {
    worker: Worker,
    places: Semaphore,
}

impl Charts {
    /// Draws with this worker.
    pub fn new(worker: Worker) -> Self {
        Self {
            worker,
            places: Semaphore::new(CHILDREN),
        }
    }

    /// Draws a flowchart, or a part of it, as PNG. Dropping the future cancels it.
    ///
    /// # Errors
    /// The errors of the worker (`worker_…`), and why the chart can't be drawn (`chart_…`).
    pub async fn draw(&self, svg: &str, request: ChartOrder) -> Result<(Drawn, Vec<u8>), Problem> {
        let request = DrawRequest {
            scale: request.scale,
            region: request.region.map(Region::from),
        };
        let _place = self.places.acquire().await;
        let (answer, png) = self.worker.run::<Draw>(&request, svg.as_bytes()).await?;
        Ok((answer?, png))
    }
}

impl From<wire::Region> for Region {
    fn from(region: wire::Region) -> Self {
        let wire::Region {
            x,
            y,
            width,
            height,
        } = region;
        Self {
            x,
            y,
            width,
            height,
        }
    }
}

impl From<Region> for wire::Region {
    fn from(region: Region) -> Self {
        let Region {
            x,
            y,
            width,
            height,
        } = region;
        Self {
            x,
            y,
            width,
            height,
        }
    }
}

impl From<Drawn> for wire::Chart {
    fn from(drawn: Drawn) -> Self {
        Self {
            width: drawn.width,
            height: drawn.height,
            region: drawn.region.into(),
            scale: drawn.scale,
            title: drawn.words.title,
            description: drawn.words.description,
            labels: drawn.words.labels,
            left_out: wire::LeftOut {
                images: drawn.left_out.images,
                filters: drawn.left_out.filters,
                labels: drawn.left_out.labels,
                moving: drawn.left_out.moving,
                on_demand: drawn.left_out.on_demand,
                signs: drawn.left_out.signs,
            },
        }
    }
}
