//! Checks the statements about the record: each is the one in the chain, signed, in its place, and refers to existing data.

use serde::{Serialize, de::DeserializeOwned};

use super::{
    Claim, SignerShown, Verdict,
    events::Chain,
    facts::Told,
    files::{Files, shown},
    json::{self, Layout},
    names,
};
use crate::{
    chain::Event,
    package::manifest::Manifest,
    sha256_hex,
    statement::{Breach, Chained, Parser, StatementBody, StatementKind, Steps, Text, parse},
};

/// A statement in a package.
pub(super) struct Stated {
    kind: StatementKind,
    path: String,
    /// The text, byte for byte and parsed; `None` if it is not as the program writes it.
    text: Option<(String, Text<StatementBody>)>,
}

impl Stated {
    /// Its content; `None` if it is not as the program writes it.
    pub(super) fn body(&self) -> Option<&StatementBody> {
        self.text.as_ref().map(|(_, text)| &text.body)
    }

    /// The kind, and the names of the files.
    pub(super) fn contents(&self) -> (StatementKind, Vec<String>) {
        let files = self.text.iter().flat_map(|(_, text)| text.body.files());
        (self.kind, files.map(|file| file.name).collect())
    }
}

/// Parses a text that the program would have written.
struct Written<'a>(&'a str);

impl Parser for Written<'_> {
    fn parse<Body: DeserializeOwned + Serialize>(&self) -> Option<Text<Body>> {
        json::read(self.0, Layout::Compact)
    }
}

/// The events of statements.
fn events(chain: &Chain) -> impl Iterator<Item = (&Event, StatementKind)> {
    let events = chain.events.iter();
    events.filter_map(|event| Some((event, StatementKind::of(&event.kind)?)))
}

/// Reads the statements that the chain names.
pub(super) fn read(files: &Files<'_>, chain: &Chain, verdict: &mut Verdict) -> Vec<Stated> {
    let mut statements = Vec::new();
    for ((_, kind), number) in events(chain).zip(1..) {
        let path = names::statement_path(number, kind);
        let text = files.text(&path);
        let text = text.and_then(|text| {
            let parsed = parse(kind, &Written(&text))?;
            Some((text, parsed))
        });
        verdict.claim(Claim::RecordReadable, path.as_str(), text.is_some());
        statements.push(Stated { kind, path, text });
    }
    statements
}

/// Whether the body of a statement's event has its fields.
pub(super) fn has_its_body(event: &Event) -> bool {
    let body: Option<Chained> = json::read(&event.body, Layout::Compact);
    body.is_some_and(|body| body.is_well_formed())
}

pub(super) fn check(
    files: &Files<'_>,
    manifest: &Manifest,
    record: &Told,
    chain: &Chain,
    statements: &[Stated],
    verdict: &mut Verdict,
) {
    let ended = files.digest(names::ENDED).map(|digest| &digest.sha256);
    let listed: Vec<&str> = manifest
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let mut steps = Steps::default();
    for ((stated, (event, _)), number) in statements.iter().zip(events(chain)).zip(1..) {
        let Some((written, text)) = &stated.text else {
            continue;
        };
        let about = stated.path.as_str();
        let sha256 = sha256_hex(written.as_bytes());
        let chained: Option<Chained> = serde_json::from_str(&event.body).ok();
        let same = chained
            .as_ref()
            .is_some_and(|chained| chained.statement == sha256);
        verdict.claim(Claim::StatementChained, about, same);
        let same = text.record == manifest.record && Some(&text.ended) == ended;
        verdict.claim(Claim::FactsAgree, about, same);
        verdict.claim(Claim::TimesAgree, about, text.at_ms == event.at_ms);
        let breach = steps.take(text, &sha256).err();
        let signed =
            chained.is_some_and(|chained| chained.is_signed(written, text.signer.as_ref()));
        let signed = signed && breach != Some(Breach::Signature);
        verdict.claim(Claim::StatementSigned, about, signed);
        let in_order = !matches!(breach, Some(Breach::Order | Breach::Archived));
        verdict.claim(Claim::StatementInOrder, about, in_order);
        let refers = breach != Some(Breach::Reference);
        verdict.claim(Claim::StatementRefers, about, refers);
        let agree = !matches!(breach, Some(Breach::OwnWork | Breach::Signer));
        verdict.claim(Claim::SignersAgree, about, agree);
        let quotes = text.body.quotes(&record.started);
        verdict.claim(Claim::StatementQuotes, about, quotes);
        for (file, place) in text.body.files().iter().zip(1..) {
            let start = names::statement_file_start(number, place);
            let path = names::listed_path(&start, &file.name, &listed);
            let same = files.digest(&path).is_some_and(|digest| {
                let same_size = file.bytes.is_none_or(|bytes| bytes == digest.bytes);
                same_size && digest.sha256 == file.sha256
            });
            verdict.claim(Claim::StatementFileRecorded, shown(&path), same);
        }
        if let Some(signer) = &text.signer {
            verdict.signers.push(SignerShown {
                key: signer.key.clone(),
                name: signer.name.clone(),
                staff: signer.staff.clone(),
            });
        }
    }
    verdict
        .signers
        .sort_by(|one, other| one.key.cmp(&other.key));
    verdict.signers.dedup();
}
