//! The order of streams without a recorded user.

use crate::analysis::unused::Tonnes;
use crate::analysis::unused::UnusedStream;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::material;

/// Contained tonnes of critical materials a year, the most first; then tonnes a year that are not used, then those that arise,
/// then by slug. What is not known comes after what is. O(streams · log streams).
pub(super) fn ranked(registry: &Registry, streams: Vec<UnusedStream>) -> Vec<UnusedStream> {
    let standing = |it: UnusedStream| {
        let tonnes = |it: &Option<Tonnes>| it.as_ref().map_or(-1.0, |it| it.tonnes);
        let critical = contained_critical(registry, &it).unwrap_or(-1.0);
        let tonnes = [critical, tonnes(&it.tonnes_per_year), tonnes(&it.generated)];
        (tonnes, it)
    };
    let mut ranked: Vec<([f64; 3], UnusedStream)> = streams.into_iter().map(standing).collect();
    ranked.sort_by(|(a, one), (b, other)| {
        let by_tonnes = b[0].total_cmp(&a[0]).then(b[1].total_cmp(&a[1]));
        let by_tonnes = by_tonnes.then(b[2].total_cmp(&a[2]));
        by_tonnes.then_with(|| registry.slug(one.row).cmp(registry.slug(other.row)))
    });
    ranked.into_iter().map(|it| it.1).collect()
}

/// Contained tonnes of critical materials a year, as far as known; none if none is. A member of a group that is told as such
/// is part of it.
fn contained_critical(registry: &Registry, of: &UnusedStream) -> Option<f64> {
    let known = of.contents.iter().filter(|it| it.is_critical);
    let known: Vec<(Row, f64)> = known
        .filter_map(|it| Some((it.material, it.tonnes_per_year.as_ref()?.tonnes)))
        .collect();
    let is_in_group = |of: Row| {
        let mut groups = registry.references(of, material::GROUP);
        groups.any(|group| known.iter().any(|it| it.0 == group))
    };
    let own = known.iter().filter(|it| !is_in_group(it.0));
    (!known.is_empty()).then(|| own.map(|it| it.1).sum())
}
