use std::sync::Arc;

use super::*;
use crate::analysis::partners::Partner;
use crate::analysis::partners::PartnerGroup;
use crate::model::CodeLists;
use crate::model::Id;
use crate::model::PublishedCode;
use crate::model::PublishedList;
use crate::model::When;
use crate::network::chain::AssumptionCode;
use crate::network::text::snapshot;

pub(super) const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

/// A stream at a works, and what else the case tells.
const WORKS: &str = "record region:upland code=XX1
    product gloop RESIDUE state=SOLID carries=nickel
    record product:gloop name_en=Smelter_gloop
    product tar RESIDUE state=SOLID
    record product:tar name_en=Tar
    site works PROCESSOR at=65,24 operator=smelting region=upland status=OPERATING@2024
    side-stream heap works gloop of=nickel
    record side-stream:heap name_en=Smelter_gloop_heap ewc_codes=100202
    figure side-stream:heap generation 5000 basis=GROSS year=2024";

pub(super) fn knowledge() -> Knowledge {
    let mut lists = CodeLists::default();
    for (code, broader) in [
        ("leaching", None),
        ("heap-leaching", Some("leaching")),
        ("drying", None),
    ] {
        let entry = PublishedCode {
            label: code.replace('-', " "),
            broader: broader.map(str::to_owned),
            ..PublishedCode::default()
        };
        lists.insert(PublishedList::Process, code, entry);
    }
    Knowledge::new(lists)
}

pub(super) fn question(subject: Subject) -> PartnersQuestion {
    PartnersQuestion {
        subject,
        within_km: None,
        regions: Vec::new(),
        among: PartnerGroup::All,
        include_rejected: false,
        hidden_links: Vec::new(),
        skip: 0,
        first: 100,
        when: WHEN,
        budget: 1_000_000,
    }
}

pub(super) fn row(snapshot: &Snapshot, id: &str) -> Row {
    let id = Id::parse(id).unwrap();
    snapshot.registry().find(&id).unwrap()
}

/// Asks what a network has for its heap, and the answer with what it is an answer of.
fn asked(
    network: &str,
    change: impl Fn(&Snapshot, &mut PartnersQuestion),
) -> (Arc<Snapshot>, PartnersAnswer) {
    let snapshot = Arc::new(snapshot(&format!("{WORKS}\n{network}")));
    let mut question = question(Subject::Offer(row(&snapshot, "side-stream:heap")));
    change(&snapshot, &mut question);
    let answer = partners(&snapshot, &knowledge(), &question);
    (snapshot, answer)
}

fn ids(snapshot: &Snapshot, rows: &[Row]) -> Vec<String> {
    rows.iter()
        .map(|it| snapshot.registry().id(*it).to_string())
        .collect()
}

fn requests(snapshot: &Snapshot, answer: &PartnersAnswer) -> Vec<String> {
    let rows: Vec<Row> = answer.partners.iter().map(|it| it.request.record).collect();
    ids(snapshot, &rows)
}

fn only(answer: &PartnersAnswer) -> &Partner {
    assert_eq!(answer.partners.len(), 1, "{:?}", answer.rejected);
    &answer.partners[0]
}

const TAKER: &str = "site plant RECYCLER at=65,25 operator=recycling status=OPERATING@2024
    record site:plant name_en=Plant
    activity plant RECYCLING in=gloop out=tar
    record activity:plant-recycling-gloop process=drying";

#[test]
fn a_taker_is_told_with_tonnes_distance_and_sources() {
    let (snapshot, answer) = asked(TAKER, |_, _| {});
    let partner = only(&answer);
    assert_eq!(
        requests(&snapshot, &answer),
        ["activity:plant-recycling-gloop"]
    );
    // One degree of longitude at 65 degrees north is 46.99 km; by road 1.3 times as much.
    let km = partner.distance_km.unwrap();
    assert!((km - 61.09).abs() < 0.01, "{km}");
    assert!(
        partner.message.starts_with(
            "Plant could take smelter gloop heap of works (5000 t a year), 61.1 km away"
        ),
        "{}",
        partner.message
    );
    let sources = ids(&snapshot, &answer.basis.sources);
    assert!(sources.contains(&"source:s-heap".to_owned()), "{sources:?}");
    let notes: Vec<&str> = answer.basis.notes.iter().map(|it| it.code.code()).collect();
    assert_eq!(notes, ["DETOUR_ASSUMED", "HALF_DISTANCE_ASSUMED"]);
    assert!(
        partner.missing_treatment.is_empty(),
        "it takes the same product"
    );
    assert_eq!(
        (answer.total, answer.explored, answer.is_cut),
        (1, 1, false)
    );
}

