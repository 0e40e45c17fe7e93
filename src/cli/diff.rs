//! `ketju diff`: what differs between two revisions, record by record and field by field.

use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::Rows;
use crate::cli::output::print;
use crate::cli::paged::first_nodes;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::cli::show::short;
use crate::cli::show::word;

/// The document that `diff` runs.
const DOCUMENT: &str = include_str!("diff.graphql");

/// So much of a value a table shows, in characters.
const SHOWN: usize = 60;

#[derive(Args)]
pub(super) struct Diff {
    /// The earlier revision
    from: i32,
    /// The later revision; the latest if left out
    to: Option<i32>,
    /// Only records of this kind, as in ids, such as `site`; several with commas
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// How many records at the most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    first: u32,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Diff {
    /// That nothing differs is an answer: either way it is done.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        let kinds = self.kind.iter();
        let kinds: Vec<String> = kinds.map(|it| it.trim().to_lowercase()).collect();
        let variables = json!({ "from": self.from, "to": self.to, "kinds": kinds });
        let asked = (variables, usize::try_from(self.first)?);
        let answer = first_nodes(&backend, DOCUMENT, "changes", asked)?;
        match self.format {
            Format::Table if items(&answer["nodes"]).is_empty() => {
                print(&("No difference.\n".to_owned() + &below(&answer)))?;
            }
            Format::Table => print(&(rows(&answer, false).text() + &below(&answer)))?,
            Format::Json | Format::Csv => rows(&answer, true).print(self.format, &answer)?,
        }
        Ok(Outcome::Done)
    }
}

/// A row a field, whole or cut to be read. What is not stated is empty.
fn rows(answer: &Value, is_whole: bool) -> Rows {
    let header = [
        "record",
        "became",
        "field",
        "before",
        "after",
        "revisions",
        "merged into",
    ];
    let mut rows = Rows::new(&header);
    for it in items(&answer["nodes"]) {
        let revisions = items(&it["revisions"]).iter();
        let revisions: Vec<String> = revisions.map(|it| plain(&it["revision"])).collect();
        for (at, field) in items(&it["fields"]).iter().enumerate() {
            // In a table what is told of the record stands in its first row.
            let of_record = |text: String| match is_whole || at == 0 {
                true => text,
                false => String::new(),
            };
            let value = |it: &Value| match is_whole {
                true => plain(it),
                false => short(&plain(it), SHOWN),
            };
            rows.push([
                of_record(plain(&it["id"])),
                of_record(word(&it["became"]).to_lowercase()),
                plain(&field["field"]),
                value(&field["before"]),
                value(&field["after"]),
                of_record(revisions.join(";")),
                of_record(plain(&it["mergedInto"])),
            ]);
        }
    }
    rows
}

/// What is told below the table.
fn below(answer: &Value) -> String {
    let (shown, total) = (items(&answer["nodes"]).len(), plain(&answer["totalCount"]));
    format!(
        "\n{shown} of {total} records that differ between revisions {} and {}: {} created, {} changed, {} deleted.\n",
        plain(&answer["from"]["revision"]),
        plain(&answer["to"]["revision"]),
        plain(&answer["created"]),
        plain(&answer["changed"]),
        plain(&answer["deleted"]),
    )
}
