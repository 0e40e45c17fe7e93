//! The shocks of a test: those given, each country, each site; and what would make one good.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::delivered::Compared;
use crate::analysis::delivered::compared_by;
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
use crate::model::Quantity;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::SiteKind;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::site;
use crate::network::Snapshot;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::site_of;
use crate::network::throughput::NoFlowReason;
use crate::network::throughput::Parts;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::ThroughputError;

/// So many sites are named in why a loss is not known.
const NAMES: usize = 3;

/// A change laid over the data.
pub(super) struct Shock {
    pub(super) label: String,
    pub(super) change: ScenarioChange,
    pub(super) laid: Laid,
}

/// The materials that products or movements speak of, by slug.
pub(in crate::analysis) fn with_chain(snapshot: &Snapshot, when: When) -> Vec<Row> {
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

/// The changes of all shocks, in the order given, then countries, then sites by slug; each once.
pub(super) fn shocks(
    snapshot: &Arc<Snapshot>,
    question: &StressQuestion,
    materials: &[Row],
) -> Result<Vec<ScenarioChange>, StressError> {
    let registry = snapshot.registry();
    let mut changes: Vec<ScenarioChange> = Vec::new();
    for it in &question.shocks {
        if !changes.contains(it) {
            changes.push(it.clone());
        }
    }
    let (mut codes, mut closed) = (BTreeSet::new(), BTreeSet::new());
    for it in &changes {
        match it {
            ScenarioChange::CloseCountry(code) => _ = codes.insert(code.clone()),
            ScenarioChange::Close(id) => _ = closed.insert(id.clone()),
            _ => (),
        }
    }
    let sites = if question.each_country || question.each_site {
        carrying(snapshot, question.when, materials)
    } else {
        BTreeSet::new()
    };
    if question.each_country {
        let countries: BTreeSet<&str> = sites
            .iter()
            .filter_map(|it| registry.country_of(*it))
            .collect();
        let new = countries.into_iter().filter(|it| !codes.contains(*it));
        changes.extend(new.map(|it| ScenarioChange::CloseCountry(it.to_owned())));
    }
    if question.each_site {
        let ids: BTreeSet<Id> = sites.iter().map(|it| registry.id(*it)).collect();
        let new = ids.into_iter().filter(|it| !closed.contains(it));
        changes.extend(new.map(ScenarioChange::Close));
    }
    if changes.len() > MAX_SHOCKS {
        return Err(StressError::TooManyShocks(changes.len()));
    }
    Ok(changes)
}

/// A shock laid over the data; `at` is its position.
pub(super) fn lay(
    snapshot: &Arc<Snapshot>,
    question: &StressQuestion,
    at: usize,
    change: ScenarioChange,
) -> Result<Shock, StressError> {
    let laid = under(snapshot, std::slice::from_ref(&change), question.when)
        .map_err(|error| StressError::Shock { shock: at, error })?;
    Ok(Shock {
        label: laid.told.join("; "),
        change,
        laid,
    })
}

/// Why nothing is told of a material of which nothing gets through by the records alone; none where a capacity on record
/// is zero, which is known.
pub(super) fn nothing_on_record(why: NoFlowReason) -> Option<String> {
    let why = match why {
        NoFlowReason::NoOrigin => "no source of it is on record",
        NoFlowReason::NoDestination => "no sink of it is on record",
        NoFlowReason::NoWay => "no way on record leads from a source to a sink",
        NoFlowReason::NothingPasses => return None,
    };
    Some(format!("what is delivered is not known: {why}"))
}

/// Why what a shock cuts of a material is not known although nothing less is delivered: sites that it closes give or take
/// the material and lie on no way on record; none where one of them lies on such a way, or none handles the material.
pub(super) fn why_unknown(
    snapshot: &Snapshot,
    when: When,
    change: &ScenarioChange,
    material: Row,
) -> Option<String> {
    let registry = snapshot.registry();
    let is_shut = |site: Row| match change {
        ScenarioChange::Close(id) => registry.id(site) == *id,
        ScenarioChange::CloseCountry(code) => registry.country_of(site) == Some(code.as_str()),
        _ => false,
    };
    let shut: BTreeSet<Row> = registry
        .rows(Kind::Site)
        .filter(|it| is_shut(*it))
        .collect();
    if shut.is_empty() || !carrying(snapshot, when, &[material]).is_disjoint(&shut) {
        return None;
    }
    let chain = snapshot.chain(ChainKey::new(material, when));
    let is_source = |site: Row| registry.code(site, site::KIND) == Some(SiteKind::Mine);
    let vertices = chain.vertices().iter();
    let mut handling: BTreeSet<Row> = vertices
        .filter_map(|it| site_of(registry, it.place))
        .filter(|it| shut.contains(it))
        .collect();
    // A mine may have amounts on record and no activity that runs.
    handling.extend(shut.iter().copied().filter(|it| {
        let figures = registry.referring(Kind::Figure, figure::SUBJECT, *it);
        let mut own = figures.into_iter().filter(|it| {
            registry.reference(*it, figure::MATERIAL) == Some(material)
                && registry.code(*it, figure::QUANTITY) == Some(Quantity::Production)
        });
        is_source(*it) && own.next().is_some()
    }));
    let mut names: Vec<&str> = handling.iter().map(|it| registry.name(*it)).collect();
    names.sort_unstable();
    let more = names.len().saturating_sub(NAMES);
    names.truncate(NAMES);
    let others = match more {
        0 => String::new(),
        _ => format!(" and {more} more"),
    };
    (!names.is_empty()).then(|| {
        format!(
            "what is lost is not known: {}{others} handles it, and lies on no way on record from a source to a sink",
            names.join(", ")
        )
    })
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
pub(in crate::analysis) fn reached(
    chain: &Chain,
    onward: bool,
    begins: impl Fn(usize) -> bool,
) -> Vec<bool> {
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

/// What delivers more after a shock: openings, links, capacities, each laid over the shock and solved again. What each
/// gains is told by the same amounts as the loss.
pub(super) fn remedies(
    snapshot: &Arc<Snapshot>,
    before: &Before,
    shock: &Shock,
    (after, question): (&ThroughputAnswer, &StressQuestion),
    loss: Compared,
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
    let lost = loss.lost();
    let mut candidates = looking.opened();
    candidates.extend(looking.widened(&widest(after, there, own), lost));
    candidates.extend(looking.links(false));
    let effect = |with: &Arc<Snapshot>, left: u64| {
        let asked = before.delivery.asked(with, Parts::default(), left);
        let (answer, work) = within(asked, |it| it.explored)?;
        Ok(answer.map(|answer| {
            let gained = compared_by(loss.by, after, &answer).map(|it| 0.0 - it.lost());
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
