//! Each reason on a network of a few lines.

use crate::model::Id;
use crate::model::Kind;
use crate::model::codes::SiteKind;
use crate::network::chain::Metric;
use crate::network::paths::Endpoint;
use crate::network::paths::NoPath;
use crate::network::paths::PathQuestion;
use crate::network::paths::paths;
use crate::network::text::snapshot;

fn end(text: &str) -> Endpoint {
    match text.strip_prefix("kind:") {
        Some(kind) => Endpoint::Kind(SiteKind::from_code(kind).unwrap()),
        None => Endpoint::Sites(text.split(',').map(|it| Id::new(Kind::Site, it)).collect()),
    }
}

fn question(from: &str, to: &str) -> PathQuestion {
    PathQuestion::new(end(from), end(to), Id::new(Kind::Material, "nickel"))
}

fn none(network: &str, question: &PathQuestion) -> Option<NoPath> {
    paths(&snapshot(network), question).unwrap().why_none
}

/// `REASON stage@sites product; to buyers; by filters, n without; near takers`.
fn told(network: &str, question: &PathQuestion) -> String {
    let snapshot = snapshot(network);
    let registry = snapshot.registry();
    let Some(it) = paths(&snapshot, question).unwrap().why_none else {
        return "there is a path".to_owned();
    };
    let slugs = |rows: &[crate::model::Row]| {
        let slugs: Vec<&str> = rows.iter().map(|it| registry.slug(*it)).collect();
        slugs.join(",")
    };
    let filters: Vec<&str> = it.blocked_by.iter().map(|it| it.code()).collect();
    let takers: Vec<String> = it
        .nearest_takers
        .iter()
        .map(|it| format!("{} {:.0}", registry.slug(it.site), it.great_circle_km))
        .collect();
    format!(
        "{} {}@{} {}; to {}; by {}, {:?} without; near {}",
        it.reason.code(),
        it.furthest_stage.map_or("-", |it| it.code()),
        slugs(&it.reached),
        slugs(it.stopped_at.as_slice()),
        slugs(&it.buyers),
        filters.join(","),
        it.without_filters,
        takers.join(",")
    )
}

const CHAIN: &str = "
    region eu FI,SE
    product ore ORE carries=nickel
    product matte INTERMEDIATE carries=nickel state=SOLID
    product stone ORE carries=talc
    site mine MINE country=FI at=65,25 region=fi
    site works PROCESSOR country=FI at=65,26 region=fi
    site quarry MINE at=65,25
    site port HARBOUR at=65,27
    site quay HARBOUR at=65,31
    site buyer EXTERNAL
    site shut HARBOUR closed=2020
    site field AREA
    activity mine EXTRACTION out=ore
    activity works PROCESSING in=ore out=matte
    activity quarry EXTRACTION out=stone
    link haul mine works ore km=10
    ";

#[test]
fn an_end_that_means_nothing() {
    let why = |from, to| told(CHAIN, &question(from, to));
    assert!(
        why("quarry", "port").starts_with("EMPTY_ENDPOINT -@ ; to ; by , Some(0) without; near ")
    );
    assert!(why("kind:RECYCLER", "port").starts_with("EMPTY_ENDPOINT"));
    assert!(why("mine", "shut").starts_with("EMPTY_ENDPOINT PROCESSING@works matte"));
    assert!(why("mine", "quarry").starts_with("EMPTY_ENDPOINT"));
    assert!(why("mine", "kind:MANUFACTURER").starts_with("EMPTY_ENDPOINT"));
    // A harbour could take it: that it does not on record is no fault of the question.
    assert!(why("mine", "port").starts_with("NO_ROUTE_RECORDED"));
    assert!(why("mine", "kind:HARBOUR").starts_with("NO_ROUTE_RECORDED"));
    let message = |from, to| none(CHAIN, &question(from, to)).unwrap().message;
    let said = message("quarry,shut,field", "port");
    let expected = "The origin means nothing: field and shut (not known to operate in 2025); quarry (not recorded to ship or make anything that carries nickel).";
    assert!(said.starts_with(expected), "{said}");
    let said = message("field", "port");
    assert!(
        said.starts_with("The origin means nothing: field (several sites told as one"),
        "{said}"
    );
    let said = message("kind:RECYCLER", "port");
    assert!(
        said.starts_with("Nothing that the origin means handles nickel in 2025."),
        "{said}"
    );
}

