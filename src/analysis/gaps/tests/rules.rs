//! One kind and boundary after the other.

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
    check(&mine(""), "fi of=metal", expect![[r#"
        MEDIUM NONE_RECORDED metal PROCESSING
          fi, 2025: no site on record operates processing of metal, though the stage before it operates at mine; to be checked: no judgement says how complete the data are.
          ~ If the data on processing of metal were judged complete for 2025, this would be MISSING_STAGE."#]]);
    check(
        &mine("coverage fi PROCESSING COMPLETE@2020 material=metal"),
        "fi of=metal",
        expect![[r#"
            HIGH MISSING_STAGE metal PROCESSING
              fi, 2025: no site operates processing of metal, though the stage before it operates at mine.
              ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]],
    );
}

#[test]
fn complete_counts_for_five_years() {
    let judged = |year: &str| mine(&format!("coverage fi * COMPLETE@{year} material=metal"));
    for (year, kind) in [
        ("2019", "NONE_RECORDED"),
        ("2020", "MISSING_STAGE"),
        ("2025", "MISSING_STAGE"),
        ("2026", "NONE_RECORDED"),
        ("", "NONE_RECORDED"),
    ] {
        assert_eq!(kinds(&judged(year), "fi of=metal"), [kind], "{year}");
    }
}

#[test]
fn the_nearest_judgement_decides_then_the_more_special_then_the_newest() {
    let complete = "coverage fi PROCESSING COMPLETE@2024 material=metal";
    for (more, kind) in [
        ("", "MISSING_STAGE"),
        (
            "coverage eu PROCESSING SAMPLE@2025 material=metal",
            "MISSING_STAGE",
        ),
        ("coverage fi * SAMPLE@2025 material=metal", "MISSING_STAGE"),
        ("coverage fi PROCESSING SAMPLE@2025", "MISSING_STAGE"),
        (
            "coverage fi PROCESSING SAMPLE@2023 material=metal",
            "MISSING_STAGE",
        ),
        (
            "coverage fi PROCESSING SAMPLE@2026 material=metal",
            "MISSING_STAGE",
        ),
        (
            "coverage fi PROCESSING SAMPLE@2025 material=metal",
            "NONE_RECORDED",
        ),
    ] {
        let network = mine(&format!("{complete}\n{more}"));
        assert_eq!(kinds(&network, "fi of=metal"), [kind], "{more}");
    }
    let part = mine(&format!("{complete}\npart fi1 fi\nwithin mine fi1"));
    assert_eq!(
        kinds(&part, "fi1 of=metal"),
        ["MISSING_STAGE"],
        "it holds for parts"
    );
    let own = format!("{part}\ncoverage fi1 * SAMPLE@2024");
    assert_eq!(
        kinds(&own, "fi1 of=metal"),
        ["NONE_RECORDED"],
        "the nearest decides"
    );
    let whole = mine("part fi1 fi\ncoverage fi1 * COMPLETE@2024");
    assert_eq!(
        kinds(&whole, "fi of=metal"),
        ["NONE_RECORDED"],
        "a part says nothing of the whole"
    );
}

#[test]
fn what_needs_no_processing_lacks_none() {
    let judged = "coverage fi * COMPLETE@2024";
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
        coverage fi * COMPLETE@2024";
    assert!(super::kinds(finished, "fi of=metal kind=MISSING_STAGE").is_empty());
    let scrap = finished.replace("REFINED", "SCRAP");
    assert_eq!(
        super::kinds(&scrap, "fi of=metal kind=MISSING_STAGE"),
        ["MISSING_STAGE"]
    );
}

#[test]
fn elsewhere_in_the_bloc_is_named_and_weighs_less() {
    let judged = mine("coverage fi * COMPLETE@2024");
    let smelter = "
        site smelter PROCESSOR country=SE status=OPERATING@2024
        activity smelter PROCESSING in=ore out=metal-ingot";
    check(&judged, "fi of=metal", expect![[r#"
        HIGH MISSING_STAGE metal PROCESSING
          fi, 2025: no site operates processing of metal, though the stage before it operates at mine.
          ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]]);
    check(&format!("{judged}{smelter}"), "fi of=metal", expect![[r#"
        MEDIUM MISSING_STAGE metal PROCESSING
          fi, 2025: no site operates processing of metal, though the stage before it operates at mine; elsewhere in the wider bloc: smelter.
          ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]]);
    let idle = format!(
        "{judged}{}",
        smelter.replace("OPERATING", "CARE_AND_MAINTENANCE")
    );
    check(&idle, "fi of=metal", expect![[r#"
        HIGH MISSING_STAGE metal PROCESSING
          fi, 2025: no site operates processing of metal, though the stage before it operates at mine.
          ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]]);
    let idle_inside = idle.replace("country=SE", "country=FI");
    check(&idle_inside, "fi of=metal", expect![[r#"
        HIGH MISSING_STAGE metal PROCESSING
          fi, 2025: no site operates processing of metal, though the stage before it operates at mine; idle: smelter (care and maintenance as of 2024, 1 year old).
          ~ If the data on processing of metal were judged a sample for 2025, this would be NONE_RECORDED."#]]);
}

#[test]
fn what_is_only_planned_is_told_with_its_age() {
    let planned = |status: &str| {
        mine(&format!(
            "site smelter PROCESSOR country=FI {status}
            activity smelter PROCESSING in=ore out=metal-ingot"
        ))
    };
    check(
        &planned("status=FEASIBILITY@2022"),
        "fi of=metal",
        expect![[r#"
            HIGH PLANNED_ONLY metal PROCESSING
              fi, 2025: processing of metal is only planned: smelter (feasibility as of 2022, 3 years old); none is on record as operating.
              ~ If the status of the site smelter were operating, there would be no such gap."#]],
    );
    let two = format!(
        "{}\nsite other PROCESSOR country=FI status=PLANNED@2025
        activity other PROCESSING in=ore out=metal-ingot",
        planned("status=CONSTRUCTION@2024")
    );
    check(&two, "fi of=metal", expect![[r#"
        HIGH PLANNED_ONLY metal PROCESSING
          fi, 2025: processing of metal is only planned: other (planned as of 2025), smelter (construction as of 2024, 1 year old); none is on record as operating."#]]);
    check(&planned("opened=2030"), "fi of=metal", expect![[r#"
        HIGH PLANNED_ONLY metal PROCESSING
          fi, 2025: processing of metal is only planned: smelter (from 2030); none is on record as operating."#]]);
    check(
        &planned("status=PLANNED@2026"),
        "fi of=metal",
        expect![[r#"
            HIGH PLANNED_ONLY metal PROCESSING
              fi, 2025: processing of metal is only planned: smelter (planned as of 2026, told for a later year); none is on record as operating.
              ~ If the status of the site smelter were operating, there would be no such gap."#]],
    );
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
    let later = format!(
        "{}\nruns smelter-processing-ore opened=2027",
        planned("status=OPERATING@2024")
    );
    assert_eq!(
        kinds(&later, "fi of=metal kind=PLANNED_ONLY"),
        ["PLANNED_ONLY"]
    );
    let stopped = format!(
        "{}\nruns smelter-processing-ore closed=2024",
        planned("status=OPERATING@2024")
    );
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
            HIGH PLANNED_ONLY metal PROCESSING
              fi, 2025: processing of metal is only planned: mill (pending approval as of 2023, 2 years old); none is on record as operating.
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
            "coverage fi * COMPLETE@2024
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
            "coverage fi * COMPLETE@2024
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
              fi, 2025: whether processing of metal operates hangs on smelter, of unknown status; its operator or the sources (s-smelter) would know.
              ~ If the status of the site smelter were operating, there would be no such gap."#]],
    );
    check(&smelter(""), "fi of=metal stage=PROCESSING", expect![[r#"
        MEDIUM DATA metal PROCESSING
          fi, 2025: whether processing of metal operates hangs on smelter, taken to operate since no status is stated; its operator or the sources (s-smelter) would know."#]]);
    assert!(
        kinds(
            &smelter("status=OPERATING@2024"),
            "fi of=metal stage=PROCESSING"
        )
        .is_empty()
    );
}

/// A smelter in Finland that is fed from abroad.
const SMELTER: &str = "
    region eu FI,SE
    material metal critical
    product ore ORE carries=metal
    product ingot REFINED carries=metal
    site far EXTERNAL country=CD
    site port HARBOUR country=FI
    site smelter PROCESSOR country=FI status=OPERATING@2024
    activity smelter PROCESSING in=ore out=ingot
    link ship far port ore
    link way port smelter ore
";

#[test]
fn plants_that_nothing_at_home_feeds() {
    let with = |more: &str| format!("{SMELTER}{more}");
    check(&with(""), "fi of=metal stage=EXTRACTION", expect![[r#"
        LOW NONE_RECORDED metal EXTRACTION
          fi, 2025: processing of metal at smelter has no recorded feed from within the region: no site on record there operates extraction of metal, and what is on record comes from far (CD); to be checked: no judgement says how complete the data are.
          ~ If the data on extraction of metal were judged complete for 2025, this would be MISSING_UPSTREAM."#]]);
    check(
        &with("coverage fi EXTRACTION COMPLETE@2024"),
        "fi of=metal stage=EXTRACTION",
        expect![[r#"
            MEDIUM MISSING_UPSTREAM metal EXTRACTION
              fi, 2025: processing of metal at smelter has no recorded feed from within the region: no site there operates extraction of metal, and what is on record comes from far (CD).
              ~ If the data on extraction of metal were judged a sample for 2025, this would be NONE_RECORDED."#]],
    );
    let of_extraction = "fi of=metal stage=EXTRACTION";
    let mine = "
        coverage fi EXTRACTION COMPLETE@2024
        site mine MINE country=FI status=OPERATING@2024
        activity mine EXTRACTION out=ore";
    check(&with(mine), of_extraction, expect![[r#"
        LOW NONE_RECORDED metal EXTRACTION
          fi, 2025: processing of metal at smelter has no recorded feed from within the region: though extraction of metal operates at mine, no recorded way leads from it, and what is on record comes from far (CD); to be checked: where the feed comes from; its operator or the sources (s-smelter) would know."#]]);
    let joined = format!("{mine}\nlink cart mine smelter ore");
    assert!(kinds(&with(&joined), of_extraction).is_empty(), "it is fed");
    let named = "site seller EXTERNAL country=FI\nlink cart seller smelter ore";
    assert!(
        kinds(&with(named), of_extraction).is_empty(),
        "a party at home feeds it"
    );
    let abroad = joined.replace("MINE country=FI", "MINE country=SE");
    check(&with(&abroad), of_extraction, expect![[r#"
        LOW MISSING_UPSTREAM metal EXTRACTION
          fi, 2025: processing of metal at smelter has no recorded feed from within the region: no site there operates extraction of metal, and what is on record comes from far (CD), mine (SE).
          ~ If the data on extraction of metal were judged a sample for 2025, this would be NONE_RECORDED."#]]);
    assert!(kinds(&with(&abroad), "eu of=metal stage=EXTRACTION").is_empty());
}

#[test]
fn a_manufacturer_lacks_what_gives_its_input() {
    let works = |input: &str, more: &str| {
        format!(
            "region eu FI,SE
            material metal critical
            product ore ORE carries=metal
            product ingot REFINED carries=metal
            product part COMPONENT carries=metal
            product gas CHEMICAL
            site works MANUFACTURER country=FI status=OPERATING@2024
            activity works MANUFACTURING {input} out=part
            {more}"
        )
    };
    let lacks = |input: &str, more: &str| {
        let (_, found) = answer(&works(input, more), "fi of=metal");
        let told = found
            .gaps
            .iter()
            .map(|it| (it.kind.code(), it.stage.unwrap().code()));
        told.collect::<Vec<_>>()
    };
    assert_eq!(lacks("in=ingot", ""), [("NONE_RECORDED", "PROCESSING")]);
    assert_eq!(lacks("in=ore", ""), [("NONE_RECORDED", "EXTRACTION")]);
    assert_eq!(
        lacks("", ""),
        [("DATA", "MANUFACTURING")],
        "what it takes is not told"
    );
    assert_eq!(lacks("in=gas", ""), [], "the material begins here");
    let smelter = "
        site smelter PROCESSOR country=FI status=OPERATING@2024
        activity smelter PROCESSING in=ore out=ingot
        link cart smelter works ingot";
    assert_eq!(
        lacks("in=ingot", smelter),
        [("NONE_RECORDED", "EXTRACTION")],
        "only the smelter lacks something"
    );
}

#[test]
fn products_leave_the_map_where_every_way_does() {
    let with = |more: &str| {
        format!(
            "{SMELTER}
            site buyer EXTERNAL country=US
            site other EXTERNAL
            site quay HARBOUR country=FI
            site works MANUFACTURER country=SE status=OPERATING@2024
            {more}"
        )
    };
    let asked = "fi of=metal kind=LEAVES_MAP";
    check(
        &with("link a smelter quay ingot\nlink b quay buyer ingot\nlink c smelter other ingot"),
        asked,
        expect![[r#"
            LOW LEAVES_MAP metal PROCESSING
              fi, 2025: what processing of metal gives goes on record only to buyers of which the data know no more: ingot of smelter, to buyer (US), other (country not stated)."#]],
    );
    for (links, why) in [
        (
            "link a smelter buyer ingot\nlink b smelter works ingot",
            "a receiver on the map",
        ),
        ("link a smelter quay ingot", "it ends at a harbour"),
        (
            "link a smelter buyer ingot\nlink b buyer works ingot",
            "it comes back",
        ),
        (
            "link a smelter buyer ingot\nactivity smelter MANUFACTURING in=ingot out=wire\nproduct wire COMPONENT carries=metal",
            "it is worked at home",
        ),
        ("", "nothing takes it"),
    ] {
        assert!(kinds(&with(links), asked).is_empty(), "{why}");
    }
    let round = "link a smelter buyer ingot\nlink b buyer other ingot\nlink c other buyer ingot";
    assert!(
        kinds(&with(round), asked).is_empty(),
        "nobody buys it in the end"
    );
}

#[test]
fn sites_without_a_way_are_told_in_complete_data_only() {
    let network = |year: &str| {
        format!(
            "{SMELTER}
            site mine MINE country=FI status=OPERATING@2024
            activity mine EXTRACTION out=ore
            link cart mine smelter ore
            product odd CONCENTRATE carries=metal
            product metal-unspecified ORE carries=metal
            site lost PROCESSOR country=FI status=OPERATING@2024
            activity lost PROCESSING in=odd out=ingot
            site dead MINE country=FI status=OPERATING@2024
            activity dead EXTRACTION out=odd
            site vague MINE country=FI status=OPERATING@2024
            activity vague EXTRACTION out=metal-unspecified
            coverage fi PROCESSING COMPLETE@2024
            coverage fi EXTRACTION COMPLETE@{year}"
        )
    };
    let asked = "fi of=metal kind=UNCONNECTED";
    check(&network("2020"), asked, expect![[r#"
        MEDIUM UNCONNECTED metal EXTRACTION
          fi, 2025: dead operates extraction of metal and has no recorded way to a sink, in data that are judged complete.
          ~ If the data on extraction of metal were not judged complete for 2025, nothing would follow from the missing way.
        MEDIUM UNCONNECTED metal PROCESSING
          fi, 2025: lost operates processing of metal and has no recorded way from a source, in data that are judged complete.
          ~ If the data on processing of metal were not judged complete for 2025, nothing would follow from the missing way."#]]);
    assert!(kinds(&network("2019"), asked).is_empty());
}

/// A side-stream at a plant in Finland; `{}` is what is told of it.
fn stream(of: &str, more: &str) -> String {
    format!(
        "region eu FI
        material metal critical symbol=V
        product slag RESIDUE
        site works PROCESSOR country=FI status=OPERATING@2024
        stream pile works slag {of}
        {more}"
    )
}

const CONTENT: &str = "figure side-stream:pile content 0.03 material=metal product=slag year=2020";
const GENERATION: &str = "figure side-stream:pile generation 1000 basis=GROSS year=2020";

#[test]
fn side_streams_that_are_not_used() {
    let all = format!("{CONTENT}\n{GENERATION}");
    let asked = "fi of=metal";
    check(&stream("fate=STORED@2020", &all), asked, expect![[r#"
        MEDIUM UNUSED_SIDE_STREAM metal PROCESSING [Some(30.0) t/a, share Some(1.0)]
          fi, 2025: the side-stream pile of works holds metal and is stored (as of 2020): 30.0 t of metal a year.
          ~ If all of the side-stream pile of works were reused or sold, there would be no such gap."#]]);
    check(
        &stream("fate=STORED@2020 legal=WASTE", CONTENT),
        asked,
        expect![[r#"
            MEDIUM UNUSED_SIDE_STREAM metal PROCESSING [None t/a, share Some(1.0)]
              fi, 2025: the waste pile of works holds metal and is stored (as of 2020): the tonnes a year are not known.
              ~ If all of the waste pile of works were reused or sold, there would be no such gap."#]],
    );
    let parted = "fate=STORED;REUSED@2020";
    check(&stream(parted, &all), asked, expect![[r#"
        MEDIUM UNUSED_SIDE_STREAM metal PROCESSING
          fi, 2025: the side-stream pile of works holds metal and is stored and reused (as of 2020), in which parts is not on record: the tonnes a year are not known.
          ~ If all of the side-stream pile of works were reused or sold, there would be no such gap."#]]);
    let share = |fate: &str, share: f64| {
        format!("{all}\nfigure side-stream:pile fate-share {share} definition={fate} year=2020")
    };
    check(&stream(parted, &share("STORED", 0.9)), asked, expect![[r#"
        MEDIUM UNUSED_SIDE_STREAM metal PROCESSING [Some(27.0) t/a, share Some(0.9)]
          fi, 2025: the side-stream pile of works holds metal and is stored and reused (as of 2020), 90 % of it landfilled or stored: 27.0 t of metal a year.
          ~ If all of the side-stream pile of works were reused or sold, there would be no such gap.
          ~ If the share that is stored were 0, there would be no such gap."#]]);
    let told = |of: &str, more: &str| {
        let (_, found) = answer(&stream(of, more), asked);
        found
            .gaps
            .first()
            .map(|it| (it.shortfall_tonnes_per_year, it.share))
    };
    let (_, by_rest) = told(parted, &share("REUSED", 0.75)).unwrap();
    assert_eq!(by_rest, Some(0.25), "what is not reused");
    assert_eq!(
        told("fate=STORED;LANDFILLED@2020", &all),
        Some((Some(30.0), Some(1.0)))
    );
    assert_eq!(
        told("fate=STORED;LANDFILLED;REUSED@2020", &share("STORED", 0.5)),
        Some((None, None)),
        "how much is landfilled is not known"
    );
    assert_eq!(
        told(parted, &share("STORED", 0.0)),
        None,
        "nothing is stored"
    );
    for fate in ["SOLD", "REUSED", "BACKFILLED", "SOLD;REUSED"] {
        assert_eq!(told(&format!("fate={fate}@2020"), &all), None, "{fate}");
    }
    assert_eq!(
        told("fate=STORED@2026", &all),
        told("", &all),
        "not in force yet"
    );
    let closed = stream("fate=STORED@2020", &all).replace("OPERATING", "CLOSED");
    let (_, found) = answer(&closed, asked);
    assert_eq!(
        found.gaps[0].shortfall_tonnes_per_year, None,
        "it no longer arises"
    );
    let nothing = CONTENT.replace("0.03", "0");
    assert_eq!(
        told("of=metal fate=STORED@2020", &nothing),
        None,
        "a stated 0"
    );
    let later = CONTENT.replace("2020", "2026");
    assert_eq!(
        told("fate=STORED@2020", &later),
        None,
        "told for later only"
    );
    assert_eq!(told("fate=STORED@2020 planned", &all), None);
    let common = stream("fate=STORED@2020", &all).replace(" critical", "");
    assert!(
        kinds(&common, asked).is_empty(),
        "the material is not critical"
    );
}

#[test]
fn what_is_missing_of_a_side_stream_is_asked_for() {
    check(
        &stream("of=metal fate=LANDFILLED@2020", ""),
        "fi of=metal",
        expect![[r#"
            LOW DATA metal PROCESSING
              fi, 2025: the side-stream pile of works is landfilled (as of 2020) and is named to hold metal, but how much is not on record; its operator would know."#]],
    );
    check(
        &stream("fate=UNKNOWN@2020", CONTENT),
        "fi of=metal",
        expect![[r#"
            LOW DATA metal PROCESSING
              fi, 2025: the side-stream pile of works holds metal, but what becomes of it is not on record; its operator would know.
              ~ If the side-stream pile of works were known to be stored or landfilled, this would be UNUSED_SIDE_STREAM."#]],
    );
    assert_eq!(kinds(&stream("", CONTENT), "fi of=metal"), ["DATA"]);
    assert!(kinds(&stream("of=metal fate=SOLD@2020", ""), "fi of=metal").is_empty());
    let withheld = CONTENT.replace("0.03", "?");
    assert_eq!(
        kinds(&stream("fate=STORED@2020", &withheld), "fi of=metal"),
        ["UNUSED_SIDE_STREAM"]
    );
}

#[test]
fn tonnes_of_a_compound_are_of_its_element() {
    // 1000 t/a · 0.03 of V2O5 · 0.560172.
    let network = stream(
        "fate=STORED@2020",
        &format!("{GENERATION}\n{CONTENT} contained-of=V2O5"),
    );
    let (_, found) = answer(&network, "fi of=metal");
    let tonnes = found.gaps[0].shortfall_tonnes_per_year.unwrap();
    assert!((tonnes - 16.805).abs() < 0.001, "{tonnes}");
}

#[test]
fn a_group_is_what_carries_it_as_such() {
    let network = "
        region eu FI
        material group critical
        material one critical group=group
        product mixed ORE carries=group
        product single ORE carries=one
        site mine MINE country=FI status=OPERATING@2024
        activity mine EXTRACTION out=mixed
        site pit MINE country=FI status=PLANNED@2024
        activity pit EXTRACTION out=single";
    check(network, "fi", expect![[r#"
        MEDIUM PLANNED_ONLY one EXTRACTION
          fi, 2025: extraction of one is only planned: pit (planned as of 2024, 1 year old); none is on record as operating.
          ~ If the status of the site pit were operating, there would be no such gap.
        LOW NONE_RECORDED group PROCESSING
          fi, 2025: no site on record operates processing of group, though the stage before it operates at mine; to be checked: no judgement says how complete the data are.
          ~ If the data on processing of group were judged complete for 2025, this would be MISSING_STAGE."#]]);
    let (_, found) = answer(network, "fi of=group");
    let codes: Vec<&str> = found.basis.notes.iter().map(|it| it.code.code()).collect();
    assert!(codes.contains(&"GROUP_OF_MATERIALS"), "{codes:?}");
}

#[test]
fn severity_follows_the_material() {
    for (flags, severity) in [
        ("strategic critical", "HIGH"),
        ("strategic", "HIGH"),
        ("critical", "MEDIUM"),
        ("", "LOW"),
    ] {
        let network = mine("coverage fi * COMPLETE@2024").replace("strategic critical", flags);
        let (_, found) = answer(&network, "fi of=metal");
        assert_eq!(found.gaps[0].severity.code(), severity, "{flags}");
        let unsure = mine("").replace("strategic critical", flags);
        let (_, found) = answer(&unsure, "fi of=metal");
        assert!(found.gaps[0].severity.code() != "HIGH", "{flags}");
    }
    let sure = mine("coverage fi * COMPLETE@2024");
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
