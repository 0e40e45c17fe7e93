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

/// So many characters of a title stand in a message.
pub(super) const MOST_TITLE: usize = 300;

/// So many characters of the words for a part do.
const MOST_PART: usize = 1000;

impl Origin {
    /// What a file says of itself; none if it is no export.
    pub(super) fn of(stated: &StatedFacts) -> Option<Self> {
        if !stated.is_of_export() {
            return None;
        }
        let part = match (&stated.part, &stated.part_of) {
            (Some(part), Some(of)) => Some(format!("{part}, of {of}")),
            (part, of) => part.clone().or_else(|| of.clone()),
        };
        let title = stated.title.as_deref().unwrap_or_default();
        Some(Self {
            // What ends the title in a message does not stand in it.
            title: in_a_line(&title.replace(NAME, " "), MOST_TITLE),
            revision: stated.revision?,
            content_hash: stated.content_hash.clone()?,
            part: part.map(|it| in_a_line(&it, MOST_PART)),
        })
    }

    /// Whether an export, the whole of its data, holds a part: it is of the same data and not older, or is that very revision.
    fn holds(&self, part: &Self) -> bool {
        let is_later = self.title == part.title && self.revision >= part.revision;
        is_later || self.content_hash == part.content_hash
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
            title: title.strip_suffix(", ").unwrap_or(title).to_owned(),
            revision: revision.parse().ok()?,
            content_hash: content_hash.to_owned(),
            part,
        })
    }
}

/// A text of a file as it stands in a message: in one line, and where it is longer than so many characters, cut with a `…`.
pub(super) fn in_a_line(text: &str, most: usize) -> String {
    let mut words = String::new();
    for word in text.split(|it: char| it.is_whitespace() || it.is_control()) {
        if !word.is_empty() && !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    if let Some((at, _)) = words.char_indices().nth(most) {
        words.truncate(at);
        words.push('…');
    }
    words
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
    /// the whole of each was imported since. O(1), of data that began with a part O(revisions · parts).
    ///
    /// # Errors
    /// [`AppError::Store`] if the log cannot be read.
    pub(super) fn part_of(&self, revision: u64) -> Result<Option<String>, AppError> {
        let mut parts: Vec<Origin> = Vec::new();
        for at in 1..=revision {
            let message = self.store.revision(at)?.map(|it| it.message);
            match message.as_deref().and_then(Origin::of_message) {
                Some(whole) if whole.part.is_none() => parts.retain(|it| !whole.holds(it)),
                Some(part) if !parts.contains(&part) => parts.push(part),
                _ => {}
            }
            if parts.is_empty() {
                return Ok(None);
            }
        }
        let said = parts.iter().map(|it| {
            let part = it.part.as_deref().unwrap_or_default();
            format!(
                "{part} of {}, {NAME}{}#{}",
                it.title, it.revision, it.content_hash
            )
        });
        Ok(Some(said.collect::<Vec<_>>().join("; ")))
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

    fn stated(title: &str, hash: &str, part: Option<&str>) -> StatedFacts {
        StatedFacts {
            title: Some(title.to_owned()),
            revision: Some(4),
            content_hash: Some(hash.to_owned()),
            part: part.map(str::to_owned),
            ..StatedFacts::default()
        }
    }

    #[test]
    fn a_message_says_what_was_imported_and_is_read_back() {
        let long = "word\n".repeat(1000);
        let titles = [
            "",
            "Ketju data; Other, of 2026",
            "a, ",
            "ketju:ketju@1#x, part: y",
        ];
        for title in titles.into_iter().chain([long.as_str()]) {
            let parts = ["region Lapland, material nickel, year 2024", long.as_str()];
            for part in [None, Some(parts[0]), Some(parts[1])] {
                let origin = Origin::of(&stated(title, &"c0".repeat(32), part)).unwrap();
                let message = origin.to_string();
                assert_eq!(Origin::of_message(&message), Some(origin));
                assert!(message.len() < 1500 && !message.contains('\n'), "{message}");
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

    #[test]
    fn what_states_no_hash_is_no_export() {
        let hash = "c0".repeat(32);
        for wrong in [
            "",
            "c0ffee",
            &format!("{}, part: all", &hash[..57]),
            &"g0".repeat(32),
        ] {
            assert_eq!(Origin::of(&stated("A", wrong, None)), None, "{wrong}");
        }
        assert!(Origin::of(&stated("A", &hash, None)).is_some());
    }

    #[test]
    fn a_text_is_cut_where_one_sees_it() {
        assert_eq!(in_a_line("\u{e4}\u{e4} \n\u{7}b ", 4), "ää b");
        assert_eq!(in_a_line("ää b", 3), "ää …");
    }
}
