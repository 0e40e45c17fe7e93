//! All that is known of a material.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::benchmarks;
use crate::cli::dependence;
use crate::cli::report::ask::Questions;
use crate::cli::report::basis::assumptions;
use crate::cli::report::basis::document;
use crate::cli::report::basis::not_covered;
use crate::cli::report::citing::Citing;
use crate::cli::report::depends;
use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Document;
use crate::cli::report::document::Row;
use crate::cli::report::document::Section;
use crate::cli::report::document::Table;
use crate::cli::report::document::printed;
use crate::cli::report::figures;
use crate::cli::report::figures::names;
use crate::cli::report::places;
use crate::cli::report::policy;
use crate::cli::report::risk::supply_risk;
use crate::cli::risk;
use crate::cli::show::criticality;
use crate::cli::show::items;
use crate::cli::show::plain;

const MATERIAL: &str = include_str!("material.graphql");
const REGIONS: &str = include_str!("regions.graphql");
const SITES: &str = include_str!("sites.graphql");
const SIDE_STREAMS: &str = include_str!("side_streams.graphql");
const PROJECTS: &str = include_str!("projects.graphql");
const ALL_REGIONS: &str = "query Regions($after: String, $at: At) { regions(first: 200, after: $after, at: $at) { pageInfo { hasNextPage endCursor } nodes { id } } }";

/// Regions whose figures are asked at once.
const REGIONS_AT_ONCE: usize = 50;

/// The Union, for which a material is told.
const UNION: &str = "region:eu";

/// Asks all questions of a material.
///
/// # Errors
/// If one is refused.
pub(super) fn ask(questions: &Questions<'_>, id: &str) -> anyhow::Result<Value> {
    let mut all = Map::new();
    let mut told = |key: &str, answer: Value| {
        all.insert(key.to_owned(), answer);
    };
    told(
        "material",
        questions.one(MATERIAL, "node", json!({ "id": id }))?,
    );
    let of_union = json!({ "region": UNION, "materials": [id], "material": id });
    let benchmarks = questions.one(benchmarks::DOCUMENT, "benchmarks", of_union.clone())?;
    told("benchmarks", benchmarks);
    let risk = questions.one(risk::OF_MATERIAL, "supplyRisk", json!({ "material": id }))?;
    told("supplyRisk", risk);
    told(
        "dependence",
        questions.one(dependence::DOCUMENT, "dependence", of_union)?,
    );
    told(
        "gaps",
        questions.gaps(json!({ "region": UNION, "materials": [id] }))?,
    );
    let mut by_stage = Map::new();
    for stage in places::STAGES {
        let filter = json!({ "materials": [id], "stages": [stage] });
        let variables = json!({ "filter": filter, "material": id });
        by_stage.insert(
            stage.to_owned(),
            questions.all(SITES, "sites", &variables)?.into(),
        );
    }
    told("sites", by_stage.into());
    let of_material = json!({ "filter": { "materials": [id] }, "material": id });
    told(
        "projects",
        questions.all(PROJECTS, "projects", &of_material)?.into(),
    );
    told(
        "sideStreams",
        questions
            .all(SIDE_STREAMS, "sideStreams", &of_material)?
            .into(),
    );
    told("regions", regions(questions, id)?);
    told("dataset", questions.dataset()?);
    let mut answers = Value::Object(all);
    answers["sources"] = questions.sources(&answers)?;
    Ok(answers)
}

/// The regions with figures of the material, each with these figures.
fn regions(questions: &Questions<'_>, id: &str) -> anyhow::Result<Value> {
    let regions = questions.all(ALL_REGIONS, "regions", &json!({}))?;
    let ids: Vec<&str> = regions.iter().filter_map(|it| it["id"].as_str()).collect();
    let mut told = Vec::new();
    for page in ids.chunks(REGIONS_AT_ONCE) {
        let variables = json!({
            "ids": page,
            "material": id,
            "quantities": ["CONSUMPTION", "PRODUCTION", "CAPACITY", "IMPORTS", "EXPORTS", "RESOURCE", "RESERVE"],
        });
        let found = questions.one(REGIONS, "nodes", variables)?;
        let with_figures = items(&found).iter();
        told.extend(
            with_figures
                .filter(|it| !items(&it["figures"]).is_empty())
                .cloned(),
        );
    }
    Ok(told.into())
}

