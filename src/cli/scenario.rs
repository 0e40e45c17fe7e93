//! A question under a scenario: where the scenario is read from, and how the answer without it is shown beside it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Context as _;
use anyhow::bail;
use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::model::is_slug;

/// The largest file of a scenario, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// The options of every question that can be asked under a scenario.
#[derive(Args, Default)]
pub(super) struct ScenarioArgs {
    /// Ask under a scenario: a file with its JSON, `-` for standard input, or a saved one such as `scenario:no-imports`
    #[arg(long, value_name = "FILE|ID")]
    scenario: Option<String>,
    /// Show the answer without the scenario as well
    #[arg(long, requires = "scenario")]
    baseline: bool,
}

impl ScenarioArgs {
    /// The `ScenarioInput` of the API; null without a scenario.
    ///
    /// # Errors
    /// If the file cannot be read or is no JSON.
    pub(super) fn input(&self) -> anyhow::Result<Value> {
        let Some(named) = self.scenario.as_deref() else {
            return Ok(Value::Null);
        };
        if named.starts_with("scenario:") {
            return Ok(json!({ "id": named }));
        }
        if named != "-" && !Path::new(named).exists() && is_slug(named) {
            return Ok(json!({ "id": format!("scenario:{named}") }));
        }
        let text = match named {
            "-" => read(std::io::stdin().lock(), "standard input")?,
            _ => {
                let file = File::open(named);
                read(
                    file.with_context(|| format!("cannot read `{named}`"))?,
                    named,
                )?
            }
        };
        let json: Value = serde_json::from_str(&text)
            .with_context(|| format!("`{named}` holds no JSON of a scenario"))?;
        match json {
            Value::Array(changes) => Ok(json!({ "changes": changes })),
            Value::Object(_) => Ok(json),
            _ => bail!(
                "`{named}` holds no scenario: expected a list of changes, or an object with `changes`"
            ),
        }
    }

    /// Whether the answer without the scenario is asked for.
    pub(super) fn shows_baseline(&self) -> bool {
        self.baseline
    }

    /// The document to run, out of one whose field of the root selects `...Answer` alone.
    pub(super) fn document(&self, document: &str) -> String {
        if self.baseline {
            return document.replace("{ ...Answer }", "{ ...Answer baseline { ...Answer } }");
        }
        document.to_owned()
    }

    /// The text of an answer, followed by that of its baseline where it is shown.
    pub(super) fn text(&self, answer: &Value, text: impl Fn(&Value) -> String) -> String {
        let own = text(answer);
        match &answer["baseline"] {
            Value::Null => own,
            baseline => format!(
                "Under the scenario\n\n{own}\nWithout the scenario\n\n{}",
                text(baseline)
            ),
        }
    }
}

fn read(from: impl Read, named: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    let mut from = from.take(MAX_BYTES + 1);
    from.read_to_string(&mut text)
        .with_context(|| format!("cannot read `{named}`"))?;
    if text.len() as u64 > MAX_BYTES {
        bail!("`{named}` is larger than any scenario, {MAX_BYTES} bytes");
    }
    Ok(text)
}
