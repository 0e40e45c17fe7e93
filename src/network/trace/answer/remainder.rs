//! What was not followed from the nodes of an answer.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::SiteKind;
use crate::model::tables::link;
use crate::network::chain::passes_on;
use crate::network::chain::site_kind;
use crate::network::trace::Asked;
use crate::network::trace::answer::Told;
use crate::network::trace::closure::Closure;
use crate::network::trace::ground::Part;
use crate::network::trace::not_followed::NotFollowed;
use crate::network::trace::not_followed::NotFollowedReason;
use crate::network::trace::untold::Untold;

/// What was not followed, by node, then reason, then slug; each record once for each reason.
pub(super) fn not_followed(
    registry: &Registry,
    asked: &Asked,
    untold: &mut Untold<'_>,
    told: &Told,
    closure: &Closure,
    record: impl Fn(u32) -> Row,
) -> Vec<NotFollowed> {
    let mut found = bounded(registry, asked, told, closure, record);
    let arcs: BTreeSet<Row> = told.arcs.iter().map(|it| it.record).collect();
    let mut nodes: HashMap<Row, Vec<u32>> = HashMap::new();
    for (at, node) in (0..).zip(&told.nodes) {
        nodes.entry(node.place).or_default().push(at);
    }
    for (at, node) in (0..).zip(&told.nodes) {
        let here = &nodes[&node.place];
        if here.first() != Some(&at) {
            continue;
        }
        let mut add = |reason, record, at| {
            found.push(NotFollowed {
                reason,
                record,
                at: Some(at),
            });
        };
        if let Some(reason) = untold.closed(node.place) {
            add(reason, node.place, at);
            continue;
        }
        let part = closure.reached.get(at as usize).map(|it| it.part);
        for (row, reason) in untold.links_of(node.place) {
            if arcs.contains(&row) {
                // A corridor in both directions, which is not gone back.
                continue;
            }
            let product = registry.reference(row, link::PRODUCT);
            let is_other = part == Some(Part::OfProduct) && product != Some(asked.of);
            let at = goes_on_at(registry, told, here, product).filter(|_| !is_other);
            at.into_iter().for_each(|at| add(reason, row, at));
        }
        if part != Some(Part::OfProduct) {
            for (row, reason) in untold.side_streams_of(node.place) {
                add(reason, row, at);
            }
        }
    }
    if asked.of.kind() == Kind::Product {
        for (record, reason) in untold.of_product(asked.of, &arcs) {
            found.push(NotFollowed {
                reason,
                record,
                at: None,
            });
        }
    }
    found.sort_by_cached_key(|it| {
        let slug = registry.slug(it.record).to_owned();
        (it.at.is_none(), it.at, it.reason, slug, it.record)
    });
    let mut seen = HashSet::new();
    found.retain(|it| seen.insert((it.reason, it.record)));
    found
}

/// What the bounds cut off, and where the data end.
fn bounded(
    registry: &Registry,
    asked: &Asked,
    told: &Told,
    closure: &Closure,
    record: impl Fn(u32) -> Row,
) -> Vec<NotFollowed> {
    let mut found = Vec::new();
    for it in &closure.cut {
        found.push(NotFollowed {
            reason: NotFollowedReason::Steps,
            record: record(it.arc),
            at: Some(it.near),
        });
    }
    for at in &closure.stopped {
        found.push(NotFollowed {
            reason: NotFollowedReason::Budget,
            record: told.nodes[*at as usize].place,
            at: Some(*at),
        });
    }
    let near = |from, to| if asked.is_downstream() { from } else { to };
    let arcs = told.arcs.iter().map(|it| near(it.from, it.to));
    let going_on: HashSet<u32> = arcs
        .chain(closure.cut.iter().map(|it| it.near))
        .chain(closure.stopped.iter().copied())
        .collect();
    for (at, node) in (0..).zip(&told.nodes) {
        let is_external = site_kind(registry, node.place) == Some(SiteKind::External);
        if is_external && !going_on.contains(&at) {
            found.push(NotFollowed {
                reason: NotFollowedReason::External,
                record: node.place,
                at: Some(at),
            });
        }
    }
    found
}

/// The node of a place where a link that moves a product would go on; none where it has nothing to do with what is
/// there, since the place passes products on as they are.
fn goes_on_at(registry: &Registry, told: &Told, here: &[u32], product: Option<Row>) -> Option<u32> {
    let node = |at: &u32| &told.nodes[*at as usize];
    let same = here
        .iter()
        .find(|it| product.is_some() && node(it).product == product);
    let first = here.first()?;
    let passes_on = passes_on(registry, node(first).place);
    let is_of_product = node(first).product.is_some() && product.is_some();
    let any = (!passes_on || !is_of_product).then_some(first);
    same.or(any).copied()
}
