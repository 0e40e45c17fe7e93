//! Sites of the region: what they can give, what is left out, what is planned.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::tests::check;
use crate::analysis::benchmarks::tests::of;
use crate::analysis::benchmarks::tests::told;
use crate::network::chain::AssumptionCode;

const CONSUMED: &str = "
product ore ORE carries=nickel
product concentrate CONCENTRATE carries=nickel
product matte INTERMEDIATE carries=nickel
product metal REFINED carries=nickel
product sulphate CHEMICAL carries=nickel
figure region:eu consumption 100 material=nickel basis=CONTAINED year=2024
";

fn with(lines: &str) -> String {
    format!("{CONSUMED}{lines}")
}

const SMELTER: &str = "
site smelter PROCESSOR country=FI status=OPERATING@2024
activity smelter PROCESSING in=concentrate out=matte
figure activity:smelter-processing-concentrate capacity 45 material=nickel basis=CONTAINED side=OUTPUT product=matte year=2024
figure activity:smelter-processing-concentrate recovery 1 material=nickel product=matte year=2024
";
const REFINERY: &str = "
site refinery PROCESSOR country=FI status=OPERATING@2024
activity refinery PROCESSING in=matte out=metal
link sale smelter refinery matte
figure activity:refinery-processing-matte capacity 30 material=nickel basis=CONTAINED side=OUTPUT product=metal year=2024
figure activity:refinery-processing-matte recovery 1 material=nickel product=metal year=2024
";
const COMPLETE: &str = "coverage eu COMPLETE as_of=2024\n";

#[test]
fn sites_meet_it_for_sure_and_miss_it_only_where_nothing_is_missing() {
    let smelter = with(SMELTER);
    assert_eq!(told(&smelter, Benchmark::Processing), "MET 45+ SITES");
    // 45 of 200 t: more may be there.
    let more =
        "figure region:eu consumption 200 definition=b material=nickel basis=CONTAINED year=2024";
    assert_eq!(
        told(&format!("{smelter}{more}"), Benchmark::Processing),
        "DEPENDS_ON_FIGURE 45+ SITES"
    );
    let most = smelter.replace("consumption 100", "consumption 200");
    assert_eq!(told(&most, Benchmark::Processing), "UNKNOWN 45+ SITES");
    let complete = format!("{most}{COMPLETE}");
    assert_eq!(told(&complete, Benchmark::Processing), "MISSED 45 SITES");
    // A site whose capacity or status is not known, and a judgement that is too old, leave it open.
    let silent = "site other PROCESSOR country=SE status=OPERATING@2024
        activity other PROCESSING in=concentrate out=metal";
    assert_eq!(
        told(&format!("{complete}{silent}"), Benchmark::Processing),
        "UNKNOWN 45+ SITES"
    );
    let unknown = silent.replace("OPERATING@", "UNKNOWN@");
    let network = format!("{complete}{unknown}");
    assert_eq!(told(&network, Benchmark::Processing), "UNKNOWN 45+ SITES");
    let (snapshot, it) = of(&network, "eu", Benchmark::Processing);
    assert_eq!(snapshot.registry().slug(it.unknown_sites[0]), "other");
    let old = complete.replace("as_of=2024", "as_of=2019");
    assert_eq!(told(&old, Benchmark::Processing), "UNKNOWN 45+ SITES");
    // That there is none is a judgement, never silence.
    assert_eq!(
        told(&with(COMPLETE), Benchmark::Processing),
        "MISSED 0 SITES"
    );
    assert_eq!(told(CONSUMED, Benchmark::Processing), "UNKNOWN");
    // Elsewhere is elsewhere.
    let abroad = smelter.replace("country=FI", "country=NO");
    assert_eq!(told(&abroad, Benchmark::Processing), "UNKNOWN");
}

#[test]
fn plants_in_series_count_at_the_last_of_them() {
    // 45 t of matte go into a refinery that gives 30 t: 30 t leave processing, never 75.
    let network = with(&format!("{SMELTER}{REFINERY}{COMPLETE}"));
    assert_eq!(told(&network, Benchmark::Processing), "MISSED 30 SITES");
}

