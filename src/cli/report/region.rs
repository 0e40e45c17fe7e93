//! All that is known of a region.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::cli::benchmarks;
use crate::cli::exposure;
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
use crate::cli::report::document::Sentence;
use crate::cli::report::document::Table;
use crate::cli::report::document::printed;
use crate::cli::report::figures;
use crate::cli::report::figures::names;
use crate::cli::report::places;
use crate::cli::report::policy;
use crate::cli::show::items;
use crate::cli::show::plain;

const REGION: &str = include_str!("region.graphql");
const REGIONS: &str = include_str!("regions.graphql");
const SITES: &str = include_str!("sites.graphql");
const SIDE_STREAMS: &str = include_str!("side_streams.graphql");
const MATERIALS: &str = "query Materials($after: String, $at: At) { materials(first: 200, after: $after, at: $at) { pageInfo { hasNextPage endCursor } nodes { id name } } }";
const HANGS: &str = "query Hangs($material: ID!, $region: ID!, $at: At, $scenario: ScenarioInput) { dependence(material: $material, region: $region, at: $at, scenario: $scenario) { exposures { country sites { site { id } } } completeness { status } } }";
const PROJECTS: &str = include_str!("projects.graphql");
const CLUSTERS: &str = include_str!("clusters.graphql");

/// Asks all questions of a region.
///
/// # Errors
/// If one is refused.
pub(super) fn ask(questions: &Questions<'_>, id: &str) -> anyhow::Result<Value> {
    let mut all = Map::new();
    let mut told = |key: &str, answer: Value| {
        all.insert(key.to_owned(), answer);
    };
    let region = questions.one(REGION, "node", json!({ "id": id }))?;
    let within = Within::of(&region, id);
    told("region", region);
    let benchmarks = questions.one(benchmarks::DOCUMENT, "benchmarks", json!({ "region": id }))?;
    told("exposures", exposures(questions, &benchmarks, id)?);
    told("benchmarks", benchmarks);
    told("gaps", questions.gaps(json!({ "region": id }))?);
    let mut by_stage = Map::new();
    for stage in places::STAGES {
        let sites = within.all(questions, SITES, "sites", json!({ "stages": [stage] }))?;
        by_stage.insert(stage.to_owned(), sites.into());
    }
    let projects_of_sites = projects_of(by_stage.values());
    told("sites", by_stage.into());
    let projects = projects(questions, &within, projects_of_sites)?;
    told("projects", projects.into());
    let by_region = json!({ "filter": { "regions": [id] } });
    told(
        "sideStreams",
        questions
            .all(SIDE_STREAMS, "sideStreams", &by_region)?
            .into(),
    );
    let clusters = within.all(questions, CLUSTERS, "clusters", json!({}))?;
    told("clusters", clusters.into());
    let quantities = [
        "CONSUMPTION",
        "PRODUCTION",
        "CAPACITY",
        "IMPORTS",
        "EXPORTS",
        "RESOURCE",
        "RESERVE",
    ];
    let figures = questions.one(
        REGIONS,
        "nodes",
        json!({ "ids": [id], "quantities": quantities }),
    )?;
    told("figures", figures);
    told("dataset", questions.dataset()?);
    let mut answers = Value::Object(all);
    answers["sources"] = questions.sources(&answers)?;
    Ok(answers)
}

/// How records of the region are found: by region, and by country where it is of whole countries.
struct Within<'a> {
    id: &'a str,
    countries: Vec<String>,
}

impl<'a> Within<'a> {
    fn of(region: &Value, id: &'a str) -> Self {
        let members = items(&region["members"]).iter();
        let mut countries: BTreeSet<String> = members
            .filter(|it| is_country(it))
            .filter_map(|it| it["country"].as_str().map(str::to_owned))
            .collect();
        if region["level"] == 0 || is_country(region) {
            countries.extend(region["country"].as_str().map(str::to_owned));
        }
        Self {
            id,
            countries: countries.into_iter().collect(),
        }
    }

