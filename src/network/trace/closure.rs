//! What is reached from the start, layer by layer, so that depths are fewest arcs and the order is always the same.

use crate::network::search::Stamped;
use crate::network::trace::ground::Ground;
use crate::network::trace::ground::Part;
use crate::network::trace::ground::Step;

/// How far a trace may go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) max_steps: u32,
    pub(super) budget: u64,
}

/// What was reached.
#[derive(Debug, Default)]
pub(super) struct Closure {
    /// The vertices reached with their depths, in the order of the answer.
    pub(super) reached: Vec<Reached>,
    /// Arcs that lead to a vertex within the bounds, by the position of the vertex they were looked at from.
    pub(super) walked: Vec<Walked>,
    /// Arcs that lead on beyond the number of steps.
    pub(super) cut: Vec<Walked>,
    /// Positions of vertices from which nothing was looked at since the budget was spent; ascending.
    pub(super) stopped: Vec<u32>,
    /// Arcs looked at.
    pub(super) work: u64,
}

/// A vertex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) vertex: u32,
    pub(super) depth: u32,
    /// Which of its arcs were looked at first.
    pub(super) part: Part,
}

/// An arc with the position of the vertex it was looked at from, and the vertex it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Walked {
    pub(super) arc: u32,
    pub(super) near: u32,
    pub(super) far: u32,
}

/// Marks a vertex that is reached and has no position yet.
const PENDING: u32 = u32::MAX;

/// A vertex to be looked at.
type Front = (u32, Part);

impl Closure {
    /// What is reached from the start. `position` gets the position of every vertex reached.
    pub(super) fn new(
        ground: &mut impl Ground,
        starts: &[Front],
        bounds: Bounds,
        position: &mut Stamped<u32>,
    ) -> Self {
        position.clear(ground.vertex_count());
        let mut closure = Self::default();
        let mut front = starts.to_vec();
        closure.tell(&front, 0, position);
        let mut depth = 0;
        while !front.is_empty() {
            front = closure.layer(ground, &front, depth, bounds, position);
            depth += 1;
        }
        // A place that was reached again may have been told before.
        closure.walked.sort_by_key(|it| it.near);
        closure.stopped.sort_unstable();
        closure.stopped.dedup();
        closure
    }

    /// Looks at the arcs of a layer; gives those of the next one to look at.
    fn layer(
        &mut self,
        ground: &mut impl Ground,
        front: &[Front],
        depth: u32,
        bounds: Bounds,
        position: &mut Stamped<u32>,
    ) -> Vec<Front> {
        let (mut new, mut again) = (Vec::new(), Vec::new());
        let mut steps: Vec<Step> = Vec::new();
        for (vertex, part) in front {
            let Some(near) = position.get(*vertex) else {
                continue;
            };
            let work = ground.degree(*vertex);
            if !self.stopped.is_empty() || self.work + work > bounds.budget {
                self.stopped.push(near);
                continue;
            }
            self.work += work;
            steps.clear();
            ground.steps(*vertex, *part, &mut steps);
            for Step { arc, far } in steps.iter().copied() {
                let walked = Walked { arc, near, far };
                match position.get(far) {
                    None if depth >= bounds.max_steps => {
                        self.cut.push(walked);
                        continue;
                    }
                    None => {
                        position.set(far, PENDING);
                        new.push(far);
                    }
                    Some(PENDING) => {}
                    Some(known) => {
                        let known = &mut self.reached[known as usize];
                        if known.part == Part::OfProduct {
                            known.part = Part::All;
                            again.push((far, Part::Others));
                        }
                    }
                }
                self.walked.push(walked);
            }
        }
        ground.sort(&mut new);
        let mut next: Vec<Front> = new.iter().map(|it| (*it, Part::All)).collect();
        self.tell(&next, depth + 1, position);
        next.extend(again);
        next
    }

    /// Gives vertices their positions.
    fn tell(&mut self, front: &[Front], depth: u32, position: &mut Stamped<u32>) {
        for (vertex, part) in front {
            let at = u32::try_from(self.reached.len()).unwrap_or(PENDING);
            position.set(*vertex, at);
            self.reached.push(Reached {
                vertex: *vertex,
                depth,
                part: *part,
            });
        }
    }

    /// Goes on beyond the number of steps to the end, and lists the vertices there after the others. Tells whether
    /// the budget was enough.
    pub(super) fn finish(
        &mut self,
        ground: &mut impl Ground,
        budget: u64,
        position: &mut Stamped<u32>,
    ) -> bool {
        let mut steps: Vec<Step> = Vec::new();
        let mut front: Vec<u32> = self.cut.iter().map(|it| it.far).collect();
        let mut depth = self.reached.last().map_or(0, |it| it.depth);
        while !front.is_empty() {
            depth += 1;
            ground.sort(&mut front);
            front.dedup();
            front.retain(|it| !position.has(*it));
            let layer: Vec<Front> = front.iter().map(|it| (*it, Part::All)).collect();
            self.tell(&layer, depth, position);
            let mut next = Vec::new();
            for vertex in front {
                let work = ground.degree(vertex);
                if self.work + work > budget {
                    return false;
                }
                self.work += work;
                steps.clear();
                ground.steps(vertex, Part::All, &mut steps);
                next.extend(steps.iter().map(|it| it.far));
            }
            front = next;
        }
        true
    }
}
