//! Networks as text, for tests: a record a line.
//!
//! ```text
//! product concentrate CONCENTRATE carries=chromium
//! site    kemi MINE country=FI at=65.784,24.710,SITE status=OPERATING@2024
//! activity kemi EXTRACTION in=ore out=concentrate host=nickel
//! link    leg-1 kemi tornio concentrate mode=ROAD km=20 of=chromium
//! figure  mode:road detour-factor 1.25 definition=road-fi-all year=2025
//! region  eu FI,SE
//! region  north parent=fi country=FI
//! region  somewhere                 of which nobody says what lies in it
//! organisation smelting parent=group
//! cluster hub MEMBER:smelting,SUPPORTER:group
//! coverage fi COMPLETE stage=PROCESSING material=nickel as_of=2024
//! intake  wish works concentrate from=2020 to=2024
//! side-stream slag works slag-product of=nickel basis=INFERRED planned=true fate=STORED;REUSED@2024 legal=WASTE
//! figure  region:eu consumption 100 material=cobalt basis=CONTAINED contained-of=Co stage=PROCESSING period=2016/2020
//! status  works PLANNED@2023        another status of a site; `@` alone is undated
//! statement material:cobalt supply_used_extraction GLOBAL@2023
//! material cobalt strategic critical symbol=Co group=battery
//! material baryte commodity
//! project p country=FI material=cobalt stage=PROCESSING status=PLANNED@2024 sites=works
//! record use:roads application=road_building status=PRACTISED ewc_codes=100202;1009
//! record side-stream:slag ewc_codes=100202 name_en=Steel_slag   columns of a record told above, or of a new one
//! ```
//!
//! `record` takes any column of any kind: `_` in a text is a space, `;` stands between the values of a list.
//!
//! Materials and regions are made as they are named. Every record has the source `s-ID`.

mod told;

use std::collections::BTreeMap;

use crate::model::Id;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Record;
use crate::model::Registry;
use crate::model::SOURCES;
use crate::model::Value;
use crate::model::computed_slug;
use crate::model::tables;
use crate::network::Snapshot;

/// A snapshot of revision 1 with reference year 2025.
pub(crate) fn snapshot(text: &str) -> Snapshot {
    Snapshot::new(Registry::of_records(records(text)), 1, 2025)
}

/// The records of a text, in its order.
pub(crate) fn records(text: &str) -> Vec<Record> {
    let mut made: BTreeMap<Id, Record> = BTreeMap::new();
    let mut order = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        for record in line_records(&words) {
            // What is only named does not replace what was told of it.
            let is_only_named = record == Record::new(record.id.clone());
            if is_only_named && made.contains_key(&record.id) {
                continue;
            }
            if let (Some(told), "record") = (made.get_mut(&record.id), words[0]) {
                told::add(told, record);
                continue;
            }
            if made.insert(record.id.clone(), record.clone()).is_none() {
                order.push(record.id);
            }
        }
    }
    order
        .into_iter()
        .map(|id| made.remove(&id).unwrap())
        .collect()
}

fn line_records(words: &[&str]) -> Vec<Record> {
    let (plain, named): (Vec<&str>, Vec<&str>) = words.iter().partition(|it| !it.contains('='));
    let named: BTreeMap<&str, &str> = named.iter().map(|it| it.split_once('=').unwrap()).collect();
    let mut records = match plain[0] {
        "product" => product(&plain, &named),
        "site" => site(&plain, &named),
        "activity" => activity(&plain, &named),
        "link" => link(&plain, &named),
        "figure" => vec![figure(&plain, &named)],
        "region" => region(&plain, &named),
        "organisation" => vec![organisation(&plain, &named)],
        "cluster" => cluster(&plain),
        "side-stream" => told::side_stream(&plain, &named),
        "coverage" => vec![coverage(&plain, &named)],
        "intake" => vec![told::intake(&plain, &named)],
        "status" => vec![stated(Id::new(Kind::Site, plain[1]), "status", plain[2])],
        "statement" => vec![stated(Id::parse(plain[1]).unwrap(), plain[2], plain[3])],
        "material" => vec![told::material(&plain, &named)],
        "project" => told::project(&plain, &named),
        "record" => vec![told::any(&plain, &named)],
        other => panic!("no record `{other}`"),
    };
    let source = Record::new(Id::new(Kind::Source, format!("s-{}", records[0].id.slug)));
    records[0].set(SOURCES, Value::List(vec![Value::Id(source.id.clone())]));
    records.push(source);
    for name in ["carries", "of", "material", "host"] {
        let named = named.get(name).into_iter().flat_map(|it| it.split(','));
        records.extend(named.map(|it| Record::new(Id::new(Kind::Material, it))));
    }
    records
}

