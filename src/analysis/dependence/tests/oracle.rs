//! Random networks against a brute force over all simple ways, which shares no code with what it tests. All sites are
//! terminals: nothing is assumed to be converted there beside their activities.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::*;
use crate::network::dice::Dice;

const NETWORKS: usize = 2_000;

const COUNTRIES: [&str; 4] = ["FI", "RU", "CN", ""];

/// A site and the number of a product there.
type Vertex = (usize, usize);

struct Case {
    countries: Vec<&'static str>,
    /// Whether a site turns product 0 into product 1.
    turns: Vec<bool>,
    /// From, to, product, flow.
    links: Vec<(usize, usize, usize, Option<u32>)>,
}

impl Case {
    fn random(dice: &mut Dice) -> Self {
        let count = 3 + dice.roll(4);
        let forward = dice.roll(3) > 0;
        let certain = dice.roll(2) > 0;
        let mut links = Vec::new();
        for _ in 0..2 + dice.roll(2 * count) {
            let (a, b) = (dice.roll(count), dice.roll(count));
            let (a, b) = if forward {
                (a.min(b), a.max(b))
            } else {
                (a, b)
            };
            let known = certain || dice.roll(3) > 0;
            let flow = known.then(|| 1 + dice.number(6));
            if a != b {
                links.push((a, b, dice.roll(2), flow));
            }
        }
        Self {
            countries: (0..count).map(|_| COUNTRIES[dice.roll(4)]).collect(),
            turns: (0..count).map(|_| dice.roll(2) == 0).collect(),
            links,
        }
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "region eu FI,SE\nproduct p0 REFINED carries=nickel\nproduct p1 REFINED carries=nickel\n",
        );
        for (at, country) in self.countries.iter().enumerate() {
            let told = if country.is_empty() {
                String::new()
            } else {
                format!("country={country}")
            };
            writeln!(text, "site s{at} TERMINAL {told} status=OPERATING@2025").unwrap();
            if self.turns[at] {
                writeln!(text, "activity s{at} PROCESSING in=p0 out=p1").unwrap();
            }
        }
        for (at, (from, to, product, flow)) in self.links.iter().enumerate() {
            writeln!(text, "link l{at} s{from} s{to} p{product} of=nickel").unwrap();
            if let Some(flow) = flow {
                let figure =
                    format!("figure link:l{at} flow {flow} basis=CONTAINED material=nickel");
                writeln!(text, "{figure} year=2024").unwrap();
            }
        }
        text
    }

    /// What leads to a vertex: from where, and the flow of a link.
    fn before(&self, (site, product): Vertex) -> Vec<(Vertex, Option<Option<u32>>)> {
        let links = self.links.iter();
        let links = links.filter(|it| (it.1, it.2) == (site, product));
        let mut found: Vec<_> = links.map(|it| ((it.0, it.2), Some(it.3))).collect();
        if product == 1 && self.turns[site] {
            found.push(((site, 0), None));
        }
        found
    }

    /// What leads to a group of vertices from outside it, each with its part; none where that is not known.
    fn parts(&self, group: &[Vertex]) -> Vec<(Vertex, Option<f64>)> {
        let before = group.iter().flat_map(|it| self.before(*it));
        let before: Vec<_> = before.filter(|it| !group.contains(&it.0)).collect();
        if let [(only, None)] = before.as_slice() {
            return vec![(*only, Some(1.0))];
        }
        let flows: Option<Vec<f64>> = before
            .iter()
            .map(|it| it.1.flatten().map(f64::from))
            .collect();
        let whole: f64 = flows.iter().flatten().sum();
        let part = |at: usize| flows.as_ref().map(|it| it[at] / whole);
        let numbered = before.iter().enumerate();
        numbered.map(|(at, it)| (it.0, part(at))).collect()
    }

    /// All simple ways up from a site to the first place with the country: movements, and the part of the feed that comes so.
    fn ways(&self, site: usize, country: &str) -> Vec<(u32, Option<f64>)> {
        let start: Vec<Vertex> = vec![(site, 0), (site, 1)];
        let mut found = Vec::new();
        self.walk(
            &start,
            0,
            Some(1.0),
            &mut start.clone(),
            (country, &mut found),
        );
        found
    }

    fn walk(
        &self,
        group: &[Vertex],
        steps: u32,
        part: Option<f64>,
        seen: &mut Vec<Vertex>,
        (country, found): (&str, &mut Vec<(u32, Option<f64>)>),
    ) {
        for (far, of) in self.parts(group) {
            if seen.contains(&far) {
                continue;
            }
            let steps = steps + u32::from(far.0 != group[0].0);
            let part = part.zip(of).map(|(a, b)| a * b);
            if self.countries[far.0] == country {
                found.push((steps, part));
                continue;
            }
            seen.push(far);
            self.walk(&[far], steps, part, seen, (country, &mut *found));
            seen.pop();
        }
    }

    fn has_loop(&self) -> bool {
        let mut left: BTreeSet<usize> = (0..self.countries.len()).collect();
        loop {
            let free: Vec<usize> = left
                .iter()
                .copied()
                .filter(|it| !self.links.iter().any(|l| l.1 == *it && left.contains(&l.0)))
                .collect();
            if free.is_empty() {
                return !left.is_empty();
            }
            left.retain(|it| !free.contains(it));
        }
    }
}

