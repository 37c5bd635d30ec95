//! What the catalogue of a PDF says about all pages: layers that are switched off, and forms.

use hayro::hayro_syntax::Pdf as File;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object};

/// What the catalogue says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Catalogue {
    /// Whether layers are switched off.
    pub(super) layers_off: bool,
    /// Whether the reader's program has to draw the fields of the form.
    pub(super) draws_fields: bool,
    /// Whether there is an XFA form.
    pub(super) xfa: bool,
    /// Whether the pages of the XFA form don't exist until a program lays them out.
    pub(super) xfa_only: bool,
}

impl Catalogue {
    pub(super) fn of(file: &File) -> Self {
        let xref = file.xref();
        let Some(root) = xref.get::<Dict<'_>>(xref.root_id()) else {
            return Self::default();
        };
        let form = root.get::<Dict<'_>>("AcroForm").unwrap_or_else(Dict::empty);
        let xfa = matches!(
            form.get::<Object<'_>>("XFA"),
            Some(Object::Array(_) | Object::Stream(_))
        );
        let has_fields = form
            .get::<Array<'_>>("Fields")
            .is_some_and(|fields| fields.raw_iter().next().is_some());
        let is = |dict: &Dict<'_>, key: &str| dict.get::<bool>(key).unwrap_or_default();
        Self {
            layers_off: layers_off(&root),
            draws_fields: is(&form, "NeedAppearances"),
            xfa,
            xfa_only: xfa && (is(&root, "NeedsRendering") || !has_fields),
        }
    }
}

fn layers_off(root: &Dict<'_>) -> bool {
    let layers = root.get::<Dict<'_>>("OCProperties");
    layers.is_some_and(|layers| {
        let config = layers.get::<Dict<'_>>("D").unwrap_or_else(Dict::empty);
        let count = |dict: &Dict<'_>, key| {
            dict.get::<Array<'_>>(key)
                .map_or(0, |array| array.raw_iter().count())
        };
        let all_off = config
            .get::<Name<'_>>("BaseState")
            .is_some_and(|state| state.as_ref() == b"OFF");
        count(&config, "OFF") > 0 || all_off && count(&layers, "OCGs") > count(&config, "ON")
    })
}
