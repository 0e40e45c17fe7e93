//! From the input of a record to a record of the model, with every fault as a problem.

use async_graphql::ID;
use async_graphql::InputType as _;
use async_graphql::Name;
use async_graphql::Value as Input;

use crate::graphql::codes::code_input;
use crate::graphql::record_input::RecordInput;
use crate::graphql::record_input::graphql_name;
use crate::graphql::scenario::check_changes;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::IdError;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Record;
use crate::model::Table;
use crate::model::Value;
use crate::model::computed_slug;
use crate::model::is_slug;
use crate::model::nearest;
use crate::model::tables::scenario;
use crate::model::tables::table_of;

/// Longest text of one value, in characters.
const MAX_TEXT_CHARS: usize = 10_000;
/// Most items of one list.
const MAX_ITEMS: usize = 1_000;

/// The record an input describes; none if a problem keeps it from being one.
pub(crate) fn read(
    input: &RecordInput,
    place: &Place,
    problems: &mut Vec<Problem>,
) -> Option<Record> {
    let table = table_of(input.kind)?;
    let before = problems.len();
    let mut reader = Reader {
        table,
        place,
        problems,
    };
    let mut record = Record::new(Id::new(table.kind, ""));
    let is_id = |name: &&Name| !table.computed_id && name.as_str() == "id";
    for name in input.values.keys().filter(|name| !is_id(name)) {
        reader.unknown_name(name);
    }
    for column in table.file_order() {
        let field = table.field(column);
        let name = graphql_name(field.name);
        match input
            .values
            .get(name.as_str())
            .filter(|it| **it != Input::Null)
        {
            Some(value) => {
                if let Some(value) = reader.column(field, &name, value) {
                    record.set(column, value);
                }
            }
            None if field.required => reader.missing(&name),
            None => {}
        }
    }
    if table.kind == Kind::Scenario {
        reader.scenario(&record);
    }
    if table.computed_id {
        record.id.slug = computed_slug(&record);
    } else {
        record.id = reader.own_id(input.values.get("id"))?;
    }
    (problems.len() == before).then_some(record)
}

