//! A front, pair by pair: labels taken up in the order of their estimates.

mod going_on;

use std::cmp::Ordering;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::search::labels::precedes;
use crate::network::search::labels::way_to;
use crate::network::search::pareto::closed::Closed;
use crate::network::search::pareto::closed::Stay;
use crate::network::search::pareto::ground::Ground;
use crate::network::search::pareto::ground::Space;
use crate::network::search::pareto::ground::least_left;
use crate::network::search::pareto::known::Known;
use crate::network::search::pareto::known::Pair;
use crate::network::search::route::Route;
use crate::network::search::space::Rule;
use crate::network::search::weight::Weight;
use crate::network::search::workspace::Label;
use crate::network::search::workspace::NONE;
use crate::network::search::workspace::Workspace;

/// Labels of one search at the most: with what belongs to them about 100 MB.
pub(super) const MAX_LABELS: usize = 1_000_000;

/// So many comparisons of labels cost about as much as relaxing one arc.
const COMPARISONS_PER_ARC: u64 = 16;

/// The next of a front.
pub(super) enum Step {
    /// A pair that no path beats, and its path.
    Route(Pair, Route),
    /// There is none, and none was cut off.
    Nothing,
    /// The budget ran out; no further pair is better in the first metric.
    Cut(u64),
}

/// A front as far as it is known.
pub(super) struct Front<'g, 'a, R> {
    ground: &'g Ground<'a, R>,
    workspace: &'g mut Workspace,
    /// How many steps a path may have; none for any number.
    max_steps: Option<u32>,
    budget: u64,
    /// Arcs relaxed.
    relaxed: u64,
    /// Labels compared, and looked back at.
    compared: u64,
    labels: Vec<Label>,
    /// By label, the rest of it.
    extras: Vec<Extra>,
    queue: BinaryHeap<Reverse<Waiting>>,
    closed: Closed,
    known: Known,
    /// The pair found last and the best label known that has it.
    found: Option<(Pair, u32)>,
}

/// What a label has besides its way and its weight in the first metric.
#[derive(Clone, Copy)]
struct Extra {
    second: u64,
    /// The least second metric of this label and those after it in the list of the state.
    least: u64,
    /// What it has closed.
    closed: u32,
    /// The next in the list of labels taken up at the same state, or [`NONE`].
    next: u32,
}

/// A beginning of paths that may become a label.
#[derive(Clone, Copy)]
struct Draft {
    way: Label,
    pair: Pair,
    closed: u32,
    /// Its number, if it has become a label.
    number: Option<u32>,
}

/// A label in the queue, in the order of estimates, then steps and assumptions so far.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    estimate: Pair,
    steps: u32,
    assumptions: u32,
    state: u32,
    label: u32,
}

impl Waiting {
    /// All but the label.
    fn rank(&self) -> (Pair, u32, u32, u32) {
        (self.estimate, self.steps, self.assumptions, self.state)
    }
}

impl<'g, 'a, R: Rule> Front<'g, 'a, R> {
    /// A front of which nothing is known yet.
    pub(super) fn new(
        ground: &'g Ground<'a, R>,
        workspace: &'g mut Workspace,
        max_steps: Option<u32>,
        budget: u64,
    ) -> Self {
        let Space {
            net, rule, ends, ..
        } = ground.space;
        let vertices = net.graph.vertex_count();
        workspace.best.clear(vertices * rule.memories() as usize);
        let mut front = Self {
            ground,
            workspace,
            max_steps,
            budget,
            relaxed: 0,
            compared: 0,
            labels: Vec::new(),
            extras: Vec::new(),
            queue: BinaryHeap::new(),
            closed: Closed::new(u32::try_from(vertices).unwrap_or(NONE)),
            known: Known::default(),
            found: None,
        };
        for vertex in ends.origins {
            let is_both = ends.is_destination(*vertex);
            front.wait(Draft {
                way: Label {
                    state: vertex * rule.memories() + rule.start(*vertex),
                    arc: NONE,
                    parent: NONE,
                    weight: Weight::ZERO,
                },
                pair: Pair {
                    first: 0,
                    second: 0,
                },
                closed: Closed::empty(if is_both {
                    Stay::FirstAtDestination
                } else {
                    Stay::First
                }),
                number: None,
            });
        }
        front
    }

    /// Takes note of the pair of a path that is on the front.
    pub(super) fn knows(&mut self, pair: Pair) {
        self.known.add(pair);
    }

    /// Arcs relaxed, and labels compared where these are many.
    pub(super) fn work(&self) -> u64 {
        self.relaxed + self.compared / COMPARISONS_PER_ARC
    }

    /// The next pair.
    pub(super) fn next(&mut self) -> Step {
        loop {
            let first = self.queue.peek().map(|it| it.0);
            // While estimates are equal to the pair found last, a better path may have it.
            if let Some((pair, label)) = self.found
                && first.is_none_or(|it| it.estimate != pair)
            {
                self.found = None;
                return Step::Route(pair, self.route_to(label));
            }
            let Some(first) = first else {
                return Step::Nothing;
            };
            if self.is_spent() {
                return Step::Cut(first.estimate.first);
            }
            for label in self.take_equals(first) {
                self.take_up(label);
            }
        }
    }

    fn is_spent(&self) -> bool {
        self.work() >= self.budget || self.labels.len() >= MAX_LABELS || self.closed.is_full()
    }

