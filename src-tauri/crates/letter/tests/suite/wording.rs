//! What a letter says.

use letter::{
    document::{Block, Document, Language},
    model::{
        Conclusion, Decision, Letter, Missing, Risk, Severity, State, StepKind, Unchecked,
        UncheckedRules,
    },
};

use crate::{sample, second};

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

/// Takes a value from a letter.
type Lose = fn(&mut Letter);

/// All text of a document.
fn text(document: &Document) -> String {
    let mut text = format!(
        "{}\n{}\n{}\n",
        document.title, document.number, document.warning
    );
    for block in &document.blocks {
        match block {
            Block::Title(words) | Block::Heading { text: words, .. } => text.push_str(words),
            Block::Paragraph(runs) | Block::Item { runs, .. } => {
                text.extend(runs.iter().map(|run| run.text.as_str()));
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    for runs in &cell.paragraphs {
                        text.extend(runs.iter().map(|run| run.text.as_str()));
                        text.push('\n');
                    }
                }
            }
            Block::Picture(picture) => {
                text.push_str(&picture.description);
                text.push_str(&picture.caption);
            }
            Block::PageBreak => {}
        }
        text.push('\n');
    }
    text
}

#[test]
fn every_value_of_a_letter_stands_in_it_in_both_languages() {
    let letter = sample::letter(4);
    for language in LANGUAGES {
        let text = text(&letter.document(language));
        let submission = &letter.submission;
        let mut wanted = vec![
            &submission.number,
            &submission.title,
            &submission.kind,
            &submission.channel,
            &submission.product,
            &submission.audience,
            &submission.department,
            &submission.submitter,
            &submission.contact,
            &submission.planned,
            &submission.valid_until,
            &submission.source,
            &letter.date,
            &letter.retain_until,
            &letter.evidence.record,
            &letter.evidence.answer,
            &letter.evidence.model,
            &letter.evidence.started,
            &letter.evidence.ended,
        ];
        for finding in &letter.findings {
            wanted.extend([
                &finding.dimension,
                &finding.title,
                &finding.explanation,
                &finding.excerpt,
                &finding.rule,
                &finding.named_basis,
                &finding.suggestion,
                &finding.wording,
                &finding.reason,
            ]);
        }
        for point in &letter.checklist {
            wanted.extend([&point.category, &point.point, &point.basis, &point.note]);
        }
        for entry in &letter.rectification {
            wanted.extend([&entry.item, &entry.owner, &entry.deadline]);
        }
        for step in &letter.steps {
            wanted.extend([&step.name, &step.staff, &step.words, &step.time, &step.key]);
        }
        let evidence = &letter.evidence;
        let hashed = [&evidence.materials, &evidence.packs, &evidence.statements];
        for entry in hashed.into_iter().flatten() {
            wanted.extend([&entry.name, &entry.sha256]);
        }
        for value in wanted {
            assert!(text.contains(value.as_str()), "{language:?}: {value}");
        }
        for line in letter.opinion.lines() {
            assert!(text.contains(line), "{language:?}: {line}");
        }
    }
}

#[test]
fn a_later_version_names_the_one_before_and_what_became_of_its_findings() {
    let letter = second::letter();
    let statuses = [
        (
            Language::Chinese,
            ["已整改", "仍存在", "不再适用", "待确认"],
            "第 2 版（上一版本：SC-2026-0001 第 1 版）",
        ),
        (
            Language::English,
            [
                "Resolved",
                "Still present",
                "No longer applies",
                "To be confirmed",
            ],
            "2 (corrects SC-2026-0001 version 1)",
        ),
    ];
    for (language, statuses, version) in statuses {
        let text = text(&letter.document(language));
        for words in statuses {
            assert!(text.contains(words), "{language:?}: {words}");
        }
        for earlier in &letter.earlier {
            assert!(
                text.contains(&earlier.title)
                    && text.contains(&earlier.excerpt)
                    && text.contains(&earlier.note)
            );
        }
        assert!(text.contains(version), "{text}");
        assert!(text.contains(&"5".repeat(32)));
    }
    let first = text(&sample::letter(1).document(Language::Chinese));
    assert!(!first.contains("上一版本"));
    let mut none = letter;
    none.earlier.clear();
    assert!(text(&none.document(Language::Chinese)).contains("上一版本没有须整改的问题"));
}

