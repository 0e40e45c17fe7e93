//! `ketju export`.

use std::fs;
use std::io;
use std::io::BufWriter;
use std::io::Seek as _;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context as _;
use anyhow::bail;
use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;

use crate::app::ExportRequest;
use crate::cli::Context;
use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::progress::with_progress;
use crate::cli::when::year;
use crate::exchange::ExportFormat;
use crate::exchange::unpack_into;

#[derive(Args)]
pub(super) struct Export {
    /// The form
    #[arg(value_parser = PossibleValuesParser::new(ExportFormat::CODES).try_map(|it| ExportFormat::from_code(&it).ok_or("unknown form")))]
    format: ExportFormat,
    /// The file to write; of csv and parquet a .zip, or a folder to be made; standard output if `-` or left out
    #[arg(short, long, default_value = "-", value_name = "PATH")]
    output: PathBuf,
    /// The revision to export; the latest if left out
    #[arg(long, value_name = "REV")]
    at: Option<u64>,
    /// Only what lies in a region, such as `region:fi1d`; may be repeated
    #[arg(long, value_name = "ID")]
    region: Vec<String>,
    /// Only what concerns a material, such as `material:nickel`; may be repeated
    #[arg(long, value_name = "ID")]
    material: Vec<String>,
    /// Only records of a kind, such as `site`; may be repeated, or several with commas
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Only figures of a year or of none, and what was in force in it; what has no dates stays
    #[arg(long, allow_negative_numbers = true, value_parser = year)]
    year: Option<i32>,
    /// The chain of one material instead of records: products at places, and how they go on
    #[arg(long)]
    chain: bool,
}

impl Export {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let asked = ExportRequest {
            at: self.at,
            kinds: self.kind,
            regions: self.region,
            materials: self.material,
            year: self.year,
            chain: self.chain,
        };
        let backend = Backend::open_existing(&context.settings)?;
        let format = self.format;
        if self.output.as_os_str() == "-" {
            let mut stdout = io::stdout().lock();
            backend.export(format, &asked, &mut stdout)?;
            stdout.flush()?;
        } else if format.is_archive() && self.output.extension().is_none_or(|it| it != "zip") {
            // Archives are not held in memory, nor are the files in them.
            let mut zip = BufWriter::new(tempfile::tempfile().context("cannot make a file")?);
            with_progress("exporting", || backend.export(format, &asked, &mut zip))?;
            zip.rewind().context("cannot read the archive again")?;
            let zip = zip.into_inner().context("cannot write the archive")?;
            unpack_into(zip, &self.output)?;
        } else {
            let write = |out: &mut dyn Write| backend.export(format, &asked, out);
            with_progress("exporting", || write_file(&self.output, write))?;
        }
        Ok(Outcome::Done)
    }
}

/// Writes a file beside where it belongs and puts it there when it is whole, so that what was there stays if the export breaks off.
fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let asked = path;
    let cannot = || format!("cannot write `{}`", asked.display());
    // Where a link leads is written, not the link.
    let path = &match fs::metadata(path) {
        Ok(found) if found.is_dir() => bail!("`{}` is a folder", path.display()),
        Ok(found) if found.is_file() => fs::canonicalize(path).with_context(cannot)?,
        // A pipe or a device holds nothing that could stay.
        Ok(_) => return written(path, cannot, write),
        Err(_) if path.is_symlink() => bail!("`{}` is a link to nothing", path.display()),
        Err(_) => path.to_owned(),
    };
    let Some(name) = path.file_name() else {
        bail!("`{}` is no file", path.display());
    };
    let mut unfinished = name.to_owned();
    unfinished.push(".part");
    let unfinished = path.with_file_name(unfinished);
    let done = written(&unfinished, cannot, write)
        .and_then(|()| fs::rename(&unfinished, path).with_context(cannot));
    if done.is_err() {
        // What is left is only in the way; why it broke off is what counts.
        let _ = fs::remove_file(&unfinished);
    }
    done
}

/// Writes all of a file.
fn written(
    path: &Path,
    cannot: impl Fn() -> String + Copy,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut file = BufWriter::new(fs::File::create(path).with_context(cannot)?);
    write(&mut file)?;
    file.flush().with_context(cannot)
}
