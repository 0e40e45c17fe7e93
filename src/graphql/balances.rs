//! Balances of sites: the question, and pages of its answer.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::InputObject;
use async_graphql::InputType as _;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::balance;
use crate::analysis::balance::BalanceQuestion;
use crate::graphql::asked::Asked;
use crate::graphql::asked::check_count;
use crate::graphql::balance::SiteBalance;
use crate::graphql::codes::BalanceState;
use crate::graphql::connection::Connection;
use crate::graphql::connection::PageInfo;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::exposure::completeness;
use crate::graphql::material::Material;
use crate::graphql::numbers::int;
use crate::graphql::page::PageArgs;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::model::Kind;

/// Which balances are asked for. Every criterion given must hold.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct BalanceInput {
    /// Only that of this site.
    pub(crate) site: Option<ID>,
    /// Only of this material, `material:slug`.
    pub(crate) material: Option<ID>,
    /// Only of sites of this region, its parts and members.
    pub(crate) region: Option<ID>,
    /// Only balances in one of these states.
    pub(crate) states: Option<Vec<BalanceState>>,
    /// The part of the larger side within which a residual counts as none, 0 to 1.
    #[graphql(default_with = "balance::TOLERANCE")]
    pub(crate) tolerance: f64,
    /// As of which revision and for which year: each balance is of the latest year up to it in which something is known of both
    /// sides.
    pub(crate) at: Option<At>,
    /// Changes laid over the data for this question.
    pub(crate) scenario: Option<ScenarioInput>,
}

/// One page of balances: the largest residual that is sure first, in tonnes; then by state, the larger side, and ids of site
/// and material.
#[derive(SimpleObject)]
pub(crate) struct BalanceConnection {
    /// The balances of the page, each with its cursor.
    edges: Vec<BalanceEdge>,
    /// The balances of the page.
    nodes: Vec<SiteBalance>,
    /// Where the page stands in the whole answer.
    page_info: PageInfo,
    /// Number of balances found.
    total_count: i32,
    /// How many there are of each state, whatever states are asked for.
    counts: Vec<BalanceCount>,
    /// A sentence that may be quoted.
    message: String,
    /// Whether all materials were looked at.
    completeness: Completeness,
    /// Materials that were not looked at, since the work of the request was used up.
    not_looked_at: Vec<Material>,
    /// What the whole answer rests on, not this page alone.
    basis: Basis,
    /// The same page of the answer without the scenario; null without one.
    baseline: Option<Box<BalanceConnection>>,
}

/// One balance of a page.
#[derive(Clone, SimpleObject)]
pub(crate) struct BalanceEdge {
    /// Where the balance stands; pass it as `after`. It continues at the revision it began with.
    cursor: String,
    /// The balance.
    node: SiteBalance,
}

/// How many balances are in a state.
#[derive(SimpleObject)]
pub(crate) struct BalanceCount {
    /// The state.
    state: BalanceState,
    /// How many.
    count: i32,
}

/// The question for balances of sites.
#[derive(Default)]
pub(crate) struct BalanceQuery;

/// The question for balances of sites.
#[Object]
impl BalanceQuery {
    /// What goes into sites of a material, less what comes out: a check of the data. A residual with unknown terms is a bound and
    /// no sign of a fault. Total mass is not balanced, only materials.
    async fn balances(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which balances.")] input: BalanceInput,
        #[graphql(desc = "At most so many, 1 to 200.", default = 50)] first: i32,
        #[graphql(
            desc = "Only balances after this cursor; the answer is then of the revision the question began with."
        )]
        after: Option<String>,
    ) -> Result<BalanceConnection, ApiError> {
        let session = Session::of(ctx)?;
        let question = Question::new("balances").with(&input.to_value().to_string());
        let asked = session
            .asked_on(
                input.at.as_ref(),
                after.as_deref(),
                question,
                input.scenario.as_ref(),
            )
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        let args = PageArgs {
            first: Some(first),
            after,
            ..PageArgs::default()
        };
        let told = move |asked: Arc<Asked>| answer(asked, &input, question, &args);
        session
            .app
            .run(move |_| {
                let baseline = base.map(&told).transpose()?.map(Box::new);
                Ok(BalanceConnection {
                    baseline,
                    ..told(asked)?
                })
            })
            .await?
    }
}

impl BalanceInput {
    /// The question of `analysis`.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id or a tolerance that is no part, `LIMIT` for a list that is too long.
    fn question(&self, asked: &Asked) -> Result<BalanceQuestion, ApiError> {
        let find = |argument: &str, id: &Option<ID>, kind| {
            let id = id.as_ref();
            id.map(|it| asked.find(argument, it, &[kind])).transpose()
        };
        check_count("input.states", self.states.as_ref().map_or(0, Vec::len))?;
        if !(0.0..=1.0).contains(&self.tolerance) {
            let told = self.tolerance.to_string();
            let message = format!("`input.tolerance` is {told}: expected 0 to 1");
            let nearest = self.tolerance.clamp(0.0, 1.0).to_string();
            return Err(
                ApiError::bad_input("input.tolerance", told, message).suggesting(vec![nearest])
            );
        }
        let states = self.states.as_ref();
        Ok(BalanceQuestion {
            site: find("input.site", &self.site, Kind::Site)?,
            material: find("input.material", &self.material, Kind::Material)?,
            region: find("input.region", &self.region, Kind::Region)?,
            states: states.map(|it| it.iter().map(|it| (*it).into()).collect()),
            when: asked.when,
            tolerance: self.tolerance,
            budget: asked.work.path_budget(),
        })
    }
}

fn answer(
    asked: Arc<Asked>,
    input: &BalanceInput,
    question: Question,
    args: &PageArgs,
) -> Result<BalanceConnection, ApiError> {
    let of_balances = input.question(&asked)?;
    let found = balance::balances(&asked.snapshot, &of_balances);
    let ranked = (question, asked.snapshot.revision());
    let telling = Telling { asked };
    let key_of = |at: usize| (format!("{at:06}"), String::new());
    let balance_at = |at: usize| telling.balance(&found.balances[at]);
    let page = Connection::of(found.balances.len(), key_of, ranked, args, balance_at)?;
    let (edges, page_info, total) = page.into_parts();
    let edges = edges.into_iter();
    let edges: Vec<BalanceEdge> = edges
        .map(|(cursor, node)| BalanceEdge { cursor, node })
        .collect();
    let counts = found.counts.iter().map(|(state, count)| BalanceCount {
        state: (*state).into(),
        count: int(*count),
    });
    Ok(BalanceConnection {
        nodes: edges.iter().map(|it| it.node.clone()).collect(),
        edges,
        page_info,
        total_count: int(total),
        counts: counts.collect(),
        message: found.message.clone(),
        completeness: completeness(!found.not_looked_at.is_empty(), found.explored),
        not_looked_at: telling.objects(&found.not_looked_at)?,
        basis: telling.basis(&found.basis)?,
        baseline: None,
    })
}
