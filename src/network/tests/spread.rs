//! Bands of paths: against the same question asked of networks whose figures hold the draws, and by hand.

use super::*;
use crate::model::Quantity;
use crate::network::dice::Dice;
use crate::network::paths::PathSpread;
use crate::network::paths::QuestionError;
use crate::network::paths::path_exists;
use crate::network::uncertainty::Draws;
use crate::network::uncertainty::Interval;

/// A figure line that is drawn: its words before and after the value, and the value.
struct Told {
    subject: String,
    quantity: &'static str,
    value: f64,
    rest: String,
}

impl Told {
    fn line(&self, value: f64) -> String {
        let Self {
            subject,
            quantity,
            rest,
            ..
        } = self;
        format!("figure {subject} {quantity} {value} {rest}\n")
    }
}

/// Random links with distances, and works with recoveries, all with bounds; and a rate of roads.
fn random(dice: &mut Dice) -> (String, Vec<Told>) {
    let mut lines = "product ore ORE carries=tin\nsite s0 MINE country=FI\n".to_owned();
    let mut told = vec![Told {
        subject: "mode:road".into(),
        quantity: "emission-rate",
        value: 80.0,
        rest: "low=50 high=130 definition=road-artic33-avg-uk year=2020".into(),
    }];
    for at in 1..5 {
        let (input, output) = match at {
            1 | 2 => ("ore", "metal"),
            _ => ("metal", "part"),
        };
        writeln!(lines, "site s{at} PROCESSOR country=FI").unwrap();
        writeln!(lines, "activity s{at} PROCESSING in={input} out={output}").unwrap();
        told.push(Told {
            subject: format!("activity:s{at}-processing-{input}"),
            quantity: "recovery",
            value: 0.6 + f64::from(dice.number(30)) / 100.0,
            rest: "material=tin low=0.4 high=0.95 year=2020".into(),
        });
    }
    lines += "product metal INTERMEDIATE carries=tin\nproduct part REFINED carries=tin\n";
    lines += "site port HARBOUR country=FI\n";
    let ways = [
        ("s0", "s1", "ore"),
        ("s0", "s2", "ore"),
        ("s1", "s3", "metal"),
        ("s1", "s4", "metal"),
        ("s2", "s3", "metal"),
        ("s2", "s4", "metal"),
        ("s3", "port", "part"),
        ("s4", "port", "part"),
    ];
    for (number, (from, to, product)) in ways.into_iter().enumerate() {
        for twin in 0..=dice.roll(2) {
            writeln!(
                lines,
                "link l{number}-{twin} {from} {to} {product} mode=ROAD"
            )
            .unwrap();
            let km = f64::from(100 + dice.number(100));
            let (low, high) = (
                km - f64::from(dice.number(90)),
                km + f64::from(dice.number(90)),
            );
            told.push(Told {
                subject: format!("link:l{number}-{twin}"),
                quantity: "distance",
                value: km,
                rest: format!("low={low} high={high} year=2020"),
            });
        }
    }
    (lines, told)
}

fn text(lines: &str, told: &[Told], values: &[f64]) -> String {
    let figures = told.iter().zip(values).map(|(it, value)| it.line(*value));
    format!("{lines}{}", figures.collect::<String>())
}

const SAMPLES: u32 = 25;

