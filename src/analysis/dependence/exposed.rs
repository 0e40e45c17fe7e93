//! The sites of a region that hang on a country: each is traced up its chain.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::area::Area;
use crate::analysis::dependence::ExposedSite;
use crate::analysis::dependence::UnknownOrigin;
use crate::analysis::dependence::feed::Feed;
use crate::analysis::dependence::tell;
use crate::analysis::stress::reached;
use crate::analysis::stress::with_chain;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::network::Snapshot;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::site_of;
use crate::network::paths::At;
use crate::network::paths::Basis;
use crate::network::paths::MAX_STEPS;
use crate::network::paths::sources;
use crate::network::trace::Direction;
use crate::network::trace::Trace;
use crate::network::trace::TraceQuestion;
use crate::network::trace::trace;

/// What is asked of the sites that hang on a country.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposureQuestion {
    /// The code of the country, ISO 3166-1 alpha-2.
    pub country: String,
    /// The region whose sites are looked at.
    pub region: Row,
    /// Materials; none asks for all on record.
    pub materials: Option<Vec<Row>>,
    /// For which year; with what is planned, if so asked.
    pub when: When,
    /// Arcs, vertices and records that may be looked at; the first material is looked at in any case.
    pub budget: u64,
}

/// The sites that hang on a country.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposureAnswer {
    /// By slug of the material, then steps, then slug of the site.
    pub sites: Vec<ExposedSite>,
    /// Sites of which it is not known on whom they hang; those found to hang on the country by another way are not among
    /// them.
    pub not_known: Vec<UnknownOrigin>,
    /// A sentence that may be quoted.
    pub message: String,
    /// Materials of which not all sites were looked at since the budget was used up, by slug.
    pub not_looked_at: Vec<Row>,
    /// Arcs, vertices and records looked at.
    pub explored: u64,
    /// What the answer rests on.
    pub basis: Basis,
}

/// The sites of a region that hang on a country. O(materials · sites · (V + E)), at most about the budget; only sites that
/// something from the country, or from a place without one, can reach are traced.
pub fn exposure(snapshot: &Arc<Snapshot>, question: &ExposureQuestion) -> ExposureAnswer {
    let registry = snapshot.registry();
    let area = Area::of(registry, question.region, question.when);
    let mut looking = Looking {
        snapshot,
        area: &area,
        when: question.when,
        budget: question.budget,
        explored: 0,
        is_cut: false,
        basis: Rests::default(),
    };
    let (mut sites, mut not_known, mut not_looked_at) = (Vec::new(), Vec::new(), Vec::new());
    let mut takers = BTreeSet::new();
    for material in materials(snapshot, question) {
        if looking.explored >= question.budget && looking.explored > 0 {
            not_looked_at.push(material);
            continue;
        }
        looking.is_cut = false;
        let feeds = looking.feeds(material, Some(&question.country));
        takers.extend(feeds.iter().map(|it| it.site));
        let feeds: Vec<Read> = feeds.iter().map(|it| it.read(registry)).collect();
        let found = looking.exposed(&feeds, &question.country);
        let others = looking.not_known(&feeds).into_iter();
        not_known.extend(others.filter(|it| found.iter().all(|found| found.site != it.site)));
        sites.extend(found);
        if looking.is_cut {
            not_looked_at.push(material);
        }
    }
    let message = tell::exposure(registry, question, (&sites, &not_known), takers.len());
    let mut notes = Vec::new();
    looking.basis.add_notes(&mut notes);
    ExposureAnswer {
        message,
        sites,
        not_known,
        not_looked_at,
        explored: looking.explored,
        basis: Basis {
            revision: snapshot.revision(),
            year: question.when.year,
            sources: sources(registry, looking.basis.records.into_iter(), &notes),
            notes,
        },
    }
}

