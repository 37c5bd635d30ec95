//! What the person has chosen: `settings.json`.

use finagent::{Model, Origin, Temperature};
use serde::{Deserialize, Serialize};

/// The window's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// As the operating system says; Chinese where it says neither.
    #[default]
    #[serde(rename = "system")]
    System,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// The window's colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the operating system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the person has chosen. A field that the file lacks has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// The window's language.
    pub language: Language,
    /// The window's colours.
    pub theme: Theme,
    /// The window's zoom in percent, 100 to 200.
    pub zoom: u16,
    /// Where the service is: scheme, host and port.
    pub origin: String,
    /// The model to ask for: `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
    /// Show the choices that are seldom needed, such as the temperature.
    pub advanced: bool,
    /// How much of the window's width the material takes beside its report, in percent; none: as much as is usual.
    pub material_width: Option<u8>,
    /// How much of the height the picture takes above its copy, in percent; none: as much as is usual.
    pub picture_height: Option<u8>,
    /// Ask for a streamed answer; otherwise the whole answer comes at once.
    pub stream: bool,
    /// Use the demo service although there is a key.
    pub prefer_demo: bool,
    /// Proxy address; empty: as the system says.
    pub proxy: String,
    /// Hosts that are reached directly, separated by commas.
    pub no_proxy: String,
    /// A certificate authority to trust besides the system's, as PEM; the file's name only.
    pub extra_ca_name: Option<String>,
    /// Files of the queue that are audited at once, 1 to 4; changed on the queue's screen alone.
    pub queue_at_once: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Default::default(),
            theme: Default::default(),
            zoom: 100,
            origin: Origin::default().to_string(),
            model: Model::default().as_str().to_owned(),
            temperature: Temperature::default().get(),
            advanced: false,
            material_width: None,
            picture_height: None,
            stream: true,
            prefer_demo: false,
            proxy: String::new(),
            no_proxy: String::new(),
            extra_ca_name: None,
            queue_at_once: 1,
        }
    }
}
