//! From which countries a material comes: shares of a supply that a source states.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::model::Kind;
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
/// material's own figures, else those of the first group it belongs to that has some; none where nothing is on record.
/// O(figures of the material).
pub fn shares(
    registry: &Registry,
    of: Row,
    (quantity, stage): (Quantity, Stage),
    when: When,
) -> Option<Shares> {
    let own = by_country(registry, of, (quantity, stage), when);
    if !own.is_empty() {
        let notes = Vec::new();
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
            notes: vec![note],
        })
    })
}

fn by_country(
    registry: &Registry,
    of: Row,
    (quantity, stage): (Quantity, Stage),
    when: When,
) -> Vec<CountryShare> {
    let mut told: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
    for row in registry.figures(of, quantity) {
        let is_of_stage = registry.code(row, figure::STAGE) == Some(stage);
        let partner = registry.reference(row, figure::PARTNER);
        let country = partner.filter(|it| is_of_stage && it.kind() == Kind::Region);
        if let Some(country) = country {
            told.entry(country).or_default().push(row);
        }
    }
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
