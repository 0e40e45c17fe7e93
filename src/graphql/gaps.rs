//! Gaps: the question, and pages of its answer.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::InputObject;
use async_graphql::InputType as _;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::gaps;
use crate::analysis::gaps::GapQuestion;
use crate::graphql::asked::Asked;
use crate::graphql::asked::check_count;
use crate::graphql::codes::GapKind;
use crate::graphql::codes::Severity;
use crate::graphql::codes::Stage;
use crate::graphql::connection::Connection;
use crate::graphql::connection::PageInfo;
use crate::graphql::coverage::Coverage;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::error::ErrorCode;
use crate::graphql::gap::Gap;
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
use crate::network::paths;
use crate::network::search::Truncation;

/// Which gaps are asked for. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct GapInput {
    /// The region, with its parts and members.
    #[graphql(default_with = "ID::from(\"region:eu\")")]
    pub(crate) region: ID,
    /// Materials, `material:slug`; by default all on record. A group asks for what carries the group as such.
    pub(crate) materials: Option<Vec<ID>>,
    /// Kinds of gaps.
    pub(crate) kinds: Option<Vec<GapKind>>,
    /// Stages of gaps.
    pub(crate) stages: Option<Vec<Stage>>,
    /// Only gaps of at least this severity.
    #[graphql(default_with = "Severity::Low")]
    pub(crate) min_severity: Severity,
    /// As of which revision and for which year.
    pub(crate) at: Option<At>,
    /// Changes laid over the data for this question.
    pub(crate) scenario: Option<ScenarioInput>,
}

/// One page of gaps: severity, the highest first, then slug of the material, stage, kind.
#[derive(SimpleObject)]
pub(crate) struct GapConnection {
    /// The gaps of the page, each with its cursor.
    edges: Vec<GapEdge>,
    /// The gaps of the page.
    nodes: Vec<Gap>,
    /// Where the page stands in the whole answer.
    page_info: PageInfo,
    /// Number of gaps found.
    total_count: i32,
    /// What the data do not cover of the question.
    not_covered: NotCovered,
    /// Of the materials named in the question those of which nothing is on record in the region: that no gap is
    /// found says nothing of them.
    nothing_on_record: Vec<NothingOnRecord>,
    /// Whether all materials asked for were looked at.
    completeness: Completeness,
    /// Materials that were not looked at, or not for `CAPACITY` and `SINGLE_POINT`, since the work of the request was used up.
    not_looked_at: Vec<Material>,
    /// What the whole answer rests on, not this page alone.
    basis: Basis,
    /// The same page of the answer without the scenario; none without one.
    baseline: Option<Box<GapConnection>>,
}

/// One gap of a page.
#[derive(Clone, SimpleObject)]
pub(crate) struct GapEdge {
    /// Where the gap stands; pass it as `after`. It continues at the revision it began with.
    cursor: String,
    /// The gap.
    node: Gap,
}

/// What the data do not cover.
#[derive(SimpleObject)]
pub(crate) struct NotCovered {
    /// A sentence that may be quoted.
    message: String,
    /// The judgements that decide for a material and stage asked for and do not say complete for the year.
    coverage: Vec<Coverage>,
}

/// A material of which nothing is on record in the region.
#[derive(SimpleObject)]
pub(crate) struct NothingOnRecord {
    /// The material.
    material: Material,
    /// Members of the group that it is, else the groups it belongs to: what may be asked for instead.
    related: Vec<Material>,
    /// A sentence that may be quoted.
    message: String,
}

/// The questions for what is missing.
#[derive(Default)]
pub(crate) struct GapQuery;

