//! How LibreOffice lays a letter out on pages.

use letter::{document::Language, docx};

use crate::{
    readers::{libre_office, pages},
    sample,
};

#[test]
fn a_long_letter_has_headers_footers_repeated_rows_and_whole_findings_on_its_pages() {
    let document = sample::letter(30).document(Language::Chinese);
    let pdf = libre_office(&docx::write(&document).unwrap(), "pdf");
    let pages = pages(&pdf);
    let count = pages.len();
    assert!((15..=30).contains(&count), "{count} pages");
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains(&format!("第{number}页共{count}页")), "{page}");
        assert!(page.contains("SC-2026-0001"), "{page}");
    }
    for number in 1..=30 {
        let heading = |page: &&String| {
            let start = format!("发现{number}");
            let mut places = page.match_indices(&start);
            // Not 发现 12 for 发现 1, nor 见发现 2 in the checklist.
            places.any(|(at, _)| {
                let after = page[at + start.len()..].chars().next();
                !page[..at].ends_with('见') && after.is_some_and(|c| !c.is_ascii_digit())
            })
        };
        let page = pages.iter().find(heading).unwrap();
        let from = page.find(&format!("发现{number}")).unwrap();
        assert!(
            page[from..].contains("人工结论与理由"),
            "finding {number} ends on another page: {page}"
        );
    }
    // The overview goes on on a second page, with its names above it.
    let overview = pages.iter().take(3).filter(|page| page.contains("序号"));
    assert_eq!(overview.count(), 2);
}