#[test]
fn only_what_leaves_the_last_step_of_processing_counts() {
    // The smelter sells 45 t of matte to others too, and others feed the refinery of 30 t: matte is no delivery.
    let others = "site trader EXTERNAL country=NO
        link bought trader refinery matte
        link sold smelter trader matte\n";
    let network = with(&format!("{SMELTER}{REFINERY}{others}{COMPLETE}"));
    assert_eq!(told(&network, Benchmark::Processing), "MISSED 30 SITES");
    // A smelter whose matte is refined elsewhere alone gives nothing that counts, and is named.
    let abroad = REFINERY.replace("country=FI", "country=NO");
    let network = with(&format!("{SMELTER}{abroad}"));
    assert_eq!(told(&network, Benchmark::Processing), "UNKNOWN");
    let network = format!("{network}{COMPLETE}");
    assert_eq!(told(&network, Benchmark::Processing), "MISSED 0 SITES");
    let (snapshot, it) = of(&network, "eu", Benchmark::Processing);
    let registry = snapshot.registry();
    assert_eq!(registry.slug(it.left_out_sites[0]), "smelter");
    let note = it
        .notes
        .iter()
        .find(|it| it.code == AssumptionCode::OnlyIntermediates)
        .unwrap();
    assert!(
        note.message(registry)
            .contains("smelter gives only intermediates")
    );
}

#[test]
fn the_stage_of_an_activity_decides_not_the_place() {
    let mine = "site mine MINE country=FI status=OPERATING@2024
        activity mine EXTRACTION out=ore
        activity mine PROCESSING in=ore out=sulphate
        figure activity:mine-processing-ore capacity 50 material=nickel basis=CONTAINED side=OUTPUT product=sulphate year=2024
        figure activity:mine-processing-ore recovery 1 material=nickel product=sulphate year=2024";
    assert_eq!(told(&with(mine), Benchmark::Processing), "MET 50+ SITES");
    assert_eq!(told(&with(mine), Benchmark::Extraction), "UNKNOWN");
    let concentrator = "site mill PROCESSOR country=SE status=OPERATING@2024
        activity mill EXTRACTION in=ore out=concentrate
        figure activity:mill-extraction-ore capacity 20 material=nickel basis=CONTAINED side=OUTPUT product=concentrate year=2024
        figure activity:mill-extraction-ore recovery 1 material=nickel product=concentrate year=2024";
    assert_eq!(
        told(&with(concentrator), Benchmark::Extraction),
        "MET 20+ SITES"
    );
    assert_eq!(told(&with(concentrator), Benchmark::Processing), "UNKNOWN");
}

#[test]
fn sites_and_totals_stand_side_by_side() {
    let production = "figure region:eu production 38 material=nickel basis=CONTAINED stage=PROCESSING year=2021\n";
    let stated =
        "figure region:eu capacity 38 material=nickel basis=CONTAINED stage=PROCESSING year=2021\n";
    let small = SMELTER.replace("capacity 45", "capacity 39");
    let smelter = |it: &str| with(&format!("{SMELTER}{it}"));
    let small_with = |it: &str| with(&format!("{small}{it}"));
    check(
        Benchmark::Processing,
        &[
            // What sites give is enough: production need not stand in.
            (&smelter(production), "MET 45+ SITES"),
            // Sites show more than was produced, and not enough: more may be there.
            (&small_with(production), "UNKNOWN 39+ SITES"),
            (
                &small_with(&production.replace("38", "39")),
                "MISSED 39 PRODUCTION",
            ),
            (
                &small_with(&production.replace("38", "41")),
                "MET 41 PRODUCTION",
            ),
            // Sites give more than what a source states in all: both decide.
            (&smelter(stated), "DEPENDS_ON_FIGURE 38 STATED SITES"),
            (&small_with(&stated.replace("38", "41")), "MET 41 STATED"),
        ],
    );
}

#[test]
fn what_is_planned_is_told_apart() {
    let small = SMELTER.replace("capacity 45", "capacity 20");
    let planned = small
        .replace("smelter", "planned")
        .replace("OPERATING", "CONSTRUCTION");
    // 20 + 20 t are the 40 %.
    let network = with(&format!("{small}{planned}{COMPLETE}"));
    assert_eq!(
        told(&network, Benchmark::Processing),
        "MISSED 20 SITES planned Some(20.0): MET"
    );
    let (snapshot, it) = of(&network, "eu planned", Benchmark::Processing);
    assert_eq!(
        it.status.code(),
        "MISSED",
        "also where the question includes it"
    );
    let planned: Vec<&str> = it
        .planned_sites
        .iter()
        .map(|it| snapshot.registry().slug(*it))
        .collect();
    assert_eq!(planned, ["planned"]);
}

