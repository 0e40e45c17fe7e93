//! The rules of a trace, each on a network of a few lines.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use expect_test::Expect;
use expect_test::expect;

use super::*;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Value;
use crate::model::tables;
use crate::network::text::records;

/// A network in the words of `network/text.rs`, and besides `part LINK OF` and `stream NAME SITE PRODUCT [planned]`.
pub(super) fn network(text: &str) -> Snapshot {
    let (mut plain, mut parts, mut streams) = (String::new(), Vec::new(), Vec::new());
    for line in text.lines() {
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["part", link, of] => parts.push((link.to_owned(), of.to_owned())),
            ["stream", name, site, product, ref planned @ ..] => {
                let mut record = Record::new(Id::new(Kind::SideStream, name));
                let id = |kind, slug: &str| Value::Id(Id::new(kind, slug));
                record.set(tables::side_stream::SITE, id(Kind::Site, site));
                record.set(tables::side_stream::PRODUCT, id(Kind::Product, product));
                record.set(
                    tables::side_stream::PLANNED,
                    Value::Flag(!planned.is_empty()),
                );
                streams.push(record);
            }
            _ => writeln!(plain, "{line}").unwrap(),
        }
    }
    let mut all = records(&plain);
    for (link, of) in parts {
        let id = Id::new(Kind::Link, link);
        let record = all.iter_mut().find(|it| it.id == id).unwrap();
        let of = Value::Id(Id::new(Kind::Link, of));
        record.set(tables::link::PART_OF, of);
    }
    all.extend(streams);
    Snapshot::new(Registry::of_records(all), 1, 2025)
}

/// `up|down ID [MATERIAL]` with `steps= budget= year=` and `planned`, `streams`.
pub(super) fn question(text: &str) -> TraceQuestion {
    let words: Vec<&str> = text.split_whitespace().collect();
    let direction = match words[0] {
        "up" => Direction::Upstream,
        "down" => Direction::Downstream,
        other => panic!("no direction `{other}`"),
    };
    let of = Id::parse(words[1]).unwrap_or_else(|_| Id::new(Kind::Site, words[1]));
    let mut question = TraceQuestion::new(of, direction);
    for word in &words[2..] {
        match word.split_once('=').unwrap_or((word, "")) {
            ("steps", it) => question.max_steps = it.parse().unwrap(),
            ("budget", it) => question.budget = it.parse().unwrap(),
            ("year", it) => question.at.year = Some(it.parse().unwrap()),
            ("planned", _) => question.at.include_planned = true,
            ("streams", _) => question.ways.side_streams = true,
            (material, _) => question.material = Some(Id::new(Kind::Material, material)),
        }
    }
    question
}

/// Asks and compares: a line per node (`depth place/product share via`), what was not followed, completeness, notes.
fn check(text: &str, asked: &str, expected: Expect) {
    let snapshot = network(text);
    let answer = trace(&snapshot, &question(asked)).unwrap();
    expected.assert_eq(&told(&snapshot, &answer));
}

fn told(snapshot: &Snapshot, answer: &Trace) -> String {
    let registry = snapshot.registry();
    let slug = |row| registry.slug(row);
    let mut text = String::new();
    for node in &answer.nodes {
        let product = node.product.map_or("*", slug);
        write!(text, "{} {}/{product}", node.depth, slug(node.place)).unwrap();
        let share = node.share.map_or("?".to_owned(), |it| format!("{it:.3}"));
        write!(text, " {share}").unwrap();
        if let Some(via) = node.via {
            write!(text, " by {}", slug(answer.arcs[via as usize].record)).unwrap();
        }
        text.push('\n');
    }
    for it in &answer.not_followed {
        let at = it
            .at
            .map_or("nowhere", |at| slug(answer.nodes[at as usize].place));
        writeln!(text, "- {} {} at {at}", it.reason.code(), slug(it.record)).unwrap();
    }
    let reasons = &answer.completeness.reasons;
    writeln!(text, "{} links, {reasons:?}", answer.links.len()).unwrap();
    let codes: BTreeSet<&str> = answer.basis.notes.iter().map(|it| it.code.code()).collect();
    if !codes.is_empty() {
        writeln!(text, "{}", codes.into_iter().collect::<Vec<_>>().join(" ")).unwrap();
    }
    text
}

