//! Finds the styles that sections need in a template, and adds those it lacks.

use std::collections::BTreeSet;

use roxmltree::Document;

use super::{
    TemplateError,
    archive::Package,
    relations::{self, Layout},
    tree::{self, Edits, attribute, w},
};
use crate::{
    document::Language,
    docx::{
        frame::{R, W, WORD_TYPE, override_of, relation},
        styles::{self, DEFINITIONS, Definition, Style, StyleIds},
    },
};

/// The id of each style in the template, which has all of them afterwards.
pub(super) fn complete(
    package: &mut Package,
    layout: &Layout,
    language: Language,
) -> Result<StyleIds, TemplateError> {
    let Some(name) = &layout.styles else {
        let name = "word/letterStyles.xml";
        package.replace(name, styles::part(language));
        let content_type = format!("{WORD_TYPE}styles+xml");
        relations::add_content_types(package, &override_of(name, &content_type))?;
        let target = format!("/{name}");
        let entry = relation("rIdLetterStyles", &format!("{R}/styles"), &target);
        relations::add_relations(package, &layout.main, &entry)?;
        return Ok(StyleIds::own());
    };
    let text = package.text(name)?;
    let tree = tree::parse(text, name)?;
    let root = tree.root_element();
    if root.lookup_namespace_uri(Some("w")) != Some(W) {
        return Err(TemplateError::NotDocx);
    }
    let found: Vec<_> = DEFINITIONS.iter().map(|it| id_of(&tree, it)).collect();
    let taken = root
        .children()
        .filter_map(|style| attribute(style, "styleId"));
    let taken: BTreeSet<_> = taken.map(str::to_lowercase).collect();
    let ids = found.iter().zip(DEFINITIONS).map(|(found, definition)| {
        let free = || free_id(&taken, definition.id());
        found.clone().unwrap_or_else(free)
    });
    let ids = StyleIds::new(ids.collect());
    let missing = found.iter().zip(DEFINITIONS);
    let missing = missing.filter(|(found, _)| found.is_none());
    let added: String = missing
        .map(|(_, definition)| definition.element(language, &ids))
        .collect();
    let mut edits = Edits::default();
    if !added.is_empty() && !edits.append_to(root, text, &added) {
        return Err(TemplateError::Damaged(name.clone()));
    }
    let changed = edits.apply(text);
    package.replace(name, changed);
    Ok(ids)
}

/// The id of a style in the template. Programs know built-in styles by their English name, whatever the language.
fn id_of(tree: &Document<'_>, definition: &Definition) -> Option<String> {
    let wanted = if definition.is_table() {
        "table"
    } else {
        "paragraph"
    };
    let root = tree.root_element();
    let styles = || {
        root.children()
            .filter(|node| w(*node, "style") && attribute(*node, "type") == Some(wanted))
    };
    let named = styles().find(|style| {
        let name = style.children().find(|node| w(*node, "name"));
        let name = name.and_then(|name| attribute(name, "val"));
        name.is_some_and(|name| name.eq_ignore_ascii_case(definition.name))
    });
    let by_default = |style: &roxmltree::Node<'_, '_>| {
        matches!(attribute(*style, "default"), Some("1" | "true" | "on"))
    };
    let found = match definition.style {
        Style::Normal => styles().find(by_default).or(named),
        _ => named,
    };
    attribute(found?, "styleId").map(crate::docx::xml::escaped)
}

/// An id like `id` that is not `taken`.
fn free_id(taken: &BTreeSet<String>, id: &str) -> String {
    let ids = std::iter::once(id.to_owned()).chain((1..).map(|number| format!("{id}{number}")));
    let mut free = ids.filter(|id| !taken.contains(&id.to_lowercase()));
    // There are fewer styles than numbers.
    free.next().unwrap_or_default()
}
