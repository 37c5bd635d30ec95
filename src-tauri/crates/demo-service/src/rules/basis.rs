//! The legal basis of the rules. Articles are quoted verbatim from the Advertising Law as amended on 2021-04-29. The
//! text of the other sources was not read, so they are named without a quotation.

use crate::language::{Bilingual, both};

/// The legal basis of a rule.
#[derive(Debug)]
pub(crate) enum Basis {
    /// An article whose text was read; the excerpt is verbatim, with an ellipsis for omissions.
    Article {
        law: Bilingual,
        article: Bilingual,
        excerpt: &'static str,
    },
    /// A source known only at second hand.
    Unverified { about: Bilingual },
}

pub(super) const LAW_AD: Bilingual = both("《中华人民共和国广告法》", "Advertising Law of the PRC");

pub(super) const ARTICLE_4: Basis = Basis::Article {
    law: LAW_AD,
    article: both("第四条", "Article 4"),
    excerpt: "广告不得含有虚假或者引人误解的内容，不得欺骗、误导消费者。",
};
pub(super) const ARTICLE_8: Basis = Basis::Article {
    law: LAW_AD,
    article: both("第八条", "Article 8"),
    excerpt: "…对服务的内容、提供者、形式、质量、价格、允诺等有表示的，应当准确、清楚、明白。",
};
pub(super) const ARTICLE_9_STATE: Basis = Basis::Article {
    law: LAW_AD,
    article: both("第九条（二）", "Article 9(2)"),
    excerpt: "不得使用国家机关、国家机关工作人员的名义或者形象。",
};
pub(super) const ARTICLE_9_BEST: Basis = Basis::Article {
    law: LAW_AD,
    article: both("第九条（三）", "Article 9(3)"),
    excerpt: "不得使用“国家级”、“最高级”、“最佳”等用语。",
};
pub(super) const ARTICLE_11: Basis = Basis::Article {
    law: LAW_AD,
    article: both("第十一条", "Article 11"),
    excerpt: "使用数据、统计资料、调查结果、文摘、引用语等引证内容的，应当真实、准确，并表明出处。",
};
pub(super) const ARTICLE_13: Basis = Basis::Article {
    law: LAW_AD,
    article: both("第十三条", "Article 13"),
    excerpt: "不得贬低其他生产经营者的商品或者服务。",
};
pub(super) const ARTICLE_25: Basis = Basis::Article {
    law: LAW_AD,
    article: both("第二十五条", "Article 25"),
    excerpt: "招商等有投资回报预期的商品或者服务广告，应当对可能存在的风险以及风险责任承担有合理提示或者警示…",
};
pub(super) const ARTICLE_25_PROMISE: Basis = Basis::Article {
    law: LAW_AD,
    article: both("第二十五条（一）", "Article 25(1)"),
    excerpt: "对未来效果、收益或者与其相关的情况作出保证性承诺，明示或者暗示保本、无风险或者保收益等，国家另有规定的除外",
};
pub(super) const ARTICLE_25_NAMES: Basis = Basis::Article {
    law: LAW_AD,
    article: both("第二十五条（二）", "Article 25(2)"),
    excerpt: "利用学术机构、行业协会、专业人士、受益者的名义或者形象作推荐、证明。",
};
pub(super) const ONLINE_MARKETING: Basis = Basis::Unverified {
    about: both(
        "《金融产品网络营销管理办法》（2026-09-30 起施行）关于诱导性用语的规定",
        "Measures for the Online Marketing of Financial Products (in force since 2026-09-30), on inducing phrases",
    ),
};
pub(super) const MARKETING_NOTICE: Basis = Basis::Unverified {
    about: both(
        "银发〔2019〕316号《关于进一步规范金融营销宣传行为的通知》",
        "Notice Yinfa [2019] No. 316 on financial marketing",
    ),
};