#[test]
fn bands_are_those_of_the_same_question_asked_of_drawn_networks() {
    let mut dice = Dice(5);
    let mut changed = 0;
    for round in 0..4 {
        let (lines, told) = random(&mut dice);
        let values: Vec<f64> = told.iter().map(|it| it.value).collect();
        let base = snapshot(&text(&lines, &told, &values));
        let registry = base.registry();
        for metric in ["DISTANCE", "EMISSIONS", "LOSS", "STEPS"] {
            let asked = format!("s0 port tin k=200 metric={metric}");
            let sampled = question(&format!("{asked} samples={SAMPLES} seed={round}"));
            let mut draws = Draws::new(registry, sampled.sampling.unwrap());
            let numbers: Vec<u32> = told
                .iter()
                .map(|it| {
                    let subject = match it.subject.as_str() {
                        "mode:road" => registry.mode(Mode::Road),
                        id => registry.find(&Id::parse(id).unwrap()).unwrap(),
                    };
                    let quantity = Quantity::from_code(it.quantity).unwrap();
                    draws.figure(registry.figures(subject, quantity)[0])
                })
                .collect();
            let mut totals: BTreeMap<String, [Vec<f64>; 4]> = BTreeMap::new();
            let mut firsts: BTreeMap<String, u32> = BTreeMap::new();
            for sample in 0..SAMPLES {
                let factors = draws.draw(sample);
                let drawn = values.iter().zip(&numbers);
                let drawn: Vec<f64> = drawn.map(|(it, at)| it * factors[*at as usize]).collect();
                let drawn = snapshot(&text(&lines, &told, &drawn));
                let answer = paths(&drawn, &question(&asked)).unwrap();
                *firsts.entry(answer.paths[0].id.clone()).or_default() += 1;
                for path in answer.paths {
                    let numbers = totals.entry(path.id).or_default();
                    numbers[0].push(path.total.unwrap());
                    numbers[1].push(path.distance_km);
                    numbers[2].push(path.emissions_kg_per_tonne.unwrap());
                    numbers[3].push(path.recovery.unwrap());
                }
            }
            let answer = paths(&base, &sampled).unwrap();
            let uncertainty = answer.uncertainty.unwrap();
            assert!(uncertainty.is_recorded && uncertainty.samples == SAMPLES);
            assert_eq!(answer.paths.len(), totals.len());
            for path in &answer.paths {
                let spread = path.spread.unwrap();
                let [total, km, kg, recovery] = totals.remove(&path.id).unwrap();
                for (band, drawn) in [
                    (spread.total, total),
                    (spread.distance_km, km),
                    (spread.emissions_kg_per_tonne, kg),
                    (spread.recovery, recovery),
                ] {
                    let (band, expected) = (band.unwrap(), Interval::of(drawn).unwrap());
                    for (a, b) in bounds(band).into_iter().zip(bounds(expected)) {
                        // Five legs, each rounded to a metre and a gram.
                        assert!((a - b).abs() < 0.006, "{band:?} {expected:?}");
                    }
                }
                let first = f64::from(firsts.get(&path.id).copied().unwrap_or(0));
                assert_eq!(spread.first_share, Some(first / f64::from(SAMPLES)));
            }
            changed += usize::from(firsts.len() > 1);
        }
    }
    assert!(
        changed > 10,
        "another path came first in {changed} questions"
    );
}

fn bounds(band: Interval) -> [f64; 3] {
    [band.p05, band.p50, band.p95]
}

const TWO: &str = "product ore ORE carries=nickel
    site mine MINE country=FI
    site yard PROCESSOR country=FI
    site port HARBOUR country=FI
    link a mine yard ore mode=ROAD
    link b yard port ore mode=ROAD
    link c mine port ore mode=ROAD";

/// Bands of the paths of [`TWO`], by rank, with figures of its links.
fn two(figures: &str, asked: &str) -> (PathAnswer, Vec<PathSpread>) {
    let snapshot = snapshot(&format!("{TWO}\n{figures}"));
    let answer = paths(
        &snapshot,
        &question(&format!("mine port nickel k=9 {asked}")),
    )
    .unwrap();
    let spreads = answer.paths.iter().map(|it| it.spread.unwrap()).collect();
    (answer, spreads)
}

#[test]
fn bounds_without_room_give_the_answer_itself() {
    let certain = "figure link:a distance 10.4 low=10.4 high=10.4 year=2020
        figure link:b distance 20.7 low=20.7 high=20.7 year=2020
        figure link:c distance 40 low=40 high=40 year=2020";
    let (answer, spreads) = two(certain, "samples=50");
    for (path, spread) in answer.paths.iter().zip(spreads) {
        let km = Interval {
            p05: path.distance_km,
            p50: path.distance_km,
            p95: path.distance_km,
        };
        assert_eq!((spread.total, spread.distance_km), (Some(km), Some(km)));
        assert_eq!(spread.first_share, Some(f64::from(2 - path.rank.min(2))));
    }
}

#[test]
fn a_band_by_hand() {
    // One leg of 80 to 120 km, most likely 100: the 5th hundredth of a triangle is low + √(0.05 · 40 · 20) = 86.32,
    // the 95th 113.68.
    let one = "figure link:c distance 100 low=80 high=120 year=2020";
    let (answer, spreads) = two(one, "samples=10000");
    assert_eq!(answer.paths[0].total, Some(100.0));
    for (found, expected) in bounds(spreads[0].total.unwrap())
        .iter()
        .zip([86.32, 100.0, 113.68])
    {
        assert!((found - expected).abs() < 0.5, "{found} {expected}");
    }
    assert_eq!(
        spreads[0].first_share,
        Some(1.0),
        "the other is of unknown length"
    );
    assert_eq!((spreads[1].total, spreads[1].first_share), (None, None));
    // 100 against 90 to 130 km evenly around 110: it is shorter where the triangle is below 100, in 1/8 of the draws.
    let other = "figure link:c distance 100 low=100 high=100 year=2020
        figure link:a distance 60 low=40 high=80 year=2020
        figure link:b distance 50 low=50 high=50 year=2020";
    let (_, spreads) = two(other, "samples=10000");
    let expected = 100.0 / 800.0;
    assert!(
        (spreads[1].first_share.unwrap() - expected).abs() < 0.02,
        "{spreads:?}"
    );
}

