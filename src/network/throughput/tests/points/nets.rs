//! Bottlenecks and minimum cuts on random networks of numbers.

use crate::network::dice::Dice;
use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;
use crate::network::flow::dense;
use crate::network::throughput::bottlenecks::Hold;
use crate::network::throughput::bottlenecks::holds;
use crate::network::throughput::cut::cut;
use crate::network::throughput::solved::Found;
use crate::network::throughput::solved::Purse;

const NO_END: u64 = u64::MAX;

/// A network of up to `vertices` between source and sink, with capacities that often tie.
fn random(dice: &mut Dice, gains: &[f64]) -> FlowNet {
    let between = 1 + dice.roll(5);
    let vertex_count = u32::try_from(between + 2).unwrap();
    let (source, sink) = (vertex_count - 2, vertex_count - 1);
    let mut arcs = Vec::new();
    for _ in 0..5 + dice.roll(9) {
        let tail = [source, dice.number(between)][usize::from(dice.roll(3) > 0)];
        let head = [sink, dice.number(between)][usize::from(dice.roll(3) > 0)];
        if tail == head {
            continue;
        }
        let whole = f64::from(dice.number(4));
        let capacity = [
            whole,
            whole + 1.0,
            whole + 0.37 * f64::from(dice.number(9)),
            f64::INFINITY,
        ];
        arcs.push(FlowArc {
            tail,
            head,
            gain: gains[dice.roll(gains.len())],
            capacity: capacity[dice.roll(4)],
            cost: f64::from(dice.number(4)),
        });
    }
    FlowNet {
        vertex_count,
        source,
        sink,
        arcs,
    }
}

fn found<'a>(net: &'a FlowNet, flow: &'a Flow) -> Found<'a> {
    let is_upper = true;
    Found {
        net,
        flow,
        is_upper,
    }
}

fn value(net: &FlowNet) -> f64 {
    dense::solve(net).unwrap().value
}

/// With a capacity changed by so much, what comes to the sink more.
fn gained(net: &FlowNet, arc: usize, by: f64) -> f64 {
    let mut changed = net.clone();
    changed.arcs[arc].capacity += by;
    value(&changed) - value(net)
}

#[test]
fn shadow_prices_are_what_one_more_unit_brings() {
    let mut dice = Dice(41);
    let (mut alone, mut jointly, mut neither, mut bent) = (0, 0, 0, 0);
    for number in 0..2_500 {
        let net = random(&mut dice, &[0.5, 0.8, 1.0, 1.0]);
        let Ok(flow) = dense::solve(&net) else {
            continue;
        };
        let solved = found(&net, &flow);
        let mut purse = Purse::new(NO_END);
        let held = holds(solved, |_| true, u32::MAX, &mut purse).unwrap();
        assert!(!purse.is_cut);
        for arc in 0..net.arcs.len() {
            if net.arcs[arc].capacity.is_infinite() {
                continue;
            }
            let told = held.iter().find(|it| it.0 as usize == arc).map(|it| it.1);
            let step = 1e-3;
            let right = gained(&net, arc, step) / step;
            let can_be_less = net.arcs[arc].capacity > step;
            let left = if can_be_less {
                -gained(&net, arc, -step) / step
            } else {
                0.0
            };
            let case = || format!("network {number}, arc {arc}: {told:?} {left} {right} {net:?}");
            match told {
                Some(Hold::Alone(price)) => {
                    assert!((price - right).abs() < 1e-4, "{}", case());
                    alone += 1;
                    bent += usize::from(can_be_less && left > right + 1e-4);
                }
                Some(Hold::Jointly) => {
                    assert!(right < 1e-4 && left > 1e-4, "{}", case());
                    jointly += 1;
                }
                None => {
                    assert!(right < 1e-4 && left < 1e-4, "{}", case());
                    neither += 1;
                }
            }
        }
    }
    assert!(
        alone > 500 && jointly > 50 && neither > 500 && bent > 10,
        "{alone} {jointly} {neither} {bent}"
    );
}

/// The least that the capacities of a cut add up to, over all cuts.
fn least_cut(net: &FlowNet) -> f64 {
    let between = net.vertex_count - 2;
    let all = (0_u32..1 << between).map(|chosen| {
        let is_before = |it: u32| it == net.source || (it < between && chosen & (1 << it) != 0);
        let crossing = net
            .arcs
            .iter()
            .filter(|it| is_before(it.tail) && !is_before(it.head));
        crossing.map(|it| it.capacity).sum::<f64>()
    });
    all.fold(f64::INFINITY, f64::min)
}

/// Whether the sink is reached without some arcs.
fn is_open_without(net: &FlowNet, cut: &[u32]) -> bool {
    let mut reached = vec![false; net.vertex_count as usize];
    reached[net.source as usize] = true;
    for _ in 0..net.vertex_count {
        for (arc, it) in (0_u32..).zip(&net.arcs) {
            if reached[it.tail as usize] && !cut.contains(&arc) {
                reached[it.head as usize] = true;
            }
        }
    }
    reached[net.sink as usize]
}

#[test]
fn a_minimum_cut_is_no_more_than_any_cut_and_cuts() {
    let mut dice = Dice(43);
    let mut positive = 0;
    for number in 0..1_500 {
        let net = random(&mut dice, &[1.0]);
        let least = least_cut(&net);
        let Ok(flow) = dense::solve(&net) else {
            assert!(least.is_infinite(), "network {number}: {net:?}");
            continue;
        };
        let solved = found(&net, &flow);
        let cut = cut(solved).unwrap();
        let sum: f64 = cut.iter().map(|it| net.arcs[*it as usize].capacity).sum();
        let value = solved.flow.value;
        assert!(
            (sum - least).abs() < 1e-6,
            "network {number}: {cut:?} {net:?}"
        );
        assert!(
            (sum - value).abs() < 1e-6,
            "network {number}: {value} {net:?}"
        );
        assert!(
            !is_open_without(&net, &cut),
            "network {number}: {cut:?} {net:?}"
        );
        positive += usize::from(least > 0.0);
    }
    assert!(positive > 300, "{positive}");
}

#[test]
fn there_is_no_minimum_cut_where_something_on_a_way_is_lost() {
    let arc = |tail, head, gain| FlowArc {
        tail,
        head,
        gain,
        capacity: 5.0,
        cost: 0.0,
    };
    // Source 2, sink 3; what is lost on the way to vertex 1, from where nothing goes on, does not matter.
    let net = |gain: f64| FlowNet {
        vertex_count: 4,
        source: 2,
        sink: 3,
        arcs: vec![arc(2, 0, 1.0), arc(0, 1, 0.5), arc(0, 3, gain)],
    };
    for (gain, expected) in [(1.0, Some(1)), (0.9, None)] {
        let net = net(gain);
        let flow: Flow = dense::solve(&net).unwrap();
        let cut = cut(found(&net, &flow));
        assert_eq!(cut.map(|it| it.len()), expected);
    }
}
