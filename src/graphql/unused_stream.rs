//! One side-stream without a recorded user.

use std::sync::Arc;

use async_graphql::ComplexObject;
use async_graphql::Context;
use async_graphql::SimpleObject;

use crate::analysis::partners::PartnerGroup;
use crate::analysis::partners::PartnersQuestion;
use crate::analysis::partners::Subject;
use crate::analysis::partners::partners;
use crate::analysis::unused;
use crate::analysis::unused::SitePhase;
use crate::graphql::asked::Asked;
use crate::graphql::codes::Fate;
use crate::graphql::codes::UnusedState;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::limits::MAX_PAGE;
use crate::graphql::link::Link;
use crate::graphql::material::Material;
use crate::graphql::numbers::solved;
use crate::graphql::partner::Partner;
use crate::graphql::partners::TOLD_BY;
use crate::graphql::partners::WaitingTaker;
use crate::graphql::partners::waiting;
use crate::graphql::path::Telling;
use crate::graphql::session::Session;
use crate::graphql::side_stream::SideStream;
use crate::graphql::statement::Statement;
use crate::model::Row;

/// Tonnes and the figures they rest on.
#[derive(Clone, SimpleObject)]
pub(crate) struct StreamTonnes {
    /// How many.
    tonnes: f64,
    /// The figures.
    figures: Vec<Figure>,
}

/// A material in a stream.
#[derive(Clone, SimpleObject)]
pub(crate) struct UnusedContent {
    /// The material.
    material: Material,
    /// Whether it is a critical or strategic raw material.
    critical: bool,
    /// Mass of it per mass of the stream, 0 to 1; null where it is only named, withheld or bounded.
    fraction: Option<f64>,
    /// Lower bound of that, where a figure tells one.
    low: Option<f64>,
    /// Upper bound of that, where a figure tells one.
    high: Option<f64>,
    /// The figures of the content.
    figures: Vec<Figure>,
    /// Tonnes of it a year in what is not used; null if not known, never 0 for that.
    tonnes_per_year: Option<f64>,
    /// Tonnes of it in the stock; null if not known.
    stock_tonnes: Option<f64>,
}

/// A side-stream that nobody on record uses, in whole or part.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub(crate) struct UnusedStream {
    /// The side-stream.
    side_stream: SideStream,
    /// A sentence that may be quoted.
    message: String,
    /// What is known of its use, in one word.
    state: UnusedState,
    /// Whether its site operates on record in the year asked; only then there are tonnes a year.
    arises: bool,
    /// Whether it is not known if its site operates in the year asked; then `arises` is false.
    operation_unknown: bool,
    /// What becomes of it; empty where nothing is stated.
    fates: Vec<Fate>,
    /// The statement that says so.
    fate_statement: Option<Statement>,
    /// The part that is not used, above 0 to 1; null if not known.
    share: Option<f64>,
    /// Tonnes a year that arise; null if not on record, or it no longer arises.
    generated: Option<StreamTonnes>,
    /// Tonnes a year that arise, whatever part of it is used; null if not on record, or it no longer arises.
    generation_tonnes_per_year: Option<f64>,
    /// Tonnes that arose in a part of a year, where no figure tells those of a whole one: in no sum. Null else.
    part_of_year: Option<StreamTonnes>,
    /// Tonnes a year that are not used; null if that or the part is not known, never 0 for that.
    tonnes_per_year: Option<f64>,
    /// Tonnes that lie there; null if not on record.
    stock_tonnes: Option<f64>,
    /// Figures of tonnes, of a part of a year too, of the part not used, and of the stock.
    figures: Vec<Figure>,
    /// What is in it: critical materials first, then by id.
    contents: Vec<UnusedContent>,
    /// Links in use that take a part of it.
    links: Vec<Link>,
    /// The stream that its tonnes a year are a part of or told again by, and which the totals count in its place; null where its own count.
    told_in: Option<SideStream>,
    /// The same of its stock.
    stock_told_in: Option<SideStream>,
    /// Links that took of it and do no longer: they ended before the year asked, or the taker is shut.
    former_links: Vec<Link>,
    /// Years of the figures of the tonnes that its message names, the earliest first.
    figure_years: Vec<i32>,
    /// Whether one of these figures tells no year.
    undated_figures: bool,
    /// What its tonnes are told of where that is not just the stream, as dry mass or several sites; null where they are.
    note: Option<String>,
    /// What partners are looked for with.
    #[graphql(skip)]
    looking: Looking,
}

/// What partners are looked for with.
#[derive(Clone)]
struct Looking {
    asked: Arc<Asked>,
    row: Row,
    budget: u64,
}

