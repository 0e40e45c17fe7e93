//! What data say of themselves: how they are named, cited and licensed.

use serde_json::Map;
use serde_json::Value as Json;

/// How the data of a revision are named and cited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatasetFacts {
    /// Titles of the packages loaded, joined.
    pub title: String,
    /// The revision described.
    pub revision: u64,
    /// When it was made, RFC 3339 in UTC; empty before the first commit.
    pub at: String,
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

impl DatasetFacts {
    /// The facts by the names they have in files, with the part of the data where it is not the whole; what is not known is left out.
    /// `revision` and `contentHash` are always there.
    pub(crate) fn told(&self, part: Option<&str>) -> Vec<(&'static str, String)> {
        let mut told = vec![
            ("title", self.title.clone()),
            ("revision", self.revision.to_string()),
            ("created", self.at.clone()),
            ("referenceYear", self.reference_year.to_string()),
            ("contentHash", self.content_hash.clone()),
            ("chainHash", self.chain_hash.clone()),
            ("citation", self.citation.clone()),
            ("licences", self.licences.join("; ")),
            ("part", part.unwrap_or_default().to_owned()),
        ];
        told.retain(|(_, text)| !text.is_empty());
        told
    }

    /// The facts as JSON, by the names of the API; `at` is left out before the first commit.
    pub(crate) fn json(&self) -> Map<String, Json> {
        let told: [(&str, Json); 8] = [
            ("title", self.title.clone().into()),
            ("revision", self.revision.into()),
            ("at", self.at.clone().into()),
            ("referenceYear", self.reference_year.into()),
            ("contentHash", self.content_hash.clone().into()),
            ("chainHash", self.chain_hash.clone().into()),
            ("citation", self.citation.clone().into()),
            ("licences", self.licences.clone().into()),
        ];
        let known = told.into_iter().filter(|it| it.1 != "");
        known.map(|(name, it)| (name.to_owned(), it)).collect()
    }
}
