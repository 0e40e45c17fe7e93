//! Codes of problems.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::model;

mirror! {
    /// Whether a problem blocks a commit.
    ProblemSeverity of model::ProblemSeverity {
        /// It blocks.
        Error,
        /// It does not block.
        Warning,
    }
    /// What kind of fault a problem is.
    ProblemCode of model::ProblemCode {
        /// The file cannot be read.
        Unreadable,
        /// The package has a file that no table is known for.
        UnknownFile,
        /// The table has no such column.
        UnknownColumn,
        /// A required column is missing.
        MissingColumn,
        /// A column appears twice.
        DuplicateColumn,
        /// A line has more or fewer cells than the header.
        CellCount,
        /// The text is no UTF-8.
        NotUtf8,
        /// A required value is missing.
        MissingValue,
        /// The text is no slug or no id.
        BadSlug,
        /// The value is of another type.
        BadType,
        /// The number is out of range.
        OutOfRange,
        /// The list has no such code.
        UnknownCode,
        /// The code is no longer or not yet valid.
        ExpiredCode,
        /// The unit is not known.
        UnknownUnit,
        /// The unit has several meanings.
        AmbiguousUnit,
        /// The unit does not fit the quantity.
        WrongUnit,
        /// There is no such record.
        UnknownReference,
        /// Two records have one id.
        DuplicateId,
        /// A first day or year comes after the last.
        DatesOutOfOrder,
        /// A figure names no source.
        NoSource,
        /// A record that others refer to cannot be deleted.
        StillReferenced,
        /// A record is a part of itself.
        Cycle,
        /// Values contradict each other.
        Inconsistent,
        /// The position lies outside the stated country.
        OutsideCountry,
        /// A reported distance is shorter than the great circle.
        ShorterThanGreatCircle,
        /// Shares add up to more than one.
        SharesAboveOne,
        /// A number is far above the largest of its kind.
        FarAboveLargest,
        /// A side-stream has no code of the European List of Waste.
        NoEwcCode,
        /// A product in this state cannot move this way.
        NotMovable,
        /// A record that is much like another.
        LikelyDuplicate,
        /// More than is taken at once.
        LimitExceeded,
        /// A match goes back to a step it had passed.
        StatusTakenBack,
        /// Another open match is of the same offer and request.
        SecondMatch,
        /// Offer and request of a match are of one site.
        SameSite,
        /// A file empties values that are on record.
        ValuesEmptied,
        /// An export sets back records that were changed after it.
        SetsBack,
    }
}
