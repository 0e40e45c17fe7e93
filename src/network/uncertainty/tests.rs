//! The generator against its published outputs, draws against the distribution they are meant to have, bands and the
//! rule of a third against numbers worked out by hand.

use super::*;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Quantity;
use crate::network::Snapshot;
use crate::network::text::snapshot;
use crate::network::uncertainty::split_mix::unit;
use crate::network::uncertainty::triangle::Triangle;

#[test]
fn the_generator_gives_the_published_numbers() {
    // The first outputs of the reference code for the seeds 0 and 1234567.
    for (seed, expected) in [
        (
            0_u64,
            [
                0xE220_A839_7B1D_CDAF,
                0x6E78_9E6A_A1B9_65F4,
                0x06C4_5D18_8009_454F,
            ],
        ),
        (
            1_234_567,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
            ],
        ),
    ] {
        let mut state = seed;
        assert_eq!([(); 3].map(|()| split_mix(&mut state)), expected);
    }
}

#[test]
fn shares_are_spread_evenly_over_samples_keys_and_seeds() {
    // Of 100 000 in ten parts, each has 10 000 give or take 5 standard deviations of 95.
    let even = |of: &dyn Fn(u32) -> f64| {
        let mut parts = [0_u32; 10];
        for at in 0..100_000 {
            let share = of(at);
            assert!((0.0..1.0).contains(&share));
            let part = (1..10_u8)
                .filter(|it| share * 10.0 >= f64::from(*it))
                .count();
            parts[part] += 1;
        }
        assert!(
            parts.iter().all(|it| it.abs_diff(10_000) < 475),
            "{parts:?}"
        );
    };
    even(&|at| unit(1, at, 7));
    even(&|at| unit(1, 0, u64::from(at)));
    even(&|at| unit(u64::from(at), 0, 7));
}

/// The cumulative function of the triangular distribution, from its definition.
fn cumulative(low: f64, value: f64, high: f64, at: f64) -> f64 {
    if at <= value {
        (at - low).powi(2) / ((high - low) * (value - low))
    } else {
        1.0 - (high - at).powi(2) / ((high - low) * (high - value))
    }
}

const ANY: (f64, f64) = (0.0, f64::MAX);

#[test]
fn draws_have_the_triangular_distribution() {
    for (low, value, high) in [
        (0.0, 0.5, 1.0),
        (80.0, 100.0, 200.0),
        (80.0, 80.0, 100.0),
        (1.0, 4.0, 4.0),
    ] {
        let triangle = Triangle::new(value, Some(low), Some(high), ANY).unwrap();
        let draws: Vec<f64> = (0..100_000)
            .map(|it| triangle.at(unit(3, it, 11)))
            .collect();
        assert!(draws.iter().all(|it| (low..=high).contains(it)));
        for part in 1..20 {
            let at = low + (high - low) * f64::from(part) / 20.0;
            let below = draws.iter().filter(|it| **it <= at).count();
            let below = f64::from(u32::try_from(below).unwrap()) / 1e5;
            let expected = cumulative(low, value, high, at);
            // 5 standard deviations of a share of 100 000 are at most 0.008.
            assert!(
                (below - expected).abs() < 0.008,
                "{below} {expected} at {at}"
            );
        }
    }
}

#[test]
fn bounds_that_leave_something_open() {
    let triangle = |value, low, high| Triangle::new(value, low, high, (0.0, 1.0));
    // From the lone bound to the value; a lone bound that is the value says nothing.
    let down = triangle(0.8, Some(0.6), None).unwrap();
    assert_eq!([down.at(0.0), down.at(1.0)], [0.6, 0.8]);
    let up = triangle(0.8, None, Some(0.9)).unwrap();
    assert_eq!([up.at(0.0), up.at(1.0)], [0.8, 0.9]);
    assert_eq!(triangle(0.8, Some(0.8), None), None);
    assert_eq!(triangle(0.8, None, Some(0.8)), None);
    assert_eq!(triangle(0.8, None, None), None);
    // Both told, and equal: certain.
    let certain = triangle(0.8, Some(0.8), Some(0.8)).unwrap();
    assert_eq!(
        [certain.at(0.0), certain.at(0.4), certain.at(1.0)],
        [0.8; 3]
    );
    // A value outside its bounds, and a bound outside of what can be.
    let outside = triangle(0.5, Some(0.6), Some(0.7)).unwrap();
    assert_eq!([outside.at(0.0), outside.at(1.0)], [0.5, 0.7]);
    let beyond = triangle(0.9, Some(-1.0), Some(1.2)).unwrap();
    assert_eq!([beyond.at(0.0), beyond.at(1.0)], [0.0, 1.0]);
}

