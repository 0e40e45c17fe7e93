//! What the data are as a whole: title, year, hashes, citation.

use std::collections::VecDeque;

use crate::app::App;
use crate::app::AppError;
use crate::app::clock;
use crate::app::lock;
use crate::exchange::DatasetFacts;
use crate::exchange::registry_hash;
use crate::model::CHAIN_START;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::hex;
use crate::model::tables::dataset;
use crate::network::Snapshot;

/// So many content hashes are kept.
const KEPT_HASHES: usize = 64;

/// Content hashes of revisions, the one asked for last at the end.
#[derive(Debug, Default)]
pub(super) struct ContentHashes(VecDeque<(u64, String)>);

impl ContentHashes {
    /// The hash of a revision, if it is kept.
    fn of(&mut self, revision: u64) -> Option<String> {
        let at = self.0.iter().position(|it| it.0 == revision)?;
        let kept = self.0.remove(at)?;
        let hash = kept.1.clone();
        self.0.push_back(kept);
        Some(hash)
    }

    /// Keeps a hash; where there are too many, the one asked for longest ago gives way.
    fn keep(&mut self, revision: u64, hash: String) {
        self.0.retain(|it| it.0 != revision);
        self.0.push_back((revision, hash));
        if self.0.len() > KEPT_HASHES {
            self.0.pop_front();
        }
    }
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
        let revision = snapshot.revision();
        let info = self.store.revision(revision)?;
        let chain = info.as_ref().map_or(CHAIN_START, |it| it.chain);
        let at = info.map_or_else(String::new, |it| clock::rfc3339(it.at_ms));
        let day = at.split('T').next().filter(|it| !it.is_empty());
        let day = day.map_or_else(String::new, |it| format!(", {it}"));
        let part_of = self.part_of(revision)?;
        let part = part_of.as_ref();
        let part = part.map_or_else(String::new, |it| format!(" (part: {it})"));
        let citation = format!(
            "{title}{part}. Revision {revision}{day}. ketju:ketju@{revision}#{content_hash}"
        );
        Ok(DatasetFacts {
            title,
            revision,
            at,
            reference_year: snapshot.reference_year(),
            content_hash,
            chain_hash: hex(&chain),
            citation,
            licences,
            part_of,
        })
    }

    fn content_hash(&self, snapshot: &Snapshot) -> String {
        let known = lock(&self.content).of(snapshot.revision());
        if let Some(hash) = known {
            return hash;
        }
        // Computed without the lock: two who ask at once do the same work, and nobody else waits.
        let hash = hex(&registry_hash(snapshot.registry()));
        lock(&self.content).keep(snapshot.revision(), hash.clone());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_asked_for_longest_ago_gives_way() {
        let mut hashes = ContentHashes::default();
        let most = KEPT_HASHES as u64;
        (100..100 + most).for_each(|it| hashes.keep(it, it.to_string()));
        assert_eq!(hashes.of(100).as_deref(), Some("100"));
        // An old revision is kept as well as a new one.
        hashes.keep(1, "1".to_owned());
        hashes.keep(1, "1".to_owned());
        assert_eq!(hashes.of(1).as_deref(), Some("1"));
        assert_eq!(hashes.of(100).as_deref(), Some("100"));
        assert_eq!(hashes.of(101), None);
        assert_eq!(hashes.of(102).as_deref(), Some("102"));
        assert_eq!(hashes.0.len(), KEPT_HASHES);
    }
}
