//! The letter of a review: its data, the annotated picture, and the file in each format.

use std::sync::Arc;

use jobs::annotate::{Annotate, Level, Mark, Request};
use letter::{
    document::{self, Picture},
    model::{
        Basis, CheckPoint, CheckResult, Conclusion, Confidence, Decision, Earlier, EarlierStatus,
        Evidence, Finding, Hashed, Letter, Previous, Rectification, Severity, Source, State, Step,
        StepKind, Submission, TextSource, Unchecked, UncheckedRules,
    },
};
use records::{Role, statement::StatementKind};

use super::{Open, dimension, progress, steps::retain_until, template};
use crate::{
    App,
    file_name::{self, local},
    provenance,
    recording::moment,
    stored::Language,
    wire::{
        self, Choice, FindingBasis, FindingKind, FindingSeverity, FindingSource, LetterForm,
        NotChecked, PointResult, Problem, ReviewFinding, SourceKind,
    },
};

/// A letter as a file.
pub struct Made {
    /// The file name with its extension.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The letter of a review as it is now: the archived one, or a draft that says so.
///
/// # Errors
/// Why the records can't be read; why the letter can't be made: `letter_…`, `worker_…`.
pub async fn made(
    app: &Arc<App>,
    id: i64,
    form: LetterForm,
    english: bool,
) -> Result<Made, Problem> {
    let english = in_english(app, english);
    let archived = app
        .with_records(move |app, records| {
            let open = Open::read(app, records, id, english)?;
            let archived = super::signed::last(&open.statements, StatementKind::Archived);
            let files = archived.map(|one| one.files()).unwrap_or_default();
            let (media_type, _) = kind(form);
            let Some(file) = files.into_iter().find(|file| file.media_type == media_type) else {
                return Ok(None);
            };
            let bytes = records.statement_file(id, &file.sha256)?;
            Ok(Some(Made {
                name: file.name,
                media_type,
                bytes,
            }))
        })
        .await?;
    match archived {
        Some(made) => Ok(made),
        None => write(app, id, form, State::Draft, english).await,
    }
}

/// The letter that is archived with a review.
///
/// # Errors
/// As for [`made`].
pub async fn final_letter(
    app: &Arc<App>,
    id: i64,
    form: LetterForm,
    english: bool,
) -> Result<Made, Problem> {
    let english = in_english(app, english);
    write(app, id, form, State::Archived, english).await
}

/// Whether letters are in English: as the settings say, or else as the window is.
pub fn in_english(app: &App, window: bool) -> bool {
    match app.settings.get().review_letter_language {
        Language::System => window,
        Language::Chinese => false,
        Language::English => true,
    }
}

/// The language of a letter.
pub fn language(english: bool) -> document::Language {
    match english {
        true => document::Language::English,
        false => document::Language::Chinese,
    }
}

async fn write(
    app: &Arc<App>,
    id: i64,
    form: LetterForm,
    state: State,
    english: bool,
) -> Result<Made, Problem> {
    let (mut letter, marks, picture) = app
        .with_records(move |app, records| {
            let open = Open::read(app, records, id, english)?;
            let received = &open.record.started.materials;
            let received = received.iter().find(|one| one.role == Role::Received);
            let picture = match received.filter(|one| one.width > 0) {
                Some(part) => Some(records.material(&part.sha256)?.data),
                None => None,
            };
            let mut letter = open.letter(state);
            if state == State::Archived {
                letter.retain_until = retain_until(app.settings.get().review_retention_years);
            }
            Ok((letter, open.marks(), picture))
        })
        .await?;
    if let Some(picture) = picture {
        let bytes = picture
            .bytes()
            .map_err(|_| Problem::internal("material of a letter"))?;
        letter.pictures = annotated(app, marks, &bytes, english).await?;
    }
    let language = language(english);
    let (media_type, extension) = kind(form);
    let bytes = match form {
        LetterForm::Docx => match template::filled(app, &letter, language).await? {
            Some(filled) => filled,
            None => {
                app.documents
                    .written(letter.document(language), form)
                    .await?
            }
        },
        LetterForm::Pdf => {
            app.documents
                .written(letter.document(language), form)
                .await?
        }
    };
    let submission = &letter.submission;
    let name = [submission.number.as_str(), submission.title.as_str()].join(" ");
    let mut marks = vec![if english {
        "opinion"
    } else {
        "审查意见书"
    }];
    marks.extend((letter.effective_state() == State::Draft).then_some("草稿draft"));
    marks.extend(letter.demo.then_some(file_name::DEMO));
    let stem = file_name::stem(&moment(), &name, &marks);
    Ok(Made {
        name: format!("{stem}.{extension}"),
        media_type,
        bytes,
    })
}

fn unchecked(of: &NotChecked) -> Unchecked {
    let rules = of.rules.iter().map(|rules| UncheckedRules {
        needs: rules.needs.clone(),
        count: rules.titles.len(),
    });
    Unchecked {
        everything: of.everything,
        picture: of.picture,
        rules: rules.collect(),
    }
}

/// Media type and extension of a format.
fn kind(form: LetterForm) -> (&'static str, &'static str) {
    match form {
        LetterForm::Docx => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
        ),
        LetterForm::Pdf => ("application/pdf", "pdf"),
    }
}

