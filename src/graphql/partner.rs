//! One partner: an offer and a request, with what speaks for and against them.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::partners;
use crate::analysis::partners::PartnersAnswer;
use crate::graphql::activity::Activity;
use crate::graphql::asked::Asked;
use crate::graphql::cluster::Cluster;
use crate::graphql::codes::Component;
use crate::graphql::codes::RejectionReason;
use crate::graphql::error::ApiError;
use crate::graphql::intake::Intake;
use crate::graphql::item::Item;
use crate::graphql::link::Link;
use crate::graphql::matching::Match;
use crate::graphql::node::Entity;
use crate::graphql::node::Node;
use crate::graphql::numbers::int;
use crate::graphql::numbers::solved;
use crate::graphql::organisation::Organisation;
use crate::graphql::path::Telling;
use crate::graphql::precedent::Precedent;
use crate::graphql::product::Product;
use crate::graphql::session::Session;
use crate::graphql::side_stream::SideStream;
use crate::graphql::site::Site;
use crate::graphql::source::Source;
use crate::graphql::usage::Use;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::PublishedList;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::tables::site;

/// Which side of a pair is the partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facing {
    /// Who takes the stream.
    Taker,
    /// Whose stream meets the need.
    Giver,
}

/// An offer and a request, with what speaks for and against them. The partner is the side that was not asked for: who takes
/// a stream, or whose stream meets a need.
#[derive(Clone)]
pub(crate) struct Partner {
    telling: Telling,
    answer: Arc<PartnersAnswer>,
    at: usize,
    facing: Facing,
}

impl Partner {
    /// The partner at a position of an answer: who takes the stream.
    pub(crate) fn new(asked: &Arc<Asked>, answer: Arc<PartnersAnswer>, at: usize) -> Self {
        let asked = Arc::clone(asked);
        Self {
            telling: Telling { asked },
            answer,
            at,
            facing: Facing::Taker,
        }
    }

    /// The same pair, with this side as the partner.
    #[must_use]
    pub(crate) fn facing(self, facing: Facing) -> Self {
        Self { facing, ..self }
    }

    fn it(&self) -> &partners::Partner {
        &self.answer.partners[self.at]
    }

    /// The object of a record if it is of a kind.
    fn of_kind<T: From<Item>>(&self, row: Option<Row>, kind: Kind) -> Result<Option<T>, ApiError> {
        let row = row.filter(|it| it.kind() == kind);
        row.map(|it| self.telling.object(it)).transpose()
    }

    /// The object of a record; none if there is none.
    fn one<T: From<Item>>(&self, row: Option<Row>) -> Result<Option<T>, ApiError> {
        row.map(|it| self.telling.object(it)).transpose()
    }

    /// The entities of records; records of other kinds are left out, and there are none.
    fn entities(&self, rows: &[Row]) -> Result<Vec<Entity>, ApiError> {
        let items: Vec<Item> = self.telling.objects(rows)?;
        Ok(items.into_iter().filter_map(Entity::of).collect())
    }

    /// Where the partner is.
    fn site_row(&self) -> Option<Row> {
        match self.facing {
            Facing::Taker => {
                let request = &self.it().request;
                let taker = request.taker.filter(|it| it.kind() == Kind::Site);
                taker.or(request.whereabouts.site)
            }
            Facing::Giver => self.it().offer.whereabouts.site,
        }
    }

    /// Who the partner is: an organisation that takes it, else who runs its site.
    fn organisation_row(&self) -> Option<Row> {
        let it = self.it();
        let named = match self.facing {
            Facing::Taker => it.request.taker,
            Facing::Giver => it.offer.operator,
        };
        let named = named.filter(|it| it.kind() == Kind::Organisation);
        let registry = self.telling.asked.registry();
        named.or_else(|| registry.reference(self.site_row()?, site::OPERATOR))
    }
}

/// An offer and a request, with what speaks for and against them. The partner is the side that was not asked for: who takes
/// a stream, or whose stream meets a need.
#[Object]
impl Partner {
    /// Hash of the ids of offer and request, the same in every revision that has both.
    async fn id(&self) -> ID {
        ID(self.it().id(self.telling.asked.registry()))
    }

