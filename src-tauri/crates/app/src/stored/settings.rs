//! The settings: `settings.json`.

use finagent::{Model, Origin, Temperature};
use serde::{Deserialize, Serialize};

/// The language of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// As the operating system says; Chinese if that is neither Chinese nor English.
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

/// The colours of the window.
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

/// The settings. A field missing in the file has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// The language of the window.
    pub language: Language,
    /// The colours of the window.
    pub theme: Theme,
    /// The zoom of the window in percent, 100 to 200.
    pub zoom: u16,
    /// The service: scheme, host and port.
    pub origin: String,
    /// The model to request: `4-Plus` or `4-Air`.
    pub model: String,
    /// 0.0 to 1.0.
    pub temperature: f32,
    /// Show rarely needed settings, such as the temperature.
    pub advanced: bool,
    /// The width of the material beside its report, in percent of the window; `None` for the default.
    pub material_width: Option<u8>,
    /// The height of the picture above its text, in percent; `None` for the default.
    pub picture_height: Option<u8>,
    /// Request a streamed answer; otherwise the whole answer arrives at once.
    pub stream: bool,
    /// Use the demo service even if there is a key.
    pub prefer_demo: bool,
    /// The proxy address; empty for the proxy of the system.
    pub proxy: String,
    /// Hosts to reach without a proxy, separated by commas.
    pub no_proxy: String,
    /// The file name of a certificate authority (PEM) to trust besides those of the system.
    pub extra_ca_name: Option<String>,
    /// Files of the queue audited at the same time, 1 to 4; set on the queue screen.
    pub queue_at_once: u32,
    /// A second person must approve a review before it is archived.
    #[serde(skip_serializing_if = "is_default")]
    pub review_approval: bool,
    /// How many years an archived review is to be kept; 0 for no date.
    #[serde(skip_serializing_if = "is_default")]
    pub review_retention_years: u16,
    /// The language of letters; that of the window if it is `System`.
    #[serde(skip_serializing_if = "is_default")]
    pub review_letter_language: Language,
    /// The address of the authority that time-stamps archived reviews; empty for no time stamps.
    #[serde(skip_serializing_if = "is_default")]
    pub stamp_authority: String,
    /// The file name of the roots that vouch for that authority.
    #[serde(skip_serializing_if = "is_default")]
    pub stamp_roots_name: Option<String>,
}

/// Files of people who have no reviews stay as they were.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
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
            review_approval: false,
            review_retention_years: 0,
            review_letter_language: Default::default(),
            stamp_authority: String::new(),
            stamp_roots_name: None,
        }
    }
}