/// The report of the answers.
pub(super) fn report(answers: &Value) -> Document {
    let material = &answers["material"];
    let name = plain(&material["name"]);
    let mut citing = Citing::default();
    let gaps = &answers["gaps"];
    let sections = vec![
        facts(material, &mut citing),
        policy::benchmarks(&answers["benchmarks"], &mut citing),
        supply_risk(&answers["supplyRisk"], &mut citing),
        depends::dependence(&answers["dependence"], &mut citing),
        places::sites(&answers["sites"], &name, &mut citing),
        places::projects(&answers["projects"], &name, &mut citing),
        amounts(&answers["regions"], &name, &mut citing),
        policy::gaps(gaps, &mut citing),
        places::side_streams(&answers["sideStreams"], &name, &mut citing),
        not_covered(
            &plain(&gaps["notCovered"]["message"]),
            &gaps["notCovered"]["coverage"],
            &mut citing,
        ),
        assumptions(answers),
    ];
    let summary = criticality(material).trim().to_owned();
    document(name, summary, sections, citing, answers)
}

/// What the material is, and what the Act lists it as.
fn facts(material: &Value, citing: &mut Citing) -> Section {
    let flag = |key: &str| risk::yes_or_no(&material[key]);
    let listed = |point: &str, grade: &str| {
        let grade = material[grade].as_str();
        let grade = grade.map_or_else(String::new, |it| format!(", as {it} alone"));
        let point = plain(&material[point]);
        match point.is_empty() {
            true => String::new(),
            false => format!("point {point}{grade}"),
        }
    };
    let other_names: Vec<String> = ["nameFi", "nameSv"]
        .into_iter()
        .map(|it| plain(&material[it]))
        .filter(|it| !it.is_empty())
        .collect();
    let aliases: Vec<String> = items(&material["aliases"]).iter().map(plain).collect();
    let facts = [
        ("names in Finnish and Swedish", other_names.join(", "), ""),
        ("other names", aliases.join(", "), ""),
        ("symbol", plain(&material["symbol"]), ""),
        ("kind", figures::words(&material["kind"]), ""),
        ("belongs to", names(&material["groups"]), ""),
        ("strategic raw material", flag("strategic"), "Annex I"),
        (
            "listed in Annex I",
            listed("annexI", "annexIGrade"),
            "Annex I",
        ),
        ("critical raw material", flag("critical"), "Annex II"),
        (
            "listed in Annex II",
            listed("annexII", "annexIIGrade"),
            "Annex II",
        ),
        ("assessed as", plain(&material["assessment"]), ""),
        ("note", plain(&material["note"]), ""),
    ];
    let sources = citing.of(material);
    let told = facts.into_iter().filter(|(_, value, _)| !value.is_empty());
    let rows = told.map(|(what, value, article)| Row {
        article: article.to_owned(),
        ..Row::of(vec![Cell::text(what), Cell::text(value)], sources.clone())
    });
    let table = Table {
        name: "Material",
        caption: "The material".to_owned(),
        keys: 1,
        columns: vec![printed("what", ""), printed("told", "")],
        rows: rows.collect(),
    };
    Section {
        anchor: "material",
        title: "The material".to_owned(),
        blocks: vec![Block::Table(table)],
    }
}

/// Amounts of regions, side by side.
fn amounts(regions: &Value, of: &str, citing: &mut Citing) -> Section {
    let mut rows = Vec::new();
    for region in items(regions) {
        for it in items(&region["figures"]) {
            rows.push(figures::row(it, plain(&region["name"]), citing));
        }
    }
    let table = Table {
        name: "Amounts",
        caption: format!(
            "Consumption, production, capacity and trade of {of}: every figure with what it counts; figures that differ stand side by side"
        ),
        keys: 3,
        columns: figures::columns(true),
        rows,
    };
    let none = format!("No amount of {of} is on record for a region.");
    Section {
        anchor: "amounts",
        title: "Production, consumption and trade".to_owned(),
        blocks: vec![Block::table_or(table, &none)],
    }
}
