//! What holds whatever the network.

use super::*;
use crate::network::CHAINS_KEPT;
use crate::network::dice::Dice;
use crate::network::graph::Graph;
use crate::network::text::records;

#[test]
fn the_order_of_records_changes_nothing() {
    let mut dice = Dice(5);
    for (network, asked) in [
        (KEMI, "sources sinks chromium k=9"),
        (NARVIK, "sources sinks iron k=9"),
    ] {
        let mut all = records(network);
        let first = Snapshot::new(Registry::of_records(all.clone()), 1, 2025);
        let expected = paths(&first, &question(asked)).unwrap();
        for _ in 0..20 {
            dice.shuffle(&mut all);
            // Half of the records come later, so that they stand in the overlay of the registry.
            let (early, late) = all.split_at(all.len() / 2);
            let late: Vec<_> = late
                .iter()
                .cloned()
                .map(crate::model::Change::Put)
                .collect();
            for registry in [
                Registry::of_records(all.clone()),
                Registry::of_records(early.to_vec()).with(&late),
            ] {
                let again = Snapshot::new(registry, 1, 2025);
                let answer = paths(&again, &question(asked)).unwrap();
                assert_eq!(told(&again, &answer), told(&first, &expected));
                let ids =
                    |it: &PathAnswer| it.paths.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
                assert_eq!(ids(&answer), ids(&expected));
            }
        }
    }
}

#[test]
fn petgraph_runs_on_the_compact_arrays() {
    use petgraph::graph::DiGraph;
    use petgraph::graph::NodeIndex;
    let mut dice = Dice(7);
    for _ in 0..50 {
        let vertices = 2 + dice.roll(20);
        let mut arcs: Vec<(u32, u32)> = (0..dice.roll(60))
            .map(|_| (dice.number(vertices), dice.number(vertices)))
            .collect();
        arcs.sort_unstable();
        let ours = Graph::new(vertices, &arcs);
        let mut theirs = DiGraph::<(), ()>::new();
        for _ in 0..vertices {
            theirs.add_node(());
        }
        for (a, b) in &arcs {
            theirs.add_edge(NodeIndex::from(*a), NodeIndex::from(*b), ());
        }
        let cost = |at: usize| at * 7 % 11;
        use petgraph::visit::EdgeRef as _;
        let start = NodeIndex::new(0);
        let a = petgraph::algo::dijkstra(&ours, start, None, |it| cost(it.id().index()));
        let b = petgraph::algo::dijkstra(&theirs, start, None, |it| cost(it.id().index()));
        assert_eq!(a, b);
        use petgraph::visit::Reversed;
        let a = petgraph::algo::dijkstra(Reversed(&ours), start, None, |it| cost(it.id().index()));
        let b =
            petgraph::algo::dijkstra(Reversed(&theirs), start, None, |it| cost(it.id().index()));
        assert_eq!(a, b);
        assert_eq!(
            petgraph::algo::tarjan_scc(&ours).len(),
            petgraph::algo::tarjan_scc(&theirs).len()
        );
        assert_eq!(
            petgraph::algo::is_cyclic_directed(&ours),
            petgraph::algo::is_cyclic_directed(&theirs)
        );
    }
}

#[test]
fn a_snapshot_keeps_a_bounded_number_of_chains() {
    let snapshot = snapshot(KEMI);
    let first = question("kemi roytta chromium year=1600");
    let before = paths(&snapshot, &first).unwrap();
    for year in 1601..1601 + i32::try_from(CHAINS_KEPT).unwrap() + 5 {
        let mut asked = first.clone();
        asked.at.year = Some(year);
        paths(&snapshot, &asked).unwrap();
    }
    assert_eq!(snapshot.chains_kept(), CHAINS_KEPT);
    assert_eq!(paths(&snapshot, &first).unwrap(), before);
}
