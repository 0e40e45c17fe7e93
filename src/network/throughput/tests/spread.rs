//! Bands of throughput: against the same question asked of networks whose figures hold the draws, and by hand.

use super::*;
use crate::model::Quantity;
use crate::network::dice::Dice;
use crate::network::paths::QuestionError;
use crate::network::throughput::Spread;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::ThroughputError;
use crate::network::uncertainty::Draws;
use crate::network::uncertainty::Interval;
use crate::network::uncertainty::Sampling;

/// Two pits to one works, gross tonnes of the typical content, and a second works beside it.
const TWO: &str = "product concentrate CONCENTRATE carries=nickel
    product matte INTERMEDIATE carries=nickel
    site pit MINE
    site hole MINE
    site works PROCESSOR
    site mill PROCESSOR
    site port HARBOUR
    activity pit EXTRACTION out=concentrate
    activity hole EXTRACTION out=concentrate
    activity works PROCESSING in=concentrate out=matte
    activity mill PROCESSING in=concentrate out=matte
    link a pit works concentrate
    link b hole works concentrate
    link c hole mill concentrate
    link d works port matte
    link e mill port matte";

/// The figures of [`TWO`]: subject, quantity and what else is said, in its terms.
const FIGURES: [(&str, &str, &str); 9] = [
    (
        "activity:pit-extraction-none",
        "capacity",
        "basis=GROSS side=OUTPUT product=concentrate",
    ),
    (
        "activity:hole-extraction-none",
        "capacity",
        "basis=GROSS side=OUTPUT product=concentrate",
    ),
    ("product:concentrate", "content", "material=nickel"),
    (
        "activity:works-processing-concentrate",
        "capacity",
        "material=nickel basis=CONTAINED side=INPUT product=concentrate",
    ),
    (
        "activity:works-processing-concentrate",
        "recovery",
        "material=nickel product=matte",
    ),
    (
        "activity:mill-processing-concentrate",
        "capacity",
        "material=nickel basis=CONTAINED side=OUTPUT product=matte",
    ),
    (
        "activity:mill-processing-concentrate",
        "recovery",
        "material=nickel product=matte",
    ),
    ("link:c", "capacity", "material=nickel basis=CONTAINED"),
    ("link:d", "capacity", "material=nickel basis=CONTAINED"),
];

/// [`TWO`] with values of its figures, and their bounds.
fn two(values: &[f64], bounds: &[(f64, f64)]) -> String {
    let mut text = format!(
        "{TWO}\nlink f mill port matte\nfigure link:a capacity 9e9 material=nickel basis=CONTAINED low=9e9 high=9e9 year=2024
        figure link:b capacity 9e9 material=nickel basis=CONTAINED low=9e9 high=9e9 year=2024
        figure link:e capacity 9e9 material=nickel basis=CONTAINED low=9e9 high=9e9 year=2024"
    );
    for ((figure, value), (low, high)) in FIGURES.iter().zip(values).zip(bounds) {
        let (subject, quantity, rest) = figure;
        text += &format!(
            "\nfigure {subject} {quantity} {value} {rest} low={low} high={high} year=2024"
        );
    }
    text
}

fn with(sampling: Option<Sampling>) -> ThroughputQuestion {
    ThroughputQuestion {
        sampling,
        ..ThroughputQuestion::new(Id::new(Kind::Material, "nickel"))
    }
}

fn sampled(network: &str, samples: u32, seed: u64) -> ThroughputAnswer {
    let sampling = Some(Sampling { samples, seed });
    throughput(&snapshot(network), &with(sampling)).unwrap()
}

fn spread(answer: &ThroughputAnswer) -> &Spread {
    answer.upper.spread.as_deref().unwrap()
}

fn bounds(band: Interval) -> [f64; 3] {
    [band.p05, band.p50, band.p95]
}

fn assert_near(found: Interval, expected: Interval) {
    for (a, b) in bounds(found).into_iter().zip(bounds(expected)) {
        assert!(
            (a - b).abs() <= 1e-6 * b.abs().max(1.0),
            "{found:?} {expected:?}"
        );
    }
}

