//! What arcs measure beside lengths: recoveries and losses, costs, capacities.

use super::*;
use crate::model::When;
use crate::network::chain::ChainKey;
use crate::network::chain::CostRates;
use crate::network::chain::Note;
use crate::network::chain::share_lost;
use crate::network::dice::Dice;
use crate::network::paths::QuestionError;

const LINES: &str = "
    product ore ORE carries=nickel,cobalt
    product matte INTERMEDIATE carries=nickel,cobalt
    product metal REFINED carries=nickel
    site mine MINE country=FI status=OPERATING@2024
    site smelter PROCESSOR country=FI status=OPERATING@2024
    site other PROCESSOR country=FI status=OPERATING@2024
    site dead PROCESSOR country=FI status=OPERATING@2024
    site port HARBOUR country=FI
    activity smelter PROCESSING in=ore out=matte,metal
    activity other PROCESSING in=ore out=metal
    activity dead PROCESSING in=ore out=metal
    link a mine smelter ore mode=ROAD km=10 of=nickel,cobalt
    link b smelter port matte mode=ROAD km=10 of=nickel,cobalt
    link c smelter port metal mode=ROAD km=10 of=nickel
    link d mine other ore mode=ROAD km=1 of=nickel
    link e other port metal mode=ROAD km=1 of=nickel
    link f mine dead ore mode=ROAD km=2 of=nickel
    link g dead port metal mode=ROAD km=2 of=nickel
    figure activity:smelter-processing-ore recovery 0.9 material=nickel product=matte year=2020
    figure activity:smelter-processing-ore recovery 0.8 material=nickel year=2020
    figure activity:smelter-processing-ore recovery 0.5 material=cobalt product=metal year=2020
    figure activity:smelter-processing-ore recovery 0.99 year=2020
    figure activity:dead-processing-ore recovery 0 material=nickel year=2020";

/// `total recovery` of each path, and whether a recovery is assumed.
fn losses(network: &str, asked: &str) -> Vec<String> {
    let snapshot = snapshot(network);
    let answer = paths(&snapshot, &question(asked)).unwrap();
    let tell = |it: &Path| {
        let number = |it: Option<f64>| it.map_or("?".to_owned(), |it| it.to_string());
        let arcs = it.steps.iter().filter_map(|it| it.via.as_ref());
        let code = AssumptionCode::RecoveryAssumed;
        let is_assumed = arcs.flat_map(|it| &it.notes).any(|it| it.code == code);
        let assumed = if is_assumed { " assumed" } else { "" };
        format!("{} {}{assumed}", number(it.total), number(it.recovery))
    };
    answer.paths.iter().map(tell).collect()
}

#[test]
fn losses_follow_from_recoveries_of_the_material_in_the_product() {
    // 0.9 of the nickel comes out in the matte, 0.8 in other products; what `other` recovers is not known and is
    // taken as all of it; nothing comes out of `dead`, so that no path leads through it.
    assert_eq!(
        losses(LINES, "mine port nickel k=9 metric=LOSS"),
        ["0 ? assumed", "0.1 0.9", "0.2 0.8"]
    );
    // By length nothing of this is assumed, and `dead` is a way like any other.
    assert_eq!(
        losses(LINES, "mine port nickel k=9"),
        ["2 ?", "4 0", "20 0.9", "20 0.8"]
    );
    // A recovery of no material, or of another product, says nothing.
    assert_eq!(
        losses(LINES, "mine port cobalt k=9 metric=LOSS"),
        ["0 ? assumed"]
    );
}

#[test]
fn the_next_loss_is_told_in_the_unit_of_the_total() {
    let snapshot = snapshot(LINES);
    let answer = paths(&snapshot, &question("mine port nickel k=2 metric=LOSS")).unwrap();
    assert_eq!(answer.completeness.next_at_least, Some(0.2));
    assert_eq!(answer.paths[1].total, Some(0.1));
    // −ln 0.9 = 0.105360516 neper.
    assert_eq!(share_lost(105_360_516), 0.1);
    let steps = &answer.paths[1].steps;
    let recoveries: Vec<Option<f64>> = steps.iter().map(|it| it.recovery).collect();
    assert_eq!(recoveries, [Some(1.0), Some(1.0), Some(0.9), Some(0.9)]);
}

