//! Products that go on only to external buyers: `LEAVES_MAP`.
//!
//! A product of a site of the region leaves the map if movements are all that leads on from it, and every way on, over
//! harbours, terminals, storages and other external parties, ends at an external party. One receiver on the map,
//! or a harbour from which nothing is known to go on, and it is no gap.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::area::is_external;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::MAX_EVIDENCE;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::STAGES;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::tell::listed;
use crate::analysis::gaps::tell::names_with_countries;
use crate::analysis::gaps::upstream::passes_on;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::gaps::verdict::Gap;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::network::chain::ArcKind;

/// What leaves the map from one vertex.
struct Leaving {
    vertex: usize,
    buyers: BTreeSet<Row>,
    links: BTreeSet<u32>,
}

pub(super) fn find(of: &OfMaterial<'_>) -> Vec<Gap> {
    let vertices = 0..of.chain.vertices().len();
    let is_given = |at: &usize| {
        let roles = of.chain.roles()[*at];
        STAGES.into_iter().any(|stage| roles.is_made_in(stage))
    };
    let left: Vec<Leaving> = vertices
        .filter(|at| is_given(at) && of.is_own_vertex(*at))
        .filter_map(|at| leaving(of, at))
        .collect();
    let of_stage = |stage| {
        let given = left
            .iter()
            .filter(|it| of.chain.roles()[it.vertex].is_made_in(stage));
        let given: Vec<&Leaving> = given.collect();
        (!given.is_empty()).then(|| of.gap(finding(of, stage, &given)))
    };
    STAGES.into_iter().filter_map(of_stage).collect()
}

/// The buyers of a product that has no others.
fn leaving(of: &OfMaterial<'_>, vertex: usize) -> Option<Leaving> {
    let graph = of.chain.graph();
    let begin = u32::try_from(vertex).ok()?;
    let mut left = Leaving {
        vertex,
        buyers: BTreeSet::new(),
        links: BTreeSet::new(),
    };
    let mut reached = BTreeSet::from([begin]);
    let mut open = vec![begin];
    while let Some(at) = open.pop() {
        let place = of.chain.vertices()[at as usize].place;
        let ways = graph.leaving(at);
        if ways.is_empty() {
            if !is_external(of.registry, place) {
                return None;
            }
            left.buyers.insert(place);
        }
        for arc in ways {
            let head = graph.head(arc);
            let receiver = of.chain.vertices()[head as usize].place;
            let is_off_the_map = is_external(of.registry, receiver) || passes_on(of, receiver);
            if of.chain.arcs()[arc as usize].kind != ArcKind::Movement || !is_off_the_map {
                return None;
            }
            left.links.insert(arc);
            if reached.insert(head) {
                open.push(head);
            }
        }
    }
    (!left.buyers.is_empty()).then_some(left)
}

fn finding(of: &OfMaterial<'_>, stage: Stage, left: &[&Leaving]) -> Finding {
    let registry = of.registry;
    let buyers: BTreeMap<&str, Row> = left
        .iter()
        .flat_map(|it| &it.buyers)
        .map(|it| (registry.slug(*it), *it))
        .collect();
    let buyers: Vec<Row> = buyers.into_values().collect();
    let vertex = |it: &&Leaving| of.chain.vertices()[it.vertex];
    let given = left.iter().map(|it| {
        let at = vertex(it);
        format!(
            "{} of {}",
            registry.name(at.product),
            registry.name(at.place)
        )
    });
    let products: BTreeMap<&str, Row> = left
        .iter()
        .map(|it| vertex(it).product)
        .map(|it| (registry.slug(it), it))
        .collect();
    let text = format!(
        "of what {} gives in {}, {} {} on record only to buyers of which the data know no more: {}",
        of.stage_of_material(stage),
        registry.name(of.asked.area.region),
        listed(given),
        if left.len() == 1 { "goes" } else { "go" },
        names_with_countries(registry, &buyers),
    );
    let year = of.asked.when.year;
    let is_giver = |site: Row| left.iter().any(|it| vertex(it).place == site);
    let givers = of.census.inside(stage).filter(|it| is_giver(it.record));
    let evidence = Evidence::default()
        .counted(EvidenceRole::Affected, givers, year)
        .sites(EvidenceRole::Buyer, &buyers);
    let arcs: BTreeSet<u32> = left
        .iter()
        .flat_map(|it| it.links.iter().copied())
        .collect();
    let links = arcs.into_iter().take(MAX_EVIDENCE);
    Finding {
        evidence: Evidence {
            products: products.into_values().collect(),
            links: links
                .map(|it| of.chain.arcs()[it as usize].record)
                .collect(),
            ..evidence
        },
        ..Finding::new(GapKind::LeavesMap, Some(stage), text)
    }
}
