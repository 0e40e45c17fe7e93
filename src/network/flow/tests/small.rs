//! Small networks: by hand, and against a dense tableau.

use crate::network::dice::Dice;
use crate::network::flow::FlowError;
use crate::network::flow::FlowNet;
use crate::network::flow::check::check;
use crate::network::flow::dense;
use crate::network::flow::solve;
use crate::network::flow::tests::BUDGET;
use crate::network::flow::tests::arc;
use crate::network::flow::tests::close;
use crate::network::flow::tests::cost;
use crate::network::flow::tests::net;
use crate::network::flow::tests::random;

const ENDLESS: f64 = f64::INFINITY;

#[test]
fn answers_are_those_of_a_dense_tableau() {
    let mut dice = Dice(4);
    let (mut told, mut unbounded, mut costly) = (0, 0, 0);
    for number in 0..3_000 {
        let net = random(&mut dice);
        let (found, expected) = (solve(&net, BUDGET), dense::solve(&net));
        match (&found, &expected) {
            (Ok(found), Ok(expected)) => {
                assert_eq!(check(&net, expected), Ok(()), "{number}: {net:#?}");
                let (cost, least) = (cost(&net, found), cost(&net, expected));
                let is_same = close(found.value, expected.value) && close(cost, least);
                assert!(is_same, "{number}: {found:#?} {expected:#?} {net:#?}");
                told += usize::from(found.value > 0.0);
                costly += usize::from(cost > 0.0);
            }
            _ => {
                assert_eq!(found, expected, "{number}: {net:#?}");
                unbounded += 1;
            }
        }
    }
    assert!(
        told > 1_000 && costly > 1_000 && unbounded > 50,
        "{told} {costly} {unbounded}"
    );
}

/// The value, the costs and the flows.
fn solved(net: &FlowNet) -> (f64, f64, Vec<f64>) {
    let flow = solve(net, BUDGET).unwrap();
    (flow.value, cost(net, &flow), flow.flows)
}

/// 10 units at 0.5 fill the arc to the sink; the way of higher gain, which costs more, is preferred only as far as
/// it has room: 4 · 0.9 + 2 · 0.5 = 4.6 of 5, then 0.4 more from 0.8 units.
#[test]
fn the_value_comes_before_the_cost() {
    let net = net(
        4,
        vec![
            arc(0, 1, 0.9, 4.0, 100.0),
            arc(0, 1, 0.5, 10.0, 1.0),
            arc(1, 2, 1.0, 5.0, 0.0),
            arc(2, 3, 1.0, ENDLESS, 0.0),
        ],
    );
    // 5 have to come through; a unit at 0.5 costs 2 per unit that arrives, one at 0.9 costs 111.
    assert_eq!(solved(&net), (5.0, 10.0, vec![0.0, 10.0, 5.0, 5.0]));
    let flow = solve(&net, BUDGET).unwrap();
    assert_eq!(flow.prices, [0.0, 0.0, 1.0, 1.0]);
}

/// A loop of recycling: of what leaves 2, half may go back to 1 at a gain of 0.5. Nothing is won by it.
#[test]
fn a_loop_that_loses_is_not_used_and_one_that_must_be_is() {
    let straight = vec![
        arc(0, 1, 1.0, 8.0, 1.0),
        arc(1, 2, 0.5, ENDLESS, 1.0),
        arc(2, 1, 0.5, ENDLESS, 0.0),
    ];
    let mut with_sink = straight.clone();
    with_sink.push(arc(2, 3, 1.0, ENDLESS, 0.0));
    assert_eq!(
        solved(&net(4, with_sink)),
        (4.0, 16.0, vec![8.0, 8.0, 0.0, 4.0])
    );
    // By-product: only what comes back to 1 may go on to the sink, by 3.
    let mut around = straight;
    around.push(arc(1, 4, 0.25, 2.0, 0.0));
    around.push(arc(2, 4, 1.0, 1.0, 0.0));
    let (value, ..) = solved(&net(5, around));
    assert_eq!(value, 1.5);
}