#[test]
fn a_project_adds_once_and_only_what_is_added() {
    let base = with(&format!(
        "{}{COMPLETE}",
        SMELTER.replace("capacity 45", "capacity 20")
    ));
    // What a project over several sites adds stands on it once; existing capacity of its sites is none of it.
    let project = "site a PROCESSOR country=FI status=PLANNED@2024
        site b PROCESSOR country=FI status=PLANNED@2024
        project p country=FI material=nickel stage=PROCESSING status=PLANNED@2024 sites=a,b,smelter
        figure project:p capacity-added 15 material=nickel basis=CONTAINED stage=PROCESSING year=2024\n";
    let network = format!("{base}{project}");
    assert_eq!(
        told(&network, Benchmark::Processing),
        "MISSED 20 SITES planned Some(15.0): MISSED"
    );
    // Its sites tell it: then the project's own figure is the same again.
    let at_site = "activity a PROCESSING in=concentrate out=metal
        figure activity:a-processing-concentrate capacity-added 25 material=nickel basis=CONTAINED year=2024\n";
    let network = format!("{network}{at_site}");
    assert_eq!(
        told(&network, Benchmark::Processing),
        "MISSED 20 SITES planned Some(25.0): MET"
    );
    // A project without figures is named, and adds nothing that is known.
    let silent = format!(
        "{base}project p country=FI material=nickel stage=PROCESSING status=PLANNED@2024 sites=smelter\n"
    );
    assert_eq!(
        told(&silent, Benchmark::Processing),
        "MISSED 20 SITES planned None: MISSED"
    );
    // Another stage, another material, another country.
    for other in ["stage=PROCESSING", "material=nickel", "country=FI"] {
        let line = "project p country=FI material=nickel stage=PROCESSING status=PLANNED@2024\n";
        let changed = match other {
            "stage=PROCESSING" => line.replace(other, "stage=RECYCLING"),
            "material=nickel" => line.replace(other, "material=cobalt"),
            _ => line.replace(other, "country=NO"),
        };
        assert_eq!(
            told(&format!("{base}{changed}"), Benchmark::Processing),
            "MISSED 20 SITES"
        );
    }
}

#[test]
fn a_country_has_a_part_of_the_capacity_of_the_union() {
    let swedish = SMELTER
        .replace("smelter", "works")
        .replace("country=FI", "country=SE");
    let network = with(&format!(
        "{SMELTER}{}",
        swedish.replace("capacity 45", "capacity 15")
    ));
    let (_, it) = of(&network, "fi", Benchmark::Processing);
    // 45 of 60 t.
    assert_eq!(it.share_of_union_capacity, Some(0.75));
    assert_eq!(it.capacity, Some(45.0));
    let (_, it) = of(&network, "eu", Benchmark::Processing);
    assert_eq!(it.share_of_union_capacity, None);
}

#[test]
fn a_capacity_of_one_site_may_turn_it_around() {
    let network = with(&format!(
        "{}{COMPLETE}",
        SMELTER.replace("capacity 45", "capacity 30")
    ));
    let (_, it) = of(&network, "eu", Benchmark::Processing);
    // 30 t are 40 % of 75 t; 10 t more at the only site would do.
    let to: Vec<Option<f64>> = it.flipped_by.iter().map(|it| it.to).collect();
    assert_eq!(to, [Some(75.0), Some(40.0)]);
}

#[test]
fn no_flip_asks_for_many_times_a_single_site() {
    for (capacity, count) in [("4", 2), ("3.9", 1)] {
        let network = with(&SMELTER.replace("capacity 45", &format!("capacity {capacity}")));
        let (_, it) = of(&network, "eu", Benchmark::Processing);
        // 40 t are ten times 4 t; the consumption may be another in either case.
        assert_eq!(it.flipped_by.len(), count, "{:?}", it.flipped_by);
    }
}
