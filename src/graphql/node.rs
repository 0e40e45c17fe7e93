//! The interfaces that objects share, and from a record to its object.

use async_graphql::ID;
use async_graphql::Interface;

use crate::graphql::activity::Activity;
use crate::graphql::cluster::Cluster;
use crate::graphql::codes::Quantity;
use crate::graphql::coverage::Coverage;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::intake::Intake;
use crate::graphql::item::Item;
use crate::graphql::link::Link;
use crate::graphql::matching::Match;
use crate::graphql::material::Material;
use crate::graphql::membership::Membership;
use crate::graphql::organisation::Organisation;
use crate::graphql::platform::Platform;
use crate::graphql::precedent::Precedent;
use crate::graphql::product::Product;
use crate::graphql::programme::Programme;
use crate::graphql::project::Project;
use crate::graphql::region::Region;
use crate::graphql::relation::Relation;
use crate::graphql::scenario::Scenario;
use crate::graphql::side_stream::SideStream;
use crate::graphql::site::Site;
use crate::graphql::source::Source;
use crate::graphql::statement::Statement;
use crate::graphql::usage::Use;
use crate::model::Column;
use crate::model::Kind;

/// Whatever has a global id.
#[derive(Clone, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The global id, `kind:slug`."))]
#[allow(
    missing_docs,
    clippy::large_enum_variant,
    reason = "each variant is the object of its name"
)]
pub(crate) enum Node {
    Site(Site),
    Material(Material),
    Product(Product),
    Region(Region),
    Organisation(Organisation),
    SideStream(SideStream),
    Intake(Intake),
    Use(Use),
    Precedent(Precedent),
    Match(Match),
    Project(Project),
    Cluster(Cluster),
    Platform(Platform),
    Programme(Programme),
    Source(Source),
    Scenario(Scenario),
    Link(Link),
    Activity(Activity),
    Membership(Membership),
    Relation(Relation),
    Coverage(Coverage),
    Figure(Figure),
    Statement(Statement),
}

/// Whatever has a name and a place in the search.
#[derive(Clone, Interface)]
#[graphql(
    field(name = "id", ty = "ID", desc = "The global id, `kind:slug`."),
    field(
        name = "slug",
        ty = "&str",
        desc = "The part of the id after the kind."
    ),
    field(
        name = "name",
        ty = "String",
        desc = "Its name in English or as its owner writes it."
    ),
    field(
        name = "revision",
        ty = "i32",
        desc = "Revision of the data it was read from."
    ),
    field(
        name = "figures",
        ty = "Vec<Figure>",
        desc = "The figures that count for the year asked: of each question the one chosen among years and sources, and those the source gives no value for.",
        arg(
            name = "quantity",
            ty = "Option<Vec<Quantity>>",
            desc = "Only figures of these quantities."
        ),
        arg(
            name = "material",
            ty = "Option<ID>",
            desc = "Only figures of this material."
        ),
        arg(
            name = "all_years",
            ty = "bool",
            default = false,
            desc = "Every figure on record, of all years and sources."
        )
    ),
    field(
        name = "statements",
        ty = "Vec<Statement>",
        desc = "What is stated of it that is no number, with its history.",
        arg(
            name = "field",
            ty = "Option<String>",
            desc = "Only statements on this field, such as `status`."
        )
    ),
    field(
        name = "sources",
        ty = "Vec<Source>",
        desc = "Documents or pages it rests on."
    )
)]
#[allow(missing_docs, reason = "each variant is the object of its name")]
pub(crate) enum Entity {
    Site(Site),
    Material(Material),
    Product(Product),
    Region(Region),
    Organisation(Organisation),
    SideStream(SideStream),
    Intake(Intake),
    Use(Use),
    Precedent(Precedent),
    Match(Match),
    Project(Project),
    Cluster(Cluster),
    Platform(Platform),
    Programme(Programme),
    Source(Source),
    Scenario(Scenario),
}

impl Entity {
    /// The object of an entity; none for a record of another kind.
    pub(crate) fn of(item: Item) -> Option<Self> {
        Some(match item.row.kind() {
            Kind::Site => Self::Site(item.into()),
            Kind::Material => Self::Material(item.into()),
            Kind::Product => Self::Product(item.into()),
            Kind::Region => Self::Region(item.into()),
            Kind::Organisation => Self::Organisation(item.into()),
            Kind::SideStream => Self::SideStream(item.into()),
            Kind::Intake => Self::Intake(item.into()),
            Kind::Use => Self::Use(item.into()),
            Kind::Precedent => Self::Precedent(item.into()),
            Kind::Match => Self::Match(item.into()),
            Kind::Project => Self::Project(item.into()),
            Kind::Cluster => Self::Cluster(item.into()),
            Kind::Platform => Self::Platform(item.into()),
            Kind::Programme => Self::Programme(item.into()),
            Kind::Source => Self::Source(item.into()),
            Kind::Scenario => Self::Scenario(item.into()),
            _ => return None,
        })
    }
}

impl Node {
    /// The object of a record; none for kinds that are no objects of the API.
    pub(crate) fn of(item: Item) -> Option<Self> {
        Some(match item.row.kind() {
            Kind::Link => Self::Link(item.into()),
            Kind::Activity => Self::Activity(item.into()),
            Kind::Membership => Self::Membership(item.into()),
            Kind::Relation => Self::Relation(item.into()),
            Kind::Coverage => Self::Coverage(item.into()),
            Kind::Figure => Self::Figure(item.into()),
            Kind::Statement => Self::Statement(item.into()),
            _ => return Entity::of(item).map(Self::from),
        })
    }
}

impl From<Entity> for Node {
    fn from(entity: Entity) -> Self {
        match entity {
            Entity::Site(it) => Self::Site(it),
            Entity::Material(it) => Self::Material(it),
            Entity::Product(it) => Self::Product(it),
            Entity::Region(it) => Self::Region(it),
            Entity::Organisation(it) => Self::Organisation(it),
            Entity::SideStream(it) => Self::SideStream(it),
            Entity::Intake(it) => Self::Intake(it),
            Entity::Use(it) => Self::Use(it),
            Entity::Precedent(it) => Self::Precedent(it),
            Entity::Match(it) => Self::Match(it),
            Entity::Project(it) => Self::Project(it),
            Entity::Cluster(it) => Self::Cluster(it),
            Entity::Platform(it) => Self::Platform(it),
            Entity::Programme(it) => Self::Programme(it),
            Entity::Source(it) => Self::Source(it),
            Entity::Scenario(it) => Self::Scenario(it),
        }
    }
}

/// The object a column refers to.
///
/// # Errors
/// `LIMIT` if the answer holds too many records.
pub(crate) fn node_of(item: &Item, column: Column) -> Result<Option<Node>, ApiError> {
    Ok(item.one::<Item>(column)?.and_then(Node::of))
}

/// The entity a column refers to.
///
/// # Errors
/// `LIMIT` if the answer holds too many records.
pub(crate) fn entity_of(item: &Item, column: Column) -> Result<Option<Entity>, ApiError> {
    Ok(item.one::<Item>(column)?.and_then(Entity::of))
}
