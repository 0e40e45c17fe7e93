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

#[test]
fn a_whole_tells_its_tonnes_a_year_and_its_stock_each_on_its_own() {
    let part = "site yard PROCESSOR country=FI in=works
        side-stream part yard slag fate=STORED@2020
        figure side-stream:part generation 300 product=slag basis=GROSS year=2020
        figure side-stream:part stock 70 product=slag basis=GROSS year=2020";
    let stock = "figure side-stream:heap stock 5000 product=slag basis=GROSS year=2020";
    let sum = |whole: &str| {
        let (_, found) = answer(&heap("fate=STORED@2020", &format!("{whole}\n{part}")), None);
        let it = found.totals;
        let elsewhere = (it.told_elsewhere, it.stock_told_elsewhere);
        (it.per_year.tonnes, it.stock.tonnes, elsewhere)
    };
    assert_eq!(sum(GENERATION), (Some(1000.0), Some(70.0), (1, 0)));
    assert_eq!(sum(stock), (Some(300.0), Some(5000.0), (0, 1)));
    let both = format!("{GENERATION}\n{stock}");
    assert_eq!(sum(&both), (Some(1000.0), Some(5000.0), (1, 1)));
    assert_eq!(sum(""), (Some(300.0), Some(70.0), (0, 0)));
    let (_, found) = answer(&heap("fate=STORED@2020", &format!("{stock}\n{part}")), None);
    let part = found.streams.iter().find(|it| it.stock_told_in.is_some());
    let message = &part.unwrap().message;
    assert!(
        message.contains("; its stock is told with heap (2025)"),
        "{message}"
    );
}

#[test]
fn a_part_that_comes_first_and_is_told_by_the_number_of_its_whole_does_not_tell_it() {
    let more = format!(
        "{GENERATION} scope=both
        site yard PROCESSOR country=FI in=works
        side-stream a-part yard slag fate=STORED@2020
        figure side-stream:a-part generation 1000 product=slag basis=GROSS year=2020 scope=both"
    );
    let (_, found) = answer(&heap("fate=STORED@2020", &more), None);
    assert_eq!(found.totals.per_year.tonnes, Some(1000.0));
    assert_eq!(found.totals.told_elsewhere, 1);
}

/// What is told of tonnes: a number and its scope.
type Number = Option<(u32, Option<u32>)>;

/// A stream: its site, product, what arises and what lies there.
type Random = (usize, usize, [Number; 2]);

/// By stream the one that its tonnes of a kind are told in, by looking at all pairs. Site `s0` is part of nothing, each other of
/// the one that `parents` names.
fn told_in(parents: &[usize], streams: &[Random], kind: usize) -> Vec<Option<String>> {
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
    let part_of = |at: usize| {
        let (site, product, _) = streams[at];
        (0..streams.len()).find(|other| {
            let (place, same, numbers) = streams[*other];
            same == product && numbers[kind].is_some() && is_part_of(site, place)
        })
    };
    let again = |at: usize| {
        let (site, product, told) = streams[at];
        let told = told[kind]?;
        (0..at).find(|other| {
            let (place, same, numbers) = streams[*other];
            let is_place = site == place || told.1.is_some();
            let is_again = same == product && numbers[kind] == Some(told) && is_place;
            is_again && part_of(*other).is_none()
        })
    };
    let whole = |at: usize| part_of(at).or_else(|| again(at));
    let all = (0..streams.len()).map(whole);
    all.map(|it| it.map(|it| format!("t{it:02}"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn what_is_told_elsewhere_is_found_as_by_all_pairs(
        parents in prop::collection::vec(0..4_usize, 4),
        streams in prop::collection::vec(
            (0..5_usize, 0..2_usize, prop::array::uniform2(prop::option::of((1..3_u32, prop::option::of(0..2_u32))))),
            0..12,
        ),
    ) {
        let mut text = "region fi\nproduct p0 RESIDUE\nproduct p1 RESIDUE\nsite s0 PROCESSOR country=FI".to_owned();
        for (at, parent) in parents.iter().enumerate() {
            text += &format!("\nsite s{} PROCESSOR country=FI in=s{}", at + 1, parent.min(&at));
        }
        for (at, (site, product, told)) in streams.iter().enumerate() {
            text += &format!("\nside-stream t{at:02} s{site} p{product} fate=STORED@2020");
            for (quantity, told) in ["generation", "stock"].iter().zip(told) {
                let Some((tonnes, scope)) = told else { continue };
                let scope = scope.map_or(String::new(), |it| format!("scope=x{it}"));
                text += &format!("\nfigure side-stream:t{at:02} {quantity} {tonnes} product=p{product} basis=GROSS year=2020 {scope}");
            }
        }
        let (snapshot, found) = answer(&text, None);
        let slug = |row: Row| snapshot.registry().slug(row).to_owned();
        let mut rows: Vec<&UnusedStream> = found.streams.iter().collect();
        rows.sort_by_key(|it| slug(it.row));
        let yearly: Vec<Option<String>> = rows.iter().map(|it| it.told_in.map(slug)).collect();
        let stock: Vec<Option<String>> = rows.iter().map(|it| it.stock_told_in.map(slug)).collect();
        for (kind, told) in [yearly, stock].into_iter().enumerate() {
            prop_assert_eq!(&told, &told_in(&parents, &streams, kind));
            // From every stream one comes to one that counts, in no more steps than there are streams.
            let end = |at: usize| {
                let next = |at: &usize| told[*at].as_ref()?.trim_start_matches('t').parse().ok();
                std::iter::successors(Some(at), next).take(streams.len() + 1).count()
            };
            prop_assert!((0..streams.len()).all(|at| end(at) <= streams.len()));
        }
        // What counts on its own and what is told elsewhere are all, and the sum is of the first alone.
        let totals = &found.totals;
        let stock = told_in(&parents, &streams, 1);
        let own = streams.iter().zip(&stock).filter(|it| it.1.is_none());
        let known: Vec<u32> = own.filter_map(|it| Some(it.0.2[1]?.0)).collect();
        prop_assert_eq!(totals.stock.tonnes.unwrap_or_default(), f64::from(known.iter().sum::<u32>()));
        prop_assert_eq!(totals.stock.known, known.len());
        let all = totals.stock.known + totals.stock.unknown + totals.stock_told_elsewhere;
        prop_assert_eq!(all, streams.len());
    }
}
