//! For which year and as of which revision a question is asked.

use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::model::YEARS;

/// The options of every question that has a date.
#[derive(Args)]
pub(super) struct WhenArgs {
    /// The year to ask for; the reference year of the data if left out
    #[arg(long, allow_negative_numbers = true, value_parser = year)]
    year: Option<i32>,
    /// The revision of the data to ask; the latest if left out
    #[arg(long)]
    revision: Option<i32>,
    /// Take figures of the nearest later year where there is none up to the year
    #[arg(long)]
    nearest_years: bool,
    /// Let planned sites and links count as if they operated
    #[arg(long)]
    pub(super) include_planned: bool,
}

impl WhenArgs {
    /// The `At` of the API.
    pub(super) fn at(&self) -> Value {
        let mut at = json!({
            "nearestYears": self.nearest_years,
            "includePlanned": self.include_planned,
        });
        for (name, number) in [("year", self.year), ("revision", self.revision)] {
            if let Some(number) = number {
                at[name] = number.into();
            }
        }
        at
    }
}

/// A year of an option.
pub(super) fn year(text: &str) -> Result<i32, String> {
    let told = text.parse::<i32>().ok();
    let (first, last) = (*YEARS.start(), *YEARS.end());
    let near = told.map_or_else(String::new, |it| {
        format!("; the nearest is {}", it.clamp(first, last))
    });
    told.filter(|it| YEARS.contains(it))
        .ok_or_else(|| format!("no year: expected a whole number from {first} to {last}{near}"))
}