#[test]
fn the_same_seed_gives_the_same_answer_and_another_one_another() {
    let figures = "figure link:a distance 10 low=8 high=14 year=2020
        figure link:b distance 20 low=18 high=30 year=2020
        figure link:c distance 33 low=20 high=40 year=2020";
    let (one, other) = (two(figures, "seed=7"), two(figures, "seed=7"));
    assert_eq!(one, other);
    assert_ne!(one.1, two(figures, "seed=8").1);
    assert_ne!(one.1, two(figures, "seed=7 samples=201").1);
    // The order of records, and how many paths are asked for, change no draw.
    let all = format!("{TWO}\n{figures}");
    let reversed: Vec<&str> = all.lines().rev().collect();
    let reversed = snapshot(&reversed.join("\n"));
    let asked = |k: u32| question(&format!("mine port nickel k={k} seed=7"));
    let answer = paths(&reversed, &asked(9)).unwrap();
    let spreads: Vec<PathSpread> = answer.paths.iter().map(|it| it.spread.unwrap()).collect();
    assert_eq!(spreads, one.1);
    let first = paths(&reversed, &asked(1)).unwrap();
    assert_eq!(first.paths[0].spread.unwrap().total, one.1[0].total);
}

#[test]
fn no_band_where_more_than_a_third_has_no_bounds() {
    // Of 10 + 20 km and 30 km, a third, or a bit more, has no bounds.
    let with = |a: &str, c: &str| {
        let figures = format!(
            "figure link:a distance {a} year=2020
            figure link:b distance 20 low=18 high=30 year=2020
            figure link:c distance {c} year=2020"
        );
        two(&figures, "samples=9")
    };
    let (answer, spreads) = with("10", "30 low=29 high=31");
    let it = answer.uncertainty.unwrap();
    assert_eq!(
        (it.is_recorded, it.without_bounds_share),
        (true, Some(10.0 / 60.0))
    );
    assert!(spreads.iter().all(|it| it.total.is_some()));
    // The path over `a` has too little of its own; the answer as a whole has enough.
    let (answer, spreads) = with("10.1", "30 low=29 high=31");
    assert!(answer.uncertainty.unwrap().is_recorded);
    let shown: Vec<bool> = spreads.iter().map(|it| it.total.is_some()).collect();
    assert_eq!(shown, [true, false]);
    assert!(spreads.iter().all(|it| it.first_share.is_some()));
    // Neither has where `c` has no bounds.
    let (answer, spreads) = with("10", "30");
    let it = answer.uncertainty.unwrap();
    assert_eq!((it.is_recorded, it.samples), (false, 9));
    let shares: Vec<Option<f64>> = it.without_bounds.iter().map(|it| it.share).collect();
    assert_eq!(shares, [Some(0.5), Some(10.0 / 60.0)]);
    assert!(
        spreads
            .iter()
            .all(|it| it.total.is_none() && it.first_share.is_none())
    );
    // What has bounds of its own keeps its band: the path over `a` and `b`, at just a third.
    assert_eq!(
        spreads.iter().filter(|it| it.distance_km.is_some()).count(),
        1
    );
}

#[test]
fn a_recovery_taken_as_one_has_no_band() {
    let lines = "product ore ORE carries=tin
        product metal REFINED carries=tin
        site mine MINE country=FI
        site works PROCESSOR country=FI
        site port HARBOUR country=FI
        activity works PROCESSING in=ore out=metal
        link a mine works ore mode=ROAD km=1
        link b works port metal mode=ROAD km=1";
    let told = |figures: &str| {
        let snapshot = snapshot(&format!("{lines}\n{figures}"));
        let answer = paths(&snapshot, &question("mine port tin metric=LOSS samples=9")).unwrap();
        let it = answer.uncertainty.unwrap();
        let slugs = it.without_bounds.iter();
        let slugs = slugs.map(|it| (snapshot.registry().id(it.record).kind, it.share));
        let spread = answer.paths[0].spread.unwrap();
        (
            it.is_recorded,
            slugs.collect(),
            spread.total.is_some(),
            spread.recovery.is_some(),
        )
    };
    let activity = vec![(Kind::Activity, None)];
    assert_eq!(told(""), (false, activity, false, false));
    let recovery = "figure activity:works-processing-ore recovery 0.9 material=tin year=2020";
    let figure = vec![(Kind::Figure, Some(1.0))];
    assert_eq!(told(recovery), (false, figure, false, false));
    assert_eq!(
        told(&format!("{recovery} low=0.8")),
        (true, vec![], true, true)
    );
}

