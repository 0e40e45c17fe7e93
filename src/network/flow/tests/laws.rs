//! What holds whatever the network.

use crate::network::dice::Dice;
use crate::network::flow::FlowError;
use crate::network::flow::Solver;
use crate::network::flow::solve;
use crate::network::flow::tests::BUDGET;
use crate::network::flow::tests::close;
use crate::network::flow::tests::cost;
use crate::network::flow::tests::random;

#[test]
fn the_order_of_arcs_and_the_numbers_of_vertices_do_not_matter() {
    let mut dice = Dice(21);
    for number in 0..500 {
        let net = random(&mut dice);
        let Ok(flow) = solve(&net, BUDGET) else {
            continue;
        };
        assert_eq!(solve(&net, BUDGET).as_ref(), Ok(&flow), "{number}");
        let mut other = net.clone();
        dice.shuffle(&mut other.arcs);
        let mut names: Vec<u32> = (0..net.vertex_count).collect();
        dice.shuffle(&mut names);
        for it in &mut other.arcs {
            it.tail = names[it.tail as usize];
            it.head = names[it.head as usize];
        }
        other.source = names[net.source as usize];
        other.sink = names[net.sink as usize];
        let again = solve(&other, BUDGET).unwrap();
        let is_same =
            close(flow.value, again.value) && close(cost(&net, &flow), cost(&other, &again));
        assert!(is_same, "{number}: {flow:?} {again:?} {net:#?}");
    }
}

#[test]
fn more_room_never_brings_less_and_fewer_vertices_never_more() {
    let mut dice = Dice(22);
    let mut raised = 0;
    for number in 0..1_000 {
        let net = random(&mut dice);
        let Ok(flow) = solve(&net, BUDGET) else {
            continue;
        };
        let mut wider = net.clone();
        let at = dice.roll(net.arcs.len());
        wider.arcs[at].capacity += 0.5;
        let more = solve(&wider, BUDGET).unwrap().value;
        assert!(more >= flow.value - 1e-9, "{number}: {net:#?}");
        // No arc brings more per unit than its price says: the value is concave in the capacity.
        let it = net.arcs[at];
        let (tail, head) = (it.tail as usize, it.head as usize);
        let win = (it.gain * flow.prices[head] - flow.prices[tail]).max(0.0);
        assert!(more <= flow.value + 0.5 * win + 1e-9, "{number}: {net:#?}");
        raised += usize::from(more > flow.value);
        let gone = dice.number(net.vertex_count as usize);
        let mut fewer = net.clone();
        fewer.arcs.retain(|it| it.tail != gone && it.head != gone);
        let less = solve(&fewer, BUDGET).unwrap().value;
        assert!(less <= flow.value + 1e-9, "{number}: {net:#?}");
    }
    assert!(raised > 50, "{raised}");
}

#[test]
fn a_raised_capacity_gives_what_solving_anew_gives() {
    let mut dice = Dice(23);
    let (mut raised, mut unbounded) = (0, 0);
    for number in 0..1_500 {
        let mut net = random(&mut dice);
        let mut solver = Solver::new(&net);
        if solver.solve(&net, BUDGET).is_err() {
            continue;
        }
        for _ in 0..4 {
            let at = dice.roll(net.arcs.len());
            let by = [0.5, 1.0, 7.0, f64::INFINITY][dice.roll(4)];
            net.arcs[at].capacity += by;
            solver.raise(&net, u32::try_from(at).unwrap());
            let (again, anew) = (solver.solve(&net, BUDGET), solve(&net, BUDGET));
            match (again, anew) {
                (Ok(again), Ok(anew)) => {
                    let costs = (cost(&net, &again), cost(&net, &anew));
                    let is_same = close(again.value, anew.value) && close(costs.0, costs.1);
                    assert!(is_same, "{number}: {again:#?} {anew:#?} {net:#?}");
                    raised += 1;
                }
                (Err(again), Err(anew)) => {
                    assert_eq!(again, anew);
                    assert!(matches!(anew, FlowError::Unbounded { .. }));
                    unbounded += 1;
                    break;
                }
                other => panic!("{number}: {other:?}"),
            }
        }
    }
    assert!(raised > 1_000 && unbounded > 50, "{raised} {unbounded}");
}
