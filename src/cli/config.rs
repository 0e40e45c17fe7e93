//! `ketju config`.

use clap::Args;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::output::Rows;

#[derive(Args)]
pub(super) struct ShowConfig {
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl ShowConfig {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let mut rows = Rows::new(&["setting", "value", "from", "what it does"]);
        for setting in &context.shown {
            rows.push([setting.name, &setting.value, &setting.origin, setting.doc]);
        }
        let value = json!(
            context
                .shown
                .iter()
                .map(|it| json!({ "setting": it.name, "value": it.value, "from": it.origin, "doc": it.doc }))
                .collect::<Vec<_>>()
        );
        rows.print(self.format, &value)?;
        Ok(Outcome::Done)
    }
}
