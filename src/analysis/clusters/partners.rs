//! Other clusters that one could work with, and the records that say so.
//!
//! Reasons are found once for all clusters: what moves between sites of the two (`movements`), what one gives and the
//! other takes without a link (`supplies`), steps that side-streams of the one need and the other offers (`services`),
//! and programmes with members of both (`programmes`). What both clusters reach is ours: a reason names what the other
//! has and we have not.
//!
//! Clusters are ordered by the number of distinct kinds of reasons, then by the number of records these rest on, then by
//! id. There are no weights: nobody has measured which kind of reason leads further.

mod asks;
mod movements;
mod programmes;
mod services;
mod supplies;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::clusters::index::Index;
use crate::analysis::clusters::index::Reached;
use crate::analysis::clusters::partners::asks::Asks;
use crate::analysis::clusters::partners::words::found_word;
use crate::analysis::clusters::partners::words::kinds;
use crate::analysis::clusters::partners::words::message;
use crate::analysis::clusters::partners::words::reason_word;
use crate::analysis::gaps::listed;
use crate::model::CodeLists;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::codes::codes;
use crate::model::tables::activity;
use crate::model::tables::site;
use crate::network::Snapshot;
use crate::network::chain::Carrying;
use crate::network::chain::ChainKey;
use crate::network::chain::Operating;
use crate::network::chain::Ways;
use crate::network::chain::stage_of;
use crate::network::paths::Basis;
use crate::network::paths::sources;

codes! {
    /// Why another cluster is worth a call.
    pub enum ReasonKind {
        /// A link on record leads from a site of ours to one of theirs.
        ShipsTo = "SHIPS_TO",
        /// A link on record leads from a site of theirs to one of ours.
        ReceivesFrom = "RECEIVES_FROM",
        /// Ours gives a product that theirs takes, and no link between the two is on record.
        CouldSupply = "COULD_SUPPLY",
        /// Ours takes a product that theirs gives, and no link between the two is on record.
        CouldTake = "COULD_TAKE",
        /// Theirs offers a step that a side-stream of ours needs and nobody of ours offers.
        OffersService = "OFFERS_SERVICE",
        /// Ours offers a step that a side-stream of theirs needs and nobody of theirs offers.
        NeedsService = "NEEDS_SERVICE",
        /// Organisations of both take part in a programme.
        SharedProgramme = "SHARED_PROGRAMME",
    }
}

/// Which partners are asked for. Rows are of the registry asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterPartnersQuestion {
    /// The cluster that asks.
    pub cluster: Row,
    /// Only reasons of products that carry this material, in the sense of its chain; programmes are then no reason.
    pub material: Option<Row>,
    /// Only reasons whose receiving activity is of this stage; steps and programmes are then no reason.
    pub stage: Option<Stage>,
    /// For which year.
    pub when: When,
    /// Pairs that may be looked at; records that are looked through once are not among them.
    pub budget: u64,
}

/// Why another cluster is worth a call, with the records that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The kind of reason.
    pub kind: ReasonKind,
    /// What moves or could; none of steps and programmes.
    pub product: Option<Row>,
    /// The step that is needed, a CGI code; none of other kinds.
    pub process: Option<String>,
    /// Sites of ours, then of theirs, each by slug.
    pub sites: Vec<Row>,
    /// Links on record, by slug.
    pub links: Vec<Row>,
    /// Every record it rests on: links, activities, side-streams, intakes, uses, platforms, organisations, programmes.
    pub records: Vec<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// Somebody whose stream needs a step, and somebody of the other cluster who offers it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AdopterProvider {
    /// The member whose side-stream needs the step.
    pub adopter: Row,
    /// The organisation, platform or site that offers it.
    pub provider: Row,
    /// The side-stream.
    pub stream: Row,
    /// The step, a CGI code.
    pub need: String,
    /// Whether both countries are known and differ: that of the stream's site and that of the provider.
    pub different_countries: bool,
    /// A sentence that may be quoted.
    pub message: String,
}

/// Another cluster, and what speaks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterPartner {
    /// The other cluster.
    pub cluster: Row,
    /// By kind, then product, then step; at least one.
    pub reasons: Vec<Reason>,
    /// Pairs in different countries first, then by id of adopter, provider and stream, then need.
    pub pairs: Vec<AdopterProvider>,
    /// Programmes in which organisations of both take part, by slug; also where they are no reason.
    pub shared_programmes: Vec<Row>,
    /// Distinct records that the reasons rest on.
    pub records: usize,
    /// A sentence that may be quoted.
    pub message: String,
}

