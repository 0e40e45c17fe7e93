//! What a stress test rests on.

use crate::analysis::stress::Before;
use crate::analysis::stress::ShockResult;
use crate::analysis::stress::StressQuestion;
use crate::model::Row;
use crate::network::Snapshot;
use crate::network::chain::Note;
use crate::network::paths::Basis;
use crate::network::paths::sources;

/// The notes and sources of what was delivered before any shock, and the sources of consumption.
pub(super) fn basis(
    snapshot: &Snapshot,
    question: &StressQuestion,
    before: &[Before],
    results: &[ShockResult],
) -> Basis {
    let registry = snapshot.registry();
    let mut notes: Vec<Note> = Vec::new();
    for note in before.iter().flat_map(|it| &it.answer.basis.notes) {
        if !notes.contains(note) {
            notes.push(*note);
        }
    }
    let shares = results.iter().flat_map(|it| &it.sourcing_lost);
    let shares = shares.flat_map(|it| it.figures).flatten();
    let figures = results.iter().filter_map(|it| it.consumption);
    let figures = figures.chain(shares);
    let told = before
        .iter()
        .flat_map(|it| it.answer.basis.sources.iter().copied());
    let mut all: Vec<Row> = sources(registry, figures, &notes);
    all.extend(told);
    all.sort_by_key(|it| registry.slug(*it));
    all.dedup();
    Basis {
        revision: snapshot.revision(),
        year: question.when.year,
        notes,
        sources: all,
    }
}
