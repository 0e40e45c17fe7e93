//! An answer: the paths, how complete they are, what they rest on, and a graph of them to draw.

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::tables::material;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Metric;
use crate::network::chain::Note;
use crate::network::chain::place_notes;
use crate::network::chain::share_lost;
use crate::network::paths::candidates::CandidateAnswer;
use crate::network::paths::limits::Limits;
use crate::network::paths::path::Path;
use crate::network::paths::path::PathArc;
use crate::network::paths::path::hundredth;
use crate::network::paths::path::path;
use crate::network::paths::path::thousandth;
use crate::network::paths::question::PathQuestion;
use crate::network::paths::spread::estimated_share;
use crate::network::paths::spread::spread;
use crate::network::paths::subgraph::Subgraph;
use crate::network::paths::subgraph::subgraph;
use crate::network::paths::why_none::NoPath;
use crate::network::search::Ranked;
use crate::network::search::Truncation;
use crate::network::snapshot::Snapshot;
use crate::network::uncertainty::Uncertainty;

/// The answer to a question for paths.
#[derive(Clone, Debug, PartialEq)]
pub struct PathAnswer {
    /// The paths, best first. Where lengths or emissions are not known, one of unknown total stands last,
    /// beyond the number asked for.
    pub paths: Vec<Path>,
    /// Whether there are more.
    pub completeness: Completeness,
    /// The paths laid over one another.
    pub subgraph: Subgraph,
    /// What the answer rests on.
    pub basis: Basis,
    /// Links that carry the material but are used in no path, since its product cannot move the way they say.
    pub unmovable: Vec<Row>,
    /// Routes over candidate links; none unless asked for.
    pub candidates: Option<CandidateAnswer>,
    /// Why there is no path; none where there is one, and where the budget ran out before that could be told.
    pub why_none: Option<NoPath>,
    /// Of the totals of the paths together, the part that rests on estimated or assumed figures, 0 to 1; none where they
    /// come to 0. What is not known adds nothing.
    pub estimated_share: Option<f64>,
    /// How well the uncertainty of the paths can be told; none unless asked for.
    pub uncertainty: Option<Uncertainty>,
}

/// Whether there is a path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathExistence {
    /// Whether one was found.
    pub exists: bool,
    /// The fewest steps.
    pub steps: Option<u32>,
    /// If none was found, whether the search was cut off.
    pub completeness: Completeness,
}

/// How complete an answer is, relative to the whole question. It is exhaustive if `reasons` is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completeness {
    /// Why there may be more.
    pub reasons: Vec<Truncation>,
    /// No further path of known total has a smaller one, in the unit of [`Path::total`]. The exact total of the
    /// next path where [`Truncation::K`] is the only bound on known totals; none if nothing of known total was cut off.
    pub next_at_least: Option<f64>,
    /// Arcs relaxed.
    pub explored: u64,
    /// Arcs of unknown metric on some way from an origin to a destination.
    pub unpriced: u32,
}

/// What an answer rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// The revision asked.
    pub revision: u64,
    /// The year asked for.
    pub year: i32,
    /// What was assumed or doubted, each once.
    pub notes: Vec<Note>,
    /// Sources of the links, activities, figures and statements used, ordered by slug.
    pub sources: Vec<Row>,
}

impl Basis {
    /// Adds the sources of some records.
    pub(super) fn add_sources(&mut self, registry: &Registry, records: impl Iterator<Item = Row>) {
        let added = records.flat_map(|it| registry.references(it, SOURCES));
        self.sources.extend(added);
        self.sources.sort_by_key(|it| registry.slug(*it));
        self.sources.dedup();
    }
}

impl Completeness {
    /// That of a search.
    pub(super) fn of(ranked: &Ranked, metric: Metric) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            reason = "numbers of steps are far below 2^53"
        )]
        let number = |it: u64| match metric {
            Metric::Steps => it as f64,
            Metric::Distance | Metric::Emissions => thousandth(it),
            Metric::Cost => hundredth(it),
            Metric::Loss => share_lost(it),
        };
        Self {
            reasons: ranked.truncations.clone(),
            next_at_least: ranked.next_at_least.map(number),
            explored: ranked.explored,
            unpriced: ranked.unpriced,
        }
    }

    /// Whether the answer holds every path.
    pub fn is_exhaustive(&self) -> bool {
        self.reasons.is_empty()
    }
}