/// The materials asked for, each once, by slug.
fn materials(snapshot: &Snapshot, question: &ExposureQuestion) -> Vec<Row> {
    let registry = snapshot.registry();
    match &question.materials {
        None => with_chain(snapshot, question.when),
        Some(rows) => {
            let by_slug: BTreeMap<&str, Row> =
                rows.iter().map(|it| (registry.slug(*it), *it)).collect();
            by_slug.into_values().collect()
        }
    }
}

/// Records and assumptions that an answer rests on.
#[derive(Default)]
pub(super) struct Rests {
    pub(super) records: Vec<Row>,
    notes: Vec<Note>,
}

impl Rests {
    /// Adds its notes to others, each once.
    pub(super) fn add_notes(&self, notes: &mut Vec<Note>) {
        add_each_once(&self.notes, notes);
    }
}

/// Adds notes to others, each once.
pub(super) fn add_each_once(new: &[Note], notes: &mut Vec<Note>) {
    for note in new {
        if !notes.contains(note) {
            notes.push(*note);
        }
    }
}

/// Sites being looked at, one material after another.
pub(super) struct Looking<'a> {
    pub(super) snapshot: &'a Arc<Snapshot>,
    pub(super) area: &'a Area,
    pub(super) when: When,
    pub(super) budget: u64,
    pub(super) explored: u64,
    pub(super) is_cut: bool,
    pub(super) basis: Rests,
}

/// A site of the region that takes a material in.
pub(super) struct Fed {
    pub(super) site: Row,
    material: Row,
    /// What it is fed from; none where nothing is, or where that does not matter to the question.
    trace: Option<Trace>,
    /// Whether it takes in something that no movement on record brings and nothing there makes.
    lacks_origin: bool,
}

impl Fed {
    /// The same with what it is fed from read once, for all countries.
    pub(super) fn read<'a>(&'a self, registry: &'a Registry) -> Read<'a> {
        let trace = self.trace.as_ref();
        Read {
            fed: self,
            feed: trace.map(|it| Feed::of(registry, self.site, it)),
        }
    }
}

/// A site of the region with what it is fed from; none where nothing is, or where that does not matter to the question.
pub(super) struct Read<'a> {
    fed: &'a Fed,
    pub(super) feed: Option<Feed<'a>>,
}

/// How a site takes a material in.
#[derive(Clone, Copy, Default)]
struct Taking {
    is_received: bool,
    lacks_origin: bool,
    /// Whether something from the country asked, or from a place without one, can reach it.
    is_reached: bool,
}

