//! Refuses a template that may run something or load something from outside.

use roxmltree::{Document, Node};

use super::{
    TemplateError,
    archive::Package,
    relations::{entries, is_external},
    tree::{self, attribute, w},
};

/// Ends of the types of relationships that lead to macros.
const MACROS: &[&str] = &["vbaProject", "wordVbaData"];
/// Ends of the types of relationships that embed something that runs, another document, or commands for Word.
const ACTIVE: &[&str] = &[
    "aFChunk",
    "activeXControlBinary",
    "attachedToolbars",
    "control",
    "extensibility",
    "frame",
    "keyMapCustomizations",
    "oleObject",
    "package",
    "subDocument",
];
/// Word fields that compute something from the document itself.
const WORD_FIELDS: &[&str] = &[
    "=",
    "AUTHOR",
    "AUTONUM",
    "COMMENTS",
    "CREATEDATE",
    "DATE",
    "DOCPROPERTY",
    "EQ",
    "FILENAME",
    "FORMCHECKBOX",
    "FORMDROPDOWN",
    "FORMTEXT",
    "HYPERLINK",
    "INDEX",
    "KEYWORDS",
    "LASTSAVEDBY",
    "LISTNUM",
    "NOTEREF",
    "NUMCHARS",
    "NUMPAGES",
    "NUMWORDS",
    "PAGE",
    "PAGEREF",
    "PRINTDATE",
    "QUOTE",
    "REF",
    "REVNUM",
    "SAVEDATE",
    "SECTION",
    "SECTIONPAGES",
    "SEQ",
    "STYLEREF",
    "SUBJECT",
    "SYMBOL",
    "TC",
    "TIME",
    "TITLE",
    "TOC",
    "XE",
];
/// The allowed schemes of links. A link is followed only when a reader clicks it.
const LINKS: &[&str] = &["http://", "https://", "mailto:", "#"];
const VML: &str = "urn:schemas-microsoft-com:vml";
const OFFICE: &str = "urn:schemas-microsoft-com:office:office";

/// Checks every part.
pub(super) fn parts(package: &Package) -> Result<(), TemplateError> {
    for name in package.names() {
        let lower = name.to_ascii_lowercase();
        if lower.ends_with("vbaproject.bin") || lower.ends_with("vbadata.xml") {
            return Err(TemplateError::Macros);
        }
        if !package.is_xml(&name) {
            continue;
        }
        let tree = tree::parse(package.text(&name)?, &name)?;
        if lower == "[content_types].xml" {
            content_types(&tree)?;
        } else if lower.ends_with(".rels") {
            for entry in entries(&tree) {
                relationship(entry)?;
            }
        } else {
            content(&tree)?;
        }
    }
    Ok(())
}

fn content_types(tree: &Document<'_>) -> Result<(), TemplateError> {
    for entry in tree.root_element().children() {
        let content_type = entry.attribute("ContentType").unwrap_or_default();
        let lower = content_type.to_ascii_lowercase();
        if lower.contains("macroenabled") || lower.contains("vbaproject") {
            return Err(TemplateError::Macros);
        }
    }
    Ok(())
}

fn relationship(entry: Node<'_, '_>) -> Result<(), TemplateError> {
    let kind = entry.attribute("Type").unwrap_or_default();
    let kind = kind.rsplit('/').next().unwrap_or_default();
    let is = |names: &[&str]| names.iter().any(|name| kind.eq_ignore_ascii_case(name));
    if is(MACROS) {
        return Err(TemplateError::Macros);
    }
    if is(ACTIVE) {
        return Err(TemplateError::ActiveContent(kind.to_owned()));
    }
    let target = entry.attribute("Target").unwrap_or_default();
    let allowed = kind == "attachedTemplate" || kind == "hyperlink" && is_link(target);
    // Word takes an address for a part, whatever the mode.
    if (is_external(entry) || target.contains("://")) && !allowed {
        return Err(TemplateError::External(format!("{kind}: {target}")));
    }
    Ok(())
}

fn is_link(target: &str) -> bool {
    let target = target.trim_start().to_ascii_lowercase();
    LINKS.iter().any(|start| target.starts_with(start))
}

fn content(tree: &Document<'_>) -> Result<(), TemplateError> {
    // The codes of the Word fields that are open; `None` after a code, in the result.
    let mut codes: Vec<Option<String>> = Vec::new();
    for node in tree.descendants().filter(Node::is_element) {
        if node.tag_name().namespace() == Some(VML)
            && let Some(source) = node.attribute("src").or(node.attribute((OFFICE, "href")))
        {
            return Err(TemplateError::External(source.to_owned()));
        }
        // Word runs its query when the document is opened.
        if w(node, "mailMerge") {
            return Err(TemplateError::External("mailMerge".to_owned()));
        }
        if w(node, "fldSimple") {
            word_field(attribute(node, "instr").unwrap_or_default())?;
        } else if w(node, "instrText") {
            let text: String = node.children().filter_map(|text| text.text()).collect();
            match codes.last_mut() {
                Some(Some(code)) => code.push_str(&text),
                _ => word_field(&text)?,
            }
        } else if w(node, "fldChar") {
            match attribute(node, "fldCharType") {
                Some("begin") => {
                    // The result of the inner field would be the name of the outer.
                    if matches!(codes.last(), Some(Some(code)) if code.trim().is_empty()) {
                        return Err(TemplateError::WordField("{ }".to_owned()));
                    }
                    codes.push(Some(String::new()));
                }
                Some("separate") => {
                    if let Some(code) = codes.last_mut() {
                        word_field(&code.take().unwrap_or_default())?;
                    }
                }
                _ => word_field(&codes.pop().flatten().unwrap_or_default())?,
            }
        }
    }
    codes.iter().flatten().try_for_each(|code| word_field(code))
}

/// Refuses a Word field that is not known to be harmless.
fn word_field(code: &str) -> Result<(), TemplateError> {
    let code = code.trim();
    let name: String = match code.starts_with('=') {
        true => "=".to_owned(),
        false => code
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase(),
    };
    let refused = || Err(TemplateError::WordField(name.chars().take(40).collect()));
    if name.is_empty() {
        return Ok(());
    }
    if !WORD_FIELDS.contains(&name.as_str()) {
        return refused();
    }
    if name == "HYPERLINK" {
        let mut words = code.split_whitespace().skip(1);
        let target = words.next().unwrap_or_default();
        if !target.starts_with("\\l") && !is_link(target.trim_start_matches('"')) {
            return refused();
        }
    }
    Ok(())
}
