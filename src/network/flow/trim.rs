//! Makes a flow of numbers that are one but for rounding.
//!
//! Where large flows meet small ones, what a small arc carries is the difference of large numbers, and its error is
//! a part of those, not of itself: a vertex may then send more than it gets by more than a flow may. As what is too much can be
//! left where it is, such a vertex sends less over all its arcs alike, and so do the vertices after it, until the error is
//! nothing beside what passes. No arc carries more than before, and no more is missing at the sink than was sent too
//! much, as no gain is above 1. Whether that is too much to miss is for the [check](super::check) to say.

use std::collections::VecDeque;

use crate::network::flow::FlowNet;

/// A vertex may send more than it gets by this part of both: half of what the check allows.
const ALLOWED: f64 = 5e-10;
/// How often a vertex is looked at, on average; in circles that lose little what is missing goes around many times.
const VISITS: usize = 20;

/// Lowers flows until no vertex between sends more than it gets; what was looked at. O(E), times the logarithm of E if
/// anything is to be lowered.
pub(super) fn trim(net: &FlowNet, flows: &mut [f64]) -> u64 {
    let vertices = net.vertex_count as usize;
    let (mut sent, mut arrived) = (vec![0.0; vertices], vec![0.0; vertices]);
    for (arc, flow) in net.arcs.iter().zip(&*flows) {
        sent[arc.tail as usize] += flow;
        arrived[arc.head as usize] += flow * arc.gain;
    }
    let is_between = |it: u32| it != net.source && it != net.sink;
    let is_short = |vertex: u32, sent: &[f64], arrived: &[f64]| {
        let (sent, arrived) = (sent[vertex as usize], arrived[vertex as usize]);
        is_between(vertex) && sent - arrived > ALLOWED * (sent + arrived)
    };
    let short = (0..net.vertex_count).filter(|it| is_short(*it, &sent, &arrived));
    let mut open: VecDeque<u32> = short.collect();
    let mut work = net.arcs.len() as u64;
    if open.is_empty() {
        return work;
    }
    let mut order: Vec<usize> = (0..net.arcs.len()).collect();
    order.sort_by_key(|it| net.arcs[*it].tail);
    let mut left = VISITS * vertices;
    while let Some(vertex) = open.pop_front() {
        left = left.saturating_sub(1);
        if left == 0 {
            break;
        }
        if !is_short(vertex, &sent, &arrived) {
            continue;
        }
        let first = order.partition_point(|it| net.arcs[*it].tail < vertex);
        let of_it = order[first..].iter();
        let of_it = of_it.take_while(|it| net.arcs[**it].tail == vertex);
        // Added up anew: the sums are differences by now, too.
        let (before, gets) = (sent[vertex as usize], arrived[vertex as usize].max(0.0));
        sent[vertex as usize] = 0.0;
        for at in of_it {
            work += 1;
            let arc = net.arcs[*at];
            let less = flows[*at] * (gets / before);
            arrived[arc.head as usize] -= (flows[*at] - less) * arc.gain;
            flows[*at] = less;
            sent[vertex as usize] += less;
            if is_short(arc.head, &sent, &arrived) {
                open.push_back(arc.head);
            }
        }
    }
    work
}
