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

/// Figures of a supply by country.
type ByCountry = BTreeMap<Row, Vec<Row>>;

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
    let supply = (quantity, stage);
    let own = figures_by_country(registry, of, supply);
    let by_own = largest_first(registry, &own, when);
    let own_taken = taken_among(registry, of, [&own]);
    if !by_own.is_empty() {
        return Some(Shares {
            of,
            by_country: by_own,
            notes: own_taken,
        });
    }
    if !own_taken.is_empty() {
        return None;
    }
    let groups = registry.references(of, material::GROUP);
    let told = groups.map(|it| (it, figures_by_country(registry, it, supply)));
    let told: Vec<(Row, ByCountry)> = told.collect();
    // What groups are told speaks only where the material itself is told nothing.
    let said = match own.is_empty() {
        true => taken_among(registry, of, told.iter().map(|it| &it.1)),
        false => Vec::new(),
    };
    told.into_iter().find_map(|(group, told)| {
        let by_country = largest_first(registry, &told, when);
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
    let of_subject = |it| figures_by_country(registry, it, (quantity, stage));
    let own = of_subject(of);
    if !own.is_empty() {
        return taken_among(registry, of, [&own]);
    }
    let groups = registry.references(of, material::GROUP);
    let of_groups: Vec<ByCountry> = groups.map(of_subject).collect();
    taken_among(registry, of, &of_groups)
}

/// The notes of the figures whose number a scenario took away.
fn taken_among<'a>(
    registry: &Registry,
    of: Row,
    told: impl IntoIterator<Item = &'a ByCountry>,
) -> Vec<Note> {
    let rows = told
        .into_iter()
        .flat_map(BTreeMap::values)
        .flatten()
        .copied();
    let said = rows.filter(|it| is_taken_out(registry, *it));
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
) -> ByCountry {
    let mut told = ByCountry::new();
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
    largest_first(registry, &figures_by_country(registry, of, supply), when)
}

fn largest_first(registry: &Registry, told: &ByCountry, when: When) -> Vec<CountryShare> {
    let chosen = told.iter().filter_map(|(country, rows)| {
        let choice = *registry.chosen_among(rows, when).first()?;
        let share = registry.figure_value(choice.figure)?;
        Some(CountryShare {
            country: *country,
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