#[test]
fn random_networks_agree_with_all_simple_ways() {
    let mut dice = Dice(51);
    let (mut known, mut unknown, mut far, mut split) = (0, 0, 0, 0);
    for _ in 0..NETWORKS {
        let case = Case::random(&mut dice);
        let text = case.text();
        for country in ["RU", "CN"] {
            let (snapshot, answer) = asked(&text, |it| it.country = country.to_owned());
            let slug = |row| snapshot.registry().slug(row).to_owned();
            let found: BTreeMap<String, &ExposedSite> =
                answer.sites.iter().map(|it| (slug(it.site), it)).collect();
            for site in 0..case.countries.len() {
                let is_own = case.countries[site] == "FI";
                let ways = if is_own {
                    case.ways(site, country)
                } else {
                    Vec::new()
                };
                let told = found.get(&format!("s{site}"));
                let least = ways.iter().map(|it| it.0).min();
                assert_eq!(told.map(|it| it.steps), least, "s{site} {country}\n{text}");
                let Some(told) = told else { continue };
                assert_eq!(told.is_direct, told.steps == 1);
                far += usize::from(told.steps > 1);
                let mut way: Vec<String> = vec![slug(told.from)];
                way.extend(told.through.iter().map(|it| slug(*it)));
                way.push(format!("s{site}"));
                assert_eq!(way.len(), told.steps as usize + 1, "{way:?}\n{text}");
                for pair in way.windows(2) {
                    let is_linked = |it: &(usize, usize, usize, Option<u32>)| {
                        pair[0] == format!("s{}", it.0) && pair[1] == format!("s{}", it.1)
                    };
                    assert!(case.links.iter().any(is_linked), "{way:?}\n{text}");
                }
                if case.has_loop() {
                    continue;
                }
                let share: Option<f64> = ways.iter().map(|it| it.1).sum();
                match (told.share, share) {
                    (Some(a), Some(b)) => {
                        assert!(
                            (a - b).abs() < 1e-9,
                            "s{site} {country}: {a}, expected {b}\n{text}"
                        );
                        known += 1;
                        split += usize::from(b > 0.0 && b < 1.0);
                    }
                    (a, b) => {
                        assert_eq!(a, b, "s{site} {country}\n{text}");
                        unknown += 1;
                    }
                }
            }
        }
    }
    assert!(
        known > 200 && unknown > 100 && far > 100 && split > 80,
        "{known} known, {unknown} unknown, {far} far, {split} split"
    );
}