#[test]
fn bands_are_those_of_the_same_question_asked_of_drawn_networks() {
    let mut dice = Dice(3);
    let mut moved = 0;
    for seed in 0..8 {
        let mut values = Vec::new();
        let mut ranges = Vec::new();
        for (_, quantity, _) in FIGURES {
            let part = |dice: &mut Dice| f64::from(dice.number(40)) / 100.0;
            let (value, most) = match quantity {
                "capacity" => (f64::from(50 + dice.number(200)), f64::MAX),
                "content" => (0.5, 1.0),
                _ => (0.7 + part(&mut dice) / 2.0, 1.0_f64),
            };
            let (low, high) = (1.0 - part(&mut dice), 1.0 + part(&mut dice));
            values.push(value);
            ranges.push((value * low, (value * high).min(most)));
        }
        let base = snapshot(&two(&values, &ranges));
        let registry = base.registry();
        let sampling = Sampling { samples: 25, seed };
        let mut draws = Draws::new(registry, sampling);
        let numbers: Vec<u32> = FIGURES
            .iter()
            .map(|(subject, quantity, _)| {
                let subject = registry.find(&Id::parse(subject).unwrap()).unwrap();
                let quantity = Quantity::from_code(quantity).unwrap();
                draws.figure(registry.figures(subject, quantity)[0])
            })
            .collect();
        let mut upper = Vec::new();
        let mut lower = Vec::new();
        let mut unplaced = Vec::new();
        for sample in 0..sampling.samples {
            let factors = draws.draw(sample);
            let drawn = values.iter().zip(&numbers);
            let drawn: Vec<f64> = drawn.map(|(it, at)| it * factors[*at as usize]).collect();
            let told = throughput(&snapshot(&two(&drawn, &ranges)), &with(None)).unwrap();
            upper.push(told.upper.delivered.unwrap());
            lower.push(told.lower.delivered.unwrap());
            unplaced.push(told.upper.unplaced);
        }
        moved += usize::from(upper.iter().any(|it| *it != upper[0]));
        let answer = throughput(&base, &with(Some(sampling))).unwrap();
        let it = spread(&answer);
        assert_eq!(it.uncertainty.samples, 25);
        assert_near(it.delivered.unwrap(), Interval::of(upper).unwrap());
        assert_near(it.unplaced.unwrap(), Interval::of(unplaced).unwrap());
        let sunk: Vec<Interval> = it.by_sink.iter().map(|it| it.tonnes).collect();
        assert_eq!(sunk.len(), 1);
        assert_near(sunk[0], it.delivered.unwrap());
        let least = answer.lower.spread.as_deref().unwrap();
        if least.uncertainty.samples > 0 {
            assert_near(least.delivered.unwrap(), Interval::of(lower).unwrap());
        }
        assert!(!it.binding.is_empty() && it.binding.iter().all(|it| it.share <= 1.0));
    }
    assert_eq!(moved, 8);
}

/// [`LINE`] with the capacity of the link in and the recovery, which bind alone, and more figures.
fn line(capacity: &str, recovery: &str, more: &str) -> String {
    format!(
        "{LINE}
        figure link:in capacity {capacity} material=nickel basis=CONTAINED year=2024
        figure activity:works-processing-concentrate recovery {recovery} material=nickel product=matte year=2024
        {more}"
    )
}

#[test]
fn a_band_by_hand() {
    // 50 t may go in, 30 to 80, and 0.8 comes out: 0.8 times the triangle. Its 5th hundredth is 30 + √(0.05 · 50 · 20) =
    // 37.07, its middle, above the peak at 0.4 of it, 80 − √(0.5 · 50 · 30) = 52.61, its 95th 80 − √(0.05 · 50 · 30) = 71.34.
    let answer = sampled(
        &line("50 low=30 high=80", "0.8 low=0.8 high=0.8", ""),
        5_000,
        1,
    );
    assert_eq!(answer.upper.delivered, Some(40.0));
    let it = spread(&answer);
    let found = bounds(it.delivered.unwrap());
    for (found, expected) in found.iter().zip([37.07, 52.61, 71.34]) {
        assert!(
            (found - 0.8 * expected).abs() < 0.5,
            "{found} {}",
            0.8 * expected
        );
    }
    assert_eq!(it.binding.len(), 1);
    assert_eq!(
        (it.binding[0].record.kind(), it.binding[0].share),
        (Kind::Link, 1.0)
    );
    // The lower answer is 0, since the capacity of the works is not known: nothing is drawn, and nothing is claimed.
    let lower = answer.lower.spread.unwrap();
    assert_eq!((lower.delivered, lower.uncertainty.samples), (None, 0));
    assert_eq!(lower.uncertainty.without_bounds_share, None);
}

