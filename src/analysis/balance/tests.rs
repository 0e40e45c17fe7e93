//! Balances worked out by hand.

mod laws;
mod oracle;
mod shown;

use super::*;
use crate::network::text::snapshot;
use crate::network::words::significant;

/// Products of a smelter, which takes concentrate and gives matte and slag.
const SMELTER: &str = "material nickel symbol=Ni
    product concentrate CONCENTRATE carries=nickel
    product matte INTERMEDIATE carries=nickel
    product slag-product RESIDUE carries=nickel
    site works PROCESSOR status=OPERATING@2020
    site mine MINE status=OPERATING@2020
    site plant PROCESSOR status=OPERATING@2020
    activity works PROCESSING in=concentrate out=matte";

const FEED: &str = "figure site:works feed 1000 product=concentrate basis=GROSS year=2024";
const CONTENT: &str = "figure product:concentrate content 0.1 material=nickel year=2020";
const MADE: &str =
    "figure site:works production 90 product=matte material=nickel basis=CONTAINED year=2024";

pub(super) fn question() -> BalanceQuestion {
    BalanceQuestion {
        site: None,
        material: None,
        region: None,
        states: None,
        when: When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        },
        tolerance: TOLERANCE,
        budget: u64::MAX,
    }
}

pub(super) fn told(network: &str) -> Vec<String> {
    told_of(network, &question())
}

fn told_of(network: &str, question: &BalanceQuestion) -> Vec<String> {
    let snapshot = snapshot(network);
    let registry = snapshot.registry();
    let answer = balances(&snapshot, question);
    let balances = answer.balances.iter();
    let lines = balances.map(|it| {
        format!(
            "{} {} {} {}: {} - {} = {}",
            registry.slug(it.site),
            registry.slug(it.material),
            it.year,
            it.state.code(),
            amount(it.input.value, Some(it.input.low), it.input.high),
            amount(it.output.value, Some(it.output.low), it.output.high),
            amount(it.residual.value, it.residual.low, it.residual.high)
        )
    });
    lines.collect()
}

