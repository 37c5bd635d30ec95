//! Merges the answers to the parts of an audit into the answer of one record.

use records::{AnswerOutcome, Ended, Span, Tokens};
use serde_json::{Value, json};

use crate::{request::PART_SEPARATOR, wire::Problem};

/// The merged answer.
#[derive(Default)]
pub struct MergedAnswer {
    output: String,
    answers: Vec<records::Answer>,
    svg: Option<String>,
    max_token: Option<String>,
    tokens: Option<Tokens>,
}

impl MergedAnswer {
    /// Adds the heading of the next part.
    pub fn heading(&mut self, heading: &str) {
        if !self.output.is_empty() {
            self.output.push_str(PART_SEPARATOR);
        }
        self.output.push_str(heading);
    }

    /// Adds a part whose answer comes from an earlier record.
    pub fn kept(&mut self, number: u32, text: &str) {
        let output = self.text(text);
        self.answers.push(records::Answer {
            output,
            ..unanswered(number, AnswerOutcome::Kept)
        });
    }

    /// Adds a part that was not requested.
    pub fn unasked(&mut self, number: u32) {
        let output = self.text("");
        self.answers.push(records::Answer {
            output,
            ..unanswered(number, AnswerOutcome::Unasked)
        });
    }

    /// Adds a part that was requested, with the result of its call.
    pub fn answered(
        &mut self,
        number: u32,
        outcome: AnswerOutcome,
        ended: Ended,
        raw: Option<Span>,
    ) {
        let output = self.text(&ended.output);
        self.tokens = add(self.tokens, ended.tokens);
        // A record has one flowchart; the raw answer contains all bytes of the others.
        self.svg = self.svg.take().or(ended.svg);
        self.max_token = self.max_token.take().or(ended.max_token);
        self.answers.push(records::Answer {
            number,
            outcome,
            problem: ended.problem,
            output,
            raw,
            tokens: ended.tokens,
            session: ended.session,
            notes: ended.notes,
        });
    }

    fn text(&mut self, text: &str) -> Span {
        let at = self.output.len() as u64;
        self.output.push_str(text);
        Span {
            at,
            bytes: text.len() as u64,
        }
    }

    /// The problem that some parts have no complete answer, with the reason of the first one.
    pub fn missing(&self, of: u32) -> Problem {
        let missing = self
            .answers
            .iter()
            .filter(|answer| !answer.outcome.is_whole());
        let first = missing.clone().find_map(|answer| answer.problem.clone());
        let missing = count(missing.count());
        let params = json!({ "missing": missing, "of": of, "problem": first });
        Problem::new("parts_missing", params)
    }

    /// The merged result, for the end of the record.
    pub fn ended(self, outcome: records::Outcome, problem: Option<&Problem>) -> Ended {
        let problem: Option<Value> =
            problem.map(|problem| json!({ "code": problem.code, "params": problem.params }));
        Ended {
            outcome,
            problem,
            at_ms: 0,
            elapsed_ms: 0,
            output: self.output,
            svg: self.svg,
            tokens: self.tokens,
            session: None,
            max_token: self.max_token,
            notes: Vec::new(),
            answers: self.answers,
        }
    }
}

fn unanswered(number: u32, outcome: AnswerOutcome) -> records::Answer {
    records::Answer {
        number,
        outcome,
        problem: None,
        output: Span::default(),
        raw: None,
        tokens: None,
        session: None,
        notes: Vec::new(),
    }
}

fn add(one: Option<Tokens>, other: Option<Tokens>) -> Option<Tokens> {
    let (Some(one), Some(other)) = (one, other) else {
        return one.or(other);
    };
    let sum = |one: Option<u64>, other: Option<u64>| match (one, other) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    };
    Some(Tokens {
        total: sum(one.total, other.total),
        prompt: sum(one.prompt, other.prompt),
        completion: sum(one.completion, other.completion),
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
