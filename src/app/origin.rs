//! Where data came from: the message of a revision that imported an export says of which revision that was, and of which part.

use std::fmt;

use crate::app::App;
use crate::app::AppError;
use crate::exchange::StatedFacts;
use crate::model::hex;

/// The export that a revision was imported from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// Titles of the data.
    pub(super) title: String,
    /// The revision the export is of.
    pub(super) revision: u64,
    /// The content hash of all of that revision.
    pub(super) content_hash: String,
    /// The part of it, in words; none if it is the whole.
    pub(super) part: Option<String>,
}

/// What the message begins with.
const IMPORT_OF: &str = "import of ";

/// What stands before the revision, as in a citation.
const NAME: &str = "ketju:ketju@";

/// What stands before the part.
const PART: &str = ", part: ";

impl Origin {
    /// What a file says of itself; none if it is no export.
    pub(super) fn of(stated: &StatedFacts) -> Option<Self> {
        let part = match (&stated.part, &stated.part_of) {
            (Some(part), Some(of)) => Some(format!("{part}, of {of}")),
            (part, of) => part.clone().or_else(|| of.clone()),
        };
        Some(Self {
            title: stated.title.clone().unwrap_or_default(),
            revision: stated.revision?,
            content_hash: stated.content_hash.clone()?,
            part,
        })
    }

    /// Takes in the message of a revision; none if it imported no export.
    pub(super) fn of_message(message: &str) -> Option<Self> {
        let told = message.strip_prefix(IMPORT_OF)?;
        let (title, told) = told.split_once(NAME)?;
        let (revision, told) = told.split_once('#')?;
        let (content_hash, part) = match told.split_once(PART) {
            Some((hash, part)) => (hash, Some(part.to_owned())),
            None => (told, None),
        };
        Some(Self {
            title: title.trim_end_matches(", ").to_owned(),
            revision: revision.parse().ok()?,
            content_hash: content_hash.to_owned(),
            part,
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(IMPORT_OF)?;
        if !self.title.is_empty() {
            write!(f, "{}, ", self.title)?;
        }
        write!(f, "{NAME}{}#{}", self.revision, self.content_hash)?;
        match &self.part {
            Some(part) => write!(f, "{PART}{part}"),
            None => Ok(()),
        }
    }
}

impl App {
    /// The parts of other data that a revision began with, in words; none if its first revision is no import of a part, or
    /// a whole was imported since. O(1), of data that began with a part O(revisions).
    ///
    /// # Errors
    /// [`AppError::Store`] if the log cannot be read.
    pub(super) fn part_of(&self, revision: u64) -> Result<Option<String>, AppError> {
        let mut parts: Vec<String> = Vec::new();
        for at in 1..=revision {
            let message = self.store.revision(at)?.map(|it| it.message);
            let origin = message.as_deref().and_then(Origin::of_message);
            match origin {
                Some(Origin { part: None, .. }) => return Ok(None),
                None if parts.is_empty() => return Ok(None),
                Some(Origin {
                    part: Some(part),
                    revision,
                    content_hash,
                    title,
                }) => {
                    let said = format!("{part} of {title}, {NAME}{revision}#{content_hash}");
                    if !parts.contains(&said) {
                        parts.push(said);
                    }
                }
                None => {}
            }
        }
        Ok((!parts.is_empty()).then(|| parts.join("; ")))
    }

    /// The latest revision that holds what an export holds: the one it was written from, or one that imported it. None if
    /// the export is of other data. O(revisions).
    ///
    /// # Errors
    /// [`AppError::Store`] if the log cannot be read.
    pub(super) fn known_as(
        &self,
        stated: &StatedFacts,
        latest: u64,
    ) -> Result<Option<u64>, AppError> {
        let Some(origin) = Origin::of(stated) else {
            return Ok(None);
        };
        for at in (1..=latest).rev() {
            let Some(revision) = self.store.revision(at)? else {
                continue;
            };
            let is_written_from = at == origin.revision
                && stated.chain_hash.as_deref() == Some(&hex(&revision.chain));
            let imported = || Origin::of_message(&revision.message);
            if is_written_from || imported().is_some_and(|it| it == origin) {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_was_imported_and_is_read_back() {
        for title in ["", "Ketju data; Other, of 2026"] {
            for part in [
                None,
                Some("region Lapland, material nickel, year 2024".to_owned()),
            ] {
                let origin = Origin {
                    title: title.to_owned(),
                    revision: 4,
                    content_hash: "c0ffee".to_owned(),
                    part,
                };
                assert_eq!(Origin::of_message(&origin.to_string()), Some(origin));
            }
        }
        for other in [
            "import of ketju-enf 2026.11",
            "a correction",
            "import of sites.csv",
        ] {
            assert_eq!(Origin::of_message(other), None);
        }
    }
}