#[test]
fn the_way_over_links_is_taken_where_it_is_shorter() {
    let way = "site half MANUFACTURER at=65,24.5
        link a half works km=10
        link b half plant km=20.5";
    let km = |network: &str| {
        let (_, answer) = asked(&format!("{TAKER}\n{network}"), |_, _| {});
        only(&answer).distance_km.unwrap()
    };
    assert_eq!(km(way), 30.5);
    // A leg without a length is no way, and a longer way than the road is not taken.
    assert!((km(&way.replace(" km=20.5", "")) - 61.09).abs() < 0.01);
    assert!((km(&way.replace("20.5", "90")) - 61.09).abs() < 0.01);
    // The figure of the road.
    let road = "figure mode:road detour-factor 1.5 year=2020";
    assert!((km(road) - 70.48).abs() < 0.01);
}

#[test]
fn the_half_distance_is_that_of_the_smallest_region_around() {
    let region = "record region:upland parent=nation country=XX
        record region:nation country=XX level=0
        record region:bloc members=nation";
    let half = |figures: &str| {
        let snapshot = Arc::new(snapshot(&format!("{WORKS}\n{region}\n{figures}")));
        let upland = Some(row(&snapshot, "region:upland"));
        crate::analysis::partners::distance::half_km(snapshot.registry(), upland, WHEN).0
    };
    let figure = |of: &str, km: u32| format!("figure region:{of} half-distance {km} year=2020\n");
    assert_eq!(half(""), 33.0);
    assert_eq!(half(&figure("bloc", 150)), 150.0);
    assert_eq!(half(&(figure("bloc", 150) + &figure("nation", 100))), 100.0);
    let all = figure("bloc", 150) + &figure("nation", 100) + &figure("upland", 60);
    assert_eq!(half(&all), 60.0);
}

#[test]
fn what_takes_another_product_needs_the_step_that_makes_it() {
    let takes_tar = "site plant RECYCLER at=65,25 status=OPERATING@2024
        activity plant RECYCLING in=tar out=gloop
        record activity:plant-recycling-tar inputs=tar
        record product:tar name_en=Smelter_tar
        site maker PROCESSOR at=66,24 status=OPERATING@2024
        activity maker PROCESSING in=gloop out=tar
        record activity:maker-processing-gloop process=leaching
        site near RECYCLER at=65,24.1 status=OPERATING@2024
        activity near RECYCLING in=other out=thing
        product other SCRAP
        product thing CHEMICAL
        record activity:near-recycling-other process=heap-leaching
        record organisation:expert processes=leaching
        record platform:pilot processes=drying";
    let (snapshot, answer) = asked(takes_tar, |_, _| {});
    let plant = row(&snapshot, "activity:plant-recycling-tar");
    let partner = answer
        .partners
        .iter()
        .find(|it| it.request.record == plant)
        .unwrap();
    assert_eq!(partner.missing_treatment, ["leaching"]);
    // The nearest first, a narrower process counts, who is nowhere comes last.
    let offers = ids(&snapshot, &partner.treatment_offers);
    assert_eq!(offers, ["site:near", "site:maker", "organisation:expert"]);
    assert!(
        partner.message.contains("It needs leaching before"),
        "{}",
        partner.message
    );
}

#[test]
fn clusters_of_both_sides_come_before_those_of_one() {
    let clusters = "cluster a-one MEMBER:smelting
        cluster b-both MEMBER:smelting,MEMBER:recycling
        cluster c-none SUPPORTER:smelting
        record cluster:d-region type=CLUSTER region=upland themes=gloop
        record cluster:e-region type=CLUSTER region=upland themes=fish
        record cluster:f-park type=INDUSTRIAL_PARK region=upland themes=gloop";
    let (snapshot, answer) = asked(&format!("{TAKER}\n{clusters}"), |_, _| {});
    let brokers = ids(&snapshot, &only(&answer).brokers);
    assert_eq!(
        brokers,
        ["cluster:b-both", "cluster:a-one", "cluster:d-region"]
    );
}

#[test]
fn the_legal_route_is_that_of_the_taker_then_that_of_the_stream() {
    let route = |network: &str| {
        let (_, answer) = asked(&format!("{TAKER}\n{network}"), |_, _| {});
        only(&answer).legal_route.clone()
    };
    assert_eq!(route(""), None);
    let by = |standing: &str| {
        route(&format!(
            "record side-stream:heap legal_standing={standing}"
        ))
    };
    assert!(by("WASTE").unwrap().contains("Article 23"));
    assert!(by("BY_PRODUCT").unwrap().contains("Article 5"));
    assert!(by("END_OF_WASTE").unwrap().contains("Article 6"));
    // An intake and the activity of one plant are one partner; that of which more is known stands for both.
    let intake = "intake wish plant gloop
        record intake:wish permit=Permit_7 materials=nickel
        record side-stream:heap legal_standing=WASTE";
    assert_eq!(route(intake).as_deref(), Some("Permit 7"));
}

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

