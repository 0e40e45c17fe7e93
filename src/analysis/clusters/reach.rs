//! What a cluster reaches: its members, the sites they and their subsidiaries run, and what they offer.
//!
//! An organisation reaches a site that it operates, that an organisation below it operates (`parent`), or that one
//! operates of which a statement `successor_of` says that it went on with its business. Who is no member by role
//! (project partners, supporters) is left out.

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

/// The sites an organisation reaches, each once by the shortest way, ordered by slug within a way.
pub fn sites(registry: &Registry, organisation: Row) -> Vec<(Row, Reach)> {
    let mut found: Vec<(Row, Reach)> = Vec::new();
    for (one, reach) in organisations(registry, organisation) {
        for site in registry.referring(Kind::Site, site::OPERATOR, one) {
            if !found.iter().any(|(it, _)| *it == site) {
                found.push((site, reach));
            }
        }
    }
    found
}

/// An organisation, those below it and those that went on with their business, each once by the shortest way.
pub fn organisations(registry: &Registry, organisation: Row) -> Vec<(Row, Reach)> {
    let mut seen = vec![organisation];
    let mut found = Vec::new();
    let mut next = vec![(organisation, Reach::Direct)];
    for _ in 0..=MAX_DEPTH {
        for (one, reach) in std::mem::take(&mut next) {
            found.push((one, reach));
            let below = registry.referring(Kind::Organisation, organisation::PARENT, one);
            let below = below
                .into_iter()
                .map(|it| (it, Reach::Subsidiary.or(reach)));
            let after = successors(registry, one);
            let after = after.into_iter().map(|it| (it, Reach::Successor));
            for (it, reach) in below.chain(after) {
                if !seen.contains(&it) {
                    seen.push(it);
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
    let told = statements.into_iter().filter_map(|it| {
        let is_it = registry.text(it, statement::FIELD) == Some(SUCCESSOR_OF);
        let value = registry.text(it, statement::VALUE).filter(|_| is_it)?;
        registry.find(&Id::new(Kind::Organisation, value))
    });
    told.collect()
}

/// Who went on with the business of an organisation.
fn successors(registry: &Registry, organisation: Row) -> Vec<Row> {
    let slug = registry.slug(organisation);
    let statements = registry.rows(Kind::Statement).filter(|it| {
        registry.text(*it, statement::FIELD) == Some(SUCCESSOR_OF)
            && registry.text(*it, statement::VALUE) == Some(slug)
    });
    let who = statements.filter_map(|it| registry.reference(it, statement::SUBJECT));
    who.filter(|it| it.kind() == Kind::Organisation).collect()
}
