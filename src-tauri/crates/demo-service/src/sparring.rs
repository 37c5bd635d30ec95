//! Adviser sparring: answers as a client who listens for promises, improper offers, risks, fees, terms and suitability,
//! and adds notes on what the adviser did and missed. Earlier turns count, except a briefing at the start: it asks the
//! service to play a role and is not said to the client.

mod offers;
mod subjects;

use offers::Offer;
use rules::{Finding, Kind, Packs};
use subjects::{SUBJECTS, Subject};

use crate::answer::Draft;
use crate::findings;
use crate::language::{Bilingual, Language, both};
use crate::markdown::inline;
use crate::request::{Role, Turn};

/// The most phrases that the notes comment on.
const MAX_NOTED: usize = 8;

/// Drafts the answer to `utterance`, which follows `history`. Without `packs` its wording is not checked.
pub(crate) fn draft(
    utterance: &str,
    history: &[Turn],
    packs: Option<&Packs>,
    language: Language,
) -> Draft {
    let scene = Scene::new(utterance, history, packs, language);
    let (steps, writing) = match language {
        Language::Chinese => (vec!["理解顾问发言", "回顾对话上下文"], "生成客户回应"),
        Language::English => (
            vec![
                "Understanding the adviser",
                "Looking back at the conversation",
            ],
            "Writing the client's answer",
        ),
    };
    Draft {
        markdown: format!("{}\n\n{}", scene.client(), scene.notes()),
        svg: None,
        steps,
        writing,
    }
}

/// The input for the answer.
struct Scene {
    language: Language,
    /// Whether the wording was checked.
    checked: bool,
    /// Phrases in the utterance that the rules object to.
    promises: Vec<Finding>,
    /// Improper offers in the utterance.
    offers: Vec<&'static Offer>,
    /// The subject of the utterance.
    current: Option<&'static Subject>,
    /// Subjects that were mentioned, now or earlier; `open` holds the others.
    covered: Vec<&'static Subject>,
    open: Vec<&'static Subject>,
    /// The number of this turn of the adviser, from 1.
    turn: usize,
}

impl Scene {
    fn new(utterance: &str, history: &[Turn], packs: Option<&Packs>, language: Language) -> Self {
        let spoken = after_briefing(history)
            .iter()
            .filter(|turn| turn.role == Role::User);
        let turn = spoken.clone().count() + 1;
        let earlier: String = spoken
            .map(|turn| turn.content.to_lowercase() + "\n")
            .collect();
        // Offering to fill in the suitability questionnaire for the client does not count as checking suitability.
        let (offers, now) = offers::made(utterance);
        let touches =
            |text: &str, subject: &Subject| subject.words.iter().any(|word| text.contains(word));
        let (covered, open): (Vec<&Subject>, Vec<&Subject>) = SUBJECTS
            .iter()
            .partition(|subject| touches(&now, subject) || touches(&earlier, subject));
        let report = packs.map(|packs| findings::check(packs, utterance, language));
        let promises: Vec<_> = report
            .map(|report| report.findings)
            .unwrap_or_default()
            .into_iter()
            .filter(is_promise)
            .take(MAX_NOTED)
            .collect();
        // A forbidden "no risk" does not count as talking about risk.
        let current = SUBJECTS
            .iter()
            .find(|subject| promises.is_empty() && offers.is_empty() && touches(&now, subject));
        Self {
            language,
            checked: packs.is_some(),
            promises,
            offers,
            current,
            covered,
            open,
            turn,
        }
    }

