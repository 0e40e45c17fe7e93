//! `ketju log`: the revisions of the data, the latest first.

use clap::Args;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::Rows;
use crate::cli::paged::first_nodes;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::show::short;

/// The document that `log` runs.
const DOCUMENT: &str = include_str!("log.graphql");

/// So much of a message and of a chain hash a table shows, in characters.
const SHOWN: (usize, usize) = (60, 13);

#[derive(Args)]
pub(super) struct Log {
    /// How many revisions at the most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    first: u32,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Log {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        let first = usize::try_from(self.first)?;
        let answer = first_nodes(&backend, DOCUMENT, "revisions", (json!({}), first))?;
        let is_table = self.format == Format::Table;
        let mut rows = Rows::new(&[
            "revision",
            "when",
            "author",
            "changes",
            "message",
            "chain hash",
        ]);
        let nodes = items(&answer["nodes"]);
        for it in nodes {
            let shown = |field: &str, most: usize| match is_table {
                true => short(&plain(&it[field]), most),
                false => plain(&it[field]),
            };
            let discarded = match is_table && it["discarded"] == true {
                true => " (discarded)",
                false => "",
            };
            rows.push([
                plain(&it["revision"]) + discarded,
                plain(&it["at"]),
                plain(&it["author"]),
                plain(&it["changes"]),
                shown("message", SHOWN.0),
                shown("chainHash", SHOWN.1),
            ]);
        }
        rows.print(self.format, &answer)?;
        eprintln!(
            "{} of {} revisions",
            nodes.len(),
            plain(&answer["totalCount"])
        );
        Ok(Outcome::Done)
    }
}
