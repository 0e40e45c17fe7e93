//! Gaps of benchmarks at their boundaries: of the Union alone, and none where it is met exactly.

use super::*;
use crate::analysis::gaps::Gap;
use crate::analysis::gaps::closers::closers;
use crate::model::Knowledge;

/// 10 t/a of extraction, of a consumption of CONSUMED t/a; a project adds 3 t/a, another 5 t/a, a planned site 8 t/a.
const NETWORK: &str = "
    material cobalt strategic critical
    region eu FI,SE
    coverage eu COMPLETE material=cobalt stage=EXTRACTION as_of=2025
    product ore ORE carries=cobalt
    site pit MINE country=FI status=OPERATING@2025
    site soon MINE country=FI status=PLANNED@2025
    activity pit EXTRACTION out=ore
    activity soon EXTRACTION out=ore
    figure activity:pit-extraction-none capacity 10 material=cobalt basis=CONTAINED side=OUTPUT product=ore year=2024
    figure activity:soon-extraction-none capacity 8 material=cobalt basis=CONTAINED side=OUTPUT product=ore year=2024
    project small country=SE material=cobalt stage=EXTRACTION status=PLANNED@2024
    project large country=SE material=cobalt stage=EXTRACTION status=PLANNED@2024
    figure project:small capacity-added 3 material=cobalt basis=CONTAINED stage=EXTRACTION year=2024
    figure project:large capacity-added 5 material=cobalt basis=CONTAINED stage=EXTRACTION year=2024
    figure region:eu consumption CONSUMED material=cobalt basis=CONTAINED stage=PROCESSING year=2024
";

fn found(text: &str, region: &str) -> (Arc<Snapshot>, GapQuestion, Vec<Gap>) {
    let snapshot = Arc::new(snapshot(text));
    let find = |kind, slug: &str| snapshot.registry().find(&Id::new(kind, slug)).unwrap();
    let question = GapQuestion {
        region: find(Kind::Region, region),
        materials: Some(vec![find(Kind::Material, "cobalt")]),
        kinds: Some(vec![GapKind::Benchmark, GapKind::Dependence]),
        stages: Some(vec![Stage::Extraction]),
        min_severity: Severity::Low,
        when: When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        },
        single_point_share: 0.25,
        budget: 1_000_000,
    };
    let answer = gaps(&snapshot, &question).unwrap();
    (snapshot, question, answer.gaps)
}

#[test]
fn exactly_the_threshold_is_no_gap_and_other_regions_have_none() {
    let of = |consumed: &str, region: &str| {
        let (_, _, gaps) = found(&NETWORK.replace("CONSUMED", consumed), region);
        let told = gaps.into_iter();
        let told = told.map(|it| (it.kind, it.severity, it.shortfall_tonnes_per_year));
        told.collect::<Vec<_>>()
    };
    // 10 of 100 t is the 10 % that is wanted; of 200 t 20 are.
    assert_eq!(of("100", "eu"), []);
    assert_eq!(
        of("200", "eu"),
        [(GapKind::Benchmark, Severity::High, Some(10.0))]
    );
    assert_eq!(of("200", "fi"), []);
}

#[test]
fn the_largest_openings_close_a_benchmark() {
    // 10 t are lacking: 8 and 5 suffice, 8 alone does not.
    let text = NETWORK.replace("CONSUMED", "200");
    let (snapshot, question, gaps) = found(&text, "eu");
    let answer = closers(
        &snapshot,
        &Knowledge::default(),
        &question,
        &gaps[0],
        10_000_000,
    )
    .unwrap();
    let told = answer.found.iter().map(|it| {
        let changes = it.changes.len();
        (changes, it.delivers.map(f64::round), it.closes)
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (2, Some(13.0), true),
            (1, Some(8.0), false),
            (1, Some(5.0), false),
            (1, Some(3.0), false)
        ]
    );
    // 40 t are wanted of 400: all there is comes to 26.
    let (snapshot, question, gaps) = found(&NETWORK.replace("CONSUMED", "400"), "eu");
    let answer = closers(
        &snapshot,
        &Knowledge::default(),
        &question,
        &gaps[0],
        10_000_000,
    )
    .unwrap();
    let all = &answer.found[0];
    assert_eq!((all.changes.len(), all.closes), (3, false));
    assert!(
        all.message
            .starts_with("All that is planned or idle does not meet")
    );
}

/// A share of SHARE of what the Union sources, from a third country.
const SOURCED: &str = "
    region world CN,FI
    figure material:cobalt eu-sourcing-share SHARE stage=EXTRACTION partner=region:cn year=2024
";

/// The kinds that benchmarks make.
pub(super) fn kinds() -> Vec<GapKind> {
    let text = NETWORK.replace("CONSUMED", "200") + &SOURCED.replace("SHARE", "0.9");
    let (_, _, gaps) = found(&text, "eu");
    gaps.into_iter().map(|it| it.kind).collect()
}

#[test]
fn a_third_country_with_more_than_is_allowed_is_a_gap() {
    let of = |share: &str, region: &str| {
        let text = NETWORK.replace("CONSUMED", "100") + &SOURCED.replace("SHARE", share);
        let (_, _, gaps) = found(&text, region);
        gaps
    };
    assert!(of("0.65", "eu").is_empty() && of("0.9", "fi").is_empty());
    let gaps = of("0.9", "eu");
    assert_eq!(gaps.len(), 1);
    assert_eq!(
        (gaps[0].kind, gaps[0].share),
        (GapKind::Dependence, Some(0.9))
    );
    // At least 0.9 - 0.65 of 100 t.
    let short = gaps[0].shortfall_tonnes_per_year.unwrap();
    assert!((short - 25.0).abs() < 1e-9, "{short}");
    assert!(
        gaps[0]
            .message
            .contains("At least 25.0 t a year would have to come from elsewhere.")
    );
}

