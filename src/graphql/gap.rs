//! One gap: what a region lacks, with what it rests on and what would turn it around.

use std::sync::Arc;
use std::sync::OnceLock;

use async_graphql::ComplexObject;
use async_graphql::Context;
use async_graphql::ID;
use async_graphql::SimpleObject;

use crate::analysis::gaps;
use crate::analysis::gaps::GapQuestion;
use crate::graphql::closer::Closing;
use crate::graphql::closer::GapCloser;
use crate::graphql::codes::GapKind;
use crate::graphql::codes::GapRole;
use crate::graphql::codes::Severity;
use crate::graphql::codes::SiteStatus;
use crate::graphql::codes::Stage;
use crate::graphql::coverage::Coverage;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::limits::MAX_PAGE;
use crate::graphql::link::Link;
use crate::graphql::material::Material;
use crate::graphql::numbers::int;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Completeness;
use crate::graphql::product::Product;
use crate::graphql::project::Project;
use crate::graphql::region::Region;
use crate::graphql::scalars::Year;
use crate::graphql::session::Session;
use crate::graphql::side_stream::SideStream;
use crate::graphql::site::Site;
use crate::graphql::statement::Statement;
use crate::model::Kind;

/// Something that a region lacks along the chain of a material.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Gap {
    /// Hash of kind, material, stage, region and subject, the same in every revision that has the gap.
    id: ID,
    /// What is missing, and how surely.
    kind: GapKind,
    /// The material whose chain has the gap.
    material: Material,
    /// The stage that is missing; of a product that leaves and of a side-stream the stage that gives it.
    stage: Option<Stage>,
    /// The region asked.
    region: Region,
    /// How much it weighs.
    severity: Severity,
    /// A sentence that may be quoted.
    message: String,
    /// Tonnes a year of the material that are lost by it; of `CAPACITY` what the stage cannot take, of `SINGLE_POINT` what
    /// would no more be delivered. None where a figure of them is missing.
    shortfall_tonnes_per_year: Option<f64>,
    /// The part of a side-stream that is not used, of what is given that cannot be taken, or of deliveries that would be
    /// lost; 0 to 1, none where it is not known.
    share: Option<f64>,
    /// What it rests on.
    evidence: GapEvidence,
    /// The judgement on the data that decides what may be claimed; none where there is none or none is needed.
    coverage: Option<Coverage>,
    /// Single figures, statements and judgements that would turn it around.
    flipped_by: Vec<Flip>,
    /// What closers are worked out from.
    #[graphql(skip)]
    closing: Arc<Closing>,
}

/// What a gap rests on.
#[derive(Clone, SimpleObject)]
pub(crate) struct GapEvidence {
    /// Sites and projects with their part in it; of each part at most 100.
    parties: Vec<GapParty>,
    /// How many more sites and projects there are.
    parties_left_out: i32,
    /// Side-streams.
    side_streams: Vec<SideStream>,
    /// Products.
    products: Vec<Product>,
    /// Movements, at most 100.
    links: Vec<Link>,
    /// Figures; every number of the gap is one of them or follows from them. Stocks are among them.
    figures: Vec<Figure>,
    /// Statements beside those of the parties, such as on the fate of a side-stream.
    statements: Vec<Statement>,
}

/// A site or project and its part in a gap.
#[derive(Clone, SimpleObject)]
pub(crate) struct GapParty {
    /// The site; none for a project.
    site: Option<Site>,
    /// The project; none for a site.
    project: Option<Project>,
    /// What it is to the gap.
    role: GapRole,
    /// Its status in force; none where none is stated, its first or last year decides, or it does not matter.
    status: Option<SiteStatus>,
    /// The statement of that status.
    statement: Option<Statement>,
    /// Year the statement is of; none if undated.
    as_of: Option<Year>,
    /// Years from that year to the one asked; negative if it is of a later year.
    age_years: Option<i32>,
}

/// One figure, statement or judgement on the data that decides a finding alone.
#[derive(Clone, SimpleObject)]
pub(crate) struct Flip {
    /// The figure that would have to change.
    figure: Option<Figure>,
    /// The statement that would have to change.
    statement: Option<Statement>,
    /// The judgement that would have to change; none where it would have to be made.
    coverage: Option<Coverage>,
    /// The value of the figure, in its unit.
    from: Option<f64>,
    /// The value that would turn the finding around.
    to: Option<f64>,
    /// What the statement or judgement says.
    from_code: Option<String>,
    /// What it would have to say.
    to_code: Option<String>,
    /// A sentence that may be quoted.
    message: String,
}

