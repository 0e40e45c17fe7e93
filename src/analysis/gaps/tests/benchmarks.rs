//! Gaps of benchmarks at their boundaries: of the Union alone, and none where it is met exactly.

use super::*;
use crate::analysis::gaps::Gap;
use crate::analysis::gaps::closers::closers;

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
    let answer = closers(&snapshot, &question, &gaps[0], 10_000_000).unwrap();
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
    let answer = closers(&snapshot, &question, &gaps[0], 10_000_000).unwrap();
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