/// Reads values of one record and notes what is wrong with them.
struct Reader<'a> {
    table: &'static Table,
    place: &'a Place,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn note(&mut self, problem: Problem, column: &str) {
        self.problems
            .push(problem.at(Some(self.place)).column(column));
    }

    /// Notes what is wrong with the changes of a saved scenario; what their ids name is looked up when it is used.
    fn scenario(&mut self, record: &Record) {
        let json = record.text(scenario::CHANGES);
        if let Some(wrong) = json.and_then(check_changes) {
            let message = format!("`changes` cannot be used: {wrong}");
            let problem = Problem::error(ProblemCode::BadType, message);
            self.note(
                problem.expected("the JSON of a list of `ScenarioChangeInput`"),
                "changes",
            );
        }
    }

    fn missing(&mut self, column: &str) {
        let message = format!("`{column}` is missing");
        self.note(
            Problem::error(ProblemCode::MissingValue, message).expected("a value"),
            column,
        );
    }

    /// Notes a name that is no column; as a literal the library refuses it, as a variable not.
    fn unknown_name(&mut self, name: &str) {
        let names: Vec<String> = self
            .table
            .fields
            .iter()
            .map(|it| graphql_name(it.name))
            .collect();
        if names.iter().any(|it| it == name) {
            return;
        }
        let message = format!("{} has no field `{name}`", self.table.kind.code());
        let near = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
        self.note(
            Problem::error(ProblemCode::UnknownColumn, message).suggestion(near),
            name,
        );
    }

    fn own_id(&mut self, value: Option<&Input>) -> Option<Id> {
        match value {
            None | Some(Input::Null) => {
                self.missing("id");
                None
            }
            // The input says the kind, so that the slug alone will do.
            Some(Input::String(slug)) if is_slug(slug) => Some(Id::new(self.table.kind, slug)),
            Some(value) => self.reference("id", &[self.table.kind], value),
        }
    }

    /// The value of a column; none, with a problem, if it is not of the column's type.
    fn column(&mut self, field: &Field, name: &str, value: &Input) -> Option<Value> {
        if !field.many {
            return self.item(field, name, value);
        }
        let items = match value {
            Input::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        if items.len() > MAX_ITEMS {
            let message = format!("`{name}` has {} items", items.len());
            let problem = Problem::error(ProblemCode::LimitExceeded, message);
            self.note(problem.expected(format!("at most {MAX_ITEMS}")), name);
            return None;
        }
        let read: Vec<Value> = items
            .iter()
            .filter_map(|it| self.item(field, name, it))
            .collect();
        (!read.is_empty()).then_some(Value::List(read))
    }

    fn item(&mut self, field: &Field, name: &str, value: &Input) -> Option<Value> {
        match field.of {
            FieldType::Ref(kinds) => self.reference(name, kinds, value).map(Value::Id),
            FieldType::Code(codes) => self.code(name, codes, value),
            FieldType::Int(low, high) => self.int(name, (low, high), value),
            FieldType::Number(low, high) => self.number(name, (low, high), value),
            FieldType::Flag => match value {
                Input::Boolean(flag) => Some(Value::Flag(*flag)),
                _ => self.bad_type(name, value, "true or false"),
            },
            FieldType::Date => self.date(name, value),
            FieldType::Period => self.period(name, value),
            FieldType::Text | FieldType::Published(_) => {
                self.text(name, value).map(|it| Value::Text(it.into()))
            }
        }
    }

    fn bad_type<T>(&mut self, name: &str, value: &Input, expected: &str) -> Option<T> {
        let shown = shown(value);
        let message = format!("`{shown}` is no {expected}");
        let problem = Problem::error(ProblemCode::BadType, message)
            .value(shown)
            .expected(expected);
        self.note(problem, name);
        None
    }

    fn text(&mut self, name: &str, value: &Input) -> Option<String> {
        let Input::String(text) = value else {
            return self.bad_type(name, value, "text");
        };
        let text = text.trim();
        if text.is_empty() {
            let expected = "text that is not empty, or nothing";
            let problem = Problem::error(ProblemCode::MissingValue, format!("`{name}` is empty"));
            self.note(problem.expected(expected), name);
            return None;
        }
        if text.chars().count() > MAX_TEXT_CHARS {
            let message = format!("`{name}` is too long");
            let problem = Problem::error(ProblemCode::LimitExceeded, message);
            self.note(
                problem.expected(format!("at most {MAX_TEXT_CHARS} characters")),
                name,
            );
            return None;
        }
        Some(text.to_owned())
    }

    fn reference(&mut self, name: &str, kinds: &[Kind], value: &Input) -> Option<Id> {
        let Ok(text) = ID::parse(Some(value.clone())) else {
            return self.bad_type(name, value, "id `kind:slug`");
        };
        match Id::parse(text.as_str()) {
            Ok(id) if kinds.contains(&id.kind) => Some(id),
            Ok(id) => {
                let words: Vec<&str> = kinds.iter().map(|it| it.code()).collect();
                let message = format!("`{id}` is no {}", words.join(" or "));
                let problem = Problem::error(ProblemCode::BadType, message).value(text.as_str());
                self.note(
                    problem.expected(format!("an id of the kind {}", words.join(" or "))),
                    name,
                );
                None
            }
            Err(error) => {
                // A slug alone is what files hold; here the kind belongs to it.
                let suggestion = match (&error, kinds) {
                    (IdError::NoKind(slug), [kind]) => Some(format!("{}:{slug}", kind.code())),
                    _ => None,
                };
                let problem = Problem::error(ProblemCode::BadSlug, error.to_string());
                let problem = problem.value(text.as_str()).expected("`kind:slug`");
                self.note(problem.suggestion(suggestion), name);
                None
            }
        }
    }

    fn code(&mut self, name: &str, codes: &[&str], value: &Input) -> Option<Value> {
        let input = code_input(codes)?;
        if let Some(position) = (input.position)(value) {
            return Some(Value::Code(position));
        }
        let (shown, words) = (shown(value), input.words());
        let near = nearest(&shown, words.iter().map(String::as_str)).map(str::to_owned);
        let problem = Problem::error(ProblemCode::UnknownCode, format!("unknown code `{shown}`"));
        let problem = problem
            .value(shown)
            .expected(format!("one of {}", words.join(", ")));
        self.note(problem.suggestion(near), name);
        None
    }

    fn int(&mut self, name: &str, (low, high): (i64, i64), value: &Input) -> Option<Value> {
        let number = match value {
            Input::Number(number) => number.as_i64(),
            _ => None,
        };
        let Some(number) = number else {
            return self.bad_type(name, value, "whole number");
        };
        if !(low..=high).contains(&number) {
            return self.out_of_range(name, value, format!("{low} to {high}"));
        }
        Some(Value::Int(number))
    }

    fn number(&mut self, name: &str, (low, high): (f64, f64), value: &Input) -> Option<Value> {
        let number = match value {
            Input::Number(number) => number.as_f64(),
            _ => None,
        };
        let Some(number) = number.filter(|it| it.is_finite()) else {
            return self.bad_type(name, value, "number");
        };
        if !(low..=high).contains(&number) {
            return self.out_of_range(name, value, format!("{low} to {high}"));
        }
        Some(Value::Number(number))
    }

    fn out_of_range<T>(&mut self, name: &str, value: &Input, expected: String) -> Option<T> {
        let shown = shown(value);
        let problem = Problem::error(
            ProblemCode::OutOfRange,
            format!("`{shown}` is out of range"),
        );
        self.note(problem.value(shown).expected(expected), name);
        None
    }

    fn date(&mut self, name: &str, value: &Input) -> Option<Value> {
        let text = self.text(name, value)?;
        if !is_date(&text) {
            return self.bad_type(name, value, "date `YYYY-MM-DD`, `YYYY-MM` or `YYYY`");
        }
        Some(Value::Text(text.into()))
    }

    fn period(&mut self, name: &str, value: &Input) -> Option<Value> {
        let text = self.text(name, value)?;
        let years = text
            .split_once('/')
            .and_then(|(a, b)| Some((year(a)?, year(b)?)));
        if years.is_none_or(|(a, b)| a > b) {
            return self.bad_type(name, value, "period `YYYY/YYYY`");
        }
        Some(Value::Text(text.into()))
    }
}

/// A value as a message shows it.
fn shown(value: &Input) -> String {
    let text = match value {
        Input::String(text) => text.clone(),
        other => other.to_string(),
    };
    text.chars().take(100).collect()
}

fn year(text: &str) -> Option<i32> {
    let is_plain = text.len() == 4 && text.bytes().all(|it| it.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

/// Whether a text is a day, a month or a year of the calendar.
fn is_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.len() == 10 && whole.parse::<jiff::civil::Date>().is_ok()
}
