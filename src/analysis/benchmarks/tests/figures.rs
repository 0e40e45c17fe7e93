//! Figures of the region against figures of consumption.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::CapacityBasis;
use crate::analysis::benchmarks::UnusedReason;
use crate::analysis::benchmarks::tests::answer;
use crate::analysis::benchmarks::tests::check;
use crate::analysis::benchmarks::tests::of;
use crate::analysis::benchmarks::tests::told;
use crate::analysis::benchmarks::tests::told_for;
use crate::network::chain::AssumptionCode;

/// A figure of nickel of the Union.
macro_rules! eu {
    ($quantity:literal, $rest:literal) => {
        concat!(
            "figure region:eu ",
            $quantity,
            " ",
            $rest,
            " material=nickel basis=CONTAINED\n"
        )
    };
}

#[test]
fn a_stated_capacity_meets_the_threshold_exactly() {
    // 10 of 100 t is the 10 % of extraction; 9.99 is less.
    let consumed = eu!("consumption", "100 year=2024");
    for (capacity, expected) in [
        ("10", "MET 10 STATED"),
        ("9.99", "MISSED 9.99 STATED"),
        ("0", "MISSED 0 STATED"),
    ] {
        let stated = format!(
            "figure region:eu capacity {capacity} stage=EXTRACTION material=nickel basis=CONTAINED year=2024"
        );
        let network = format!("{consumed}{stated}");
        assert_eq!(told(&network, Benchmark::Extraction), expected);
    }
    // Three tenths are no third of anything binary: 0.1 of 3 t is 0.30000000000000004 t.
    let network = concat!(
        eu!("consumption", "3 year=2024"),
        eu!("capacity", "0.3 stage=EXTRACTION year=2024"),
    );
    assert_eq!(told(network, Benchmark::Extraction), "MET 0.3 STATED");
}

#[test]
fn what_is_consumed_decides_and_nothing_is_no_part_of_nothing() {
    check(
        Benchmark::Processing,
        &[
            // No consumption on record; nothing on record at all; a consumption of nothing.
            (
                eu!("capacity", "50 stage=PROCESSING year=2024"),
                "UNKNOWN 50 STATED",
            ),
            (eu!("consumption", "100 year=2024"), "UNKNOWN"),
            (
                concat!(
                    eu!("consumption", "0 year=2024"),
                    eu!("capacity", "50 stage=PROCESSING year=2024")
                ),
                "UNKNOWN 50 STATED",
            ),
            // Of two figures of different definition each counts: 50 of 100 meets 40 %, 50 of 200 does not.
            (
                concat!(
                    eu!("consumption", "100 definition=a year=2024"),
                    eu!("consumption", "200 definition=b year=2024"),
                    eu!("capacity", "50 stage=PROCESSING year=2024")
                ),
                "DEPENDS_ON_FIGURE 50 STATED",
            ),
            (
                concat!(
                    eu!("consumption", "100 definition=a year=2024"),
                    eu!("consumption", "120 definition=b year=2024"),
                    eu!("capacity", "50 stage=PROCESSING year=2024")
                ),
                "MET 50 STATED",
            ),
            // Of one definition the latest counts.
            (
                concat!(
                    eu!("consumption", "100 year=2020"),
                    eu!("consumption", "200 year=2024"),
                    eu!("consumption", "50 year=2026"),
                    eu!("capacity", "50 stage=PROCESSING year=2024")
                ),
                "MISSED 50 STATED",
            ),
        ],
    );
}

#[test]
fn ranges_leave_open_what_they_leave_open() {
    let with = |consumption: &str, expected: &str| {
        let network = format!(
            "figure region:eu consumption {consumption} material=nickel basis=CONTAINED year=2024\n{}",
            eu!("capacity", "50 stage=PROCESSING year=2024")
        );
        assert_eq!(
            told(&network, Benchmark::Processing),
            expected,
            "{consumption}"
        );
    };
    // 40 % are reached up to 125 t of consumption.
    with("? low=100 high=125", "MET 50 STATED");
    with("? low=100 high=126", "DEPENDS_ON_FIGURE 50 STATED");
    with("? low=126 high=200", "MISSED 50 STATED");
    with("? low=126", "MISSED 50 STATED");
    with("126 low=126", "MISSED 50 STATED");
    with("100 low=100", "UNKNOWN 50 STATED");
    with("? high=125", "MET 50 STATED");
    with("? high=126", "UNKNOWN 50 STATED");
    with("126 low=100 high=200", "MISSED 50 STATED");
}

