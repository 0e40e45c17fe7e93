//! `ketju compact`: forgets how an early revision came about.

use anyhow::Context as _;
use anyhow::bail;
use clap::Args;

use crate::app::App;
use crate::cli::Context;
use crate::cli::Outcome;

#[derive(Args)]
pub(super) struct Compact {
    /// The oldest revision that is to be readable from then on; the latest if left out
    #[arg(long, value_name = "REV")]
    before: Option<u64>,
}

impl Compact {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let folder = &context.settings.data;
        if !folder.exists() {
            bail!("there are no data in `{}`", folder.display());
        }
        let app = match App::open(folder, &context.settings) {
            Ok(app) => app,
            Err(error) if error.is_in_use() => {
                bail!("`compact` works on the whole store by itself: {error}")
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot open `{}`", folder.display()));
            }
        };
        let done = app.compact(self.before)?;
        if done.oldest == done.before {
            eprintln!(
                "nothing to do: the oldest revision that can be read is {}",
                done.oldest
            );
        } else {
            eprintln!(
                "revisions {} to {} can no longer be read; {} to {} read the same as before",
                done.before,
                done.oldest - 1,
                done.oldest,
                done.latest
            );
        }
        Ok(Outcome::Done)
    }
}