#[ComplexObject]
impl UnusedStream {
    /// Who could take it: its first partners that are not ruled out and do not take it already. Worked out only if asked for.
    async fn best(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many, 1 to 200.", default = 3)] first: i32,
    ) -> Result<Vec<Partner>, ApiError> {
        let most = usize::try_from(first).ok();
        let most = most.filter(|_| (1..=MAX_PAGE).contains(&first));
        let most = most.ok_or_else(|| {
            let message = format!("`first` is {first}: expected 1 to {MAX_PAGE}");
            ApiError::bad_input("first", first.to_string(), message)
        })?;
        let looking = self.looking.clone();
        let app = &Session::of(ctx)?.app;
        app.run(move |app| {
            // Who takes a part of it already is among them.
            let question = looking.question(most + unused::MAX_TAKERS);
            let asked = looking.asked;
            let found = partners(&asked.snapshot, app.knowledge(), &question);
            asked.work.scan(found.compared.saturating_mul(TOLD_BY))?;
            let found = Arc::new(found);
            let is_new = |at: &usize| found.partners[*at].existing.is_none();
            let new = (0..found.partners.len()).filter(is_new).take(most);
            new.map(|at| {
                asked.work.draw(1)?;
                Ok(Partner::new(&asked, Arc::clone(&found), at))
            })
            .collect()
        })
        .await?
    }

    /// Sites that do not operate in the year, or of which that is not known, that would otherwise be among its first ten takers,
    /// the best first: none of them is among `best`. Worked out only if asked for.
    async fn waiting(&self, ctx: &Context<'_>) -> Result<Vec<WaitingTaker>, ApiError> {
        let looking = self.looking.clone();
        let app = &Session::of(ctx)?.app;
        app.run(move |app| {
            let question = looking.question(1);
            let asked = looking.asked;
            let found = partners(&asked.snapshot, app.knowledge(), &question);
            asked.work.scan(found.compared.saturating_mul(TOLD_BY))?;
            waiting(&Telling { asked }, &found)
        })
        .await?
    }
}

impl Looking {
    fn question(&self, first: usize) -> PartnersQuestion {
        PartnersQuestion {
            subject: Subject::Offer(self.row),
            within_km: None,
            regions: Vec::new(),
            among: PartnerGroup::All,
            include_rejected: false,
            only_rejected: false,
            hidden_links: Vec::new(),
            skip: 0,
            first,
            when: self.asked.when,
            // Partners and those that wait may both be asked for.
            budget: self.budget / 2,
        }
    }
}

impl Telling {
    /// A stream without a recorded user; looking for its partners may take so many pairs.
    pub(crate) fn unused_stream(
        &self,
        it: &unused::UnusedStream,
        budget: u64,
    ) -> Result<UnusedStream, ApiError> {
        let tonnes = |it: &Option<unused::Tonnes>| it.as_ref().map(|it| solved(it.tonnes));
        let contents = it.contents.iter().map(|it| self.unused_content(it));
        let mut figures: Vec<Row> = Vec::new();
        let yearly = [&it.generated, &it.tonnes_per_year, &it.part_of_year];
        for amount in yearly.into_iter().chain([&it.stock]) {
            let of_amount = amount.iter().flat_map(|it| it.figures.iter().copied());
            for figure in of_amount {
                if !figures.contains(&figure) {
                    figures.push(figure);
                }
            }
        }
        let with_figures = |it: &Option<unused::Tonnes>| {
            let told = it.as_ref().map(|it| {
                Ok::<_, ApiError>(StreamTonnes {
                    tonnes: it.tonnes,
                    figures: self.objects(&it.figures)?,
                })
            });
            told.transpose()
        };
        Ok(UnusedStream {
            side_stream: self.object(it.row)?,
            message: it.message.clone(),
            state: it.state.into(),
            arises: it.arises(),
            operation_unknown: it.site_phase == SitePhase::Unknown,
            generation_tonnes_per_year: tonnes(&it.generated),
            fates: it.fates.iter().map(|it| (*it).into()).collect(),
            fate_statement: it.statement.map(|it| self.object(it)).transpose()?,
            share: it.part.map(solved),
            generated: with_figures(&it.generated)?,
            part_of_year: with_figures(&it.part_of_year)?,
            tonnes_per_year: tonnes(&it.tonnes_per_year),
            stock_tonnes: tonnes(&it.stock),
            figures: self.objects(&figures)?,
            contents: contents.collect::<Result<_, _>>()?,
            links: self.objects(&it.links)?,
            told_in: it.told_in.map(|it| self.object(it)).transpose()?,
            stock_told_in: it.stock_told_in.map(|it| self.object(it)).transpose()?,
            former_links: {
                let links: Vec<Row> = it.former.iter().map(|it| it.link).collect();
                self.objects(&links)?
            },
            figure_years: it.years.clone(),
            undated_figures: it.has_undated,
            note: it.told_of.clone(),
            looking: Looking {
                asked: Arc::clone(&self.asked),
                row: it.row,
                budget,
            },
        })
    }

    fn unused_content(&self, it: &unused::UnusedContent) -> Result<UnusedContent, ApiError> {
        let tonnes = |it: &Option<unused::Tonnes>| it.as_ref().map(|it| solved(it.tonnes));
        Ok(UnusedContent {
            material: self.object(it.material)?,
            critical: it.is_critical,
            fraction: it.fraction.map(solved),
            low: it.low,
            high: it.high,
            figures: self.objects(&it.figures)?,
            tonnes_per_year: tonnes(&it.tonnes_per_year),
            stock_tonnes: tonnes(&it.stock),
        })
    }
}
