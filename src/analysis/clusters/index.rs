//! What all clusters reach, and who of them reaches it: found once for a snapshot.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::clusters::reach;
use crate::analysis::clusters::reach::Successors;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::tables::cluster;
use crate::network::Snapshot;

/// The members, organisations and sites of every cluster.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_cluster: BTreeMap<Row, Reached>,
    /// The clusters that reach a site or organisation, ordered by slug.
    clusters_of: BTreeMap<Row, Vec<Row>>,
    /// The clusters that an organisation is a member of by role or manages, ordered by slug.
    joined: BTreeMap<Row, Vec<Row>>,
}

/// No member depends on the year: under this key one index serves all years.
const EVERY_YEAR: When = When {
    year: 0,
    nearest_years: false,
    include_planned: false,
};

/// What one cluster reaches.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Members by role, each once.
    pub(super) members: Vec<Row>,
    /// Members that reach a site or organisation, by what they reach; a member reaches itself.
    by: BTreeMap<Row, Vec<Row>>,
    /// Who is on record with it in no member's role, each with what it reaches.
    in_other_roles: Vec<(Row, Vec<Row>)>,
}

impl Index {
    /// The index of a snapshot, built by the first who asks.
    pub(super) fn kept(snapshot: &Snapshot) -> Arc<Self> {
        snapshot.derived(EVERY_YEAR, || Self::of(snapshot.registry()))
    }

    /// O(statements + memberships · what a member reaches).
    fn of(registry: &Registry) -> Self {
        let mut reached_by: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
        let successors = Successors::of(registry);
        let mut index = Self::default();
        for row in registry.rows(Kind::Cluster) {
            let mut reached = Reached::default();
            for (member, _) in reach::members(registry, row) {
                if !index.join(member, row) {
                    continue;
                }
                reached.members.push(member);
                let known = reached_by.entry(member);
                let places = known.or_insert_with(|| places(registry, &successors, member));
                for place in places {
                    reached.by.entry(*place).or_default().push(member);
                }
            }
            for who in reach::in_other_roles(registry, row) {
                let places = places(registry, &successors, who);
                reached.in_other_roles.push((who, places));
            }
            for place in reached.by.keys() {
                index.clusters_of.entry(*place).or_default().push(row);
            }
            if let Some(manager) = registry.reference(row, cluster::MANAGER) {
                index.join(manager, row);
            }
            index.by_cluster.insert(row, reached);
        }
        index
    }

    /// Notes that an organisation belongs to a cluster, the last one looked at; false if that is known.
    fn join(&mut self, organisation: Row, cluster: Row) -> bool {
        let joined = self.joined.entry(organisation).or_default();
        let is_new = joined.last() != Some(&cluster);
        if is_new {
            joined.push(cluster);
        }
        is_new
    }

    /// What a cluster reaches; none of a record that is no cluster.
    pub(super) fn reached(&self, cluster: Row) -> Option<&Reached> {
        self.by_cluster.get(&cluster)
    }

    /// The clusters that reach a site or organisation, ordered by slug.
    pub(super) fn clusters_of(&self, place: Row) -> &[Row] {
        self.clusters_of.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The clusters that an organisation is a member of by role or manages, ordered by slug.
    pub(super) fn joined(&self, organisation: Row) -> &[Row] {
        self.joined.get(&organisation).map_or(&[], Vec::as_slice)
    }
}

impl Reached {
    /// Who is on record with the cluster in no member's role and is, or reaches, one of some parties.
    pub(super) fn in_other_roles<'a>(
        &'a self,
        parties: &'a [Row],
    ) -> impl Iterator<Item = Row> + 'a {
        let reaches = |places: &[Row]| places.iter().any(|it| parties.contains(it));
        let found = self.in_other_roles.iter();
        found
            .filter(move |(who, places)| parties.contains(who) || reaches(places))
            .map(|(who, _)| *who)
    }

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
fn places(registry: &Registry, successors: &Successors, member: Row) -> Vec<Row> {
    let organisations = reach::organisations(registry, successors, member);
    let sites = reach::sites_of(registry, &organisations);
    let all = organisations.into_iter().chain(sites);
    all.map(|it| it.0).collect()
}
