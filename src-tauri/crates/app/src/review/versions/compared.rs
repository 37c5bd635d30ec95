//! Compares a version with the previous one: the pictures in a confined child, the copies line by line.

use std::sync::Arc;

use published::{Evidence, Note, Rect, RegionKind, WordKind};

use crate::{
    App,
    record_document::asked,
    review::{Open, pictures, shown},
    wire::{
        Alignment, ChangeKind, ChangedRegion, ChangedWords, PicturesCompared, Problem, Rectangle,
        VersionsCompared,
    },
};

/// Compares the material of a review with that of the previous version. Nothing of it is kept.
///
/// # Errors
/// `version_none` if the review corrects no other, or that record is gone; why the records can't be read or the pictures
/// can't be compared.
pub async fn compare(app: &Arc<App>, id: i64, english: bool) -> Result<VersionsCompared, Problem> {
    let (copies, both) = app
        .with_records(move |app, records| {
            let open = Open::read(app, records, id, english)?;
            let earlier = open.earlier.as_ref();
            let earlier = earlier.filter(|earlier| earlier.record.is_some());
            let earlier = earlier.ok_or_else(|| Problem::plain("version_none"))?;
            let copies = report::compare::compare_lines(&earlier.copy, asked(&open.record));
            let both = earlier
                .picture
                .as_ref()
                .zip(pictures::of_record(&open.record));
            let both = match both {
                Some((one, other)) => Some((
                    pictures::Picture::recorded(records, &one.sha256)?,
                    pictures::Picture::recorded(records, &other.sha256)?,
                )),
                None => None,
            };
            Ok((copies, both))
        })
        .await?;
    let pictures = match both {
        Some((earlier, later)) => {
            let same_file = earlier.sha256 == later.sha256;
            let found = pictures::compared(app, earlier, later, &|_, _, _| {}).await?;
            Some(in_window(found.comparison, same_file, found.unread))
        }
        None => None,
    };
    Ok(VersionsCompared {
        pictures,
        copies: copies.into(),
    })
}

fn in_window(comparison: published::Comparison, same_file: bool, unread: bool) -> PicturesCompared {
    let alignment = comparison.registration.map(|found| Alignment {
        scale_x: found.scale_x,
        scale_y: found.scale_y,
        x: found.offset_x,
        y: found.offset_y,
    });
    let cut = comparison.notes.iter().any(|note| {
        matches!(
            note,
            Note::MoreRegions { .. } | Note::MoreWords { .. } | Note::MoreLines
        )
    });
    let regions = comparison.regions.into_iter().map(|region| ChangedRegion {
        kind: match region.kind {
            RegionKind::Changed => ChangeKind::Changed,
            RegionKind::Removed => ChangeKind::Removed,
            RegionKind::Added => ChangeKind::Added,
            RegionKind::Recoloured => ChangeKind::Recoloured,
        },
        earlier: rectangle(region.approved),
        later: rectangle(region.published),
    });
    // A misreading is not a difference.
    let words = comparison.words.into_iter();
    let words = words.filter(|change| change.evidence != Evidence::Misread);
    let words = words.map(|change| ChangedWords {
        kind: match change.kind {
            WordKind::Removed => ChangeKind::Removed,
            WordKind::Added => ChangeKind::Added,
            WordKind::Changed => ChangeKind::Changed,
        },
        earlier: visible_text::strip_invisible(&change.approved),
        later: visible_text::strip_invisible(&change.published),
        earlier_place: change.approved_place.map(rectangle),
        later_place: change.published_place.map(rectangle),
        by_text_alone: change.evidence == Evidence::TextOnly,
    });
    PicturesCompared {
        outcome: shown::outcome(pictures::outcome(comparison.outcome, same_file)),
        alignment,
        regions: regions.collect(),
        words: words.collect(),
        unread,
        cut,
    }
}

fn rectangle(of: Rect) -> Rectangle {
    Rectangle {
        x: of.x,
        y: of.y,
        width: of.width,
        height: of.height,
    }
}
