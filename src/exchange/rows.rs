//! The rows of one table, from cells of text to records: the same for CSV files and spreadsheets.

mod amount;
mod columns;
mod validity;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::exchange::cell::Known;
use crate::exchange::cell::bad_slug;
use crate::exchange::cell::read_known;
use crate::exchange::decimal::DecimalRule;
use crate::exchange::decimal::Decimals;
use crate::exchange::rows::amount::out_of_range;
use crate::exchange::rows::amount::raw_doubt;
use crate::exchange::rows::amount::raw_text;
use crate::exchange::rows::amount::unit_problem;
use crate::exchange::rows::columns::plain_name;
pub(crate) use crate::exchange::rows::columns::unknown_column;
use crate::exchange::units::convert;
use crate::exchange::units::unit_factor;
use crate::model::CodeLists;
use crate::model::Column;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Quantity;
use crate::model::Record;
use crate::model::Table;
use crate::model::Value;
use crate::model::codes::Code;
use crate::model::computed_slug;
use crate::model::is_slug;
use crate::model::tables::figure;

/// Reads the rows of one table under a header.
#[derive(Clone)]
pub(crate) struct TableReader<'a> {
    table: &'static Table,
    /// What each cell of a row is for.
    slots: Vec<Slot>,
    rules: Rules<'a>,
}

/// What cells are read by.
#[derive(Clone)]
pub(crate) struct Rules<'a> {
    lists: &'a CodeLists,
    /// The year the package is of, by which codes must be valid.
    reference_year: Option<i64>,
    decimals: Decimals,
}

impl<'a> Rules<'a> {
    /// The rules of a package that is of a year, or does not say; numbers have a decimal point.
    pub(crate) fn new(lists: &'a CodeLists, reference_year: Option<i64>) -> Self {
        Self {
            lists,
            reference_year,
            decimals: Decimals::default(),
        }
    }

    /// The same for a file whose numbers are written by another rule.
    pub(crate) fn with_decimal(&self, rule: DecimalRule) -> Self {
        Self {
            decimals: Decimals::new(rule),
            ..*self
        }
    }
}

/// What the cells of one column are for.
#[derive(Clone, Copy, PartialEq)]
enum Slot {
    Id,
    Field(Column),
    /// A column that is unknown or stands there twice: reported once, its cells passed over.
    Ignored,
}

