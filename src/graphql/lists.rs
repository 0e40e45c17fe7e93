//! The lists of `Query`: every kind of entity with filter, order and pages.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::InputType;
use async_graphql::MergedObject;
use async_graphql::Object;

use crate::analysis::directory::places::degrees;
use crate::graphql::asked::Asked;
use crate::graphql::cluster::Cluster;
use crate::graphql::connection::Connection;
use crate::graphql::cursor::Key;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::filter::Filter;
use crate::graphql::filter::Test;
use crate::graphql::filters;
use crate::graphql::intake::Intake;
use crate::graphql::item::Item;
use crate::graphql::item::Recorded;
use crate::graphql::matching::Match;
use crate::graphql::material::Material;
use crate::graphql::order::Around;
use crate::graphql::order::EntityOrder;
use crate::graphql::order::NearInput;
use crate::graphql::order::PlacedOrder;
use crate::graphql::order::SiteOrder;
use crate::graphql::order::Sort;
use crate::graphql::organisation::Organisation;
use crate::graphql::page::PageArgs;
use crate::graphql::platform::Platform;
use crate::graphql::product::Product;
use crate::graphql::programme::Programme;
use crate::graphql::project::Project;
use crate::graphql::region::Region;
use crate::graphql::scenario::Scenario;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::side_stream::SideStream;
use crate::graphql::site::Site;
use crate::graphql::source::Source;
use crate::graphql::usage::Use;
use crate::model::Kind;
use crate::model::Row;

/// Lists longer than this are made on the pool of heavy questions.
const SHORT_LIST: usize = 5_000;

/// The lists of every kind.
#[derive(Default, MergedObject)]
pub(crate) struct Lists(SiteList, EntityLists, PlacedLists, ScenarioList);

/// The list of sites.
#[derive(Default)]
pub(crate) struct SiteList;

/// Sites by what, where and whose they are.
#[Object]
impl SiteList {
    /// Sites, by filter and by distance from a point.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the arguments of the field"
    )]
    async fn sites(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sites.")] filter: Option<filters::SiteFilter>,
        #[graphql(
            desc = "Only sites in this circle; how many are of unknown position is told beside."
        )]
        near: Option<NearInput>,
        #[graphql(desc = "In which order; by default by id.")] order_by: Option<SiteOrder>,
        #[graphql(desc = "At most so many from the start, 1 to 200; by default 50.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 200; not together with `first`.")]
        last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
    ) -> Result<Connection<Site>, ApiError> {
        near.as_ref().map_or(Ok(()), NearInput::check)?;
        let sort = match (order_by.unwrap_or_default(), near) {
            (SiteOrder::Id, _) => Sort::Id,
            (SiteOrder::Name, _) => Sort::Name,
            (SiteOrder::Country, _) => Sort::Country,
            (SiteOrder::Distance, Some(_)) => Sort::Distance,
            (SiteOrder::Distance, None) => {
                let message = "the order by distance needs `near`";
                return Err(ApiError::bad_input("orderBy", "DISTANCE", message));
            }
        };
        let question = question("sites", filter.as_ref(), &sort).with(&format!("{near:?}"));
        let ask = Ask {
            filter,
            near,
            nearest: None,
            sort,
            question,
            args: PageArgs {
                first,
                after,
                last,
                before,
            },
        };
        list(Session::of(ctx)?, at.as_ref(), ask).await
    }
}

/// The list of saved scenarios.
#[derive(Default)]
pub(crate) struct ScenarioList;

/// Saved scenarios.
#[Object]
impl ScenarioList {
    /// Saved scenarios, by id.
    async fn scenarios(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 200; by default 50.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "As of which revision.")] at: Option<At>,
    ) -> Result<Connection<Scenario>, ApiError> {
        let args = PageArgs {
            first,
            after,
            ..PageArgs::default()
        };
        let ask = Ask::<filters::SourceFilter> {
            filter: None,
            near: None,
            nearest: None,
            sort: Sort::Id,
            question: Question::new("scenarios"),
            args,
        };
        list(Session::of(ctx)?, at.as_ref(), ask).await
    }
}

/// What is asked of a list.
struct Ask<F> {
    filter: Option<F>,
    near: Option<NearInput>,
    nearest: Option<ID>,
    sort: Sort,
    question: Question,
    args: PageArgs,
}

