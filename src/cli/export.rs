//! `ketju export`.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use clap::Subcommand;

use crate::cli::Context;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::exchange::unpack_zip;

#[derive(Args)]
pub(super) struct Export {
    #[command(subcommand)]
    format: ExportFormat,
}

#[derive(Subcommand)]
enum ExportFormat {
    /// The data package: one CSV file per kind of record
    Csv {
        /// A .zip file, or a folder to be made; standard output (a .zip) if `-` or left out
        #[arg(short, long, default_value = "-", value_name = "PATH")]
        output: PathBuf,
        /// The revision to export; the latest if left out
        #[arg(long, value_name = "REV")]
        at: Option<u64>,
    },
}

impl Export {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let ExportFormat::Csv { output, at } = self.format;
        let zip = Backend::open_existing(&context.settings)?.export_csv_zip(at)?;
        if output.as_os_str() == "-" {
            let mut stdout = std::io::stdout().lock();
            stdout.write_all(&zip)?;
            stdout.flush()?;
        } else if output.extension().is_some_and(|it| it == "zip") {
            fs::write(&output, zip)
                .with_context(|| format!("cannot write `{}`", output.display()))?;
        } else {
            fs::create_dir_all(&output)
                .with_context(|| format!("cannot make `{}`", output.display()))?;
            for (name, bytes) in unpack_zip(&zip)? {
                let path = output.join(name);
                fs::write(&path, bytes)
                    .with_context(|| format!("cannot write `{}`", path.display()))?;
            }
        }
        Ok(Outcome::Done)
    }
}
