//! Networks as text for tests of what a region lacks: the lines of `network::text`, and these.
//!
//! ```text
//! material  cobalt strategic critical symbol=Co group=battery
//! part      fi1 fi                     a region and the one it is a part of
//! within    works fi1                  the region of a site
//! status    works PLANNED@2023         another status of a site; `@` alone is undated
//! coverage  fi EXTRACTION COMPLETE@2024 material=cobalt    `*` for all stages
//! project   p country=FI material=cobalt stage=PROCESSING status=PLANNED@2024 sites=works
//! stream    slag works residue of=cobalt fate=STORED;REUSED@2024 legal=WASTE
//! runs      works-processing-ore opened=2030 closed=2020   years of an activity
//! ```

use std::collections::BTreeMap;

use crate::model::Column;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Value;
use crate::model::codes::CoverageLevel;
use crate::model::codes::LegalStanding;
use crate::model::codes::Stage;
use crate::model::codes::StatementBasis;
use crate::model::computed_slug;
use crate::model::tables;
use crate::network::Snapshot;
use crate::network::text::records;

const OWN: &[&str] = &[
    "material", "part", "within", "status", "coverage", "project", "stream", "runs",
];

/// A snapshot of revision 1 with reference year 2025.
pub(crate) fn snapshot(text: &str) -> Snapshot {
    let is_own = |line: &&str| {
        let first = line.split_whitespace().next();
        first.is_some_and(|it| OWN.contains(&it))
    };
    let (own, others): (Vec<&str>, Vec<&str>) = text.lines().partition(is_own);
    let mut all: BTreeMap<Id, Record> = records(&others.join("\n"))
        .into_iter()
        .map(|it| (it.id.clone(), it))
        .collect();
    for line in own {
        let words: Vec<&str> = line.split_whitespace().collect();
        add(&mut all, &words);
    }
    Snapshot::new(Registry::of_records(all.into_values().collect()), 1, 2025)
}

fn add(all: &mut BTreeMap<Id, Record>, words: &[&str]) {
    let named: BTreeMap<&str, &str> = words.iter().filter_map(|it| it.split_once('=')).collect();
    match words[0] {
        "material" => {
            use tables::material::*;
            let record = at(all, Kind::Material, words[1]);
            for (word, column) in [("strategic", STRATEGIC), ("critical", CRITICAL)] {
                if words.contains(&word) {
                    record.set(column, Value::Flag(true));
                }
            }
            if let Some(symbol) = named.get("symbol") {
                record.set(SYMBOL, Value::Text((*symbol).into()));
            }
            list(record, GROUP, Kind::Material, named.get("group"));
        }
        "part" => {
            at(all, Kind::Region, words[2]);
            let parent = Value::Id(Id::new(Kind::Region, words[2]));
            at(all, Kind::Region, words[1]).set(tables::region::PARENT, parent);
        }
        "within" => {
            let region = Value::Id(Id::new(Kind::Region, words[2]));
            at(all, Kind::Site, words[1]).set(tables::site::REGION, region);
        }
        "status" => stated(all, Id::new(Kind::Site, words[1]), "status", words[2]),
        "coverage" => coverage(all, words, &named),
        "project" => {
            use tables::project::*;
            let record = at(all, Kind::Project, words[1]);
            if let Some(country) = named.get("country") {
                record.set(COUNTRY, Value::Text((*country).into()));
            }
            list(record, MATERIALS, Kind::Material, named.get("material"));
            list(record, SITES, Kind::Site, named.get("sites"));
            record.set(
                STAGES,
                Value::List(vec![code(Stage::CODES, named["stage"])]),
            );
            if let Some(status) = named.get("status") {
                stated(all, Id::new(Kind::Project, words[1]), "status", status);
            }
        }
        "stream" => {
            use tables::side_stream::*;
            let record = at(all, Kind::SideStream, words[1]);
            record.set(SITE, Value::Id(Id::new(Kind::Site, words[2])));
            record.set(PRODUCT, Value::Id(Id::new(Kind::Product, words[3])));
            list(record, MATERIALS, Kind::Material, named.get("of"));
            if let Some(legal) = named.get("legal") {
                record.set(LEGAL_STANDING, code(LegalStanding::CODES, legal));
            }
            if words.contains(&"planned") {
                record.set(PLANNED, Value::Flag(true));
            }
            if let Some(fate) = named.get("fate") {
                stated(all, Id::new(Kind::SideStream, words[1]), "fate", fate);
            }
        }
        "runs" => runs(at(all, Kind::Activity, words[1]), &named),
        other => panic!("no line `{other}`"),
    }
}

fn runs(record: &mut Record, named: &BTreeMap<&str, &str>) {
    for (word, column) in [
        ("opened", tables::activity::OPENED),
        ("closed", tables::activity::CLOSED),
    ] {
        if let Some(year) = named.get(word) {
            record.set(column, Value::Int(year.parse().unwrap()));
        }
    }
}

fn coverage(all: &mut BTreeMap<Id, Record>, words: &[&str], named: &BTreeMap<&str, &str>) {
    use tables::coverage::*;
    let (level, year) = words[3].split_once('@').unwrap();
    let material = named.get("material");
    let slug = [words[1], words[2], words[3], material.unwrap_or(&"all")]
        .join("-")
        .replace(['@', '*', '_'], "-")
        .to_lowercase();
    at(all, Kind::Region, words[1]);
    let record = at(all, Kind::Coverage, &slug);
    record.set(REGION, Value::Id(Id::new(Kind::Region, words[1])));
    record.set(LEVEL, code(CoverageLevel::CODES, level));
    if words[2] != "*" {
        record.set(STAGE, code(Stage::CODES, words[2]));
    }
    if let Some(material) = material {
        record.set(MATERIAL, Value::Id(Id::new(Kind::Material, *material)));
    }
    if let Ok(year) = year.parse() {
        record.set(AS_OF, Value::Int(year));
    }
}

fn stated(all: &mut BTreeMap<Id, Record>, subject: Id, field: &str, told: &str) {
    use tables::statement::*;
    let (value, year) = told.split_once('@').unwrap();
    let mut said = Record::new(Id::new(Kind::Statement, ""));
    said.set(SUBJECT, Value::Id(subject));
    said.set(FIELD, Value::Text(field.into()));
    said.set(VALUE, Value::Text(value.into()));
    said.set(BASIS, code(StatementBasis::CODES, "STATED"));
    if let Ok(year) = year.parse() {
        said.set(AS_OF, Value::Int(year));
    }
    said.id.slug = computed_slug(&said);
    all.insert(said.id.clone(), said);
}

fn at<'a>(all: &'a mut BTreeMap<Id, Record>, kind: Kind, slug: &str) -> &'a mut Record {
    let id = Id::new(kind, slug);
    all.entry(id.clone()).or_insert_with(|| Record::new(id))
}

fn list(record: &mut Record, column: Column, kind: Kind, slugs: Option<&&str>) {
    if let Some(slugs) = slugs {
        let ids = slugs.split(',').map(|it| Value::Id(Id::new(kind, it)));
        record.set(column, Value::List(ids.collect()));
    }
}

fn code(codes: &[&str], code: &str) -> Value {
    let at = codes.iter().position(|it| *it == code);
    Value::Code(u16::try_from(at.unwrap_or_else(|| panic!("no code `{code}`"))).unwrap())
}
