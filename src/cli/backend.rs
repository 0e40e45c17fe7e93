//! Whom a command asks: the data folder itself, or the server that has it open.

use std::io::Cursor;
use std::io::Read;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use anyhow::bail;
use serde_json::Value;
use serde_json::json;

use crate::app::App;
use crate::app::ExportRequest;
use crate::app::ImportRequest;
use crate::app::MembersImport;
use crate::app::RunFile;
use crate::app::Settings;
use crate::cli::import::ImportSource;
use crate::cli::progress::Phases;
use crate::cli::serve::runtime;
use crate::exchange::CreateOrganisations;
use crate::exchange::ExportFormat;
use crate::exchange::ImportReport;
use crate::exchange::MembersFile;
use crate::exchange::PackageSource;
use crate::exchange::StatedOptions;
use crate::exchange::read_import_file;
use crate::exchange::read_package_with;
use crate::graphql::Caller;
use crate::graphql::KetjuSchema;
use crate::graphql::execute;
use crate::graphql::schema;
use crate::http::RUN_HEADER;

/// How long a server has to say which run it is.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where answers come from.
pub(super) enum Backend {
    /// This process has the folder open.
    Here(Arc<App>, KetjuSchema),
    /// A server has it open.
    Server(RunFile),
}

impl Backend {
    /// Opens the data folder, or finds the server that has it open.
    pub(super) fn open(settings: &Settings) -> anyhow::Result<Self> {
        match App::open(&settings.data, settings) {
            Ok(app) => Ok(Self::Here(Arc::clone(&app), schema(app))),
            Err(error) if error.is_in_use() => {
                // The file of a killed server may outlive it, and its port may be another's now.
                let run = RunFile::read(&settings.data)?.filter(is_running);
                let run = run.with_context(|| error.to_string())?;
                Ok(Self::Server(run))
            }
            Err(error) => {
                Err(error).with_context(|| format!("cannot open `{}`", settings.data.display()))
            }
        }
    }

    /// The same, for commands that only read: there must be data.
    pub(super) fn open_existing(settings: &Settings) -> anyhow::Result<Self> {
        if !settings.data.exists() {
            let folder = settings.data.display();
            bail!("there are no data in `{folder}`; load some with `ketju demo` or `ketju import`");
        }
        Self::open(settings)
    }

    /// Runs a GraphQL document; the whole response, errors included.
    pub(super) fn query(&self, document: &str, variables: &Value) -> anyhow::Result<Value> {
        match self {
            Self::Here(_, schema) => {
                let request = async_graphql::Request::new(document)
                    .variables(async_graphql::Variables::from_json(variables.clone()));
                let caller = Caller {
                    may_write: true,
                    queries_only: false,
                };
                let answer = runtime()?.block_on(execute(schema, request, caller));
                Ok(serde_json::from_slice(&answer.json)?)
            }
            Self::Server(run) => {
                let body = json!({ "query": document, "variables": variables });
                let (status, text) = send(
                    run,
                    "/graphql",
                    "application/json",
                    body.to_string().as_bytes(),
                )?;
                answer_of(status, &text)
            }
        }
    }

