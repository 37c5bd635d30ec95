//! Turns a checked request into a complete answer. All four endpoints share this code, so no answer lacks the demo
//! label.

use crate::findings::packs;
use crate::language::Language;
use crate::request::{Request, Task};
use crate::wire::Usage;
use crate::{audit, diligence, sparring, updates};

/// A complete answer, before it is split into a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The Markdown; its first line is the demo label.
    pub(crate) output: String,
    /// The flowchart, if the endpoint has one.
    pub(crate) svg: Option<String>,
    /// Titles of the workflow steps before the text is written.
    pub(crate) steps: Vec<&'static str>,
    /// Title of the step that writes the text.
    pub(crate) writing: &'static str,
    pub(crate) usage: Usage,
}

/// What an endpoint's module produces.
pub(crate) struct Draft {
    pub(crate) markdown: String,
    pub(crate) svg: Option<String>,
    pub(crate) steps: Vec<&'static str>,
    pub(crate) writing: &'static str,
}

pub(crate) fn answer(request: &Request) -> Answer {
    let (language, asked, draft) = match &request.task {
        Task::Diligence { company } => {
            let language = Language::of(company);
            (
                language,
                company.clone(),
                diligence::draft(company, language),
            )
        }
        Task::Audit { copy, picture } => {
            let language = Language::of(copy);
            (
                language,
                copy.clone(),
                audit::draft(copy, picture.as_ref(), packs(), language),
            )
        }
        Task::Sparring { utterance, history } => {
            let language = Language::of(utterance);
            let asked = history
                .iter()
                .map(|turn| turn.content.as_str())
                .chain([utterance.as_str()])
                .collect();
            (
                language,
                asked,
                sparring::draft(utterance, history, packs(), language),
            )
        }
        Task::Updates { topic } => {
            let language = Language::of(topic);
            (language, topic.clone(), updates::draft(topic, language))
        }
    };
    let output = format!("{}\n\n{}", mark(language), draft.markdown.trim_end());
    let usage = usage(&asked, &output);
    Answer {
        output,
        svg: draft.svg,
        steps: draft.steps,
        writing: draft.writing,
        usage,
    }
}

impl Answer {
    /// Replaces the text of the answer.
    pub(crate) fn with_output(self, output: String) -> Self {
        Self { output, ..self }
    }
}

/// The demo label, the first line of every answer.
pub(crate) const fn mark(language: Language) -> &'static str {
    language.pick(
        "> **演示结果** 以下内容由本机演示服务按固定规则生成，不是 FinAgent 模型的输出，不得作为审核、决策或对外披露的依据。",
        "> **Demo result.** What follows was made by a demo service on this machine from fixed rules. It is not the output of \
         the FinAgent model and must not be relied on for any review, decision or disclosure.",
    )
}

/// Estimates tokens at the usual ratios: 0.7 per non-ASCII character, one per four ASCII characters.
fn usage(asked: &str, output: &str) -> Usage {
    let (prompt_tokens, completion_tokens) = (tokens(asked), tokens(output));
    Usage {
        total_tokens: prompt_tokens.saturating_add(completion_tokens),
        prompt_tokens,
        completion_tokens,
    }
}

fn tokens(text: &str) -> u32 {
    let ascii = text.chars().filter(char::is_ascii).count();
    let other = text.chars().count() - ascii;
    u32::try_from(ascii.div_ceil(4) + (other * 7).div_ceil(10)).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::request::{Role, Turn};

    /// One request for each endpoint in each language.
    pub(crate) fn samples() -> Vec<(Language, Request)> {
        let of = |task| Request { task, stream: true };
        let history = vec![Turn {
            role: Role::User,
            content: "您好".into(),
        }];
        vec![
            (
                Language::Chinese,
                of(Task::Diligence {
                    company: "示例科技有限公司".into(),
                }),
            ),
            (
                Language::English,
                of(Task::Diligence {
                    company: "Beijing Zhipu Huatong Technology Co., Ltd.".into(),
                }),
            ),
            (
                Language::Chinese,
                of(Task::Audit {
                    copy: "本产品保本，年化收益 5%，最佳选择。".into(),
                    picture: None,
                }),
            ),
            (
                Language::English,
                of(Task::Audit {
                    copy: "Guaranteed returns, no risk at all.".into(),
                    picture: None,
                }),
            ),
            (
                Language::Chinese,
                of(Task::Sparring {
                    utterance: "这款产品收益很高".into(),
                    history,
                }),
            ),
            (
                Language::English,
                of(Task::Sparring {
                    utterance: "A great product".into(),
                    history: Vec::new(),
                }),
            ),
            (
                Language::Chinese,
                of(Task::Updates {
                    topic: "保险销售".into(),
                }),
            ),
            (
                Language::English,
                of(Task::Updates {
                    topic: "Securities".into(),
                }),
            ),
        ]
    }

    #[test]
    fn every_answer_says_in_its_first_line_that_it_is_a_demo() {
        for (language, request) in samples() {
            let answer = answer(&request);
            let first = answer.output.lines().next().unwrap();
            assert!(first.starts_with("> **"), "{first}");
            match language {
                Language::Chinese => assert!(
                    first.contains("演示") && first.contains("不是 FinAgent 模型的输出"),
                    "{first}"
                ),
                Language::English => assert!(
                    first.contains("Demo") && first.contains("not the output of"),
                    "{first}"
                ),
            }
        }
    }

    #[test]
    fn answers_are_of_the_length_of_a_report_and_have_its_parts() {
        for (_, request) in samples() {
            let sparring = matches!(request.task, Task::Sparring { .. });
            let answer = answer(&request);
            let length = answer.output.chars().count();
            let least = if sparring { 300 } else { 1_200 };
            assert!(
                (least..12_000).contains(&length),
                "{length}\n{}",
                answer.output
            );
            assert!(answer.output.contains("\n## "), "{}", answer.output);
            assert!(answer.output.contains("**"), "{}", answer.output);
            assert!(
                sparring || answer.output.contains("| --- |"),
                "{}",
                answer.output
            );
            assert!(
                !answer.output.contains("{{"),
                "a placeholder is left: {}",
                answer.output
            );
        }
    }

    #[test]
    fn an_answer_keeps_to_the_language_it_was_asked_in() {
        for (language, request) in samples() {
            let answer = answer(&request);
            assert_eq!(Language::of(&answer.output), language, "{}", answer.output);
            for step in answer.steps.iter().chain([&answer.writing]) {
                assert_eq!(Language::of(step), language, "{step}");
            }
        }
    }

    #[test]
    fn only_diligence_and_updates_have_a_flowchart() {
        for (_, request) in samples() {
            let wanted = matches!(request.task, Task::Diligence { .. } | Task::Updates { .. });
            assert_eq!(answer(&request).svg.is_some(), wanted);
        }
    }

    #[test]
    fn tokens_add_up_and_follow_the_length() {
        let usage = usage("一二三四五六七八九十", "abcdefgh");
        assert_eq!(
            (
                usage.prompt_tokens,
                usage.completion_tokens,
                usage.total_tokens
            ),
            (7, 2, 9)
        );
    }
}