const CHAIN: &str = "
    product ore ORE carries=nickel
    product melt INTERMEDIATE state=MOLTEN carries=nickel
    product matte INTERMEDIATE carries=nickel
    product sulphate CHEMICAL carries=nickel
    product talc REFINED
    site mine MINE status=OPERATING@2025
    site smelter PROCESSOR status=OPERATING@2025
    site refinery PROCESSOR status=OPERATING@2025
    site other PROCESSOR status=OPERATING@2025
    site harbour HARBOUR
    site buyer EXTERNAL
    activity mine EXTRACTION out=ore
    activity smelter PROCESSING in=ore out=matte
    activity refinery PROCESSING in=matte out=sulphate
    link a mine smelter ore of=nickel
    link b smelter refinery matte of=nickel
    link c smelter other matte of=nickel
    link d refinery harbour sulphate of=nickel
    link e harbour buyer sulphate mode=SEA of=nickel";

#[test]
fn flows_divide_what_goes_on() {
    // 30 of 40 go to the refinery: 0.75; everything else has one way on.
    let flows = "
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
            1 smelter/ore 1.000 by a
            2 smelter/matte 1.000 by smelter-processing-ore
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
    part g f
    link g smelter harbour slime of=nickel
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
            3 harbour/sulphate 0.480 by d
            4 buyer/sulphate 0.480 by e
            - EXTERNAL buyer at buyer
            6 links, []
            ASSUMED_CONVERSION UNDATED WITHIN_ANOTHER_FLOW
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
        STATUS_ASSUMED
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
        1 smelter/ore 1.000 by a
        2 smelter/matte 1.000 by smelter-processing-ore
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
        "#]],
    );
}

