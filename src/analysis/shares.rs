//! From which countries a material comes: shares of a supply that a source states.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::NOTE;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::codes::Vintage;
use crate::model::tables::figure;
use crate::model::tables::material;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::year_code;

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
    /// That a group's figures are used, that several figures tell one share, and the like.
    pub notes: Vec<Note>,
}

/// The shares of a supply of a material at a stage, all of one telling, see `telling`: `quantity` is `global-share` or `eu-sourcing-share`. The
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
    let (by_own, of_own) = largest_first(registry, (of, &own), when);
    let own_taken = taken_among(registry, of, [&own]);
    if !by_own.is_empty() {
        return Some(Shares {
            of,
            by_country: by_own,
            notes: own_taken.into_iter().chain(of_own).collect(),
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
        let (by_country, of_told) = largest_first(registry, (group, &told), when);
        let note = Note::new(AssumptionCode::GroupFigure, Concern::Existence, group);
        (!by_country.is_empty()).then(|| Shares {
            of: group,
            by_country,
            notes: [vec![note], said.clone(), of_told].concat(),
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
    let told = figures_by_country(registry, of, supply);
    largest_first(registry, (of, &told), when).0
}

/// The figures that tell parts of one whole together, such as the shares of a supply: those of the newest year, not after
/// the one asked, that any with a value is of; undated ones where no dated one is usable; later ones, the earliest, where
/// the question allows it. A part that the telling leaves out is none of it, whatever older ones say. Forecasts only where
/// nothing else is usable. O(figures).
pub(in crate::analysis) fn telling(
    registry: &Registry,
    rows: impl IntoIterator<Item = Row>,
    when: When,
) -> Vec<Row> {
    let usable = rows
        .into_iter()
        .filter(|it| registry.figure_value(*it).is_some());
    let (forecasts, actual): (Vec<Row>, Vec<Row>) =
        usable.partition(|it| is_forecast(registry, *it));
    let found = of_one_year(registry, &actual, when);
    match found.is_empty() {
        true => of_one_year(registry, &forecasts, when),
        false => found,
    }
}

fn of_one_year(registry: &Registry, rows: &[Row], when: When) -> Vec<Row> {
    let years = || rows.iter().filter_map(|it| registry.figure_year(*it));
    let newest = years().filter(|it| *it <= when.year).max();
    let is_undated = |it: &Row| registry.figure_year(*it).is_none();
    let later = || years().min().filter(|_| when.nearest_years);
    let year = match newest {
        None if !rows.iter().any(is_undated) => match later() {
            None => return Vec::new(),
            later => later,
        },
        // Without one the undated ones are meant, which have none either.
        newest => newest,
    };
    let of_year = rows.iter().copied();
    of_year
        .filter(|it| registry.figure_year(*it) == year)
        .collect()
}

/// Whether a figure foretells what it tells.
pub(in crate::analysis) fn is_forecast(registry: &Registry, row: Row) -> bool {
    let vintage = registry.code(row, figure::VINTAGE);
    vintage.unwrap_or(Vintage::Actual) != Vintage::Actual
}

/// What is assumed where a figure is used of several that tell the same number for the same year, and where it is a forecast.
pub(in crate::analysis) fn notes_of_telling(
    registry: &Registry,
    of: Row,
    (figure, rivals): (Row, usize),
) -> impl Iterator<Item = Note> {
    let several = (rivals > 1).then_some(AssumptionCode::SeveralFigures);
    let forecast = is_forecast(registry, figure).then_some(AssumptionCode::ForecastUsed);
    let codes = several.into_iter().chain(forecast);
    codes.map(move |code| Note {
        rests_on: Some(figure),
        ..Note::new(code, Concern::Existence, of)
    })
}

/// The shares of one telling, with what the choice of their figures assumes.
fn largest_first(
    registry: &Registry,
    (of, told): (Row, &ByCountry),
    when: When,
) -> (Vec<CountryShare>, Vec<Note>) {
    let all = told.values().flatten().copied();
    let of_telling: BTreeSet<Row> = telling(registry, all, when).into_iter().collect();
    let mut notes = Vec::new();
    let chosen = told.iter().filter_map(|(country, rows)| {
        let rows: Vec<Row> = rows
            .iter()
            .copied()
            .filter(|it| of_telling.contains(it))
            .collect();
        let choice = *registry.chosen_among(&rows, when).first()?;
        let share = registry.figure_value(choice.figure)?;
        let of_year = year_code(choice.year).map(|code| Note {
            rests_on: Some(choice.figure),
            ..Note::new(code, Concern::Existence, of)
        });
        notes.extend(of_year);
        notes.extend(notes_of_telling(registry, of, (choice.figure, rows.len())));
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
    (found, notes)
}
