//! What is said of the numbers of a figure and their units.

use crate::exchange::units::UnitFault;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Quantity;

/// The problem of a unit that does not convert to that of the quantity.
pub(super) fn unit_problem(fault: &UnitFault, quantity: Quantity) -> Problem {
    let code = match fault {
        UnitFault::Unknown { .. } => ProblemCode::UnknownUnit,
        UnitFault::Ambiguous { .. } => ProblemCode::AmbiguousUnit,
        UnitFault::Wrong { .. } => ProblemCode::WrongUnit,
    };
    let expected = match fault {
        UnitFault::Unknown { near, .. } if near.len() > 1 => {
            let near: Vec<String> = near.iter().map(|it| format!("`{it}`")).collect();
            format!(
                "a unit that converts to `{}`, such as {}",
                quantity.unit(),
                near.join(", ")
            )
        }
        _ => format!("a unit that converts to `{}`", quantity.unit()),
    };
    Problem::error(code, fault.to_string())
        .expected(expected)
        .suggestion(fault.suggestion())
}

/// The problem of a number that no such quantity can have.
pub(super) fn out_of_range(quantity: Quantity, number: f64) -> Problem {
    let (low, high) = quantity.range();
    let (name, unit) = (quantity.code(), quantity.unit());
    let expected = if high < f64::MAX {
        format!("{low} to {high} {unit}")
    } else {
        format!("{low} {unit} or more")
    };
    Problem::error(
        ProblemCode::OutOfRange,
        format!("a {name} of {number} {unit} is out of range"),
    )
    .expected(expected)
}

/// What the source wrote: `1.1 Mt/a`, `1.1 (1.0–1.2) Mt/a`, `1.0–1.2 Mt/a`; empty without number.
pub(super) fn raw_text(value: &str, low: &str, high: &str, unit: &str) -> String {
    let bounds = match (low, high) {
        ("", "") => String::new(),
        (low, "") => format!("at least {low}"),
        ("", high) => format!("at most {high}"),
        (low, high) => format!("{low}–{high}"),
    };
    match (value, bounds.as_str()) {
        ("", "") => String::new(),
        (value, "") => format!("{value} {unit}"),
        ("", bounds) => format!("{bounds} {unit}"),
        (value, bounds) => format!("{value} ({bounds}) {unit}"),
    }
}
