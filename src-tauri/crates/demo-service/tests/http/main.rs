//! Tests of the service over real HTTP on loopback.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed step fails the test"
)]

mod contract;
mod faults;
mod hostile;
mod program;
mod streaming;

use demo_service::{DemoService, Faults, Pace, Settings};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

const DILIGENCE: &str = "/api/aico-saas/bm/v1/DueDiligenceReport";
const AUDIT: &str = "/api/aico-saas/bm/v1/ConsumerProtectionAudit";
const SPARRING: &str = "/api/aico-saas/bm/v1/FinancialAdviserSparring";
const UPDATES: &str = "/api/aico-saas/bm/v1/RegulatoryUpdatesTracker";

/// A running service and a client for it.
struct World {
    service: DemoService,
    client: Client,
}

impl World {
    async fn start() -> Self {
        Self::with(Settings {
            pace: Pace::Instant,
            ..Settings::default()
        })
        .await
    }

    async fn failing(faults: Faults) -> Self {
        Self::with(Settings {
            pace: Pace::Instant,
            faults,
            ..Settings::default()
        })
        .await
    }

    async fn with(settings: Settings) -> Self {
        let service = DemoService::start(settings).await.unwrap();
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { service, client }
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.service.origin()))
    }

    async fn json(&self, path: &str, body: &Value) -> Response {
        self.post(path).json(body).send().await.unwrap()
    }

    async fn form(&self, form: Form) -> Response {
        self.post(AUDIT).multipart(form).send().await.unwrap()
    }

    /// Sends one request to an endpoint, in Chinese or English.
    async fn ask(&self, path: &str, chinese: bool, stream: bool) -> Response {
        let pick = |zh: &'static str, en: &'static str| if chinese { zh } else { en };
        match path {
            AUDIT => {
                let query = pick("本产品保本，年化 5%", "Guaranteed returns for all");
                self.form(
                    Form::new()
                        .text("query", query)
                        .text("stream", stream.to_string()),
                )
                .await
            }
            DILIGENCE => {
                let company = pick("示例科技有限公司", "Example Technology Ltd.");
                self.json(path, &json!({"company": company, "stream": stream}))
                    .await
            }
            _ => {
                self.json(
                    path,
                    &json!({"query": pick("理财产品", "Wealth products"), "stream": stream}),
                )
                .await
            }
        }
    }
}

/// All endpoints: path, whether they draw a flowchart, and the last event of their streams.
const ENDPOINTS: [(&str, bool, &str); 4] = [
    (DILIGENCE, true, "workflow_finished"),
    (AUDIT, false, "workflow_finished"),
    (SPARRING, false, "message_finished"),
    (UPDATES, true, "workflow_finished"),
];

/// The messages of a stream that may be incomplete.
fn messages(body: &str) -> Vec<Value> {
    body.split_terminator("\n\n")
        .filter_map(|message| message.strip_prefix("data: "))
        .map(|data| serde_json::from_str(data).unwrap())
        .collect()
}

/// The code and the message of an error sent with status 200.
async fn refusal(response: Response) -> (i64, String) {
    assert_eq!(response.status(), 200);
    assert_eq!(content_type(&response), "application/json");
    let body: Value = response.json().await.unwrap();
    (
        body["code"].as_i64().unwrap(),
        body["message"].as_str().unwrap().to_owned(),
    )
}

fn content_type(response: &Response) -> String {
    response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned()
}

/// Whether there is an answer, in either mode.
async fn is_answered(response: Response) -> bool {
    let streamed = content_type(&response).starts_with("text/event-stream");
    let body = response.text().await.unwrap();
    if streamed {
        messages(&body).last().unwrap()["data"]["output"].is_string()
    } else {
        serde_json::from_str::<Value>(&body).unwrap()["code"] == 0
    }
}

/// A black image in this format.
fn picture(format: image::ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height)
        .write_to(&mut file, format)
        .unwrap();
    file.into_inner()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    picture(image::ImageFormat::Png, width, height)
}

fn image_part(bytes: Vec<u8>) -> Form {
    Form::new().part("image", Part::bytes(bytes).file_name("poster.jpg"))
}
