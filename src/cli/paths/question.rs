//! The options of a question for paths, and the input of the API they make.

use anyhow::Context as _;
use anyhow::bail;
use clap::Args;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::scenario::ScenarioArgs;
use crate::cli::when::WhenArgs;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::nearest;

/// What is asked, but for the metric.
#[derive(Args)]
pub(in crate::cli) struct QuestionArgs {
    /// Where to start: an id such as `site:kemi-mine`, several with commas, `kind=MINE`, `stage=EXTRACTION`,
    /// `region=fi`, `organisation=…` or `cluster=…`
    #[arg(long)]
    from: String,
    /// Where to end, in the same words: `kind=HARBOUR`, `kind=EXTERNAL` for buyers outside the data
    #[arg(long)]
    to: String,
    /// The material: `material:chromium`, or `chromium`
    #[arg(long)]
    material: String,
    /// How many steps a path may have
    #[arg(long)]
    max_steps: Option<i32>,
    #[command(flatten)]
    pub(in crate::cli) when: WhenArgs,
    #[command(flatten)]
    pub(in crate::cli) scenario: ScenarioArgs,
    /// Sites to pass in this order, with commas; at most 4
    #[arg(long, value_delimiter = ',')]
    via: Vec<String>,
    /// What not to pass or use, with commas: `site:…`, `country=RU`, `region=…`, `mode=SEA`
    #[arg(long, value_delimiter = ',')]
    avoid: Vec<String>,
    /// What to go through, in order: stages or kinds of site with repetitions, as `EXTRACTION PROCESSING{1,3} HARBOUR`
    #[arg(long)]
    pattern: Option<String>,
    /// The least capacity where it is known, in tonnes a year of the material
    #[arg(long)]
    min_capacity: Option<f64>,
    /// Let paths go on to side-streams
    #[arg(long)]
    side_streams: bool,
    /// Let paths use ways that could be taken, though no source reports that they are
    #[arg(long)]
    corridors: bool,
    /// Let paths use links that no source tells of, so many km far at most
    #[arg(long, value_name = "KM")]
    candidates_within: Option<f64>,
}

impl QuestionArgs {
    /// The `PathInput` of the API; without a metric.
    ///
    /// # Errors
    /// If an option is not written as it should be.
    pub(in crate::cli) fn input(&self) -> anyhow::Result<Map<String, Value>> {
        let mut input = Map::new();
        let mut put = |name: &str, value: Value| input.insert(name.into(), value);
        put("from", endpoint(&self.from)?);
        put("to", endpoint(&self.to)?);
        put("material", with_kind("material", &self.material).into());
        put("at", self.when.at());
        put("scenario", self.scenario.input()?);
        put("includeSideStreams", self.side_streams.into());
        put("includeCorridors", self.corridors.into());
        if let Some(max_steps) = self.max_steps {
            put("maxSteps", max_steps.into());
        }
        if !self.via.is_empty() {
            put("via", ids(&self.via));
        }
        if !self.avoid.is_empty() {
            put("avoid", avoided(&self.avoid)?);
        }
        if let Some(text) = &self.pattern {
            let steps = text.split_whitespace().map(pattern_step);
            put(
                "pattern",
                steps.collect::<anyhow::Result<Vec<Value>>>()?.into(),
            );
        }
        if let Some(least) = self.min_capacity {
            put("minCapacityTonnesPerYear", finite("--min-capacity", least)?);
        }
        if let Some(km) = self.candidates_within {
            put("candidateLinksWithinKm", finite("--candidates-within", km)?);
        }
        Ok(input)
    }
}

/// A number of an option. JSON has none that is not finite, and would leave it out.
pub(in crate::cli) fn finite(option: &str, value: f64) -> anyhow::Result<Value> {
    if !value.is_finite() {
        bail!("`{option}` is {value}: expected a finite number");
    }
    Ok(value.into())
}

/// An endpoint as the API takes it.
pub(in crate::cli) fn endpoint(text: &str) -> anyhow::Result<Value> {
    match text.split_once('=') {
        Some((word @ ("kind" | "stage"), code)) => Ok(json!({ word: code.to_uppercase() })),
        Some((word @ ("region" | "organisation" | "cluster"), id)) => {
            Ok(json!({ word: with_kind(word, id) }))
        }
        Some((word, _)) => {
            bail!(
                "unknown endpoint `{word}=…`; expected an id, `kind=…`, `stage=…`, `region=…`, `organisation=…` or `cluster=…`"
            )
        }
        None if text.contains(',') => {
            let texts: Vec<String> = text.split(',').map(str::to_owned).collect();
            Ok(json!({ "ids": ids(&texts) }))
        }
        None => Ok(json!({ "id": with_kind("site", text) })),
    }
}

/// Ids of places; bare slugs are sites.
fn ids(texts: &[String]) -> Value {
    texts
        .iter()
        .map(|it| with_kind("site", it.trim()))
        .collect()
}

/// What to avoid as the API takes it.
pub(in crate::cli) fn avoided(texts: &[String]) -> anyhow::Result<Value> {
    let mut lists: Map<String, Value> = Map::new();
    for text in texts.iter().map(|it| it.trim()) {
        let (word, value) = match text.split_once('=').or_else(|| text.split_once(':')) {
            None => ("site", text),
            Some(it) => it,
        };
        let (list, value) = match word {
            "site" => ("sites", with_kind("site", value)),
            "region" => ("regions", with_kind("region", value)),
            "country" => ("countries", value.to_uppercase()),
            "mode" => ("modes", value.to_uppercase()),
            _ => bail!(
                "cannot avoid `{text}`; expected `site:…`, `country=…`, `region=…` or `mode=…`"
            ),
        };
        let values = lists.entry(list).or_insert_with(|| json!([]));
        values
            .as_array_mut()
            .into_iter()
            .for_each(|it| it.push(value.clone().into()));
    }
    Ok(lists.into())
}

/// A stage or kind of site with its repetitions: `WORD`, `WORD{2}` or `WORD{1,3}`.
fn pattern_step(text: &str) -> anyhow::Result<Value> {
    let (word, repeats) = match text.split_once('{') {
        None => (text, "1"),
        Some((word, rest)) => {
            let inner = rest.strip_suffix('}');
            (
                word,
                inner.with_context(|| format!("`{text}` lacks its `}}`"))?,
            )
        }
    };
    let (min, max) = repeats.split_once(',').unwrap_or((repeats, repeats));
    let count = |it: &str| {
        let count = it.trim().parse::<i32>();
        count.with_context(|| format!("`{text}` does not repeat a whole number of times"))
    };
    let word = word.to_uppercase();
    let name = if Stage::from_code(&word).is_some() {
        "stage"
    } else if SiteKind::from_code(&word).is_some() {
        "kind"
    } else {
        let words = Stage::CODES.iter().chain(SiteKind::CODES).copied();
        match nearest(&word, words) {
            Some(near) => bail!("`{word}` is no stage or kind of site; did you mean `{near}`?"),
            None => bail!("`{word}` is no stage or kind of site"),
        }
    };
    Ok(json!({ name: word, "min": count(min)?, "max": count(max)? }))
}

/// A global id; a bare slug is taken to be of `kind`.
pub(in crate::cli) fn with_kind(kind: &str, text: &str) -> String {
    if text.contains(':') {
        text.to_owned()
    } else {
        format!("{kind}:{text}")
    }
}