fn code(codes: &[&str], code: &str) -> Value {
    let at = codes.iter().position(|it| *it == code);
    Value::Code(u16::try_from(at.unwrap_or_else(|| panic!("no code `{code}`"))).unwrap())
}

fn ids(kind: Kind, slugs: &str) -> Value {
    Value::List(
        slugs
            .split(',')
            .map(|it| Value::Id(Id::new(kind, it)))
            .collect(),
    )
}

fn product(plain: &[&str], named: &BTreeMap<&str, &str>) -> Vec<Record> {
    use crate::model::codes::PhysicalState;
    use crate::model::codes::ProductForm;
    use tables::product::*;
    let mut record = Record::new(Id::new(Kind::Product, plain[1]));
    record.set(FORM, code(ProductForm::CODES, plain[2]));
    if let Some(state) = named.get("state") {
        record.set(STATE, code(PhysicalState::CODES, state));
    }
    if let Some(carries) = named.get("carries") {
        record.set(MATERIALS, ids(Kind::Material, carries));
    }
    vec![record]
}

fn site(plain: &[&str], named: &BTreeMap<&str, &str>) -> Vec<Record> {
    use crate::model::codes::PositionPrecision;
    use crate::model::codes::SiteKind;
    use tables::site::*;
    let id = Id::new(Kind::Site, plain[1]);
    let mut record = Record::new(id.clone());
    record.set(KIND, code(SiteKind::CODES, plain[2]));
    if let Some(country) = named.get("country") {
        record.set(COUNTRY, Value::Text((*country).into()));
    }
    if let Some(position) = named.get("at") {
        let parts: Vec<&str> = position.split(',').collect();
        record.set(LATITUDE, Value::Number(parts[0].parse().unwrap()));
        record.set(LONGITUDE, Value::Number(parts[1].parse().unwrap()));
        record.set(
            PRECISION,
            code(PositionPrecision::CODES, parts.get(2).unwrap_or(&"SITE")),
        );
    }
    for (name, column) in [("opened", OPENED), ("closed", CLOSED)] {
        if let Some(year) = named.get(name) {
            record.set(column, Value::Int(year.parse().unwrap()));
        }
    }
    for (name, column, kind) in [
        ("region", REGION, Kind::Region),
        ("operator", OPERATOR, Kind::Organisation),
        ("in", PART_OF, Kind::Site),
    ] {
        if let Some(slug) = named.get(name) {
            record.set(column, Value::Id(Id::new(kind, *slug)));
        }
    }
    let mut records = vec![record];
    if let Some(operator) = named.get("operator") {
        records.push(Record::new(Id::new(Kind::Organisation, *operator)));
    }
    records.extend(named.get("status").map(|it| stated(id, "status", it)));
    records
}

fn activity(plain: &[&str], named: &BTreeMap<&str, &str>) -> Vec<Record> {
    use crate::model::codes::Stage;
    use tables::activity::*;
    let slug = format!(
        "{}-{}-{}",
        plain[1],
        plain[2].to_lowercase(),
        named.get("in").unwrap_or(&"none").replace(',', "-")
    );
    let mut record = Record::new(Id::new(Kind::Activity, slug));
    record.set(SITE, Value::Id(Id::new(Kind::Site, plain[1])));
    record.set(STAGE, code(Stage::CODES, plain[2]));
    for (name, column) in [("in", INPUTS), ("out", OUTPUTS)] {
        if let Some(products) = named.get(name) {
            record.set(column, ids(Kind::Product, products));
        }
    }
    if let Some(host) = named.get("host") {
        record.set(HOST_MATERIAL, Value::Id(Id::new(Kind::Material, *host)));
    }
    for (name, column) in [("opened", OPENED), ("closed", CLOSED)] {
        if let Some(year) = named.get(name) {
            record.set(column, Value::Int(year.parse().unwrap()));
        }
    }
    vec![record]
}