    fn say(&self, words: Bilingual) -> &'static str {
        words.in_language(self.language)
    }

    /// The phrases, quoted.
    fn quoted(&self, promises: &[Finding]) -> String {
        let quoted: Vec<_> = promises
            .iter()
            .map(|finding| format!("“{}”", inline(&finding.excerpt)))
            .collect();
        quoted.join(self.language.pick("、", ", "))
    }

    fn client(&self) -> String {
        let heading = self.language.pick("## 客户", "## The client");
        if let Some(offer) = self.offers.first() {
            // The client insists on this first.
            return format!("{heading}\n\n{}", self.say(offer.objection));
        }
        let mut paragraphs = vec![heading.to_owned(), self.opening()];
        let next = self.open.first().copied();
        paragraphs.push(match next {
            Some(subject) => self.say(subject.question).to_owned(),
            None => self
                .language
                .pick(
                    "该问的我差不多都问了。您把刚才说的风险、费用和期限写成一份材料给我吧，我带回去跟家里人商量一下，今天先不急着定。",
                    "I think I have asked everything. Please give me what you said about risk, fees and term in writing. I want to talk it over at home and will not decide today.",
                )
                .to_owned(),
        });
        paragraphs.join("\n\n")
    }

    /// The client's reaction to the utterance.
    fn opening(&self) -> String {
        if !self.promises.is_empty() {
            let some = self.promises.get(..3).unwrap_or(&self.promises);
            let quoted = self.quoted(some);
            return match self.language {
                Language::Chinese => format!(
                    "等一下，您刚才说{quoted}——这话能写进合同里吗？我邻居去年也是听人这么说才买的，后来净值跌了，对方又说当初只是口头介绍。您要是能保证，请给我看看写在哪一页；要是不能，您就直说。"
                ),
                Language::English => format!(
                    "Wait a moment. You said {quoted}. Can that be put into the contract? A neighbour of mine bought on words like these last year; when the value fell he was told it had only been said in conversation. If you can promise it, show me the page. If you cannot, please say so."
                ),
            };
        }
        if let Some(subject) = self.current {
            return self.say(subject.reaction).to_owned();
        }
        let opening = if self.turn == 1 {
            both(
                "您好，我今天主要是来了解一下。手里有一笔定期刚到期，利率比以前低了不少，想看看有没有别的选择，不过我对理财不太懂，您得讲得明白一点。",
                "Hello. I have mainly come to find out. A fixed deposit of mine has just come due and the rates are much lower than they were. I would like to see what else there is, but I know little about investing, so please keep it plain.",
            )
        } else {
            both(
                "您说的我听了，可还是觉得有点笼统。别人家的产品也都这么介绍，您这个到底好在哪里，又有什么不好的地方，能不能两面都讲讲？",
                "I have listened, but it still sounds rather general. Others describe their products in the same way. What exactly is good about this one, and what is not? Please tell me both sides.",
            )
        };
        self.say(opening).to_owned()
    }

    fn notes(&self) -> String {
        let language = self.language;
        let names = |subjects: &[&Subject]| {
            let names: Vec<_> = subjects
                .iter()
                .map(|subject| self.say(subject.name))
                .collect();
            if names.is_empty() {
                language.pick("无", "none").to_owned()
            } else {
                names.join(language.pick("、", ", "))
            }
        };
        let (covered, open) = (names(&self.covered), names(&self.open));
        let mut lines = match language {
            Language::Chinese => vec![
                format!("## 陪练提示（第 {} 轮）", self.turn),
                String::new(),
                format!("- **已谈到**：{covered}"),
                format!("- **尚未谈到**：{open}"),
            ],
            Language::English => vec![
                format!("## Notes for the adviser (round {})", self.turn),
                String::new(),
                format!("- **Touched on**: {covered}"),
                format!("- **Still open**: {open}"),
            ],
        };
        if !self.checked {
            let unchecked = language.pick(
                "- **用语提醒**：规则包未能加载，本轮未核对用语。",
                "- **Wording**: not checked, as the rule packs could not be loaded.",
            );
            lines.push(unchecked.to_owned());
        }
        let of_one_rule = self.promises.chunk_by(|one, next| one.rule == next.rule);
        lines.extend(of_one_rule.filter_map(|promises| {
            let quoted = self.quoted(promises);
            let first = promises.first()?;
            let (title, suggestion) = (inline(&first.title), inline(&first.suggestion));
            Some(match language {
                Language::Chinese => {
                    format!("- **用语提醒**：{quoted}属于“{title}”。{suggestion}")
                }
                Language::English => {
                    format!("- **Wording**: {quoted} counts as \"{title}\". {suggestion}")
                }
            })
        }));
        lines.extend(self.offers.iter().map(|offer| {
            let name = self.say(offer.name);
            match language {
                Language::Chinese => format!("- **不当行为**：{name}。任何情况下都不可以。"),
                Language::English => format!("- **Misconduct**: {name}. Never do this."),
            }
        }));
        lines.push(self.advice());
        lines.join("\n")
    }

    fn advice(&self) -> String {
        if let Some(offer) = self.offers.first() {
            let better = self.say(offer.better);
            return match self.language {
                Language::Chinese => format!("- **下一句可以这样说**：“{better}”"),
                Language::English => format!("- **A better next sentence**: \"{better}\""),
            };
        }
        let advice = match (self.promises.is_empty(), self.open.is_empty()) {
            (false, _) => self.language.pick(
                "- **下一句可以这样说**：“我更正一下，这款产品不承诺保本，最坏的情况是……，请您先看风险揭示书的这一页。”",
                "- **A better next sentence**: \"Let me correct that. This product does not promise your principal; in the worst case … Please look at this page of the risk disclosure first.\"",
            ),
            (true, false) => self.language.pick(
                "- **下一句可以这样说**：“在介绍产品之前，我先了解您的用钱计划和能接受的最大亏损，再看哪些产品与您匹配。”",
                "- **A better next sentence**: \"Before I describe any product, let me ask when you will need the money and how much you could bear to lose.\"",
            ),
            (true, true) => self.language.pick(
                "- **下一句可以这样说**：“好的，我把风险、费用和期限整理成书面材料给您，您不必今天决定。”",
                "- **A better next sentence**: \"Of course. I will write down the risk, the fees and the term for you, and there is no need to decide today.\"",
            ),
        };
        advice.to_owned()
    }
}

