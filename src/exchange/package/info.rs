//! `datapackage.json`: what a package says of itself.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::exchange::package::DESCRIPTOR;
use crate::exchange::stated_facts::StatedFacts;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Value;
use crate::model::is_slug;
use crate::model::tables::dataset;

/// Name of the one property that is not of the standard, spelt as the standard spells.
const REFERENCE_YEAR: &str = "referenceYear";

/// What a package says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageInfo {
    /// Short name, a slug; empty if the package does not say.
    pub name: String,
    /// Title for people; empty if not stated.
    pub title: String,
    /// Version of the package; empty if not stated.
    pub version: String,
    /// The year its questions are asked for where they name none.
    pub reference_year: Option<i64>,
    /// Terms of use, in the order given.
    pub licences: Vec<Licence>,
}

/// Terms of use; at least one of name and path is stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Licence {
    /// Identifier of the Open Definition or SPDX: `CC-BY-4.0`.
    pub name: Option<String>,
    /// Title for people.
    pub title: Option<String>,
    /// Where the terms are found.
    pub path: Option<String>,
}

impl PackageInfo {
    /// The record that says the package was loaded; none if the package has no name.
    pub fn record(&self) -> Option<Record> {
        if self.name.is_empty() {
            return None;
        }
        let mut record = Record::new(Id::new(Kind::Dataset, &self.name));
        let title = if self.title.is_empty() {
            &self.name
        } else {
            &self.title
        };
        record.set(dataset::TITLE, Value::Text(title.into()));
        if !self.version.is_empty() {
            record.set(dataset::VERSION, Value::Text(self.version.as_str().into()));
        }
        if let Some(year) = self.reference_year {
            record.set(dataset::REFERENCE_YEAR, Value::Int(year));
        }
        let licences: Vec<Value> = self
            .licences
            .iter()
            .filter_map(|it| it.name.as_ref().or(it.title.as_ref()).or(it.path.as_ref()))
            .map(|text| Value::Text(text.replace(';', ",").into()))
            .collect();
        if !licences.is_empty() {
            record.set(dataset::LICENCES, Value::List(licences));
        }
        Some(record)
    }

    /// The descriptor as JSON, without its resources.
    pub(super) fn to_json(&self) -> Map<String, Json> {
        let mut json = Map::new();
        json.insert("profile".into(), "tabular-data-package".into());
        json.insert("name".into(), self.name.clone().into());
        let texts = [("title", &self.title), ("version", &self.version)];
        for (name, text) in texts {
            if !text.is_empty() {
                json.insert(name.into(), text.clone().into());
            }
        }
        if let Some(year) = self.reference_year {
            json.insert(REFERENCE_YEAR.into(), year.into());
        }
        if !self.licences.is_empty() {
            let licences: Vec<Json> = self.licences.iter().map(Licence::to_json).collect();
            // The standard spells it so.
            json.insert("licenses".into(), licences.into());
        }
        json
    }
}

impl Licence {
    fn to_json(&self) -> Json {
        let mut json = Map::new();
        let parts = [
            ("name", &self.name),
            ("title", &self.title),
            ("path", &self.path),
        ];
        for (name, part) in parts {
            if let Some(part) = part {
                json.insert(name.into(), part.clone().into());
            }
        }
        Json::Object(json)
    }
}

/// What a descriptor says.
#[derive(Default)]
pub(super) struct Descriptor {
    /// Of the package.
    pub(super) info: PackageInfo,
    /// Paths of its resources.
    pub(super) resources: Vec<String>,
    /// By path of a resource the names of its columns, where they are stated.
    pub(super) columns: BTreeMap<String, Vec<String>>,
    /// Whether it is an export of some revision, and no data set of its own.
    pub(super) is_export: bool,
    /// What it says of that revision.
    pub(super) stated: StatedFacts,
}

