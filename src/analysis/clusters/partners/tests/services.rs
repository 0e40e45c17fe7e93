//! Steps that one cluster needs and another offers.

use super::*;

/// A heap of ours that has to be ground, by a use.
const NEEDS: &str = "side-stream heap works slag
    record use:fill side_stream=heap application=fill status=PRACTISED treatment=grinding";

#[test]
fn steps_that_one_needs_and_the_other_offers_make_pairs() {
    check(
        &two(&format!(
            "{NEEDS}
            record organisation:taker processes=grinding;leaching country=SE
            record platform:mill operator=taker processes=grinding country=FI
            side-stream sludge plant lime
            record use:soil stream_type=x application=soil status=STUDIED products=lime treatment=drying
            record organisation:maker processes=drying"
        )),
        "",
        expect![[r#"
            1 cluster shares something on record: the members of us on record (1) reach 1 site.
            them: 1 step is offered there, 1 step is needed there, by 7 records.
              OFFERS_SERVICE Mill, taker offers grinding, which works needs and no member by role on record of this cluster offers. On record with it in another role, taker does.
                organisation:taker side-stream:heap use:fill platform:mill
              NEEDS_SERVICE Maker offers drying, which plant needs and no member by role on record of that cluster offers. On record with it in another role, maker does.
                organisation:maker side-stream:sludge use:soil
              ! heap of works (FI) of maker needs grinding, which taker (SE) offers.
              - heap of works (FI) of maker needs grinding, which mill (FI) offers.
              - sludge of plant (SE) of taker needs drying, which maker offers.
        "#]],
    );
}

#[test]
fn who_offers_a_step_in_another_role_is_named() {
    let network = two(&format!(
        "{NEEDS}
        record organisation:taker processes=grinding
        record organisation:helper name_en=Helper processes=grinding
        record membership:helps organisation=helper cluster=us role=SUPPORTER"
    ));
    let (_, found) = answer(&network, "");
    let told = &found.partners[0].reasons[0].message;
    assert_eq!(
        told,
        "Taker offers grinding, which works needs and no member by role on record of this cluster offers. On record with it in other roles, Helper, taker do."
    );
}

#[test]
fn who_has_a_step_lacks_it_not() {
    let count = |more: &str| {
        let network = two(&format!(
            "{NEEDS}
            record organisation:taker processes=grinding
            {more}"
        ));
        answer(&network, "").1.partners.len()
    };
    assert_eq!(count(""), 1);
    assert_eq!(count("record organisation:maker processes=grinding"), 0);
    let platform = "record platform:own operator=maker processes=grinding";
    assert_eq!(count(platform), 0);
    let activity = "activity works PROCESSING out=metal
        record activity:works-processing-none process=grinding";
    assert_eq!(count(activity), 0);
    assert_eq!(count("record use:fill treatment=sieving"), 0);
    // A use of another stream is none of this one.
    let other = "side-stream pile far lime
        record use:fill side_stream=pile";
    assert_eq!(count(other), 0);
}

#[test]
fn who_does_a_narrower_step_does_the_wider_one() {
    let asked = |offered: &str, own: &str| {
        let needs = NEEDS.replace("=grinding", "=physical-treatment");
        let network = two(&format!(
            "{needs}
            record organisation:taker processes={offered}
            record organisation:maker processes={own}"
        ));
        let (_, found) = answer(&network, "");
        found
            .partners
            .iter()
            .map(|it| it.pairs.len())
            .sum::<usize>()
    };
    for (offered, own, pairs) in [
        ("grinding", "drying", 1),
        ("physical-treatment", "drying", 1),
        // By two narrower steps it is offered once.
        ("grinding;sieving", "drying", 1),
        ("drying", "drying", 0),
        // Who sieves has physical treatment, and lacks it not.
        ("grinding", "sieving", 0),
    ] {
        assert_eq!(asked(offered, own), pairs, "{offered} for {own}");
    }
}

#[test]
fn the_process_of_an_intake_is_for_what_it_takes() {
    let network = two("side-stream heap works slag
        intake wish plant slag
        record intake:wish process=leaching");
    let (_, found) = answer(&network, "");
    let kinds: Vec<&str> = found.partners[0]
        .reasons
        .iter()
        .map(|it| it.kind.code())
        .collect();
    assert_eq!(kinds, ["COULD_SUPPLY", "OFFERS_SERVICE"]);
    let other = network.replace("intake wish plant slag", "intake wish plant lime");
    assert!(answer(&other, "").1.partners.is_empty());
}
