//! Side-streams, and materials that are groups.

use expect_test::expect;

use crate::analysis::gaps::tests::answer;
use crate::analysis::gaps::tests::check;
use crate::analysis::gaps::tests::kinds;

/// A side-stream at a plant in Finland; `{}` is what is told of it.
fn stream(of: &str, more: &str) -> String {
    format!(
        "region eu FI
        material metal critical symbol=V
        product slag RESIDUE
        site works PROCESSOR country=FI status=OPERATING@2024
        side-stream pile works slag {of}
        {more}"
    )
}

const CONTENT: &str = "figure side-stream:pile content 0.03 material=metal product=slag year=2020";
const GENERATION: &str = "figure side-stream:pile generation 1000 basis=GROSS year=2020";

/// What is told of it, with the share of one fate.
fn share(fate: &str, share: f64) -> String {
    format!(
        "{CONTENT}\n{GENERATION}\nfigure side-stream:pile fate-share {share} definition={fate} year=2020"
    )
}

#[test]
fn side_streams_that_are_not_used() {
    let all = format!("{CONTENT}\n{GENERATION}");
    let asked = "fi of=metal";
    check(
        &stream("fate=STORED@2020", &all),
        asked,
        expect![[r#"
        MEDIUM UNUSED_SIDE_STREAM metal PROCESSING [Some(30.0) t/a, share Some(1.0)]
          fi, 2025: the side-stream pile of works holds metal and is stored (as of 2020): 30.0 t of metal a year.
          ~ If all of the side-stream pile of works were reused or sold, there would be no such gap."#]],
    );
    check(
        &stream("fate=STORED@2020 legal=WASTE", CONTENT),
        asked,
        expect![[r#"
            MEDIUM UNUSED_SIDE_STREAM metal PROCESSING [None t/a, share Some(1.0)]
              fi, 2025: the waste pile of works holds metal and is stored (as of 2020): the tonnes a year are not known.
              ~ If all of the waste pile of works were reused or sold, there would be no such gap."#]],
    );
    let parted = "fate=STORED;REUSED@2020";
    check(
        &stream(parted, &all),
        asked,
        expect![[r#"
        MEDIUM UNUSED_SIDE_STREAM metal PROCESSING
          fi, 2025: the side-stream pile of works holds metal and is stored and reused (as of 2020), in which parts is not on record: the tonnes a year are not known.
          ~ If all of the side-stream pile of works were reused or sold, there would be no such gap."#]],
    );
    check(
        &stream(parted, &share("STORED", 0.9)),
        asked,
        expect![[r#"
        MEDIUM UNUSED_SIDE_STREAM metal PROCESSING [Some(27.0) t/a, share Some(0.9)]
          fi, 2025: the side-stream pile of works holds metal and is stored and reused (as of 2020), 90 % of it landfilled or stored: 27.0 t of metal a year.
          ~ If all of the side-stream pile of works were reused or sold, there would be no such gap.
          ~ If the share that is stored were 0, there would be no such gap."#]],
    );
}

#[test]
fn streams_without_a_stated_content_are_counted_where_the_kind_is_asked_for() {
    let named = |fate: &str| stream(fate, "record side-stream:pile materials=metal");
    let told = |network: &str, asked: &str| answer(network, asked).1.not_covered.message;
    let asked = "fi of=metal kind=UNUSED_SIDE_STREAM";
    for fate in ["", "fate=UNKNOWN@2020", "fate=STORED@2020"] {
        let message = told(&named(fate), asked);
        assert!(
            message.contains(
                " 1 more side-stream that is not used, or of unknown fate, is named to hold"
            ),
            "{message}"
        );
        assert!(!told(&named(fate), "fi of=metal").contains("1 more"));
    }
    assert!(!told(&named("fate=SOLD@2020"), asked).contains("1 more"));
    assert!(!told(&stream("fate=STORED@2020", CONTENT), asked).contains("1 more"));
}

#[test]
fn tonnes_by_old_figures_are_about() {
    let all = format!("{CONTENT}\n{}", GENERATION.replace("2020", "2019"));
    let (_, found) = answer(&stream("fate=STORED@2020", &all), "fi of=metal");
    let message = &found.gaps[0].message;
    let told = ": about 30.0 t of metal a year, by figures of 2019, 2020.";
    assert!(message.ends_with(told), "{message}");
}

#[test]
fn tonnes_of_a_part_of_a_year_are_told_and_are_no_shortfall() {
    let part =
        "figure side-stream:pile generation 400 basis=GROSS year=2024 definition=March-to-July";
    let told = |figures: &str| {
        let (_, found) = answer(&stream("fate=STORED@2020", figures), "fi of=metal");
        let gap = found.gaps.into_iter().next().unwrap();
        (
            gap.shortfall_tonnes_per_year,
            gap.message,
            gap.evidence.figures.len(),
        )
    };
    // 0.03 of 400.
    assert_eq!(
        told(&format!("{CONTENT}\n{part}")),
        (
            None,
            "fi, 2025: the side-stream pile of works holds metal and is stored (as of 2020): in all of it 12.0 t of metal arose in a part of a year (told of: March-to-July), by figures of 2020, 2024; tonnes of a whole year are not on record.".to_owned(),
            2
        )
    );
    // A whole year stands before it, however well that is founded: 0.03 of 1000.
    let both = format!("{CONTENT}\n{part} confidence=REPORTED\n{GENERATION} confidence=ESTIMATED");
    let (shortfall, message, _) = told(&both);
    assert_eq!(shortfall, Some(30.0));
    assert!(!message.contains("March"), "{message}");
}

#[test]
fn a_material_without_anything_on_record_is_named() {
    let network = "
        region eu FI
        material group
        material one group=group
        material two group=group
        material lone
        product ore ORE carries=one
        site mine MINE country=SE status=OPERATING@2024
        activity mine EXTRACTION out=ore";
    let told = |asked: &str| {
        let (_, found) = answer(network, asked);
        let nothing = found.nothing_on_record.into_iter();
        nothing.map(|it| it.message).collect::<Vec<_>>()
    };
    let sentence = |of: &str, more: &str| {
        [format!(
            "Nothing is on record of {of} in fi in 2025: whether there is a gap cannot be told.{more}"
        )]
    };
    assert_eq!(
        told("fi of=group"),
        sentence("group", " Its members are one, two.")
    );
    assert_eq!(told("fi of=one"), sentence("one", " It belongs to group."));
    assert_eq!(told("fi of=lone"), sentence("lone", ""));
    assert!(told("fi").is_empty(), "not asked by name");
    let here = network.replace("country=SE", "country=FI");
    assert!(answer(&here, "fi of=one").1.nothing_on_record.is_empty());
}

#[test]
fn what_is_claimed_of_a_side_stream_and_what_is_not() {
    let all = format!("{CONTENT}\n{GENERATION}");
    let (asked, parted) = ("fi of=metal", "fate=STORED;REUSED@2020");
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
    assert_eq!(told("fate=STORED@2020 planned=true", &all), None);
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
              fi, 2025: the side-stream pile of works is landfilled (as of 2020) and is named to hold metal, but how much is not on record; the operator of works or the sources (s-pile) would know."#]],
    );
    check(
        &stream("fate=UNKNOWN@2020", CONTENT),
        "fi of=metal",
        expect![[r#"
            LOW DATA metal PROCESSING
              fi, 2025: the side-stream pile of works holds metal, but what becomes of it is not on record; the operator of works or the sources (s-pile) would know.
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
    check(
        network,
        "fi",
        expect![[r#"
            LOW NONE_RECORDED group PROCESSING
              fi, 2025: no site on record operates processing of group, though the stage before it operates at mine; to be checked: no judgement says how complete the data are.
              ~ If the data on processing of group were judged complete for 2025, this would be MISSING_STAGE.
            LOW PLANNED_ONLY one EXTRACTION
              fi, 2025: on record, extraction of one is only planned: pit (planned as of 2024, 1 year old); none is on record as operating; the data there have not been judged.
              ~ If the status of the site pit were operating, there would be no such gap."#]],
    );
    let (_, found) = answer(network, "fi of=group");
    let codes: Vec<&str> = found.basis.notes.iter().map(|it| it.code.code()).collect();
    assert!(codes.contains(&"GROUP_OF_MATERIALS"), "{codes:?}");
}
