//! Points of failure and subgraphs on random chains.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::link;
use crate::model::tables::site;
use crate::network::Snapshot;
use crate::network::dice::Dice;
use crate::network::paths::Subgraph;
use crate::network::text::snapshot;
use crate::network::throughput::Parts;
use crate::network::throughput::Pinch;
use crate::network::throughput::SinglePoint;
use crate::network::throughput::Throughput;
use crate::network::throughput::ThroughputQuestion;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::Model;
use crate::network::throughput::throughput;

/// Two mines, three smelters, two refineries that may give a residue back, two ports; and who sends what to whom.
struct Case {
    lines: Vec<String>,
    links: Vec<String>,
    /// By link, its capacity.
    capacities: BTreeMap<String, u32>,
}

/// Name, kind, stage, and what goes in and comes out.
const SITES: [(&str, &str, &str, &str); 9] = [
    ("mine-0", "MINE", "EXTRACTION", "out=conc"),
    ("mine-1", "MINE", "EXTRACTION", "out=conc"),
    ("smelter-0", "PROCESSOR", "PROCESSING", "in=conc out=matte"),
    (
        "smelter-1",
        "PROCESSOR",
        "PROCESSING",
        "in=conc out=matte,metal",
    ),
    ("smelter-2", "PROCESSOR", "PROCESSING", "in=conc out=matte"),
    (
        "refinery-0",
        "PROCESSOR",
        "PROCESSING",
        "in=matte out=metal,conc",
    ),
    (
        "refinery-1",
        "PROCESSOR",
        "PROCESSING",
        "in=matte out=metal",
    ),
    ("port-0", "HARBOUR", "", ""),
    ("port-1", "HARBOUR", "", ""),
];

/// From, to, product.
const LINKS: [(&str, &str, &str); 15] = [
    ("mine-0", "smelter-0", "conc"),
    ("mine-0", "smelter-1", "conc"),
    ("mine-1", "smelter-1", "conc"),
    ("mine-1", "smelter-2", "conc"),
    ("mine-1", "port-1", "conc"),
    ("smelter-0", "refinery-0", "matte"),
    ("smelter-1", "refinery-0", "matte"),
    ("smelter-1", "refinery-1", "matte"),
    ("smelter-2", "refinery-1", "matte"),
    ("smelter-2", "port-0", "matte"),
    ("smelter-1", "port-0", "metal"),
    ("refinery-0", "port-0", "metal"),
    ("refinery-0", "port-1", "metal"),
    ("refinery-1", "port-1", "metal"),
    ("refinery-0", "smelter-0", "conc"),
];

impl Case {
    fn random(dice: &mut Dice) -> Self {
        let mut lines: Vec<String> = ["conc CONCENTRATE", "matte INTERMEDIATE", "metal REFINED"]
            .map(|it| format!("product {it} carries=nickel"))
            .to_vec();
        let mut capacities = BTreeMap::new();
        for (name, kind, stage, sides) in SITES {
            let country = ["FI", "SE", "NO"][dice.roll(3)];
            lines.push(format!("site {name} {kind} country={country}"));
            if stage.is_empty() {
                continue;
            }
            lines.push(format!("activity {name} {stage} {sides}"));
            let input = sides
                .strip_prefix("in=")
                .map_or("none", |it| it.split(' ').next().unwrap());
            let slug = format!("activity:{name}-{}-{input}", stage.to_lowercase());
            let of_input = format!("side=INPUT product={input}");
            let side = if input == "none" {
                "side=OUTPUT product=conc"
            } else {
                &of_input
            };
            if dice.roll(5) > 0 {
                let capacity = 10 * (1 + dice.roll(9));
                lines.push(format!(
                    "figure {slug} capacity {capacity} material=nickel basis=CONTAINED {side} year=2024"
                ));
            }
            let recovery = [None, Some("0.5"), Some("0.9"), Some("1")][dice.roll(4)];
            let recovery = recovery.filter(|_| input != "none");
            lines.extend(
                recovery.map(|it| format!("figure {slug} recovery {it} material=nickel year=2024")),
            );
        }
        let mut links = Vec::new();
        for (from, to, product) in LINKS {
            if dice.roll(4) == 0 {
                continue;
            }
            let name = format!("{from}-{to}-{product}");
            links.push(format!(
                "link {name} {from} {to} {product} km={}",
                1 + dice.roll(5)
            ));
            if dice.roll(5) > 0 {
                capacities.insert(name, 10 * (1 + dice.number(9)));
            }
        }
        Self {
            lines,
            links,
            capacities,
        }
    }

