//! `ketju schema`.

use clap::Args;
use serde_json::Value;

use crate::cli::Outcome;
use crate::cli::output::print;
use crate::cli::output::print_json;
use crate::exchange::table_schemas;
use crate::graphql::sdl;

#[derive(Args)]
pub(super) struct Schema {
    /// Print the schemas of the import tables instead, as one JSON object by table
    #[arg(long)]
    tables: bool,
}

impl Schema {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        if self.tables {
            let tables = table_schemas()
                .into_iter()
                .map(|(name, schema)| (name.to_owned(), schema));
            print_json(&Value::Object(tables.collect()))?;
        } else {
            print(&sdl())?;
        }
        Ok(Outcome::Done)
    }
}
