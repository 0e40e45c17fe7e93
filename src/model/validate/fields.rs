//! Whether each value fits its column. What was read from a file fits already; a mutation or an
//! older program may bring what does not.

use crate::model::canonical::computed_slug;
use crate::model::kind::is_slug;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::table::Column;
use crate::model::table::Field;
use crate::model::table::FieldType;
use crate::model::table::PublishedList;
use crate::model::tables::table_of;
use crate::model::validate::Check;
use crate::model::validate::dates::is_date;
use crate::model::validate::dates::period_years;

impl Check<'_> {
    /// Checks the id and every column of a record but for what its references lead to.
    pub(super) fn fields(&mut self, at: usize, record: &Record) {
        let Some(table) = table_of(record.kind()) else {
            let said = format!(
                "`{}` is no record: modes of transport are a closed list",
                record.id
            );
            self.report(at, Problem::error(ProblemCode::BadType, said));
            return;
        };
        let id_fault = if !is_slug(&record.id.slug) {
            Some("is no slug")
        } else if table.computed_id && record.id.slug != computed_slug(record) {
            Some("is not the id that follows from the values")
        } else {
            None
        };
        if let Some(fault) = id_fault {
            let said = format!("`{}` {fault}", record.id.slug);
            self.report(at, Problem::error(ProblemCode::BadSlug, said).column("id"));
        }
        let mut stated = record.values().iter().map(|(column, _)| *column).peekable();
        for (column, field) in (0u8..).map(Column).zip(table.fields) {
            // Values are ordered as columns are, so one pass over both will do.
            let is_stated = stated.next_if_eq(&column).is_some();
            if field.required && !is_stated {
                let said = format!("`{}` of {} is empty", field.name, record.id);
                let problem = Problem::error(ProblemCode::MissingValue, said);
                self.report(at, problem.column(field.name));
            }
        }
        for (column, value) in record.values() {
            let Some(field) = table.fields.get(usize::from(column.0)) else {
                let said = format!("{} has no column {}", table.name, column.0);
                self.report(at, Problem::error(ProblemCode::UnknownColumn, said));
                continue;
            };
            let is_list = matches!(value, Value::List(_));
            if is_list != field.many || value.items().is_empty() {
                let said = format!(
                    "`{}` of {} holds {}",
                    field.name,
                    record.id,
                    if is_list { "a list" } else { "one value" }
                );
                let expected = if field.many {
                    "a list that is not empty"
                } else {
                    "one value"
                };
                let problem = Problem::error(ProblemCode::BadType, said).expected(expected);
                self.report(at, problem.column(field.name));
                continue;
            }
            for item in value.items() {
                if let Some(problem) = self.misfit(field, item) {
                    self.report(at, problem.column(field.name));
                }
            }
        }
    }

    /// The problem of a value that does not fit; references are looked at elsewhere.
    fn misfit(&self, field: &Field, value: &Value) -> Option<Problem> {
        let out_of_range = |shown: String, expected: String| {
            let said = format!("{shown} is out of range");
            Some(
                Problem::error(ProblemCode::OutOfRange, said)
                    .value(shown)
                    .expected(expected),
            )
        };
        match (field.of, value) {
            (FieldType::Text, Value::Text(text)) => unclean(text, field.many),
            (FieldType::Code(codes), Value::Code(index)) if usize::from(*index) < codes.len() => {
                None
            }
            (FieldType::Published(list), Value::Text(code)) => self.unlisted(list, code),
            (FieldType::Ref(_), Value::Id(_)) | (FieldType::Flag, Value::Flag(_)) => None,
            (FieldType::Int(low, high), Value::Int(number)) => {
                if (low..=high).contains(number) {
                    return None;
                }
                out_of_range(
                    number.to_string(),
                    format!("a whole number from {low} to {high}"),
                )
            }
            (FieldType::Number(low, high), Value::Number(number)) => {
                if (low..=high).contains(number) {
                    return None;
                }
                out_of_range(number.to_string(), format!("a number from {low} to {high}"))
            }
            (FieldType::Date, Value::Text(text)) if is_date(text) => None,
            (FieldType::Period, Value::Text(text)) if is_period(text) => None,
            _ => {
                let said = format!("the value does not fit `{}`", field.name);
                Some(Problem::error(ProblemCode::BadType, said))
            }
        }
    }

    /// The problem of a code that its list does not have.
    fn unlisted(&self, list: PublishedList, code: &str) -> Option<Problem> {
        if self.lists.get(list, code).is_some() {
            return None;
        }
        // A unit is told by the quantity: to follow a near spelling would change the number.
        let near = (list != PublishedList::Unit)
            .then(|| self.lists.nearest(list, code))
            .flatten();
        let problem = Problem::error(ProblemCode::UnknownCode, format!("unknown code `{code}`"));
        Some(problem.value(code).suggestion(near))
    }
}

fn is_period(text: &str) -> bool {
    period_years(text).is_some_and(|(first, last)| first <= last)
}

/// The problem of a text that a file would not give back as it is.
fn unclean(text: &str, is_item: bool) -> Option<Problem> {
    let said = if text.is_empty() {
        "the text is empty"
    } else if text.trim() != text {
        "the text begins or ends with white space"
    } else if text
        .chars()
        .any(|it| it.is_control() && it != '\n' && it != '\t')
    {
        "the text holds a control character"
    } else if is_item && text.contains(';') {
        "an item of the list holds `;`, which separates items"
    } else {
        return None;
    };
    let shown: String = text.chars().take(80).collect();
    Some(Problem::error(ProblemCode::BadType, said).value(shown))
}
