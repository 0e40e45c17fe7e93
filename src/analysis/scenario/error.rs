//! What can be wrong with a scenario. Every error but the first names its change by position, from 0.

use thiserror::Error;

use crate::analysis::scenario::MAX_CHANGES;
use crate::model::Id;

/// What is wrong with a scenario.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScenarioError {
    /// It is longer than any may be.
    #[error("a scenario of {0} changes: at most {MAX_CHANGES} are laid over the data")]
    TooManyChanges(usize),
    /// There is no such record.
    #[error("unknown {} `{}`{}", id.kind.code(), id.slug, meant(suggestion.as_deref()))]
    UnknownId {
        /// The position of the change, from 0.
        change: usize,
        /// What was given.
        id: Id,
        /// The slug somebody most likely meant.
        suggestion: Option<String>,
    },
    /// The record is not of a kind that the change speaks of.
    #[error("`{id}` is no {expected}")]
    WrongKind {
        /// The position of the change, from 0.
        change: usize,
        /// What was given.
        id: Id,
        /// The kinds that are.
        expected: String,
    },
    /// Nothing on record is of that country.
    #[error("unknown country `{code}`{}", meant(suggestion.as_deref()))]
    UnknownCountry {
        /// The position of the change, from 0.
        change: usize,
        /// What was given.
        code: String,
        /// The code somebody most likely meant.
        suggestion: Option<String>,
    },
    /// A number that is not finite, or out of the range of its quantity.
    #[error("{what} is {value}: expected {expected}")]
    Number {
        /// The position of the change, from 0.
        change: usize,
        /// Which number.
        what: &'static str,
        /// What was given, or what comes of it.
        value: String,
        /// What it may be.
        expected: String,
    },
    /// A factor of what is not known.
    #[error(
        "{what} is not on record: so many times an unknown number is unknown; set the number itself"
    )]
    NothingToScale {
        /// The position of the change, from 0.
        change: usize,
        /// What is not on record.
        what: String,
    },
    /// A capacity is one of an activity, and the site has none on record.
    #[error("no activity of `{id}` is on record, so that it has no capacity to change")]
    NoActivity {
        /// The position of the change, from 0.
        change: usize,
        /// The site.
        id: Id,
    },
    /// A capacity is one of an activity, and the site has several.
    #[error("`{id}` has several activities: name one of {}", list(activities))]
    SeveralActivities {
        /// The position of the change, from 0.
        change: usize,
        /// The site.
        id: Id,
        /// Its activities.
        activities: Vec<Id>,
    },
    /// What goes in and what comes out are both on record, and the change does not say which it sets.
    #[error(
        "capacities of `{id}` are on record for what goes in and for what comes out: name the side"
    )]
    SeveralSides {
        /// The position of the change, from 0.
        change: usize,
        /// The activity.
        id: Id,
    },
    /// A capacity of a product that the activity or link does not handle on that side.
    #[error("`{of}` does not handle `{product}`{}", if *on_side { " on that side" } else { "" })]
    NotHandled {
        /// The position of the change, from 0.
        change: usize,
        /// The product.
        product: Id,
        /// The activity or link.
        of: Id,
        /// Whether it does so on the other side.
        on_side: bool,
    },
    /// A link from a place to itself.
    #[error("a link from `{id}` to itself moves nothing")]
    SameEnds {
        /// The position of the change, from 0.
        change: usize,
        /// Both ends.
        id: Id,
    },
    /// An intake of nothing.
    #[error("an intake of `{taker}` names no product, material or waste code")]
    EmptyIntake {
        /// The position of the change, from 0.
        change: usize,
        /// Who would take it.
        taker: Id,
    },
    /// A text that is no waste code, nor the beginning of one.
    #[error(
        "`{code}` is no waste code: expected two, four or six digits of the European List of Waste"
    )]
    WasteCode {
        /// The position of the change, from 0.
        change: usize,
        /// What was given.
        code: String,
    },
}

fn meant(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |it| format!("; did you mean `{it}`?"))
}

fn list(ids: &[Id]) -> String {
    let ids: Vec<String> = ids.iter().map(|it| format!("`{it}`")).collect();
    ids.join(", ")
}

impl ScenarioError {
    /// The position of the change that is wrong, from 0; none if it is none of them alone.
    pub fn change(&self) -> Option<usize> {
        match self {
            Self::TooManyChanges(_) => None,
            Self::UnknownId { change, .. }
            | Self::WrongKind { change, .. }
            | Self::UnknownCountry { change, .. }
            | Self::Number { change, .. }
            | Self::NothingToScale { change, .. }
            | Self::NoActivity { change, .. }
            | Self::SeveralActivities { change, .. }
            | Self::SeveralSides { change, .. }
            | Self::NotHandled { change, .. }
            | Self::SameEnds { change, .. }
            | Self::EmptyIntake { change, .. }
            | Self::WasteCode { change, .. } => Some(*change),
        }
    }

    /// What was given, as text.
    pub fn value(&self) -> String {
        match self {
            Self::TooManyChanges(count) => count.to_string(),
            Self::UnknownId { id, .. }
            | Self::WrongKind { id, .. }
            | Self::NoActivity { id, .. }
            | Self::SeveralActivities { id, .. }
            | Self::SeveralSides { id, .. }
            | Self::SameEnds { id, .. } => id.to_string(),
            Self::EmptyIntake { taker, .. } => taker.to_string(),
            Self::UnknownCountry { code, .. } | Self::WasteCode { code, .. } => code.clone(),
            Self::Number { value, .. } => value.clone(),
            Self::NothingToScale { what, .. } => what.clone(),
            Self::NotHandled { product, .. } => product.to_string(),
        }
    }

    /// What may have been meant instead, best first.
    pub fn suggestions(&self) -> Vec<String> {
        match self {
            Self::UnknownId { id, suggestion, .. } => suggestion
                .iter()
                .map(|it| Id::new(id.kind, it.as_str()).to_string())
                .collect(),
            Self::UnknownCountry { suggestion, .. } => suggestion.iter().cloned().collect(),
            Self::SeveralActivities { activities, .. } => {
                activities.iter().map(Id::to_string).collect()
            }
            _ => Vec::new(),
        }
    }
}
