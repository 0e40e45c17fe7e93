//! What a cluster reaches: its members, the sites they and their subsidiaries run, and what they offer.
//!
//! An organisation reaches a site that it operates, that an organisation below it operates (`parent`), or that one
//! operates of which a statement `successor_of` says that it went on with its business. Who is no member by role
//! (project partners, supporters) is left out.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MembershipRole;
use crate::model::codes::codes;
use crate::model::tables::membership;
use crate::model::tables::organisation;
use crate::model::tables::site;
use crate::model::tables::statement;

codes! {
    /// By which way an organisation reaches a site.
    pub enum Reach {
        /// It operates the site.
        Direct = "DIRECT",
        /// An organisation it owns or heads does.
        Subsidiary = "SUBSIDIARY",
        /// The organisation that took over its business does.
        Successor = "SUCCESSOR",
    }
}

/// Steps from an organisation to its subsidiaries and successors at most; the data know two.
const MAX_DEPTH: usize = 4;

/// The organisations that are members of a cluster by role, with the membership, ordered by slug of the membership.
pub fn members(registry: &Registry, cluster: Row) -> Vec<(Row, Row)> {
    let memberships = registry.referring(Kind::Membership, membership::CLUSTER, cluster);
    let members = memberships.into_iter().filter(|it| {
        let role = registry.code::<MembershipRole>(*it, membership::ROLE);
        role.is_some_and(MembershipRole::is_member)
    });
    let with_organisation = members.filter_map(|it| {
        let organisation = registry.reference(it, membership::ORGANISATION)?;
        Some((organisation, it))
    });
    with_organisation.collect()
}

/// The organisations on record with a cluster in roles that make no member alone (project partners, supporters, others),
/// each once, ordered by slug of the membership.
pub fn in_other_roles(registry: &Registry, cluster: Row) -> Vec<Row> {
    let is_member: Vec<Row> = members(registry, cluster)
        .into_iter()
        .map(|(who, _)| who)
        .collect();
    let memberships = registry.referring(Kind::Membership, membership::CLUSTER, cluster);
    let mut found = Vec::new();
    for it in memberships {
        let who = registry.reference(it, membership::ORGANISATION);
        found.extend(who.filter(|it| !is_member.contains(it) && !found.contains(it)));
    }
    found
}

/// The clusters an organisation, or one that owns or heads it, is a member of by role, each once, ordered by slug.
pub fn clusters_of(registry: &Registry, organisation: Row) -> Vec<Row> {
    let mut clusters: Vec<Row> = above(registry, organisation)
        .into_iter()
        .flat_map(|it| registry.referring(Kind::Membership, membership::ORGANISATION, it))
        .filter(|it| {
            let role = registry.code::<MembershipRole>(*it, membership::ROLE);
            role.is_some_and(MembershipRole::is_member)
        })
        .filter_map(|it| registry.reference(it, membership::CLUSTER))
        .collect();
    clusters.sort();
    clusters.dedup();
    clusters
}

/// The organisation and those that own or head it, or whose business it went on with.
pub(crate) fn above(registry: &Registry, organisation: Row) -> Vec<Row> {
    let mut found = vec![organisation];
    let mut at = 0;
    while at < found.len() && found.len() <= MAX_DEPTH * 4 {
        let parent = registry.reference(found[at], organisation::PARENT);
        let before = succeeded(registry, found[at]);
        for one in parent.into_iter().chain(before) {
            if !found.contains(&one) {
                found.push(one);
            }
        }
        at += 1;
    }
    found
}

/// The sites an organisation reaches, each once by the shortest way, ordered by slug within a way. O(statements + reached).
pub fn sites(registry: &Registry, organisation: Row) -> Vec<(Row, Reach)> {
    let successors = Successors::of(registry);
    sites_of(
        registry,
        &organisations(registry, &successors, organisation),
    )
}

/// The sites that organisations operate. A site has one operator, so that each is found once.
pub(super) fn sites_of(registry: &Registry, organisations: &[(Row, Reach)]) -> Vec<(Row, Reach)> {
    let of_one = organisations.iter().flat_map(|(one, reach)| {
        let operated = registry.referring(Kind::Site, site::OPERATOR, *one);
        operated.into_iter().map(|site| (site, *reach))
    });
    of_one.collect()
}

