//! What a question wants of the paths between its ends: what they pass and what they leave out.

use crate::model::Registry;
use crate::model::Row;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::paths::answer::PathAnswer;
use crate::network::paths::avoided::Avoided;
use crate::network::paths::endpoint::find_place;
use crate::network::paths::path::PathArc;
use crate::network::paths::pattern::Readings;
use crate::network::paths::question::Avoid;
use crate::network::paths::question::PathQuestion;
use crate::network::paths::question::PatternStep;
use crate::network::paths::question::QuestionError;
use crate::network::search::Outline;
use crate::network::search::Run;
use crate::network::search::Shape;

/// The limits of a question, with the records they name.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    via: Vec<Row>,
    avoided: Avoided,
    pattern: Vec<PatternStep>,
    min_capacity: Option<f64>,
    /// Whether any path will do.
    is_open: bool,
}

impl Limits {
    /// Finds what the limits of a question name.
    pub(super) fn resolve(
        registry: &Registry,
        question: &PathQuestion,
    ) -> Result<Self, QuestionError> {
        let via = question.via.iter();
        let via = via.map(|it| find_place(registry, it, question.ways));
        let via: Vec<Row> = via.collect::<Result<_, _>>()?;
        for (at, id) in question.via.iter().enumerate() {
            if via[..at].contains(&via[at]) {
                return Err(QuestionError::RepeatedVia(id.clone()));
            }
            if question.avoid.sites.contains(id) {
                return Err(QuestionError::ViaAvoided(id.clone()));
            }
        }
        Ok(Self {
            is_open: via.is_empty()
                && question.pattern.is_empty()
                && question.avoid == Avoid::default()
                && question.min_capacity.is_none(),
            via,
            avoided: Avoided::resolve(registry, &question.avoid)?,
            pattern: question.pattern.clone(),
            min_capacity: question.min_capacity,
        })
    }

    /// Whether any path will do.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether paths may begin, end and pass at a place, as far as is known.
    pub(super) fn may_pass(&self, registry: &Registry, place: Row) -> bool {
        self.avoided.place(registry, place) != Some(true)
    }

    /// What a search for paths from some vertices has to know. O(V + E), and the figures of capacities if they matter.
    ///
    /// # Errors
    /// [`QuestionError::PatternTooLarge`].
    pub(super) fn shape(
        &self,
        registry: &Registry,
        chain: &Chain,
        origins: &[u32],
    ) -> Result<Shape, QuestionError> {
        let readings = Readings::new(registry, chain, &self.pattern);
        let runs = self.pattern.iter();
        let outline = Outline {
            runs: runs
                .map(|it| Run {
                    min: it.min,
                    max: it.max,
                })
                .collect(),
            readings: readings.of_arcs,
            first: readings.first,
            last: readings.last,
            stops: u8::try_from(self.via.len()).unwrap_or(u8::MAX),
            stop: chain
                .vertices()
                .iter()
                .map(|it| self.stop(it.place))
                .collect(),
            barred: self.barred(registry, chain),
        };
        Shape::new(chain.net(), origins, &outline).map_err(|error| QuestionError::PatternTooLarge {
            at_most: error.at_most,
        })
    }

    /// The number of a place among those to pass, from 1; 0 for others.
    fn stop(&self, place: Row) -> u8 {
        let at = self.via.iter().position(|it| *it == place);
        at.and_then(|it| u8::try_from(it + 1).ok()).unwrap_or(0)
    }

    fn barred(&self, registry: &Registry, chain: &Chain) -> Vec<bool> {
        let may_pass = |it: &crate::network::chain::Vertex| self.may_pass(registry, it.place);
        let may_pass: Vec<bool> = chain.vertices().iter().map(may_pass).collect();
        let is_barred = |arc: u32| {
            let ends = [chain.graph().tail(arc), chain.graph().head(arc)];
            ends.iter().any(|it| !may_pass[*it as usize])
                || self.avoided.mode(chain.arcs()[arc as usize].mode) == Some(true)
                || self.is_too_small(chain, arc)
        };
        let arcs = 0..u32::try_from(chain.arcs().len()).unwrap_or(u32::MAX);
        arcs.map(is_barred).collect()
    }

    fn is_too_small(&self, chain: &Chain, arc: u32) -> bool {
        let known = self.min_capacity.zip(chain.capacity_of(arc));
        known.is_some_and(|(least, capacity)| capacity < least)
    }

    /// Notes in an answer what is not known to keep the limits.
    pub(super) fn flag(&self, registry: &Registry, answer: &mut PathAnswer) {
        if self.is_open {
            return;
        }
        let mut all: Vec<Note> = Vec::new();
        for path in &mut answer.paths {
            let origins = path.steps.first().into_iter();
            all.extend(origins.filter_map(|it| self.doubt_of_place(registry, it.place)));
            for step in &mut path.steps {
                let place = step.place;
                if let Some(arc) = &mut step.via {
                    all.extend(self.flag_arc(registry, place, arc));
                }
            }
        }
        let subgraph = &mut answer.subgraph;
        for link in subgraph.links.iter_mut().chain(&mut subgraph.back_links) {
            let place = subgraph.nodes[link.to as usize].place;
            self.flag_arc(registry, place, &mut link.arc);
        }
        for note in all {
            if !answer.basis.notes.contains(&note) {
                answer.basis.notes.push(note);
            }
        }
    }

    /// Notes what is not known of an arc that leads to a place, and gives the notes.
    fn flag_arc(&self, registry: &Registry, place: Row, arc: &mut PathArc) -> Vec<Note> {
        let note = |code| Note::new(code, Concern::Existence, arc.record);
        let is_mode_known = self.avoided.mode(arc.mode).is_some();
        let is_capacity_known =
            self.min_capacity.is_none() || arc.capacity_tonnes_per_year.is_some();
        let doubts: Vec<Note> = self
            .doubt_of_place(registry, place)
            .into_iter()
            .chain((!is_mode_known).then(|| note(AssumptionCode::MayBeAvoided)))
            .chain((!is_capacity_known).then(|| note(AssumptionCode::CapacityUnknown)))
            .collect();
        arc.notes.extend(&doubts);
        doubts
    }

    fn doubt_of_place(&self, registry: &Registry, place: Row) -> Option<Note> {
        let is_known = self.avoided.place(registry, place).is_some();
        let note = || Note::new(AssumptionCode::MayBeAvoided, Concern::Existence, place);
        (!is_known).then(note)
    }
}
