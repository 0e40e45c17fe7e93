//! What came of the matches of a cluster.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::clusters::impact;
use crate::graphql::asked::Asked;
use crate::graphql::cluster::Cluster;
use crate::graphql::codes::MatchStatus;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::matching::Match;
use crate::graphql::numbers::int;
use crate::graphql::numbers::solved;
use crate::graphql::organisation::Organisation;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::model::Kind;

/// What came of the matches of a cluster: of those it brought together, and of those whose offer or request is of a member. A match counts
/// once.
#[derive(SimpleObject)]
pub(crate) struct ClusterImpact {
    /// The cluster.
    cluster: Cluster,
    /// Every status in the order of the life cycle; a count of 0 is one. `RUNNING` are those that run in the year asked; the
    /// others on record as running are `ranOut` and `notBegun`. Other statuses are as on record now.
    by_status: Vec<MatchesByStatus>,
    /// Tonnes of product a year of the matches that run, as far as told; null where none of them is.
    running_tonnes_per_year: Option<f64>,
    /// Matches that run of which no tonnes are on record.
    running_without_tonnes: i32,
    /// Matches that ran and had ended before the year asked; their tonnes are not counted.
    ran_out: i32,
    /// Matches that run by now and began after the year asked; their tonnes are not counted.
    not_begun: i32,
    /// Why matches were dropped, the commonest reason first.
    dropped_because: Vec<DropReason>,
    /// The matches, by status, then id.
    matches: Vec<ClusterMatch>,
    /// A sentence that may be quoted.
    message: String,
    /// What the answer rests on.
    basis: Basis,
}

/// How many matches have a status.
#[derive(SimpleObject)]
pub(crate) struct MatchesByStatus {
    /// The status.
    status: MatchStatus,
    /// How many.
    count: i32,
}

/// How many matches were dropped for a reason.
#[derive(SimpleObject)]
pub(crate) struct DropReason {
    /// The reason, in the words of who dropped them.
    reason: String,
    /// How many.
    count: i32,
}

/// One match of a cluster.
#[derive(SimpleObject)]
pub(crate) struct ClusterMatch {
    /// The match.
    r#match: Match,
    /// Whether the cluster brought the two together.
    brokered: bool,
    /// Members that reach the site of the offer, or who or what takes it.
    members_involved: Vec<Organisation>,
    /// Tonnes of product a year; null where none are on record.
    tonnes_per_year: Option<f64>,
    /// The figures of the tonnes.
    figures: Vec<Figure>,
}

/// The question for what came of matches.
#[derive(Default)]
pub(crate) struct ClusterImpactQuery;

/// The question for what came of matches.
#[Object]
impl ClusterImpactQuery {
    /// What came of the matches of a cluster: by status, tonnes that run, why they were dropped.
    async fn cluster_impact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cluster.")] cluster: ID,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
    ) -> Result<ClusterImpact, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session.asked(at.as_ref()).await?;
        session.app.run(move |_| answer(asked, &cluster)).await?
    }
}

fn answer(asked: Arc<Asked>, cluster: &ID) -> Result<ClusterImpact, ApiError> {
    let row = asked.find("cluster", cluster, &[Kind::Cluster])?;
    asked.work.scan(asked.registry().count(Kind::Match))?;
    let found = impact::cluster_impact(&asked.snapshot, row, asked.when);
    let telling = Telling { asked };
    let by_status = found
        .by_status
        .iter()
        .map(|(status, count)| MatchesByStatus {
            status: (*status).into(),
            count: int(*count),
        });
    let dropped = found
        .dropped_because
        .iter()
        .map(|(reason, count)| DropReason {
            reason: reason.clone(),
            count: int(*count),
        });
    let matches = found.matches.iter().map(|it| {
        Ok(ClusterMatch {
            r#match: telling.object(it.matching)?,
            brokered: it.is_brokered,
            members_involved: telling.objects(&it.members)?,
            tonnes_per_year: it.tonnes_per_year.map(solved),
            figures: telling.objects(&it.figures)?,
        })
    });
    Ok(ClusterImpact {
        cluster: telling.object(row)?,
        by_status: by_status.collect(),
        running_tonnes_per_year: found.running_tonnes_per_year.map(solved),
        running_without_tonnes: int(found.running_without_tonnes),
        ran_out: int(found.ran_out),
        not_begun: int(found.not_begun),
        dropped_because: dropped.collect(),
        matches: matches.collect::<Result<_, ApiError>>()?,
        message: found.message.clone(),
        basis: telling.basis(&found.basis)?,
    })
}
