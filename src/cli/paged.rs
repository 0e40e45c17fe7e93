//! Answers of several pages, as one.

use serde_json::Value;
use serde_json::json;

use crate::cli::backend::Backend;
use crate::cli::paths::answer_of;
use crate::cli::show::items;

/// The largest page of the API.
const PAGE: usize = 200;

/// The first so many nodes of a connection, asked page by page. The answer is that of the first page with all nodes in it;
/// later pages continue at the revision that the first was of.
pub(super) fn first_nodes(
    backend: &Backend,
    document: &str,
    field: &str,
    (mut variables, first): (Value, usize),
) -> anyhow::Result<Value> {
    let mut whole = Value::Null;
    let mut nodes: Vec<Value> = Vec::new();
    loop {
        variables["first"] = json!(PAGE.min(first - nodes.len()));
        let response = backend.query(document, &variables)?;
        let answer = answer_of(&response, field)?;
        nodes.extend_from_slice(items(&answer["nodes"]));
        let page = &answer["pageInfo"];
        variables["after"] = page["endCursor"].clone();
        let is_last = page["hasNextPage"] != true || nodes.len() >= first;
        if whole.is_null() {
            whole = answer.clone();
        }
        whole["pageInfo"] = page.clone();
        if is_last {
            whole["nodes"] = Value::Array(nodes);
            return Ok(whole);
        }
    }
}
