//! A step of a chain, and what is said of it.

use crate::model::Row;
use crate::model::codes::Mode;
use crate::model::codes::codes;
use crate::network::chain::Capacity;
use crate::network::chain::Metric;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;

codes! {
    /// What an arc is.
    pub enum ArcKind {
        /// A link moves the product to another place.
        Movement = "MOVEMENT",
        /// An activity turns it into another product.
        Transformation = "TRANSFORMATION",
        /// The site receives the one and ships the other, and no activity is known.
        AssumedTransformation = "ASSUMED_TRANSFORMATION",
        /// A side-stream arises with the product.
        SideStream = "SIDE_STREAM",
        /// A place that ships the product could supply one that takes it; no source says that it does.
        Candidate = "CANDIDATE",
    }
}

/// A step of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainArc {
    /// What it is.
    pub kind: ArcKind,
    /// The link, the activity, the side-stream, or the site whose conversion is assumed.
    pub record: Row,
    /// How the product moves; none where nothing moves.
    pub mode: Option<Mode>,
    /// Length in metres, 0 where nothing moves; none if not known.
    pub length_m: Option<u64>,
    /// Emissions of transport in grams CO2e per tonne moved, 0 where nothing moves; none if not known.
    pub emissions_g: Option<u64>,
    /// Costs of transport in cents (EUR) per tonne moved, 0 where nothing moves; none if not known.
    pub cost_cents: Option<u64>,
    /// The share of the material that comes out, 0 to 1; 1 for a movement; none if not known.
    pub recovery: Option<f64>,
    /// The most of the material it can take; none if no figure tells it in such terms.
    pub capacity: Option<Box<Capacity>>,
    /// Figures that length, emissions, costs and recovery rest on.
    pub figures: Vec<Row>,
    /// What was assumed or doubted.
    pub notes: Vec<Note>,
    /// Global id of the arc, the same in every revision: `link:slug`, with the product and `back` for a corridor; or
    /// `activity:slug`, `site:slug` or `side-stream:slug` with the products.
    pub key: String,
}

impl ChainArc {
    /// An arc along which nothing moves, of unknown recovery.
    pub(super) fn on_the_spot(kind: ArcKind, record: Row, key: String) -> Self {
        Self {
            kind,
            record,
            mode: None,
            length_m: Some(0),
            emissions_g: Some(0),
            cost_cents: Some(0),
            recovery: None,
            capacity: None,
            figures: Vec::new(),
            notes: Vec::new(),
            key,
        }
    }

    /// Whether it is a way that could be taken and no source reports to be.
    pub fn is_corridor(&self) -> bool {
        let is_it = |note: &Note| note.code == AssumptionCode::Corridor;
        self.notes.iter().any(is_it)
    }

    /// What has to be taken for granted, or stays open, only where paths are ordered by a metric: a recovery of
    /// 1 where it is not known, costs that are not known.
    pub fn open_question(&self, metric: Metric) -> Option<Note> {
        let note = |code, concern| Note::new(code, concern, self.record);
        match metric {
            Metric::Loss if self.recovery.is_none() => {
                Some(note(AssumptionCode::RecoveryAssumed, Concern::Recovery))
            }
            Metric::Cost if self.cost_cents.is_none() => {
                Some(note(AssumptionCode::CostUnknown, Concern::Cost))
            }
            _ => None,
        }
    }
}
