//! `ketju search`: records by name, theme, service or town.

use anyhow::bail;
use clap::Args;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::Rows;
use crate::cli::paths::answer_of;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::when::WhenArgs;

/// The document that `search` runs.
pub(super) const DOCUMENT: &str = include_str!("find.graphql");

#[derive(Args)]
pub(super) struct Search {
    /// What to look for
    text: String,
    /// Only records of this kind, such as `cluster`; several with commas
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// At most so many, 1 to 200
    #[arg(long, default_value_t = 20)]
    first: i32,
    #[command(flatten)]
    when: WhenArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Search {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        if self.text.trim().is_empty() {
            bail!("there is nothing to look for: give a name, theme, service or town");
        }
        let backend = Backend::open_existing(&context.settings)?;
        let kinds = self.kind.iter();
        let kinds: Vec<String> = kinds
            .map(|it| it.trim().to_uppercase().replace('-', "_"))
            .collect();
        let variables = json!({
            "text": self.text,
            "kinds": (!kinds.is_empty()).then_some(kinds),
            "first": self.first,
            "at": self.when.at(),
        });
        let response = backend.query(DOCUMENT, &variables)?;
        let answer = answer_of(&response, "search")?;
        let mut rows = Rows::new(&["id", "name", "matched"]);
        let edges = items(&answer["edges"]);
        for it in edges {
            let node = &it["node"];
            let matched = plain(&it["matched"]).to_lowercase();
            rows.push([plain(&node["id"]), plain(&node["name"]), matched]);
        }
        rows.print(self.format, answer)?;
        eprintln!("{} of {} found", edges.len(), plain(&answer["totalCount"]));
        Ok(match edges.is_empty() {
            true => Outcome::Negative,
            false => Outcome::Done,
        })
    }
}
