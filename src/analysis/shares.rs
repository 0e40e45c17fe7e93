//! From which countries a material comes: shares of a supply that a source states.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::model::NOTE;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use crate::model::tables::material;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;

/// Part of a supply that comes from a country.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountryShare {
    /// The country, a region.
    pub country: Row,
    /// From 0 to 1.
    pub share: f64,
    /// The figure that tells it.
    pub figure: Row,
}

/// The shares of a supply. Small suppliers may be missing: what is there is never scaled up to a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// The material that the figures are of: the one asked for, or a group it belongs to.
    pub of: Row,
    /// By country, the largest first, then by slug.
    pub by_country: Vec<CountryShare>,
    /// That a group's figures are used, and the like.
    pub notes: Vec<Note>,
}

/// The shares of a supply of a material at a stage: `quantity` is `global-share` or `eu-sourcing-share`. The
/// material's own figures, else those of the first group it belongs to that has some; none where nothing is on record,
/// and where a scenario takes out the country that supplied all ([`taken_out`] says so).
/// O(figures of the material).
pub fn shares(
    registry: &Registry,
    of: Row,
    (quantity, stage): (Quantity, Stage),
    when: When,
) -> Option<Shares> {
    let own = by_country(registry, of, (quantity, stage), when);
    let said = taken_out(registry, of, (quantity, stage));
    let is_own = |it: &Note| {
        let of_figure = it
            .rests_on
            .and_then(|it| registry.reference(it, figure::SUBJECT));
        of_figure == Some(of)
    };
    if own.is_empty() && said.iter().any(is_own) {
        return None;
    }
    if !own.is_empty() {
        let notes = said;
        return Some(Shares {
            of,
            by_country: own,
            notes,
        });
    }
    let mut groups = registry.references(of, material::GROUP);
    groups.find_map(|group| {
        let by_country = by_country(registry, group, (quantity, stage), when);
        let note = Note::new(AssumptionCode::GroupFigure, Concern::Existence, group);
        (!by_country.is_empty()).then(|| Shares {
            of: group,
            by_country,
            notes: std::iter::once(note).chain(said.clone()).collect(),
        })
    })
}

/// How the note of a figure begins whose number a scenario took away, as the country supplies no more.
pub(in crate::analysis) const TAKEN_OUT: &str = "the scenario takes";

/// What a scenario says of the countries that it takes out of a supply, of the material itself or, where that has no
/// shares of its own, of the groups it belongs to. O(figures of the material).
pub fn taken_out(registry: &Registry, of: Row, (quantity, stage): (Quantity, Stage)) -> Vec<Note> {
    let own = figures_by_country(registry, of, (quantity, stage));
    let rows = if own.is_empty() {
        let groups = registry.references(of, material::GROUP);
        let of_groups = groups.map(|it| figures_by_country(registry, it, (quantity, stage)));
        of_groups
            .flat_map(BTreeMap::into_values)
            .flatten()
            .collect()
    } else {
        own.into_values().flatten().collect::<Vec<Row>>()
    };
    let said = rows.into_iter().filter(|it| is_taken_out(registry, *it));
    let note = |it| Note {
        rests_on: Some(it),
        ..Note::new(AssumptionCode::Scenario, Concern::Existence, of)
    };
    said.map(note).collect()
}

fn is_taken_out(registry: &Registry, row: Row) -> bool {
    let note = registry.text(row, NOTE);
    registry.figure_value(row).is_none() && note.is_some_and(|it| it.starts_with(TAKEN_OUT))
}

/// The figures of a supply by country, whatever their years.
pub(in crate::analysis) fn figures_by_country(
    registry: &Registry,
    of: Row,
    (quantity, stage): (Quantity, Stage),
) -> BTreeMap<Row, Vec<Row>> {
    let mut told: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
    for row in registry.figures(of, quantity) {
        let is_of_stage = registry.code(row, figure::STAGE) == Some(stage);
        let partner = registry.reference(row, figure::PARTNER);
        let country = partner.filter(|it| is_of_stage && it.kind() == Kind::Region);
        if let Some(country) = country {
            told.entry(country).or_default().push(row);
        }
    }
    told
}

/// The shares of a supply that figures of the material itself tell, the largest first, then by slug.
pub(in crate::analysis) fn by_country(
    registry: &Registry,
    of: Row,
    supply: (Quantity, Stage),
    when: When,
) -> Vec<CountryShare> {
    let told = figures_by_country(registry, of, supply);
    let chosen = told.into_iter().filter_map(|(country, rows)| {
        let choice = *registry.chosen_among(&rows, when).first()?;
        let share = registry.figure_value(choice.figure)?;
        Some(CountryShare {
            country,
            share,
            figure: choice.figure,
        })
    });
    let mut found: Vec<CountryShare> = chosen.collect();
    found.sort_by(|a, b| {
        let by_slug = || registry.slug(a.country).cmp(registry.slug(b.country));
        b.share.total_cmp(&a.share).then_with(by_slug)
    });
    found
}
