//! Cluster to cluster: the question, and pages of its answer.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::InputType as _;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::clusters::partners;
use crate::analysis::clusters::partners::ClusterPartnersQuestion;
use crate::graphql::asked::Asked;
use crate::graphql::cluster::Cluster;
use crate::graphql::codes::ClusterPartnerReasonKind;
use crate::graphql::codes::Stage;
use crate::graphql::connection::Connection;
use crate::graphql::connection::PageInfo;
use crate::graphql::cursor::Question;
use crate::graphql::error::ApiError;
use crate::graphql::exposure::completeness;
use crate::graphql::item::Item;
use crate::graphql::link::Link;
use crate::graphql::node::Entity;
use crate::graphql::node::Node;
use crate::graphql::numbers::int;
use crate::graphql::organisation::Organisation;
use crate::graphql::page::PageArgs;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::product::Product;
use crate::graphql::programme::Programme;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::side_stream::SideStream;
use crate::graphql::site::Site;
use crate::model::Kind;

/// One page of clusters to work with: most distinct kinds of reasons first, then most records, then id.
#[derive(SimpleObject)]
pub(crate) struct ClusterPartnerConnection {
    /// The clusters of the page, each with its cursor.
    edges: Vec<ClusterPartnerEdge>,
    /// The clusters of the page.
    nodes: Vec<ClusterPartner>,
    /// Where the page stands in the whole answer.
    page_info: PageInfo,
    /// Number of clusters that share something.
    total_count: i32,
    /// What was looked at; of an empty answer why it is empty. May be quoted.
    message: String,
    /// Whether all pairs were looked at.
    completeness: Completeness,
    /// What the whole answer rests on, not this page alone.
    basis: Basis,
}

/// One cluster of a page.
#[derive(Clone, SimpleObject)]
pub(crate) struct ClusterPartnerEdge {
    /// Where the cluster stands; pass it as `after`. It continues at the revision it began with.
    cursor: String,
    /// The cluster.
    node: ClusterPartner,
}

/// Another cluster, and what speaks for it.
#[derive(Clone, SimpleObject)]
pub(crate) struct ClusterPartner {
    /// The other cluster.
    cluster: Cluster,
    /// Why it is worth a call: by kind, then product, then step.
    reasons: Vec<ClusterPartnerReason>,
    /// Members of one of the two whose side-stream needs a step, and who of the other offers it; those in different countries first.
    pairs: Vec<AdopterProvider>,
    /// Programmes in which organisations of both take part.
    shared_programmes: Vec<Programme>,
    /// How many records the reasons rest on, each counted once.
    records: i32,
    /// A sentence that may be quoted.
    message: String,
}

/// One reason, with the records that say so.
#[derive(Clone, SimpleObject)]
pub(crate) struct ClusterPartnerReason {
    /// The kind of reason.
    kind: ClusterPartnerReasonKind,
    /// A sentence that may be quoted.
    message: String,
    /// Sites of ours, then of theirs.
    sites: Vec<Site>,
    /// Links on record.
    links: Vec<Link>,
    /// What moves or could; null for steps and programmes.
    product: Option<Product>,
    /// The step that is needed, a CGI code; null for other kinds.
    process: Option<String>,
    /// Every record it rests on: links, activities, side-streams, intakes, uses, platforms, organisations, programmes.
    evidence: Vec<Node>,
}

/// Somebody whose side-stream needs a step, and somebody of the other cluster who offers it.
#[derive(Clone, SimpleObject)]
pub(crate) struct AdopterProvider {
    /// The member whose side-stream needs the step.
    adopter: Organisation,
    /// The organisation, platform or site that offers it.
    provider: Option<Entity>,
    /// The side-stream.
    side_stream: SideStream,
    /// The step, a CGI code.
    need: String,
    /// A sentence that may be quoted.
    message: String,
    /// Whether both countries are known and differ: that of the stream's site and that of the provider.
    different_countries: bool,
}

/// The question for clusters to work with.
#[derive(Default)]
pub(crate) struct ClusterPartnersQuery;