#[test]
fn no_route_is_recorded_unless_the_data_are_complete() {
    let asked = question("mine", "kind:HARBOUR");
    let rest = "PROCESSING@works matte; to ; by , Some(0) without; near port 47,quay 235";
    assert_eq!(told(CHAIN, &asked), format!("NO_ROUTE_RECORDED {rest}"));
    let judged = |lines: &[&str]| told(&format!("{CHAIN}\n{}", lines.join("\n")), &asked);
    let processing = "coverage fi COMPLETE material=nickel stage=PROCESSING as_of=2020";
    let next = "coverage eu COMPLETE stage=MANUFACTURING as_of=2025";
    assert_eq!(judged(&[processing, next]), format!("UNREACHABLE {rest}"));
    // That all of the stage is known says nothing of who takes its product; nor does what is too old.
    assert_eq!(judged(&[processing]), format!("NO_ROUTE_RECORDED {rest}"));
    let old = "coverage fi COMPLETE material=nickel stage=PROCESSING as_of=2019";
    assert_eq!(judged(&[old, next]), format!("NO_ROUTE_RECORDED {rest}"));
    let sample = "coverage fi SAMPLE material=nickel stage=MANUFACTURING as_of=2025";
    assert_eq!(
        judged(&[processing, next, sample]),
        format!("NO_ROUTE_RECORDED {rest}")
    );
    let both = none(&format!("{CHAIN}\n{processing}\n{next}"), &asked).unwrap();
    assert_eq!(both.coverage.len(), 2);
    assert!(both.message.contains("complete"), "{}", both.message);
}

#[test]
fn a_chain_that_leaves_the_map() {
    let network = format!("{CHAIN}\n link sale works buyer matte");
    let rest = "PROCESSING@works matte; to buyer; by , Some(0) without; near port 47,quay 235";
    let asked = question("mine", "kind:HARBOUR");
    assert_eq!(told(&network, &asked), format!("LEAVES_MAP {rest}"));
    let message = none(&network, &asked).unwrap().message;
    assert_eq!(
        message,
        "The recorded chain of nickel reaches processing at works, with matte and leaves the map: it goes on to buyer, and how it is transported is not stated. Nothing that the destination means is recorded to receive nickel in 2025."
    );
    let network = format!(
        "{CHAIN}\n link sale works buyer matte mode=RAIL\n link line works quay kind=CORRIDOR mode=SEA"
    );
    let message = none(&network, &asked).unwrap().message;
    assert!(
        message.contains(
            "it goes on to buyer, by rail. Possible ways on record: works to quay by sea."
        ),
        "{message}"
    );
    // Complete data do not make it unreachable: where the buyer is is not known.
    let complete = "coverage eu COMPLETE as_of=2025";
    let network = format!("{CHAIN}\n link sale works buyer matte\n {complete}");
    assert_eq!(told(&network, &asked), format!("LEAVES_MAP {rest}"));
    // The buyer itself is a destination.
    assert_eq!(
        told(&network, &question("mine", "kind:EXTERNAL")),
        "there is a path"
    );
}

#[test]
fn a_filter_in_the_way() {
    let network = format!(
        "{CHAIN}
        link out works port matte km=5
        site plan HARBOUR status=CONSTRUCTION@2024
        link later works plan matte km=9 status=PLANNED"
    );
    let mut asked = question("mine", "kind:HARBOUR");
    assert_eq!(told(&network, &asked), "there is a path");
    asked.max_steps = 2;
    let rest = "PROCESSING@works matte; to ;";
    assert_eq!(
        told(&network, &asked),
        format!("FILTERED_OUT {rest} by maxSteps, Some(2) without; near quay 235")
    );
    // Only as many as asked are counted.
    asked.k = 1;
    assert!(told(&network, &asked).contains("Some(1) without"));
    let planned = question("mine", "plan");
    let expected = "FILTERED_OUT PROCESSING@works matte; to ; by planned, Some(1) without";
    assert!(told(&network, &planned).starts_with(expected));
    let mut both = question("mine", "plan");
    both.max_steps = 2;
    let why = none(&network, &both).unwrap();
    // Neither alone opens a path; what is planned alone gives the destination a meaning.
    assert_eq!(why.without_filters, Some(1));
    assert_eq!(
        why.blocked_by
            .iter()
            .map(|it| it.code())
            .collect::<Vec<_>>(),
        ["planned"]
    );
    let mut found = question("mine", "plan");
    found.at.include_planned = true;
    assert_eq!(told(&network, &found), "there is a path");
}

