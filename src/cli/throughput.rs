//! `ketju throughput`: how much of a material gets through its chain.

mod rows;
mod show;

use clap::Args;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::print;
use crate::cli::paths::answer_of;
use crate::cli::paths::avoided;
use crate::cli::paths::endpoint;
use crate::cli::paths::with_kind;
use crate::cli::progress::with_progress;
use crate::cli::sampling::SamplingArgs;
use crate::cli::scenario::ScenarioArgs;
use crate::cli::when::WhenArgs;

/// The document that `throughput` runs.
const DOCUMENT: &str = include_str!("throughput.graphql");

#[derive(Args)]
pub(super) struct Throughput {
    /// The material: `material:chromium`, or `chromium`
    material: String,
    /// Where it comes from: an id such as `site:kemi-mine`, several with commas, `kind=MINE`, `stage=EXTRACTION`,
    /// `region=fi`, `organisation=…` or `cluster=…`; wherever it enters the data if left out
    #[arg(long)]
    from: Option<String>,
    /// Where it is delivered, in the same words; wherever it leaves the data if left out
    #[arg(long)]
    to: Option<String>,
    /// Count gross tonnes of this product, and its movements alone: `product:ferrochrome`, or `ferrochrome`
    #[arg(long)]
    product: Option<String>,
    /// What not to pass or use, with commas: `site:…`, `country=RU`, `region=…`, `mode=SEA`
    #[arg(long, value_delimiter = ',')]
    avoid: Vec<String>,
    /// How many capacities that are not known to tell of, 0 to 200
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(i32).range(0..=200))]
    unknowns: i32,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    sampling: SamplingArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Throughput {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let variables = json!({ "input": self.input()?, "unknowns": self.unknowns });
        let document = self.scenario.document(DOCUMENT);
        let backend = Backend::open_existing(&context.settings)?;
        let response = with_progress(&self.sampling.doing(), || {
            backend.query(&document, &variables)
        })?;
        let answer = answer_of(&response, "throughput")?;
        match self.format {
            Format::Table => print(&self.scenario.text(answer, show::text))?,
            Format::Json | Format::Csv => rows::rows(answer).print(self.format, answer)?,
        }
        Ok(match answer["whyNone"].is_null() {
            true => Outcome::Done,
            false => Outcome::Negative,
        })
    }

    fn input(&self) -> anyhow::Result<Value> {
        let mut input = Map::new();
        let mut put = |name: &str, value: Value| input.insert(name.into(), value);
        put("material", with_kind("material", &self.material).into());
        put("at", self.when.at());
        put("scenario", self.scenario.input()?);
        if let Some(sampling) = self.sampling.input() {
            put("uncertainty", sampling);
        }
        if let Some(from) = &self.from {
            put("from", endpoint(from)?);
        }
        if let Some(to) = &self.to {
            put("to", endpoint(to)?);
        }
        if let Some(product) = &self.product {
            put("product", with_kind("product", product).into());
        }
        if !self.avoid.is_empty() {
            put("avoid", avoided(&self.avoid)?);
        }
        Ok(input.into())
    }
}
