//! What does a question for paths cost, against plain petgraph on the same network?
//!
//! Networks of 1e3 to 1e5 arcs from a fixed seed: places along the value chain, about five arcs each, most of
//! them onward by up to an eighth of the chain, some back; a third of the places with two products. `cargo bench --bench network`.

#![expect(
    clippy::cast_possible_truncation,
    reason = "the numbers of a bench are small"
)]

use divan::Bencher;
use divan::black_box;
use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::Record;
use ketju::model::Registry;
use ketju::model::Value;
use ketju::model::When;
use ketju::model::tables::link;
use ketju::model::tables::product;
use ketju::model::tables::site;
use ketju::network::chain::Chain;
use ketju::network::chain::ChainKey;
use ketju::network::chain::CostRates;
use ketju::network::graph::Graph;
use ketju::network::search::Costs;
use ketju::network::search::DEFAULT_BUDGET;
use ketju::network::search::Net;
use ketju::network::search::Search;
use ketju::network::search::Workspace;
use ketju::network::search::best_routes;
use petgraph::algo::astar;
use petgraph::algo::dijkstra;
use petgraph::graph::DiGraph;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

const ARCS: &[usize] = &[1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// SplitMix64: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((it ^ (it >> 31)) % below as u64) as usize
    }
}

struct Network {
    ends: Vec<(u32, u32)>,
    metric: Vec<u64>,
    assumptions: Vec<u16>,
    places: Vec<u32>,
    order: Vec<u32>,
}

impl Network {
    fn new(arcs: usize) -> Self {
        let mut dice = Dice(1);
        let mut places = Vec::new();
        for place in 0..arcs as u32 / 5 {
            places.push(place);
            if dice.roll(3) == 0 {
                places.push(place);
            }
        }
        let vertices = places.len();
        let mut ends: Vec<(u32, u32)> = (0..arcs)
            .map(|_| {
                let tail = dice.roll(vertices);
                let head = (tail + dice.roll(vertices / 8)).saturating_sub(vertices / 64);
                let head = head.min(vertices - 1);
                (tail as u32, head as u32)
            })
            .collect();
        ends.sort_unstable();
        Self {
            metric: ends.iter().map(|_| 1 + dice.roll(200_000) as u64).collect(),
            assumptions: ends.iter().map(|_| dice.roll(3) as u16).collect(),
            order: (0..arcs as u32).collect(),
            ends,
            places,
        }
    }

    /// A place at a third of the line, and one near its end that something leads to.
    fn pair(&self) -> (u32, u32) {
        let arcs = self.ends.len();
        (self.ends[arcs / 3].0, self.ends[arcs * 19 / 20].1)
    }

    fn petgraph(&self) -> DiGraph<(), u64> {
        let mut graph = DiGraph::with_capacity(self.places.len(), self.ends.len());
        for _ in &self.places {
            graph.add_node(());
        }
        for ((tail, head), metric) in self.ends.iter().zip(&self.metric) {
            graph.add_edge(NodeIndex::from(*tail), NodeIndex::from(*head), *metric);
        }
        graph
    }
}

#[divan::bench(args = ARCS)]
fn baseline_petgraph_dijkstra_to_all(bencher: Bencher<'_, '_>, arcs: usize) {
    let network = Network::new(arcs);
    let graph = network.petgraph();
    let (from, _) = network.pair();
    bencher.bench_local(|| dijkstra(&graph, NodeIndex::from(from), None, |it| *it.weight()));
}

#[divan::bench(args = ARCS)]
fn baseline_petgraph_dijkstra_on_our_arrays(bencher: Bencher<'_, '_>, arcs: usize) {
    let network = Network::new(arcs);
    let graph = Graph::new(network.places.len(), &network.ends);
    let (from, _) = network.pair();
    bencher.bench_local(|| {
        dijkstra(&graph, NodeIndex::from(from), None, |it| {
            network.metric[it.id().index()]
        })
    });
}

#[divan::bench(args = ARCS)]
fn baseline_petgraph_astar_to_one(bencher: Bencher<'_, '_>, arcs: usize) {
    let network = Network::new(arcs);
    let graph = network.petgraph();
    let (from, to) = network.pair();
    let to = NodeIndex::from(to);
    bencher.bench_local(|| {
        astar(
            &graph,
            NodeIndex::from(from),
            |it| it == to,
            |it| *it.weight(),
            |_| 0,
        )
    });
}

/// The k best paths of one pair, the backward search and the proof of what comes next included.
#[divan::bench(args = ARCS, consts = [1, 10, 200])]
fn best_paths<const K: usize>(bencher: Bencher<'_, '_>, arcs: usize) {
    let network = Network::new(arcs);
    let graph = Graph::new(network.places.len(), &network.ends);
    let net = Net {
        graph: &graph,
        places: &network.places,
        order: &network.order,
    };
    let costs = Costs {
        metric: &network.metric,
        assumptions: &network.assumptions,
    };
    let (from, to) = network.pair();
    let search = Search {
        origins: &[from],
        destinations: &[to],
        k: K,
        max_steps: 24,
        budget: DEFAULT_BUDGET,
        shape: None,
    };
    let mut workspace = Workspace::default();
    let first = best_routes(net, costs, &search, &mut workspace);
    assert_eq!(
        first.routes.len(),
        K,
        "{:?}",
        (first.truncations, first.next_at_least, first.explored)
    );
    bencher.bench_local(|| best_routes(net, costs, black_box(&search), &mut workspace));
}

/// The chain of a material out of a registry where every link carries it.
#[divan::bench(args = ARCS, sample_count = 10)]
fn build_chain(bencher: Bencher<'_, '_>, arcs: usize) {
    let network = Network::new(arcs);
    let material = Id::new(Kind::Material, "m");
    let site_id = |vertex: u32| Id::new(Kind::Site, format!("s{vertex:06}"));
    let mut records = vec![Record::new(material.clone())];
    let mut ore = Record::new(Id::new(Kind::Product, "ore"));
    ore.set(
        product::MATERIALS,
        Value::List(vec![Value::Id(material.clone())]),
    );
    records.push(ore);
    for vertex in 0..network.places.len() as u32 {
        let mut record = Record::new(site_id(vertex));
        record.set(site::KIND, Value::Code(0));
        record.set(
            site::LATITUDE,
            Value::Number(60.0 + f64::from(vertex) * 1e-4),
        );
        record.set(
            site::LONGITUDE,
            Value::Number(25.0 + f64::from(vertex % 97) * 0.1),
        );
        record.set(site::PRECISION, Value::Code(0));
        records.push(record);
    }
    for (number, (tail, head)) in network.ends.iter().enumerate() {
        let mut record = Record::new(Id::new(Kind::Link, format!("l{number:06}")));
        record.set(link::FROM, Value::Id(site_id(*tail)));
        record.set(link::TO, Value::Id(site_id(*head)));
        record.set(link::PRODUCT, Value::Id(Id::new(Kind::Product, "ore")));
        record.set(link::MODE, Value::Code(0));
        records.push(record);
    }
    let registry = Registry::of_records(records);
    let material = registry.find(&material);
    let when = When {
        year: 2025,
        nearest_years: false,
        include_planned: false,
    };
    bencher.bench_local(|| {
        material.map(|material| {
            Chain::build(
                &registry,
                ChainKey::new(material, when),
                CostRates::default(),
            )
        })
    });
}
