//! Partners for side-streams of the seed data, and what comes of a stream in words.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use crate::api::Api;

const DOCUMENT: &str = "query($input: PartnerInput!, $first: Int!, $after: String) {
  partners(input: $input, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    understood { name concepts product { id } place region { id } tonnesPerYear notUnderstood }
    nodes {
      id tier score confidence distanceKm message rejectionReason rejectedBecause warnings
      entity { __typename id name }
      use { id name application }
      existing { id }
      components { component value message }
    }
    rejected { reason count message }
  }
}";

fn page(input: &Value, first: usize, after: &Value) -> Value {
    let variables = json!({ "input": input, "first": first, "after": after });
    let response = Api::shared().ask(DOCUMENT, &variables);
    assert!(
        response["errors"].is_null(),
        "{input}: {}",
        response["errors"]
    );
    response["data"]["partners"].clone()
}

fn ask(input: &Value, first: usize) -> Value {
    page(input, first, &Value::Null)
}

fn nodes(answer: &Value) -> &[Value] {
    answer["nodes"].as_array().expect("a list")
}

fn ids<'a>(nodes: impl IntoIterator<Item = &'a Value>) -> Vec<&'a str> {
    let ids = nodes.into_iter().map(|it| it["entity"]["id"].as_str());
    ids.map(|it| it.expect("an id")).collect()
}

/// The partners of a kind, by the name of its type, in their order.
fn of_type<'a>(answer: &'a Value, name: &str) -> Vec<&'a Value> {
    let all = nodes(answer).iter();
    all.filter(|it| it["entity"]["__typename"] == name)
        .collect()
}

/// The streams of the issue.
const STREAMS: [&str; 7] = [
    "side-stream:ss-tornio-steel-slag",
    "side-stream:ss-fecr-slag",
    "side-stream:ss-har-cu-slag",
    "side-stream:ss-har-ni-slag",
    "side-stream:ss-kok-jarosite",
    "side-stream:ss-siil-gypsum",
    "side-stream:ss-black-mass",
];

#[test]
fn each_stream_has_partners_with_reasons_and_reasons_for_the_rest() {
    for stream in STREAMS {
        let answer = ask(&json!({ "offer": stream, "includeRejected": true }), 200);
        let (out, found): (Vec<&Value>, Vec<&Value>) = nodes(&answer)
            .iter()
            .partition(|it| it["rejectionReason"].is_string());
        assert!(!found.is_empty(), "{stream}");
        for it in &found {
            assert!(
                it["message"].as_str().is_some_and(|it| it.len() > 20),
                "{stream}: {it}"
            );
            assert_eq!(
                it["components"].as_array().map(Vec::len),
                Some(6),
                "{stream}"
            );
            assert!(it["rejectedBecause"].is_null(), "{stream}: {it}");
        }
        for it in &out {
            assert!(it["rejectedBecause"].is_string(), "{stream}: {it}");
        }
        let order = |it: &&Value| (it["tier"].as_i64(), it["score"].as_f64());
        for pair in found.windows(2) {
            let (first, next) = (order(&pair[0]), order(&pair[1]));
            assert!(
                first.0 < next.0 || (first.0 == next.0 && first.1 >= next.1),
                "{stream}"
            );
        }
        let counted = answer["rejected"].as_array().expect("a list").iter();
        let counted: i64 = counted.filter_map(|it| it["count"].as_i64()).sum();
        let total = answer["totalCount"].as_u64().expect("a number");
        let listed = i64::try_from(out.len()).expect("few");
        match total <= 200 {
            true => assert_eq!(
                counted, listed,
                "{stream}: each that is ruled out is listed"
            ),
            false => assert!(counted >= listed, "{stream}"),
        }
    }
}

#[test]
fn nothing_is_first_for_being_near_alone() {
    for stream in STREAMS {
        let answer = ask(&json!({ "offer": stream }), 1);
        let known: Vec<&str> = nodes(&answer)[0]["components"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|it| it["value"].as_f64().is_some_and(|it| it > 0.05))
            .filter_map(|it| it["component"].as_str())
            .collect();
        let says = ["PRECEDENT", "CODE", "TEXT"];
        assert!(
            known.iter().any(|it| says.contains(it)),
            "{stream}: {known:?}"
        );
    }
}

/// The entities of the first so many named takers.
fn first_takers(stream: &str, hidden: &[&str], first: usize) -> Value {
    let input = json!({ "offer": stream, "among": "TAKERS", "hideLinks": hidden });
    ask(&input, first)
}

