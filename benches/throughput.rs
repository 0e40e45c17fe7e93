//! What does it cost to tell how much gets through a chain?
//!
//! Chains of 1e3 to 1e5 arcs from a fixed seed: mines, concentrators, refineries, manufacturers, harbours, and recyclers
//! that lead back; every activity with a capacity and a recovery, every link with a capacity and a distance. All
//! values are made up. `cargo bench --bench throughput` prints one JSON object a line, as `docs/performance.md`
//! records them; `KETJU_BENCH_ARCS` asks for one size.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a bench prints its figures and fails by panicking, and its numbers are small"
)]

use std::time::Instant;

use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::Quantity;
use ketju::model::Record;
use ketju::model::Registry;
use ketju::model::Value;
use ketju::model::When;
use ketju::model::codes::MassBasis;
use ketju::model::codes::ProductForm;
use ketju::model::codes::Side;
use ketju::model::codes::SiteKind;
use ketju::model::codes::Stage;
use ketju::model::computed_slug;
use ketju::model::tables::activity;
use ketju::model::tables::figure;
use ketju::model::tables::link;
use ketju::model::tables::product;
use ketju::model::tables::site;
use ketju::network::Snapshot;
use ketju::network::chain::ChainKey;
use ketju::network::throughput::Parts;
use ketju::network::throughput::ThroughputQuestion;
use ketju::network::throughput::throughput;

const YEAR: i32 = 2025;
const ROUNDS: usize = 3;

/// Kind of place, share of all in percent, what it takes and gives.
const LAYERS: [(SiteKind, usize, &[usize], usize); 6] = [
    (SiteKind::Mine, 20, &[], 0),
    (SiteKind::Processor, 20, &[0], 1),
    (SiteKind::Processor, 20, &[1, 4], 2),
    (SiteKind::Manufacturer, 25, &[2], 3),
    (SiteKind::Harbour, 5, &[], 3),
    (SiteKind::Recycler, 10, &[3], 4),
];

/// From layer, to layer, links a place.
const LINKS: [(usize, usize, usize); 6] = [
    (0, 1, 4),
    (1, 2, 4),
    (2, 3, 5),
    (3, 4, 3),
    (3, 5, 2),
    (5, 2, 4),
];

const FORMS: [ProductForm; 5] = [
    ProductForm::Ore,
    ProductForm::Concentrate,
    ProductForm::Intermediate,
    ProductForm::Intermediate,
    ProductForm::Scrap,
];

fn main() {
    let asked = std::env::var("KETJU_BENCH_ARCS").ok();
    let sizes = match asked {
        Some(it) => vec![it.parse().expect("a number of arcs")],
        None => vec![1_000, 10_000, 100_000],
    };
    for arcs in sizes {
        measure(arcs);
    }
}