/// The clusters found.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterPartnersAnswer {
    /// Those that share something: distinct kinds of reasons, then records, the most first, then slug.
    pub partners: Vec<ClusterPartner>,
    /// What was looked at, and why nothing was found where nothing was; a sentence that may be quoted.
    pub message: String,
    /// Pairs looked at.
    pub explored: u64,
    /// Whether the budget ended the search.
    pub is_cut: bool,
    /// What the answer rests on.
    pub basis: Basis,
}

/// Clusters that share something with one, and what; `lists` tell which steps are narrower than others. O(links + activities + streams + uses + intakes + steps offered, and pairs
/// of givers and takers of which one is ours); of the pairs at most about the budget.
pub fn cluster_partners(
    snapshot: &Arc<Snapshot>,
    lists: &CodeLists,
    question: &ClusterPartnersQuestion,
) -> ClusterPartnersAnswer {
    let registry = snapshot.registry();
    let index = Index::kept(snapshot);
    let none = Reached::default();
    let mut looking = Looking {
        registry,
        lists,
        question,
        index: &index,
        asks: snapshot.derived(question.when, || Asks::of(registry, question.when.year)),
        ours: index.reached(question.cluster).unwrap_or(&none),
        carrying: question
            .material
            .map(|material| carrying(registry, material, question.when)),
        operating: Operating::new(registry, question.when),
        drafts: BTreeMap::new(),
        pairs: BTreeMap::new(),
        explored: 0,
        is_cut: false,
    };
    looking.movements();
    looking.supplies();
    let shared = looking.programmes();
    if question.stage.is_none() {
        looking.services();
        if question.material.is_none() {
            looking.share(&shared);
        }
    }
    looking.answer(snapshot, shared)
}

fn carrying(registry: &Registry, material: Row, when: When) -> Carrying<'_> {
    let ways = Ways {
        side_streams: true,
        corridors: false,
    };
    let key = ChainKey {
        ways,
        ..ChainKey::new(material, when)
    };
    Carrying::of(registry, key)
}

/// What tells the reasons of one cluster apart.
type Key = (ReasonKind, Option<Row>, Option<String>);

/// A reason while it is put together.
#[derive(Default)]
struct Draft {
    ours: BTreeSet<Row>,
    theirs: BTreeSet<Row>,
    links: BTreeSet<Row>,
    records: BTreeSet<Row>,
    /// Who offers the step and is on record, in no member's role, with the cluster that lacks it.
    in_other_roles: BTreeSet<Row>,
}

/// What is found so far.
struct Looking<'a> {
    registry: &'a Registry,
    lists: &'a CodeLists,
    question: &'a ClusterPartnersQuestion,
    index: &'a Index,
    asks: Arc<Asks>,
    ours: &'a Reached,
    carrying: Option<Carrying<'a>>,
    operating: Operating<'a>,
    drafts: BTreeMap<Row, BTreeMap<Key, Draft>>,
    pairs: BTreeMap<Row, BTreeSet<AdopterProvider>>,
    explored: u64,
    is_cut: bool,
}

impl<'a> Looking<'a> {
    /// Clusters beside ours that reach a party which ours does not.
    fn others(&self, party: Row) -> Vec<Row> {
        if self.ours.holds(party) {
            return Vec::new();
        }
        self.index.clusters_of(party).to_vec()
    }

    /// Counts pairs looked at; false once the budget is used up.
    fn look(&mut self, pairs: usize) -> bool {
        if self.explored >= self.question.budget && self.explored > 0 {
            self.is_cut = true;
            return false;
        }
        self.explored += pairs as u64;
        true
    }

    /// Adds records to a reason of a cluster.
    fn draft(&mut self, cluster: Row, key: Key) -> &mut Draft {
        let of_cluster = self.drafts.entry(cluster).or_default();
        of_cluster.entry(key).or_default()
    }

    /// Whether a product may be meant at a place: it carries the material asked, or none is asked.
    fn is_asked(&self, place: Row, product: Row) -> bool {
        let carrying = self.carrying.as_ref();
        carrying.is_none_or(|it| it.at(place, product).is_some())
    }

