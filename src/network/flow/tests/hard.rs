//! Networks that are hard on the numbers, or large: that they are proven is the test.

use crate::network::dice::Dice;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowError;
use crate::network::flow::FlowNet;
use crate::network::flow::solve;
use crate::network::flow::tests::BUDGET;
use crate::network::flow::tests::Kinds;
use crate::network::flow::tests::arc;
use crate::network::flow::tests::close;
use crate::network::flow::tests::net;

const ENDLESS: f64 = f64::INFINITY;

/// Layers of vertices, arcs to the next layer, and some back.
pub(super) fn layered(
    dice: &mut Dice,
    kinds: Kinds,
    layers: u32,
    width: u32,
    arcs: usize,
) -> FlowNet {
    let vertex = |layer: u32, at: u32| 1 + layer * width + at;
    let sink = 1 + layers * width;
    let across = width as usize;
    let mut list: Vec<FlowArc> = Vec::new();
    for at in 0..width {
        list.push(arc(
            0,
            vertex(0, at),
            kinds.gain(dice),
            kinds.capacity(dice),
            0.0,
        ));
        let last = vertex(layers - 1, at);
        list.push(arc(last, sink, kinds.gain(dice), kinds.capacity(dice), 0.0));
    }
    while list.len() < arcs {
        let layer = dice.number(layers as usize - 1);
        let mut ends = [
            vertex(layer, dice.number(across)),
            vertex(layer + 1, dice.number(across)),
        ];
        if dice.roll(10) == 0 {
            ends.reverse();
        }
        let (gain, capacity) = (kinds.gain(dice), kinds.capacity(dice));
        list.push(arc(
            ends[0],
            ends[1],
            gain,
            capacity,
            f64::from(dice.number(1000)),
        ));
    }
    net(sink + 1, list)
}

#[test]
fn large_networks_are_proven() {
    let mut dice = Dice(31);
    let mut told = 0;
    for number in 0..60 {
        let kinds = Kinds::random(&mut dice);
        let (layers, width) = (2 + dice.number(12), 10 + dice.number(60));
        let arcs = 2_000 + dice.roll(2_000);
        let net = layered(&mut dice, kinds, layers, width, arcs);
        match solve(&net, BUDGET) {
            Ok(flow) => told += usize::from(flow.value > 0.0),
            Err(error) => {
                let is_unbounded = matches!(error, FlowError::Unbounded { .. });
                assert!(
                    is_unbounded,
                    "{number}: {kinds:?} {layers} {width} {arcs} {error:?}"
                );
            }
        }
    }
    assert!(told > 40, "{told}");
    let kinds = Kinds {
        gains: &[1.0],
        capacities: &[1.0, 10.0, 100.0],
        is_tied: false,
    };
    assert!(solve(&layered(&mut dice, kinds, 12, 200, 10_000), BUDGET).is_ok());
}

const FAR_APART: [Kinds; 7] = [
    Kinds {
        gains: &[1.0, 0.9, 0.5],
        capacities: &[1e-3, 1.0, 1e3, 1e6, 1e9],
        is_tied: true,
    },
    Kinds {
        gains: &[1.0, 0.9, 0.5],
        capacities: &[1e-3, 1.0, 1e3, 1e6, 1e9],
        is_tied: false,
    },
    Kinds {
        gains: &[1.0, 1e-3, 0.999_999, 1e-6],
        capacities: &[1e-3, 1e6],
        is_tied: true,
    },
    Kinds {
        gains: &[1.0, 1e-3, 1e-6],
        capacities: &[1e-3, 1e6, 1.0],
        is_tied: false,
    },
    Kinds {
        gains: &[1.0, 1e-3, 1e-6, 1.0 - 1e-10],
        capacities: &[1e-3, 1e9, 1.0],
        is_tied: true,
    },
    Kinds {
        gains: &[1.0, 1e-6, 0.5, 1.0 - 1e-10],
        capacities: &[1e-3, 1e9],
        is_tied: false,
    },
    // Tonnes of rare metals by the kilogram, and of ore by the hundred million.
    Kinds {
        gains: &[1.0, 0.01, 0.1, 0.3, 0.6, 0.9, 0.95, 0.99],
        capacities: &[1e-3, 0.1, 10.0, 1e3, 1e5, 1e8],
        is_tied: false,
    },
];

