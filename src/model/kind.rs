//! Kinds of records and the ids that name them.
//!
//! A slug names a record within its kind; the global id `kind:slug` names it anywhere.

use std::fmt;

use compact_str::CompactString;
use thiserror::Error;

use crate::model::codes::codes;

codes! {
    /// The kinds of records, a table each but for modes. The order is part of the stored format: append only.
    pub enum Kind {
        Source = "source",
        Material = "material",
        Product = "product",
        Region = "region",
        Organisation = "organisation",
        Site = "site",
        Activity = "activity",
        Link = "link",
        SideStream = "side-stream",
        Intake = "intake",
        Use = "use",
        Precedent = "precedent",
        Match = "match",
        Project = "project",
        Cluster = "cluster",
        Membership = "membership",
        Relation = "relation",
        Platform = "platform",
        Programme = "programme",
        Coverage = "coverage",
        Statement = "statement",
        Figure = "figure",
        Scenario = "scenario",
        /// A mode of transport: `mode:road`. Modes are a closed list, not records.
        Mode = "mode",
        Dataset = "dataset",
    }
}

/// A text of a record. Most are short, and up to 24 bytes take no memory beside the value.
pub type Text = CompactString;

/// The longest slug, in bytes.
pub const MAX_SLUG_LEN: usize = 80;

/// Names one record: its kind and its slug.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// The table the record lives in.
    pub kind: Kind,
    /// The name within the table.
    pub slug: Text,
}

/// A text that is no global id.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdError {
    /// There is no colon, so that the kind is not known.
    #[error("`{0}` is no id: expected `kind:slug`, such as `site:kemi-mine`")]
    NoKind(String),
    /// The part before the colon is no kind.
    #[error("unknown kind `{kind}` in `{text}`")]
    UnknownKind {
        /// What was given.
        text: String,
        /// Its part before the colon.
        kind: String,
    },
    /// The part after the colon is no slug.
    #[error("`{0}` is no slug: expected lower-case letters, digits and single hyphens, at most 80")]
    BadSlug(String),
}

impl Id {
    /// The id of a record of `kind`; the slug is taken as it is.
    pub fn new(kind: Kind, slug: impl Into<Text>) -> Self {
        let slug = slug.into();
        Self { kind, slug }
    }

    /// Reads `kind:slug`.
    ///
    /// # Errors
    /// [`IdError`] if the kind is missing or unknown, or the slug is malformed.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let (kind, slug) = text
            .split_once(':')
            .ok_or_else(|| IdError::NoKind(text.into()))?;
        let kind = Kind::from_code(kind).ok_or_else(|| IdError::UnknownKind {
            text: text.into(),
            kind: kind.into(),
        })?;
        if !is_slug(slug) {
            return Err(IdError::BadSlug(slug.into()));
        }
        Ok(Self::new(kind, slug))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.code(), self.slug)
    }
}

/// Whether `text` is a slug: `[a-z0-9]+(-[a-z0-9]+)*`, at most [`MAX_SLUG_LEN`] bytes.
pub fn is_slug(text: &str) -> bool {
    text.len() <= MAX_SLUG_LEN
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}
