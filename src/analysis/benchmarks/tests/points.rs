//! Which figures count, which are only told, and how it is said.

use std::sync::Arc;

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::UnusedReason;
use crate::analysis::benchmarks::benchmarks;
use crate::analysis::benchmarks::tests::REGIONS;
use crate::analysis::benchmarks::tests::answer;
use crate::analysis::benchmarks::tests::of;
use crate::analysis::benchmarks::tests::question;
use crate::analysis::benchmarks::tests::told;
use crate::analysis::benchmarks::tests::told_for;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::model::Id;
use crate::network::chain::AssumptionCode;
use crate::network::text::snapshot;

const NICKEL: &str = "material=nickel basis=CONTAINED";
const CONSUMED: &str =
    "figure region:eu consumption 100 material=nickel basis=CONTAINED year=2024\n";

fn processing(network: &str, asked: &str) -> MaterialBenchmark {
    of(network, asked, Benchmark::Processing).1
}

fn reasons(it: &MaterialBenchmark) -> Vec<UnusedReason> {
    it.unused.iter().map(|it| it.reason).collect()
}

#[test]
fn a_finished_product_that_another_works_takes_is_a_delivery() {
    let works = "product metal REFINED carries=nickel
        product sulphate CHEMICAL carries=nickel
        site salts PROCESSOR country=FI status=OPERATING@2024
        activity salts PROCESSING in=metal out=sulphate\n";
    let total = format!(
        "figure region:eu production 45 {NICKEL} product=metal stage=PROCESSING year=2021\n"
    );
    let network = format!("{works}{CONSUMED}{total}");
    assert_eq!(told(&network, Benchmark::Processing), "MET 45 PRODUCTION");
    // The same of the capacities of sites.
    let refinery = "product matte INTERMEDIATE carries=nickel
        site refinery PROCESSOR country=FI status=OPERATING@2024
        activity refinery PROCESSING in=matte out=metal
        link sold refinery salts metal
        figure activity:refinery-processing-matte capacity 45 material=nickel basis=CONTAINED side=OUTPUT product=metal year=2024
        figure activity:refinery-processing-matte recovery 1 material=nickel product=metal year=2024\n";
    let network = format!("{works}{CONSUMED}{refinery}");
    assert_eq!(told(&network, Benchmark::Processing), "MET 45+ SITES");
    let unfinished = network.replace("metal REFINED", "metal INTERMEDIATE");
    assert_eq!(told(&unfinished, Benchmark::Processing), "UNKNOWN");
}

#[test]
fn parts_are_named_and_never_added() {
    let parts = format!(
        "figure region:fi capacity 50 {NICKEL} stage=RECYCLING year=2020
        figure region:fi production 7 {NICKEL} stage=RECYCLING period=2021/2024
        figure region:nordics capacity 70 {NICKEL} stage=RECYCLING year=2020
        figure region:eu production 9 {NICKEL} year=2020\n"
    );
    let (_, it) = of(&format!("{parts}{CONSUMED}"), "eu", Benchmark::Recycling);
    assert_eq!((it.status.code(), it.capacity), ("UNKNOWN", None));
    let mut found = reasons(&it);
    found.sort_by_key(|it| it.code());
    let expected = [
        "NO_STAGE",
        "OTHER_REGION",
        "PART_OF_REGION",
        "PART_OF_REGION",
    ];
    let codes: Vec<&str> = found.iter().map(|it| it.code()).collect();
    assert_eq!(codes, expected);
    let told = "; of its parts: fi 50.0 t of 2020, fi 7.0 t by production of 2021 to 2024.";
    assert!(it.message.ends_with(told), "{}", it.message);
    // Where the whole is told, its parts are only listed.
    let whole = format!("{parts}figure region:eu capacity 20 {NICKEL} stage=RECYCLING year=2024");
    let (_, it) = of(&whole, "eu", Benchmark::Recycling);
    assert_eq!(it.capacity, Some(20.0));
    assert!(!it.message.contains("parts"), "{}", it.message);
}

#[test]
fn what_another_year_tells_is_listed_and_said_where_it_is_far_off() {
    let of_year = |tonnes: u32, year: u32| {
        format!("figure region:eu production {tonnes} {NICKEL} stage=PROCESSING year={year}\n")
    };
    for (before, is_said) in [(81, true), (80, false), (20, false), (19, true)] {
        let network = format!("{CONSUMED}{}{}", of_year(40, 2022), of_year(before, 2021));
        let it = processing(&network, "eu");
        assert_eq!(reasons(&it), [UnusedReason::Superseded]);
        let told = format!("; other figures of the same tell {before}.0 t of 2021");
        assert_eq!(it.message.contains(&told), is_said, "{}", it.message);
    }
}

