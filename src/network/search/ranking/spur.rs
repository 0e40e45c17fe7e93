//! The best path of one class: A* from the end of a given beginning, with exact potentials.
//!
//! The queue is ordered by estimate, then weight so far: since every arc has positive weight, all
//! labels on optimal ways to a state are final before the state is expanded, and the way whose arcs come
//! first can be kept among equals. Places the beginning has left are closed; that the rest
//! returns to a place it leaves itself is not excluded here but found afterwards.

use std::cmp::Reverse;

use crate::network::search::ranking::END;
use crate::network::search::ranking::Ranking;
use crate::network::search::route::Route;
use crate::network::search::space::Rule;
use crate::network::search::weight::Weight;
use crate::network::search::workspace::Label;
use crate::network::search::workspace::NONE;
use crate::network::search::workspace::Waiting;

/// A beginning of paths that is walked arc by arc.
pub(super) struct Spur<'r, 'a, R> {
    pub(super) ranking: &'r mut Ranking<'a, R>,
    /// Where the beginning ends; none before the origin is chosen.
    here: Option<Here>,
}

#[derive(Clone, Copy)]
struct Here {
    state: u32,
    vertex: u32,
    place: u32,
    weight: Weight,
}

impl<'r, 'a, R: Rule> Spur<'r, 'a, R> {
    /// The beginning without an origin.
    pub(super) fn begin(ranking: &'r mut Ranking<'a, R>) -> Self {
        let vertices = ranking.net.graph.vertex_count();
        // Places are numbered below the number of vertices, since each has at least one.
        ranking.workspace.visited.clear(vertices);
        ranking.workspace.left.clear(vertices);
        Self {
            ranking,
            here: None,
        }
    }

    /// Chooses the origin.
    pub(super) fn start(&mut self, vertex: u32) {
        self.arrive(vertex, self.ranking.rule.start(vertex), Weight::ZERO);
    }

    /// Goes along an arc, which the rule allows.
    pub(super) fn follow(&mut self, arc: u32) {
        let Some(here) = self.here else { return };
        let memories = self.ranking.rule.memories();
        if let Some((memory, price)) = self.ranking.rule.step(here.state % memories, arc) {
            let head = self.ranking.net.graph.head(arc);
            self.arrive(head, memory, here.weight + price);
        }
    }

    fn arrive(&mut self, vertex: u32, memory: u32, weight: Weight) {
        let ranking = &mut *self.ranking;
        let place = ranking.net.places[vertex as usize];
        if let Some(before) = self.here.filter(|it| it.place != place) {
            ranking.workspace.left.set(before.place, ());
        }
        ranking.workspace.visited.set(vertex, ());
        self.here = Some(Here {
            state: vertex * ranking.rule.memories() + memory,
            vertex,
            place,
            weight,
        });
    }

    /// The least weight of a path that goes on with an item that is not banned; none if there is no such path.
    pub(super) fn bound(&mut self, banned: &[u32]) -> Option<Weight> {
        let memories = self.ranking.rule.memories();
        let Some(here) = self.here else {
            let ranking = &*self.ranking;
            let origins = ranking
                .ends
                .origins
                .iter()
                .filter(|it| !banned.contains(it));
            return origins
                .filter_map(|it| {
                    let state = it * memories + ranking.rule.start(*it);
                    ranking.workspace.potentials.get(state)
                })
                .min();
        };
        let mut best = (self.may_end(here.state, here.weight) && !banned.contains(&END))
            .then_some(here.weight);
        for arc in self.ranking.net.graph.leaving(here.vertex) {
            self.ranking.work += 1;
            if banned.contains(&arc) {
                continue;
            }
            let Some((_, weight, rest)) = self.relax(here.state, arc) else {
                continue;
            };
            let through = here.weight + weight + rest;
            best = Some(best.map_or(through, |it| it.min(through)));
        }
        best
    }

    /// The best path that goes on with an item that is not banned, given as the arcs after the beginning.
    /// `bound` is what is known of its weight.
    ///
    /// # Errors
    /// The least possible weight, if the budget ran out.
    pub(super) fn search(
        &mut self,
        banned: &[u32],
        bound: Weight,
    ) -> Result<Option<Route>, Weight> {
        self.seed(banned);
        while let Some(Reverse(waiting)) = self.ranking.workspace.queue.pop() {
            let label = self.ranking.workspace.labels[waiting.label as usize];
            let is_first = label.arc == NONE;
            if !is_first && self.ranking.workspace.best.get(label.state) != Some(waiting.label) {
                continue;
            }
            if waiting.is_end {
                return Ok(Some(self.route_to(waiting.label)));
            }
            if self.ranking.work >= self.ranking.budget {
                return Err(waiting.estimate.max(bound));
            }
            let banned = if is_first && self.here.is_some() {
                banned
            } else {
                &[]
            };
            if self.may_end(label.state, label.weight) && !banned.contains(&END) {
                let end = self.end_state();
                self.reach(waiting.label, END, end, label.weight, Weight::ZERO);
            }
            let vertex = label.state / self.ranking.rule.memories();
            for arc in self.ranking.net.graph.leaving(vertex) {
                self.ranking.work += 1;
                if banned.contains(&arc) {
                    continue;
                }
                if let Some((state, price, rest)) = self.relax(label.state, arc) {
                    self.reach(waiting.label, arc, state, label.weight + price, rest);
                }
            }
        }
        Ok(None)
    }

