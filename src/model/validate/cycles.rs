//! Nothing is a part of itself, however many steps it takes.

use std::collections::HashMap;

use crate::model::kind::Kind;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::registry::Row;
use crate::model::table::Column;
use crate::model::tables::link;
use crate::model::tables::material;
use crate::model::tables::organisation;
use crate::model::tables::region;
use crate::model::tables::site;
use crate::model::tables::table_of;
use crate::model::validate::Check;

/// Columns that lead upwards and so never lead back.
const UPWARDS: &[(Kind, Column)] = &[
    (Kind::Material, material::GROUP),
    (Kind::Region, region::PARENT),
    (Kind::Region, region::MEMBERS),
    (Kind::Organisation, organisation::PARENT),
    (Kind::Site, site::PART_OF),
    (Kind::Link, link::PART_OF),
];

/// How far a row is looked through: begun rows are on the way that is being followed.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Begun,
    Done,
}

impl Check<'_> {
    pub(super) fn cycles(&mut self) {
        for (kind, column) in UPWARDS {
            let mut seen: HashMap<Row, Seen> = HashMap::new();
            for (at, record) in self.puts().filter(|(_, record)| record.kind() == *kind) {
                if record.get(*column).is_none() {
                    continue;
                }
                let Some(row) = self.after.find(&record.id) else {
                    continue;
                };
                let Some(way) = self.cycle_from(row, *column, &mut seen) else {
                    continue;
                };
                let Some(table) = table_of(*kind) else {
                    continue;
                };
                let way: Vec<&str> = way.iter().map(|row| self.after.slug(*row)).collect();
                let field = table.field(*column).name;
                let said = format!("`{field}` leads in a circle: {}", way.join(", "));
                let problem = Problem::error(ProblemCode::Cycle, said).column(field);
                self.report(at, problem.value(way[1.min(way.len() - 1)]));
            }
        }
    }

    /// The rows of a circle that is met from a row, the first also last; none if there is none that
    /// was not met before. Depth first, without recursion; each row once in all calls.
    fn cycle_from(
        &self,
        start: Row,
        column: Column,
        seen: &mut HashMap<Row, Seen>,
    ) -> Option<Vec<Row>> {
        let mut found = None;
        let mut way: Vec<(Row, Vec<Row>)> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(row) = next.take() {
                match seen.get(&row) {
                    None => {
                        seen.insert(row, Seen::Begun);
                        way.push((row, self.above(row, column)));
                    }
                    Some(Seen::Begun) if found.is_none() => {
                        let rows = way.iter().map(|(row, _)| *row);
                        let circle = rows.skip_while(|it| *it != row).chain([row]);
                        found = Some(circle.collect());
                    }
                    Some(_) => {}
                }
            }
            let Some((row, above)) = way.last_mut() else {
                return found;
            };
            next = above.pop();
            if next.is_none() {
                seen.insert(*row, Seen::Done);
                way.pop();
            }
        }
    }

    /// The rows that a column of a row refers to, as one or as a list.
    fn above(&self, row: Row, column: Column) -> Vec<Row> {
        let is_many = table_of(row.kind()).is_some_and(|table| table.field(column).many);
        if is_many {
            self.after.references(row, column).collect()
        } else {
            self.after.reference(row, column).into_iter().collect()
        }
    }
}
