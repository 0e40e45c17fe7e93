//! The least weight from every state to a destination, by one backward search.
//!
//! Dijkstra's algorithm on the reversed product. The weights are exact as long as nothing is
//! avoided, and a lower bound that is consistent otherwise, which is what A* needs.

use std::cmp::Reverse;

use crate::network::search::ends::Ends;
use crate::network::search::space::Net;
use crate::network::search::space::Rule;
use crate::network::search::weight::Weight;
use crate::network::search::workspace::Workspace;

/// How a backward search ended.
pub(crate) enum Backward {
    /// Every state that reaches a destination has its potential.
    Whole,
    /// The budget ran out; what has no potential yet is at least this far.
    Cut(Weight),
}

/// Fills `workspace.potentials`, adding the arcs relaxed to `work`. O(E log V) for the part of the
/// network that reaches a destination.
pub(crate) fn potentials<R: Rule>(
    net: Net<'_>,
    rule: R,
    ends: &Ends<'_>,
    workspace: &mut Workspace,
    work: &mut u64,
    budget: u64,
) -> Backward {
    let memories = rule.memories();
    let states = net.graph.vertex_count() * memories as usize;
    let Workspace {
        potentials,
        best: settled,
        backward: queue,
        ..
    } = workspace;
    potentials.clear(states);
    settled.clear(states + 1);
    queue.clear();
    for vertex in ends.destinations {
        for memory in (0..memories).filter(|it| rule.accepts(*it, *vertex)) {
            potentials.set(vertex * memories + memory, Weight::ZERO);
            queue.push(Reverse((Weight::ZERO, vertex * memories + memory)));
        }
    }
    while let Some(Reverse((weight, state))) = queue.pop() {
        if settled.has(state) {
            continue;
        }
        if *work >= budget {
            return Backward::Cut(weight);
        }
        settled.set(state, 0);
        let (head, after) = (state / memories, state % memories);
        for entering in net.graph.entering(head) {
            *work += 1;
            if !ends.allow(net, entering.tail, head) {
                continue;
            }
            for (memory, price) in rule.before(after, entering.arc) {
                let tail = entering.tail * memories + memory;
                let through = weight + price;
                if potentials.get(tail).is_none_or(|known| through < known) {
                    potentials.set(tail, through);
                    queue.push(Reverse((through, tail)));
                }
            }
        }
    }
    Backward::Whole
}
