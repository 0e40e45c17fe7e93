//! `ketju query`.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::print_json;

#[derive(Args)]
pub(super) struct Query {
    /// File with the GraphQL document; standard input if `-` or left out
    #[arg(default_value = "-")]
    file: PathBuf,
    /// File with the variables, as a JSON object
    #[arg(long, value_name = "FILE")]
    variables: Option<PathBuf>,
}

impl Query {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let document = if self.file.as_os_str() == "-" {
            let mut text = String::new();
            std::io::stdin()
                .read_to_string(&mut text)
                .context("cannot read standard input")?;
            text
        } else {
            fs::read_to_string(&self.file)
                .with_context(|| format!("cannot read `{}`", self.file.display()))?
        };
        let variables = match &self.variables {
            Some(file) => {
                let text = fs::read_to_string(file)
                    .with_context(|| format!("cannot read `{}`", file.display()))?;
                serde_json::from_str(&text)
                    .with_context(|| format!("`{}` is no JSON", file.display()))?
            }
            None => json!({}),
        };
        let response = Backend::open(&context.settings)?.query(&document, &variables)?;
        print_json(&response)?;
        if response.get("errors").is_some_and(|it| it != &Value::Null) {
            anyhow::bail!("the response has errors");
        }
        Ok(Outcome::Done)
    }
}
