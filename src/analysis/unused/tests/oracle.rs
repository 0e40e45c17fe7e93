//! Which streams are listed, with what state, part and years, by a plain reading of the rules; and that the sums add up to all.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Fates of a stream, and which of them use it, do not, or are not known.
const FATES: [(&str, [bool; 3]); 10] = [
    ("", [false, false, true]),
    ("UNKNOWN", [false, false, true]),
    ("STORED", [false, true, false]),
    ("LANDFILLED;STORED", [false, true, false]),
    ("BACKFILLED;STORED", [false, true, false]),
    ("SOLD", [true, false, false]),
    ("REUSED;SOLD", [true, false, false]),
    ("STORED;REUSED", [true, true, false]),
    ("REUSED;UNKNOWN", [true, false, true]),
    ("STORED;UNKNOWN", [false, true, true]),
];

/// What a link says, whether it takes in 2025 if its taker operates, and if not, whether it once did and until when.
const LINKS: [(&str, bool, Option<Option<i32>>); 7] = [
    ("", true, None),
    ("last=2025 status=HISTORICAL", true, None),
    ("last=2023", false, Some(Some(2023))),
    ("last=2021 status=HISTORICAL", false, Some(Some(2021))),
    ("first=2022 status=HISTORICAL", false, Some(None)),
    ("status=PLANNED", false, None),
    ("first=2026", false, None),
];

/// A taker that closed is told so of this year.
const SHUT: i32 = 2022;

/// Sites of the region; the first operates.
const SITES: [&str; 3] = ["OPERATING@2024", "CLOSED@2020", "UNKNOWN@2020"];

/// One stream as choices among the lists above.
#[derive(Clone, Debug)]
struct Random {
    site: usize,
    /// Products are of several streams.
    product: usize,
    fate: usize,
    /// The fate is told of this year.
    told: i32,
    /// Tonnes that arise, and the year of the figure, if it has one.
    generation: Option<(u32, Option<i32>)>,
    /// The same of the stock.
    stock: Option<(u32, Option<i32>)>,
    /// What the link says, whether its taker is shut, and tonnes of its flow.
    links: Vec<(usize, bool, Option<u32>)>,
}

fn random() -> impl Strategy<Value = Random> {
    let generation = (
        1..3_u32,
        prop::sample::select(vec![None, Some(2010), Some(2022)]),
    );
    let generation =
        prop::option::of(generation.prop_map(|(hundreds, year)| (hundreds * 100, year)));
    let flow = prop::option::of(prop::sample::select(vec![40, 100]));
    let links = prop::collection::vec((0..LINKS.len(), any::<bool>(), flow), 0..3);
    let told = (0..3_usize, 0..3_usize, 0..FATES.len(), 2021..2025_i32);
    let stock = (1..3_u32, prop::option::of(2001..2003_i32));
    let stock = prop::option::of(stock);
    let all = (told, generation, stock, links);
    all.prop_map(|(told, generation, stock, links)| Random {
        site: told.0,
        product: told.1,
        fate: told.2,
        told: told.3,
        generation,
        stock,
        links,
    })
}

/// What is to be told of a stream that is listed.
#[derive(Clone, Debug, PartialEq)]
struct Expected {
    state: &'static str,
    part: Option<f64>,
    arising: Option<f64>,
    unused: Option<f64>,
    stock: Option<f64>,
    years: Vec<i32>,
    has_undated: bool,
    former: usize,
}

/// What the rules say of a stream.
enum Rule {
    Used,
    HasUser,
    Listed(Expected),
}

impl Random {
    fn text(&self, at: usize) -> String {
        let Self { site, product, .. } = self;
        let told = match FATES[self.fate].0 {
            "" => String::new(),
            it => format!("fate={it}@{}", self.told),
        };
        let mut text = format!("\nside-stream t{at} s{site} p{product} {told}");
        for (quantity, told) in [("generation", self.generation), ("stock", self.stock)] {
            let Some((tonnes, year)) = told else { continue };
            let year = year.map_or(String::new(), |it| format!("year={it}"));
            text += &format!(
                "\nfigure side-stream:t{at} {quantity} {tonnes} product=p{product} basis=GROSS {year}"
            );
        }
        for (number, (link, is_shut, flow)) in self.links.iter().enumerate() {
            let (taker, words) = (if *is_shut { "shut" } else { "open" }, LINKS[*link].0);
            text += &format!("\nlink l{at}-{number} side-stream:t{at} {taker} p{product} {words}");
            if let Some(tonnes) = flow {
                text +=
                    &format!("\nfigure link:l{at}-{number} flow {tonnes} basis=GROSS year=2024");
            }
        }
        text
    }

