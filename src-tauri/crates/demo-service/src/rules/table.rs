//! The rule table.

use super::basis::{
    ARTICLE_4, ARTICLE_8, ARTICLE_9_BEST, ARTICLE_9_STATE, ARTICLE_11, ARTICLE_13, ARTICLE_25,
    ARTICLE_25_NAMES, ARTICLE_25_PROMISE, MARKETING_NOTICE, ONLINE_MARKETING,
};
use super::{Check, Dimension, Phrases, Rule, Severity, Verdict};
use crate::language::both;

/// Change it with every change of the table.
pub(crate) const VERSION: &str = "1.0";

/// Grades that make "low risk" the name of a risk class instead of a claim.
const GRADES: Phrases = Phrases("中|较|r1|r2|r3|等级|等级为|等级是|评级|评级为|medium|rated|grade");

/// All rules. If two phrases of the same length overlap, the earlier rule wins.
pub(crate) static RULES: &[Rule] = &[
    Rule {
        id: "DEMO-001",
        title: both(
            "保本、保收益或无风险承诺",
            "Promise of principal, return or no risk",
        ),
        severity: Severity::High,
        verdict: Verdict::Violation,
        dimension: Dimension::Lawful,
        check: Check::Phrases {
            phrases: Phrases(
                "保本|保本保息|保本保收益|保本付息|保息|保收益|保证收益|承诺收益|收益有保证|\
                收益有保障|本金有保障|本金安全有保障|刚性兑付|稳赚|稳赚不赔|只赚不赔|包赚|\
                零风险|无风险|毫无风险|没有风险|没有任何风险|绝对安全|旱涝保收|guarantee|\
                guarantees|guaranteed|guaranteed return|guaranteed returns|no risk|\
                zero risk|risk free|without risk|without any risk|principal protected|\
                capital protected|cannot lose|can't lose",
            ),
            not_after: Phrases::NONE,
            not_before: Phrases("提示|等级|评级|警示|揭示|利率|warning|rate"),
        },
        basis: ARTICLE_25_PROMISE,
        suggestion: both(
            "删除该承诺；如为产品要素，改为与合同一致的表述，并同时提示可能损失本金。",
            "Delete the promise; where it is a product feature, word it as the contract does and say that principal may be lost.",
        ),
    },
    Rule {
        id: "DEMO-002",
        title: both("法律点名的绝对化用语", "Superlative named by the law"),
        severity: Severity::High,
        verdict: Verdict::Violation,
        dimension: Dimension::Lawful,
        check: Check::Phrases {
            phrases: Phrases("国家级|最高级|最佳|the best"),
            not_after: Phrases::NONE,
            not_before: Phrases::NONE,
        },
        basis: ARTICLE_9_BEST,
        suggestion: both(
            "删除，或改为可以核实的客观事实。",
            "Delete it, or state a fact that can be checked.",
        ),
    },
    Rule {
        id: "DEMO-003",
        title: both("其他绝对化用语", "Other superlative"),
        severity: Severity::Medium,
        verdict: Verdict::NeedsPerson,
        dimension: Dimension::Truthful,
        check: Check::Phrases {
            phrases: Phrases(
                "最好的|最优|最安全|最高收益|最高回报|最低利率|最低利息|利率最低|利息最低|\
                收益最高|最专业|最权威|顶级|顶尖|行业第一|全国第一|全网第一|排名第一|\
                第一品牌|业内首选|独一无二|史上最|lowest interest|lowest rate|lowest rates|\
                highest return|highest returns|number one|no. 1|safest|unrivalled|unbeatable",
            ),
            not_after: Phrases::NONE,
            not_before: Phrases::NONE,
        },
        basis: ARTICLE_9_BEST,
        suggestion: both(
            "条文以“等用语”概括，是否属于同类须由人工判断；能删则删，保留则须有可公开核实的依据。",
            "The article ends in “and the like”: a person must decide whether this is of the kind. Delete it if possible; keep it only with proof that the public can check.",
        ),
    },
    Rule {
        id: "DEMO-004",
        title: both("借用国家机关名义", "Use of the state's name"),
        severity: Severity::High,
        verdict: Verdict::Violation,
        dimension: Dimension::Lawful,
        check: Check::Phrases {
            phrases: Phrases(
                "国家背书|政府背书|国家担保|政府担保|国家支持|政府推荐|央行推荐|央行认可|\
                证监会推荐|证监会认可|监管认可|监管推荐|金融监管总局认可|government backed|\
                government guaranteed|backed by the government|endorsed by the government|\
                approved by the regulator|endorsed by the regulator",
            ),
            not_after: Phrases::NONE,
            not_before: Phrases::NONE,
        },
        basis: ARTICLE_9_STATE,
        suggestion: both(
            "删除借用国家机关名义的表述；许可或备案信息只如实写明编号和名称。",
            "Delete the reference; of a licence or filing state only its number and name.",
        ),
    },
    Rule {
        id: "DEMO-005",
        title: both(
            "借机构、专家或受益者作推荐证明",
            "Recommendation by experts, associations or customers",
        ),
        severity: Severity::High,
        verdict: Verdict::Violation,
        dimension: Dimension::Lawful,
        check: Check::Phrases {
            phrases: Phrases(
                "专家推荐|专家力荐|协会推荐|权威推荐|名人推荐|教授推荐|客户见证|用户见证|\
                老客户都说|投资者见证|recommended by experts|expert recommended|\
                experts recommend|our customers say|customer testimonials",
            ),
            not_after: Phrases::NONE,
            not_before: Phrases::NONE,
        },
        basis: ARTICLE_25_NAMES,
        suggestion: both(
            "有投资回报预期的产品不得以此类名义作推荐或证明，应删除。",
            "Delete it: products with an expected return may not be recommended or proved in such names.",
        ),
    },
    Rule {
        id: "DEMO-006",
        title: both("可能引人误解的授信条件", "Credit terms that may mislead"),
        severity: Severity::High,
        verdict: Verdict::NeedsEvidence,
        dimension: Dimension::Truthful,
        check: Check::Phrases {
            phrases: Phrases(
                "免征信|不查征信|不看征信|无视征信|不上征信|黑户可贷|黑户可办|人人可贷|\
                百分百通过|包下款|no credit check|no credit checks|without credit check|\
                bad credit ok|bad credit welcome|everyone approved|100% approval",
            ),
            not_after: Phrases::NONE,
            not_before: Phrases::NONE,
        },
        basis: ARTICLE_4,
        suggestion: both(
            "核对实际授信流程；与流程不符的必须删除，相符的写明条件并提供依据。",
            "Check it against the real credit process: delete what does not agree with it, state conditions and keep proof for what does.",
        ),
    },
    Rule {
        id: "DEMO-007",
        title: both("诱导性营销用语", "Inducing phrase"),
        severity: Severity::Medium,
        verdict: Verdict::NeedsPerson,
        dimension: Dimension::Fair,
        check: Check::Phrases {
            phrases: Phrases(
                "低风险|高收益|高回报|低门槛|零门槛|无门槛|秒到账|秒批|秒放款|秒下款|\
                当天放款|当日放款|即时到账|极速放款|低利息|低利率|低息|高额度|额度高|\
                low risk|high return|high returns|high yield|low interest|low rates|\
                high limit|high limits|same day|same day loan|instant approval|instant cash",
            ),
            not_after: GRADES,
            not_before: Phrases("等级|评级|型产品|债|bond|bonds|grade"),
        },
        basis: ONLINE_MARKETING,
        suggestion: both(
            "改为具体、可核实的要素（利率区间、费用、额度条件、到账时间的前提），不用概括性的诱导用语。",
            "Replace it with facts that can be checked: range of rates, fees, conditions of the limit, what the time of payment depends on.",
        ),
    },
    Rule {
        id: "DEMO-008",
        title: both(
            "引用数据或业绩须表明出处",
            "Data or performance without its source",
        ),
        severity: Severity::Medium,
        verdict: Verdict::NeedsEvidence,
        dimension: Dimension::Truthful,
        check: Check::Phrases {
            phrases: Phrases(
                "数据显示|调查显示|据统计|研究表明|历史业绩|历史收益|过往业绩|七日年化|\
                近一年收益|年化收益|年化收益率|预期收益|预期收益率|past performance|\
                historical return|historical returns|studies show|surveys show|\
                annualised return|annualized return|expected return|expected returns",
            ),
            not_after: Phrases::NONE,
            not_before: Phrases("不代表|不预示|is no|is not|does not"),
        },
        basis: ARTICLE_11,
        suggestion: both(
            "补充数据来源、统计区间与口径，并留存证明材料；无出处的应删除。",
            "Add source, period and method and keep the proof; delete figures without a source.",
        ),
    },
    Rule {
        id: "DEMO-009",
        title: both("贬低其他经营者", "Disparagement of others"),
        severity: Severity::Medium,
        verdict: Verdict::Violation,
        dimension: Dimension::Fair,
        check: Check::Phrases {
            phrases: Phrases(
                "比银行强|比存款强|比其他银行|其他银行都|秒杀同业|秒杀银行|远超同行|远超同业|\
                吊打|碾压同行|better than any bank|better than other banks|\
                unlike other banks|beats every bank|beats all other",
            ),
            not_after: Phrases::NONE,
            not_before: Phrases::NONE,
        },
        basis: ARTICLE_13,
        suggestion: both(
            "删除与其他经营者的贬损性比较，只陈述本产品的事实。",
            "Delete the comparison and state facts about the product itself.",
        ),
    },
    Rule {
        id: "DEMO-010",
        title: both("制造紧迫感", "Pressure of time"),
        severity: Severity::Low,
        verdict: Verdict::Advice,
        dimension: Dimension::Fair,
        check: Check::Phrases {
            phrases: Phrases(
                "最后机会|仅限今日|仅限今天|错过再等|限时抢购|手慢无|名额有限|last chance|\
                act now|today only|limited time|hurry",
            ),
            not_after: Phrases::NONE,
            not_before: Phrases::NONE,
        },
        basis: MARKETING_NOTICE,
        suggestion: both(
            "写明真实的起止日期与数量；没有真实限制的应删除。",
            "State the real dates and numbers; delete it where there is no real limit.",
        ),
    },
    Rule {
        id: "DEMO-011",
        title: both(
            "有投资回报预期而缺少风险提示",
            "Expected return without a risk warning",
        ),
        severity: Severity::High,
        verdict: Verdict::Violation,
        dimension: Dimension::RiskWarning,
        check: Check::Required {
            when: Phrases(
                "投资|理财|收益|回报|基金|年化|保本|稳赚|invest|investment|investments|\
                wealth management|fund|return|returns|yield",
            ),
            any_of: Phrases(
                "理财有风险|投资有风险|投资需谨慎|投资须谨慎|市场有风险|基金有风险|\
                理财非存款|可能损失本金|本金损失|风险提示|风险揭示|risk warning|\
                involves risk|involve risk|carries risk|carry risk|subject to risk|\
                capital at risk|lose money|loss of principal",
            ),
        },
        basis: ARTICLE_25,
        suggestion: both(
            "在显著位置补充风险提示，写明可能的风险以及由谁承担，例如“理财非存款，产品有风险，投资须谨慎”。",
            "Add a conspicuous risk warning that names the possible risks and who bears them.",
        ),
    },
    Rule {
        id: "DEMO-012",
        title: both(
            "贷款宣传未写明年化利率",
            "Loan advertised without an annual rate",
        ),
        severity: Severity::Medium,
        verdict: Verdict::NeedsEvidence,
        dimension: Dimension::Complete,
        check: Check::Required {
            when: Phrases("贷款|借款|放款|授信额度|loan|loans|lending"),
            any_of: Phrases(
                "年化利率|年利率|年化综合|annual rate|annual interest rate|\
                annual percentage rate|apr",
            ),
        },
        basis: ARTICLE_8,
        suggestion: both(
            "写明年化利率或其区间、各项费用与还款方式，使价格表示准确、清楚、明白。",
            "State the annual rate or its range, every fee and the way of repayment, so that the price is accurate, clear and plain.",
        ),
    },
];