#[test]
fn the_true_receiver_is_found_without_its_link() {
    let cases = [
        (
            "side-stream:ss-tornio-steel-slag",
            // The second goes to a furnace that is planned for the same slag.
            &["link:fl-011", "link:fl-018"][..],
            "site:tapojarvi-tornio",
        ),
        (
            "side-stream:ss-black-mass",
            // It moves from its site, not as a stream.
            &["link:fl-064"],
            "site:fortum-harjavalta",
        ),
    ];
    for (stream, links, receiver) in cases {
        let answer = first_takers(stream, links, 3);
        assert!(
            ids(nodes(&answer)).contains(&receiver),
            "{stream}: {answer}"
        );
        for it in nodes(&answer) {
            assert_ne!(it["entity"]["__typename"], "Use", "{stream}: {it}");
            assert!(it["existing"].is_null(), "the links are hidden: {it}");
        }
        // With the link on record it is told, and first.
        let answer = first_takers(stream, &[], 1);
        assert_eq!(ids(nodes(&answer)), [receiver], "{stream}");
        assert!(nodes(&answer)[0]["existing"]["id"].is_string(), "{stream}");
    }
}

#[test]
fn takers_and_uses_are_parts_of_the_whole_in_its_order() {
    for stream in STREAMS {
        let of = |among: &str| ask(&json!({ "offer": stream, "among": among }), 200);
        let whole = of("ALL");
        let (uses, takers): (Vec<&Value>, Vec<&Value>) = nodes(&whole)
            .iter()
            .partition(|it| it["entity"]["__typename"] == "Use");
        assert_eq!(nodes(&of("USES")).iter().collect::<Vec<_>>(), uses);
        assert_eq!(nodes(&of("TAKERS")).iter().collect::<Vec<_>>(), takers);
    }
    // A need is met by streams, of which none is a taker.
    let input = json!({ "need": "site:fortum-harjavalta", "among": "USES" });
    let refused = Api::shared().ask(DOCUMENT, &json!({ "input": input, "first": 1 }));
    let error = &refused["errors"][0]["extensions"];
    assert_eq!(error["code"], "BAD_INPUT", "{refused}");
    assert_eq!(error["argument"], "input.among", "{refused}");
    // All the needs of an organisation are one question.
    let operator = json!({ "need": "organisation:boliden-kokkola-oy" });
    let of_site = json!({ "need": "site:boliden-kokkola" });
    assert!(ask(&operator, 1)["totalCount"].as_u64() >= ask(&of_site, 1)["totalCount"].as_u64());
}

#[test]
fn who_asks_for_something_else_is_not_first() {
    for (input, above, below) in [
        // A smelter that is on record for electronic scrap does not take tailings for copper that is merely named in them.
        (
            json!({ "offer": "side-stream:ss-kevitsa-tailings" }),
            None,
            "site:ronnskar",
        ),
        // Its feed is of zinc concentrate, whose tonnes say nothing of gypsum.
        (
            json!({ "offer": "side-stream:ss-siil-gypsum" }),
            None,
            "site:kokkola-zinc",
        ),
        (
            json!({ "describe": { "text": "Li-ion black mass, 2000 t/a, Harjavalta" } }),
            Some("site:fortum-harjavalta"),
            "site:tracegrow",
        ),
        (
            json!({ "describe": { "text": "scrap metal, 5000 t/a, Oulu" } }),
            None,
            "site:fortum-tornio",
        ),
    ] {
        let mut asked = input.clone();
        asked["among"] = "TAKERS".into();
        let answer = ask(&asked, 10);
        let found = ids(nodes(&answer));
        let first = found.first().expect("somebody");
        assert_ne!(*first, below, "{input}: {found:?}");
        if let Some(above) = above {
            assert_eq!(*first, above, "{input}: {found:?}");
        }
    }
}

#[test]
fn a_trade_or_words_that_speak_alone_say_so() {
    const VOICES: [&str; 4] = ["PRECEDENT", "CODE", "COMPOSITION", "TEXT"];
    for (stream, voice, told) in [
        ("ss-siil-gypsum", "CODE", "only a trade speaks for it"),
        ("ss-fecr-slag", "TEXT", "only words speak for it"),
    ] {
        let answer = first_takers(&format!("side-stream:{stream}"), &[], 10);
        let mut alone = 0;
        for it in nodes(&answer) {
            let of = |name: &str| {
                let mut all = it["components"].as_array().expect("six").iter();
                all.find(|it| it["component"] == name).expect("one")
            };
            let says = |name: &&&str| of(name)["value"].as_f64().is_some_and(|it| it > 0.0);
            let voices: Vec<&&str> = VOICES.iter().filter(says).collect();
            let is_alone = voices == [&voice];
            let message = of(voice)["message"].as_str().expect("a sentence");
            let is_told = message.to_lowercase().starts_with(told);
            assert_eq!(is_told, is_alone, "{stream}: {message}");
            alone += usize::from(is_alone);
        }
        assert!(alone > 0, "{stream}: {answer}");
    }
}

