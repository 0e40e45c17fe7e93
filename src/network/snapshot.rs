//! One revision, ready to be asked: its registry, and what has been built from it so far.
//!
//! What is built is a pure function of the registry, so that it does not matter who asks first; the
//! locks here only keep it from being built twice. All of it is kept here and nowhere else: its rows are
//! rows of this registry, and another registry of the same revision may number its records otherwise.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;

use crate::model::Change;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::SearchIndex;
use crate::model::When;
use crate::model::tables::region;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::CostRates;
use crate::network::search::Workspace;
use crate::network::site_graph::SiteGraph;
use crate::network::takers::Takers;

/// Chains kept per snapshot; the one asked for longest ago gives way.
pub const CHAINS_KEPT: usize = 128;

/// Indexes of takers kept per snapshot, one a year asked.
const TAKERS_KEPT: usize = 4;

/// Workspaces kept for the next questions.
const WORKSPACES_KEPT: usize = 8;

/// A registry at one revision with its chains.
pub struct Snapshot {
    registry: Registry,
    revision: u64,
    reference_year: i32,
    cost_rates: CostRates,
    chains: Kept<ChainKey, Chain>,
    takers: Kept<When, Takers>,
    site_graph: OnceLock<SiteGraph>,
    search_index: OnceLock<SearchIndex>,
    union_countries: OnceLock<BTreeSet<String>>,
    workspaces: Mutex<Vec<Workspace>>,
}

impl Snapshot {
    /// A snapshot of which nothing is built yet. `reference_year` is the year of questions that name none.
    pub fn new(registry: Registry, revision: u64, reference_year: i32) -> Self {
        Self {
            registry,
            revision,
            reference_year,
            cost_rates: CostRates::default(),
            chains: Kept::at_most(CHAINS_KEPT),
            takers: Kept::at_most(TAKERS_KEPT),
            site_graph: OnceLock::new(),
            search_index: OnceLock::new(),
            union_countries: OnceLock::new(),
            workspaces: Mutex::default(),
        }
    }

    /// The same, with rates that price movements where nothing on record does. What was built before is forgotten.
    #[must_use]
    pub fn with_cost_rates(self, cost_rates: CostRates) -> Self {
        Self {
            cost_rates,
            chains: Kept::at_most(CHAINS_KEPT),
            ..self
        }
    }

    /// What this revision would be after changes, which are stored nowhere: a scenario. Revision, reference year and
    /// rates are those of this snapshot; nothing is built yet. Rows of this snapshot mean nothing in the other one,
    /// and the other way round.
    #[must_use]
    pub fn laid_over(self: &Arc<Self>, changes: &[Change]) -> Arc<Self> {
        let registry = self.registry.with(changes);
        let over = Self::new(registry, self.revision, self.reference_year);
        Arc::new(over.with_cost_rates(self.cost_rates))
    }

    /// The rates that price movements where nothing on record does.
    pub fn cost_rates(&self) -> CostRates {
        self.cost_rates
    }

    /// All records.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Number of the revision; 0 before the first commit.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The year of questions that name none.
    pub fn reference_year(&self) -> i32 {
        self.reference_year
    }

    /// The chain of a material, built by the first who asks for it.
    pub fn chain(&self, key: ChainKey) -> Arc<Chain> {
        let build = || Chain::build(&self.registry, key, self.cost_rates);
        self.chains.get(key, build)
    }

    /// Who takes which product in a year, found by the first who asks for it.
    pub fn takers(&self, when: When) -> Arc<Takers> {
        let when = When {
            nearest_years: false,
            ..when
        };
        self.takers.get(when, || Takers::of(&self.registry, when))
    }

    /// All links between places.
    pub fn site_graph(&self) -> &SiteGraph {
        self.site_graph
            .get_or_init(|| SiteGraph::build(&self.registry))
    }

    /// The names of all records, ready to be searched; the first who asks builds it. O(names · log names) then.
    pub fn search_index(&self) -> &SearchIndex {
        self.search_index
            .get_or_init(|| SearchIndex::of(&self.registry))
    }

    /// Countries of the European Union, ISO 3166-1 alpha-2: the members of `region:eu`. Empty if that is not recorded.
    pub fn union_countries(&self) -> &BTreeSet<String> {
        self.union_countries.get_or_init(|| {
            let Some(union) = self.registry.find(&Id::new(Kind::Region, "eu")) else {
                return BTreeSet::new();
            };
            let members = self.registry.references(union, region::MEMBERS);
            members
                .filter_map(|it| self.registry.text(it, region::COUNTRY))
                .map(str::to_owned)
                .collect()
        })
    }

    /// How many chains are kept.
    #[cfg(test)]
    pub(crate) fn chains_kept(&self) -> usize {
        lock(&self.chains.slots).len()
    }

    /// Lends a workspace to a search.
    pub(crate) fn with_workspace<T>(&self, search: impl FnOnce(&mut Workspace) -> T) -> T {
        let mut workspace = lock(&self.workspaces).pop().unwrap_or_default();
        let found = search(&mut workspace);
        let mut kept = lock(&self.workspaces);
        if kept.len() < WORKSPACES_KEPT {
            kept.push(workspace);
        }
        found
    }
}

/// What was built, by what it is of; what was asked for longest ago gives way.
struct Kept<K, V> {
    /// Built or being built, the last asked for at the end.
    slots: Mutex<Vec<(K, Slot<V>)>>,
    at_most: usize,
}

type Slot<V> = Arc<OnceLock<Arc<V>>>;

impl<K: Copy + PartialEq, V> Kept<K, V> {
    fn at_most(at_most: usize) -> Self {
        Self {
            slots: Mutex::default(),
            at_most,
        }
    }

    /// What is kept under a key; the first who asks builds it.
    fn get(&self, key: K, build: impl FnOnce() -> V) -> Arc<V> {
        let slot = {
            let mut slots = lock(&self.slots);
            let known = slots.iter().position(|(it, _)| *it == key);
            let entry = match known {
                Some(at) => slots.remove(at),
                None => (key, Slot::default()),
            };
            let slot = Arc::clone(&entry.1);
            slots.push(entry);
            if slots.len() > self.at_most {
                slots.remove(0);
            }
            slot
        };
        Arc::clone(slot.get_or_init(|| Arc::new(build())))
    }
}

/// The guard of a lock, also after a thread panicked while holding it: what is behind these locks can
/// always be built again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
