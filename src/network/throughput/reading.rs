//! What is read off the flows of a question once they are found: beside the amounts, what they hang on.

use std::collections::BTreeSet;

use crate::network::snapshot::Snapshot;
use crate::network::throughput::answer::Throughput;
use crate::network::throughput::bottlenecks::holding;
use crate::network::throughput::cut::minimum_cut;
use crate::network::throughput::laid::laid;
use crate::network::throughput::model::Model;
use crate::network::throughput::question::Parts;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::single_points::Elements;
use crate::network::throughput::single_points::single_points;
use crate::network::throughput::single_points::structural;
use crate::network::throughput::solved::Purse;
use crate::network::throughput::solved::Solved;
use crate::network::throughput::stages::stage_balance;

/// An answer, and the flow it tells; none where nothing bounds it.
pub(super) type Told<'a> = (&'a mut Throughput, Option<&'a Solved>);

/// Reads the parts asked for off the upper and the lower flow, the cheapest first. What costs too much is left out,
/// and the purse says so.
pub(super) fn read(
    snapshot: &Snapshot,
    model: &Model,
    parts: Parts,
    told: [Told<'_>; 2],
    purse: &mut Purse,
) -> Result<(), ThroughputError> {
    let registry = snapshot.registry();
    let mut told = told;
    if parts.stage_balance {
        let stages = stage_balance(registry, model, purse)?;
        for (it, _) in &mut told {
            it.stage_balance.clone_from(&stages);
        }
    }
    for (it, solved) in &mut told {
        let Some(solved) = solved else { continue };
        it.subgraph = laid(registry, model, &solved.flow);
        it.minimum_cut = minimum_cut(registry, model, solved);
        if parts.bottlenecks {
            let holding = holding(registry, model, solved, purse)?;
            it.bottlenecks = holding.alone;
            it.jointly_binding = holding.jointly;
        }
    }
    if parts.single_points {
        let elements = Elements::new(registry, model);
        let always: BTreeSet<_> = structural(&model.net(true), &elements, purse);
        for (it, solved) in told {
            it.single_points = single_points(&elements, &always, solved, purse)?;
        }
    }
    Ok(())
}
