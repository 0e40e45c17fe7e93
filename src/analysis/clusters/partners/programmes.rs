//! Programmes in which organisations of two clusters take part.

use std::collections::BTreeMap;

use crate::analysis::clusters::index::Reached;
use crate::analysis::clusters::partners::Looking;
use crate::analysis::clusters::partners::ReasonKind;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::programme;

impl Looking<'_> {
    /// By other cluster, the programmes that an organisation of it and one of ours lead or are partners of; both may be
    /// the same, as a member of two clusters is. Organisations are members and who manages the cluster.
    /// O(programmes · clusters).
    pub(super) fn programmes(&mut self) -> BTreeMap<Row, Vec<Row>> {
        let mut shared: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
        for row in self.registry.rows(Kind::Programme) {
            if taking_part(self.registry, self.ours, row).is_empty() {
                continue;
            }
            if !self.look(1) {
                break;
            }
            for (cluster, theirs) in self.index.all() {
                let is_other = cluster != self.question.cluster;
                if is_other && !taking_part(self.registry, theirs, row).is_empty() {
                    shared.entry(cluster).or_default().push(row);
                }
            }
        }
        shared
    }

    /// Shared programmes as reasons: `SHARED_PROGRAMME`, one a cluster.
    pub(super) fn share(&mut self, shared: &BTreeMap<Row, Vec<Row>>) {
        for (cluster, programmes) in shared {
            let Some(reached) = self.index.reached(*cluster) else {
                continue;
            };
            for row in programmes {
                let ours = taking_part(self.registry, self.ours, *row);
                let theirs = taking_part(self.registry, reached, *row);
                let draft = self.draft(*cluster, (ReasonKind::SharedProgramme, None, None));
                draft.ours.extend(ours);
                draft.theirs.extend(theirs);
                draft.records.insert(*row);
            }
        }
    }
}

/// The organisations of a cluster that lead a programme or are partners of it.
fn taking_part(registry: &Registry, of: &Reached, row: Row) -> Vec<Row> {
    let lead = registry.reference(row, programme::LEAD);
    let partners = registry.references(row, programme::PARTNERS);
    let all = lead.into_iter().chain(partners);
    all.filter(|it| of.members.contains(it) || of.manager == Some(*it))
        .collect()
}
