//! Layered networks: mine, concentrator, refinery, manufacturer, harbour, with loops of recycling back.

use ketju::network::flow::FlowArc;
use ketju::network::flow::FlowNet;

/// SplitMix64: the same numbers on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((it ^ (it >> 31)) % below as u64) as usize
    }
}

/// Share of the places in each layer, in percent.
const LAYERS: [usize; 5] = [20, 25, 20, 25, 10];

/// About so many arcs. Places have two vertices with an arc of their capacity and recovery between; a place ships to
/// some near places of the next layer, and a tenth of the manufacturers back to refineries.
pub(crate) fn layered(arcs: usize, seed: u64) -> FlowNet {
    let mut dice = Dice(seed);
    let places = arcs / 5;
    let mut first = vec![0];
    for share in LAYERS {
        first.push(first[first.len() - 1] + (places * share / 100).max(1));
    }
    let count = first[LAYERS.len()];
    let (source, sink) = (0_u32, 1_u32);
    let enters = |place: usize| 2 + 2 * place as u32;
    let leaves = |place: usize| 3 + 2 * place as u32;
    let mut net = FlowNet {
        vertex_count: 2 + 2 * count as u32,
        source,
        sink,
        arcs: Vec::new(),
    };
    let mut push = |tail, head, gain: f64, capacity: usize, cost: usize| {
        net.arcs.push(FlowArc {
            tail,
            head,
            gain,
            capacity: capacity as f64,
            cost: cost as f64,
        });
    };
    for layer in 0..LAYERS.len() {
        let (from, to) = (first[layer], first[layer + 1]);
        for place in from..to {
            let gain = |dice: &mut Dice| 0.55 + 0.45 * dice.roll(1000) as f64 / 999.0;
            let recovery = gain(&mut dice);
            push(
                enters(place),
                leaves(place),
                recovery,
                100 + dice.roll(10_000),
                0,
            );
            if layer == 0 {
                push(source, enters(place), 1.0, 100 + dice.roll(10_000), 0);
            }
            if layer + 1 == LAYERS.len() {
                push(leaves(place), sink, 1.0, 100 + dice.roll(40_000), 0);
                continue;
            }
            let next = first[layer + 2] - to;
            let at = (place - from) * next / (to - from);
            for _ in 0..4 {
                let near = (at + dice.roll(next.min(40))) % next;
                push(
                    leaves(place),
                    enters(to + near),
                    1.0,
                    50 + dice.roll(4_000),
                    1 + dice.roll(2_000_000),
                );
            }
            if layer == 3 && dice.roll(10) == 0 {
                let back = first[2] + dice.roll(to - from).min(first[3] - first[2] - 1);
                let lost = gain(&mut dice);
                push(
                    leaves(place),
                    enters(back),
                    lost,
                    50 + dice.roll(1_000),
                    1 + dice.roll(2_000_000),
                );
            }
        }
    }
    net
}
