//! What came of the matches of a cluster.
//!
//! A match is of a cluster that brought the two together (`broker`), or of which a member reaches the site of the offer or
//! who or what takes it; it counts once. A match on record as running runs in the year asked unless it began in a later year
//! or ended in an earlier one; one of which no beginning is told had begun, and one of which no end is told goes on. Tonnes
//! running are those of the chosen `flow` figures of matches that run. Matches without such a figure are counted, not taken for none.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::clusters::index::Index;
use crate::analysis::clusters::index::Reached;
use crate::model::Column;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::MassBasis;
use crate::model::codes::MatchStatus;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::intake;
use crate::model::tables::matching;
use crate::model::tables::side_stream;
use crate::network::Snapshot;
use crate::network::paths::Basis;
use crate::network::paths::sources;
use crate::network::words::tonnes_in_words;

/// What came of the matches of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterImpact {
    /// Every status, in the order of the life cycle, with how many matches have it; 0 is a count. Running are those that run in
    /// the year; the others that have this status are `ran_out` and `not_begun`.
    pub by_status: Vec<(MatchStatus, usize)>,
    /// Tonnes of product a year of the matches that run, as far as told; none if none of them is.
    pub running_tonnes_per_year: Option<f64>,
    /// Matches that run of which no tonnes are on record.
    pub running_without_tonnes: usize,
    /// Matches that ran and had ended before the year asked.
    pub ran_out: usize,
    /// Matches that run by now and began after the year asked.
    pub not_begun: usize,
    /// Why matches were dropped, with how many; the commonest first, then by reason.
    pub dropped_because: Vec<(String, usize)>,
    /// The matches, by status, then slug.
    pub matches: Vec<ClusterMatch>,
    /// A sentence that may be quoted.
    pub message: String,
    /// What the answer rests on.
    pub basis: Basis,
}

/// One match of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterMatch {
    /// The match.
    pub matching: Row,
    /// Where it stands.
    pub status: MatchStatus,
    /// Whether the cluster brought the two together.
    pub is_brokered: bool,
    /// Members that reach the site of the offer, or who or what takes it; by slug.
    pub members: Vec<Row>,
    /// Tonnes of product a year; none if not on record.
    pub tonnes_per_year: Option<f64>,
    /// The figures these rest on.
    pub figures: Vec<Row>,
}

/// The matches of a cluster and what came of them. O(matches · log).
pub fn cluster_impact(snapshot: &Arc<Snapshot>, cluster: Row, when: When) -> ClusterImpact {
    let registry = snapshot.registry();
    let index = Index::kept(snapshot);
    let none = Reached::default();
    let reached = index.reached(cluster).unwrap_or(&none);
    let rows = registry.rows(Kind::Match);
    let mut matches: Vec<ClusterMatch> = rows
        .filter_map(|row| of_cluster(registry, cluster, reached, row, when))
        .collect();
    matches.sort_by(|a, b| {
        let by_slug = || registry.slug(a.matching).cmp(registry.slug(b.matching));
        a.status.cmp(&b.status).then_with(by_slug)
    });
    let of = |status: MatchStatus| matches.iter().filter(move |it| it.status == status);
    let statuses = MatchStatus::ALL.iter().copied();
    let in_year = |it: &ClusterMatch, of: Column| registry.year_of_date(it.matching, of);
    let is_ahead = |it: &&ClusterMatch| {
        in_year(it, matching::STARTED).is_some_and(|started| when.year < started)
    };
    let is_over =
        |it: &&ClusterMatch| in_year(it, matching::ENDED).is_some_and(|ended| ended < when.year);
    let (ahead, begun): (Vec<&ClusterMatch>, Vec<&ClusterMatch>) =
        of(MatchStatus::Running).partition(is_ahead);
    let (ended, running): (Vec<&ClusterMatch>, Vec<&ClusterMatch>) =
        begun.into_iter().partition(is_over);
    let told: Vec<f64> = running.iter().filter_map(|it| it.tonnes_per_year).collect();
    let mut impact = ClusterImpact {
        by_status: statuses
            .map(|it| match it {
                MatchStatus::Running => (it, running.len()),
                _ => (it, of(it).count()),
            })
            .collect(),
        running_tonnes_per_year: (!told.is_empty()).then(|| told.iter().sum()),
        running_without_tonnes: running.len() - told.len(),
        ran_out: ended.len(),
        not_begun: ahead.len(),
        dropped_because: dropped(registry, of(MatchStatus::Dropped)),
        message: String::new(),
        basis: Basis {
            revision: snapshot.revision(),
            year: when.year,
            notes: Vec::new(),
            sources: Vec::new(),
        },
        matches: Vec::new(),
    };
    let used = matches.iter().flat_map(|it| {
        let figures = it.figures.iter().copied();
        figures.chain([it.matching])
    });
    impact.basis.sources = sources(registry, used, &[]);
    impact.message = message(registry.name(cluster), &impact, matches.len());
    impact.matches = matches;
    impact
}

