//! Side-streams and corridors.

use expect_test::expect;

use super::*;

#[test]
fn side_streams_are_followed_without_a_material_if_asked() {
    let more = "
    side-stream slag smelter talc
    side-stream brick smelter talc planned=true
    link reuse side-stream:slag other talc";
    check(
        &format!("{CHAIN}{more}"),
        "down smelter side-streams steps=2",
        expect![[r#"
            0 smelter/* 1.000
            1 other/* ? by c
            1 refinery/matte ? by b
            1 slag/talc ? by slag
            2 harbour/sulphate ? by d
            - PLANNED brick at smelter
            - STEPS e at harbour
            4 links, [Steps]
            PRODUCTS_NOT_FOLLOWED
        "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "up side-stream:slag",
        expect![[r#"
            0 slag/* 1.000
            1 smelter/talc ? by slag
            2 mine/ore ? by a
            1 links, []
            PRODUCTS_NOT_FOLLOWED
        "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "up other steps=1",
        expect![[r#"
        0 other/* 1.000
        1 smelter/matte ? by c
        - SIDE_STREAM reuse at other
        - STEPS a at smelter
        1 links, [Steps]
        PRODUCTS_NOT_FOLLOWED
    "#]],
    );
}

/// Talc that carries nickel: the slag of the smelter, what is made of it, and an old heap.
const HEAPS: &str = "
    product slag INTERMEDIATE
    product brick INTERMEDIATE
    site works PROCESSOR status=OPERATING@2025
    site old MINE status=CLOSED@2020
    side-stream slag smelter slag of=nickel
    side-stream brick smelter brick of=nickel planned=true
    side-stream dust smelter - of=nickel
    side-stream heap old slag of=nickel
    side-stream stone other talc
    link reuse side-stream:slag works slag of=nickel
    link dig side-stream:heap works slag of=nickel
    link dump other side-stream:heap slag of=nickel";

#[test]
fn side_streams_are_followed_along_the_chain() {
    check(
        &format!("{CHAIN}{HEAPS}"),
        "down smelter nickel side-streams steps=3",
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/ore 1.000
            1 other/matte ? by c
            1 refinery/matte ? by b
            1 slag/slag ? by slag
            2 refinery/sulphate ? by refinery-processing-matte
            2 works/slag ? by reuse
            3 harbour/sulphate ? by d
            - PLANNED brick at smelter
            - NO_PRODUCT dust at smelter
            - NOT_OPERATING dump at other
            - STEPS e at harbour
            4 links, [Steps]
        "#]],
    );
    // Left out, they are named, and so is what they take of the smelter.
    check(
        &format!("{CHAIN}{HEAPS}"),
        "down smelter nickel steps=1",
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/ore 1.000
            1 other/matte ? by c
            1 refinery/matte ? by b
            - PLANNED brick at smelter
            - SIDE_STREAM dust at smelter
            - SIDE_STREAM slag at smelter
            - NOT_OPERATING dump at other
            - STEPS refinery-processing-matte at refinery
            2 links, [Steps]
        "#]],
    );
    // Planned ones count with planned things.
    check(
        &format!("{CHAIN}{HEAPS}"),
        "down smelter nickel side-streams planned steps=1",
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/ore 1.000
            1 brick/brick ? by brick
            1 other/matte ? by c
            1 refinery/matte ? by b
            1 slag/slag ? by slag
            - NO_PRODUCT dust at smelter
            - NOT_OPERATING dump at other
            - STEPS refinery-processing-matte at refinery
            - STEPS reuse at slag
            2 links, [Steps]
            PLANNED
        "#]],
    );
}

#[test]
fn side_streams_come_from_their_sites_and_old_heaps_from_nowhere() {
    check(
        &format!("{CHAIN}{HEAPS}"),
        "up works nickel side-streams",
        expect![[r#"
            0 works/slag 1.000
            1 heap/slag ? by dig
            1 slag/slag ? by reuse
            2 smelter/ore ? by slag
            3 mine/ore ? by a
            - NOT_OPERATING dump at heap
            - NOT_OPERATING old at heap
            3 links, []
            STOCK_ASSUMED
        "#]],
    );
    check(
        &format!("{CHAIN}{HEAPS}"),
        "up works side-streams",
        expect![[r#"
            0 works/* 1.000
            1 heap/slag ? by dig
            1 slag/slag ? by reuse
            2 smelter/slag ? by slag
            3 mine/ore ? by a
            - NOT_OPERATING dump at heap
            - NOT_OPERATING old at heap
            3 links, []
            PRODUCTS_NOT_FOLLOWED STOCK_ASSUMED
        "#]],
    );
    check(
        &format!("{CHAIN}{HEAPS}"),
        "up side-stream:brick nickel",
        expect![[r#"
            0 brick/* 1.000
            - PLANNED brick at brick
            0 links, []
        "#]],
    );
    check(
        &format!("{CHAIN}{HEAPS}"),
        "up side-stream:dust nickel",
        expect![[r#"
            0 dust/* 1.000
            - NO_PRODUCT dust at dust
            0 links, []
        "#]],
    );
    check(
        &format!("{CHAIN}{HEAPS}"),
        "up product:slag nickel side-streams",
        expect![[r#"
            0 heap/slag 1.000
            0 slag/slag 1.000
            0 works/slag 1.000
            1 smelter/ore 1.000 by slag
            2 mine/ore ? by a
            - NOT_OPERATING dump at heap
            - NOT_OPERATING old at heap
            3 links, []
            STOCK_ASSUMED
        "#]],
    );
    check(
        &format!("{CHAIN}{HEAPS}"),
        "up product:slag nickel",
        expect![[r#"
            - NOT_OPERATING dump at nowhere
            - SIDE_STREAM dig at nowhere
            - SIDE_STREAM heap at nowhere
            - SIDE_STREAM reuse at nowhere
            - SIDE_STREAM slag at nowhere
            0 links, []
        "#]],
    );
}

#[test]
fn nothing_goes_to_an_old_heap() {
    check(
        &format!("{CHAIN}{HEAPS}"),
        "down other nickel side-streams",
        expect![[r#"
            0 other/matte 1.000
            - NOT_OPERATING dump at other
            0 links, []
        "#]],
    );
}

#[test]
fn corridors_are_followed_if_asked() {
    let more = "
    site far HARBOUR
    link way harbour far kind=CORRIDOR both=yes mode=SEA
    link dead other far kind=CORRIDOR mode=RAIL
    link melt smelter far melt of=nickel kind=CORRIDOR mode=RAIL";
    check(
        &format!("{CHAIN}{more}"),
        "down smelter nickel",
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/ore 1.000
            1 other/matte ? by c
            1 refinery/matte ? by b
            2 refinery/sulphate ? by refinery-processing-matte
            3 harbour/sulphate ? by d
            4 buyer/sulphate ? by e
            - CORRIDOR melt at smelter
            - CORRIDOR dead at other
            - CORRIDOR way at harbour
            - EXTERNAL buyer at buyer
            4 links, []
        "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "down smelter nickel corridors",
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/ore 1.000
            1 other/matte ? by c
            1 refinery/matte ? by b
            2 refinery/sulphate ? by refinery-processing-matte
            3 harbour/sulphate ? by d
            4 buyer/sulphate ? by e
            4 far/sulphate ? by way
            - UNMOVABLE melt at smelter
            - NOT_CARRIED dead at other
            - EXTERNAL buyer at buyer
            5 links, []
            CORRIDOR
        "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "up far nickel corridors",
        expect![[r#"
            0 far/sulphate 1.000
            1 harbour/sulphate ? by way
            2 refinery/sulphate ? by d
            3 refinery/matte ? by refinery-processing-matte
            4 smelter/matte ? by b
            5 smelter/ore ? by smelter-processing-ore
            6 mine/ore ? by a
            - NOT_CARRIED dead at far
            4 links, []
            CORRIDOR
        "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "down harbour corridors",
        expect![[r#"
            0 harbour/* 1.000
            1 buyer/sulphate ? by e
            1 far/* ? by way
            - EXTERNAL buyer at buyer
            2 links, []
            CORRIDOR PRODUCTS_NOT_FOLLOWED
        "#]],
    );
}
