//! Paths: the ways a material can take from one end to another.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::InputType as _;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::graphql::asked::Asked;
use crate::graphql::codes::Metric;
use crate::graphql::connection::PageInfo;
use crate::graphql::cursor::Cursor;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::link::Link;
use crate::graphql::material::Material;
use crate::graphql::no_path::CandidatePaths;
use crate::graphql::no_path::NoPath;
use crate::graphql::numbers::int;
use crate::graphql::path::Path;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::path_input::PathInput;
use crate::graphql::path_input::refused;
use crate::graphql::path_subgraph::Subgraph;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::model::Kind;
use crate::network::paths;
use crate::network::paths::MAX_K;
use crate::network::search::Truncation;

/// The paths found, best first, and what the answer rests on.
#[derive(SimpleObject)]
pub(crate) struct PathAnswer {
    /// The material whose chain was searched.
    material: Material,
    /// The paths, best first. Where lengths or emissions are not known, the first page ends with
    /// one path of unknown total, beyond the number asked for.
    paths: Vec<Path>,
    /// Where the page stands among the paths; at most 200 can be reached. Pareto paths have one page.
    page_info: PageInfo,
    /// Whether there are more.
    completeness: Completeness,
    /// Why there is no path; none where there is one, and where the budget of the search ran out before
    /// that could be told.
    why_none: Option<NoPath>,
    /// Routes over candidate links; none unless `candidateLinksWithinKm` is given, and on later pages.
    candidate_paths: Option<CandidatePaths>,
    /// The paths found up to this page, laid over one another.
    subgraph: Subgraph,
    /// Links that carry the material but are used in no path, since their product cannot move the
    /// way they say.
    unmovable: Vec<Link>,
    /// What the answer rests on.
    basis: Basis,
    /// The same page of the answer without the scenario; none without one.
    baseline: Option<Box<PathAnswer>>,
}

/// Whether there is a path.
#[derive(SimpleObject)]
pub(crate) struct PathExistence {
    /// Whether one was found.
    exists: bool,
    /// The fewest steps; none without a path.
    steps: Option<i32>,
    /// If none was found, whether the search was cut off.
    completeness: Completeness,
    /// The revision asked.
    revision: i32,
    /// The scenario asked under: the saved one's id, and what each change does, in words; none without one.
    scenario: Option<String>,
}

/// The questions along the chain.
#[derive(Default)]
pub(crate) struct PathQuery;

/// The questions along the chain.
#[Object]
impl PathQuery {
    /// The best paths of a material from one end to the other, none of which returns to a place.
    async fn paths(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which paths.")] input: PathInput,
        #[graphql(desc = "At most so many paths, 1 to 200.", default = 5)] first: i32,
        #[graphql(
            desc = "Only paths after this cursor; the answer is then of the revision the question began with."
        )]
        after: Option<String>,
    ) -> Result<PathAnswer, ApiError> {
        let session = Session::of(ctx)?;
        let question = Question::new("paths").with(&input.to_value().to_string());
        let asked = session
            .asked_on(
                input.at.as_ref(),
                after.as_deref(),
                question,
                input.scenario.as_ref(),
            )
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        let page = RankedPage::new(first, after.as_deref(), question)?;
        session
            .app
            .run(move |_| with_baseline(asked, base, |it| answer(it, &input, &page)))
            .await?
    }

    /// Whether there is a path at all; the metric does not matter. Cheaper than asking for one.
    async fn path_exists(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which paths.")] input: PathInput,
    ) -> Result<PathExistence, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session
            .asked_under(input.at.as_ref(), "input.scenario", input.scenario.as_ref())
            .await?;
        session.app.run(move |_| existence(&asked, &input)).await?
    }
}

/// A page of a ranked answer, which is found again from the start for each page.
struct RankedPage {
    question: Question,
    /// Paths of earlier pages.
    skipped: u32,
    /// Paths to be found, with those of earlier pages.
    k: u32,
}

impl RankedPage {
    fn new(first: i32, after: Option<&str>, question: Question) -> Result<Self, ApiError> {
        let size = path_count(first)?;
        let skipped = match after {
            Some(after) => {
                let (rank, _) = Cursor::decode("after", after, question.digest())?.key;
                rank.parse().unwrap_or(MAX_K).min(MAX_K)
            }
            None => 0,
        };
        Ok(Self {
            question,
            skipped,
            k: (skipped + size).min(MAX_K),
        })
    }

