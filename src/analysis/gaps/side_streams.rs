//! Side-streams that hold a critical material and are landfilled or stored: `UNUSED_SIDE_STREAM`, and `DATA` where it is
//! the content or the fate that is not known.
//!
//! The part that is not used is told by figures of `fate-share`, or is the whole where the fate names nothing but
//! landfill and storage; otherwise it is not known, and the whole is never claimed. Tonnes a year are generation ×
//! content × part, only where the site operates and all three are known; what lies there as a stock is
//! shown and never turned into tonnes a year. A side-stream is called waste only where its legal standing is.

use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::area::Phase;
use crate::analysis::gaps::area::Whereabouts;
use crate::analysis::gaps::area::standing;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::evidence::Party;
use crate::analysis::gaps::tell::tonnes_word;
use crate::analysis::gaps::tell::who_knows;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::gaps::verdict::Flip;
use crate::analysis::gaps::verdict::Gap;
use crate::model::Kind;
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

pub(super) fn find(of: &OfMaterial<'_>) -> Vec<Gap> {
    if !of.is_critical() {
        return Vec::new();
    }
    let streams = of.registry.rows(Kind::SideStream);
    let streams = streams.filter_map(|row| Stream::of(of, row));
    let found = streams.filter_map(|it| match (it.content(), &it.fate) {
        (Content::Stated(contents), Some(fate)) if fate.is_unused() => unused(&it, &contents, fate),
        (Content::Stated(contents), fate) if fate.as_ref().is_none_or(Told::is_unknown) => {
            Some(fate_missing(&it, contents))
        }
        (Content::Named, Some(fate)) if fate.is_unused() => content_missing(&it, fate),
        _ => None,
    });
    found.map(|it| of.gap(it)).collect()
}

/// A side-stream of the region.
struct Stream<'a> {
    of: &'a OfMaterial<'a>,
    row: Row,
    site: Row,
    fate: Option<Told>,
}

/// What is told of the content of the material.
enum Content {
    /// By these figures; some have no value.
    Stated(Vec<Row>),
    /// It is among the materials of the side-stream, and no figure tells how much.
    Named,
    /// None, or a stated 0.
    Not,
}

/// What becomes of a side-stream, by one statement.
struct Told {
    fates: Vec<Fate>,
    statement: Row,
    as_of: Option<i32>,
}

impl Told {
    /// Whether it is landfilled or stored, in whole or part.
    fn is_unused(&self) -> bool {
        self.fates.iter().any(|it| is_unused(*it))
    }

    fn is_unknown(&self) -> bool {
        self.fates.iter().all(|it| *it == Fate::Unknown)
    }
}

fn is_unused(fate: Fate) -> bool {
    matches!(fate, Fate::Landfilled | Fate::Stored)
}

