use std::sync::Arc;

use super::*;
use crate::model::Kind;
use crate::network::chain::Metric;
use crate::network::paths::Endpoint;
use crate::network::paths::PathQuestion;
use crate::network::paths::paths;
use crate::network::text::snapshot;

const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

/// Ores of one mine in FI and one in RU go to a works, which ships metal to a harbour; a third mine is planned.
const NETWORK: &str = "
    region eu FI,SE
    product ore ORE carries=nickel
    product metal REFINED carries=nickel
    product dust RESIDUE carries=nickel
    site mine MINE country=FI status=OPERATING@2024
    site kola MINE country=RU status=OPERATING@2024
    site plan MINE country=FI status=PLANNED@2024 opened=2028
    site works PROCESSOR country=FI status=OPERATING@2024
    site port HARBOUR country=FI
    activity mine EXTRACTION out=ore
    activity kola EXTRACTION out=ore
    activity plan EXTRACTION out=ore opened=2028
    activity works PROCESSING in=ore out=metal
    side-stream dust works dust of=nickel
    link near mine works ore mode=ROAD km=10
    link far kola works ore mode=ROAD km=400
    link soon plan works ore mode=ROAD km=5 status=PLANNED first=2028
    link sale works port metal mode=ROAD km=50
    link away side-stream:dust port dust mode=ROAD km=50
    figure activity:works-processing-ore capacity 1000 basis=GROSS side=INPUT year=2020
";

/// `close:site:x`, `country:FI`, `open:site:x`, `open:site:x@2030`, `set:activity:x=5`, `scale:activity:x=2`.
fn change(text: &str) -> ScenarioChange {
    let (verb, rest) = text.split_once(':').unwrap();
    let id = |it: &str| Id::parse(it).unwrap();
    match verb {
        "close" => ScenarioChange::Close(id(rest)),
        "country" => ScenarioChange::CloseCountry(rest.into()),
        "open" => {
            let (what, year) = rest.split_once('@').unwrap_or((rest, ""));
            ScenarioChange::Open {
                what: id(what),
                year: year.parse().ok(),
            }
        }
        "set" | "scale" => {
            let (of, number) = rest.split_once('=').unwrap();
            let number = number.parse().unwrap();
            ScenarioChange::Capacity {
                of: id(of),
                product: None,
                material: None,
                side: None,
                change: if verb == "set" {
                    Amount::Set(number)
                } else {
                    Amount::Scale(number)
                },
            }
        }
        other => panic!("no change `{other}`"),
    }
}

fn changes(text: &str) -> Vec<ScenarioChange> {
    text.split_whitespace().map(change).collect()
}

fn laid(network: &str, scenario: &str) -> Result<Laid, ScenarioError> {
    under(&Arc::new(snapshot(network)), &changes(scenario), WHEN)
}

/// The nickel paths of a snapshot to the harbour from all sites: ids of sites, total and smallest capacity.
fn asked(snapshot: &Snapshot) -> Vec<String> {
    let sites = ["mine", "kola", "plan", "works"].map(|it| Id::new(Kind::Site, it));
    let mut question = PathQuestion::new(
        Endpoint::Sites(sites.to_vec()),
        Endpoint::Sites(vec![Id::new(Kind::Site, "port")]),
        Id::new(Kind::Material, "nickel"),
    );
    question.metric = Metric::Distance;
    question.ways.side_streams = true;
    question.k = 50;
    let found = paths(snapshot, &question).unwrap();
    let registry = snapshot.registry();
    let told = found.paths.iter().map(|path| {
        let places = path.steps.iter().map(|it| registry.slug(it.place));
        let mut places: Vec<&str> = places.collect();
        places.dedup();
        let km = path.total.map(|it| it.to_string()).unwrap_or_default();
        format!("{} {km}", places.join(">"))
    });
    told.collect()
}

const BASE: &str = "works>port 50; mine>works>dust>port 60; mine>works>port 60; kola>works>dust>port 450; kola>works>port 450";

#[test]
fn what_changes_make_of_paths_and_say() {
    for (scenario, told, paths) in [
        ("", "", BASE),
        (
            "close:site:mine",
            "the scenario closes mine",
            "works>port 50; kola>works>dust>port 450; kola>works>port 450",
        ),
        (
            "close:site:works",
            "the scenario closes works, and with it 1 link of its side-streams",
            "",
        ),
        (
            "close:site:plan",
            "closing plan changes nothing: it does not operate in 2025",
            BASE,
        ),
        (
            "close:site:mine close:site:mine",
            "the scenario closes mine; closing mine changes nothing: it does not operate in 2025",
            "works>port 50; kola>works>dust>port 450; kola>works>port 450",
        ),
        (
            "close:link:away",
            "the scenario closes away",
            "works>port 50; mine>works>port 60; kola>works>port 450",
        ),
        (
            "close:activity:works-processing-ore",
            "the scenario closes processing at works, and with it 2 links of what is made no more",
            "",
        ),
        (
            "close:activity:mine-extraction-none",
            "the scenario closes extraction at mine, and with it 1 link of what is made no more",
            "works>port 50; kola>works>dust>port 450; kola>works>port 450",
        ),
        (
            "country:RU",
            "the scenario closes RU: 1 site or external party there",
            "works>port 50; mine>works>dust>port 60; mine>works>port 60",
        ),
        (
            "open:site:plan",
            "the scenario opens plan from 2025, with 1 planned activity and 1 planned link",
            "works>port 50; plan>works>dust>port 55; plan>works>port 55; mine>works>dust>port 60; mine>works>port 60; kola>works>dust>port 450; kola>works>port 450",
        ),
        (
            "close:site:mine open:site:mine",
            "the scenario closes mine; the scenario leaves mine as on record",
            BASE,
        ),
        (
            "open:site:plan close:site:plan",
            "the scenario opens plan from 2025, with 1 planned activity and 1 planned link; the scenario leaves plan as on record",
            BASE,
        ),
    ] {
        let laid = laid(NETWORK, scenario).unwrap();
        assert_eq!(asked(&laid.snapshot).join("; "), paths, "{scenario}");
        assert_eq!(laid.told.join("; "), told, "{scenario}");
    }
}
