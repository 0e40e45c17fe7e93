use std::sync::Arc;

use super::*;
use crate::model::Kind;
use crate::network::chain::Metric;
use crate::network::paths::Endpoint;
use crate::network::paths::PathQuestion;
use crate::network::paths::paths;
use crate::network::text::snapshot;

mod amounts;
mod laws;

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
        "demand" | "figure" => {
            let (of, amount) = rest.split_once('=').unwrap();
            let change = match amount.strip_prefix('x') {
                Some(factor) => Amount::Scale(factor.parse().unwrap()),
                None => Amount::Set(amount.parse().unwrap()),
            };
            match of.split_once('/') {
                Some((region, material)) => ScenarioChange::Demand {
                    region: id(region),
                    material: id(material),
                    change,
                },
                None => ScenarioChange::Figure {
                    figure: id(of),
                    change,
                },
            }
        }
        _ => added(verb, rest),
    }
}

/// `link:FROM>TO>PRODUCT>KM` and, if told, `>MATERIAL`; `intake:TAKER=CODES`.
fn added(verb: &str, rest: &str) -> ScenarioChange {
    let id = |it: &str| Id::parse(it).unwrap();
    match verb {
        "link" => {
            let words: Vec<&str> = rest.split('>').collect();
            ScenarioChange::AddLink {
                from: id(words[0]),
                to: id(words[1]),
                product: id(words[2]),
                materials: words.get(4).iter().map(|it| id(it)).collect(),
                mode: Some(Mode::Road),
                distance_km: words[3].parse().ok(),
                capacity_tonnes_per_year: Some(7.0),
            }
        }
        "intake" => {
            let (taker, code) = rest.split_once('=').unwrap();
            ScenarioChange::AddIntake {
                taker: id(taker),
                products: vec![],
                materials: vec![],
                ewc_codes: code
                    .split(',')
                    .filter(|it| !it.is_empty())
                    .map(str::to_owned)
                    .collect(),
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

#[test]
fn what_is_added_is_used_as_far_as_it_can_be() {
    for (scenario, told, path) in [
        (
            "link:site:mine>site:port>product:ore>30",
            "the scenario adds a link of ore from mine to port",
            "mine>port 30",
        ),
        (
            "link:site:plan>site:port>product:ore>30",
            "the scenario adds a link of ore from plan to port, which is not used: plan does not operate in 2025",
            "",
        ),
        // Salt is not known to carry nickel; the link says that it does.
        (
            "link:site:mine>site:port>product:salt>31",
            "the scenario adds a link of salt from mine to port",
            "",
        ),
        (
            "link:site:mine>site:port>product:salt>31>material:nickel",
            "the scenario adds a link of salt from mine to port",
            "mine>port 31",
        ),
        // What the link carries denies nothing of what else the ore carries.
        (
            "link:site:mine>site:port>product:ore>30>material:zinc",
            "the scenario adds a link of ore from mine to port",
            "",
        ),
        (
            "intake:site:port=1008",
            "the scenario lets port take in waste 1008",
            "",
        ),
    ] {
        let network = format!("{NETWORK}\nproduct salt CHEMICAL carries=zinc");
        let laid = laid(&network, scenario).unwrap();
        assert_eq!(laid.told, [told], "{scenario}");
        let mut expected: Vec<&str> = BASE.split("; ").collect();
        expected.extend((!path.is_empty()).then_some(path));
        let mut found = asked(&laid.snapshot);
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{scenario}");
        let registry = laid.snapshot.registry();
        assert_eq!(laid.notes[0].message(registry), told);
    }
}

/// What is wrong, in words.
const REFUSED: &[(&str, &str)] = &[
    (
        "close:site:mine close:site:prt",
        "1: unknown site `prt`; did you mean `port`?",
    ),
    (
        "close:material:nickel",
        "0: `material:nickel` is no site or link or activity",
    ),
    ("open:link:soon", "0: `link:soon` is no site or project"),
    (
        "open:site:plan@1200",
        "0: the year of opening is 1200: expected a year from 1500 to 2200",
    ),
    ("country:XX", "0: unknown country `XX`"),
    (
        "set:site:works=-1",
        "0: the capacity is -1: expected 0 or more, in t/a",
    ),
    (
        "set:site:works=NaN",
        "0: the capacity is NaN: expected 0 or more, in t/a",
    ),
    (
        "set:site:works=inf",
        "0: the capacity is inf: expected 0 or more, in t/a",
    ),
    (
        "scale:site:works=-2",
        "0: the factor is -2: expected 0 or more",
    ),
    (
        "scale:site:mine=2",
        "0: the capacity of extraction at mine is not on record: so many times an unknown number is unknown; set the number itself",
    ),
    (
        "set:site:port=2",
        "0: no activity of `site:port` is on record, so that it has no capacity to change",
    ),
    (
        "set:site:twin=2",
        "0: `site:twin` has several activities: name one of `activity:twin-processing-metal`, `activity:twin-processing-ore`",
    ),
    (
        "demand:region:eu/material:nickel=x2",
        "0: the consumption of nickel in eu is not on record: so many times an unknown number is unknown; set the number itself",
    ),
    (
        "demand:region:eu/material:nickel=-2",
        "0: the demand is -2: expected 0 or more, in t/a",
    ),
    ("figure:figure:none=2", "0: unknown figure `none`"),
    (
        "link:site:mine>site:mine>product:ore>1",
        "0: a link from `site:mine` to itself moves nothing",
    ),
    (
        "link:site:mine>site:port>product:ore>50000",
        "0: the distance is 50000: expected 0 to 40000, in km",
    ),
    (
        "link:site:mine>side-stream:dust>product:ore>1",
        "0: `side-stream:dust` is no site",
    ),
    (
        "intake:site:port=",
        "0: an intake of `site:port` names no product, material or waste code",
    ),
    (
        "intake:site:port=1a",
        "0: `1a` is no waste code: expected two, four or six digits of the European List of Waste",
    ),
];

#[test]
fn what_cannot_be_laid_is_refused_with_the_place() {
    for (scenario, expected) in REFUSED {
        let network = format!(
            "{NETWORK}
            site twin PROCESSOR
            activity twin PROCESSING in=ore out=metal
            activity twin PROCESSING in=metal out=metal"
        );
        let error = laid(&network, scenario).err().expect(scenario);
        let at = error.change().unwrap();
        assert_eq!(format!("{at}: {error}"), *expected, "{scenario}");
    }
}

#[test]
fn a_scenario_is_no_longer_than_any_may_be() {
    let long = vec![ScenarioChange::CloseCountry("FI".into()); MAX_CHANGES + 1];
    let refused = under(&Arc::new(snapshot(NETWORK)), &long, WHEN).err();
    assert_eq!(refused, Some(ScenarioError::TooManyChanges(101)));
}
