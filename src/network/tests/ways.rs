//! Ways that a chain holds only if it is asked for: side-streams and corridors.

use super::*;

const SLAG: &str = "
    region eu FI
    product ore ORE carries=nickel
    product matte INTERMEDIATE carries=nickel
    product slag RESIDUE carries=iron
    product brick COMPONENT carries=nickel
    site mine MINE country=FI status=OPERATING@2024
    site smelter PROCESSOR country=FI at=65.0,25.0,SITE status=OPERATING@2024
    site works MANUFACTURER country=US at=66.0,25.0,SITE status=OPERATING@2024
    activity mine EXTRACTION out=ore
    activity smelter PROCESSING in=ore out=matte
    activity works MANUFACTURING in=slag out=brick
    side-stream heap smelter slag of=nickel
    link a mine smelter ore mode=ROAD km=10 of=nickel
    link b side-stream:heap works slag mode=ROAD
    link c side-stream:heap smelter slag mode=ON_SITE
    figure mode:road detour-factor 2 definition=road-fi-all year=2025";

#[test]
fn side_streams_are_followed_only_if_asked_for() {
    check(
        SLAG,
        "mine works nickel",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
    // The heap is where its smelter is: one degree of a meridian, 111.195 km, times 2. What the product usually
    // carries does not count, since the materials of the side-stream are told; what it brings is known at the works.
    check(
        SLAG,
        "mine works nickel side-streams",
        expect![[r#"
        1. 232.39 (232.39 km, ? kg/t) FI>US leaves the EU: mine/ore EXTRACTION >a ROAD 10> smelter/ore >heap  0> heap/slag >b ROAD 222.39> works/slag
        EXHAUSTIVE
        DISTANCE_ESTIMATED
    "#]],
    );
    check(
        SLAG,
        "mine works iron side-streams",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
    check(
        SLAG,
        "sources works nickel side-streams k=9",
        expect![[r#"
        1. 222.39 (222.39 km, ? kg/t) FI>US leaves the EU: heap/slag >b ROAD 222.39> works/slag
        2. 232.39 (232.39 km, ? kg/t) FI>US leaves the EU: mine/ore EXTRACTION >a ROAD 10> smelter/ore >heap  0> heap/slag >b ROAD 222.39> works/slag
        EXHAUSTIVE
        DISTANCE_ESTIMATED
    "#]],
    );
    // From the heap back to its smelter is no way on for what came through the smelter.
    check(
        SLAG,
        "mine smelter nickel side-streams k=9",
        expect![[r#"
        1. 10 (10 km, ? kg/t) FI: mine/ore EXTRACTION >a ROAD 10> smelter/ore
        EXHAUSTIVE
    "#]],
    );
}

#[test]
fn a_side_stream_is_no_sink_and_does_not_make_its_product_go_on() {
    let network = "
        product dore ALLOY carries=gold
        product sand CHEMICAL
        site mine MINE country=FI
        site pond STORAGE country=FI
        activity mine EXTRACTION out=dore
        activity mine PROCESSING in=dore out=dore
        side-stream sand mine sand of=gold
        link a pond mine dore mode=ROAD km=1";
    // Doré of the mine goes nowhere, be its sand in the chain or not, and the sand is a chemical that goes nowhere.
    check(
        network,
        "pond sinks gold k=9",
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: pond/dore >a ROAD 1> mine/dore
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        "pond sinks gold k=9 side-streams",
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: pond/dore >a ROAD 1> mine/dore
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
}

#[test]
fn side_streams_arise_with_what_is_taken_mined_or_shipped() {
    let network = "
        product ore ORE carries=tin
        product anode INTERMEDIATE carries=tin
        product metal REFINED carries=tin
        product waste RESIDUE carries=tin
        product bare RESIDUE
        site mine MINE country=FI
        site works PROCESSOR country=FI
        site silent PROCESSOR country=FI
        site sink EXTERNAL country=FI
        activity mine EXTRACTION out=ore
        activity works PROCESSING in=ore out=anode
        activity works PROCESSING in=anode out=metal
        side-stream of-mine mine waste
        side-stream of-works works waste
        side-stream of-silent silent waste
        side-stream unnamed works - of=tin
        side-stream without works bare
        link a mine works ore mode=ROAD km=1
        link b works silent metal mode=ROAD km=1
        link c silent sink metal mode=ROAD km=1
        link d side-stream:of-mine sink waste mode=ROAD km=1
        link e side-stream:of-works sink waste mode=ROAD km=1
        link f side-stream:of-silent sink waste mode=ROAD km=1
        link g side-stream:without sink bare mode=ROAD km=1";
    // Not with the metal of the works, which it gives; at the silent site, where nothing is known to run, with what
    // it ships.
    check(
        network,
        "mine,works,silent sink tin k=20 side-streams",
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: silent/metal >c ROAD 1> sink/metal
        2. 1 (1 km, ? kg/t) FI: mine/ore EXTRACTION >of-mine  0> of-mine/waste >d ROAD 1> sink/waste
        3. 1 (1 km, ? kg/t) FI: silent/metal >of-silent  0> of-silent/waste >f ROAD 1> sink/waste
        4. 1 (1 km, ? kg/t) FI: works/anode PROCESSING >of-works  0> of-works/waste >e ROAD 1> sink/waste
        5. 2 (2 km, ? kg/t) FI: works/metal PROCESSING >b ROAD 1> silent/metal >c ROAD 1> sink/metal
        6. 2 (2 km, ? kg/t) FI: mine/ore EXTRACTION >a ROAD 1> works/ore >of-works  0> of-works/waste >e ROAD 1> sink/waste
        7. 2 (2 km, ? kg/t) FI: works/metal PROCESSING >b ROAD 1> silent/metal >of-silent  0> of-silent/waste >f ROAD 1> sink/waste
        8. 2 (2 km, ? kg/t) FI: mine/ore EXTRACTION >a ROAD 1> works/ore >works-processing-ore  0> works/anode PROCESSING >of-works  0> of-works/waste >e ROAD 1> sink/waste
        9. 3 (3 km, ? kg/t) FI: mine/ore EXTRACTION >a ROAD 1> works/ore >works-processing-ore  0> works/anode PROCESSING >works-processing-anode  0> works/metal PROCESSING >b ROAD 1> silent/metal >c ROAD 1> sink/metal
        10. 3 (3 km, ? kg/t) FI: mine/ore EXTRACTION >a ROAD 1> works/ore >works-processing-ore  0> works/anode PROCESSING >works-processing-anode  0> works/metal PROCESSING >b ROAD 1> silent/metal >of-silent  0> of-silent/waste >f ROAD 1> sink/waste
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
}

#[test]
fn what_a_side_stream_carries_is_told_by_contents_then_materials_then_its_product() {
    let network = "
        product ore ORE carries=zinc,lead,tin,silver
        product waste RESIDUE carries=tin
        site mine MINE country=FI
        site sink EXTERNAL country=FI
        activity mine EXTRACTION out=ore
        side-stream assayed mine waste of=zinc,lead
        side-stream told mine waste of=zinc
        side-stream inferred mine waste of=silver basis=INFERRED
        side-stream silent mine waste
        figure side-stream:assayed content 0.1 material=lead year=2020
        link a side-stream:assayed sink waste mode=ROAD km=1
        link b side-stream:told sink waste mode=ROAD km=2
        link c side-stream:inferred sink waste mode=ROAD km=3
        link d side-stream:silent sink waste mode=ROAD km=4";
    for (material, expected) in [
        ("lead", "assayed"),
        ("zinc", "told"),
        ("silver", "inferred CONTENT_ASSUMED"),
        ("tin", "silent CONTENT_ASSUMED"),
    ] {
        let snapshot = snapshot(network);
        let asked = question(&format!("mine sink {material} k=9 side-streams"));
        let answer = paths(&snapshot, &asked).unwrap();
        let mut told: Vec<&str> = Vec::new();
        for path in &answer.paths {
            told.push(snapshot.registry().slug(path.steps[1].place));
            let arcs = path.steps.iter().skip(1).filter_map(|it| it.via.as_ref());
            let assumed = AssumptionCode::ContentAssumed;
            if arcs.flat_map(|it| &it.notes).any(|it| it.code == assumed) {
                told.push(assumed.code());
            }
        }
        assert_eq!(told.join(" "), expected, "{material}");
    }
}

#[test]
fn a_stock_outlives_its_mine_and_what_is_planned_waits() {
    let network = "
        product tailings RESIDUE carries=nickel
        site closed MINE country=FI status=CLOSED@2010
        site later MINE country=FI opened=2040
        site coming MINE country=FI status=CONSTRUCTION@2024
        site running MINE country=FI status=OPERATING@2024
        site region AREA country=FI
        site plant PROCESSOR country=FI status=OPERATING@2024
        side-stream pond closed tailings of=nickel
        side-stream of-later later tailings of=nickel
        side-stream of-coming coming tailings of=nickel
        side-stream some-day running tailings of=nickel planned=true
        side-stream of-region region tailings of=nickel
        side-stream left closed tailings of=nickel
        link a side-stream:pond plant tailings mode=ROAD km=1
        link b side-stream:of-later plant tailings mode=ROAD km=2
        link c side-stream:of-coming plant tailings mode=ROAD km=3
        link d side-stream:some-day plant tailings mode=ROAD km=4
        link e side-stream:of-region plant tailings mode=ROAD km=5
        link f side-stream:left plant tailings mode=ROAD km=6 status=HISTORICAL last=2012
        link g plant side-stream:pond tailings mode=ROAD km=7
        link h running side-stream:some-day tailings mode=ROAD km=8";
    check(
        network,
        "sources plant nickel k=9 side-streams",
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: pond/tailings >a ROAD 1> plant/tailings
        EXHAUSTIVE
        STOCK_ASSUMED
    "#]],
    );
    check(
        network,
        "sources plant nickel k=9 side-streams planned",
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: pond/tailings >a ROAD 1> plant/tailings
        2. 3 (3 km, ? kg/t) FI: of-coming/tailings >c ROAD 3> plant/tailings
        3. 4 (4 km, ? kg/t) FI: some-day/tailings >d ROAD 4> plant/tailings
        EXHAUSTIVE
        PLANNED STOCK_ASSUMED
    "#]],
    );
    check(
        network,
        "running plant nickel k=9 side-streams planned",
        expect![[r#"
            1. 4 (4 km, ? kg/t) FI: running/tailings >some-day  0> some-day/tailings >d ROAD 4> plant/tailings
            2. 12 (12 km, ? kg/t) FI: running/tailings >h ROAD 8> some-day/tailings >d ROAD 4> plant/tailings
            EXHAUSTIVE
            CONTENT_ASSUMED PLANNED
        "#]],
    );
    check(
        network,
        "sources plant nickel k=9 planned",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
}

#[test]
fn a_site_and_a_side_stream_of_one_slug_are_two_places() {
    let network = "
        product ore ORE carries=tin
        product slag RESIDUE carries=tin
        product alloy ALLOY carries=tin
        site works PROCESSOR country=FI
        site mine MINE country=FI
        site port HARBOUR country=FI
        activity mine EXTRACTION out=ore
        activity works PROCESSING in=ore out=slag
        activity works PROCESSING in=slag out=alloy
        side-stream works works slag of=tin
        link a mine works ore mode=ROAD km=1
        link b works port alloy mode=ROAD km=5
        link c side-stream:works port slag mode=ROAD km=2";
    check(
        network,
        "mine port tin k=9 side-streams",
        expect![[r#"
        1. 3 (3 km, ? kg/t) FI: mine/ore EXTRACTION >a ROAD 1> works/ore >works  0> works/slag >c ROAD 2> port/slag
        2. 3 (3 km, ? kg/t) FI: mine/ore EXTRACTION >a ROAD 1> works/ore >works-processing-ore  0> works/slag PROCESSING >works  0> works/slag >c ROAD 2> port/slag
        3. 6 (6 km, ? kg/t) FI: mine/ore EXTRACTION >a ROAD 1> works/ore >works-processing-ore  0> works/slag PROCESSING >works-processing-slag  0> works/alloy PROCESSING >b ROAD 5> port/alloy
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
}

const PORTS: &str = "
    product ore ORE carries=zinc
    product metal REFINED carries=zinc
    product melt INTERMEDIATE state=MOLTEN carries=zinc
    product zinc-unspecified INTERMEDIATE carries=zinc
    product lime CHEMICAL carries=calcium
    site mine MINE country=SE status=OPERATING@2024
    site works PROCESSOR country=FI status=OPERATING@2024
    site yard TERMINAL country=FI
    site port HARBOUR country=FI
    site far HARBOUR country=NL
    activity mine EXTRACTION out=ore
    activity works PROCESSING in=ore out=metal,melt,zinc-unspecified
    link ship mine port ore mode=SEA km=100
    link quay port works kind=CORRIDOR mode=ROAD km=10 both=true
    link track works yard kind=CORRIDOR mode=RAIL km=3
    link line yard far kind=CORRIDOR mode=RAIL km=500
    link named works far ore kind=CORRIDOR mode=ROAD km=700
    link lime works yard lime mode=ROAD km=2";

#[test]
fn corridors_take_what_can_be_loaded_there_one_after_the_other() {
    check(
        PORTS,
        "mine far zinc k=9",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
    // Ore goes from the port to the works and is not handed on there, but for the corridor that names it; metal goes to the
    // yard and on, and to the port, but not back from there. Neither what is molten nor what is not specified is loaded, and the lime carries no zinc.
    check(
        PORTS,
        "mine far zinc k=9 corridors",
        expect![[r#"
            1. 613 (613 km, ? kg/t) SE>FI>NL: mine/ore EXTRACTION >ship SEA 100> port/ore >quay ROAD 10> works/ore >works-processing-ore  0> works/metal PROCESSING >track RAIL 3> yard/metal >line RAIL 500> far/metal
            2. 810 (810 km, ? kg/t) SE>FI>NL: mine/ore EXTRACTION >ship SEA 100> port/ore >quay ROAD 10> works/ore >named ROAD 700> far/ore
            EXHAUSTIVE
            CONTENT_ASSUMED CORRIDOR
        "#]],
    );
    check(
        PORTS,
        "works port,yard zinc k=9 corridors",
        expect![[r#"
            1. 3 (3 km, ? kg/t) FI: works/metal PROCESSING >track RAIL 3> yard/metal; goes on by line
            2. 10 (10 km, ? kg/t) FI: works/metal PROCESSING >quay ROAD 10> port/metal
            EXHAUSTIVE
            CONTENT_ASSUMED CORRIDOR
        "#]],
    );
    check(
        PORTS,
        "port works zinc k=9 corridors",
        expect![[r#"
            1. 10 (10 km, ? kg/t) FI: port/ore >quay ROAD 10> works/ore; goes on by named
            EXHAUSTIVE
            CONTENT_ASSUMED CORRIDOR
        "#]],
    );
}

#[test]
fn corridors_have_keys_of_their_own_and_count_as_assumptions() {
    let snapshot = snapshot(PORTS);
    let mut asked = question("mine far zinc corridors");
    asked.ways.side_streams = true;
    let zinc = snapshot.registry().find(&asked.material).unwrap();
    let when = crate::model::When {
        year: 2025,
        nearest_years: false,
        include_planned: false,
    };
    let key = crate::network::chain::ChainKey {
        ways: asked.ways,
        ..crate::network::chain::ChainKey::new(zinc, when)
    };
    let chain = snapshot.chain(key);
    let keys: Vec<&str> = chain.arcs().iter().map(|it| it.key.as_str()).collect();
    let distinct: BTreeSet<&&str> = keys.iter().collect();
    assert_eq!(distinct.len(), keys.len());
    let corridors = chain.arcs().iter().filter(|it| it.is_corridor());
    let keys: Vec<&str> = corridors.map(|it| it.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "link:quay/ore",
            "link:quay/metal/back",
            "link:track/metal",
            "link:named/ore",
            "link:line/metal",
        ]
    );
    let corridor = keys[0];
    let at = chain
        .arcs()
        .iter()
        .position(|it| it.key == corridor)
        .unwrap();
    let counted = chain.costs(Metric::Steps).assumptions;
    let plain = chain
        .arcs()
        .iter()
        .position(|it| it.key == "link:ship")
        .unwrap();
    assert_eq!(counted[at], counted[plain] + 1);
}

#[test]
fn whether_there_is_a_way_counts_side_streams_too() {
    let snapshot = snapshot(SLAG);
    let exists = |asked: &str| {
        let question = question(asked);
        crate::network::paths::path_exists(&snapshot, &question)
            .unwrap()
            .exists
    };
    assert!(exists("mine works nickel side-streams"));
    assert!(!exists("mine works nickel"));
}
