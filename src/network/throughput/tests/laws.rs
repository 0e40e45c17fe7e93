//! What holds whatever the network.

use super::*;
use crate::model::Registry;
use crate::network::dice::Dice;
use crate::network::paths::Avoid;
use crate::network::text::records;

const PRODUCTS: &str = "material nickel
    product ore ORE carries=nickel
    product conc CONCENTRATE carries=nickel
    product matte INTERMEDIATE carries=nickel
    product metal REFINED carries=nickel";

/// Sites by the products they give and take.
const SITES: [(&str, &str, &str, &str); 9] = [
    ("m0", "MINE", "", "conc"),
    ("m1", "MINE", "", "conc"),
    ("m2", "MINE", "", "conc,matte"),
    ("s0", "PROCESSOR", "conc", "matte"),
    ("s1", "PROCESSOR", "conc,matte", "matte,metal"),
    ("s2", "PROCESSOR", "matte", "metal"),
    ("r0", "RECYCLER", "metal", "matte"),
    ("p0", "HARBOUR", "", ""),
    ("x0", "EXTERNAL", "", ""),
];

/// A random network: what it is, and its figures, each with a place for its value.
fn network(dice: &mut Dice) -> (String, Vec<(String, f64)>) {
    let mut text = PRODUCTS.to_owned();
    let mut figures: Vec<(String, f64)> = Vec::new();
    let mut tell = |dice: &mut Dice, subject: &str, quantity: &str, more: &str| {
        let value = f64::from(5 + dice.number(60));
        let of = format!(
            "figure {subject} {quantity} VALUE material=nickel basis=CONTAINED year=2024 {more}"
        );
        figures.push((of, value));
    };
    for (site, kind, takes, gives) in SITES {
        text += &format!("\nsite {site} {kind}");
        if gives.is_empty() {
            continue;
        }
        let stage = if kind == "MINE" {
            "EXTRACTION"
        } else {
            "PROCESSING"
        };
        let input = if takes.is_empty() {
            String::new()
        } else {
            format!("in={takes}")
        };
        text += &format!("\nactivity {site} {stage} {input} out={gives}");
        let taken = if takes.is_empty() { "none" } else { takes };
        let row = format!(
            "activity:{site}-{}-{}",
            stage.to_lowercase(),
            taken.replace(',', "-")
        );
        for output in gives.split(',') {
            if dice.roll(2) == 0 && !takes.is_empty() {
                let share = f64::from(1 + dice.number(10)) / 10.0;
                text += &figure(
                    &row,
                    "recovery",
                    share,
                    &format!("material=nickel product={output}"),
                );
            }
            if dice.roll(3) == 0 {
                tell(
                    dice,
                    &row,
                    "capacity",
                    &format!("side=OUTPUT product={output}"),
                );
            }
            if dice.roll(3) == 0 {
                tell(
                    dice,
                    &format!("site:{site}"),
                    "production",
                    &format!("product={output}"),
                );
            }
        }
        match dice.roll(4) {
            0 => tell(dice, &row, "capacity", "side=INPUT"),
            1 => tell(dice, &row, "capacity", "side=OUTPUT"),
            2 => tell(dice, &row, "capacity", "side=INPUT scope=both"),
            _ => {}
        }
    }
    links(dice, &mut text, &mut tell);
    (text, figures)
}

/// Links between them, most of them of what is given where they begin.
fn links(dice: &mut Dice, text: &mut String, tell: &mut dyn FnMut(&mut Dice, &str, &str, &str)) {
    for at in 0..10 + dice.roll(8) {
        let (from, to) = (SITES[dice.roll(SITES.len())], SITES[dice.roll(SITES.len())]);
        let product = ["conc", "matte", "metal"][dice.roll(3)];
        if from.0 == to.0 || (dice.roll(6) > 0 && !from.3.contains(product)) {
            continue;
        }
        *text += &format!(
            "\nlink l{at} {} {} {product} km={}",
            from.0,
            to.0,
            1 + dice.roll(90)
        );
        let row = format!("link:l{at}");
        match dice.roll(4) {
            0 | 1 => tell(dice, &row, "capacity", ""),
            2 => tell(dice, &row, "flow", ""),
            _ => {}
        }
    }
}

fn text(network: &str, figures: &[(String, f64)]) -> String {
    let told = figures
        .iter()
        .map(|(it, value)| it.replace("VALUE", &value.to_string()));
    format!("{network}\n{}", told.collect::<Vec<_>>().join("\n"))
}

/// Upper and lower; an upper that nothing bounds is infinite.
fn amounts(network: &str, question: &ThroughputQuestion) -> (f64, f64) {
    let answer = asked(network, question).1;
    let open = f64::INFINITY;
    (
        answer.upper.delivered.unwrap_or(open),
        answer.lower.delivered.unwrap_or(open),
    )
}