#[test]
fn an_estimated_length_is_drawn_between_its_bounds_and_one_factor_moves_all() {
    let lines = "product ore ORE carries=nickel
        site mine MINE country=FI at=65.0,25.0,SITE
        site yard TERMINAL country=FI at=65.0,27.0,SITE
        site port HARBOUR country=FI at=65.0,29.0,SITE
        link a mine yard ore mode=ROAD
        link b yard port ore mode=ROAD
        figure mode:road detour-factor 1.25 low=1.1 high=1.6 definition=road-fi-all year=2025";
    let snapshot = snapshot(lines);
    let asked = question("mine port nickel samples=4000");
    let answer = paths(&snapshot, &asked).unwrap();
    let path = &answer.paths[0];
    let notes: Vec<_> = path.steps.iter().filter_map(|it| it.via.as_ref()).collect();
    let notes = notes.iter().flat_map(|it| &it.notes);
    let estimates: Vec<_> = notes
        .filter(|it| it.code == AssumptionCode::DistanceEstimated)
        .collect();
    assert_eq!(estimates.len(), 2);
    let low: f64 = estimates.iter().map(|it| it.compared_with.unwrap()).sum();
    let high: f64 = estimates.iter().map(|it| it.high.unwrap()).sum();
    let [p05, _, p95] = bounds(path.spread.unwrap().total.unwrap());
    assert!(low < p05 && p95 < high);
    // The factor alone, the same for both legs, would make it 1.1 + √(0.05 · 0.5 · 0.15) to 1.6 − √(0.05 · 0.5 · 0.35)
    // times the circles: 1.161 to 1.506. Drawn for each leg it would be narrower; the positions of 2 km each, on circles
    // of 94 km, hardly widen it.
    let circles = path.distance_km / 1.25;
    assert!((p05 / circles - 1.161).abs() < 0.01, "{}", p05 / circles);
    assert!((p95 / circles - 1.506).abs() < 0.01, "{}", p95 / circles);
    assert_eq!(answer.estimated_share, Some(1.0));
}

#[test]
fn how_much_is_estimated_is_told_by_the_weight_of_arcs() {
    let figures = "figure link:a distance 10 year=2020
        figure link:b distance 20 confidence=ESTIMATED year=2020
        figure link:c distance 70 confidence=ASSUMED year=2020";
    let snapshot = snapshot(&format!("{TWO}\n{figures}"));
    let share = |asked: &str| {
        let answer = paths(&snapshot, &question(&format!("mine port nickel {asked}"))).unwrap();
        assert_eq!(answer.uncertainty, None);
        answer.estimated_share
    };
    assert_eq!(share("k=1"), Some(20.0 / 30.0));
    assert_eq!(share("k=2"), Some(90.0 / 100.0));
    // Steps are counted, and these are reported; nothing is known of emissions.
    assert_eq!(share("metric=STEPS"), Some(0.0));
    assert_eq!(share("metric=EMISSIONS"), None);
}

#[test]
fn samples_are_bounded_by_number_and_by_work() {
    let figures = "figure link:c distance 33 low=20 high=40 year=2020";
    let all = snapshot(&format!("{TWO}\n{figures}"));
    for (samples, is_right) in [(0, false), (1, true), (10_000, true), (10_001, false)] {
        let asked = question(&format!("mine port nickel samples={samples}"));
        let answer = paths(&all, &asked);
        match is_right {
            true => assert_eq!(answer.unwrap().uncertainty.unwrap().samples, samples),
            false => assert_eq!(answer, Err(QuestionError::SampleCount(samples))),
        }
    }
    let mut asked = question("mine port nickel samples=1000");
    let whole = paths(&all, &asked).unwrap();
    let searched = whole.completeness.explored;
    // Two paths, of 1 and 2 arcs and 5 numbers each; 3 arcs; 1 figure: 17 units a sample.
    asked.budget = searched + 17 * 30 + 16;
    let cut = paths(&all, &asked).unwrap();
    assert_eq!(cut.uncertainty.unwrap().samples, 30);
    asked.sampling = Some(Sampling {
        samples: 30,
        seed: 1,
    });
    asked.budget = whole.completeness.explored + 10_000;
    let few = paths(&all, &asked).unwrap();
    assert_eq!(cut.paths, few.paths);
    let is_there = path_exists(&all, &question("mine port nickel samples=9"));
    assert_eq!(is_there, Err(QuestionError::NothingToSample));
}
