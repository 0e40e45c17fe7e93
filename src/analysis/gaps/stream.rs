//! What is told of a side-stream: its content of a material, its fate, what arises of it in a year.

use crate::analysis::area::Phase;
use crate::analysis::area::Whereabouts;
use crate::analysis::area::standing;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::evidence::Party;
use crate::analysis::gaps::verdict::Finding;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::Fate;
use crate::model::codes::LegalStanding;
use crate::model::tables::figure;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::model::tables::statement;
use crate::network::chain::stage_of;
use crate::network::contained::Contained;
use crate::network::contained::Counted;
use crate::network::contained::contained;

/// A side-stream of the region.
pub(super) struct Stream<'a> {
    pub(super) of: &'a OfMaterial<'a>,
    pub(super) row: Row,
    pub(super) site: Row,
    pub(super) fate: Option<Told>,
}

/// What is told of the content of the material.
pub(super) enum Content {
    /// By these figures; some have no value.
    Stated(Vec<Row>),
    /// It is among the materials of the side-stream, and no figure tells how much.
    Named,
    /// None, or a stated 0.
    Not,
}

/// What becomes of a side-stream, by one statement.
pub(super) struct Told {
    pub(super) fates: Vec<Fate>,
    pub(super) statement: Row,
    as_of: Option<i32>,
}

impl Told {
    /// Whether it is landfilled or stored, in whole or part.
    pub(super) fn is_unused(&self) -> bool {
        self.fates.iter().any(|it| is_unused(*it))
    }

    pub(super) fn is_unknown(&self) -> bool {
        self.fates.iter().all(|it| *it == Fate::Unknown)
    }
}

pub(super) fn is_unused(fate: Fate) -> bool {
    matches!(fate, Fate::Landfilled | Fate::Stored)
}

impl<'a> Stream<'a> {
    /// A side-stream, if it arises in the region in the year asked.
    pub(super) fn of(of: &'a OfMaterial<'a>, row: Row) -> Option<Self> {
        let (registry, when) = (of.registry, of.asked.when);
        let site = registry.reference(row, side_stream::SITE)?;
        let is_planned = registry.flag(row, side_stream::PLANNED) == Some(true);
        // A stream told of several sites as one is still a stream of theirs.
        let own = registry.reference(site, site::REGION);
        let whereabouts = of
            .asked
            .area
            .placed(own, registry.text(site, site::COUNTRY));
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
            of,
            row,
            site,
            fate,
        })
    }

    pub(super) fn content(&self) -> Content {
        let (registry, when) = (self.of.registry, self.of.asked.when);
        let mut told = registry.figures(self.row, Quantity::Content);
        told.retain(|it| {
            let year = registry.figure_year(*it);
            let is_usable = year.is_none_or(|it| it <= when.year) || when.nearest_years;
            is_usable && registry.reference(*it, figure::MATERIAL) == Some(self.of.material)
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
        } else if materials.any(|it| it == self.of.material) {
            Content::Named
        } else {
            Content::Not
        }
    }

    /// The share of a fate, and its figure; none if no figure tells it.
    fn share_of(&self, fate: Fate) -> Option<(f64, Row)> {
        let registry = self.of.registry;
        let chosen = registry.chosen(self.row, Quantity::FateShare, self.of.asked.when);
        let mut chosen = chosen.into_iter().map(|it| it.figure);
        let figure =
            chosen.find(|it| registry.text(*it, figure::DEFINITION) == Some(fate.code()))?;
        Some((registry.figure_value(figure)?, figure))
    }

    /// The part that is landfilled or stored, and the figures that tell it; none if it is not known.
    pub(super) fn unused_part(&self, told: &Told) -> Option<(f64, Vec<Row>)> {
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

    /// Tonnes of the material that arise in a year; none if generation or content are not known, or it no longer arises.
    pub(super) fn arising(&self) -> Option<Contained> {
        let (registry, when) = (self.of.registry, self.of.asked.when);
        if standing(registry, self.site, when).phase != Phase::Operating {
            return None;
        }
        let counted = Counted {
            product: registry.reference(self.row, side_stream::PRODUCT)?,
            place: self.row,
        };
        let chosen = registry.chosen(self.row, Quantity::Generation, when);
        let told = |it: Row| contained(registry, it, self.of.material, counted, when);
        let mut found = chosen.into_iter().filter_map(|it| told(it.figure));
        // What is typical of the product is no content that a source states.
        found.find(|it| it.notes.is_empty())
    }

    /// Stocks on record, the chosen one of each key.
    fn stocks(&self) -> Vec<Row> {
        let when = self.of.asked.when;
        let chosen = self.of.registry.chosen(self.row, Quantity::Stock, when);
        chosen.into_iter().map(|it| it.figure).collect()
    }

    pub(super) fn name(&self) -> String {
        let registry = self.of.registry;
        let standing = registry.code(self.row, side_stream::LEGAL_STANDING);
        let noun = match standing {
            Some(LegalStanding::Waste) => "waste",
            _ => "side-stream",
        };
        let (name, site) = (registry.name(self.row), registry.name(self.site));
        format!("the {noun} {name} of {site}")
    }

    pub(super) fn finding(&self, kind: GapKind, text: String) -> Finding {
        let registry = self.of.registry;
        let when = self.of.asked.when;
        let standing = standing(registry, self.site, when);
        let kind_of_site = registry.code(self.site, site::KIND);
        let party = Party::of(self.site, EvidenceRole::Affected, standing, when.year);
        let fate = self.fate.as_ref().map(|it| it.statement);
        Finding {
            subject: registry.slug(self.row).to_owned(),
            evidence: Evidence {
                parties: vec![party],
                side_streams: vec![self.row],
                figures: self.stocks(),
                statements: fate.into_iter().collect(),
                ..Evidence::default()
            },
            ..Finding::new(kind, kind_of_site.and_then(stage_of), text)
        }
    }
}

/// "stored and reused (as of 2013)".
pub(super) fn fate_words(told: &Told) -> String {
    let words: Vec<&str> = told.fates.iter().map(|it| fate_word(*it)).collect();
    let as_of = told
        .as_of
        .map_or_else(|| "(undated)".to_owned(), |it| format!("(as of {it})"));
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
