//! How the number of a source became the number of a figure, in words.

use crate::analysis::explain::told_value;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::mass_fraction;
use crate::model::tables::figure;
use crate::model::tables::material;
use crate::network::words::significant;

/// How the number came about; none for a figure that has neither value nor bounds.
pub(super) fn conversion(registry: &Registry, of: Row) -> Option<String> {
    let number = |column| registry.number(of, column);
    let numbers = [figure::VALUE, figure::LOW, figure::HIGH];
    numbers.into_iter().find_map(number)?;
    let told = told_value(registry, of);
    let stated = match registry.text(of, figure::RAW) {
        Some(raw) => format!("the source says `{raw}`, which is {told}"),
        None => format!("kept as stated: {told}"),
    };
    Some(match compound(registry, of) {
        Some(compound) => format!("{stated}; {compound}"),
        None => stated,
    })
}

/// What tonnes of a compound are in tonnes of the element that the material is.
fn compound(registry: &Registry, of: Row) -> Option<String> {
    let formula = registry.text(of, figure::CONTAINED_OF)?;
    let subject = registry.reference(of, figure::SUBJECT);
    let of_subject = subject.filter(|it| it.kind() == Kind::Material);
    let material = registry.reference(of, figure::MATERIAL).or(of_subject)?;
    let symbol = registry.text(material, material::SYMBOL)?;
    if formula == symbol {
        return None;
    }
    let Some(fraction) = mass_fraction(formula, symbol) else {
        return Some(format!(
            "how much {symbol} is in `{formula}` cannot be told by atomic masses"
        ));
    };
    let fraction_told = significant(fraction, 5);
    let is_mass = matches!(registry.text(of, figure::UNIT), Some("t" | "t/a"));
    let comes_to = registry.figure_value(of).filter(|_| is_mass).map(|value| {
        let unit = registry.text(of, figure::UNIT).unwrap_or_default();
        format!(
            ", so that it holds {} {unit} of {symbol}",
            significant(value * fraction, 5)
        )
    });
    Some(format!(
        "1 t of {formula} holds {fraction_told} t of {symbol} by atomic masses{}",
        comes_to.unwrap_or_default()
    ))
}
