//! The shocks of a test: those given, each country, each site; and what would make one good.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::delivered::compared;
use crate::analysis::delivered::tolerance;
use crate::analysis::delivered::within;
use crate::analysis::gaps::closers::Candidates;
use crate::analysis::gaps::closers::Closers;
use crate::analysis::gaps::closers::Effect;
use crate::analysis::gaps::closers::ranked;
use crate::analysis::gaps::closers::widest;
use crate::analysis::scenario::Laid;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::analysis::stress::Before;
use crate::analysis::stress::MAX_SHOCKS;
use crate::analysis::stress::StressError;
use crate::analysis::stress::StressQuestion;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Row;
use crate::model::When;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::site;
use crate::network::Snapshot;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::site_of;
use crate::network::throughput::Parts;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::ThroughputError;

/// A change laid over the data.
pub(super) struct Shock {
    pub(super) label: String,
    pub(super) laid: Laid,
}

/// The materials that products or movements speak of, by slug.
pub(super) fn with_chain(snapshot: &Snapshot, when: When) -> Vec<Row> {
    let registry = snapshot.registry();
    let listed = [
        (Kind::Product, product::MATERIALS),
        (Kind::Link, link::MATERIALS),
    ];
    let told = listed.into_iter().flat_map(|(kind, column)| {
        let rows = registry.rows(kind);
        rows.flat_map(move |row| registry.references(row, column))
    });
    let by_slug: BTreeMap<&str, Row> = told.map(|it| (registry.slug(it), it)).collect();
    let materials = by_slug.into_values();
    let is_chain = |it: &Row| !snapshot.chain(ChainKey::new(*it, when)).arcs().is_empty();
    materials.filter(is_chain).collect()
}

/// All shocks, in the order given, then countries, then sites by slug; each once.
pub(super) fn shocks(
    snapshot: &Arc<Snapshot>,
    question: &StressQuestion,
    materials: &[Row],
) -> Result<Vec<Shock>, StressError> {
    let registry = snapshot.registry();
    let mut changes = question.shocks.clone();
    let mut add = |change: ScenarioChange| {
        if !changes.contains(&change) {
            changes.push(change);
        }
    };
    let sites = carrying(snapshot, question.when, materials);
    if question.each_country {
        let countries: BTreeSet<&str> = sites
            .iter()
            .filter_map(|it| registry.text(*it, site::COUNTRY))
            .collect();
        let countries = countries.into_iter().map(str::to_owned);
        countries
            .map(ScenarioChange::CloseCountry)
            .for_each(&mut add);
    }
    if question.each_site {
        let ids: BTreeSet<Id> = sites.iter().map(|it| registry.id(*it)).collect();
        ids.into_iter()
            .map(ScenarioChange::Close)
            .for_each(&mut add);
    }
    if changes.len() > MAX_SHOCKS {
        return Err(StressError::TooManyShocks(changes.len()));
    }
    let mut shocks = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let laid = under(snapshot, std::slice::from_ref(change), question.when)
            .map_err(|error| StressError::Shock { shock: at, error })?;
        shocks.push(Shock {
            label: laid.told.join("; "),
            laid,
        });
    }
    Ok(shocks)
}

/// The sites on some way from a source to a sink: those that carry something, or may.
fn carrying(snapshot: &Snapshot, when: When, materials: &[Row]) -> BTreeSet<Row> {
    let registry = snapshot.registry();
    let mut sites = BTreeSet::new();
    for material in materials {
        let chain = snapshot.chain(ChainKey::new(*material, when));
        let begins = |at: usize| chain.roles()[at].is_source(chain.vertices()[at]);
        let ends = |at: usize| chain.roles()[at].is_sink(registry, chain.vertices()[at]);
        let from = reached(&chain, true, begins);
        let to = reached(&chain, false, ends);
        let passed = chain.vertices().iter().zip(from.iter().zip(&to));
        let passed = passed.filter(|(_, (from, to))| **from && **to);
        sites.extend(passed.filter_map(|(it, _)| site_of(registry, it.place)));
    }
    sites
}

/// By vertex, whether arcs lead there from some, or the other way round. O(V + E).
pub(super) fn reached(chain: &Chain, onward: bool, begins: impl Fn(usize) -> bool) -> Vec<bool> {
    let graph = chain.graph();
    let mut reached: Vec<bool> = (0..graph.vertex_count()).map(begins).collect();
    let numbered = (0_u32..).zip(&reached);
    let mut open: Vec<u32> = numbered.filter(|it| *it.1).map(|it| it.0).collect();
    while let Some(vertex) = open.pop() {
        let next: Vec<u32> = if onward {
            graph.leaving(vertex).map(|it| graph.head(it)).collect()
        } else {
            graph.entering(vertex).iter().map(|it| it.tail).collect()
        };
        for other in next {
            if !std::mem::replace(&mut reached[other as usize], true) {
                open.push(other);
            }
        }
    }
    reached
}

/// What delivers more after a shock: openings, links, capacities, each laid over the shock and solved again.
pub(super) fn remedies(
    snapshot: &Arc<Snapshot>,
    before: &Before,
    shock: &Shock,
    (after, question): (&ThroughputAnswer, &StressQuestion),
    budget: u64,
) -> Result<Closers, ThroughputError> {
    let laid = &shock.laid.snapshot;
    let (own, there) = (snapshot.registry(), laid.registry());
    let looking = Candidates {
        snapshot,
        material: before.material,
        region: question.region,
        when: question.when,
    };
    let lost = compared(&before.answer, after).map_or(0.0, |it| it.lost());
    let mut candidates = looking.opened();
    candidates.extend(looking.widened(&widest(after, there, own), lost));
    candidates.extend(looking.links());
    let effect = |with: &Arc<Snapshot>, left: u64| {
        let asked = before.delivery.asked(with, Parts::default(), left);
        let (answer, work) = within(asked, |it| it.explored)?;
        Ok(answer.map(|answer| {
            let gained = compared(after, &answer).map(|it| 0.0 - it.lost());
            Effect {
                delivers: gained,
                closes: gained.is_some_and(|it| it >= lost - tolerance(lost)),
                work,
                ..Effect::default()
            }
        }))
    };
    ranked(laid, question.when, &candidates, budget, &effect)
}