/// Whether the finding objects to words as they were said. In a conversation nothing is required at once.
const fn is_promise(finding: &Finding) -> bool {
    matches!(
        finding.kind,
        Kind::Ban | Kind::Number | Kind::Evidence | Kind::Person
    )
}

/// The conversation without an initial briefing.
fn after_briefing(history: &[Turn]) -> &[Turn] {
    match history.split_first() {
        Some((first, rest)) if is_briefing(first) => rest,
        _ => history,
    }
}

/// Whether this turn asks the service to play a role.
fn is_briefing(turn: &Turn) -> bool {
    let text = turn.content.trim_start().to_lowercase();
    let first = text.split(['。', '.', '\n']).next().unwrap_or_default();
    turn.role == Role::User
        && (first.starts_with("please play") || (first.starts_with('请') && first.contains("扮演")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(utterance: &str, history: &[Turn]) -> String {
        let language = Language::of(utterance);
        draft(utterance, history, findings::packs(), language).markdown
    }

    fn turn(role: Role, content: &str) -> Turn {
        Turn {
            role,
            content: content.into(),
        }
    }

    #[test]
    fn a_forbidden_promise_is_questioned_and_noted() {
        let chinese = said("您放心，这款产品保本", &[]);
        assert!(
            chinese.contains("您刚才说“保本”") && chinese.contains("用语提醒"),
            "{chinese}"
        );
        let english = said("It is risk-free, believe me", &[]);
        assert!(
            english.contains("You said “risk-free”") && english.contains("**Wording**"),
            "{english}"
        );
    }

    #[test]
    fn the_client_objects_to_an_improper_offer_and_asks_nothing_else() {
        for (utterance, objection, note, better) in [
            (
                "风险测评我帮您填",
                "这不行吧",
                "不当行为",
                "必须由您本人如实填写",
            ),
            (
                "风险测评我帮您填，保本的",
                "这不行吧",
                "用语提醒",
                "必须由您本人如实填写",
            ),
            ("您可以借钱买", "我不会借钱投资", "不当行为", "不要借钱"),
            (
                "I'll fill in the risk questionnaire for you",
                "I will answer each question myself",
                "**Misconduct**",
                "yourself and truthfully",
            ),
        ] {
            let answer = said(utterance, &[]);
            for part in [objection, note, better] {
                assert!(answer.contains(part), "{utterance}: {part}: {answer}");
            }
            let client = answer.split("\n## ").next().unwrap();
            assert!(!client.contains("我最关心的还是风险"), "{answer}");
            assert!(
                answer.contains("**已谈到**：无") || answer.contains("**Touched on**: none"),
                "{answer}"
            );
        }
    }

    #[test]
    fn without_rule_packs_the_notes_say_that_the_wording_was_not_checked() {
        for (utterance, language, told) in [
            ("这款产品保本", Language::Chinese, "规则包未能加载"),
            (
                "guaranteed returns",
                Language::English,
                "could not be loaded",
            ),
        ] {
            let answer = draft(utterance, &[], None, language).markdown;
            assert!(answer.contains(told), "{answer}");
            assert!(!said(utterance, &[]).contains(told), "{utterance}");
        }
    }

    #[test]
    fn a_denied_promise_is_not_held_against_the_adviser() {
        let answer = said("这款产品不承诺保本，有本金损失的可能", &[]);
        assert!(
            !answer.contains("用语提醒") && answer.contains("跟我讲风险"),
            "{answer}"
        );
    }

    #[test]
    fn the_client_asks_for_what_has_not_been_said_yet() {
        assert!(
            said("A great wealth management product", &[])
                .contains("What I care about most is the risk")
        );
        let history = [
            turn(Role::User, "有亏损的风险"),
            turn(Role::Assistant, "哦"),
            turn(Role::User, "管理费 0.3%"),
        ];
        let answer = said("您看怎么样", &history);
        assert!(
            answer.contains("中途能不能取出来") && answer.contains("第 3 轮"),
            "{answer}"
        );
        assert!(answer.contains("**已谈到**：风险、费用\n"), "{answer}");
    }

    #[test]
    fn what_the_client_said_does_not_count_as_said_by_the_adviser() {
        let answer = said(
            "您看怎么样",
            &[turn(Role::Assistant, "风险大不大？费用高不高？")],
        );
        assert!(answer.contains("**已谈到**：无"), "{answer}");
    }

    #[test]
    fn when_everything_has_been_said_the_client_asks_for_time() {
        let answer = said("风险、费用、期限都讲过了，您也做了测评", &[]);
        assert!(answer.contains("今天先不急着定"), "{answer}");
    }

    #[test]
    fn a_briefing_is_neither_a_round_nor_something_the_adviser_said() {
        for (briefing, utterance, round, covered) in [
            (
                "请你同时扮演两位客户，和我（理财顾问）练习对话。你们怕风险，也嫌手续费高。",
                "您看怎么样",
                "第 1 轮",
                "**已谈到**：无",
            ),
            (
                "Please play a customer in a training conversation with me. You fear losses and fees.",
                "How do you like it",
                "round 1)",
                "**Touched on**: none",
            ),
        ] {
            let opening = turn(Role::Assistant, "能不能保本？");
            let answer = said(utterance, &[turn(Role::User, briefing), opening]);
            assert!(
                answer.contains(round) && answer.contains(covered),
                "{answer}"
            );
        }
    }

    #[test]
    fn what_the_adviser_asks_of_the_client_later_is_no_briefing() {
        let history = [
            turn(Role::User, "这款产品有风险"),
            turn(Role::Assistant, "哦"),
            turn(Role::User, "请您扮演一下客户经理，您会怎么收费用"),
        ];
        let answer = said("您看怎么样", &history);
        assert!(
            answer.contains("第 3 轮") && answer.contains("风险、费用"),
            "{answer}"
        );
    }
}
