//! The public sources of the overview, limited to what was read of them.

use crate::language::{Bilingual, both};

/// A source and what was read of it.
pub(super) struct Source {
    pub(super) name: Bilingual,
    pub(super) date: Bilingual,
    pub(super) effect: Bilingual,
    /// Topic words for which this source is the closest; empty if it concerns every topic.
    pub(super) topics: &'static [&'static str],
}

/// The sources, newest first.
pub(super) static SOURCES: &[Source] = &[
    Source {
        name: both(
            "《金融产品网络营销管理办法》",
            "Measures for the Online Marketing of Financial Products",
        ),
        date: both(
            "2026-04-21 发布，2026-09-30 起施行",
            "issued 2026-04-21, in force since 2026-09-30",
        ),
        effect: both(
            "据二手报道：不得使用低风险、低门槛、秒到账、高收益等诱导性用语；不得默认勾选；仅金融机构及其委托的平台可以营销。**条文原文未核实**；网上常见的 2021 年征求意见稿不是现行规定。",
            "According to secondary reports: no inducing phrases such as low risk, low threshold, instant payment or high yield; no default ticks; only institutions and the platforms they entrust may market. **The text was not read (unverified)**; the draft of 2021 that most pages show is not the law.",
        ),
        topics: &[
            "网络",
            "互联网",
            "线上",
            "直播",
            "营销",
            "贷",
            "online",
            "internet",
            "marketing",
            "digital",
            "loan",
            "credit",
        ],
    },
    Source {
        name: both(
            "《保险销售行为管理办法》",
            "Measures for Insurance Sales Practices",
        ),
        date: both(
            "国家金融监督管理总局令 2023 年第 2 号，2024-03-01 起施行",
            "NFRA order No. 2 of 2023, in force since 2024-03-01",
        ),
        effect: both(
            "第十七条涉及宣传，第十八条涉及宣传的事先审核与授权发布，第三十一条涉及可回溯，第四十一条涉及档案管理（期限为“符合规定”，未写年数）。",
            "Article 17 is on promotion, 18 on review and authorised release beforehand, 31 on traceability, 41 on archives (for a period “as prescribed”, without a number of years).",
        ),
        topics: &[
            "保险",
            "寿险",
            "财险",
            "车险",
            "insurance",
            "insurer",
            "policy",
        ],
    },
    Source {
        name: both("《中华人民共和国广告法》", "Advertising Law of the PRC"),
        date: both("2021-04-29 修正", "amended 2021-04-29"),
        effect: both(
            "第二十五条：有投资回报预期的商品或者服务广告应当有合理的风险提示，不得明示或者暗示保本、无风险或者保收益；第九条：不得使用“国家级”、“最高级”、“最佳”等用语；第五十七条：违反第九条的，处二十万元以上一百万元以下罚款。",
            "Article 25: advertisements for products with an expected return have to warn of the risk and must not state or suggest protected principal, no risk or protected returns; Article 9: no “national-level”, “highest-level”, “best” and the like; Article 57: fines from 200,000 to 1,000,000 yuan for breaches of Article 9.",
        ),
        topics: &[
            "广告",
            "理财",
            "基金",
            "证券",
            "信托",
            "投资",
            "advert",
            "fund",
            "securities",
            "wealth",
            "invest",
        ],
    },
    Source {
        name: both(
            "银发〔2019〕316号《关于进一步规范金融营销宣传行为的通知》",
            "Notice Yinfa [2019] No. 316 on further regulating financial marketing",
        ),
        date: both("2020-01-25 起施行", "in force since 2020-01-25"),
        effect: both(
            "列出八项禁止，其中包括：超出许可范围营销、欺诈或引人误解、损害公平竞争、借用政府信用、损害知情权、不当的互联网营销、向已拒绝的人发送。**各项原文未核实**。",
            "Eight prohibitions, among them: marketing outside the licence, fraud or misleading, harming fair competition, using government credit, harming the right to know, improper marketing over the internet, sending to people who refused. **The items' text was not read (unverified).**",
        ),
        topics: &[
            "营销",
            "宣传",
            "消费者",
            "银行",
            "marketing",
            "promotion",
            "consumer",
            "bank",
        ],
    },
    Source {
        name: both(
            "《中华人民共和国电子签名法》",
            "Electronic Signature Law of the PRC",
        ),
        date: both("第五条、第六条、第八条", "Articles 5, 6 and 8"),
        effect: both(
            "电子记录在内容完整、可随时调取、形成后未被更改，且能识别发件人、收件人与收发时间的，可视为原件——这是留存审核记录的依据。",
            "An electronic record counts as an original when it is complete, retrievable and unchanged since it was made, and sender, receiver and time can be told. Review records rest on this.",
        ),
        topics: &[
            "档案",
            "留痕",
            "签名",
            "证据",
            "archive",
            "record",
            "signature",
            "evidence",
        ],
    },
];
