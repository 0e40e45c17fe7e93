//! What a figure stands on: the question and its answer.

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::explain;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::node::Node;
use crate::graphql::path::Telling;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::source::Source;
use crate::model::Kind;
use crate::model::tables::figure as columns;

/// What a figure stands on.
#[derive(SimpleObject)]
pub(crate) struct Derivation {
    /// The figure.
    figure: Figure,
    /// What it is about; null for a mode of transport.
    subject: Option<Node>,
    /// The number and unit as the source has them, where they were converted.
    raw: Option<String>,
    /// How the number became what it is; of a compound also how much of the material it holds. Null where it has no value and
    /// no bounds.
    conversion: Option<String>,
    /// Figures of the same subject, quantity, material, stage, partner and sector, each with the reason why it is used or not.
    rivals: Vec<Rival>,
    /// Its sources.
    sources: Vec<Source>,
    /// The terms of answers that it enters where it is the one chosen, in words.
    enters: Vec<&'static str>,
    /// A sentence that may be quoted: what it says, and whether it counts for the year asked.
    message: String,
}

/// A figure that could be taken for an answer to the same question.
#[derive(SimpleObject)]
pub(crate) struct Rival {
    /// The figure.
    figure: Figure,
    /// Why it is used, or not.
    reason: String,
}

/// The question for what a figure stands on.
#[derive(Default)]
pub(crate) struct ExplainQuery;

/// The question for what a figure stands on.
#[Object]
impl ExplainQuery {
    /// What a figure stands on: what its source wrote, how that became a number, which others could have been used and why they
    /// are not, and which answers it enters.
    async fn explain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The figure, `figure:` with 16 hexadecimal digits.")] figure: ID,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
    ) -> Result<Derivation, ApiError> {
        let asked = Session::of(ctx)?.asked(at.as_ref()).await?;
        let of = asked.find("figure", &figure, &[Kind::Figure])?;
        let subject = asked.registry().reference(of, columns::SUBJECT);
        let figures = subject.map_or(0, |it| asked.registry().figures_of(it).len());
        asked.work.scan(figures)?;
        let found = explain::explain(asked.registry(), of, asked.when);
        let telling = Telling { asked };
        let rivals = found.rivals.into_iter().map(|it| {
            Ok(Rival {
                figure: telling.object(it.figure)?,
                reason: it.reason,
            })
        });
        Ok(Derivation {
            figure: telling.object(of)?,
            subject: telling.node(found.subject)?,
            raw: found.raw,
            conversion: found.conversion,
            rivals: rivals.collect::<Result<_, ApiError>>()?,
            sources: telling.objects(&found.sources)?,
            enters: found.enters,
            message: found.message,
        })
    }
}
