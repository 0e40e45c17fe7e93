//! What stages can give: by hand, and on random networks against a program for linear problems.

use std::collections::BTreeSet;

use microlp::ComparisonOp;
use microlp::OptimizationDirection;
use microlp::Problem;

use crate::model::Id;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::network::Snapshot;
use crate::network::chain::AssumptionCode;
use crate::network::dice::Dice;
use crate::network::paths::At;
use crate::network::text::snapshot;
use crate::network::throughput::StageAmount;
use crate::network::throughput::ThroughputError;
use crate::network::throughput::Wanted;
use crate::network::throughput::stage_capacities;
use crate::network::throughput::stage_capacity;

const NO_END: u64 = u64::MAX;

fn asked(
    snapshot: &Snapshot,
    stage: Stage,
    sites: Option<&[&str]>,
) -> Result<StageAmount, ThroughputError> {
    let registry = snapshot.registry();
    let row = |slug: &&str| registry.find(&Id::new(Kind::Site, *slug)).unwrap();
    let sites: Option<BTreeSet<Row>> = sites.map(|it| it.iter().map(row).collect());
    let material = Id::new(Kind::Material, "nickel");
    let about = (stage, sites.as_ref());
    stage_capacity(snapshot, &material, about, &At::default(), NO_END).map(|it| it.0)
}

/// Tonnes, the sites counted and left out, and what was assumed of them.
fn told(network: &str, stage: Stage, sites: Option<&[&str]>) -> String {
    let snapshot = snapshot(network);
    let told = asked(&snapshot, stage, sites).unwrap();
    let slugs = |rows: &[Row]| {
        let slugs = rows.iter().map(|it| snapshot.registry().slug(*it));
        slugs.collect::<Vec<_>>().join(" ")
    };
    let codes = told.notes.iter().map(|it| it.code);
    let is_shown = |code: &AssumptionCode| {
        matches!(
            code,
            AssumptionCode::RecoveryAssumed | AssumptionCode::ProductionAsCapacity
        )
    };
    let codes: Vec<&str> = codes.filter(is_shown).map(AssumptionCode::code).collect();
    let tonnes = told
        .tonnes
        .map_or("unknown".to_owned(), |it| format!("{it:.3}"));
    let (counted, left_out) = (slugs(&told.counted), slugs(&told.left_out));
    format!(
        "{tonnes} of [{counted}] without [{left_out}] {}",
        codes.join(" ")
    )
}

/// The same of processing, where some products are no delivery.
fn last(snapshot: &Snapshot, intermediates: &[&str]) -> StageAmount {
    let row = |slug: &&str| snapshot.registry().find(&Id::new(Kind::Product, *slug));
    let intermediates: BTreeSet<Row> = intermediates.iter().filter_map(row).collect();
    let wanted = Wanted {
        stage: Stage::Processing,
        sites: None,
        intermediates: Some(&intermediates),
    };
    let material = Id::new(Kind::Material, "nickel");
    let told = stage_capacities(snapshot, &material, &[wanted], &At::default(), NO_END);
    told.unwrap().0.pop().unwrap()
}

fn slugs<'a>(snapshot: &'a Snapshot, rows: &[Row]) -> Vec<&'a str> {
    let slugs = rows.iter().map(|it| snapshot.registry().slug(*it));
    slugs.collect()
}

/// A capacity of what an activity of processing takes.
fn takes(site: &str, product: &str, tonnes: f64) -> String {
    format!(
        "figure activity:{site}-processing-{product} capacity {tonnes} material=nickel basis=CONTAINED side=INPUT product={product} year=2024"
    )
}

fn recovers(site: &str, product: &str, share: f64) -> String {
    format!(
        "figure activity:{site}-processing-{product} recovery {share} material=nickel year=2024"
    )
}

/// A mine feeds a smelter, it feeds a refinery, and that a port.
const SERIES: &str = "product concentrate CONCENTRATE carries=nickel
    product matte INTERMEDIATE carries=nickel
    product metal REFINED carries=nickel
    site pit MINE
    site smelter PROCESSOR
    site refinery PROCESSOR
    site port HARBOUR
    site trader EXTERNAL
    activity pit EXTRACTION out=concentrate
    activity smelter PROCESSING in=concentrate out=matte
    activity refinery PROCESSING in=matte out=metal
    link a pit smelter concentrate
    link c refinery port metal";