    /// All records of a list, by id.
    fn all(
        &self,
        questions: &Questions<'_>,
        document: &str,
        field: &str,
        filter: Value,
    ) -> anyhow::Result<Vec<Value>> {
        let mut asked = vec![("regions", json!([self.id]))];
        if !self.countries.is_empty() {
            asked.push(("countries", json!(self.countries)));
        }
        let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
        for (key, value) in asked {
            let mut filter = filter.clone();
            filter[key] = value;
            let found = questions.all(document, field, &json!({ "filter": filter }))?;
            all.extend(found.into_iter().filter(|it| seen.insert(plain(&it["id"]))));
        }
        all.sort_by_key(|it| plain(&it["id"]));
        Ok(all)
    }
}

/// Whether a region is a whole country: its id is the country's code.
fn is_country(region: &Value) -> bool {
    let code = region["country"].as_str().map(str::to_lowercase);
    code.is_some_and(|it| region["id"] == format!("region:{it}"))
}

/// The ids of the projects of sites.
fn projects_of<'a>(sites: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    let projects = sites.flat_map(items).flat_map(|it| items(&it["projects"]));
    projects
        .filter_map(|it| it["id"].as_str().map(str::to_owned))
        .collect()
}

/// The projects of the countries of the region, and those of its sites.
fn projects(
    questions: &Questions<'_>,
    within: &Within<'_>,
    of_sites: BTreeSet<String>,
) -> anyhow::Result<Vec<Value>> {
    let all = questions.all(PROJECTS, "projects", &json!({}))?;
    let is_meant = |it: &Value| {
        let of_country = it["country"]
            .as_str()
            .is_some_and(|it| within.countries.iter().any(|of| of == it));
        of_country || it["id"].as_str().is_some_and(|it| of_sites.contains(it))
    };
    Ok(all.into_iter().filter(is_meant).collect())
}

/// What hangs on third countries: those on which a site hangs for any material, as the dependence of each tells, and those
/// that the benchmarks name as the largest.
fn exposures(questions: &Questions<'_>, benchmarks: &Value, id: &str) -> anyhow::Result<Value> {
    let largest = items(&benchmarks["byMaterial"])
        .iter()
        .map(|it| &it["largestThirdCountry"]["country"]["code"]);
    let mut countries: BTreeSet<String> = largest
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect();
    let (mut cut, mut looked) = (Vec::new(), 0);
    for material in questions.all(MATERIALS, "materials", &json!({}))? {
        let variables = json!({ "material": material["id"], "region": id });
        let told = questions.one(HANGS, "dependence", variables)?;
        let hangs = items(&told["exposures"]).iter();
        let hangs = hangs.filter(|it| !items(&it["sites"]).is_empty());
        countries.extend(hangs.map(|it| plain(&it["country"])));
        looked += 1;
        if told["completeness"]["status"] != "EXHAUSTIVE" {
            cut.push(material["name"].clone());
        }
    }
    let mut told = Vec::new();
    for country in countries {
        let variables = json!({ "country": country, "region": id });
        told.push(questions.one(exposure::DOCUMENT, "exposure", variables)?);
    }
    Ok(json!({ "materials": looked, "notAllOf": cut, "byCountry": told }))
}

/// The report of the answers.
pub(super) fn report(answers: &Value) -> Document {
    let region = &answers["region"];
    let name = plain(&region["name"]);
    let mut citing = Citing::default();
    let gaps = &answers["gaps"];
    let of_union = "Under each benchmark stands the region's share of the Union's capacity where sites tell both.";
    let mut benchmarks = policy::benchmarks(&answers["benchmarks"], &mut citing);
    benchmarks
        .blocks
        .insert(0, Block::Paragraph(of_union.to_owned()));
    benchmarks
        .blocks
        .extend(depends::not_looked_at(&answers["benchmarks"]));
    let sections = vec![
        facts(region, &mut citing),
        places::sites(&answers["sites"], &name, &mut citing),
        benchmarks,
        exposure_section(&answers["exposures"], &name),
        policy::gaps(gaps, &mut citing),
        places::projects(&answers["projects"], &name, &mut citing),
        places::side_streams(&answers["sideStreams"], &name, &mut citing),
        places::clusters(&answers["clusters"], &name, &mut citing),
        amounts(&answers["figures"], &name, &mut citing),
        not_covered(
            &plain(&gaps["notCovered"]["message"]),
            &region["coverage"],
            &mut citing,
        ),
        assumptions(answers),
    ];
    let summary = format!("What is on record of critical raw materials in {name}.");
    document(name, summary, sections, citing, answers)
}

