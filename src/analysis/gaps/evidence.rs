//! What a gap rests on: sites and projects with their part in it, side-streams, products, links and figures.

use crate::analysis::area::Phase;
use crate::analysis::area::Standing;
use crate::analysis::gaps::census::Counted;
use crate::model::Row;
use crate::model::codes::SiteStatus;
use crate::model::codes::codes;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;

/// So many sites and projects of one part are shown; the rest is counted.
pub const MAX_EVIDENCE: usize = 100;

codes! {
    /// What a site or project is to a gap.
    pub enum EvidenceRole {
        /// What has the gap: a plant without feed, a site whose product leaves, the site of a side-stream.
        Affected = "AFFECTED",
        /// It operates the stage before the one that is missing.
        StageBefore = "STAGE_BEFORE",
        /// It is to operate the stage.
        Planned = "PLANNED",
        /// It could operate the stage and is kept idle.
        Idle = "IDLE",
        /// It operated the stage.
        Closed = "CLOSED",
        /// Whether it operates the stage is not known.
        StatusUnknown = "STATUS_UNKNOWN",
        /// It operates the stage in the region.
        Operating = "OPERATING",
        /// It operates the stage elsewhere in a bloc that the region is a part of.
        WiderBloc = "WIDER_BLOC",
        /// It sends what is taken, from outside the region.
        Sender = "SENDER",
        /// It receives what is given; nothing of it is known but its name.
        Buyer = "BUYER",
        /// It operates the stage, and what it can give is not known in tonnes of the material.
        LeftOut = "LEFT_OUT",
    }
}

/// A site or project of the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// The site or project.
    pub record: Row,
    /// What it is to the gap.
    pub role: EvidenceRole,
    /// Its status in force; none where none is stated or its first or last year decides.
    pub status: Option<SiteStatus>,
    /// The statement of that status.
    pub statement: Option<Row>,
    /// Year the statement is of; none if undated.
    pub as_of: Option<i32>,
    /// Years from that year to the one asked; negative if it is of a later year.
    pub age_years: Option<i32>,
}

/// What a gap rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Sites and projects, by role; of each role at most [`MAX_EVIDENCE`].
    pub parties: Vec<Party>,
    /// How many more there are.
    pub parties_left_out: usize,
    /// Side-streams.
    pub side_streams: Vec<Row>,
    /// Products.
    pub products: Vec<Row>,
    /// Links, at most [`MAX_EVIDENCE`].
    pub links: Vec<Row>,
    /// Figures: every number of the gap is one of these, or follows from them.
    pub figures: Vec<Row>,
    /// Statements beside those of parties.
    pub statements: Vec<Row>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

impl Evidence {
    /// Adds what the census counts, each in a role.
    pub(super) fn counted<'a>(
        mut self,
        role: EvidenceRole,
        counted: impl IntoIterator<Item = &'a Counted>,
        year: i32,
    ) -> Self {
        let counted: Vec<&Counted> = counted.into_iter().collect();
        for it in counted.iter().take(MAX_EVIDENCE) {
            self.parties
                .push(Party::of(it.record, role, it.standing, year));
            let assumed = it.assumed.iter().map(|product| {
                Note::new(AssumptionCode::ContentAssumed, Concern::Existence, *product)
            });
            let new: Vec<Note> = assumed.filter(|it| !self.notes.contains(it)).collect();
            self.notes.extend(new);
        }
        self.parties_left_out += counted.len().saturating_sub(MAX_EVIDENCE);
        self
    }

    /// Adds sites whose status does not matter.
    pub(super) fn sites(mut self, role: EvidenceRole, sites: &[Row]) -> Self {
        let parties = sites.iter().take(MAX_EVIDENCE).map(|record| Party {
            record: *record,
            role,
            status: None,
            statement: None,
            as_of: None,
            age_years: None,
        });
        self.parties.extend(parties);
        self.parties_left_out += sites.len().saturating_sub(MAX_EVIDENCE);
        self
    }

    /// Every record it names.
    pub(super) fn records(&self) -> impl Iterator<Item = Row> + '_ {
        let of_parties = self.parties.iter();
        let of_parties = of_parties.flat_map(|it| [it.record].into_iter().chain(it.statement));
        let lists = [
            &self.side_streams,
            &self.links,
            &self.figures,
            &self.statements,
        ];
        of_parties.chain(lists.into_iter().flatten().copied())
    }
}

impl Party {
    pub(super) fn of(record: Row, role: EvidenceRole, standing: Standing, year: i32) -> Self {
        Self {
            record,
            role,
            status: standing.status,
            statement: standing.statement,
            as_of: standing.as_of,
            age_years: standing.as_of.map(|it| year - it),
        }
    }
}

impl EvidenceRole {
    /// The role of what counts for a stage that nothing operates.
    pub(super) fn of(phase: Phase) -> Self {
        match phase {
            Phase::Operating => Self::Operating,
            Phase::Planned => Self::Planned,
            Phase::Unknown => Self::StatusUnknown,
            Phase::Idle => Self::Idle,
            Phase::Closed => Self::Closed,
        }
    }
}