    /// Lets the end of the beginning wait, or every origin that is not banned.
    fn seed(&mut self, banned: &[u32]) {
        let ranking = &mut *self.ranking;
        let memories = ranking.rule.memories();
        let states = ranking.net.graph.vertex_count() * memories as usize;
        let workspace = &mut *ranking.workspace;
        workspace.best.clear(states + 1);
        workspace.labels.clear();
        workspace.queue.clear();
        let mut seed = |state: u32, weight: Weight| {
            let Some(rest) = workspace.potentials.get(state) else {
                return;
            };
            let label = u32::try_from(workspace.labels.len()).unwrap_or(NONE);
            workspace.labels.push(Label {
                state,
                arc: NONE,
                parent: NONE,
                weight,
            });
            workspace.queue.push(Reverse(Waiting {
                estimate: weight + rest,
                weight,
                is_end: false,
                label,
            }));
        };
        match self.here {
            Some(here) => seed(here.state, here.weight),
            None => {
                let origins = ranking.ends.origins.iter();
                origins
                    .filter(|it| !banned.contains(it))
                    .for_each(|it| seed(it * memories + ranking.rule.start(*it), Weight::ZERO));
            }
        }
    }

    /// The state an arc leads to, its price, and the least weight from there; none if no path may go there.
    fn relax(&self, state: u32, arc: u32) -> Option<(u32, Weight, Weight)> {
        let ranking = &*self.ranking;
        let memories = ranking.rule.memories();
        let (tail, head) = (state / memories, ranking.net.graph.head(arc));
        let workspace = &*ranking.workspace;
        let (from, to) = (
            ranking.net.places[tail as usize],
            ranking.net.places[head as usize],
        );
        let is_return = self.here.is_some_and(|it| it.place == to) && from != to;
        if is_return || workspace.visited.has(head) || workspace.left.has(to) {
            return None;
        }
        let (memory, price) = ranking.rule.step(state % memories, arc)?;
        let next = head * memories + memory;
        let rest = workspace.potentials.get(next)?;
        ranking
            .ends
            .allow(ranking.net, tail, head)
            .then_some((next, price, rest))
    }

    fn may_end(&self, state: u32, weight: Weight) -> bool {
        let ranking = &*self.ranking;
        // Every arc has a weight, so that this is where a path may end and nowhere else.
        weight.steps() > 0 && ranking.workspace.potentials.get(state) == Some(Weight::ZERO)
    }

    /// The state of finished paths, after all others.
    fn end_state(&self) -> u32 {
        let states = self.ranking.net.graph.vertex_count() * self.ranking.rule.memories() as usize;
        u32::try_from(states).unwrap_or(NONE)
    }

    /// Records that a label reaches a state, if no better way is known.
    fn reach(&mut self, parent: u32, arc: u32, state: u32, weight: Weight, rest: Weight) {
        if let Some(known) = self.ranking.workspace.best.get(state) {
            let known = self.ranking.workspace.labels[known as usize];
            let is_better = weight < known.weight
                || (weight == known.weight
                    && self.precedes((parent, arc), (known.parent, known.arc)));
            if !is_better {
                return;
            }
        }
        let is_end = arc == END;
        let workspace = &mut *self.ranking.workspace;
        let label = u32::try_from(workspace.labels.len()).unwrap_or(NONE);
        workspace.labels.push(Label {
            state,
            arc,
            parent,
            weight,
        });
        workspace.best.set(state, label);
        workspace.queue.push(Reverse(Waiting {
            estimate: weight + rest,
            weight,
            is_end,
            label,
        }));
    }

    /// Whether the arcs of one way come before those of another, both (label, last arc) of equal weight,
    /// hence of equal length. O(steps since they parted).
    fn precedes(&self, a: (u32, u32), b: (u32, u32)) -> bool {
        let labels = &self.ranking.workspace.labels;
        let ((mut at_a, mut arc_a), (mut at_b, mut arc_b)) = (a, b);
        while at_a != at_b {
            let (label_a, label_b) = (labels[at_a as usize], labels[at_b as usize]);
            if label_a.arc == NONE || label_b.arc == NONE {
                break;
            }
            if label_a.arc != label_b.arc {
                (arc_a, arc_b) = (label_a.arc, label_b.arc);
            }
            (at_a, at_b) = (label_a.parent, label_b.parent);
        }
        let order = |arc: u32| self.ranking.net.order.get(arc as usize);
        order(arc_a) < order(arc_b)
    }

    /// The route that a finished label stands for.
    fn route_to(&self, label: u32) -> Route {
        let labels = &self.ranking.workspace.labels;
        let end = labels[label as usize];
        let mut arcs = Vec::new();
        let mut at = labels[end.parent as usize];
        while at.arc != NONE {
            arcs.push(at.arc);
            at = labels[at.parent as usize];
        }
        arcs.reverse();
        Route {
            origin: at.state / self.ranking.rule.memories(),
            arcs,
            weight: end.weight,
        }
    }
}
