//! Why there is no picture. The sentence for a person is written elsewhere, from the code and the parameters.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Why a chart was not drawn. Its source can still be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Nothing but white space.
    #[error("there is nothing to draw")]
    Empty,
    /// The text holds no `svg` element.
    #[error("there is no SVG in the text")]
    NotSvg,
    /// The SVG is no well-formed XML.
    #[error("the SVG is broken at line {line}")]
    Broken {
        /// The line of the SVG, from 1.
        line: u32,
    },
    /// The document type declares entities or other things of its own.
    #[error("the SVG declares its own entities")]
    Entities,
    /// More bytes than are looked at.
    #[error("the SVG has {actual} bytes, more than {limit}")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
        /// What was given, in bytes.
        actual: u64,
    },
    /// More of something than a chart needs.
    #[error("the SVG has too much in it: more than {limit} ({})", .what.as_str())]
    TooComplex {
        /// What there is too much of.
        what: Excess,
        /// The limit, counted as [`Excess`] says.
        limit: u64,
        /// How much there is, where that was counted to the end.
        actual: Option<u64>,
    },
    /// Parts of the chart are made of themselves.
    #[error("the SVG refers to itself")]
    Circular,
    /// The chart has no width or no height.
    #[error("the SVG has no size")]
    Sizeless,
    /// The region that was asked for lies outside the chart.
    #[error("the region lies outside the chart")]
    OutOfSight,
    /// The renderer or the encoder gave up on what passed all bounds.
    #[error("the picture could not be made")]
    Undrawable,
}

/// What a chart has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Excess {
    /// Elements, with each copy that a reference makes; long paths and texts count as several.
    Elements,
    /// Elements inside one another, through references too.
    Depth,
    /// Characters of text, with each copy that a reference makes.
    Text,
    /// Style sheets: their bytes, or their rules times the elements.
    Styles,
    /// Dashes along dashed lines.
    Dashes,
    /// Pixels to be touched or held at once, at the smallest scale that is tried.
    Drawing,
    /// Attributes of one element.
    Attributes,
    /// Comparisons that it takes to tell namespaces apart.
    Namespaces,
}

impl Excess {
    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Elements => "elements",
            Self::Depth => "depth",
            Self::Text => "text",
            Self::Styles => "styles",
            Self::Dashes => "dashes",
            Self::Drawing => "drawing",
            Self::Attributes => "attributes",
            Self::Namespaces => "namespaces",
        }
    }
}

impl Refusal {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "chart_empty",
            Self::NotSvg => "chart_not_svg",
            Self::Broken { .. } => "chart_broken",
            Self::Entities => "chart_entities",
            Self::TooLarge { .. } => "chart_too_large",
            Self::TooComplex { .. } => "chart_too_complex",
            Self::Circular => "chart_circular",
            Self::Sizeless => "chart_sizeless",
            Self::OutOfSight => "chart_out_of_sight",
            Self::Undrawable => "chart_undrawable",
        }
    }

    /// The parameters of the sentence: an object, empty for most codes.
    #[must_use]
    pub fn params(&self) -> Value {
        match self {
            Self::Broken { line } => json!({ "line": line }),
            Self::TooLarge { limit, actual } => json!({ "limit": limit, "actual": actual }),
            Self::TooComplex {
                what,
                limit,
                actual: None,
            } => json!({ "what": what.as_str(), "limit": limit }),
            Self::TooComplex {
                what,
                limit,
                actual: Some(actual),
            } => json!({ "what": what.as_str(), "limit": limit, "actual": actual }),
            _ => json!({}),
        }
    }
}
