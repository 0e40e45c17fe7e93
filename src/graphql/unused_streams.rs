//! Side-streams without a recorded user: the question, and pages of its answer.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::InputType as _;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::unused;
use crate::analysis::unused::UnusedQuestion;
use crate::graphql::asked::Asked;
use crate::graphql::connection::Connection;
use crate::graphql::connection::PageInfo;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::numbers::int;
use crate::graphql::numbers::solved;
use crate::graphql::page::PageArgs;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::unused_stream::UnusedStream;
use crate::model::Kind;

/// One page of side-streams without a recorded user: contained tonnes of critical materials a year, as far as known, the most first; then
/// tonnes a year that are not used; then tonnes a year that arise; then id.
#[derive(SimpleObject)]
pub(crate) struct UnusedStreamConnection {
    /// The streams of the page, each with its cursor.
    edges: Vec<UnusedStreamEdge>,
    /// The streams of the page.
    nodes: Vec<UnusedStream>,
    /// Where the page stands in the whole answer.
    page_info: PageInfo,
    /// Number of streams found.
    total_count: i32,
    /// What there is over the region, not this page alone.
    totals: UnusedTotals,
    /// A sentence that may be quoted.
    message: String,
    /// What the whole answer rests on, not this page alone.
    basis: Basis,
}

/// One stream of a page.
#[derive(Clone, SimpleObject)]
pub(crate) struct UnusedStreamEdge {
    /// Where the stream stands; pass it as `after`. It continues at the revision it began with.
    cursor: String,
    /// The stream.
    node: UnusedStream,
}

/// Sums over the streams of a region. What is a part of another stream or told twice is added once.
#[derive(SimpleObject)]
pub(crate) struct UnusedTotals {
    /// Tonnes a year that are not used; streams that no longer arise are not among the unknown.
    per_year: TonnesKnown,
    /// Tonnes that lie there.
    stock: TonnesKnown,
    /// Of each critical material the tonnes a year in what is not used. Groups and their members stand side by side and are never
    /// added.
    contained: Vec<ContainedKnown>,
    /// Streams whose tonnes a year are told with another stream and not added.
    told_elsewhere: i32,
    /// Streams whose stock is told with that of another stream and not added. With `stock.known` and `stock.unknown` they are all.
    stock_told_elsewhere: i32,
    /// Streams of unknown fate that are not listed since a link in use leads from them.
    with_user: i32,
    /// Of those unknown in `perYear` the tonnes a year that arise, of a figure with a range its upper end. How much of them is not used is
    /// not known; they bound nothing, as others have no figure. `known` are streams whose unused part is not on record, `unknown` those
    /// without tonnes of a whole year. `perYear.known`, both of these, `notArising` and `toldElsewhere` add up to all.
    at_most_more: TonnesKnown,
    /// Streams at sites not known to operate: nothing of them is among tonnes a year.
    not_arising: i32,
    /// Of these, streams at sites of which it is not known whether they operate; the others do not.
    operation_unknown: i32,
    /// Years of the figures added in any of the sums, the earliest first.
    figure_years: Vec<i32>,
    /// Whether one of these figures tells no year.
    undated_figures: bool,
}

/// A sum of what is known, and of how many streams it is and is not known.
#[derive(SimpleObject)]
pub(crate) struct TonnesKnown {
    /// The sum; null where nothing is known.
    tonnes: Option<f64>,
    /// Streams it is the sum of.
    known: i32,
    /// Streams of which it is not known.
    unknown: i32,
}

/// The same of one material.
#[derive(SimpleObject)]
pub(crate) struct ContainedKnown {
    /// The material.
    material: Material,
    /// Tonnes of it a year.
    per_year: TonnesKnown,
}

impl From<&unused::Sum> for TonnesKnown {
    fn from(it: &unused::Sum) -> Self {
        Self {
            tonnes: it.tonnes.map(solved),
            known: int(it.known),
            unknown: int(it.unknown),
        }
    }
}

/// The question for streams without a recorded user.
#[derive(Default)]
pub(crate) struct UnusedQuery;

