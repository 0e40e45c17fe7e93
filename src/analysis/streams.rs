//! What is told of a side-stream: its contents, its fate, what arises of it in a year.

use std::collections::BTreeSet;

use crate::analysis::area::Area;
use crate::analysis::area::Phase;
use crate::analysis::area::Whereabouts;
use crate::analysis::area::standing;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Fate;
use crate::model::codes::LegalStanding;
use crate::model::tables::figure;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::model::tables::statement;
use crate::network::contained::Contained;
use crate::network::contained::Counted;
use crate::network::contained::contained;

/// A figure that is so many years older than the year asked only says about how much.
const OLD_YEARS: i32 = 5;

/// A side-stream of the region.
pub(in crate::analysis) struct Stream<'a> {
    pub(in crate::analysis) registry: &'a Registry,
    pub(in crate::analysis) when: When,
    pub(in crate::analysis) row: Row,
    pub(in crate::analysis) site: Row,
    pub(in crate::analysis) fate: Option<Told>,
}

/// What is told of the content of the material.
pub(in crate::analysis) enum Content {
    /// By these figures; some have no value.
    Stated(Vec<Row>),
    /// It is among the materials of the side-stream, and no figure tells how much.
    Named,
    /// None, or a stated 0.
    Not,
}

/// What becomes of a side-stream, by one statement.
pub(in crate::analysis) struct Told {
    pub(in crate::analysis) fates: Vec<Fate>,
    pub(in crate::analysis) statement: Row,
    pub(in crate::analysis) as_of: Option<i32>,
}

impl Told {
    /// Whether it is landfilled or stored, in whole or part.
    pub(in crate::analysis) fn is_unused(&self) -> bool {
        self.fates.iter().any(|it| is_unused(*it))
    }

    pub(in crate::analysis) fn is_unknown(&self) -> bool {
        self.fates.iter().all(|it| *it == Fate::Unknown)
    }
}

pub(in crate::analysis) fn is_unused(fate: Fate) -> bool {
    matches!(fate, Fate::Landfilled | Fate::Stored)
}

impl<'a> Stream<'a> {
    /// A side-stream, if it arises in the region in the year asked.
    pub(in crate::analysis) fn of(
        registry: &'a Registry,
        area: &Area,
        when: When,
        row: Row,
    ) -> Option<Self> {
        let site = registry.reference(row, side_stream::SITE)?;
        let is_planned = registry.flag(row, side_stream::PLANNED) == Some(true);
        // A stream told of several sites as one is still a stream of theirs.
        let own = registry.reference(site, site::REGION);
        let whereabouts = area.placed(own, registry.text(site, site::COUNTRY));
        if whereabouts != Whereabouts::Inside || (is_planned && !when.include_planned) {
            return None;
        }
        let statement = registry.statement_in_force(row, "fate", when.year);
        let fate = statement.map(|statement| {
            let told = registry
                .text(statement, statement::VALUE)
                .unwrap_or_default();
            Told {
                fates: told
                    .split(';')
                    .filter_map(|it| Fate::from_code(it.trim()))
                    .collect(),
                statement,
                as_of: registry.int(statement, statement::AS_OF),
            }
        });
        Some(Self {
            registry,
            when,
            row,
            site,
            fate,
        })
    }

    pub(in crate::analysis) fn content(&self, material: Row) -> Content {
        let (registry, when) = (self.registry, self.when);
        let mut told = registry.figures(self.row, Quantity::Content);
        told.retain(|it| {
            let year = registry.figure_year(*it);
            let is_usable = year.is_none_or(|it| it <= when.year) || when.nearest_years;
            is_usable && registry.reference(*it, figure::MATERIAL) == Some(material)
        });
        let chosen = registry.chosen_among(&told, when);
        let is_nothing = |it: Row| registry.figure_value(it) == Some(0.0);
        let mut materials = registry.references(self.row, side_stream::MATERIALS);
        if !chosen.is_empty() && chosen.iter().all(|it| is_nothing(it.figure)) {
            Content::Not
        } else if !chosen.is_empty() {
            Content::Stated(chosen.iter().map(|it| it.figure).collect())
        } else if !told.is_empty() {
            Content::Stated(told)
        } else if materials.any(|it| it == material) {
            Content::Named
        } else {
            Content::Not
        }
    }

    /// The share of a fate, and its figure; none if no figure tells it.
    fn share_of(&self, fate: Fate) -> Option<(f64, Row)> {
        let registry = self.registry;
        let chosen = registry.chosen(self.row, Quantity::FateShare, self.when);
        let mut chosen = chosen.into_iter().map(|it| it.figure);
        let figure =
            chosen.find(|it| registry.text(*it, figure::DEFINITION) == Some(fate.code()))?;
        Some((registry.figure_value(figure)?, figure))
    }

    /// The part whose fates are those of no use, and the figures that tell it; none if it is not known.
    pub(in crate::analysis) fn unused_part(
        &self,
        told: &Told,
        is_unused: impl Fn(Fate) -> bool,
    ) -> Option<(f64, Vec<Row>)> {
        let (unused, used): (Vec<Fate>, Vec<Fate>) =
            told.fates.iter().partition(|it| is_unused(**it));
        if used.is_empty() {
            return Some((1.0, Vec::new()));
        }
        let sum = |fates: &[Fate]| {
            let shares: Option<Vec<(f64, Row)>> =
                fates.iter().map(|it| self.share_of(*it)).collect();
            let shares = shares?;
            let sum: f64 = shares.iter().map(|it| it.0).sum();
            Some((sum, shares.into_iter().map(|it| it.1).collect::<Vec<Row>>()))
        };
        let (part, figures) = sum(&unused).or_else(|| {
            let (part, figures) = sum(&used)?;
            Some((1.0 - part, figures))
        })?;
        Some((part.clamp(0.0, 1.0), figures))
    }

