//! One kind and boundary after the other.

use expect_test::expect;

use crate::analysis::gaps::tests::answer;
use crate::analysis::gaps::tests::check;
use crate::analysis::gaps::tests::kinds;

/// A mine in Finland that operates, and nothing after it.
const MINE: &str = "
    region eu FI,SE
    material metal strategic critical symbol=Ni
    product ore ORE carries=metal
    product metal-ingot REFINED carries=metal
    site mine MINE country=FI status=OPERATING@2024
    activity mine EXTRACTION out=ore
";

fn mine(more: &str) -> String {
    format!("{MINE}{more}")
}

#[test]
fn a_stage_that_is_missing_is_told_as_surely_as_the_data_allow() {
    check(&mine(""), "fi of=metal", expect![[""]]);
    check(
        &mine("coverage fi PROCESSING COMPLETE@2020 material=metal"),
        "fi of=metal",
        expect![[""]],
    );
}

#[test]
fn complete_counts_for_five_years() {
    let judged = |year: &str| mine(&format!("coverage fi * COMPLETE@{year} material=metal"));
    for (year, kind) in [
        ("2019", "NONE_RECORDED"),
        ("2020", "MISSING_STAGE"),
        ("2025", "MISSING_STAGE"),
        ("2026", "NONE_RECORDED"),
        ("", "NONE_RECORDED"),
    ] {
        assert_eq!(kinds(&judged(year), "fi of=metal"), [kind], "{year}");
    }
}

#[test]
fn the_nearest_judgement_decides_then_the_more_special_then_the_newest() {
    let complete = "coverage fi PROCESSING COMPLETE@2024 material=metal";
    for (more, kind) in [
        ("", "MISSING_STAGE"),
        (
            "coverage eu PROCESSING SAMPLE@2025 material=metal",
            "MISSING_STAGE",
        ),
        ("coverage fi * SAMPLE@2025 material=metal", "MISSING_STAGE"),
        ("coverage fi PROCESSING SAMPLE@2025", "MISSING_STAGE"),
        (
            "coverage fi PROCESSING SAMPLE@2023 material=metal",
            "MISSING_STAGE",
        ),
        (
            "coverage fi PROCESSING SAMPLE@2026 material=metal",
            "MISSING_STAGE",
        ),
        (
            "coverage fi PROCESSING SAMPLE@2025 material=metal",
            "NONE_RECORDED",
        ),
    ] {
        let network = mine(&format!("{complete}\n{more}"));
        assert_eq!(kinds(&network, "fi of=metal"), [kind], "{more}");
    }
    let part = mine(&format!("{complete}\npart fi1 fi\nwithin mine fi1"));
    assert_eq!(
        kinds(&part, "fi1 of=metal"),
        ["MISSING_STAGE"],
        "it holds for parts"
    );
    let own = format!("{part}\ncoverage fi1 * SAMPLE@2024");
    assert_eq!(
        kinds(&own, "fi1 of=metal"),
        ["NONE_RECORDED"],
        "the nearest decides"
    );
    let whole = mine("part fi1 fi\ncoverage fi1 * COMPLETE@2024");
    assert_eq!(
        kinds(&whole, "fi of=metal"),
        ["NONE_RECORDED"],
        "a part says nothing of the whole"
    );
}
