//! What data say of themselves: how they are named, cited and licensed.

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
}