#[test]
fn what_does_not_bind_moves_nothing_and_certain_bounds_give_the_answer() {
    let capacity = "50 low=30 high=80";
    let wide = "figure link:out capacity 1000 material=nickel basis=CONTAINED year=2024";
    let base = sampled(&line(capacity, "0.8 low=0.7 high=0.9", ""), 200, 4);
    let alone = sampled(&line(capacity, "0.8 low=0.7 high=0.9", wide), 200, 4);
    let drawn = format!("{wide} low=900 high=1100");
    let drawn = sampled(&line(capacity, "0.8 low=0.7 high=0.9", &drawn), 200, 4);
    assert_eq!(spread(&base).delivered, spread(&drawn).delivered);
    assert_eq!(spread(&alone).delivered, spread(&drawn).delivered);
    let certain = sampled(
        &line("50 low=50 high=50", "0.8 low=0.8 high=0.8", ""),
        50,
        4,
    );
    let band = spread(&certain).delivered.unwrap();
    assert_eq!(bounds(band).map(Some), [certain.upper.delivered; 3]);
    let unplaced = spread(&certain).unplaced.unwrap();
    assert_eq!(bounds(unplaced), [certain.upper.unplaced; 3]);
}

#[test]
fn the_least_stays_within_the_most_where_that_is_not_drawn() {
    // The capacity, told of more than the link, is not drawn; what was carried is, from 85 to 130, but never above it.
    let text = "product concentrate CONCENTRATE carries=nickel
        site pit MINE
        site port HARBOUR
        activity pit EXTRACTION out=concentrate
        link a pit port concentrate
        figure activity:pit-extraction-none capacity 9e9 material=nickel basis=CONTAINED side=OUTPUT product=concentrate low=9e9 high=9e9 year=2024
        figure link:a capacity 100 material=nickel basis=CONTAINED scope=together year=2024
        figure link:a flow 90 material=nickel basis=CONTAINED low=85 high=130 year=2024";
    let answer = sampled(text, 500, 1);
    assert_eq!(answer.upper.delivered, Some(100.0));
    assert_eq!(answer.lower.delivered, Some(90.0));
    let upper = answer.upper.spread.unwrap();
    assert!(!upper.uncertainty.is_recorded && upper.delivered.is_none());
    let [p05, p50, p95] = bounds(answer.lower.spread.unwrap().delivered.unwrap());
    assert!(85.0 < p05 && p05 < 92.0, "{p05}");
    assert!((p50, p95) == (100.0, 100.0), "{p50} {p95}");
}

#[test]
fn recoveries_never_give_more_than_went_in() {
    let answer = sampled(
        &line("50 low=50 high=50", "0.99 low=0.9 high=1", ""),
        500,
        1,
    );
    let [_, _, p95] = bounds(spread(&answer).delivered.unwrap());
    assert!(p95 <= 50.0 && p95 > 49.0);
}

#[test]
fn one_content_moves_all_that_is_converted_by_it() {
    // 100 t gross from each of two pits at a typical content of 0.5, 0.4 to 0.6: 100 t contained times one triangle of
    // 0.8 to 1.2, whose 5th hundredth is 0.8 + √(0.05 · 0.4 · 0.2) = 0.8632. Drawn twice it would be 0.9.
    let values = [100.0, 100.0, 0.5, 900.0, 1.0, 900.0, 1.0, 900.0, 900.0];
    let mut ranges: Vec<(f64, f64)> = values.iter().map(|it| (*it, *it)).collect();
    ranges[2] = (0.4, 0.6);
    let answer = sampled(&two(&values, &ranges), 4_000, 1);
    assert_eq!(answer.upper.delivered, Some(100.0));
    let [p05, _, p95] = bounds(spread(&answer).delivered.unwrap());
    assert!(
        (p05 - 86.32).abs() < 0.7 && (p95 - 113.68).abs() < 0.7,
        "{p05} {p95}"
    );
}

#[test]
fn the_same_seed_gives_the_same_answer_and_the_order_of_records_none() {
    let text = line("50 low=30 high=80", "0.8 low=0.7 high=0.9", "");
    assert_eq!(sampled(&text, 100, 1), sampled(&text, 100, 1));
    assert_ne!(sampled(&text, 100, 1), sampled(&text, 100, 2));
    let reversed: Vec<&str> = text.lines().rev().collect();
    let reversed = sampled(&reversed.join("\n"), 100, 1);
    assert_eq!(
        spread(&reversed).delivered,
        spread(&sampled(&text, 100, 1)).delivered
    );
}

