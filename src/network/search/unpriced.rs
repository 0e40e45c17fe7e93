//! Arcs of unknown metric that stand on some way from an origin to a destination.
//!
//! A way may pass a place twice: whether an arc stands on a path that does not is hard to decide, and
//! missing one would claim too much.

use crate::network::search::ends::Ends;
use crate::network::search::form::Form;
use crate::network::search::space::Costs;
use crate::network::search::space::Net;
use crate::network::search::weight::UNPRICED;

/// Counts them. O((V + E) · memories), and O(E) without any search where every metric is known.
pub(crate) fn unpriced_arcs<F: Form>(
    net: Net<'_>,
    form: F,
    costs: Costs<'_>,
    ends: &Ends<'_>,
) -> u32 {
    if !costs.metric.contains(&UNPRICED) {
        return 0;
    }
    let memories = form.memories();
    let mut states = vec![Reach::None; net.graph.vertex_count() * memories as usize];
    go_forward(net, form, ends, &mut states);
    go_backward(net, form, ends, &mut states);
    let is_on_the_way = |arc: &u32| {
        let (tail, head) = (net.graph.tail(*arc), net.graph.head(*arc));
        let leads_on = |memory: u32| {
            let is_reached = states[(tail * memories + memory) as usize] != Reach::None;
            let after = form.step(memory, *arc).filter(|_| is_reached);
            after.is_some_and(|it| states[(head * memories + it) as usize] == Reach::Through)
        };
        ends.allow(net, tail, head) && (0..memories).any(leads_on)
    };
    let unknown = (0_u32..)
        .zip(costs.metric)
        .filter(|(_, it)| **it == UNPRICED);
    let found = unknown.filter(|(arc, _)| is_on_the_way(arc)).count();
    u32::try_from(found).unwrap_or(u32::MAX)
}

/// What is known of a state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// No origin leads there.
    None,
    /// An origin leads there.
    From,
    /// And it leads to a destination.
    Through,
}

fn go_forward<F: Form>(net: Net<'_>, form: F, ends: &Ends<'_>, states: &mut [Reach]) {
    let memories = form.memories();
    let starts = ends.origins.iter();
    let mut open: Vec<u32> = starts.map(|it| it * memories + form.start(*it)).collect();
    open.iter()
        .for_each(|it| states[*it as usize] = Reach::From);
    while let Some(state) = open.pop() {
        let (tail, memory) = (state / memories, state % memories);
        for arc in net.graph.leaving(tail) {
            let head = net.graph.head(arc);
            let Some(after) = form.step(memory, arc) else {
                continue;
            };
            let next = head * memories + after;
            if states[next as usize] == Reach::None && ends.allow(net, tail, head) {
                states[next as usize] = Reach::From;
                open.push(next);
            }
        }
    }
}

fn go_backward<F: Form>(net: Net<'_>, form: F, ends: &Ends<'_>, states: &mut [Reach]) {
    let memories = form.memories();
    let mut open = Vec::new();
    for vertex in ends.destinations {
        let accepted = (0..memories).filter(|it| form.accepts(*it, *vertex));
        let reached = accepted
            .map(|it| vertex * memories + it)
            .filter(|it| states[*it as usize] == Reach::From);
        open.extend(reached);
    }
    open.iter()
        .for_each(|it| states[*it as usize] = Reach::Through);
    while let Some(state) = open.pop() {
        let (head, after) = (state / memories, state % memories);
        for entering in net.graph.entering(head) {
            if !ends.allow(net, entering.tail, head) {
                continue;
            }
            for memory in form.before(after, entering.arc) {
                let last = entering.tail * memories + memory;
                if states[last as usize] == Reach::From {
                    states[last as usize] = Reach::Through;
                    open.push(last);
                }
            }
        }
    }
}
