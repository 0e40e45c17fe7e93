//! Laws on random figures, and verdicts against a brute force that tries the values within all bounds.

use proptest::prelude::*;

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::tests::of;
use crate::analysis::benchmarks::verdict::at_least;
use crate::analysis::benchmarks::verdict::at_most;

/// A figure: value or bounds, out of few numbers so that ties are met.
fn amount() -> impl Strategy<Value = (Option<u32>, Option<u32>)> {
    let number = 1_u32..12;
    prop_oneof![
        number.clone().prop_map(|it| (Some(it), Some(it))),
        (number.clone(), 0_u32..6).prop_map(|(low, more)| (Some(low), Some(low + more))),
        number.clone().prop_map(|it| (Some(it), None)),
        number.prop_map(|it| (None, Some(it))),
        Just((Some(0), Some(0))),
    ]
}

/// Quarters that an amount may be; an open end goes far beyond the others.
fn values((low, high): (Option<u32>, Option<u32>)) -> Vec<f64> {
    let far = [1e-6, 1e3, 1e6];
    let all = (low.unwrap_or(0) * 4)..=(high.unwrap_or(low.unwrap_or(0) + 20) * 4);
    let quarters = all.map(|it| f64::from(it) / 4.0);
    let is_open = |it: &f64| (low.is_none() && *it < 1.0) || (high.is_none() && *it > 1.0);
    quarters.chain(far.into_iter().filter(is_open)).collect()
}

/// What is possible: that so much is enough, that it is not.
fn possible(
    of: (Option<u32>, Option<u32>),
    consumption: (Option<u32>, Option<u32>),
    is_enough: impl Fn(f64, f64) -> bool,
) -> (bool, bool) {
    let (mut yes, mut no) = (false, false);
    for value in values(of) {
        for consumed in values(consumption).into_iter().filter(|it| *it > 0.0) {
            if is_enough(value, consumed) {
                yes = true;
            } else {
                no = true;
            }
        }
    }
    (yes, no)
}

fn word(possible: (bool, bool), is_open: bool) -> &'static str {
    match possible {
        (true, false) => "MET",
        (false, true) => "MISSED",
        (false, false) => "UNKNOWN",
        _ if is_open => "UNKNOWN",
        _ => "DEPENDS_ON_FIGURE",
    }
}

fn float((low, high): (Option<u32>, Option<u32>)) -> (Option<f64>, Option<f64>) {
    (low.map(f64::from), high.map(f64::from))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_verdict_is_what_all_values_say(of in amount(), consumption in amount()) {
        let is_open = [of.0, of.1, consumption.0, consumption.1].iter().any(Option::is_none);
        // 40 % and 65 % in whole numbers, so that the brute force knows no rounding.
        let enough = possible(of, consumption, |it, consumed| it * 100.0 >= 40.0 * consumed);
        let found = at_least(float(of), float(consumption), 0.4);
        prop_assert_eq!(found.code(), word(enough, is_open));
        let allowed = possible(of, consumption, |it, consumed| it * 100.0 <= 65.0 * consumed);
        let found = at_most(float(of), float(consumption), 0.65);
        prop_assert_eq!(found.code(), word(allowed, is_open));
    }
}

/// Figures and sites: consumption, stated totals, production, capacities of plants that all sell.
#[derive(Clone, Debug)]
struct Case {
    consumption: Vec<u32>,
    stated: Vec<u32>,
    production: Vec<u32>,
    plants: Vec<u32>,
    is_complete: bool,
}

fn case() -> impl Strategy<Value = Case> {
    let numbers = |most| proptest::collection::vec(1_u32..60, 0..most);
    (
        numbers(3),
        numbers(2),
        numbers(2),
        numbers(3),
        any::<bool>(),
    )
        .prop_map(
            |(consumption, stated, production, plants, is_complete)| Case {
                consumption,
                stated,
                production,
                plants,
                is_complete,
            },
        )
}

