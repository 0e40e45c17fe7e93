//! Gaps of amounts, and what closes them: by hand, and against sums over random networks.

use std::fmt::Write as _;

use crate::analysis::gaps::Gap;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::Severity;
use crate::analysis::gaps::closers::closers;
use crate::analysis::gaps::tests::answer;
use crate::analysis::gaps::tests::question;
use crate::analysis::scenario::ScenarioChange;
use crate::model::Knowledge;
use crate::network::dice::Dice;
use crate::network::search::DEFAULT_BUDGET;

/// `count` pairs of a mine that gives `given` and a works that takes `taken` t/a, each joined to the other and to one port,
/// all in Finland; recovery 1, links without bound in effect.
pub(super) fn network(count: usize, given: f64, taken: f64) -> String {
    let pairs: Vec<(f64, f64)> = vec![(given, taken); count];
    of_pairs(&pairs)
}

fn of_pairs(pairs: &[(f64, f64)]) -> String {
    let mut text = String::from(
        "material metal strategic critical
        product ore CONCENTRATE carries=metal
        product ingot INTERMEDIATE carries=metal
        region eu FI,SE
        site port HARBOUR country=FI status=OPERATING@2025
",
    );
    for (at, (given, taken)) in pairs.iter().enumerate() {
        let figure = "material=metal basis=CONTAINED year=2024";
        write!(
            text,
            "site m{at} MINE country=FI status=OPERATING@2025
            site w{at} PROCESSOR country=FI status=OPERATING@2025
            activity m{at} EXTRACTION out=ore
            activity w{at} PROCESSING in=ore out=ingot
            link a{at} m{at} w{at} ore
            link b{at} w{at} port ingot
            figure activity:m{at}-extraction-none capacity {given} {figure} side=OUTPUT product=ore
            figure activity:w{at}-processing-ore capacity {taken} {figure} side=INPUT product=ore
            figure activity:w{at}-processing-ore recovery 1 material=metal product=ingot year=2024
            figure link:a{at} capacity 100000 {figure}
            figure link:b{at} capacity 100000 {figure}
"
        )
        .unwrap();
    }
    text
}

fn of_kind(network: &str, asked: &str, kind: GapKind) -> Vec<Gap> {
    let (_, found) = answer(network, asked);
    found
        .gaps
        .into_iter()
        .filter(|it| it.kind == kind)
        .collect()
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6 * b.abs().max(1.0)
}

#[test]
fn a_stage_takes_less_than_the_one_before_gives() {
    let found = of_kind(&network(1, 100.0, 60.0), "fi", GapKind::Capacity);
    let gap = &found[0];
    assert_eq!(found.len(), 1);
    assert!(is_near(gap.shortfall_tonnes_per_year.unwrap(), 40.0));
    assert!(is_near(gap.share.unwrap(), 0.4));
    // Nobody has judged the data, so that a strategic material weighs one less.
    assert_eq!(gap.severity, Severity::Medium);
    let flip = &gap.flipped_by[0];
    assert!(is_near(flip.from.unwrap(), 60.0) && is_near(flip.to.unwrap(), 100.0));
    let judged = format!(
        "{}\ncoverage fi COMPLETE stage=PROCESSING as_of=2024",
        network(1, 100.0, 60.0)
    );
    assert_eq!(
        of_kind(&judged, "fi", GapKind::Capacity)[0].severity,
        Severity::High
    );
}

#[test]
fn a_capacity_that_is_not_known_claims_nothing() {
    let text = network(2, 100.0, 60.0);
    assert_eq!(of_kind(&text, "fi", GapKind::Capacity).len(), 1);
    let untold: Vec<&str> = text
        .lines()
        .filter(|it| !it.contains("activity:w1-processing-ore capacity"))
        .collect();
    assert!(of_kind(&untold.join("\n"), "fi", GapKind::Capacity).is_empty());
    let idle = text.replace(
        "site w1 PROCESSOR country=FI status=OPERATING",
        "site w1 PROCESSOR country=FI status=UNKNOWN",
    );
    assert!(of_kind(&idle, "fi", GapKind::Capacity).is_empty());
}

/// Sums over the pairs: what all mines give, all works take, and what is delivered with and without each site.
#[test]
fn gaps_of_amounts_are_those_of_the_sums() {
    let mut dice = Dice(7);
    let (mut short, mut critical) = (0, 0);
    for _ in 0..60 {
        let count = 1 + dice.roll(5);
        let mut amount = || 10.0 * f64::from(1 + u8::try_from(dice.roll(9)).unwrap());
        let pairs: Vec<(f64, f64)> = (0..count).map(|_| (amount(), amount())).collect();
        let text = of_pairs(&pairs);
        let given: f64 = pairs.iter().map(|it| it.0).sum();
        let taken: f64 = pairs.iter().map(|it| it.1).sum();
        let found = of_kind(&text, "fi", GapKind::Capacity);
        assert_eq!(found.len(), usize::from(given > taken), "{pairs:?}");
        for gap in &found {
            assert!(is_near(
                gap.shortfall_tonnes_per_year.unwrap(),
                given - taken
            ));
            short += 1;
        }
        let through: Vec<f64> = pairs.iter().map(|it| it.0.min(it.1)).collect();
        let all: f64 = through.iter().sum();
        let mut expected: Vec<(String, f64)> = vec![("site:port".into(), all)];
        for (at, tonnes) in through.iter().enumerate() {
            if tonnes / all > 0.25 {
                expected.push((format!("site:m{at}"), *tonnes));
                expected.push((format!("site:w{at}"), *tonnes));
            }
        }
        let mut told: Vec<(String, f64)> = of_kind(&text, "fi", GapKind::SinglePoint)
            .into_iter()
            .map(|it| (it.subject.clone(), it.shortfall_tonnes_per_year.unwrap()))
            .collect();
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        told.sort_by(|a, b| a.0.cmp(&b.0));
        let names = |it: &[(String, f64)]| it.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
        assert_eq!(names(&told), names(&expected), "{pairs:?}");
        assert!(
            told.iter().zip(&expected).all(|(a, b)| is_near(a.1, b.1)),
            "{told:?} {expected:?}"
        );
        critical += told.len();
    }
    assert!(short > 15 && critical > 200, "{short} {critical}");
}