    /// The partner. Of a stream who takes it: the site, the organisation, or the kind of use; of a need whose stream it is:
    /// the side-stream, or the site whose activity gives the product.
    async fn entity(&self) -> Result<Option<Entity>, ApiError> {
        let it = self.it();
        let row = match self.facing {
            Facing::Taker => it.request.taker.unwrap_or(it.request.record),
            Facing::Giver => {
                let stream = it.offer.record;
                let stream = stream.filter(|it| it.kind() == Kind::SideStream);
                match stream.or(it.offer.whereabouts.site).or(it.offer.record) {
                    Some(row) => row,
                    None => return Ok(None),
                }
            }
        };
        Ok(Entity::of(self.telling.object(row)?))
    }

    /// The kind of use that the request is; null if it is no use.
    #[graphql(name = "use")]
    async fn usage(&self) -> Result<Option<Use>, ApiError> {
        self.of_kind(Some(self.it().request.record), Kind::Use)
    }

    /// The site of the partner; null for kinds of use, and where none is on record.
    async fn site(&self) -> Result<Option<Site>, ApiError> {
        self.of_kind(self.site_row(), Kind::Site)
    }

    /// Whom to call: the organisation that takes or gives it, or that runs the site; null where none is on record.
    async fn organisation(&self) -> Result<Option<Organisation>, ApiError> {
        self.of_kind(self.organisation_row(), Kind::Organisation)
    }

    /// The intake that the request is; null if it is none.
    async fn intake(&self) -> Result<Option<Intake>, ApiError> {
        self.of_kind(Some(self.it().request.record), Kind::Intake)
    }

    /// The activity that the request is; null if it is none.
    async fn activity(&self) -> Result<Option<Activity>, ApiError> {
        self.of_kind(Some(self.it().request.record), Kind::Activity)
    }

    /// The side-stream that is offered; null where a product or a description is.
    async fn side_stream(&self) -> Result<Option<SideStream>, ApiError> {
        self.of_kind(self.it().offer.record, Kind::SideStream)
    }

    /// What is offered, as a product; null where that is not known.
    async fn product(&self) -> Result<Option<Product>, ApiError> {
        self.of_kind(self.it().offer.product, Kind::Product)
    }

    /// A sentence that may be quoted.
    async fn message(&self) -> &str {
        &self.it().message
    }

    /// How well the two fit by what is known: the weighted geometric mean of the known components, 0.01 to 1.
    async fn score(&self) -> f64 {
        solved(self.it().score)
    }

    /// How much of a score is known: the weight of the known components over the weight of all, 0 to 1. Never multiplied with the score.
    async fn confidence(&self) -> f64 {
        solved(self.it().confidence)
    }

    /// 1 for a confidence of at least 0.5, 2 for at least 0.25, else 3. Partners are ordered by tier, then by score.
    async fn tier(&self) -> i32 {
        int(self.it().tier)
    }

    /// All six components, each known or not.
    async fn components(&self) -> Result<Vec<ScoreComponent>, ApiError> {
        let told = self.it().components.iter();
        told.map(|it| self.telling.score_component(it)).collect()
    }

    /// The exchange that is most like it; null where none is.
    async fn precedent(&self) -> Result<Option<Precedent>, ApiError> {
        self.of_kind(self.it().precedent, Kind::Precedent)
    }

    /// Steps that the stream needs before it can be taken, and that the partner does not do itself.
    async fn missing_treatment(&self, ctx: &Context<'_>) -> Result<Vec<ProcessStep>, ApiError> {
        let knowledge = Session::of(ctx)?.app.knowledge();
        let codes = self.it().missing_treatment.iter();
        Ok(codes.map(|it| ProcessStep::of(it, knowledge)).collect())
    }

    /// The five nearest of the platforms and organisations that offer such a step and of the sites that do it, of which nobody says whether they do so for others.
    async fn treatment_offers(&self) -> Result<Vec<Entity>, ApiError> {
        self.entities(&self.it().treatment_offers)
    }

