//! What does the chain of a scenario cost, against building the chain anew?
//!
//! 100 000 places and about 390 000 links, or as many places as `KETJU_BENCH_PLACES` says; the chain of the most
//! common material. A scenario closes one site, or scales one capacity; each is laid over the same snapshot many
//! times, at other sites and links. `cargo bench --bench scenario` prints one JSON object a line, as
//! `docs/performance.md` records them.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench prints its figures, fails by panicking and uses a part of the synthetic network"
)]

mod synthetic;

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use ketju::model::Change;
use ketju::model::Quantity;
use ketju::model::Row;
use ketju::model::Value;
use ketju::model::When;
use ketju::model::tables::figure;
use ketju::model::tables::site;
use ketju::network::Snapshot;
use ketju::network::chain::Chain;
use ketju::network::chain::ChainKey;
use ketju::network::chain::CostRates;
use synthetic::Dice;
use synthetic::Synthetic;
use synthetic::material_id;

const YEAR: i32 = 2025;
const SCENARIOS: usize = 40;

fn main() {
    let places = std::env::var("KETJU_BENCH_PLACES").ok();
    let places = places.map_or(100_000, |it| it.parse().expect("a number of places"));
    let network = Synthetic::new(places);
    let snapshot = Arc::new(Snapshot::new(network.registry, 1, YEAR));
    let when = When {
        year: YEAR,
        nearest_years: false,
        include_planned: false,
    };
    let material = snapshot.registry().find(&material_id(0));
    let key = ChainKey::new(material.expect("the most common material"), when);
    let builds = (0..5).map(|_| {
        let since = Instant::now();
        let chain = Chain::build(snapshot.registry(), key, CostRates::default());
        assert!(chain.measured() > 0);
        since.elapsed()
    });
    let build = builds.min().expect("five builds");
    let chain = snapshot.chain(key);
    println!(
        "{{\"work\":\"build\",\"arcs\":{},\"vertices\":{},\"ms\":{:.1}}}",
        chain.arcs().len(),
        chain.vertices().len(),
        build.as_secs_f64() * 1_000.0
    );
    let mut dice = Dice(3);
    let places: Vec<Row> = (0..SCENARIOS)
        .map(|_| chain.vertices()[dice.roll(chain.vertices().len())].place)
        .collect();
    tell("closes one site", &snapshot, key, build, |at| {
        closed(&snapshot, places[at])
    });
    let arcs: Vec<Row> = (0..4 * SCENARIOS)
        .map(|_| &chain.arcs()[dice.roll(chain.arcs().len())])
        .filter(|it| it.mode.is_some())
        .map(|it| it.record)
        .collect();
    tell("scales one capacity", &snapshot, key, build, |at| {
        scaled(&snapshot, arcs[at])
    });
}

/// The site closed before the year asked.
fn closed(snapshot: &Snapshot, place: Row) -> Change {
    let mut record = snapshot.registry().record(place);
    record.set(site::CLOSED, Value::Int(i64::from(YEAR) - 1));
    Change::Put(record)
}

/// Half the capacity of a link.
fn scaled(snapshot: &Snapshot, link: Row) -> Change {
    let registry = snapshot.registry();
    let figure = registry.figures(link, Quantity::Capacity)[0];
    let value = registry.figure_value(figure).expect("a capacity");
    let mut record = registry.record(figure);
    record.set(figure::VALUE, Value::Number(value / 2.0));
    Change::Put(record)
}

/// Lays scenarios of one change over a snapshot and asks each for its chain.
fn tell(
    work: &str,
    snapshot: &Arc<Snapshot>,
    key: ChainKey,
    build: Duration,
    change: impl Fn(usize) -> Change,
) {
    let mut laying = Vec::new();
    let mut patching = Vec::new();
    let mut measured = Vec::new();
    for at in 0..SCENARIOS {
        let changes = [change(at)];
        let since = Instant::now();
        let over = snapshot.laid_over(&changes);
        laying.push(since.elapsed());
        let since = Instant::now();
        let chain = over.chain(key);
        patching.push(since.elapsed());
        measured.push(chain.measured());
    }
    for it in [&mut laying, &mut patching] {
        it.sort_unstable();
    }
    measured.sort_unstable();
    let ms = |it: Duration| it.as_secs_f64() * 1_000.0;
    let median = SCENARIOS / 2;
    println!(
        "{{\"work\":\"{work}\",\"laid_over_ms\":{:.3},\"chain_ms_least\":{:.1},\"chain_ms_median\":{:.1},\"chain_ms_worst\":{:.1},\"share_of_build_least\":{:.4},\"share_of_build_median\":{:.4},\"measured_median\":{},\"measured_most\":{}}}",
        ms(laying[median]),
        ms(patching[0]),
        ms(patching[median]),
        ms(patching[SCENARIOS - 1]),
        ms(patching[0]) / ms(build),
        ms(patching[median]) / ms(build),
        measured[median],
        measured[SCENARIOS - 1]
    );
}