/// The picture with its frames, cut for pages.
async fn annotated(
    app: &Arc<App>,
    marks: Vec<Mark>,
    bytes: &[u8],
    english: bool,
) -> Result<Vec<Picture>, Problem> {
    let (answer, jpegs) = app
        .reviews
        .worker
        .run::<Annotate>(&Request { marks }, bytes)
        .await?;
    let slices = answer.map_err(|_| Problem::plain("letter_picture"))?;
    let mut rest = jpegs.as_slice();
    let mut pictures = Vec::new();
    let count = slices.len();
    for (slice, number) in slices.into_iter().zip(1..) {
        let (jpeg, more) = rest
            .split_at_checked(slice.bytes)
            .ok_or_else(|| Problem::internal("annotated picture"))?;
        rest = more;
        let part = if count > 1 {
            format!(" {number}/{count}")
        } else {
            String::new()
        };
        pictures.push(Picture {
            bytes: jpeg.to_vec(),
            width: slice.width,
            height: slice.height,
            description: if english {
                format!("The material with numbered findings{part}")
            } else {
                format!("送审材料及问题标注{part}")
            },
            caption: String::new(),
        });
    }
    Ok(pictures)
}

impl Open {
    /// The frames of findings that were not dismissed.
    fn marks(&self) -> Vec<Mark> {
        let framed = self.findings.iter().filter_map(|finding| {
            let decision = progress::decision(&self.draft, finding);
            let level = match progress::decided_severity(finding, decision)? {
                FindingSeverity::High => Level::High,
                FindingSeverity::Medium => Level::Medium,
                FindingSeverity::Low => Level::Low,
            };
            Some(Mark {
                number: finding.number,
                level,
                quads: finding.picture.clone(),
            })
        });
        framed.filter(|mark| !mark.quads.is_empty()).collect()
    }

