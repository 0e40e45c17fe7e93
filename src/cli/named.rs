//! What a reader means by a name: the id of a record, or what is near.

use anyhow::bail;
use serde_json::Value;
use serde_json::json;

use crate::cli::backend::Backend;
use crate::cli::paths::answer_of;
use crate::cli::paths::with_kind;
use crate::cli::show::items;

const NODE: &str = "query Node($id: ID!, $at: At) { node(id: $id, at: $at) { id } }";
const SEARCH: &str = include_str!("search.graphql");
const NEAREST: &str = "query Nearest($filter: SideStreamFilter, $at: At) { sideStreams(filter: $filter, first: 1, at: $at) { totalCount } }";
const NEAREST_PARTY: &str =
    "query Nearest($input: PartnerInput!) { partners(input: $input, first: 1) { totalCount } }";
const NEAREST_CLUSTER: &str =
    "query Nearest($id: ID!, $at: At) { clusterImpact(cluster: $id, at: $at) { message } }";

/// How many near ids a refusal names.
const NEAR: usize = 3;

/// The id that a reader means by an id, a symbol or a name in any language, of a record of `kind` on record `at` that time;
/// an id of another kind is left to the API to refuse. `argument` is what the reader wrote it as.
///
/// # Errors
/// If nothing or more than one record is of that name; the nearest are named, or how to find them.
pub(super) fn id_of(
    backend: &Backend,
    at: &Value,
    kind: &str,
    argument: &str,
    named: &str,
) -> anyhow::Result<String> {
    let named = named.trim();
    let id = with_kind(kind, named);
    if !id.starts_with(&format!("{kind}:")) || is_on_record(backend, at, &id)? {
        return Ok(id);
    }
    let text = id.split_once(':').map_or(named, |(_, slug)| slug);
    let variables =
        json!({ "text": text, "kinds": [kind.to_uppercase().replace('-', "_")], "at": at });
    let response = backend.query(SEARCH, &variables)?;
    let hits = items(&answer_of(&response, "search")?["nodes"]);
    let wanted = text.to_lowercase();
    let is_named = |it: &&Value| names(it).any(|name| name.to_lowercase() == wanted);
    let ids = |all: Vec<&Value>| -> Vec<String> {
        let ids = all.into_iter().filter_map(|it| it["id"].as_str());
        ids.map(|it| format!("`{it}`")).collect()
    };
    let exact: Vec<&Value> = hits.iter().filter(is_named).collect();
    if let [one] = exact.as_slice()
        && let Some(id) = one["id"].as_str()
    {
        return Ok(id.to_owned());
    }
    if !exact.is_empty() {
        let all = ids(exact).join(" and ");
        bail!("`{named}` ({argument}) is the name of {all}; which is meant?");
    }
    let mut near = ids(hits.iter().take(NEAR).collect());
    if near.is_empty() {
        near = nearest(backend, at, kind, &id)?;
    }
    match near.is_empty() {
        true => bail!(
            "unknown {kind} `{named}` ({argument}); {}",
            how_to_find(named)
        ),
        false => bail!(
            "unknown {kind} `{named}` ({argument}); did you mean {}?",
            near.join(" or ")
        ),
    }
}

/// Where nothing is near: how to find what there is.
pub(super) fn how_to_find(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|it| !matches!(it, '"' | '\\' | '\''))
        .collect();
    format!("none on record is near it; `ketju search \"{text}\"` looks in all names")
}

/// Whether there is a record of an id.
fn is_on_record(backend: &Backend, at: &Value, id: &str) -> anyhow::Result<bool> {
    let slug = id.split_once(':').map(|(_, slug)| slug);
    if !slug.is_some_and(crate::model::is_slug) {
        return Ok(false);
    }
    let response = backend.query(NODE, &json!({ "id": id, "at": at }))?;
    Ok(!answer_of(&response, "node")?.is_null())
}

/// The ids that the API holds to be near an unknown one, which search by words does not find.
fn nearest(backend: &Backend, at: &Value, kind: &str, id: &str) -> anyhow::Result<Vec<String>> {
    let slug = id.split_once(':').map(|(_, slug)| slug);
    if !slug.is_some_and(crate::model::is_slug) {
        return Ok(Vec::new());
    }
    let (document, variables) = match kind {
        "material" => (
            NEAREST,
            json!({ "filter": { "materials": [id] }, "at": at }),
        ),
        "region" => (NEAREST, json!({ "filter": { "regions": [id] }, "at": at })),
        "cluster" => (NEAREST_CLUSTER, json!({ "id": id, "at": at })),
        "side-stream" => (NEAREST_PARTY, json!({ "input": { "offer": id, "at": at } })),
        _ => (NEAREST_PARTY, json!({ "input": { "need": id, "at": at } })),
    };
    let response = backend.query(document, &variables)?;
    let near = items(&response["errors"][0]["extensions"]["suggestions"]).iter();
    let near = near.filter_map(Value::as_str);
    Ok(near.map(|it| format!("`{it}`")).collect())
}

/// The names of an entity.
fn names(entity: &Value) -> impl Iterator<Item = &str> {
    let own = ["slug", "symbol", "name", "nameFi", "nameSv"]
        .into_iter()
        .map(|key| &entity[key]);
    own.chain(items(&entity["aliases"]))
        .filter_map(Value::as_str)
}
