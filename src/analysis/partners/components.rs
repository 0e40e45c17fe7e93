//! The six components of a score, a file each: a value or none, and a sentence that says why.
//!
//! Values are made without a text, so that thousands of pairs can be compared; sentences are made of those shown.

pub(in crate::analysis::partners) mod code;
pub(in crate::analysis::partners) mod composition;
pub mod distance;
pub(in crate::analysis::partners) mod precedent;
pub(in crate::analysis::partners) mod quantity;
pub(in crate::analysis::partners) mod text;

use crate::analysis::partners::Component;
use crate::analysis::partners::pair::Pair;
use crate::model::Row;

/// Why a component has its value: a sentence without full stop, and the records it rests on.
pub(in crate::analysis::partners) type Why = (String, Vec<Row>);

/// A component has to be above this to say that two have something in common. Our judgement.
pub(in crate::analysis::partners) const SOMETHING: f64 = 0.05;

/// Whether of all that can say of two that they fit, an exchange, a code or trade, a material or words, one alone does.
pub(in crate::analysis::partners) fn is_only_voice(pair: &Pair<'_>, one: Component) -> bool {
    let voices = [
        (
            Component::Precedent,
            precedent::found(pair).map(|it| it.value),
        ),
        (Component::Code, code::fit(pair).map(|it| it.value)),
        (
            Component::Composition,
            composition::value(pair).map(|it| it.0),
        ),
        (Component::Text, text::value(pair)),
    ];
    let says = |value: Option<f64>| value.is_some_and(|it| it > SOMETHING);
    voices
        .iter()
        .all(|(it, value)| says(*value) == (*it == one))
}