impl Looking<'_> {
    /// The sites of the region that take a material in, by slug; traced are those that the country asked may reach, or all.
    pub(super) fn feeds(&mut self, material: Row, only: Option<&str>) -> Vec<Fed> {
        let chain = self.snapshot.chain(ChainKey::new(material, self.when));
        self.explored += (chain.arcs().len() + chain.vertices().len()) as u64;
        let taking = self.taking(&chain, only);
        let mut feeds = Vec::new();
        for (site, how) in taking {
            let is_traced = how.is_received && how.is_reached;
            let trace = is_traced.then(|| self.traced(material, site)).flatten();
            feeds.push(Fed {
                site,
                material,
                trace,
                lacks_origin: how.lacks_origin,
            });
        }
        feeds
    }

    /// The sites of the region that take the material in, by slug.
    fn taking(&self, chain: &Chain, only: Option<&str>) -> Vec<(Row, Taking)> {
        let registry = self.snapshot.registry();
        let begins = |at: usize| {
            let site = site_of(registry, chain.vertices()[at].place);
            let country = site.and_then(|it| registry.country_of(it));
            only.is_none_or(|only| country.is_none_or(|it| it == only))
        };
        let reached = reached(chain, true, begins);
        let graph = chain.graph();
        let mut found: BTreeMap<&str, (Row, Taking)> = BTreeMap::new();
        for (at, vertex) in (0_u32..).zip(chain.vertices()) {
            let roles = chain.roles()[at as usize];
            let lacks_origin = graph.entering(at).is_empty()
                && !roles.is_made
                && !roles.is_source(*vertex)
                && graph
                    .leaving(at)
                    .any(|it| chain.arcs()[it as usize].mode.is_none());
            if !(roles.is_received || lacks_origin) || !self.area.is_own(registry, vertex.place) {
                continue;
            }
            let entry = found.entry(registry.slug(vertex.place));
            let (_, taking) = entry.or_insert((vertex.place, Taking::default()));
            taking.is_received |= roles.is_received;
            taking.lacks_origin |= lacks_origin;
            taking.is_reached |= reached[at as usize];
        }
        found.into_values().collect()
    }

    /// The trace up from a site; none if the budget is used up, which is noted.
    fn traced(&mut self, material: Row, site: Row) -> Option<Trace> {
        let registry = self.snapshot.registry();
        let left = self.budget.saturating_sub(self.explored);
        let question = TraceQuestion {
            material: Some(registry.id(material)),
            max_steps: MAX_STEPS,
            at: At {
                year: Some(self.when.year),
                nearest_years: self.when.nearest_years,
                include_planned: self.when.include_planned,
            },
            budget: left,
            ..TraceQuestion::new(registry.id(site), Direction::Upstream)
        };
        // The site and material are on record, so that the question cannot be refused.
        let found = trace(self.snapshot, &question).ok()?;
        self.explored += found.completeness.explored;
        self.is_cut |= !found.completeness.is_exhaustive();
        Some(found)
    }

    /// The sites among some that hang on a country, by steps, then slug. Every site is work, and every feed that is walked.
    pub(super) fn exposed(&mut self, feeds: &[Read<'_>], country: &str) -> Vec<ExposedSite> {
        let registry = self.snapshot.registry();
        let mut found = Vec::new();
        for Read { fed, feed } in feeds {
            self.explored += 1;
            let Some(feed) = feed else { continue };
            let Some(way) = feed.nearest(country) else {
                continue;
            };
            self.explored += feed.size();
            let share = feed.share(country);
            let message = tell::site(
                registry,
                (fed.site, fed.material, self.when.year),
                &way,
                country,
            ) + &tell::share(share.as_ref().map(|it| it.0))
                + &tell::besides(registry, &feed.places_of(None));
            self.rest_on(fed, &way.records, share.as_ref().map(|it| it.1.as_slice()));
            found.push(ExposedSite {
                site: fed.site,
                material: fed.material,
                from: way.from,
                is_direct: way.steps == 1,
                steps: way.steps,
                share: share.map(|it| it.0),
                through: way.through,
                message,
            });
        }
        found.sort_by_key(|it| it.steps);
        found
    }

    /// Keeps the way to a site, what was assumed of it, and the figures of the share.
    fn rest_on(&mut self, fed: &Fed, way: &[Row], figures: Option<&[Row]>) {
        self.basis.records.extend(way);
        self.basis.records.extend(figures.unwrap_or_default());
        let notes = fed.trace.iter().flat_map(|it| &it.basis.notes);
        let is_of_way = |it: &&Note| {
            let speaks_of_way = way.contains(&it.subject)
                || it.rests_on.is_some_and(|record| way.contains(&record));
            speaks_of_way || (figures.is_some() && it.concern == Concern::Flow)
        };
        self.basis.notes.extend(notes.filter(is_of_way));
    }

    /// The sites among some of which it is not known, in whole or part, where they are fed from.
    pub(super) fn not_known(&self, feeds: &[Read<'_>]) -> Vec<UnknownOrigin> {
        let registry = self.snapshot.registry();
        let told = feeds.iter().filter_map(|Read { fed, feed }| {
            let places = feed.as_ref().map_or_else(Vec::new, |it| it.places_of(None));
            (fed.lacks_origin || !places.is_empty()).then(|| UnknownOrigin {
                site: fed.site,
                material: fed.material,
                message: tell::unknown(registry, (fed.site, fed.material, self.when.year), &places),
                places,
            })
        });
        told.collect()
    }
}
