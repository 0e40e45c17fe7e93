//! `ketju serve`.

use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;

use crate::app::App;
use crate::cli::Context;
use crate::cli::Outcome;
use crate::http;

#[derive(Args)]
pub(super) struct Serve {
    /// Address to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub(super) listen: Option<String>,
}

impl Serve {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let folder = &context.settings.data;
        let app = App::open(folder, &context.settings)
            .with_context(|| format!("cannot open `{}`", folder.display()))?;
        serve(app, context)
    }
}

/// Serves until the process is told to stop.
pub(super) fn serve(app: Arc<App>, context: &Context) -> anyhow::Result<Outcome> {
    let settings = &context.settings;
    let ready = |address| {
        eprintln!(
            "serving revision {} at http://{address}",
            app.snapshot().revision()
        )
    };
    let runtime = runtime()?;
    let served = http::serve(Arc::clone(&app), settings, &settings.data, ready);
    let served = runtime.block_on(served);
    // What still runs has had its time: it is not waited for. A commit that is being written is whole or not there.
    runtime.shutdown_background();
    served?;
    Ok(Outcome::Done)
}

/// The threads of the async side; questions have a pool of their own.
pub(super) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")
}