impl<'a> TableReader<'a> {
    /// Takes in the header; every fault of it is reported, and the columns at fault are passed over.
    pub(crate) fn new<'h>(
        table: &'static Table,
        header: impl Iterator<Item = &'h str>,
        place: &Place,
        rules: &Rules<'a>,
        problems: &mut ProblemList,
    ) -> Self {
        let mut slots: Vec<Slot> = Vec::new();
        // A name that is meant for a column is told once, not again as a column that is missing.
        let mut meant = Vec::new();
        for name in header.map(str::trim) {
            let slot = match table.column(name) {
                _ if name == "id" && !table.computed_id => Slot::Id,
                Some(column) => Slot::Field(column),
                None => {
                    let problem = unknown_column(table, name, problems);
                    let same = problem.suggestion.clone();
                    meant.extend(same.filter(|it| *it == plain_name(name)));
                    problems.push(problem.at(Some(place)));
                    Slot::Ignored
                }
            };
            if slot != Slot::Ignored && slots.contains(&slot) {
                let said = format!("column `{name}` stands there twice");
                let problem = Problem::error(ProblemCode::DuplicateColumn, said);
                problems.push(problem.at(Some(place)).column(name));
                slots.push(Slot::Ignored);
            } else {
                slots.push(slot);
            }
        }
        let reader = Self {
            table,
            slots,
            rules: rules.clone(),
        };
        reader.check_header(&meant, place, problems);
        reader
    }

    /// Number of cells that a row should have.
    pub(crate) fn width(&self) -> usize {
        self.slots.len()
    }

    /// Whether what a row says does not depend on the rows read before it.
    pub(crate) fn reads_in_any_order(&self) -> bool {
        self.rules.decimals.read_in_any_order()
    }

    /// The columns in the header; none if it has all of the table.
    pub(crate) fn given(&self) -> Option<BTreeSet<Column>> {
        let columns = self.slots.iter().filter_map(|slot| match slot {
            Slot::Field(column) => Some(*column),
            Slot::Id | Slot::Ignored => None,
        });
        let columns: BTreeSet<Column> = columns.collect();
        (columns.len() < self.table.fields.len()).then_some(columns)
    }

    /// The record of a row; none if it has no good id, or
    /// is a figure or statement with a fault in what identifies it.
    ///
    /// A record with faults in other cells is returned without them, so that what refers to it is
    /// not reported as well.
    pub(crate) fn row<'c>(
        &self,
        cell: impl Fn(usize) -> &'c str,
        place: &Place,
        problems: &mut ProblemList,
    ) -> Option<Record> {
        let errors_before = problems.errors();
        let stated = (0..self.slots.len()).filter(|at| !cell(*at).is_empty());
        let mut record = Record::with_room(Id::new(self.table.kind, ""), stated.count());
        let mut has_id = self.table.computed_id;
        for (at, slot) in self.slots.iter().enumerate() {
            match slot {
                Slot::Id => has_id |= read_id(cell(at).trim(), &mut record, place, problems),
                Slot::Field(column) => {
                    self.read_field(*column, cell(at), &mut record, place, problems)
                }
                Slot::Ignored => {}
            }
        }
        if self.table.kind == Kind::Figure {
            let texts = |column| {
                let at = self.slots.iter().position(|it| *it == Slot::Field(column));
                at.map_or("", |at| cell(at).trim())
            };
            self.settle_unit(&mut record, texts, place, problems);
            let doubt = raw_doubt(&record, self.rules.lists);
            problems.extend(doubt.map(|it| it.at(Some(place))));
        }
        self.check_validity(&record, place, problems);
        if self.table.computed_id {
            if problems.errors() > errors_before {
                return None;
            }
            record.id.slug = computed_slug(&record);
        }
        has_id.then_some(record)
    }

    /// The record of a row some cells of which were found at fault before, and are empty: `told` names their columns,
    /// which are not told to be empty as well. None as for [`Self::row`], and where the id would be computed from such a row.
    pub(crate) fn row_with_faults<'c>(
        &self,
        cell: impl Fn(usize) -> &'c str,
        told: &[&str],
        place: &Place,
        problems: &mut ProblemList,
    ) -> Option<Record> {
        let (record, found) = self.apart(cell, place, problems);
        problems.extend(found.into_iter().filter(|it| !is_empty(it, told)));
        record.filter(|_| told.is_empty() || !self.table.computed_id)
    }

    /// The same of a row that gives no more than it states: what it leaves out may be on record, so that it is told to be empty
    /// once the record is laid onto that.
    pub(crate) fn row_as_stated<'c>(
        &self,
        cell: impl Fn(usize) -> &'c str,
        told: &[&str],
        place: &Place,
        problems: &mut ProblemList,
    ) -> Option<Record> {
        let (record, found) = self.apart(cell, place, problems);
        let is_left_out = |it: &Problem| it.code == ProblemCode::MissingValue && record.is_some();
        let found = found.into_iter();
        problems.extend(found.filter(|it| !is_left_out(it) && !is_empty(it, told)));
        record.filter(|_| told.is_empty() || !self.table.computed_id)
    }

    /// The record of a row, and its problems by themselves.
    fn apart<'c>(
        &self,
        cell: impl Fn(usize) -> &'c str,
        place: &Place,
        problems: &ProblemList,
    ) -> (Option<Record>, Vec<Problem>) {
        let mut found = problems.part(self.slots.len());
        let record = self.row(cell, place, &mut found);
        (record, found.finish())
    }

    /// A record without values for a row that cannot be read, so that what refers to it is not
    /// reported as well; none without a good id.
    pub(crate) fn id_only<'c>(&self, cell: impl Fn(usize) -> &'c str) -> Option<Record> {
        let at = self.slots.iter().position(|slot| *slot == Slot::Id)?;
        let slug = cell(at).trim();
        is_slug(slug).then(|| Record::new(Id::new(self.table.kind, slug)))
    }

    fn check_header(&self, meant: &[String], place: &Place, problems: &mut ProblemList) {
        let mut missing = |name: &str| {
            if meant.iter().any(|it| it == name) {
                return;
            }
            let said = format!("no column `{name}` in {}", self.table.name);
            let problem = Problem::error(ProblemCode::MissingColumn, said);
            problems.push(problem.at(Some(place)).column(name));
        };
        if !self.table.computed_id && !self.slots.contains(&Slot::Id) {
            missing("id");
        }
        for (column, field) in (0u8..).map(Column).zip(self.table.fields) {
            if field.required && !self.slots.contains(&Slot::Field(column)) {
                missing(field.name);
            }
        }
    }

    fn read_field(
        &self,
        column: Column,
        cell: &str,
        record: &mut Record,
        place: &Place,
        problems: &mut ProblemList,
    ) {
        let field = self.table.field(column);
        let pointed = match field.of {
            FieldType::Number(..) => self.rules.decimals.with_point(cell, place.line),
            _ => Ok(Cow::Borrowed(cell)),
        };
        let cell = match pointed {
            Ok(cell) => cell,
            Err(fault) => return problems.push(fault.at(Some(place)).column(field.name)),
        };
        // What nobody is told need not be sought: files may be wrong in every row.
        let lists = match problems.is_full() {
            true => Known::unsought(self.rules.lists),
            false => Known::of(self.rules.lists),
        };
        let value = read_known(field, &cell, lists, &mut |problem| {
            problems.push(problem.at(Some(place)).column(field.name));
        });
        if let Some(value) = value {
            record.set(column, value);
        } else if field.required && cell.trim().is_empty() {
            let said = format!("`{}` is empty", field.name);
            let problem = Problem::error(ProblemCode::MissingValue, said);
            problems.push(problem.at(Some(place)).column(field.name));
        }
    }

    /// Converts the numbers of a figure to the unit of its quantity and checks their range.
    fn settle_unit<'c>(
        &self,
        record: &mut Record,
        text: impl Fn(Column) -> &'c str,
        place: &Place,
        problems: &mut ProblemList,
    ) {
        let quantity = match record.get(figure::QUANTITY) {
            Some(Value::Code(index)) => Quantity::from_index(*index),
            _ => None,
        };
        let Some(spelling) = record.text(figure::UNIT).map(str::to_owned) else {
            return;
        };
        let Some(quantity) = quantity else {
            return;
        };
        let factor = match unit_factor(self.rules.lists, &spelling, quantity, !problems.is_full()) {
            Ok(factor) => factor,
            Err(fault) => {
                problems.push(
                    unit_problem(&fault, quantity)
                        .at(Some(place))
                        .column("unit")
                        .value(spelling),
                );
                return;
            }
        };
        let is_converted = spelling != quantity.unit();
        if is_converted {
            let raw = raw_text(
                text(figure::VALUE),
                text(figure::LOW),
                text(figure::HIGH),
                &spelling,
            );
            if record.get(figure::RAW).is_none() && !raw.is_empty() {
                record.set(figure::RAW, Value::Text(raw.into()));
            }
            record.set(figure::UNIT, Value::Text(quantity.unit().into()));
        }
        let (low, high) = quantity.range();
        for column in [figure::VALUE, figure::LOW, figure::HIGH] {
            let Some(Value::Number(number)) = record.get(column) else {
                continue;
            };
            let number = if is_converted {
                convert(*number, factor)
            } else {
                *number
            };
            if !(low..=high).contains(&number) {
                let problem = out_of_range(quantity, number).at(Some(place));
                let name = self.table.field(column).name;
                problems.push(problem.column(name).value(text(column)));
            }
            record.set(column, Value::Number(number));
        }
    }
}

/// Whether a problem tells that one of these columns is empty.
fn is_empty(problem: &Problem, columns: &[&str]) -> bool {
    let column = problem.column.as_deref();
    problem.code == ProblemCode::MissingValue && column.is_some_and(|it| columns.contains(&it))
}

fn read_id(text: &str, record: &mut Record, place: &Place, problems: &mut ProblemList) -> bool {
    if is_slug(text) {
        record.id.slug = text.into();
        return true;
    }
    let problem = if text.is_empty() {
        Problem::error(ProblemCode::MissingValue, "`id` is empty")
    } else {
        bad_slug(text)
    };
    problems.push(problem.at(Some(place)).column("id"));
    false
}