fn series(smelter: Option<f64>, refinery: Option<f64>, more: &[&str]) -> String {
    let smelter = smelter.map(|it| takes("smelter", "concentrate", it));
    let refinery = refinery.map(|it| takes("refinery", "matte", it));
    let recoveries = [
        recovers("smelter", "concentrate", 0.9),
        recovers("refinery", "matte", 1.0),
    ];
    let lines = [SERIES.to_owned()]
        .into_iter()
        .chain(smelter)
        .chain(refinery);
    let lines = lines
        .chain(recoveries)
        .chain(more.iter().map(|it| (*it).to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn plants_in_series_count_once() {
    let direct = "link b smelter refinery matte";
    let feed = "link f trader refinery matte";
    let sale = "link s smelter port matte";
    let both = "[refinery smelter] without [] ";
    let check = |network: String, expected: &str| {
        let told = told(&network, Stage::Processing, None);
        assert_eq!(told, expected, "{network}");
    };
    // 100 · 0.9 = 90 of matte; the narrower of the two counts.
    check(
        series(Some(100.0), Some(80.0), &[direct]),
        &format!("80.000 of {both}"),
    );
    check(
        series(Some(100.0), Some(150.0), &[direct]),
        &format!("90.000 of {both}"),
    );
    // Others feed the refinery too: it can be full.
    check(
        series(Some(100.0), Some(150.0), &[direct, feed]),
        &format!("150.000 of {both}"),
    );
    check(
        series(Some(100.0), Some(80.0), &[direct, feed]),
        &format!("80.000 of {both}"),
    );
    // The smelter sells to others too: all of it, as matte.
    check(
        series(Some(100.0), Some(80.0), &[direct, sale]),
        &format!("90.000 of {both}"),
    );
    // Both: side by side.
    check(
        series(Some(100.0), Some(80.0), &[direct, feed, sale]),
        &format!("170.000 of {both}"),
    );
    // Not linked at all: side by side as well.
    check(
        series(Some(100.0), Some(80.0), &[]),
        &format!("170.000 of {both}"),
    );
    // A movement within the stage bounds what is worked twice.
    let narrow = "figure link:b capacity 30 material=nickel basis=CONTAINED year=2024";
    check(
        series(Some(100.0), Some(80.0), &[direct, narrow]),
        &format!("30.000 of {both}"),
    );
}

#[test]
fn only_the_last_step_counts_where_intermediates_are_no_delivery() {
    let (direct, feed) = (
        "link b smelter refinery matte",
        "link f trader refinery matte",
    );
    let sale = "link s smelter port matte";
    let check = |lines: &[&str], tonnes: Option<f64>, counted: &[&str], only: &[&str]| {
        let network = series(Some(100.0), Some(150.0), lines);
        let snapshot = snapshot(&network);
        let told = last(&snapshot, &["concentrate", "matte"]);
        assert_eq!(told.tonnes, tonnes, "{network}");
        assert_eq!(slugs(&snapshot, &told.counted), counted);
        assert_eq!(slugs(&snapshot, &told.only_intermediates), only);
    };
    let both = &["refinery", "smelter"];
    // All that the refinery can have of 150 t are the 90 t of the smelter, whether or not that sells to others too.
    check(&[direct], Some(90.0), both, &[]);
    check(&[direct, sale], Some(90.0), both, &[]);
    // Others feed the refinery too: 150 t, never 240.
    check(&[direct, feed, sale], Some(150.0), both, &[]);
    // The smelter sells to others alone.
    check(&[feed, sale], Some(150.0), &["refinery"], &["smelter"]);
    let alone = series(Some(100.0), None, &[sale]);
    let alone = snapshot(&alone.replace("activity refinery", "activity port"));
    let told = last(&alone, &["matte"]);
    assert_eq!((told.tonnes, told.counted.len()), (None, 0));
    assert_eq!(slugs(&alone, &told.only_intermediates), ["smelter"]);
}

#[test]
fn a_place_between_plants_does_not_part_them() {
    let check = |kind: &str, more: &[&str], expected: &str| {
        let hub = format!("site hub {kind}");
        let mut lines = vec![
            hub.as_str(),
            "link b smelter hub matte",
            "link d hub refinery matte",
        ];
        lines.extend(more);
        let network = series(Some(100.0), Some(150.0), &lines);
        let expected = format!("{expected} of [refinery smelter] without [] ");
        assert_eq!(
            told(&network, Stage::Processing, None),
            expected,
            "{network}"
        );
    };
    check("TERMINAL", &[], "90.000");
    // What others bring to the terminal feeds the refinery, and is not counted for passing through.
    check("TERMINAL", &["link f trader hub matte"], "150.000");
    check("TERMINAL", &["link s hub port matte"], "90.000");
    check(
        "TERMINAL",
        &["link f trader hub matte", "link s hub port matte"],
        "240.000",
    );
    // A harbour is where it may end.
    check("HARBOUR", &[], "90.000");
}

#[test]
fn what_is_not_known_is_left_out_and_listed() {
    let direct = "link b smelter refinery matte";
    let check = |smelter: Option<f64>, refinery: Option<f64>, more: &[&str], expected: &str| {
        let more = [&[direct], more].concat();
        let network = series(smelter, refinery, &more);
        assert_eq!(
            told(&network, Stage::Processing, None),
            expected,
            "{network}"
        );
    };
    check(
        Some(100.0),
        None,
        &[],
        "90.000 of [smelter] without [refinery] ",
    );
    check(
        None,
        Some(80.0),
        &[],
        "80.000 of [refinery] without [smelter] ",
    );
    check(None, None, &[], "unknown of [] without [refinery smelter] ");
    // What it produced stands in, and says so: 45 of matte.
    let produced =
        "figure site:smelter production 45 material=nickel basis=CONTAINED product=matte year=2024";
    check(
        None,
        Some(80.0),
        &[produced],
        "45.000 of [refinery smelter] without [] PRODUCTION_AS_CAPACITY",
    );
    // A mill of which no activity is on record.
    let mill = [
        "site mill PROCESSOR",
        "link g pit mill concentrate",
        "link h mill port matte",
    ];
    check(
        Some(100.0),
        Some(80.0),
        &mill,
        "80.000 of [refinery smelter] without [mill] ",
    );
}

#[test]
fn a_recovery_that_is_not_known_counts_as_one() {
    let network = format!("{SERIES}\n{}", takes("smelter", "concentrate", 100.0));
    let expected = "100.000 of [smelter] without [refinery] RECOVERY_ASSUMED";
    assert_eq!(told(&network, Stage::Processing, None), expected);
}

#[test]
fn only_the_sites_asked_for_count() {
    let network = series(Some(100.0), Some(80.0), &["link b smelter refinery matte"]);
    for (sites, expected) in [
        (
            &["refinery", "port"][..],
            "80.000 of [refinery] without [] ",
        ),
        (&["smelter"], "90.000 of [smelter] without [] "),
        (
            &["smelter", "refinery"],
            "80.000 of [refinery smelter] without [] ",
        ),
        (&["port"], "unknown of [] without [] "),
    ] {
        assert_eq!(told(&network, Stage::Processing, Some(sites)), expected);
    }
    let none = told(&network, Stage::Manufacturing, None);
    assert_eq!(none, "unknown of [] without [] ");
}

#[test]
fn a_concentrator_at_its_mine_counts_what_comes_out_of_it() {
    let network = "product ore ORE carries=nickel
        product concentrate CONCENTRATE carries=nickel
        site pit MINE
        site port HARBOUR
        activity pit EXTRACTION out=ore
        activity pit EXTRACTION in=ore out=concentrate
        link a pit port concentrate
        figure activity:pit-extraction-none capacity 100 material=nickel basis=CONTAINED side=OUTPUT product=ore year=2024
        figure activity:pit-extraction-ore capacity 80 material=nickel basis=CONTAINED side=INPUT product=ore year=2024
        figure activity:pit-extraction-ore recovery 0.9 material=nickel year=2024";
    // 80 · 0.9.
    let told = told(network, Stage::Extraction, None);
    assert_eq!(told, "72.000 of [pit] without [] ");
}

#[test]
fn recycling_counts_the_secondary_material_that_comes_out() {
    let network = "product scrap SCRAP carries=nickel
        product secondary INTERMEDIATE carries=nickel
        site yard RECYCLER
        site port HARBOUR
        activity yard RECYCLING in=scrap out=secondary
        link a yard port secondary
        figure activity:yard-recycling-scrap capacity 50 material=nickel basis=CONTAINED side=INPUT product=scrap year=2024
        figure activity:yard-recycling-scrap recovery 0.8 material=nickel year=2024";
    // 50 · 0.8.
    let told = told(network, Stage::Recycling, None);
    assert_eq!(told, "40.000 of [yard] without [] ");
}

#[test]
fn a_budget_that_does_not_suffice_is_an_error() {
    let snapshot = snapshot(&series(Some(100.0), Some(80.0), &[]));
    let material = Id::new(Kind::Material, "nickel");
    let about = (Stage::Processing, None);
    let told = stage_capacity(&snapshot, &material, about, &At::default(), 3);
    assert!(
        matches!(told, Err(ThroughputError::Budget { .. })),
        "{told:?}"
    );
}

/// A plant of a random network: what it takes and gives, by number, and how much.
struct Plant {
    takes: usize,
    gives: usize,
    capacity: Option<f64>,
    recovery: f64,
    is_fed: bool,
    sells: bool,
}

/// Who sends to whom, with the most.
type Sendings = Vec<(usize, usize, Option<f64>)>;

fn random(dice: &mut Dice) -> (Vec<Plant>, Sendings) {
    let plants: Vec<Plant> = (0..2 + dice.roll(5))
        .map(|_| {
            let takes = dice.roll(3);
            let capacity = f64::from(10 * (1 + dice.number(9)));
            Plant {
                takes,
                gives: (takes + 1 + dice.roll(2)) % 3,
                capacity: (dice.roll(6) > 0).then_some(capacity),
                recovery: [0.5, 0.8, 1.0][dice.roll(3)],
                is_fed: dice.roll(3) == 0,
                sells: dice.roll(3) == 0,
            }
        })
        .collect();
    let mut sendings = Vec::new();
    for (from, it) in plants.iter().enumerate() {
        for (to, other) in plants.iter().enumerate() {
            if from != to && it.gives == other.takes && dice.roll(3) > 0 {
                let most = f64::from(5 * (1 + dice.number(9)));
                sendings.push((from, to, (dice.roll(3) == 0).then_some(most)));
            }
        }
    }
    (plants, sendings)
}

fn network(plants: &[Plant], sendings: &Sendings) -> String {
    let mut lines: Vec<String> = (0..3)
        .map(|it| format!("product p{it} INTERMEDIATE carries=nickel"))
        .collect();
    lines.push("site seller EXTERNAL".to_owned());
    lines.push("site buyer MANUFACTURER".to_owned());
    for (at, it) in plants.iter().enumerate() {
        let (site, input) = (format!("plant-{at}"), format!("p{}", it.takes));
        lines.push(format!("site {site} PROCESSOR"));
        lines.push(format!(
            "activity {site} PROCESSING in={input} out=p{}",
            it.gives
        ));
        lines.push(recovers(&site, &input, it.recovery));
        lines.extend(it.capacity.map(|most| takes(&site, &input, most)));
        if it.is_fed {
            lines.push(format!("link feed-{at} seller {site} {input}"));
        }
        if it.sells {
            lines.push(format!("link sale-{at} {site} buyer p{}", it.gives));
        }
    }
    for (from, to, most) in sendings {
        let link = format!("{from}-{to}");
        lines.push(format!(
            "link {link} plant-{from} plant-{to} p{}",
            plants[*from].gives
        ));
        lines.extend(most.map(|it| {
            format!("figure link:{link} capacity {it} material=nickel basis=CONTAINED year=2024")
        }));
    }
    lines.join("\n")
}

/// The same as a linear problem: fed, moved and sold tonnes of plants of known capacity; none if there is none.
fn expected(plants: &[Plant], sendings: &Sendings, is_delivered: [bool; 3]) -> Option<f64> {
    let is_kept = |at: usize| plants[at].capacity.is_some();
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let mut fed = Vec::new();
    let mut sold = Vec::new();
    for (at, it) in plants.iter().enumerate() {
        let from_elsewhere =
            |(from, to, _): &(usize, usize, Option<f64>)| *to == at && !is_kept(*from);
        let to_elsewhere =
            |(from, to, _): &(usize, usize, Option<f64>)| *from == at && !is_kept(*to);
        let is_alone = !sendings.iter().any(|(_, to, _)| *to == at);
        let goes_nowhere = !sendings.iter().any(|(from, _, _)| *from == at);
        let is_fed = it.is_fed || is_alone || sendings.iter().any(from_elsewhere);
        let is_left = it.sells || goes_nowhere || sendings.iter().any(to_elsewhere);
        let is_sold = is_left && is_delivered[it.gives];
        let most = |is_open: bool| if is_open { f64::INFINITY } else { 0.0 };
        fed.push(problem.add_var(0.0, (0.0, most(is_fed))));
        sold.push(problem.add_var(1.0, (0.0, most(is_sold && is_kept(at)))));
    }
    let inner = sendings.iter().filter(|it| is_kept(it.0) && is_kept(it.1));
    let moved: Vec<_> = inner
        .map(|(from, to, most)| {
            let most = most.unwrap_or(f64::INFINITY);
            (*from, *to, problem.add_var(0.0, (0.0, most)))
        })
        .collect();
    for (at, it) in plants.iter().enumerate() {
        let Some(capacity) = it.capacity else {
            continue;
        };
        let arriving = moved.iter().filter(|it| it.1 == at).map(|it| it.2);
        let leaving = moved.iter().filter(|it| it.0 == at).map(|it| it.2);
        let mut taken: Vec<_> = arriving.map(|it| (it, 1.0)).collect();
        taken.push((fed[at], 1.0));
        problem.add_constraint(&taken[..], ComparisonOp::Le, capacity);
        let given = taken.iter().map(|(it, _)| (*it, -plants[at].recovery));
        let mut balance: Vec<_> = given.collect();
        balance.extend(leaving.map(|it| (it, 1.0)));
        balance.push((sold[at], 1.0));
        problem.add_constraint(&balance[..], ComparisonOp::Le, 0.0);
    }
    let has_any = plants.iter().any(|it| it.capacity.is_some());
    has_any.then(|| {
        problem
            .solve()
            .unwrap()
            .into_solution()
            .unwrap()
            .objective()
    })
}

#[test]
fn a_stage_gives_what_a_linear_problem_of_its_plants_gives() {
    let mut dice = Dice(59);
    let (mut known, mut less, mut left_out) = (0, 0, 0);
    for number in 0..600 {
        let (plants, sendings) = random(&mut dice);
        let text = network(&plants, &sendings);
        let told = asked(&snapshot(&text), Stage::Processing, None).unwrap();
        let expected = expected(&plants, &sendings, [true; 3]);
        let difference = told.tonnes.unwrap_or(-1.0) - expected.unwrap_or(-1.0);
        assert!(
            difference.abs() < 1e-5,
            "network {number}: {told:?} {expected:?}\n{text}"
        );
        let sum = plants
            .iter()
            .filter_map(|it| Some(it.capacity? * it.recovery));
        let sum: f64 = sum.sum();
        known += usize::from(told.tonnes.is_some());
        less += usize::from(told.tonnes.is_some_and(|it| it < sum - 1e-6));
        left_out += told.left_out.len();
    }
    assert!(
        known > 500 && less > 200 && left_out > 100,
        "{known} {less} {left_out}"
    );
}

/// The plants of known capacity from which something comes to a sale that counts, found by going on until nothing is added.
fn to_a_sale(plants: &[Plant], sendings: &Sendings, is_delivered: [bool; 3]) -> BTreeSet<usize> {
    let is_kept = |at: usize| plants[at].capacity.is_some();
    let leaves = |at: usize| {
        let mut own = sendings.iter().filter(|it| it.0 == at).peekable();
        own.peek().is_none() || plants[at].sells || own.any(|it| !is_kept(it.1))
    };
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for at in (0..plants.len()).filter(|it| is_kept(*it)) {
            let goes_on = sendings
                .iter()
                .any(|it| it.0 == at && found.contains(&it.1));
            if goes_on || (leaves(at) && is_delivered[plants[at].gives]) {
                found.insert(at);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

#[test]
fn a_last_step_gives_what_a_linear_problem_gives_that_sells_no_intermediates() {
    let mut dice = Dice(61);
    let (mut known, mut none, mut less) = (0, 0, 0);
    for number in 0..600 {
        let (plants, sendings) = random(&mut dice);
        let text = network(&plants, &sendings);
        let is_delivered = [0, 1, 2].map(|_| dice.roll(2) == 0);
        let names = ["p0", "p1", "p2"];
        let intermediates = (0..3).filter(|it| !is_delivered[*it]).map(|it| names[it]);
        let snapshot = snapshot(&text);
        let told = last(&snapshot, &intermediates.collect::<Vec<_>>());
        let counted: Vec<String> = to_a_sale(&plants, &sendings, is_delivered)
            .iter()
            .map(|it| format!("plant-{it}"))
            .collect();
        let of = expected(&plants, &sendings, is_delivered);
        let of = of.filter(|_| !counted.is_empty());
        let difference = told.tonnes.unwrap_or(-1.0) - of.unwrap_or(-1.0);
        assert!(
            difference.abs() < 1e-5,
            "network {number}: {told:?} {of:?} {is_delivered:?}\n{text}"
        );
        assert_eq!(slugs(&snapshot, &told.counted), counted, "network {number}");
        let kept = plants.iter().filter(|it| it.capacity.is_some()).count();
        assert_eq!(told.only_intermediates.len(), kept - counted.len());
        let all = expected(&plants, &sendings, [true; 3]);
        known += usize::from(told.tonnes.is_some());
        none += usize::from(told.tonnes.is_none());
        less += usize::from(told.tonnes.zip(all).is_some_and(|(a, b)| a < b - 1e-6));
    }
    assert!(
        known > 300 && none > 50 && less > 50,
        "{known} {none} {less}"
    );
}