#[test]
fn no_band_where_more_than_a_third_of_the_weight_has_no_bounds() {
    // The works gives 100 t gross of 0.5 content at a recovery of 0.8: three figures of one binding limit.
    let told = |capacity: &str, content: &str, recovery: &str| {
        let text = format!(
            "{LINE}
            figure activity:works-processing-concentrate capacity 100 basis=GROSS side=OUTPUT product=matte {capacity} year=2024
            figure product:matte content 0.5 material=nickel {content} year=2024
            figure activity:works-processing-concentrate recovery 0.8 material=nickel product=matte {recovery} year=2024"
        );
        let answer = sampled(&text, 9, 1);
        assert!((answer.upper.delivered.unwrap() - 50.0).abs() < 1e-9);
        let it = &spread(&answer).uncertainty;
        assert_eq!(it.is_recorded, spread(&answer).delivered.is_some());
        assert_eq!(it.samples, if it.is_recorded { 9 } else { 0 });
        let share = it.without_bounds_share.unwrap();
        (
            (share * 3.0).round() / 3.0,
            it.is_recorded,
            it.without_bounds.len(),
        )
    };
    let (wide, sure, likely) = ("low=90 high=120", "low=0.4 high=0.6", "low=0.7 high=0.9");
    assert_eq!(told(wide, sure, likely), (0.0, true, 0));
    assert_eq!(told("", sure, likely), (1.0 / 3.0, true, 1));
    assert_eq!(told("", "", likely), (2.0 / 3.0, false, 2));
    assert_eq!(told("", "", ""), (1.0, false, 3));
}

#[test]
fn what_nothing_bounds_has_no_band_and_work_is_bounded() {
    let answer = sampled(LINE, 9, 1);
    let it = spread(&answer);
    assert_eq!((it.delivered, it.uncertainty.is_recorded), (None, false));
    let text = line("50 low=30 high=80", "0.8 low=0.7 high=0.9", "");
    let all = sampled(&text, 100, 1);
    let none = throughput(&snapshot(&text), &with(None)).unwrap();
    let mut less = with(Some(Sampling {
        samples: 100,
        seed: 1,
    }));
    less.budget = (all.explored + none.explored) / 2;
    let cut = throughput(&snapshot(&text), &less).unwrap();
    let samples = spread(&cut).uncertainty.samples;
    assert!(cut.is_cut && samples > 0 && samples < 100, "{samples}");
    assert!(cut.explored <= less.budget);
    assert_eq!(
        spread(&cut).delivered,
        spread(&sampled(&text, samples, 1)).delivered
    );
    let none = with(Some(Sampling {
        samples: 0,
        seed: 1,
    }));
    let refused = ThroughputError::Question(QuestionError::SampleCount(0));
    assert_eq!(throughput(&snapshot(&text), &none), Err(refused));
}

/// [`LINE`] with 100 t into the works, and its recovery.
fn recovering(recovery: &str) -> ThroughputAnswer {
    let text = format!(
        "{LINE}
        figure activity:works-processing-concentrate capacity 100 material=nickel basis=CONTAINED side=INPUT product=concentrate low=90 high=110 year=2024
        {recovery}"
    );
    sampled(&text, 9, 1)
}

#[test]
fn recoveries_on_the_way_count_like_the_capacity_that_binds() {
    let told = |more: &str| {
        let answer = recovering(&format!(
            "figure activity:works-processing-concentrate recovery 0.5 material=nickel product=matte year=2024 {more}"
        ));
        assert_eq!(answer.upper.delivered, Some(50.0));
        let it = &spread(&answer).uncertainty;
        (
            answer.estimated_share,
            it.without_bounds_share,
            it.is_recorded,
        )
    };
    // Doubling either doubles the answer: each has half of the weight.
    assert_eq!(told("low=0.4 high=0.6"), (Some(0.0), Some(0.0), true));
    assert_eq!(told(""), (Some(0.0), Some(0.5), false));
    assert_eq!(
        told("low=0.4 high=0.6 confidence=ASSUMED"),
        (Some(0.5), Some(0.0), true)
    );
}

#[test]
fn no_band_where_a_recovery_on_the_way_is_not_known() {
    let answer = recovering("");
    assert_eq!(answer.upper.delivered, Some(100.0));
    assert_eq!(answer.estimated_share, Some(0.5));
    let it = spread(&answer);
    assert_eq!((it.delivered, it.uncertainty.is_recorded), (None, false));
    assert_eq!(it.uncertainty.without_bounds[0].share, None);
}