#[test]
fn more_capacity_closes_the_gap_and_a_half_does_not() {
    let text = network(1, 100.0, 60.0);
    let (snapshot, found) = answer(&text, "fi");
    let gap = found
        .gaps
        .iter()
        .find(|it| it.kind == GapKind::Capacity)
        .unwrap();
    let told = closers(
        &snapshot,
        &Knowledge::default(),
        &question(&snapshot, "fi"),
        gap,
        DEFAULT_BUDGET,
    )
    .unwrap();
    let best = &told.found[0];
    assert!(best.closes && is_near(best.delivers.unwrap(), 40.0));
    assert!(matches!(
        best.changes.as_slice(),
        [ScenarioChange::Capacity { .. }]
    ));
    assert!(!told.is_cut && told.tried > 0);
    let poor = closers(
        &snapshot,
        &Knowledge::default(),
        &question(&snapshot, "fi"),
        gap,
        1,
    )
    .unwrap();
    assert!(poor.is_cut && poor.tried <= 1);
}

/// A planned mine and a planned works of half the size each: of a missing feed the mine alone closes it.
#[test]
fn opening_what_is_planned_closes_what_is_only_planned() {
    let text = "region eu FI,SE
        product ore CONCENTRATE carries=metal
        product ingot REFINED carries=metal
        site pit MINE country=FI status=PLANNED@2024
        site works PROCESSOR country=FI status=OPERATING@2024
        activity pit EXTRACTION out=ore
        activity works PROCESSING in=ore out=ingot
        link a pit works ore";
    let (snapshot, found) = answer(text, "fi");
    let gap = found
        .gaps
        .iter()
        .find(|it| it.kind == GapKind::PlannedOnly)
        .unwrap();
    let told = closers(
        &snapshot,
        &Knowledge::default(),
        &question(&snapshot, "fi"),
        gap,
        DEFAULT_BUDGET,
    )
    .unwrap();
    assert!(told.found[0].closes, "{told:?}");
    assert!(
        matches!(&told.found[0].changes[0], ScenarioChange::Open { what, .. } if what.slug == "pit")
    );
}

/// All ore comes from one supplier; a mine near by ships some of the same ore to a harbour, and the works makes what ends
/// there.
const SUPPLIED: &str = "region eu FI,SE
    product ore CONCENTRATE carries=metal
    product salt CHEMICAL carries=metal
    site deal EXTERNAL country=CD status=OPERATING@2025
    site works PROCESSOR country=FI at=60.0,25.0,SITE status=OPERATING@2025
    site other PROCESSOR country=FI at=60.1,25.0,SITE status=OPERATING@2025
    site port HARBOUR country=FI at=60.0,25.2,SITE status=OPERATING@2025
    activity works PROCESSING in=ore out=salt
    activity other PROCESSING in=salt out=salt
    link a deal works ore
    figure link:a capacity 100 material=metal basis=CONTAINED year=2024
    figure activity:works-processing-ore recovery 1 material=metal product=salt year=2024";

#[test]
fn a_closer_of_a_point_of_failure_delivers_although_it_is_lost() {
    let (snapshot, found) = answer(SUPPLIED, "fi");
    let is_meant = |it: &&Gap| it.kind == GapKind::SinglePoint && it.subject == "site:deal";
    let gap = found.gaps.iter().find(is_meant).unwrap();
    assert!(is_near(gap.shortfall_tonnes_per_year.unwrap(), 100.0));
    let told = closers(
        &snapshot,
        &Knowledge::default(),
        &question(&snapshot, "fi"),
        gap,
        DEFAULT_BUDGET,
    )
    .unwrap();
    // Nothing brings ore from elsewhere; what moves salt on delivers no more of it.
    assert!(told.found.is_empty(), "{:?}", told.found);
    // A planned mine with a way to the works does.
    let planned = format!(
        "{SUPPLIED}
        site pit MINE country=FI status=PLANNED@2025
        activity pit EXTRACTION out=ore
        link b pit works ore
        figure activity:pit-extraction-none capacity 500 material=metal basis=CONTAINED side=OUTPUT product=ore year=2024
        figure link:b capacity 500 material=metal basis=CONTAINED year=2024"
    );
    let (snapshot, found) = answer(&planned, "fi");
    let gap = found.gaps.iter().find(is_meant).unwrap();
    let told = closers(
        &snapshot,
        &Knowledge::default(),
        &question(&snapshot, "fi"),
        gap,
        DEFAULT_BUDGET,
    )
    .unwrap();
    let best = &told.found[0];
    // With both 600 t/a are delivered, 500 of them without the deal: a loss of 1/6 is under the quarter.
    assert!(
        best.closes && is_near(best.delivers.unwrap(), 500.0),
        "{told:?}"
    );
}
