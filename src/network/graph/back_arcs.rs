//! The arcs that close circles.

use crate::network::graph::Graph;

/// How far a search has come with a vertex.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    No,
    /// The search is still on the way from it.
    Open,
    Done,
}

/// By arc, whether it closes a circle of a depth-first search that begins at `starts`, in order, then at what is left, by
/// number, and goes along arcs by number. Without these arcs there is no circle; with any of them put back there is one
/// again. O(V + E); nothing recurs, so that long chains do no harm.
pub fn back_arcs(graph: &Graph, starts: impl IntoIterator<Item = u32>) -> Vec<bool> {
    let mut is_back = vec![false; graph.arc_count()];
    let mut seen = vec![Seen::No; graph.vertex_count()];
    let mut open = Vec::new();
    for start in starts.into_iter().chain((0..).take(graph.vertex_count())) {
        if seen[start as usize] != Seen::No {
            continue;
        }
        seen[start as usize] = Seen::Open;
        open.push((start, graph.leaving(start)));
        while let Some((vertex, arcs)) = open.last_mut() {
            let Some(arc) = arcs.next() else {
                seen[*vertex as usize] = Seen::Done;
                open.pop();
                continue;
            };
            let head = graph.head(arc);
            match seen[head as usize] {
                Seen::No => {
                    seen[head as usize] = Seen::Open;
                    open.push((head, graph.leaving(head)));
                }
                Seen::Open => is_back[arc as usize] = true,
                Seen::Done => {}
            }
        }
    }
    is_back
}
