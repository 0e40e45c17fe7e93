//! What the European Cluster Collaboration Platform asks of a cluster organisation, and what the data say of a cluster.
//!
//! Where the data do not say, a criterion is unknown; it is not met only where a source says what it is against.

use std::collections::BTreeSet;

use crate::analysis::clusters::reach::members;
use crate::model::AdmissionCode;
use crate::model::AdmissionRule;
use crate::model::ClusterLists;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::ClusterType;
use crate::model::codes::MembershipRole;
use crate::model::codes::OrganisationType;
use crate::model::codes::codes;
use crate::model::tables::cluster;
use crate::model::tables::membership;
use crate::model::tables::organisation;

codes! {
    /// Whether a criterion is met.
    pub enum CriterionStatus {
        /// The data show it.
        Met = "MET",
        /// A source says what it is against.
        NotMet = "NOT_MET",
        /// The data do not say.
        Unknown = "UNKNOWN",
    }
}

/// A criterion, and what the data say of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion<'a> {
    /// What is asked.
    pub rule: &'a AdmissionRule,
    /// Whether it is met.
    pub status: CriterionStatus,
    /// Why, in words.
    pub message: String,
    /// Records that decide: memberships, figures, the manager.
    pub evidence: Vec<Row>,
}

/// The criteria in the order of the list. O(memberships and figures of the cluster).
pub fn admission<'a>(
    registry: &Registry,
    lists: &'a ClusterLists,
    cluster: Row,
    when: When,
) -> Vec<Criterion<'a>> {
    let judge = |rule: &'a AdmissionRule| {
        let (status, message, evidence) = match rule.code {
            AdmissionCode::Type => by_type(registry, lists, cluster),
            AdmissionCode::Management => management(registry, cluster),
            AdmissionCode::Website => website(registry, cluster),
            AdmissionCode::Members => enough(registry, rule, cluster, when),
            AdmissionCode::Diversity => diverse(registry, rule, cluster),
            AdmissionCode::PublicBodies => public_bodies(registry, cluster),
        };
        Criterion {
            rule,
            status,
            message,
            evidence,
        }
    };
    lists.admission.iter().map(judge).collect()
}

type Judged = (CriterionStatus, String, Vec<Row>);

fn by_type(registry: &Registry, lists: &ClusterLists, row: Row) -> Judged {
    let known = registry.code::<ClusterType>(row, cluster::TYPE);
    let Some(entry) = known.and_then(|it| lists.types.get(&it)) else {
        return (
            CriterionStatus::Unknown,
            "Its type is not known.".into(),
            Vec::new(),
        );
    };
    let label = &entry.label;
    match entry.is_cluster_organisation {
        true => (
            CriterionStatus::Met,
            format!("Its type is {label}."),
            vec![row],
        ),
        false => {
            let said = format!("Its type is {label}, which is no cluster organisation.");
            (CriterionStatus::NotMet, said, vec![row])
        }
    }
}

fn management(registry: &Registry, row: Row) -> Judged {
    let said = match registry.reference(row, cluster::MANAGER) {
        Some(who) => {
            let name = registry.name(who);
            let said = format!("{name} manages it; how many people work for it is not known.");
            return (CriterionStatus::Unknown, said, vec![who]);
        }
        None => "Who manages it is not on record.",
    };
    (CriterionStatus::Unknown, said.into(), Vec::new())
}

fn website(registry: &Registry, row: Row) -> Judged {
    let said = match registry.text(row, cluster::WEBSITE) {
        Some(address) => {
            format!(
                "It has the website {address}; whether it is in English and kept up is not known."
            )
        }
        None => "No website is on record.".into(),
    };
    (CriterionStatus::Unknown, said, Vec::new())
}

/// Organisations that are members by role, each once, with one membership of each.
fn by_organisation(registry: &Registry, row: Row) -> Vec<(Row, Row)> {
    let mut found = members(registry, row);
    let mut seen = BTreeSet::new();
    found.retain(|(who, _)| seen.insert(*who));
    found
}

/// How many organisations are members of a cluster by role, each once.
pub fn member_count(registry: &Registry, row: Row) -> usize {
    by_organisation(registry, row).len()
}

