//! What is wrong or doubtful about data: always all of it, each with its place.

use std::fmt;

use crate::model::codes::codes;
use crate::model::kind::Text;

codes! {
    /// Whether a problem blocks a commit.
    pub enum ProblemSeverity { Error = "ERROR", Warning = "WARNING" }
}

codes! {
    /// What kind of fault a problem is.
    pub enum ProblemCode {
        Unreadable = "UNREADABLE",
        UnknownFile = "UNKNOWN_FILE",
        UnknownColumn = "UNKNOWN_COLUMN",
        MissingColumn = "MISSING_COLUMN",
        DuplicateColumn = "DUPLICATE_COLUMN",
        CellCount = "CELL_COUNT",
        NotUtf8 = "NOT_UTF8",
        MissingValue = "MISSING_VALUE",
        BadSlug = "BAD_SLUG",
        BadType = "BAD_TYPE",
        OutOfRange = "OUT_OF_RANGE",
        UnknownCode = "UNKNOWN_CODE",
        ExpiredCode = "EXPIRED_CODE",
        UnknownUnit = "UNKNOWN_UNIT",
        AmbiguousUnit = "AMBIGUOUS_UNIT",
        WrongUnit = "WRONG_UNIT",
        UnknownReference = "UNKNOWN_REFERENCE",
        DuplicateId = "DUPLICATE_ID",
        DatesOutOfOrder = "DATES_OUT_OF_ORDER",
        NoSource = "NO_SOURCE",
        StillReferenced = "STILL_REFERENCED",
        Cycle = "CYCLE",
        Inconsistent = "INCONSISTENT",
        OutsideCountry = "OUTSIDE_COUNTRY",
        ShorterThanGreatCircle = "SHORTER_THAN_GREAT_CIRCLE",
        SharesAboveOne = "SHARES_ABOVE_ONE",
        FarAboveLargest = "FAR_ABOVE_LARGEST",
        NoEwcCode = "NO_EWC_CODE",
        NotMovable = "NOT_MOVABLE",
        LikelyDuplicate = "LIKELY_DUPLICATE",
        LimitExceeded = "LIMIT_EXCEEDED",
        StatusTakenBack = "STATUS_TAKEN_BACK",
        SecondMatch = "SECOND_MATCH",
        SameSite = "SAME_SITE",
        ValuesEmptied = "VALUES_EMPTIED",
        SetsBack = "SETS_BACK",
    }
}

/// Where in what was read something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// File of the package, or the argument of a request.
    pub file: Text,
    /// Line of the file, 1 for the header; 0 where there are no lines.
    pub line: u64,
}

/// One fault or doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether it blocks the commit.
    pub severity: ProblemSeverity,
    /// What kind of fault it is.
    pub code: ProblemCode,
    /// A sentence that reads alone, without full stop.
    pub message: String,
    /// Where it stands, if it came from a file or a list of changes.
    pub place: Option<Place>,
    /// Name of the column it is about.
    pub column: Option<String>,
    /// The offending value.
    pub value: Option<String>,
    /// What would have been right.
    pub expected: Option<String>,
    /// The nearest valid value.
    pub suggestion: Option<String>,
}

impl Problem {
    /// A problem that blocks.
    pub fn error(code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            severity: ProblemSeverity::Error,
            code,
            message: message.into(),
            place: None,
            column: None,
            value: None,
            expected: None,
            suggestion: None,
        }
    }

    /// A doubt that does not block.
    pub fn warning(code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            severity: ProblemSeverity::Warning,
            ..Self::error(code, message)
        }
    }

    /// The same, with its place.
    pub fn at(mut self, place: Option<&Place>) -> Self {
        self.place = place.cloned();
        self
    }

    /// The same, with its column.
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// The same, with the offending value.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The same, with what would have been right.
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// The same, with the nearest valid value, if there is one.
    pub fn suggestion(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// Whether it blocks the commit.
    pub fn is_error(&self) -> bool {
        self.severity == ProblemSeverity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:{}: ", place.file, place.line)?;
        }
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(expected) = &self.expected {
            write!(f, "; expected {expected}")?;
        }
        if let Some(suggestion) = &self.suggestion {
            write!(f, "; did you mean `{suggestion}`?")?;
        }
        Ok(())
    }
}
