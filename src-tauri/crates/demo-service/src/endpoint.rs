//! The four endpoints of the contract: their paths and the events that end their streams.

/// One of the four endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Diligence,
    Audit,
    Sparring,
    Updates,
}

impl Endpoint {
    pub(crate) const ALL: [Self; 4] = [Self::Diligence, Self::Audit, Self::Sparring, Self::Updates];

    /// The URL path, as published.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Diligence => "/api/aico-saas/bm/v1/DueDiligenceReport",
            Self::Audit => "/api/aico-saas/bm/v1/ConsumerProtectionAudit",
            Self::Sparring => "/api/aico-saas/bm/v1/FinancialAdviserSparring",
            Self::Updates => "/api/aico-saas/bm/v1/RegulatoryUpdatesTracker",
        }
    }

    /// Whether its stream reports workflow steps; sparring streams a single message instead.
    pub(crate) const fn is_workflow(self) -> bool {
        !matches!(self, Self::Sparring)
    }

    /// The type of the last event of a stream.
    pub(crate) const fn last_event(self) -> &'static str {
        if self.is_workflow() {
            "workflow_finished"
        } else {
            "message_finished"
        }
    }
}
