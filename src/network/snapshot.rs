//! One revision, ready to be asked: its registry, and what has been built from it so far.
//!
//! What is built is a pure function of the registry, so that it does not matter who asks first; the
//! locks here only keep it from being built twice. All of it is kept here and nowhere else: its rows are
//! rows of this registry, and another registry of the same revision may number its records otherwise.

use std::any::Any;
use std::any::TypeId;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;

use crate::model::Change;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::SearchIndex;
use crate::model::When;
use crate::model::tables::region;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::CostRates;
use crate::network::chain::Patch;
use crate::network::search::Workspace;
use crate::network::site_graph::SiteGraph;
use crate::network::takers::Takers;

/// Chains kept per snapshot; the one asked for longest ago gives way.
pub const CHAINS_KEPT: usize = 128;

/// Indexes of takers kept per snapshot, one a year asked.
const TAKERS_KEPT: usize = 4;

/// Indexes of other rooms kept per snapshot.
const DERIVED_KEPT: usize = 8;

/// Workspaces kept for the next questions.
const WORKSPACES_KEPT: usize = 8;

/// A registry at one revision with its chains.
pub struct Snapshot {
    registry: Registry,
    /// The snapshot that this one is laid over: what is built of it is taken over where changes leave it alone.
    below: Option<Arc<Self>>,
    revision: u64,
    reference_year: i32,
    cost_rates: CostRates,
    chains: Kept<ChainKey, Chain>,
    takers: Kept<When, Takers>,
    site_graph: OnceLock<SiteGraph>,
    search_index: OnceLock<SearchIndex>,
    union_countries: OnceLock<BTreeSet<String>>,
    /// What other rooms built of the registry, by its type and the year it is of.
    derived: Kept<(TypeId, When), dyn Any + Send + Sync>,
    workspaces: Mutex<Vec<Workspace>>,
}

impl Snapshot {
    /// A snapshot of which nothing is built yet. `reference_year` is the year of questions that name none.
    pub fn new(registry: Registry, revision: u64, reference_year: i32) -> Self {
        Self {
            registry,
            below: None,
            revision,
            reference_year,
            cost_rates: CostRates::default(),
            chains: Kept::at_most(CHAINS_KEPT),
            takers: Kept::at_most(TAKERS_KEPT),
            site_graph: OnceLock::new(),
            search_index: OnceLock::new(),
            union_countries: OnceLock::new(),
            derived: Kept::at_most(DERIVED_KEPT),
            workspaces: Mutex::default(),
        }
    }

    /// The same, with rates that price movements where nothing on record does. What was built before is forgotten.
    #[must_use]
    pub fn with_cost_rates(self, cost_rates: CostRates) -> Self {
        Self {
            cost_rates,
            chains: Kept::at_most(CHAINS_KEPT),
            below: None,
            ..self
        }
    }

    /// What this revision would be after changes, which are stored nowhere: a scenario. Revision, reference year and
    /// rates are those of this snapshot. Nothing is built yet; what will be is put together out of what this snapshot
    /// has built, or builds then, and keeps. Rows of records that do not differ are the same in both, see
    /// [`Registry::laid_over`]. Where this snapshot is itself laid over another one, both stand over that.
    ///
    /// O(changes), and O(records) for every merge.
    #[must_use]
    pub fn laid_over(self: &Arc<Self>, changes: &[Change]) -> Arc<Self> {
        let registry = self.registry.laid_over(changes);
        let over = Self::new(registry, self.revision, self.reference_year);
        let below = self.below.as_ref().unwrap_or(self);
        Arc::new(Self {
            below: Some(Arc::clone(below)),
            ..over.with_cost_rates(self.cost_rates)
        })
    }

    /// The snapshot without the scenario; none where none is laid over it.
    pub fn below(&self) -> Option<&Arc<Self>> {
        self.below.as_ref()
    }

