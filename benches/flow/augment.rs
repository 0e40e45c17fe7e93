//! The other method: augmenting along ways of highest gain, the value alone.
//!
//! Lengths are −ln gain, and potentials keep those of the residual network from being negative, so that each search is
//! one of Dijkstra's, from the sink back to the source. Then all that fits is sent over arcs on shortest ways, way by
//! way, measured in what arrives. Onaga: Dynamic programming of optimum flows in lossy communication nets, IEEE
//! Transactions on Circuit Theory 13 (1966); Ahuja, Magnanti, Orlin: Network Flows (1993), chapter 15.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use ketju::network::flow::FlowNet;

/// Lengths below this are rounding.
const TIGHT: f64 = 1e-11;

/// What was found.
pub(crate) struct Augmented {
    pub(crate) value: f64,
    pub(crate) searches: usize,
    pub(crate) ways: usize,
    /// Whether nothing more gets through.
    pub(crate) is_most: bool,
}

/// An arc of the residual network; the one back has the number beside it.
struct Arc {
    tail: usize,
    head: usize,
    length: f64,
    room: f64,
}

struct Residual {
    arcs: Vec<Arc>,
    /// By vertex, arcs that leave it; each has one back.
    out: Vec<Vec<usize>>,
    /// By vertex, the length of the shortest way to the sink when last searched.
    potentials: Vec<f64>,
    source: usize,
    sink: usize,
}

/// The most that arrives, or what arrives after so many searches.
pub(crate) fn augment(net: &FlowNet, searches: usize) -> Augmented {
    let mut residual = Residual::new(net);
    let mut found = Augmented {
        value: 0.0,
        searches: 0,
        ways: 0,
        is_most: false,
    };
    while found.searches < searches {
        found.searches += 1;
        if !residual.search() {
            found.is_most = true;
            break;
        }
        while let Some(way) = residual.way() {
            found.value += residual.send(&way);
            found.ways += 1;
        }
    }
    found
}

impl Residual {
    fn new(net: &FlowNet) -> Self {
        let vertices = net.vertex_count as usize;
        let mut it = Self {
            arcs: Vec::new(),
            out: vec![Vec::new(); vertices],
            potentials: vec![0.0; vertices],
            source: net.source as usize,
            sink: net.sink as usize,
        };
        let able = |arc: &&ketju::network::flow::FlowArc| arc.gain > 0.0 && arc.tail != arc.head;
        for arc in net.arcs.iter().filter(able) {
            let (tail, head) = (arc.tail as usize, arc.head as usize);
            it.out[tail].push(it.arcs.len());
            it.out[head].push(it.arcs.len() + 1);
            let length = -arc.gain.ln();
            it.arcs.push(Arc {
                tail,
                head,
                length,
                room: arc.capacity,
            });
            it.arcs.push(Arc {
                tail: head,
                head: tail,
                length: -length,
                room: 0.0,
            });
        }
        it
    }

    fn reduced(&self, arc: &Arc) -> f64 {
        arc.length + self.potentials[arc.head] - self.potentials[arc.tail]
    }

    /// Dijkstra's search back from the sink; whether the source is reached.
    fn search(&mut self) -> bool {
        let mut distances = vec![f64::INFINITY; self.out.len()];
        let mut is_done = vec![false; self.out.len()];
        distances[self.sink] = 0.0;
        let mut heap = BinaryHeap::from([Reverse((0_u64, self.sink))]);
        while let Some(Reverse((_, at))) = heap.pop() {
            if std::mem::replace(&mut is_done[at], true) {
                continue;
            }
            if at == self.source {
                break;
            }
            for back in &self.out[at] {
                let arc = &self.arcs[back ^ 1];
                let distance = distances[at] + self.reduced(arc).max(0.0);
                if arc.room > 0.0 && distance < distances[arc.tail] {
                    distances[arc.tail] = distance;
                    heap.push(Reverse((distance.to_bits(), arc.tail)));
                }
            }
        }
        let most = distances[self.source];
        if most.is_finite() {
            let potentials = self.potentials.iter_mut().zip(&distances);
            potentials.for_each(|(it, distance)| *it += distance.min(most));
        }
        most.is_finite()
    }

    /// A way from the source to the sink over arcs that are on shortest ways, by depth.
    fn way(&self) -> Option<Vec<usize>> {
        let mut is_seen = vec![false; self.out.len()];
        is_seen[self.source] = true;
        let mut way: Vec<usize> = Vec::new();
        let mut next = vec![0; self.out.len()];
        let mut at = self.source;
        while at != self.sink {
            let leaving = &self.out[at];
            let fits = |it: &usize| {
                let arc = &self.arcs[leaving[*it]];
                arc.room > 0.0 && !is_seen[arc.head] && self.reduced(arc) <= TIGHT
            };
            if let Some(found) = (next[at]..leaving.len()).find(fits) {
                next[at] = found + 1;
                way.push(leaving[found]);
                at = self.arcs[leaving[found]].head;
                is_seen[at] = true;
            } else {
                let back = way.pop()?;
                at = self.arcs[back].tail;
            }
        }
        Some(way)
    }

    /// Sends all that fits along a way; what arrives.
    fn send(&mut self, way: &[usize]) -> f64 {
        let arriving = |it: &Residual, arc: &usize| {
            let arc = &it.arcs[*arc];
            arc.room * (-it.potentials[arc.tail]).exp()
        };
        let least = way.iter().map(|it| arriving(self, it));
        let amount = least.fold(f64::INFINITY, f64::min);
        for arc in way {
            let is_full = arriving(self, arc) <= amount * (1.0 + TIGHT);
            let (tail, head) = (self.arcs[*arc].tail, self.arcs[*arc].head);
            let room = &mut self.arcs[*arc].room;
            *room -= amount / (-self.potentials[tail]).exp();
            if is_full {
                *room = 0.0;
            }
            self.arcs[arc ^ 1].room += amount / (-self.potentials[head]).exp();
        }
        amount
    }
}
