//! Side-streams of a region that nobody on record uses, with what is in them.
//!
//! A side-stream is listed if what becomes of it is not known or it is landfilled, stored or backfilled in whole or part,
//! and no link in use takes all of it. The part that is not used is what `fate-share` figures say; else what links with
//! known flows leave of what arises; else the whole, where the fate names nothing else and no link leads away; else it is
//! not known. Where the fate is not known and a link leads away, there is a recorded user: such streams are counted
//! (`with_user`), not listed. A stream told to be used is listed where all links on record from it ended before the
//! year asked, or their takers operate no longer, and no source tells a use after that. Tonnes a year are of what arises at
//! sites that operate, by figures of whole years: one of a part of a year is told apart (`part_of_year`) and in no sum. A stock
//! is told apart too, never as tonnes a year.

mod contents;
mod former;
mod links;
mod order;
mod part_year;
mod state;
#[cfg(test)]
mod tests;
mod totals;
mod words;

use std::sync::Arc;

use crate::analysis::area::Area;
use crate::analysis::area::Phase;
use crate::analysis::area::standing;
use crate::analysis::streams::Stream;
use crate::analysis::streams::Told;
use crate::analysis::streams::years_of;
use crate::analysis::unused::contents::contents;
use crate::analysis::unused::contents::holds;
use crate::analysis::unused::former::is_left;
use crate::analysis::unused::links::Users;
use crate::analysis::unused::order::ranked;
use crate::analysis::unused::part_year::is_of_part;
use crate::analysis::unused::totals::tell_apart;
use crate::analysis::unused::totals::totals;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Fate;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;
use crate::network::Snapshot;
use crate::network::paths::Basis;
use crate::network::paths::sources;

pub use crate::analysis::unused::former::FormerLink;
pub use crate::analysis::unused::state::UnusedState;

/// Sums of flows within this part of what arises take all of it.
const ALL: f64 = 1e-6;

/// So many takers of a part of a stream are looked past for those who could take the rest.
pub const MAX_TAKERS: usize = 10;

/// Which streams are asked for. Rows are of the registry asked.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedQuestion {
    /// The region; its parts and members belong to it.
    pub region: Row,
    /// Only streams that hold this material, or a member of this group.
    pub material: Option<Row>,
    /// For which year.
    pub when: When,
}

/// Tonnes, or tonnes a year, and what they rest on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tonnes {
    /// How many.
    pub tonnes: f64,
    /// The figures.
    pub figures: Vec<Row>,
}

/// A material in a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedContent {
    /// The material.
    pub material: Row,
    /// Whether it is a critical or strategic raw material.
    pub is_critical: bool,
    /// Mass of it per mass of the stream; none where it is only named, withheld or bounded.
    pub fraction: Option<f64>,
    /// Lower bound of that, where a figure tells one.
    pub low: Option<f64>,
    /// Upper bound of that, where a figure tells one.
    pub high: Option<f64>,
    /// The figures of the content.
    pub figures: Vec<Row>,
    /// Tonnes of it a year in what is not used; none if not known.
    pub tonnes_per_year: Option<Tonnes>,
    /// Tonnes of it in the stock; none if not known.
    pub stock: Option<Tonnes>,
}