#[test]
fn degenerate_networks_have_answers() {
    let nothing = |arcs: Vec<_>, vertices| {
        let net = net(vertices, arcs);
        let (value, cost, flows) = solved(&net);
        assert_eq!((value, cost), (0.0, 0.0));
        assert!(flows.iter().all(|it| *it <= 0.0));
    };
    nothing(vec![], 2);
    nothing(vec![], 5);
    nothing(vec![arc(0, 1, 1.0, ENDLESS, 1.0)], 3);
    nothing(vec![arc(1, 2, 1.0, ENDLESS, 1.0)], 3);
    nothing(vec![arc(0, 1, 1.0, 0.0, 1.0)], 2);
    nothing(vec![arc(0, 1, 0.0, 5.0, 1.0)], 2);
    nothing(vec![arc(0, 1, 0.0, ENDLESS, 1.0)], 2);
    nothing(
        vec![arc(1, 1, 1.0, ENDLESS, 0.0), arc(1, 2, 1.0, 3.0, 0.0)],
        3,
    );
    // Circles alone, of gain 1 and less, with all the room.
    let circle = vec![
        arc(1, 2, 1.0, ENDLESS, 0.0),
        arc(2, 1, 1.0, ENDLESS, 0.0),
        arc(2, 3, 0.5, ENDLESS, 0.0),
        arc(3, 1, 1.0, ENDLESS, 0.0),
    ];
    nothing(circle.clone(), 5);
    let mut fed = circle;
    fed.extend([arc(0, 1, 1.0, 7.0, 1.0), arc(3, 4, 1.0, ENDLESS, 1.0)]);
    let (value, cost, _) = solved(&net(5, fed));
    assert_eq!((value, cost), (3.5, 10.5));
    let parallel = vec![arc(0, 1, 0.5, 2.0, 3.0), arc(0, 1, 0.75, 4.0, 1.0)];
    assert_eq!(solved(&net(2, parallel)), (4.0, 10.0, vec![2.0, 4.0]));
    // What enters the source or leaves the sink carries nothing.
    let void = vec![
        arc(0, 1, 1.0, 2.0, 0.0),
        arc(1, 0, 1.0, ENDLESS, 0.0),
        arc(1, 2, 1.0, ENDLESS, 0.0),
        arc(2, 1, 1.0, ENDLESS, 0.0),
    ];
    assert_eq!(solved(&net(3, void)), (2.0, 0.0, vec![2.0, 0.0, 2.0, 0.0]));
}

#[test]
fn what_nothing_bounds_is_named_by_a_shortest_way() {
    let arcs = vec![
        arc(0, 1, 1.0, ENDLESS, 0.0),
        arc(1, 2, 0.1, ENDLESS, 0.0),
        arc(2, 4, 0.5, ENDLESS, 0.0),
        arc(0, 3, 0.2, ENDLESS, 0.0),
        arc(3, 4, 0.0, ENDLESS, 0.0),
        arc(1, 4, 1.0, 1e9, 0.0),
    ];
    let unbounded = |arcs: Vec<_>| solve(&net(5, arcs), BUDGET);
    let along = |along: &[u32]| {
        Err(FlowError::Unbounded {
            along: along.to_vec(),
        })
    };
    assert_eq!(unbounded(arcs.clone()), along(&[0, 1, 2]));
    let mut shorter = arcs.clone();
    shorter.push(arc(3, 4, 0.01, ENDLESS, 0.0));
    assert_eq!(unbounded(shorter), along(&[3, 6]));
    let mut cut = arcs;
    cut[1].capacity = 10.0;
    assert_eq!(unbounded(cut).unwrap().value, 1e9 + 0.5);
}

#[test]
fn a_budget_cuts() {
    let mut dice = Dice(9);
    for _ in 0..200 {
        let net = random(&mut dice);
        let Ok(whole) = solve(&net, BUDGET) else {
            continue;
        };
        for budget in [0, whole.work / 2, whole.work - 1] {
            let Err(FlowError::Budget { work }) = solve(&net, budget) else {
                panic!("not cut at {budget} of {}", whole.work);
            };
            let size = net.arcs.len() as u64 + u64::from(net.vertex_count);
            assert!(
                work > budget && work <= budget + 10 * size,
                "{budget} {work}"
            );
        }
        assert_eq!(solve(&net, whole.work), Ok(whole));
    }
}