    /// Whether it is laid over another one, as for a scenario.
    pub fn is_laid_over(&self) -> bool {
        self.below.is_some()
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

    /// The chain of a material, built by the first who asks for it. That of a scenario is the chain of the snapshot
    /// below with what changes touch put together anew, the same as if it were built.
    pub fn chain(&self, key: ChainKey) -> Arc<Chain> {
        let build = || Arc::new(Chain::build(&self.registry, key, self.cost_rates));
        self.chains
            .get(key, || self.patched(key).unwrap_or_else(build))
    }

    /// The chain out of that of the snapshot below; none where there is none, or more differs than a part.
    fn patched(&self, key: ChainKey) -> Option<Arc<Chain>> {
        let below = self.below.as_ref()?;
        let patch = Patch::of(&below.registry, &self.registry, key)?;
        patch.lay_over(&below.chain(key), self.cost_rates)
    }

    /// The snapshot below, if no record of some kinds differs from it.
    fn same_of(&self, kinds: &[Kind]) -> Option<&Arc<Self>> {
        let below = self.below.as_ref()?;
        let laid = self.registry.laid();
        let mut rows = laid.iter().filter_map(|it| it.before.or(it.after));
        rows.all(|it| !kinds.contains(&it.kind())).then_some(below)
    }

    /// Who takes which product in a year, found by the first who asks for it.
    pub fn takers(&self, when: When) -> Arc<Takers> {
        let when = When {
            nearest_years: false,
            ..when
        };
        self.takers.get(when, || {
            let below = self.same_of(Takers::READ).map(|it| it.takers(when));
            below.unwrap_or_else(|| Arc::new(Takers::of(&self.registry, when)))
        })
    }

    /// All links between places.
    pub fn site_graph(&self) -> &SiteGraph {
        match self.same_of(SiteGraph::READ) {
            Some(below) => below.site_graph(),
            None => self
                .site_graph
                .get_or_init(|| SiteGraph::build(&self.registry)),
        }
    }

    /// The names of all records, ready to be searched; the first who asks builds it. O(names · log names) then.
    /// Whoever asks has the same knowledge: there is one.
    pub fn search_index(&self, knowledge: &Knowledge) -> &SearchIndex {
        self.search_index
            .get_or_init(|| SearchIndex::of(&self.registry, knowledge))
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

    /// What `build` makes of this snapshot for a year, built by the first who asks and kept, one of each type and year. It has
    /// to be a pure function of the registry and the year.
    pub fn derived<T: Any + Send + Sync>(&self, when: When, build: impl Fn() -> T) -> Arc<T> {
        let key = (TypeId::of::<T>(), when);
        let kept = self.derived.get(key, || Arc::new(build()));
        // What is kept under a type is of that type.
        kept.downcast().unwrap_or_else(|_| Arc::new(build()))
    }

    /// How many chains are kept.
    #[cfg(test)]
    pub(crate) fn chains_kept(&self) -> usize {
        lock(&self.chains.slots).len()
    }

    /// Lends a workspace to a search.
    pub(crate) fn with_workspace<T>(&self, search: impl FnOnce(&mut Workspace) -> T) -> T {
        // A workspace grows to the size of a chain, and scenarios come and go.
        let lender = self.below.as_deref().unwrap_or(self);
        let mut workspace = lock(&lender.workspaces).pop().unwrap_or_default();
        let found = search(&mut workspace);
        let mut kept = lock(&lender.workspaces);
        if kept.len() < WORKSPACES_KEPT {
            kept.push(workspace);
        }
        found
    }
}

/// What was built, by what it is of; what was asked for longest ago gives way.
struct Kept<K, V: ?Sized> {
    /// Built or being built, the last asked for at the end.
    slots: Mutex<Vec<(K, Slot<V>)>>,
    at_most: usize,
}

type Slot<V> = Arc<OnceLock<Arc<V>>>;

impl<K: Copy + PartialEq, V: ?Sized> Kept<K, V> {
    fn at_most(at_most: usize) -> Self {
        Self {
            slots: Mutex::default(),
            at_most,
        }
    }

    /// What is kept under a key; the first who asks builds it.
    fn get(&self, key: K, build: impl FnOnce() -> Arc<V>) -> Arc<V> {
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
        Arc::clone(slot.get_or_init(build))
    }
}

/// The guard of a lock, also after a thread panicked while holding it: what is behind these locks can
/// always be built again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
