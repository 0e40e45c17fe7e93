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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::dice::Dice;

    /// By pairs of vertices, whether arcs lead from the one to the other, in one step or more (Warshall).
    fn reached(vertices: usize, arcs: &[(u32, u32)]) -> Vec<Vec<bool>> {
        let mut reached = vec![vec![false; vertices]; vertices];
        for (tail, head) in arcs {
            reached[*tail as usize][*head as usize] = true;
        }
        for by in 0..vertices {
            for from in 0..vertices {
                for to in 0..vertices {
                    reached[from][to] |= reached[from][by] && reached[by][to];
                }
            }
        }
        reached
    }

    #[test]
    fn what_is_left_has_no_circle_and_nothing_is_taken_out_for_nothing() {
        let mut dice = Dice(7);
        let (mut with_circles, mut without) = (0, 0);
        for _ in 0..600 {
            let vertices = 1 + dice.roll(7);
            let count = dice.roll(2 * vertices + 1);
            let mut end = || dice.number(vertices);
            let mut arcs: Vec<(u32, u32)> = (0..count).map(|_| (end(), end())).collect();
            arcs.sort_by_key(|it| it.0);
            let start = dice.number(vertices);
            let is_back = back_arcs(&Graph::new(vertices, &arcs), [start]);
            assert_eq!(is_back.len(), arcs.len());
            let (back, left): (Vec<_>, Vec<_>) = arcs.iter().zip(&is_back).partition(|it| *it.1);
            let left: Vec<(u32, u32)> = left.into_iter().map(|it| *it.0).collect();
            let leads = reached(vertices, &left);
            assert!((0..vertices).all(|it| !leads[it][it]), "{arcs:?}");
            for ((tail, head), _) in &back {
                let closes = tail == head || leads[*head as usize][*tail as usize];
                assert!(closes, "{tail} to {head} of {arcs:?}");
            }
            let has_circle = (0..vertices).any(|it| reached(vertices, &arcs)[it][it]);
            assert_eq!(has_circle, !back.is_empty());
            with_circles += usize::from(has_circle);
            without += usize::from(!has_circle);
        }
        assert!(
            with_circles > 100 && without > 100,
            "{with_circles} {without}"
        );
    }

    #[test]
    fn a_long_chain_is_no_deep_recursion() {
        let length = 300_000;
        let mut arcs: Vec<(u32, u32)> = (0..length - 1).map(|at| (at, at + 1)).collect();
        arcs.push((length - 1, 0));
        let is_back = back_arcs(&Graph::new(length as usize, &arcs), [1]);
        // The search begins at 1 and comes round to it.
        let back: Vec<usize> = (0..arcs.len()).filter(|at| is_back[*at]).collect();
        assert_eq!(back, [0]);
    }
}