/// The question for clusters to work with.
#[Object]
impl ClusterPartnersQuery {
    /// Other clusters that share something with one on record, and what: products that move or could, steps, programmes. A cluster that
    /// shares nothing is not listed; that does not show that it could not be a partner.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a field of the API"
    )]
    async fn cluster_partners(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cluster that asks.")] cluster: ID,
        #[graphql(
            desc = "Only reasons of products that carry this material, as in its chain; programmes are then no reason."
        )]
        material: Option<ID>,
        #[graphql(
            desc = "Only reasons whose receiving activity is of this stage; steps and programmes are then no reason."
        )]
        stage: Option<Stage>,
        #[graphql(desc = "At most so many, 1 to 200.", default = 10)] first: i32,
        #[graphql(
            desc = "Only clusters after this cursor; the answer is then of the revision the question began with."
        )]
        after: Option<String>,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
    ) -> Result<ClusterPartnerConnection, ApiError> {
        let session = Session::of(ctx)?;
        let stage_told = stage.to_value().to_string();
        let question = Question::new("clusterPartners").with(cluster.as_str());
        let question = question.with(material.as_ref().map_or("", |it| it.as_str()));
        let question = question.with(&stage_told).with(&at.to_value().to_string());
        let asked = session.asked_on(at.as_ref(), after.as_deref(), question, None);
        let asked = asked.await?;
        let args = PageArgs {
            first: Some(first),
            after,
            ..PageArgs::default()
        };
        let told = move |asked: Arc<Asked>| {
            let material = material.map(|it| asked.find("material", &it, &[Kind::Material]));
            let of_partners = ClusterPartnersQuestion {
                cluster: asked.find("cluster", &cluster, &[Kind::Cluster])?,
                material: material.transpose()?,
                stage: stage.map(Into::into),
                when: asked.when,
                budget: asked.work.pair_budget(),
            };
            answer(asked, &of_partners, question, &args)
        };
        session.app.run(move |_| told(asked)).await?
    }
}

fn answer(
    asked: Arc<Asked>,
    of_partners: &ClusterPartnersQuestion,
    question: Question,
    args: &PageArgs,
) -> Result<ClusterPartnerConnection, ApiError> {
    let kinds = [
        Kind::Link,
        Kind::Activity,
        Kind::SideStream,
        Kind::Use,
        Kind::Intake,
        Kind::Organisation,
        Kind::Platform,
        Kind::Programme,
    ];
    let looked = kinds.iter().map(|it| asked.registry().count(*it));
    asked.work.scan(looked.sum())?;
    let found = partners::cluster_partners(&asked.snapshot, &asked.knowledge.lists, of_partners);
    let ranked = (question, asked.snapshot.revision());
    let telling = Telling { asked };
    let key_of = |at: usize| (format!("{at:06}"), String::new());
    let partner_at = |at: usize| telling.cluster_partner(&found.partners[at]);
    let page = Connection::of(found.partners.len(), key_of, ranked, args, partner_at)?;
    let (edges, page_info, total) = page.into_parts();
    let edges = edges.into_iter();
    let edges: Vec<ClusterPartnerEdge> = edges
        .map(|(cursor, node)| ClusterPartnerEdge { cursor, node })
        .collect();
    Ok(ClusterPartnerConnection {
        nodes: edges.iter().map(|it| it.node.clone()).collect(),
        edges,
        page_info,
        total_count: int(total),
        message: found.message.clone(),
        completeness: completeness(found.is_cut, found.explored),
        basis: telling.basis(&found.basis)?,
    })
}

impl Telling {
    fn cluster_partner(&self, it: &partners::ClusterPartner) -> Result<ClusterPartner, ApiError> {
        let reasons = it.reasons.iter().map(|it| self.cluster_reason(it));
        let pairs = it.pairs.iter().map(|it| self.adopter_provider(it));
        Ok(ClusterPartner {
            cluster: self.object(it.cluster)?,
            reasons: reasons.collect::<Result<_, _>>()?,
            pairs: pairs.collect::<Result<_, _>>()?,
            shared_programmes: self.objects(&it.shared_programmes)?,
            records: int(it.records),
            message: it.message.clone(),
        })
    }

    fn cluster_reason(&self, it: &partners::Reason) -> Result<ClusterPartnerReason, ApiError> {
        let evidence: Vec<Item> = self.objects(&it.records)?;
        Ok(ClusterPartnerReason {
            kind: it.kind.into(),
            message: it.message.clone(),
            sites: self.objects(&it.sites)?,
            links: self.objects(&it.links)?,
            product: it.product.map(|it| self.object(it)).transpose()?,
            process: it.process.clone(),
            evidence: evidence.into_iter().filter_map(Node::of).collect(),
        })
    }

    fn adopter_provider(
        &self,
        it: &partners::AdopterProvider,
    ) -> Result<AdopterProvider, ApiError> {
        Ok(AdopterProvider {
            adopter: self.object(it.adopter)?,
            provider: Entity::of(self.object(it.provider)?),
            side_stream: self.object(it.stream)?,
            need: it.need.clone(),
            message: it.message.clone(),
            different_countries: it.different_countries,
        })
    }
}
