//! What all clusters reach, and who of them reaches it: found once for a snapshot.

use std::collections::BTreeMap;

use crate::analysis::clusters::reach;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::cluster;

/// The members, organisations and sites of every cluster.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_cluster: BTreeMap<Row, Reached>,
    /// The clusters that reach a site or organisation, ordered by slug.
    clusters_of: BTreeMap<Row, Vec<Row>>,
}

/// What one cluster reaches.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Members by role, each once.
    pub(super) members: Vec<Row>,
    /// Members that reach a site or organisation, by what they reach; a member reaches itself.
    by: BTreeMap<Row, Vec<Row>>,
    /// The organisation that manages it.
    pub(super) manager: Option<Row>,
}

impl Index {
    /// O(memberships · organisations below · statements).
    pub(super) fn of(registry: &Registry) -> Self {
        let mut reached_by: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
        let mut index = Self::default();
        for row in registry.rows(Kind::Cluster) {
            let mut reached = Reached {
                manager: registry.reference(row, cluster::MANAGER),
                ..Reached::default()
            };
            for (member, _) in reach::members(registry, row) {
                if reached.members.contains(&member) {
                    continue;
                }
                reached.members.push(member);
                let known = reached_by.entry(member);
                let places = known.or_insert_with(|| places(registry, member));
                for place in places {
                    reached.by.entry(*place).or_default().push(member);
                }
            }
            for place in reached.by.keys() {
                index.clusters_of.entry(*place).or_default().push(row);
            }
            index.by_cluster.insert(row, reached);
        }
        index
    }

    /// What a cluster reaches; none of a record that is no cluster.
    pub(super) fn reached(&self, cluster: Row) -> Option<&Reached> {
        self.by_cluster.get(&cluster)
    }

    /// The clusters that reach a site or organisation, ordered by slug.
    pub(super) fn clusters_of(&self, place: Row) -> &[Row] {
        self.clusters_of.get(&place).map_or(&[], Vec::as_slice)
    }

    /// All clusters with what they reach.
    pub(super) fn all(&self) -> impl Iterator<Item = (Row, &Reached)> {
        self.by_cluster.iter().map(|(row, it)| (*row, it))
    }
}

impl Reached {
    /// Whether it reaches a site or organisation.
    pub(super) fn holds(&self, place: Row) -> bool {
        self.by.contains_key(&place)
    }

    /// The members that reach a site or organisation.
    pub(super) fn members_at(&self, place: Row) -> &[Row] {
        self.by.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The sites it reaches.
    pub(super) fn sites(&self) -> impl Iterator<Item = Row> + '_ {
        let places = self.by.keys().copied();
        places.filter(|it| it.kind() == Kind::Site)
    }
}

/// The organisations and sites that a member reaches.
fn places(registry: &Registry, member: Row) -> Vec<Row> {
    let organisations = reach::organisations(registry, member);
    let sites = reach::sites(registry, member);
    let all = organisations.into_iter().chain(sites);
    all.map(|it| it.0).collect()
}