/// The questions for what is missing.
#[Object]
impl GapQuery {
    /// What a region lacks along the chains of materials. That there is none of something is said only where the
    /// data are judged complete.
    async fn gaps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which gaps.")] input: GapInput,
        #[graphql(desc = "At most so many, 1 to 200.", default = 50)] first: i32,
        #[graphql(
            desc = "Only gaps after this cursor; the answer is then of the revision the question began with."
        )]
        after: Option<String>,
    ) -> Result<GapConnection, ApiError> {
        let session = Session::of(ctx)?;
        let question = Question::new("gaps").with(&input.to_value().to_string());
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
        session
            .app
            .run(move |app| {
                let share = app.gap_settings().single_point_share;
                let told = |asked| answer(asked, (&input, share), question, &args);
                let baseline = base.map(told).transpose()?.map(Box::new);
                Ok(GapConnection {
                    baseline,
                    ..told(asked)?
                })
            })
            .await?
    }
}

impl GapInput {
    /// The question of `analysis`.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id, `LIMIT` for a list that is too long.
    fn question(&self, asked: &Asked, share: f64) -> Result<GapQuestion, ApiError> {
        let materials = self
            .materials
            .as_ref()
            .map(|ids| asked.find_all("input.materials", ids, &[Kind::Material]));
        check_count("input.kinds", self.kinds.as_ref().map_or(0, Vec::len))?;
        check_count("input.stages", self.stages.as_ref().map_or(0, Vec::len))?;
        let kinds = self.kinds.as_ref();
        let stages = self.stages.as_ref();
        Ok(GapQuestion {
            region: asked.find("input.region", &self.region, &[Kind::Region])?,
            materials: materials.transpose()?,
            kinds: kinds.map(|it| it.iter().map(|it| (*it).into()).collect()),
            stages: stages.map(|it| it.iter().map(|it| (*it).into()).collect()),
            min_severity: self.min_severity.into(),
            when: asked.when,
            single_point_share: share,
            budget: asked.work.path_budget(),
        })
    }
}

fn answer(
    asked: Arc<Asked>,
    (input, share): (&GapInput, f64),
    question: Question,
    args: &PageArgs,
) -> Result<GapConnection, ApiError> {
    let of_gaps = input.question(&asked, share)?;
    let found = gaps::gaps(&asked.snapshot, &of_gaps)
        .map_err(|it| ApiError::new(ErrorCode::Internal, it.to_string()))?;
    let revision = asked.snapshot.revision();
    let telling = Telling { asked };
    let key_of = |at: usize| (format!("{at:06}"), found.gaps[at].id.clone());
    // Closers are worked out at the same time for all gaps of a page: each has an equal part of the work.
    let shown = usize::try_from(args.first.unwrap_or(1)).unwrap_or(1);
    let shown = shown.clamp(1, found.gaps.len().max(1)) as u64;
    let closing = (&of_gaps, of_gaps.budget / shown);
    let gap_at = |at: usize| telling.gap(&found.gaps[at], closing);
    let ranked = (question, revision);
    let page = Connection::of(found.gaps.len(), key_of, ranked, args, gap_at)?;
    let (edges, page_info, total) = page.into_parts();
    let edges: Vec<GapEdge> = edges
        .into_iter()
        .map(|(cursor, node)| GapEdge { cursor, node })
        .collect();
    let is_cut = !found.not_looked_at.is_empty();
    let completeness = paths::Completeness {
        reasons: is_cut.then_some(Truncation::Budget).into_iter().collect(),
        explored: found.explored,
        ..paths::Completeness::default()
    };
    let nothing = found.nothing_on_record.iter().map(|it| {
        Ok(NothingOnRecord {
            material: telling.object(it.material)?,
            related: telling.objects(&it.related)?,
            message: it.message.clone(),
        })
    });
    Ok(GapConnection {
        nothing_on_record: nothing.collect::<Result<_, ApiError>>()?,
        nodes: edges.iter().map(|it| it.node.clone()).collect(),
        edges,
        page_info,
        total_count: int(total),
        not_covered: NotCovered {
            message: found.not_covered.message.clone(),
            coverage: telling.objects(&found.not_covered.coverage)?,
        },
        completeness: (&completeness).into(),
        not_looked_at: telling.objects(&found.not_looked_at)?,
        basis: telling.basis(&found.basis)?,
        baseline: None,
    })
}