/// The question for streams without a recorded user.
#[Object]
impl UnusedQuery {
    /// Side-streams of a region without a recorded user: their fate is not known or no use, and no link in use takes all of it. That none is
    /// on record does not show that there is none.
    async fn unused_streams(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The region, with its parts and members.")] region: ID,
        #[graphql(desc = "Only streams that hold this material, or a member of this group.")]
        material: Option<ID>,
        #[graphql(desc = "At most so many, 1 to 200.", default = 50)] first: i32,
        #[graphql(
            desc = "Only streams after this cursor; the answer is then of the revision the question began with."
        )]
        after: Option<String>,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
    ) -> Result<UnusedStreamConnection, ApiError> {
        let session = Session::of(ctx)?;
        let question = Question::new("unusedStreams").with(region.as_str());
        let question = question.with(material.as_ref().map_or("", |it| it.as_str()));
        let question = question.with(&at.to_value().to_string());
        let asked = session.asked_on(at.as_ref(), after.as_deref(), question, None);
        let asked = asked.await?;
        let args = PageArgs {
            first: Some(first),
            after,
            ..PageArgs::default()
        };
        let told = move |asked: Arc<Asked>| {
            let material = material.map(|it| asked.find("material", &it, &[Kind::Material]));
            let of_streams = UnusedQuestion {
                region: asked.find("region", &region, &[Kind::Region])?,
                material: material.transpose()?,
                when: asked.when,
            };
            answer(asked, &of_streams, question, &args)
        };
        session.app.run(move |_| told(asked)).await?
    }
}

fn answer(
    asked: Arc<Asked>,
    of_streams: &UnusedQuestion,
    question: Question,
    args: &PageArgs,
) -> Result<UnusedStreamConnection, ApiError> {
    // What is told of a stream is in figures and statements, each looked at a few times at most.
    let kinds = [
        Kind::Link,
        Kind::SideStream,
        Kind::Site,
        Kind::Figure,
        Kind::Statement,
    ];
    let looked = kinds.iter().map(|it| asked.registry().count(*it));
    asked.work.scan(looked.sum())?;
    let found = unused::unused_streams(&asked.snapshot, of_streams);
    let ranked = (question, asked.snapshot.revision());
    // Partners are looked for at the same time for all streams of a page: each has an equal part of the work.
    let shown = usize::try_from(args.first.unwrap_or(1)).unwrap_or(1);
    let shown = shown.clamp(1, found.streams.len().max(1)) as u64;
    let budget = asked.work.pair_budget() / shown;
    let telling = Telling { asked };
    let key_of = |at: usize| (format!("{at:06}"), String::new());
    let stream_at = |at: usize| telling.unused_stream(&found.streams[at], budget);
    let page = Connection::of(found.streams.len(), key_of, ranked, args, stream_at)?;
    let (edges, page_info, total) = page.into_parts();
    let edges = edges.into_iter();
    let edges: Vec<UnusedStreamEdge> = edges
        .map(|(cursor, node)| UnusedStreamEdge { cursor, node })
        .collect();
    let contained = found.totals.contained.iter().map(|(material, sum)| {
        Ok(ContainedKnown {
            material: telling.object(*material)?,
            per_year: sum.into(),
        })
    });
    Ok(UnusedStreamConnection {
        nodes: edges.iter().map(|it| it.node.clone()).collect(),
        edges,
        page_info,
        total_count: int(total),
        totals: UnusedTotals {
            per_year: (&found.totals.per_year).into(),
            stock: (&found.totals.stock).into(),
            contained: contained.collect::<Result<_, ApiError>>()?,
            told_elsewhere: int(found.totals.told_elsewhere),
            stock_told_elsewhere: int(found.totals.stock_told_elsewhere),
            with_user: int(found.totals.with_user),
            at_most_more: (&found.totals.at_most_more).into(),
            not_arising: int(found.totals.not_arising),
            operation_unknown: int(found.totals.operation_unknown),
            figure_years: found.totals.years.clone(),
            undated_figures: found.totals.has_undated,
        },
        message: found.message.clone(),
        basis: telling.basis(&found.basis)?,
    })
}
