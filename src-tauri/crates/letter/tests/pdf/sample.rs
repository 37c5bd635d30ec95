//! An opinion letter with findings, as the app writes it.

use std::io::Cursor;

use letter::document::{Block, Cell, Colour, Document, Language, Picture, Run, Table};

/// A letter with so many findings.
pub(crate) fn letter(findings: usize) -> Document {
    let mut blocks = vec![
        Block::Title("消费者权益保护审查意见书".to_owned()),
        facts(&[
            ("送审部门", "零售金融部"),
            ("送审人", "张示例"),
            ("材料", "端午理财海报（终稿）v2.png"),
            (
                "SHA-256",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            ),
        ]),
        Block::Heading {
            level: 1,
            text: "一、审查结论".to_owned(),
        },
        Block::Paragraph(vec![
            Run::plain("经审查，本材料存在"),
            Run {
                colour: Some(Colour::High),
                ..Run::bold("高风险")
            },
            Run::plain(
                "问题，建议修改后重新送审。依据《金融消费者权益保护实施办法》（中国人民银行令〔2020〕第5号）第三十五条，\
                 金融产品的宣传不得有误导内容；所称“年化收益率3.85%”须注明业绩比较基准不代表未来收益。",
            ),
        ]),
        Block::Item {
            depth: 0,
            number: Some(1),
            runs: vec![Run::plain("删除“保本”“零风险”等表述。")],
        },
        Block::Item {
            depth: 1,
            number: None,
            runs: vec![
                Run::plain("原文："),
                Run {
                    struck: true,
                    ..Run::plain("保本保息")
                },
            ],
        },
        Block::Item {
            depth: 0,
            number: Some(2),
            runs: vec![
                Run::plain("补充风险提示，见 "),
                Run {
                    code: true,
                    ..Run::plain("rule:wealth-07")
                },
                Run {
                    italic: true,
                    ..Run::plain("（建议）")
                },
            ],
        },
        Block::Heading {
            level: 1,
            text: "二、问题清单".to_owned(),
        },
    ];
    for number in 1..=findings {
        blocks.push(Block::Heading {
            level: 2,
            text: format!("问题{number}：收益表述不当"),
        });
        blocks.push(finding(number));
    }
    Document {
        title: "消费者权益保护审查意见书".to_owned(),
        number: "SC-2026-0001".to_owned(),
        language: Language::Chinese,
        warning: String::new(),
        author: "示例银行".to_owned(),
        keywords: vec!["AI辅助生成".to_owned(), "消保审核".to_owned()],
        at_ms: 1_780_000_000_000,
        blocks,
    }
}

fn facts(facts: &[(&str, &str)]) -> Block {
    let row = |(name, value): &(&str, &str)| vec![Cell::plain(*name), Cell::plain(*value)];
    Block::Table(Table {
        widths: vec![1, 4],
        header_column: true,
        rows: facts.iter().map(row).collect(),
        ..Table::default()
    })
}

fn finding(number: usize) -> Block {
    let place = format!("第{number}页右上角");
    let Block::Table(table) = facts(&[
        ("位置", &place),
        (
            "原文",
            "本产品历史年化收益率高达3.85%，稳赚不赔，欢迎垂询95xxx或扫码申购。",
        ),
        (
            "问题",
            "以历史业绩暗示未来收益，并作出保证性承诺；未标明业绩比较基准的测算依据，\
             亦未以显著方式提示“理财非存款、产品有风险、投资须谨慎”。",
        ),
        (
            "依据",
            "《理财公司理财产品销售管理暂行办法》第三十一条、《商业银行理财业务监督管理办法》第二十六条",
        ),
        ("建议", "删除“稳赚不赔”，改为“业绩比较基准不构成收益承诺”。"),
    ]) else {
        unreachable!()
    };
    Block::Table(Table {
        together: true,
        ..table
    })
}

/// A picture as a camera takes it: smooth areas with some noise.
pub(crate) fn photo(width: u32, height: u32) -> Picture {
    let mut noise = 1_u32;
    let pixels = image::RgbImage::from_fn(width, height, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let shade = (noise >> 28) as u8;
        image::Rgb([
            (x * 200 / width) as u8 + shade,
            (y * 200 / height) as u8 + shade,
            120 + shade,
        ])
    });
    let mut bytes = Cursor::new(Vec::new());
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 70)
        .encode_image(&pixels)
        .unwrap();
    Picture {
        bytes: bytes.into_inner(),
        width,
        height,
        description: "端午海报".to_owned(),
        caption: "图1 送审海报".to_owned(),
    }
}
