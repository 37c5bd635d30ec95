//! Sample posters: a few by hand, any number by seed.

use std::fmt::Write as _;

use crate::poster::{Poster, Random, Text};

fn text(x: f32, y: f32, size: f32, fill: &str, bold: bool, words: &str) -> Text {
    Text {
        x,
        y,
        size,
        fill: fill.to_owned(),
        bold,
        words: words.to_owned(),
    }
}

/// A poster for a wealth management product, 1,240 × 1,754 pixels.
pub fn wealth() -> Poster {
    let shapes = "<defs><linearGradient id='g' x1='0' y1='0' x2='0' y2='1'><stop offset='0' stop-color='#b3131b'/><stop offset='1' stop-color='#e8582c'/></linearGradient></defs>
        <rect width='1240' height='1754' fill='#fdf6ec'/><rect width='1240' height='520' fill='url(#g)'/>
        <circle cx='1040' cy='180' r='120' fill='#f3b64a' opacity='.6'/><rect x='90' y='600' width='1060' height='420' rx='24' fill='#fff' stroke='#e5c9a8' stroke-width='3'/>
        <rect x='90' y='1290' width='1060' height='2' fill='#b9a58a'/>";
    let texts = vec![
        text(90.0, 150.0, 44.0, "#ffe9c9", false, "示例银行 · 财富管理"),
        text(90.0, 290.0, 96.0, "#fff", true, "稳盈添利一年定开"),
        text(
            90.0,
            380.0,
            46.0,
            "#ffe9c9",
            false,
            "固定收益类净值型理财产品",
        ),
        text(
            140.0,
            700.0,
            40.0,
            "#5b4632",
            false,
            "业绩比较基准 3.85%（年化）",
        ),
        text(
            140.0,
            780.0,
            40.0,
            "#5b4632",
            false,
            "产品期限 365天 起购金额 10,000元",
        ),
        text(
            140.0,
            860.0,
            40.0,
            "#5b4632",
            false,
            "募集期 2026年3月2日至3月15日",
        ),
        text(
            140.0,
            940.0,
            40.0,
            "#5b4632",
            false,
            "风险等级 R2（中低风险）",
        ),
        text(90.0, 1120.0, 36.0, "#8a2b1c", true, "产品编号 SL20260302A"),
        text(
            90.0,
            1200.0,
            36.0,
            "#5b4632",
            false,
            "详情请咨询营业网点或拨打客服热线 95500",
        ),
        text(
            90.0,
            1350.0,
            22.0,
            "#6d6256",
            false,
            "理财非存款，产品有风险，投资须谨慎。",
        ),
        text(
            90.0,
            1390.0,
            22.0,
            "#6d6256",
            false,
            "业绩比较基准不是预期收益率，不代表产品的未来表现和实际收益。",
        ),
        text(
            90.0,
            1430.0,
            22.0,
            "#6d6256",
            false,
            "投资者应充分阅读产品说明书、风险揭示书及客户权益须知。",
        ),
        text(
            90.0,
            1470.0,
            22.0,
            "#6d6256",
            false,
            "产品登记编码 Z7001026000123，可在中国理财网查询。",
        ),
        text(
            90.0,
            1690.0,
            28.0,
            "#6d6256",
            false,
            "示例银行股份有限公司 2026年3月",
        ),
    ];
    Poster {
        width: 1240,
        height: 1754,
        shapes: shapes.to_owned(),
        texts,
        photo: None,
    }
}

/// The template of [`wealth`] with another product.
pub fn wealth_other_product() -> Poster {
    let mut poster = wealth();
    let words = [
        (1, "安享颐年养老理财"),
        (2, "混合类净值型公募产品"),
        (3, "近一年净值增长 2.17%（历史）"),
        (4, "持有期 1,825天 起购金额 1元"),
        (5, "每周三开放申购 次日确认份额"),
        (6, "风险等级 R3（中等风险）"),
        (7, "产品编号 YL20261109C"),
        (8, "养老规划请预约本行理财经理面谈"),
        (10, "过往业绩不预示未来，净值随市场波动，可能损失本金。"),
        (
            11,
            "本产品由示例理财有限责任公司发行与管理，代销机构不承担责任。",
        ),
        (12, "产品登记编码 Z7009926000987，请仔细核对后购买。"),
    ];
    for (index, words) in words {
        poster.texts[index].words = words.to_owned();
    }
    poster
}

