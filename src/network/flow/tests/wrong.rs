//! The check finds what is wrong.

use crate::network::dice::Dice;
use crate::network::flow::Flow;
use crate::network::flow::FlowNet;
use crate::network::flow::check::check;
use crate::network::flow::solve;
use crate::network::flow::tests::BUDGET;
use crate::network::flow::tests::arc;
use crate::network::flow::tests::net;
use crate::network::flow::tests::random;

/// Two ways of equal gain, the second dearer: 3 go by the first, 1 by the second, 4 arrive for 3 · 2 + 5.
fn case() -> (FlowNet, Flow) {
    let net = net(
        4,
        vec![
            arc(0, 1, 1.0, 4.0, 0.0),
            arc(1, 3, 1.0, 3.0, 2.0),
            arc(1, 2, 1.0, f64::INFINITY, 5.0),
            arc(2, 3, 1.0, 9.0, 0.0),
        ],
    );
    let flow = solve(&net, BUDGET).unwrap();
    assert_eq!(
        (flow.value, flow.flows.clone()),
        (4.0, vec![4.0, 3.0, 1.0, 1.0])
    );
    (net, flow)
}

fn fails(change: impl FnOnce(&mut Flow)) -> String {
    let (net, mut flow) = case();
    change(&mut flow);
    check(&net, &flow).unwrap_err()
}

#[test]
fn each_fault_is_found() {
    let has = |message: String, words: &str| assert!(message.contains(words), "{message}");
    has(fails(|it| it.flows[0] = 4.1), "arc 0 carries");
    has(fails(|it| it.flows[3] = -0.1), "arc 3 carries");
    has(fails(|it| it.flows[2] = f64::NAN), "a number");
    has(fails(|it| it.prices.truncate(2)), "a number");
    has(fails(|it| it.flows[3] = 1.5), "vertex 2 gets");
    has(fails(|it| it.value = 5.0), "is told");
    has(fails(|it| it.prices[3] = 2.0), "source or sink");
    has(fails(|it| it.savings[0] = 2.0), "source or sink");
    has(fails(|it| it.prices[2] = -1.0), "vertex 2 has price");
    // Less than the most: all of it by the first way.
    has(
        fails(|it| {
            it.flows = vec![3.0, 3.0, 0.0, 0.0];
            it.value = 3.0;
        }),
        "but the bound is",
    );
    // As much, but for 2 · 2 + 2 · 5.
    has(
        fails(|it| it.flows = vec![4.0, 2.0, 2.0, 2.0]),
        "costs of 14",
    );
    // Prices that do not prove it: vertex 2 would give to the sink at a loss, or take without end.
    has(fails(|it| it.prices[2] = 0.5), "but the bound is");
    has(fails(|it| it.prices[1] = 0.5), "without capacity");
    has(fails(|it| it.savings[2] = 9.0), "without capacity");
    has(fails(|it| it.savings[1] = 0.0), "too much");
}

#[test]
fn flows_of_other_networks_do_not_pass() {
    let mut dice = Dice(41);
    let (mut passed, mut failed) = (0, 0);
    for _ in 0..2_000 {
        let mut net = random(&mut dice);
        let Ok(flow) = solve(&net, BUDGET) else {
            continue;
        };
        // One arc wins more than it did, or may carry less: an answer that used it is none any more.
        let at = dice.roll(net.arcs.len());
        let is_used = flow.flows[at] > 1e-3;
        net.arcs[at].capacity = flow.flows[at] / 2.0;
        if check(&net, &flow).is_ok() {
            assert!(!is_used);
            passed += 1;
        } else {
            failed += 1;
        }
    }
    assert!(passed > 100 && failed > 100, "{passed} {failed}");
}