/// A taker, and a use of the stream.
fn taker_and_use() -> String {
    format!("{TAKER}\n record use:own application=fill status=PRACTISED side_stream=heap")
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
fn what_is_told_are_sentences() {
    let (_, answer) = asked(&taker_and_use(), |_, question| {
        question.include_rejected = true
    });
    for partner in &answer.partners {
        let components = partner.components.iter().map(|it| &it.message);
        let warnings = partner.warnings.iter().map(|it| &it.message);
        let rejected = partner.rejected.iter().map(|it| &it.message);
        for told in components
            .chain(warnings)
            .chain(rejected)
            .chain([&partner.message])
        {
            assert!(told.ends_with('.') && !told.contains(".."), "{told}");
            assert!(!told.starts_with(char::is_lowercase), "{told}");
        }
    }
}

#[test]
fn two_at_one_place_are_not_apart_by_any_estimate() {
    let near = TAKER.replace("at=65,25", "at=65,24");
    for (network, is_estimated) in [(near.as_str(), false), (TAKER, true)] {
        let (_, answer) = asked(network, |_, _| {});
        assert_eq!(
            only(&answer).message.contains("at the same place"),
            !is_estimated
        );
        let codes = answer.basis.notes.iter().map(|it| it.code);
        let mut of_length = codes.filter(|it| *it == AssumptionCode::DetourAssumed);
        assert_eq!(of_length.next().is_some(), is_estimated);
    }
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

#[test]
fn matches_pursued_are_found_by_the_request_its_site_or_operator() {
    for of in [
        "activity:plant-recycling-gloop",
        "site:plant",
        "organisation:recycling",
    ] {
        let pursued = format!(
            "{TAKER}
            record match:old offer=heap request={of} status=DROPPED
            record match:pursued offer=heap request={of} status=TESTED"
        );
        let (snapshot, answer) = asked(&pursued, |_, _| {});
        let matching = only(&answer).matching.unwrap();
        assert_eq!(ids(&snapshot, &[matching]), ["match:pursued"], "{of}");
    }
}

#[test]
fn tonnes_of_what_is_contained_and_stocks_are_no_amount() {
    let amount = |figures: &str| {
        let network = WORKS.replace(
            "figure side-stream:heap generation 5000 basis=GROSS year=2024",
            figures,
        );
        let snapshot = Arc::new(snapshot(&network));
        let index = Index::build(snapshot.registry(), &knowledge(), WHEN);
        index.offers[0].amount.as_ref().map(|it| it.tonnes_per_year)
    };
    let figure = "figure side-stream:heap";
    assert_eq!(
        amount(&format!(
            "{figure} generation 70 basis=CONTAINED material=nickel year=2024"
        )),
        None
    );
    assert_eq!(
        amount(&format!("{figure} stock 900 basis=GROSS year=2024")),
        None
    );
    assert_eq!(
        amount(&format!(
            "{figure} generation ? low=10 high=30 basis=GROSS year=2024"
        )),
        Some(20.0)
    );
    assert_eq!(
        amount("figure site:works production 60 product=gloop basis=GROSS year=2024"),
        Some(60.0)
    );
    assert_eq!(
        amount("figure site:works production 60 basis=GROSS year=2024"),
        None
    );
}

#[test]
fn contents_of_several_keys_lie_between_them() {
    let network = format!(
        "{WORKS}
        material chromium symbol=Cr
        figure side-stream:heap content 0.1 material=chromium contained-of=Cr2O3 year=2020
        figure side-stream:heap content 0.05 material=chromium contained-of=Cr2O3 definition=washed year=2020
        figure side-stream:heap content 0.2 material=chromium definition=guess vintage=FORECAST_HIGH year=2020
        figure site:works content 0.9 material=chromium product=gloop year=2020
        figure site:works content 0.01 material=nickel product=gloop year=2020
        figure site:works content 0.02 material=copper product=tar year=2020"
    );
    let snapshot = Arc::new(snapshot(&network));
    let registry = snapshot.registry();
    let index = Index::build(registry, &knowledge(), WHEN);
    let told: Vec<(String, String)> = index.offers[0]
        .contents
        .iter()
        .map(|it| {
            (
                registry.slug(it.material).to_owned(),
                format!("{:.4}..{:.4}", it.low.unwrap(), it.high.unwrap()),
            )
        })
        .collect();
    // 0.05 and 0.1 times 0.684208; the stream's own before those of its site.
    let expected = [("chromium", "0.0342..0.0684"), ("nickel", "0.0100..0.0100")];
    let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(told, expected);
}
