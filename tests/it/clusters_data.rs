//! What memberships of clusters join in the seed packages: who of the members runs a site or offers a service.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use ketju::analysis::clusters::reach;
use ketju::analysis::clusters::reach::Reach;
use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::Registry;
use ketju::model::Row;
use ketju::model::tables::membership;
use ketju::model::tables::organisation;
use ketju::model::tables::platform;

use crate::api::seeded_snapshot;
use crate::data::cell;
use crate::data::read;
use crate::data::sources;

/// Hand-checked joins of the source sets, where they lie beside the repository.
const CROSSWALK: &str = "crosswalk/membership_sites.csv";

/// The facility of the crosswalk that is a platform here, so that its operator offers a service and runs no site.
const PLATFORM: &str = "gtk-mintec";

/// The nearest way by which an organisation reaches a site; none if it reaches none.
fn way(registry: &Registry, organisation: Row) -> Option<Reach> {
    let ways: BTreeSet<&str> = reach::sites(registry, organisation)
        .into_iter()
        .map(|(_, way)| way.code())
        .collect();
    let by_nearness = [Reach::Direct, Reach::Subsidiary, Reach::Successor];
    by_nearness.into_iter().find(|it| ways.contains(it.code()))
}

/// Whether an organisation offers a service or a processing step, or runs a platform.
fn provides(registry: &Registry, organisation: Row) -> bool {
    let told = [organisation::SERVICES, organisation::PROCESSES];
    told.iter()
        .any(|it| registry.texts(organisation, *it).next().is_some())
        || !registry
            .referring(Kind::Platform, platform::OPERATOR, organisation)
            .is_empty()
}

#[test]
fn memberships_join_operators_and_service_providers() {
    let snapshot = seeded_snapshot();
    let registry = snapshot.registry();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in registry.rows(Kind::Membership) {
        let who = registry.reference(row, membership::ORGANISATION);
        let cluster = registry.reference(row, membership::CLUSTER);
        let (Some(who), Some(_)) = (who, cluster) else {
            panic!("dangling: {}", registry.slug(row));
        };
        let way = way(registry, who).map_or("no site", Reach::code);
        *counts.entry(way).or_default() += 1;
        let provider = if provides(registry, who) {
            "provider"
        } else {
            "no provider"
        };
        *counts.entry(provider).or_default() += 1;
        if way != "no site" || provider == "provider" {
            *counts.entry("operator or provider").or_default() += 1;
        }
    }
    // By hand 29 direct, 5 by subsidiary, 3 by successor. Seven of the direct ones are the operator of a pilot plant,
    // which is a platform here and counts below as a provider; one by subsidiary also runs works abroad itself.
    let counts: Vec<(&str, usize)> = counts.into_iter().collect();
    assert_eq!(
        counts,
        [
            ("DIRECT", 23),
            ("SUBSIDIARY", 4),
            ("SUCCESSOR", 3),
            ("no provider", 115),
            ("no site", 147),
            ("operator or provider", 81),
            ("provider", 62),
        ]
    );
}

#[test]
fn memberships_reach_the_sites_that_were_checked_by_hand() {
    if !Path::new(&sources(CROSSWALK)).is_file() {
        return;
    }
    let snapshot = seeded_snapshot();
    let registry = snapshot.registry();
    let mut lost = Vec::new();
    let mut beyond = BTreeSet::new();
    for line in read(&sources(CROSSWALK)) {
        let slug = cell(&line, "canonical_organisation_id");
        let who = registry
            .find(&Id::new(Kind::Organisation, slug))
            .unwrap_or_else(|| panic!("no organisation `{slug}`"));
        let found: BTreeMap<&str, Reach> = reach::sites(registry, who)
            .into_iter()
            .map(|(site, way)| (registry.slug(site), way))
            .collect();
        let expected = cell(&line, "site_ids").split(';');
        let expected: BTreeSet<&str> = expected
            .filter(|it| !it.is_empty() && *it != PLATFORM)
            .collect();
        for site in &expected {
            let way = found.get(site).map(|it| it.code().to_lowercase());
            if way.as_deref() != Some(cell(&line, "reach")) {
                lost.push(format!(
                    "{slug}: {site} {way:?}, not {}",
                    cell(&line, "reach")
                ));
            }
        }
        let more = found.keys().copied().filter(|it| !expected.contains(it));
        let more: Vec<&str> = more.collect();
        if !more.is_empty() {
            beyond.insert(format!("{slug}: {}", more.join(" ")));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    // Parties outside the data, and sites of companies further down, which the hand-checked table leaves out.
    let beyond: Vec<String> = beyond.into_iter().collect();
    assert_eq!(
        beyond,
        [
            "boliden: aitik-mine boliden-harjavalta boliden-kokkola ext-boliden-garpenberg-se ext-boliden-tara-ie \
             kevitsa-mine kylylahti-mine luikonlahti-concentrator pori-copper-refinery ronnskar",
            "crisolteq: ext-fortum-kirchardt-de",
            "fortum-battery-recycling: ext-fortum-kirchardt-de",
            "lkab: ext-lkab-mines-se reetec-heroya",
            "outokumpu: ext-outokumpu-avesta-se ext-outokumpu-calvert-us ext-outokumpu-sheffield-gb \
             ext-outokumpu-terneuzen-finishing-nl",
            "solvay: it-alpha",
            "tapojarvi: hannukainen",
        ]
    );
}
