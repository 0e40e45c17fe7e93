//! Distances, amounts and contents that an answer rests on.

use super::*;

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
