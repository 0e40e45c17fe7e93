//! Programmes in which organisations of two clusters take part.

use std::collections::BTreeMap;

use crate::analysis::clusters::partners::Looking;
use crate::analysis::clusters::partners::ReasonKind;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::programme;

impl Looking<'_> {
    /// By other cluster, the programmes that an organisation of it and one of ours lead or are partners of; both may be
    /// the same, as a member of two clusters is. Organisations are members and who manages the cluster.
    /// O(programmes, organisations in them, and clusters of these).
    pub(super) fn programmes(&mut self) -> BTreeMap<Row, Vec<Row>> {
        let mut shared: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
        for row in self.registry.rows(Kind::Programme) {
            if self.taking_part(self.question.cluster, row).is_empty() {
                continue;
            }
            let parties = parties(self.registry, row);
            let joined = parties.flat_map(|it| self.index.joined(it));
            let mut clusters: Vec<Row> = joined.copied().collect();
            if !self.look(1 + clusters.len()) {
                break;
            }
            clusters.sort();
            clusters.dedup();
            clusters.retain(|it| *it != self.question.cluster);
            for cluster in clusters {
                shared.entry(cluster).or_default().push(row);
            }
        }
        shared
    }

    /// Shared programmes as reasons: `SHARED_PROGRAMME`, one a cluster.
    pub(super) fn share(&mut self, shared: &BTreeMap<Row, Vec<Row>>) {
        for (cluster, programmes) in shared {
            for row in programmes {
                let ours = self.taking_part(self.question.cluster, *row);
                let theirs = self.taking_part(*cluster, *row);
                let draft = self.draft(*cluster, (ReasonKind::SharedProgramme, None, None));
                draft.ours.extend(ours);
                draft.theirs.extend(theirs);
                draft.records.insert(*row);
            }
        }
    }

    /// The organisations of a cluster that lead a programme or are partners of it.
    fn taking_part(&self, cluster: Row, programme: Row) -> Vec<Row> {
        let parties = parties(self.registry, programme);
        parties
            .filter(|it| self.index.joined(*it).contains(&cluster))
            .collect()
    }
}

/// The organisations that lead a programme or are partners of it.
fn parties(registry: &Registry, row: Row) -> impl Iterator<Item = Row> + '_ {
    let lead = registry.reference(row, programme::LEAD);
    let partners = registry.references(row, programme::PARTNERS);
    lead.into_iter().chain(partners)
}