/// 300 t are produced of a consumption of 1000 t; a planned plant can give 200 t.
const TOTAL: &str = "
    material cobalt strategic
    region eu FI,SE
    product matte INTERMEDIATE carries=cobalt
    product metal REFINED carries=cobalt
    site soon PROCESSOR country=FI status=PLANNED@2025
    activity soon PROCESSING in=matte out=metal
    figure activity:soon-processing-matte capacity 200 material=cobalt basis=CONTAINED side=OUTPUT product=metal year=2025
    figure activity:soon-processing-matte recovery 1 material=cobalt product=metal year=2025
    figure region:eu production 300 material=cobalt basis=CONTAINED stage=PROCESSING year=2024
    figure region:eu consumption 1000 material=cobalt basis=CONTAINED year=2024
";

/// What a closer delivers, whether it closes the gap, and its sentence.
type Told = (Option<f64>, bool, String);

fn closed(text: &str) -> (Option<f64>, Vec<Told>) {
    let snapshot = Arc::new(snapshot(text));
    let question = GapQuestion {
        stages: Some(vec![Stage::Processing]),
        ..found(text, "eu").1
    };
    let found = gaps(&snapshot, &question).unwrap().gaps;
    let answer = closers(
        &snapshot,
        &Knowledge::default(),
        &question,
        &found[0],
        10_000_000,
    )
    .unwrap();
    let told = answer
        .found
        .into_iter()
        .map(|it| (it.delivers.map(f64::round), it.closes, it.message));
    (
        found[0].shortfall_tonnes_per_year.map(f64::round),
        told.collect(),
    )
}

#[test]
fn a_planned_plant_closes_what_a_total_decides() {
    let (short, told) = closed(TOTAL);
    assert_eq!(short, Some(100.0));
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].0, told[0].1), (Some(200.0), true), "{told:?}");
    assert!(!told[0].2.contains("told from"));
    // What is told of a later year is used and said.
    let (_, told) = closed(&TOTAL.replace("product=metal year=2025", "product=metal year=2030"));
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].0, told[0].1), (Some(200.0), true), "{told:?}");
    assert!(
        told[0].2.ends_with(" What it gives is told from 2030."),
        "{told:?}"
    );
    // Nothing closes for sure what is at least so much.
    let (_, told) = closed(
        &TOTAL
            .replace("consumption 1000", "consumption 1000 low=1000")
            .replace("production 300", "capacity 300"),
    );
    assert_eq!((told[0].0, told[0].1), (Some(200.0), false), "{told:?}");
    assert!(
        told[0]
            .2
            .contains("as consumption is told only as at least so much"),
        "{told:?}"
    );
}

#[test]
fn a_project_adds_beside_what_its_sites_can_give_already() {
    let project = "
        site works PROCESSOR country=FI status=OPERATING@2024
        activity works PROCESSING in=matte out=metal
        figure activity:works-processing-matte capacity 30 material=cobalt basis=CONTAINED side=OUTPUT product=metal year=2024
        figure activity:works-processing-matte recovery 1 material=cobalt product=metal year=2024
        project more country=FI material=cobalt stage=PROCESSING status=PLANNED@2024 sites=works
        figure project:more capacity-added 150 material=cobalt basis=CONTAINED stage=PROCESSING product=metal year=2030";
    let text = TOTAL.replace(
        "site soon PROCESSOR country=FI status=PLANNED@2025",
        "site soon PROCESSOR country=RU status=PLANNED@2025",
    );
    let (_, told) = closed(&(text.clone() + project));
    assert_eq!((told[0].0, told[0].1), (Some(150.0), true), "{told:?}");
    assert!(
        told[0].2.ends_with(" What it gives is told from 2030."),
        "{told:?}"
    );
    // Where a site tells what is added, the project does not add it again.
    let at_site = "
        figure site:works capacity-added 150 material=cobalt basis=CONTAINED stage=PROCESSING product=metal year=2030";
    let (_, told) = closed(&(text + project + at_site));
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn members_that_miss_a_dependence_are_gaps_where_the_group_is_not_known() {
    let text = "
        material magnet strategic
        material cobalt strategic group=magnet
        region eu FI,SE
        region world CN,FI
        figure material:cobalt eu-sourcing-share 0.9 stage=EXTRACTION partner=region:cn year=2024";
    let snapshot = Arc::new(snapshot(text));
    let find = |slug: &str| {
        snapshot
            .registry()
            .find(&Id::new(Kind::Material, slug))
            .unwrap()
    };
    let (magnet, cobalt) = (find("magnet"), find("cobalt"));
    for asked in [
        None,
        Some(vec![magnet]),
        Some(vec![cobalt, magnet]),
        Some(vec![cobalt]),
    ] {
        let question = GapQuestion {
            materials: asked.clone(),
            kinds: Some(vec![GapKind::Dependence]),
            ..found(text, "eu").1
        };
        let gaps = gaps(&snapshot, &question).unwrap().gaps;
        let told: Vec<_> = gaps
            .iter()
            .map(|it| (it.material, it.kind, it.severity))
            .collect();
        assert_eq!(
            told,
            [(cobalt, GapKind::Dependence, Severity::High)],
            "{asked:?}"
        );
    }
}
