//! What is known of a cluster beside its record: members, sites reached, criteria, labels; and what its type means.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::clusters::reach;
use crate::analysis::directory::admission;
use crate::analysis::directory::labels;
use crate::graphql::codes;
use crate::graphql::codes::CriterionStatus;
use crate::graphql::codes::Reach;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::membership::Membership;
use crate::graphql::node::Node;
use crate::graphql::organisation::Organisation;
use crate::graphql::scalars::Year;
use crate::graphql::session::Session;
use crate::graphql::site::Site;
use crate::graphql::statement::Statement;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::ClusterType;

/// An organisation that is a member of a cluster by its roles, once.
#[derive(SimpleObject)]
pub(crate) struct ClusterMember {
    /// Who.
    organisation: Organisation,
    /// As what, by whom told and of when.
    memberships: Vec<Membership>,
    /// The sites it reaches.
    sites: Vec<ReachedSite>,
}

/// A site that a member of a cluster reaches.
#[derive(SimpleObject)]
pub(crate) struct ReachedSite {
    /// The site.
    site: Site,
    /// The member.
    member: Organisation,
    /// By which way.
    reach: Reach,
}

/// Something that the European Cluster Collaboration Platform asks of a cluster organisation.
#[derive(SimpleObject)]
pub(crate) struct AdmissionCriterion {
    /// Which: `TYPE`, `MANAGEMENT`, `WEBSITE`, `MEMBERS`, `DIVERSITY`, `PUBLIC_BODIES`.
    code: &'static str,
    /// What is asked, in our words.
    text: &'static str,
    /// How it is judged by the data.
    judged: &'static str,
    /// Whether the data show it.
    status: CriterionStatus,
    /// Why, in a sentence.
    message: String,
    /// Records that decide.
    evidence: Vec<Node>,
    /// Where the criterion is published.
    source: &'static str,
}

/// A label of cluster management, as a fact of a year: none is told as one that holds for certain.
#[derive(SimpleObject)]
pub(crate) struct ClusterLabel {
    /// Which: bronze, silver, gold.
    level: String,
    /// Year it is told of; none if undated.
    year: Option<Year>,
    /// Last year it held if it was given in that year and not renewed; none if that is not known.
    until: Option<Year>,
    /// Whether it lapsed by the year asked unless it was renewed; also where it is not known of when it is.
    may_have_lapsed: bool,
    /// That in words.
    message: String,
    /// The statement that says so, with its sources.
    statement: Statement,
}

/// What a type of cluster is.
#[derive(SimpleObject)]
pub(crate) struct ClusterTypeInfo {
    /// The type.
    r#type: codes::ClusterType,
    /// Its name.
    name: &'static str,
    /// What it means, in our words.
    definition: &'static str,
    /// Whether it counts as a cluster organisation in the sense of the European Cluster Collaboration Platform.
    is_cluster_organisation: bool,
    /// Where the definition comes from.
    source: &'static str,
}

/// Types of clusters.
#[derive(Default)]
pub(crate) struct ClusterTypeQuery;

/// Types of clusters.
#[Object]
impl ClusterTypeQuery {
    /// What the types of clusters mean, and which of them are cluster organisations.
    async fn cluster_types(&self, ctx: &Context<'_>) -> Result<Vec<ClusterTypeInfo>, ApiError> {
        let lists = &Session::of(ctx)?.app.knowledge().lists.clusters;
        let types = lists.types.iter().map(|(code, entry)| ClusterTypeInfo {
            r#type: (*code).into(),
            name: &entry.label,
            definition: &entry.definition,
            is_cluster_organisation: entry.is_cluster_organisation,
            source: &entry.source,
        });
        Ok(types.collect())
    }
}

/// What the type of a cluster means.
pub(crate) fn type_definition(item: &Item, code: ClusterType) -> Result<&'static str, ApiError> {
    let entry = item.asked.knowledge.lists.clusters.types.get(&code);
    entry
        .map(|it| it.definition.as_str())
        .ok_or_else(|| item.incomplete())
}

