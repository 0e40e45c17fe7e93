//! The questions of a report: each a document of its own, lists page by page, so that the limits of a request cut nothing.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::backend::Backend;
use crate::cli::named::id_of;
use crate::cli::paths::answer_of;
use crate::cli::show::items;

/// Most ids that one request may name.
const MAX_IDS: usize = 200;

/// Whom a report asks, and for when.
pub(super) struct Questions<'a> {
    backend: &'a Backend,
    at: Value,
    scenario: Value,
}

impl<'a> Questions<'a> {
    /// Asks `backend` for a date, under a scenario or null.
    pub(super) fn new(backend: &'a Backend, at: Value, scenario: Value) -> Self {
        Self {
            backend,
            at,
            scenario,
        }
    }

    /// The answer of one field of a document, whose variables are these, the date and the scenario.
    ///
    /// # Errors
    /// If the question is refused.
    pub(super) fn one(
        &self,
        document: &str,
        field: &str,
        variables: Value,
    ) -> anyhow::Result<Value> {
        let mut all = Map::new();
        all.insert("at".into(), self.at.clone());
        all.insert("scenario".into(), self.scenario.clone());
        if let Value::Object(own) = variables {
            all.extend(own);
        }
        let response = self.backend.query(document, &all.into())?;
        Ok(answer_of(&response, field)?.clone())
    }

    /// All items of a list, page by page; the document takes `$after`.
    ///
    /// # Errors
    /// If a page is refused.
    pub(super) fn all(
        &self,
        document: &str,
        field: &str,
        variables: &Value,
    ) -> anyhow::Result<Vec<Value>> {
        let mut all = Vec::new();
        let mut after = Value::Null;
        loop {
            let mut asked = variables.clone();
            asked["after"] = after;
            let page = self.one(document, field, asked)?;
            all.extend_from_slice(items(&page["nodes"]));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] != true || after.is_null() {
                return Ok(all);
            }
        }
    }

    /// The gaps of a question, all pages as one answer.
    ///
    /// # Errors
    /// If a page is refused.
    pub(super) fn gaps(&self, input: Value) -> anyhow::Result<Value> {
        let mut input = input;
        input["at"] = self.at.clone();
        input["scenario"] = self.scenario.clone();
        let (mut whole, mut nodes, mut after) = (Value::Null, Vec::new(), Value::Null);
        loop {
            let variables = json!({ "input": input, "after": after });
            let page = self.one(GAPS, "gaps", variables)?;
            nodes.extend_from_slice(items(&page["nodes"]));
            after = page["pageInfo"]["endCursor"].clone();
            let has_next = page["pageInfo"]["hasNextPage"] == true && !after.is_null();
            if whole.is_null() {
                whole = page;
            }
            if !has_next {
                whole["nodes"] = nodes.into();
                return Ok(whole);
            }
        }
    }

    /// The id that a reader means by an id or a name in any language, written as `argument`.
    ///
    /// # Errors
    /// If nothing or more than one record is of that name; the nearest are named.
    pub(super) fn id_of(&self, kind: &str, argument: &str, named: &str) -> anyhow::Result<String> {
        id_of(self.backend, &self.at, kind, argument, named)
    }

    /// The sources that answers name, in full, by id.
    ///
    /// # Errors
    /// If the question is refused.
    pub(super) fn sources(&self, answers: &Value) -> anyhow::Result<Value> {
        let mut ids = BTreeSet::new();
        named_sources(answers, &mut ids);
        let ids: Vec<&str> = ids.into_iter().collect();
        let mut all = Vec::new();
        for page in ids.chunks(MAX_IDS) {
            let found = self.one(SOURCES, "nodes", json!({ "ids": page }))?;
            all.extend_from_slice(items(&found));
        }
        Ok(all.into())
    }

    /// The data set as it is cited.
    ///
    /// # Errors
    /// If the question is refused.
    pub(super) fn dataset(&self) -> anyhow::Result<Value> {
        self.one(DATASET, "dataset", json!({}))
    }
}

/// Every id of a source within an answer. O(size of the answer).
fn named_sources<'a>(value: &'a Value, ids: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => {
            let id = fields.get("id").and_then(Value::as_str);
            ids.extend(id.filter(|it| it.starts_with("source:")));
            fields.values().for_each(|it| named_sources(it, ids));
        }
        Value::Array(all) => all.iter().for_each(|it| named_sources(it, ids)),
        _ => (),
    }
}

const GAPS: &str = include_str!("gaps.graphql");
const DATASET: &str = "query Dataset($at: At) { dataset(at: $at) { title revision referenceYear contentHash citation licences } }";
const SOURCES: &str = "query Sources($ids: [ID!]!, $at: At) { nodes(ids: $ids, at: $at) { id ... on Source { title publisher address date licence } } }";
