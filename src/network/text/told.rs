//! Lines of materials, projects and side-streams.

use std::collections::BTreeMap;

use crate::model::FieldType;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Value;
use crate::model::tables;
use crate::model::tables::table_of;
use crate::network::text::code;
use crate::network::text::ids;
use crate::network::text::stated;
use crate::network::text::statement;

pub(super) fn material(plain: &[&str], named: &BTreeMap<&str, &str>) -> Record {
    use crate::model::codes::MaterialKind;
    use tables::material::*;
    let mut record = Record::new(Id::new(Kind::Material, plain[1]));
    if plain.contains(&"commodity") {
        record.set(KIND, code(MaterialKind::CODES, "MINERAL_COMMODITY"));
    }
    for (word, column) in [("strategic", STRATEGIC), ("critical", CRITICAL)] {
        if plain.contains(&word) {
            record.set(column, Value::Flag(true));
        }
    }
    if let Some(symbol) = named.get("symbol") {
        record.set(SYMBOL, Value::Text((*symbol).into()));
    }
    if let Some(groups) = named.get("group") {
        record.set(GROUP, ids(Kind::Material, groups));
    }
    record
}

pub(super) fn project(plain: &[&str], named: &BTreeMap<&str, &str>) -> Vec<Record> {
    use crate::model::codes::Stage;
    use tables::project::*;
    let id = Id::new(Kind::Project, plain[1]);
    let mut record = Record::new(id.clone());
    if let Some(country) = named.get("country") {
        record.set(COUNTRY, Value::Text((*country).into()));
    }
    for (name, column, kind) in [
        ("material", MATERIALS, Kind::Material),
        ("sites", SITES, Kind::Site),
    ] {
        if let Some(slugs) = named.get(name) {
            record.set(column, ids(kind, slugs));
        }
    }
    record.set(
        STAGES,
        Value::List(vec![code(Stage::CODES, named["stage"])]),
    );
    let status = named.get("status").map(|it| stated(id, "status", it));
    [record].into_iter().chain(status).collect()
}

/// `-` for a side-stream without a product.
pub(super) fn side_stream(plain: &[&str], named: &BTreeMap<&str, &str>) -> Vec<Record> {
    use crate::model::codes::LegalStanding;
    use crate::model::codes::StatementBasis;
    use tables::side_stream::*;
    let id = Id::new(Kind::SideStream, plain[1]);
    let mut record = Record::new(id.clone());
    record.set(SITE, Value::Id(Id::new(Kind::Site, plain[2])));
    if plain[3] != "-" {
        record.set(PRODUCT, Value::Id(Id::new(Kind::Product, plain[3])));
    }
    if let Some(materials) = named.get("of") {
        record.set(MATERIALS, ids(Kind::Material, materials));
    }
    if named.contains_key("planned") {
        record.set(PLANNED, Value::Flag(true));
    }
    if let Some(legal) = named.get("legal") {
        record.set(LEGAL_STANDING, code(LegalStanding::CODES, legal));
    }
    let mut records = vec![record];
    records.extend(named.get("fate").map(|it| stated(id.clone(), "fate", it)));
    if let Some(basis) = named.get("basis") {
        let materials = named["of"].replace(',', ";");
        let basis = code(StatementBasis::CODES, basis);
        records.push(statement(id, "materials", &materials, basis, None));
    }
    records
}

pub(super) fn intake(plain: &[&str], named: &BTreeMap<&str, &str>) -> Record {
    use tables::intake::*;
    let mut record = Record::new(Id::new(Kind::Intake, plain[1]));
    let taker = Id::parse(plain[2]).unwrap_or_else(|_| Id::new(Kind::Site, plain[2]));
    record.set(TAKER, Value::Id(taker));
    record.set(PRODUCTS, ids(Kind::Product, plain[3]));
    for (name, column) in [("from", VALID_FROM), ("to", VALID_TO)] {
        if let Some(date) = named.get(name) {
            record.set(column, Value::Text((*date).into()));
        }
    }
    record
}

/// Any columns of a record of any kind, by their names.
pub(super) fn any(plain: &[&str], named: &BTreeMap<&str, &str>) -> Record {
    let id = Id::parse(plain[1]).unwrap();
    let table = table_of(id.kind).unwrap();
    let mut record = Record::new(id);
    for (name, told) in named {
        let column = table.column(name).unwrap_or_else(|| panic!("no `{name}`"));
        let field = table.field(column);
        let value = if field.many {
            Value::List(told.split(';').map(|it| value(field.of, it)).collect())
        } else {
            value(field.of, told)
        };
        record.set(column, value);
    }
    record
}

fn value(of: FieldType, told: &str) -> Value {
    match of {
        FieldType::Code(codes) => code(codes, told),
        FieldType::Ref(kinds) => {
            Value::Id(Id::parse(told).unwrap_or_else(|_| Id::new(kinds[0], told)))
        }
        FieldType::Int(..) => Value::Int(told.parse().unwrap()),
        FieldType::Number(..) => Value::Number(told.parse().unwrap()),
        FieldType::Flag => Value::Flag(told == "true"),
        _ => Value::Text(told.replace('_', " ").into()),
    }
}

/// Lays the columns of a record over those told of it before.
pub(super) fn add(told: &mut Record, more: Record) {
    let columns = table_of(more.kind()).unwrap().file_order();
    for column in columns {
        if let Some(value) = more.get(column) {
            told.set(column, value.clone());
        }
    }
}