fn enough(registry: &Registry, rule: &AdmissionRule, row: Row, when: When) -> Judged {
    let least = rule.threshold.unwrap_or_default();
    let members = by_organisation(registry, row);
    let count = members.len();
    if count_f64(count) >= least {
        let evidence = members.into_iter().map(|(_, it)| it).collect();
        let said = format!("{count} organisations are members on record.");
        return (CriterionStatus::Met, said, evidence);
    }
    let figures = registry.figures(row, Quantity::Members);
    let claimed = registry
        .chosen_or_bounded(&figures, when)
        .into_iter()
        .next();
    let on_record = format!("{count} members are on record");
    let bounds = claimed.and_then(|it| Some((it.figure, registry.figure_between(it.figure)?)));
    let Some((figure, (low, high))) = bounds else {
        let said = format!("{on_record}, and lists of members are seldom complete.");
        return (CriterionStatus::Unknown, said, Vec::new());
    };
    let of = registry.figure_year(figure);
    let of = of.map_or("undated".to_owned(), |it| it.to_string());
    let (status, said) = match (low, high) {
        (Some(low), _) if low >= least => (
            CriterionStatus::Met,
            format!("A source tells {low} members ({of}); {on_record}."),
        ),
        (_, Some(high)) if high < least => (
            CriterionStatus::NotMet,
            format!("A source tells {high} members ({of}); {on_record}."),
        ),
        _ => (
            CriterionStatus::Unknown,
            format!("How many members a source tells ({of}) does not decide; {on_record}."),
        ),
    };
    (status, said, vec![figure])
}

/// Sorts of members that the platform tells apart; none for those of which it is not known.
fn sort_of(kind: OrganisationType) -> Option<&'static str> {
    match kind {
        OrganisationType::Company => Some("businesses"),
        OrganisationType::University | OrganisationType::ResearchInstitute => {
            Some("research and education")
        }
        OrganisationType::Authority | OrganisationType::DevelopmentCompany => Some("public bodies"),
        OrganisationType::Association => Some("associations"),
        OrganisationType::Other => None,
    }
}

fn diverse(registry: &Registry, rule: &AdmissionRule, row: Row) -> Judged {
    let mut sorts = BTreeSet::new();
    let mut evidence = Vec::new();
    for (who, membership) in by_organisation(registry, row) {
        let kind = registry.code::<OrganisationType>(who, organisation::TYPE);
        if let Some(sort) = kind.and_then(sort_of)
            && sorts.insert(sort)
        {
            evidence.push(membership);
        }
    }
    let told = sorts.iter().copied().collect::<Vec<_>>().join(", ");
    if count_f64(sorts.len()) >= rule.threshold.unwrap_or_default() {
        let said = format!("Members on record are {told}.");
        return (CriterionStatus::Met, said, evidence);
    }
    let said = match sorts.is_empty() {
        true => "Of what kind its members are is not known.".to_owned(),
        false => format!("Members on record are {told} alone, and lists are seldom complete."),
    };
    (CriterionStatus::Unknown, said, evidence)
}

fn public_bodies(registry: &Registry, row: Row) -> Judged {
    let is_public = |it: &(Row, Row)| {
        registry.code(it.1, organisation::TYPE) == Some(OrganisationType::Authority)
    };
    let memberships = registry.referring(Kind::Membership, membership::CLUSTER, row);
    let with_who = memberships.into_iter().filter_map(|it| {
        // `OTHER` is also who was a member, or has a part that is not known.
        let role = registry.code::<MembershipRole>(it, membership::ROLE)?;
        let who = registry.reference(it, membership::ORGANISATION)?;
        (role != MembershipRole::Other).then_some((it, who))
    });
    let found: Vec<(Row, Row)> = with_who.filter(is_public).collect();
    match found.first() {
        Some((_, who)) => {
            let said = format!("{} has to do with it.", registry.name(*who));
            let evidence = found.iter().map(|(it, _)| *it).collect();
            (CriterionStatus::Met, said, evidence)
        }
        None => {
            let said = "No public authority is on record as a member or supporter.";
            (CriterionStatus::Unknown, said.into(), Vec::new())
        }
    }
}

/// A count as a number to be compared with.
fn count_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
