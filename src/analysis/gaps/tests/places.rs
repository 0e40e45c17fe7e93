//! Where sites are, and what stands for what.

use super::*;

/// A mine in Finland, nothing after it, and the data judged complete.
const MINE: &str = "
    region eu FI,SE
    region north parent=fi country=FI
    region nordic parent=eu
    region barents parent=nordic
    product ore ORE carries=metal
    product ingot REFINED carries=metal
    coverage fi COMPLETE as_of=2025
    site mine MINE country=FI status=OPERATING@2024
    activity mine EXTRACTION out=ore
";

fn kinds_with(more: &str) -> Vec<&'static str> {
    kinds(&format!("{MINE}{more}"), "fi of=metal stage=PROCESSING")
}

#[test]
fn a_works_of_the_country_is_of_the_country_whatever_region_it_is_told_in() {
    assert_eq!(kinds_with(""), ["MISSING_STAGE"]);
    for place in [
        "country=FI",
        "country=FI region=north",
        "country=FI region=barents",
    ] {
        let works = format!(
            "site works PROCESSOR {place} status=OPERATING@2024
            activity works PROCESSING in=ore out=ingot
            link haul mine works ore"
        );
        assert_eq!(kinds_with(&works), [""; 0], "{place}");
    }
}

#[test]
fn a_closed_works_does_not_hide_the_project_that_opens_it_again() {
    let closed = "site works PROCESSOR country=FI closed=2020
        activity works PROCESSING in=ore out=ingot
        link haul mine works ore\n";
    assert_eq!(kinds_with(closed), ["MISSING_STAGE"]);
    let project =
        "project again country=FI material=metal stage=PROCESSING status=PLANNED@2024 sites=works";
    assert_eq!(kinds_with(&format!("{closed}{project}")), ["PLANNED_ONLY"]);
}

#[test]
fn a_works_that_may_lie_in_the_region_is_no_absence() {
    let network = |works: &str| {
        format!(
            "{MINE}
            site pit MINE country=FI region=north status=OPERATING@2024
            activity pit EXTRACTION out=ore
            coverage north COMPLETE as_of=2025
            {works}
            activity works PROCESSING in=ore out=ingot
            link haul pit works ore"
        )
    };
    for (place, kind) in [
        ("country=SE region=se", "MISSING_STAGE"),
        ("country=FI", "NONE_RECORDED"),
        ("country=FI region=fi", "NONE_RECORDED"),
    ] {
        let works = format!("site works PROCESSOR {place} status=OPERATING@2024");
        let found = kinds(&network(&works), "north of=metal stage=PROCESSING");
        assert_eq!(found, [kind], "{place}");
    }
}
