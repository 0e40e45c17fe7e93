//! What the answer of a trace rests on.

use std::collections::HashSet;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::codes::LinkKind;
use crate::model::codes::LinkStatus;
use crate::model::tables::link;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::place_notes;
use crate::network::paths::Basis;
use crate::network::paths::group_note;
use crate::network::paths::sources;
use crate::network::snapshot::Snapshot;
use crate::network::trace::Asked;
use crate::network::trace::answer::Told;

/// Notes on the existence of places and arcs and on flows, each once, and the sources of all records used.
pub(super) fn basis(snapshot: &Snapshot, asked: &Asked, told: &Told) -> Basis {
    let registry = snapshot.registry();
    let mut places = HashSet::new();
    let new = told
        .nodes
        .iter()
        .map(|it| it.place)
        .filter(|it| places.insert(*it));
    let of_places = new.filter_map(|it| place_notes(registry, it, asked.when));
    let group = asked.material.and_then(|it| group_note(registry, it));
    let all = group
        .into_iter()
        .chain(of_places.flatten())
        .chain(told.notes.iter().copied());
    let mut seen = HashSet::new();
    let is_new = |it: &Note| {
        let numbers = [it.value, it.compared_with, it.high].map(|it| it.map(f64::to_bits));
        seen.insert((it.code, it.subject, it.rests_on, numbers))
    };
    let notes: Vec<Note> = all.filter(is_new).collect();
    let used = told.arcs.iter().flat_map(|it| [Some(it.record), it.flow]);
    let used = used.flatten().chain(told.rests.iter().copied());
    Basis {
        revision: snapshot.revision(),
        year: asked.when.year,
        sources: sources(registry, used, &notes),
        notes,
    }
}

impl Told {
    /// What is assumed of the links between places.
    pub(super) fn link_notes(&self, registry: &Registry) -> Vec<Note> {
        let records = self.arcs.iter().map(|it| it.record);
        let links = records.filter(|it| it.kind() == Kind::Link);
        let notes = links.flat_map(|it| {
            let is_planned = registry.code(it, link::STATUS) == Some(LinkStatus::Planned);
            let is_corridor = registry.code(it, link::KIND) == Some(LinkKind::Corridor);
            let note = |code| Note::new(code, Concern::Existence, it);
            let planned = is_planned.then(|| note(AssumptionCode::Planned));
            let corridor = is_corridor.then(|| note(AssumptionCode::Corridor));
            planned.into_iter().chain(corridor)
        });
        notes.collect()
    }
}
