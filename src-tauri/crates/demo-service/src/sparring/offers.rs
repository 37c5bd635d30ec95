//! Offers and requests that are forbidden to advisers even if well meant, and the client's reactions.

mod table;

use table::OFFERS;

use crate::language::Bilingual;

/// A forbidden offer.
pub(super) struct Offer {
    pub(super) name: Bilingual,
    /// Topic words, one of which must occur in the same sentence. If empty, any sentence matches.
    topic: &'static [&'static str],
    /// What is offered, within one clause.
    acts: &'static [Act],
    /// The client's objection.
    pub(super) objection: Bilingual,
    /// What the adviser could have said instead.
    pub(super) better: Bilingual,
}

/// One of the first words, followed anywhere by one of the second; if there are no second words, the first suffices.
struct Act(&'static [&'static str], &'static [&'static str]);

/// The offers in `utterance`, and the rest of it without the sentences that contain them.
pub(super) fn made(utterance: &str) -> (Vec<&'static Offer>, String) {
    let text = utterance
        .to_lowercase()
        .replace('’', "'")
        .replace("don't worry", "");
    let mut made: Vec<&'static Offer> = Vec::new();
    let mut rest = String::new();
    for sentence in text.split_inclusive(['。', '！', '？', '!', '?', '\n']) {
        let found: Vec<_> = OFFERS
            .iter()
            .filter(|offer| offer.is_made_in(sentence))
            .collect();
        if found.is_empty() {
            rest.push_str(sentence);
        }
        for offer in found {
            if !made.iter().any(|other| std::ptr::eq(*other, offer)) {
                made.push(offer);
            }
        }
    }
    (made, rest)
}

/// Saying that something is forbidden is not an offer.
const EXCUSES: &[&str] = &[
    "违规",
    "违法",
    "不合规",
    "不合法",
    "是否",
    "是不是",
    "against the rules",
    "illegal",
    "is forbidden",
    "is prohibited",
];

/// Leaving something to the client is not doing it for them.
const ONES_OWN: &[&str] = &[
    "您自己",
    "你自己",
    "您本人",
    "你本人",
    "本人填",
    "亲自",
    "yourself",
];

/// Unless the adviser says that the client need not do it.
const NEEDLESS: &[&str] = &[
    "不用",
    "不必",
    "无需",
    "needn't",
    "don't have to",
    "no need",
];

impl Offer {
    fn is_made_in(&self, sentence: &str) -> bool {
        let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        if has(EXCUSES) || has(ONES_OWN) && !has(NEEDLESS) {
            return false;
        }
        if !self.topic.is_empty() && !has(self.topic) {
            return false;
        }
        let mut clauses = sentence.split(['，', ',', '；', ';', '：', ':']);
        clauses.any(|clause| self.acts.iter().any(|act| act.is_in(clause)))
    }
}

impl Act {
    fn is_in(&self, clause: &str) -> bool {
        let Self(first, then) = self;
        let places = first.iter().flat_map(|word| {
            let starts = clause.match_indices(word);
            starts.map(|(at, word)| (at, at + word.len()))
        });
        places
            .filter(|(at, _)| !is_denied(before(clause, *at)))
            .any(|(_, end)| {
                then.is_empty()
                    || then.iter().any(|word| {
                        let rest = clause.get(end..).unwrap_or_default();
                        let mut ends = rest.match_indices(word);
                        ends.any(|(at, _)| !is_denied(before(rest, at)))
                    })
            })
    }
}

fn before(text: &str, at: usize) -> &str {
    text.get(..at).unwrap_or_default()
}

