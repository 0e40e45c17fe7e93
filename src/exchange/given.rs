//! Which columns of its records a file gives. Of the others it says nothing, so that what is on record there stays.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Column;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Record;
use crate::model::Table;
use crate::model::tables::figure;

/// The columns that files give; of a file that is not told of the records are whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenColumns {
    /// The columns in the header of a file, or a sheet, that has not all of its table.
    tables: BTreeMap<String, BTreeSet<Column>>,
    /// Whether records give no more than they state, as in forms without headers.
    stated_only: bool,
}

impl GivenColumns {
    /// Records give no more than they state.
    pub(in crate::exchange) fn stated_only() -> Self {
        Self {
            stated_only: true,
            ..Self::default()
        }
    }

    /// Takes in that the header of a file has these columns only.
    pub(in crate::exchange) fn header(&mut self, file: &str, columns: BTreeSet<Column>) {
        self.tables.insert(file.to_owned(), columns);
    }

    /// Takes in that a file was exported with these columns: the others were empty, which the file says as well.
    pub(in crate::exchange) fn exported(&mut self, file: &str, table: &Table, names: &[String]) {
        if let Some(given) = self.tables.get_mut(file) {
            let columns = (0u8..).map(Column).zip(table.fields);
            let empty = columns.filter(|it| !names.iter().any(|name| name == it.1.name));
            given.extend(empty.map(|it| it.0));
        }
    }

    /// What a record that was read comes to, where one of its id is on record: columns that its file does not give are as
    /// they are there. A `raw` that is not given goes with the numbers it was read from: it stays if they do. O(columns).
    pub fn merged(&self, mut read: Record, place: &Place, on_record: &Record) -> Record {
        let header = self.tables.get(place.file.as_str());
        if header.is_none() && !self.stated_only {
            return read;
        }
        let is_given = |column| header.is_some_and(|it| it.contains(&column));
        let absent = on_record.values().iter();
        let absent = absent.filter(|(column, _)| !is_given(*column) && read.get(*column).is_none());
        let kept: Vec<_> = absent.cloned().collect();
        let had_raw = read.get(figure::RAW).is_some();
        for (column, value) in kept {
            read.set(column, value);
        }
        let numbers = [figure::VALUE, figure::LOW, figure::HIGH];
        let is_other = || numbers.iter().any(|it| read.get(*it) != on_record.get(*it));
        if read.kind() == Kind::Figure && !had_raw && !is_given(figure::RAW) && is_other() {
            read.unset(figure::RAW);
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;
    use crate::model::NAME_EN;
    use crate::model::NOTE;
    use crate::model::Value;

    fn record(kind: Kind, values: &[(Column, &str)]) -> Record {
        let mut record = Record::new(Id::new(kind, "a"));
        for (column, text) in values {
            record.set(*column, Value::Text((*text).into()));
        }
        record
    }

    fn place(file: &str) -> Place {
        Place {
            file: file.into(),
            line: 2,
        }
    }

    #[test]
    fn an_absent_column_keeps_and_an_empty_cell_empties() {
        let site = |values: &[(Column, &str)]| record(Kind::Site, values);
        let on_record = site(&[(NAME_EN, "A"), (NOTE, "kept")]);
        let mut given = GivenColumns::default();
        given.header("sites.csv", BTreeSet::from([NAME_EN]));
        let merged = |file, read: &Record| given.merged(read.clone(), &place(file), &on_record);
        let renamed = site(&[(NAME_EN, "B")]);
        let both = site(&[(NAME_EN, "B"), (NOTE, "kept")]);
        assert_eq!(merged("sites.csv", &renamed), both);
        let unnamed = site(&[(NOTE, "kept")]);
        assert_eq!(
            merged("sites.csv", &site(&[])),
            unnamed,
            "the cell is empty"
        );
        assert_eq!(
            merged("other.csv", &renamed),
            renamed,
            "all columns are given"
        );
        let of_line = GivenColumns::stated_only();
        assert_eq!(of_line.merged(renamed, &place("a.jsonl"), &on_record), both);
    }

    #[test]
    fn what_a_number_was_read_from_goes_with_the_number() {
        let figure = |values: &[(Column, &str)]| record(Kind::Figure, values);
        let on_record = figure(&[(figure::VALUE, "1"), (figure::RAW, "1 t")]);
        let given = GivenColumns::stated_only();
        let merged = |read: &Record| given.merged(read.clone(), &place(""), &on_record);
        assert_eq!(merged(&figure(&[(figure::VALUE, "1")])), on_record);
        let other = figure(&[(figure::VALUE, "2")]);
        assert_eq!(merged(&other), other);
        let told = figure(&[(figure::VALUE, "2"), (figure::RAW, "2 t")]);
        assert_eq!(merged(&told), told);
    }
}