/// The words of [`wealth`] laid out side by side, in other colours.
pub fn wealth_other_layout() -> Poster {
    let original = wealth();
    let mut poster = Poster {
        width: 1600,
        height: 1000,
        shapes: "<rect width='1600' height='1000' fill='#103a5c'/><rect x='820' width='780' height='1000' fill='#e9f1f7'/>".to_owned(),
        texts: Vec::new(),
        photo: None,
    };
    for (index, text) in original.texts.iter().enumerate() {
        let (x, fill, row) = match index {
            0..=6 => (60.0, "#fff", index),
            _ => (860.0, "#12324a", index - 7),
        };
        let size = match text.size {
            s if s > 60.0 => 72.0,
            s if s < 30.0 => 20.0,
            _ => 32.0,
        };
        poster.texts.push(Text {
            x,
            y: 120.0 + row as f32 * 110.0,
            size,
            fill: fill.to_owned(),
            bold: text.bold,
            words: text.words.clone(),
        });
    }
    poster
}

/// Material about something else altogether.
pub fn insurance() -> Poster {
    let texts = vec![
        text(120.0, 240.0, 110.0, "#0b5d4e", true, "守护童年"),
        text(120.0, 360.0, 60.0, "#0b5d4e", false, "少儿重大疾病保险"),
        text(
            120.0,
            820.0,
            42.0,
            "#333",
            false,
            "保障120种重疾，最高赔付50万元",
        ),
        text(
            120.0,
            900.0,
            42.0,
            "#333",
            false,
            "每天一杯奶茶钱，给孩子一份安心",
        ),
        text(120.0, 980.0, 42.0, "#333", false, "等待期90天，犹豫期15天"),
        text(
            120.0,
            1500.0,
            22.0,
            "#777",
            false,
            "本页面仅供参考，具体以保险合同条款为准。",
        ),
        text(
            120.0,
            1540.0,
            22.0,
            "#777",
            false,
            "示例人寿保险股份有限公司",
        ),
    ];
    let shapes = "<rect width='1240' height='1754' fill='#eaf7f1'/><path d='M0 1100 Q400 900 800 1150 T1240 1050 V1754 H0Z' fill='#c4e8d8'/>
        <circle cx='950' cy='560' r='190' fill='#ffd9a0'/><circle cx='890' cy='520' r='20' fill='#333'/><circle cx='1010' cy='520' r='20' fill='#333'/>";
    Poster {
        width: 1240,
        height: 1754,
        shapes: shapes.to_owned(),
        texts,
        photo: None,
    }
}

const NAMES: [&str; 6] = [
    "稳健增利",
    "日日添金",
    "月月享盈",
    "安心成长",
    "优选固收",
    "乐享生活",
];
const KINDS: [&str; 5] = [
    "理财产品",
    "货币基金",
    "消费贷款",
    "信用卡分期",
    "结构性存款",
];
const SMALL_PRINT: [&str; 8] = [
    "理财非存款，产品有风险，投资须谨慎。",
    "过往业绩不代表未来表现，基金有风险，投资需谨慎。",
    "年化利率按单利计算，具体以审批结果为准。",
    "请根据自身还款能力理性借贷，避免过度负债。",
    "业绩比较基准不构成对收益的承诺。",
    "本产品由示例理财有限责任公司发行与管理。",
    "活动最终解释以公告为准，详询客服热线95500。",
    "投资者应充分阅读产品说明书和风险揭示书。",
];
const PALETTES: [[&str; 4]; 6] = [
    ["#b3131b", "#fdf6ec", "#5b4632", "#7d746a"],
    ["#123a7a", "#eef3fb", "#1d2b45", "#8890a0"],
    ["#0b5d4e", "#ffffff", "#333333", "#999999"],
    ["#2b2b2b", "#1c1f26", "#e8d9b0", "#8f8873"],
    ["#e0552d", "#ffe8d6", "#7a2e12", "#a5714f"],
    ["#5a2d91", "#f4effa", "#3a2c4d", "#9a8fab"],
];

