//! What does a question for partners cost over 10 000 offers and 10 000 requests?
//!
//! `cargo bench --bench partners` prints one JSON object a line, as `docs/performance.md` records them. The network is made
//! from a fixed seed: regions and towns, side-streams at works, activities and intakes that take products and waste codes,
//! kinds of use, exchanges between them; words are of a list of 400, codes of 120, products of 800. One more site takes one of
//! the products by 1 000 activities that come to the same numbers.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and fails by panicking"
)]

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use ketju::analysis::partners::PartnerGroup;
use ketju::analysis::partners::PartnersQuestion;
use ketju::analysis::partners::Subject;
use ketju::analysis::partners::described::Description;
use ketju::analysis::partners::described::Known;
use ketju::analysis::partners::described::describe;
use ketju::analysis::partners::index::Index;
use ketju::analysis::partners::partners;
use ketju::exchange::knowledge;
use ketju::model::Column;
use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::NAME_EN;
use ketju::model::Record;
use ketju::model::Registry;
use ketju::model::Row;
use ketju::model::Value;
use ketju::model::When;
use ketju::model::codes::ExchangeStatus;
use ketju::model::codes::ProductForm;
use ketju::model::codes::SiteKind;
use ketju::model::codes::Stage;
use ketju::model::codes::UseStatus;
use ketju::model::tables::activity;
use ketju::model::tables::intake;
use ketju::model::tables::link;
use ketju::model::tables::precedent;
use ketju::model::tables::product;
use ketju::model::tables::region;
use ketju::model::tables::side_stream;
use ketju::model::tables::site;
use ketju::model::tables::usage;
use ketju::network::Snapshot;

const OFFERS: usize = 10_000;
const SITES: usize = 5_000;
/// Regions, as many towns, and each region a part of the one of a tenth of its number.
const REGIONS: usize = 1_000;
const PRODUCTS: usize = 800;
const WORDS: usize = 400;
/// Requests: so many of each.
const ACTIVITIES: usize = 6_000;
const INTAKES: usize = 3_000;
const USES: usize = 1_000;
/// Activities of one site that take the first product.
const TWINS: usize = 1_000;
const PRECEDENTS: usize = 200;
const LINKS: usize = 5_000;
/// Questions asked.
const ASKED: usize = 200;

const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

fn main() {
    let started = Instant::now();
    let registry = Registry::of_records(records());
    let snapshot = Arc::new(Snapshot::new(registry, 1, WHEN.year));
    let ms = started.elapsed().as_secs_f64() * 1_000.0;
    println!("{{\"work\":\"registry of the network\",\"ms\":{ms:.0},\"n\":1}}");
    let started = Instant::now();
    let index = Index::of(&snapshot, knowledge(), WHEN);
    let ms = started.elapsed().as_secs_f64() * 1_000.0;
    let (offers, requests) = (index.offers.len(), index.requests.len());
    println!(
        "{{\"work\":\"index of partners\",\"offers\":{offers},\"requests\":{requests},\"ms\":{ms:.0},\"n\":1}}"
    );
    let streams: Vec<Row> = snapshot.registry().rows(Kind::SideStream).collect();
    let step = streams.len() / ASKED;
    let asked: Vec<Subject> = streams
        .iter()
        .step_by(step)
        .map(|it| Subject::Offer(*it))
        .collect();
    report(&snapshot, "partners of a side-stream", &asked);
    let first_product = Id::new(Kind::Product, "r00000".to_owned());
    let first_product = snapshot.registry().find(&first_product);
    let is_of_first = |it: &&Row| {
        let product = snapshot.registry().reference(**it, side_stream::PRODUCT);
        product == first_product
    };
    let twins: Vec<Subject> = streams
        .iter()
        .filter(is_of_first)
        .map(|it| Subject::Offer(*it))
        .collect();
    report(
        &snapshot,
        "partners of a side-stream, 1 000 of them twins",
        &twins,
    );
    let activities: Vec<Row> = snapshot.registry().rows(Kind::Activity).collect();
    let step = activities.len() / ASKED;
    let needs: Vec<Subject> = activities
        .iter()
        .step_by(step)
        .map(|it| Subject::Need(*it))
        .collect();
    report(&snapshot, "streams for a need", &needs);
    let started = Instant::now();
    let known = Known::of(&snapshot, knowledge()).count();
    let ms = started.elapsed().as_secs_f64() * 1_000.0;
    println!("{{\"work\":\"names and places\",\"known\":{known},\"ms\":{ms:.0},\"n\":1}}");
    let described = describing(&snapshot);
    report(&snapshot, "partners of a description", &described);
}

