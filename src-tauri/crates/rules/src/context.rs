//! What the material is for. A rule may fire only where its context holds; what nobody told is guessed from the words, and the
//! words are kept so that a person can judge the guess.

use std::fmt;

use serde::{Serialize, Serializer};

/// A field of the context.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Field<T> {
    /// Somebody said so.
    Known {
        /// What.
        value: T,
    },
    /// The material suggests it.
    Guessed {
        /// What.
        value: T,
        /// The words behind the guess, as they stand in the text.
        words: Vec<String>,
    },
    /// Nobody said, and nothing suggests it.
    #[default]
    Unknown,
}

impl<T> Field<T> {
    /// The value, known or guessed.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Known { value } | Self::Guessed { value, .. } => Some(value),
            Self::Unknown => None,
        }
    }

    /// Whether somebody said so.
    pub const fn is_known(&self) -> bool {
        matches!(self, Self::Known { .. })
    }
}

/// Declares an enum with the names that packs, the command line and JSON use, and the Chinese ones.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal, $chinese:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $name {
            $(#[doc = $chinese] $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in packs and JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The name in Chinese.
            pub const fn chinese(self) -> &'static str {
                match self { $(Self::$variant => $chinese,)* }
            }

            /// Reads either name.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name || value.chinese() == name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

names! {
    /// What is advertised.
    Product {
        Fund = "fund", "公募基金";
        PrivateFund = "private-fund", "私募基金";
        Wealth = "wealth", "理财产品";
        Loan = "loan", "贷款";
        CreditCard = "credit-card", "信用卡";
        Insurance = "insurance", "保险";
        Deposit = "deposit", "存款";
        Advisory = "advisory", "投资顾问";
        None = "none", "无产品";
    }
}

names! {
    /// Who is addressed.
    Audience {
        Public = "public", "不特定公众";
        Qualified = "qualified", "特定合格投资者";
    }
}

names! {
    /// How it is published.
    Medium {
        Image = "image", "静态图";
        Text = "text", "文字";
        Video = "video", "视频";
        Audio = "audio", "音频";
        Sms = "sms", "短信";
        Live = "live", "直播";
        Print = "print", "印刷品";
    }
}

names! {
    /// Who publishes it.
    Institution {
        Bank = "bank", "银行";
        WealthCompany = "wealth-company", "理财公司";
        FundManager = "fund-manager", "基金管理人";
        Distributor = "distributor", "代销机构";
        Broker = "broker", "证券公司";
        Insurer = "insurer", "保险公司";
        InsuranceIntermediary = "insurance-intermediary", "保险中介";
        LoanPlatform = "loan-platform", "助贷平台";
        LocalFinance = "local-finance", "地方金融组织";
        Unlicensed = "unlicensed", "无金融牌照";
    }
}

/// What the material is for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Context {
    /// What is advertised.
    pub product: Field<Product>,
    /// Who is addressed.
    pub audience: Field<Audience>,
    /// How it is published.
    pub medium: Field<Medium>,
    /// Who publishes it.
    pub institution: Field<Institution>,
    /// Province or municipality, as in 上海.
    pub place: Field<String>,
    /// Planned day of publication, as YYYY-MM-DD.
    pub date: Field<String>,
}

/// A field's name, for what a rule lacks.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The product.
    Product,
    /// The audience.
    Audience,
    /// The medium.
    Medium,
    /// The institution.
    Institution,
    /// The place.
    Place,
    /// The date.
    Date,
    /// A picture that was read, with the places of its lines.
    Picture,
}