fn measure(arcs: usize) {
    let snapshot = Snapshot::new(Registry::of_records(network(arcs / 5)), 1, YEAR);
    let material = snapshot.registry().find(&material_id()).expect("it");
    let when = When {
        year: YEAR,
        nearest_years: false,
        include_planned: false,
    };
    let chain = snapshot.chain(ChainKey::new(material, when));
    let question = ThroughputQuestion {
        parts: Parts::default(),
        budget: u64::MAX,
        ..ThroughputQuestion::new(material_id())
    };
    let mut best = f64::INFINITY;
    let mut told = None;
    // Large networks are asked once: what is told is the growth.
    let rounds = if arcs > 50_000 { 1 } else { ROUNDS };
    for _ in 0..rounds {
        let started = Instant::now();
        let answer = throughput(&snapshot, &question).expect("an answer");
        best = best.min(started.elapsed().as_secs_f64() * 1_000.0);
        told = Some((answer.upper.delivered, answer.explored, answer.status));
    }
    let (delivered, explored, status) = told.expect("a round");
    // The upper and the lower answer are solved and checked, each for the amount and the distance.
    println!(
        "{{\"arcs\":{},\"vertices\":{},\"delivered\":{delivered:?},\"status\":\"{status:?}\",\"explored\":{explored},\"upper_and_lower_ms\":{best:.1}}}",
        chain.arcs().len(),
        chain.vertices().len(),
    );
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

fn material_id() -> Id {
    Id::new(Kind::Material, "metal")
}

fn product_id(at: usize) -> Id {
    Id::new(Kind::Product, format!("p{at}"))
}

fn network(places: usize) -> Vec<Record> {
    let mut dice = Dice(4);
    let mut records = vec![Record::new(material_id())];
    for (at, form) in FORMS.iter().enumerate() {
        let mut record = Record::new(product_id(at));
        record.set(product::FORM, Value::Code(*form as u16));
        record.set(
            product::MATERIALS,
            Value::List(vec![Value::Id(material_id())]),
        );
        records.push(record);
    }
    let sizes: Vec<usize> = LAYERS
        .iter()
        .map(|it| (places * it.1 / 100).max(1))
        .collect();
    for (layer, size) in sizes.iter().enumerate() {
        for at in 0..*size {
            records.extend(place(&mut dice, layer, at));
        }
    }
    let mut number = 0;
    for (from, to, each) in LINKS {
        for at in 0..sizes[from] {
            for _ in 0..each {
                // Mostly near places of the next layer.
                let near = at * sizes[to] / sizes[from] + dice.roll(1 + sizes[to] / 20);
                let ends = (site_id(from, at), site_id(to, near % sizes[to]));
                records.extend(movement(&mut dice, number, ends, LAYERS[from].3));
                number += 1;
            }
        }
    }
    records
}

fn site_id(layer: usize, at: usize) -> Id {
    Id::new(Kind::Site, format!("s{layer}-{at:06}"))
}

fn place(dice: &mut Dice, layer: usize, at: usize) -> Vec<Record> {
    let (kind, _, inputs, output) = LAYERS[layer];
    let mut record = Record::new(site_id(layer, at));
    record.set(site::KIND, Value::Code(kind as u16));
    let stage = match kind {
        SiteKind::Mine => Stage::Extraction,
        SiteKind::Processor => Stage::Processing,
        SiteKind::Manufacturer => Stage::Manufacturing,
        SiteKind::Recycler => Stage::Recycling,
        _ => return vec![record],
    };
    let id = Id::new(Kind::Activity, format!("a{layer}-{at:06}"));
    let mut works = Record::new(id.clone());
    works.set(activity::SITE, Value::Id(record.id.clone()));
    works.set(activity::STAGE, Value::Code(stage as u16));
    let products = |all: &[usize]| all.iter().map(|it| Value::Id(product_id(*it))).collect();
    if !inputs.is_empty() {
        works.set(activity::INPUTS, Value::List(products(inputs)));
    }
    works.set(activity::OUTPUTS, Value::List(products(&[output])));
    let capacity = 1_000.0 + dice.roll(9_000) as f64;
    let recovery = 0.55 + dice.roll(450) as f64 / 1_000.0;
    let output = Some(product_id(output));
    let figures = [
        told(&id, Quantity::Capacity, capacity, output.clone()),
        told(&id, Quantity::Recovery, recovery, output),
    ];
    [record, works].into_iter().chain(figures).collect()
}

fn movement(dice: &mut Dice, number: usize, (from, to): (Id, Id), moved: usize) -> Vec<Record> {
    let id = Id::new(Kind::Link, format!("l{number:07}"));
    let mut record = Record::new(id.clone());
    record.set(link::FROM, Value::Id(from));
    record.set(link::TO, Value::Id(to));
    record.set(link::PRODUCT, Value::Id(product_id(moved)));
    let capacity = 100.0 + dice.roll(3_000) as f64;
    let km = 1.0 + dice.roll(500) as f64;
    let capacity = told(&id, Quantity::Capacity, capacity, None);
    vec![record, capacity, told(&id, Quantity::Distance, km, None)]
}

fn told(subject: &Id, quantity: Quantity, value: f64, product: Option<Id>) -> Record {
    let mut record = Record::new(Id::new(Kind::Figure, ""));
    record.set(figure::SUBJECT, Value::Id(subject.clone()));
    record.set(figure::QUANTITY, Value::Code(quantity as u16));
    record.set(figure::VALUE, Value::Number(value));
    record.set(figure::UNIT, Value::Text(quantity.unit().into()));
    record.set(figure::YEAR, Value::Int(2024));
    if quantity != Quantity::Distance {
        record.set(figure::MATERIAL, Value::Id(material_id()));
    }
    if let Some(product) = product {
        record.set(figure::PRODUCT, Value::Id(product));
    }
    if quantity == Quantity::Capacity {
        record.set(figure::BASIS, Value::Code(MassBasis::Contained as u16));
        let side = if subject.kind == Kind::Link {
            Side::Input
        } else {
            Side::Output
        };
        record.set(figure::SIDE, Value::Code(side as u16));
    }
    record.id.slug = computed_slug(&record);
    record
}