/// A match, if it is one of the cluster.
fn of_cluster(
    registry: &Registry,
    cluster: Row,
    reached: &Reached,
    row: Row,
    when: When,
) -> Option<ClusterMatch> {
    let is_brokered = registry.reference(row, matching::BROKER) == Some(cluster);
    let offer = registry.reference(row, matching::OFFER);
    let giver = offer.and_then(|it| registry.reference(it, side_stream::SITE));
    let request = registry.reference(row, matching::REQUEST);
    let taker = request.and_then(|it| taker(registry, it));
    let parties = giver.into_iter().chain(taker);
    let members = parties.flat_map(|it| reached.members_at(it).iter().copied());
    let mut members: Vec<Row> = members.collect();
    members.sort_by(|a, b| registry.slug(*a).cmp(registry.slug(*b)));
    members.dedup();
    if !is_brokered && members.is_empty() {
        return None;
    }
    let (tonnes_per_year, figures) = tonnes(registry, row, when);
    Some(ClusterMatch {
        matching: row,
        status: registry.code(row, matching::STATUS)?,
        is_brokered,
        members,
        tonnes_per_year,
        figures,
    })
}

/// The site or organisation that takes what is offered; none of a kind of use.
fn taker(registry: &Registry, request: Row) -> Option<Row> {
    match request.kind() {
        Kind::Site | Kind::Organisation => Some(request),
        Kind::Intake => registry.reference(request, intake::TAKER),
        Kind::Activity => registry.reference(request, activity::SITE),
        _ => None,
    }
}

/// Tonnes of product a year of a match, and their figures. Contained tonnes are part of those and never added; a figure of
/// no single product is the whole; figures of several products add up, of each the best one.
fn tonnes(registry: &Registry, row: Row, when: When) -> (Option<f64>, Vec<Row>) {
    let mut chosen = registry.chosen(row, Quantity::Flow, when);
    registry.sort_best_first(&mut chosen);
    let mut by_product: BTreeMap<Option<Row>, (f64, Row)> = BTreeMap::new();
    for figure in chosen.into_iter().map(|it| it.figure) {
        let is_contained = registry.code(figure, figure::BASIS) == Some(MassBasis::Contained);
        if let Some(value) = registry.figure_value(figure).filter(|_| !is_contained) {
            let product = registry.reference(figure, figure::PRODUCT);
            by_product.entry(product).or_insert((value, figure));
        }
    }
    if let Some((value, figure)) = by_product.get(&None) {
        return (Some(*value), vec![*figure]);
    }
    let sum = by_product.values().map(|it| it.0).sum();
    let figures: Vec<Row> = by_product.values().map(|it| it.1).collect();
    ((!figures.is_empty()).then_some(sum), figures)
}

fn dropped<'a>(
    registry: &Registry,
    matches: impl Iterator<Item = &'a ClusterMatch>,
) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for it in matches {
        let reason = registry.text(it.matching, matching::REASON);
        *counts
            .entry(reason.unwrap_or("no reason told"))
            .or_default() += 1;
    }
    let told = counts
        .into_iter()
        .map(|(reason, count)| (reason.to_owned(), count));
    let mut told: Vec<(String, usize)> = told.collect();
    told.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    told
}

fn message(name: &str, impact: &ClusterImpact, count: usize) -> String {
    if count == 0 {
        return format!("No match of {name} is on record.");
    }
    let mut told: Vec<(usize, String)> = Vec::new();
    for (status, count) in &impact.by_status {
        told.push((*count, status.code().to_lowercase()));
        if *status == MatchStatus::Running {
            told.push((impact.ran_out, "ended".to_owned()));
            told.push((impact.not_begun, "that began later".to_owned()));
        }
    }
    let told = told.into_iter().filter(|it| it.0 > 0);
    let told: Vec<String> = told
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let noun = if count == 1 { "match" } else { "matches" };
    let told = told.join(", ");
    let mut text = format!("{count} {noun} of {name} on record: {told}");
    let running = impact.by_status.iter();
    let running = running.filter(|it| it.0 == MatchStatus::Running);
    let running: usize = running.map(|it| it.1).sum();
    match (
        impact.running_tonnes_per_year,
        impact.running_without_tonnes,
    ) {
        (Some(tonnes), 0) => {
            text += &format!("; what runs moves {} a year", tonnes_in_words(tonnes));
        }
        (Some(tonnes), unknown) => {
            text += &format!(
                "; what runs moves at least {} a year, not counting {unknown} of which no tonnes are on record",
                tonnes_in_words(tonnes)
            );
        }
        (None, 0) => {}
        (None, _) => {
            text += &format!("; how many tonnes the {running} that run move is not on record");
        }
    }
    if !impact.dropped_because.is_empty() {
        let reasons = impact.dropped_because.iter();
        let reasons: Vec<String> = reasons
            .map(|(why, count)| format!("{why} ({count})"))
            .collect();
        text += &format!("; dropped because: {}", reasons.join(", "));
    }
    text + "."
}
