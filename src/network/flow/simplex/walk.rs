//! What a unit over an entering arc changes: walks along the forest from its ends.
//!
//! At one end the unit is *pushed*: something arrives there and has to go on. At the other it is *pulled*: something goes away
//! and has to come. Both follow the forest; where they meet the rest goes on together, and in a circle it goes around and around,
//! which sums up to a geometric series.

use crate::network::flow::simplex::NONE;
use crate::network::flow::simplex::forest::Forest;

/// A circle whose gain is so close to 1 counts as one of gain 1.
const SINGULAR: f64 = 1e-9;

/// The walks of one entering arc, and room for them.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    /// Vertices after the pushed end, it included, each once.
    pub(super) push: Vec<u32>,
    /// Vertices after the pulled end, it included, up to where it meets the other walk, each once.
    pub(super) pull: Vec<u32>,
    /// Where in `push` the walks meet.
    pub(super) meeting: Option<usize>,
    /// Where in `push` its circle begins.
    pub(super) circle: Option<usize>,
    /// By vertex of a walk, what it sends on along its own arc, in either sense.
    pub(super) sent: Vec<f64>,
    seen: Vec<Seen>,
    number: u64,
}

/// The last walk that came by a vertex.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// Its number, and whether it was that of what is pulled.
    walk: (u64, bool),
    /// Where in its list the vertex is.
    place: usize,
}

impl Walk {
    pub(super) fn new(vertices: usize) -> Self {
        Self {
            push: Vec::new(),
            pull: Vec::new(),
            meeting: None,
            circle: None,
            sent: vec![0.0; vertices],
            seen: vec![
                Seen {
                    walk: (0, false),
                    place: 0
                };
                vertices
            ],
            number: 0,
        }
    }

    /// Walks from a vertex where so much is pushed and one where so much is pulled. An end that owns nothing, being the
    /// source or the sink, is where its walk is over.
    pub(super) fn follow(&mut self, forest: &Forest, push: (u32, f64), pull: (u32, f64)) {
        self.number += 1;
        let Self {
            push: pushing,
            pull: pulling,
            seen,
            ..
        } = self;
        let pushed = trail(forest, push.0, (self.number, false), seen, pushing);
        let pulled = trail(forest, pull.0, (self.number, true), seen, pulling);
        let circle = |end: End| match end {
            End::Circle(at) => Some(at),
            End::Terminal | End::Meeting(_) => None,
        };
        self.circle = circle(pushed);
        self.meeting = match pulled {
            End::Meeting(at) => Some(at),
            End::Terminal | End::Circle(_) => None,
        };
        self.send(forest, push.1, pull.1, circle(pulled));
    }

    /// The walk of what is pulled, in order, with what it shares with the other.
    pub(super) fn pulled(&self) -> impl Iterator<Item = u32> {
        let meeting = self.meeting.unwrap_or(self.push.len());
        let again = self.circle.unwrap_or(meeting).min(meeting)..meeting;
        let again = if self.meeting.is_some() { again } else { 0..0 };
        let shared = self.push[meeting..].iter().chain(&self.push[again]);
        self.pull.iter().chain(shared).copied()
    }

    fn send(&mut self, forest: &Forest, push: f64, pull: f64, pull_circle: Option<usize>) {
        let sent = &mut self.sent;
        let Some(meeting) = self.meeting else {
            run(forest, &self.push, push, self.circle, sent);
            run(forest, &self.pull, -pull, pull_circle, sent);
            return;
        };
        let pulled = run(forest, &self.pull, -pull, None, sent);
        match self.circle {
            Some(circle) if circle < meeting => {
                let (before, around) = self.push.split_at(circle);
                let pushed = run(forest, before, push, None, sent);
                let (first, second) = around.split_at(meeting - circle);
                let to_first = pulled * rate(forest, second);
                let at_first = add(pushed, to_first) / (1.0 - rate(forest, around));
                let at_second = add(run(forest, first, at_first, None, sent), pulled);
                run(forest, second, at_second, None, sent);
            }
            circle => {
                let (alone, together) = self.push.split_at(meeting);
                let pushed = run(forest, alone, push, None, sent);
                let circle = circle.map(|it| it - meeting);
                run(forest, together, add(pushed, pulled), circle, sent);
            }
        }
    }
}

/// Where a walk is over.
#[derive(Clone, Copy, Debug)]
enum End {
    /// At the source or the sink.
    Terminal,
    /// At a vertex of this place in its own list.
    Circle(usize),
    /// At a vertex of this place in the list of the other walk.
    Meeting(usize),
}

/// Lists the vertices from one on until something ends the walk.
fn trail(
    forest: &Forest,
    from: u32,
    name: (u64, bool),
    seen: &mut [Seen],
    list: &mut Vec<u32>,
) -> End {
    list.clear();
    let mut at = from;
    while forest.node(at).own != NONE {
        let here = seen[at as usize];
        if here.walk == name {
            return End::Circle(here.place);
        }
        if here.walk.0 == name.0 {
            return End::Meeting(here.place);
        }
        seen[at as usize] = Seen {
            walk: name,
            place: list.len(),
        };
        list.push(at);
        at = forest.node(at).next;
    }
    End::Terminal
}

/// Sends an amount along a list of vertices whose end may be a circle; what comes out at the end.
fn run(forest: &Forest, list: &[u32], amount: f64, circle: Option<usize>, sent: &mut [f64]) -> f64 {
    let mut amount = amount;
    for (at, vertex) in list.iter().enumerate() {
        if Some(at) == circle {
            amount /= 1.0 - rate(forest, &list[at..]);
        }
        sent[*vertex as usize] = amount;
        amount *= forest.node(*vertex).rate;
    }
    amount
}

/// What is left of one unit after these vertices.
fn rate(forest: &Forest, list: &[u32]) -> f64 {
    list.iter().map(|it| forest.node(*it).rate).product()
}

/// The sum of what is pushed and pulled, nothing if that is rounding alone.
fn add(pushed: f64, pulled: f64) -> f64 {
    let sum = pushed + pulled;
    let size = pushed.abs() + pulled.abs();
    if sum.abs() <= SINGULAR * size {
        0.0
    } else {
        sum
    }
}