#[test]
fn a_letter_says_what_the_rules_did_not_check() {
    let letter = Letter {
        unchecked: Unchecked {
            everything: false,
            picture: true,
            rules: vec![UncheckedRules {
                needs: vec!["product".to_owned(), "picture".to_owned()],
                count: 12,
            }],
        },
        ..sample::letter(1)
    };
    for (language, said) in [
        (
            Language::Chinese,
            [
                "规则没有检查图片",
                "因产品、图片文字未知，12 条规则没有检查",
            ],
        ),
        (
            Language::English,
            [
                "the rules did not check the picture",
                "12 rules did not run, as they lack: product, text of the picture",
            ],
        ),
    ] {
        let text = text(&letter.document(language));
        for sentence in said {
            assert!(text.contains(sentence), "{sentence} not in {text}");
        }
    }
    let all_checked = Letter {
        unchecked: Unchecked::default(),
        ..letter
    };
    assert!(!text(&all_checked.document(Language::Chinese)).contains("没有检查"));
}

#[test]
fn an_english_letter_has_chinese_words_only_where_the_caller_or_a_law_has_them() {
    let letter = Letter {
        at_ms: 0,
        ..Letter::default()
    };
    let text = text(&letter.document(Language::English));
    let chinese = text
        .chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    assert_eq!(chinese.collect::<String>(), "");
}

#[test]
fn words_of_a_law_that_nobody_read_are_not_quoted() {
    for language in LANGUAGES {
        let text = text(&sample::letter(4).document(language));
        assert!(text.contains("《金融产品网络营销管理办法》"));
        assert!(!text.contains("第零条") && !text.contains("没有读到的条文"));
        let once = text.lines().filter(|line| line.contains("原文待复核"));
        assert_eq!(once.count(), 1, "the law read in one copy only");
    }
}

#[test]
fn the_risk_level_is_the_highest_of_the_findings_that_stay() {
    let mut letter = sample::letter(3);
    assert_eq!(letter.risk(), Risk::Rated(Severity::High));
    letter.findings[0].decision = Some(Decision::Dismissed);
    assert_eq!(
        letter.risk(),
        Risk::Rated(Severity::Low),
        "as decided, not as found"
    );
    letter.findings[1].decision = Some(Decision::Dismissed);
    assert_eq!(letter.risk(), Risk::None);
    letter.findings[2].decision = None;
    assert_eq!(
        letter.risk(),
        Risk::Rated(Severity::High),
        "undecided ones stay"
    );
}

#[test]
fn a_letter_that_lacks_something_never_says_that_it_is_archived() {
    let whole = sample::letter(2);
    assert_eq!(whole.missing(), []);
    assert!(text(&whole.document(Language::Chinese)).contains("正式归档"));
    assert_eq!(whole.document(Language::Chinese).warning, "");
    let lacking: [(Missing, Lose); 6] = [
        (Missing::Number, |letter| {
            letter.submission.number = " ".to_owned()
        }),
        (Missing::Date, |letter| letter.date.clear()),
        (Missing::Department, |letter| {
            letter.submission.department.clear()
        }),
        (Missing::Submitter, |letter| {
            letter.submission.submitter.clear()
        }),
        (Missing::Conclusion, |letter| letter.conclusion = None),
        (Missing::Risk, |letter| letter.findings[0].decision = None),
    ];
    for (missing, lose) in lacking {
        let mut letter = whole.clone();
        lose(&mut letter);
        assert_eq!(letter.missing(), [missing]);
        assert_eq!(letter.effective_state(), State::Draft);
        let document = letter.document(Language::Chinese);
        assert!(document.warning.contains("审阅草稿"));
        assert!(!text(&document).contains("正式归档"));
    }
}

#[test]
fn a_demo_letter_says_so_on_each_page_even_when_archived() {
    let letter = Letter {
        demo: true,
        ..sample::letter(1)
    };
    assert!(
        letter
            .document(Language::Chinese)
            .warning
            .contains("演示数据")
    );
    assert!(
        letter
            .document(Language::English)
            .warning
            .contains("Demo data")
    );
}

#[test]
fn a_letter_says_when_one_person_did_both() {
    let two = sample::letter(1);
    let says = |letter: &Letter| text(&letter.document(Language::Chinese)).contains("同一人完成");
    assert!(!says(&two));
    let mut one = two.clone();
    one.steps.retain(|step| step.kind != StepKind::Approved);
    assert!(says(&one), "archived without approval");
    let mut same = two;
    same.steps[1].key = same.steps[0].key.clone();
    assert!(says(&same), "the same key");
}

#[test]
fn an_empty_draft_is_a_whole_letter() {
    let letter = Letter::default();
    assert_eq!(letter.conclusion, None::<Conclusion>);
    let text = text(&letter.document(Language::Chinese));
    for words in [
        "本次审查没有列出问题",
        "尚未签署",
        "没有图样",
        "没有使用审查要点表",
    ] {
        assert!(text.contains(words), "{words}");
    }
}