/// A poster that depends on the seed alone: sizes, colours, words, places, with or without a photograph.
pub fn any(seed: u32) -> Poster {
    let mut random = Random::new(seed + 1);
    random.next();
    let (width, height) = *random.pick(&[
        (1240, 1754),
        (1080, 1920),
        (900, 1600),
        (1500, 1000),
        (1080, 3600),
    ]);
    let [accent, paper, ink, faint] = *random.pick(&PALETTES);
    let (w, h) = (width as f32, height as f32);
    let mut shapes = format!(
        "<rect width='{width}' height='{height}' fill='{paper}'/><rect width='{width}' height='{}' fill='{accent}'/>",
        h * 0.24
    );
    for _ in 0..6 {
        let (x, y, r) = (
            random.part() * w,
            random.part() * h,
            20.0 + random.part() * 120.0,
        );
        write!(
            shapes,
            "<circle cx='{x}' cy='{y}' r='{r}' fill='{accent}' opacity='.08'/>"
        )
        .unwrap();
    }
    let left = 50.0 + (random.part() * 60.0).round();
    let mut texts = vec![
        text(left, h * 0.08, 40.0, "#fff", false, "示例银行"),
        text(
            left,
            h * 0.16,
            64.0 + random.part() * 24.0,
            "#fff",
            true,
            &format!("{}{}", random.pick(&NAMES), random.pick(&KINDS)),
        ),
    ];
    let mut y = h * 0.31;
    for row in 0..5 {
        let size = 28.0 + random.part() * 16.0;
        let rate = format!("{}.{:02}%", random.below(9) + 1, random.below(100));
        let amount = (random.below(90) + 10) * 1000;
        let words = match row {
            0 => format!("年化利率 {rate} 起"),
            1 => format!("额度最高 {amount} 元，期限 {} 天", random.below(700) + 30),
            2 => format!(
                "活动时间 2026年{}月{}日",
                random.below(12) + 1,
                random.below(28) + 1
            ),
            3 => format!(
                "客服热线 400-{:03}-{:04}",
                random.below(900) + 100,
                random.below(10_000)
            ),
            _ => format!("风险等级 R{}，起购 {} 元", random.below(5) + 1, amount / 10),
        };
        texts.push(text(left, y, size, ink, random.below(3) == 0, &words));
        y += size * 1.9;
    }
    let photo = (random.below(2) == 0 && h - y > 500.0).then(|| {
        let place = [
            left as u32,
            y as u32,
            (w * 0.6) as u32,
            ((h - y - 330.0) as u32).min(500),
        ];
        (place, seed)
    });
    let size = 18.0 + (random.part() * 6.0).round();
    let first = random.below(SMALL_PRINT.len());
    for row in 0..4 {
        let words = SMALL_PRINT[(first + row * 3) % SMALL_PRINT.len()];
        texts.push(text(
            left,
            h - 190.0 + row as f32 * size * 1.7,
            size,
            faint,
            false,
            words,
        ));
    }
    Poster {
        width,
        height,
        shapes,
        texts,
        photo,
    }
}

/// A page of terms, 1,080 pixels wide, with numbered lines.
pub fn long_page(height: u32) -> Poster {
    let mut texts = vec![text(
        60.0,
        140.0,
        64.0,
        "#123a7a",
        true,
        "示例银行个人消费贷款服务条款",
    )];
    let mut y = 260.0;
    let mut line = 1;
    while y < height as f32 - 80.0 {
        let print = SMALL_PRINT[line % SMALL_PRINT.len()];
        texts.push(text(
            60.0,
            y,
            34.0,
            "#222",
            false,
            &format!("第{line}条 年化利率 {}.35%", line % 9),
        ));
        texts.push(text(60.0, y + 60.0, 26.0, "#555", false, print));
        y += 110.0 + (line * 37 % 90) as f32;
        line += 1;
    }
    let shapes = format!(
        "<rect width='1080' height='{height}' fill='#fff'/><rect width='1080' height='12' fill='#123a7a'/>"
    );
    Poster {
        width: 1080,
        height,
        shapes,
        texts,
        photo: None,
    }
}
