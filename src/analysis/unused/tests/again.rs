//! Tonnes that another stream tells too, by hand and by looking at all pairs.

use proptest::prelude::*;

use super::*;

#[test]
fn what_is_part_of_something_or_told_twice_is_added_once() {
    let part = "site yard PROCESSOR country=FI in=works
        side-stream part yard slag fate=STORED@2020
        figure side-stream:part generation 300 product=slag basis=GROSS year=2020";
    let sum = |more: &str| {
        let (_, found) = answer(&heap("fate=STORED@2020", more), None);
        (
            found.streams.len(),
            found.totals.per_year.tonnes,
            found.totals.told_elsewhere,
        )
    };
    assert_eq!(sum(&format!("{GENERATION}\n{part}")), (2, Some(1000.0), 1));
    // The whole is not known: then the part counts.
    assert_eq!(sum(part), (2, Some(300.0), 0));
    let twin = |more: &str| {
        format!(
            "{GENERATION}{more}
            side-stream twin works slag fate=STORED@2020
            figure side-stream:twin generation 1000 product=slag basis=GROSS year=2020{more}"
        )
    };
    assert_eq!(
        sum(&twin("")),
        (2, Some(1000.0), 1),
        "one number of one site"
    );
    let apart = twin("").replace("twin works", "twin yard") + "\nsite yard PROCESSOR country=FI";
    assert_eq!(sum(&apart), (2, Some(2000.0), 0), "two sites");
    let scoped =
        twin(" scope=both").replace("twin works", "twin yard") + "\nsite yard PROCESSOR country=FI";
    assert_eq!(
        sum(&scoped),
        (2, Some(1000.0), 1),
        "one number told of both"
    );
}

/// A stream: its site, product, and what arises with the scope it is told of.
type Random = (usize, usize, Option<(u32, Option<u32>)>);

/// By stream the one that its tonnes are told in, by looking at all pairs. Site `s0` is part of nothing, each other of the one
/// that `parents` names.
fn told_in(parents: &[usize], streams: &[Random]) -> Vec<Option<String>> {
    let is_part_of = |part: usize, whole: usize| {
        let mut at = part;
        while at > 0 {
            at = parents[at - 1].min(at - 1);
            if at == whole {
                return true;
            }
        }
        false
    };
    let whole = |at: usize| {
        let (site, product, told) = streams[at];
        let is_whole = |other: &usize| {
            let (place, same, number) = streams[*other];
            let is_scoped = number.is_some_and(|it| it.1.is_some());
            let is_again = told.is_some() && told == number && (site == place || is_scoped);
            let is_in = number.is_some() && is_part_of(site, place);
            same == product && *other != at && (is_in || (*other < at && is_again))
        };
        (0..streams.len()).find(is_whole)
    };
    let all = (0..streams.len()).map(whole);
    all.map(|it| it.map(|it| format!("t{it:02}"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn what_is_told_elsewhere_is_found_as_by_all_pairs(
        parents in prop::collection::vec(0..4_usize, 4),
        streams in prop::collection::vec(
            (0..5_usize, 0..2_usize, prop::option::of((1..3_u32, prop::option::of(0..2_u32)))),
            0..12,
        ),
    ) {
        let mut text = "region fi\nproduct p0 RESIDUE\nproduct p1 RESIDUE\nsite s0 PROCESSOR country=FI".to_owned();
        for (at, parent) in parents.iter().enumerate() {
            text += &format!("\nsite s{} PROCESSOR country=FI in=s{}", at + 1, parent.min(&at));
        }
        for (at, (site, product, told)) in streams.iter().enumerate() {
            text += &format!("\nside-stream t{at:02} s{site} p{product} fate=STORED@2020");
            if let Some((tonnes, scope)) = told {
                let scope = scope.map_or(String::new(), |it| format!("scope=x{it}"));
                text += &format!("\nfigure side-stream:t{at:02} generation {tonnes} product=p{product} basis=GROSS year=2020 {scope}");
            }
        }
        let (snapshot, found) = answer(&text, None);
        let slug = |row: Row| snapshot.registry().slug(row).to_owned();
        let mut told: Vec<(String, Option<String>)> = found
            .streams
            .iter()
            .map(|it| (slug(it.row), it.told_in.map(slug)))
            .collect();
        told.sort();
        let told: Vec<Option<String>> = told.into_iter().map(|it| it.1).collect();
        prop_assert_eq!(told, told_in(&parents, &streams));
    }
}
