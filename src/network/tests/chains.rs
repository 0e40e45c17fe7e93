//! What becomes a chain, and at which length.

use super::*;

#[test]
fn what_flows_only_moves_on_site_or_by_pipeline() {
    let network = "
        product liquor INTERMEDIATE state=SOLUTION carries=nickel
        site mine MINE country=FI
        site near PROCESSOR country=FI
        site far PROCESSOR country=FI
        activity mine EXTRACTION out=liquor
        link by-road mine far liquor mode=ROAD km=10
        link unsaid mine far liquor km=10
        link by-pipe mine near liquor mode=PIPELINE km=3
        link planned mine far liquor mode=SEA status=PLANNED";
    check(
        network,
        "mine far nickel",
        expect![[r#"
        EXHAUSTIVE
        unmovable by-road unsaid
    "#]],
    );
    check(
        network,
        "mine near nickel metric=STEPS",
        expect![[r#"
        1. 1 (3 km, ? kg/t) FI: mine/liquor EXTRACTION >by-pipe PIPELINE 3> near/liquor
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
        unmovable by-road unsaid
    "#]],
    );
}

#[test]
fn a_feed_from_all_suppliers_and_a_site_in_general_move_nothing() {
    // What `refinery` takes in all and what `mine` mines in general are figures and an activity; no link says that
    // the one supplies the other, and the one link there is carries something else.
    let network = "
        product concentrate CONCENTRATE carries=zinc
        product lime CHEMICAL carries=calcium
        site mine MINE country=FI
        site refinery PROCESSOR country=FI
        site port HARBOUR country=FI
        activity mine EXTRACTION out=concentrate
        activity refinery PROCESSING in=concentrate out=concentrate
        link lime mine refinery lime mode=ROAD km=10
        figure site:refinery feed 600000 material=zinc product=concentrate year=2020
        figure site:mine production 5000 material=zinc year=2020";
    check(
        network,
        "mine refinery zinc",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
    check(
        network,
        "sources sinks zinc",
        expect![[r#"
        EXHAUSTIVE
    "#]],
    );
    check(
        network,
        "mine refinery calcium",
        expect![[r#"
        1. 10 (10 km, ? kg/t) FI: mine/lime >lime ROAD 10> refinery/lime
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
}

#[test]
fn the_first_rule_with_a_statement_decides_what_is_carried() {
    let network = "
        product concentrate CONCENTRATE carries=copper,gold,silver
        site assayed MINE country=FI
        site told MINE country=FI
        site unsaid MINE country=FI
        site smelter PROCESSOR country=FI
        site other PROCESSOR country=FI
        link a assayed smelter concentrate mode=ROAD km=1 of=copper,gold
        link b told smelter concentrate mode=ROAD km=2 of=copper
        link c unsaid other concentrate mode=ROAD km=3
        figure site:assayed content 0.25 material=copper product=concentrate year=2020
        figure site:assayed content 0.0 material=gold product=concentrate year=2020";
    // Content figures come before what the flow states: the gold of `a` is assayed as nothing.
    check(
        network,
        "assayed,told,unsaid smelter,other copper",
        expect![[r#"
            1. 1 (1 km, ? kg/t) FI: assayed/concentrate >a ROAD 1> smelter/concentrate
            2. 2 (2 km, ? kg/t) FI: told/concentrate >b ROAD 2> smelter/concentrate
            3. 3 (3 km, ? kg/t) FI: unsaid/concentrate >c ROAD 3> other/concentrate
            EXHAUSTIVE
            CONTENT_ASSUMED STATUS_ASSUMED
        "#]],
    );
    check(
        network,
        "assayed,told,unsaid smelter,other gold",
        expect![[r#"
            1. 3 (3 km, ? kg/t) FI: unsaid/concentrate >c ROAD 3> other/concentrate
            EXHAUSTIVE
            CONTENT_ASSUMED STATUS_ASSUMED
        "#]],
    );
    // `a` and `b` state other materials, so that silver is carried only where nothing is said.
    check(
        network,
        "assayed,told,unsaid smelter,other silver",
        expect![[r#"
            1. 3 (3 km, ? kg/t) FI: unsaid/concentrate >c ROAD 3> other/concentrate
            EXHAUSTIVE
            CONTENT_ASSUMED STATUS_ASSUMED
        "#]],
    );
}

#[test]
fn the_year_decides_what_operates() {
    let network = "
        product ore ORE carries=gold
        site mine MINE country=FI status=OPERATING@2020
        site closed PROCESSOR country=FI status=CLOSED@2021
        site idle PROCESSOR country=FI status=CARE_AND_MAINTENANCE@2021
        site unknown PROCESSOR country=FI status=UNKNOWN@2021
        site planned PROCESSOR country=FI status=CONSTRUCTION@2023
        site later PROCESSOR country=FI opened=2030
        site silent PROCESSOR country=FI
        site area AREA country=FI
        link to-closed mine closed ore mode=ROAD km=1
        link to-idle mine idle ore mode=ROAD km=2
        link to-unknown mine unknown ore mode=ROAD km=3
        link to-planned mine planned ore mode=ROAD km=4 status=PLANNED
        link to-later mine later ore mode=ROAD km=5
        link to-silent mine silent ore mode=ROAD km=6
        link to-area mine area ore mode=ROAD km=7
        link once mine silent ore mode=ROAD km=8 status=HISTORICAL first=2010 last=2020
        link some-day mine silent ore mode=ROAD km=9 status=HISTORICAL
        link not-yet mine silent ore mode=ROAD km=10 first=2027
        link maybe mine silent ore mode=ROAD km=11 kind=CORRIDOR";
    let ends = "mine closed,idle,unknown,planned,later,silent,area gold";
    check(
        network,
        ends,
        expect![[r#"
        1. 6 (6 km, ? kg/t) FI: mine/ore >to-silent ROAD 6> silent/ore
        EXHAUSTIVE
        CONTENT_ASSUMED STALE_STATUS STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        &format!("{ends} planned"),
        expect![[r#"
        1. 4 (4 km, ? kg/t) FI: mine/ore >to-planned ROAD 4> planned/ore
        2. 6 (6 km, ? kg/t) FI: mine/ore >to-silent ROAD 6> silent/ore
        EXHAUSTIVE
        CONTENT_ASSUMED PLANNED STALE_STATUS STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        &format!("{ends} year=2020"),
        expect![[r#"
        1. 1 (1 km, ? kg/t) FI: mine/ore >to-closed ROAD 1> closed/ore
        2. 2 (2 km, ? kg/t) FI: mine/ore >to-idle ROAD 2> idle/ore
        3. 3 (3 km, ? kg/t) FI: mine/ore >to-unknown ROAD 3> unknown/ore
        4. 6 (6 km, ? kg/t) FI: mine/ore >to-silent ROAD 6> silent/ore
        5. 8 (8 km, ? kg/t) FI: mine/ore >once ROAD 8> silent/ore
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
    check(
        network,
        &format!("{ends} year=2031"),
        expect![[r#"
        1. 5 (5 km, ? kg/t) FI: mine/ore >to-later ROAD 5> later/ore
        2. 6 (6 km, ? kg/t) FI: mine/ore >to-silent ROAD 6> silent/ore
        3. 10 (10 km, ? kg/t) FI: mine/ore >not-yet ROAD 10> silent/ore
        EXHAUSTIVE
        CONTENT_ASSUMED STALE_STATUS STATUS_ASSUMED
    "#]],
    );
}

#[test]
fn a_conversion_is_assumed_where_no_activity_accounts_for_it() {
    let network = "
        product ore ORE carries=nickel
        product matte INTERMEDIATE carries=nickel
        product slag RESIDUE carries=nickel
        product metal REFINED carries=nickel
        site mine MINE country=FI
        site smelter PROCESSOR country=FI
        site port HARBOUR country=FI
        site refinery PROCESSOR country=FI
        site buyer EXTERNAL country=US
        activity refinery PROCESSING in=matte out=metal
        link a mine smelter ore mode=ROAD km=1
        link b smelter port matte mode=ROAD km=2
        link c port refinery matte mode=ROAD km=3
        link d refinery buyer metal mode=ROAD km=4
        link e port buyer slag mode=ROAD km=5";
    // The harbour receives matte and ships slag, but nothing is assumed to change there.
    check(
        network,
        "mine buyer nickel",
        expect![[r#"
        1. 10 (10 km, ? kg/t) FI>US: mine/ore >a ROAD 1> smelter/ore >smelter  0> smelter/matte PROCESSING >b ROAD 2> port/matte >c ROAD 3> refinery/matte >refinery-processing-matte  0> refinery/metal PROCESSING >d ROAD 4> buyer/metal
        EXHAUSTIVE
        ASSUMED_CONVERSION CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
    // A second line of the smelter: copper's activity does not turn nickel ore into copper anodes.
    let lines = "
        product nickel-ore ORE carries=nickel
        product copper-ore ORE carries=nickel
        product matte INTERMEDIATE carries=nickel
        product anode INTERMEDIATE carries=nickel
        site mine MINE country=FI
        site smelter PROCESSOR country=FI
        site port HARBOUR country=FI
        activity smelter PROCESSING in=nickel-ore out=matte
        activity smelter PROCESSING in=copper-ore out=anode
        link a mine smelter nickel-ore mode=ROAD km=1
        link b smelter port matte mode=ROAD km=1
        link c smelter port anode mode=ROAD km=1";
    check(
        lines,
        "mine port nickel k=9",
        expect![[r#"
        1. 2 (2 km, ? kg/t) FI: mine/nickel-ore >a ROAD 1> smelter/nickel-ore >smelter-processing-nickel-ore  0> smelter/matte PROCESSING >b ROAD 1> port/matte
        EXHAUSTIVE
        CONTENT_ASSUMED STATUS_ASSUMED
    "#]],
    );
}

/// Places one degree of a meridian apart: 111.195 km on the mean sphere, 138.994 by road, 149.001 by rail; and
/// one 0.03 degrees away: 3.3 km, less than the 2 + 2 km by which the points may be wrong.
const LENGTHS: &str = "
        product ore ORE carries=gold
        site mine MINE country=FI at=65.0,25.0,SITE
        site road PROCESSOR country=FI at=66.0,25.0,SITE
        site rail PROCESSOR country=FI at=66.0,25.0,SITE
        site unsaid PROCESSOR country=FI at=66.0,25.0,SITE
        site near PROCESSOR country=FI at=65.03,25.0,SITE
        site nowhere PROCESSOR country=FI
        site tabled HARBOUR country=FI at=66.0,25.0,SITE
        site untabled HARBOUR country=FI at=66.0,25.0,SITE
        link l-road mine road ore mode=ROAD
        link l-rail mine rail ore mode=RAIL
        link l-unsaid mine unsaid ore
        link l-near mine near ore mode=ROAD
        link l-nowhere mine nowhere ore mode=ROAD
        link l-tabled mine tabled ore mode=SEA
        link l-untabled mine untabled ore mode=SEA
        figure site:tabled distance 300 partner=site:mine year=2020
        figure mode:road detour-factor 1.25 definition=road-fi-all year=2025
        figure mode:road detour-factor 9 definition=another year=2025
        figure mode:rail detour-factor 1.34 definition=rail-nordic-network year=2026
        figure mode:road emission-rate 100 year=2025
        figure mode:sea emission-rate 10 year=2025";

#[test]
fn lengths_are_reported_tabled_or_estimated() {
    check(
        LENGTHS,
        "mine road gold metric=DISTANCE",
        expect![[r#"
        1. 138.994 (138.994 km, 13.899 kg/t) FI: mine/ore >l-road ROAD 138.994> road/ore
        EXHAUSTIVE
        CONTENT_ASSUMED DISTANCE_ESTIMATED RATE_ASSUMED STATUS_ASSUMED
    "#]],
    );
    check(
        LENGTHS,
        "mine rail gold metric=DISTANCE",
        expect![[r#"
        1. 149.001 (149.001 km, ? kg/t) FI: mine/ore >l-rail RAIL 149.001> rail/ore
        EXHAUSTIVE
        CONTENT_ASSUMED DISTANCE_ESTIMATED NEAREST_YEAR STATUS_ASSUMED
    "#]],
    );
    check(
        LENGTHS,
        "mine unsaid gold metric=EMISSIONS",
        expect![[r#"
        1. 13.899 (138.994 km, 13.899 kg/t) FI: mine/ore >l-unsaid UNKNOWN 138.994> unsaid/ore
        EXHAUSTIVE
        CONTENT_ASSUMED DISTANCE_ESTIMATED MODE_ASSUMED RATE_ASSUMED STATUS_ASSUMED
    "#]],
    );
    check(
        LENGTHS,
        "mine tabled gold metric=EMISSIONS",
        expect![[r#"
        1. 3 (300 km, 3 kg/t) FI: mine/ore >l-tabled SEA 300> tabled/ore
        EXHAUSTIVE
        CONTENT_ASSUMED RATE_ASSUMED STATUS_ASSUMED
    "#]],
    );
}

#[test]
fn a_length_is_never_zero_for_want_of_knowledge() {
    check(
        LENGTHS,
        "mine near gold metric=DISTANCE",
        expect![[r#"
        1. ? (0 km known, ? kg/t) FI: mine/ore >l-near ROAD ?> near/ore
        TRUNCATED [UnknownMetric], 1 unpriced
        CONTENT_ASSUMED LENGTH_UNKNOWN STATUS_ASSUMED
    "#]],
    );
    check(
        LENGTHS,
        "mine nowhere gold metric=EMISSIONS",
        expect![[r#"
        1. ? (0 km known, ? kg/t) FI: mine/ore >l-nowhere ROAD ?> nowhere/ore
        TRUNCATED [UnknownMetric], 1 unpriced
        CONTENT_ASSUMED LENGTH_UNKNOWN STATUS_ASSUMED
    "#]],
    );
    check(
        LENGTHS,
        "mine untabled gold metric=DISTANCE",
        expect![[r#"
        1. ? (0 km known, ? kg/t) FI: mine/ore >l-untabled SEA ?> untabled/ore
        TRUNCATED [UnknownMetric], 1 unpriced
        CONTENT_ASSUMED LENGTH_UNKNOWN STATUS_ASSUMED
    "#]],
    );
}