/// A side-stream without a recorded user.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedStream {
    /// The side-stream.
    pub row: Row,
    /// Where it arises.
    pub site: Row,
    /// Whether its site operates on record in the year asked; only then there are tonnes a year.
    pub arises: bool,
    /// What is known of its use, in one word.
    pub state: UnusedState,
    /// What becomes of it; empty if nothing is stated.
    pub fates: Vec<Fate>,
    /// The statement that says so.
    pub statement: Option<Row>,
    /// The part that is not used, above 0 to 1; none if not known.
    pub part: Option<f64>,
    /// Tonnes a year that arise; none if not on record, or it no longer arises.
    pub generated: Option<Tonnes>,
    /// Tonnes that arose in a part of a year, where no figure tells those of a whole one; in no sum.
    pub part_of_year: Option<Tonnes>,
    /// Tonnes a year that are not used; none if that or the part is not known.
    pub tonnes_per_year: Option<Tonnes>,
    /// Tonnes that lie there; none if not on record.
    pub stock: Option<Tonnes>,
    /// What is in it: critical materials first, then by slug.
    pub contents: Vec<UnusedContent>,
    /// Links in use that take a part of it, by slug.
    pub links: Vec<Row>,
    /// Links that took of it and do no longer, by slug.
    pub former: Vec<FormerLink>,
    /// Years of the figures of the tonnes that its sentence names, the earliest first.
    pub years: Vec<i32>,
    /// Whether one of these figures tells no year.
    pub has_undated: bool,
    /// What its tonnes are told of where that is not just the stream: dry, a scope; none where they are.
    pub told_of: Option<String>,
    /// The stream that its tonnes a year are a part of or told again by; none where they count on their own.
    pub told_in: Option<Row>,
    /// The same of its stock.
    pub stock_told_in: Option<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// Sums of what is known, and how many are not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    /// Sum of what is known; none if nothing is.
    pub tonnes: Option<f64>,
    /// How many streams it is of.
    pub known: usize,
    /// How many streams it is not known of.
    pub unknown: usize,
    /// The figures of what is added.
    pub figures: Vec<Row>,
}

/// What there is over the region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnusedTotals {
    /// Tonnes a year that are not used; streams that no longer arise are not among the unknown.
    pub per_year: Sum,
    /// Of those unknown, the tonnes a year that arise, of a figure with a range its upper end: how much of them is not used is
    /// not known, so they bound nothing. Known of streams whose unused part is not on record, unknown of streams without tonnes
    /// of a whole year on record.
    pub at_most_more: Sum,
    /// Streams at sites that do not operate on record: what arises there in a year is nothing to know.
    pub not_arising: usize,
    /// Years of the figures added in any of the sums, the earliest first.
    pub years: Vec<i32>,
    /// Whether one of these figures tells no year.
    pub has_undated: bool,
    /// Tonnes that lie there, as far as a stock is on record.
    pub stock: Sum,
    /// Of each critical material the tonnes a year in what is not used, by slug. Groups and their members stand side by side
    /// and are never added.
    pub contained: Vec<(Row, Sum)>,
    /// Streams whose tonnes a year are told with another stream and not added.
    pub told_elsewhere: usize,
    /// Streams whose stock is told with that of another one and not added.
    pub stock_told_elsewhere: usize,
    /// Streams of unknown fate that are not listed since a link in use leads from them.
    pub with_user: usize,
}

/// The streams found.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedAnswer {
    /// Contained tonnes of critical materials a year, as far as known, the most first; then tonnes a year that are not used,
    /// then tonnes a year that arise, then slug.
    pub streams: Vec<UnusedStream>,
    /// What there is over the region.
    pub totals: UnusedTotals,
    /// A sentence that may be quoted.
    pub message: String,
    /// What the answer rests on.
    pub basis: Basis,
}

