//! Which of several tellings decides.

use super::*;
use crate::network::chain::Note;

#[test]
fn only_flows_in_use_decide_what_is_carried() {
    // Every site but `active` is told a flow of copper alone that is not in use in 2025: gold is carried as usual.
    let network = "
        product concentrate CONCENTRATE carries=copper,gold
        site active MINE country=FI
        site once MINE country=FI
        site planned MINE country=FI
        site corridor MINE country=FI
        site later MINE country=FI
        site to-closed MINE country=FI
        site smelter PROCESSOR country=FI
        site other PROCESSOR country=FI
        site closed PROCESSOR country=FI closed=2010
        link a active other concentrate mode=ROAD km=1 of=copper
        link b once other concentrate mode=ROAD km=1 of=copper status=HISTORICAL last=2020
        link c planned other concentrate mode=ROAD km=1 of=copper status=PLANNED
        link d corridor other concentrate mode=ROAD km=1 of=copper kind=CORRIDOR
        link e later other concentrate mode=ROAD km=1 of=copper first=2030
        link f to-closed closed concentrate mode=ROAD km=1 of=copper
        link g active smelter concentrate mode=ROAD km=1
        link h once smelter concentrate mode=ROAD km=2
        link i planned smelter concentrate mode=ROAD km=3
        link j corridor smelter concentrate mode=ROAD km=4
        link k later smelter concentrate mode=ROAD km=5
        link l to-closed smelter concentrate mode=ROAD km=6";
    let from = "active,once,planned,corridor,later,to-closed smelter gold k=9";
    check(
        network,
        from,
        expect![[r#"
        1. 2 (2 km, ? kg/t) FI: once/concentrate >h ROAD 2> smelter/concentrate
        2. 3 (3 km, ? kg/t) FI: planned/concentrate >i ROAD 3> smelter/concentrate
        3. 4 (4 km, ? kg/t) FI: corridor/concentrate >j ROAD 4> smelter/concentrate
        4. 5 (5 km, ? kg/t) FI: later/concentrate >k ROAD 5> smelter/concentrate
        5. 6 (6 km, ? kg/t) FI: to-closed/concentrate >l ROAD 6> smelter/concentrate
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        &format!("{from} year=2020"),
        expect![[r#"
        1. 3 (3 km, ? kg/t) FI: planned/concentrate >i ROAD 3> smelter/concentrate
        2. 4 (4 km, ? kg/t) FI: corridor/concentrate >j ROAD 4> smelter/concentrate
        3. 5 (5 km, ? kg/t) FI: later/concentrate >k ROAD 5> smelter/concentrate
        4. 6 (6 km, ? kg/t) FI: to-closed/concentrate >l ROAD 6> smelter/concentrate
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        &format!("{from} planned"),
        expect![[r#"
        1. 2 (2 km, ? kg/t) FI: once/concentrate >h ROAD 2> smelter/concentrate
        2. 4 (4 km, ? kg/t) FI: corridor/concentrate >j ROAD 4> smelter/concentrate
        3. 5 (5 km, ? kg/t) FI: later/concentrate >k ROAD 5> smelter/concentrate
        4. 6 (6 km, ? kg/t) FI: to-closed/concentrate >l ROAD 6> smelter/concentrate
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
}

#[test]
fn what_a_side_stream_is_told_to_bring_is_stated_for_the_site() {
    let network = "
        product slag RESIDUE carries=iron,zinc
        site works PROCESSOR country=FI
        site user MANUFACTURER country=FI
        link a side-stream:slag works slag of=iron
        link b works user slag mode=ROAD km=1";
    check(
        network,
        "works user iron",
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: works/slag >b ROAD 1> user/slag
        EXHAUSTIVE
        STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        "works user zinc",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
}

#[test]
fn the_chosen_content_decides_what_is_carried() {
    let network = "
        product concentrate CONCENTRATE carries=copper,gold,silver,zinc,lead
        site mine MINE country=FI
        site smelter PROCESSOR country=FI
        link a mine smelter concentrate mode=ROAD km=1
        figure site:mine content 0.3 material=gold product=concentrate year=2015
        figure site:mine content 0.0 material=gold product=concentrate year=2020
        figure site:mine content 0.0 material=copper product=concentrate year=2015
        figure site:mine content 0.2 material=copper product=concentrate year=2020
        figure site:mine content ? material=silver product=concentrate year=2020
        figure site:mine content 0.1 material=zinc product=concentrate year=2030";
    check(
        network,
        "mine smelter gold",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
    check(
        network,
        "mine smelter gold year=2016",
        expect![[r#"
        1. ? (0 km known, ? kg/t) FI: mine/concentrate >a ROAD ?> smelter/concentrate
        TRUNCATED [UnknownMetric], 1 unpriced
        LENGTH_UNKNOWN STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        "mine smelter copper",
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: mine/concentrate >a ROAD 1> smelter/concentrate
        EXHAUSTIVE
        STATUS_ASSUMED
    "#]],
    );
    // Content that the source withholds or only bounds is content.
    check(
        network,
        "mine smelter silver",
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: mine/concentrate >a ROAD 1> smelter/concentrate
        EXHAUSTIVE
        STATUS_ASSUMED
    "#]],
    );
    // Of zinc nothing is told yet in 2025, and of lead nothing at all.
    check(
        network,
        "mine smelter zinc",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
    check(
        network,
        "mine smelter zinc nearest",
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: mine/concentrate >a ROAD 1> smelter/concentrate
        EXHAUSTIVE
        STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        "mine smelter lead",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
}

#[test]
fn what_happened_comes_before_forecasts_and_what_is_reported_before_what_is_assumed() {
    // Keys are texts, so that `a` comes before `b` and `b` before `c` where nothing else decides.
    let network = "
        product ore ORE carries=gold
        site mine MINE country=FI
        site port HARBOUR country=FI
        site berth HARBOUR country=FI
        link by-road mine port ore mode=ROAD
        link by-sea mine berth ore mode=SEA
        figure link:by-road distance 10 definition=a vintage=FORECAST_LOW year=2020
        figure link:by-road distance 20 definition=b confidence=ASSUMED year=2020
        figure link:by-road distance 30 definition=c year=2020
        figure link:by-road distance 40 definition=d year=2020
        figure site:mine distance 100 partner=site:berth confidence=ESTIMATED year=2020
        figure site:berth distance 200 partner=site:mine year=2020
        figure mode:road emission-rate 50 definition=a confidence=ASSUMED year=2020
        figure mode:road emission-rate 100 definition=b year=2020";
    check(
        network,
        "mine port gold metric=EMISSIONS",
        expect![[r#"
        1. 3 (30 km, 3 kg/t) FI: mine/ore >by-road ROAD 30> port/ore
        EXHAUSTIVE
        CONTENT_ASSUMED RATE_ASSUMED SEVERAL_FIGURES STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        "mine berth gold",
        expect![[r#"
        1. 200 (200 km, ? kg/t) FI: mine/ore >by-sea SEA 200> berth/ore
        EXHAUSTIVE
        CONTENT_ASSUMED SEVERAL_FIGURES STATUS_ASSUMED
    "#]],
    );
}

#[test]
fn an_estimated_length_is_as_wide_as_positions_and_factor_allow() {
    // One degree of latitude is 6371.0088 km * pi / 180 = 111.195 km; the points are known to 2 km each.
    let network = "
        product ore ORE carries=gold
        site mine MINE country=FI at=60,25,SITE status=OPERATING@2024
        site mill PROCESSOR country=FI at=61,25,SITE status=OPERATING@2024
        activity mine EXTRACTION out=ore
        link l mine mill ore mode=ROAD of=gold
        figure mode:road detour-factor 1.25";
    for (bounds, expected) in [
        // 111.195 * 1.25 = 139.0; 107.195 * 1.25 = 134.0; 115.195 * 1.25 = 144.0.
        (
            "",
            "139.0 km is estimated from the great circle; between 134.0 and 144.0 km",
        ),
        // 107.195 * 1.2 = 128.6; 115.195 * 1.5 = 172.8.
        (
            " low=1.2 high=1.5",
            "139.0 km is estimated from the great circle; between 128.6 and 172.8 km",
        ),
    ] {
        let snapshot = snapshot(&format!(
            "{network}{bounds} definition=road-fi-all year=2025"
        ));
        let answer = paths(&snapshot, &question("mine mill gold")).unwrap();
        let estimated = |it: &&Note| it.code == AssumptionCode::DistanceEstimated;
        let note = answer.basis.notes.iter().find(estimated).unwrap();
        assert_eq!(note.message(snapshot.registry()), expected);
    }
}