#[test]
fn losses_are_ranked_as_products_of_fractions_are() {
    let mut dice = Dice(21);
    let mut compared = 0;
    for _ in 0..200 {
        let mut network = "product p0 ORE carries=tin\nsite s0 MINE country=FI".to_owned();
        for at in 1..6 {
            write!(network, "\nproduct p{at} INTERMEDIATE carries=tin").unwrap();
            write!(network, "\nsite s{at} PROCESSOR country=FI").unwrap();
        }
        // Every line of a site has its own output, so that each has a recovery of its own.
        let mut shares: std::collections::BTreeMap<String, Option<f64>> = Default::default();
        for site in 1..6 {
            for _ in 0..=dice.roll(2) {
                let (input, output) = (dice.roll(5), 1 + dice.roll(5));
                if input == output {
                    continue;
                }
                let slug = format!("s{site}-processing-p{input}");
                write!(
                    network,
                    "\nactivity s{site} PROCESSING in=p{input} out=p{output}"
                )
                .unwrap();
                shares.insert(slug, None);
            }
        }
        for (slug, share) in &mut shares {
            if dice.roll(4) > 0 {
                let value = f64::from(dice.number(101)) / 100.0;
                write!(
                    network,
                    "\nfigure activity:{slug} recovery {value} material=tin year=2020"
                )
                .unwrap();
                *share = Some(value);
            }
        }
        for number in 0..14 {
            let (from, to) = (dice.roll(6), dice.roll(6));
            let product = dice.roll(6);
            write!(
                network,
                "\nlink l{number} s{from} s{to} p{product} mode=ROAD km=1"
            )
            .unwrap();
        }
        let snapshot = snapshot(&network);
        let all = paths(&snapshot, &question("s0 s4,s5 tin k=200 metric=STEPS")).unwrap();
        assert!(all.completeness.is_exhaustive());
        let product = |path: &Path| -> f64 {
            let arcs = path.steps.iter().filter_map(|it| it.via.as_ref());
            let shares = arcs.map(|it| shares.get(snapshot.registry().slug(it.record)));
            shares
                .map(|it| it.copied().flatten().unwrap_or(1.0))
                .product()
        };
        let mut expected: Vec<f64> = all.paths.iter().map(product).collect();
        expected.retain(|it| *it > 0.0);
        expected.sort_by(|a, b| b.total_cmp(a));
        let found = paths(&snapshot, &question("s0 s4,s5 tin k=200 metric=LOSS")).unwrap();
        assert_eq!(found.paths.len(), expected.len(), "{network}");
        for (path, share) in found.paths.iter().zip(&expected) {
            assert!(
                (path.total.unwrap() - (1.0 - share)).abs() < 1e-7,
                "{network}"
            );
            compared += usize::from(*share < 1.0);
        }
    }
    assert!(compared > 60, "{compared}");
}

const TRANSPORT: &str = "
    product ore ORE carries=gold
    site mine MINE country=FI at=65.0,25.0,SITE
    site told PROCESSOR country=FI
    site road PROCESSOR country=FI
    site rail PROCESSOR country=FI
    site unsaid PROCESSOR country=FI
    site near PROCESSOR country=FI
    site nowhere PROCESSOR country=FI
    link l-told mine told ore mode=ROAD km=100 of=gold
    link l-road mine road ore mode=ROAD km=100 of=gold
    link l-rail mine rail ore mode=RAIL km=100 of=gold
    link l-unsaid mine unsaid ore km=100 of=gold
    link l-near mine near ore mode=ON_SITE of=gold
    link l-nowhere mine nowhere ore mode=ROAD of=gold
    figure link:l-told cost 12.345 year=2020";