    /// Imports a package or a file.
    pub(super) fn import(
        &self,
        source: ImportSource,
        stated: &StatedOptions,
        dry_run: bool,
        phases: &Phases,
    ) -> anyhow::Result<ImportReport> {
        match self {
            Self::Here(app, _) => {
                let options = stated.read().map_err(anyhow::Error::msg)?;
                let package = match source {
                    ImportSource::Folder(path) => {
                        read_package_with(PackageSource::Folder(path), &options)?
                    }
                    ImportSource::File(name, file) => read_import_file(&name, file, &options)?,
                };
                phases.enter(&format!("storing {} records", package.records.len()));
                let request = ImportRequest {
                    package,
                    author: "import".into(),
                    dry_run,
                };
                Ok(app.import(request)?.report())
            }
            Self::Server(run) => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                query.append_pair("dryRun", &dry_run.to_string());
                query.extend_pairs(stated.pairs());
                let (body, bytes): (Box<dyn Read>, u64) = match source {
                    ImportSource::Folder(path) => {
                        let zip = PackageSource::Folder(path).into_zip()?;
                        let bytes = zip.len() as u64;
                        (Box::new(Cursor::new(zip)), bytes)
                    }
                    ImportSource::File(name, file) => {
                        query.append_pair("file", &name);
                        let bytes = file.metadata()?.len();
                        (Box::new(file), bytes)
                    }
                };
                let address = format!("/import?{}", query.finish());
                let body = phases.reading("sending", bytes, body);
                let body = ureq::SendBody::from_owned_reader(body);
                reported(send(run, &address, "application/octet-stream", body)?)
            }
        }
    }

    /// Imports a table of members.
    pub(super) fn import_members(
        &self,
        file: MembersFile<'_>,
        dry_run: bool,
    ) -> anyhow::Result<ImportReport> {
        match self {
            Self::Here(app, _) => Ok(app
                .import_members(&MembersImport { file, dry_run })?
                .report()),
            Self::Server(run) => {
                let letters = file.name.bytes();
                let name: String = letters.map(|it| format!("%{it:02X}")).collect();
                let create = file.create >= CreateOrganisations::New;
                let alike = file.create >= CreateOrganisations::Alike;
                let (bytes, encoding) = (file.bytes, file.encoding.code());
                let address = format!(
                    "/import?form=members&encoding={encoding}&dryRun={dry_run}&create={create}&createAlike={alike}&file={name}"
                );
                reported(send(run, &address, "text/csv", bytes)?)
            }
        }
    }

    /// Writes an export.
    pub(super) fn export(
        &self,
        format: ExportFormat,
        asked: &ExportRequest,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        match self {
            Self::Here(app, _) => {
                let export = app.export(format, asked)?;
                if let Some(doubt) = export.doubt() {
                    eprintln!("warning: {doubt}");
                }
                Ok(export.write(out)?)
            }
            Self::Server(run) => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                query.append_pair("chain", &asked.chain.to_string());
                let numbers = [
                    ("at", asked.at.map(|it| it.to_string())),
                    ("year", asked.year.map(|it| it.to_string())),
                ];
                query.extend_pairs(
                    numbers
                        .into_iter()
                        .filter_map(|(name, it)| Some((name, it?))),
                );
                for (name, values) in [
                    ("kind", &asked.kinds),
                    ("region", &asked.regions),
                    ("material", &asked.materials),
                ] {
                    query.extend_pairs(values.iter().map(|it| (name, it)));
                }
                let (format, query) = (format.code(), query.finish());
                let mut response = agent()
                    .get(format!("http://{}/export/{format}?{query}", run.address))
                    .call()?;
                let status = response.status().as_u16();
                let mut body = response.body_mut().with_config().limit(u64::MAX).reader();
                if status != 200 {
                    let mut said = String::new();
                    body.read_to_string(&mut said)?;
                    bail!("the server refused the export ({status}): {}", said.trim());
                }
                std::io::copy(&mut body, out)?;
                Ok(())
            }
        }
    }
}

/// The report in the answer of the server to an import.
fn reported((status, text): (u16, Vec<u8>)) -> anyhow::Result<ImportReport> {
    if !matches!(status, 200 | 422) {
        bail!(
            "the server refused the import ({status}): {}",
            String::from_utf8_lossy(&text).trim()
        );
    }
    serde_json::from_slice(&text).context("the server's answer is no report")
}

/// The response in an answer of the server. Refusals in the form of GraphQL are responses, too.
fn answer_of(status: u16, text: &[u8]) -> anyhow::Result<Value> {
    let answer = serde_json::from_slice::<Value>(text);
    match answer {
        Ok(answer) if status == 200 || answer["errors"].is_array() => Ok(answer),
        _ if status != 200 => bail!(
            "the server refused the question ({status}): {}",
            String::from_utf8_lossy(text).trim()
        ),
        answer => answer.context("the server's answer is no JSON"),
    }
}

/// Whether the server of a run still answers at its address. Nothing secret is sent.
fn is_running(run: &RunFile) -> bool {
    let asked = agent()
        .get(format!("http://{}/readyz", run.address))
        .config()
        .timeout_global(Some(PATIENCE))
        .build()
        .call();
    asked.is_ok_and(|answer| {
        answer
            .headers()
            .get(RUN_HEADER)
            .is_some_and(|it| it.as_bytes() == run.run.as_bytes())
    })
}

/// Posts a body with the secret of the run; the status and the body of the answer.
fn send(
    run: &RunFile,
    path: &str,
    content_type: &str,
    body: impl ureq::AsSendBody,
) -> anyhow::Result<(u16, Vec<u8>)> {
    let request = agent()
        .post(format!("http://{}{path}", run.address))
        .header("Content-Type", content_type)
        .header("Authorization", format!("Bearer {}", run.secret));
    let mut response = request
        .send(body)
        .with_context(|| format!("no server answers at {}", run.address))?;
    let bytes = response
        .body_mut()
        .with_config()
        .limit(u64::MAX)
        .read_to_vec()?;
    Ok((response.status().as_u16(), bytes))
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_words_of_the_server() {
        let error = answer_of(421, b"not that host\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the server refused the question (421): not that host"
        );
        assert!(answer_of(502, b"{}").is_err());
        assert!(answer_of(200, b"hello").is_err());
        assert_eq!(answer_of(200, b"{}").unwrap(), json!({}));
        let busy = json!({ "errors": [{ "message": "busy" }] });
        assert_eq!(answer_of(503, busy.to_string().as_bytes()).unwrap(), busy);
    }
}
