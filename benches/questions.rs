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

use ketju::model::Column;
use ketju::model::Kind;
use ketju::model::Row;
use ketju::model::When;
use ketju::model::codes::SiteKind;
use ketju::model::codes::Stage;
use ketju::model::tables::link;
use ketju::model::tables::site;
use ketju::network::Snapshot;
use ketju::network::chain::Chain;
use ketju::network::chain::ChainKey;
use ketju::network::chain::Metric;
use ketju::network::chain::Vertex;
use ketju::network::paths::Endpoint;
use ketju::network::paths::PathQuestion;
use ketju::network::paths::PatternItem;
use ketju::network::paths::PatternStep;
use ketju::network::paths::pareto_paths;
use ketju::network::paths::paths;
use ketju::network::trace::Direction;
use ketju::network::trace::TraceQuestion;
use ketju::network::trace::trace;
use petgraph::algo::dijkstra;
use petgraph::graph::NodeIndex;
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
    let mines = sites(&snapshot, SiteKind::Mine, link::FROM);
    let mut bench = Bench {
        snapshot,
        mines,
        plain: None,
    };
    bench.plain = Some(plain_search(&bench, &chain));
    paths_found(&bench);
    paths_missing(&bench);
    traces(&bench);
}

struct Bench {
    snapshot: Snapshot,
    /// Where questions begin.
    mines: Vec<Row>,
    /// Median of the search that the others are held against, in ms.
    plain: Option<f64>,
}

impl Bench {
    fn question(&self, mine: &Row) -> PathQuestion {
        let from = Endpoint::Sites(vec![self.snapshot.registry().id(*mine)]);
        PathQuestion::new(from, Endpoint::Kind(SiteKind::Harbour), material_id(0))
    }

    fn ask(&self, work: &str, change: impl Fn(PathQuestion) -> PathQuestion) {
        self.ask_from(work, &self.mines, change);
    }

    fn ask_from(&self, work: &str, mines: &[Row], change: impl Fn(PathQuestion) -> PathQuestion) {
        let times = timed(mines, |mine| {
            let question = change(self.question(mine));
            drop(paths(&self.snapshot, &question).expect("a question"));
        });
        report(work, times, self.plain);
    }
}

/// The nearest way from each mine to everywhere, by petgraph.
fn plain_search(bench: &Bench, chain: &Chain) -> f64 {
    let start = |mine: &Row| {
        let is_here = |it: &Vertex| it.place == *mine;
        let at = chain.vertices().iter().position(is_here).expect("a vertex");
        NodeIndex::new(at)
    };
    let starts: Vec<_> = bench.mines.iter().map(start).collect();
    let plain = timed(&starts, |it| {
        dijkstra(chain.graph(), *it, None, |arc| {
            chain.arcs()[arc.id().index()]
                .length_m
                .unwrap_or(u64::MAX / 2)
        });
    });
    report("petgraph dijkstra from a mine to all", plain, None)
}

fn paths_found(bench: &Bench) {
    bench.ask("5 best paths to any harbour", |it| it);
    let pattern = vec![
        run(Stage::Processing, 1, 3),
        run(Stage::Manufacturing, 1, 1),
    ];
    bench.ask("5 best paths of a pattern", |it| PathQuestion {
        pattern: pattern.clone(),
        ..it
    });
    let fronts = timed(&bench.mines, |mine| {
        let question = bench.question(mine);
        let front = pareto_paths(&bench.snapshot, &question, Metric::Steps);
        drop(front.expect("a question"));
    });
    report("paths that none beats in km and steps", fronts, bench.plain);
}

/// Nothing is shipped to a mine: every chain ends before it.
fn paths_missing(bench: &Bench) {
    let to_mines = |km| {
        move |it| PathQuestion {
            to: Endpoint::Kind(SiteKind::Mine),
            candidates_within_km: km,
            ..it
        }
    };
    bench.ask(
        "why there is no path, with the nearest takers",
        to_mines(None),
    );
    // These take long: a sample of them.
    let work = "candidates within 100 km, and why there is no path";
    bench.ask_from(work, &bench.mines[..20], to_mines(Some(100.0)));
}

fn traces(bench: &Bench) {
    let harbours = sites(&bench.snapshot, SiteKind::Harbour, link::TO);
    for (direction, of) in [
        (Direction::Downstream, &bench.mines),
        (Direction::Upstream, &harbours),
    ] {
        let times = timed(of, |it| {
            let question = TraceQuestion {
                material: Some(material_id(0)),
                ..TraceQuestion::new(bench.snapshot.registry().id(*it), direction)
            };
            drop(trace(&bench.snapshot, &question).expect("a question"));
        });
        report(
            &format!("trace {direction:?}, 12 steps"),
            times,
            bench.plain,
        );
    }
}

fn run(stage: Stage, min: u32, max: u32) -> PatternStep {
    PatternStep {
        what: PatternItem::Stage(stage),
        min,
        max,
    }
}

/// Sites of a kind that ship or receive the material, drawn at random.
fn sites(snapshot: &Snapshot, kind: SiteKind, end: Column) -> Vec<Row> {
    let registry = snapshot.registry();
    let material = registry.find(&material_id(0)).expect("it");
    let is_meant = |row: &Row| {
        registry.code(*row, site::KIND) == Some(kind)
            && registry
                .referring(Kind::Link, end, *row)
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
