//! Whether anything bounds what arrives.
//!
//! No gain is above 1, so that no cycle makes something of nothing: any flow is a sum of ways from the source to the sink
//! and of what is lost. A flow of any size is there if and only if one way has no capacity on it and loses not all.

use crate::network::flow::FlowNet;

const NOT_REACHED: u32 = u32::MAX;

/// The arcs of a way of fewest arcs that takes without end; by breadth, first arcs first. O(V + E).
pub(super) fn without_end(net: &FlowNet) -> Option<Vec<u32>> {
    let vertices = net.vertex_count as usize;
    let open = |at: &usize| net.arcs[*at].capacity.is_infinite() && net.arcs[*at].gain > 0.0;
    let mut order: Vec<usize> = (0..net.arcs.len()).filter(open).collect();
    order.sort_by_key(|at| net.arcs[*at].tail);
    let mut by = vec![usize::MAX; vertices];
    let mut depth = vec![NOT_REACHED; vertices];
    depth[net.source as usize] = 0;
    let mut queue = vec![net.source];
    let mut done = 0;
    while let Some(&at) = queue.get(done) {
        done += 1;
        let first = order.partition_point(|it| net.arcs[*it].tail < at);
        let of_at = order[first..].iter();
        for arc in of_at.take_while(|it| net.arcs[**it].tail == at) {
            let head = net.arcs[*arc].head;
            if depth[head as usize] == NOT_REACHED {
                depth[head as usize] = depth[at as usize] + 1;
                by[head as usize] = *arc;
                queue.push(head);
            }
        }
    }
    if net.source == net.sink || depth[net.sink as usize] == NOT_REACHED {
        return None;
    }
    let mut along = Vec::new();
    let mut at = net.sink;
    while at != net.source {
        let arc = by[at as usize];
        along.extend(u32::try_from(arc));
        at = net.arcs[arc].tail;
    }
    along.reverse();
    Some(along)
}