    /// How many of these there are in all.
    async fn treatment_offers_total(&self) -> i32 {
        int(self.it().treatment_offers_total)
    }

    /// Clusters in which the two could meet, those with both as members first.
    async fn brokers(&self) -> Result<Vec<Cluster>, ApiError> {
        self.telling.objects(&self.it().brokers)
    }

    /// The kilometres between the two, by road as far as known; null where a place is not known, and for kinds of use.
    async fn distance_km(&self) -> Option<f64> {
        self.it().distance_km.map(solved)
    }

    /// The rule under which it may be taken; null if not known.
    async fn legal_route(&self) -> Option<&str> {
        self.it().legal_route.as_deref()
    }

    /// What to know before acting, a sentence each.
    async fn warnings(&self) -> Vec<&str> {
        let warnings = self.it().warnings.iter();
        warnings.map(|it| it.message.as_str()).collect()
    }

    /// Why the pair is ruled out, with the values that decide; null if it is not.
    async fn rejected_because(&self) -> Option<&str> {
        let rejected = self.it().rejected.as_ref();
        rejected.map(|it| it.message.as_str())
    }

    /// The gate that rules the pair out; null if none does.
    async fn rejection_reason(&self) -> Option<RejectionReason> {
        let rejected = self.it().rejected.as_ref();
        rejected.map(|it| it.reason.into())
    }

    /// The link by which the partner takes this stream already; null if none is on record, and where it is hidden.
    async fn existing(&self) -> Result<Option<Link>, ApiError> {
        self.of_kind(self.it().existing, Kind::Link)
    }

    /// The record of this offer and request being pursued; null if they are not.
    #[graphql(name = "match")]
    async fn matching(&self) -> Result<Option<Match>, ApiError> {
        self.one(self.it().matching)
    }

    /// Other activities or intakes of the same taker of which the very same is told: they have no row of their own.
    async fn also(&self) -> Result<Vec<Node>, ApiError> {
        let items: Vec<Item> = self.telling.objects(&self.it().also)?;
        Ok(items.into_iter().filter_map(Node::of).collect())
    }
}

/// One of the six components of a score.
#[derive(Clone, SimpleObject)]
pub(crate) struct ScoreComponent {
    /// Which.
    component: Component,
    /// How much it weighs, out of 11.
    weight: f64,
    /// 0 to 1; null if it is not known, which lowers the confidence and not the score.
    value: Option<f64>,
    /// A sentence that says why.
    message: String,
    /// What it rests on: figures, precedents, uses, links.
    evidence: Vec<Node>,
    /// Documents or pages of what it rests on.
    sources: Vec<Source>,
}

/// A step of processing.
#[derive(Clone, SimpleObject)]
pub(crate) struct ProcessStep {
    /// Its CGI code.
    code: String,
    /// What it means, in the words of the published list; the code where it is in none.
    label: String,
}

impl ProcessStep {
    fn of(code: &str, knowledge: &Knowledge) -> Self {
        let listed = knowledge.lists.get(PublishedList::Process, code);
        Self {
            code: code.to_owned(),
            label: listed.map_or(code, |it| it.label.as_str()).to_owned(),
        }
    }
}

impl Telling {
    fn score_component(&self, it: &partners::ComponentScore) -> Result<ScoreComponent, ApiError> {
        let registry = self.asked.registry();
        let sources = it.evidence.iter();
        let sources = sources.flat_map(|row| registry.references(*row, SOURCES));
        let mut sources: Vec<Row> = sources.collect();
        sources.sort_by_key(|row| registry.slug(*row));
        sources.dedup();
        let evidence: Vec<Item> = self.objects(&it.evidence)?;
        Ok(ScoreComponent {
            component: it.component.into(),
            weight: it.component.weight(),
            value: it.value.map(solved),
            message: it.message.clone(),
            evidence: evidence.into_iter().filter_map(Node::of).collect(),
            sources: self.objects(&sources)?,
        })
    }
}
