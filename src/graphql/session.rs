//! What one request carries to its resolvers.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::InputObject;

use crate::app::App;
use crate::app::AppError;
use crate::graphql::asked::Asked;
use crate::graphql::asked::Work;
use crate::graphql::cursor::Cursor;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::error::ErrorCode;
use crate::graphql::numbers::int;
use crate::graphql::scalars::Year;
use crate::graphql::scenario::laid;
use crate::graphql::scenario_input::ScenarioInput;
use crate::model::When;
use crate::network::Snapshot;

/// Who asks, as far as the API cares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// Whether the caller may commit.
    pub may_write: bool,
    /// Whether the request came by a way that must not change anything, such as GET.
    pub queries_only: bool,
}

/// As of a revision (what was known) and for a year (what was true). Child fields inherit it.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct At {
    /// The revision of the data; by default the latest.
    pub(crate) revision: Option<i32>,
    /// The year; by default the reference year of the data.
    pub(crate) year: Option<Year>,
    /// Whether a figure of a later year may stand in where there is none up to the year.
    #[graphql(default = false)]
    pub(crate) nearest_years: bool,
    /// Whether what is planned counts as if it operated.
    #[graphql(default = false)]
    pub(crate) include_planned: bool,
}

/// The state of one request.
pub(crate) struct Session {
    /// The program.
    pub(crate) app: Arc<App>,
    /// The latest revision when the request began; all its fields see this one.
    pub(crate) latest: Arc<Snapshot>,
    /// Who asks.
    pub(crate) caller: Caller,
    /// What the request may still do.
    pub(crate) work: Arc<Work>,
}

impl Session {
    /// The session of a request.
    ///
    /// # Errors
    /// `INTERNAL` if the request was started without one.
    pub(crate) fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self, ApiError> {
        ctx.data::<Self>()
            .map_err(|_none| ApiError::new(ErrorCode::Internal, "internal error: no session"))
    }

    /// The revision and year an argument `at` names.
    ///
    /// # Errors
    /// `NOT_FOUND` if there is no such revision; `LIMIT` if the request sees too many earlier ones.
    pub(crate) async fn asked(&self, at: Option<&At>) -> Result<Arc<Asked>, ApiError> {
        let at = at.cloned().unwrap_or_default();
        let snapshot = self.snapshot("at.revision", at.revision).await?;
        let when = When {
            year: at.year.map_or(snapshot.reference_year(), |it| it.0),
            nearest_years: at.nearest_years,
            include_planned: at.include_planned,
        };
        Ok(Arc::new(Asked {
            snapshot,
            when,
            work: Arc::clone(&self.work),
            knowledge: self.app.knowledge(),
            under: None,
        }))
    }

    /// The same under a scenario, which stands in an argument of that name.
    ///
    /// # Errors
    /// As for [`asked`](Self::asked); `BAD_INPUT` for a scenario that cannot be laid; `LIMIT` if it has too many
    /// changes or the request lays too many.
    pub(crate) async fn asked_under(
        &self,
        at: Option<&At>,
        argument: &'static str,
        scenario: Option<&ScenarioInput>,
    ) -> Result<Arc<Asked>, ApiError> {
        let Some(scenario) = scenario.cloned() else {
            return self.asked(at).await;
        };
        self.work.lay()?;
        let asked = self.asked(at).await?;
        self.under(asked, argument, scenario).await
    }

    async fn under(
        &self,
        asked: Arc<Asked>,
        argument: &'static str,
        scenario: ScenarioInput,
    ) -> Result<Arc<Asked>, ApiError> {
        let lay = move |_: &App| laid(asked, argument, &scenario);
        self.app.run(lay).await?
    }

    /// The same for a ranked answer, whose scenario is `input.scenario`: with a cursor, of the revision that the cursor began with.
    ///
    /// # Errors
    /// As for [`asked`](Self::asked); `BAD_INPUT` for a cursor of another question or revision;
    /// `CONFLICT` if its revision is gone.
    pub(crate) async fn asked_on(
        &self,
        at: Option<&At>,
        after: Option<&str>,
        question: Question,
        scenario: Option<&ScenarioInput>,
    ) -> Result<Arc<Asked>, ApiError> {
        let argument = "input.scenario";
        let Some(after) = after else {
            return self.asked_under(at, argument, scenario).await;
        };
        let began = Cursor::decode("after", after, question.digest())?.revision;
        let at = at.cloned().unwrap_or_default();
        if at.revision.is_some_and(|it| u64::try_from(it) != Ok(began)) {
            let message = format!("this cursor belongs to revision {began}, not to the one asked");
            return Err(ApiError::bad_input("after", after, message));
        }
        let at = At {
            revision: Some(int(began)),
            ..at
        };
        self.asked_under(Some(&at), argument, scenario)
            .await
            .map_err(|error| match error.code {
                ErrorCode::NotFound => {
                    let message = format!("revision {began} is gone: ask again from the start");
                    ApiError::new(ErrorCode::Conflict, message)
                }
                _ => error,
            })
    }

    /// The revision an argument names; the latest of the request if it names none.
    ///
    /// # Errors
    /// As for [`asked`](Self::asked); `BAD_INPUT` for a number below zero.
    pub(crate) async fn snapshot(
        &self,
        argument: &str,
        revision: Option<i32>,
    ) -> Result<Arc<Snapshot>, ApiError> {
        let Some(revision) = revision else {
            return Ok(Arc::clone(&self.latest));
        };
        let asked = u64::try_from(revision).map_err(|_negative| {
            let message = format!("`{revision}` is no revision: expected 1 or more");
            ApiError::bad_input(argument, revision.to_string(), message)
        })?;
        if asked == self.latest.revision() {
            return Ok(Arc::clone(&self.latest));
        }
        let latest = self.latest.revision();
        if asked == 0 || asked > latest {
            return Err(AppError::UnknownRevision { asked, latest }.into());
        }
        self.work.see_earlier(asked)?;
        // An earlier revision may have to be rebuilt from the store.
        Ok(self.app.earlier(asked).await?)
    }
}

/// Whether the answer to the field is asked for its `baseline` too.
pub(crate) fn asks_baseline(ctx: &Context<'_>) -> bool {
    ctx.look_ahead().field(BASELINE).exists()
}

/// The field of answers that holds the same answer without the scenario.
pub(crate) const BASELINE: &str = "baseline";
