//! The offers, with the client's objections.

use super::{Act, Offer};
use crate::language::both;

/// In order of priority: the client objects to the first match.
pub(super) static OFFERS: &[Offer] = &[
    Offer {
        name: both(
            "代客户填写风险测评",
            "Filling in the client's risk questionnaire",
        ),
        topic: &[
            "测评",
            "问卷",
            "风险评估",
            "评估表",
            "questionnaire",
            "risk assessment",
            "risk test",
            "risk profile",
            "suitability",
        ],
        acts: &[
            Act(
                &["帮您", "帮你", "给您", "给你", "为您", "为你"],
                &["填", "答", "勾"],
            ),
            Act(
                &["替您", "替你", "代您", "代你", "代客户"],
                &["填", "答", "勾", "选", "写", "做", "完成"],
            ),
            Act(
                &[
                    "我来填",
                    "我来答",
                    "我填",
                    "代填",
                    "代答",
                    "随便填",
                    "随便选",
                    "随便勾",
                    "照我说的",
                    "按我说的",
                    "跟着我选",
                    "往高了",
                    "选最高",
                    "选激进",
                    "选进取",
                    "leave it to me",
                    "leave the questionnaire to me",
                    "i'll answer",
                    "i will answer",
                    "let me answer",
                    "just tick",
                    "answer as i",
                    "the way i tell you",
                    "what i tell you",
                ],
                &[],
            ),
            Act(
                &["fill", "answer", "complete", "tick", "do ", "take "],
                &["for you", "on your behalf", "in your place"],
            ),
        ],
        objection: both(
            "这不行吧？风险测评问的是我自己的情况，您替我填，填出来的还是我吗？我要是真亏了钱，上面写的却是我能承受，到时候谁负责？请把问卷给我，我自己一题一题填，不懂的您再解释。",
            "No, I don't think that is right. The questionnaire asks about me. If you fill it in, is it still about me? If I lose money and it says that I could bear it, who is responsible then? Please give it to me; I will answer each question myself and ask where I don't understand.",
        ),
        better: both(
            "风险测评必须由您本人如实填写，我只能解释题目的意思，您慢慢填，不着急。",
            "You have to fill in the risk questionnaire yourself and truthfully. I may only explain the questions. Take your time.",
        ),
    },
    Offer {
        name: both("代客户签字", "Signing for the client"),
        topic: &[],
        acts: &[
            Act(
                &["替您", "替你", "代您", "代你", "帮您", "帮你"],
                &["签字", "签名", "签上", "签了", "签好", "签掉", "签个"],
            ),
            Act(
                &[
                    "替您签",
                    "替你签",
                    "代您签",
                    "代你签",
                    "代签",
                    "我来签",
                    "我签就",
                ],
                &[],
            ),
            Act(
                &["sign"],
                &["for you", "on your behalf", "in your name", "in your place"],
            ),
            Act(&["空白", "blank"], &["签", "form"]),
        ],
        objection: both(
            "字怎么能让您来签？合同上的名字是我的，责任也是我的。我没看过的东西不会签，更不会让别人替我签。请把文件给我，我带回去看完再说。",
            "You can't sign for me. It is my name and my responsibility. I sign nothing that I have not read, and nobody signs in my place. Please give me the papers; I will read them at home first.",
        ),
        better: both(
            "所有文件都要您本人看过、确认后亲笔签字，我不能代签；您可以带回去慢慢看。",
            "You need to read every document and sign it yourself; I may not sign for you. You are welcome to take them home.",
        ),
    },
    Offer {
        name: both(
            "诱导客户应付录音录像或回访",
            "Coaching answers for the recording",
        ),
        topic: &[
            "录音",
            "录像",
            "双录",
            "回访",
            "recording",
            "recorded",
            "callback",
            "call back",
            "call-back",
            "follow-up call",
        ],
        acts: &[Act(
            &[
                "您就说",
                "你就说",
                "照着念",
                "一律说",
                "都说知道",
                "都说清楚",
                "都回答",
                "just say",
                "say yes",
                "tell them you",
                "answer yes",
            ],
            &[],
        )],
        objection: both(
            "您是让我在录音里说我都清楚了？可我还没弄清楚。录音是为了保护我的，我不会照着念，没听懂的地方我会照实说没听懂。",
            "Do you want me to say on record that I understood everything? I have not. The recording is there to protect me. I won't recite an answer; where I don't understand, I will say so.",
        ),
        better: both(
            "录音录像和回访时请您按真实情况回答，没听懂就直接说，我再解释。",
            "Please answer truthfully when we record and when you are called. If something is unclear, say so and I will explain.",
        ),
    },
    Offer {
        name: both("承诺收益或承担损失", "Promising returns or covering losses"),
        topic: &[],
        acts: &[
            Act(
                &["保证", "承诺", "担保", "打包票"],
                &[
                    "赚", "收益", "回报", "年化", "不亏", "本金", "%", "％", "回本",
                ],
            ),
            Act(
                &[
                    "保您赚",
                    "保你赚",
                    "包您赚",
                    "包你赚",
                    "肯定赚",
                    "一定赚",
                    "亏了算我",
                    "亏了我赔",
                    "亏了我们赔",
                    "亏了我补",
                    "亏多少我",
                    "损失我承担",
                    "亏损我承担",
                    "我兜底",
                    "来兜底",
                    "给您兜底",
                    "给你兜底",
                    "肯定不会亏",
                    "绝对不会亏",
                    "不可能亏",
                ],
                &[],
            ),
            Act(
                &["promise", "guarantee", "assure"],
                &[
                    "%",
                    "percent",
                    "return",
                    "profit",
                    "principal",
                    "your money back",
                    "lose nothing",
                ],
            ),
            Act(
                &["cover", "make up", "pay back", "refund", "make good"],
                &["your loss", "any loss", "the loss", "losses"],
            ),
            Act(
                &[
                    "you won't lose",
                    "you will not lose",
                    "certain to gain",
                    "bound to gain",
                ],
                &[],
            ),
        ],
        objection: both(
            "您说得这么肯定，我反而不放心了。您能以银行的名义写下来、盖上公章吗？要是只是您个人口头答应，以后亏了我找谁去？合同上怎么写的，请您指给我看。",
            "You sound so certain that it worries me. Will the bank put that in writing and seal it? If it is only your word, whom do I turn to when money is lost? Please show me where the contract says so.",
        ),
        better: both(
            "我更正一下：这款产品不保本、不承诺收益，业绩比较基准不等于实际收益，最坏的情况请您看风险揭示书的这一页。",
            "Let me correct that: this product promises neither principal nor return, and nobody may cover a loss. Please look at the worst case on this page of the risk disclosure.",
        ),
    },
    Offer {
        name: both("回避或隐瞒风险", "Hiding the risk"),
        topic: &[],
        acts: &[
            Act(
                &["风险", "揭示书", "说明书", "合同", "条款", "小字"],
                &[
                    "不用看",
                    "不必看",
                    "不用读",
                    "不用管",
                    "不用在意",
                    "不用细看",
                    "跳过",
                    "略过",
                    "走个形式",
                    "走形式",
                    "走过场",
                ],
            ),
            Act(
                &["风险", "亏损", "损失", "最坏"],
                &[
                    "就不说了",
                    "就不提了",
                    "就不讲了",
                    "不用讲",
                    "不跟您讲",
                    "不跟你讲",
                ],
            ),
            Act(
                &["别跟", "不要跟", "别告诉", "不要告诉", "瞒着"],
                &[
                    "家人",
                    "家里人",
                    "老伴",
                    "儿子",
                    "女儿",
                    "孩子",
                    "子女",
                    "老公",
                    "老婆",
                    "爱人",
                ],
            ),
            Act(
                &[
                    "skip",
                    "ignore",
                    "never mind",
                    "forget",
                    "don't bother",
                    "no need to read",
                    "needn't read",
                    "don't need to read",
                    "don't have to read",
                ],
                &["risk", "disclosure", "small print", "warning", "contract"],
            ),
            Act(
                &["don't tell", "no need to tell", "keep it from"],
                &["family", "son", "daughter", "husband", "wife", "children"],
            ),
        ],
        objection: both(
            "为什么不用看？越是这么说，我越要看清楚。这是我攒下来的钱，最坏能亏多少、什么情况下会亏，您得一条一条给我讲明白，我也要跟家里人商量。",
            "Why not? The more you say so, the more closely I want to look. These are my savings. Tell me point by point how much I could lose and when, and I will talk it over with my family.",
        ),
        better: both(
            "风险揭示书请您务必逐页看，我先讲最坏的情况，再讲收益；您也可以和家人商量后再决定。",
            "Please read every page of the risk disclosure. I will explain the worst case first, then the return. Do talk it over with your family.",
        ),
    },
    Offer {
        name: both("劝客户借钱投资", "Urging the client to borrow"),
        topic: &[],
        acts: &[
            Act(
                &[
                    "借钱",
                    "借点",
                    "借款",
                    "贷款",
                    "贷点",
                    "贷一笔",
                    "套现",
                    "信用卡",
                    "花呗",
                    "网贷",
                    "消费贷",
                    "经营贷",
                    "抵押",
                    "加杠杆",
                ],
                &["买", "投", "理财", "认购", "申购", "追加"],
            ),
            Act(
                &[
                    "borrow",
                    "take out a loan",
                    "take a loan",
                    "mortgage",
                    "credit card",
                    "overdraft",
                ],
                &["invest", "buy", "put in", "put it", "purchase"],
            ),
        ],
        objection: both(
            "借钱来买理财？利息每个月要还，理财又不保本，亏了我拿什么还？我不会借钱投资，您也不该这么劝我。",
            "Borrow in order to invest? The interest is due every month and the product may lose. What would I repay it with? I won't borrow to invest, and you should not suggest it.",
        ),
        better: both(
            "请只用暂时不用的闲钱投资，不要借钱、不要动用应急的钱。",
            "Please invest only money that you don't need for now. Don't borrow, and keep your emergency money.",
        ),
    },
    Offer {
        name: both("钱款走个人账户", "Money through a private account"),
        topic: &[],
        acts: &[
            Act(
                &[
                    "转到我",
                    "打到我",
                    "汇到我",
                    "转给我",
                    "打给我",
                    "转我卡",
                    "走我的账户",
                    "放我这",
                ],
                &[],
            ),
            Act(
                &["转到", "打到", "汇到", "存到"],
                &["个人账户", "私人账户", "同事的"],
            ),
            Act(
                &["transfer", "send", "wire", "pay"],
                &[
                    "to my account",
                    "my own account",
                    "my personal account",
                    "into my account",
                ],
            ),
        ],
        objection: both(
            "钱怎么会转到个人账户？正规产品都是从我自己的账户买。这个我不做，我要问一下你们支行行长。",
            "Why would my money go to a private account? A proper product is bought from my own. I won't do that, and I am going to ask your branch manager.",
        ),
        better: both(
            "所有资金只从您本人的账户购买产品，任何人让您转到个人账户都请拒绝并举报。",
            "Everything is bought from your own account only. If anybody asks you to pay into a private one, refuse and report it.",
        ),
    },
    Offer {
        name: both(
            "索要密码、验证码或代客操作",
            "Asking for passwords or operating for the client",
        ),
        topic: &[],
        acts: &[
            Act(
                &["密码", "验证码"],
                &["告诉我", "给我", "发我", "发给我", "报给我", "跟我说"],
            ),
            Act(&["告诉我", "给我", "发我"], &["密码", "验证码"]),
            Act(&["手机给我", "手机拿给我", "手机交给我"], &[]),
            Act(
                &["tell me", "give me", "send me", "hand me"],
                &["password", "your pin", "code", "your phone and"],
            ),
        ],
        objection: both(
            "密码和验证码我谁都不会给，手机也得我自己操作。您告诉我点哪里，我自己看清楚再点。",
            "I give my password and codes to nobody, and I use my phone myself. Tell me where to look, and I will read it before I press anything.",
        ),
        better: both(
            "密码和验证码请不要告诉任何人，包括我；购买由您本人在手机上操作，我在旁边解释。",
            "Please tell nobody your password or codes, me included. You do the buying on your own phone; I will explain beside you.",
        ),
    },
    Offer {
        name: both("虚假证明或拼单", "False proof or pooled purchases"),
        topic: &[],
        acts: &[
            Act(
                &["资产证明", "收入证明", "银行流水", "合格投资者"],
                &[
                    "帮您弄",
                    "帮你弄",
                    "帮您做",
                    "帮你做",
                    "我来弄",
                    "我来搞",
                    "想办法",
                    "凑",
                ],
            ),
            Act(&["拼单", "凑单", "拼一份", "凑一份"], &[]),
            Act(
                &["arrange", "fake", "make you", "get you"],
                &[
                    "proof of assets",
                    "proof of income",
                    "income certificate",
                    "bank statement",
                ],
            ),
            Act(&["pool your money", "pool the money"], &[]),
        ],
        objection: both(
            "证明怎么能凑、能做假？不够条件就说明这个产品不是给我这样的人准备的，我不买。",
            "Proof can't be made up. If I don't qualify, the product is not meant for somebody like me, and I won't buy it.",
        ),
        better: both(
            "这款产品有准入条件，您目前不符合，我们看适合您的其他产品。",
            "This product has conditions that you don't meet. Let us look at others that suit you.",
        ),
    },
    Offer {
        name: both(
            "向不匹配的客户销售",
            "Selling beyond the client's risk level",
        ),
        topic: &[
            "风险等级",
            "风险承受",
            "不匹配",
            "超出",
            "risk level",
            "does not match",
            "doesn't match",
        ],
        acts: &[
            Act(
                &["等级", "匹配", "超出", "承受"],
                &[
                    "也能买",
                    "也可以买",
                    "没关系",
                    "没事",
                    "不影响",
                    "签个自愿",
                    "签个声明",
                ],
            ),
            Act(
                &["level", "match"],
                &[
                    "buy anyway",
                    "buy it anyway",
                    "doesn't matter",
                    "does not matter",
                    "no problem",
                ],
            ),
        ],
        objection: both(
            "测出来我承受不了，您还劝我买？既然不匹配，我就不买了。有没有风险低一些、适合我的？",
            "The assessment says I can't bear it, and you still want me to buy? Then I won't. Is there something with less risk that suits me?",
        ),
        better: both(
            "这款产品的风险等级高于您的承受能力，我不向您推荐，我们看等级匹配的产品。",
            "This product is above your risk level, so I don't recommend it. Let us look at those that match.",
        ),
    },
];
