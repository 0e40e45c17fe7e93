//! New records that may be old ones under another id.

use std::collections::HashMap;

use strsim::jaro_winkler;

use crate::model::codes::SiteKind;
use crate::model::geo::Position;
use crate::model::kind::Kind;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::search::fold;
use crate::model::tables::activity;
use crate::model::tables::organisation;
use crate::model::tables::site;
use crate::model::tables::table_of;
use crate::model::validate::Check;

/// Sites further apart than this are two.
const NEAR_KM: f64 = 5.0;
/// Names at least as like as this (Jaro-Winkler) are similar.
const SIMILAR: f64 = 0.93;
/// Height of the bands by which near sites are found, in degrees of latitude: a little more than
/// [`NEAR_KM`].
const BAND: f64 = 0.05;
/// Kilometres to a degree of latitude, nearly.
const KM_PER_DEGREE: f64 = 111.2;
/// Most near sites that a new site is compared with.
const MOST_COMPARED: usize = 200;

impl Check<'_> {
    /// Warns of each new record that is like another one, once for each pair.
    pub(super) fn twins(&mut self) {
        let new: HashMap<Row, usize> = self
            .puts()
            .filter(|(_, record)| is_told_apart_by_name(record.kind()))
            .filter(|(_, record)| self.before.find(&record.id).is_none())
            .filter_map(|(at, record)| Some((self.after.find(&record.id)?, at)))
            .collect();
        if new.is_empty() {
            return;
        }
        let mut found = Vec::new();
        for kind in Kind::ALL
            .iter()
            .filter(|kind| is_told_apart_by_name(**kind))
        {
            if new.keys().any(|row| row.kind() == *kind) {
                same_names(self.after, *kind, &new, &mut found);
            }
        }
        if new.keys().any(|row| row.kind() == Kind::Site) {
            same_places(self.after, &new, &mut found);
        }
        found.sort_by(|a, b| (a.at, &a.other).cmp(&(b.at, &b.other)));
        found.dedup_by(|a, b| a.at == b.at && a.other == b.other);
        for twin in found {
            let said = format!("`{}` may be `{}`: {}", twin.id, twin.other, twin.why);
            let problem = Problem::warning(ProblemCode::LikelyDuplicate, said);
            self.report(twin.at, problem.suggestion(Some(twin.other)));
        }
    }
}

/// A new record and the one it may be.
struct Twin {
    at: usize,
    id: String,
    other: String,
    why: String,
}

/// Whether two records of a kind under one name are probably one. Side-streams, projects and
/// intakes of several places share names.
fn is_told_apart_by_name(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Material
            | Kind::Product
            | Kind::Organisation
            | Kind::Site
            | Kind::Cluster
            | Kind::Platform
            | Kind::Programme
    )
}

/// Pairs with the same name, once letters with marks, legal forms and punctuation are put aside.
fn same_names(registry: &Registry, kind: Kind, new: &HashMap<Row, usize>, found: &mut Vec<Twin>) {
    if table_of(kind).is_none_or(|table| !table.named) {
        return;
    }
    let mut by_name: HashMap<String, Vec<Row>> = HashMap::new();
    for row in registry.rows(kind) {
        by_name
            .entry(plain_name(registry.name(row)))
            .or_default()
            .push(row);
    }
    for rows in by_name.values().filter(|rows| rows.len() > 1) {
        for (index, row) in rows.iter().enumerate() {
            // Against an older one, or the first of several new ones.
            let others = rows
                .iter()
                .enumerate()
                .filter(|(other, it)| it != &row && (!new.contains_key(it) || *other < index));
            let Some((_, other)) = others.into_iter().next() else {
                continue;
            };
            let is_apart = match kind {
                Kind::Site => !may_be_one(registry, *row, *other),
                Kind::Organisation => are_relatives(registry, *row, *other),
                _ => false,
            };
            if is_apart {
                continue;
            }
            if let Some(at) = new.get(row) {
                let why = format!("its name is that of `{}`", registry.name(*other));
                found.push(twin(registry, *at, *row, *other, why));
            }
        }
    }
}

/// A site with a position, and its name as it is compared.
struct Placed {
    row: Row,
    position: Position,
    name: String,
}

