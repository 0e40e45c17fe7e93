//! The vertices that an endpoint of a question means.

use crate::model::ALIASES;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::nearest;
use crate::model::tables::site;
use crate::network::chain::Chain;
use crate::network::chain::Roles;
use crate::network::chain::Vertex;
use crate::network::paths::question::Endpoint;
use crate::network::paths::question::QuestionError;

/// Which end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Where it begins.
    Origin,
    /// Where it ends.
    Destination,
}

/// An endpoint whose sites are found.
#[derive(Clone, Debug)]
pub(super) struct Endpoints {
    endpoint: Endpoint,
    /// The sites, if it names any; ascending, so that many can be looked up.
    pub(super) sites: Option<Vec<Row>>,
}

impl Endpoints {
    /// Finds the sites of an endpoint.
    pub(super) fn resolve(registry: &Registry, endpoint: &Endpoint) -> Result<Self, QuestionError> {
        let sites = match endpoint {
            Endpoint::Sites(ids) if ids.is_empty() => return Err(QuestionError::NoSites),
            Endpoint::Sites(ids) => {
                let found = ids.iter().map(|it| find(registry, it, Kind::Site));
                let mut found = found.collect::<Result<Vec<Row>, _>>()?;
                found.sort_unstable();
                found.dedup();
                Some(found)
            }
            _ => None,
        };
        Ok(Self {
            endpoint: endpoint.clone(),
            sites,
        })
    }

    /// The vertices of a chain it means, ascending. O(vertices · log sites).
    pub(super) fn vertices(&self, registry: &Registry, chain: &Chain, end: End) -> Vec<u32> {
        let with_roles = chain.vertices().iter().zip(chain.roles());
        let numbered = (0_u32..).zip(with_roles);
        let meant =
            numbered.filter(|(_, (vertex, roles))| self.means(registry, **vertex, **roles, end));
        meant.map(|(at, _)| at).collect()
    }

    fn means(&self, registry: &Registry, vertex: Vertex, roles: Roles, end: End) -> bool {
        let passes_here = match end {
            End::Origin => roles.is_shipped || roles.is_made,
            End::Destination => roles.is_received,
        };
        match &self.endpoint {
            Endpoint::Sites(_) => {
                let sites = self.sites.as_deref().unwrap_or_default();
                passes_here && sites.binary_search(&vertex.place).is_ok()
            }
            Endpoint::Kind(kind) => {
                passes_here && registry.code(vertex.place, site::KIND) == Some(*kind)
            }
            Endpoint::Stage(stage) if end == End::Origin => roles.is_made_in(*stage),
            Endpoint::Stage(stage) => roles.is_taken_in(*stage),
            Endpoint::Sources => roles.is_source(registry, vertex),
            Endpoint::Sinks => roles.is_sink(registry, vertex),
        }
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
        suggestion: suggestion(registry, id),
    })
}

/// The slug of the record that has this one as an alias, or whose slug is most like it.
fn suggestion(registry: &Registry, id: &Id) -> Option<String> {
    let is_alias = |row: &Row| registry.texts(*row, ALIASES).any(|it| it == id.slug);
    let row = registry.rows(id.kind).find(is_alias);
    let near = || nearest(&id.slug, registry.rows(id.kind).map(|it| registry.slug(it)));
    row.map(|it| registry.slug(it))
        .or_else(near)
        .map(str::to_owned)
}