#[test]
fn a_band_holds_numbers_that_were_drawn() {
    let band = |samples: &[f64]| Interval::of(samples.to_vec()).map(|it| [it.p05, it.p50, it.p95]);
    assert_eq!(band(&[]), None);
    assert_eq!(band(&[3.0]), Some([3.0; 3]));
    assert_eq!(band(&[4.0, 1.0, 2.0, 3.0]), Some([1.0, 2.0, 4.0]));
    // Nearest rank of 1 to 100 is the number itself, whatever their order.
    let hundred: Vec<f64> = (0..100).map(|it| f64::from(it * 37 % 100 + 1)).collect();
    assert_eq!(band(&hundred), Some([5.0, 50.0, 95.0]));
}

const FIGURES: &str = "site a MINE
    site b MINE
    site c MINE
    figure site:a production 100 low=80 high=120 year=2020
    figure site:b production 100 year=2020
    figure site:c production 0 low=0 high=10 year=2020";

/// The draws of a figure of each site in an order, as factors by site.
fn factors(snapshot: &Snapshot, sites: &[&str], sampling: Sampling, sample: u32) -> Vec<f64> {
    let registry = snapshot.registry();
    let mut draws = Draws::new(registry, sampling);
    let numbers: Vec<u32> = sites
        .iter()
        .map(|site| draws.figure(figure(snapshot, site)))
        .collect();
    let factors = draws.draw(sample);
    numbers.iter().map(|it| factors[*it as usize]).collect()
}

fn figure(snapshot: &Snapshot, site: &str) -> crate::model::Row {
    let registry = snapshot.registry();
    let site = registry.find(&Id::new(Kind::Site, site)).unwrap();
    registry.figures(site, Quantity::Production)[0]
}

#[test]
fn a_figure_is_drawn_once_and_its_draw_hangs_on_nothing_else() {
    let snapshot = snapshot(FIGURES);
    let sampling = Sampling {
        samples: 9,
        seed: 1,
    };
    let alone = factors(&snapshot, &["a"], sampling, 4);
    assert_ne!(alone[0], 1.0);
    assert_eq!(factors(&snapshot, &["a", "a"], sampling, 4), [alone[0]; 2]);
    let among = factors(&snapshot, &["c", "b", "a"], sampling, 4);
    // Neither what has no bounds nor what is 0 is moved.
    assert_eq!(among, [1.0, 1.0, alone[0]]);
    assert_ne!(factors(&snapshot, &["a"], sampling, 5), alone);
    let other = Sampling {
        seed: 2,
        ..sampling
    };
    assert_ne!(factors(&snapshot, &["a"], other, 4), alone);
    // Records in another order have other rows, and the same draws.
    let lines: Vec<&str> = FIGURES.lines().rev().collect();
    let reversed = crate::network::text::snapshot(&lines.join("\n"));
    assert_eq!(factors(&reversed, &["a"], sampling, 4), alone);
}

#[test]
fn a_third_without_bounds_is_the_most_there_may_be() {
    let snapshot = snapshot(FIGURES);
    let registry = snapshot.registry();
    let sampling = Sampling {
        samples: 9,
        seed: 1,
    };
    let mut draws = Draws::new(registry, sampling);
    let [a, b] = ["a", "b"].map(|it| draws.figure(figure(&snapshot, it)));
    // `a` has bounds, `b` has none. 2 of 3, 2 of 3.01 and so on of the weight are `a`'s.
    let told = |parts: &[(f64, &[u32])]| {
        let mut rests = Rests::default();
        parts
            .iter()
            .for_each(|(weight, by)| rests.add(&draws, *weight, by));
        let it = rests.told(registry, &draws, sampling, 9);
        let named = it.without_bounds.iter().map(|it| it.share.unwrap());
        (
            it.is_recorded,
            it.without_bounds_share,
            named.collect::<Vec<f64>>(),
        )
    };
    assert_eq!(told(&[]), (true, None, vec![]));
    assert_eq!(told(&[(5.0, &[a])]), (true, Some(0.0), vec![]));
    assert_eq!(
        told(&[(2.0, &[a]), (1.0, &[b])]),
        (true, Some(1.0 / 3.0), vec![1.0 / 3.0])
    );
    assert!(!told(&[(2.0, &[a]), (1.001, &[b])]).0);
    assert!(told(&[(2.0, &[a]), (0.999, &[b])]).0);
    // A part that follows from both is halved; one that follows from nothing drawn has bounds of its own.
    assert_eq!(told(&[(2.0, &[a, b])]), (false, Some(0.5), vec![0.5]));
    assert_eq!(
        told(&[(2.0, &[a, b]), (2.0, &[])]),
        (true, Some(0.25), vec![0.25])
    );
    let mut rests = Rests::default();
    rests.add(&draws, 1.0, &[a]);
    rests.add_unknown(figure(&snapshot, "b"));
    assert!(!rests.is_recorded());
}
