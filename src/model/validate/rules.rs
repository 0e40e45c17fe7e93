//! Rules between the columns of one record.

use crate::model::codes::Code;
use crate::model::codes::Fate;
use crate::model::codes::LinkKind;
use crate::model::codes::SiteStatus;
use crate::model::codes::SupplyUsed;
use crate::model::kind::Kind;
use crate::model::nearest::nearest;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::supply_used::SUPPLY_USED_FIELDS;
use crate::model::table::Column;
use crate::model::tables::activity;
use crate::model::tables::intake;
use crate::model::tables::link;
use crate::model::tables::matching;
use crate::model::tables::programme;
use crate::model::tables::region;
use crate::model::tables::site;
use crate::model::tables::statement;
use crate::model::tables::table_of;
use crate::model::validate::Check;
use crate::model::validate::dates::is_after;

/// Pairs of columns of which the first is never later than the second.
const IN_ORDER: &[(Kind, Column, Column)] = &[
    (Kind::Site, site::OPENED, site::CLOSED),
    (Kind::Activity, activity::OPENED, activity::CLOSED),
    (Kind::Link, link::FIRST_YEAR, link::LAST_YEAR),
    (Kind::Region, region::VALID_FROM, region::VALID_TO),
    (Kind::Intake, intake::VALID_FROM, intake::VALID_TO),
    (Kind::Match, matching::STARTED, matching::ENDED),
    (Kind::Programme, programme::START, programme::END),
];

impl Check<'_> {
    pub(super) fn rules(&mut self, at: usize, record: &Record) {
        self.dates_in_order(at, record);
        match record.kind() {
            Kind::Link => self.link(at, record),
            Kind::Activity => self.activity(at, record),
            Kind::Statement => self.statement(at, record),
            Kind::Match => self.matching(at, record),
            _ => {}
        }
    }

    fn dates_in_order(&mut self, at: usize, record: &Record) {
        let pairs = IN_ORDER.iter().filter(|(kind, ..)| *kind == record.kind());
        for (kind, first, last) in pairs {
            let is_wrong = match (record.get(*first), record.get(*last)) {
                (Some(Value::Int(first)), Some(Value::Int(last))) => first > last,
                (Some(Value::Text(first)), Some(Value::Text(last))) => is_after(first, last),
                _ => false,
            };
            let Some(table) = table_of(*kind).filter(|_| is_wrong) else {
                continue;
            };
            let (first_name, last_name) = (table.field(*first).name, table.field(*last).name);
            let said = format!("`{last_name}` of {} is before `{first_name}`", record.id);
            let problem = Problem::error(ProblemCode::DatesOutOfOrder, said).column(last_name);
            let problem = match (record.get(*first), record.get(*last)) {
                (Some(first), Some(last)) => problem
                    .value(shown(last))
                    .expected(format!("{} or later", shown(first))),
                _ => problem,
            };
            self.report(at, problem);
        }
    }

    fn link(&mut self, at: usize, record: &Record) {
        let is_corridor = code::<LinkKind>(record, link::KIND) == Some(LinkKind::Corridor);
        if record.get(link::PRODUCT).is_none() && !is_corridor {
            let said = format!("{} moves no product", record.id);
            let problem = Problem::error(ProblemCode::MissingValue, said).column("product");
            self.report(
                at,
                problem.expected("a product, unless `kind` is `CORRIDOR`"),
            );
        }
        if record.get(link::BOTH_WAYS) == Some(&Value::Flag(true)) && !is_corridor {
            let said = format!("{} goes both ways, as only a corridor may", record.id);
            let problem = Problem::error(ProblemCode::Inconsistent, said).column("both_ways");
            self.report(at, problem.expected("two links, one for each direction"));
        }
        if let (Some(from), Some(to)) = (record.reference(link::FROM), record.reference(link::TO))
            && from == to
        {
            let said = format!("{} ends where it starts", record.id);
            let problem = Problem::error(ProblemCode::Inconsistent, said).column("to");
            self.report(at, problem.value(to.to_string()));
        }
    }

    fn activity(&mut self, at: usize, record: &Record) {
        let Some(process) = record.text(activity::PROCESS) else {
            return;
        };
        if record.get(activity::INPUTS).is_some() && self.lists.is_mining_activity(process) {
            let said = format!("the mining activity {} has an input", record.id);
            let problem = Problem::error(ProblemCode::Inconsistent, said).column("inputs");
            let expected = format!("no input, or a process that is not mining as `{process}` is");
            self.report(at, problem.expected(expected));
        }
    }

    /// Statements on fields that decide answers say one of the codes of the field.
    fn statement(&mut self, at: usize, record: &Record) {
        let (Some(field), Some(value)) =
            (record.text(statement::FIELD), record.text(statement::VALUE))
        else {
            return;
        };
        let (codes, is_list) = match field {
            "status" => (SiteStatus::CODES, false),
            "fate" => (Fate::CODES, true),
            _ if SUPPLY_USED_FIELDS.iter().any(|it| it.1 == field) => (SupplyUsed::CODES, false),
            _ => return,
        };
        let items: Vec<&str> = if is_list {
            value.split(';').map(str::trim).collect()
        } else {
            vec![value]
        };
        for item in items {
            if codes.contains(&item) {
                continue;
            }
            let near = nearest(item, codes.iter().copied()).map(str::to_owned);
            let said = format!("unknown {field} `{item}`");
            let problem = Problem::error(ProblemCode::UnknownCode, said)
                .column("value")
                .value(item)
                .expected(format!("one of {}", codes.join(", ")));
            self.report(at, problem.suggestion(near));
        }
    }
}

/// The closed code in a column; none if it is not stated.
pub(super) fn code<T: Code>(record: &Record, column: Column) -> Option<T> {
    match record.get(column)? {
        Value::Code(index) => T::from_index(*index),
        _ => None,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    }
}
