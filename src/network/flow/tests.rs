mod bounded;
mod crates;
mod hard;
mod laws;
mod small;
mod wrong;

use crate::network::dice::Dice;
use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;

/// More than any test needs.
const BUDGET: u64 = 1_000_000_000;

fn arc(tail: u32, head: u32, gain: f64, capacity: f64, cost: f64) -> FlowArc {
    FlowArc {
        tail,
        head,
        gain,
        capacity,
        cost,
    }
}

/// A net from vertex 0 to the last.
fn net(vertex_count: u32, arcs: Vec<FlowArc>) -> FlowNet {
    FlowNet {
        vertex_count,
        source: 0,
        sink: vertex_count - 1,
        arcs,
    }
}

fn cost(net: &FlowNet, flow: &Flow) -> f64 {
    let arcs = net.arcs.iter().zip(&flow.flows);
    arcs.map(|(arc, flow)| arc.cost * flow).sum()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

/// From which kinds of numbers a random net is made.
#[derive(Clone, Copy, Debug)]
struct Kinds {
    gains: &'static [f64],
    capacities: &'static [f64],
    /// Whether gains and capacities are as listed, so that much is tied, or parts of what is listed.
    is_tied: bool,
}

impl Kinds {
    fn random(dice: &mut Dice) -> Self {
        const GAINS: [&[f64]; 3] = [
            &[1.0],
            &[0.9, 0.8, 0.5, 1.0, 0.81, 0.72],
            &[1.0, 0.5, 0.0, 0.25, 0.05, 1.0],
        ];
        const CAPACITIES: [&[f64]; 3] = [
            &[0.0, 1.0, 2.0, 3.0, 5.0, f64::INFINITY],
            &[1.0],
            &[0.1, 1.0, 10.0, 1e3],
        ];
        Self {
            gains: GAINS[dice.roll(3)],
            capacities: CAPACITIES[dice.roll(3)],
            is_tied: dice.roll(2) == 0,
        }
    }

    fn gain(self, dice: &mut Dice) -> f64 {
        let gain = self.gains[dice.roll(self.gains.len())];
        if self.is_tied {
            gain
        } else {
            gain * (1.0 - f64::from(dice.number(450)) / 1000.0)
        }
    }

    fn capacity(self, dice: &mut Dice) -> f64 {
        let capacity = self.capacities[dice.roll(self.capacities.len())];
        if self.is_tied {
            capacity
        } else {
            capacity * f64::from(1 + dice.number(1000)) / 1000.0
        }
    }

    /// Any arcs between any vertices, but none into the source or out of the sink.
    fn net(self, dice: &mut Dice, vertices: u32, arcs: usize) -> FlowNet {
        let below = vertices as usize - 1;
        let one = |dice: &mut Dice| {
            let (tail, head) = (dice.number(below), 1 + dice.number(below));
            let (gain, capacity) = (self.gain(dice), self.capacity(dice));
            arc(tail, head, gain, capacity, f64::from(dice.number(5)))
        };
        net(vertices, (0..arcs).map(|_| one(dice)).collect())
    }
}

fn random(dice: &mut Dice) -> FlowNet {
    let (vertices, arcs) = (2 + dice.number(9), 1 + dice.roll(30));
    Kinds::random(dice).net(dice, vertices, arcs)
}