fn rated(network: &str, road: Option<f64>) -> Snapshot {
    let rates = CostRates {
        road,
        ..CostRates::default()
    };
    snapshot(network).with_cost_rates(rates)
}

/// Total, codes of what bears on costs, and whether there may be more.
fn cost(snapshot: &Snapshot, to: &str) -> (Option<f64>, Vec<&'static str>) {
    let asked = question(&format!("mine {to} gold metric=COST"));
    let answer = paths(snapshot, &asked).unwrap();
    let notes = answer.paths[0].steps[1].via.as_ref().unwrap().notes.iter();
    let of_cost = notes.filter(|it| it.concern == crate::network::chain::Concern::Cost);
    let codes = of_cost.map(|it| it.code.code()).collect();
    assert_eq!(answer.paths[0].total, answer.paths[0].cost_eur_per_tonne);
    (answer.paths[0].total, codes)
}

#[test]
fn costs_are_told_or_follow_from_a_rate() {
    let snapshot = rated(TRANSPORT, Some(0.05));
    // In whole cents: 12.345 is 1234.5 cents, and half a cent is rounded up. 100 km at 0.05 EUR/t·km are 5 EUR.
    assert_eq!(cost(&snapshot, "told"), (Some(12.35), vec![]));
    assert_eq!(cost(&snapshot, "road"), (Some(5.0), vec!["RATE_ASSUMED"]));
    assert_eq!(cost(&snapshot, "near"), (Some(0.0), vec![]));
    assert_eq!(
        cost(&snapshot, "unsaid"),
        (Some(5.0), vec!["MODE_ASSUMED", "RATE_ASSUMED"])
    );
    assert_eq!(cost(&snapshot, "rail"), (None, vec!["COST_UNKNOWN"]));
    assert_eq!(cost(&snapshot, "nowhere"), (None, vec!["COST_UNKNOWN"]));
    let answer = paths(&snapshot, &question("mine road gold metric=COST")).unwrap();
    let is_rate = |it: &&Note| it.code == AssumptionCode::RateAssumed;
    let note = answer.basis.notes.iter().find(is_rate).unwrap();
    assert_eq!(
        note.message(snapshot.registry()),
        "the costs follow from the rate of road that the operator has set, 0.05 EUR/t·km"
    );
}

#[test]
fn a_rate_on_record_comes_before_the_setting() {
    let network = format!("{TRANSPORT}\nfigure mode:road cost-rate 0.2 year=2024");
    let snapshot = rated(&network, Some(0.05));
    assert_eq!(cost(&snapshot, "road").0, Some(20.0));
    let answer = paths(&snapshot, &question("mine road gold metric=COST")).unwrap();
    let is_rate = |it: &&Note| it.code == AssumptionCode::RateAssumed;
    let note = answer.basis.notes.iter().find(is_rate).unwrap();
    assert_eq!(
        note.message(snapshot.registry()),
        "the costs follow from the rate of road, 0.2 EUR/t·km"
    );
    assert!(answer.paths[0].steps[1].via.as_ref().unwrap().figures.len() == 2);
}

#[test]
fn costs_without_any_rate_are_refused_by_the_name_of_the_setting() {
    let snapshot = snapshot(TRANSPORT);
    let refused = paths(&snapshot, &question("mine road gold metric=COST"));
    assert_eq!(refused, Err(QuestionError::NoCostRates));
    assert!(
        QuestionError::NoCostRates
            .to_string()
            .contains("cost_rates.road")
    );
    // A rate of nothing is a rate.
    assert_eq!(cost(&rated(TRANSPORT, Some(0.0)), "road").0, Some(0.0));
    // Rates do not change what is asked by length.
    let by_length = "mine road gold k=9";
    let plain = paths(&snapshot, &question(by_length)).unwrap();
    let with = paths(&rated(TRANSPORT, Some(0.05)), &question(by_length)).unwrap();
    assert_eq!(plain.paths[0].id, with.paths[0].id);
    assert_eq!(plain.paths[0].cost_eur_per_tonne, None);
    assert_eq!(with.paths[0].cost_eur_per_tonne, Some(5.0));
}

