//! Sites and Strategic Projects of `fixtures/eu`: how they join `fixtures/enf`, and that nothing counts twice.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::json;

use crate::api::Api;
use crate::api::problems_of;
use crate::data::Line;
use crate::data::cell;
use crate::data::packages;
use crate::data::read;

/// The packages that hold sites.
const BOTH: [&str; 2] = ["enf", "eu"];

fn lines(table: &str) -> Vec<Line> {
    let of = |folder: &&str| read(&packages(&format!("{folder} {table}")));
    BOTH.iter().flat_map(of).collect()
}

fn project(id: &str) -> Line {
    let found = lines_of_eu("projects")
        .into_iter()
        .find(|it| cell(it, "id") == id);
    found.unwrap_or_else(|| panic!("no project `{id}`"))
}

fn lines_of_eu(table: &str) -> Vec<Line> {
    read(&packages(&format!("eu {table}")))
}

fn items(line: &Line, column: &str) -> Vec<String> {
    let parts = cell(line, column).split(';').filter(|it| !it.is_empty());
    parts.map(str::to_owned).collect()
}

/// Figures of a quantity told of a project, its sites or what they do.
fn figures_around(project: &Line, quantity: &str) -> Vec<Line> {
    let sites = items(project, "sites");
    let mut subjects: BTreeSet<String> = sites.iter().map(|it| format!("site:{it}")).collect();
    subjects.insert(format!("project:{}", cell(project, "id")));
    let at_sites = lines("activities")
        .into_iter()
        .filter(|it| sites.iter().any(|site| site == cell(it, "site")));
    subjects.extend(at_sites.map(|it| format!("activity:{}", cell(&it, "id"))));
    let mut figures = lines("figures");
    figures.retain(|it| cell(it, "quantity") == quantity && subjects.contains(cell(it, "subject")));
    figures
}

#[test]
fn the_sites_of_a_project_exist_and_are_of_its_country() {
    let countries: BTreeMap<String, String> = lines("sites")
        .iter()
        .map(|it| (cell(it, "id").to_owned(), cell(it, "country").to_owned()))
        .collect();
    let mut without = BTreeSet::new();
    for project in lines_of_eu("projects") {
        let id = cell(&project, "id");
        let sites = items(&project, "sites");
        for site in &sites {
            let country = countries.get(site).map(String::as_str);
            assert_eq!(country, Some(cell(&project, "country")), "{id}: `{site}`");
        }
        assert!(!cell(&project, "sources").is_empty(), "{id}: no source");
        if sites.is_empty() && !id.starts_with("x-") {
            without.insert(id.to_owned());
        }
    }
    assert_eq!(without, BTreeSet::from(["ngc-graphite".to_owned()]));
}

#[test]
fn a_record_is_in_one_package_alone() {
    for table in [
        "sites",
        "activities",
        "products",
        "organisations",
        "sources",
    ] {
        let mut seen = BTreeSet::new();
        for line in lines(table) {
            let id = cell(&line, "id").to_owned();
            assert!(seen.insert(id.clone()), "{table}: `{id}` twice");
        }
    }
}

#[test]
fn a_capacity_stands_on_the_project_only_where_no_site_carries_it() {
    for figure in lines("figures") {
        let subject = cell(&figure, "subject");
        let Some(id) = subject.strip_prefix("project:") else {
            continue;
        };
        let sites = items(&project(id), "sites");
        assert!(sites.is_empty(), "{id} has sites, and {figure:?}");
    }
    // The one that is in the Union, and one outside of it.
    for (id, tonnes) in [("ngc-graphite", "20000"), ("x-songwe", "1953")] {
        let added = figures_around(&project(id), "capacity-added");
        assert!(added.iter().any(|it| cell(it, "value") == tonnes), "{id}");
    }
}

#[test]
fn one_project_over_five_sites_counts_once() {
    let keliber = project("keliber");
    assert_eq!(items(&keliber, "sites").len(), 5);
    let capacities = figures_around(&keliber, "capacity");
    let outputs: Vec<&str> = capacities
        .iter()
        .filter(|it| cell(it, "side") == "OUTPUT")
        .map(|it| cell(it, "subject"))
        .collect();
    assert_eq!(outputs, ["activity:keliber-refinery-processing"]);
    let refinery = capacities
        .iter()
        .find(|it| cell(it, "subject") == outputs[0]);
    assert_eq!(refinery.map(|it| cell(it, "value")), Some("15000"));
    assert!(figures_around(&keliber, "capacity-added").is_empty());
}