#[test]
fn a_planned_chain_that_leaves_the_map_is_said_to_be_both() {
    let network = "
        product ore ORE carries=nickel
        site mine MINE at=65,25 status=CONSTRUCTION@2024
        site port HARBOUR at=65,26
        site buyer EXTERNAL
        activity mine EXTRACTION out=ore
        link sale mine buyer ore status=PLANNED";
    let mut asked = question("mine", "kind:HARBOUR");
    assert_eq!(
        told(network, &asked),
        "FILTERED_OUT -@ ; to ; by planned, Some(0) without; near "
    );
    let message = none(network, &asked).unwrap().message;
    assert!(
        message.starts_with("Filtered out by what is planned being left out."),
        "{message}"
    );
    assert!(
        message.contains("leaves the map: it goes on to buyer"),
        "{message}"
    );
    asked.at.include_planned = true;
    assert_eq!(
        told(network, &asked),
        "LEAVES_MAP EXTRACTION@mine ore; to buyer; by , Some(0) without; near port 47"
    );
}

#[test]
fn nearest_takers_are_destinations_or_else_all_within_reach() {
    let mut asked = question("mine", "quay");
    assert!(told(CHAIN, &asked).ends_with("near quay 235"));
    // Out of reach of the destination, any taker is told.
    asked.candidates_within_km = Some(100.0);
    assert!(told(CHAIN, &asked).ends_with("near port 47"));
    asked.candidates_within_km = Some(40.0);
    assert!(told(CHAIN, &asked).ends_with("near "));
}

#[test]
fn no_reason_is_claimed_where_the_budget_runs_out() {
    let network = format!("{CHAIN}\n link out works port matte km=5");
    let mut asked = question("mine", "kind:HARBOUR");
    asked.max_steps = 2;
    asked.budget = 12;
    // Enough to see that there is none, too little to try the filters.
    let answer = paths(&snapshot(&network), &asked).unwrap();
    assert!(answer.paths.is_empty());
    assert_eq!(answer.why_none, None);
    asked.budget = 1_000;
    assert!(none(&network, &asked).is_some());
}

/// The questions from the mine to the port that one filter alone blocks.
fn blocked() -> Vec<(&'static str, PathQuestion)> {
    use crate::model::codes::Mode;
    use crate::network::paths::PatternItem;
    use crate::network::paths::PatternStep;
    let site = |slug: &str| Id::new(Kind::Site, slug);
    let asked = |change: &dyn Fn(&mut PathQuestion)| {
        let mut question = question("mine,quarry", "port,quay");
        question.at.include_planned = true;
        change(&mut question);
        question
    };
    let recycling = PatternStep {
        what: PatternItem::Kind(SiteKind::Recycler),
        min: 1,
        max: 1,
    };
    vec![
        (
            "fromFilter",
            asked(&|it| it.from_only = Some(vec![site("quarry")])),
        ),
        (
            "toFilter",
            asked(&|it| it.to_only = Some(vec![site("quay")])),
        ),
        (
            "via",
            asked(&|it| it.via = vec![site("quay"), site("works")]),
        ),
        (
            "avoid.sites",
            asked(&|it| it.avoid.sites = vec![site("works")]),
        ),
        (
            "avoid.countries",
            asked(&|it| it.avoid.countries = vec!["FI".into()]),
        ),
        (
            "avoid.regions",
            asked(&|it| it.avoid.regions = vec![Id::new(Kind::Region, "eu")]),
        ),
        ("avoid.modes", asked(&|it| it.avoid.modes = vec![Mode::Sea])),
        ("pattern", asked(&|it| it.pattern = vec![recycling])),
        (
            "minCapacityTonnesPerYear",
            asked(&|it| it.min_capacity = Some(50.5)),
        ),
        ("maxSteps", asked(&|it| it.max_steps = 2)),
    ]
}

