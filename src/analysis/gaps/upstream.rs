//! Plants that nothing of the region feeds: `MISSING_UPSTREAM`, and `NONE_RECORDED` of the same.
//!
//! A plant is fed where a recorded way leads to one of its inputs, or to anything of the material that it receives,
//! from a source inside the region: a mine, a recycler, a party the sources name there; to manufacturing also from
//! processing inside. It is fed as well from a *root*: another place of the region that ships the material and that no
//! movement on record brings it to. A sender that itself lives on feeds from outside is none. The stage that is missing before
//! processing is extraction; before manufacturing it is processing, or extraction where ore or concentrate is
//! taken. A plant of which no input that carries the material is on record is no case of this: see `data`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::area::Phase;
use crate::analysis::area::Whereabouts;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::census::Counted;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::reach::Way;
use crate::analysis::gaps::tell::names_with_countries;
use crate::analysis::gaps::tell::stage_word;
use crate::analysis::gaps::tell::who_knows;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::gaps::verdict::Gap;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::ProductForm;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::site;
use crate::network::chain::Operating;

pub(super) fn find(of: &OfMaterial<'_>) -> Vec<Gap> {
    let fed = [Stage::Processing, Stage::Manufacturing];
    let plants = fed.into_iter().flat_map(|stage| unfed(of, stage));
    plants.map(|it| of.gap(finding(of, &it))).collect()
}

/// Plants of one stage that lack the same stage before them.
struct Unfed {
    stage: Stage,
    missing: Stage,
    /// By slug.
    plants: Vec<Row>,
    /// Their inputs, as vertices.
    inputs: BTreeSet<usize>,
    /// What movements bring to them, as vertices; not all of it need be an input.
    received: BTreeSet<usize>,
}

/// The plants of a stage without feed, by the stage that is missing.
fn unfed(of: &OfMaterial<'_>, stage: Stage) -> Vec<Unfed> {
    let registry = of.registry;
    let vertices = of.chain.vertices();
    let begins = |at: usize| {
        let is_inside =
            of.asked.area.whereabouts(registry, vertices[at].place) == Whereabouts::Inside;
        let is_processed =
            stage == Stage::Manufacturing && of.chain.roles()[at].is_made_in(Stage::Processing);
        is_inside && (of.is_source(at) || is_processed)
    };
    let reached = of.reached(Way::Onward, begins, |_| true);
    let receivers: BTreeSet<Row> = (0..vertices.len())
        .filter(|at| of.chain.roles()[*at].is_received)
        .map(|at| vertices[at].place)
        .collect();
    let is_root = |at: usize| {
        of.is_own_vertex(at)
            && of.chain.roles()[at].is_shipped
            && !receivers.contains(&vertices[at].place)
    };
    let from_root = of.reached(Way::Onward, is_root, |_| true);
    // By place; vertices are ordered by its slug, then the product's.
    let mut plants: Vec<(Row, Vec<usize>)> = Vec::new();
    for (at, vertex) in vertices.iter().enumerate() {
        if of.is_own_vertex(at) {
            match plants.last_mut() {
                Some((place, of_place)) if *place == vertex.place => of_place.push(at),
                _ => plants.push((vertex.place, vec![at])),
            }
        }
    }
    let mut found: BTreeMap<Stage, Unfed> = BTreeMap::new();
    for (plant, of_place) in plants {
        let roles = |at: &usize| of.chain.roles()[*at];
        let is_input = |at: &usize| roles(at).is_taken_in(stage);
        let inputs: Vec<usize> = of_place.iter().copied().filter(is_input).collect();
        let mut feeds = of_place
            .iter()
            .filter(|it| is_input(it) || roles(it).is_received);
        // What a plant ships of its own feeds it only where it comes back.
        let is_reached =
            |at: &usize| reached[*at] || (from_root[*at] && receivers.contains(&plant));
        if inputs.is_empty() || feeds.any(is_reached) {
            continue;
        }
        let missing = stage_before(of, stage, &inputs);
        let unfed = found.entry(missing).or_insert_with(|| Unfed {
            stage,
            missing,
            plants: Vec::new(),
            inputs: BTreeSet::new(),
            received: BTreeSet::new(),
        });
        unfed.plants.push(plant);
        let received = of_place.into_iter().filter(|it| roles(it).is_received);
        unfed.received.extend(received);
        unfed.inputs.extend(inputs);
    }
    found.into_values().collect()
}

/// The stage that would give what is taken.
fn stage_before(of: &OfMaterial<'_>, stage: Stage, inputs: &[usize]) -> Stage {
    let is_raw = |at: &usize| {
        let taken = of.chain.vertices()[*at].product;
        let form = of.registry.code(taken, product::FORM);
        matches!(form, Some(ProductForm::Ore | ProductForm::Concentrate))
    };
    if stage == Stage::Processing || inputs.iter().any(is_raw) {
        Stage::Extraction
    } else {
        Stage::Processing
    }
}

