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
    #[arg(long, default_value_t = 5, allow_negative_numbers = true)]
    unknowns: i32,
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

impl Throughput {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let variables = json!({ "input": self.input()?, "unknowns": self.unknowns });
        let response = Backend::open_existing(&context.settings)?.query(DOCUMENT, &variables)?;
        let answer = answer_of(&response, "throughput")?;
        match self.format {
            Format::Table => print(&show::text(answer))?,
            Format::Json | Format::Csv => rows::rows(answer).print(self.format, answer)?,
        }
        Ok(match answer["whyNone"].is_null() {
            true => Outcome::Done,
            false => Outcome::Negative,
        })
    }

    fn input(&self) -> anyhow::Result<Value> {
        let mut at = Map::new();
        at.insert("nearestYears".into(), self.nearest_years.into());
        at.insert("includePlanned".into(), self.include_planned.into());
        at.extend(self.year.map(|it| ("year".into(), it.into())));
        at.extend(self.revision.map(|it| ("revision".into(), it.into())));
        let mut input = Map::new();
        let mut put = |name: &str, value: Value| input.insert(name.into(), value);
        put("material", with_kind("material", &self.material).into());
        put("at", at.into());
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
