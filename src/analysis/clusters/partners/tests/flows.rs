//! What moves between two clusters, or could.

use super::*;

#[test]
fn what_moves_on_record_joins_two_clusters_both_ways() {
    check(
        &two("link out works plant matte
            link out-2 works plant matte mode=ROAD
            link back plant works lime
            link planned works plant slag status=PLANNED
            link old works plant metal status=HISTORICAL
            link way works plant metal kind=CORRIDOR"),
        "",
        expect![[r#"
            1 cluster shares something on record: the members of us on record (1) reach 1 site.
            them: 1 product goes there, 1 product comes from there, by 3 records.
              SHIPS_TO Matte goes from works to plant.
                link:out link:out-2
              RECEIVES_FROM Lime goes from plant to works.
                link:back
        "#]],
    );
}

#[test]
fn the_material_and_the_stage_of_who_receives_narrow_the_reasons() {
    let network = two("activity plant MANUFACTURING in=matte out=metal
        activity works PROCESSING in=lime out=matte
        link out works plant matte
        link back plant works lime
        record programme:joint type=PROJECT lead=maker partners=taker");
    let kinds = |asked: &str| {
        let (_, found) = answer(&network, asked);
        let reasons = found.partners.into_iter().flat_map(|it| it.reasons);
        reasons.map(|it| it.kind.code()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(""), ["SHIPS_TO", "RECEIVES_FROM", "SHARED_PROGRAMME"]);
    // Lime carries no nickel, and a programme speaks of no material.
    assert_eq!(kinds("material=nickel"), ["SHIPS_TO"]);
    assert_eq!(kinds("stage=MANUFACTURING"), ["SHIPS_TO"]);
    assert_eq!(kinds("stage=PROCESSING"), ["RECEIVES_FROM"]);
    assert!(kinds("stage=RECYCLING").is_empty());
    // Without an activity that takes it, the kind of site says the stage.
    let unsaid = network.replace("activity plant MANUFACTURING in=matte out=metal", "");
    let (_, found) = answer(&unsaid, "stage=PROCESSING");
    assert_eq!(found.partners[0].reasons.len(), 2);
}

#[test]
fn what_one_gives_and_the_other_takes_without_a_link_could_go() {
    check(
        &two("activity works PROCESSING in=lime out=matte,melt
            activity plant PROCESSING in=matte,melt,slag out=lime
            side-stream heap works slag
            intake wish works metal from=2020 to=2030
            activity far PROCESSING out=metal"),
        "",
        expect![[r#"
            2 clusters share something on record: the members of us on record (1) reach 1 site.
            them: 2 products could go there, 1 product could come from there, by 3 records.
              COULD_SUPPLY Matte from works is taken by plant; no link between them is on record.
                activity:plant-processing-matte-melt-slag activity:works-processing-lime
              COULD_SUPPLY Slag from works is taken by plant; no link between them is on record.
                activity:plant-processing-matte-melt-slag side-stream:heap
              COULD_TAKE Lime from plant is taken by works; no link between them is on record.
                activity:plant-processing-matte-melt-slag activity:works-processing-lime
            nobody: 1 product could come from there, by 2 records.
              COULD_TAKE Metal from far is taken by works; no link between them is on record.
                activity:far-processing-none intake:wish
        "#]],
    );
}

#[test]
fn what_a_link_joins_already_could_not_begin_to_go() {
    let network = |more: &str| {
        two(&format!(
            "activity works PROCESSING in=lime out=matte
            activity plant PROCESSING in=matte out=metal
            {more}"
        ))
    };
    let kinds = |more: &str| {
        let (_, found) = answer(&network(more), "");
        let reasons = found.partners.into_iter().flat_map(|it| it.reasons);
        reasons.map(|it| it.kind.code()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(""), ["COULD_SUPPLY"]);
    assert_eq!(kinds("link a works plant matte"), ["SHIPS_TO"]);
    assert!(kinds("link a works plant matte status=PLANNED").is_empty());
    assert_eq!(
        kinds("link a works plant matte status=HISTORICAL"),
        ["COULD_SUPPLY"]
    );
    assert_eq!(
        kinds("link a works plant matte kind=CORRIDOR"),
        ["COULD_SUPPLY"]
    );
    assert_eq!(
        kinds("link a works plant lime"),
        ["SHIPS_TO", "COULD_SUPPLY"]
    );
    assert!(kinds("status plant CLOSED@2020").is_empty());
    assert!(kinds("record activity:plant-processing-matte closed=2024").is_empty());
}

#[test]
fn an_intake_may_ask_by_waste_code_and_may_be_over() {
    let kinds = |more: &str| {
        let network = two(&format!(
            "side-stream heap works slag
            record side-stream:heap ewc_codes=100601
            {more}"
        ));
        let (_, found) = answer(&network, "");
        let reasons = found.partners.into_iter().flat_map(|it| it.reasons);
        reasons.map(|it| it.kind.code()).collect::<Vec<_>>()
    };
    let asks = |codes: &str| format!("record intake:wish taker=site:plant ewc_codes={codes}");
    assert_eq!(kinds(&asks("1006")), ["COULD_SUPPLY"]);
    assert!(kinds(&asks("1007;020101")).is_empty());
    assert_eq!(kinds("intake wish plant slag"), ["COULD_SUPPLY"]);
    assert!(kinds("intake wish plant slag to=2024").is_empty());
    // A member that has no site on record may ask as well; external parties may not.
    assert_eq!(
        kinds("intake wish organisation:taker slag"),
        ["COULD_SUPPLY"]
    );
    let outside = "site dealer EXTERNAL operator=taker
        intake wish dealer slag";
    assert!(kinds(outside).is_empty());
}
