//! The lists of `Query`: every kind of entity with filter, order and pages.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::InputType;
use async_graphql::MergedObject;
use async_graphql::Object;

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
use crate::graphql::order::EntityOrder;
use crate::graphql::order::NearInput;
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
use crate::model::Row;

/// Lists longer than this are made on the pool of heavy questions.
const SHORT_LIST: usize = 5_000;

/// The lists of every kind.
#[derive(Default, MergedObject)]
pub(crate) struct Lists(SiteList, EntityLists, ScenarioList);

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
        #[graphql(desc = "Only sites in this circle; those of unknown position are not.")]
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
            (SiteOrder::Distance, Some(near)) => Sort::Distance(near),
            (SiteOrder::Distance, None) => {
                let message = "the order by distance needs `near`";
                return Err(ApiError::bad_input("orderBy", "DISTANCE", message));
            }
        };
        let question = question("sites", filter.as_ref(), &sort).with(&format!("{near:?}"));
        let ask = Ask {
            filter,
            near,
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
                    let ask = Ask { filter, near: None, sort, question, args };
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
    /// Organisations: companies, universities, institutes, authorities.
    organisations: Organisation by OrganisationFilter;
    /// Clusters: cluster organisations, networks, industrial parks.
    clusters: Cluster by ClusterFilter;
    /// Platforms: pilot plants, laboratories, test sites.
    platforms: Platform by PlatformFilter;
    /// Programmes: project funding, programmes, calls, events.
    programmes: Programme by ProgrammeFilter;
    /// Projects: planned facilities, extensions and repurposings.
    projects: Project by ProjectFilter;
    /// Matches: offers and requests that are being pursued.
    matches: Match by MatchFilter;
    /// Sources: documents and pages that the data rest on.
    sources: Source by SourceFilter;
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

/// The page asked for. O(n log n) in the records of the kind, O(n) in the order of ids.
fn select<T: Recorded, F: Filter>(
    asked: &Arc<Asked>,
    ask: &Ask<F>,
) -> Result<Connection<T>, ApiError> {
    let registry = asked.registry();
    let check = match &ask.filter {
        Some(filter) => filter.compile(Test::new(asked, "filter"))?,
        None => Test::new(asked, "filter").check(),
    };
    let is_near = |row: &Row| {
        ask.near.is_none_or(|near| {
            near.distance_km(asked, *row)
                .is_some_and(|km| km <= near.radius_km)
        })
    };
    let rows = registry
        .rows(T::KIND)
        .filter(|row| check.holds(registry, *row))
        .filter(is_near);
    let item_at = |row: Row| {
        asked.work.draw(1)?;
        Ok(T::from(Item {
            asked: Arc::clone(asked),
            row,
        }))
    };
    let question = (ask.question, 0);
    if matches!(ask.sort, Sort::Id) {
        let rows: Vec<Row> = rows.collect();
        let key_of = |at: usize| ask.sort.key(asked, rows[at]);
        return Connection::of(rows.len(), key_of, question, &ask.args, |at| {
            item_at(rows[at])
        });
    }
    let mut keyed: Vec<(Key, Row)> = rows.map(|row| (ask.sort.key(asked, row), row)).collect();
    keyed.sort();
    let key_of = |at: usize| keyed[at].0.clone();
    Connection::of(keyed.len(), key_of, question, &ask.args, |at| {
        item_at(keyed[at].1)
    })
}
