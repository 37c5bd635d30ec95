//! All error answers, each with its contract code, its HTTP status and a helpful message.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::endpoint::Endpoint;
use crate::wire::Abnormal;

/// Why a request is rejected. The error text becomes the `message` of the answer.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum Refusal {
    #[error(
        "authentication failed: the authorization header must hold the API key itself, without a scheme word"
    )]
    WrongKey,
    #[error("invalid API: the paths are {}", paths())]
    UnknownPath,
    #[error("invalid API: only POST is answered here")]
    WrongMethod,
    #[error("invalid API: the Host header must name 127.0.0.1, localhost or [::1]")]
    ForeignHost,
    #[error(
        "invalid API: web pages may not use this service (the request carries an Origin header)"
    )]
    WebPage,
    #[error("the body is larger than {most} bytes")]
    BodyTooLarge { most: usize },
    #[error("the body did not arrive in full")]
    BodyIncomplete,
    #[error("the content-type must be {wanted}")]
    WrongContentType { wanted: &'static str },
    #[error("the body is not JSON: error at line {line}, column {column}")]
    MalformedJson { line: usize, column: usize },
    #[error("the body must be a JSON object")]
    NotAnObject,
    #[error("the multipart body is malformed")]
    MalformedMultipart,
    #[error("the form has more than {most} parts")]
    TooManyParts { most: usize },
    #[error("the form has more than one part named {field}")]
    RepeatedPart { field: &'static str },
    #[error("{field} must be {wanted}")]
    WrongType {
        field: &'static str,
        wanted: &'static str,
    },
    #[error("{field} is required and must not be empty")]
    Missing { field: &'static str },
    #[error("{field} must have at least {least} characters and has {actual}")]
    TooShort {
        field: &'static str,
        least: usize,
        actual: usize,
    },
    #[error("{field} may have up to {most} characters and has {actual}")]
    TooLong {
        field: &'static str,
        most: usize,
        actual: usize,
    },
    #[error("at least one of query and image must be filled")]
    NothingToAudit,
    #[error("image may have up to {most} bytes and has {actual}")]
    ImageTooLarge { most: usize, actual: usize },
    #[error("image must be jpg or png by its content")]
    ImageFormat,
    #[error("image is damaged: its header does not give a width and height")]
    ImageDamaged,
    #[error("image may have up to {most} pixels a side and has {width} x {height}")]
    ImageSides { most: u32, width: u32, height: u32 },
    #[error("history may have up to {most} records and has {actual}")]
    HistoryTooLong { most: usize, actual: usize },
    #[error("history record {number}: {wanted}")]
    HistoryRecord { number: usize, wanted: &'static str },
    #[error("model must be \"4-Plus\" or \"4-Air\"")]
    UnknownModel,
    #[error("temperature must be a number from 0.0 to 1.0")]
    TemperatureRange,
}

impl Refusal {
    /// The contract's error code.
    pub(crate) const fn code(&self) -> i32 {
        match self {
            Self::WrongKey => 1001,
            Self::UnknownPath | Self::WrongMethod | Self::ForeignHost | Self::WebPage => 1005,
            _ => 1003,
        }
    }

    /// Errors of an endpoint are sent with status 200, as in the contract. Other statuses mean that no endpoint was
    /// reached.
    const fn status(&self) -> StatusCode {
        match self {
            Self::UnknownPath => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Self::WebPage => StatusCode::FORBIDDEN,
            _ => StatusCode::OK,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let message = self.to_string();
        let mut response = (
            self.status(),
            Json(Abnormal {
                code: self.code(),
                message: &message,
            }),
        )
            .into_response();
        if self == Self::WrongMethod {
            response
                .headers_mut()
                .insert(header::ALLOW, header::HeaderValue::from_static("POST"));
        }
        response
    }
}

fn paths() -> String {
    Endpoint::ALL.map(Endpoint::path).join(", ")
}