    fn snapshot(&self) -> Snapshot {
        let mut text = self.lines.join("\n");
        for (link, capacity) in &self.capacities {
            write!(
                text,
                "\nfigure link:{link} capacity {capacity} material=nickel basis=CONTAINED year=2024"
            )
            .unwrap();
        }
        snapshot(&format!("{text}\n{}", self.links.join("\n")))
    }
}

fn question() -> ThroughputQuestion {
    ThroughputQuestion::new(Id::new(Kind::Material, "nickel"))
}

/// What is delivered at the most and at the least, without anything read off it.
fn delivered(snapshot: &Snapshot, question: ThroughputQuestion) -> [Option<f64>; 2] {
    let parts = Parts::default();
    let answer = throughput(snapshot, &ThroughputQuestion { parts, ..question }).unwrap();
    [answer.upper.delivered, answer.lower.delivered]
}

/// What is delivered without a site, link or country, by asking for it so.
fn without(case: &Case, snapshot: &Snapshot, what: &Pinch) -> [Option<f64>; 2] {
    let slug = |row: Row| snapshot.registry().slug(row).to_owned();
    let mut question = question();
    match what {
        Pinch::Site(row) => question.avoid.sites.push(Id::new(Kind::Site, slug(*row))),
        Pinch::Country(code) => question.avoid.countries.push(code.clone()),
        Pinch::Link(row) => {
            let mut capacities = case.capacities.clone();
            capacities.insert(slug(*row), 0);
            let case = Case {
                lines: case.lines.clone(),
                links: case.links.clone(),
                capacities,
            };
            return delivered(&case.snapshot(), question);
        }
    }
    delivered(snapshot, question)
}

/// Every site, link and country on record.
fn everything(registry: &Registry) -> Vec<Pinch> {
    let sites: Vec<Row> = registry.rows(Kind::Site).collect();
    let countries: BTreeSet<String> = sites
        .iter()
        .map(|it| registry.text(*it, site::COUNTRY).unwrap().to_owned())
        .collect();
    let links = registry.rows(Kind::Link).map(Pinch::Link);
    let all = sites.into_iter().map(Pinch::Site).chain(links);
    all.chain(countries.into_iter().map(Pinch::Country))
        .collect()
}

/// What every way of a model passes, by walking all of them; none if there is no way.
fn on_every_way(registry: &Registry, model: &Model) -> Option<BTreeSet<Pinch>> {
    let net = model.net(true);
    let mut common: Option<BTreeSet<Pinch>> = None;
    let mut open = vec![(net.source, Vec::<u32>::new(), vec![net.source])];
    while let Some((at, arcs, passed)) = open.pop() {
        if at == net.sink {
            let passes = passes(registry, model, &arcs);
            common = Some(match common {
                None => passes,
                Some(it) => it.intersection(&passes).cloned().collect(),
            });
            continue;
        }
        for (arc, it) in (0_u32..).zip(&net.arcs) {
            let is_open = it.capacity > 0.0 && it.gain > 0.0;
            if it.tail == at && is_open && !passed.contains(&it.head) {
                let arcs = [&arcs[..], &[arc]].concat();
                open.push((it.head, arcs, [&passed[..], &[it.head]].concat()));
            }
        }
    }
    common
}

fn passes(registry: &Registry, model: &Model, arcs: &[u32]) -> BTreeSet<Pinch> {
    let mut passed = BTreeSet::new();
    for arc in arcs {
        let (sites, link) = match model.arcs[*arc as usize].means {
            Means::Along(it) => {
                let record = model.chain.arcs()[it as usize].record;
                let of_link = |column| registry.reference(record, column);
                match record.kind() {
                    Kind::Link => (vec![of_link(link::FROM), of_link(link::TO)], Some(record)),
                    _ => (vec![Some(record)], None),
                }
            }
            Means::Begin(it) | Means::Take(it, _) | Means::Run(it) | Means::Give(it, _) => {
                (vec![Some(model.works[it as usize].site)], None)
            }
            Means::Supply(it) | Means::Pass(it) | Means::Deliver(it) => {
                (vec![Some(model.chain.vertices()[it as usize].place)], None)
            }
        };
        for site in sites.into_iter().flatten() {
            let country = registry.text(site, site::COUNTRY).unwrap();
            passed.insert(Pinch::Site(site));
            passed.insert(Pinch::Country(country.to_owned()));
        }
        passed.extend(link.map(Pinch::Link));
    }
    passed
}

