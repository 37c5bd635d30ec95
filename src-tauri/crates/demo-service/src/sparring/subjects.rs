//! What a client must be told before buying, in the client's words.

use crate::language::{Bilingual, both};

/// A subject that a client must be told about before buying.
pub(super) struct Subject {
    pub(super) name: Bilingual,
    /// Words that show the adviser mentions it.
    pub(super) words: &'static [&'static str],
    /// The client's question while it has not been mentioned.
    pub(super) question: Bilingual,
    /// The client's reaction when the adviser mentions it.
    pub(super) reaction: Bilingual,
}

/// In the order in which the client raises them.
pub(super) static SUBJECTS: &[Subject] = &[
    Subject {
        name: both("风险", "risk"),
        words: &[
            "风险",
            "亏损",
            "亏",
            "本金损失",
            "波动",
            "risk",
            "loss",
            "lose",
            "volatil",
        ],
        question: both(
            "我最关心的还是风险。这个产品最差的情况下会怎么样？会不会亏到本金？您能不能用一个具体的数字给我讲讲，比如我放十万块钱，一年以后最坏能剩多少？",
            "What I care about most is the risk. What happens in the worst case? Could I lose part of what I put in? Please give me a figure: if I invest a hundred thousand, how little might be left after a year?",
        ),
        reaction: both(
            "您愿意跟我讲风险，这一点我挺放心的。不过我听得不太明白，您说的风险是短期波动，还是真的有可能拿不回本金？",
            "I am glad that you speak about risk at all. I am not sure I follow, though: do you mean that the value goes up and down for a while, or that part of my money may never come back?",
        ),
    },
    Subject {
        name: both("费用", "fees"),
        words: &[
            "费用",
            "手续费",
            "管理费",
            "申购费",
            "赎回费",
            "费率",
            "fee",
            "cost",
            "charge",
        ],
        question: both(
            "还有，费用是怎么算的？管理费、申购费、赎回费加在一起，一年大概要扣掉我多少钱？这些费用是在收益里扣，还是另外收？",
            "And how do the fees work? Taking management, entry and exit together, how much would I pay in a year, and is that taken out of the return or charged on top?",
        ),
        reaction: both(
            "费用您说了一些，可我想知道的是合计数：从买进到卖出，全部算下来一共是多少？",
            "You have mentioned fees. What I would like is the total: from buying to selling, all in all, how much is it?",
        ),
    },
    Subject {
        name: both("期限与流动性", "term and access"),
        words: &[
            "期限", "封闭", "赎回", "到期", "流动", "取出", "开放", "term", "redeem", "lock",
            "withdraw", "liquid", "matur",
        ],
        question: both(
            "我明年孩子上学可能要用钱。这个产品中途能不能取出来？如果提前赎回，要不要扣钱，几天能到账？",
            "I may need the money next year when my child starts school. Can I take it out early, what does that cost, and how many days does it take?",
        ),
        reaction: both(
            "期限我大概知道了。要是市场不好的时候大家一起赎回，我还能按时拿到钱吗？",
            "I think I understand the term. If the market is bad and everybody wants to leave at once, would I still be paid on time?",
        ),
    },
    Subject {
        name: both("适当性", "suitability"),
        words: &[
            "风险承受",
            "测评",
            "评估",
            "适合您",
            "适合你",
            "风险等级",
            "suitab",
            "risk profile",
            "questionnaire",
            "risk grade",
        ],
        question: both(
            "您还没问过我的情况呢。我以前只买过定期存款，收入也不算高，您凭什么觉得这个产品适合我？",
            "You have not asked about my situation yet. I have only ever had fixed deposits and my income is modest. What makes you think that this suits me?",
        ),
        reaction: both(
            "测评我可以做。不过我想知道，如果测评结果跟这个产品的等级对不上，您还会建议我买吗？",
            "I can fill in your questionnaire. But if my profile does not match the product's grade, would you still advise me to buy?",
        ),
    },
];