#[ComplexObject]
impl Gap {
    /// Changes that would close the gap or make it smaller, each laid over the data and asked again: what closes it
    /// first, then what delivers most. Worked out only if asked for.
    async fn closers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many, 1 to 200.", default = 5)] first: i32,
    ) -> Result<Vec<GapCloser>, ApiError> {
        let most = usize::try_from(first)
            .ok()
            .filter(|it| (1..=MAX_PAGE).contains(&first) && *it > 0);
        let most = most.ok_or_else(|| {
            let message = format!("`first` is {first}: expected 1 to {MAX_PAGE}");
            ApiError::bad_input("first", first.to_string(), message)
        })?;
        let closing = Arc::clone(&self.closing);
        let app = &Session::of(ctx)?.app;
        app.run(move |app| closing.told(app.knowledge(), most))
            .await?
    }

    /// Whether all changes that may close the gap were tried: at most 200 are, and as many as the work of the request allows.
    async fn closers_completeness(&self, ctx: &Context<'_>) -> Result<Completeness, ApiError> {
        let closing = Arc::clone(&self.closing);
        let app = &Session::of(ctx)?.app;
        app.run(move |app| closing.completeness(app.knowledge()))
            .await?
    }

    /// How many changes that may close the gap could not be laid over the data, so that what they would do is not known.
    async fn closers_not_laid(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        let closing = Arc::clone(&self.closing);
        let app = &Session::of(ctx)?.app;
        Ok(int(app
            .run(move |app| closing.not_laid(app.knowledge()))
            .await??))
    }
}

impl Telling {
    /// A gap. Its closers may look at so many records and arcs.
    pub(crate) fn gap(
        &self,
        gap: &gaps::Gap,
        (question, budget): (&GapQuestion, u64),
    ) -> Result<Gap, ApiError> {
        let flips = gap.flipped_by.iter().map(|it| self.flip(it));
        Ok(Gap {
            id: ID::from(&gap.id),
            kind: gap.kind.into(),
            material: self.object(gap.material)?,
            stage: gap.stage.map(Stage::from),
            region: self.object(gap.region)?,
            severity: gap.severity.into(),
            message: gap.message.clone(),
            shortfall_tonnes_per_year: gap.shortfall_tonnes_per_year,
            share: gap.share,
            evidence: self.gap_evidence(&gap.evidence)?,
            coverage: gap.coverage.map(|it| self.object(it)).transpose()?,
            flipped_by: flips.collect::<Result<_, _>>()?,
            closing: Arc::new(Closing {
                asked: Arc::clone(&self.asked),
                question: question.clone(),
                gap: gap.clone(),
                budget,
                found: OnceLock::new(),
            }),
        })
    }

    fn gap_evidence(&self, evidence: &gaps::Evidence) -> Result<GapEvidence, ApiError> {
        let parties = evidence.parties.iter().map(|it| self.gap_party(it));
        Ok(GapEvidence {
            parties: parties.collect::<Result<_, _>>()?,
            parties_left_out: int(evidence.parties_left_out),
            side_streams: self.objects(&evidence.side_streams)?,
            products: self.objects(&evidence.products)?,
            links: self.objects(&evidence.links)?,
            figures: self.objects(&evidence.figures)?,
            statements: self.objects(&evidence.statements)?,
        })
    }

    fn gap_party(&self, party: &gaps::Party) -> Result<GapParty, ApiError> {
        Ok(GapParty {
            site: self.object_of_kind(party.record, Kind::Site)?,
            project: self.object_of_kind(party.record, Kind::Project)?,
            role: party.role.into(),
            status: party.status.map(SiteStatus::from),
            statement: party.statement.map(|it| self.object(it)).transpose()?,
            as_of: party.as_of.map(Year),
            age_years: party.age_years,
        })
    }

    pub(crate) fn flip(&self, flip: &gaps::Flip) -> Result<Flip, ApiError> {
        Ok(Flip {
            figure: flip.figure.map(|it| self.object(it)).transpose()?,
            statement: flip.statement.map(|it| self.object(it)).transpose()?,
            coverage: flip.coverage.map(|it| self.object(it)).transpose()?,
            from: flip.from,
            to: flip.to,
            from_code: flip.from_code.clone(),
            to_code: flip.to_code.clone(),
            message: flip.message.clone(),
        })
    }
}
