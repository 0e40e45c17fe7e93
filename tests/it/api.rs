//! The API over the seed data, or over none, in the process.

use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;

use async_graphql::Response;
use ketju::app::App;
use ketju::app::Flags;
use ketju::app::ImportRequest;
use ketju::app::SEED_PACKAGES;
use ketju::app::Settings;
use ketju::app::seed_files;
use ketju::exchange::PackageSource;
use ketju::exchange::read_package;
use ketju::graphql::Allowed;
use ketju::graphql::Caller;
use ketju::graphql::Schema;
use ketju::graphql::schema;
use serde_json::Value;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

/// Somebody who may commit.
pub(crate) fn editor() -> Caller {
    Caller {
        name: Some("editor".to_owned()),
        may_write: true,
    }
}

/// One program in memory.
pub(crate) struct Api(Schema);

impl Api {
    /// A program without data.
    pub(crate) fn empty() -> Self {
        Self(schema(app()))
    }

    /// A program with the seed packages.
    pub(crate) fn seeded() -> Self {
        let app = app();
        for name in SEED_PACKAGES {
            let source = PackageSource::Files(seed_files(name));
            let package = read_package(source).expect("a readable seed package");
            let author = "seed".to_owned();
            let request = ImportRequest {
                package,
                author,
                dry_run: false,
            };
            let outcome = app.import(request).expect("a store in memory");
            let problems = outcome.problems;
            assert!(
                problems.iter().all(|it| !it.is_error()),
                "{name}: {problems:?}"
            );
        }
        Self(schema(app))
    }

    /// The response to a document, asked by an editor.
    pub(crate) fn ask(&self, document: &str, variables: &Value) -> Value {
        let response = self.ask_as(editor(), Allowed::Mutations, document, variables);
        serde_json::to_value(response).expect("JSON")
    }

    /// The response to a caller.
    pub(crate) fn ask_as(
        &self,
        caller: Caller,
        allowed: Allowed,
        document: &str,
        variables: &Value,
    ) -> Response {
        let variables = async_graphql::Variables::from_json(variables.clone());
        let request = async_graphql::Request::new(document).variables(variables);
        RUNTIME.block_on(self.0.execute(request, caller, allowed))
    }
}

fn app() -> Arc<App> {
    let no_file = Path::new("no-such-file.toml");
    let (settings, _) = Settings::load(&Flags::default(), no_file).expect("defaults");
    App::in_memory(&settings).expect("a program in memory")
}