/// Descriptions as they are read, each with an amount, bounds and a region or town; prints what reading them takes.
fn describing(snapshot: &Snapshot) -> Vec<Subject> {
    let mut chance = Chance(11);
    let mut times = Vec::with_capacity(ASKED);
    let subjects = (0..ASKED).map(|at| {
        let (name, place) = (chance.name(), chance.below(REGIONS));
        let kind = if at % 2 == 0 { "Region" } else { "Town" };
        let description = Description {
            text: format!("{name}, 5-10 kt/a, at most 1 % zinc, {kind}{place}"),
            ..Description::default()
        };
        let started = Instant::now();
        let described = describe(snapshot, knowledge(), &description).expect("a description");
        times.push(started.elapsed());
        assert!(described.place.is_some(), "{}", description.text);
        Subject::Described(Box::new(described.offer))
    });
    let subjects: Vec<Subject> = subjects.collect();
    times.sort_unstable();
    let ms = |at: usize| times[at].as_secs_f64() * 1_000.0;
    let (p50, p95, worst) = (ms(ASKED / 2), ms(ASKED * 95 / 100), ms(ASKED - 1));
    println!(
        "{{\"work\":\"a description read\",\"p50_ms\":{p50:.2},\"p95_ms\":{p95:.2},\"worst_ms\":{worst:.2},\"n\":{ASKED}}}"
    );
    subjects
}

/// Prints what questions take, each asked once.
fn report(snapshot: &Arc<Snapshot>, work: &str, subjects: &[Subject]) {
    let mut found = 0;
    let times = subjects.iter().map(|subject| {
        let question = PartnersQuestion {
            subject: subject.clone(),
            within_km: None,
            regions: Vec::new(),
            among: PartnerGroup::All,
            include_rejected: false,
            only_rejected: false,
            hidden_links: Vec::new(),
            skip: 0,
            first: 10,
            when: WHEN,
            budget: 10_000_000,
        };
        let started = Instant::now();
        let answer = partners(snapshot, knowledge(), &question);
        let time = started.elapsed();
        found += answer.total;
        time
    });
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    let ms = |at: usize| times[at.min(times.len() - 1)].as_secs_f64() * 1_000.0;
    let n = times.len();
    let (p50, p95, worst) = (ms(n / 2), ms(n * 95 / 100), ms(n - 1));
    let mean = found / n;
    println!(
        "{{\"work\":\"{work}\",\"p50_ms\":{p50:.2},\"p95_ms\":{p95:.2},\"worst_ms\":{worst:.2},\"mean_partners\":{mean},\"n\":{n}}}"
    );
}

/// Numbers that look random and are the same everywhere (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let it = it ^ (it >> 31);
        usize::try_from(it % below as u64).expect("below")
    }

    /// Two words of the list, and a number of its own.
    fn name(&mut self) -> String {
        format!("word{} word{}", self.below(WORDS), self.below(WORDS))
    }

    /// One of 120 codes of 12 chapters.
    fn code(&mut self) -> String {
        format!(
            "{:02}{:02}{:02}",
            1 + self.below(12),
            1 + self.below(2),
            1 + self.below(5)
        )
    }
}

fn id(kind: Kind, at: usize) -> Value {
    Value::Id(Id::new(kind, format!("r{at:05}")))
}

fn record(kind: Kind, at: usize, columns: Vec<(Column, Value)>) -> Record {
    let mut record = Record::new(Id::new(kind, format!("r{at:05}")));
    for (column, value) in columns {
        record.set(column, value);
    }
    record
}

fn code(at: usize) -> Value {
    Value::Code(u16::try_from(at).expect("a code"))
}

fn texts(text: String) -> Value {
    Value::List(vec![Value::Text(text.into())])
}

