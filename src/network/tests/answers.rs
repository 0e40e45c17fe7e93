//! Where paths begin and end, what an answer says of them, and questions that are refused.

use super::*;
use crate::network::paths::QuestionError;
use crate::network::paths::SubgraphLink;
use crate::network::paths::path_exists;

#[test]
fn paths_leave_the_origin_and_arrive_as_directly_as_they_can() {
    let network = "
        product ore ORE carries=nickel
        product matte INTERMEDIATE carries=nickel
        product metal REFINED carries=nickel
        site mine MINE country=FI
        site works PROCESSOR country=FI
        site port HARBOUR country=FI
        activity mine EXTRACTION out=ore
        activity mine PROCESSING in=ore out=matte
        activity works PROCESSING in=ore out=matte
        activity works PROCESSING in=matte out=metal
        link ore mine works ore mode=ROAD km=10
        link matte mine works matte mode=ROAD km=10
        link metal works port metal mode=RAIL km=5
        link back works mine ore mode=ROAD km=1";
    // Either product of the mine is one path; walking through the works' own products is not another one.
    check(
        network,
        "mine works nickel k=9",
        expect![[r#"
        1. 10 (10 km, ? kg/t) FI: mine/matte PROCESSING >matte ROAD 10> works/matte
        2. 10 (10 km, ? kg/t) FI: mine/ore EXTRACTION >ore ROAD 10> works/ore; goes on by back
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        "stage:EXTRACTION stage:PROCESSING nickel k=9",
        expect![[r#"
            1. 10 (10 km, ? kg/t) FI: mine/ore EXTRACTION >ore ROAD 10> works/ore; goes on by back
            2. 10 (10 km, ? kg/t) FI: mine/ore EXTRACTION >mine-processing-ore  0> mine/matte PROCESSING >matte ROAD 10> works/matte
            EXHAUSTIVE
            CONTENT_ASSUMED STATUS_ASSUMED
        "#]],
    );
    check(
        network,
        "kind:MINE kind:HARBOUR nickel k=1",
        expect![[r#"
        1. 15 (15 km, ? kg/t) FI: mine/matte PROCESSING >matte ROAD 10> works/matte >works-processing-matte  0> works/metal PROCESSING >metal RAIL 5> port/metal
        TRUNCATED [K], next at least 15
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        "mine port nickel k=9 steps=3",
        expect![[r#"
        1. 15 (15 km, ? kg/t) FI: mine/matte PROCESSING >matte ROAD 10> works/matte >works-processing-matte  0> works/metal PROCESSING >metal RAIL 5> port/metal
        TRUNCATED [Steps], next at least 15
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
}

#[test]
fn a_loop_is_drawn_apart() {
    let network = "
        product scrap SCRAP carries=copper
        site a PROCESSOR country=FI
        site b PROCESSOR country=FI
        site c PROCESSOR country=FI
        site d PROCESSOR country=FI
        link ab a b scrap mode=ROAD km=1
        link ac a c scrap mode=ROAD km=1
        link bc b c scrap mode=ROAD km=1
        link cb c b scrap mode=ROAD km=1
        link bd b d scrap mode=ROAD km=1
        link cd c d scrap mode=ROAD km=1";
    let snapshot = snapshot(network);
    let answer = paths(&snapshot, &question("a d copper k=9")).unwrap();
    assert_eq!(answer.paths.len(), 4);
    let slugs = |links: &[SubgraphLink]| -> Vec<String> {
        links
            .iter()
            .map(|it| {
                format!(
                    "{} {}",
                    snapshot.registry().slug(it.arc.record),
                    it.path_count
                )
            })
            .collect()
    };
    assert_eq!(answer.subgraph.nodes.len(), 4);
    assert_eq!(
        slugs(&answer.subgraph.links),
        ["ab 2", "ac 2", "bc 1", "bd 2", "cd 2"]
    );
    assert_eq!(slugs(&answer.subgraph.back_links), ["cb 1"]);
}

#[test]
fn the_smallest_capacity_is_that_of_contained_tonnes() {
    let network = "
        product ore ORE carries=copper
        product metal REFINED carries=copper
        site mine MINE country=FI
        site smelter PROCESSOR country=FI
        site port HARBOUR country=FI
        activity smelter PROCESSING in=ore out=metal
        link a mine smelter ore mode=ROAD km=1
        link b smelter port metal mode=ROAD km=1
        figure activity:smelter-processing-ore capacity 210000 material=copper basis=CONTAINED side=OUTPUT year=2020
        figure link:a capacity 500 basis=GROSS year=2020
        figure link:b capacity 190000 material=copper basis=CONTAINED year=2020";
    let snapshot = snapshot(network);
    let answer = paths(&snapshot, &question("mine port copper")).unwrap();
    assert_eq!(
        answer.paths[0].smallest_capacity_tonnes_per_year,
        Some(190_000.0)
    );
    let sources: Vec<&str> = answer
        .basis
        .sources
        .iter()
        .map(|it| snapshot.registry().slug(*it))
        .collect();
    assert!(
        sources.contains(&"s-a") && sources.contains(&"s-smelter-processing-ore"),
        "{sources:?}"
    );
}

#[test]
fn wrong_questions_are_refused_with_the_nearest_right_one() {
    let snapshot = snapshot(KEMI);
    let refused = |asked: &str| paths(&snapshot, &question(asked)).unwrap_err().to_string();
    assert_eq!(
        refused("kemmi roytta chromium"),
        "unknown site `kemmi`; did you mean `kemi`?"
    );
    assert_eq!(
        refused("kemi xyzzyxyzzy chromium"),
        "unknown site `xyzzyxyzzy`"
    );
    assert_eq!(
        refused("kemi roytta chromum"),
        "unknown material `chromum`; did you mean `chromium`?"
    );
    assert_eq!(
        refused("kemi roytta chromium k=0"),
        "`0` paths cannot be asked for: from 1 to 200"
    );
    assert_eq!(
        refused("kemi roytta chromium k=10000"),
        "`10000` paths cannot be asked for: from 1 to 200"
    );
    assert_eq!(
        refused("kemi roytta chromium steps=0"),
        "`0` steps cannot be asked for: from 1 to 200"
    );
    assert_eq!(
        refused("kemi roytta chromium year=-5"),
        "`-5` is no year that can be asked for: from 1500 to 2200"
    );
    let mut wrong = question("kemi roytta chromium");
    wrong.from = Endpoint::Sites(vec![Id::new(Kind::Material, "iron")]);
    let expected = QuestionError::WrongKind {
        id: Id::new(Kind::Material, "iron"),
        expected: Kind::Site,
    };
    assert_eq!(paths(&snapshot, &wrong), Err(expected));
    // An end that means no site is a question like others, and has an answer.
    wrong.from = Endpoint::Sites(Vec::new());
    let answer = paths(&snapshot, &wrong).unwrap();
    assert!(answer.paths.is_empty() && answer.completeness.is_exhaustive());
}

#[test]
fn whether_a_path_exists_does_not_hang_on_lengths() {
    let snapshot = snapshot(KEMI);
    let exists = |asked: &str| path_exists(&snapshot, &question(asked)).unwrap();
    assert_eq!(exists("kemi roytta chromium").steps, Some(5));
    assert!(exists("kemi roytta chromium").exists);
    assert!(!exists("roytta kemi chromium").exists);
    let too_short = exists("kemi roytta chromium steps=4");
    assert!(!too_short.exists && !too_short.completeness.is_exhaustive());
    assert!(
        !exists("kemi ferrochrome iron").exists,
        "the flow states chromium alone"
    );
}