fn finding(of: &OfMaterial<'_>, unfed: &Unfed) -> Finding {
    let year = of.asked.when.year;
    let missing = unfed.missing;
    let in_phase = |phase| of.census.inside_in(missing, phase);
    let operating = in_phase(Phase::Operating);
    let is_complete = of.asked.judgements.is_complete(of.material, missing);
    let is_surely_missing =
        is_complete && operating.is_empty() && in_phase(Phase::Unknown).is_empty();
    let kind = if is_surely_missing {
        GapKind::MissingUpstream
    } else {
        GapKind::NoneRecorded
    };
    let senders = senders(of, unfed);
    let around = of.census.around(missing);
    let text = text(of, unfed, &senders, &operating, kind);
    let plants = of.census.inside(unfed.stage);
    let plants = plants.filter(|it| unfed.plants.contains(&it.record));
    let mut evidence = Evidence::default()
        .counted(EvidenceRole::Affected, plants, year)
        .counted(EvidenceRole::Operating, operating.iter().copied(), year);
    for phase in [Phase::Planned, Phase::Idle, Phase::Closed, Phase::Unknown] {
        evidence = evidence.counted(EvidenceRole::of(phase), in_phase(phase), year);
    }
    let mut products: Vec<Row> = Vec::new();
    for at in &unfed.inputs {
        let taken = of.chain.vertices()[*at].product;
        if !products.contains(&taken) {
            products.push(taken);
        }
    }
    let mut flipped_by = Vec::new();
    if operating.is_empty() && in_phase(Phase::Unknown).is_empty() {
        let other = match kind {
            GapKind::MissingUpstream => GapKind::NoneRecorded,
            _ => GapKind::MissingUpstream,
        };
        flipped_by.push(of.flip_by_coverage(missing, other));
    }
    Finding {
        subject: format!("upstream of {}", unfed.stage.code()),
        is_around: !around.is_empty(),
        evidence: Evidence {
            products,
            links: senders.links,
            ..evidence
                .sites(EvidenceRole::Sender, &senders.places)
                .counted(EvidenceRole::WiderBloc, around, year)
        },
        coverage: of.asked.judgements.deciding(of.material, missing),
        flipped_by,
        ..Finding::new(kind, Some(missing), text)
    }
}

fn text(
    of: &OfMaterial<'_>,
    unfed: &Unfed,
    senders: &Senders,
    operating: &[&Counted],
    kind: GapKind,
) -> String {
    let plants = super::tell::names(of.registry, unfed.plants.iter().copied());
    let material = of.material_word();
    let missing = of.stage_of_material(unfed.missing);
    let unknown = of.census.inside_in(unfed.missing, Phase::Unknown);
    // Of a way whose source names other materials it is not known whether this one goes along.
    let named = if senders.unnamed.is_empty() {
        String::new()
    } else {
        format!(" of {material}")
    };
    let why = match kind {
        GapKind::MissingUpstream => format!("no site there operates {missing}"),
        _ if operating.is_empty() && unknown.is_empty() => {
            format!("no site on record there operates {missing}")
        }
        _ if operating.is_empty() => format!(
            "whether {missing} operates there is not known of {}",
            of.counted_names(&unknown)
        ),
        _ => format!(
            "though {missing} operates at {}, no recorded way{named} leads from it",
            of.counted_names(operating)
        ),
    };
    let judged = match kind {
        GapKind::MissingUpstream => String::new(),
        _ if operating.is_empty() && unknown.is_empty() => {
            format!("; {}", of.judged(unfed.missing))
        }
        _ => {
            let knower = unfed.plants.first();
            let knower = knower.map(|it| who_knows(of.registry, *it, *it));
            let knower = knower.map_or(String::new(), |it| format!("; {it}"));
            format!("; to be checked: where the feed comes from{knower}")
        }
    };
    format!(
        "{} of {material} at {plants} has no recorded feed{named} from within the region: {why}, {}{judged}",
        stage_word(unfed.stage),
        senders.words(of),
    )
}

/// Who sends what the plants take.
struct Senders {
    /// From outside the region; where none does, whoever ships to the plants. By slug.
    places: Vec<Row>,
    /// The movements that leave them, in the order of arcs.
    links: Vec<Row>,
    /// Movements in force that bring a product which usually carries the material, though their sources name
    /// others of its materials alone.
    unnamed: Vec<Row>,
}

impl Senders {
    fn words(&self, of: &OfMaterial<'_>) -> String {
        let registry = of.registry;
        let unnamed = self.unnamed.iter().map(|it| {
            let from = registry.reference(*it, link::FROM);
            let from = from.map_or("", |it| registry.name(it));
            format!("{from} ({})", registry.slug(*it))
        });
        let unnamed = if self.unnamed.is_empty() {
            String::new()
        } else {
            format!(
                "a way on record from {} does not name {}",
                super::tell::listed(unnamed),
                of.material_word()
            )
        };
        let places = names_with_countries(registry, &self.places);
        match (self.places.is_empty(), self.unnamed.is_empty()) {
            (true, true) if !self.links.is_empty() => {
                let from = self.links.iter();
                let from = from.filter_map(|it| registry.reference(*it, link::FROM));
                let from = super::tell::names(registry, from);
                format!("and what is on record comes from the side-streams {from}")
            }
            (true, true) => "and no sender is on record".to_owned(),
            (true, false) => format!("and {unnamed}"),
            (false, true) => format!("and what is on record comes from {places}"),
            (false, false) => {
                format!("and what is on record comes from {places}; {unnamed}")
            }
        }
    }
}

