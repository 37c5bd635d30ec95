//! The parts of a template, and the lists that name them.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::{
    TemplateError,
    archive::Package,
    checks,
    tree::{self, Edits},
};
use crate::docx::frame::{
    CONTENT_TYPES, CORE_RELATION, CORE_TYPE, RELATIONS, WORD_TYPE, override_of, relation,
    relations as list,
};

const TYPES: &str = "[Content_Types].xml";
const PACKAGE_RELATIONS: &str = "_rels/.rels";

/// The parts that matter.
pub(super) struct Layout {
    /// The document.
    pub(super) main: String,
    /// The styles.
    pub(super) styles: Option<String>,
    /// Headers, footers, footnotes and endnotes.
    beside: Vec<String>,
    /// The metadata.
    core: Option<String>,
}

impl Layout {
    /// The parts with text.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let beside = self.beside.iter().map(String::as_str);
        std::iter::once(self.main.as_str()).chain(beside)
    }
}

/// The ids of the relationships of a part.
pub(super) fn ids(package: &Package, part: &str) -> Result<BTreeSet<String>, TemplateError> {
    let name = relations_of(part);
    if package.get(&name).is_none() {
        return Ok(BTreeSet::new());
    }
    let tree = tree::parse(package.text(&name)?, &name)?;
    let ids = entries(&tree).filter_map(|entry| entry.attribute("Id"));
    Ok(ids.map(str::to_owned).collect())
}

/// Finds the parts, and refuses what may run or load something. Detaches an attached template: Word writes the path of the
/// template that a document was made from into each document.
pub(super) fn layout(package: &mut Package) -> Result<Layout, TemplateError> {
    if package.get(TYPES).is_none() || package.get(PACKAGE_RELATIONS).is_none() {
        return Err(TemplateError::NotDocx);
    }
    checks::parts(package)?;
    detach_template(package)?;
    let root = related(package, "")?;
    let main = root.iter().find(|(kind, _)| kind == "officeDocument");
    let main = main
        .map(|(_, name)| name.clone())
        .ok_or(TemplateError::NotDocx)?;
    make_document(package, &main)?;
    let core = root.into_iter().find(|(kind, _)| kind == "core-properties");
    let parts = related(package, &main)?;
    let text = |kind: &str| ["header", "footer", "footnotes", "endnotes"].contains(&kind);
    let mut beside: Vec<String> = Vec::new();
    for (_, name) in parts.iter().filter(|(kind, _)| text(kind)) {
        if !beside.contains(name) {
            beside.push(name.clone());
        }
    }
    let styles = parts.into_iter().find(|(kind, _)| kind == "styles");
    Ok(Layout {
        main,
        styles: styles.map(|(_, name)| name),
        beside,
        core: core.map(|(_, name)| name),
    })
}

/// The name of the part with the relationships of another.
fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The last word of the type of each relationship of a part, with the part it leads to. The package itself has no name.
fn related(package: &Package, part: &str) -> Result<Vec<(String, String)>, TemplateError> {
    let name = relations_of(part);
    if package.get(&name).is_none() {
        return Ok(Vec::new());
    }
    let tree = tree::parse(package.text(&name)?, &name)?;
    let mut all = Vec::new();
    for entry in entries(&tree).filter(|entry| !is_external(*entry)) {
        let kind = entry.attribute("Type").and_then(|it| it.rsplit('/').next());
        let target = entry.attribute("Target");
        if let (Some(kind), Some(target)) = (kind, target)
            && let Some(found) = package.get(&resolved(part, target))
        {
            all.push((kind.to_owned(), found.name.clone()));
        }
    }
    Ok(all)
}

pub(super) fn entries<'a, 'input>(
    tree: &'a Document<'input>,
) -> impl Iterator<Item = Node<'a, 'input>> {
    tree.root_element()
        .children()
        .filter(|node| node.tag_name().name() == "Relationship")
}

pub(super) fn is_external(entry: Node<'_, '_>) -> bool {
    let mode = entry.attribute("TargetMode");
    mode.is_some_and(|mode| mode.eq_ignore_ascii_case("External"))
}

/// The name of the part that a target leads to, seen from another part.
fn resolved(from: &str, target: &str) -> String {
    let mut names: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => from.split('/').collect(),
    };
    if !target.starts_with('/') {
        names.pop();
    }
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}

