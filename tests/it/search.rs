//! Whom and what a search over the seed data finds, in words of three languages.

use serde_json::Value;
use serde_json::json;

use crate::api::Api;

const DOCUMENT: &str = "query($text: String!) {
  search(text: $text, first: 10) { edges { node { __typename id } matched } }
}";

/// The types and ids of what is found, in order.
fn found(text: &str) -> Vec<(String, String)> {
    let response = Api::shared().ask(DOCUMENT, &json!({ "text": text }));
    let edges = response["data"]["search"]["edges"].as_array();
    let edges = edges.unwrap_or_else(|| panic!("{text}: {response}"));
    let of = |it: &Value, name: &str| it["node"][name].as_str().expect("a text").to_owned();
    let all = edges.iter();
    all.map(|it| (of(it, "__typename"), of(it, "id"))).collect()
}

#[test]
fn clusters_and_pilot_plants_are_found_by_words_of_three_languages() {
    for (text, id) in [
        ("pilottilaitos", "organisation:gtk"),
        ("koetehdas", "organisation:gtk"),
        ("pilotanläggning", "organisation:gtk"),
        ("ammattikorkeakoulu", "organisation:lapland-uas"),
        ("yrkeshögskola", "organisation:lapland-uas"),
        ("Åbo yrkeshögskola", "organisation:turku-uas"),
        ("Oulun yliopisto", "organisation:university-of-oulu"),
        ("Uleåborgs universitet", "organisation:university-of-oulu"),
        (
            "suurteollisuusalue Kokkola",
            "cluster:kokkola-industrial-park",
        ),
        (
            "storindustriområde Karleby",
            "cluster:kokkola-industrial-park",
        ),
        ("akkumetallit", "cluster:batcircle"),
        ("kip", "cluster:kokkola-industrial-park"),
        ("digipolis", "organisation:kemin-digipolis"),
        ("DIGIPOLLIS", "organisation:kemin-digipolis"),
    ] {
        let found = found(text);
        assert!(found.iter().any(|it| it.1 == id), "{text}: {found:?}");
    }
}

#[test]
fn who_acts_comes_before_pages_about_it() {
    for text in [
        "digipolis",
        "klusteri",
        "suurteollisuusalue",
        "Oulun yliopisto",
        "cluster",
        "hydrometallurgy",
        "koetehdas",
    ] {
        let found = found(text);
        let (kind, id) = found.first().unwrap_or_else(|| panic!("{text}"));
        assert_ne!(kind, "Source", "{text}: {id}");
    }
}

#[test]
fn a_step_in_another_language_is_named_by_its_code() {
    const PLATFORMS: &str = "query($step: String!) {
      platforms(filter: { processes: [$step] }, first: 1) { totalCount }
    }";
    for (step, code) in [
        ("liuotus", "leaching"),
        ("lakning", "leaching"),
        ("Leaching", "leaching"),
        ("sulatus", "smelting"),
        ("leachng", "leaching"),
    ] {
        let response = Api::shared().ask(PLATFORMS, &json!({ "step": step }));
        let suggested = &response["errors"][0]["extensions"]["suggestions"];
        assert_eq!(suggested, &json!([code]), "{step}: {response}");
    }
}
