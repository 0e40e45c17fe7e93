//! The API beyond single questions: who may write, revisions, cursors over commits, limits.

use ketju::graphql::Caller;
use serde_json::Value;
use serde_json::json;

use crate::api::Api;
use crate::api::EDITOR;

const COMMIT: &str = "mutation($c: CommitInput!) { commit(input: $c) { revision { revision author } created changed deleted unchanged problems { code } } }";

fn put_source(slug: &str, title: &str) -> Value {
    json!({ "put": { "source": { "id": format!("source:{slug}"), "title": title } } })
}

fn commit(api: &Api, changes: Value) -> Value {
    let response = api.ask(
        COMMIT,
        &json!({ "c": { "message": "test", "changes": changes } }),
    );
    assert!(response["errors"].is_null(), "{response}");
    response["data"]["commit"].clone()
}

fn code(response: &Value) -> &str {
    response["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_default()
}

#[test]
fn only_who_may_write_commits() {
    let api = Api::empty();
    let variables = json!({ "c": { "message": "test", "changes": [put_source("a", "A")] } });
    let ask = |caller| -> Value {
        serde_json::from_slice(&api.ask_as(caller, COMMIT, &variables).json).unwrap()
    };
    assert_eq!(code(&ask(Caller::default())), "UNAUTHENTICATED");
    assert_eq!(
        code(&ask(Caller {
            queries_only: true,
            ..EDITOR
        })),
        "FORBIDDEN"
    );
    assert_eq!(ask(EDITOR)["data"]["commit"]["created"], 1);
}

#[test]
fn a_commit_guards_against_lost_updates() {
    let api = Api::empty();
    assert_eq!(
        commit(&api, json!([put_source("a", "A")]))["revision"]["revision"],
        1
    );
    assert_eq!(
        commit(&api, json!([put_source("a", "A")]))["revision"],
        Value::Null,
        "nothing changed"
    );
    let late = json!({ "c": { "message": "late", "expectedRevision": 0, "changes": [put_source("b", "B")] } });
    assert_eq!(code(&api.ask(COMMIT, &late)), "CONFLICT");
    let none = json!({ "c": { "message": " ", "changes": [] } });
    assert_eq!(code(&api.ask(COMMIT, &none)), "BAD_INPUT");
}

#[test]
fn every_answer_is_of_one_revision() {
    let api = Api::empty();
    commit(&api, json!([put_source("a", "old")]));
    commit(&api, json!([put_source("a", "new"), put_source("b", "B")]));
    let document = r#"{
        then: node(id: "source:a", at: { revision: 1 }) { ... on Source { title revision } }
        now: node(id: "source:a") { ... on Source { title revision } }
        gone: sources(at: { revision: 1 }) { totalCount }
        never: sources(at: { revision: 3 }) { totalCount }
        revisions { nodes { revision } }
    }"#;
    let response = api.ask(document, &json!({}));
    assert_eq!(code(&response), "NOT_FOUND", "{response}");
    assert_eq!(
        response["data"],
        Value::Null,
        "a list is never null, so that the whole answer is"
    );
    let document = document.replace("never:", "#");
    let data = api.ask(&document, &json!({}))["data"].clone();
    assert_eq!(data["then"], json!({ "title": "old", "revision": 1 }));
    assert_eq!(data["now"], json!({ "title": "new", "revision": 2 }));
    assert_eq!(data["gone"]["totalCount"], 1);
    assert_eq!(
        data["revisions"]["nodes"],
        json!([{ "revision": 2 }, { "revision": 1 }])
    );
}

