//! What is said of the numbers of a figure and their units.

use crate::exchange::units::UnitFault;
use crate::exchange::units::convert;
use crate::exchange::units::unit_factor;
use crate::model::CodeLists;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Quantity;
use crate::model::Record;
use crate::model::Value;
use crate::model::codes::Code;
use crate::model::tables::figure;

/// Two numbers that differ by less than this part of the larger are one number, rounded in two ways.
const ROUNDED: f64 = 1e-3;

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

/// The doubt about a figure, in the unit of its quantity, whose `raw` is a plain number and unit and comes to another value; as
/// when somebody changes the one and not the other. None where `raw` is no such text.
pub(super) fn raw_doubt(record: &Record, lists: &CodeLists) -> Option<Problem> {
    let raw = record.text(figure::RAW)?;
    let (Value::Number(value), Value::Code(quantity)) =
        (record.get(figure::VALUE)?, record.get(figure::QUANTITY)?)
    else {
        return None;
    };
    let quantity = Quantity::from_index(*quantity)?;
    let (number, unit) = raw.split_once(' ')?;
    let factor = unit_factor(lists, unit.trim(), quantity, false).ok()?;
    let told = convert(number.parse().ok()?, factor);
    if (told - value).abs() <= ROUNDED * told.abs().max(value.abs()) {
        return None;
    }
    let (name, kept) = (quantity.code(), quantity.unit());
    let said =
        format!("the value of the {name} is {value} {kept}, and `raw` comes to {told} {kept}");
    let problem = Problem::warning(ProblemCode::Inconsistent, said)
        .column("raw")
        .value(raw);
    Some(problem.expected("what the source wrote of this value, or nothing"))
}
