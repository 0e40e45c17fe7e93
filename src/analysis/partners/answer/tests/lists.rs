//! Which partners an answer has, and in which lists.

use super::*;

#[test]
fn uses_of_one_application_are_one_partner_unless_the_pair_is_asked() {
    let uses = "record use:a application=road_building status=PRACTISED products=gloop
        record use:b application=Road_building status=STUDIED products=gloop
        record use:c application=bricks status=STUDIED products=gloop";
    let (snapshot, answer) = asked(uses, |_, _| {});
    assert_eq!(
        answer.partners.len(),
        2,
        "{:?}",
        requests(&snapshot, &answer)
    );
    assert_eq!(
        requests(&snapshot, &answer)[0],
        "use:a",
        "the practised one stands for both"
    );
    let (snapshot, answer) = asked(uses, |snapshot, question| {
        let heap = row(snapshot, "side-stream:heap");
        question.subject = Subject::Pair(heap, row(snapshot, "use:b"));
    });
    assert_eq!(requests(&snapshot, &answer), ["use:b"]);
}

#[test]
fn hidden_links_hide_the_exchange_but_neither_uses_nor_the_taker() {
    let network = format!(
        "{TAKER}
        link sale side-stream:heap plant gloop
        link way side-stream:heap plant gloop part-of=sale km=1
        record precedent:sold waste=gloop status=IMPLEMENTED application=fill link=sale
        record use:own application=fill status=PRACTISED side_stream=heap
        record use:same application=tar_paper status=PRACTISED side_stream=heap
        record use:other application=bricks status=PRACTISED side_stream=heap"
    );
    let (shown_of, shown) = asked(&network, |_, _| {});
    let of = |answer: &PartnersAnswer, snapshot: &Snapshot, id: &str| {
        let record = row(snapshot, id);
        answer
            .partners
            .iter()
            .find(|it| it.request.record == record)
            .cloned()
    };
    let taker = of(&shown, &shown_of, "activity:plant-recycling-gloop").unwrap();
    assert_eq!(ids(&shown_of, &[taker.existing.unwrap()]), ["link:sale"]);
    assert_eq!(taker.distance_km, Some(1.0));
    let (snapshot, hidden) = asked(&network, |snapshot, question| {
        question.hidden_links = vec![row(snapshot, "link:sale")];
    });
    let taker = of(&hidden, &snapshot, "activity:plant-recycling-gloop").unwrap();
    assert_eq!(taker.existing, None);
    assert!(taker.distance_km.unwrap() > 60.0, "its part is hidden too");
    assert_eq!(taker.components[0].value, None, "no precedent is left");
    // Fill is what the precedent of the link says, tar what the plant makes: what it can become is told by others.
    for id in ["use:own", "use:same", "use:other"] {
        let told = of(&hidden, &snapshot, id).unwrap();
        assert_eq!(told.components[0].value, Some(1.0), "{id} is practised");
    }
}

#[test]
fn named_takers_and_uses_are_two_parts_of_one_list() {
    let of = |among: PartnerGroup| {
        let (snapshot, answer) = asked(&taker_and_use(), |_, question| question.among = among);
        assert_eq!(answer.total, answer.partners.len());
        requests(&snapshot, &answer)
    };
    let taker = "activity:plant-recycling-gloop";
    assert_eq!(of(PartnerGroup::Takers), [taker]);
    assert_eq!(of(PartnerGroup::Uses), ["use:own"]);
    let mut all = of(PartnerGroup::All);
    all.sort();
    assert_eq!(all, [taker, "use:own"]);
}

#[test]
fn what_a_reader_has_is_counted_and_not_told() {
    let (_, whole) = asked(&taker_and_use(), |_, _| {});
    let (_, rest) = asked(&taker_and_use(), |_, question| question.skip = 1);
    assert_eq!(rest.partners, whole.partners[1..]);
    assert_eq!(rest.total, 2);
    let (_, none) = asked(&taker_and_use(), |_, question| question.skip = 9);
    assert_eq!((none.partners.len(), none.total), (0, 2));
}

