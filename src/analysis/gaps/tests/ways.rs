//! Feed that is missing, products that leave, sites without a way.

use expect_test::expect;

use crate::analysis::gaps::tests::answer;
use crate::analysis::gaps::tests::check;
use crate::analysis::gaps::tests::kinds;

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
    check(
        &with(""),
        "fi of=metal stage=EXTRACTION",
        expect![[r#"
        LOW NONE_RECORDED metal EXTRACTION
          fi, 2025: processing of metal at smelter has no recorded feed from within the region: no site on record there operates extraction of metal, and what is on record comes from far (CD); to be checked: no judgement says how complete the data are.
          ~ If the data on extraction of metal were judged complete for 2025, this would be MISSING_UPSTREAM."#]],
    );
    check(
        &with("coverage fi COMPLETE stage=EXTRACTION as_of=2024"),
        "fi of=metal stage=EXTRACTION",
        expect![[r#"
            MEDIUM MISSING_UPSTREAM metal EXTRACTION
              fi, 2025: processing of metal at smelter has no recorded feed from within the region: no site there operates extraction of metal, and what is on record comes from far (CD).
              ~ If the data on extraction of metal were judged a sample for 2025, this would be NONE_RECORDED."#]],
    );
    let of_extraction = "fi of=metal stage=EXTRACTION";
    let mine = "
        coverage fi COMPLETE stage=EXTRACTION as_of=2024
        site mine MINE country=FI status=OPERATING@2024
        activity mine EXTRACTION out=ore";
    check(
        &with(mine),
        of_extraction,
        expect![[r#"
            LOW NONE_RECORDED metal EXTRACTION
              fi, 2025: processing of metal at smelter has no recorded feed from within the region: though extraction of metal operates at mine, no recorded way leads from it, and what is on record comes from far (CD); to be checked: where the feed comes from; the operator of smelter or the sources (s-smelter) would know."#]],
    );
    let joined = format!("{mine}\nlink cart mine smelter ore");
    assert!(kinds(&with(&joined), of_extraction).is_empty(), "it is fed");
    let named = "site seller EXTERNAL country=FI\nlink cart seller smelter ore";
    assert!(
        kinds(&with(named), of_extraction).is_empty(),
        "a party at home feeds it"
    );
    let abroad = joined.replace("MINE country=FI", "MINE country=SE");
    check(
        &with(&abroad),
        of_extraction,
        expect![[r#"
        LOW MISSING_UPSTREAM metal EXTRACTION
          fi, 2025: processing of metal at smelter has no recorded feed from within the region: no site there operates extraction of metal, and what is on record comes from far (CD), mine (SE).
          ~ If the data on extraction of metal were judged a sample for 2025, this would be NONE_RECORDED."#]],
    );
    assert!(kinds(&with(&abroad), "eu of=metal stage=EXTRACTION").is_empty());
}

#[test]
fn a_sender_at_home_that_nothing_is_brought_to_feeds() {
    let asked = "fi of=metal stage=EXTRACTION";
    let root = "
        site works PROCESSOR country=FI status=OPERATING@2024
        link cart works smelter ore";
    let with = |more: &str| format!("{SMELTER}{root}{more}");
    assert!(kinds(&with(""), asked).is_empty(), "works is a root");
    let other = with("").replace("cart works smelter ore", "cart works smelter rest");
    let other = format!("{other}\nproduct rest SCRAP carries=metal");
    assert!(kinds(&other, asked).is_empty(), "it is no stated input");
    check(
        &with("\nlink cargo far works ore"),
        asked,
        expect![[r#"
        LOW NONE_RECORDED metal EXTRACTION
          fi, 2025: processing of metal at smelter has no recorded feed from within the region: no site on record there operates extraction of metal, and what is on record comes from far (CD); to be checked: no judgement says how complete the data are.
          ~ If the data on extraction of metal were judged complete for 2025, this would be MISSING_UPSTREAM."#]],
    );
    let abroad = with("").replace(
        "PROCESSOR country=FI status=OPERATING@2024\n        link cart",
        "PROCESSOR country=SE status=OPERATING@2024\n        link cart",
    );
    assert_eq!(kinds(&abroad, asked), ["NONE_RECORDED"], "not at home");
    let round = "
        region eu FI
        material metal critical
        product ore ORE carries=metal
        product ingot REFINED carries=metal
        site one PROCESSOR country=FI status=OPERATING@2024
        activity one PROCESSING in=ore out=ingot
        site two PROCESSOR country=FI status=OPERATING@2024
        activity two PROCESSING in=ingot out=ore
        link go one two ingot
        link back two one ore";
    let (_, found) = answer(round, asked);
    let message = &found.gaps[0].message;
    assert!(!message.contains("no sender"), "{message}");
}

#[test]
fn a_way_whose_source_names_other_materials_is_told() {
    let network = "
        region eu FI
        material metal critical
        material other critical
        product ore ORE carries=metal,other
        product ingot REFINED carries=metal
        site mine MINE country=FI status=OPERATING@2024
        activity mine EXTRACTION out=ore
        site smelter PROCESSOR country=FI status=OPERATING@2024
        activity smelter PROCESSING in=ore,scrap out=ingot
        product scrap SCRAP carries=metal
        link cart mine smelter ore of=other";
    check(
        network,
        "fi of=metal stage=EXTRACTION",
        expect![[r#"
        LOW NONE_RECORDED metal EXTRACTION
          fi, 2025: processing of metal at smelter has no recorded feed of metal from within the region: no site on record there operates extraction of metal, and a way on record from mine (cart) does not name metal; to be checked: no judgement says how complete the data are.
          ~ If the data on extraction of metal were judged complete for 2025, this would be MISSING_UPSTREAM."#]],
    );
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
              fi, 2025: of what processing of metal gives in fi, ingot of smelter goes on record only to buyers of which the data know no more: buyer (US), other (country not stated)."#]],
    );
    let other_stays = "
        product bar REFINED carries=metal
        activity smelter PROCESSING in=ore out=bar
        link a smelter buyer ingot
        link b smelter works bar";
    check(
        &with(other_stays),
        asked,
        expect![[r#"
        LOW LEAVES_MAP metal PROCESSING
          fi, 2025: of what processing of metal gives in fi, ingot of smelter goes on record only to buyers of which the data know no more: buyer (US)."#]],
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
            coverage fi COMPLETE stage=PROCESSING as_of=2024
            coverage fi COMPLETE stage=EXTRACTION as_of={year}"
        )
    };
    let asked = "fi of=metal kind=UNCONNECTED";
    check(
        &network("2020"),
        asked,
        expect![[r#"
        MEDIUM UNCONNECTED metal EXTRACTION
          fi, 2025: dead operates extraction of metal and has no recorded way to a sink, in data that are judged complete.
          ~ If the data on extraction of metal were not judged complete for 2025, nothing would follow from the missing way.
        MEDIUM UNCONNECTED metal PROCESSING
          fi, 2025: lost operates processing of metal and has no recorded way from a source, in data that are judged complete.
          ~ If the data on processing of metal were not judged complete for 2025, nothing would follow from the missing way."#]],
    );
    assert!(kinds(&network("2019"), asked).is_empty());
}
