//! Partners: the question, and pages of its answer.

use std::ops::Range;
use std::sync::Arc;

use async_graphql::Context;
use async_graphql::InputType as _;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::partners;
use crate::analysis::partners::PartnersAnswer;
use crate::app::App;
use crate::graphql::asked::Asked;
use crate::graphql::codes::RejectionReason;
use crate::graphql::codes::SiteStatus;
use crate::graphql::connection::Connection;
use crate::graphql::connection::PageInfo;
use crate::graphql::cursor::Cursor;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::limits::MAX_PAGE;
use crate::graphql::numbers::int;
use crate::graphql::numbers::solved;
use crate::graphql::page::PageArgs;
use crate::graphql::partner::Partner;
use crate::graphql::partner_input::PartnerInput;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::scalars::Year;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::graphql::site::Site;
use crate::graphql::understood::UnderstoodOffer;
use crate::model::Kind;
use crate::network::paths;
use crate::network::search::Truncation;

/// One page of partners: tier of confidence, then score, then id; what is ruled out comes last, by reason.
#[derive(SimpleObject)]
pub(crate) struct PartnerConnection {
    /// The partners of the page, each with its cursor.
    edges: Vec<PartnerEdge>,
    /// The partners of the page.
    nodes: Vec<Partner>,
    /// Where the page stands in the whole answer.
    page_info: PageInfo,
    /// Number of partners found, those ruled out included where they are asked for.
    total_count: i32,
    /// What was made of a description, or is on record of the stream asked for; null for a need, and for a product that
    /// arises in several streams.
    understood: Option<UnderstoodOffer>,
    /// How many pairs each reason ruled out, told or not.
    rejected: Vec<RejectionCount>,
    /// Whether all pairs were looked at.
    completeness: Completeness,
    /// What the partners of this page rest on, and the stream asked for.
    basis: Basis,
    /// The same page of the answer without the scenario; null without one.
    baseline: Option<Box<PartnerConnection>>,
    /// Sites that do not operate in the year, planned or idle, or of which that is not known, that would otherwise be among the
    /// first ten takers of the stream, the best first; empty for a need and for a pair. The same on every page.
    waiting: Vec<WaitingTaker>,
}

/// A taker that does not operate in the year, or is not known to, and would otherwise be among the first.
#[derive(Clone, SimpleObject)]
pub(crate) struct WaitingTaker {
    /// The site.
    site: Site,
    /// Its status in the year; null if only a year of opening is on record.
    status: Option<SiteStatus>,
    /// The first year in which it is to take what is offered, on record; null if none is, or it is past.
    opens: Option<Year>,
    /// What its score would be if it operated, 0.01 to 1.
    score: f64,
    /// How much of that score would be known, 0 to 1.
    confidence: f64,
    /// Why it is none of the partners, and how to ask so that it is: a sentence that may be quoted.
    message: String,
}

/// One partner of a page.
#[derive(Clone, SimpleObject)]
pub(crate) struct PartnerEdge {
    /// Where the partner stands; pass it as `after`. It continues at the revision it began with.
    cursor: String,
    /// The partner.
    node: Partner,
}

/// How many pairs one reason ruled out.
#[derive(Clone, SimpleObject)]
pub(crate) struct RejectionCount {
    /// The reason.
    reason: RejectionReason,
    /// How many pairs.
    count: i32,
    /// A sentence that may be quoted.
    message: String,
}

/// The question for partners.
#[derive(Default)]
pub(crate) struct PartnerQuery;

/// The question for partners.
#[Object]
impl PartnerQuery {
    /// Who can use a side-stream, or which streams meet a need, with the reasons: the closest first. A stream may be on record or
    /// described in words. That nobody is found does not show that there is nobody.
    async fn partners(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose partners.")] input: PartnerInput,
        #[graphql(desc = "At most so many, 1 to 200.", default = 10)] first: i32,
        #[graphql(
            desc = "Only partners after this cursor; the answer is then of the revision the question began with."
        )]
        after: Option<String>,
    ) -> Result<PartnerConnection, ApiError> {
        let session = Session::of(ctx)?;
        let question = Question::new("partners").with(&input.to_value().to_string());
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
        let told = move |app: &App| {
            let told = |asked| answer(app, asked, &input, question, &args);
            let baseline = base.map(told).transpose()?.map(Box::new);
            Ok(PartnerConnection {
                baseline,
                ..told(asked)?
            })
        };
        session.app.run(told).await?
    }
}

