//! Throughput: how much of a material gets through its chain, at most and at least.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Lookahead;
use async_graphql::Object;

use crate::graphql::asked::Asked;
use crate::graphql::codes::AnswerStatus;
use crate::graphql::codes::NoFlowReason;
use crate::graphql::error::ApiError;
use crate::graphql::error::ErrorCode;
use crate::graphql::limits::MAX_PAGE;
use crate::graphql::material::Material;
use crate::graphql::numbers::int;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::path_input::refused;
use crate::graphql::product::Product;
use crate::graphql::session::BASELINE;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::graphql::site::Site;
use crate::graphql::throughput_bound::Throughput;
use crate::graphql::throughput_input::ThroughputInput;
use crate::graphql::unknown_figure::UnknownFigure;
use crate::model::Kind;
use crate::model::Row;
use crate::network::paths;
use crate::network::search::Truncation;
use crate::network::throughput;
use crate::network::throughput::Parts;
use crate::network::throughput::ThroughputError;
use crate::network::throughput::Wording;

/// An answer of `network`, with what it was asked of. Its fields are made when they are asked for.
pub(crate) struct Solved {
    /// Makes objects of it.
    pub(crate) telling: Telling,
    /// The answer.
    pub(crate) answer: throughput::ThroughputAnswer,
    /// The material of the question.
    pub(crate) material: Row,
    /// The product of the question.
    pub(crate) product: Option<Row>,
    /// The same without the scenario; none without one, and where it is not asked for.
    baseline: Option<Arc<Solved>>,
}

impl Solved {
    /// The words for it.
    pub(crate) fn wording(&self) -> Wording<'_> {
        Wording {
            registry: self.telling.asked.registry(),
            material: self.material,
            product: self.product,
        }
    }
}

/// How much gets through, and what that hangs on. Tonnes are tonnes a year of the material contained, or gross tonnes
/// where the question is of a product.
pub(crate) struct ThroughputAnswer(Arc<Solved>);

/// How much gets through, and what that hangs on. Tonnes are tonnes a year of the material contained, or gross tonnes
/// where the question is of a product.
#[Object]
impl ThroughputAnswer {
    /// The material whose chain was followed.
    async fn material(&self) -> Result<Material, ApiError> {
        self.0.telling.object(self.0.material)
    }

    /// The product of which gross tonnes are counted; null where contained tonnes of the material are.
    async fn product(&self) -> Result<Option<Product>, ApiError> {
        let product = self.0.product;
        product.map(|it| self.0.telling.object(it)).transpose()
    }

    /// How well the amount is known.
    async fn status(&self) -> AnswerStatus {
        self.0.answer.status.into()
    }

    /// A sentence that may be quoted.
    async fn message(&self) -> String {
        self.0.wording().answer(&self.0.answer)
    }

    /// The most: with capacities that are not known unbounded.
    async fn upper(&self) -> Throughput {
        Throughput::new(&self.0, true)
    }

    /// The least that is known: with capacities that are not known at what is on record that they carried, else at 0.
    async fn lower(&self) -> Throughput {
        Throughput::new(&self.0, false)
    }

    /// Capacities on the ways of the upper answer that are not known, the most decisive first.
    async fn unknowns(
        &self,
        #[graphql(desc = "At most so many, 0 to 200.", default = 5)] first: i32,
    ) -> Result<Vec<UnknownFigure>, ApiError> {
        let count = usize::try_from(first)
            .ok()
            .filter(|_| first <= MAX_PAGE)
            .ok_or_else(|| {
                let message = format!("`first` is {first}: expected 0 to {MAX_PAGE}");
                ApiError::bad_input("first", first.to_string(), message)
            })?;
        let (it, wording) = (&self.0, self.0.wording());
        let unknowns = it.answer.unknowns.iter().take(count);
        let told = unknowns.map(|one| it.telling.unknown_figure(one, &it.answer, wording));
        told.collect()
    }

    /// How many capacities on the ways of the upper answer are not known; `unknowns` names them.
    async fn unknown_count(&self) -> i32 {
        int(self.0.answer.unknowns.len())
    }

    /// Why nothing can be delivered; null where something can.
    async fn why_none(&self) -> Option<NoFlowReason> {
        self.0.answer.why_none.map(NoFlowReason::from)
    }

