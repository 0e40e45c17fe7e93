//! What the program can be told, and where each value came from.
//!
//! Flags win over the environment (`KETJU_…`), that over the file, that over the defaults.

use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;

use config::Config;
use config::Environment;
use config::File;
use config::FileFormat;
use config::Source as _;
use serde::Deserialize;
use thiserror::Error;

/// The effective settings.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Folder of the data.
    pub data: PathBuf,
    /// Address the server listens on.
    pub listen: SocketAddr,
    /// Host names beside the loopback ones under which the server may be asked, comma-separated.
    pub hosts: String,
    /// Largest body of a request to `/graphql`, in bytes.
    pub max_request_bytes: usize,
    /// Largest package that may be imported, in bytes as sent.
    pub max_import_bytes: usize,
    /// Threads that work on heavy questions.
    pub workers: usize,
    /// Heavy questions that may wait for a thread; one more is refused.
    pub queue: usize,
    /// What is logged, in the syntax of `tracing` directives.
    pub log: String,
}

/// One setting, as `ketju config` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the file; `KETJU_` and upper case in the environment.
    pub name: &'static str,
    /// The effective value.
    pub value: String,
    /// `default`, `file …`, `environment` or `flag`.
    pub origin: String,
    /// What it does.
    pub doc: &'static str,
}

/// Values given on the command line.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// Folder of the data.
    pub data: Option<PathBuf>,
    /// Address the server listens on.
    pub listen: Option<String>,
}

/// Settings that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A value of the wrong type, an unknown name, or a file that cannot be read.
    #[error("settings: {0}")]
    Invalid(#[from] config::ConfigError),
    /// A number of which there must be at least one.
    #[error("setting `{0}` must be at least 1")]
    Zero(&'static str),
}

/// Name of the settings file, looked for in the working directory.
pub const SETTINGS_FILE: &str = "ketju.toml";

const DEFAULTS: &[(&str, &str, &str)] = &[
    ("data", "./ketju-data", "folder of the data"),
    (
        "listen",
        "127.0.0.1:8080",
        "address the server listens on; a non-loopback address makes it reachable from outside",
    ),
    (
        "hosts",
        "",
        "host names under which the server may be asked beside the loopback ones, comma-separated",
    ),
    (
        "max_request_bytes",
        "262144",
        "largest body of a GraphQL request, in bytes",
    ),
    (
        "max_import_bytes",
        "67108864",
        "largest package that may be imported, in bytes as sent",
    ),
    ("workers", "2", "threads that work on heavy questions"),
    (
        "queue",
        "64",
        "heavy questions that may wait for a thread; one more is refused",
    ),
    (
        "log",
        "warn,ketju=info",
        "what is logged, as `tracing` directives",
    ),
];

impl Settings {
    /// The settings in force, with what each is and where it comes from.
    ///
    /// # Errors
    /// [`SettingsError`] if a name is unknown or a value cannot be used.
    pub fn load(flags: &Flags, file: &Path) -> Result<(Self, Vec<Setting>), SettingsError> {
        let mut builder = Config::builder();
        for (name, value, _) in DEFAULTS {
            builder = builder.set_default(*name, *value)?;
        }
        let data = flags
            .data
            .as_ref()
            .map(|it| it.to_string_lossy().into_owned());
        let from_file = File::from(file).format(FileFormat::Toml).required(false);
        let from_environment = Environment::with_prefix("KETJU").try_parsing(true);
        let (in_file, in_environment) = (from_file.collect()?, from_environment.collect()?);
        let config = builder
            .add_source(from_file)
            .add_source(from_environment)
            .set_override_option("data", data.clone())?
            .set_override_option("listen", flags.listen.clone())?
            .build()?;
        let given = |name: &str| match name {
            "data" => data.is_some(),
            "listen" => flags.listen.is_some(),
            _ => false,
        };
        let mut shown = Vec::new();
        for (name, _, doc) in DEFAULTS {
            let origin = match () {
                () if given(name) => "flag".to_owned(),
                () if in_environment.contains_key(*name) => "environment".to_owned(),
                () if in_file.contains_key(*name) => format!("file {}", file.display()),
                () => "default".to_owned(),
            };
            let value = config.get_string(name)?;
            shown.push(Setting {
                name,
                value,
                origin,
                doc,
            });
        }
        let settings: Self = config.try_deserialize()?;
        for (name, value) in [("workers", settings.workers), ("queue", settings.queue)] {
            if value == 0 {
                return Err(SettingsError::Zero(name));
            }
        }
        Ok((settings, shown))
    }
}