/// Holds the points of one answer against asking without each of them.
fn check(points: &[SinglePoint], what: &Pinch, all: Option<f64>, left: Option<f64>) -> bool {
    let point = points.iter().find(|it| it.what == *what);
    let Some(all) = all else {
        assert!(
            point.is_none_or(|it| it.is_structural && it.lost.is_none()),
            "{what:?}"
        );
        return false;
    };
    let lost = all - left.unwrap();
    assert!(lost > -1e-6, "nothing is gained by a loss: {what:?} {lost}");
    let told = point.map_or(0.0, |it| it.lost.unwrap());
    assert!((told - lost).abs() < 1e-4, "{what:?}: {told}, not {lost}");
    if let Some(share) = point.and_then(|it| it.share) {
        assert!((0.0..=1.0).contains(&share), "{share}");
        assert!((share * all - lost).abs() < 1e-4, "{share}");
    }
    lost > 1e-4
}

#[test]
fn points_of_failure_are_those_without_which_less_is_delivered() {
    let mut dice = Dice(47);
    let (mut losing, mut structural, mut unbounded, mut partly) = (0, 0, 0, 0);
    for number in 0..500 {
        let case = Case::random(&mut dice);
        let snapshot = case.snapshot();
        let registry = snapshot.registry();
        let question = question();
        let answer = throughput(&snapshot, &question).unwrap();
        assert!(!answer.is_cut);
        let both = [&answer.upper, &answer.lower];
        let model = Model::of(&snapshot, &question).unwrap();
        let always = on_every_way(registry, &model).unwrap_or_default();
        for it in both {
            let told = it.single_points.iter().filter(|it| it.is_structural);
            let told: BTreeSet<Pinch> = told.map(|it| it.what.clone()).collect();
            assert_eq!(told, always, "network {number}");
            let losses: Vec<f64> = it.single_points.iter().filter_map(|it| it.lost).collect();
            assert!(losses.is_sorted_by(|a, b| a >= &(b - 1e-6)), "{losses:?}");
        }
        structural += always.len();
        unbounded += usize::from(answer.upper.delivered.is_none());
        // Asking without each is slow: a few of each network do.
        let all = everything(registry);
        for _ in 0..4 {
            let what = &all[dice.roll(all.len())];
            let left = without(&case, &snapshot, what);
            for (it, left) in both.into_iter().zip(left) {
                let is_lost = check(&it.single_points, what, it.delivered, left);
                losing += usize::from(is_lost);
                partly += usize::from(is_lost && left.is_some_and(|it| it > 1e-4));
            }
        }
    }
    assert!(
        losing > 300 && structural > 100 && unbounded > 5 && partly > 100,
        "{losing} {structural} {unbounded} {partly}"
    );
}

/// What comes to each node more than leaves it.
fn surplus(subgraph: &Subgraph) -> Vec<f64> {
    let mut surplus = vec![0.0; subgraph.nodes.len()];
    for it in subgraph.links.iter().chain(&subgraph.back_links) {
        surplus[it.to as usize] += it.arriving_tonnes_per_year.unwrap();
        surplus[it.from as usize] -= it.tonnes_per_year.unwrap();
    }
    surplus
}

/// By site, tonnes that a balance of its nodes leaves.
fn by_site(it: &Throughput) -> BTreeMap<Row, f64> {
    let mut sums: BTreeMap<Row, f64> = BTreeMap::new();
    for (node, surplus) in it.subgraph.nodes.iter().zip(surplus(&it.subgraph)) {
        *sums.entry(node.place).or_default() += surplus;
    }
    for it in &it.by_source {
        *sums.entry(it.site).or_default() += it.tonnes;
    }
    for it in &it.by_sink {
        *sums.entry(it.site).or_default() -= it.tonnes;
    }
    sums
}

#[test]
fn what_comes_to_a_place_goes_on_is_delivered_or_stays() {
    let mut dice = Dice(53);
    let mut carrying = 0;
    for number in 0..500 {
        let snapshot = Case::random(&mut dice).snapshot();
        let parts = Parts::default();
        let question = ThroughputQuestion {
            parts,
            ..question()
        };
        let answer = throughput(&snapshot, &question).unwrap();
        for it in [&answer.upper, &answer.lower] {
            let sums = by_site(it);
            let left: f64 = sums.values().sum();
            assert!(
                sums.values().all(|it| *it > -1e-4),
                "network {number}: {sums:?}"
            );
            assert!(
                (left - it.unplaced).abs() < 1e-4,
                "network {number}: {left} {}",
                it.unplaced
            );
            carrying += usize::from(!it.subgraph.links.is_empty());
        }
    }
    assert!(carrying > 300, "{carrying}");
}
