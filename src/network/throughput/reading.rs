//! What is read off the flows of a question once they are found: beside the amounts, what they hang on.

use crate::network::snapshot::Snapshot;
use crate::network::throughput::answer::Solved;
use crate::network::throughput::answer::Throughput;
use crate::network::throughput::bottlenecks::holding;
use crate::network::throughput::cut::minimum_cut;
use crate::network::throughput::laid::laid;
use crate::network::throughput::model::Model;
use crate::network::throughput::question::Parts;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::question::ThroughputQuestion;
use crate::network::throughput::single_points::Elements;
use crate::network::throughput::single_points::single_points;
use crate::network::throughput::single_points::structural;
use crate::network::throughput::solved::Purse;
use crate::network::throughput::stages::stage_balance;

/// An answer, and the solved network it tells of.
pub(super) type Told<'a> = (&'a mut Throughput, &'a Solved);

/// Reads the parts asked for off the upper and the lower flow, the cheapest first. Told is of which parts something was
/// left out, since it would have cost too much.
pub(super) fn read(
    snapshot: &Snapshot,
    model: &Model,
    question: &ThroughputQuestion,
    told: [Told<'_>; 2],
    purse: &mut Purse,
) -> Result<Parts, ThroughputError> {
    let (registry, parts) = (snapshot.registry(), question.parts);
    let (mut told, mut cut) = (told, Parts::default());
    // Along one product nothing is transformed.
    if parts.stage_balance && question.product.is_none() {
        let stages = stage_balance(registry, model, purse)?;
        for (it, _) in &mut told {
            it.stage_balance.clone_from(&stages);
        }
        cut.stage_balance = purse.take_cut();
    }
    for (it, solved) in &mut told {
        let Some(found) = solved.flow() else { continue };
        it.subgraph = laid(registry, model, found.flow);
        it.minimum_cut = minimum_cut(registry, model, found);
        if parts.bottlenecks {
            let holding = holding(registry, model, found, purse)?;
            it.bottlenecks = holding.alone;
            it.jointly_binding = holding.jointly;
        }
    }
    cut.bottlenecks = purse.take_cut();
    if parts.single_points {
        let elements = Elements::new(registry, model);
        if let Some(always) = structural(&model.net(true), &elements, purse) {
            for (it, solved) in told {
                it.single_points = single_points(&elements, &always, solved.flow(), purse)?;
            }
        }
        cut.single_points = purse.take_cut();
    }
    Ok(cut)
}