/// The place among the uses, from 0, of the first that is of roads.
fn road_among_uses(input: &Value) -> Option<usize> {
    let answer = ask(input, 50);
    let told = |it: &&Value| format!("{} {}", it["use"]["name"], it["use"]["application"]);
    let uses = of_type(&answer, "Use");
    uses.iter()
        .position(|it| told(it).to_lowercase().contains("road"))
}

#[test]
fn road_construction_is_among_the_first_uses_of_ferrochrome_slag() {
    let stream = "side-stream:ss-fecr-slag";
    let on_record = road_among_uses(&json!({ "offer": stream }));
    assert!(on_record.is_some_and(|it| it < 3), "{on_record:?}");
    // What it can become is told by others than the link, and stays.
    let hidden = road_among_uses(&json!({ "offer": stream, "hideLinks": ["link:fl-014"] }));
    assert!(hidden.is_some_and(|it| it < 3), "{hidden:?}");
}

/// The same stream in English and Finnish.
const PAIRS: [(&str, &str); 8] = [
    (
        "ferrochrome slag, 300 000 t/a, Tornio",
        "ferrokromikuona, 300 000 t/v, Tornio",
    ),
    (
        "steel slag, 200 000 t/a, Raahe",
        "teräskuona, 200 000 t/v, Raahe",
    ),
    (
        "black mass, 2 000 t/a, Ikaalinen",
        "musta massa, 2 000 t/v, Ikaalinen",
    ),
    (
        "gypsum, 1 000 000 t/a, Siilinjärvi",
        "kipsi, 1 000 000 t/v, Siilinjärvi",
    ),
    ("fly ash, 30 000 t/a, Oulu", "lentotuhka, 30 000 t/v, Oulu"),
    (
        "tailings, 500 000 t/a, Sotkamo",
        "rikastushiekka, 500 000 t/v, Sotkamo",
    ),
    (
        "jarosite, 100 000 t/a, Kokkola",
        "jarosiitti, 100 000 t/v, Kokkola",
    ),
    (
        "steel dust, 10 000 t/a, Tornio",
        "teräspöly, 10 000 t/v, Tornio",
    ),
];

#[test]
fn english_and_finnish_words_have_the_same_first_partner() {
    for (english, finnish) in PAIRS {
        let asked = |text| ask(&json!({ "describe": { "text": text } }), 3);
        let (one, other) = (asked(english), asked(finnish));
        for (text, answer) in [(english, &one), (finnish, &other)] {
            let understood = &answer["understood"];
            assert_eq!(
                understood["notUnderstood"],
                json!([]),
                "{text}: {understood}"
            );
            assert!(
                understood["tonnesPerYear"].is_number(),
                "{text}: {understood}"
            );
            assert!(understood["place"].is_string(), "{text}: {understood}");
            assert!(!nodes(answer).is_empty(), "{text}");
        }
        assert_eq!(
            ids(nodes(&one)),
            ids(nodes(&other)),
            "{english} / {finnish}"
        );
    }
}

#[test]
fn three_fields_are_enough_in_words_or_apart() {
    let words = ask(
        &json!({ "describe": { "text": "ferrochrome slag, 300 000 t/a, Tornio" } }),
        5,
    );
    let fields = json!({ "text": "ferrochrome slag", "tonnesPerYear": 300_000, "place": "Tornio" });
    let apart = ask(&json!({ "describe": fields }), 5);
    assert_eq!(words["nodes"], apart["nodes"]);
    assert_eq!(words["understood"]["tonnesPerYear"], json!(300_000.0));
    assert!(nodes(&words).len() >= 3);
    // What means nothing to anybody is told and counts for nothing.
    let odd = json!({ "describe": { "text": "xyzzy ferrochrome slag, 300 000 t/a, Tornio" } });
    let odd = ask(&odd, 5);
    assert_eq!(odd["understood"]["notUnderstood"], json!(["xyzzy"]));
}

