//! A stream in words, as options.

use anyhow::Context as _;
use anyhow::bail;
use clap::Args;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::backend::Backend;
use crate::cli::named::id_of;

/// The options that describe a stream.
#[derive(Args)]
pub(super) struct DescribedArgs {
    /// Who takes a stream in words: what it is, how much, where, such as "ferrochrome slag, 300 000 t/a, Tornio"
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    describe: Option<String>,
    /// Its code of the List of Waste, two, four or six digits
    #[arg(long, requires = "describe")]
    ewc: Option<String>,
    /// Where it is: a region, site or town on record
    #[arg(long, requires = "describe")]
    place: Option<String>,
    /// Where it is: degrees north and east, such as 65.8,24.2
    #[arg(
        long,
        value_name = "LAT,LON",
        requires = "describe",
        allow_hyphen_values = true
    )]
    position: Option<String>,
    /// How much arises, tonnes a year
    #[arg(long, requires = "describe")]
    tonnes: Option<f64>,
    /// What is in it, as a mass fraction: cr=0.09, or zn=0.02..0.05; several times or with commas
    #[arg(
        long,
        value_name = "MATERIAL=FRACTION",
        requires = "describe",
        value_delimiter = ','
    )]
    content: Vec<String>,
    /// It is hazardous, or with `false` it is not; left out, that is not known
    #[arg(long, requires = "describe", num_args = 0..=1, default_missing_value = "true")]
    hazardous: Option<bool>,
}

impl DescribedArgs {
    /// The `StreamInput` of the API; none without a description.
    ///
    /// # Errors
    /// If an option cannot be read, or names a material that is not on record.
    pub(super) fn input(&self, backend: &Backend, at: &Value) -> anyhow::Result<Option<Value>> {
        let Some(text) = &self.describe else {
            return Ok(None);
        };
        let mut input = Map::new();
        input.insert("text".into(), text.as_str().into());
        let texts = [("ewc", &self.ewc), ("place", &self.place)];
        for (key, told) in texts {
            input.extend(told.as_ref().map(|it| (key.into(), it.trim().into())));
        }
        if let Some(text) = &self.position {
            input.insert("position".into(), position(text)?);
        }
        if let Some(tonnes) = self.tonnes {
            if !tonnes.is_finite() {
                bail!("--tonnes is {tonnes}: expected a number of tonnes a year");
            }
            input.insert("tonnesPerYear".into(), tonnes.into());
        }
        input.extend(self.hazardous.map(|it| ("hazardous".into(), it.into())));
        let contents = self.content.iter().map(|it| content(backend, at, it));
        let contents = contents.collect::<anyhow::Result<Vec<_>>>()?;
        if !contents.is_empty() {
            input.insert("contents".into(), contents.into());
        }
        Ok(Some(input.into()))
    }
}

fn position(text: &str) -> anyhow::Result<Value> {
    let degrees = |it: &str| it.trim().parse::<f64>().ok().filter(|it| it.is_finite());
    let pair = text.split_once(',');
    let pair = pair.and_then(|(north, east)| Some((degrees(north)?, degrees(east)?)));
    let (latitude, longitude) = pair.with_context(|| {
        format!("--position is `{text}`: expected degrees north and east, such as 65.8,24.2")
    })?;
    Ok(json!({ "latitude": latitude, "longitude": longitude }))
}

fn content(backend: &Backend, at: &Value, text: &str) -> anyhow::Result<Value> {
    let expected = || {
        format!(
            "--content is `{text}`: expected a material and a mass fraction, such as cr=0.09 or zn=0.02..0.05"
        )
    };
    let number = |it: &str| {
        let number = it.trim().parse::<f64>().ok();
        number.filter(|it| it.is_finite()).with_context(expected)
    };
    let (named, told) = text.split_once('=').with_context(expected)?;
    let mut input = Map::new();
    let material = id_of(backend, at, "material", "--content", named)?;
    input.insert("material".into(), material.into());
    match told.split_once("..") {
        Some((low, high)) => {
            input.insert("low".into(), number(low)?.into());
            input.insert("high".into(), number(high)?.into());
        }
        None => {
            input.insert("fraction".into(), number(told)?.into());
        }
    }
    Ok(input.into())
}