#[test]
fn capacities_far_apart_are_proven() {
    let mut dice = Dice(32);
    for number in 0..7_000 {
        let kinds = FAR_APART[number % FAR_APART.len()];
        let (vertices, arcs) = (3 + dice.number(20), 1 + dice.roll(120));
        let mut net = kinds.net(&mut dice, vertices, arcs);
        for it in &mut net.arcs {
            if it.tail != 0 && dice.roll(4) == 0 {
                it.capacity = ENDLESS;
            }
        }
        let solved = solve(&net, BUDGET);
        assert!(solved.is_ok(), "{number}: {solved:?} {net:#?}");
    }
}

/// Vertex 1 gets 1e6 and 0.000999999 and sends 1e-3 aside, so that 1e-9 is missing to the 1e6 after it.
#[test]
fn a_difference_of_large_numbers_is_no_flow_below_nothing() {
    let large = vec![
        arc(0, 1, 0.999_999, 1e-3, 0.0),
        arc(0, 1, 1.0, 1e6, 0.0),
        arc(1, 4, 1.0, 1e-3, 0.0),
        arc(1, 3, 1.0, ENDLESS, 0.0),
        arc(0, 2, 1e-6, 1e-3, 0.0),
        arc(0, 2, 1.0, ENDLESS, 4.0),
        arc(2, 3, 1.0, ENDLESS, 0.0),
        arc(3, 4, 1.0, 1e6, 0.0),
    ];
    let flow = solve(&net(5, large), BUDGET).unwrap();
    assert!((flow.value - 1e6 - 1e-3).abs() < 1e-6, "{}", flow.value);
}

/// Of 1 that goes in, 0.05^40 arrives; the way back is as steep.
#[test]
fn long_chains_of_tiny_gains_are_proven() {
    for (gain, length) in [(0.05, 40), (1e-3, 30), (0.9, 3_000), (1.0, 5_000)] {
        let mut arcs: Vec<FlowArc> = (0..length)
            .map(|at| arc(at, at + 1, gain, ENDLESS, 1.0))
            .collect();
        arcs[0].capacity = 5.0;
        arcs.extend((1..length).map(|at| arc(at, at - 1, gain, ENDLESS, 0.0)));
        let flow = solve(&net(length + 1, arcs), BUDGET).unwrap();
        let expected = 5.0 * f64::powi(gain, i32::try_from(length).unwrap());
        assert!((flow.value / expected - 1.0).abs() < 1e-9, "{}", flow.value);
    }
}

/// All is tied, and of everything there is more than one.
#[test]
fn grids_end() {
    for (size, gain) in [(20_u32, 1.0), (20, 0.9), (60, 1.0), (40, 0.5)] {
        let at = |row: u32, column: u32| 1 + row * size + column;
        let mut arcs = Vec::new();
        for row in 0..size {
            arcs.push(arc(0, at(row, 0), 1.0, 2.0, 1.0));
            arcs.push(arc(at(row, size - 1), 1 + size * size, 1.0, 2.0, 1.0));
            for column in 0..size {
                let here = at(row, column);
                let (right, down) = (column + 1 < size, row + 1 < size);
                let ends = [
                    right.then(|| (here, at(row, column + 1))),
                    right.then(|| (at(row, column + 1), here)),
                    down.then(|| (here, at(row + 1, column))),
                    down.then(|| (at(row + 1, column), here)),
                ];
                let ends = ends.into_iter().flatten();
                arcs.extend(ends.map(|(tail, head)| arc(tail, head, gain, 1.0, 1.0)));
            }
        }
        let flow = solve(&net(2 + size * size, arcs), BUDGET).unwrap();
        // Every row carries 1 straight across, all the way at full capacity.
        let across = f64::from(size) * f64::powi(gain, i32::try_from(size).unwrap() - 1);
        assert!(close(flow.value, across) || gain < 1.0 && flow.value > across);
    }
}
