//! Second opinions: two solvers of linear programs, and a maximum flow in whole numbers.

use clarabel::algebra::CscMatrix;
use clarabel::solver::DefaultSettingsBuilder;
use clarabel::solver::DefaultSolver;
use clarabel::solver::IPSolver as _;
use clarabel::solver::NonnegativeConeT;
use clarabel::solver::SolverStatus;
use microlp::ComparisonOp;
use microlp::OptimizationDirection;
use microlp::Problem;
use petgraph::algo::dinics;
use petgraph::algo::ford_fulkerson;
use petgraph::graph::DiGraph;
use petgraph::graph::NodeIndex;

use crate::network::dice::Dice;
use crate::network::flow::FlowNet;
use crate::network::flow::solve;
use crate::network::flow::tests::BUDGET;
use crate::network::flow::tests::Kinds;
use crate::network::flow::tests::random;

/// Whether two numbers agree as well as an interior point method can say.
fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-5 * a.abs().max(b.abs()).max(1.0)
}

fn between(net: &FlowNet) -> impl Iterator<Item = u32> {
    let ends = [net.source, net.sink];
    (0..net.vertex_count).filter(move |it| !ends.contains(it))
}

/// What an arc takes from a vertex and brings to it.
fn at(net: &FlowNet, arc: usize, vertex: u32) -> f64 {
    let it = net.arcs[arc];
    let brings = if it.head == vertex { it.gain } else { 0.0 };
    brings - if it.tail == vertex { 1.0 } else { 0.0 }
}

fn by_microlp(net: &FlowNet) -> f64 {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let arriving = net.arcs.iter().map(|it| {
        let arriving = if it.head == net.sink { it.gain } else { 0.0 };
        problem.add_var(arriving, (0.0, it.capacity))
    });
    let variables: Vec<_> = arriving.collect();
    for vertex in between(net) {
        let row = variables.iter().enumerate();
        let row: Vec<_> = row
            .map(|(arc, it)| (*it, at(net, arc, vertex)))
            .filter(|it| it.1 != 0.0)
            .collect();
        problem.add_constraint(&row, ComparisonOp::Ge, 0.0);
    }
    let solution = problem.solve().unwrap().into_solution().unwrap();
    solution.objective()
}

/// The value, and the prices of the vertices between.
fn by_clarabel(net: &FlowNet) -> (f64, Vec<f64>) {
    let count = net.arcs.len();
    let objective: Vec<f64> = (0..count).map(|it| -at(net, it, net.sink)).collect();
    let balances = between(net).map(|vertex| {
        let row: Vec<f64> = (0..count).map(|it| -at(net, it, vertex)).collect();
        (row, 0.0)
    });
    let unit = |arc: usize, by: f64| {
        let mut row = vec![0.0; count];
        row[arc] = by;
        row
    };
    let floors = (0..count).map(|it| (unit(it, -1.0), 0.0));
    let bounded = (0..count).filter(|it| net.arcs[*it].capacity.is_finite());
    let ceilings = bounded.map(|it| (unit(it, 1.0), net.arcs[it].capacity));
    let (rows, bounds): (Vec<_>, Vec<_>) = balances.chain(floors).chain(ceilings).unzip();
    let settings = DefaultSettingsBuilder::default().verbose(false).build();
    let mut solver = DefaultSolver::new(
        &CscMatrix::zeros((count, count)),
        &objective,
        &CscMatrix::from(&rows),
        &bounds,
        &[NonnegativeConeT(rows.len())],
        settings.unwrap(),
    )
    .unwrap();
    solver.solve();
    let status = solver.solution.status;
    let is_solved = matches!(status, SolverStatus::Solved | SolverStatus::AlmostSolved);
    assert!(is_solved, "{status:?} {net:#?}");
    let prices = &solver.solution.z[..between(net).count()];
    (-solver.solution.obj_val, prices.to_vec())
}

#[test]
fn two_solvers_of_linear_programs_agree() {
    let mut dice = Dice(11);
    let (mut told, mut priced) = (0, 0);
    for number in 0..400 {
        let net = random(&mut dice);
        let Ok(flow) = solve(&net, BUDGET) else {
            continue;
        };
        let value = by_microlp(&net);
        assert!(near(value, flow.value), "{number}: {value} {net:#?}");
        let (value, prices) = by_clarabel(&net);
        assert!(near(value, flow.value), "{number}: {value} {net:#?}");
        told += usize::from(value > 1e-3);
        // Prices differ where several are right; those of the solver bound the value as ours do.
        let ours: Vec<f64> = between(&net).map(|it| flow.prices[it as usize]).collect();
        let is_same = ours.iter().zip(&prices).all(|(a, b)| (a - b).abs() < 1e-4);
        priced += usize::from(is_same && ours.iter().any(|it| *it > 0.0));
        let mut all = flow.prices.clone();
        between(&net)
            .zip(&prices)
            .for_each(|(it, price)| all[it as usize] = *price);
        let bound = net.arcs.iter().filter(|it| it.capacity.is_finite());
        let win = |tail: u32, head: u32, gain: f64| gain * all[head as usize] - all[tail as usize];
        let bound: f64 = bound
            .map(|it| it.capacity * win(it.tail, it.head, it.gain).max(0.0))
            .sum();
        assert!(
            (bound - flow.value).abs() <= 1e-3 * flow.value.max(1.0),
            "{number}"
        );
    }
    assert!(told > 150 && priced > 20, "{told} {priced}");
}

#[test]
fn without_losses_it_is_a_maximum_flow_and_its_prices_a_cut() {
    let mut dice = Dice(12);
    let mut cut = 0;
    for number in 0..2_000 {
        let kinds = Kinds {
            gains: &[1.0],
            capacities: &[0.0, 1.0, 2.0, 3.0, 5.0, 8.0],
            is_tied: number % 2 == 0,
        };
        let (vertices, arcs) = (2 + dice.number(14), 1 + dice.roll(60));
        let mut net = kinds.net(&mut dice, vertices, arcs);
        net.arcs.iter_mut().for_each(|it| it.gain = 1.0);
        let flow = solve(&net, BUDGET).unwrap();
        let mut graph = DiGraph::<(), u64>::new();
        for _ in 0..vertices {
            graph.add_node(());
        }
        for it in &net.arcs {
            let capacity = format!("{:.0}", it.capacity * 1e6).parse().unwrap();
            graph.add_edge(
                NodeIndex::new(it.tail as usize),
                NodeIndex::new(it.head as usize),
                capacity,
            );
        }
        let (source, sink) = (NodeIndex::new(0), NodeIndex::new(vertices as usize - 1));
        let (expected, _) = dinics(&graph, source, sink);
        assert_eq!(ford_fulkerson(&graph, source, sink).0, expected);
        assert_eq!(
            format!("{:.0}", flow.value * 1e6),
            expected.to_string(),
            "{number}"
        );
        // Every price is 0 or 1, and what leads from 0 to 1 is the cut: all of it is full.
        let prices = &flow.prices;
        let is_sharp = |it: &f64| it.abs() < 1e-9 || (it - 1.0).abs() < 1e-9;
        assert!(prices.iter().all(is_sharp));
        let crossing = net.arcs.iter();
        let crossing =
            crossing.filter(|it| prices[it.tail as usize] < 0.5 && prices[it.head as usize] > 0.5);
        let capacity: f64 = crossing.map(|it| it.capacity).sum();
        assert!((capacity - flow.value).abs() < 1e-9, "{number}");
        cut += usize::from(capacity > 0.0);
    }
    assert!(cut > 1_000, "{cut}");
}
