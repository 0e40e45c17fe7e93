//! Units as people write them, converted to the unit a quantity is kept in; never by a guess.

use thiserror::Error;

use crate::model::CodeLists;
use crate::model::Quantity;
use crate::model::nearest;

/// Why a number could not be converted.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnitFault {
    /// No list has the spelling.
    #[error("unknown unit `{spelling}`")]
    Unknown {
        /// What was given.
        spelling: String,
        /// The nearest spellings that fit the quantity, best first.
        near: Vec<String>,
    },
    /// The spelling means several things.
    #[error("unit `{spelling}` has several meanings: {meanings}")]
    Ambiguous {
        /// What was given.
        spelling: String,
        /// What it may mean.
        meanings: String,
    },
    /// The unit measures something else.
    #[error("`{spelling}` is no unit of {}, which is kept in `{}`", quantity.code(), quantity.unit())]
    Wrong {
        /// What was given.
        spelling: String,
        /// What is measured.
        quantity: Quantity,
        /// The unit that was probably meant: the same amount in the right dimension.
        near: Option<String>,
    },
}

impl UnitFault {
    /// The spelling that was most likely meant.
    pub fn suggestion(&self) -> Option<String> {
        match self {
            Self::Unknown { near, .. } => near.first().cloned(),
            Self::Ambiguous { .. } => None,
            Self::Wrong { near, .. } => near.clone(),
        }
    }
}

/// Units kept apart by the quantities that use them though one is a multiple of the other.
const MULTIPLES: &[(&str, &str, f64)] = &[("MEUR", "EUR", 1e6), ("km", "m", 1e3)];

/// How many near spellings of an unknown unit are named.
const NEAR: usize = 3;

/// The factor by which a number in `spelling` becomes one in the unit of `quantity`; of a fault it is said what was
/// meant if it `suggests`.
///
/// # Errors
/// [`UnitFault`] if the spelling is unknown, has several meanings or measures something else.
pub fn unit_factor(
    lists: &CodeLists,
    spelling: &str,
    quantity: Quantity,
    suggests: bool,
) -> Result<f64, UnitFault> {
    let wanted = quantity.unit();
    if spelling == wanted {
        return Ok(1.0);
    }
    let spelt = || spelling.to_owned();
    let Some(unit) = lists.unit(spelling) else {
        return Err(UnitFault::Unknown {
            spelling: spelt(),
            near: match suggests {
                true => near_spellings(lists, spelling, wanted),
                false => Vec::new(),
            },
        });
    };
    let Some((canonical, factor)) = &unit.canonical else {
        return Err(UnitFault::Ambiguous {
            spelling: spelt(),
            meanings: unit.note.clone(),
        });
    };
    if canonical == wanted {
        return Ok(*factor);
    }
    let multiple = MULTIPLES.iter().find_map(|(large, small, times)| {
        if canonical == large && wanted == *small {
            Some(factor * times)
        } else if canonical == small && wanted == *large {
            Some(factor / times)
        } else {
            None
        }
    });
    multiple.ok_or_else(|| UnitFault::Wrong {
        spelling: spelt(),
        quantity,
        near: match suggests {
            true => same_amount(lists, spelling, wanted, *factor),
            false => None,
        },
    })
}

/// A number times a factor, at the fifteen digits that both are good for: 1.1 Mt/a is 1 100 000 t/a.
pub fn convert(number: f64, factor: f64) -> f64 {
    let product = number * factor;
    format!("{product:.14e}").parse().unwrap_or(product)
}

/// The spellings of the wanted unit that are most like this one; any unit if none of them is near.
fn near_spellings(lists: &CodeLists, spelling: &str, wanted: &str) -> Vec<String> {
    let of_wanted = |unit: &Option<(String, f64)>| unit.as_ref().is_some_and(|it| it.0 == wanted);
    let mut candidates: Vec<&str> = lists
        .units()
        .filter(|(_, unit)| of_wanted(&unit.canonical))
        .map(|(text, _)| text)
        .collect();
    let mut near = Vec::new();
    while near.len() < NEAR {
        let Some(found) = nearest(spelling, candidates.iter().copied()) else {
            break;
        };
        candidates.retain(|it| *it != found);
        near.push(found.to_owned());
    }
    if near.is_empty() {
        near.extend(lists.nearest_unit(spelling));
    }
    near
}

/// The spelling of the same number of wanted units: `kt/a` for `kt`.
fn same_amount(lists: &CodeLists, spelling: &str, wanted: &str, factor: f64) -> Option<String> {
    let same = lists.units().filter(|(_, unit)| {
        let is_same = |it: &(String, f64)| it.0 == wanted && it.1 == factor;
        unit.canonical.as_ref().is_some_and(is_same)
    });
    nearest(spelling, same.map(|(text, _)| text)).map(str::to_owned)
}