    /// Whether what a site does with a product it receives is of the stage asked: by its running activities that take the
    /// product, else by the kind of site.
    fn is_of_stage(&mut self, place: Row, product: Row) -> bool {
        let Some(stage) = self.question.stage else {
            return true;
        };
        if place.kind() != Kind::Site {
            return false;
        }
        let registry = self.registry;
        let mut stages = Vec::new();
        for it in registry.referring(Kind::Activity, activity::SITE, place) {
            let mut inputs = registry.references(it, activity::INPUTS);
            if inputs.any(|it| it == product) && self.operating.activity(it) {
                stages.extend(registry.code::<Stage>(it, activity::STAGE));
            }
        }
        if stages.is_empty() {
            let kind = registry.code::<SiteKind>(place, site::KIND);
            stages.extend(kind.and_then(stage_of));
        }
        stages.contains(&stage)
    }

    /// Puts everything into words and order.
    fn answer(self, snapshot: &Snapshot, shared: BTreeMap<Row, Vec<Row>>) -> ClusterPartnersAnswer {
        let registry = self.registry;
        let slug = |it: &Row| registry.slug(*it);
        let mut pairs = self.pairs;
        let mut partners: Vec<ClusterPartner> = Vec::new();
        for (cluster, drafts) in self.drafts {
            let reasons = drafts.into_iter().map(|(key, it)| it.reason(registry, key));
            let mut reasons: Vec<Reason> = reasons.collect();
            reasons.sort_by_cached_key(|it| {
                let product = it.product.map(|it| registry.slug(it).to_owned());
                (it.kind, product, it.process.clone())
            });
            let pairs = pairs.remove(&cluster).unwrap_or_default();
            let mut pairs: Vec<AdopterProvider> = pairs.into_iter().collect();
            pairs.sort_by_cached_key(|it| {
                let names = [it.adopter, it.provider, it.stream].map(|it| registry.id(it));
                (!it.different_countries, names, it.need.clone())
            });
            let records = reasons.iter().flat_map(|it| &it.records);
            let records = records.collect::<BTreeSet<_>>().len();
            partners.push(ClusterPartner {
                message: message(registry, cluster, &reasons, records),
                cluster,
                reasons,
                pairs,
                shared_programmes: shared.get(&cluster).cloned().unwrap_or_default(),
                records,
            });
        }
        partners.sort_by(|a, b| {
            let standing = |it: &ClusterPartner| (kinds(&it.reasons).len(), it.records);
            let by_standing = standing(b).cmp(&standing(a));
            by_standing.then_with(|| slug(&a.cluster).cmp(slug(&b.cluster)))
        });
        let used = partners.iter().flat_map(|it| &it.reasons);
        let used = used.flat_map(|it| it.records.iter().copied());
        ClusterPartnersAnswer {
            message: found_word(registry, self.question, self.ours, partners.len()),
            basis: Basis {
                revision: snapshot.revision(),
                year: self.question.when.year,
                sources: sources(registry, used, &[]),
                notes: Vec::new(),
            },
            partners,
            explored: self.explored,
            is_cut: self.is_cut,
        }
    }
}

impl Draft {
    fn reason(self, registry: &Registry, (kind, product, process): Key) -> Reason {
        let by_slug = |rows: BTreeSet<Row>| {
            let mut rows: Vec<Row> = rows.into_iter().collect();
            rows.sort_by(|a, b| registry.slug(*a).cmp(registry.slug(*b)));
            rows
        };
        let (ours, theirs) = (by_slug(self.ours), by_slug(self.theirs));
        let mut records = by_slug(self.records);
        records.sort_by_cached_key(|it| registry.id(*it));
        let message = reason_word(
            registry,
            kind,
            product.or(None),
            process.as_deref(),
            (&ours, &theirs),
            &records,
        );
        let others = by_slug(self.in_other_roles);
        let others = others.iter().map(|it| registry.name(*it).to_owned());
        let message = match others.len() {
            0 => message,
            1 => format!(
                "{message} On record with it in another role, {} does.",
                listed(others)
            ),
            _ => format!(
                "{message} On record with it in other roles, {} do.",
                listed(others)
            ),
        };
        let sites = ours.into_iter().chain(theirs);
        Reason {
            kind,
            product,
            process,
            sites: sites.filter(|it| it.kind() == Kind::Site).collect(),
            links: by_slug(self.links),
            records,
            message,
        }
    }
}
