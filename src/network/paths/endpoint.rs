//! The vertices that an endpoint of a question means.

use std::collections::BTreeSet;

use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MembershipRole;
use crate::model::tables::membership;
use crate::model::tables::organisation;
use crate::model::tables::site;
use crate::network::chain::Chain;
use crate::network::chain::Roles;
use crate::network::chain::Vertex;
use crate::network::chain::Ways;
use crate::network::paths::area::Area;
use crate::network::paths::question::Endpoint;
use crate::network::paths::question::QuestionError;

/// Which end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::network) enum End {
    /// Where it begins.
    Origin,
    /// Where it ends.
    Destination,
}

/// An endpoint whose sites are found.
#[derive(Clone, Debug)]
pub(in crate::network) struct Endpoints {
    endpoint: Endpoint,
    /// The places, if it means some whatever happens there; ascending, so that many can be looked up.
    pub(super) sites: Option<Vec<Row>>,
    /// The only places that count, if not all do; ascending.
    only: Option<Vec<Row>>,
}

impl Endpoints {
    /// Finds the sites of an endpoint, and those it is narrowed to.
    pub(in crate::network) fn resolve(
        registry: &Registry,
        endpoint: &Endpoint,
        only: Option<&[Id]>,
        ways: Ways,
    ) -> Result<Self, QuestionError> {
        let places = |ids: &[Id]| {
            let found = ids.iter().map(|it| find_place(registry, it, ways));
            found.collect::<Result<Vec<Row>, _>>().map(sorted)
        };
        let sites = match endpoint {
            Endpoint::Sites(ids) => Some(places(ids)?),
            Endpoint::Region(id) => {
                let area = Area::new(registry, &[find(registry, id, Kind::Region)?]);
                let sites = registry.rows(Kind::Site);
                let inside = sites.filter(|it| area.holds(registry, *it) == Some(true));
                Some(sorted(inside.collect()))
            }
            Endpoint::Organisation(id) => {
                let organisation = find(registry, id, Kind::Organisation)?;
                Some(run_by(registry, vec![organisation]))
            }
            Endpoint::Cluster(id) => {
                let cluster = find(registry, id, Kind::Cluster)?;
                Some(run_by(registry, members(registry, cluster)))
            }
            Endpoint::Kind(_) | Endpoint::Stage(_) | Endpoint::Sources | Endpoint::Sinks => None,
        };
        Ok(Self {
            endpoint: endpoint.clone(),
            sites,
            only: only.map(places).transpose()?,
        })
    }

    /// What was asked for.
    pub(in crate::network) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The vertices of a chain it means, ascending. O(vertices · log sites).
    pub(in crate::network) fn vertices(
        &self,
        registry: &Registry,
        chain: &Chain,
        end: End,
    ) -> Vec<u32> {
        let with_roles = chain.vertices().iter().zip(chain.roles());
        let numbered = (0_u32..).zip(with_roles);
        let counts = |place: &Row| {
            let only = self.only.as_ref();
            only.is_none_or(|it| it.binary_search(place).is_ok())
        };
        let meant = numbered.filter(|(_, (vertex, roles))| {
            counts(&vertex.place) && self.means(registry, **vertex, **roles, end)
        });
        meant.map(|(at, _)| at).collect()
    }

    /// Whether a place is one of those it means, whatever happens there. O(log sites).
    pub(in crate::network) fn is_at(&self, place: Row) -> bool {
        let sites = self.sites.as_deref().unwrap_or_default();
        sites.binary_search(&place).is_ok()
    }

    /// Whether it means a vertex with which something happens.
    pub(super) fn means(
        &self,
        registry: &Registry,
        vertex: Vertex,
        roles: Roles,
        end: End,
    ) -> bool {
        // A side-stream only ever is what it is.
        let is_stream = vertex.place.kind() == Kind::SideStream;
        let passes_here = match end {
            End::Origin => roles.is_shipped || roles.is_made || is_stream,
            End::Destination => roles.is_received || is_stream,
        };
        match &self.endpoint {
            Endpoint::Sites(_)
            | Endpoint::Region(_)
            | Endpoint::Organisation(_)
            | Endpoint::Cluster(_) => passes_here && self.is_at(vertex.place),
            Endpoint::Kind(kind) => passes_here && roles.kind == Some(*kind),
            Endpoint::Stage(stage) if end == End::Origin => roles.is_made_in(*stage),
            Endpoint::Stage(stage) => roles.is_taken_in(*stage),
            Endpoint::Sources => roles.is_source(vertex),
            Endpoint::Sinks => roles.is_sink(registry, vertex),
        }
    }
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The organisations that are members of a cluster.
fn members(registry: &Registry, cluster: Row) -> Vec<Row> {
    let memberships = registry.referring(Kind::Membership, membership::CLUSTER, cluster);
    let are_members = memberships.into_iter().filter(|it| {
        let role = registry.code::<MembershipRole>(*it, membership::ROLE);
        role.is_some_and(MembershipRole::is_member)
    });
    are_members
        .filter_map(|it| registry.reference(it, membership::ORGANISATION))
        .collect()
}

/// The sites that some organisations, or organisations they own or head, run.
fn run_by(registry: &Registry, organisations: Vec<Row>) -> Vec<Row> {
    let mut all: BTreeSet<Row> = organisations.iter().copied().collect();
    let mut open = organisations;
    while let Some(row) = open.pop() {
        let subsidiaries = registry.referring(Kind::Organisation, organisation::PARENT, row);
        open.extend(subsidiaries.into_iter().filter(|it| all.insert(*it)));
    }
    let sites = |it| registry.referring(Kind::Site, site::OPERATOR, it);
    sorted(all.into_iter().flat_map(sites).collect())
}

/// The site an id names, or the side-stream if such are in the chain.
pub(super) fn find_place(registry: &Registry, id: &Id, ways: Ways) -> Result<Row, QuestionError> {
    match id.kind {
        Kind::SideStream if ways.side_streams => find(registry, id, Kind::SideStream),
        Kind::SideStream => Err(QuestionError::SideStreamsNotAsked(id.clone())),
        _ => find(registry, id, Kind::Site),
    }
}

/// The record an id names, which has to be of a kind.
pub(in crate::network) fn find(
    registry: &Registry,
    id: &Id,
    expected: Kind,
) -> Result<Row, QuestionError> {
    if id.kind != expected {
        return Err(QuestionError::WrongKind {
            id: id.clone(),
            expected,
        });
    }
    registry.find(id).ok_or_else(|| QuestionError::UnknownId {
        id: id.clone(),
        suggestion: registry.suggestion(id).map(str::to_owned),
    })
}