/// Side-streams of a region without a recorded user. O(links + streams · (log streams + figures and materials of one)).
pub fn unused_streams(snapshot: &Arc<Snapshot>, question: &UnusedQuestion) -> UnusedAnswer {
    let registry = snapshot.registry();
    let area = Area::of(registry, question.region, question.when);
    let users = Users::of(registry, question.when);
    let mut with_user = 0;
    let mut streams = Vec::new();
    for row in registry.rows(Kind::SideStream) {
        let stream = Stream::of(registry, &area, question.when, row);
        let is_asked = |it: &Stream<'_>| question.material.is_none_or(|of| holds(it, of));
        let Some(stream) = stream.filter(is_asked) else {
            continue;
        };
        match verdict(&stream, &users) {
            Verdict::Used => {}
            Verdict::HasUser => with_user += 1,
            Verdict::Unused(part) => streams.push(told(&stream, &users, part)),
        }
    }
    tell_apart(registry, &mut streams);
    for it in &mut streams {
        it.message = words::message(registry, question.when, it);
    }
    let streams = ranked(registry, streams);
    let totals = UnusedTotals {
        with_user,
        ..totals(registry, &streams)
    };
    let used = streams.iter().flat_map(records);
    UnusedAnswer {
        message: words::summary(registry, question, streams.len(), &totals),
        basis: Basis {
            revision: snapshot.revision(),
            year: question.when.year,
            notes: Vec::new(),
            sources: sources(registry, used, &[]),
        },
        totals,
        streams,
    }
}

/// Whether a stream is used, as far as is on record.
enum Verdict {
    Used,
    /// Its fate is not known, and a link leads away.
    HasUser,
    /// The part that is not used and its figures; none if that is not known.
    Unused(Option<(f64, Vec<Row>)>),
}

/// Fates by which nobody uses a stream.
fn is_without_use(fate: Fate) -> bool {
    matches!(fate, Fate::Landfilled | Fate::Stored | Fate::Backfilled)
}

fn verdict(stream: &Stream<'_>, users: &Users) -> Verdict {
    let fates = stream.fate.as_ref().map_or(&[][..], |it| &it.fates);
    let is_unknown = fates.is_empty() || fates.contains(&Fate::Unknown);
    if !is_unknown && !fates.iter().any(|it| is_without_use(*it)) {
        let is_left = users.links(stream).is_empty() && is_left(stream, &users.former(stream));
        return match is_left {
            true => Verdict::Unused(None),
            false => Verdict::Used,
        };
    }
    let by_fate = stream.fate.as_ref().filter(|_| !is_unknown);
    let by_fate = by_fate.and_then(|it: &Told| stream.unused_part(it, is_without_use));
    // What figures say of the shares stands; a fate alone says nothing against a link.
    let is_told = by_fate.as_ref().is_some_and(|it| !it.1.is_empty());
    let links = users.links(stream);
    let part = if is_told || links.is_empty() {
        by_fate
    } else {
        let generated = generated(stream);
        match generated.zip(users.taken(stream)) {
            None if is_unknown => return Verdict::HasUser,
            None => None,
            Some((whole, taken)) if whole.tonnes > 0.0 => {
                let left = 1.0 - taken.tonnes / whole.tonnes;
                let figures = whole.figures.into_iter().chain(taken.figures);
                Some((if left <= ALL { 0.0 } else { left }, figures.collect()))
            }
            Some(_) => None,
        }
    };
    match part {
        Some((part, _)) if part <= 0.0 => Verdict::Used,
        part => Verdict::Unused(part),
    }
}

/// Whether the site of a stream operates on record in the year asked.
fn arises(stream: &Stream<'_>) -> bool {
    standing(stream.registry, stream.site, stream.when).phase == Phase::Operating
}

/// Tonnes a year of the product that arise; none if not on record of a whole year, or the site does not operate.
fn generated(stream: &Stream<'_>) -> Option<Tonnes> {
    arising(stream, |it| !is_of_part(stream.registry, it))
}

/// Tonnes of the product that arise by the best figure like that.
fn arising(stream: &Stream<'_>, is_like: impl Fn(Row) -> bool) -> Option<Tonnes> {
    arises(stream)
        .then(|| gross(stream, Quantity::Generation, is_like))
        .flatten()
}