    fn rule(&self) -> Rule {
        let (fates, [is_used, is_unused, is_unknown]) = FATES[self.fate];
        let current = self.links.iter().filter(|it| LINKS[it.0].1 && !it.1);
        let flows: Vec<Option<u32>> = current.map(|it| it.2).collect();
        let former = self
            .links
            .iter()
            .filter_map(|(link, is_shut, _)| match LINKS[*link] {
                (_, true, _) => is_shut.then_some(Some(SHUT)),
                (_, false, until) => until,
            });
        let former: Vec<Option<i32>> = former.collect();
        let arising = self.generation.filter(|_| self.site == 0);
        let taken: Option<u32> = flows.iter().copied().sum();
        let left = arising
            .zip(taken)
            .map(|((whole, _), taken)| (f64::from(whole) - f64::from(taken)) / f64::from(whole));
        let part = if is_used && !is_unused && !is_unknown {
            let is_told_later = |it: &Option<i32>| it.is_some_and(|it| self.told > it);
            if !flows.is_empty() || former.is_empty() || former.iter().any(is_told_later) {
                return Rule::Used;
            }
            None
        } else if flows.is_empty() {
            (is_unused && !is_used && !is_unknown).then_some(1.0)
        } else {
            match left {
                None if is_unknown => return Rule::HasUser,
                Some(left) if left <= 0.0 => return Rule::Used,
                left => left,
            }
        };
        let state = match fates {
            _ if !flows.is_empty() => "PARTLY",
            "STORED;REUSED" | "REUSED;UNKNOWN" => "PARTLY",
            "LANDFILLED;STORED" => "LANDFILLED",
            "BACKFILLED;STORED" => "BACKFILLED",
            "STORED" | "STORED;UNKNOWN" => "STORED",
            "UNKNOWN" => "UNKNOWN",
            _ => "NONE_RECORDED",
        };
        let by_flow = arising.is_some() && part.is_some() && !flows.is_empty();
        let told: Vec<Option<i32>> = [self.stock, arising]
            .iter()
            .flatten()
            .map(|it| it.1)
            .collect();
        let years: BTreeSet<i32> = told
            .iter()
            .copied()
            .flatten()
            .chain(by_flow.then_some(2024))
            .collect();
        Rule::Listed(Expected {
            state,
            part,
            arising: arising.map(|it| f64::from(it.0)),
            unused: arising.zip(part).map(|(it, part)| f64::from(it.0) * part),
            stock: self.stock.map(|it| f64::from(it.0)),
            years: years.into_iter().collect(),
            has_undated: told.contains(&None),
            former: former.len(),
        })
    }
}

fn network(streams: &[Random]) -> String {
    let mut text = format!(
        "region fi
        site open PROCESSOR country=SE
        site shut PROCESSOR country=SE status=CLOSED@{SHUT}"
    );
    for (at, status) in SITES.iter().enumerate() {
        text +=
            &format!("\nproduct p{at} RESIDUE\nsite s{at} PROCESSOR country=FI status={status}");
    }
    for (at, it) in streams.iter().enumerate() {
        text += &it.text(at);
    }
    text
}

fn rounded(it: Option<f64>) -> Option<f64> {
    it.map(|it| (it * 1e6).round() / 1e6)
}