/// Whether the words after `text` are negated: "I can't …", "我不能……".
fn is_denied(text: &str) -> bool {
    const CHINESE: &[&str] = &[
        "不能",
        "不会",
        "不可",
        "不得",
        "不应",
        "不该",
        "不允许",
        "不准",
        "不许",
        "不要",
        "不建议",
        "不鼓励",
        "没有",
        "没人",
        "没法",
        "无法",
        "谁也",
        "谁都",
        "禁止",
        "严禁",
        "切勿",
        "请勿",
        "绝不",
        "决不",
        "从不",
        "别",
    ];
    const ENGLISH: &[&str] = &[
        "can't",
        "cannot",
        "can not",
        "won't",
        "not ",
        "never",
        "mustn't",
        "shouldn't",
        "don't",
        "nobody",
        "no one",
        "no bank",
        "no adviser",
    ];
    let last = |count: usize| {
        let start = text.char_indices().rev().nth(count - 1);
        start.map_or(text, |(at, _)| text.get(at..).unwrap_or_default())
    };
    let (near, far) = (last(5), last(24));
    CHINESE.iter().any(|word| near.contains(word))
        || near.ends_with(['不', '没', '未', '非'])
        || ENGLISH.iter().any(|word| far.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(utterance: &str) -> Vec<&'static str> {
        let (made, _) = made(utterance);
        made.iter().map(|offer| offer.name.zh).collect()
    }

    #[test]
    fn each_improper_offer_is_recognised_in_both_languages() {
        for (name, utterances) in [
            (
                "代客户填写风险测评",
                &[
                    "风险测评我帮您填",
                    "您不用自己填，风险测评我来填就行。",
                    "问卷挺麻烦的，我替您做了吧",
                    "别管那么多，测评题我帮你把答案都勾上",
                    "测评的时候都照我说的选",
                    "I'll fill in the risk questionnaire for you",
                    "Don’t worry, leave the questionnaire to me",
                    "The risk assessment is tedious, I can complete it for you.",
                ] as &[&str],
            ),
            (
                "代客户签字",
                &[
                    "合同我替您签字",
                    "您忙的话我来签",
                    "I can sign it for you",
                    "I'll sign on your behalf",
                ],
            ),
            (
                "诱导客户应付录音录像或回访",
                &[
                    "待会儿双录，您就说都清楚了",
                    "When they call back, just say you understood",
                ],
            ),
            (
                "承诺收益或承担损失",
                &[
                    "我保证您一年赚8%",
                    "放心，亏了算我的",
                    "我个人给您兜底",
                    "I promise you a return of 8%",
                    "I will cover any losses myself",
                    "Believe me, you won't lose a thing",
                ],
            ),
            (
                "回避或隐瞒风险",
                &[
                    "风险揭示书不用看，都一样",
                    "合同条款走个形式",
                    "这事别告诉您儿子",
                    "You can skip the risk disclosure",
                    "There is no need to read the small print",
                    "Don't tell your daughter",
                ],
            ),
            (
                "劝客户借钱投资",
                &[
                    "您可以贷款来买",
                    "信用卡套现投进去",
                    "You could borrow some money to invest",
                    "Use your credit card to buy more",
                ],
            ),
            (
                "钱款走个人账户",
                &["先把钱转到我的卡上", "Transfer it to my account first"],
            ),
            (
                "索要密码、验证码或代客操作",
                &[
                    "验证码发我一下",
                    "把密码告诉我",
                    "Give me your password",
                    "Send me the code you get",
                ],
            ),
            (
                "虚假证明或拼单",
                &[
                    "资产证明我帮您弄",
                    "不够一百万可以拼单",
                    "I can arrange proof of assets",
                ],
            ),
            (
                "向不匹配的客户销售",
                &[
                    "风险等级不匹配也没关系",
                    "Your risk level is too low, but you can buy anyway. The level doesn't matter",
                ],
            ),
        ] {
            for utterance in utterances {
                assert!(
                    names(utterance).contains(&name),
                    "{utterance}: {:?}",
                    names(utterance)
                );
            }
        }
    }

    #[test]
    fn who_declines_or_warns_or_does_something_else_makes_no_offer() {
        for utterance in [
            "风险测评必须您本人填写，我不能替您填",
            "测评我绝不会帮您填",
            "帮客户填问卷是违规的",
            "我先帮您做个风险测评，您自己如实填写",
            "测评做完之后，我再为您介绍适合的产品",
            "我不可以代签",
            "双录的时候请您如实回答",
            "这款产品不承诺收益，也不保证本金",
            "没有人能保证您一年赚8%",
            "风险揭示书不能跳过，请您逐页看",
            "合同条款请您仔细看",
            "请不要借钱买理财",
            "贷款资金不得投资理财产品",
            "密码不要告诉任何人",
            "有亏损的风险，您考虑一下",
            "You have to fill in the questionnaire yourself, I can't do it for you",
            "I may not sign for you",
            "Nobody can promise you a return",
            "I can't promise any return",
            "Please do not skip the risk disclosure",
            "You should never borrow to invest",
            "Don't give me your password",
            "Let us go through the questionnaire together",
            "It may lose money, so think about the risk",
        ] {
            assert!(
                names(utterance).is_empty(),
                "{utterance}: {:?}",
                names(utterance)
            );
        }
    }

    #[test]
    fn the_sentence_that_makes_an_offer_is_left_out_of_the_rest() {
        let (made, rest) = made("这款产品有亏损的风险。风险测评我帮您填。");
        assert_eq!(made.len(), 1);
        assert_eq!(rest, "这款产品有亏损的风险。");
    }
}
