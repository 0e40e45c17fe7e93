//! One line of JSON as the cells of a row.

use serde_json::Value as Json;

use crate::exchange::cell::LIST_SEPARATOR;
use crate::exchange::cell::as_cell;
use crate::exchange::import::cells::Row;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::object::twice;
use crate::exchange::rows::unknown_column;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::IdError;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Table;
use crate::model::nearest;
use crate::model::tables::table_of;

/// A line that says which record it is.
pub(in crate::exchange::import) struct Line {
    /// Its cells; of columns whose values no cell can hold it has been told.
    pub(in crate::exchange::import) row: Row,
    /// The slug in the line; empty where only the kind is said.
    slug: String,
}

impl Line {
    /// The cells of a record; none if it does not say of which kind it is. Faults go to `problems`.
    pub(in crate::exchange::import) fn of(
        members: &[(String, Json)],
        place: &Place,
        problems: &mut ProblemList,
    ) -> Option<Self> {
        let report = |problem: Problem, to: &mut ProblemList| to.push(problem.at(Some(place)));
        let (table, slug) = match table_and_slug(members) {
            Ok(found) => found,
            Err(fault) => {
                report(*fault, problems);
                return None;
            }
        };
        let mut row = Row::new(table, &slug);
        let mut seen = vec![false; table.fields.len()];
        let mut ids_seen = 0;
        for (key, json) in members {
            if key == "id" {
                ids_seen += 1;
                if ids_seen == 2 {
                    report(twice(key), problems);
                }
                continue;
            }
            let Some(column) = table.column(key) else {
                let problem = unknown_column(table, key, problems);
                report(problem, problems);
                continue;
            };
            let at = usize::from(column.0);
            if std::mem::replace(&mut seen[at], true) {
                report(twice(key), problems);
                continue;
            }
            match cell_of(table.field(column), json) {
                Ok(cell) => row.set(column, cell),
                Err(fault) => {
                    row.told.push(table.field(column).name);
                    report(fault.column(key), problems);
                }
            }
        }
        Some(Self { row, slug })
    }

    /// Reads the record and keeps it.
    pub(in crate::exchange::import) fn take(&self, place: &Place, rows: &mut Rows<'_>) {
        if let Some(record) = rows.read(&self.row, place) {
            self.check_id(&record, place, rows.problems);
            rows.records.push(record, place, rows.problems);
        }
    }

    /// Tells of an id that is not the one that the values make.
    fn check_id(&self, record: &Record, place: &Place, problems: &mut ProblemList) {
        if self.slug.is_empty() || self.slug == record.id.slug {
            return;
        }
        let kind = self.row.table.kind.code();
        let said = format!("the values do not make the id `{kind}:{}`", self.slug);
        let problem = Problem::error(ProblemCode::Inconsistent, said).at(Some(place));
        let expected = format!("`{kind}` alone, or the id that they make");
        let problem = problem.column("id").expected(expected);
        problems.push(problem.suggestion(Some(record.id.to_string())));
    }
}

/// Of which table a record is, and its slug; a record whose id is computed may say its kind alone.
fn table_and_slug(members: &[(String, Json)]) -> Result<(&'static Table, String), Box<Problem>> {
    let bad = |code, said: String| {
        let problem = Problem::error(code, said).column("id");
        problem.expected("the id of a record, `kind:slug`")
    };
    let id = members.iter().find(|(key, _)| key == "id");
    let Some(text) = id.and_then(|(_, json)| json.as_str()) else {
        return Err(bad(ProblemCode::MissingValue, "no `id` in the record".into()).into());
    };
    let alone = Kind::from_code(text).and_then(table_of);
    if let Some(table) = alone.filter(|table| table.computed_id) {
        return Ok((table, String::new()));
    }
    let fault = match Id::parse(text) {
        Ok(id) => match table_of(id.kind) {
            Some(table) => return Ok((table, id.slug.to_string())),
            None => bad(ProblemCode::BadSlug, format!("`{text}` is no record")),
        },
        Err(IdError::UnknownKind { kind, .. }) => {
            let near = nearest(&kind, Kind::ALL.iter().map(|it| it.code()));
            let near = near.map(|near| text.replacen(&kind, near, 1));
            let said = format!("unknown kind `{kind}` in `{text}`");
            bad(ProblemCode::BadSlug, said).suggestion(near)
        }
        Err(_) => bad(ProblemCode::BadSlug, format!("`{text}` is no id")),
    };
    Err(fault.value(text).into())
}

/// The cell of a value; what is not stated is `null` or left out.
fn cell_of(field: &Field, json: &Json) -> Result<String, Box<Problem>> {
    let text = match json {
        Json::Null => return Ok(String::new()),
        Json::Array(items) if field.many => {
            let items: Result<Vec<String>, _> = items.iter().map(|it| item(field, it)).collect();
            items?.join(";")
        }
        Json::Array(_) => return Err(of_type(field, json, "one value, and no list")),
        one if field.many => return Err(of_type(field, one, "a list of values, `[…]`")),
        one => one_value(field, one)?,
    };
    Ok(match field.of {
        FieldType::Text => as_cell(text),
        _ => text,
    })
}

/// A value of a list, which no cell can hold if it holds what separates the values.
fn item(field: &Field, json: &Json) -> Result<String, Box<Problem>> {
    let text = one_value(field, json)?;
    if text.contains(LIST_SEPARATOR) {
        return Err(of_type(field, json, "values without `;`"));
    }
    Ok(text)
}

fn one_value(field: &Field, json: &Json) -> Result<String, Box<Problem>> {
    match (field.of, json) {
        (FieldType::Int(..), Json::Number(number)) => Ok(number.to_string()),
        (FieldType::Number(..), Json::Number(number)) => {
            let number = number.as_f64().unwrap_or(f64::NAN);
            Ok(ryu_js::Buffer::new().format(number).to_owned())
        }
        (FieldType::Int(..) | FieldType::Number(..), _) => Err(of_type(field, json, "a number")),
        (FieldType::Flag, Json::Bool(flag)) => Ok(flag.to_string()),
        (FieldType::Flag, _) => Err(of_type(field, json, "`true` or `false`")),
        (FieldType::Ref([kind]), Json::String(text)) => {
            // The cells of a column that takes one kind leave it out.
            let slug = text
                .strip_prefix(kind.code())
                .and_then(|it| it.strip_prefix(':'));
            Ok(slug.unwrap_or(text).to_owned())
        }
        (_, Json::String(text)) => Ok(text.clone()),
        _ => Err(of_type(field, json, "a text, `\"…\"`")),
    }
}

fn of_type(field: &Field, json: &Json, expected: &str) -> Box<Problem> {
    let shown: String = json.to_string().chars().take(80).collect();
    let said = format!("`{}` cannot be `{shown}`", field.name);
    let problem = Problem::error(ProblemCode::BadType, said).expected(expected);
    problem.value(shown).into()
}
