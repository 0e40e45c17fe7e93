//! Stages that nothing operates, coverage, severity and budget.

use expect_test::expect;

use crate::analysis::gaps::tests::answer;
use crate::analysis::gaps::tests::check;
use crate::analysis::gaps::tests::kinds;

/// A mine in Finland that operates, and nothing after it.
const MINE: &str = "
    region eu FI,SE
    material metal strategic critical symbol=Ni
    product ore ORE carries=metal
    product metal-ingot REFINED carries=metal
    site mine MINE country=FI status=OPERATING@2024
    activity mine EXTRACTION out=ore
";

fn mine(more: &str) -> String {
    format!("{MINE}{more}")
}

#[test]
fn a_stage_that_is_missing_is_told_as_surely_as_the_data_allow() {
    check(
        &mine(""),
        "fi of=metal",
        expect![[r#"
        MEDIUM NONE_RECORDED metal PROCESSING
          fi, 2025: no site on record operates processing of metal, though the stage before it operates at mine; to be checked: no judgement says how complete the data are.
          ~ If the data on processing of metal were judged complete for 2025, this would be MISSING_STAGE."#]],
    );
    check(
        &mine("coverage fi COMPLETE stage=PROCESSING as_of=2020 material=metal"),
        "fi of=metal",
        expect![[r#"
            HIGH MISSING_STAGE metal PROCESSING
              fi, 2025: no site operates processing of metal, though the stage before it operates at mine.
              ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]],
    );
}

#[test]
fn complete_counts_for_five_years() {
    let judged = |year: &str| mine(&format!("coverage fi COMPLETE {year} material=metal"));
    for (year, kind) in [
        ("as_of=2019", "NONE_RECORDED"),
        ("as_of=2020", "MISSING_STAGE"),
        ("as_of=2025", "MISSING_STAGE"),
        ("as_of=2026", "NONE_RECORDED"),
        ("", "NONE_RECORDED"),
    ] {
        assert_eq!(kinds(&judged(year), "fi of=metal"), [kind], "{year}");
    }
}

#[test]
fn the_nearest_judgement_decides_then_the_more_special_then_the_newest() {
    let complete = "coverage fi COMPLETE stage=PROCESSING as_of=2024 material=metal";
    for (more, kind) in [
        ("", "MISSING_STAGE"),
        (
            "coverage eu SAMPLE stage=PROCESSING as_of=2025 material=metal",
            "MISSING_STAGE",
        ),
        (
            "coverage fi SAMPLE as_of=2025 material=metal",
            "MISSING_STAGE",
        ),
        (
            "coverage fi SAMPLE stage=PROCESSING as_of=2025",
            "MISSING_STAGE",
        ),
        (
            "coverage fi SAMPLE stage=PROCESSING as_of=2023 material=metal",
            "MISSING_STAGE",
        ),
        (
            "coverage fi SAMPLE stage=PROCESSING as_of=2026 material=metal",
            "MISSING_STAGE",
        ),
        (
            "coverage fi SAMPLE stage=PROCESSING as_of=2025 material=metal",
            "NONE_RECORDED",
        ),
    ] {
        let network = mine(&format!("{complete}\n{more}"));
        assert_eq!(kinds(&network, "fi of=metal"), [kind], "{more}");
    }
    let part = mine(&format!("{complete}\nregion fi1 parent=fi"));
    let part = part.replace("site mine MINE", "site mine MINE region=fi1");
    assert_eq!(
        kinds(&part, "fi1 of=metal"),
        ["MISSING_STAGE"],
        "it holds for parts"
    );
    let own = format!("{part}\ncoverage fi1 SAMPLE as_of=2024");
    assert_eq!(
        kinds(&own, "fi1 of=metal"),
        ["NONE_RECORDED"],
        "the nearest decides"
    );
    let whole = mine("region fi1 parent=fi\ncoverage fi1 COMPLETE as_of=2024");
    assert_eq!(
        kinds(&whole, "fi of=metal"),
        ["NONE_RECORDED"],
        "a part says nothing of the whole"
    );
}

#[test]
fn what_needs_no_processing_lacks_none() {
    let judged = "coverage fi COMPLETE as_of=2024";
    let kinds = |more: &str| {
        kinds(
            &mine(&format!("{judged}\n{more}")),
            "fi of=metal kind=MISSING_STAGE",
        )
    };
    assert_eq!(kinds(""), ["MISSING_STAGE"]);
    assert!(
        kinds(
            "activity mine EXTRACTION in=x out=metal-ingot\nproduct x ORE\nsite y AREA country=FI"
        )
        .contains(&"MISSING_STAGE"),
        "ore is still given"
    );
    let taken = "
        site works MANUFACTURER country=FI status=OPERATING@2024
        activity works MANUFACTURING in=ore out=metal-ingot
        link way mine works ore";
    assert!(kinds(taken).is_empty(), "manufacturing takes it as it is");
    let finished = "
        region eu FI
        material metal critical
        product metal-ingot REFINED carries=metal
        site shop RECYCLER country=FI status=OPERATING@2024
        activity shop RECYCLING out=metal-ingot
        coverage fi COMPLETE as_of=2024";
    assert!(super::kinds(finished, "fi of=metal kind=MISSING_STAGE").is_empty());
    let scrap = finished.replace("REFINED", "SCRAP");
    assert_eq!(
        super::kinds(&scrap, "fi of=metal kind=MISSING_STAGE"),
        ["MISSING_STAGE"]
    );
}

#[test]
fn elsewhere_in_the_bloc_is_named_and_weighs_less() {
    let judged = mine("coverage fi COMPLETE as_of=2024");
    let smelter = "
        site smelter PROCESSOR country=SE status=OPERATING@2024
        activity smelter PROCESSING in=ore out=metal-ingot";
    check(
        &judged,
        "fi of=metal",
        expect![[r#"
        HIGH MISSING_STAGE metal PROCESSING
          fi, 2025: no site operates processing of metal, though the stage before it operates at mine.
          ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]],
    );
    check(
        &format!("{judged}{smelter}"),
        "fi of=metal",
        expect![[r#"
        MEDIUM MISSING_STAGE metal PROCESSING
          fi, 2025: no site operates processing of metal, though the stage before it operates at mine; elsewhere in the wider bloc: smelter.
          ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]],
    );
    let idle = format!(
        "{judged}{}",
        smelter.replace("OPERATING", "CARE_AND_MAINTENANCE")
    );
    check(
        &idle,
        "fi of=metal",
        expect![[r#"
        HIGH MISSING_STAGE metal PROCESSING
          fi, 2025: no site operates processing of metal, though the stage before it operates at mine.
          ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]],
    );
    let idle_inside = idle.replace("country=SE", "country=FI");
    check(
        &idle_inside,
        "fi of=metal",
        expect![[r#"
        HIGH MISSING_STAGE metal PROCESSING
          fi, 2025: no site operates processing of metal, though the stage before it operates at mine; idle: smelter (care and maintenance as of 2024, 1 year old).
          ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]],
    );
}

/// The mine and a smelter of some status.
fn planned(status: &str) -> String {
    mine(&format!(
        "site smelter PROCESSOR country=FI {status}
        activity smelter PROCESSING in=ore out=metal-ingot"
    ))
}

#[test]
fn what_is_only_planned_is_told_with_its_age() {
    check(
        &planned("status=FEASIBILITY@2022"),
        "fi of=metal",
        expect![[r#"
            MEDIUM PLANNED_ONLY metal PROCESSING
              fi, 2025: on record, processing of metal is only planned: smelter (feasibility as of 2022, 3 years old); none is on record as operating; the data there have not been judged.
              ~ If the status of the site smelter were operating, there would be no such gap."#]],
    );
    let two = format!(
        "{}\nsite other PROCESSOR country=FI status=PLANNED@2025
        activity other PROCESSING in=ore out=metal-ingot",
        planned("status=CONSTRUCTION@2024")
    );
    check(
        &two,
        "fi of=metal",
        expect![[r#"
            MEDIUM PLANNED_ONLY metal PROCESSING
              fi, 2025: on record, processing of metal is only planned: other (planned as of 2025), smelter (construction as of 2024, 1 year old); none is on record as operating; the data there have not been judged."#]],
    );
    check(
        &planned("opened=2030"),
        "fi of=metal",
        expect![[r#"
            MEDIUM PLANNED_ONLY metal PROCESSING
              fi, 2025: on record, processing of metal is only planned: smelter (from 2030); none is on record as operating; the data there have not been judged."#]],
    );
    check(
        &planned("status=PLANNED@2026"),
        "fi of=metal",
        expect![[r#"
            MEDIUM PLANNED_ONLY metal PROCESSING
              fi, 2025: on record, processing of metal is only planned: smelter (planned as of 2026, told for a later year); none is on record as operating; the data there have not been judged.
              ~ If the status of the site smelter were operating, there would be no such gap."#]],
    );
}

#[test]
fn what_is_only_planned_weighs_by_what_the_data_cover() {
    let network = planned("status=PLANNED@2025");
    for (judged, severity, told) in [
        ("COMPLETE as_of=2024", "HIGH", "none operates."),
        (
            "SAMPLE as_of=2024",
            "MEDIUM",
            "; the data there are judged a sample (2024).",
        ),
        (
            "UNKNOWN",
            "MEDIUM",
            "; the data there are judged of unknown coverage (undated).",
        ),
    ] {
        let network = format!("{network}\ncoverage fi {judged} stage=PROCESSING");
        let (_, found) = answer(&network, "fi of=metal kind=PLANNED_ONLY");
        assert_eq!(found.gaps[0].severity.code(), severity, "{judged}");
        let message = &found.gaps[0].message;
        assert!(message.ends_with(told), "{message}");
        assert_eq!(message.contains("on record"), severity != "HIGH");
    }
}

#[test]
fn what_is_planned_for_later_is_planned() {
    let asked = "fi of=metal planned kind=PLANNED_ONLY";
    assert!(
        kinds(&planned("status=PLANNED@2024"), asked).is_empty(),
        "it counts as operating"
    );
    assert_eq!(
        kinds(&planned("opened=2030"), asked),
        ["PLANNED_ONLY"],
        "not before its first year"
    );
    assert_eq!(
        kinds(
            &planned("opened=2030"),
            "fi of=metal year=2030 kind=PLANNED_ONLY"
        ),
        [""; 0]
    );
    let later = planned("status=OPERATING@2024").replace("in=ore", "opened=2027 in=ore");
    assert_eq!(
        kinds(&later, "fi of=metal kind=PLANNED_ONLY"),
        ["PLANNED_ONLY"]
    );
    let stopped = planned("status=OPERATING@2024").replace("in=ore", "closed=2024 in=ore");
    assert_eq!(kinds(&stopped, "fi of=metal"), ["NONE_RECORDED"]);
}

#[test]
fn a_project_counts_where_none_of_its_sites_does() {
    let project = |more: &str| {
        mine(&format!(
            "project mill country=FI material=metal stage=PROCESSING {more}"
        ))
    };
    check(
        &project("status=PENDING_APPROVAL@2023"),
        "fi of=metal",
        expect![[r#"
            MEDIUM PLANNED_ONLY metal PROCESSING
              fi, 2025: on record, processing of metal is only planned: mill (pending approval as of 2023, 2 years old); none is on record as operating; the data there have not been judged.
              ~ If the status of the project mill were operating, there would be no such gap."#]],
    );
    assert_eq!(kinds(&project(""), "fi of=metal"), ["PLANNED_ONLY"]);
    assert_eq!(
        kinds(
            &project("").replace("country=FI material", "country=SE material"),
            "fi of=metal"
        ),
        ["NONE_RECORDED"]
    );
    assert!(kinds(&project(""), "fi of=metal planned kind=PLANNED_ONLY").is_empty());
    let with_site = format!(
        "{}\nsite smelter PROCESSOR country=FI status=OPERATING@2024
        activity smelter PROCESSING in=ore out=metal-ingot",
        project("sites=smelter")
    );
    let (snapshot, found) = answer(&with_site, "fi of=metal");
    let named = found.gaps.iter().flat_map(|it| &it.evidence.parties);
    let mut named = named.map(|it| snapshot.registry().id(it.record).to_string());
    assert!(named.all(|it| it != "project:mill"));
}

#[test]
fn areas_and_external_parties_never_count() {
    for kind in ["AREA", "EXTERNAL"] {
        let network = mine(&format!(
            "coverage fi COMPLETE as_of=2024
            site place {kind} country=FI status=OPERATING@2024
            activity place PROCESSING in=ore out=metal-ingot"
        ));
        assert_eq!(
            kinds(&network, "fi of=metal kind=MISSING_STAGE"),
            ["MISSING_STAGE"],
            "{kind}"
        );
    }
}

#[test]
fn a_status_that_is_not_known_is_asked_for() {
    let smelter = |status: &str| {
        mine(&format!(
            "coverage fi COMPLETE as_of=2024
            site smelter PROCESSOR country=FI {status}
            activity smelter PROCESSING in=ore out=metal-ingot
            link way mine smelter ore"
        ))
    };
    check(
        &smelter("status=UNKNOWN@2024"),
        "fi of=metal",
        expect![[r#"
            MEDIUM DATA metal PROCESSING
              fi, 2025: whether processing of metal operates hangs on smelter, of unknown status; the operator of smelter or the sources (s-smelter) would know.
              ~ If the status of the site smelter were operating, there would be no such gap."#]],
    );
    check(
        &smelter(""),
        "fi of=metal stage=PROCESSING",
        expect![[r#"
            MEDIUM DATA metal PROCESSING
              fi, 2025: whether processing of metal operates hangs on smelter, taken to operate since no status is stated; the operator of smelter or the sources (s-smelter) would know."#]],
    );
    assert!(
        kinds(
            &smelter("status=OPERATING@2024"),
            "fi of=metal stage=PROCESSING"
        )
        .is_empty()
    );
}

#[test]
fn severity_follows_the_material() {
    for (flags, severity) in [
        ("strategic critical", "HIGH"),
        ("strategic", "HIGH"),
        ("critical", "MEDIUM"),
        ("", "LOW"),
    ] {
        let network = mine("coverage fi COMPLETE as_of=2024").replace("strategic critical", flags);
        let (_, found) = answer(&network, "fi of=metal");
        assert_eq!(found.gaps[0].severity.code(), severity, "{flags}");
        let unsure = mine("").replace("strategic critical", flags);
        let (_, found) = answer(&unsure, "fi of=metal");
        assert!(found.gaps[0].severity.code() != "HIGH", "{flags}");
    }
    let sure = mine("coverage fi COMPLETE as_of=2024");
    assert_eq!(kinds(&sure, "fi min=HIGH"), ["MISSING_STAGE"]);
    assert!(kinds(&mine(""), "fi min=HIGH").is_empty());
}

#[test]
fn materials_beyond_the_budget_are_named() {
    let network = mine("material zzz critical\nproduct z ORE carries=zzz");
    let (snapshot, found) = answer(&network, "fi budget=1");
    let slugs: Vec<&str> = found
        .not_looked_at
        .iter()
        .map(|it| snapshot.registry().slug(*it))
        .collect();
    assert_eq!(slugs, ["zzz"]);
    assert_eq!(found.gaps.len(), 1, "the first is looked at");
    assert!(answer(&network, "fi").1.not_looked_at.is_empty());
}
