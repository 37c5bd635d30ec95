//! Parses stored answer bytes again, for a call whose outcome was never recorded.

use bytes::Bytes;
use tokio_util::sync::CancellationToken;

use crate::{
    answer::{Answer, Partial},
    answer_reader::{AnswerReader, Expectation},
    options::Mode,
    progress::Progress,
    request::Endpoint,
};

/// Parses the bytes that [`Progress::Bytes`] reported: all of them, or those of the last attempt. Sends nothing.
///
/// # Errors
/// The partial answer if the bytes are incomplete; an empty one if they are not an answer.
pub fn read_back(endpoint: Endpoint, mode: Mode, bytes: Vec<u8>) -> Result<Answer, Box<Partial>> {
    let mut reading = AnswerReader::new(Expectation {
        endpoint,
        mode,
        content_type: None,
        key: None,
    });
    let mut unheard = |_: Progress<'_>| {};
    let pushed = reading.push(Bytes::from(bytes), &CancellationToken::new(), &mut unheard);
    let ended = match pushed {
        Ok(None) => reading.end(&mut unheard).ok(),
        Ok(answer) => answer,
        Err(_) => None,
    };
    ended.ok_or_else(|| Box::new(reading.partial()))
}

impl From<Answer> for Partial {
    fn from(answer: Answer) -> Self {
        Self {
            text: answer.output,
            svg: answer.svg,
            usage: answer.usage,
            session_id: answer.session_id,
            events: answer.events,
            bytes: answer.bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_had_arrived_of_a_stream_is_read_back() {
        let stream = concat!(
            "data: {\"event\":\"message\",\"session_id\":\"s\",\"data\":{\"output\":\"保本\"}}\n\n",
            "data: {\"event\":\"message\",\"data\":{\"output\":\"高收益\"}}\n\n",
            "data: {\"event\":\"message\",\"data\":{\"outp",
        );
        let partial = read_back(Endpoint::Audit, Mode::Stream, stream.into()).unwrap_err();
        assert_eq!((partial.text.as_str(), partial.events), ("保本高收益", 2));
        assert_eq!(partial.session_id.as_deref(), Some("s"));
    }

    #[test]
    fn a_whole_answer_and_none_at_all_are_read_back_as_well() {
        let whole = br#"{"code":0,"data":{"result":"text"}}"#.to_vec();
        let answer = read_back(Endpoint::Audit, Mode::Sync, whole).unwrap();
        assert_eq!(answer.output, "text");
        assert_eq!(
            read_back(Endpoint::Audit, Mode::Sync, Vec::new()),
            Err(Box::new(Partial::default()))
        );
    }
}