#[test]
fn a_partner_that_may_lie_outside_the_regions_asked_is_told_with_a_warning() {
    let warned = |of_plant: &str| {
        let network = format!("{}\n {of_plant}", taker_and_use());
        let (snapshot, answer) = asked(&network, |snapshot, question| {
            question.regions = vec![row(snapshot, "region:upland")];
        });
        let about = |it: &&Partner| it.request.taker.is_some();
        let taker = answer.partners.iter().find(about).unwrap();
        let uses = answer.partners.iter().filter(|it| !about(it));
        let told = |it: &Partner| {
            let all = it.warnings.iter();
            let of_region = all.filter(|it| it.message.contains("region"));
            of_region
                .map(|it| (it.message.clone(), it.record))
                .collect::<Vec<_>>()
        };
        assert!(uses.flat_map(told).next().is_none(), "a use is nowhere");
        (told(taker), row(&snapshot, "site:plant"))
    };
    let (unknown, plant) = warned("");
    let message = "The region of Plant is not known, so that it may lie outside those asked.";
    assert_eq!(unknown, [(message.to_owned(), Some(plant))]);
    assert_eq!(warned("record site:plant region=upland").0, []);
}

#[test]
fn planned_streams_are_offered_only_where_asked_or_stocked() {
    let network = |more: &str| {
        format!(
            "{WORKS}\n{TAKER}
            site soon PROCESSOR at=65,24.2 status=PLANNED@2024
            side-stream pile soon gloop
            {more}"
        )
    };
    let offered = |more: &str, when: When| {
        let snapshot = Arc::new(snapshot(&network(more)));
        let need = row(&snapshot, "site:plant");
        let question = PartnersQuestion {
            when,
            ..question(Subject::Need(need))
        };
        let answer = partners(&snapshot, &knowledge(), &question);
        let pile = row(&snapshot, "side-stream:pile");
        let found = answer
            .partners
            .iter()
            .find(|it| it.offer.record == Some(pile));
        found.map(|it| {
            it.warnings
                .iter()
                .map(|it| it.message.clone())
                .collect::<Vec<_>>()
                .join("|")
        })
    };
    assert_eq!(offered("", WHEN), None);
    let planned = When {
        include_planned: true,
        ..WHEN
    };
    assert!(offered("", planned).is_some());
    let stock = "figure side-stream:pile stock 900 basis=GROSS year=2020";
    let warned = offered(stock, WHEN).unwrap();
    assert!(warned.contains("what is offered is a stock"), "{warned}");
    let none = "figure side-stream:pile stock 0 basis=GROSS year=2020";
    assert_eq!(offered(none, WHEN), None, "a stock of nothing is none");
}

#[test]
fn what_is_ruled_out_is_counted_and_told_last_where_asked() {
    let idle = "site idle RECYCLER at=65,24.2 status=CARE_AND_MAINTENANCE@2024
        record site:idle name_en=Idle
        activity idle RECYCLING in=gloop out=tar
        site named EXTERNAL
        activity named RECYCLING in=gloop out=tar";
    let (_, answer) = asked(&format!("{TAKER}\n{idle}"), |_, _| {});
    assert_eq!((answer.partners.len(), answer.total), (1, 1));
    assert_eq!(answer.rejected, [(RejectionReason::NotOperating, 1)]);
    let (_, answer) = asked(&format!("{TAKER}\n{idle}"), |_, question| {
        question.include_rejected = true;
    });
    assert_eq!((answer.partners.len(), answer.total), (2, 2));
    let last = &answer.partners[1];
    assert_eq!(
        last.rejected.as_ref().unwrap().reason,
        RejectionReason::NotOperating
    );
    assert!(
        last.message
            .starts_with("Idle is no match for smelter gloop heap"),
        "{}",
        last.message
    );
    let (_, answer) = asked(&format!("{TAKER}\n{idle}"), |_, question| {
        question.budget = 1;
    });
    assert!(answer.is_cut);
    assert_eq!(answer.explored, 1);
}
