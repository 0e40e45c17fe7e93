//! What is published of clusters in general: what their types mean, what the European Cluster Collaboration Platform asks of
//! a cluster organisation, how long labels last.
//!
//! The lists are data, read by `exchange` from `fixtures/codelists`.

use std::collections::BTreeMap;

use crate::model::codes::ClusterType;
use crate::model::codes::codes;

codes! {
    /// What the European Cluster Collaboration Platform looks at before it publishes a cluster organisation.
    pub enum AdmissionCode {
        /// It is a cluster organisation.
        Type = "TYPE",
        /// Somebody's task is to manage it.
        Management = "MANAGEMENT",
        /// It has a website that shows that it is active.
        Website = "WEBSITE",
        /// It has so many members.
        Members = "MEMBERS",
        /// Its members are of so many kinds.
        Diversity = "DIVERSITY",
        /// Public bodies are members or support it.
        PublicBodies = "PUBLIC_BODIES",
    }
}

/// What is published of clusters.
#[derive(Clone, Debug, Default)]
pub struct ClusterLists {
    /// What the types mean.
    pub types: BTreeMap<ClusterType, ClusterTypeEntry>,
    /// What a cluster organisation has to show, in the order of the list.
    pub admission: Vec<AdmissionRule>,
    /// Labels by their level, in lower case.
    pub labels: BTreeMap<String, LabelEntry>,
}

/// What a type of cluster is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterTypeEntry {
    /// Its name.
    pub label: String,
    /// What it means, in our words.
    pub definition: String,
    /// Whether it counts as a cluster organisation in the sense of the platform.
    pub is_cluster_organisation: bool,
    /// Where the definition comes from.
    pub source: String,
}

/// One thing that a cluster organisation has to show.
#[derive(Clone, Debug, PartialEq)]
pub struct AdmissionRule {
    /// Which.
    pub code: AdmissionCode,
    /// What is asked, in our words.
    pub text: String,
    /// How it is judged by the data.
    pub judged: String,
    /// The number it sets: members, kinds of members, posts; none where it sets none.
    pub threshold: Option<f64>,
    /// Where that is published.
    pub source: String,
}

/// A label of cluster management.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelEntry {
    /// Its name.
    pub label: String,
    /// Years after which it lapses if it is not renewed.
    pub valid_years: i32,
    /// Where that is published.
    pub source: String,
}
