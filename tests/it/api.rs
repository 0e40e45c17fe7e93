//! The API over the seed data, or over none, in the process.

use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;

use ketju::app::App;
use ketju::app::Flags;
use ketju::app::ImportRequest;
use ketju::app::SEED_PACKAGES;
use ketju::app::Settings;
use ketju::app::seed_files;
use ketju::exchange::PackageSource;
use ketju::exchange::read_package;
use ketju::graphql::Answer;
use ketju::graphql::Caller;
use ketju::graphql::KetjuSchema;
use ketju::graphql::execute;
use ketju::graphql::schema;
use ketju::model::Problem;
use ketju::network::Snapshot;
use serde_json::Value;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

/// Somebody who may commit.
pub(crate) const EDITOR: Caller = Caller {
    may_write: true,
    queries_only: false,
};

/// One program in memory.
pub(crate) struct Api(KetjuSchema);

impl Api {
    /// A program without data.
    pub(crate) fn empty() -> Self {
        Self(schema(app()))
    }

    /// A program with the seed packages.
    pub(crate) fn seeded() -> Self {
        Self(schema(seeded_app()))
    }

    /// The program with the seed packages that all tests share which only ask.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: LazyLock<Api> = LazyLock::new(Api::seeded);
        &SHARED
    }

    /// The response to a document.
    pub(crate) fn ask(&self, document: &str, variables: &Value) -> Value {
        let answer = self.ask_as(EDITOR, document, variables);
        serde_json::from_slice(&answer.json).expect("JSON")
    }

    /// The answer to a caller.
    pub(crate) fn ask_as(&self, caller: Caller, document: &str, variables: &Value) -> Answer {
        let variables = async_graphql::Variables::from_json(variables.clone());
        let request = async_graphql::Request::new(document).variables(variables);
        RUNTIME.block_on(execute(&self.0, request, caller))
    }
}

/// The snapshot of the seed packages.
pub(crate) fn seeded_snapshot() -> Arc<Snapshot> {
    seeded_app().snapshot()
}

fn seeded_app() -> Arc<App> {
    let app = app();
    for name in SEED_PACKAGES {
        let problems = import(&app, name);
        assert!(
            problems.iter().all(|it| !it.is_error()),
            "{name}: {problems:?}"
        );
    }
    app
}

/// What the import of a seed package found, after those before it.
pub(crate) fn problems_of(name: &str) -> Vec<Problem> {
    let app = app();
    let before = SEED_PACKAGES.iter().take_while(|it| **it != name);
    for earlier in before {
        import(&app, earlier);
    }
    import(&app, name)
}

fn import(app: &App, name: &str) -> Vec<Problem> {
    let source = PackageSource::Files(seed_files(name));
    let request = ImportRequest {
        package: read_package(source).expect("a readable seed package"),
        author: "seed".to_owned(),
        dry_run: false,
    };
    app.import(request).expect("a store in memory").problems
}

fn app() -> Arc<App> {
    let no_file = Path::new("no-such-file.toml");
    let (settings, _) = Settings::load(&Flags::default(), no_file).expect("defaults");
    App::in_memory(&settings).expect("a program in memory")
}