fn answer(
    app: &App,
    asked: Arc<Asked>,
    input: &PartnerInput,
    question: Question,
    args: &PageArgs,
) -> Result<PartnerConnection, ApiError> {
    let knowledge = app.knowledge();
    let page = page(question, args)?;
    let before = page.start;
    // What stands behind each partner is worked out anew for a page: see `TOLD_BY`.
    asked.work.scan(page.len().saturating_mul(TOLD_BY))?;
    let of_partners = input.question(&asked, knowledge, page)?;
    let kinds = [Kind::SideStream, Kind::Intake, Kind::Activity, Kind::Use];
    let looked = kinds.iter().map(|it| asked.registry().count(*it));
    asked.work.scan(looked.sum())?;
    let found = partners::partners(&asked.snapshot, knowledge, &of_partners.question);
    asked.work.scan(found.compared.saturating_mul(TOLD_BY))?;
    let found = Arc::new(found);
    let facing = of_partners.facing;
    let partner_at = |at: usize| {
        asked.work.draw(1)?;
        // The answer holds the page alone.
        Ok(Partner::new(&asked, Arc::clone(&found), at - before).facing(facing))
    };
    let key_of = |at: usize| (format!("{at:0KEY_DIGITS$}"), String::new());
    let ranked = (question, asked.snapshot.revision());
    let page = Connection::of(found.total, key_of, ranked, args, partner_at)?;
    let (edges, page_info, total) = page.into_parts();
    let edges: Vec<PartnerEdge> = edges
        .into_iter()
        .map(|(cursor, node)| PartnerEdge { cursor, node })
        .collect();
    let telling = Telling {
        asked: Arc::clone(&asked),
    };
    let understood = found.offer.as_ref();
    let understood = understood.map(|it| telling.understood(it, of_partners.read, knowledge));
    Ok(PartnerConnection {
        nodes: edges.iter().map(|it| it.node.clone()).collect(),
        edges,
        page_info,
        total_count: int(total),
        understood: understood.transpose()?,
        rejected: rejected(&found),
        completeness: completeness(&found),
        waiting: waiting(&telling, &found)?,
        basis: telling.basis(&found.basis)?,
        baseline: None,
    })
}

/// Digits of a position in a cursor, so that they sort as numbers do.
const KEY_DIGITS: usize = 9;

/// About how many records are looked at to tell a partner: clusters both could meet in, who offers a missing step, matches.
pub(crate) const TOLD_BY: usize = 100;

/// Which partners a page tells, from a place to before another, counted from 0.
///
/// # Errors
/// `BAD_INPUT` for a cursor of another question.
fn page(question: Question, args: &PageArgs) -> Result<Range<usize>, ApiError> {
    let after = args.after.as_deref();
    let after = after.map(|it| Cursor::decode("after", it, question.digest()));
    let before = after.transpose()?.and_then(|it| it.key.0.parse().ok());
    let before = before.map_or(0, |at: usize| at.saturating_add(1));
    let shown = args.first.unwrap_or_default().clamp(1, MAX_PAGE);
    Ok(before..before.saturating_add(usize::try_from(shown).unwrap_or(1)))
}

fn rejected(found: &PartnersAnswer) -> Vec<RejectionCount> {
    let told = found.rejected.iter().map(|(reason, count)| RejectionCount {
        reason: (*reason).into(),
        count: int(*count),
        message: reason.told(*count),
    });
    told.collect()
}

/// Takers that do not operate, or are not known to, and would otherwise be among the first.
pub(crate) fn waiting(
    telling: &Telling,
    found: &PartnersAnswer,
) -> Result<Vec<WaitingTaker>, ApiError> {
    let told = found.waiting.iter().map(|it| {
        Ok(WaitingTaker {
            site: telling.object(it.taker)?,
            status: it.status.map(SiteStatus::from),
            opens: it.opens.map(Year),
            score: solved(it.score),
            confidence: solved(it.confidence),
            message: it.message.clone(),
        })
    });
    told.collect()
}

/// Whether all pairs of a question were looked at.
pub(crate) fn completeness(found: &PartnersAnswer) -> Completeness {
    let cut = found.is_cut.then_some(Truncation::Budget);
    let completeness = paths::Completeness {
        reasons: cut.into_iter().collect(),
        explored: found.explored,
        ..paths::Completeness::default()
    };
    (&completeness).into()
}