    fn cursor(&self, asked: &Asked, path: &paths::Path) -> String {
        let key = (format!("{:03}", path.rank), path.id.clone());
        let revision = asked.snapshot.revision();
        Cursor {
            question: self.question.digest(),
            revision,
            key,
        }
        .encode()
    }
}

/// The number of paths an argument asks for.
///
/// # Errors
/// `BAD_INPUT` if it is out of range.
pub(crate) fn path_count(first: i32) -> Result<u32, ApiError> {
    let count = u32::try_from(first).ok();
    count.filter(|it| (1..=MAX_K).contains(it)).ok_or_else(|| {
        let message = format!("`first` is {first}: expected 1 to {MAX_K}");
        ApiError::bad_input("first", first.to_string(), message)
    })
}

fn answer(asked: Arc<Asked>, input: &PathInput, page: &RankedPage) -> Result<PathAnswer, ApiError> {
    let mut question = input.question(&asked, page.k)?;
    if page.skipped > 0 {
        question.candidates_within_km = None;
    }
    let found = paths::paths(&asked.snapshot, &question).map_err(refused)?;
    let is_ranked = |path: &&paths::Path| path.rank <= page.k && is_priced(input.metric, path);
    let is_on_page = |path: &&paths::Path| path.rank > page.skipped;
    let ranked: Vec<&paths::Path> = found
        .paths
        .iter()
        .filter(is_ranked)
        .filter(is_on_page)
        .collect();
    let last = found
        .paths
        .last()
        .filter(|path| page.skipped == 0 && !is_ranked(path));
    let is_cut = found.completeness.reasons.contains(&Truncation::K);
    let page_info = PageInfo {
        has_next_page: is_cut && page.k < MAX_K,
        has_previous_page: page.skipped > 0,
        start_cursor: ranked.first().map(|path| page.cursor(&asked, path)),
        end_cursor: ranked.last().map(|path| page.cursor(&asked, path)),
    };
    told(
        asked,
        input,
        &found,
        ranked.into_iter().chain(last),
        page_info,
    )
}

/// Some of the paths of an answer, with the rest of it.
pub(crate) fn told<'a>(
    asked: Arc<Asked>,
    input: &PathInput,
    found: &paths::PathAnswer,
    shown: impl Iterator<Item = &'a paths::Path>,
    page_info: PageInfo,
) -> Result<PathAnswer, ApiError> {
    let material = asked.find("input.material", &input.material, &[Kind::Material])?;
    let telling = Telling { asked };
    let (none, candidates) = (found.why_none.as_ref(), found.candidates.as_ref());
    let paths = shown.map(|path| telling.path(path));
    Ok(PathAnswer {
        material: telling.object(material)?,
        paths: paths.collect::<Result<_, _>>()?,
        page_info,
        completeness: (&found.completeness).into(),
        why_none: none.map(|it| telling.no_path(it)).transpose()?,
        candidate_paths: candidates.map(|it| telling.candidates(it)).transpose()?,
        subgraph: telling.subgraph(&found.subgraph)?,
        unmovable: telling.objects(&found.unmovable)?,
        basis: telling.basis(&found.basis)?,
        baseline: None,
    })
}

/// An answer, with the one to what was asked without its scenario where that is asked for.
pub(crate) fn with_baseline(
    asked: Arc<Asked>,
    base: Option<Arc<Asked>>,
    answer: impl Fn(Arc<Asked>) -> Result<PathAnswer, ApiError>,
) -> Result<PathAnswer, ApiError> {
    let baseline = base.map(&answer).transpose()?;
    Ok(PathAnswer {
        baseline: baseline.map(Box::new),
        ..answer(asked)?
    })
}

/// Whether the total of a path is known, so that it has a place in the order.
fn is_priced(metric: Metric, path: &paths::Path) -> bool {
    metric == Metric::Steps || path.total.is_some()
}

fn existence(asked: &Asked, input: &PathInput) -> Result<PathExistence, ApiError> {
    let question = input.question(asked, 1)?;
    let found = paths::path_exists(&asked.snapshot, &question).map_err(refused)?;
    Ok(PathExistence {
        exists: found.exists,
        steps: found.steps.map(int),
        completeness: (&found.completeness).into(),
        revision: int(asked.snapshot.revision()),
        scenario: asked.scenario().map(str::to_owned),
    })
}
