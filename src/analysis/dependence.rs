//! On which countries a region hangs: by the shares of what the Union sources, and site by site along the chain.
//!
//! `stages` reads the shares of a supply, `exposed` the traces up from the sites of the region (`feed`), `tell` has the
//! sentences. That nothing from a country is on record is no proof that there is nothing: what is not known is told.

mod exposed;
mod feed;
mod stages;
mod tell;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use crate::analysis::dependence::exposed::ExposureAnswer;
pub use crate::analysis::dependence::exposed::ExposureQuestion;
pub use crate::analysis::dependence::exposed::exposure;
pub use crate::analysis::dependence::stages::DependenceAtStage;
pub use crate::analysis::dependence::stages::concentration;

use crate::analysis::area::Area;
use crate::analysis::dependence::exposed::Looking;
use crate::analysis::dependence::exposed::Read;
use crate::model::Row;
use crate::model::When;
use crate::model::tables::region;
use crate::network::Snapshot;
use crate::network::chain::Note;
use crate::network::paths::Basis;
use crate::network::paths::sources;
use crate::network::throughput::ThroughputError;

/// So many of the countries with the largest shares of a stage are told with the sites that hang on them.
const LARGEST: usize = 3;

/// What is asked of the dependence of a region.
#[derive(Clone, Debug, PartialEq)]
pub struct DependenceQuestion {
    /// The material.
    pub material: Row,
    /// The region.
    pub region: Row,
    /// For which year; with what is planned, if so asked.
    pub when: When,
    /// Arcs, vertices and records that may be looked at.
    pub budget: u64,
}

/// On which countries a region hangs for a material.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependence {
    /// By stage: those of which shares are on record, and those that the benchmark is told of.
    pub by_stage: Vec<DependenceAtStage>,
    /// The third countries with the largest shares, then the others that a site of the region hangs on, by code.
    pub exposures: Vec<CountryExposure>,
    /// Sites of which it is not known on whom they hang.
    pub not_known: Vec<UnknownOrigin>,
    /// Whether the budget did not suffice for all sites and countries: countries may then be missing from `exposures`.
    pub is_cut: bool,
    /// Arcs, vertices and records looked at.
    pub explored: u64,
    /// What the answer rests on.
    pub basis: Basis,
}

/// The sites of a region that hang on a country.
#[derive(Clone, Debug, PartialEq)]
pub struct CountryExposure {
    /// The code of the country, ISO 3166-1 alpha-2.
    pub country: String,
    /// The sites, by steps, then slug.
    pub sites: Vec<ExposedSite>,
}

/// A site that receives something from a country, by itself or through others.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposedSite {
    /// The site.
    pub site: Row,
    /// The material.
    pub material: Row,
    /// The site or external party of the country on the shortest way.
    pub from: Row,
    /// Whether one movement brings it.
    pub is_direct: bool,
    /// How many movements the shortest way has.
    pub steps: u32,
    /// The part of what reaches the site by recorded flows that comes from sites of the country, 0 to 1; none where a flow
    /// on some way from there is not known, never 0 for that.
    pub share: Option<f64>,
    /// The sites in between on the shortest way, the one next to the country first.
    pub through: Vec<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// A site of which it is not known from which countries it is fed.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownOrigin {
    /// The site.
    pub site: Row,
    /// The material.
    pub material: Row,
    /// Places it is fed from whose country is not on record; empty where it takes the material in and nothing is on
    /// record of where that comes from.
    pub places: Vec<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// On which countries a region hangs for a material. O(countries · sites · (V + E)), at most about the budget; the first site and country
/// are looked at in any case.
///
/// # Errors
/// [`ThroughputError`] if an amount of the benchmark does not stand its own check: a fault of the program.
pub fn dependence(
    snapshot: &Arc<Snapshot>,
    question: &DependenceQuestion,
) -> Result<Dependence, ThroughputError> {
    let registry = snapshot.registry();
    let area = Area::of(registry, question.region, question.when);
    let found = stages::by_stage(snapshot, question, &area)?;
    let mut looking = Looking {
        snapshot,
        area: &area,
        when: question.when,
        budget: question.budget,
        explored: found.explored,
        is_cut: false,
        basis: exposed::Rests::default(),
    };
    let feeds = looking.feeds(question.material, None);
    let feeds: Vec<Read> = feeds.iter().map(|it| it.read(registry)).collect();
    let third = |code: &str| stages::is_third_country(snapshot, &area, code);
    let largest: BTreeSet<String> = found
        .by_stage
        .iter()
        .flat_map(|it| it.third_countries.iter().take(LARGEST))
        .filter_map(|it| {
            registry
                .text(it.country, region::COUNTRY)
                .map(str::to_owned)
        })
        .collect();
    let mut codes: Vec<String> = largest.iter().cloned().collect();
    let hung_on: BTreeSet<&str> = feeds
        .iter()
        .filter_map(|it| it.feed.as_ref())
        .flat_map(|it| it.countries())
        .flatten()
        .filter(|it| third(it) && !largest.contains(*it))
        .collect();
    codes.extend(hung_on.into_iter().map(str::to_owned));
    let mut exposures: Vec<CountryExposure> = Vec::new();
    for country in codes {
        if looking.explored >= question.budget && !exposures.is_empty() {
            looking.is_cut = true;
            break;
        }
        exposures.push(CountryExposure {
            sites: looking.exposed(&feeds, &country),
            country,
        });
    }
    let not_known = looking.not_known(&feeds);
    let (explored, is_cut) = (looking.explored, looking.is_cut);
    let rests = looking.basis;
    let mut notes: Vec<Note> = Vec::new();
    exposed::add_each_once(&found.notes, &mut notes);
    rests.add_notes(&mut notes);
    let records = rests.records.into_iter().chain(found.figures);
    Ok(Dependence {
        by_stage: found.by_stage,
        exposures,
        not_known,
        is_cut,
        explored,
        basis: Basis {
            revision: snapshot.revision(),
            year: question.when.year,
            sources: sources(registry, records, &notes),
            notes,
        },
    })
}
