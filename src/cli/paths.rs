//! `ketju paths`: the question, and how its answer is shown.

mod show;

use anyhow::bail;
use clap::Args;
use clap::ValueEnum;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::print;

pub(super) use show::path_texts;

/// The document that `paths` runs.
pub(super) const DOCUMENT: &str = include_str!("paths.graphql");

#[derive(Args)]
pub(super) struct Paths {
    /// Where to start: an id such as `site:kemi-mine`, several with commas, `kind=MINE` or `stage=EXTRACTION`
    #[arg(long)]
    from: String,
    /// Where to end, in the same words: `kind=HARBOUR`, `kind=EXTERNAL` for buyers outside the data
    #[arg(long)]
    to: String,
    /// The material: `material:chromium`, or `chromium`
    #[arg(long)]
    material: String,
    /// What makes a path better
    #[arg(long, value_enum, default_value_t = Metric::Distance)]
    metric: Metric,
    /// How many paths at the most, 1 to 200
    #[arg(
        short = 'k',
        long = "first",
        default_value_t = 5,
        allow_negative_numbers = true
    )]
    first: i32,
    /// How many steps a path may have
    #[arg(long, allow_negative_numbers = true)]
    max_steps: Option<i32>,
    /// The year to ask for; the reference year of the data if left out
    #[arg(long, allow_negative_numbers = true)]
    year: Option<i32>,
    /// The revision of the data to ask; the latest if left out
    #[arg(long)]
    revision: Option<i32>,
    /// Take figures of the nearest later year where there is none up to the year
    #[arg(long)]
    nearest_years: bool,
    /// Let planned sites and links count
    #[arg(long)]
    include_planned: bool,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// What paths are ordered by.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(super) enum Metric {
    /// Kilometres
    #[default]
    Distance,
    /// Kilograms of CO2 equivalent a tonne
    Emissions,
    /// Number of steps
    Steps,
}

impl Paths {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let variables = self.variables()?;
        let response = Backend::open_existing(&context.settings)?.query(DOCUMENT, &variables)?;
        let answer = answer_of(&response, "paths")?;
        match self.format {
            Format::Table => print(&path_texts(answer, self.metric))?,
            Format::Json | Format::Csv => show::step_rows(answer).print(self.format, answer)?,
        }
        let is_none = answer["paths"].as_array().is_none_or(Vec::is_empty);
        if is_none && !self.include_planned {
            eprintln!("planned sites and links were left out; --include-planned counts them");
        }
        Ok(if is_none {
            Outcome::Negative
        } else {
            Outcome::Done
        })
    }

    fn variables(&self) -> anyhow::Result<Value> {
        let mut at = Map::new();
        at.insert("nearestYears".into(), self.nearest_years.into());
        at.insert("includePlanned".into(), self.include_planned.into());
        at.extend(self.year.map(|year| ("year".into(), year.into())));
        at.extend(
            self.revision
                .map(|revision| ("revision".into(), revision.into())),
        );
        let mut input = json!({
            "from": endpoint(&self.from)?,
            "to": endpoint(&self.to)?,
            "material": with_kind("material", &self.material),
            "metric": self.metric.code(),
            "at": at,
        });
        if let Some(max_steps) = self.max_steps {
            input["maxSteps"] = max_steps.into();
        }
        Ok(json!({ "input": input, "first": self.first }))
    }
}

impl Metric {
    /// The word of the API.
    fn code(self) -> &'static str {
        match self {
            Self::Distance => "DISTANCE",
            Self::Emissions => "EMISSIONS",
            Self::Steps => "STEPS",
        }
    }

    /// The metric of a word of the API; distance where none is named, as in the API.
    pub(super) fn of_code(code: Option<&str>) -> Self {
        let all = [Self::Distance, Self::Emissions, Self::Steps];
        all.into_iter()
            .find(|it| Some(it.code()) == code)
            .unwrap_or_default()
    }

    /// What its totals are counted in.
    fn unit(self) -> &'static str {
        match self {
            Self::Distance => "km",
            Self::Emissions => "kg CO2e a tonne",
            Self::Steps => "steps",
        }
    }
}

/// An endpoint as the API takes it.
fn endpoint(text: &str) -> anyhow::Result<Value> {
    match text.split_once('=') {
        Some(("kind", kind)) => Ok(json!({ "kind": kind.to_uppercase() })),
        Some(("stage", stage)) => Ok(json!({ "stage": stage.to_uppercase() })),
        Some((word, _)) => {
            bail!("unknown endpoint `{word}=…`; expected an id, `kind=…` or `stage=…`")
        }
        None if text.contains(',') => {
            let ids: Vec<String> = text
                .split(',')
                .map(|id| with_kind("site", id.trim()))
                .collect();
            Ok(json!({ "ids": ids }))
        }
        None => Ok(json!({ "id": with_kind("site", text) })),
    }
}

/// A global id; a bare slug is taken to be of `kind`.
pub(super) fn with_kind(kind: &str, text: &str) -> String {
    if text.contains(':') {
        text.to_owned()
    } else {
        format!("{kind}:{text}")
    }
}

/// A field of the data of a response; its errors as a failure.
pub(super) fn answer_of<'a>(response: &'a Value, field: &str) -> anyhow::Result<&'a Value> {
    let errors = response["errors"].as_array().map_or(&[][..], Vec::as_slice);
    if !errors.is_empty() {
        let texts: Vec<String> = errors.iter().map(error_text).collect();
        bail!("{}", texts.join("; "));
    }
    Ok(&response["data"][field])
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
        [] => message.to_owned(),
        some => format!("{message}; did you mean {}?", some.join(" or ")),
    }
}