fn at_most(a: f64, b: f64) -> bool {
    a <= b + 1e-6 * b.abs().max(1.0)
}

#[test]
fn bounds_keep_their_order_and_more_never_brings_less() {
    let mut dice = Dice(41);
    let (mut bounded, mut sure, mut raised, mut lowered) = (0, 0, 0, 0);
    for round in 0..400 {
        let (network, mut figures) = network(&mut dice);
        let whole = text(&network, &figures);
        let (upper, lower) = amounts(&whole, &of("nickel"));
        assert!(at_most(lower, upper), "{round}: {lower} {upper}\n{whole}");
        bounded += usize::from(upper.is_finite() && upper > 0.0);
        sure += usize::from(lower > 0.0);

        let avoid = Avoid {
            sites: vec![Id::new(Kind::Site, SITES[dice.roll(SITES.len())].0)],
            ..Avoid::default()
        };
        let question = ThroughputQuestion {
            avoid,
            ..of("nickel")
        };
        let without = amounts(&whole, &question);
        assert!(
            at_most(without.0, upper),
            "{round}: {:?}\n{whole}",
            question.avoid
        );
        assert!(
            at_most(without.1, lower),
            "{round}: {:?}\n{whole}",
            question.avoid
        );
        lowered += usize::from(without.0 < upper);

        let capacities = figures.iter_mut().filter(|it| it.0.contains(" capacity "));
        let mut capacities: Vec<_> = capacities.collect();
        if capacities.is_empty() {
            continue;
        }
        let at = dice.roll(capacities.len());
        capacities[at].1 *= 2.0;
        let more = amounts(&text(&network, &figures), &of("nickel"));
        assert!(at_most(upper, more.0), "{round}: {upper} {more:?}\n{whole}");
        assert!(at_most(lower, more.1), "{round}: {lower} {more:?}\n{whole}");
        raised += usize::from(upper < more.0);
    }
    let counts = (bounded, sure, raised, lowered);
    assert!(
        bounded > 100 && sure > 50 && raised > 20 && lowered > 50,
        "{counts:?}"
    );
}

#[test]
fn the_order_of_records_changes_nothing() {
    let mut dice = Dice(43);
    for _ in 0..300 {
        let (network, figures) = network(&mut dice);
        let mut all = records(&text(&network, &figures));
        let told = |all: Vec<_>| {
            let snapshot = Snapshot::new(Registry::of_records(all), 1, 2025);
            let answer = throughput(&snapshot, &of("nickel")).unwrap();
            let slugs = |rows: Vec<crate::model::Row>| {
                rows.iter()
                    .map(|it| snapshot.registry().slug(*it).to_owned())
                    .collect::<Vec<_>>()
            };
            let amounts = |of: &[crate::network::throughput::SiteAmount]| {
                let sites = slugs(of.iter().map(|it| it.site).collect());
                let tonnes = of.iter().map(|it| it.tonnes.to_bits());
                sites.into_iter().zip(tonnes).collect::<Vec<_>>()
            };
            let unknowns = answer.unknowns.iter();
            let unknowns =
                unknowns.map(|it| (slugs(vec![it.record]), it.upper_then.map(f64::to_bits)));
            (
                answer.upper.delivered.map(f64::to_bits),
                answer.lower.delivered.map(f64::to_bits),
                amounts(&answer.upper.by_sink),
                amounts(&answer.upper.by_source),
                unknowns.collect::<Vec<_>>(),
                answer.estimated_share.map(f64::to_bits),
            )
        };
        let first = told(all.clone());
        dice.shuffle(&mut all);
        assert_eq!(told(all), first);
    }
}

#[test]
fn two_mines_alike_are_one_of_double_size() {
    let mut dice = Dice(47);
    for _ in 0..300 {
        let (network, figures) = network(&mut dice);
        let size = f64::from(1 + dice.number(50));
        let mine = |name: &str, times: f64| {
            format!(
                "\nsite {name} MINE\nactivity {name} EXTRACTION out=conc\nlink {name} {name} s0 conc km=7{}{}",
                nickel(
                    &format!("activity:{name}-extraction-none"),
                    "capacity",
                    size * times,
                    "product=conc"
                ),
                nickel(&format!("link:{name}"), "capacity", size * times, ""),
            )
        };
        let rest = text(&network, &figures);
        let two = amounts(
            &format!("{rest}{}{}", mine("t0", 1.0), mine("t1", 1.0)),
            &of("nickel"),
        );
        let one = amounts(&format!("{rest}{}", mine("t0", 2.0)), &of("nickel"));
        assert!(
            at_most(two.0, one.0) && at_most(one.0, two.0),
            "{two:?} {one:?}"
        );
        assert!(
            at_most(two.1, one.1) && at_most(one.1, two.1),
            "{two:?} {one:?}"
        );
    }
}