#[test]
fn production_stands_in_and_says_so() {
    let consumed = eu!("consumption", "100 year=2024");
    let cases = [
        // 40 t are the 40 %.
        (
            eu!("production", "40 stage=PROCESSING year=2021"),
            "MET 40 PRODUCTION",
        ),
        (
            eu!("production", "39 stage=PROCESSING year=2021"),
            "MISSED 39 PRODUCTION",
        ),
        // A zero that a source states is one.
        (
            eu!("production", "0 stage=PROCESSING year=2024"),
            "MISSED 0 PRODUCTION",
        ),
        (
            "figure region:eu production 0 stage=PROCESSING material=nickel basis=GROSS product=ore year=2024",
            "MISSED 0 PRODUCTION",
        ),
        // Production of another stage tells nothing of this one.
        (
            eu!("production", "90 stage=EXTRACTION year=2021"),
            "UNKNOWN",
        ),
    ];
    for (line, expected) in cases {
        let network = format!("product ore ORE\n{consumed}{line}");
        assert_eq!(told(&network, Benchmark::Processing), expected, "{line}");
    }
    let network = format!("{consumed}{}", cases[0].0);
    let (_, it) = of(&network, "eu", Benchmark::Processing);
    let stands_in =
        |it: &crate::network::chain::Note| it.code == AssumptionCode::ProductionAsCapacity;
    assert!(it.notes.iter().any(stands_in));
    assert_eq!(
        it.message,
        "In 2025 the eu can process 40.0 t of nickel a year by production of 2021, which stands in for capacity, 40 % of the consumption of 100 t of 2024: the 40 % of Art. 5(1)(a)(ii) is met."
    );
    // Where a capacity is stated, production is shown and does not decide.
    let network = format!(
        "{network}{}",
        eu!("capacity", "30 stage=PROCESSING year=2024")
    );
    let (_, it) = of(&network, "eu", Benchmark::Processing);
    assert_eq!(it.status.code(), "MISSED");
    let told: Vec<(CapacityBasis, bool)> = it
        .capacities
        .iter()
        .map(|it| (it.basis, it.decides))
        .collect();
    assert_eq!(
        told,
        [
            (CapacityBasis::Stated, true),
            (CapacityBasis::Production, false)
        ]
    );
    let reasons: Vec<UnusedReason> = it.unused.iter().map(|it| it.reason).collect();
    assert_eq!(reasons, [UnusedReason::CapacityKnown]);
}

#[test]
fn figures_of_other_regions_never_decide() {
    let stated = eu!("capacity", "50 stage=PROCESSING year=2024");
    for (other, is_shown) in [
        ("europe-undefined", true),
        ("nordics", true),
        ("fi", false),
        ("world", false),
    ] {
        let network = format!(
            "figure region:{other} consumption 100 material=nickel basis=CONTAINED year=2024\n{stated}"
        );
        let (_, it) = of(&network, "eu", Benchmark::Processing);
        assert_eq!(it.status.code(), "UNKNOWN", "{other}");
        let shown: Vec<_> = it
            .consumption
            .iter()
            .map(|it| (it.unused, it.share))
            .collect();
        let expected = is_shown.then_some((Some(UnusedReason::OtherRegion), Some(0.5)));
        assert_eq!(shown, Vec::from_iter(expected), "{other}");
    }
    // Asked for itself, a country has its own.
    let of_fi = "figure region:fi consumption 100 material=nickel basis=CONTAINED year=2024
        figure region:fi capacity 50 stage=PROCESSING material=nickel basis=CONTAINED year=2024";
    assert_eq!(
        told_for(of_fi, "fi", Benchmark::Processing),
        "MET 50 STATED"
    );
    assert_eq!(told(of_fi, Benchmark::Processing), "UNKNOWN");
}

#[test]
fn a_forecast_counts_from_its_year_on_beside_what_happened() {
    let actual = concat!(
        eu!("consumption", "100 year=2024"),
        eu!("capacity", "50 stage=PROCESSING year=2024")
    );
    let forecast = eu!("consumption", "200 vintage=FORECAST_REFERENCE year=2030");
    let network = format!("{actual}{forecast}");
    assert_eq!(told(&network, Benchmark::Processing), "MET 50 STATED");
    let (_, it) = of(&network, "eu", Benchmark::Processing);
    let unused: Vec<_> = it.consumption.iter().map(|it| it.unused).collect();
    assert_eq!(unused, [None, Some(UnusedReason::LaterYear)]);
    // 50 of 200 t is less than 40 %.
    let later = "eu year=2030";
    assert_eq!(
        told_for(&network, later, Benchmark::Processing),
        "DEPENDS_ON_FIGURE 50 STATED"
    );
    // Low and high are bounds of one forecast: between 110 and 125 t all is met, up to 126 not.
    for (high, expected) in [
        ("125", "MET 50 STATED"),
        ("126", "DEPENDS_ON_FIGURE 50 STATED"),
    ] {
        let bounds = format!(
            "figure region:eu consumption 110 vintage=FORECAST_LOW year=2030 material=nickel basis=CONTAINED
            figure region:eu consumption {high} vintage=FORECAST_HIGH year=2030 material=nickel basis=CONTAINED"
        );
        let network = format!("{actual}{bounds}");
        assert_eq!(told_for(&network, later, Benchmark::Processing), expected);
        let (_, it) = of(&network, later, Benchmark::Processing);
        assert_eq!(it.consumption.len(), 2);
    }
    let undated = format!(
        "{actual}{}",
        eu!("consumption", "900 vintage=FORECAST_REFERENCE")
    );
    assert_eq!(told(&undated, Benchmark::Processing), "MET 50 STATED");
}