#[test]
fn everything_not_followed_is_named() {
    let more = "
    site plan MANUFACTURER status=PLANNED@2024
    site shut MANUFACTURER status=CLOSED@2024
    site area AREA
    site full MANUFACTURER status=OPERATING@2025
    stream slag smelter ore
    stream dust smelter talc
    link to-plan refinery plan sulphate of=nickel
    link to-shut refinery shut sulphate of=nickel
    link to-area refinery area sulphate of=nickel
    link planned refinery full sulphate of=nickel status=PLANNED
    link over refinery full sulphate of=nickel status=HISTORICAL last=2020
    link lorry smelter other melt of=nickel mode=ROAD
    link way smelter harbour kind=CORRIDOR
    link heap smelter side-stream:slag ore of=nickel
    link stone refinery full talc
    link denied refinery full sulphate of=nickel
    figure site:full content 0 product=sulphate material=nickel year=2024";
    check(
        &format!("{CHAIN}{more}"),
        "down mine nickel",
        expect![[r#"
        0 mine/ore 1.000
        1 smelter/ore 1.000 by a
        2 smelter/matte ? by smelter-processing-ore
        3 other/matte ? by c
        3 refinery/matte ? by b
        4 refinery/sulphate ? by refinery-processing-matte
        5 harbour/sulphate ? by d
        6 buyer/sulphate ? by e
        - UNMOVABLE lorry at smelter
        - SIDE_STREAM heap at smelter
        - SIDE_STREAM slag at smelter
        - CORRIDOR way at smelter
        - PLANNED planned at refinery
        - PLANNED to-plan at refinery
        - NOT_OPERATING to-shut at refinery
        - NOT_IN_USE over at refinery
        - AREA to-area at refinery
        - NOT_CARRIED denied at refinery
        - EXTERNAL buyer at buyer
        5 links, []
    "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "down mine",
        expect![[r#"
        0 mine/* 1.000
        1 smelter/ore ? by a
        2 other/* ? by c
        2 refinery/matte ? by b
        3 full/* ? by denied
        3 harbour/sulphate ? by d
        4 buyer/sulphate ? by e
        - SIDE_STREAM dust at smelter
        - SIDE_STREAM heap at smelter
        - SIDE_STREAM slag at smelter
        - CORRIDOR way at smelter
        - PLANNED planned at refinery
        - PLANNED to-plan at refinery
        - NOT_OPERATING to-shut at refinery
        - NOT_IN_USE over at refinery
        - AREA to-area at refinery
        - EXTERNAL buyer at buyer
        8 links, []
        PRODUCTS_NOT_FOLLOWED
    "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "down plan nickel",
        expect![[r#"
        0 plan/* 1.000
        - PLANNED plan at plan
        0 links, []
    "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "down plan",
        expect![[r#"
        0 plan/* 1.000
        - PLANNED plan at plan
        0 links, []
        PRODUCTS_NOT_FOLLOWED
    "#]],
    );
}

#[test]
fn a_harbour_passes_on_what_it_gets() {
    // The planned ore ship has nothing to do with the sulphate that comes through.
    let more = "
    link ore-ship harbour buyer ore of=nickel status=PLANNED
    link more harbour buyer sulphate of=nickel status=PLANNED";
    check(
        &format!("{CHAIN}{more}"),
        "down refinery nickel",
        expect![[r#"
            0 refinery/matte 1.000
            0 refinery/sulphate 1.000
            1 harbour/sulphate 1.000 by d
            2 buyer/sulphate 1.000 by e
            - PLANNED more at harbour
            - EXTERNAL buyer at buyer
            2 links, []
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
        ASSUMED_CONVERSION
    "#]],
    );
}

#[test]
fn bounds_are_told() {
    check(
        CHAIN,
        "down mine nickel steps=2",
        expect![[r#"
        0 mine/ore 1.000
        1 smelter/ore 1.000 by a
        2 smelter/matte 1.000 by smelter-processing-ore
        - STEPS b at smelter
        - STEPS c at smelter
        1 links, [Steps]
    "#]],
    );
    check(
        CHAIN,
        "down mine nickel budget=2",
        expect![[r#"
        0 mine/ore 1.000
        1 smelter/ore ? by a
        2 smelter/matte ? by smelter-processing-ore
        - BUDGET smelter at smelter
        1 links, [Budget]
    "#]],
    );
    check(
        CHAIN,
        "down mine steps=1",
        expect![[r#"
        0 mine/* 1.000
        1 smelter/ore ? by a
        - STEPS b at smelter
        - STEPS c at smelter
        1 links, [Steps]
        PRODUCTS_NOT_FOLLOWED
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
    figure link:s-a flow 5 basis=GROSS year=2024";
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
        CONTENT_ASSUMED
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

#[test]
fn a_product_is_traced_from_everywhere_it_is() {
    check(
        CHAIN,
        "down product:matte nickel",
        expect![[r#"
        0 other/matte 1.000
        0 refinery/matte 1.000
        0 smelter/matte 1.000
        1 refinery/sulphate 1.000 by refinery-processing-matte
        2 harbour/sulphate 1.000 by d
        3 buyer/sulphate 1.000 by e
        - EXTERNAL buyer at buyer
        4 links, []
    "#]],
    );
    // The mine ships ore besides: that is not where matte goes.
    let more = "
    link matte-too mine refinery matte
    link back buyer mine talc";
    check(
        &format!("{CHAIN}{more}"),
        "down product:matte",
        expect![[r#"
        0 mine/matte 1.000
        0 other/matte 1.000
        0 refinery/matte 1.000
        0 smelter/matte 1.000
        1 harbour/sulphate ? by d
        2 buyer/sulphate ? by e
        7 links, []
        PRODUCTS_NOT_FOLLOWED
    "#]],
    );
    check(
        &format!("{CHAIN}{more}"),
        "up product:matte",
        expect![[r#"
        0 mine/matte 1.000
        0 other/matte 1.000
        0 refinery/matte 1.000
        0 smelter/matte 1.000
        1 buyer/talc ? by back
        2 harbour/sulphate ? by e
        7 links, []
        PRODUCTS_NOT_FOLLOWED
    "#]],
    );
    check(
        CHAIN,
        "down product:talc nickel",
        expect![[r#"
        0 links, []
    "#]],
    );
    let planned = "
    site works MANUFACTURER status=PLANNED@2024
    activity works MANUFACTURING in=sulphate out=talc
    link talc-ship works buyer talc status=PLANNED";
    check(
        &format!("{CHAIN}{planned}"),
        "down product:talc",
        expect![[r#"
            - PLANNED talc-ship at nowhere
            - PLANNED works at nowhere
            0 links, []
            PRODUCTS_NOT_FOLLOWED
        "#]],
    );
}

#[test]
fn side_streams_are_followed_without_a_material_if_asked() {
    let more = "
    stream slag smelter talc
    stream brick smelter talc planned
    link reuse side-stream:slag other talc";
    check(
        &format!("{CHAIN}{more}"),
        "down smelter streams steps=2",
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

#[test]
fn a_wrong_question_is_refused() {
    let snapshot = network(CHAIN);
    let refused = |text: &str| trace(&snapshot, &question(text)).unwrap_err().to_string();
    assert_eq!(
        refused("down material:nickel"),
        "`material:nickel` is no site, side-stream or product"
    );
    assert_eq!(
        refused("down site:mien"),
        "unknown site `mien`; did you mean `mine`?"
    );
    assert_eq!(
        refused("down mine nikkel"),
        "unknown material `nikkel`; did you mean `nickel`?"
    );
    assert!(refused("down mine steps=0").contains("from 1 to 200"));
    assert!(refused("down mine steps=201").contains("from 1 to 200"));
    assert!(refused("down mine year=99").contains("from 1500 to 2200"));
}