/// Declares lists that differ in kind and filter only.
macro_rules! lists {
    ($($(#[doc = $doc:literal])+ $field:ident: $object:ident by $filter:ident;)+) => {
        /// The lists of all kinds but sites.
        #[derive(Default)]
        pub(crate) struct EntityLists;

        /// The lists of all kinds but sites.
        #[Object]
        impl EntityLists {
            $(
                $(#[doc = $doc])+
                #[expect(clippy::too_many_arguments, reason = "they are the arguments of the field")]
                async fn $field(
                    &self,
                    ctx: &Context<'_>,
                    #[graphql(desc = "Which of them.")] filter: Option<filters::$filter>,
                    #[graphql(desc = "In which order; by default by id.")] order_by: Option<EntityOrder>,
                    #[graphql(desc = "At most so many from the start, 1 to 200; by default 50.")] first: Option<i32>,
                    #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
                    #[graphql(desc = "At most so many from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
                    #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
                    #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
                ) -> Result<Connection<$object>, ApiError> {
                    let sort = Sort::from(order_by.unwrap_or_default());
                    let question = question(stringify!($field), filter.as_ref(), &sort);
                    let args = PageArgs { first, after, last, before };
                    let ask = Ask { filter, near: None, nearest: None, sort, question, args };
                    list(Session::of(ctx)?, at.as_ref(), ask).await
                }
            )+
        }
    };
}

lists! {
    /// Side-streams: by-products, residues and wastes.
    side_streams: SideStream by SideStreamFilter;
    /// Intakes: what sites and organisations take in, look for or offer to treat.
    intakes: Intake by IntakeFilter;
    /// Uses: what kinds of streams can become.
    uses: Use by UseFilter;
    /// Products: what physically moves.
    products: Product by ProductFilter;
    /// Materials: what is accounted.
    materials: Material by MaterialFilter;
    /// Regions: countries, NUTS regions, blocs and groups.
    regions: Region by RegionFilter;
    /// Programmes: project funding, programmes, calls, events.
    programmes: Programme by ProgrammeFilter;
    /// Projects: planned facilities, extensions and repurposings.
    projects: Project by ProjectFilter;
    /// Matches: offers and requests that are being pursued.
    matches: Match by MatchFilter;
    /// Sources: documents and pages that the data rest on.
    sources: Source by SourceFilter;
}

/// Declares lists of what has a seat, which differ in kind and filter only.
macro_rules! placed_lists {
    ($($(#[doc = $doc:literal])+ $field:ident: $object:ident by $filter:ident;)+) => {
        /// The lists of what has a seat, by distance, too.
        #[derive(Default)]
        pub(crate) struct PlacedLists;

        /// The lists of what has a seat, by distance, too.
        #[Object]
        impl PlacedLists {
            $(
                $(#[doc = $doc])+
                #[expect(clippy::too_many_arguments, reason = "they are the arguments of the field")]
                async fn $field(
                    &self,
                    ctx: &Context<'_>,
                    #[graphql(desc = "Which of them.")] filter: Option<filters::$filter>,
                    #[graphql(desc = "The point that distances are told from; with a radius only what is in the circle: how many are of unknown position is then told.")] near: Option<NearInput>,
                    #[graphql(desc = "The same with the position of a site, organisation, cluster or platform, or of the site of a side-stream; not together with `near`.")] nearest: Option<ID>,
                    #[graphql(desc = "In which order; by default by id.")] order_by: Option<PlacedOrder>,
                    #[graphql(desc = "At most so many from the start, 1 to 200; by default 50.")] first: Option<i32>,
                    #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
                    #[graphql(desc = "At most so many from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
                    #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
                    #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
                ) -> Result<Connection<$object>, ApiError> {
                    near.as_ref().map_or(Ok(()), NearInput::check)?;
                    let sort = Sort::from(order_by.unwrap_or_default());
                    let question = question(stringify!($field), filter.as_ref(), &sort)
                        .with(&format!("{near:?}{nearest:?}"));
                    let args = PageArgs { first, after, last, before };
                    let ask = Ask { filter, near, nearest, sort, question, args };
                    list(Session::of(ctx)?, at.as_ref(), ask).await
                }
            )+
        }
    };
}

placed_lists! {
    /// Organisations: companies, universities, institutes, authorities.
    organisations: Organisation by OrganisationFilter;
    /// Clusters: cluster organisations, networks, industrial parks.
    clusters: Cluster by ClusterFilter;
    /// Platforms: pilot plants, laboratories, test sites. In the order `NEAREST` those that can test a stream are told
    /// by `testsHow`, `SPECIFIC` first, then `MATERIAL`, then `GENERAL`, each by their distance from where it arises, unless another point is given.
    platforms: Platform by PlatformFilter;
}

fn question<F: InputType>(field: &str, filter: Option<&F>, sort: &Sort) -> Question {
    let filter = filter.map(|it| it.to_value().to_string());
    Question::new(field)
        .with(&filter.unwrap_or_default())
        .with(&format!("{sort:?}"))
}

async fn list<T: Recorded, F: Filter>(
    session: &Session,
    at: Option<&At>,
    ask: Ask<F>,
) -> Result<Connection<T>, ApiError> {
    let asked = session.asked(at).await?;
    let length = asked.registry().count(T::KIND);
    asked.work.scan(length)?;
    if length <= SHORT_LIST {
        return select(&asked, &ask);
    }
    session.app.run(move |_| select(&asked, &ask)).await?
}

impl<F: Filter> Ask<F> {
    /// From where distances are told; none if no distance is asked for.
    fn around(&self, asked: &Asked) -> Result<Option<Around>, ApiError> {
        let (argument, id) = match (&self.near, &self.nearest) {
            (Some(_), Some(id)) => {
                let message = "`near` and `nearest` exclude each other: give one of them";
                return Err(ApiError::bad_input("nearest", id.as_str(), message));
            }
            (Some(near), None) => return Ok(Some((*near).into())),
            (None, Some(id)) => ("nearest", id),
            (None, None) if !matches!(self.sort, Sort::Distance) => return Ok(None),
            (None, None) => match self.filter.as_ref().and_then(F::place) {
                Some((argument, id)) => (argument, id),
                None => {
                    let message = "the order by distance needs `near` or `nearest`";
                    return Err(ApiError::bad_input("orderBy", "NEAREST", message));
                }
            },
        };
        let row = asked.find(argument, id, PLACED)?;
        let from = degrees(asked.registry(), row).ok_or_else(|| {
            let message = format!("where `{}` is is not known: give `near`", id.as_str());
            ApiError::bad_input(argument, id.as_str(), message)
        })?;
        Ok(Some(Around {
            from,
            radius_km: None,
        }))
    }
}

/// Kinds whose records are somewhere.
const PLACED: &[Kind] = &[
    Kind::Site,
    Kind::SideStream,
    Kind::Organisation,
    Kind::Cluster,
    Kind::Platform,
];

/// The page asked for. O(n log n) in the records of the kind, O(n) in the order of ids.
fn select<T: Recorded, F: Filter>(
    asked: &Arc<Asked>,
    ask: &Ask<F>,
) -> Result<Connection<T>, ApiError> {
    let registry = asked.registry();
    let around = ask.around(asked)?;
    let check = match &ask.filter {
        Some(filter) => filter.compile(Test::new(asked, "filter"))?,
        None => Test::new(asked, "filter").check(),
    };
    let mut rows: Vec<Row> = registry
        .rows(T::KIND)
        .filter(|row| check.holds(registry, *row))
        .collect();
    let mut position_unknown = 0;
    if let Some(around) = &around {
        asked.work.scan(rows.len())?;
        rows.retain(
            |row| match (around.radius_km, around.distance_km(asked, *row)) {
                (None, _) => true,
                (Some(radius), Some(km)) => km <= radius,
                (Some(_), None) => {
                    position_unknown += 1;
                    false
                }
            },
        );
    }
    let rank = match &ask.filter {
        Some(filter) => filter.rank(asked, ask.sort)?,
        None => None,
    };
    let key = |row: Row| {
        let (sort, slug) = ask.sort.key(asked, around.as_ref(), row);
        match &rank {
            Some(rank) => (format!("{} {sort}", rank(registry, row)), slug),
            None => (sort, slug),
        }
    };
    let item_at = |row: Row| {
        asked.work.draw(1)?;
        let km = around.and_then(|it| it.distance_km(asked, row));
        let item = Item {
            asked: Arc::clone(asked),
            row,
        };
        Ok((T::from(item), km))
    };
    let question = (ask.question, 0);
    let page = match ask.sort {
        Sort::Id if rank.is_none() => {
            let key_of = |at: usize| key(rows[at]);
            Connection::of(rows.len(), key_of, question, &ask.args, |at| {
                item_at(rows[at])
            })
        }
        _ => {
            let mut keyed: Vec<(Key, Row)> = rows.iter().map(|row| (key(*row), *row)).collect();
            keyed.sort();
            let key_of = |at: usize| keyed[at].0.clone();
            Connection::of(keyed.len(), key_of, question, &ask.args, |at| {
                item_at(keyed[at].1)
            })
        }
    };
    Ok(page?.placed(around.map(|_| position_unknown)))
}
