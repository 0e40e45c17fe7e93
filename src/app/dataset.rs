//! What the data are as a whole: title, year, hashes, citation.

use crate::app::App;
use crate::app::AppError;
use crate::app::lock;
use crate::exchange::content_hash;
use crate::model::CHAIN_START;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::hex;
use crate::model::tables::dataset;
use crate::network::Snapshot;

/// How the data are named and cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetFacts {
    /// Titles of the packages loaded, joined.
    pub title: String,
    /// The revision described.
    pub revision: u64,
    /// The year of questions that name none.
    pub reference_year: i32,
    /// SHA-256 of the canonical package, in hexadecimal.
    pub content_hash: String,
    /// Hash over all commits up to the revision, in hexadecimal.
    pub chain_hash: String,
    /// One line to cite the data by.
    pub citation: String,
    /// Terms of use of the packages loaded.
    pub licences: Vec<String>,
}

impl App {
    /// What a revision is as a whole. The content hash is computed once per revision.
    ///
    /// # Errors
    /// [`AppError::Store`] if the log cannot be read.
    pub fn dataset(&self, snapshot: &Snapshot) -> Result<DatasetFacts, AppError> {
        let registry = snapshot.registry();
        let rows = || registry.rows(Kind::Dataset);
        let titles: Vec<&str> = rows()
            .filter_map(|row| registry.text(row, dataset::TITLE))
            .collect();
        let title = if titles.is_empty() {
            "Ketju data".to_owned()
        } else {
            titles.join("; ")
        };
        let mut licences: Vec<String> = rows()
            .flat_map(|row| registry.texts(row, dataset::LICENCES))
            .map(str::to_owned)
            .collect();
        licences.sort();
        licences.dedup();
        let content_hash = self.content_hash(snapshot);
        let chain = self
            .store
            .revision(snapshot.revision())?
            .map_or(CHAIN_START, |it| it.chain);
        let revision = snapshot.revision();
        let citation =
            format!("{title}. Revision {revision}. ketju:ketju@{revision}#{content_hash}");
        Ok(DatasetFacts {
            title,
            revision,
            reference_year: snapshot.reference_year(),
            content_hash,
            chain_hash: hex(&chain),
            citation,
            licences,
        })
    }

    fn content_hash(&self, snapshot: &Snapshot) -> String {
        let mut cached = lock(&self.content);
        if let Some((revision, hash)) = cached
            .as_ref()
            .filter(|(revision, _)| *revision == snapshot.revision())
        {
            debug_assert_eq!(*revision, snapshot.revision());
            return hash.clone();
        }
        let hash = hex(&content_hash(snapshot.registry().records()));
        *cached = Some((snapshot.revision(), hash.clone()));
        hash
    }
}

/// The latest reference year of the packages loaded; none if no package names one.
pub(super) fn reference_year(registry: &Registry) -> Option<i32> {
    registry
        .rows(Kind::Dataset)
        .filter_map(|row| registry.int(row, dataset::REFERENCE_YEAR))
        .max()
}
