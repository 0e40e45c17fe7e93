//! Scenarios: changes laid over a revision for a question, never stored into it.
//!
//! A change is worded in the terms of the domain; laid over a snapshot it becomes changes of records, and the
//! snapshot that comes of it is asked like any other. What a scenario says has no source: figures it sets carry none
//! and are `ASSUMED`, and every answer names its changes as assumptions.

mod add;
mod added;
mod amount;
mod close;
mod error;
mod figure;
mod later;
mod laying;
mod open;
mod supplies;
#[cfg(test)]
mod tests;

pub use error::ScenarioError;

use std::sync::Arc;

pub(in crate::analysis) use crate::analysis::scenario::later::told_from;
use crate::analysis::scenario::laying::Laying;
use crate::model::Id;
use crate::model::When;
use crate::model::codes::Mode;
use crate::model::codes::Side;
use crate::network::Snapshot;
use crate::network::chain::Note;

/// The most changes of one scenario.
pub const MAX_CHANGES: usize = 100;

/// One change. Ids are of the revision asked.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenarioChange {
    /// A site, link or activity stops: it does not operate in any year.
    Close(Id),
    /// All sites and external parties of a country stop, ISO 3166-1 alpha-2, and it supplies no part of any material.
    CloseCountry(String),
    /// A site or project operates, with what is planned of it.
    Open {
        /// The site or project.
        what: Id,
        /// From which year; none for the year asked.
        year: Option<i32>,
    },
    /// What an activity or link can take or give; of a site, what its only activity can.
    Capacity {
        /// The activity, link or site.
        of: Id,
        /// The product it is told of; none for all.
        product: Option<Id>,
        /// The material it is contained tonnes of; none for tonnes of product.
        material: Option<Id>,
        /// Whether it bounds what goes in or comes out; none for what is on record, else what goes in.
        side: Option<Side>,
        /// How much.
        change: Amount,
    },
    /// What a region consumes of a material.
    Demand {
        /// The region.
        region: Id,
        /// The material.
        material: Id,
        /// How much.
        change: Amount,
    },
    /// A figure has another value, in its own unit.
    Figure {
        /// The figure.
        figure: Id,
        /// How much.
        change: Amount,
    },
    /// A product moves where none did.
    AddLink {
        /// A site or side-stream.
        from: Id,
        /// A site.
        to: Id,
        /// What moves.
        product: Id,
        /// Materials it carries; empty for what the product usually carries at its origin.
        materials: Vec<Id>,
        /// How; none if not known.
        mode: Option<Mode>,
        /// How far; none to estimate it.
        distance_km: Option<f64>,
        /// The most it can take, tonnes of product a year; none if not known.
        capacity_tonnes_per_year: Option<f64>,
    },
    /// A site or organisation takes in a product.
    AddIntake {
        /// The site or organisation.
        taker: Id,
        /// Products it takes.
        products: Vec<Id>,
        /// Materials it looks for.
        materials: Vec<Id>,
        /// Codes of the European List of Waste, or their beginnings.
        ewc_codes: Vec<String>,
    },
}

/// A new number, or a factor of the one on record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// The number itself.
    Set(f64),
    /// So many times the one on record.
    Scale(f64),
}

/// A snapshot with a scenario laid over it.
pub struct Laid {
    /// What is asked.
    pub snapshot: Arc<Snapshot>,
    /// What the scenario assumes, a note a change.
    pub notes: Vec<Note>,
    /// What each change does, as sentences without full stop; also that it changes nothing.
    pub told: Vec<String>,
}

/// Lays changes over a snapshot, in order: each sees the ones before it, so that of two that set the same thing the
/// later one holds. What a change makes of the year asked is what it makes; no other year is looked at.
///
/// Closing what an earlier change opened, or opening what one closed, gives back the records as they were.
///
/// # Errors
/// The first change that is wrong; nothing is laid then.
///
/// O(changes · (overlay + figures and links of what changes)), and O(links · log) once for each country closed.
pub fn under(
    snapshot: &Arc<Snapshot>,
    changes: &[ScenarioChange],
    when: When,
) -> Result<Laid, ScenarioError> {
    if changes.len() > MAX_CHANGES {
        return Err(ScenarioError::TooManyChanges(changes.len()));
    }
    let mut laying = Laying::over(snapshot.registry(), when);
    for change in changes {
        laying.lay(change)?;
    }
    Ok(laying.finish(snapshot))
}
