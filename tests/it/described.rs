//! Streams in words have the takers of those on record.

use serde_json::Value;
use serde_json::json;

use crate::api::Api;

const DOCUMENT: &str = "query($text: String!) {
  partners(input: { describe: { text: $text }, among: TAKERS }, first: 3) {
    understood { place assumed }
    nodes { entity { id } warnings existing { id } }
  }
}";

fn ask(text: &str) -> Value {
    let response = Api::shared().ask(DOCUMENT, &json!({ "text": text }));
    let errors = &response["errors"];
    assert!(errors.is_null(), "{text}: {errors}");
    response["data"]["partners"].clone()
}

#[test]
fn who_takes_the_stream_on_record_is_among_the_first_three_of_its_description() {
    for (text, taker) in [
        ("steel slag, 400 kt/a, Tornio", "site:tapojarvi-tornio"),
        ("teräskuona, 400 kt/a, Tornio", "site:tapojarvi-tornio"),
        ("stålslagg, 400 kt/a, Torneå", "site:tapojarvi-tornio"),
        ("slag, Tornio", "site:tapojarvi-tornio"),
        ("slag from Outokumpu Tornio works", "site:tapojarvi-tornio"),
        ("black mass", "site:fortum-harjavalta"),
        ("musta massa", "site:fortum-harjavalta"),
        ("black mass, Ikaalinen", "site:fortum-harjavalta"),
        ("battery black mass, Harjavalta", "site:fortum-harjavalta"),
    ] {
        let answer = ask(text);
        let nodes = answer["nodes"].as_array().expect("a list");
        let ids: Vec<&Value> = nodes.iter().map(|it| &it["entity"]["id"]).collect();
        assert!(ids.contains(&&json!(taker)), "{text}: {ids:?}");
        // A description is no record: nothing is known to be taken already.
        assert!(nodes.iter().all(|it| it["existing"].is_null()), "{text}");
    }
}

#[test]
fn a_hazard_on_record_is_told_of_its_description() {
    for text in [
        "jarosite, Kokkola",
        "jarosiitti, Karleby",
        "black mass",
        "battery black mass, Harjavalta",
    ] {
        let answer = ask(text);
        let nodes = answer["nodes"].as_array().expect("a list");
        assert!(!nodes.is_empty(), "{text}");
        for it in nodes {
            let warnings = it["warnings"].to_string();
            assert!(
                warnings.contains("The stream may be hazardous"),
                "{text}: {it}"
            );
        }
    }
    let works = ask("slag from Outokumpu Tornio works");
    assert_eq!(works["understood"]["place"], "Tornio");
}

#[test]
fn a_word_that_is_nearly_a_known_one_is_asked_back_and_does_not_count() {
    const UNDERSTOOD: &str = "query($text: String!) {
      partners(input: { describe: { text: $text } }, first: 1) { understood { concepts notUnderstood } }
    }";
    for (text, not_understood, words) in [
        (
            "stainles steel slag, 400 kt/a, Tornio",
            &["stainles (did you mean `stainless`?)"][..],
            &["steel", "slag"][..],
        ),
        ("kuonna, Tornio", &["kuonna (did you mean `kuona`?)"], &[]),
        // What is near nothing is told as it is.
        ("slag qwertyuiop, Tornio", &["qwertyuiop"], &["slag"]),
        ("steel slag, Tornio", &[], &["steel", "slag"]),
    ] {
        let response = Api::shared().ask(UNDERSTOOD, &json!({ "text": text }));
        let understood = &response["data"]["partners"]["understood"];
        assert_eq!(understood["notUnderstood"], json!(not_understood), "{text}");
        assert_eq!(understood["concepts"], json!(words), "{text}");
    }
}

#[test]
fn degrees_that_may_be_turned_are_told() {
    const ASSUMED: &str = "query($lat: Float!, $lon: Float!) {
      partners(input: { describe: { text: \"slag\", position: { latitude: $lat, longitude: $lon } } }, first: 1) { understood { assumed } }
    }";
    for (lat, lon, is_told) in [
        (24.1, 65.8, true),
        (65.8, 24.1, false),
        // Neither way is anything known near.
        (-30.0, -60.0, false),
        (20.0, 120.0, false),
    ] {
        let response = Api::shared().ask(ASSUMED, &json!({ "lat": lat, "lon": lon }));
        let assumed = &response["data"]["partners"]["understood"]["assumed"];
        let told = assumed.to_string();
        assert_eq!(
            told.contains("right way round"),
            is_told,
            "{lat} {lon}: {response}"
        );
    }
}