fn facts(region: &Value, citing: &mut Citing) -> Section {
    let other_names: Vec<String> = ["nameFi", "nameSv"]
        .into_iter()
        .map(|it| plain(&region[it]))
        .filter(|it| !it.is_empty())
        .collect();
    let facts = [
        ("names in Finnish and Swedish", other_names.join(", ")),
        ("code", plain(&region["code"])),
        ("part of", plain(&region["parent"]["name"])),
        ("members", names(&region["members"])),
        ("note", plain(&region["note"])),
    ];
    let sources = citing.of(region);
    let told = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = told
        .map(|(what, value)| Row::of(vec![Cell::text(what), Cell::text(value)], sources.clone()));
    let table = Table {
        name: "Region",
        caption: "The region".to_owned(),
        keys: 1,
        columns: vec![printed("what", ""), printed("told", "")],
        rows: rows.collect(),
    };
    Section {
        anchor: "region",
        title: "The region".to_owned(),
        blocks: vec![Block::table_or(table, "Nothing but its name is on record.")],
    }
}

/// Sites of the region that hang on third countries.
fn exposure_section(exposures: &Value, region: &str) -> Section {
    let by_country = items(&exposures["byCountry"]);
    let sites = by_country.iter().flat_map(|of| {
        items(&of["sites"])
            .iter()
            .map(|it| (plain(&of["country"]), it))
    });
    let table = depends::exposed(sites);
    let countries: Vec<String> = by_country.iter().map(|it| plain(&it["country"])).collect();
    let of = plain(&exposures["materials"]);
    let asked = match countries.is_empty() {
        true => format!(
            "For each of the {of} materials on record every third country was asked for: no way from one to a site of {region} is on record, and none is the largest in a benchmark. That does not show that there is none."
        ),
        false => format!(
            "Asked for the third countries on which a site of {region} hangs for one of the {of} materials on record, or that are the largest in some benchmark: {}.",
            countries.join(", ")
        ),
    };
    let mut blocks = vec![Block::Paragraph(asked)];
    let not_all: Vec<String> = items(&exposures["notAllOf"]).iter().map(plain).collect();
    if !not_all.is_empty() {
        blocks.push(Block::Paragraph(format!(
            "Not every site was looked at, so that countries may be missing, for {}.",
            not_all.join(", ")
        )));
    }
    let told = by_country.iter().map(|it| Sentence {
        text: plain(&it["message"]),
        article: String::new(),
        sources: Vec::new(),
    });
    blocks.push(Block::Sentences(told.collect()));
    blocks.extend((!table.rows.is_empty()).then_some(Block::Table(table)));
    // The origin of a site may be unknown for one country and told for another: each is told once.
    let unknown = by_country.iter().flat_map(|it| items(&it["notKnown"]));
    blocks.push(depends::not_known(unknown));
    blocks.extend(by_country.iter().filter_map(depends::not_looked_at));
    blocks.extend(by_country.iter().filter_map(depends::was_cut));
    Section {
        anchor: "exposure",
        title: "Exposure to third countries".to_owned(),
        blocks,
    }
}

/// Amounts of the region, material by material.
fn amounts(regions: &Value, of: &str, citing: &mut Citing) -> Section {
    let mut rows = Vec::new();
    for it in items(regions).iter().flat_map(|it| items(&it["figures"])) {
        rows.push(figures::row(it, plain(&it["material"]["name"]), citing));
    }
    let table = Table {
        name: "Amounts",
        caption: format!(
            "Consumption, production, capacity and trade of {of}: every figure with what it counts"
        ),
        keys: 3,
        columns: figures::columns(false),
        rows,
    };
    Section {
        anchor: "amounts",
        title: "Production, consumption and trade".to_owned(),
        blocks: vec![Block::table_or(
            table,
            &format!("No amount of {of} is on record."),
        )],
    }
}
