//! The published code lists of `fixtures/codelists`, read once from inside the binary.
//!
//! The files are known good, since a test finds no problem in them; a row that could not be read
//! would be left out and reported by [`code_list_problems`] rather than stop the program.

use std::sync::LazyLock;

use crate::exchange::embedded::ListRow;
use crate::exchange::embedded::Loader;
use crate::model::AdmissionCode;
use crate::model::AdmissionRule;
use crate::model::ClusterTypeEntry;
use crate::model::CodeLists;
use crate::model::CountryBox;
use crate::model::LabelEntry;
use crate::model::Problem;
use crate::model::PublishedCode;
use crate::model::PublishedList;
use crate::model::Quantity;
use crate::model::UnitSpelling;
use crate::model::codes::ClusterType;

static LISTS: LazyLock<(CodeLists, Vec<Problem>)> = LazyLock::new(load);

const COUNTRIES: &str = include_str!("../../fixtures/codelists/countries.csv");
const COUNTRY_BOXES: &str = include_str!("../../fixtures/codelists/country_boxes.csv");
const EWC: &str = include_str!("../../fixtures/codelists/ewc.csv");
const NACE: &str = include_str!("../../fixtures/codelists/nace.csv");
const CGI: &str = include_str!("../../fixtures/codelists/cgi.csv");
const ECCP: &str = include_str!("../../fixtures/codelists/eccp.csv");
const CLUSTER_TYPES: &str = include_str!("../../fixtures/codelists/cluster_types.csv");
const CLUSTER_LABELS: &str = include_str!("../../fixtures/codelists/cluster_labels.csv");
const UNITS: &str = include_str!("../../fixtures/codelists/units.csv");

/// The code lists this program was built with.
pub fn code_lists() -> &'static CodeLists {
    &LISTS.0
}

/// What is wrong with the embedded lists: nothing, as a test makes sure.
pub fn code_list_problems() -> &'static [Problem] {
    &LISTS.1
}

fn load() -> (CodeLists, Vec<Problem>) {
    let mut loader = Loader::of(CodeLists::default());
    loader.read("countries.csv", COUNTRIES, |lists, row| {
        let entry = published(row)?;
        lists.insert(PublishedList::Country, row.filled("code")?, entry);
        Ok(())
    });
    loader.read("country_boxes.csv", COUNTRY_BOXES, |lists, row| {
        let part = CountryBox {
            south: row.number("south")?,
            west: row.number("west")?,
            north: row.number("north")?,
            east: row.number("east")?,
        };
        lists.insert_box(row.filled("country")?, part);
        Ok(())
    });
    loader.read("ewc.csv", EWC, |lists, row| {
        let code = row.filled("code")?;
        let entry = PublishedCode {
            hazardous: row.flag("hazardous")?,
            mirror: row.flag("mirror")?.unwrap_or(false),
            ..published(row)?
        };
        if code.len() == 6 {
            lists.insert(PublishedList::Ewc, code, entry.clone());
        }
        lists.insert(PublishedList::EwcPrefix, code, entry);
        Ok(())
    });
    loader.read("nace.csv", NACE, |lists, row| {
        let entry = published(row)?;
        lists.insert(PublishedList::Nace, row.filled("code")?, entry);
        Ok(())
    });
    loader.read("cgi.csv", CGI, |lists, row| {
        let list = match row.filled("list")? {
            "mining_activity" | "processing_activity" => PublishedList::Process,
            "unfc" => PublishedList::Unfc,
            // The other lists are kept in the file for closed lists of our own that follow them.
            _ => return Ok(()),
        };
        let entry = published(row)?;
        lists.insert(list, row.filled("code")?, entry);
        Ok(())
    });
    loader.read("eccp.csv", ECCP, admission);
    loader.read("cluster_types.csv", CLUSTER_TYPES, cluster_type);
    loader.read("cluster_labels.csv", CLUSTER_LABELS, |lists, row| {
        let years = row.filled("valid_years")?;
        let valid_years = years.parse().ok();
        let entry = LabelEntry {
            label: row.filled("label")?.to_owned(),
            valid_years: valid_years.ok_or_else(|| format!("`{years}` is no number of years"))?,
            source: row.filled("source")?.to_owned(),
        };
        let code = row.filled("code")?.to_owned();
        lists.clusters.labels.insert(code, entry);
        Ok(())
    });
    loader.read("units.csv", UNITS, unit);
    for quantity in Quantity::ALL {
        let entry = PublishedCode {
            source: "the unit in which a quantity is kept".into(),
            ..PublishedCode::default()
        };
        loader
            .made
            .insert(PublishedList::Unit, quantity.unit(), entry);
    }
    (loader.made, loader.problems)
}

fn admission(lists: &mut CodeLists, row: &ListRow<'_>) -> Result<(), String> {
    let code = row.filled("code")?;
    let threshold = match row.text("threshold") {
        "" => None,
        _ => Some(row.number("threshold")?),
    };
    lists.clusters.admission.push(AdmissionRule {
        code: AdmissionCode::from_code(code)
            .ok_or_else(|| format!("unknown criterion `{code}`"))?,
        text: row.filled("text")?.to_owned(),
        judged: row.filled("judged")?.to_owned(),
        threshold,
        source: row.filled("source")?.to_owned(),
    });
    Ok(())
}

fn cluster_type(lists: &mut CodeLists, row: &ListRow<'_>) -> Result<(), String> {
    let code = row.filled("code")?;
    let is_one = row.flag("cluster_organisation")?;
    let entry = ClusterTypeEntry {
        label: row.filled("label")?.to_owned(),
        definition: row.filled("definition")?.to_owned(),
        is_cluster_organisation: is_one.ok_or("no `cluster_organisation`")?,
        source: row.filled("source")?.to_owned(),
    };
    let code = ClusterType::from_code(code).ok_or_else(|| format!("unknown type `{code}`"))?;
    lists.clusters.types.insert(code, entry);
    Ok(())
}

fn unit(lists: &mut CodeLists, row: &ListRow<'_>) -> Result<(), String> {
    let canonical = match row.text("canonical") {
        "" => None,
        unit => Some((unit.to_owned(), row.number("factor")?)),
    };
    let note = row.text("note").to_owned();
    if canonical.is_none() && note.is_empty() {
        return Err("neither a factor nor a note".into());
    }
    let spelling = UnitSpelling {
        canonical,
        note,
        source: row.filled("source")?.to_owned(),
    };
    lists.insert_unit(row.filled("spelling")?, spelling);
    Ok(())
}

fn published(row: &ListRow<'_>) -> Result<PublishedCode, String> {
    let optional = |name| Some(row.text(name).to_owned()).filter(|text| !text.is_empty());
    Ok(PublishedCode {
        label: row.filled("label")?.to_owned(),
        broader: optional("broader"),
        valid_from: optional("valid_from"),
        valid_to: optional("valid_to"),
        hazardous: None,
        mirror: false,
        source: row.filled("source")?.to_owned(),
    })
}