/// An organisation, those below it and those that went on with their business, each once by the shortest way.
/// O(reached · log reached).
pub(super) fn organisations(
    registry: &Registry,
    successors: &Successors,
    organisation: Row,
) -> Vec<(Row, Reach)> {
    let mut seen = BTreeSet::from([organisation]);
    let mut found = Vec::new();
    let mut next = vec![(organisation, Reach::Direct)];
    for _ in 0..=MAX_DEPTH {
        for (one, reach) in std::mem::take(&mut next) {
            found.push((one, reach));
            let below = registry.referring(Kind::Organisation, organisation::PARENT, one);
            let below = below
                .into_iter()
                .map(|it| (it, Reach::Subsidiary.or(reach)));
            let after = successors.after(one).iter();
            let after = after.map(|it| (*it, Reach::Successor));
            for (it, reach) in below.chain(after) {
                if seen.insert(it) {
                    next.push((it, reach));
                }
            }
        }
    }
    found
}

impl Reach {
    /// The way by a subsidiary of somebody who is reached by `other`: who took over stays a successor.
    fn or(self, other: Self) -> Self {
        match other {
            Self::Successor => other,
            _ => self,
        }
    }
}

/// Statement by which an organisation says whose business it went on with.
pub const SUCCESSOR_OF: &str = "successor_of";

/// Whose business an organisation went on with.
fn succeeded(registry: &Registry, organisation: Row) -> Vec<Row> {
    let statements = registry.referring(Kind::Statement, statement::SUBJECT, organisation);
    let told = statements.into_iter().filter_map(|it| whose(registry, it));
    told.collect()
}

/// Whose business a statement says that its subject went on with; none of other statements.
fn whose(registry: &Registry, row: Row) -> Option<Row> {
    let is_it = registry.text(row, statement::FIELD) == Some(SUCCESSOR_OF);
    let value = registry.text(row, statement::VALUE).filter(|_| is_it)?;
    registry.find(&Id::new(Kind::Organisation, value))
}

/// Who went on with whose business: found once, since no statement is found by its value.
pub(super) struct Successors(BTreeMap<Row, Vec<Row>>);

impl Successors {
    /// O(statements).
    pub(super) fn of(registry: &Registry) -> Self {
        let mut after: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
        for it in registry.rows(Kind::Statement) {
            let who = registry.reference(it, statement::SUBJECT);
            if let Some(who) = who.filter(|who| who.kind() == Kind::Organisation)
                && let Some(whose) = whose(registry, it)
            {
                after.entry(whose).or_default().push(who);
            }
        }
        Self(after)
    }

    /// Who went on with the business of an organisation, in the order of the statements.
    fn after(&self, organisation: Row) -> &[Row] {
        self.0.get(&organisation).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::text::snapshot;

    #[test]
    fn who_went_on_with_a_business_reaches_what_it_runs() {
        let network = "
            organisation old
            organisation new
            organisation newest
            organisation below parent=newest
            site a MINE operator=old
            site b MINE operator=new
            site c MINE operator=newest
            site d MINE operator=below
            statement organisation:new successor_of old@2020
            statement organisation:newest successor_of new@2022
            statement organisation:newest successor_of nobody@2022";
        let snapshot = snapshot(network);
        let registry = snapshot.registry();
        let reached = |slug: &str| {
            let row = registry.find(&Id::new(Kind::Organisation, slug)).unwrap();
            let found = sites(registry, row).into_iter();
            let told = found.map(|(it, reach)| format!("{} {}", registry.slug(it), reach.code()));
            told.collect::<Vec<_>>()
        };
        assert_eq!(
            reached("old"),
            ["a DIRECT", "b SUCCESSOR", "c SUCCESSOR", "d SUCCESSOR"]
        );
        assert_eq!(reached("newest"), ["c DIRECT", "d SUBSIDIARY"]);
    }
}
