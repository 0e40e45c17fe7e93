//! `ketju paths`: the question, and how its answer is shown.

mod none;
mod question;
mod show;

use anyhow::bail;
use clap::Args;
use clap::ValueEnum;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::named::how_to_find;
use crate::cli::output::print;
use crate::cli::paths::question::QuestionArgs;
use crate::cli::progress::with_progress;
use crate::cli::sampling::SamplingArgs;
use crate::cli::show::items;
use crate::cli::show::plain;

pub(super) use question::avoided;
pub(super) use question::endpoint;
pub(super) use question::finite;
pub(super) use question::with_kind;
use show::front_texts;
pub(super) use show::path_texts;

/// The document that `paths` runs.
pub(super) const DOCUMENT: &str = concat!(
    include_str!("paths.graphql"),
    include_str!("path_answer.graphql")
);

/// The document that `paths` runs for two metrics.
const PARETO: &str = concat!(
    include_str!("pareto_paths.graphql"),
    include_str!("path_answer.graphql")
);

/// Words an answer.
type Texts = fn(&Value, Asked) -> String;

#[derive(Args)]
pub(super) struct Paths {
    #[command(flatten)]
    question: QuestionArgs,
    /// What makes a path better
    #[arg(long, value_enum, default_value_t = Metric::Distance)]
    metric: Metric,
    /// Show the paths that no other beats in both the metric and this one
    #[arg(long, value_enum, value_name = "METRIC")]
    pareto: Option<Metric>,
    /// How many paths at the most, 1 to 200; 5 if left out, 20 with --pareto
    #[arg(short = 'k', long = "first")]
    first: Option<i32>,
    #[command(flatten)]
    sampling: SamplingArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// What paths are ordered by.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Metric {
    /// Kilometres
    #[default]
    Distance,
    /// Kilograms of CO2 equivalent a tonne
    Emissions,
    /// Number of steps
    Steps,
    /// EUR a tonne; needs the settings `cost_rates`
    Cost,
    /// Share of the material lost
    Loss,
}

/// What of a question its answer is worded by.
#[derive(Clone, Copy, Default)]
pub(super) struct Asked {
    pub(super) metric: Metric,
    pub(super) second: Option<Metric>,
    pub(super) include_planned: bool,
}

impl Asked {
    fn is_by(self, metric: Metric) -> bool {
        self.metric == metric || self.second == Some(metric)
    }

    /// What counts as being there.
    pub(super) fn there(self) -> &'static str {
        match self.include_planned {
            true => "operates or is planned",
            false => "is known to operate",
        }
    }
}

impl Paths {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let variables = self.variables()?;
        let (document, field) = match self.pareto {
            None => (DOCUMENT, "paths"),
            Some(_) => (PARETO, "paretoPaths"),
        };
        let scenario = &self.question.scenario;
        let document = scenario.document(document);
        let backend = Backend::open_existing(&context.settings)?;
        let response = with_progress(&self.sampling.doing(), || {
            backend.query(&document, &variables)
        })?;
        let answer = answer_of(&response, field)?;
        match self.format {
            Format::Table => {
                let texts = self.pareto.map_or(path_texts as Texts, |_| front_texts);
                print(&scenario.text(answer, |it| texts(it, self.asked())))?;
            }
            Format::Json | Format::Csv => show::step_rows(answer).print(self.format, answer)?,
        }
        let is_none = answer["paths"].as_array().is_none_or(Vec::is_empty);
        let blocks = items(&answer["whyNone"]["blockedBy"]);
        if is_none && blocks.iter().any(|it| it == "planned") {
            eprintln!("planned sites and links were left out; --include-planned counts them");
        }
        Ok(if is_none {
            Outcome::Negative
        } else {
            Outcome::Done
        })
    }

    fn asked(&self) -> Asked {
        Asked {
            metric: self.metric,
            second: self.pareto,
            include_planned: self.question.when.include_planned,
        }
    }

    fn variables(&self) -> anyhow::Result<Value> {
        let mut input = self.question.input()?;
        input.insert("metric".into(), self.metric.code().into());
        let sampling = self.sampling.input();
        input.extend(sampling.map(|it| ("uncertainty".into(), it)));
        let Some(second) = self.pareto else {
            return Ok(json!({ "input": input, "first": self.first.unwrap_or(5) }));
        };
        let metrics = [self.metric.code(), second.code()];
        Ok(json!({ "input": input, "metrics": metrics, "first": self.first.unwrap_or(20) }))
    }
}

impl Metric {
    /// The word of the API.
    fn code(self) -> &'static str {
        match self {
            Self::Distance => "DISTANCE",
            Self::Emissions => "EMISSIONS",
            Self::Steps => "STEPS",
            Self::Cost => "COST",
            Self::Loss => "LOSS",
        }
    }

    /// The metric of a word of the API; distance where none is named, as in the API.
    pub(super) fn of_code(code: Option<&str>) -> Self {
        let all = Self::value_variants().iter().copied();
        let mut named = all.filter(|it| Some(it.code()) == code);
        named.next().unwrap_or_default()
    }

    /// What its totals are counted in.
    fn unit(self) -> &'static str {
        match self {
            Self::Distance => "km",
            Self::Emissions => "kg CO2e a tonne",
            Self::Steps => "steps",
            Self::Cost => "EUR a tonne",
            Self::Loss => "lost",
        }
    }
}

/// A field of the data of a response; its errors as a failure.
pub(super) fn answer_of<'a>(response: &'a Value, field: &str) -> anyhow::Result<&'a Value> {
    let errors = response["errors"].as_array().map_or(&[][..], Vec::as_slice);
    if !errors.is_empty() {
        // A document that asks for two lists of one input is refused for both.
        let mut texts: Vec<String> = Vec::new();
        for text in errors.iter().map(error_text) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        bail!("{}", texts.join("; "));
    }
    Ok(&response["data"][field])
}

/// A refusal without the words of the API for its own parts: `Failed to parse "Year": … (occurred while parsing "At")`.
fn in_words(message: &str) -> String {
    let told = message.split(" (occurred while parsing").next();
    let told = told.unwrap_or(message);
    let rest = told.strip_prefix("Failed to parse ");
    let rest = rest.and_then(|it| it.split_once(": "));
    rest.map_or(told, |(_, rest)| rest).to_owned()
}

/// An error of the API in one line, with the nearest valid values.
fn error_text(error: &Value) -> String {
    let message = error["message"]
        .as_str()
        .unwrap_or("the question was refused");
    let suggestions = error["extensions"]["suggestions"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let suggestions: Vec<String> = suggestions
        .iter()
        .filter_map(Value::as_str)
        .map(|it| format!("`{it}`"))
        .collect();
    match suggestions.as_slice() {
        _ if message.contains("did you mean") => message.to_owned(),
        [] if message.starts_with("unknown ") && error["extensions"]["value"].is_string() => {
            let of = |key: &str| plain(&error["extensions"][key]);
            let found = how_to_find(&of("value"));
            format!("{message} (given as `{}`); {found}", of("argument"))
        }
        [] => in_words(message),
        some => format!("{message}; did you mean {}?", some.join(" or ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_errors_are_told_once() {
        let error = |message: &str| json!({ "message": message });
        let response = json!({ "errors": [error("one"), error("two"), error("one")] });
        let told = answer_of(&response, "partners").unwrap_err();
        assert_eq!(told.to_string(), "one; two");
    }
}
