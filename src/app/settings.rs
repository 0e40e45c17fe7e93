//! What the program can be told, and where each value came from.
//!
//! Flags win over the environment (`KETJU_…`), that over the file, that over the defaults.

use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;

use config::Config;
use config::ConfigError;
use config::Environment;
use config::File;
use config::FileFormat;
use config::Map;
use config::Source as _;
use config::Value;
use serde::Deserialize;
use thiserror::Error;

use crate::analysis::gaps::SINGLE_POINT_SHARE;
use crate::network::chain::CostRates;

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
    /// What transport costs where nothing on record says it.
    #[serde(default)]
    pub cost_rates: CostRateSettings,
    /// What makes a gap.
    #[serde(default)]
    pub gaps: GapSettings,
}

/// What makes a gap.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct GapSettings {
    /// The part of deliveries, above 0 and at most 1, whose loss makes a site, link or country a single point of failure.
    pub single_point_share: f64,
}

impl Default for GapSettings {
    fn default() -> Self {
        Self {
            single_point_share: SINGLE_POINT_SHARE,
        }
    }
}

/// What a tonne-kilometre costs by mode, in EUR, at least 0; without it paths have no costs where nothing on record
/// tells them.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct CostRateSettings {
    /// By road.
    pub road: Option<f64>,
    /// By rail.
    pub rail: Option<f64>,
    /// By sea.
    pub sea: Option<f64>,
}

impl From<CostRateSettings> for CostRates {
    fn from(set: CostRateSettings) -> Self {
        let CostRateSettings { road, rail, sea } = set;
        Self { road, rail, sea }
    }
}

/// One setting, as `ketju config` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the file; `KETJU_` and upper case in the environment, a point there as `_`.
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
    /// A rate that is negative or no finite number.
    #[error("setting `{0}` must be a number of EUR/t·km that is not negative")]
    Rate(&'static str),
    /// A share that is none.
    #[error("setting `{0}` must be a share above 0, at most 1")]
    Share(&'static str),
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
    (
        SHARE,
        "0.25",
        "part of deliveries, above 0 to 1, whose loss makes a site, link or country a single point of failure",
    ),
];

/// The setting of what makes a single point of failure.
const SHARE: &str = "gaps.single_point_share";

/// Settings that have no default, in a table of their own.
const RATES: &[(&str, &str)] = &[
    ("cost_rates.road", "EUR a tonne-kilometre by road"),
    ("cost_rates.rail", "EUR a tonne-kilometre by rail"),
    ("cost_rates.sea", "EUR a tonne-kilometre by sea"),
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
        builder = builder.add_source(from_file);
        for (name, value) in &in_environment {
            builder = builder.set_override(name_in_file(name), value.clone())?;
        }
        let config = builder
            .set_override_option("data", data.clone())?
            .set_override_option("listen", flags.listen.clone())?
            .build()?;
        let origin = |name: &str| match name {
            "data" if data.is_some() => "flag".to_owned(),
            "listen" if flags.listen.is_some() => "flag".to_owned(),
            _ if in_environment.contains_key(&name.replace('.', "_")) => "environment".to_owned(),
            _ if holds(&in_file, name) => format!("file {}", file.display()),
            _ => "default".to_owned(),
        };
        let plain = DEFAULTS.iter().map(|(name, _, doc)| (*name, *doc));
        let mut shown = Vec::new();
        for (name, doc) in plain.chain(RATES.iter().copied()) {
            let value = match config.get_string(name) {
                Err(ConfigError::NotFound(_)) => String::new(),
                value => value?,
            };
            shown.push(Setting {
                name,
                value,
                origin: origin(name),
                doc,
            });
        }
        let settings: Self = config.try_deserialize()?;
        settings.check()?;
        Ok((settings, shown))
    }

    fn check(&self) -> Result<(), SettingsError> {
        for (name, value) in [("workers", self.workers), ("queue", self.queue)] {
            if value == 0 {
                return Err(SettingsError::Zero(name));
            }
        }
        if !(self.gaps.single_point_share > 0.0 && self.gaps.single_point_share <= 1.0) {
            return Err(SettingsError::Share(SHARE));
        }
        let CostRateSettings { road, rail, sea } = self.cost_rates;
        for ((name, _), rate) in RATES.iter().zip([road, rail, sea]) {
            if rate.is_some_and(|it| !it.is_finite() || it < 0.0) {
                return Err(SettingsError::Rate(name));
            }
        }
        Ok(())
    }
}

/// The name in the file of a setting of the environment, which has `_` for the point of a table.
fn name_in_file(name: &str) -> &str {
    let mut in_tables = RATES.iter().map(|(it, _)| *it).chain([SHARE]);
    let found = in_tables.find(|it| it.replace('.', "_") == name);
    found.unwrap_or(name)
}

/// Whether a file states a setting, which may stand in a table.
fn holds(values: &Map<String, Value>, name: &str) -> bool {
    match name.split_once('.') {
        None => values.contains_key(name),
        Some((table, name)) => {
            let table = values.get(table).map(|it| it.clone().into_table());
            table.is_some_and(|it| it.is_ok_and(|it| it.contains_key(name)))
        }
    }
}