fn amount(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> String {
    let number = |it: Option<f64>| it.map_or("?".to_owned(), |it| significant(it, 4).to_string());
    match value {
        Some(_) if low == high => number(value),
        Some(_) => format!("{} ({}..{})", number(value), number(low), number(high)),
        None => format!("{}..{}", number(low), number(high)),
    }
}

/// Checks the balances of a smelter with some more lines.
fn check(lines: &[&str], expected: &[&str]) {
    let network = [&[SMELTER], lines].concat().join("\n");
    assert_eq!(told(&network), expected, "{lines:?}");
}

#[test]
fn a_smelter_takes_in_more_than_it_gives() {
    let found = ["works nickel 2024 MORE_IN_THAN_OUT: 100 - 90 = 10"];
    check(&[FEED, CONTENT, MADE], &found);
    // 90 of 94 t: 4 t are within 5 % of 94.
    let feed = "figure site:works feed 940 product=concentrate basis=GROSS year=2024";
    let found = ["works nickel 2024 BALANCED: 94 - 90 = 4"];
    check(&[feed, CONTENT, MADE], &found);
    let feed = "figure site:works feed 500 product=concentrate basis=GROSS year=2024";
    let found = ["works nickel 2024 MORE_OUT_THAN_IN: 50 - 90 = -40"];
    check(&[feed, CONTENT, MADE], &found);
}

#[test]
fn bounds_of_figures_and_contents_are_bounds_of_the_residual() {
    let content =
        "figure product:concentrate content 0.1 low=0.08 high=0.12 material=nickel year=2020";
    let found = ["works nickel 2024 BALANCED: 100 (80..120) - 90 = 10 (-10..30)"];
    check(&[FEED, content, MADE], &found);
    let feed =
        "figure site:works feed 1000 low=900 high=1100 product=concentrate basis=GROSS year=2024";
    // 900 · 0.08 and 1100 · 0.12.
    let found = ["works nickel 2024 BALANCED: 100 (72..132) - 90 = 10 (-18..42)"];
    check(&[feed, content, MADE], &found);
    // Where only bounds are on record there is no value, and none is made up.
    let content =
        "figure product:concentrate content ? low=0.1 high=0.12 material=nickel year=2020";
    let found = ["works nickel 2024 MORE_IN_THAN_OUT: 100..120 - 90 = 10..30"];
    check(&[FEED, content, MADE], &found);
    let at_least = "figure site:works feed 1000 low=1000 product=concentrate basis=GROSS year=2024";
    let found = ["works nickel 2024 OPEN: 100..? - 90 = 10..?"];
    check(&[at_least, CONTENT, MADE], &found);
    let wider =
        "figure site:works feed 1000 product=concentrate basis=GROSS year=2024 scope=all-works";
    let found = ["works nickel 2024 BALANCED: 0..100 - 90 = -90..10"];
    check(&[wider, CONTENT, MADE], &found);
}

#[test]
fn compounds_count_by_their_atomic_weights() {
    // Nickel oxide: 58.6934 / (58.6934 + 15.999) = 0.785802.
    let oxide = "figure product:concentrate content 0.1 material=nickel contained-of=NiO year=2020";
    let found = ["works nickel 2024 MORE_OUT_THAN_IN: 78.58 - 90 = -11.42"];
    check(&[FEED, oxide, MADE], &found);
    let made = "figure site:works production 100 product=matte material=nickel basis=CONTAINED contained-of=NiO year=2024";
    let found = ["works nickel 2024 MORE_IN_THAN_OUT: 100 - 78.58 = 21.42"];
    check(&[FEED, CONTENT, made], &found);
}

#[test]
fn what_is_not_known_leaves_a_balance_open() {
    let brings = "link l1 mine works concentrate";
    let gives = "link l2 works plant matte";
    // No content: what goes in is not known, so that the residual is at least what is known to be missing.
    check(
        &[FEED, MADE],
        &["works nickel 2024 OPEN: 0..? - 90 = -90..?"],
    );
    check(
        &[MADE, brings],
        &["works nickel 2024 OPEN: 0..? - 90 = -90..?"],
    );
    check(&[MADE], &["works nickel 2024 OPEN: 0..? - 90 = -90..?"]);
    let found = ["works nickel 2024 OPEN: 100 - 0..? = ?..100"];
    check(&[FEED, CONTENT, gives], &found);
    check(&[FEED, CONTENT], &found);
    // A side-stream that holds some and of which it is not known how much arises.
    let slag = "side-stream slag works slag-product of=nickel";
    let found = ["works nickel 2024 OPEN: 100 - 90..? = ?..10"];
    check(&[FEED, CONTENT, MADE, slag], &found);
    // Neither side: a link without a flow is no balance.
    check(&[brings, gives], &[]);
    let zero = "figure site:works feed 0 product=concentrate basis=GROSS year=2024";
    let found = ["works nickel 2024 MORE_OUT_THAN_IN: 0 - 90 = -90"];
    check(&[zero, CONTENT, MADE], &found);
}

#[test]
fn figures_of_other_years_are_not_held_against_each_other() {
    let before = "figure site:works feed 2000 product=concentrate basis=GROSS year=2020";
    let made =
        "figure site:works production 150 product=matte material=nickel basis=CONTAINED year=2020";
    let later = "figure site:works feed 5000 product=concentrate basis=GROSS year=2026";
    // Of 2024 only what was made is known; of 2020 both.
    let found = ["works nickel 2020 MORE_IN_THAN_OUT: 200 - 150 = 50"];
    check(&[before, made, MADE, CONTENT, later], &found);
    let found = ["works nickel 2024 OPEN: 0..? - 90 = -90..?"];
    check(&[before, MADE, CONTENT, later], &found);
    let undated = "figure site:works feed 1000 product=concentrate basis=GROSS";
    let found = ["works nickel 2024 MORE_IN_THAN_OUT: 100 - 90 = 10"];
    check(&[undated, MADE, CONTENT], &found);
    // The content of the year comes before that of a later one.
    let contents = [
        "figure site:works content 0.2 material=nickel product=concentrate year=2020",
        "figure site:works content 0.3 material=nickel product=concentrate year=2024",
    ];
    let found = ["works nickel 2020 MORE_IN_THAN_OUT: 400 - 150 = 250"];
    let notes = |lines: &[&str]| {
        let network = [&[SMELTER], lines].concat().join("\n");
        let answer = balances(&snapshot(&network), &question());
        let notes = answer.balances[0].terms[0].notes.iter();
        notes.map(|it| it.code.code()).collect::<Vec<_>>()
    };
    assert!(notes(&[before, made, contents[0], contents[1]]).is_empty());
    // That a content is of a later year is said.
    assert_eq!(notes(&[before, made, contents[1]]), ["NEAREST_YEAR"]);
    check(&[before, made, contents[0], contents[1]], &found);
}

#[test]
fn recoveries_on_record_say_what_to_expect() {
    let recovery =
        "figure activity:works-processing-concentrate recovery 0.92 material=nickel year=2020";
    let network = [SMELTER, FEED, CONTENT, MADE, recovery].join("\n");
    let snapshot = snapshot(&network);
    let answer = balances(&snapshot, &question());
    let expected = answer.balances[0].expected.as_ref().unwrap();
    assert_eq!(
        expected.amount.value.map(|it| significant(it, 6)),
        Some(92.0)
    );
    assert_eq!(expected.figures.len(), 1);
    let words = "by the recovery on record, 92 %, products hold 92 t";
    assert!(
        answer.balances[0].message.contains(words),
        "{}",
        answer.balances[0].message
    );
}

#[test]
fn a_question_is_narrowed_and_cut() {
    let network = [
        SMELTER,
        FEED,
        CONTENT,
        MADE,
        "site far PROCESSOR country=SE",
        "product zinc-metal REFINED carries=zinc",
        "figure site:far production 7 product=zinc-metal material=zinc basis=CONTAINED year=2024",
    ]
    .join("\n");
    let all = told(&network);
    assert_eq!(all.len(), 2);
    let states = Some(vec![BalanceState::Open]);
    let open = BalanceQuestion {
        states,
        ..question()
    };
    assert_eq!(
        told_of(&network, &open),
        ["far zinc 2024 OPEN: 0..? - 7 = -7..?"]
    );
    let wide = BalanceQuestion {
        tolerance: 0.1,
        ..question()
    };
    assert!(
        told_of(&network, &wide)
            .iter()
            .any(|it| it.starts_with("works nickel 2024 BALANCED"))
    );
    let snapshot = snapshot(&network);
    let cut = balances(
        &snapshot,
        &BalanceQuestion {
            budget: 1,
            ..question()
        },
    );
    assert_eq!(
        cut.balances.len(),
        1,
        "the first material is looked at in any case"
    );
    let left: Vec<&str> = cut
        .not_looked_at
        .iter()
        .map(|it| snapshot.registry().slug(*it))
        .collect();
    assert_eq!(left, ["zinc"]);
}

/// A site of 300 products with a figure of each in each of 30 years: all years are looked at, as nothing is known of what goes in.
#[test]
fn many_products_in_many_years_count_for_what_they_are() {
    let mut lines = vec!["material nickel symbol=Ni\nsite works PROCESSOR".to_owned()];
    lines.extend((0..300).map(|at| format!("product p{at} INTERMEDIATE carries=nickel")));
    for year in 1996..2026 {
        let figure = |at| {
            format!(
                "figure site:works production 2 product=p{at} material=nickel basis=CONTAINED year={year}"
            )
        };
        lines.extend((0..300).map(figure));
    }
    let network = lines.join("\n");
    assert_eq!(
        told(&network),
        ["works nickel 2025 OPEN: 0..? - 600 = -600..?"]
    );
    let snapshot = snapshot(&network);
    // 9000 figures and a site, then 300 products in 30 years.
    let found = balances(&snapshot, &question());
    assert_eq!(found.explored, 9001 + 300 * 30);
    let one_year =
        "material nickel symbol=Ni\nsite works PROCESSOR\nproduct p0 INTERMEDIATE carries=nickel
        figure site:works production 2 product=p0 material=nickel basis=CONTAINED year=2025";
    let found = balances(&crate::network::text::snapshot(one_year), &question());
    assert_eq!(found.explored, 2 + 1);
}