impl<'a> Stream<'a> {
    /// A side-stream, if it arises in the region in the year asked.
    fn of(of: &'a OfMaterial<'a>, row: Row) -> Option<Self> {
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

    fn content(&self) -> Content {
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
    fn unused_part(&self, told: &Told) -> Option<(f64, Vec<Row>)> {
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
    fn arising(&self) -> Option<Contained> {
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

    fn name(&self) -> String {
        let registry = self.of.registry;
        let standing = registry.code(self.row, side_stream::LEGAL_STANDING);
        let noun = match standing {
            Some(LegalStanding::Waste) => "waste",
            _ => "side-stream",
        };
        let (name, site) = (registry.name(self.row), registry.name(self.site));
        format!("the {noun} {name} of {site}")
    }

    fn finding(&self, kind: GapKind, text: String) -> Finding {
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

/// A side-stream with a stated content that is not used; none where a figure says that no part of it is left.
fn unused(stream: &Stream<'_>, contents: &[Row], fate: &Told) -> Option<Finding> {
    let of = stream.of;
    let part = stream.unused_part(fate);
    let share = part.as_ref().map(|it| it.0);
    if share == Some(0.0) {
        return None;
    }
    let arising = stream.arising();
    let shortfall = arising
        .as_ref()
        .zip(share)
        .map(|(arising, share)| arising.tonnes * share);
    let how_much = share.filter(|it| *it < 1.0);
    let how_much = match (how_much, share) {
        (Some(it), _) => format!(", {:.0} % of it landfilled or stored", it * 100.0),
        (None, Some(_)) => String::new(),
        (None, None) => ", in which parts is not on record".to_owned(),
    };
    let tonnes = match shortfall {
        Some(it) => {
            let scope = scope_of(of, arising.as_ref());
            format!(
                ": {} t of {} a year{scope}",
                tonnes_word(it),
                of.material_word()
            )
        }
        None => ": the tonnes a year are not known".to_owned(),
    };
    let text = format!(
        "{} holds {} and is {}{how_much}{tonnes}",
        stream.name(),
        of.material_word(),
        fate_words(fate),
    );
    let mut finding = stream.finding(GapKind::UnusedSideStream, text);
    let of_part = part.map_or_else(Vec::new, |it| it.1);
    let used = arising.map_or_else(Vec::new, |it| it.figures);
    finding.flipped_by = flips(stream, fate, &of_part);
    for figure in contents.iter().chain(&of_part).chain(&used) {
        if !finding.evidence.figures.contains(figure) {
            finding.evidence.figures.push(*figure);
        }
    }
    Some(Finding {
        shortfall_tonnes_per_year: shortfall,
        share,
        ..finding
    })
}

/// What the tonnes that arise are told of, where that is more or less than the stream.
fn scope_of(of: &OfMaterial<'_>, arising: Option<&Contained>) -> String {
    let figures = arising.into_iter().flat_map(|it| &it.figures);
    let mut scopes = figures.filter_map(|it| of.registry.text(*it, figure::SCOPE));
    let scope = scopes.next();
    scope.map_or(String::new(), |it| format!(", told of {it}"))
}

fn flips(stream: &Stream<'_>, fate: &Told, of_part: &[Row]) -> Vec<Flip> {
    let registry = stream.of.registry;
    let told = registry.text(fate.statement, statement::VALUE);
    let by_statement = Flip {
        statement: Some(fate.statement),
        from_code: told.map(str::to_owned),
        to_code: Some(Fate::Reused.code().to_owned()),
        message: format!(
            "If all of {} were reused or sold, there would be no such gap.",
            stream.name()
        ),
        ..Flip::default()
    };
    let by_figure = match of_part {
        [figure] => {
            let definition = registry.text(*figure, figure::DEFINITION);
            let is_of_unused = definition.and_then(Fate::from_code).is_some_and(is_unused);
            let to = if is_of_unused { 0.0 } else { 1.0 };
            Some(Flip {
                figure: Some(*figure),
                from: registry.figure_value(*figure),
                to: Some(to),
                message: format!(
                    "If the share that is {} were {to:.0}, there would be no such gap.",
                    definition.unwrap_or_default().to_lowercase()
                ),
                ..Flip::default()
            })
        }
        _ => None,
    };
    [by_statement].into_iter().chain(by_figure).collect()
}

/// A side-stream that is not used and said to hold the material, without a figure of how much.
fn content_missing(stream: &Stream<'_>, fate: &Told) -> Option<Finding> {
    let is_nothing_left = stream.unused_part(fate).is_some_and(|it| it.0 == 0.0);
    let of = stream.of;
    let material = of.material_word();
    let text = format!(
        "{} is {} and is named to hold {material}, but how much is not on record; {}",
        stream.name(),
        fate_words(fate),
        who_knows(of.registry, stream.site, stream.row),
    );
    (!is_nothing_left).then(|| stream.finding(GapKind::Data, text))
}

/// A side-stream with a stated content of which no source says what becomes of it.
fn fate_missing(stream: &Stream<'_>, contents: Vec<Row>) -> Finding {
    let of = stream.of;
    let text = format!(
        "{} holds {}, but what becomes of it is not on record; {}",
        stream.name(),
        of.material_word(),
        who_knows(of.registry, stream.site, stream.row),
    );
    let mut finding = stream.finding(GapKind::Data, text);
    finding.evidence.figures.extend(contents);
    if let Some(fate) = &stream.fate {
        finding.flipped_by.push(Flip {
            statement: Some(fate.statement),
            from_code: Some(Fate::Unknown.code().to_owned()),
            to_code: Some(Fate::Stored.code().to_owned()),
            message: format!(
                "If {} were known to be stored or landfilled, this would be {}.",
                stream.name(),
                GapKind::UnusedSideStream.code()
            ),
            ..Flip::default()
        });
    }
    finding
}

/// "stored and reused (as of 2013)".
fn fate_words(told: &Told) -> String {
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
