//! What counts and what is only shown, so that no mass is added twice.

use super::*;

/// The terms of the balance of `works`, or of the only one: side, kind, record, value, and why it is left out or not known.
fn terms(network: &str) -> Vec<String> {
    let snapshot = snapshot(network);
    let registry = snapshot.registry();
    let answer = balances(&snapshot, &question());
    let is_works = |it: &&Balance| registry.slug(it.site) == "works";
    let of_works = answer.balances.iter().find(is_works);
    let balance = of_works.unwrap_or_else(|| &answer.balances[0]);
    let terms = balance.terms.iter().map(|it| {
        let why = it.left_out.map(LeftOut::code);
        let why = why
            .or(it.unknown.map(UnknownReason::code))
            .unwrap_or("counts");
        let tonnes = amount(it.amount.value, Some(it.amount.low), it.amount.high);
        let (side, kind) = (it.side.code(), it.kind.code());
        format!("{side} {kind} {} {tonnes} {why}", registry.slug(it.record))
    });
    terms.collect()
}

fn check_terms(lines: &[&str], expected: &[&str]) {
    let network = [&[SMELTER], lines].concat().join("\n");
    assert_eq!(terms(&network), expected, "{lines:?}");
}

fn flow(link: &str, tonnes: u32) -> String {
    format!("figure link:{link} flow {tonnes} material=nickel basis=CONTAINED year=2024")
}

#[test]
fn feed_and_links_and_production_and_links_are_alternatives() {
    let links = [
        "link l1 mine works concentrate",
        "link l2 works plant matte",
        &flow("l1", 70),
        &flow("l2", 60),
    ];
    check_terms(&links, &["IN LINK l1 70 counts", "OUT LINK l2 60 counts"]);
    check_terms(
        &[&links[..], &[FEED, CONTENT, MADE]].concat(),
        &[
            "IN FEED works 100 counts",
            "IN LINK l1 70 SAME_MASS",
            "OUT PRODUCTION works 90 counts",
            "OUT LINK l2 60 SAME_MASS",
        ],
    );
    // A feed that cannot be told in nickel gives way to links that can.
    check_terms(
        &[&links[..], &[FEED, MADE]].concat(),
        &[
            "IN FEED works 0..? SAME_MASS",
            "IN LINK l1 70 counts",
            "OUT PRODUCTION works 90 counts",
            "OUT LINK l2 60 SAME_MASS",
        ],
    );
}

#[test]
fn a_link_within_another_is_not_added() {
    let lines = [
        "link all mine works concentrate",
        "link part mine works concentrate part-of=all",
        &flow("part", 30),
        MADE,
    ];
    // What the whole carried is not known, and was at least what its part did.
    check_terms(
        &lines,
        &[
            "IN LINK all 30..? NO_FIGURE",
            "IN LINK part 30 WITHIN_ANOTHER_LINK",
            "OUT PRODUCTION works 90 counts",
        ],
    );
    check_terms(
        &[&lines[..], &[&flow("all", 80)]].concat(),
        &[
            "IN LINK all 80 counts",
            "IN LINK part 30 WITHIN_ANOTHER_LINK",
            "OUT PRODUCTION works 90 counts",
        ],
    );
}