impl Case {
    fn lines(&self, factor: u32) -> Vec<String> {
        let mut lines = vec![
            "product concentrate CONCENTRATE carries=nickel".to_owned(),
            "product metal REFINED carries=nickel".to_owned(),
        ];
        let mut figures = |quantity: &str, numbers: &[u32]| {
            for (at, number) in numbers.iter().enumerate() {
                lines.push(format!(
                    "figure region:eu {quantity} {} definition=d{at} material=nickel basis=CONTAINED year=2024",
                    number * factor
                ));
            }
        };
        figures("consumption", &self.consumption);
        for (quantity, numbers) in [("capacity", &self.stated), ("production", &self.production)] {
            for (at, number) in numbers.iter().enumerate() {
                lines.push(format!(
                    "figure region:eu {quantity} {} definition=d{at} stage=PROCESSING material=nickel basis=CONTAINED year=2024",
                    number * factor
                ));
            }
        }
        for (at, number) in self.plants.iter().enumerate() {
            lines.push(format!(
                "site p{at} PROCESSOR country=FI status=OPERATING@2024"
            ));
            lines.push(format!(
                "activity p{at} PROCESSING in=concentrate out=metal"
            ));
            let activity = format!("activity:p{at}-processing-concentrate");
            lines.push(format!("figure {activity} capacity {} side=OUTPUT product=metal material=nickel basis=CONTAINED year=2024", number * factor));
            lines.push(format!(
                "figure {activity} recovery 1 product=metal material=nickel year=2024"
            ));
        }
        if self.is_complete {
            lines.push("coverage eu COMPLETE as_of=2024".to_owned());
        }
        lines
    }

    fn status(&self, factor: u32) -> &'static str {
        status(&self.lines(factor))
    }

    /// The rule in words, over whole numbers: which capacities decide, and what all pairs say.
    fn expected(&self) -> &'static str {
        let sites: u32 = self.plants.iter().sum();
        let has_sites = !self.plants.is_empty() || self.is_complete;
        let enough = |capacity: u32, consumed: u32| capacity * 100 >= 40 * consumed;
        let of_point = |capacity: u32, consumed: u32| {
            if enough(capacity, consumed) {
                "MET"
            } else {
                "MISSED"
            }
        };
        let mut verdicts: Vec<&str> = Vec::new();
        for consumed in self.consumption.iter().copied() {
            if !self.stated.is_empty() {
                verdicts.extend(self.stated.iter().map(|it| of_point(*it, consumed)));
                if has_sites && self.stated.iter().any(|it| *it < sites) {
                    verdicts.push(of_point(sites, consumed));
                }
            } else if has_sites && self.is_complete {
                verdicts.push(of_point(sites, consumed));
            } else if has_sites && self.production.is_empty() {
                verdicts.push(if enough(sites, consumed) {
                    "MET"
                } else {
                    "UNKNOWN"
                });
            } else {
                // Production stands in unless sites show more; then these alone are a lower bound.
                let stands_in = || {
                    self.production
                        .iter()
                        .filter(|it| !has_sites || **it >= sites)
                };
                let suffices = self.consumption.iter().all(|it| enough(sites, *it));
                if stands_in().next().is_none() || (has_sites && suffices) {
                    verdicts.push(if enough(sites, consumed) {
                        "MET"
                    } else {
                        "UNKNOWN"
                    });
                } else {
                    verdicts.extend(stands_in().map(|it| of_point(*it, consumed)));
                }
            }
        }
        match verdicts.first() {
            None => "UNKNOWN",
            Some(first) if verdicts.iter().all(|it| it == first) => first,
            Some(_) => "DEPENDS_ON_FIGURE",
        }
    }
}

fn status(lines: &[String]) -> &'static str {
    of(&lines.join("\n"), "eu", Benchmark::Processing)
        .1
        .status
        .code()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_status_is_that_of_the_rule(case in case()) {
        prop_assert_eq!(case.status(1), case.expected(), "{:#?}", case.lines(1));
    }

    #[test]
    fn scaling_and_order_change_nothing(case in case(), seed in any::<u64>()) {
        prop_assert_eq!(case.status(1), case.status(7));
        let mut lines = case.lines(1);
        let length = lines.len() as u64;
        for at in 0..lines.len() {
            let other = usize::try_from((seed >> (at % 60)) % length).unwrap();
            lines.swap(at, other);
        }
        prop_assert_eq!(case.status(1), status(&lines));
    }

    #[test]
    fn more_capacity_never_turns_it_to_missed(case in case(), more in 1_u32..40, which in any::<prop::sample::Index>()) {
        let mut richer = case.clone();
        let (stated, production) = (case.stated.len(), case.production.len());
        let all = stated + production + case.plants.len();
        if all > 0 {
            match which.index(all) {
                at if at < stated => richer.stated[at] += more,
                at if at < stated + production => richer.production[at - stated] += more,
                at => richer.plants[at - stated - production] += more,
            }
        }
        let (before, after) = (case.status(1), richer.status(1));
        prop_assert!(!(before == "MET" && after != "MET"), "{before} {after}");
        prop_assert!(!(before == "DEPENDS_ON_FIGURE" && after == "MISSED"), "{before} {after}");
    }
}
