//! What is told of planned sites and projects is often told of the year they begin: where nothing is told up to the year
//! asked, the nearest later year stands in, and answers say from when it is.

use crate::model::ChosenYear;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::tables::activity;
use crate::model::tables::project;

/// What a site gives is worked out of these.
const AMOUNTS: [Quantity; 4] = [
    Quantity::Capacity,
    Quantity::Recovery,
    Quantity::Content,
    Quantity::Grade,
];

/// Amounts of a site and its activities that are told of later years alone, with the nearest of these.
pub(super) fn later_amounts(registry: &Registry, site: Row, when: When) -> Vec<(Row, i32)> {
    let activities = registry.referring(Kind::Activity, activity::SITE, site);
    let subjects: Vec<Row> = std::iter::once(site).chain(activities).collect();
    let all = subjects
        .iter()
        .flat_map(|it| AMOUNTS.map(|quantity| (*it, quantity)));
    let mut found = Vec::new();
    for (subject, quantity) in all {
        found.extend(later(registry, subject, quantity, when));
    }
    found
}

fn later(
    registry: &Registry,
    subject: Row,
    quantity: Quantity,
    when: When,
) -> impl Iterator<Item = (Row, i32)> {
    let nearest = When {
        nearest_years: true,
        ..when
    };
    let figures = registry.figures(subject, quantity);
    let chosen = registry.chosen_among(&figures, nearest).into_iter();
    let chosen = chosen.filter(|it| it.year == ChosenYear::Later);
    chosen.filter_map(|it| Some((it.figure, registry.figure_year(it.figure)?)))
}

/// From which year on it is told what a site or project that is opened gives; none where that is told up to the year asked.
pub(in crate::analysis) fn told_from(registry: &Registry, row: Row, when: When) -> Option<i32> {
    if row.kind() != Kind::Project {
        let all = later_amounts(registry, row, when).into_iter();
        return all.map(|it| it.1).min();
    }
    let own = later(registry, row, Quantity::CapacityAdded, when).map(|it| it.1);
    let sites = registry.references(row, project::SITES);
    let of_sites = sites.filter_map(|it| told_from(registry, it, when));
    own.chain(of_sites).min()
}