#[test]
fn a_side_stream_and_what_is_made_of_its_product_are_one() {
    let slag = "side-stream slag works slag-product of=nickel";
    let content =
        "figure side-stream:slag content 0.01 material=nickel product=slag-product year=2024";
    let arises =
        "figure side-stream:slag generation 500 product=slag-product basis=GROSS year=2024";
    let made = "figure site:works production 400 product=slag-product basis=GROSS year=2024";
    let of_product = "figure product:slag-product content 0.01 material=nickel year=2024";
    let sold = "link sold side-stream:slag plant slag-product";
    let sold_flow = flow("sold", 3);
    let start = [
        FEED, CONTENT, MADE, slag, content, of_product, sold, &sold_flow,
    ];
    let with = |more: &[&'static str]| [&start[..], more].concat();
    let found = |slag: &[&'static str]| {
        let before = ["IN FEED works 100 counts", "OUT PRODUCTION works 90 counts"];
        [&before[..], slag].concat()
    };
    check_terms(
        &with(&[arises, made]),
        &found(&[
            "OUT GENERATION slag 5 counts",
            "OUT PRODUCTION works 4 SAME_MASS",
            "OUT LINK sold 3 SAME_MASS",
        ]),
    );
    check_terms(
        &with(&[made]),
        &found(&[
            "OUT GENERATION slag 3..? SAME_MASS",
            "OUT PRODUCTION works 4 counts",
            "OUT LINK sold 3 SAME_MASS",
        ]),
    );
    // What arose in a part of the year bounds nothing.
    let part = "figure side-stream:slag generation 500 product=slag-product basis=GROSS year=2024 definition=March-to-July";
    check_terms(
        &with(&[part]),
        &found(&[
            "OUT GENERATION slag 3..? PART_OF_YEAR",
            "OUT LINK sold 3 SAME_MASS",
        ]),
    );
    // What is sold need not be all that arises.
    check_terms(
        &with(&[]),
        &found(&[
            "OUT GENERATION slag 3..? NO_FIGURE",
            "OUT LINK sold 3 SAME_MASS",
        ]),
    );
}

#[test]
fn a_mine_takes_from_the_ground_what_it_works_up_or_ships() {
    let mine = "material nickel symbol=Ni
        product ore ORE carries=nickel
        product concentrate CONCENTRATE carries=nickel
        site pit MINE status=OPERATING@2020
        site mill PROCESSOR status=OPERATING@2020
        figure product:ore content 0.01 material=nickel year=2020
        figure site:pit production 9000 product=ore basis=GROSS year=2024 definition=mined";
    let gives = "activity pit EXTRACTION out=concentrate
        figure site:pit production 70 product=concentrate material=nickel basis=CONTAINED year=2024";
    let found = [
        "IN EXTRACTION pit 90 counts",
        "OUT PRODUCTION pit 70 counts",
    ];
    let sorted = |network: &str| {
        let mut found = terms(network);
        found.sort();
        found
    };
    assert_eq!(sorted(&format!("{mine}\n{gives}")), found);
    let worked = "figure site:pit ore-processed 8000 product=ore basis=GROSS year=2024";
    let found = [
        "IN EXTRACTION pit 80 counts",
        "IN EXTRACTION pit 90 SAME_MASS",
        "OUT PRODUCTION pit 70 counts",
    ];
    assert_eq!(sorted(&format!("{mine}\n{gives}\n{worked}")), found);
    // Ore that goes on as such: mined on one side, taken away on the other; one figure never stands on both.
    let ships = "activity pit EXTRACTION out=ore\nlink road pit mill ore";
    let found = [
        "IN EXTRACTION pit 90 counts",
        "OUT LINK road 0..? NO_FIGURE",
    ];
    assert_eq!(terms(&format!("{mine}\n{ships}")), found);
    let flow = "figure link:road flow 8500 product=ore basis=GROSS year=2024
        material iron";
    let both = snapshot(&format!("{mine}\n{ships}\n{flow}"));
    let answer = balances(&both, &question());
    let told: Vec<(&str, f64)> = answer
        .balances
        .iter()
        .map(|it| {
            (
                both.registry().slug(it.site),
                it.residual.value.unwrap_or(f64::NAN),
            )
        })
        .collect();
    // 90 t are mined and 85 t go to the mill, of which nothing is known to come out.
    assert_eq!((told[0].0, significant(told[0].1, 6)), ("pit", 5.0));
    assert!(told[1].0 == "mill" && told[1].1.is_nan());
}

#[test]
fn what_is_made_and_used_at_a_site_does_not_cross_its_fence() {
    let refinery = "activity works PROCESSING in=matte out=nickel-metal
        product nickel-metal REFINED carries=nickel
        figure site:works production 85 product=nickel-metal material=nickel basis=CONTAINED year=2024";
    check_terms(
        &[FEED, CONTENT, MADE, refinery],
        &[
            "IN FEED works 100 counts",
            "OUT PRODUCTION works 90 MADE_AND_USED_HERE",
            "OUT PRODUCTION works 85 counts",
        ],
    );
    let sold = ["link l2 works plant matte", &flow("l2", 6)];
    check_terms(
        &[&[FEED, CONTENT, MADE, refinery], &sold[..]].concat(),
        &[
            "IN FEED works 100 counts",
            "OUT LINK l2 6 counts",
            "OUT PRODUCTION works 90 MADE_AND_USED_HERE",
            "OUT PRODUCTION works 85 counts",
        ],
    );
}

#[test]
fn a_consignment_leaves_a_harbour_as_it_came() {
    let network = format!(
        "{SMELTER}
        site port HARBOUR
        link rail works port matte shipment=s
        link sea port plant matte shipment=s
        {}",
        flow("rail", 40)
    );
    let found = told(&network);
    assert!(
        found.contains(&"port nickel 2024 BALANCED: 40 - 40 = 0".to_owned()),
        "{found:?}"
    );
    let apart = network.replace("plant matte shipment=s", "plant matte shipment=t");
    let found = told(&apart);
    assert!(
        found.contains(&"port nickel 2024 OPEN: 40 - 0..? = ?..40".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_total_of_several_products_stands_in_where_one_is_not_known() {
    let total = "product all-products CONCENTRATE
        figure site:works production 97 product=all-products material=nickel basis=CONTAINED year=2024";
    let second = "activity plant PROCESSING in=matte out=matte
        activity works RECYCLING in=concentrate,slag-product out=speiss
        product speiss INTERMEDIATE carries=nickel
        figure site:works feed 0 product=slag-product material=nickel basis=CONTAINED year=2024";
    check_terms(
        &[FEED, CONTENT, MADE, total],
        &[
            "IN FEED works 100 counts",
            "OUT PRODUCTION works 90 counts",
            "OUT PRODUCTION works 97 SAME_MASS",
        ],
    );
    check_terms(
        &[FEED, CONTENT, MADE, total, second],
        &[
            "IN FEED works 100 counts",
            "IN FEED works 0 counts",
            "OUT PRODUCTION works 90 SAME_MASS",
            "OUT PRODUCTION works 0..? SAME_MASS",
            "OUT PRODUCTION works 97 counts",
        ],
    );
    // A product of its own that no activity gives may be told within another one: it is shown.
    let other = "product other CONCENTRATE carries=nickel
        figure site:works production 20 product=other material=nickel basis=CONTAINED year=2024";
    check_terms(
        &[FEED, CONTENT, MADE, other],
        &[
            "IN FEED works 100 counts",
            "OUT PRODUCTION works 90 counts",
            "OUT PRODUCTION works 20 NOT_AN_OUTPUT",
        ],
    );
}

#[test]
fn a_verdict_holds_as_far_as_contents_of_other_years_and_those_told_as_about_do() {
    let content = |more: &str| {
        format!("figure site:works content 0.1 material=nickel product=concentrate {more}")
    };
    let ends_with = |contents: &[&str], expected: &str| {
        let network = [&[SMELTER, FEED, MADE], contents].concat().join("\n");
        let answer = balances(&snapshot(&network), &question());
        let balance = &answer.balances[0];
        // 1000 t of which a tenth is nickel, less 90 t.
        assert_eq!(balance.residual.value, Some(10.0));
        let verdict = "10 t more go in, so that an output or a loss is missing";
        let ending = balance.message.split_once(verdict).unwrap().1;
        assert_eq!(ending, expected, "{contents:?}");
    };
    ends_with(&[&content("year=2024")], ".");
    ends_with(
        &[&content("year=2021")],
        "; as far as a content of 2021 holds.",
    );
    ends_with(
        &[&content("year=2025")],
        "; as far as a content of 2025 holds.",
    );
    let about = content("year=2021 definition=about");
    let said = "; as far as a content of 2021 holds, told as \"about\".";
    ends_with(&[&about], said);
    let about = content("year=2024 definition=approx.");
    ends_with(&[&about], "; as far as a content holds, told as \"about\".");
    // What was counted is no doubt about how much.
    let other = content("year=2024 definition=aboutness");
    ends_with(&[&other], ".");
    // Of two contents each is told: 30 of the 90 t are 600 t of which a twentieth is nickel.
    let made = "figure site:works production 600 product=slag-product basis=GROSS year=2024";
    let slag = "figure site:works content 0.05 material=nickel product=slag-product year=2019 definition=about";
    let activity = "activity works PROCESSING in=concentrate out=slag-product";
    let network = [SMELTER, FEED, &content("year=2021"), made, slag, activity].join("\n");
    let answer = balances(&snapshot(&network), &question());
    let said = "; as far as contents of 2019 and 2021 hold, some of them told as \"about\".";
    let message = &answer.balances[0].message;
    assert!(message.ends_with(said), "{message}");
}

#[test]
fn a_content_told_as_about_between_bounds_is_as_sure_as_these() {
    let content = "figure site:works content 0.1 low=0.095 high=0.105 material=nickel product=concentrate year=2024 definition=about";
    let network = [SMELTER, FEED, MADE, content].join("\n");
    let answer = balances(&snapshot(&network), &question());
    let message = &answer.balances[0].message;
    // 95 to 105 t less 90 t: at least 5 t, within 5 % of 100 t neither.
    assert!(!message.contains("about"), "{message}");
}
