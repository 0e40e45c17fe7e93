//! Regions, organisations and clusters as ends of paths, and ends that are narrowed.

use super::*;
use crate::network::paths::QuestionError;

const COAST: &str = "
    region eu FI,SE
    region north parent=fi country=FI
    region tip parent=north country=FI
    organisation group
    organisation mining parent=group
    organisation smelting parent=mining
    organisation shipping
    cluster hub MEMBER:mining,SUPPORTER:shipping
    product ore ORE carries=nickel
    site tip-mine MINE country=FI region=tip operator=smelting
    site fi-mine MINE country=FI operator=group
    site se-mine MINE country=SE
    site no-mine MINE country=NO operator=shipping
    site somewhere MINE
    site port HARBOUR country=FI
    link a tip-mine port ore mode=ROAD km=1
    link b fi-mine port ore mode=ROAD km=2
    link c se-mine port ore mode=ROAD km=3
    link d no-mine port ore mode=ROAD km=4
    link e somewhere port ore mode=ROAD km=5";

/// The sites at which the paths to the port begin.
fn begins(snapshot: &Snapshot, question: &PathQuestion) -> String {
    let answer = paths(snapshot, question).unwrap();
    let begins: Vec<Row> = answer.paths.iter().map(|it| it.steps[0].place).collect();
    slugs(snapshot.registry(), &begins)
}

#[test]
fn sites_of_a_region_an_organisation_or_a_cluster() {
    let snapshot = snapshot(COAST);
    for (end, expected) in [
        ("region:eu", "tip-mine fi-mine se-mine"),
        ("region:fi", "tip-mine fi-mine"),
        // The mine of unknown region may or may not lie there, and is not counted in.
        ("region:north", "tip-mine"),
        ("organisation:group", "tip-mine fi-mine"),
        ("organisation:mining", "tip-mine"),
        ("organisation:shipping", "no-mine"),
        // A supporter is no member.
        ("cluster:hub", "tip-mine"),
        ("kind:MINE", "tip-mine fi-mine se-mine no-mine somewhere"),
    ] {
        let asked = question(&format!("{end} port nickel k=9"));
        assert_eq!(begins(&snapshot, &asked), expected, "{end}");
    }
}

#[test]
fn an_end_is_narrowed_whatever_it_is() {
    let snapshot = snapshot(COAST);
    let site = |slug| Id::new(Kind::Site, slug);
    for end in ["kind:MINE", "region:eu", "fi-mine,no-mine,se-mine"] {
        let mut asked = question(&format!("{end} port nickel k=9"));
        asked.from_only = Some(vec![site("se-mine"), site("fi-mine"), site("port")]);
        assert_eq!(begins(&snapshot, &asked), "fi-mine se-mine", "{end}");
        asked.to_only = Some(Vec::new());
        assert_eq!(begins(&snapshot, &asked), "", "{end}");
    }
}

#[test]
fn ends_without_sites_are_answered_and_unknown_ones_refused() {
    let snapshot = snapshot(&format!("{COAST}\n region empty parent=se country=SE"));
    let none = paths(&snapshot, &question("region:empty port nickel")).unwrap();
    assert!(none.paths.is_empty() && none.completeness.is_exhaustive());
    for (end, expected) in [
        (
            "region:nort",
            "unknown region `nort`; did you mean `north`?",
        ),
        (
            "organisation:minin",
            "unknown organisation `minin`; did you mean `mining`?",
        ),
        (
            "cluster:hubb",
            "unknown cluster `hubb`; did you mean `hub`?",
        ),
    ] {
        let refused = paths(&snapshot, &question(&format!("{end} port nickel"))).unwrap_err();
        assert_eq!(refused.to_string(), expected);
    }
    let stream = Id::new(Kind::SideStream, "slag");
    let mut asked = question("fi-mine port nickel");
    asked.to = Endpoint::Sites(vec![stream.clone()]);
    let expected = QuestionError::SideStreamsNotAsked(stream);
    assert_eq!(paths(&snapshot, &asked), Err(expected));
}