const CAPACITIES: &str = "
    product ore ORE carries=nickel
    product matte INTERMEDIATE carries=nickel
    product slag RESIDUE carries=nickel
    site mine MINE country=FI
    site works PROCESSOR country=FI
    site port HARBOUR country=FI
    activity works PROCESSING in=ore out=matte,slag
    link a mine works ore mode=ROAD km=1
    link b works port matte mode=ROAD km=1
    link c works port slag mode=ROAD km=1
    figure site:works grade 0.02 material=nickel product=ore year=2020
    figure product:matte content 0.5 material=nickel year=2020";

/// The capacity of the transformation of ore into a product, in t/a going in, and codes of what it assumes.
fn capacity(figures: &str, output: &str) -> (Option<f64>, Vec<&'static str>) {
    let snapshot = snapshot(&format!("{CAPACITIES}\n{figures}"));
    let nickel = snapshot.registry().find(&Id::new(Kind::Material, "nickel"));
    let when = When {
        year: 2025,
        nearest_years: false,
        include_planned: false,
    };
    let chain = snapshot.chain(ChainKey::new(nickel.unwrap(), when));
    let key = format!("activity:works-processing-ore/ore/{output}");
    let at = chain.arcs().iter().position(|it| it.key == key).unwrap();
    let capacity = chain.arcs()[at].capacity.as_deref();
    let notes = capacity.map_or(&[][..], |it| &it.notes[..]);
    let arc = u32::try_from(at).unwrap();
    (
        chain.capacity_of(arc),
        notes.iter().map(|it| it.code.code()).collect(),
    )
}

#[test]
fn capacities_are_told_as_tonnes_of_the_material_going_in() {
    let of =
        |figure: &str| format!("figure activity:works-processing-ore capacity {figure} year=2020");
    let input = of("1000000 basis=GROSS side=INPUT product=ore");
    let output = of("20000 basis=GROSS side=OUTPUT product=matte");
    let contained = of("9000 basis=CONTAINED material=nickel side=OUTPUT");
    let recovery =
        "figure activity:works-processing-ore recovery 0.8 material=nickel product=matte year=2020";
    // The ore capacity counts the grade of the works: a million tonnes of 2 %.
    assert_eq!(capacity(&input, "matte"), (Some(20_000.0), vec![]));
    assert_eq!(capacity(&input, "slag"), (Some(20_000.0), vec![]));
    // Half of the matte is nickel as a rule; 80 % of what goes in comes out: 20000 · 0.5 / 0.8.
    assert_eq!(
        capacity(&format!("{output}\n{recovery}"), "matte"),
        (Some(12_500.0), vec!["GRADE_ASSUMED"])
    );
    assert_eq!(
        capacity(&output, "matte"),
        (Some(10_000.0), vec!["GRADE_ASSUMED", "RECOVERY_ASSUMED"])
    );
    assert_eq!(
        capacity(&output, "slag"),
        (None, vec![]),
        "it is of the matte"
    );
    // The least of several bounds.
    assert_eq!(
        capacity(
            &format!("{input}\n{output}\n{contained}\n{recovery}"),
            "matte"
        ),
        (Some(11_250.0), vec![])
    );
    let unsaid = of("20000 basis=GROSS product=matte");
    assert_eq!(capacity(&unsaid, "matte").0, Some(10_000.0));
    assert_eq!(
        capacity(&of("20000 basis=GROSS"), "matte").0,
        Some(400.0),
        "taken to go in"
    );
    assert_eq!(
        capacity(&of("20000"), "matte").0,
        None,
        "neither gross nor contained"
    );
    assert_eq!(
        capacity(&of("20000 basis=GROSS side=OUTPUT"), "slag").0,
        None
    );
}
