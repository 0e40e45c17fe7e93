//! Pareto paths: ways that no other beats in two metrics at once.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::Object;

use crate::graphql::asked::Asked;
use crate::graphql::codes::Metric;
use crate::graphql::connection::PageInfo;
use crate::graphql::error::ApiError;
use crate::graphql::path_input::PathInput;
use crate::graphql::path_input::refused;
use crate::graphql::paths::PathAnswer;
use crate::graphql::paths::path_count;
use crate::graphql::paths::told;
use crate::graphql::paths::with_baseline;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::network::chain;
use crate::network::paths;
use crate::network::paths::PathQuestion;
use crate::network::paths::QuestionError;

/// The questions that weigh one metric against another.
#[derive(Default)]
pub(crate) struct ParetoQuery;

/// The questions that weigh one metric against another.
#[Object]
impl ParetoQuery {
    /// The paths that no other beats in two metrics at once, ordered by the first: going down the list, each is
    /// worse in the first metric and better in the second. Of paths that weigh the same in both, the one of fewest
    /// steps is told.
    ///
    /// `total` and `nextAtLeast` are in the first metric; the second stands in `distanceKm`, `emissionsKgPerTonne`,
    /// `costEurPerTonne`, `recovery` or the number of `steps`. The metric of the input does not matter. Where legs that are unknown in one of the
    /// metrics lie on the way, one path over such a leg stands last, without a total, beyond the number asked for.
    /// There can be more such paths than any search may look at: `completeness` says what was cut off, and what is
    /// told is right all the same.
    async fn pareto_paths(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which paths.")] input: PathInput,
        #[graphql(desc = "Two different metrics; the first is the one paths are ordered by.")]
        metrics: Vec<Metric>,
        #[graphql(desc = "At most so many paths, 1 to 200.", default = 20)] first: i32,
    ) -> Result<PathAnswer, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session
            .asked_under(input.at.as_ref(), "input.scenario", input.scenario.as_ref())
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        session
            .app
            .run(move |_| with_baseline(asked, base, |it| answer(it, &input, &metrics, first)))
            .await?
    }
}

fn answer(
    asked: Arc<Asked>,
    input: &PathInput,
    metrics: &[Metric],
    first: i32,
) -> Result<PathAnswer, ApiError> {
    let count = path_count(first)?;
    let [metric, second] = metrics else {
        let given = metrics.len();
        let message = format!("`metrics` has {given} items: expected two different ones");
        return Err(ApiError::bad_input("metrics", given.to_string(), message));
    };
    let question = PathQuestion {
        metric: (*metric).into(),
        ..input.question(&asked, count)?
    };
    let second = (*second).into();
    let found = paths::pareto_paths(&asked.snapshot, &question, second);
    let found = found.map_err(|error| match error {
        QuestionError::NoCostRates => {
            ApiError::bad_input("metrics", chain::Metric::Cost.code(), error.to_string())
        }
        error => refused(error),
    })?;
    let page_info = PageInfo {
        has_next_page: false,
        has_previous_page: false,
        start_cursor: None,
        end_cursor: None,
    };
    told(asked, input, &found, found.paths.iter(), page_info)
}
