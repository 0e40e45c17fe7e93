use crate::network::dice::Dice;
use crate::network::flow::Flow;
use crate::network::flow::FlowArc;
use crate::network::flow::FlowNet;
use crate::network::flow::check::check;
use crate::network::flow::dense;
use crate::network::flow::solve;

const BUDGET: u64 = 1_000_000_000;

fn cost(net: &FlowNet, flow: &Flow) -> f64 {
    let arcs = net.arcs.iter().zip(&flow.flows);
    arcs.map(|(arc, flow)| arc.cost * flow).sum()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

/// Any arcs between any vertices but into the source and out of the sink.
fn random(dice: &mut Dice, vertices: usize, arcs: usize) -> FlowNet {
    let gains = [
        [1.0; 6],
        [0.9, 0.8, 0.5, 1.0, 0.81, 0.72],
        [1.0, 0.5, 0.0, 0.25, 0.05, 1.0],
    ][dice.roll(3)];
    let sizes = [[1.0, 2.0, 3.0, 5.0], [1.0; 4], [0.1, 1.0, 10.0, 1e3]][dice.roll(3)];
    let whole = dice.roll(2) == 0;
    let arcs = (0..arcs).map(|_| FlowArc {
        tail: dice.number(vertices - 1),
        head: 1 + dice.number(vertices - 1),
        gain: if whole {
            gains[dice.roll(6)]
        } else {
            0.5 + dice.roll(500) as f64 / 1000.0
        },
        capacity: match dice.roll(8) {
            0 => f64::INFINITY,
            1 => 0.0,
            _ if whole => sizes[dice.roll(4)],
            _ => sizes[dice.roll(4)] * (1 + dice.roll(1000)) as f64 / 1000.0,
        },
        cost: dice.roll(5) as f64,
    });
    FlowNet {
        vertex_count: u32::try_from(vertices).unwrap(),
        source: 0,
        arcs: arcs.collect(),
        sink: u32::try_from(vertices - 1).unwrap(),
    }
}

#[test]
fn answers_are_those_of_a_dense_tableau() {
    let mut dice = Dice(4);
    let (mut told, mut unbounded) = (0, 0);
    for number in 0..3_000 {
        let vertices = 2 + dice.roll(9);
        let arcs = 1 + dice.roll(30);
        let net = random(&mut dice, vertices, arcs);
        let expected = dense::solve(&net);
        let found = solve(&net, BUDGET);
        match (&found, &expected) {
            (Ok(found), Ok(expected)) => {
                assert_eq!(check(&net, expected), Ok(()), "dense {number}: {net:#?}");
                assert!(
                    close(found.value, expected.value),
                    "{number}: {found:#?} {expected:#?} {net:#?}"
                );
                assert!(
                    close(cost(&net, found), cost(&net, expected)),
                    "{number}: {found:#?} {expected:#?} {net:#?}"
                );
                told += usize::from(found.value > 0.0);
            }
            (Err(_), Err(_)) => {
                assert_eq!(found, expected);
                unbounded += 1;
            }
            _ => panic!("{number}: {found:?}, {expected:?} {net:#?}"),
        }
    }
    assert!(told > 1000 && unbounded > 50, "{told} {unbounded}");
}