/// The members of a cluster, each once, in the order of their memberships.
///
/// # Errors
/// `LIMIT` if the answer holds too many records.
pub(crate) fn members(item: &Item) -> Result<Vec<ClusterMember>, ApiError> {
    let mut by_organisation: Vec<(Row, Vec<Row>)> = Vec::new();
    for (who, membership) in reach::members(item.registry(), item.row) {
        match by_organisation.iter_mut().find(|it| it.0 == who) {
            Some((_, memberships)) => memberships.push(membership),
            None => by_organisation.push((who, vec![membership])),
        }
    }
    item.asked.work.draw(by_organisation.len())?;
    let members = by_organisation.into_iter().map(|(who, memberships)| {
        Ok(ClusterMember {
            organisation: item.other(who),
            memberships: item.objects(memberships)?,
            sites: sites_of(item, who)?,
        })
    });
    members.collect()
}

/// The sites that the members of a cluster reach, member by member; a site is told for every member that reaches it.
///
/// # Errors
/// `LIMIT` if the answer holds too many records, or too many have to be looked through.
pub(crate) fn sites_reached(item: &Item) -> Result<Vec<ReachedSite>, ApiError> {
    let mut found: Vec<Row> = Vec::new();
    for (who, _) in reach::members(item.registry(), item.row) {
        if !found.contains(&who) {
            found.push(who);
        }
    }
    let sites = found.into_iter().map(|it| sites_of(item, it));
    let sites: Vec<Vec<ReachedSite>> = sites.collect::<Result<_, ApiError>>()?;
    Ok(sites.into_iter().flatten().collect())
}

fn sites_of(item: &Item, who: Row) -> Result<Vec<ReachedSite>, ApiError> {
    let registry = item.registry();
    // Who took over a business is looked for among all statements.
    let statements = registry.count(Kind::Statement);
    item.asked.work.scan(statements)?;
    let sites = reach::sites(registry, who);
    item.asked.work.draw(2 * sites.len())?;
    let sites = sites.into_iter().map(|(site, reach)| ReachedSite {
        site: item.other(site),
        member: item.other(who),
        reach: reach.into(),
    });
    Ok(sites.collect())
}

/// The criteria of a cluster organisation, and what the data say.
///
/// # Errors
/// `LIMIT` if the answer holds too many records.
pub(crate) fn criteria(item: &Item) -> Result<Vec<AdmissionCriterion>, ApiError> {
    let asked = &item.asked;
    let lists = &asked.knowledge.lists.clusters;
    let criteria = admission::admission(item.registry(), lists, item.row, asked.when);
    let told = criteria.into_iter().map(|it| {
        asked.work.draw(it.evidence.len())?;
        let nodes = it.evidence.into_iter().filter_map(|row| {
            Node::of(Item {
                asked: Arc::clone(asked),
                row,
            })
        });
        Ok(AdmissionCriterion {
            code: it.rule.code.code(),
            text: &it.rule.text,
            judged: &it.rule.judged,
            status: it.status.into(),
            message: it.message,
            evidence: nodes.collect(),
            source: &it.rule.source,
        })
    });
    told.collect()
}

/// The labels of a cluster up to the year asked, the latest first.
///
/// # Errors
/// `LIMIT` if the answer holds too many records.
pub(crate) fn cluster_labels(item: &Item) -> Result<Vec<ClusterLabel>, ApiError> {
    let asked = &item.asked;
    let lists = &asked.knowledge.lists.clusters;
    let labels = labels::labels(item.registry(), lists, item.row, asked.when.year);
    asked.work.draw(labels.len())?;
    let told = labels.into_iter().map(|it| ClusterLabel {
        level: it.level,
        year: it.year.map(Year),
        until: it.until.map(Year),
        may_have_lapsed: it.may_have_lapsed,
        message: it.message,
        statement: item.other(it.statement),
    });
    Ok(told.collect())
}
