//! Labels of cluster management: facts of a year, which lapse. None is told as one that holds for certain.

use std::cmp::Reverse;

use crate::model::ClusterLists;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::statement;

/// The field of the statements that tell labels.
pub const LABEL: &str = "label";

/// A label that a source says a cluster was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterLabel {
    /// The statement that says so.
    pub statement: Row,
    /// Which: bronze, silver, gold.
    pub level: String,
    /// The year it is told of; none if undated.
    pub year: Option<i32>,
    /// The last year it held if it was given in that year and not renewed; none if either is not known.
    pub until: Option<i32>,
    /// Whether it lapsed unless it was renewed; also where it is not known for when it is told.
    pub may_have_lapsed: bool,
    /// That in words.
    pub message: String,
}

/// The labels of a cluster up to a year, the latest first, undated ones last.
pub fn labels(
    registry: &Registry,
    lists: &ClusterLists,
    cluster: Row,
    year: i32,
) -> Vec<ClusterLabel> {
    let statements = registry.statements(cluster, LABEL).into_iter();
    let mut labels: Vec<ClusterLabel> = statements
        .filter_map(|it| label(registry, lists, it, year))
        .filter(|it| it.year.is_none_or(|it| it <= year))
        .collect();
    labels.sort_by_key(|it| Reverse(it.year));
    labels
}

fn label(
    registry: &Registry,
    lists: &ClusterLists,
    statement: Row,
    asked: i32,
) -> Option<ClusterLabel> {
    let level = registry.text(statement, statement::VALUE)?.to_owned();
    let year = registry.int(statement, statement::AS_OF);
    let known = lists.labels.get(&level.to_lowercase());
    let until = year.zip(known).map(|(year, it)| year + it.valid_years);
    let may_have_lapsed = until.is_none_or(|it| it < asked);
    let message = match (year, until) {
        (None, _) => format!("{level}, undated: whether it still holds is not known"),
        (Some(year), None) => format!("{level}, {year}: how long it holds is not known"),
        (Some(year), Some(_)) if may_have_lapsed => {
            format!("{level}, {year}: lapsed unless renewed")
        }
        (Some(year), Some(until)) => {
            format!("{level}, {year}: holds until {until} if it was given that year")
        }
    };
    Some(ClusterLabel {
        statement,
        level,
        year,
        until,
        may_have_lapsed,
        message,
    })
}