    /// Tonnes of the material that arise in a year, by a figure of a whole one; none if generation or content are not known, or
    /// it no longer arises.
    pub(in crate::analysis) fn arising(&self, material: Row) -> Option<Contained> {
        self.arising_by(material, |it| !self.registry.is_of_part_of_year(it))
    }

    /// Tonnes of the material that arose in a part of a year, where no figure tells those of a whole one. They are no tonnes a
    /// year, and in no sum.
    pub(in crate::analysis) fn arising_in_part(&self, material: Row) -> Option<Contained> {
        let is_told = self.arising(material).is_some();
        (!is_told).then(|| self.arising_by(material, |_| true))?
    }

    /// Tonnes of the material by the best figure of generation like that.
    fn arising_by(&self, material: Row, is_like: impl Fn(Row) -> bool) -> Option<Contained> {
        let (registry, when) = (self.registry, self.when);
        if standing(registry, self.site, when).phase != Phase::Operating {
            return None;
        }
        let counted = Counted {
            product: registry.reference(self.row, side_stream::PRODUCT)?,
            place: self.row,
        };
        let chosen = registry.chosen(self.row, Quantity::Generation, when);
        let told = |it: Row| contained(registry, it, material, counted, when);
        let like = chosen.into_iter().filter(|it| is_like(it.figure));
        let mut found = like.filter_map(|it| told(it.figure));
        // What is typical of the product is no content that a source states.
        found.find(|it| it.notes.is_empty())
    }

    /// Stocks on record, the chosen one of each key.
    pub(in crate::analysis) fn stocks(&self) -> Vec<Row> {
        let chosen = self.registry.chosen(self.row, Quantity::Stock, self.when);
        chosen.into_iter().map(|it| it.figure).collect()
    }

    pub(in crate::analysis) fn name(&self) -> String {
        let registry = self.registry;
        let standing = registry.code(self.row, side_stream::LEGAL_STANDING);
        let noun = match standing {
            Some(LegalStanding::Waste) => "waste",
            _ => "side-stream",
        };
        let (name, site) = (registry.name(self.row), registry.name(self.site));
        format!("the {noun} {name} of {site}")
    }
}

/// "stored and reused (as of 2013)".
pub(in crate::analysis) fn fate_words(told: &Told) -> String {
    fates_as_of(&told.fates, told.as_of)
}

/// The same of fates and the year their source tells them of.
pub(in crate::analysis) fn fates_as_of(fates: &[Fate], as_of: Option<i32>) -> String {
    let words: Vec<&str> = fates.iter().map(|it| fate_word(*it)).collect();
    let as_of = as_of.map_or_else(|| "(undated)".to_owned(), |it| format!("(as of {it})"));
    format!("{} {as_of}", words.join(" and "))
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Landfilled => "landfilled",
        Fate::Stored => "stored",
        Fate::Backfilled => "backfilled",
        Fate::Reused => "reused",
        Fate::Sold => "sold",
        Fate::Unknown => "put to an unknown end",
    }
}

/// "about " and the years of some figures, if one of them is a range or is more than [`OLD_YEARS`] older than the year asked; else
/// nothing.
pub(in crate::analysis) fn how_surely(
    registry: &Registry,
    when: When,
    figures: &[Row],
) -> (&'static str, String) {
    let is_rough = |it: &Row| {
        let bounds = [figure::LOW, figure::HIGH].map(|column| registry.number(*it, column));
        let year = registry.figure_year(*it);
        let is_old = year.is_some_and(|year| year < when.year - OLD_YEARS);
        bounds.iter().any(Option::is_some) || is_old
    };
    match figures.iter().any(is_rough) {
        true => ("about ", format!(", by {}", years_word(registry, figures))),
        false => ("", String::new()),
    }
}

/// The years of some figures, each once, and whether some have none.
pub(in crate::analysis) fn years_of<'a>(
    registry: &Registry,
    figures: impl IntoIterator<Item = &'a Row>,
) -> (BTreeSet<i32>, bool) {
    let mut years = BTreeSet::new();
    let mut is_undated = false;
    for figure in figures {
        match registry.figure_year(*figure) {
            Some(year) => drop(years.insert(year)),
            None => is_undated = true,
        }
    }
    (years, is_undated)
}

/// The part of a year that some figures tell of, in the words of the first that tells one.
pub(in crate::analysis) fn period_words(registry: &Registry, figures: &[Row]) -> String {
    let told = figures.iter().find(|it| registry.is_of_part_of_year(**it));
    let columns = [figure::SCOPE, figure::DEFINITION].into_iter();
    let words = columns.filter_map(|column| registry.text(*told?, column));
    words.collect::<Vec<_>>().join(", ")
}

/// "figures of 2013, 2015 and undated ones".
pub(in crate::analysis) fn years_word<'a>(
    registry: &Registry,
    figures: impl IntoIterator<Item = &'a Row>,
) -> String {
    let (years, is_undated) = years_of(registry, figures);
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    match (years.is_empty(), is_undated) {
        (true, _) => "undated figures".to_owned(),
        (false, false) => format!("figures of {}", years.join(", ")),
        (false, true) => format!("figures of {} and undated ones", years.join(", ")),
    }
}