fn link(plain: &[&str], named: &BTreeMap<&str, &str>) -> Vec<Record> {
    use crate::model::codes::LinkKind;
    use crate::model::codes::LinkStatus;
    use crate::model::codes::Mode;
    use tables::link::*;
    let id = Id::new(Kind::Link, plain[1]);
    let mut record = Record::new(id.clone());
    let place = |it: &str| Value::Id(Id::parse(it).unwrap_or_else(|_| Id::new(Kind::Site, it)));
    record.set(FROM, place(plain[2]));
    record.set(TO, place(plain[3]));
    if let Some(product) = plain.get(4) {
        record.set(PRODUCT, Value::Id(Id::new(Kind::Product, *product)));
    }
    if let Some(materials) = named.get("of") {
        record.set(MATERIALS, ids(Kind::Material, materials));
    }
    for (name, column, codes) in [
        ("mode", MODE, Mode::CODES),
        ("status", STATUS, LinkStatus::CODES),
        ("kind", KIND, LinkKind::CODES),
    ] {
        if let Some(word) = named.get(name) {
            record.set(column, code(codes, word));
        }
    }
    if let Some(whole) = named.get("part-of") {
        record.set(PART_OF, Value::Id(Id::new(Kind::Link, *whole)));
    }
    if let Some(shipment) = named.get("shipment") {
        record.set(SHIPMENT, Value::Text((*shipment).into()));
    }
    if named.contains_key("both") {
        record.set(BOTH_WAYS, Value::Flag(true));
    }
    for (name, column) in [("first", FIRST_YEAR), ("last", LAST_YEAR)] {
        if let Some(year) = named.get(name) {
            record.set(column, Value::Int(year.parse().unwrap()));
        }
    }
    let mut records = vec![record];
    if let Some(km) = named.get("km") {
        let plain = ["figure", &id.to_string(), "distance", km];
        records.push(figure(&plain, &BTreeMap::from([("year", "2020")])));
    }
    records
}

fn figure(plain: &[&str], named: &BTreeMap<&str, &str>) -> Record {
    use crate::model::codes::Confidence;
    use crate::model::codes::MassBasis;
    use crate::model::codes::Side;
    use crate::model::codes::Stage;
    use crate::model::codes::Vintage;
    use tables::figure::*;
    let mut record = Record::new(Id::new(Kind::Figure, ""));
    record.set(SUBJECT, Value::Id(Id::parse(plain[1]).unwrap()));
    record.set(QUANTITY, code(Quantity::CODES, plain[2]));
    // `?` where the source withholds the number.
    if plain[3] != "?" {
        record.set(VALUE, Value::Number(plain[3].parse().unwrap()));
    }
    let unit = Quantity::from_code(plain[2]).unwrap().unit();
    record.set(UNIT, Value::Text(unit.into()));
    record.set(CONFIDENCE, code(Confidence::CODES, "REPORTED"));
    for (name, column, kind) in [
        ("material", MATERIAL, Kind::Material),
        ("product", PRODUCT, Kind::Product),
    ] {
        if let Some(slug) = named.get(name) {
            record.set(column, Value::Id(Id::new(kind, *slug)));
        }
    }
    for (name, column, codes) in [
        ("basis", BASIS, MassBasis::CODES),
        ("side", SIDE, Side::CODES),
        ("vintage", VINTAGE, Vintage::CODES),
        ("confidence", CONFIDENCE, Confidence::CODES),
        ("stage", STAGE, Stage::CODES),
    ] {
        if let Some(word) = named.get(name) {
            record.set(column, code(codes, word));
        }
    }
    for (name, column) in [("low", LOW), ("high", HIGH)] {
        if let Some(number) = named.get(name) {
            record.set(column, Value::Number(number.parse().unwrap()));
        }
    }
    if let Some(partner) = named.get("partner") {
        record.set(PARTNER, Value::Id(Id::parse(partner).unwrap()));
    }
    for (name, column) in [
        ("definition", DEFINITION),
        ("contained-of", CONTAINED_OF),
        ("scope", SCOPE),
        ("sector", SECTOR),
        ("form", FORM),
        ("period", PERIOD),
    ] {
        if let Some(text) = named.get(name) {
            record.set(column, Value::Text((*text).into()));
        }
    }
    if let Some(year) = named.get("year") {
        record.set(YEAR, Value::Int(year.parse().unwrap()));
    }
    record.id.slug = computed_slug(&record);
    record
}