#[test]
fn lists_follow_the_data_and_searches_keep_their_revision() {
    let api = Api::empty();
    let sources = |slugs: &[&str]| {
        slugs
            .iter()
            .map(|it| put_source(it, &format!("report {it}")))
            .collect::<Vec<_>>()
    };
    commit(&api, json!(sources(&["a", "c", "e"])));
    let list = "query($after: String) { sources(first: 2, after: $after) { nodes { slug } pageInfo { endCursor hasNextPage } totalCount } }";
    let search = "query($after: String) { search(text: \"report\", first: 2, after: $after) { nodes { slug revision } pageInfo { endCursor } totalCount } }";
    let (first, found) = (api.ask(list, &json!({})), api.ask(search, &json!({})));
    commit(&api, json!(sources(&["b", "d"])));
    let after = &first["data"]["sources"]["pageInfo"]["endCursor"];
    let rest = api.ask(list, &json!({ "after": after }));
    assert_eq!(
        rest["data"]["sources"]["nodes"],
        json!([{ "slug": "d" }, { "slug": "e" }])
    );
    assert_eq!(rest["data"]["sources"]["totalCount"], 5);
    let after = &found["data"]["search"]["pageInfo"]["endCursor"];
    let rest = api.ask(search, &json!({ "after": after }));
    assert_eq!(
        rest["data"]["search"]["nodes"],
        json!([{ "slug": "e", "revision": 1 }])
    );
    assert_eq!(rest["data"]["search"]["totalCount"], 3);
    let other = api.ask(list, &json!({ "after": after }));
    assert_eq!(code(&other), "BAD_INPUT", "a cursor of another question");
}

#[test]
fn an_answer_holds_a_bounded_number_of_records() {
    let api = Api::seeded();
    let around = "memberships { organisation { memberships { cluster { ";
    let document = format!(
        "{{ clusters {{ nodes {{ {}id{} }} }} }}",
        around.repeat(2),
        "} } } } ".repeat(2)
    );
    let response = api.ask(&document, &json!({}));
    assert_eq!(response["data"], Value::Null);
    assert_eq!(code(&response), "LIMIT", "{}", response["errors"][0]);
}

#[test]
fn what_the_library_refuses_has_a_code_too() {
    let api = Api::empty();
    let deep = format!(
        "{{ node(id: \"site:x\") {{ ... on Site {{ {}id{} }} }} }}",
        "region { parent { ".repeat(7),
        "} } ".repeat(7)
    );
    assert_eq!(code(&api.ask(&deep, &json!({}))), "LIMIT");
    let complex = format!(
        "{{ {} }}",
        (0..40)
            .map(|at| format!("a{at}: dataset {{ {} }} ", "title ".repeat(30)))
            .collect::<String>()
    );
    assert_eq!(code(&api.ask(&complex, &json!({}))), "LIMIT");
    for wrong in [
        "{ nothing }",
        "{",
        "{ node }",
        "query A { __typename } query B { __typename }",
    ] {
        let response = api.ask(wrong, &json!({}));
        assert_eq!(code(&response), "BAD_INPUT", "{wrong}: {response}");
        assert!(
            !api.ask_as(EDITOR, wrong, &json!({})).was_executed,
            "{wrong}"
        );
    }
}

