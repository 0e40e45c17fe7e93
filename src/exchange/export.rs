//! Data out, in the forms that other programs read: a file per form.
//!
//! What is written is an [`Extract`]: records of one revision, all or some, or the chain of one material. Writers go
//! through it record by record and hold none of it, so that memory does not grow with the data; the same extract
//! makes the same bytes. Every form carries the [`DatasetFacts`].

mod chain_told;
mod csv;
mod error;
mod facts;
mod format;
mod geojson;
mod gexf;
mod graphml;
mod jsonl;
mod parquet;
mod property_graph;
mod sankey;
#[cfg(test)]
mod tests;
mod turtle;
mod xlsx;

use std::io::Write;
use std::sync::Arc;

pub use error::ExportError;
pub use facts::DatasetFacts;
pub use format::ExportFormat;
use serde_json::Map;
use serde_json::Value as Json;

use crate::analysis::selection::Selection;
use crate::exchange::package::rows_hash;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Row;
use crate::model::hex;
use crate::network::Snapshot;
use crate::network::chain::Chain;

/// What is written.
pub struct Extract<'a> {
    /// The revision it is of.
    pub snapshot: &'a Snapshot,
    /// What it says of itself.
    pub facts: &'a DatasetFacts,
    /// Which part of the revision, in words; none where it is the whole.
    pub part: Option<String>,
    /// What of the revision.
    pub content: Content,
}

/// What of a revision is written.
pub enum Content {
    /// Records.
    Records(Selection),
    /// The chain of a material in a year: products at places, and how they go on.
    Chain(Arc<Chain>),
}

impl Extract<'_> {
    /// The records of the revision.
    pub(crate) fn registry(&self) -> &Registry {
        self.snapshot.registry()
    }

    /// The chain; none where records are written.
    pub(crate) fn chain(&self) -> Option<&Chain> {
        match &self.content {
            Content::Chain(chain) => Some(chain),
            Content::Records(_) => None,
        }
    }

    /// Whether a record is written; of a chain, none is.
    pub(crate) fn holds(&self, row: Row) -> bool {
        match &self.content {
            Content::Records(selection) => selection.holds(row),
            Content::Chain(_) => false,
        }
    }

    /// The rows of a kind that are written, ordered by slug; none of a chain.
    pub(crate) fn rows(&self, kind: Kind) -> impl Iterator<Item = Row> + '_ {
        let selection = match &self.content {
            Content::Records(selection) => Some(selection),
            Content::Chain(_) => None,
        };
        selection
            .into_iter()
            .flat_map(move |it| it.rows(self.registry(), kind))
    }

    /// The hash of what is written, where that is a part of the records: what the whole has as its content hash. O(cells).
    pub(crate) fn part_hash(&self) -> Option<String> {
        let is_part = self.part.is_some() && self.chain().is_none();
        is_part.then(|| hex(&rows_hash(self.registry(), |kind| self.rows(kind))))
    }

    /// What the data say of themselves, by the names they have in files; what is not known is left out.
    pub(crate) fn told(&self) -> Vec<(&'static str, String)> {
        let mut told = self.facts.told(self.part.as_deref());
        told.extend(self.part_hash().map(|it| ("partHash", it)));
        told
    }

    /// The same as JSON.
    pub(crate) fn facts_json(&self) -> Map<String, Json> {
        let mut json = self.facts.json();
        json.extend(self.part.clone().map(|it| ("part".into(), it.into())));
        let hash = self.part_hash();
        json.extend(hash.map(|it| ("partHash".into(), it.into())));
        json
    }

    /// The records that are written, by kind in stored order, then by slug, one at a time in memory.
    pub(crate) fn records(&self) -> impl Iterator<Item = Record> + '_ {
        let rows = Kind::ALL.iter().flat_map(|kind| self.rows(*kind));
        rows.map(|row| self.registry().record(row))
    }
}

/// Writes an extract in a form. O(records).
///
/// # Errors
/// [`ExportError::Write`] as soon as `out` takes no more; [`ExportError::NoChain`] and
/// [`ExportError::OnlyChain`] where the form cannot hold such an extract, see [`ExportFormat::holds`];
/// [`ExportError::TooLarge`] where it holds less than there is.
pub fn write_export(
    format: ExportFormat,
    extract: &Extract<'_>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    format.holds(extract.chain().is_some())?;
    match format {
        ExportFormat::Csv => csv::write(extract, out),
        ExportFormat::Xlsx => xlsx::write(extract, out),
        ExportFormat::Graphml => graphml::write(extract, out),
        ExportFormat::Gexf => gexf::write(extract, out),
        ExportFormat::Geojson => geojson::write(extract, out),
        ExportFormat::Parquet => parquet::write(extract, out),
        ExportFormat::Turtle => turtle::write(extract, out),
        ExportFormat::Jsonl => jsonl::write(extract, out),
        ExportFormat::Sankey => sankey::write(extract, out),
    }
}
