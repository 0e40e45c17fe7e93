//! How the beginning of a path goes on, and where it may end.

use crate::network::search::pareto::closed::Closed;
use crate::network::search::pareto::closed::Stay;
use crate::network::search::pareto::front::Draft;
use crate::network::search::pareto::front::Front;
use crate::network::search::pareto::ground::Space;
use crate::network::search::pareto::ground::fewest_left;
use crate::network::search::pareto::known::Pair;
use crate::network::search::space::Rule;
use crate::network::search::workspace::Label;

impl<R: Rule> Front<'_, '_, R> {
    /// The beginning that goes on from a label along an arc; none if no path does.
    pub(super) fn extended(&mut self, from: &Draft, label: u32, arc: u32) -> Option<Draft> {
        let ground = self.ground;
        let Space {
            net, rule, ends, ..
        } = ground.space;
        let memories = rule.memories();
        let (tail, head) = (from.way.state / memories, net.graph.head(arc));
        let (memory, price) = rule.step(from.way.state % memories, arc)?;
        let state = head * memories + memory;
        let weight = from.way.weight + price;
        let left = fewest_left(self.workspace, state, self.max_steps.is_some());
        let is_long = self
            .max_steps
            .is_some_and(|max| weight.steps() + left > max);
        // Whether a place was left is seen by looking back along the way, which costs as much as comparing labels.
        self.compared += u64::from(from.way.weight.steps());
        if is_long || !ends.allow(net, tail, head) || !self.may_enter(label, tail, head) {
            return None;
        }
        Some(Draft {
            way: Label {
                state,
                arc,
                parent: label,
                weight,
            },
            pair: Pair {
                first: weight.metric(),
                second: from.pair.second + ground.space.second(arc),
            },
            closed: self.closed_after(from.closed, label, tail, head),
            number: None,
        })
    }

    /// Whether the way to a label may go on to a vertex: not back to a place it has left, nor to a vertex of the
    /// present stay, nor in the first stay to another origin.
    fn may_enter(&self, label: u32, tail: u32, head: u32) -> bool {
        let space = self.ground.space;
        let (here, there) = (space.place(tail), space.place(head));
        if here == there {
            let is_first = self.closed.stay(self.extras[label as usize].closed) != Stay::Later;
            return !(is_first && space.ends.is_origin(head))
                && self.stay_of(label).all(|vertex| vertex != head);
        }
        !self.ground.can_return(here, there)
            || self
                .vertices_back(label)
                .all(|vertex| space.place(vertex) != there)
    }

    /// What is closed when a label goes on from one vertex to another.
    fn closed_after(&mut self, closed: u32, label: u32, tail: u32, head: u32) -> u32 {
        let ground = self.ground;
        let space = ground.space;
        let (here, there) = (space.place(tail), space.place(head));
        if here == there {
            return if ground.is_exact {
                self.closed.go_on(closed, tail)
            } else {
                closed
            };
        }
        if !ground.can_return(here, there) {
            return Closed::empty(Stay::Later);
        }
        let is_first = self.closed.stay(closed) != Stay::Later;
        let is_open = ground.is_open(here, is_first, self.stay_of(label));
        self.closed.leave(closed, is_open.then_some(here))
    }

    /// The vertices of the way to a label, the last first.
    fn vertices_back(&self, label: u32) -> impl Iterator<Item = u32> {
        let memories = self.ground.space.rule.memories();
        let labels = std::iter::successors(self.labels.get(label as usize), |it| {
            self.labels.get(it.parent as usize)
        });
        labels.map(move |it| it.state / memories)
    }

    /// Those of the stay it ends in.
    fn stay_of(&self, label: u32) -> impl Iterator<Item = u32> {
        let space = self.ground.space;
        let mut vertices = self.vertices_back(label).peekable();
        let here = vertices.peek().map(|it| space.place(*it));
        vertices.take_while(move |it| Some(space.place(*it)) == here)
    }

    /// Whether the way to a label is a path.
    pub(super) fn may_end(&self, label: u32) -> bool {
        let Space { rule, ends, .. } = self.ground.space;
        let way = self.labels[label as usize];
        let mut stay = self.stay_of(label);
        let is_end = stay.next().is_some_and(|it| {
            ends.is_destination(it) && rule.accepts(way.state % rule.memories(), it)
        });
        way.weight.steps() > 0 && is_end && !stay.any(|it| ends.is_destination(it))
    }
}