    /// Where no `from` is asked for: sites that mine or recycle the material, and from which no way on record leads to
    /// where it is delivered. What they give is in no amount.
    async fn sources_without_way(&self) -> Result<Vec<Site>, ApiError> {
        self.0.telling.objects(&self.0.answer.without_way)
    }

    /// Whether all parts asked for were worked out; the amounts always are. Nothing is ranked, so that `nextAtLeast` is
    /// null and `unpriced` is 0.
    async fn completeness(&self) -> Completeness {
        let answer = &self.0.answer;
        let completeness = paths::Completeness {
            reasons: answer
                .is_cut
                .then_some(Truncation::Budget)
                .into_iter()
                .collect(),
            explored: answer.explored,
            ..paths::Completeness::default()
        };
        (&completeness).into()
    }

    /// What the answer rests on.
    async fn basis(&self) -> Result<Basis, ApiError> {
        let answer = &self.0.answer;
        let basis = self.0.telling.basis(&answer.basis)?;
        Ok(basis.estimated(answer.estimated_share.map(solved)))
    }

    /// The same answer without the scenario; null without one.
    async fn baseline(&self) -> Option<Self> {
        self.0.baseline.clone().map(Self)
    }
}

/// The question for how much gets through.
#[derive(Default)]
pub(crate) struct ThroughputQuery;

/// The question for how much gets through.
#[Object]
impl ThroughputQuery {
    /// How much of a material can be delivered in a year along its chain, at most and at least, what holds it back,
    /// and what is not known of that. Parts that are not selected are not worked out.
    async fn throughput(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of what, from where to where.")] input: ThroughputInput,
    ) -> Result<ThroughputAnswer, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session
            .asked_under(input.at.as_ref(), "input.scenario", input.scenario.as_ref())
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        let selected = ctx.look_ahead();
        let of_base = parts(&selected.field(BASELINE));
        let parts = parts(&selected);
        let run = move |_: &_| {
            let baseline = base.map(|it| answer(it, &input, of_base, None));
            let baseline = baseline.transpose()?.map(Arc::new);
            answer(asked, &input, parts, baseline)
        };
        let solved = session.app.run(run).await??;
        Ok(ThroughputAnswer(Arc::new(solved)))
    }
}

/// The parts of an answer that a selection asks for.
fn parts(selected: &Lookahead<'_>) -> Parts {
    let of_bounds = |field: &str| {
        let bounds = ["upper", "lower"];
        bounds
            .iter()
            .any(|it| selected.field(it).field(field).exists())
    };
    Parts {
        unknowns: selected.field("unknowns").exists() || selected.field("unknownCount").exists(),
        bottlenecks: of_bounds("bottlenecks") || of_bounds("jointlyBinding"),
        single_points: of_bounds("singlePoints"),
        stage_balance: of_bounds("stageBalance"),
    }
}

fn answer(
    asked: Arc<Asked>,
    input: &ThroughputInput,
    parts: Parts,
    baseline: Option<Arc<Solved>>,
) -> Result<Solved, ApiError> {
    let question = input.question(&asked, parts, asked.work.path_budget())?;
    let find = |argument: &str, id: &ID, kind| asked.find(argument, id, &[kind]);
    let material = find("input.material", &input.material, Kind::Material)?;
    let product = input.product.as_ref();
    let product = product.map(|it| find("input.product", it, Kind::Product));
    let product = product.transpose()?;
    let answer = throughput::throughput(&asked.snapshot, &question).map_err(unanswered)?;
    Ok(Solved {
        telling: Telling { asked },
        answer,
        material,
        product,
        baseline,
    })
}

/// A question that `network` does not answer. What is the program's own fault is logged, and told without its cause.
pub(crate) fn unanswered(error: ThroughputError) -> ApiError {
    match error {
        ThroughputError::Question(error) => refused(error),
        ThroughputError::Budget { .. } => ApiError::limit(error.to_string()),
        ThroughputError::Unproven(_) => {
            tracing::error!(%error, "an answer for throughput was withheld");
            ApiError::new(ErrorCode::Internal, "internal error; the log tells more")
        }
    }
}