fn records() -> Vec<Record> {
    let mut chance = Chance(7);
    let mut all = Vec::new();
    for at in 0..PRODUCTS {
        let form = code(ProductForm::Residue as usize);
        let name = Value::Text(chance.name().into());
        all.push(record(
            Kind::Product,
            at,
            vec![(product::FORM, form), (NAME_EN, name)],
        ));
    }
    places(&mut chance, &mut all);
    for at in 0..OFFERS {
        let columns = vec![
            (NAME_EN, Value::Text(chance.name().into())),
            (side_stream::SITE, id(Kind::Site, chance.below(SITES))),
            (
                side_stream::PRODUCT,
                id(Kind::Product, chance.below(PRODUCTS)),
            ),
            (side_stream::EWC_CODES, texts(chance.code())),
        ];
        all.push(record(Kind::SideStream, at, columns));
    }
    requests(&mut chance, &mut all);
    exchanges(&mut chance, &mut all);
    twins(&mut all);
    all
}

/// A site beside the others, and activities there that all take the first product.
fn twins(all: &mut Vec<Record>) {
    let kind = code(SiteKind::Recycler as usize);
    all.push(record(Kind::Site, SITES, vec![(site::KIND, kind)]));
    for at in ACTIVITIES..ACTIVITIES + TWINS {
        let columns = vec![
            (activity::SITE, id(Kind::Site, SITES)),
            (activity::STAGE, code(Stage::Recycling as usize)),
            (activity::INPUTS, Value::List(vec![id(Kind::Product, 0)])),
        ];
        all.push(record(Kind::Activity, at, columns));
    }
}

/// Regions within regions, and sites in towns within them.
fn places(chance: &mut Chance, all: &mut Vec<Record>) {
    all.extend((0..REGIONS).map(|at| {
        let parent = (at > 0).then(|| (region::PARENT, id(Kind::Region, at / 10)));
        let name = (NAME_EN, Value::Text(format!("Region{at}").into()));
        record(Kind::Region, at, parent.into_iter().chain([name]).collect())
    }));
    for at in 0..SITES {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let mut degrees = |from: f64| Value::Number(from + chance.below(10_000) as f64 / 1_000.0);
        let (north, east) = (degrees(60.0), degrees(20.0));
        let kind = code(SiteKind::Processor as usize);
        all.push(record(
            Kind::Site,
            at,
            vec![
                (site::KIND, kind),
                (site::LATITUDE, north),
                (site::LONGITUDE, east),
                (site::REGION, id(Kind::Region, at % REGIONS)),
                (
                    site::MUNICIPALITY,
                    Value::Text(format!("Town{}", at % REGIONS).into()),
                ),
            ],
        ));
    }
}

fn requests(chance: &mut Chance, all: &mut Vec<Record>) {
    for at in 0..ACTIVITIES {
        let inputs = Value::List(vec![id(Kind::Product, chance.below(PRODUCTS))]);
        let columns = vec![
            (activity::SITE, id(Kind::Site, chance.below(SITES))),
            (activity::STAGE, code(Stage::Recycling as usize)),
            (activity::INPUTS, inputs),
        ];
        all.push(record(Kind::Activity, at, columns));
    }
    for at in 0..INTAKES {
        let columns = vec![
            (NAME_EN, Value::Text(chance.name().into())),
            (intake::TAKER, id(Kind::Site, chance.below(SITES))),
            (intake::EWC_CODES, texts(chance.code())),
        ];
        all.push(record(Kind::Intake, at, columns));
    }
    for at in 0..USES {
        let columns = vec![
            (NAME_EN, Value::Text(chance.name().into())),
            (usage::APPLICATION, Value::Text(chance.name().into())),
            (usage::STATUS, code(chance.below(UseStatus::ALL.len()))),
            (usage::EWC_CODES, texts(chance.code())),
        ];
        all.push(record(Kind::Use, at, columns));
    }
}

fn exchanges(chance: &mut Chance, all: &mut Vec<Record>) {
    for at in 0..PRECEDENTS {
        let columns = vec![
            (precedent::WASTE, Value::Text(chance.name().into())),
            (precedent::EWC_CODES, texts(chance.code())),
            (precedent::APPLICATION, Value::Text(chance.name().into())),
            (
                precedent::STATUS,
                code(chance.below(ExchangeStatus::ALL.len())),
            ),
        ];
        all.push(record(Kind::Precedent, at, columns));
    }
    for at in 0..LINKS {
        let from = id(Kind::Site, chance.below(SITES));
        let columns = vec![
            (link::FROM, from),
            (link::TO, id(Kind::Site, chance.below(SITES))),
            (link::PRODUCT, id(Kind::Product, chance.below(PRODUCTS))),
        ];
        all.push(record(Kind::Link, at, columns));
    }
}
