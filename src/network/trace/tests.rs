//! The rules of a trace, each on a network of a few lines.

mod shares;
mod untold;
mod ways;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use expect_test::Expect;
use expect_test::expect;

use super::*;
use crate::network::text::snapshot;

/// `up|down ID [MATERIAL]` with `steps= budget= year=` and `planned`, `side-streams`, `corridors`.
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
            ("side-streams", _) => question.ways.side_streams = true,
            ("corridors", _) => question.ways.corridors = true,
            (material, _) => question.material = Some(Id::new(Kind::Material, material)),
        }
    }
    question
}

/// Asks and compares: a line per node (`depth place/product share via`), what was not followed, completeness, notes.
fn check(text: &str, asked: &str, expected: Expect) {
    let snapshot = snapshot(text);
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
fn a_product_is_traced_from_everywhere_it_is() {
    check(
        CHAIN,
        "down product:matte nickel",
        expect![[r#"
            0 other/matte 1.000
            0 refinery/matte 1.000
            0 smelter/matte 1.000
            1 refinery/sulphate 1.000 by refinery-processing-matte
            2 harbour/sulphate ? by d
            3 buyer/sulphate ? by e
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
fn a_wrong_question_is_refused() {
    let snapshot = snapshot(CHAIN);
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