/// Reads a descriptor.
pub(super) fn parse(bytes: &[u8], problems: &mut ProblemList) -> Descriptor {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let json: Json = match serde_json::from_slice(bytes) {
        Ok(json) => json,
        Err(error) => {
            let said = format!("`{DESCRIPTOR}` is no JSON: {error}");
            let place = place(error.line() as u64);
            problems.push(Problem::error(ProblemCode::Unreadable, said).at(Some(&place)));
            return Descriptor::default();
        }
    };
    let mut parser = Parser {
        json: &json,
        problems,
    };
    if !json.is_object() {
        parser.wrong("", "an object", &json);
        return Descriptor::default();
    }
    let mut name = parser.text("name").unwrap_or_default();
    if !name.is_empty() && !is_slug(&name) {
        parser.wrong(
            "name",
            "lower-case letters, digits and hyphens",
            &json!(name),
        );
        name.clear();
    }
    if let Some(found) = parser.get("reference_year") {
        parser.wrong("reference_year", "the name `referenceYear`", found);
    }
    let info = PackageInfo {
        name,
        title: parser.text("title").unwrap_or_default(),
        version: parser.text("version").unwrap_or_default(),
        reference_year: parser.year(REFERENCE_YEAR),
        licences: parser.licences(),
    };
    Descriptor {
        info,
        resources: parser.resources(),
        columns: columns(&json),
        is_export: ["revision", "contentHash"]
            .iter()
            .all(|it| json.get(it).is_some()),
        stated: StatedFacts::of_json(&json),
    }
}

/// The names of columns by path, as far as the schemas of resources can be read.
fn columns(json: &Json) -> BTreeMap<String, Vec<String>> {
    let resources = json["resources"].as_array();
    let of = |resource: &Json| {
        let fields = resource["schema"]["fields"].as_array()?;
        let names = fields.iter().filter_map(|it| it["name"].as_str());
        let names = names.map(str::to_owned).collect();
        Some((resource["path"].as_str()?.to_owned(), names))
    };
    resources.into_iter().flatten().filter_map(of).collect()
}

fn place(line: u64) -> Place {
    Place {
        file: DESCRIPTOR.into(),
        line,
    }
}

struct Parser<'j, 'p> {
    json: &'j Json,
    problems: &'p mut ProblemList,
}

impl<'j> Parser<'j, '_> {
    fn wrong(&mut self, name: &str, expected: &str, found: &Json) {
        let said = format!("`{name}` of the descriptor is not as expected");
        let shown: String = found.to_string().chars().take(80).collect();
        self.problems.push(
            Problem::error(ProblemCode::BadType, said)
                .at(Some(&place(0)))
                .column(name)
                .value(shown)
                .expected(expected),
        );
    }

    fn get(&self, name: &str) -> Option<&'j Json> {
        self.json.get(name).filter(|it| !it.is_null())
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let found = self.get(name)?;
        let text = found.as_str();
        if text.is_none() {
            self.wrong(name, "a text", found);
        }
        text.map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
    }

    fn year(&mut self, name: &str) -> Option<i64> {
        let found = self.get(name)?;
        let year = found.as_i64().filter(|year| (1500..=2200).contains(year));
        if year.is_none() {
            self.wrong(name, "a year as a number, such as 2025", found);
        }
        year
    }

    fn licences(&mut self) -> Vec<Licence> {
        let Some(found) = self.get("licenses") else {
            return Vec::new();
        };
        let part = |json: &Json, name| json.get(name)?.as_str().map(str::to_owned);
        let licences: Option<Vec<Licence>> = found.as_array().and_then(|items| {
            let licence = |json| {
                let (name, title, path) =
                    (part(json, "name"), part(json, "title"), part(json, "path"));
                (name.is_some() || path.is_some()).then_some(Licence { name, title, path })
            };
            items.iter().map(licence).collect()
        });
        if licences.is_none() {
            self.wrong("licenses", "a list of objects with `name` or `path`", found);
        }
        licences.unwrap_or_default()
    }

    fn resources(&mut self) -> Vec<String> {
        let Some(found) = self.get("resources") else {
            return Vec::new();
        };
        let path = |json: &Json| json.get("path")?.as_str().map(str::to_owned);
        let paths: Option<Vec<String>> = found
            .as_array()
            .and_then(|items| items.iter().map(path).collect());
        if paths.is_none() {
            self.wrong("resources", "a list of objects with a `path`", found);
        }
        paths.unwrap_or_default()
    }
}