/// Makes the content type of the document that of a document: it may be that of a Word template (.dotx).
fn make_document(package: &mut Package, main: &str) -> Result<(), TemplateError> {
    let text = package.text(TYPES)?;
    let tree = tree::parse(text, TYPES)?;
    let of_main = tree.root_element().children().find(|node| {
        let name = node
            .attribute("PartName")
            .map(|it| it.trim_start_matches('/'));
        name.is_some_and(|name| name.eq_ignore_ascii_case(main))
    });
    let content_type = of_main.and_then(|node| node.attribute_node("ContentType"));
    let content_type = content_type.ok_or(TemplateError::NotDocx)?;
    let document = format!("{WORD_TYPE}document.main+xml");
    if content_type.value() == document {
        return Ok(());
    }
    if content_type.value() != format!("{WORD_TYPE}template.main+xml") {
        return Err(TemplateError::NotDocx);
    }
    let mut edits = Edits::default();
    edits.replace(content_type.range_value(), document);
    let changed = edits.apply(text);
    package.replace(TYPES, changed);
    Ok(())
}

fn detach_template(package: &mut Package) -> Result<(), TemplateError> {
    for name in package.names() {
        if !package.is_xml(&name) {
            continue;
        }
        let is_list = name.to_ascii_lowercase().ends_with(".rels");
        let text = package.text(&name)?;
        if !text.contains("attachedTemplate") {
            continue;
        }
        let tree = tree::parse(text, &name)?;
        let mut edits = Edits::default();
        let references = tree.descendants().filter(|node| match is_list {
            true => {
                let kind = node.attribute("Type");
                kind.is_some_and(|kind| kind.ends_with("/attachedTemplate"))
            }
            false => tree::w(*node, "attachedTemplate"),
        });
        for node in references {
            edits.replace(node.range(), String::new());
        }
        let changed = edits.apply(text);
        package.replace(&name, changed);
    }
    Ok(())
}

/// Adds entries to the list of content types.
pub(super) fn add_content_types(package: &mut Package, added: &str) -> Result<(), TemplateError> {
    append(package, TYPES, CONTENT_TYPES, added)
}

/// Adds relationships to a part; the package itself has no name.
pub(super) fn add_relations(
    package: &mut Package,
    part: &str,
    added: &str,
) -> Result<(), TemplateError> {
    let name = relations_of(part);
    if added.is_empty() {
        return Ok(());
    }
    if package.get(&name).is_none() {
        package.add(name, list(added).into_bytes());
        return Ok(());
    }
    append(package, &name, RELATIONS, added)
}

fn append(
    package: &mut Package,
    name: &str,
    namespace: &str,
    added: &str,
) -> Result<(), TemplateError> {
    if added.is_empty() {
        return Ok(());
    }
    let text = package.text(name)?;
    let tree = tree::parse(text, name)?;
    let root = tree.root_element();
    let damaged = || TemplateError::Damaged(name.to_owned());
    // What is added has no prefix.
    if root.lookup_namespace_uri(None) != Some(namespace) {
        return Err(damaged());
    }
    let mut edits = Edits::default();
    if !edits.append_to(root, text, added) {
        // `<Relationships/>`, as some programs write an empty list.
        if name == TYPES || root.has_children() {
            return Err(damaged());
        }
        package.replace(name, list(added));
        return Ok(());
    }
    let changed = edits.apply(text);
    package.replace(name, changed);
    Ok(())
}

/// Replaces the metadata: it must describe the letter, not the template.
pub(super) fn set_core_properties(
    package: &mut Package,
    layout: &Layout,
    xml: String,
) -> Result<(), TemplateError> {
    if let Some(name) = &layout.core {
        package.replace(name, xml);
        return correct_core_type(package);
    }
    let name = "docProps/letterCore.xml";
    package.replace(name, xml);
    add_content_types(package, &override_of(name, CORE_TYPE))?;
    add_relations(package, "", &relation("rIdLetterCore", CORE_RELATION, name))
}

/// LibreOffice 7 writes another type, by which few programs find the metadata.
fn correct_core_type(package: &mut Package) -> Result<(), TemplateError> {
    let text = package.text(PACKAGE_RELATIONS)?;
    let tree = tree::parse(text, PACKAGE_RELATIONS)?;
    let mut edits = Edits::default();
    for kind in entries(&tree).filter_map(|entry| entry.attribute_node("Type")) {
        if kind.value().ends_with("/core-properties") {
            edits.replace(kind.range_value(), CORE_RELATION.to_owned());
        }
    }
    let changed = edits.apply(text);
    package.replace(PACKAGE_RELATIONS, changed);
    Ok(())
}