#[test]
fn a_share_of_the_union_compares_the_same_with_the_same() {
    let share = |lines: &str| processing(lines, "fi").share_of_union_capacity;
    let line = |region: &str, quantity: &str, rest: &str| {
        format!("figure region:{region} {quantity} {NICKEL} stage=PROCESSING {rest}\n")
    };
    let fi = line("fi", "production 10", "definition=a year=2021");
    assert_eq!(share(&fi), None);
    let eu = line("eu", "production 40", "definition=a year=2021");
    assert_eq!(share(&format!("{fi}{eu}")), Some(0.25));
    for (from, to) in [
        ("definition=a", "definition=b"),
        ("production", "capacity"),
        ("2021", "2022"),
    ] {
        assert_eq!(
            share(&format!("{fi}{}", eu.replace(from, to))),
            None,
            "{to}"
        );
    }
    // A site of the Union that is not known leaves open which part of it the region has.
    let works = "product matte INTERMEDIATE carries=nickel
        product metal REFINED carries=nickel
        site works PROCESSOR country=FI status=OPERATING@2024
        activity works PROCESSING in=matte out=metal
        figure activity:works-processing-matte capacity 45 material=nickel basis=CONTAINED side=OUTPUT product=metal year=2024
        figure activity:works-processing-matte recovery 1 material=nickel product=metal year=2024\n";
    assert_eq!(share(works), Some(1.0));
    let silent = "site other PROCESSOR country=SE status=OPERATING@2024
        activity other PROCESSING in=matte out=metal\n";
    assert_eq!(share(&format!("{works}{silent}")), None);
}

#[test]
fn nothing_of_a_group_is_nothing_of_its_members() {
    let network = "material earths strategic
        material heavy strategic group=earths
        material member strategic group=heavy
        figure region:eu production 0 material=earths basis=CONTAINED stage=EXTRACTION year=2025
        figure region:eu consumption 100 material=member basis=CONTAINED year=2024\n";
    for of in ["heavy", "member"] {
        let (snapshot, found) = answer(network, &format!("eu of={of}"));
        let it = &found.by_material[0];
        assert_eq!(it.capacity, Some(0.0), "{of}");
        let is_group = |it: &&crate::network::chain::Note| it.code == AssumptionCode::GroupFigure;
        let note = it.notes.iter().find(is_group).unwrap();
        assert_eq!(snapshot.registry().slug(note.subject), "earths");
    }
    // What the group gives is not what a member gives.
    let some = network.replace("production 0", "production 5");
    assert_eq!(
        answer(&some, "eu of=member").1.by_material[0].capacity,
        None
    );
}