#[test]
fn pages_go_on_and_are_the_whole() {
    let input = json!({ "offer": "side-stream:ss-fecr-slag", "includeRejected": true });
    let whole = ask(&input, 12);
    let mut paged: Vec<Value> = Vec::new();
    let mut after = Value::Null;
    for _ in 0..3 {
        let next = page(&input, 4, &after);
        paged.extend_from_slice(nodes(&next));
        after = next["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(paged, nodes(&whole));
}

/// Said less, known less: the confidence falls and the score does not.
#[test]
fn a_waste_code_says_what_it_is_where_no_words_do() {
    let first = |describe: Value| {
        let answer = ask(&json!({ "describe": describe, "among": "TAKERS" }), 5);
        nodes(&answer).to_vec()
    };
    let component = |it: &Value, name: &str| {
        let all = it["components"].as_array().expect("a list").iter();
        let mut of_name = all.filter(|it| it["component"] == name);
        of_name.next().expect("all are told")["value"].clone()
    };
    let in_field = first(json!({ "text": "", "ewc": "100202", "place": "Tornio" }));
    let entities = ids(&in_field);
    assert!(!entities.is_empty());
    for it in &in_field {
        assert_eq!(component(it, "TEXT"), Value::Null, "{it}");
    }
    for text in [
        "100202, Tornio",
        "EWC 100202, Tornio",
        "jätekoodi 10 02 02, Tornio",
    ] {
        assert_eq!(first(json!({ "text": text })), in_field, "{text}");
    }
    // With words and without them, of the same pair.
    let worded = first(json!({ "text": "stainless steel slag 100202, Tornio" }));
    let mut compared = 0;
    for one in &worded {
        let same = in_field.iter().filter(|it| it["entity"] == one["entity"]);
        for other in same {
            let confidence = |it: &Value| it["confidence"].as_f64().expect("a number");
            assert!(confidence(other) < confidence(one), "{one}");
            compared += 1;
        }
    }
    assert!(compared > 0);
    let tonnes = first(json!({ "text": "jätekoodi 100202, 5000 t/v, Tornio" }));
    assert_eq!(ids(&tonnes), entities);
}

#[test]
fn towns_that_no_record_names_are_places() {
    for (town, name, region) in [
        ("Helsinki", "Helsinki", "region:fi1b1"),
        ("Helsingissä", "Helsinki", "region:fi1b1"),
        ("Jyväskylästä", "Jyväskylä", "region:fi198"),
        ("Lahdessa", "Lahti", "region:fi1c6"),
        ("Seinäjoki", "Seinäjoki", "region:fi199"),
        ("Pietarsaari", "Pietarsaari", "region:fi19a"),
        ("Jakobstad", "Pietarsaari", "region:fi19a"),
        ("Haaparanta", "Haparanda", "region:se332"),
        ("Haparanda", "Haparanda", "region:se332"),
        ("Tallinna", "Tallinn", "region:ee"),
    ] {
        let text = format!("steel slag, 5 kt/a, {town}");
        let answer = ask(&json!({ "describe": { "text": text } }), 1);
        let understood = &answer["understood"];
        assert_eq!(understood["place"], name, "{understood}");
        assert_eq!(understood["region"]["id"], region, "{understood}");
        assert_eq!(understood["name"], "steel slag", "{understood}");
        assert_eq!(understood["notUnderstood"], json!([]), "{understood}");
    }
}

/// Positions of one country, some far from every site on record: of one taker the farther never scores more.
#[test]
fn farther_in_one_country_is_never_better() {
    let positions = [
        (65.85, 24.15),
        (65.0, 25.5),
        (64.2, 27.7),
        (63.1, 21.6),
        (62.24, 25.75),
        (61.5, 23.8),
        (61.06, 28.19),
        (60.2, 25.0),
        (69.9, 27.0),
    ];
    let mut of_taker: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (latitude, longitude) in positions {
        let position = json!({ "latitude": latitude, "longitude": longitude });
        let stream = json!({ "text": "", "ewc": "100202", "position": position });
        let answer = ask(&json!({ "describe": stream, "among": "TAKERS" }), 200);
        for it in nodes(&answer) {
            let id = it["id"].as_str().expect("an id").to_owned();
            let number = |key: &str| it[key].as_f64();
            if let Some(told) = number("distanceKm").zip(number("score")) {
                of_taker.entry(id).or_default().push(told);
            }
        }
    }
    assert!(of_taker.len() > 5);
    for (taker, mut told) in of_taker {
        told.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(told.is_sorted_by(|a, b| a.1 >= b.1), "{taker}: {told:?}");
    }
}