/// Tonnes of the product by the best figure of a quantity like that.
fn gross(stream: &Stream<'_>, quantity: Quantity, is_like: impl Fn(Row) -> bool) -> Option<Tonnes> {
    let registry = stream.registry;
    let mut chosen = registry.chosen(stream.row, quantity, stream.when);
    registry.sort_best_first(&mut chosen);
    let is_gross = |it: Row| registry.code(it, figure::BASIS) != Some(MassBasis::Contained);
    let mut figures = chosen.into_iter().map(|it| it.figure);
    figures.find_map(|it| {
        let tonnes = registry.figure_value(it);
        let tonnes = tonnes.filter(|_| is_gross(it) && is_like(it))?;
        Some(Tonnes {
            tonnes,
            figures: vec![it],
        })
    })
}

fn told(stream: &Stream<'_>, users: &Users, part: Option<(f64, Vec<Row>)>) -> UnusedStream {
    let generated = generated(stream);
    let is_told = generated.is_some();
    let part_of_year = (!is_told).then(|| arising(stream, |_| true)).flatten();
    let stock = gross(stream, Quantity::Stock, |_| true);
    let share = part.as_ref().map(|it| it.0);
    let yearly = generated.as_ref().zip(part.as_ref());
    let yearly: Option<Tonnes> = yearly.map(|(whole, part)| whole.times(part.0, &part.1));
    let contents = contents(stream, part.as_ref(), stock.as_ref());
    let amounts = [yearly.as_ref().or(generated.as_ref())].into_iter();
    let amounts = amounts.chain([part_of_year.as_ref(), stock.as_ref()]);
    let of_contents = contents.iter().map(UnusedContent::told);
    let figures = amounts.chain(of_contents).flatten();
    let (years, has_undated) = years_of(stream.registry, figures.flat_map(|it| &it.figures));
    let fates = stream.fate.as_ref().map(|it| it.fates.clone());
    let fates = fates.unwrap_or_default();
    let links = users.links(stream);
    let told_of = [&generated, &part_of_year, &stock].into_iter().flatten();
    let mut told_of: Vec<String> = told_of
        .filter_map(|it| words::told_of(stream.registry, it))
        .collect();
    told_of.dedup();
    UnusedStream {
        row: stream.row,
        site: stream.site,
        arises: arises(stream),
        state: state::state(&fates, !links.is_empty()),
        fates,
        statement: stream.fate.as_ref().map(|it| it.statement),
        part: share,
        tonnes_per_year: yearly,
        contents,
        generated,
        part_of_year,
        stock,
        links,
        former: users.former(stream),
        years: years.into_iter().collect(),
        has_undated,
        told_of: (!told_of.is_empty()).then(|| told_of.join("; ")),
        told_in: None,
        stock_told_in: None,
        message: String::new(),
    }
}

impl UnusedContent {
    /// The tonnes of it that the sentence on its stream names: of critical materials, those a year before those in the stock.
    fn told(&self) -> Option<&Tonnes> {
        let told = self.tonnes_per_year.as_ref().or(self.stock.as_ref());
        told.filter(|_| self.is_critical)
    }
}

impl Tonnes {
    /// A part of it, by more figures.
    fn times(&self, part: f64, more: &[Row]) -> Self {
        let mut figures = self.figures.clone();
        figures.extend(more.iter().filter(|it| !self.figures.contains(it)));
        Self {
            tonnes: self.tonnes * part,
            figures,
        }
    }
}

/// Every record that a stream rests on.
fn records(of: &UnusedStream) -> impl Iterator<Item = Row> + '_ {
    let yearly = [&of.generated, &of.tonnes_per_year, &of.part_of_year];
    let amounts = yearly.into_iter().chain([&of.stock]);
    let of_contents = of.contents.iter().flat_map(|it| {
        let amounts = [&it.tonnes_per_year, &it.stock].into_iter().flatten();
        let figures = amounts.flat_map(|it| &it.figures);
        it.figures.iter().chain(figures)
    });
    let figures = amounts.flatten().flat_map(|it| &it.figures);
    let former = of.former.iter().map(|it| &it.link);
    let all = figures.chain(of_contents).chain(&of.links).chain(former);
    all.copied().chain([of.row]).chain(of.statement)
}
