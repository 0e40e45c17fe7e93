//! A record by a mapping: what the attributes of a node, an edge or a point become.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::exchange::import::cells::Row;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::mapping::Part;
use crate::exchange::import::mapping::cell_of;
use crate::exchange::import::object::twice;
use crate::model::Column;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MAX_SLUG_LEN;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Table;
use crate::model::fold;
use crate::model::tables::figure;
use crate::model::tables::table_of;

/// The cells of a thing by attribute, or what is wrong with them.
pub(super) type Values<'v> = BTreeMap<&'v str, Result<String, Box<Problem>>>;

/// The id, which every thing has, as an attribute.
const ID: &str = "id";

/// A part of a mapping that fits a file.
pub(super) struct Mapped<'a> {
    pub(super) table: &'static Table,
    part: &'a Part,
    /// Attribute → column.
    columns: Vec<(&'a str, Column)>,
}

impl<'a> Mapped<'a> {
    /// Takes in a part of a mapping: attributes that are not there are errors, and so are columns that the form says itself,
    /// those of `own`; attributes that it does not name are warnings.
    pub(super) fn of(
        part: &'a Part,
        (table, own): (&'static Table, &[Column]),
        attributes: &[(&str, u64)],
        place: &dyn Fn(u64) -> Place,
        problems: &mut ProblemList,
    ) -> Self {
        for name in part.columns.values().chain(part.constants.keys()) {
            let column = table.column(name).filter(|it| own.contains(it));
            if column.is_some() {
                let said = format!("the mapping says `{name}`, which the file itself says");
                let problem = Problem::error(ProblemCode::DuplicateColumn, said).column(name);
                problems.push(problem.at(Some(&place(1))));
            }
        }
        let figures = part.figures.iter().map(|it| it.attribute.as_str());
        let mapped = part.columns.keys().map(String::as_str);
        let named: BTreeSet<&str> = mapped.chain(part.slug.as_deref()).chain(figures).collect();
        let ignored: BTreeSet<&str> = part.ignore.iter().map(String::as_str).collect();
        let known: BTreeSet<&str> = attributes.iter().map(|it| it.0).collect();
        for name in named.iter().filter(|it| **it != ID) {
            if !known.contains(name) {
                let near = problems.near(name, known.iter().copied());
                let said = format!("the mapping names `{name}`, and there is no such attribute");
                let problem = Problem::error(ProblemCode::UnknownColumn, said).column(*name);
                problems.push(problem.at(Some(&place(1))).suggestion(near));
            }
        }
        for (name, line) in attributes {
            if !named.contains(name) && !ignored.contains(name) {
                let said = format!("`{name}` is passed over, as the mapping does not name it");
                let problem = Problem::warning(ProblemCode::UnknownColumn, said).column(*name);
                let expected = "a column for it, or its name among those to `ignore`";
                problems.push(problem.at(Some(&place(*line))).expected(expected));
            }
        }
        let columns = part.columns.iter();
        let columns = columns.filter_map(|(name, to)| Some((name.as_str(), table.column(to)?)));
        Self {
            table,
            part,
            columns: columns.collect(),
        }
    }

    /// Whether an attribute becomes anything.
    pub(super) fn uses(&self, name: &str) -> bool {
        self.part.columns.contains_key(name)
            || self.part.slug.as_deref() == Some(name)
            || self.part.figures.iter().any(|it| it.attribute == name)
    }

    /// Whether it is said what slugs are made of.
    pub(super) fn has_slug(&self) -> bool {
        self.part.slug.is_some()
    }

    /// The slug of a thing: of its id, or of the attribute that is said.
    pub(super) fn slug(&self, id: &str, values: &Values<'_>) -> String {
        let text = match self.part.slug.as_deref() {
            None => id,
            Some(name) => match values.get(name) {
                Some(Ok(text)) => text,
                _ => "",
            },
        };
        slug_of(text)
    }

    /// Reads a thing into its record and its figures; `cells` are those that no attribute says.
    pub(super) fn read(
        &self,
        slug: &str,
        values: &Values<'_>,
        cells: &[(Column, String)],
        place: &Place,
        rows: &mut Rows<'_>,
    ) {
        let mut row = Row::new(self.table, slug);
        set_constants(&mut row, &self.part.constants);
        let slug = self.part.slug.as_deref();
        if let Some(Err(fault)) = slug.and_then(|it| values.get(it)) {
            row.told.push(ID);
            if !self.columns.iter().any(|it| Some(it.0) == slug) {
                rows.problems.push((**fault).clone().at(Some(place)));
            }
        }
        for (column, cell) in cells {
            row.set(*column, cell.clone());
        }
        for (name, column) in &self.columns {
            match values.get(name) {
                Some(Ok(text)) if !text.trim().is_empty() => row.set_text(*column, text),
                Some(Err(fault)) => {
                    row.told.push(self.table.field(*column).name);
                    rows.problems.push((**fault).clone().at(Some(place)));
                }
                _ => {}
            }
        }
        if let Some(record) = rows.take(&row, place) {
            self.read_figures(&record.id, values, place, rows);
        }
    }

    fn read_figures(&self, id: &Id, values: &Values<'_>, place: &Place, rows: &mut Rows<'_>) {
        for part in &self.part.figures {
            let Some(table) = table_of(Kind::Figure) else {
                continue;
            };
            let mut row = Row::new(table, "");
            set_constants(&mut row, &part.constants);
            row.set(figure::SUBJECT, id.to_string());
            match values.get(part.attribute.as_str()) {
                Some(Ok(text)) if !text.trim().is_empty() => row.set(figure::VALUE, text.clone()),
                Some(Err(fault)) => {
                    rows.problems.push((**fault).clone().at(Some(place)));
                    continue;
                }
                _ => continue,
            }
            rows.take(&row, place);
        }
    }
}

/// A text in plain letters. Of one that is too long for a slug there are a few letters too many, and no more.
pub(super) fn slug_of(text: &str) -> String {
    let slug = fold(text).replace(' ', "-");
    match slug.char_indices().nth(MAX_SLUG_LEN + 1) {
        Some((end, _)) => slug[..end].to_owned(),
        None => slug,
    }
}

/// Adds the cell of an attribute; none is lost where there are two.
pub(super) fn add<'v>(values: &mut Values<'v>, name: &'v str, cell: Result<String, Box<Problem>>) {
    let is_empty = |it: &Result<String, _>| matches!(it, Ok(text) if text.is_empty());
    match values.get_mut(name) {
        None => drop(values.insert(name, cell)),
        Some(first) if is_empty(first) => *first = cell,
        Some(first) if is_empty(&cell) || first.is_err() || *first == cell => {}
        Some(first) => *first = Err(twice(name).into()),
    }
}

fn set_constants(row: &mut Row, constants: &BTreeMap<String, serde_json::Value>) {
    for (name, value) in constants {
        if let (Some(column), Some(text)) = (row.table.column(name), cell_of(value)) {
            row.set_text(column, &text);
        }
    }
}
