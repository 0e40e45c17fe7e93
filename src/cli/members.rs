//! `ketju members import`: members of clusters from a table of five columns.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use clap::Subcommand;

use crate::cli::Context;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::import::print_report;
use crate::cli::import::summary;
use crate::exchange::CreateOrganisations;
use crate::exchange::MembersFile;
use crate::exchange::StatedOptions;

#[derive(Args)]
pub(super) struct Members {
    #[command(subcommand)]
    command: MembersCommand,
}

#[derive(Subcommand)]
enum MembersCommand {
    /// Load a CSV file with the columns organisation,cluster,role,as_of,source
    Import(ImportMembers),
}

#[derive(Args)]
struct ImportMembers {
    /// The file
    path: PathBuf,
    /// Only tell what would be created, changed and left as it is
    #[arg(long)]
    dry_run: bool,
    /// Make organisations that are not on record; of one whose name is near another it is said
    #[arg(long)]
    create: bool,
    /// Make those too whose name is that of one on record but for the legal form
    #[arg(long)]
    create_alike: bool,
    /// How the text is encoded: utf8 or latin1
    #[arg(long)]
    encoding: Option<String>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Members {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let MembersCommand::Import(import) = self.command;
        let stated = StatedOptions {
            encoding: import.encoding.clone(),
            ..StatedOptions::default()
        };
        let encoding = stated.read().map_err(anyhow::Error::msg)?.encoding;
        let shown = import.path.display();
        let bytes =
            std::fs::read(&import.path).with_context(|| format!("cannot read `{shown}`"))?;
        let name = import.path.file_name().and_then(|it| it.to_str());
        let file = MembersFile {
            name: name.unwrap_or("members.csv"),
            bytes: &bytes,
            encoding,
            create: CreateOrganisations::of(import.create, import.create_alike),
        };
        let backend = Backend::open_existing(&context.settings)?;
        let report = backend.import_members(file, import.dry_run)?;
        print_report(&report, import.format)?;
        eprintln!("{}", summary(&report, import.dry_run));
        Ok(match report.has_errors() {
            true => Outcome::Negative,
            false => Outcome::Done,
        })
    }
}
