//! Reasons for refusing an SVG. The user interface words them from the code and the parameters.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Why a chart was not drawn. Its source can still be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The text is empty or white space only.
    #[error("there is nothing to draw")]
    Empty,
    /// The text has no `svg` element.
    #[error("the text has no SVG")]
    NotSvg,
    /// The SVG is not well-formed XML.
    #[error("the SVG is malformed at line {line}")]
    Broken {
        /// Line of the SVG, from 1.
        line: u32,
    },
    /// The document type declares something other than a few short entities of plain text.
    #[error("the SVG declares entities ({})", .why.as_str())]
    Entities {
        /// What it declares.
        why: Declaration,
    },
    /// The SVG has more bytes than the limit.
    #[error("the SVG has {actual} bytes, more than {limit}")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
        /// Size of the SVG in bytes.
        actual: u64,
    },
    /// The SVG exceeds one of the complexity limits.
    #[error("the SVG is too complex: more than {limit} ({})", .what.as_str())]
    TooComplex {
        /// Which limit it exceeds.
        what: Excess,
        /// The limit, in the unit that [`Excess`] gives.
        limit: u64,
        /// The actual number, if counting went to the end.
        actual: Option<u64>,
    },
    /// The chart has circular references.
    #[error("the SVG refers to itself")]
    Circular,
    /// The width or height of the chart is 0.
    #[error("the SVG has no size")]
    Sizeless,
    /// The requested region lies outside the chart.
    #[error("the region is outside the chart")]
    OutOfSight,
    /// The renderer or the encoder failed although all limits were met.
    #[error("rendering failed")]
    Undrawable,
}

/// What makes the declarations of a document type unacceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Declaration {
    /// An entity stands for a file or an address.
    External,
    /// An entity serves further declarations.
    Parameter,
    /// An entity refers to another.
    Nested,
    /// An entity contains markup.
    Markup,
    /// There are too many entities.
    TooMany,
    /// An entity is too long.
    TooLong,
    /// The entities are used so often that the SVG would grow too much.
    Expansion,
    /// Something else than entities is declared, or the declarations are malformed.
    Other,
}

impl Declaration {
    /// Stable name for parameters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::External => "external",
            Self::Parameter => "parameter",
            Self::Nested => "nested",
            Self::Markup => "markup",
            Self::TooMany => "too_many",
            Self::TooLong => "too_long",
            Self::Expansion => "expansion",
            Self::Other => "other",
        }
    }
}

/// A complexity limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Excess {
    /// Elements, counting each copy that a reference makes; long paths and texts count as several.
    Elements,
    /// Nesting depth of elements, including references.
    Depth,
    /// Characters of text, counting each copy that a reference makes.
    Text,
    /// Style sheets: their bytes, or the number of rules times the number of elements.
    Styles,
    /// Dashes along dashed lines.
    Dashes,
    /// Pixels touched, or held at once, at the smallest scale tried.
    Drawing,
    /// Attributes of one element.
    Attributes,
    /// Comparisons needed to resolve namespaces.
    Namespaces,
}

impl Excess {
    /// Stable name for parameters.
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
    /// Stable code for translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "chart_empty",
            Self::NotSvg => "chart_not_svg",
            Self::Broken { .. } => "chart_broken",
            Self::Entities { .. } => "chart_entities",
            Self::TooLarge { .. } => "chart_too_large",
            Self::TooComplex { .. } => "chart_too_complex",
            Self::Circular => "chart_circular",
            Self::Sizeless => "chart_sizeless",
            Self::OutOfSight => "chart_out_of_sight",
            Self::Undrawable => "chart_undrawable",
        }
    }

    /// Parameters of the message: an object, empty for most codes.
    #[must_use]
    pub fn params(&self) -> Value {
        match self {
            Self::Broken { line } => json!({ "line": line }),
            Self::Entities { why } => json!({ "what": why.as_str() }),
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
