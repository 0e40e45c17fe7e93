//! Published codes hold for years: whether those of a row are valid in the year it is of.

use crate::exchange::rows::TableReader;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Value;
use crate::model::tables::intake;
use crate::model::tables::precedent;

impl TableReader<'_> {
    /// Published codes must be valid in the year the row is of, or else the package.
    pub(super) fn check_validity(
        &self,
        record: &Record,
        place: &Place,
        problems: &mut ProblemList,
    ) {
        let Some(year) = year_of(record).or(self.rules.reference_year) else {
            return;
        };
        for (column, value) in record.values() {
            let field = self.table.field(*column);
            let FieldType::Published(list) = field.of else {
                continue;
            };
            for item in value.items() {
                let Value::Text(code) = item else { continue };
                let Some(entry) = self.rules.lists.get(list, code) else {
                    continue;
                };
                let said = match (&entry.valid_from, &entry.valid_to) {
                    (Some(from), _) if from[..4] > *format!("{year:04}") => {
                        format!("code `{code}` is valid from {from} only, and the row is of {year}")
                    }
                    (_, Some(to)) if to[..4] < *format!("{year:04}") => {
                        format!("code `{code}` is valid until {to} only, and the row is of {year}")
                    }
                    _ => continue,
                };
                let problem = Problem::error(ProblemCode::ExpiredCode, said).at(Some(place));
                let expected = format!("a code that is valid in {year}");
                problems.push(
                    problem
                        .column(field.name)
                        .value(code.as_str())
                        .expected(expected),
                );
            }
        }
    }
}

/// The year a record itself says it is of, where that decides which codes are valid.
fn year_of(record: &Record) -> Option<i64> {
    match record.kind() {
        Kind::Precedent => match record.get(precedent::YEAR)? {
            Value::Int(year) => Some(*year),
            _ => None,
        },
        Kind::Intake => {
            let day = record
                .text(intake::VALID_FROM)
                .or_else(|| record.text(intake::VALID_TO))?;
            day.get(..4)?.parse().ok()
        }
        _ => None,
    }
}
