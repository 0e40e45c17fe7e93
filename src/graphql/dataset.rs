//! The data as a whole: title, hashes, citation, how much there is and how complete it is.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::app::App;
use crate::app::DatasetFacts;
use crate::graphql::asked::Asked;
use crate::graphql::codes::Quantity;
use crate::graphql::coverage::Coverage;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::numbers::int;
use crate::graphql::record_input::PUT_KINDS;
use crate::graphql::scalars::Year;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::model;
use crate::model::Kind;

/// The data of a revision as a whole.
#[derive(SimpleObject)]
pub(crate) struct Dataset {
    /// Titles of the packages loaded.
    title: String,
    /// The revision described.
    revision: i32,
    /// The year of questions that name none.
    reference_year: Year,
    /// SHA-256 of the canonical package, in hexadecimal.
    content_hash: String,
    /// Hash over all commits up to the revision, in hexadecimal.
    chain_hash: String,
    /// One line to cite the data by: titles, revision and its day, content hash.
    citation: String,
    /// The same as a BibTeX entry.
    bibtex: String,
    /// Terms of use of the packages loaded.
    licences: Vec<String>,
    /// The part of other data that these began with, in words, with the revision and hash of the whole; null if they did not.
    part_of: Option<String>,
    /// How many sources the data rest on; they are records of kind `source`.
    source_count: i32,
    /// How many records there are of each kind.
    counts: Vec<KindCount>,
    /// How much is known of each quantity that has figures.
    completeness: Vec<QuantityCompleteness>,
    /// For which region, material and stage the data are complete or a sample.
    coverage: Vec<Coverage>,
}

/// How many records there are of one kind.
#[derive(SimpleObject)]
pub(crate) struct KindCount {
    /// The kind, as in ids: `site`, `side-stream`, ….
    kind: ID,
    /// Number of records.
    count: i32,
}

/// How much is known of one quantity of one kind of records.
#[derive(SimpleObject)]
pub(crate) struct QuantityCompleteness {
    /// The kind of what the figures are about, as in ids: `activity`, `side-stream`, ….
    kind: ID,
    /// The quantity.
    quantity: Quantity,
    /// Records with at least one figure that has a value, of any year.
    known: i32,
    /// Records of the kind, with or without such a figure.
    total: i32,
    /// Number of figures, of all years and sources.
    figures: i32,
    /// Figures that a source reports; the rest is estimated or assumed.
    reported: i32,
}

/// The data set of `Query`.
#[derive(Default)]
pub(crate) struct DatasetQuery;

/// The data as a whole.
#[Object]
impl DatasetQuery {
    /// The data as a whole: how they are cited, how much there is, how complete it is.
    async fn dataset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As of which revision.")] at: Option<At>,
    ) -> Result<Dataset, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session.asked(at.as_ref()).await?;
        // The content hash reads every record, once per revision.
        let job = move |app: &App| {
            let facts = app.dataset(&asked.snapshot)?;
            describe(&asked, facts)
        };
        session.app.run(move |app| job(app)).await?
    }
}

fn describe(asked: &Arc<Asked>, facts: DatasetFacts) -> Result<Dataset, ApiError> {
    let registry = asked.registry();
    asked.work.scan(registry.count(Kind::Figure))?;
    let counts = PUT_KINDS.iter().map(|kind| KindCount {
        kind: ID::from(kind.code()),
        count: int(registry.count(*kind)),
    });
    let coverage = registry.rows(Kind::Coverage).map(|row| {
        asked.work.draw(1)?;
        Ok(Coverage::from(Item {
            asked: Arc::clone(asked),
            row,
        }))
    });
    Ok(Dataset {
        bibtex: facts.bibtex(),
        source_count: int(registry.count(Kind::Source)),
        title: facts.title,
        revision: int(facts.revision),
        reference_year: Year(facts.reference_year),
        content_hash: facts.content_hash,
        chain_hash: facts.chain_hash,
        citation: facts.citation,
        licences: facts.licences,
        part_of: facts.part_of,
        counts: counts.collect(),
        completeness: completeness(asked),
        coverage: coverage.collect::<Result<Vec<_>, ApiError>>()?,
    })
}

fn completeness(asked: &Asked) -> Vec<QuantityCompleteness> {
    let of = |it: model::QuantityCompleteness| QuantityCompleteness {
        kind: ID::from(it.kind.code()),
        quantity: it.quantity.into(),
        known: int(it.known),
        total: int(it.total),
        figures: int(it.figures),
        reported: int(it.reported),
    };
    let rows = asked.registry().completeness();
    rows.into_iter().map(of).collect()
}
