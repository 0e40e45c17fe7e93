//! What can be asked about throughput, and how a question can be wrong.

use thiserror::Error;

use crate::model::Id;
use crate::network::paths::At;
use crate::network::paths::Avoid;
use crate::network::paths::Endpoint;
use crate::network::paths::QuestionError;
use crate::network::search::DEFAULT_BUDGET;
use crate::network::uncertainty::Sampling;

/// A question for how much gets through.
#[derive(Clone, Debug, PartialEq)]
pub struct ThroughputQuestion {
    /// The material, `material:slug`; tonnes are of what is contained of it.
    pub material: Id,
    /// Where it comes from.
    pub from: Endpoint,
    /// Where it is delivered.
    pub to: Endpoint,
    /// Of the places that `to` means, only those in this region, its parts and members count; none for all.
    pub to_within: Option<Id>,
    /// A product: then only its movements count, and tonnes are gross tonnes of it; none for the whole chain.
    pub product: Option<Id>,
    /// What is not passed or used.
    pub avoid: Avoid,
    /// For which year.
    pub at: At,
    /// Which parts of the answer are wanted beside the amounts.
    pub parts: Parts,
    /// Arcs and vertices that all solving of this question may look at.
    pub budget: u64,
    /// How often to draw the capacities and recoveries; none for no bands.
    pub sampling: Option<Sampling>,
}

/// Parts of an answer that cost more solving; each is empty where it is not wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What each unknown figure does to the upper answer.
    pub unknowns: bool,
    /// Binding capacities with their shadow prices.
    pub bottlenecks: bool,
    /// Sites, links and countries whose loss cuts deliveries.
    pub single_points: bool,
    /// What each stage can give.
    pub stage_balance: bool,
}

impl Parts {
    /// Whether it has some part.
    pub fn any(self) -> bool {
        self.unknowns || self.bottlenecks || self.single_points || self.stage_balance
    }

    /// Everything.
    pub const ALL: Self = Self {
        unknowns: true,
        bottlenecks: true,
        single_points: true,
        stage_balance: true,
    };
}

impl ThroughputQuestion {
    /// All of a material, from all sources to all sinks, with every part of the answer.
    pub fn new(material: Id) -> Self {
        Self {
            material,
            from: Endpoint::Sources,
            to: Endpoint::Sinks,
            to_within: None,
            product: None,
            avoid: Avoid::default(),
            at: At::default(),
            parts: Parts::ALL,
            budget: DEFAULT_BUDGET,
            sampling: None,
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ThroughputError {
    /// The question names what is not there, or is out of range.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// The budget was used up before the amounts were found.
    #[error(
        "the network is too large for the work allowed: {work} arcs and vertices were looked at"
    )]
    Budget {
        /// Arcs and vertices looked at.
        work: u64,
    },
    /// What was found did not stand the check of its feasibility and optimality: a fault of the program.
    #[error("the answer did not stand its own check: {0}")]
    Unproven(String),
}
