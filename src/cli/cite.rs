//! `ketju cite`: how the data of a revision are cited.

use clap::Args;
use clap::ValueEnum;
use serde_json::json;

use crate::cli::Context;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::output::print;
use crate::cli::paths::answer_of;
use crate::cli::show::plain;

/// The document that `cite` runs.
const DOCUMENT: &str = include_str!("cite.graphql");

#[derive(Args)]
pub(super) struct Cite {
    /// The revision to cite; the latest if left out
    #[arg(long, value_name = "REV")]
    at: Option<u64>,
    /// The form of the citation
    #[arg(long, value_enum, default_value_t = Style::Text)]
    format: Style,
    /// The same as `--format bibtex`
    #[arg(long, conflicts_with = "format")]
    bibtex: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// One line
    Text,
    /// An entry for BibTeX
    Bibtex,
    /// All that is told, for programs
    Json,
}

impl Cite {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let backend = Backend::open_existing(&context.settings)?;
        let at = self.at.map(|it| json!({ "revision": it }));
        let response = backend.query(DOCUMENT, &json!({ "at": at }))?;
        let told = answer_of(&response, "dataset")?;
        let style = match self.bibtex {
            true => Style::Bibtex,
            false => self.format,
        };
        match style {
            Style::Text => print(&format!("{}\n", plain(&told["citation"])))?,
            Style::Bibtex => print(&plain(&told["bibtex"]))?,
            Style::Json => print(&format!("{told:#}\n"))?,
        }
        Ok(Outcome::Done)
    }
}