#[test]
fn tonnes_are_contained_tonnes_of_the_material() {
    let consumed = "product matte INTERMEDIATE carries=nickel
        figure region:eu consumption 100 material=nickel basis=CONTAINED year=2024";
    let cases = [
        // 71 t of nickel in 90.35 t of NiO: 58.693 / (58.693 + 15.999) = 0.78580.
        (
            "capacity 100 material=nickel basis=CONTAINED contained-of=NiO",
            "MET 78",
        ),
        (
            "capacity 100 material=nickel basis=GROSS product=matte",
            "MET 60",
        ),
        (
            "capacity 100 material=nickel basis=GROSS form=matte",
            "UNKNOWN",
        ),
        ("capacity 100 material=nickel", "UNKNOWN"),
    ];
    for (line, expected) in cases {
        let network = format!(
            "{consumed}
            figure product:matte content 0.6 material=nickel year=2020
            figure region:eu {line} stage=PROCESSING year=2024"
        );
        let found = told(&network, Benchmark::Processing);
        assert!(found.starts_with(expected), "{line}: {found}");
        let (_, it) = of(&network, "eu", Benchmark::Processing);
        let reasons: Vec<UnusedReason> = it.unused.iter().map(|it| it.reason).collect();
        let is_unknown = expected == "UNKNOWN";
        assert_eq!(
            reasons == [UnusedReason::NotConvertible],
            is_unknown,
            "{line}"
        );
    }
    // Matte that a refinery takes is not what leaves processing.
    let network = format!(
        "{consumed}
        product metal REFINED carries=nickel
        site refinery PROCESSOR country=US status=OPERATING@2024
        activity refinery PROCESSING in=matte out=metal
        figure product:matte content 0.6 material=nickel year=2020
        figure region:eu production 100 material=nickel basis=GROSS product=matte stage=PROCESSING year=2024"
    );
    let (_, it) = of(&network, "eu", Benchmark::Processing);
    assert_eq!(it.status.code(), "UNKNOWN");
    assert_eq!(it.unused[0].reason, UnusedReason::Intermediate);
    // A commodity is its own product.
    let network = "material baryte commodity
        product baryte CONCENTRATE carries=baryte
        figure region:eu consumption 100 material=baryte basis=GROSS product=baryte year=2024
        figure region:eu production 30 material=baryte basis=GROSS product=baryte stage=EXTRACTION year=2024";
    let (_, found) = answer(network, "eu of=baryte");
    assert_eq!(found.by_material[0].coverage, Some(0.3));
    assert!(
        found.overall.iter().all(|it| it.met.is_empty()),
        "no strategic raw material"
    );
}

#[test]
fn a_group_is_counted_and_its_members_are_told_after_it() {
    let network = "material pgm strategic
        material platinum strategic group=pgm
        material palladium strategic group=pgm
        figure region:eu consumption 100 material=pgm basis=CONTAINED year=2024
        figure region:eu production 30 material=platinum basis=CONTAINED stage=PROCESSING year=2024
        figure region:eu production 20 material=palladium basis=CONTAINED stage=PROCESSING year=2024";
    let (snapshot, found) = answer(network, "eu");
    let registry = snapshot.registry();
    let mut order: Vec<&str> = found
        .by_material
        .iter()
        .map(|it| registry.slug(it.material))
        .collect();
    order.dedup();
    assert_eq!(order, ["nickel", "pgm", "palladium", "platinum"]);
    let of_group = &found.by_material[6];
    assert_eq!(of_group.capacity, Some(50.0));
    assert_eq!(of_group.capacities[0].basis, CapacityBasis::Members);
    assert_eq!(of_group.status.code(), "MET");
    assert_eq!(found.by_material[11].member_of, Some(of_group.material));
    let counted = &found.overall[1];
    assert_eq!(
        (counted.met.len(), counted.unknown.len()),
        (1, 1),
        "{}",
        counted.message
    );
    // Its own figure goes first; a member of which nothing is known may give anything.
    let own = format!(
        "{network}
        figure region:eu capacity 39 material=pgm basis=CONTAINED stage=PROCESSING year=2024"
    );
    assert_eq!(answer(&own, "eu").1.by_material[6].status.code(), "MISSED");
    let more = format!(
        "{network}
        material rhodium strategic group=pgm
        figure region:eu consumption 900 definition=all material=pgm basis=CONTAINED year=2024"
    );
    assert_eq!(
        answer(&more, "eu").1.by_material[6].status.code(),
        "DEPENDS_ON_FIGURE"
    );
}

