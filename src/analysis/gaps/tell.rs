//! The words of gaps: names, statuses and stages as they stand in a sentence.

use crate::analysis::area::Standing;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::census::Counted;
use crate::model::NOTE;
use crate::model::Registry;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::codes::CoverageLevel;
use crate::model::codes::SiteStatus;
use crate::model::codes::Stage;
use crate::model::tables::coverage;
use crate::model::tables::site;
use crate::model::tables::source;
use crate::network::words::in_sentence;

/// So many names stand in a sentence; the evidence has them all.
const NAMES: usize = 6;

impl OfMaterial<'_> {
    /// The name of the material within a sentence.
    pub(super) fn material_word(&self) -> String {
        in_sentence(self.registry.name(self.material))
    }

    /// "extraction of cobalt".
    pub(super) fn stage_of_material(&self, stage: Stage) -> String {
        format!("{} of {}", stage_word(stage), self.material_word())
    }

    /// Sites and projects with how they stand.
    pub(super) fn standing_names(&self, counted: &[&Counted]) -> String {
        let year = self.asked.when.year;
        let told = counted.iter().map(|it| {
            let name = self.registry.name(it.record);
            format!("{name} ({})", standing_words(it.standing, year))
        });
        listed(told)
    }

    /// Sites and projects by name.
    pub(super) fn counted_names(&self, counted: &[&Counted]) -> String {
        names(self.registry, counted.iter().map(|it| it.record))
    }

    /// What is judged of the data on a stage, and who would have to check.
    pub(super) fn judged(&self, stage: Stage) -> String {
        let registry = self.registry;
        let Some(row) = self.asked.judgements.deciding(self.material, stage) else {
            return "to be checked: no judgement says how complete the data are".to_owned();
        };
        let level = registry.code(row, coverage::LEVEL);
        let level = level_word(level.unwrap_or(CoverageLevel::Unknown));
        let as_of = registry.int(row, coverage::AS_OF);
        let as_of = as_of.map_or_else(|| "undated".to_owned(), |it| format!("for {it}"));
        let told = registry.text(row, NOTE).map(str::to_owned);
        let told: Vec<String> = told.into_iter().chain(publishers(registry, row)).collect();
        let why = if told.is_empty() {
            String::new()
        } else {
            format!(" ({})", told.join("; "))
        };
        format!("to be checked: the data are judged {level} {as_of}{why}")
    }
}

impl OfMaterial<'_> {
    /// What is judged of the data on a stage, in a few words.
    pub(super) fn judged_in_short(&self, stage: Stage) -> String {
        let Some(row) = self.asked.judgements.deciding(self.material, stage) else {
            return "the data there have not been judged".to_owned();
        };
        let level = self.registry.code(row, coverage::LEVEL);
        let level = level_word(level.unwrap_or(CoverageLevel::Unknown));
        let as_of = self.registry.int(row, coverage::AS_OF);
        let as_of = as_of.map_or_else(|| "undated".to_owned(), |it| it.to_string());
        format!("the data there are judged {level} ({as_of})")
    }
}

/// Names of records in a sentence.
pub(super) fn names(registry: &Registry, rows: impl IntoIterator<Item = Row>) -> String {
    listed(rows.into_iter().map(|it| registry.name(it).to_owned()))
}

/// Names of places with their countries, as far as these are known.
pub(super) fn names_with_countries(registry: &Registry, places: &[Row]) -> String {
    listed(places.iter().map(|it| {
        let country = registry.text(*it, site::COUNTRY);
        let told = format!(" ({})", country.unwrap_or("country not stated"));
        let name = registry.name(*it);
        // Names of external parties often end in their country.
        let told = if name.ends_with(&told) { "" } else { &told };
        format!("{name}{told}")
    }))
}

/// Some words with commas, at most [`NAMES`] of them, and how many more there are.
pub(in crate::analysis) fn listed(words: impl IntoIterator<Item = String>) -> String {
    let words: Vec<String> = words.into_iter().collect();
    let shown = words.len().min(NAMES);
    let mut text = words[..shown].join(", ");
    if words.len() > shown {
        text += &format!(" and {} more", words.len() - shown);
    }
    text
}

/// Who publishes the sources of a record, or the titles of those without publisher; none without sources.
pub(super) fn publishers(registry: &Registry, row: Row) -> Option<String> {
    let sources = registry.references(row, SOURCES);
    let mut told: Vec<String> = Vec::new();
    for it in sources {
        let publisher = registry.text(it, source::PUBLISHER);
        let word = publisher.or_else(|| registry.text(it, source::TITLE));
        let word = word.unwrap_or(registry.slug(it)).to_owned();
        if !told.contains(&word) {
            told.push(word);
        }
    }
    (!told.is_empty()).then(|| listed(told))
}

/// Who would know what is missing of a site: who runs it, by name where that is known, and the publishers of the
/// sources of a record.
pub(super) fn who_knows(registry: &Registry, place: Row, record: Row) -> String {
    let operator = registry.reference(place, site::OPERATOR);
    let operator = operator.map_or(String::new(), |it| format!(" ({})", registry.name(it)));
    let operator = format!("the operator of {}{operator}", registry.name(place));
    match publishers(registry, record) {
        Some(publishers) => format!("{operator} or the sources ({publishers}) would know"),
        None => format!("{operator} would know"),
    }
}

/// "exploration as of 2023, 2 years old".
pub(super) fn standing_words(standing: Standing, year: i32) -> String {
    match (standing.status, standing.year) {
        (None, Some(it)) if it > year => format!("from {it}"),
        (None, Some(it)) => format!("until {it}"),
        (None, None) => "no status stated".to_owned(),
        (Some(status), _) => {
            let age = match standing.as_of {
                None => "undated".to_owned(),
                Some(it) if it == year => format!("as of {it}"),
                Some(it) if it > year => format!("as of {it}, told for a later year"),
                Some(it) if it == year - 1 => format!("as of {it}, 1 year old"),
                Some(it) => format!("as of {it}, {} years old", year - it),
            };
            format!("{} {age}", status_word(status))
        }
    }
}

pub(in crate::analysis) fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Extraction => "extraction",
        Stage::Processing => "processing",
        Stage::Manufacturing => "manufacturing",
        Stage::Recycling => "recycling",
        Stage::Transport => "transport",
    }
}

pub(super) fn status_word(status: SiteStatus) -> &'static str {
    match status {
        SiteStatus::Operating => "operating",
        SiteStatus::CareAndMaintenance => "care and maintenance",
        SiteStatus::Closed => "closed",
        SiteStatus::Construction => "construction",
        SiteStatus::PendingApproval => "pending approval",
        SiteStatus::Feasibility => "feasibility",
        SiteStatus::Exploration => "exploration",
        SiteStatus::Planned => "planned",
        SiteStatus::Unknown => "status unknown",
    }
}

pub(super) fn level_word(level: CoverageLevel) -> &'static str {
    match level {
        CoverageLevel::Complete => "complete",
        CoverageLevel::Sample => "a sample",
        CoverageLevel::Unknown => "of unknown coverage",
    }
}

/// Tonnes a year with as many digits as matter: three, or the whole number where that has more.
pub(in crate::analysis) fn tonnes_word(tonnes: f64) -> String {
    if tonnes >= 100.0 {
        format!("{tonnes:.0}")
    } else if tonnes >= 1.0 {
        format!("{tonnes:.1}")
    } else {
        format!("{tonnes:.3}")
    }
}
