//! How much longer the shortest way to a sink becomes, for origins that still deliver.

use std::sync::Arc;

use crate::analysis::delivered::Delivery;
use crate::analysis::delivered::at;
use crate::analysis::delivered::told;
use crate::model::Id;
use crate::model::Row;
use crate::network::Snapshot;
use crate::network::paths::Endpoint;
use crate::network::paths::PathQuestion;
use crate::network::paths::paths;
use crate::network::throughput::ThroughputAnswer;

/// So many origins are looked at, by slug.
const ORIGINS: usize = 20;

/// The longest detour in km with its origin, a row of the snapshot asked; and the work done.
pub(super) fn longest(
    snapshot: &Arc<Snapshot>,
    laid: &Arc<Snapshot>,
    delivery: &Delivery,
    after: &ThroughputAnswer,
    budget: u64,
) -> (Option<(f64, Row)>, u64) {
    let own = snapshot.registry();
    let mut work = 0;
    let mut longest: Option<(f64, Row)> = None;
    let still = told(after).1.by_source.iter().take(ORIGINS);
    for it in still {
        let id = laid.registry().id(it.site);
        let Some(origin) = own.find(&id) else {
            continue;
        };
        let mut length = |snapshot: &Snapshot| {
            let left = budget.saturating_sub(work);
            let (km, more) = shortest(snapshot, delivery, &id, left);
            work += more;
            km
        };
        let detour = length(snapshot).zip(length(laid)).map(|(a, b)| b - a);
        if let Some(km) = detour.filter(|km| longest.is_none_or(|it| *km > it.0)) {
            longest = Some((km, origin));
        }
    }
    (longest, work)
}

/// The length of the shortest way from a site to a sink, and the work done; none if there is none of known length.
fn shortest(
    snapshot: &Snapshot,
    delivery: &Delivery,
    from: &Id,
    budget: u64,
) -> (Option<f64>, u64) {
    let to = match &delivery.region {
        None => Endpoint::Sinks,
        Some(region) => Endpoint::Region(region.clone()),
    };
    let question = PathQuestion {
        k: 1,
        at: at(delivery.when),
        budget,
        ..PathQuestion::new(
            Endpoint::Sites(vec![from.clone()]),
            to,
            delivery.material.clone(),
        )
    };
    match paths(snapshot, &question) {
        Ok(found) => {
            let best = found.paths.iter().find_map(|it| it.total);
            (best, found.completeness.explored)
        }
        Err(_) => (None, 0),
    }
}