fn organisation(plain: &[&str], named: &BTreeMap<&str, &str>) -> Record {
    use tables::organisation::*;
    let mut record = Record::new(Id::new(Kind::Organisation, plain[1]));
    if let Some(parent) = named.get("parent") {
        record.set(PARENT, Value::Id(Id::new(Kind::Organisation, *parent)));
    }
    record
}

fn coverage(plain: &[&str], named: &BTreeMap<&str, &str>) -> Record {
    use crate::model::codes::CoverageLevel;
    use crate::model::codes::Stage;
    use tables::coverage::*;
    let about = ["material", "stage", "as_of"].map(|it| named.get(it).copied().unwrap_or("all"));
    let slug = format!("{}-{}", plain[1], about.join("-")).to_lowercase();
    let mut record = Record::new(Id::new(Kind::Coverage, slug));
    record.set(REGION, Value::Id(Id::new(Kind::Region, plain[1])));
    record.set(LEVEL, code(CoverageLevel::CODES, plain[2]));
    if let Some(material) = named.get("material") {
        record.set(MATERIAL, Value::Id(Id::new(Kind::Material, *material)));
    }
    if let Some(stage) = named.get("stage") {
        record.set(STAGE, code(Stage::CODES, stage));
    }
    if let Some(year) = named.get("as_of") {
        record.set(AS_OF, Value::Int(year.parse().unwrap()));
    }
    record
}

fn cluster(plain: &[&str]) -> Vec<Record> {
    use crate::model::codes::MembershipRole;
    use tables::membership::*;
    let cluster = Id::new(Kind::Cluster, plain[1]);
    let membership = |it: &str| {
        let (role, slug) = it.split_once(':').unwrap();
        let id = Id::new(Kind::Membership, format!("{}-{slug}", plain[1]));
        let mut record = Record::new(id);
        record.set(CLUSTER, Value::Id(cluster.clone()));
        let organisation = Id::new(Kind::Organisation, slug);
        record.set(ORGANISATION, Value::Id(organisation));
        record.set(ROLE, code(MembershipRole::CODES, role));
        record
    };
    let members = plain[2].split(',').map(membership);
    [Record::new(cluster.clone())]
        .into_iter()
        .chain(members)
        .collect()
}

/// `VALUE@YEAR`, stated by a source.
fn stated(subject: Id, field: &str, told: &str) -> Record {
    use crate::model::codes::StatementBasis;
    let (value, year) = told.split_once('@').unwrap();
    let basis = code(StatementBasis::CODES, "STATED");
    statement(subject, field, value, basis, year.parse().ok())
}

fn statement(subject: Id, field: &str, value: &str, basis: Value, as_of: Option<i64>) -> Record {
    use tables::statement::*;
    let mut said = Record::new(Id::new(Kind::Statement, ""));
    said.set(SUBJECT, Value::Id(subject));
    said.set(FIELD, Value::Text(field.into()));
    said.set(VALUE, Value::Text(value.into()));
    if let Some(year) = as_of {
        said.set(AS_OF, Value::Int(year));
    }
    said.set(BASIS, basis);
    said.id.slug = computed_slug(&said);
    said
}

fn region(plain: &[&str], named: &BTreeMap<&str, &str>) -> Vec<Record> {
    use tables::region::*;
    if let Some(parent) = named.get("parent") {
        let mut part = Record::new(Id::new(Kind::Region, plain[1]));
        part.set(PARENT, Value::Id(Id::new(Kind::Region, *parent)));
        if let Some(country) = named.get("country") {
            part.set(COUNTRY, Value::Text((*country).into()));
        }
        return vec![part];
    }
    let mut bloc = Record::new(Id::new(Kind::Region, plain[1]));
    if plain.len() == 2 {
        return vec![bloc];
    }
    bloc.set(MEMBERS, ids(Kind::Region, &plain[2].to_lowercase()));
    let member = |code: &str| {
        let mut region = Record::new(Id::new(Kind::Region, code.to_lowercase()));
        region.set(COUNTRY, Value::Text(code.into()));
        region
    };
    [bloc]
        .into_iter()
        .chain(plain[2].split(',').map(member))
        .collect()
}