#[test]
fn every_filter_that_blocks_alone_is_named_and_no_other() {
    let network = format!(
        "{CHAIN}
        link ship works port matte mode=SEA km=5
        figure link:ship capacity 50 basis=CONTAINED material=nickel year=2024"
    );
    for (name, question) in blocked() {
        let told = told(&network, &question);
        let expected = format!("by {name}, Some(1) without");
        assert!(
            told.starts_with("FILTERED_OUT") && told.contains(&expected),
            "{name}: {told}"
        );
    }
    // Where either of two would block, dropping one opens nothing. (One that leaves an end without meaning is named all
    // the same.)
    for (name, mut question) in blocked() {
        if matches!(name, "via" | "avoid.sites" | "pattern" | "maxSteps") {
            question.avoid.modes = vec![crate::model::codes::Mode::Sea];
            let told = told(&network, &question);
            let expected = "by , Some(1) without";
            assert!(
                told.starts_with("FILTERED_OUT") && told.contains(expected),
                "{name}: {told}"
            );
        }
    }
}

#[test]
fn takers_to_be_avoided_are_no_help() {
    let mut asked = question("mine", "kind:HARBOUR");
    asked.avoid.sites = vec![Id::new(Kind::Site, "port")];
    assert!(told(CHAIN, &asked).ends_with("near quay 235"));
}

#[test]
fn what_gives_nothing_of_the_material_is_barred_by_the_metric() {
    let network = format!(
        "{CHAIN}
        link ship works port matte mode=SEA km=5
        figure activity:works-processing-ore recovery 0 material=nickel product=matte year=2024"
    );
    let mut asked = question("mine", "port");
    assert_eq!(told(&network, &asked), "there is a path");
    asked.metric = Metric::Loss;
    asked.max_steps = 24;
    let told = told(&network, &asked);
    assert!(told.starts_with("FILTERED_OUT"), "{told}");
    assert!(told.contains("by metric, Some(1) without"), "{told}");
    // The same where it is the second of two metrics.
    asked.metric = Metric::Distance;
    let snapshot = snapshot(&network);
    let front = crate::network::paths::pareto_paths(&snapshot, &asked, Metric::Loss).unwrap();
    let why = front.why_none.unwrap();
    assert_eq!(why.blocked_by, [super::PathFilter::Metric]);
}

#[test]
fn ways_of_more_steps_than_can_be_asked_for_are_no_absence() {
    let mut network = format!(
        "{CHAIN}
        coverage fi COMPLETE as_of=2025
        coverage eu COMPLETE as_of=2025
        link first works t000 matte km=1"
    );
    for at in 0..205 {
        let next = if at == 204 {
            "port".into()
        } else {
            format!("t{:03}", at + 1)
        };
        network += &format!(
            "\n site t{at:03} TERMINAL country=FI region=fi
            link l{at:03} t{at:03} {next} matte km=1"
        );
    }
    for steps in [12, 200] {
        let mut asked = question("mine", "port");
        asked.max_steps = steps;
        let none = none(&network, &asked).unwrap();
        assert_eq!(none.reason.code(), "FILTERED_OUT");
        assert!(
            none.message.contains("more than 200 steps"),
            "{}",
            none.message
        );
    }
}

#[test]
fn ore_sold_outside_does_not_make_the_matte_leave_the_map() {
    let network = format!("{CHAIN}\n link sale mine buyer ore");
    let asked = question("mine", "kind:HARBOUR");
    assert!(
        told(&network, &asked).starts_with("NO_ROUTE_RECORDED PROCESSING@works matte; to buyer;")
    );
    let message = none(&network, &asked).unwrap().message;
    assert!(
        message.contains("with matte; part of it leaves the map: it goes on to buyer"),
        "{message}"
    );
}