#[test]
fn existing_capacity_is_never_counted_as_added() {
    let jervois = project("jervois-kokkola");
    assert_eq!(items(&jervois, "sites"), ["jervois-finland"]);
    assert!(figures_around(&jervois, "capacity-added").is_empty());
    // The 6 250 t are access to what a neighbour has: taken in, and told once.
    let capacities = figures_around(&jervois, "capacity");
    let told: Vec<(&str, &str)> = capacities
        .iter()
        .map(|it| (cell(it, "value"), cell(it, "side")))
        .collect();
    assert_eq!(told, [("6250", "INPUT")]);
    let of_eu = lines_of_eu("figures");
    assert!(
        of_eu
            .iter()
            .all(|it| !cell(it, "subject").contains("jervois"))
    );
}

#[test]
fn what_is_fed_is_no_output() {
    for line in lines_of_eu("figures") {
        let definition = cell(&line, "definition");
        let is_fed = definition.ends_with("fed") || definition.starts_with("ore");
        if is_fed && cell(&line, "quantity") == "capacity" {
            assert_eq!(cell(&line, "side"), "INPUT", "{line:?}");
        }
    }
    let figures = lines_of_eu("figures");
    let of_magnets = figures
        .iter()
        .filter(|it| cell(it, "product") == "permanent-magnets");
    for line in of_magnets {
        assert_ne!(cell(line, "basis"), "CONTAINED", "{line:?}");
    }
    assert!(!figures.iter().any(|it| {
        cell(it, "subject") == "product:permanent-magnets" && cell(it, "quantity") == "content"
    }));
}

#[test]
fn a_strategic_site_is_a_site_of_a_project() {
    let of_projects: BTreeSet<String> = lines_of_eu("projects")
        .iter()
        .flat_map(|it| items(it, "sites"))
        .collect();
    let flagged: BTreeSet<String> = lines("sites")
        .iter()
        .filter(|it| cell(it, "strategic") == "true")
        .map(|it| cell(it, "id").to_owned())
        .collect();
    let alone: Vec<&String> = flagged.difference(&of_projects).collect();
    assert!(alone.is_empty(), "strategic without a project: {alone:?}");
    // Sites of enf that a project touches and that its list of strategic sites does not name.
    let others: Vec<&String> = of_projects.difference(&flagged).collect();
    let expected = [
        "kiruna-mine",
        "lkab-lulea-park",
        "malmberget-mine",
        "terrafame-mine",
    ];
    assert_eq!(others, expected);
}

#[test]
fn the_doubts_of_the_import_are_those_told() {
    let problems = problems_of("eu");
    let mut by_code: BTreeMap<String, usize> = BTreeMap::new();
    for problem in &problems {
        *by_code.entry(problem.code.code().to_owned()).or_default() += 1;
    }
    let expected = [
        ("FAR_ABOVE_LARGEST", 1),
        ("LIKELY_DUPLICATE", 1),
        ("SHARES_ABOVE_ONE", 27),
    ];
    let expected: BTreeMap<String, usize> = expected
        .iter()
        .map(|(code, n)| ((*code).to_owned(), *n))
        .collect();
    assert_eq!(by_code, expected, "{problems:#?}");
    // Two zinc works of one company, a few kilometres apart by the positions of one list.
    let twin = problems
        .iter()
        .find(|it| it.code.code() == "LIKELY_DUPLICATE");
    let said = twin.map(ToString::to_string).unwrap_or_default();
    assert!(
        said.contains("nl-budel") && said.contains("be-balen"),
        "{said}"
    );
}

#[test]
fn projects_and_sites_are_found_by_the_api() {
    let api = Api::seeded();
    let document = "query ($id: ID!) { node(id: $id) { id } }";
    for (table, kind) in [("projects", "project"), ("sites", "site")] {
        for line in lines_of_eu(table) {
            let id = format!("{kind}:{}", cell(&line, "id"));
            let answer = api.ask(document, &json!({ "id": id }));
            assert_eq!(answer["data"]["node"]["id"], json!(id), "{answer}");
        }
    }
}
