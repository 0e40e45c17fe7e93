//! What is not followed, and how that is told.

use expect_test::expect;

use super::*;

#[test]
fn everything_not_followed_is_named() {
    let more = "
    site plan MANUFACTURER status=PLANNED@2024
    site shut MANUFACTURER status=CLOSED@2024
    site area AREA
    site full MANUFACTURER status=OPERATING@2025
    side-stream slag smelter ore
    side-stream dust smelter talc
    link to-plan refinery plan sulphate of=nickel
    link to-shut refinery shut sulphate of=nickel
    link to-area refinery area sulphate of=nickel
    link planned refinery full sulphate of=nickel status=PLANNED
    link over refinery full sulphate of=nickel status=HISTORICAL last=2020
    link lorry smelter other melt of=nickel mode=ROAD
    link way smelter harbour kind=CORRIDOR
    link heap smelter side-stream:slag ore of=nickel
    link stone refinery full talc
    link denied refinery full sulphate of=nickel
    figure site:full content 0 product=sulphate material=nickel year=2024";
    check(
        &format!("{CHAIN}{more}"),
        "down mine nickel",
        expect![[r#"
            0 mine/ore 1.000
            1 smelter/ore ? by a
            2 smelter/matte ? by smelter-processing-ore
            3 other/matte ? by c
            3 refinery/matte ? by b
            4 refinery/sulphate ? by refinery-processing-matte
            5 harbour/sulphate ? by d
            6 buyer/sulphate ? by e
            - UNMOVABLE lorry at smelter
            - SIDE_STREAM heap at smelter
            - SIDE_STREAM slag at smelter
            - CORRIDOR way at smelter
            - PLANNED planned at refinery
            - PLANNED to-plan at refinery
            - NOT_OPERATING to-shut at refinery
            - NOT_IN_USE over at refinery
            - AREA to-area at refinery
            - NOT_CARRIED denied at refinery
            - EXTERNAL buyer at buyer
            5 links, []
        "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "down mine",
        expect![[r#"
        0 mine/* 1.000
        1 smelter/ore ? by a
        2 other/* ? by c
        2 refinery/matte ? by b
        3 full/* ? by denied
        3 harbour/sulphate ? by d
        4 buyer/sulphate ? by e
        - SIDE_STREAM dust at smelter
        - SIDE_STREAM heap at smelter
        - SIDE_STREAM slag at smelter
        - CORRIDOR way at smelter
        - PLANNED planned at refinery
        - PLANNED to-plan at refinery
        - NOT_OPERATING to-shut at refinery
        - NOT_IN_USE over at refinery
        - AREA to-area at refinery
        - EXTERNAL buyer at buyer
        8 links, []
        PRODUCTS_NOT_FOLLOWED
    "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "down plan nickel",
        expect![[r#"
        0 plan/* 1.000
        - PLANNED plan at plan
        0 links, []
    "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "down plan",
        expect![[r#"
        0 plan/* 1.000
        - PLANNED plan at plan
        0 links, []
        PRODUCTS_NOT_FOLLOWED
    "#]],
    );
}

#[test]
fn a_harbour_passes_on_what_it_gets() {
    // The planned ore ship has nothing to do with the sulphate that comes through.
    let more = "
    link ore-ship harbour buyer ore of=nickel status=PLANNED
    link more harbour buyer sulphate of=nickel status=PLANNED";
    check(
        &format!("{CHAIN}{more}"),
        "down refinery nickel",
        expect![[r#"
            0 refinery/matte 1.000
            0 refinery/sulphate 1.000
            1 harbour/sulphate ? by d
            2 buyer/sulphate ? by e
            - PLANNED more at harbour
            - EXTERNAL buyer at buyer
            2 links, []
        "#]],
    );
}

#[test]
fn bounds_are_told() {
    check(
        CHAIN,
        "down mine nickel steps=2",
        expect![[r#"
            0 mine/ore 1.000
            1 smelter/ore ? by a
            2 smelter/matte ? by smelter-processing-ore
            - STEPS b at smelter
            - STEPS c at smelter
            1 links, [Steps]
        "#]],
    );
    check(
        CHAIN,
        "down mine nickel budget=2",
        expect![[r#"
        0 mine/ore 1.000
        1 smelter/ore ? by a
        2 smelter/matte ? by smelter-processing-ore
        - BUDGET smelter at smelter
        1 links, [Budget]
    "#]],
    );
    check(
        CHAIN,
        "down mine steps=1",
        expect![[r#"
        0 mine/* 1.000
        1 smelter/ore ? by a
        - STEPS b at smelter
        - STEPS c at smelter
        1 links, [Steps]
        PRODUCTS_NOT_FOLLOWED
    "#]],
    );
}
