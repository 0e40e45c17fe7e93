//! Scenarios: saved ones, and those laid over the data for one question.
//!
//! The JSON of a saved scenario is that of the input, `[ScenarioChangeInput]`, read by the same type.

use std::sync::Arc;

use async_graphql::InputType as _;
use async_graphql::Value;

use crate::analysis::scenario;
use crate::analysis::scenario::MAX_CHANGES;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::ScenarioError;
use crate::graphql::asked::Asked;
use crate::graphql::asked::Under;
use crate::graphql::error::ApiError;
use crate::graphql::object::object;
use crate::graphql::scenario_input::ScenarioChangeInput;
use crate::graphql::scenario_input::ScenarioInput;
use crate::model::Kind;
use crate::model::tables;

object! {
    /// A named set of changes that questions can be asked under.
    named Scenario {
        /// The changes, as the JSON of a list of `ScenarioChangeInput`.
        async fn changes(&self) -> Result<&str, ApiError> {
            self.0.text(tables::scenario::CHANGES).ok_or_else(|| self.0.incomplete())
        }
    }
}

/// What is asked, seen under a scenario: its child fields see it, and `baseline` sees what was asked without it.
///
/// # Errors
/// `BAD_INPUT` for a change that is wrong, with its place; `LIMIT` for too many changes.
pub(crate) fn laid(
    asked: Arc<Asked>,
    argument: &str,
    input: &ScenarioInput,
) -> Result<Arc<Asked>, ApiError> {
    let of_id = format!("{argument}.id");
    let saved_as = input.id.as_ref();
    let saved_as = saved_as.map(|it| asked.find(&of_id, it, &[Kind::Scenario]));
    let saved_as = saved_as.transpose()?;
    let mut changes = Vec::new();
    if let Some(row) = saved_as {
        let registry = asked.registry();
        let id = registry.id(row).to_string();
        let json = registry.text(row, tables::scenario::CHANGES);
        let read = read_changes(json.unwrap_or_default());
        let refused = |message: String| {
            ApiError::bad_input(
                &of_id,
                id.as_str(),
                format!("the saved `{id}` cannot be used: {message}"),
            )
        };
        for (at, it) in read.map_err(refused)?.iter().enumerate() {
            let change = it.change(&format!("changes[{at}]"));
            changes.push(change.map_err(|error| refused(error.message))?);
        }
    }
    let saved = changes.len();
    let given = input.changes.as_deref();
    if saved_as.is_none() && given.is_none() {
        let message = format!("`{argument}` needs an `id`, `changes` or both");
        return Err(ApiError::bad_input(argument, "", message));
    }
    for (at, it) in given.unwrap_or_default().iter().enumerate() {
        changes.push(it.change(&format!("{argument}.changes[{at}]"))?);
    }
    let laid = scenario::under(&asked.snapshot, &changes, asked.when).map_err(|error| {
        let id = saved_as.map(|it| asked.registry().id(it).to_string());
        refused(&error, argument, saved, id.as_deref())
    })?;
    let id = saved_as.map(|it| asked.registry().id(it).to_string());
    let words: Vec<String> = id.into_iter().chain(laid.told).collect();
    Ok(Arc::new(Asked {
        snapshot: laid.snapshot,
        when: asked.when,
        work: Arc::clone(&asked.work),
        knowledge: asked.knowledge,
        under: Some(Under {
            words: words.join("; "),
            notes: laid.notes,
            base: asked,
        }),
    }))
}

/// A scenario that cannot be laid, with the place of the change: in the argument, or in the saved one named there.
fn refused(error: &ScenarioError, argument: &str, saved: usize, id: Option<&str>) -> ApiError {
    if let ScenarioError::TooManyChanges(_) = error {
        return ApiError::limit(error.to_string());
    }
    let message = error.to_string();
    let (argument, message) = match (error.change(), id) {
        (Some(at), Some(id)) if at < saved => (
            format!("{argument}.id"),
            format!("the saved `{id}` cannot be used: changes[{at}]: {message}"),
        ),
        (Some(at), _) => (format!("{argument}.changes[{}]", at - saved), message),
        (None, _) => (argument.to_owned(), message),
    };
    ApiError::bad_input(&argument, error.value(), message).suggesting(error.suggestions())
}

/// What is wrong with the JSON of a saved scenario, apart from what its ids name; none if nothing is.
pub(crate) fn check_changes(json: &str) -> Option<String> {
    let read = match read_changes(json) {
        Ok(read) => read,
        Err(message) => return Some(message),
    };
    let mut changes = read.iter().enumerate();
    changes.find_map(|(at, it)| {
        let refused = it.change(&format!("changes[{at}]")).err()?;
        Some(refused.message)
    })
}

/// Reads the JSON of a list of changes.
///
/// # Errors
/// What is wrong, with the place in the list.
pub(crate) fn read_changes(json: &str) -> Result<Vec<ScenarioChangeInput>, String> {
    let read: serde_json::Value =
        serde_json::from_str(json).map_err(|error| format!("no JSON: {error}"))?;
    let serde_json::Value::Array(items) = read else {
        return Err("expected a list of changes".to_owned());
    };
    if items.len() > MAX_CHANGES {
        return Err(ScenarioError::TooManyChanges(items.len()).to_string());
    }
    let read = items.into_iter().enumerate().map(|(at, item)| {
        let value = Value::from_json(item).map_err(|error| format!("changes[{at}]: {error}"))?;
        ScenarioChangeInput::parse(Some(value)).map_err(|error| {
            let error = error.into_server_error(async_graphql::Pos::default());
            format!("changes[{at}]: {}", error.message)
        })
    });
    read.collect()
}

/// The JSON of a change, as `ScenarioChangeInput` takes it; what is not stated is left out.
pub(crate) fn change_json(change: &ScenarioChange) -> String {
    let value = stated(ScenarioChangeInput::from(change).to_value());
    value
        .into_json()
        .map_or_else(|_| String::new(), |it| it.to_string())
}

/// A value without the fields that are null.
fn stated(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let stated_fields = fields.into_iter().filter(|(_, it)| *it != Value::Null);
            Value::Object(stated_fields.map(|(name, it)| (name, stated(it))).collect())
        }
        other => other,
    }
}