fn as_told(it: &UnusedStream) -> Expected {
    let tonnes = |it: &Option<Tonnes>| it.as_ref().map(|it| it.tonnes);
    Expected {
        state: it.state.code(),
        part: rounded(it.part),
        arising: tonnes(&it.generated),
        unused: rounded(tonnes(&it.tonnes_per_year)),
        stock: tonnes(&it.stock),
        years: it.years.clone(),
        has_undated: it.has_undated,
        former: it.former.len(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn every_stream_is_told_by_the_rules_and_the_sums_add_up_to_all(
        streams in prop::collection::vec(random(), 0..9),
    ) {
        let (snapshot, found) = answer(&network(&streams), None);
        let slug = |row: Row| snapshot.registry().slug(row).to_owned();
        let told: BTreeMap<String, Expected> =
            found.streams.iter().map(|it| (slug(it.row), as_told(it))).collect();
        let mut expected: BTreeMap<String, Expected> = BTreeMap::new();
        let mut with_user = 0;
        for (at, it) in streams.iter().enumerate() {
            match it.rule() {
                Rule::Used => {}
                Rule::HasUser => with_user += 1,
                Rule::Listed(it) => {
                    let it = Expected { part: rounded(it.part), unused: rounded(it.unused), ..it };
                    expected.insert(format!("t{at}"), it);
                }
            }
        }
        prop_assert_eq!(&told, &expected);
        let totals = &found.totals;
        prop_assert_eq!(totals.with_user, with_user);
        // What counts on its own: `again` says which streams are told elsewhere.
        let elsewhere: BTreeSet<String> =
            found.streams.iter().filter(|it| it.told_in.is_some()).map(|it| slug(it.row)).collect();
        let counted = expected.iter().filter(|it| !elsewhere.contains(it.0));
        let counted: Vec<&Expected> = counted.map(|it| it.1).collect();
        let sum = |of: &dyn Fn(&Expected) -> Option<f64>| {
            let known: Vec<f64> = counted.iter().filter_map(|it| of(it)).collect();
            ((!known.is_empty()).then(|| known.iter().sum::<f64>()), known.len())
        };
        let unused = sum(&|it| it.unused);
        prop_assert_eq!((rounded(totals.per_year.tonnes), totals.per_year.known), (rounded(unused.0), unused.1));
        let more = sum(&|it| it.arising.filter(|_| it.unused.is_none()));
        prop_assert_eq!((totals.at_most_more.tonnes, totals.at_most_more.known), more);
        let idle = streams.iter().enumerate().filter(|(_, it)| it.site > 0);
        let idle = idle.map(|it| format!("t{}", it.0));
        let idle = idle.filter(|it| expected.contains_key(it) && !elsewhere.contains(it)).count();
        prop_assert_eq!((totals.not_arising, totals.told_elsewhere), (idle, elsewhere.len()));
        // Shown, elsewhere and not arising are all.
        let shown = totals.per_year.known + totals.at_most_more.known + totals.at_most_more.unknown;
        prop_assert_eq!(shown, totals.per_year.known + totals.per_year.unknown);
        prop_assert_eq!(shown + totals.told_elsewhere + totals.not_arising, found.streams.len());
        // The same of stocks, of sites that do not operate too.
        let heaps = found.streams.iter().filter(|it| it.stock_told_in.is_none());
        let heaps: BTreeSet<String> = heaps.map(|it| slug(it.row)).collect();
        let piled = expected.iter().filter(|it| heaps.contains(it.0)).filter_map(|it| it.1.stock);
        let piled: Vec<f64> = piled.collect();
        prop_assert_eq!(totals.stock.tonnes.unwrap_or_default(), piled.iter().sum::<f64>());
        prop_assert_eq!((totals.stock.known, totals.stock.unknown), (piled.len(), heaps.len() - piled.len()));
        prop_assert_eq!(totals.stock_told_elsewhere, expected.len() - heaps.len());
        // Years of what is added alone: of what arises and flows where that counts, of a stock where the stock does.
        let mut years: BTreeSet<Option<i32>> = BTreeSet::new();
        for (slug, it) in &expected {
            let random = &streams[slug.trim_start_matches('t').parse::<usize>().unwrap()];
            let is_counted = !elsewhere.contains(slug) && it.arising.is_some();
            years.extend(random.generation.filter(|_| is_counted).map(|it| it.1));
            years.extend((is_counted && it.years.contains(&2024)).then_some(Some(2024)));
            years.extend(random.stock.filter(|_| heaps.contains(slug)).map(|it| it.1));
        }
        prop_assert_eq!(totals.has_undated, years.remove(&None));
        prop_assert_eq!(&totals.years, &years.into_iter().flatten().collect::<Vec<_>>());
        // Every stream with tonnes tells of which year they are, in its sentence too.
        for it in &found.streams {
            let years = it.years.iter().all(|year| it.message.contains(&format!("{year}")));
            let undated = !it.has_undated || it.message.contains("undated");
            prop_assert!(years && undated, "{}", it.message);
            let is_told = it.generated.is_some() || it.stock.is_some();
            prop_assert_eq!(is_told, it.message.contains(", by "));
        }
    }
}