/// Pairs of sites at one place with similar names or the same operator and product, and pairs
/// with the same UN/LOCODE.
fn same_places(registry: &Registry, new: &HashMap<Row, usize>, found: &mut Vec<Twin>) {
    let mut by_square: HashMap<(i32, i32), Vec<Placed>> = HashMap::new();
    let mut by_locode: HashMap<&str, Vec<Row>> = HashMap::new();
    for row in registry.rows(Kind::Site) {
        if let Some(position) = registry.position(row) {
            let name = plain_name(registry.name(row));
            let placed = Placed {
                row,
                position,
                name,
            };
            by_square
                .entry(square_of(&position))
                .or_default()
                .push(placed);
        }
        if let Some(code) = registry.text(row, site::UNLOCODE) {
            by_locode.entry(code).or_default().push(row);
        }
    }
    let is_earlier =
        |row: Row, other: Row, at: usize| other != row && new.get(&other).is_none_or(|it| *it < at);
    for rows in by_locode.values().filter(|rows| rows.len() > 1) {
        for (row, at) in rows.iter().filter_map(|row| Some((*row, *new.get(row)?))) {
            let mut others = rows.iter().take(MOST_COMPARED);
            let is_twin = |it: &&Row| is_earlier(row, **it, at) && may_be_one(registry, row, **it);
            if let Some(other) = others.find(is_twin) {
                let why = "both have the same UN/LOCODE".to_owned();
                found.push(twin(registry, at, row, *other, why));
            }
        }
    }
    for site in by_square.values().flatten() {
        let Some(at) = new.get(&site.row) else {
            continue;
        };
        let squares = squares_around(&site.position);
        let near = squares.iter().filter_map(|square| by_square.get(square));
        let others = near
            .flatten()
            .filter(|it| is_earlier(site.row, it.row, *at));
        for other in others.take(MOST_COMPARED) {
            if let Some(why) = same_place(registry, site, other) {
                found.push(twin(registry, *at, site.row, other.row, why));
            }
        }
    }
}

/// Why two sites may be one; none if they hardly are.
fn same_place(registry: &Registry, a: &Placed, b: &Placed) -> Option<String> {
    let km = a.position.distance_km(&b.position);
    if km > NEAR_KM || !may_be_one(registry, a.row, b.row) {
        return None;
    }
    if jaro_winkler(&a.name, &b.name) >= SIMILAR {
        return Some(format!("similar names, {km:.1} km apart"));
    }
    let operator = registry.reference(a.row, site::OPERATOR)?;
    let kind = |row| registry.code::<SiteKind>(row, site::KIND);
    let is_same = registry.reference(b.row, site::OPERATOR) == Some(operator)
        && kind(a.row) == kind(b.row)
        && shares_output(registry, a.row, b.row);
    is_same.then(|| format!("same operator and product, {km:.1} km apart"))
}

/// Parts of one another, and a harbour and the works beside it, are not one.
fn may_be_one(registry: &Registry, a: Row, b: Row) -> bool {
    let part_of = |row| registry.reference(row, site::PART_OF);
    let kind = |row| registry.code::<SiteKind>(row, site::KIND);
    let is_vague = |row| matches!(kind(row), Some(SiteKind::External | SiteKind::Area));
    part_of(a) != Some(b)
        && part_of(b) != Some(a)
        && (kind(a) == kind(b) || is_vague(a) || is_vague(b))
}

/// A company and its parent often have one name but for the legal form.
fn are_relatives(registry: &Registry, a: Row, b: Row) -> bool {
    let parent = |row| registry.reference(row, organisation::PARENT);
    parent(a) == Some(b) || parent(b) == Some(a)
}

fn shares_output(registry: &Registry, a: Row, b: Row) -> bool {
    let outputs = |row| {
        let activities = registry.referring(Kind::Activity, activity::SITE, row);
        activities
            .into_iter()
            .flat_map(|it| registry.references(it, activity::OUTPUTS))
            .collect::<Vec<Row>>()
    };
    let of_b = outputs(b);
    outputs(a).iter().any(|product| of_b.contains(product))
}

/// The square a position is in: a band of latitude, and a piece of it that is about as wide as high.
fn square_of(position: &Position) -> (i32, i32) {
    let band = index(position.latitude / BAND);
    (band, index(position.longitude / width(band)))
}

/// The squares that may hold what is near a position.
fn squares_around(position: &Position) -> Vec<(i32, i32)> {
    let band = index(position.latitude / BAND);
    let pieces = (band - 1..=band + 1).flat_map(|band| {
        let at = index(position.longitude / width(band));
        (at - 1..=at + 1).map(move |at| (band, at))
    });
    pieces.collect()
}

/// Width of the pieces of a band, in degrees of longitude: never less than [`NEAR_KM`].
fn width(band: i32) -> f64 {
    let furthest = f64::from(band.abs() + 1) * BAND;
    // At the poles a degree has no width; pieces there are a whole turn.
    NEAR_KM / KM_PER_DEGREE / libm::cos(furthest.min(89.9).to_radians())
}

fn index(degrees: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "degrees are few")]
    let index = degrees.floor() as i32;
    index
}

fn twin(registry: &Registry, at: usize, row: Row, other: Row, why: String) -> Twin {
    Twin {
        at,
        id: registry.id(row).to_string(),
        other: registry.id(other).to_string(),
        why,
    }
}

/// Words that say what a company is in law and not which.
const LEGAL_FORMS: &[&str] = &[
    "oy", "oyj", "ab", "abp", "as", "asa", "ltd", "gmbh", "ag", "plc", "inc", "publ",
];

/// A name in small letters without marks, punctuation and legal forms; one of legal forms alone stays. O(length).
pub fn plain_name(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split_whitespace();
    let kept: Vec<&str> = words.filter(|word| !LEGAL_FORMS.contains(word)).collect();
    match kept.is_empty() {
        true => folded,
        false => kept.join(" "),
    }
}
