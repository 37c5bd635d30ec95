//! Options of a call: mode, model, temperature.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Field, Problem, Violation};

/// The model to use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Model {
    /// `4-Plus`, the service's default.
    #[default]
    #[serde(rename = "4-Plus")]
    Plus4,
    /// `4-Air`.
    #[serde(rename = "4-Air")]
    Air4,
}

impl Model {
    /// All models, in display order.
    pub const ALL: [Self; 2] = [Self::Plus4, Self::Air4];

    /// The model's name in the contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plus4 => "4-Plus",
            Self::Air4 => "4-Air",
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Model {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|model| model.as_str() == name);
        known.ok_or(Error::InvalidRequest(Violation {
            field: Field::Model,
            problem: Problem::WrongFormat,
            limit: None,
            actual: None,
            unit: None,
        }))
    }
}

/// The sampling temperature: 0.0 to 1.0, 0.5 by default.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f32", into = "f32")]
pub struct Temperature(f32);

impl Temperature {
    /// Validates a temperature.
    ///
    /// # Errors
    /// [`Problem::OutOfRange`] outside 0.0 to 1.0.
    pub fn new(value: f32) -> Result<Self, Error> {
        if (0.0..=1.0).contains(&value) {
            // Adding zero turns negative zero into zero.
            return Ok(Self(value + 0.0));
        }
        Err(Error::InvalidRequest(Violation {
            field: Field::Temperature,
            problem: Problem::OutOfRange,
            limit: Some(1),
            actual: None,
            unit: None,
        }))
    }

    /// The temperature as a number.
    #[must_use]
    pub fn get(self) -> f32 {
        self.0
    }
}

impl Default for Temperature {
    fn default() -> Self {
        Self(0.5)
    }
}

impl TryFrom<f32> for Temperature {
    type Error = Error;

    fn try_from(value: f32) -> Result<Self, Error> {
        Self::new(value)
    }
}

impl From<Temperature> for f32 {
    fn from(temperature: Temperature) -> Self {
        temperature.0
    }
}

impl FromStr for Temperature {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text.trim().parse().unwrap_or(f32::NAN))
    }
}

impl fmt::Display for Temperature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether the answer is streamed or comes as one document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Server-Sent Events while the answer is being written.
    #[default]
    Stream,
    /// One JSON document at the end.
    Sync,
}

/// Options of a call; the default is streaming with the contract's defaults.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct CallOptions {
    /// Streamed or in one document.
    pub mode: Mode,
    /// The model to use.
    pub model: Model,
    /// The sampling temperature.
    pub temperature: Temperature,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temperature_outside_its_range_is_refused() {
        for text in ["-0.1", "1.01", "NaN", "inf", "warm", ""] {
            assert_eq!(
                text.parse::<Temperature>().unwrap_err().code(),
                "invalid_request",
                "{text}"
            );
        }
        assert_eq!("0.7".parse::<Temperature>().unwrap().to_string(), "0.7");
        assert_eq!("-0".parse::<Temperature>().unwrap().to_string(), "0");
        assert!(serde_json::from_str::<Temperature>("2").is_err());
    }

    #[test]
    fn models_have_the_names_of_the_contract() {
        assert_eq!("4-Air".parse::<Model>().unwrap(), Model::Air4);
        assert_eq!(
            serde_json::to_string(&Model::default()).unwrap(),
            "\"4-Plus\""
        );
        assert!("5".parse::<Model>().is_err());
    }
}