/// The answer that a search gives, in the first of the metrics, without candidates and why there is none.
pub(super) fn answer(
    snapshot: &Snapshot,
    chain: &Chain,
    metrics: (Metric, Option<Metric>),
    ranked: &Ranked,
    question: &PathQuestion,
    limits: &Limits,
) -> PathAnswer {
    let told = Told::new(snapshot, chain, metrics, ranked, question, limits);
    PathAnswer {
        completeness: Completeness::of(ranked, metrics.0),
        subgraph: told.subgraph,
        basis: told.basis,
        unmovable: chain.unmovable().to_vec(),
        paths: told.paths,
        candidates: None,
        why_none: None,
        estimated_share: told.estimated_share,
        uncertainty: told.uncertainty,
    }
}

/// What the routes of a search say.
pub(super) struct Told {
    pub(super) paths: Vec<Path>,
    pub(super) subgraph: Subgraph,
    pub(super) basis: Basis,
    pub(super) estimated_share: Option<f64>,
    pub(super) uncertainty: Option<Uncertainty>,
}

impl Told {
    pub(super) fn new(
        snapshot: &Snapshot,
        chain: &Chain,
        metrics: (Metric, Option<Metric>),
        ranked: &Ranked,
        question: &PathQuestion,
        limits: &Limits,
    ) -> Self {
        let routes = ranked.routes.iter().chain(&ranked.unpriced_route);
        let routes: Vec<_> = routes.collect();
        let numbered = (1..).zip(&routes);
        let mut paths: Vec<Path> = numbered
            .map(|(rank, route)| path(snapshot, chain, metrics, rank, route))
            .collect();
        if ranked.unpriced_route.is_some()
            && let Some(last) = paths.last_mut()
        {
            // Of two metrics, the one it is not told in may be the one that is known.
            last.total = None;
        }
        let (registry, metric) = (snapshot.registry(), metrics.0);
        let left = question.budget.saturating_sub(ranked.explored);
        let uncertainty = question.sampling.map(|sampling| {
            let (what, found) = ((metric, sampling), (&routes[..], ranked.routes.len()));
            spread(registry, chain, what, found, left, &mut paths)
        });
        let mut told = Self {
            subgraph: subgraph(registry, chain, &routes),
            basis: basis(snapshot, chain, &paths),
            estimated_share: estimated_share(registry, chain, metric, &ranked.routes),
            uncertainty,
            paths,
        };
        limits.flag(registry, &mut told);
        told
    }
}

fn basis(snapshot: &Snapshot, chain: &Chain, paths: &[Path]) -> Basis {
    let registry = snapshot.registry();
    let when = chain.key().when;
    let steps = paths.iter().flat_map(|it| &it.steps);
    let arcs: Vec<&PathArc> = steps.filter_map(|it| it.via.as_ref()).collect();
    // Arcs speak of the places they lead to; what is assumed of the first place stands nowhere else.
    let origins = paths.iter().filter_map(|it| it.steps.first());
    let of_origins = origins.filter_map(|it| place_notes(registry, it.place, when));
    let all = group_note(registry, chain.key().material)
        .into_iter()
        .chain(of_origins.flatten())
        .chain(arcs.iter().flat_map(|it| it.notes.iter().copied()));
    let mut notes: Vec<Note> = Vec::new();
    for note in all {
        // A mode assumed for the length and again for the emissions is one assumption.
        let is_same = |it: &Note| {
            Note {
                concern: note.concern,
                ..*it
            } == note
        };
        if !notes.iter().any(is_same) {
            notes.push(note);
        }
    }
    let used = arcs
        .iter()
        .flat_map(|it| it.figures.iter().copied().chain([it.record]));
    Basis {
        revision: snapshot.revision(),
        year: when.year,
        sources: sources(registry, used, &notes),
        notes,
    }
}

/// That a material is a group, where it has members: its chain holds what carries the group as such.
pub(crate) fn group_note(registry: &Registry, group: Row) -> Option<Note> {
    let is_member = |row: &Row| {
        registry
            .references(*row, material::GROUP)
            .any(|it| it == group)
    };
    let members = registry.rows(Kind::Material).filter(is_member).count();
    let value = u32::try_from(members)
        .ok()
        .filter(|it| *it > 0)
        .map(f64::from)?;
    let note = Note::new(AssumptionCode::GroupOfMaterials, Concern::Existence, group);
    Some(Note {
        value: Some(value),
        ..note
    })
}

/// Sources of the records used and of what the notes rest on, each once, ordered by slug.
pub(crate) fn sources(
    registry: &Registry,
    used: impl Iterator<Item = Row>,
    notes: &[Note],
) -> Vec<Row> {
    let noted = notes.iter().filter_map(|it| it.rests_on);
    let mut by_slug: BTreeMap<&str, Row> = BTreeMap::new();
    for source in used
        .chain(noted)
        .flat_map(|it| registry.references(it, SOURCES))
    {
        by_slug.insert(registry.slug(source), source);
    }
    by_slug.into_values().collect()
}
