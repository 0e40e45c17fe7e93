//! Clusters in which who has a stream and who takes it could meet.

use crate::analysis::clusters::reach::clusters_of;
use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::ClusterType;
use crate::model::tables::cluster;
use crate::model::tables::region;
use crate::model::tables::site;

/// How many clusters are told.
const MOST: usize = 5;

/// At most five clusters: those with both sides as members, then with one, then cluster organisations of the region of the
/// offer whose themes share a concept with what is offered or asked; each by slug.
pub(super) fn brokers(
    registry: &Registry,
    knowledge: &Knowledge,
    offer: &Offer,
    request: &Request,
) -> Vec<Row> {
    let of = |it: Option<Row>| it.map_or_else(Vec::new, |it| clusters_of(registry, it));
    let (giving, taking) = (of(offer.operator), of(taker_of(registry, request)));
    let is_both = |it: &&Row| taking.contains(it) && giving.contains(it);
    let mut both: Vec<Row> = giving.iter().filter(is_both).copied().collect();
    let mut one: Vec<Row> = giving.iter().chain(&taking).copied().collect();
    let by_slug = |it: &Row| registry.slug(*it).to_owned();
    both.sort_by_key(by_slug);
    one.sort_by_key(by_slug);
    let mut found: Vec<Row> = Vec::new();
    for row in both.into_iter().chain(one) {
        if !found.contains(&row) {
            found.push(row);
        }
    }
    if found.len() < MOST {
        for row in of_region(registry, knowledge, offer, request) {
            if !found.contains(&row) {
                found.push(row);
            }
        }
    }
    found.truncate(MOST);
    found
}

/// The organisation that takes: itself, or who runs the site.
pub(super) fn taker_of(registry: &Registry, request: &Request) -> Option<Row> {
    let taker = request.taker?;
    match taker.kind() {
        Kind::Site => registry.reference(taker, site::OPERATOR),
        _ => Some(taker),
    }
}

/// Cluster organisations of the region of the offer, or of those it is a part of within its country, with a theme that shares
/// a concept with what is offered or asked.
fn of_region(
    registry: &Registry,
    knowledge: &Knowledge,
    offer: &Offer,
    request: &Request,
) -> Vec<Row> {
    let Some(own) = offer.whereabouts.region else {
        return Vec::new();
    };
    let mut around = vec![own];
    while let Some(parent) = around
        .last()
        .and_then(|it| registry.reference(*it, region::PARENT))
        && !around.contains(&parent)
        && around.len() < 10
    {
        around.push(parent);
    }
    let words: Vec<String> = [offer.name.as_str(), request.name.as_str()]
        .into_iter()
        .chain(offer.materials.iter().map(|it| registry.name(*it)))
        .flat_map(|it| knowledge.concepts(it))
        .collect();
    let shares = |row: Row| {
        let themes = registry.texts(row, cluster::THEMES);
        let mut concepts = themes.flat_map(|it| knowledge.concepts(it));
        concepts.any(|it| words.contains(&it))
    };
    let is_cluster = |row: &Row| {
        let kind = registry.code::<ClusterType>(*row, cluster::TYPE);
        matches!(
            kind,
            Some(
                ClusterType::Cluster
                    | ClusterType::MetaCluster
                    | ClusterType::CompetitivenessCluster
            )
        )
    };
    let place = |row: &Row| {
        let region = registry.reference(*row, cluster::REGION)?;
        around.iter().position(|it| *it == region)
    };
    let clusters = registry.rows(Kind::Cluster).filter(is_cluster);
    let mut found: Vec<(usize, Row)> = clusters
        .filter_map(|it| Some((place(&it)?, it)))
        .filter(|it| shares(it.1))
        .collect();
    // Rows of a kind are in order of slugs.
    found.sort_by_key(|it| it.0);
    found.into_iter().map(|it| it.1).collect()
}
