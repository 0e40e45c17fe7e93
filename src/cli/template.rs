//! `ketju template`.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::cli::Outcome;
use crate::exchange::template;

#[derive(Args)]
pub(super) struct Template {
    /// The file to write
    #[arg(short, long, default_value = "ketju.xlsx", value_name = "FILE")]
    output: PathBuf,
}

impl Template {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let path = &self.output;
        fs::write(path, template()?)
            .with_context(|| format!("cannot write `{}`", path.display()))?;
        Ok(Outcome::Done)
    }
}