    /// The data of the letter, without its pictures.
    fn letter(&self, state: State) -> Letter {
        let draft = &self.draft;
        let started = &self.record.started;
        let ended = self.record.ended.as_ref();
        let at = moment();
        let offset = at.offset_minutes;
        let time = |utc_ms: i64| local(utc_ms, offset, "%Y-%m-%d %H:%M:%S");
        let points = self.checklists.points(&draft.submission.kind, self.english);
        let hashed = |name: &str, sha256: &str| Hashed {
            name: name.to_owned(),
            sha256: sha256.to_owned(),
        };
        Letter {
            state,
            demo: started.demo,
            submission: submission(&draft.submission),
            version: self.version(),
            previous: self.earlier.as_ref().map(previous),
            earlier: self.earlier_findings(),
            date: local(at.utc_ms, offset, "%Y-%m-%d"),
            text_sources: self.text_sources(),
            proposed: progress::proposed(draft, &self.findings, &self.checklists).map(conclusion),
            conclusion: draft.conclusion.map(conclusion),
            findings: self.findings.iter().map(|one| self.finding(one)).collect(),
            unparsed: self.unparsed,
            unchecked: unchecked(&self.not_checked),
            opinion: draft.opinion.clone(),
            checklist: points
                .into_iter()
                .map(|point| {
                    let answer = draft.checklist.iter().find(|one| one.point == point.id);
                    CheckPoint {
                        category: point.category,
                        point: point.point,
                        basis: point.basis,
                        result: answer.map(|one| match one.result {
                            PointResult::Pass => CheckResult::Pass,
                            PointResult::Fail => CheckResult::Fail,
                            PointResult::NotApplicable => CheckResult::NotApplicable,
                        }),
                        note: answer.map(|one| one.note.clone()).unwrap_or_default(),
                    }
                })
                .collect(),
            rectification: draft
                .rectification
                .iter()
                .map(|one| Rectification {
                    item: one.item.clone(),
                    severity: None,
                    owner: one.owner.clone(),
                    deadline: one.deadline.clone(),
                })
                .collect(),
            steps: self.steps(&time),
            pictures: Vec::new(),
            evidence: Evidence {
                record: started.uid.clone(),
                materials: started
                    .materials
                    .iter()
                    .map(|part| hashed(&visible_text::strip_invisible(&part.name), &part.sha256))
                    .collect(),
                answer: ended
                    .map(|one| one.output.sha256.clone())
                    .unwrap_or_default(),
                model: started.model.clone(),
                packs: started
                    .check
                    .iter()
                    .flat_map(|check| &check.packs)
                    .map(|pack| {
                        let name = format!("{} {}", pack.id, pack.version);
                        hashed(name.trim(), &pack.sha256)
                    })
                    .collect(),
                statements: self
                    .statements
                    .iter()
                    .map(|one| hashed(one.kind().as_str(), &one.sha256))
                    .collect(),
                started: time(started.at.utc_ms),
                ended: ended.map(|one| time(one.at_ms)).unwrap_or_default(),
            },
            retain_until: String::new(),
            at_ms: at.utc_ms,
        }
    }

    fn earlier_findings(&self) -> Vec<Earlier> {
        let findings = self.earlier.iter().flat_map(|earlier| &earlier.findings);
        let findings = findings.map(|finding| {
            let answer = progress::answer(&self.draft, finding.number);
            Earlier {
                number: finding.number,
                title: finding.title.clone(),
                excerpt: finding.excerpt.clone(),
                status: answer.map(|answer| match answer.status {
                    wire::EarlierStatus::Resolved => EarlierStatus::Resolved,
                    wire::EarlierStatus::Present => EarlierStatus::Present,
                    wire::EarlierStatus::NotApplicable => EarlierStatus::NotApplicable,
                }),
                note: answer.map(|answer| answer.note.clone()).unwrap_or_default(),
            }
        });
        findings.collect()
    }

    fn text_sources(&self) -> Vec<TextSource> {
        let mut sources: Vec<_> = provenance::read(&self.record.started.request)
            .into_iter()
            .map(|source| match source.kind {
                SourceKind::Typed => TextSource::Typed,
                SourceKind::Picture => TextSource::Recognised,
                SourceKind::Document => TextSource::Document,
                SourceKind::Record => TextSource::Record,
            })
            .collect();
        let check = self.record.started.check.as_ref();
        if check.is_some_and(|check| check.picture == records::offline_check::PictureChecked::Read)
        {
            sources.push(TextSource::Recognised);
        }
        let mut once = Vec::new();
        for source in sources {
            if !once.contains(&source) {
                once.push(source);
            }
        }
        once
    }

