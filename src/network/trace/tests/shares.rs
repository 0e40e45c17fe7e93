//! How shares split and join.

use expect_test::expect;

use super::*;
use crate::network::chain::AssumptionCode;

#[test]
fn flows_divide_what_goes_on() {
    // 30 of 40 go to the refinery: 0.75; everything else has one way on.
    let flows = "
    figure link:a flow 9 basis=GROSS year=2024
    figure link:d flow 9 basis=GROSS year=2024
    figure link:e flow 9 basis=GROSS year=2024
    figure link:b flow 30 basis=GROSS product=matte year=2024
    figure link:c flow 10 basis=GROSS product=matte year=2024";
    check(
        &format!("{CHAIN}{flows}"),
        "down mine nickel",
        expect![[r#"
            0 mine/ore 1.000
            1 smelter/ore 1.000 by a
            2 smelter/matte 1.000 by smelter-processing-ore
            3 other/matte 0.250 by c
            3 refinery/matte 0.750 by b
            4 refinery/sulphate 0.750 by refinery-processing-matte
            5 harbour/sulphate 0.750 by d
            6 buyer/sulphate 0.750 by e
            - EXTERNAL buyer at buyer
            5 links, []
            RECORDED_FLOWS_ONLY
        "#]],
    );
}

#[test]
fn an_unknown_flow_leaves_the_split_unknown() {
    let flow = "
    figure link:b flow 30 basis=GROSS product=matte year=2024";
    check(
        &format!("{CHAIN}{flow}"),
        "down mine nickel steps=3",
        expect![[r#"
            0 mine/ore 1.000
            1 smelter/ore ? by a
            2 smelter/matte ? by smelter-processing-ore
            3 other/matte ? by c
            3 refinery/matte ? by b
            - STEPS refinery-processing-matte at refinery
            3 links, [Steps]
        "#]],
    );
    // Tonnes of different things do not add up.
    let flows = "
    figure link:b flow 30 basis=GROSS product=matte year=2024
    figure link:c flow 10 basis=CONTAINED material=nickel product=matte year=2024";
    check(
        &format!("{CHAIN}{flows}"),
        "down smelter nickel steps=1",
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/ore 1.000
            1 other/matte ? by c
            1 refinery/matte ? by b
            - STEPS refinery-processing-matte at refinery
            2 links, [Steps]
        "#]],
    );
}

#[test]
fn a_place_is_divided_by_contained_tonnes_across_its_products() {
    // 20 t nickel in matte and 5 t in slime leave the smelter: 0.8 and 0.2. Gross tonnes of two products would not do.
    let more = "
    product slime INTERMEDIATE carries=nickel
    link f smelter harbour slime of=nickel
    link g smelter harbour slime of=nickel part-of=f
    figure link:b flow 12 basis=CONTAINED material=nickel year=2024
    figure link:c flow 8 basis=CONTAINED material=nickel year=2024
    figure link:f flow 5 basis=CONTAINED material=nickel
    figure link:g flow 2 basis=CONTAINED material=nickel";
    check(
        &format!("{CHAIN}{more}"),
        "down smelter nickel",
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/ore 1.000
            0 smelter/slime 1.000
            1 harbour/slime 0.200 by f
            1 other/matte 0.320 by c
            1 refinery/matte 0.480 by b
            2 refinery/sulphate 0.480 by refinery-processing-matte
            3 harbour/sulphate ? by d
            4 buyer/sulphate ? by e
            - EXTERNAL buyer at buyer
            6 links, []
            ASSUMED_CONVERSION RECORDED_FLOWS_ONLY UNDATED WITHIN_ANOTHER_FLOW
        "#]],
    );
}

#[test]
fn upstream_shares_are_parts_of_what_arrives() {
    // The smelter gets 90 from the mine and 10 from the pit.
    let more = "
    site pit MINE
    activity pit EXTRACTION out=ore
    link p pit smelter ore of=nickel
    figure link:b flow 9 basis=GROSS year=2024
    figure link:d flow 9 basis=GROSS year=2024
    figure link:e flow 9 basis=GROSS year=2024
    figure link:a flow 90 basis=GROSS product=ore year=2024
    figure link:p flow 10 basis=GROSS product=ore year=2024";
    check(
        &format!("{CHAIN}{more}"),
        "up buyer nickel",
        expect![[r#"
            0 buyer/sulphate 1.000
            1 harbour/sulphate 1.000 by e
            2 refinery/sulphate 1.000 by d
            3 refinery/matte 1.000 by refinery-processing-matte
            4 smelter/matte 1.000 by b
            5 smelter/ore 1.000 by smelter-processing-ore
            6 mine/ore 0.900 by a
            6 pit/ore 0.100 by p
            5 links, []
            RECORDED_FLOWS_ONLY STATUS_ASSUMED
        "#]],
    );
}

#[test]
fn what_is_on_a_loop_is_unknown_and_what_comes_back_is_not_counted() {
    let loops = "
    product scrap SCRAP carries=nickel
    link back other refinery scrap of=nickel
    link forth refinery other matte of=nickel
    activity refinery RECYCLING in=scrap out=matte
    activity other PROCESSING in=matte out=scrap";
    check(
        &format!("{CHAIN}{loops}"),
        "down mine nickel",
        expect![[r#"
            0 mine/ore 1.000
            1 smelter/ore ? by a
            2 smelter/matte ? by smelter-processing-ore
            3 other/matte ? by c
            3 refinery/matte ? by b
            4 other/scrap ? by other-processing-matte
            4 refinery/sulphate ? by refinery-processing-matte
            5 harbour/sulphate ? by d
            5 refinery/scrap ? by back
            6 buyer/sulphate ? by e
            - EXTERNAL buyer at buyer
            7 links, []
        "#]],
    );
    let back = "
    link back other smelter matte of=nickel
    figure link:b flow 1 basis=GROSS year=2024
    figure link:c flow 3 basis=GROSS year=2024";
    check(
        &format!("{CHAIN}{back}"),
        "down smelter nickel steps=2",
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/ore 1.000
            1 other/matte 0.750 by c
            1 refinery/matte 0.250 by b
            2 refinery/sulphate 0.250 by refinery-processing-matte
            - STEPS d at refinery
            3 links, [Steps]
            RECORDED_FLOWS_ONLY
        "#]],
    );
}

#[test]
fn a_link_that_cannot_be_followed_still_takes_its_part() {
    // 30 and 10 of nickel go on as matte; the lorry of melt takes what is not known, or 40 more.
    let more = "
    activity smelter PROCESSING in=ore out=melt
    link lorry smelter other melt of=nickel mode=ROAD
    figure link:b flow 30 basis=CONTAINED material=nickel year=2024
    figure link:c flow 10 basis=CONTAINED material=nickel year=2024";
    let asked = "down smelter nickel steps=1";
    check(
        &format!("{CHAIN}{more}"),
        asked,
        expect![[r#"
        0 smelter/matte 1.000
        0 smelter/melt 1.000
        0 smelter/ore 1.000
        1 other/matte ? by c
        1 refinery/matte ? by b
        - UNMOVABLE lorry at smelter
        - STEPS refinery-processing-matte at refinery
        2 links, [Steps]
        ASSUMED_CONVERSION
    "#]],
    );
    let flow = "
    figure link:lorry flow 40 basis=CONTAINED material=nickel year=2024";
    check(
        &format!("{CHAIN}{more}{flow}"),
        asked,
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/melt 1.000
            0 smelter/ore 1.000
            1 other/matte 0.125 by c
            1 refinery/matte 0.375 by b
            - UNMOVABLE lorry at smelter
            - STEPS refinery-processing-matte at refinery
            2 links, [Steps]
            ASSUMED_CONVERSION RECORDED_FLOWS_ONLY
        "#]],
    );
}

#[test]
fn a_share_that_hangs_on_what_lies_beyond_the_steps_is_still_right() {
    // Half goes straight to the end and half by three stations: all of it gets there.
    let text = "
    product p REFINED carries=m
    site s TERMINAL
    site a TERMINAL
    site b TERMINAL
    site c TERMINAL
    site e TERMINAL
    link s-e s e p
    link s-a s a p
    link a-b a b p
    link b-c b c p
    link c-e c e p
    figure link:s-e flow 5 basis=GROSS year=2024
    figure link:s-a flow 5 basis=GROSS year=2024
    figure link:a-b flow 9 basis=GROSS year=2024
    figure link:b-c flow 9 basis=GROSS year=2024
    figure link:c-e flow 9 basis=GROSS year=2024";
    check(
        text,
        "down s m steps=2",
        expect![[r#"
            0 s/p 1.000
            1 a/p 0.500 by s-a
            1 e/p 1.000 by s-e
            2 b/p 0.500 by a-b
            - STEPS b-c at b
            3 links, [Steps]
            CONTENT_ASSUMED RECORDED_FLOWS_ONLY
        "#]],
    );
    check(
        text,
        "down s m steps=2 budget=4",
        expect![[r#"
            0 s/p 1.000
            1 a/p ? by s-a
            1 e/p ? by s-e
            2 b/p ? by a-b
            - STEPS b-c at b
            3 links, [Steps, Budget]
            CONTENT_ASSUMED
        "#]],
    );
}

/// A chain of one link.
const ONE_LINK: &str = "
    product ore ORE carries=nickel
    site mine MINE status=OPERATING@2025
    site works PROCESSOR status=OPERATING@2025
    link a mine works ore of=nickel";

#[test]
fn one_link_on_record_is_not_all_there_is() {
    let share = |figures: &str, asked: &str| {
        let snapshot = snapshot(&format!("{ONE_LINK}{figures}"));
        let answer = trace(&snapshot, &question(asked)).unwrap();
        let codes = answer.basis.notes.iter().map(|it| it.code);
        let is_of_recorded = codes
            .clone()
            .any(|it| it == AssumptionCode::RecordedFlowsOnly);
        (answer.nodes[1].share, is_of_recorded)
    };
    let flow = "\n    figure link:a flow 25 basis=GROSS year=2024";
    assert_eq!(share("", "down mine nickel"), (None, false));
    assert_eq!(share(flow, "down mine nickel"), (Some(1.0), true));
    let made =
        format!("{flow}\n    figure site:mine production 100 basis=GROSS product=ore year=2018");
    assert_eq!(share(&made, "down mine nickel"), (Some(0.25), false));
    assert_eq!(share(&made, "up works nickel"), (Some(1.0), true));
    let fed = format!("{flow}\n    figure site:works feed 50 basis=GROSS product=ore year=2018");
    assert_eq!(share(&fed, "up works nickel"), (Some(0.5), false));
    // A total below what is recorded, and one in another unit, say nothing of it.
    let less = format!("{flow}\n    figure site:works feed 5 basis=GROSS product=ore year=2018");
    assert_eq!(share(&less, "up works nickel"), (Some(1.0), false));
    let other =
        format!("{flow}\n    figure site:works feed 50 basis=CONTAINED material=nickel year=2018");
    assert_eq!(share(&other, "up works nickel"), (Some(1.0), true));
    let contained = "\n    figure link:a flow 10 basis=CONTAINED material=nickel year=2024
    figure site:works feed 50 basis=CONTAINED material=nickel year=2018";
    assert_eq!(share(contained, "up works nickel"), (Some(0.2), false));
}

#[test]
fn a_total_shows_what_is_left_for_a_flow_that_is_not_known() {
    let flows = "
    figure link:b flow 30 basis=GROSS product=matte year=2024
    figure site:smelter production 120 basis=GROSS product=matte year=2024";
    check(
        &format!("{CHAIN}{flows}"),
        "down smelter nickel steps=1",
        expect![[r#"
            0 smelter/matte 1.000
            0 smelter/ore 1.000
            1 other/matte ? by c
            1 refinery/matte 0.250 by b
            - STEPS refinery-processing-matte at refinery
            2 links, [Steps]
        "#]],
    );
}

#[test]
fn what_is_stored_of_a_side_stream_goes_nowhere() {
    let stream = "
    product slag INTERMEDIATE carries=nickel
    site works PROCESSOR status=OPERATING@2025
    site road EXTERNAL
    side-stream heap works slag of=nickel
    link a side-stream:heap road slag of=nickel
    figure link:a flow 5 basis=GROSS year=2024";
    let share = |figures: &str| {
        let snapshot = snapshot(&format!("{stream}{figures}"));
        let answer = trace(&snapshot, &question("down side-stream:heap nickel")).unwrap();
        answer.nodes[1].share
    };
    let stored = "
    figure side-stream:heap fate-share 0.9 definition=STORED year=2020";
    assert_eq!(share(""), Some(1.0));
    assert_eq!(share(stored), None);
    let made = "
    figure side-stream:heap generation 100 basis=GROSS year=2020";
    assert_eq!(share(made), Some(0.05));
    assert_eq!(share(&format!("{stored}{made}")), Some(0.05));
    // What arose in a part of a year is no total of one.
    let part = made.replace("generation 100", "generation 100 definition=March-to-July");
    assert_eq!(share(&part), Some(1.0));
    // 0.9 of 10 stay, and 5 more go: 5 of 14.
    let less = made.replace("100", "10");
    assert_eq!(share(&format!("{stored}{less}")), Some(5.0 / 14.0));
}
