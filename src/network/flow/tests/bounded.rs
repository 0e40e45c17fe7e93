//! How much is looked at: budgets, and networks that are known to keep simplex methods busy.

use crate::network::dice::Dice;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowError;
use crate::network::flow::FlowNet;
use crate::network::flow::Solver;
use crate::network::flow::solve;
use crate::network::flow::tests::BUDGET;
use crate::network::flow::tests::Kinds;
use crate::network::flow::tests::arc;
use crate::network::flow::tests::hard::layered;
use crate::network::flow::tests::net;

const ENDLESS: f64 = f64::INFINITY;

/// A call looks at no more than its budget, or what it takes to lay the first basis, and one step more.
#[test]
fn a_small_budget_stops_near_it() {
    let kinds = Kinds {
        gains: &[1.0, 0.9, 0.8],
        capacities: &[1.0, 10.0, 100.0],
        is_tied: false,
    };
    let net = layered(&mut Dice(41), kinds, 10, 400, 10_000);
    let whole = solve(&net, BUDGET).unwrap().work;
    let size = net.arcs.len() as u64 + u64::from(net.vertex_count);
    assert!(whole > 600_000, "{whole}");
    for budget in [0, 1_000, 20_000, 50_000, 100_000, 300_000, 600_000] {
        let Err(FlowError::Budget { work }) = solve(&net, budget) else {
            panic!("not cut at {budget} of {whole}");
        };
        let is_near = work > budget && work <= budget + 2 * size;
        assert!(is_near, "{budget} {work}");
    }
    assert!(solve(&net, whole).is_ok() && solve(&net, whole - 1).is_err());
}

/// A line with arcs back; the cheap way and the dear way at every step; a circle without losses on the way.
fn lines(size: u32) -> [FlowNet; 3] {
    let line = |gain: f64| (0..size).map(move |at| arc(at, at + 1, gain, 2.0, 1.0));
    let back = (1..size).map(|at| arc(at, at.max(2) - 1, 1.0, ENDLESS, 0.0));
    let twice = line(1.0).chain(line(0.5)).chain(line(1.0));
    let round = (1..size).map(|at| arc(at, 1 + at % (size - 1), 1.0, ENDLESS, 1.0));
    [
        net(size + 1, line(1.0).chain(back).collect()),
        net(size + 1, twice.collect()),
        net(size + 1, round.chain(line(0.99)).collect()),
    ]
}

/// Arcs side by side: all alike, and each a little dearer and smaller than the one before.
fn side_by_side(size: u32) -> [FlowNet; 2] {
    let alike = (0..size).flat_map(|_| [arc(0, 1, 1.0, 1.0, 1.0), arc(1, 2, 1.0, 1.0, 1.0)]);
    let unlike = (1..=size).map(f64::from).flat_map(|it| {
        [
            arc(0, 1, 1.0 / it, it, it),
            arc(1, 2, 1.0 / it, it.recip(), it),
        ]
    });
    [net(3, alike.collect()), net(3, unlike.collect())]
}

/// A square of vertices with ways in all four directions, all of capacity 1.
fn grid(size: u32, gain: f64) -> FlowNet {
    let at = |row: u32, column: u32| 1 + row * size + column;
    let all = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
    let steps = all.flat_map(|(row, column)| {
        let right = (column + 1 < size).then(|| at(row, column + 1));
        let down = (row + 1 < size).then(|| at(row + 1, column));
        [right, down]
            .into_iter()
            .flatten()
            .map(move |it| (at(row, column), it))
    });
    let both = steps.flat_map(|(a, b)| [arc(a, b, gain, 1.0, 1.0), arc(b, a, gain, 1.0, 1.0)]);
    let ends = (0..size).flat_map(|row| {
        let out = arc(at(row, size - 1), 1 + size * size, 1.0, 2.0, 1.0);
        [arc(0, at(row, 0), 1.0, 2.0, 1.0), out]
    });
    let arcs: Vec<FlowArc> = both.chain(ends).collect();
    net(2 + size * size, arcs)
}

/// Few steps a vertex and arc, where the method might in theory take a number that doubles with each.
#[test]
fn steps_stay_few() {
    let mut nets = Vec::new();
    for size in [10, 100, 1_000] {
        nets.extend(lines(size));
        nets.extend(side_by_side(size));
    }
    for size in [5, 10, 20, 40] {
        nets.extend([1.0, 0.9, 1.0 - 1e-9].map(|gain| grid(size, gain)));
    }
    for (number, net) in nets.iter().enumerate() {
        let mut solver = Solver::new(net);
        let solved = solver.solve(net, BUDGET);
        let size = net.arcs.len() as u64 + u64::from(net.vertex_count);
        let pivots = solver.pivots();
        assert!(solved.is_ok(), "{number}: {solved:?}");
        assert!(
            pivots > 0 && pivots <= 3 * size,
            "{number}: {pivots} {size}"
        );
    }
}
