//! What do the questions along the chain cost on a large network, against a plain search on the same chain?
//!
//! 100 000 places and about 390 000 links, or as many places as `KETJU_BENCH_PLACES` says; the chain of the most
//! common material; 200 questions from a mine each. `cargo bench --bench questions` prints one JSON object a
//! line, as `docs/performance.md` records them.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench prints its figures and fails by panicking"
)]

mod synthetic;

use std::time::Duration;
use std::time::Instant;

use ketju::model::Kind;
use ketju::model::Row;
use ketju::model::When;
use ketju::model::codes::SiteKind;
use ketju::model::codes::Stage;
use ketju::model::tables::site;
use ketju::network::Snapshot;
use ketju::network::chain::ChainKey;
use ketju::network::paths::Endpoint;
use ketju::network::paths::PathQuestion;
use ketju::network::paths::PatternItem;
use ketju::network::paths::PatternStep;
use ketju::network::paths::paths;
use petgraph::algo::dijkstra;
use petgraph::visit::EdgeRef as _;
use synthetic::Dice;
use synthetic::Synthetic;
use synthetic::material_id;

const QUESTIONS: usize = 200;
const YEAR: i32 = 2025;

fn main() {
    let places = std::env::var("KETJU_BENCH_PLACES").ok();
    let places = places.map_or(100_000, |it| it.parse().expect("a number of places"));
    let network = Synthetic::new(places);
    let (places, links) = (network.places, network.links);
    let snapshot = Snapshot::new(network.registry, 1, YEAR);
    let when = When {
        year: YEAR,
        nearest_years: false,
        include_planned: false,
    };
    let material = snapshot.registry().find(&material_id(0)).expect("it");
    let started = Instant::now();
    let chain = snapshot.chain(ChainKey::new(material, when));
    println!(
        "{{\"places\":{places},\"links\":{links},\"vertices\":{},\"arcs\":{},\"build_chain_ms\":{:.1}}}",
        chain.vertices().len(),
        chain.arcs().len(),
        started.elapsed().as_secs_f64() * 1_000.0,
    );
    let mines = mines(&snapshot);

    let graph = chain.graph();
    let tail = |mine: &Row| {
        let is_here = |it: &ketju::network::chain::Vertex| it.place == *mine;
        let at = chain.vertices().iter().position(is_here).expect("a vertex");
        petgraph::graph::NodeIndex::new(at)
    };
    let starts: Vec<_> = mines.iter().map(tail).collect();
    let plain = timed(&starts, |it| {
        dijkstra(graph, *it, None, |arc| {
            chain.arcs()[arc.id().index()]
                .length_m
                .unwrap_or(u64::MAX / 2)
        });
    });
    let plain = report("petgraph dijkstra from a mine to all", plain, None);

    let site = |mine: &Row| Endpoint::Sites(vec![snapshot.registry().id(*mine)]);
    let question = |mine: &Row| {
        PathQuestion::new(
            site(mine),
            Endpoint::Kind(SiteKind::Harbour),
            material_id(0),
        )
    };
    let ask = |question: &PathQuestion| paths(&snapshot, question).expect("a question");
    let best = timed(&mines, |mine| drop(ask(&question(mine))));
    report("5 best paths to any harbour", best, Some(plain));

    let pattern = vec![
        run(Stage::Processing, 1, 3),
        run(Stage::Manufacturing, 1, 1),
    ];
    let shaped = timed(&mines, |mine| {
        let question = PathQuestion {
            pattern: pattern.clone(),
            ..question(mine)
        };
        drop(ask(&question));
    });
    report("5 best paths of a pattern", shaped, Some(plain));
}

fn run(stage: Stage, min: u32, max: u32) -> PatternStep {
    PatternStep {
        what: PatternItem::Stage(stage),
        min,
        max,
    }
}

/// Mines that ship the material, drawn at random.
fn mines(snapshot: &Snapshot) -> Vec<Row> {
    let registry = snapshot.registry();
    let material = registry.find(&material_id(0)).expect("it");
    let is_meant = |row: &Row| {
        registry.code(*row, site::KIND) == Some(SiteKind::Mine)
            && registry
                .referring(Kind::Link, ketju::model::tables::link::FROM, *row)
                .iter()
                .any(|it| registry.link_names(*it, material))
    };
    let all: Vec<Row> = registry.rows(Kind::Site).filter(is_meant).collect();
    let mut dice = Dice(7);
    (0..QUESTIONS).map(|_| all[dice.roll(all.len())]).collect()
}

fn timed<T>(questions: &[T], ask: impl Fn(&T)) -> Vec<Duration> {
    let times = questions.iter().map(|it| {
        let started = Instant::now();
        ask(it);
        started.elapsed()
    });
    times.collect()
}

/// Prints the times, and returns the median.
fn report(work: &str, mut times: Vec<Duration>, plain: Option<f64>) -> f64 {
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let (median, worst) = (ms(times[times.len() / 2]), ms(times[times.len() - 1]));
    let ratio = plain.map_or(1.0, |plain| median / plain);
    println!(
        "{{\"work\":\"{work}\",\"p50_ms\":{median:.3},\"worst_ms\":{worst:.3},\"n\":{},\"to_plain\":{ratio:.2}}}",
        times.len()
    );
    median
}