#[test]
fn answers_keep_the_order_of_the_question() {
    let api = Api::seeded();
    let document = r#"{ revisions { totalCount } node(id: "site:kemi-mine") { id } ...rest dataset { title } }
        fragment rest on Query { search(text: "kemi") { totalCount } sites { totalCount } }"#;
    let answer = api.ask_as(EDITOR, document, &json!({}));
    let text = String::from_utf8(answer.json).unwrap();
    let places = ["revisions", "node", "search", "sites", "dataset"]
        .map(|key| text.find(&format!("\"{key}\":")).unwrap());
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn a_request_asks_for_few_paths_and_few_earlier_revisions() {
    let api = Api::seeded();
    let ends =
        "input: { from: { kind: MINE }, to: { kind: HARBOUR }, material: \"material:iron\" }";
    let asking = |count: usize| {
        let field = |at: usize| match at % 2 {
            0 => format!("a{at}: paths({ends}) {{ paths {{ id }} }} "),
            _ => format!("a{at}: pathExists({ends}) {{ exists }} "),
        };
        let fields: String = (0..count).map(field).collect();
        format!("{{ ...all }} fragment all on Query {{ {fields} }}")
    };
    let response = api.ask(&asking(10), &json!({}));
    assert!(response["errors"].is_null(), "{response}");
    assert_eq!(response["data"]["a1"]["exists"], true);
    assert_eq!(code(&api.ask(&asking(11), &json!({}))), "LIMIT");

    let api = Api::empty();
    for slug in ["a", "b", "c", "d"] {
        commit(&api, json!([put_source(slug, slug)]));
    }
    let at = |revisions: &[i32]| {
        let field = |(at, it): (usize, &i32)| {
            format!("a{at}: sources(at: {{ revision: {it} }}) {{ totalCount }} ")
        };
        let fields: String = revisions.iter().enumerate().map(field).collect();
        api.ask(&format!("{{ {fields} }}"), &json!({}))
    };
    let response = at(&[1, 2, 4, 2, 1]);
    assert_eq!(response["data"]["a3"]["totalCount"], 2, "{response}");
    let response = at(&[1, 2, 4, 2, 3]);
    assert_eq!(code(&response), "LIMIT");
    assert_eq!(response["errors"][0]["path"], json!(["a4"]), "{response}");
}

#[test]
fn ends_of_paths_that_mean_nothing_are_refused() {
    let api = Api::seeded();
    let ask = |from: &str, to: &str| {
        let ends = format!("from: {from}, to: {to}, material: \"material:chromium\"");
        api.ask(
            &format!(
                "{{ paths(input: {{ {ends} }}) {{ paths {{ id }} completeness {{ status }} }} \
                pathExists(input: {{ {ends} }}) {{ exists completeness {{ status }} }} }}"
            ),
            &json!({}),
        )
    };
    let mine = r#"{ id: "site:kemi-mine" }"#;
    for wrong in [
        "{}",
        "{ ids: [] }",
        r#"{ id: "" }"#,
        r#"{ id: "site:nowhere" }"#,
        r#"{ id: "region:eu" }"#,
        r#"{ ids: ["site:kemi-mine", "site:nowhere"] }"#,
        r#"{ id: "site:kemi-mine", kind: MINE }"#,
        r#"{ region: "region:atlantis" }"#,
        r#"{ region: "atlantis" }"#,
        r#"{ organisation: "organisation:nobody" }"#,
        "{ kind: NOTHING }",
        "{ stage: NOTHING }",
    ] {
        for response in [ask(wrong, mine), ask(mine, wrong)] {
            assert_eq!(code(&response), "BAD_INPUT", "{wrong}: {response}");
        }
    }
    // A path never returns to a place: from a site to itself there is none, and nothing is cut off.
    let response = ask(mine, mine);
    let exhaustive = json!({ "status": "EXHAUSTIVE" });
    assert_eq!(
        response["data"],
        json!({
            "paths": { "paths": [], "completeness": exhaustive },
            "pathExists": { "exists": false, "completeness": exhaustive },
        })
    );
}

#[test]
fn pages_of_paths_go_on_where_they_stopped() {
    let api = Api::seeded();
    let document = "query($first: Int!, $after: String) { paths(first: $first, after: $after, input: { from: { kind: MINE }, to: { kind: HARBOUR }, material: \"material:iron\", metric: STEPS }) { paths { id rank } pageInfo { endCursor hasNextPage hasPreviousPage } } }";
    let all = api.ask(document, &json!({ "first": 200 }))["data"]["paths"].clone();
    let all_paths = all["paths"].as_array().unwrap();
    assert!(all_paths.len() > 2, "{all}");
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page =
            api.ask(document, &json!({ "first": 2, "after": after }))["data"]["paths"].clone();
        seen.extend(page["paths"].as_array().unwrap().clone());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(&seen, all_paths);
}

#[test]
fn a_search_of_an_earlier_revision_finds_the_same_after_a_commit() {
    // So many records that a commit of all of them is packed otherwise when it is read again from the store.
    let api = Api::empty();
    let sources = |from: usize| {
        let put = |at| put_source(&format!("s-{at:04}"), &format!("report {at:04}"));
        json!((from..3_000).map(put).collect::<Vec<_>>())
    };
    commit(&api, sources(1));
    commit(&api, sources(0));
    let search = r#"{ search(text: "report", first: 3, at: { revision: 2 }) { nodes { slug revision } totalCount } }"#;
    let before = api.ask(search, &json!({}));
    assert_eq!(
        before["data"]["search"]["nodes"][0]["slug"], "s-0000",
        "{before}"
    );
    commit(&api, json!([put_source("zz", "Z")]));
    assert_eq!(api.ask(search, &json!({})), before);
}