#[test]
fn single_figures_turn_it_around() {
    let network = concat!(
        eu!("consumption", "100 year=2024"),
        eu!("capacity", "30 stage=PROCESSING year=2024")
    );
    let (_, it) = of(network, "eu", Benchmark::Processing);
    assert_eq!(
        (it.status.code(), it.gap, it.coverage),
        ("MISSED", Some(10.0), Some(0.3))
    );
    // 30 t are 40 % of 75 t, a quarter less; 40 t are a third more.
    let to: Vec<Option<f64>> = it.flipped_by.iter().map(|it| it.to).collect();
    assert_eq!(to, [Some(75.0), Some(40.0)]);
    assert_eq!(
        it.flipped_by[1].message,
        "If the capacity of eu were at least 40.0 t a year instead of 30.0 t a year, all else the same, the benchmark would be met."
    );
}

#[test]
fn a_group_consumes_what_all_its_members_consume() {
    let members = "material group strategic
        material one group=group
        material other group=group
        figure region:eu capacity 50 stage=PROCESSING material=group basis=CONTAINED year=2024
        figure region:eu consumption 60 material=one basis=CONTAINED year=2024\n";
    let other = "figure region:eu consumption 65 material=other basis=CONTAINED year=2024";
    let of_group = |network: &str| {
        let (_, found) = answer(network, "eu of=group");
        let mut found = found.by_material.into_iter();
        found
            .find(|it| it.benchmark == Benchmark::Processing)
            .unwrap()
    };
    // 40 % of 125 t are 50 t.
    let it = of_group(&format!("{members}{other}"));
    assert_eq!((it.status.code(), it.coverage), ("MET", Some(0.4)));
    let codes: Vec<AssumptionCode> = it.notes.iter().map(|it| it.code).collect();
    assert_eq!(codes, [AssumptionCode::SumOfMembers]);
    let missed = format!("{members}{}", other.replace("65", "65.1"));
    assert_eq!(of_group(&missed).status.code(), "MISSED");
    // One of them only elsewhere: nothing is decided, and both are told.
    let elsewhere = other.replace("region:eu ", "region:europe-undefined ");
    let it = of_group(&format!("{members}{elsewhere}"));
    assert_eq!((it.status.code(), it.coverage), ("UNKNOWN", None));
    let told = "of its members consumption is on record of one (60.0 t in eu in 2024), other (65.0 t in europe-undefined in 2024)";
    assert!(it.message.contains(told), "{}", it.message);
}

#[test]
fn sentences_over_all_materials_read_the_right_way_round() {
    let network = concat!(
        eu!("consumption", "100 year=2024"),
        eu!("production", "39 stage=PROCESSING year=2021"),
        eu!("production", "39 stage=EXTRACTION year=2021"),
    );
    let (_, found) = answer(network, "eu");
    let messages: Vec<&str> = found.overall.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "Of the 1 strategic raw material looked at, the eu meets the 10 % of Art. 5(1)(a)(i) in 2025 with 1 (nickel).",
            "Of the 1 strategic raw material looked at, the eu misses the 40 % of Art. 5(1)(a)(ii) in 2025 with 1 (nickel).",
            "Of the 1 strategic raw material looked at, whether the eu meets the 25 % of Art. 5(1)(a)(iii) in 2025 is not known with 1 (nickel).",
            "Of the 1 strategic raw material looked at, whether a third country has more than the 65 % of Art. 5(1)(b) of what the eu consumes in 2025 is not known for 1 (nickel).",
        ]
    );
    let (_, missed) = of(network, "eu", Benchmark::Processing);
    let told = "by production of 2021, which stands in for capacity";
    assert!(missed.message.contains(told), "{}", missed.message);
    assert!(!missed.capacity_is_at_least);
    // Capacity and consumption may both be more.
    let (_, about) = of(
        &network
            .replace("100 year", "98 low=98 year")
            .replace("production 39", "capacity 39 low=39"),
        "eu",
        Benchmark::Extraction,
    );
    assert!(
        about.coverage_is_about && about.message.contains("about 39.8 %"),
        "{}",
        about.message
    );
}