    /// Takes the first labels out of the queue that differ in the ids of their arcs alone, in the order of these.
    /// All of them are there by now: every arc is a step, so that what leads to them came before.
    fn take_equals(&mut self, first: Waiting) -> Vec<u32> {
        let mut equals = Vec::new();
        while let Some(Reverse(next)) = self.queue.peek()
            && next.rank() == first.rank()
        {
            equals.push(next.label);
            self.queue.pop();
        }
        let last = |label: u32| {
            let way = self.labels[label as usize];
            (way.parent, way.arc)
        };
        let net = self.ground.space.net;
        equals.sort_unstable_by(|a, b| {
            if a == b {
                Ordering::Equal
            } else if precedes(net, &self.labels, last(*a), last(*b)) {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        });
        equals
    }

    /// Goes on from a label, unless nothing can come of it.
    fn take_up(&mut self, label: u32) {
        let (way, extra) = (self.labels[label as usize], self.extras[label as usize]);
        let draft = Draft {
            way,
            pair: Pair {
                first: way.weight.metric(),
                second: extra.second,
            },
            closed: extra.closed,
            number: Some(label),
        };
        if !self.is_worth(&draft) {
            return;
        }
        let next = self.workspace.best.get(way.state).unwrap_or(NONE);
        let after = self.extras.get(next as usize);
        let least = after.map_or(extra.second, |it| it.least.min(extra.second));
        self.extras[label as usize] = Extra {
            least,
            next,
            ..extra
        };
        self.workspace.best.set(way.state, label);
        if self.may_end(label) {
            self.end(draft.pair, label);
        }
        let vertex = way.state / self.ground.space.rule.memories();
        for arc in self.ground.space.net.graph.leaving(vertex) {
            self.relaxed += 1;
            if let Some(next) = self.extended(&draft, label, arc)
                && self.is_worth(&next)
            {
                self.wait(next);
            }
        }
    }

    /// Whether something can come of a beginning: a path may be on the front, and no label stands for it.
    fn is_worth(&mut self, draft: &Draft) -> bool {
        let Some(left) = least_left(self.workspace, draft.way.state) else {
            return false;
        };
        !self.known.beats(draft.pair.plus(left)) && !self.is_stood_for(draft)
    }

    /// Whether some label taken up at the same state makes a beginning superfluous.
    fn is_stood_for(&mut self, draft: &Draft) -> bool {
        let mut at = self.workspace.best.get(draft.way.state).unwrap_or(NONE);
        let mut compared = 0;
        let mut is_stood_for = false;
        while let Some(extra) = self.extras.get(at as usize) {
            if is_stood_for || extra.least > draft.pair.second {
                break;
            }
            compared += 1;
            is_stood_for = self.stands_for(at, *extra, draft);
            at = extra.next;
        }
        self.compared += compared;
        is_stood_for
    }

    /// Whether a label makes a beginning at the same state superfluous; see the proof above.
    fn stands_for(&self, label: u32, extra: Extra, draft: &Draft) -> bool {
        let way = self.labels[label as usize];
        let pair = Pair {
            first: way.weight.metric(),
            second: extra.second,
        };
        if !pair.is_within(draft.pair)
            || (self.max_steps.is_some() && way.weight.steps() > draft.way.weight.steps())
        {
            return false;
        }
        if pair == draft.pair {
            let comes_first = way.weight < draft.way.weight
                || (way.weight == draft.way.weight && self.precedes(label, draft));
            if !comes_first {
                return false;
            }
        }
        let counts = |member: u32| self.counts(member, draft);
        self.closed.is_within(extra.closed, draft.closed, counts)
    }

    fn precedes(&self, label: u32, draft: &Draft) -> bool {
        let way = self.labels[label as usize];
        draft.number != Some(label)
            && precedes(
                self.ground.space.net,
                &self.labels,
                (way.parent, way.arc),
                (draft.way.parent, draft.way.arc),
            )
    }

    /// Whether a path may return to what is closed for another and still be on the front.
    fn counts(&self, member: u32, draft: &Draft) -> bool {
        if member as usize >= self.ground.space.net.graph.vertex_count() {
            return true;
        }
        let (left, fewest) = self.ground.least_from(member);
        let steps = draft.way.weight.steps().saturating_add(fewest);
        let is_long = self.max_steps.is_some_and(|max| steps > max);
        !is_long && !self.known.beats(draft.pair.plus(left))
    }

    /// Takes note of a path.
    fn end(&mut self, pair: Pair, label: u32) {
        match self.found {
            Some((found, best)) if found == pair => {
                let last = |it: u32| {
                    let way = self.labels[it as usize];
                    (way.parent, way.arc)
                };
                let weight = |it: u32| self.labels[it as usize].weight;
                let net = self.ground.space.net;
                let is_better = weight(label) < weight(best)
                    || (weight(label) == weight(best)
                        && precedes(net, &self.labels, last(label), last(best)));
                if is_better {
                    self.found = Some((pair, label));
                }
            }
            _ => {
                self.found = Some((pair, label));
                self.known.add(pair);
            }
        }
    }

    /// Makes a label of a beginning and lets it wait; nothing if no destination can be reached.
    fn wait(&mut self, draft: Draft) {
        let Some(left) = least_left(self.workspace, draft.way.state) else {
            return;
        };
        let label = u32::try_from(self.labels.len()).unwrap_or(NONE);
        self.labels.push(draft.way);
        self.extras.push(Extra {
            second: draft.pair.second,
            least: draft.pair.second,
            closed: draft.closed,
            next: NONE,
        });
        self.queue.push(Reverse(Waiting {
            estimate: draft.pair.plus(left),
            steps: draft.way.weight.steps(),
            assumptions: draft.way.weight.assumptions(),
            state: draft.way.state,
            label,
        }));
    }

    /// The route that a label stands for.
    fn route_to(&self, label: u32) -> Route {
        let (first, arcs) = way_to(&self.labels, label);
        Route {
            origin: first.state / self.ground.space.rule.memories(),
            arcs,
            weight: self.labels[label as usize].weight,
        }
    }
}