    fn finding(&self, finding: &ReviewFinding) -> Finding {
        let decision = progress::decision(&self.draft, finding);
        let level = |severity: FindingSeverity| match severity {
            FindingSeverity::High => Severity::High,
            FindingSeverity::Medium => Severity::Medium,
            FindingSeverity::Low => Severity::Low,
        };
        Finding {
            number: finding.number,
            sources: finding
                .sources
                .iter()
                .map(|source| match source {
                    FindingSource::Rules => Source::Rules,
                    FindingSource::Service => Source::Service,
                    FindingSource::Person => Source::Person,
                })
                .collect(),
            severity: Some(match finding.kind {
                Some(FindingKind::Advice) => Severity::Advice,
                _ => level(finding.severity),
            }),
            decided_severity: decision.and_then(|one| one.severity).map(level),
            dimension: dimension::of_topic(&finding.topic, self.english).to_owned(),
            title: finding.title.clone(),
            explanation: finding.explanation.clone(),
            excerpt: finding.excerpt.clone(),
            framed: !finding.picture.is_empty(),
            rule: finding.rule.clone().unwrap_or_default(),
            basis: finding.basis.as_ref().map(basis),
            named_basis: finding.service_basis.clone(),
            suggestion: finding.suggestion.clone(),
            decision: decision.map(|one| match one.choice {
                Choice::Adopted => Decision::Adopted,
                Choice::Changed => Decision::Changed,
                Choice::Dismissed => Decision::Dismissed,
            }),
            wording: decision.map(|one| one.wording.clone()).unwrap_or_default(),
            reason: decision.map(|one| one.reason.clone()).unwrap_or_default(),
        }
    }

    fn steps(&self, time: &impl Fn(i64) -> String) -> Vec<Step> {
        let steps = self.statements.iter().filter_map(|one| {
            let kind = match one.kind() {
                StatementKind::Reviewed => StepKind::Reviewed,
                StatementKind::Approved => StepKind::Approved,
                StatementKind::Returned => StepKind::Returned,
                StatementKind::Archived => StepKind::Archived,
                _ => return None,
            };
            let signer = one.signer.as_ref()?;
            Some(Step {
                kind,
                name: signer.name.clone(),
                staff: signer.staff.clone(),
                words: super::shown::words(one).to_owned(),
                time: time(one.at_ms),
                key: super::shown::fingerprint(&signer.key),
            })
        });
        steps.collect()
    }
}

fn previous(of: &wire::EarlierVersion) -> Previous {
    Previous {
        number: of.number.clone(),
        version: of.version,
        record: of.uid.clone(),
    }
}

fn submission(of: &wire::Submission) -> Submission {
    Submission {
        number: of.number.clone(),
        title: of.title.clone(),
        kind: of.kind.clone(),
        channel: of.channel.clone(),
        product: of.product.clone(),
        audience: of.audience.clone(),
        department: of.department.clone(),
        submitter: of.submitter.clone(),
        contact: of.contact.clone(),
        planned: of.planned.clone(),
        valid_until: of.valid_until.clone(),
        source: of.source.clone(),
    }
}

fn conclusion(of: wire::Conclusion) -> Conclusion {
    match of {
        wire::Conclusion::Pass => Conclusion::Pass,
        wire::Conclusion::PassAfterChanges => Conclusion::PassAfterChanges,
        wire::Conclusion::Refused => Conclusion::Refused,
    }
}

fn basis(of: &FindingBasis) -> Basis {
    Basis {
        law: of.law.clone(),
        article: of.article.clone(),
        text: of.text.clone(),
        confidence: match of.confidence.as_str() {
            "A" => Confidence::A,
            "B" => Confidence::B,
            "C" => Confidence::C,
            _ => Confidence::D,
        },
    }
}
