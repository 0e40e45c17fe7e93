//! A match as it is put, with its source and tonnes, in one commit.

use anyhow::bail;
use clap::Args;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::backend::Backend;
use crate::cli::matching::ask;
use crate::cli::matching::done;
use crate::cli::matching::one;
use crate::cli::matching::slug;
use crate::cli::output::Rows;
use crate::cli::paths::answer_of;
use crate::cli::show::items;
use crate::cli::show::plain;

/// What is told of a step, and by whom.
#[derive(Args)]
pub(super) struct Told {
    /// Why it was begun or dropped
    #[arg(long)]
    pub(super) reason: Option<String>,
    /// When it was begun or, for `DROPPED`, ended: `2025`, `2025-03` or `2025-03-31`; never taken from the clock. Dates of
    /// `CONTACTED`, `TESTED` and `AGREED` are stored nowhere and refused: tell them in `--reason`
    #[arg(long, value_name = "DATE")]
    pub(super) on: Option<String>,
    /// Title of the document or page that says so; or `source:…` of one on record
    #[arg(long, value_name = "TITLE")]
    source: Option<String>,
    /// Where that is found
    #[arg(long, value_name = "URL")]
    source_address: Option<String>,
}

/// A source that a commit names.
pub(super) struct Source {
    id: String,
    /// The record to put; none for one that is on record.
    put: Option<Value>,
}

impl Told {
    /// The source that was named: a new record, or one on record.
    ///
    /// # Errors
    /// If one of that name is on record and says something else: nothing is overwritten.
    pub(super) fn source(&self, backend: &Backend) -> anyhow::Result<Option<Source>> {
        let address = self.source_address.as_deref();
        let Some(title) = self.source.as_deref().or(address) else {
            return Ok(None);
        };
        if title.starts_with("source:") {
            let id = title.to_owned();
            return Ok(Some(Source { id, put: None }));
        }
        let slug = slug_of(title);
        if slug.is_empty() {
            bail!("`{title}` (--source) has no letter or digit to be named by");
        }
        let id = format!("source:{slug}");
        let known = one(backend, &id)?;
        if known.is_null() {
            let put = json!({ "source": { "id": id, "title": title, "address": address } });
            return Ok(Some(Source { id, put: Some(put) }));
        }
        let is_same =
            known["title"] == title && (address.is_none() || known["address"].as_str() == address);
        if !is_same {
            bail!(
                "`{id}` is on record as “{}”: give `--source {id}` if it is meant, or another title",
                plain(&known["title"])
            );
        }
        Ok(Some(Source { id, put: None }))
    }
}

/// The id of a match of an offer and a request.
pub(super) fn id_of_pair(offer: &str, request: &str) -> String {
    let pair = format!("{}-to-{}", slug(offer), request.replace(':', "-"));
    format!("match:{}", shortened(&pair))
}

/// The longest slug that is taken.
const LONGEST: usize = 80;

/// A slug no longer than is taken; of a longer one the beginning with a number of the whole.
fn shortened(slug: &str) -> String {
    if slug.len() <= LONGEST {
        return slug.to_owned();
    }
    // 32-bit FNV-1a, which needs to tell apart, not to protect.
    let number = slug.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let beginning: String = slug.chars().take(LONGEST - 9).collect();
    format!("{}-{number:08x}", beginning.trim_end_matches('-'))
}

/// A title as a slug: letters and digits with hyphens between.
fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            'å' | 'ä' => slug.push('a'),
            'ö' => slug.push('o'),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    shortened(slug.trim_end_matches('-'))
}

/// A match on record as it would be put; nothing for null.
pub(super) fn as_put(known: &Value) -> Map<String, Value> {
    let mut put = Map::new();
    if known.is_null() {
        return put;
    }
    let as_it_is = [
        "id", "nameFi", "nameSv", "aliases", "status", "reason", "started", "ended", "note",
    ];
    for key in as_it_is {
        put.insert(key.to_owned(), known[key].clone());
    }
    put.insert("nameEn".to_owned(), known["name"].clone());
    for key in ["offer", "request", "broker"] {
        put.insert(key.to_owned(), known[key]["id"].clone());
    }
    let sources = items(&known["sources"]).iter();
    let sources: Vec<Value> = sources.map(|it| it["id"].clone()).collect();
    put.insert("sources".to_owned(), sources.into());
    put
}

/// Commits a match with its source and tonnes; what is wrong is printed.
pub(super) fn commit(
    backend: &Backend,
    mut put: Map<String, Value>,
    source: Option<Source>,
    flow: Option<(Value, Option<i32>)>,
    what: &str,
) -> anyhow::Result<Outcome> {
    let id = put.get("id").map_or_else(String::new, plain);
    let mut changes: Vec<Value> = Vec::new();
    if let Some(source) = &source {
        changes.extend(source.put.iter().map(|it| json!({ "put": it })));
        let known = put.entry("sources").or_insert_with(|| json!([]));
        if let Value::Array(known) = known
            && !known.iter().any(|it| *it == json!(source.id))
        {
            known.push(json!(source.id));
        }
    }
    changes.push(json!({ "put": { "match": put } }));
    if let Some((tonnes, year)) = flow {
        // Without a source the figure is refused like any other.
        let sources: Vec<&str> = source.iter().map(|it| it.id.as_str()).collect();
        changes.push(json!({ "put": { "figure": {
            "subject": id, "quantity": "FLOW", "value": tonnes, "unit": "t/a", "basis": "GROSS",
            "year": year, "confidence": "REPORTED", "sources": sources,
        } } }));
    }
    let input = json!({ "message": format!("{id}: {what}"), "changes": changes });
    let response = ask(backend, "Commit", &json!({ "input": input }))?;
    let answer = answer_of(&response, "commit")?;
    let problems = items(&answer["problems"]);
    let mut rows = Rows::new(&["severity", "column", "problem", "expected", "nearest"]);
    for it in problems {
        rows.push([
            plain(&it["severity"]).to_lowercase(),
            plain(&it["column"]),
            plain(&it["message"]),
            plain(&it["expected"]),
            plain(&it["suggestion"]),
        ]);
    }
    if problems.iter().any(|it| it["severity"] == "ERROR") {
        done(rows.text().trim_end())?;
        eprintln!("nothing was stored");
        return Ok(Outcome::Negative);
    }
    if !problems.is_empty() {
        eprint!("{}", rows.text());
    }
    match answer["revision"]["revision"].as_i64() {
        Some(revision) => done(&format!("{id}: {what} (revision {revision})"))?,
        None => done(&format!("{id}: nothing to do, it is so already"))?,
    }
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::is_slug;

    #[test]
    fn ids_are_slugs_however_long_the_names_are() {
        let short = id_of_pair("side-stream:slag", "site:works");
        assert_eq!(short, "match:slag-to-site-works");
        let long = id_of_pair(&format!("side-stream:{}", "slag-".repeat(30)), "site:works");
        let other = id_of_pair(&format!("side-stream:{}", "slag-".repeat(30)), "site:plant");
        assert!(
            is_slug(slug(&long)) && is_slug(slug(&other)) && long != other,
            "{long}"
        );
        assert_eq!(slug_of("  Årsmöte 2025: päätös  "), "arsmote-2025-paatos");
        assert_eq!(slug_of("…"), "");
        assert!(is_slug(&slug_of(&"A long title ".repeat(20))));
    }
}