/// The first places outside the region on the recorded ways back from the plants that do more than pass on.
fn senders(of: &OfMaterial<'_>, unfed: &Unfed) -> Senders {
    let registry = of.registry;
    let sends = |tail: Row, _| !of.is_own(tail) && !passes_on(of, tail);
    let begins = unfed.inputs.iter().chain(&unfed.received);
    let begins: Vec<u32> = begins.filter_map(|it| u32::try_from(*it).ok()).collect();
    let mut found = ways_back(of, begins, sends);
    if found.0.is_empty() {
        // Ways that only come round: whoever ships to the plants is named.
        let received = unfed.received.iter();
        let received: Vec<u32> = received.filter_map(|it| u32::try_from(*it).ok()).collect();
        found = ways_back(of, received, |tail, head| tail != head);
    }
    let (places, arcs) = found;
    let links = arcs.into_iter().take(super::MAX_EVIDENCE);
    let unnamed = unnamed(of, &unfed.plants);
    let by_arcs = links.map(|it| of.chain.arcs()[it as usize].record);
    let mut links: Vec<Row> = by_arcs.collect();
    links.extend(
        unnamed
            .iter()
            .copied()
            .filter(|it| !links.contains(it))
            .collect::<Vec<Row>>(),
    );
    if places.is_empty() {
        links.extend(from_side_streams(of, &unfed.plants));
    }
    let by_slug: BTreeMap<&str, Row> = places
        .into_iter()
        .map(|it| (registry.slug(it), it))
        .collect();
    Senders {
        places: by_slug.into_values().collect(),
        links,
        unnamed,
    }
}

/// The first places of a kind on the ways back from vertices, and the arcs that leave them.
fn ways_back(
    of: &OfMaterial<'_>,
    mut open: Vec<u32>,
    sends: impl Fn(Row, Row) -> bool,
) -> (BTreeSet<Row>, BTreeSet<u32>) {
    let mut reached: BTreeSet<u32> = BTreeSet::new();
    let (mut places, mut arcs) = (BTreeSet::new(), BTreeSet::new());
    while let Some(vertex) = open.pop() {
        let head = of.chain.vertices()[vertex as usize].place;
        for entering in of.chain.graph().entering(vertex) {
            let tail = of.chain.vertices()[entering.tail as usize].place;
            if sends(tail, head) {
                places.insert(tail);
                arcs.insert(entering.arc);
            } else if reached.insert(entering.tail) {
                open.push(entering.tail);
            }
        }
    }
    (places, arcs)
}

/// Links in force that bring the material to some plants from side-streams.
fn from_side_streams(of: &OfMaterial<'_>, plants: &[Row]) -> Vec<Row> {
    let registry = of.registry;
    let mut operating = Operating::new(registry, of.asked.when);
    let is_from = |row: Row| {
        let from = registry.reference(row, link::FROM);
        from.is_some_and(|it| it.kind() == Kind::SideStream)
    };
    let to_plants = plants
        .iter()
        .flat_map(|it| registry.referring(Kind::Link, link::TO, *it));
    to_plants
        .filter(|it| is_from(*it) && registry.link_names(*it, of.material) && operating.speaks(*it))
        .collect()
}

/// Movements in force to some plants whose product usually carries the material, and whose sources name others of its
/// materials alone.
fn unnamed(of: &OfMaterial<'_>, plants: &[Row]) -> Vec<Row> {
    let registry = of.registry;
    let mut operating = Operating::new(registry, of.asked.when);
    let to_plants = plants
        .iter()
        .flat_map(|it| registry.referring(Kind::Link, link::TO, *it));
    let leaves_out = |row: Row| {
        let product = registry.reference(row, link::PRODUCT);
        let carries = |product: Row| {
            registry
                .references(product, product::MATERIALS)
                .any(|it| it == of.material)
        };
        let mut named = registry.references(row, link::MATERIALS).peekable();
        named.peek().is_some() && named.all(|it| it != of.material) && product.is_some_and(carries)
    };
    to_plants
        .filter(|it| leaves_out(*it) && operating.link(*it).is_some())
        .collect()
}

/// Whether a place only passes products on.
pub(super) fn passes_on(of: &OfMaterial<'_>, place: Row) -> bool {
    let kind = of.registry.code(place, site::KIND);
    matches!(
        kind,
        Some(SiteKind::Harbour | SiteKind::Terminal | SiteKind::Storage)
    )
}