#[test]
fn an_upper_bound_is_no_number() {
    let most = |tonnes: u32| {
        format!(
            "{CONSUMED}figure region:eu capacity ? high={tonnes} {NICKEL} stage=PROCESSING year=2024"
        )
    };
    for (tonnes, status) in [(39, "MISSED"), (500, "UNKNOWN")] {
        let it = processing(&most(tonnes), "eu");
        assert_eq!(it.status.code(), status);
        assert_eq!((it.capacity, it.coverage, it.gap), (None, None, None));
        assert!(it.capacities[0].is_at_most && !it.capacities[0].is_at_least);
        assert!(
            it.message.contains("can process at most "),
            "{}",
            it.message
        );
    }
    // One end of a forecast is a bound.
    let stated = format!("figure region:eu capacity 50 {NICKEL} stage=PROCESSING year=2024\n");
    for (vintage, status) in [
        ("FORECAST_HIGH", "UNKNOWN"),
        ("FORECAST_LOW", "MISSED"),
        ("FORECAST_REFERENCE", "MISSED"),
    ] {
        let line = format!(
            "{stated}figure region:eu consumption 200 {NICKEL} vintage={vintage} year=2025"
        );
        assert_eq!(processing(&line, "eu").status.code(), status, "{vintage}");
    }
    // A site that can do at most so much shows nothing at least.
    let works = format!("{CONSUMED}product matte INTERMEDIATE carries=nickel
        product metal REFINED carries=nickel
        site works PROCESSOR country=FI status=OPERATING@2024
        activity works PROCESSING in=matte out=metal
        figure activity:works-processing-matte capacity 45 high=45 {NICKEL} side=OUTPUT product=metal year=2024
        figure activity:works-processing-matte recovery 1 material=nickel product=metal year=2024\n");
    assert_eq!(told(&works, Benchmark::Processing), "UNKNOWN");
    assert_eq!(
        told(&works.replace(" high=45", ""), Benchmark::Processing),
        "MET 45+ SITES"
    );
}

#[test]
fn a_part_of_what_is_consumed_decides_nothing() {
    let stated = format!("figure region:eu capacity 50 {NICKEL} stage=PROCESSING year=2024\n");
    for (rest, is_used) in [
        ("sector=C25", false),
        ("stage=EXTRACTION", false),
        ("stage=PROCESSING", true),
    ] {
        let it = processing(&format!("{stated}{} {rest}", CONSUMED.trim()), "eu");
        assert_eq!(
            it.status.code(),
            if is_used { "MET" } else { "UNKNOWN" },
            "{rest}"
        );
        let unused = (!is_used).then_some(UnusedReason::Partial);
        assert_eq!(it.consumption[0].unused, unused);
    }
}

const PLANNED: &str = "product ore ORE carries=nickel
    product metal REFINED carries=nickel
    site works PROCESSOR country=FI status=CONSTRUCTION@2025
    activity works PROCESSING in=ore out=metal
    figure activity:works-processing-ore recovery 1 material=nickel product=metal year=2024
    figure site:works production 0.005 material=nickel product=metal basis=CONTAINED year=2025
    figure region:eu production 0 material=nickel basis=CONTAINED stage=PROCESSING year=2024\n";

#[test]
fn what_is_planned_is_told_for_its_year_and_no_trial_stands_in() {
    let trial = processing(&format!("{CONSUMED}{PLANNED}"), "eu");
    assert_eq!((trial.planned, trial.planned_sites.len()), (None, 1));
    let later = "figure activity:works-processing-ore capacity 50 material=nickel basis=CONTAINED side=OUTPUT product=metal vintage=FORECAST_REFERENCE year=2028\n";
    let it = processing(&format!("{CONSUMED}{PLANNED}{later}"), "eu");
    assert_eq!(it.planned, Some(50.0));
    assert_eq!(it.status_with_planned.map(|it| it.code()), Some("MET"));
    assert!(
        it.notes
            .iter()
            .any(|it| it.code == AssumptionCode::NearestYear)
    );
    let told = "; what is planned would add 50.0 t a year from 2028.";
    assert!(it.message.ends_with(told), "{}", it.message);
    // Long before, nothing of it was planned.
    let it = processing(&format!("{CONSUMED}{PLANNED}{later}"), "eu year=1900");
    assert_eq!((it.planned, it.planned_sites.len()), (None, 0));
}

#[test]
fn sentences_say_the_scenario_the_year_and_what_the_act_sets() {
    let network = format!(
        "{CONSUMED}site works PROCESSOR country=FI status=OPERATING@2024
        figure region:eu capacity 50 {NICKEL} stage=PROCESSING period=2021/2024\n"
    );
    let now = processing(&network, "eu");
    let told = "In 2025 the eu can process 50.0 t of nickel a year by a stated capacity of 2021 to 2024, 50 % of the consumption of 100 t of 2024: the 40 % of Art. 5(1)(a)(ii) is met.";
    assert_eq!(now.message, told);
    let later = processing(&network, "eu year=2030");
    let begin = "As far as is known (figures of 2024), in 2030 the eu can";
    assert!(later.message.starts_with(begin), "{}", later.message);
    let earlier = network
        .replace("2021/2024", "2019/2020")
        .replace("2024", "2020");
    let earlier = processing(&earlier, "eu year=2022");
    let end = ": no less than the 40 % of the benchmark, which the Act sets for 2030.";
    assert!(earlier.message.ends_with(end), "{}", earlier.message);
    let base = Arc::new(snapshot(&format!("{REGIONS}{network}")));
    let changes = [ScenarioChange::Close(Id::parse("site:works").unwrap())];
    let laid = under(&base, &changes, question(&base, "eu").when).unwrap();
    let found = benchmarks(&laid.snapshot, &question(&laid.snapshot, "eu")).unwrap();
    let messages = found.by_material.iter().map(|it| &it.message);
    for it in messages.chain(found.overall.iter().map(|it| &it.message)) {
        assert!(it.starts_with("Under the scenario, "), "{it}");
    }
}

#[test]
fn what_lacks_of_an_open_consumption_is_a_lower_bound() {
    let network = format!(
        "figure region:eu consumption 100 low=100 {NICKEL} year=2024
        figure region:eu capacity 30 {NICKEL} stage=PROCESSING year=2024\n"
    );
    let it = processing(&network, "eu");
    assert_eq!((it.status.code(), it.gap), ("MISSED", Some(10.0)));
    let told = "; at least 10.0 t a year are lacking.";
    assert!(it.message.ends_with(told), "{}", it.message);
    // With no capacity no consumption but nothing would do, which has no parts.
    let none = format!("{CONSUMED}figure region:eu capacity 0 {NICKEL} stage=PROCESSING year=2024");
    let it = processing(&none, "eu");
    let to: Vec<Option<f64>> = it.flipped_by.iter().map(|it| it.to).collect();
    assert_eq!(to, [Some(40.0)]);
    assert_eq!(
        told_for(&none, "eu", Benchmark::Processing),
        "MISSED 0 STATED"
    );
}
