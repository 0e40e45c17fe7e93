//! What an exported file says of itself, which its hash does not cover, held against the data at hand.

use serde_json::Value;
use serde_json::json;

use crate::cli::Context;
use crate::cli::backend::Backend;
use crate::cli::paged::first_nodes;
use crate::cli::paths::answer_of;
use crate::cli::show::items;
use crate::cli::show::plain;
use crate::exchange::FileVerification;

/// The documents that it runs.
const FACTS: &str = include_str!("../cite.graphql");
const REVISIONS: &str = include_str!("../log.graphql");

/// What contradicts the data at hand, in sentences; none if these do not know the revision that the file says it is of.
pub(super) fn contradictions(told: &FileVerification, context: &Context) -> Option<Vec<String>> {
    let backend = Backend::open_existing(&context.settings).ok()?;
    let all = (json!({}), usize::MAX);
    let log = first_nodes(&backend, REVISIONS, "revisions", all).ok()?;
    let revisions = items(&log["nodes"]);
    let asked = json!({ "at": { "revision": told.revision } });
    let response = backend.query(FACTS, &asked).ok()?;
    match answer_of(&response, "dataset") {
        Ok(here) if here["contentHash"] == told.content_hash.as_str() => {
            Some(unlike(told, here, is_imported(told, revisions)))
        }
        _ => elsewhere(told, revisions).map(|it| vec![it]),
    }
}

/// Whether the revision that the file names holds it since it was imported: then the chains are not the same.
fn is_imported(told: &FileVerification, revisions: &[Value]) -> bool {
    let citation = format!("@{}#{}", told.revision, told.content_hash);
    let is_it = |it: &&Value| it["revision"] == told.revision;
    let found = revisions.iter().find(is_it);
    found.is_some_and(|it| plain(&it["message"]).contains(&citation))
}

/// What the file says otherwise than the data of the revision that it names.
fn unlike(told: &FileVerification, here: &Value, is_imported: bool) -> Vec<String> {
    let licences = items(&here["licences"]).iter().map(plain);
    let chain = told.facts.chain_hash.as_ref().filter(|_| !is_imported);
    let facts = [
        ("title", told.facts.title.as_ref(), plain(&here["title"])),
        (
            "licences",
            told.facts.licences.as_ref(),
            licences.collect::<Vec<_>>().join("; "),
        ),
        (
            "reference year",
            told.facts.reference_year.as_ref(),
            plain(&here["referenceYear"]),
        ),
        ("chain hash", chain, plain(&here["chainHash"])),
    ];
    let unlike = facts.into_iter().filter_map(|(name, stated, here)| {
        let stated = stated?.trim();
        (stated != here).then(|| format!("{name}: the file says `{stated}`, on record is `{here}`"))
    });
    unlike.collect()
}

/// That the file names another revision than the one on record whose chain hash it states.
fn elsewhere(told: &FileVerification, revisions: &[Value]) -> Option<String> {
    let chain = told.facts.chain_hash.as_deref()?;
    let found = revisions.iter().find(|it| it["chainHash"] == chain)?;
    Some(format!(
        "it says it is of revision {}, and its chain hash is that of revision {}",
        told.revision,
        plain(&found["revision"])
    ))
}
