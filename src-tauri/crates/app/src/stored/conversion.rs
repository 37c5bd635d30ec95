//! Converts stored types to those for the window, and back for data that the window sends.

use crate::{stored, wire};

impl From<stored::Settings> for wire::Settings {
    fn from(settings: stored::Settings) -> Self {
        Self {
            language: settings.language.into(),
            theme: settings.theme.into(),
            zoom: settings.zoom,
            origin: settings.origin,
            model: settings.model,
            temperature: settings.temperature,
            advanced: settings.advanced,
            material_width: settings.material_width,
            picture_height: settings.picture_height,
            stream: settings.stream,
            prefer_demo: settings.prefer_demo,
            proxy: settings.proxy,
            no_proxy: settings.no_proxy,
            extra_ca_name: settings.extra_ca_name,
            queue_at_once: settings.queue_at_once,
            review_approval: settings.review_approval,
            review_retention_years: settings.review_retention_years,
            review_letter_language: settings.review_letter_language.into(),
            stamp_authority: settings.stamp_authority,
            stamp_roots_name: settings.stamp_roots_name,
        }
    }
}

impl From<wire::Settings> for stored::Settings {
    fn from(settings: wire::Settings) -> Self {
        Self {
            language: settings.language.into(),
            theme: settings.theme.into(),
            zoom: settings.zoom,
            origin: settings.origin,
            model: settings.model,
            temperature: settings.temperature,
            advanced: settings.advanced,
            material_width: settings.material_width,
            picture_height: settings.picture_height,
            stream: settings.stream,
            prefer_demo: settings.prefer_demo,
            proxy: settings.proxy,
            no_proxy: settings.no_proxy,
            extra_ca_name: settings.extra_ca_name,
            queue_at_once: settings.queue_at_once,
            review_approval: settings.review_approval,
            review_retention_years: settings.review_retention_years,
            review_letter_language: settings.review_letter_language.into(),
            stamp_authority: settings.stamp_authority,
            stamp_roots_name: settings.stamp_roots_name,
        }
    }
}

impl From<stored::Language> for wire::Language {
    fn from(value: stored::Language) -> Self {
        match value {
            stored::Language::System => Self::System,
            stored::Language::Chinese => Self::Chinese,
            stored::Language::English => Self::English,
        }
    }
}

impl From<stored::Theme> for wire::Theme {
    fn from(value: stored::Theme) -> Self {
        match value {
            stored::Theme::System => Self::System,
            stored::Theme::Light => Self::Light,
            stored::Theme::Dark => Self::Dark,
        }
    }
}

impl From<wire::Language> for stored::Language {
    fn from(value: wire::Language) -> Self {
        match value {
            wire::Language::System => Self::System,
            wire::Language::Chinese => Self::Chinese,
            wire::Language::English => Self::English,
        }
    }
}

impl From<wire::Theme> for stored::Theme {
    fn from(value: wire::Theme) -> Self {
        match value {
            wire::Theme::System => Self::System,
            wire::Theme::Light => Self::Light,
            wire::Theme::Dark => Self::Dark,
        }
    }
}

impl From<stored::Subject> for wire::Subject {
    fn from(value: stored::Subject) -> Self {
        Self {
            name: value.name,
            pinned: value.pinned,
            asked_at: value.asked_at,
        }
    }
}

impl From<wire::SubjectKind> for stored::SubjectKind {
    fn from(value: wire::SubjectKind) -> Self {
        match value {
            wire::SubjectKind::Company => Self::Company,
            wire::SubjectKind::Topic => Self::Topic,
        }
    }
}

impl From<stored::PictureText> for wire::PictureText {
    fn from(value: stored::PictureText) -> Self {
        Self {
            lines: value.lines.into_iter().map(wire::TextLine::from).collect(),
            left_out: value.left_out,
            turned: value.turned,
        }
    }
}

impl From<stored::TextLine> for wire::TextLine {
    fn from(value: stored::TextLine) -> Self {
        Self {
            text: value.text,
            confidence: value.confidence,
            quad: value.quad,
            direction: value.direction.into(),
            font_size: value.font_size,
        }
    }
}

impl From<stored::LineDirection> for wire::LineDirection {
    fn from(value: stored::LineDirection) -> Self {
        match value {
            stored::LineDirection::Along => Self::Along,
            stored::LineDirection::Right => Self::Right,
            stored::LineDirection::Left => Self::Left,
            stored::LineDirection::Column => Self::Column,
        }
    }
}

impl From<stored::Rectangle> for wire::Rectangle {
    fn from(value: stored::Rectangle) -> Self {
        Self {
            x: value.x,
            y: value.y,
            width: value.width,
            height: value.height,
        }
    }
}

impl From<stored::PagePlace> for wire::PagePlace {
    fn from(value: stored::PagePlace) -> Self {
        Self {
            kind: value.kind.into(),
            number: value.number,
            region: value.region.into(),
        }
    }
}

impl From<stored::PageKind> for wire::PageKind {
    fn from(value: stored::PageKind) -> Self {
        match value {
            stored::PageKind::Page => Self::Page,
            stored::PageKind::Frame => Self::Frame,
            stored::PageKind::Picture => Self::Picture,
        }
    }
}

impl From<stored::TextSpan> for wire::TextPiece {
    fn from(value: stored::TextSpan) -> Self {
        Self {
            from: value.from,
            to: value.to,
        }
    }
}

impl From<stored::Speaker> for wire::Speaker {
    fn from(value: stored::Speaker) -> Self {
        match value {
            stored::Speaker::Adviser => Self::Adviser,
            stored::Speaker::Partner => Self::Partner,
        }
    }
}

impl From<wire::Speaker> for stored::Speaker {
    fn from(value: wire::Speaker) -> Self {
        match value {
            wire::Speaker::Adviser => Self::Adviser,
            wire::Speaker::Partner => Self::Partner,
        }
    }
}

impl From<stored::Source> for wire::Source {
    fn from(value: stored::Source) -> Self {
        match value {
            stored::Source::Person => Self::Person,
            stored::Source::Service => Self::Service,
            stored::Source::Demo => Self::Demo,
            stored::Source::Scenario => Self::Scenario,
        }
    }
}
