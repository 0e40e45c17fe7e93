//! The least weight from every state to a destination, by one backward search.
//!
//! Dijkstra's algorithm on the reversed product, among the states that an origin leads to: on a large network that
//! is a small part of what leads to a destination. The weights are exact as long as nothing is
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
/// network that origins lead to and that leads to a destination.
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
    let is_whole = reach(net, rule, ends, workspace, work, budget / 4);
    let Workspace {
        reached,
        potentials,
        best: settled,
        backward: queue,
        ..
    } = workspace;
    potentials.clear(states);
    settled.clear(states + 1);
    queue.clear();
    for vertex in ends.destinations {
        let accepted = (0..memories).filter(|it| rule.accepts(*it, *vertex));
        let ends = accepted.map(|it| vertex * memories + it);
        for state in ends.filter(|it| !is_whole || reached.has(*it)) {
            potentials.set(state, Weight::ZERO);
            queue.push(Reverse((Weight::ZERO, state)));
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
                if is_whole && !reached.has(tail) {
                    continue;
                }
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

/// Fills `workspace.reached` with the states that origins lead to, adding the arcs looked at to `work`; whether it
/// came to an end within the budget. O(V + E) of that part.
fn reach<R: Rule>(
    net: Net<'_>,
    rule: R,
    ends: &Ends<'_>,
    workspace: &mut Workspace,
    work: &mut u64,
    budget: u64,
) -> bool {
    let memories = rule.memories();
    let Workspace { reached, open, .. } = workspace;
    reached.clear(net.graph.vertex_count() * memories as usize);
    open.clear();
    for origin in ends.origins {
        let state = origin * memories + rule.start(*origin);
        reached.set(state, ());
        open.push(state);
    }
    while let Some(state) = open.pop() {
        if *work >= budget {
            return false;
        }
        let (tail, memory) = (state / memories, state % memories);
        for arc in net.graph.leaving(tail) {
            *work += 1;
            let head = net.graph.head(arc);
            let Some((after, _)) = rule.step(memory, arc) else {
                continue;
            };
            let next = head * memories + after;
            if !reached.has(next) && ends.allow(net, tail, head) {
                reached.set(next, ());
                open.push(next);
            }
        }
    }
    true
}
