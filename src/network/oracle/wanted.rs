//! What paths have to look like, held against a path by trying every cut of its word.

use std::collections::BTreeSet;

use crate::network::dice::Dice;
use crate::network::oracle::Brute;
use crate::network::oracle::Case;
use crate::network::oracle::Link;
use crate::network::search::Outline;
use crate::network::search::Run;

/// A pattern, places to pass in order, and links not to use.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) runs: Vec<Run>,
    /// By link, what it reads.
    pub(super) readings: Vec<Option<u16>>,
    /// By vertex, what it reads as the first.
    pub(super) first: Vec<Option<u16>>,
    /// By vertex, what it reads as the last.
    pub(super) last: Vec<Option<u16>>,
    /// Places, no place twice.
    pub(super) via: Vec<u32>,
    /// By link.
    pub(super) barred: Vec<bool>,
}

/// A run and how often it was read, or the number of runs where all are behind.
type Position = (usize, u32);

/// A vertex, a position and how many places are passed.
type Config = (u32, Position, usize);

impl Wanted {
    pub(super) fn random(dice: &mut Dice, case: &Case) -> Self {
        let runs: Vec<Run> = (0..dice.roll(4))
            .map(|_| {
                let min = dice.number(3);
                let max = min.max(1) + dice.number(2);
                Run { min, max }
            })
            .collect();
        let count = runs.len();
        let mut set = || {
            let bits = (0..count).filter(|_| dice.roll(4) > 0);
            bits.fold(0, |set, bit| set | 1 << bit)
        };
        let letters: [u16; 4] = std::array::from_fn(|_| set());
        let mut readings = |of: usize, none_in: usize| -> Vec<Option<u16>> {
            (0..of)
                .map(|_| (dice.roll(none_in) > 0).then(|| letters[dice.roll(4)]))
                .collect()
        };
        let (readings, first, last) = (
            readings(case.links.len(), 2),
            readings(case.places.len(), 3),
            readings(case.places.len(), 3),
        );
        let mut via: Vec<u32> = Vec::new();
        for _ in 0..dice.roll(6).saturating_sub(2) {
            let place = case.places[dice.roll(case.places.len())];
            if !via.contains(&place) {
                via.push(place);
            }
        }
        let share = 6 + dice.roll(20);
        Self {
            runs,
            readings,
            first,
            last,
            via,
            barred: case.links.iter().map(|_| dice.roll(share) == 0).collect(),
        }
    }

    /// The same for vertices and links in another order.
    pub(super) fn outline(&self, places: &[u32], renumber: &[u32], ids: &[u32]) -> Outline {
        let stop = |place: &u32| {
            let at = self.via.iter().position(|it| it == place);
            at.map_or(0, |it| u8::try_from(it + 1).unwrap())
        };
        let mut outline = Outline {
            runs: self.runs.clone(),
            readings: ids.iter().map(|it| self.readings[*it as usize]).collect(),
            first: vec![None; places.len()],
            last: vec![None; places.len()],
            stops: u8::try_from(self.via.len()).unwrap(),
            stop: vec![0; places.len()],
            barred: ids.iter().map(|it| self.barred[*it as usize]).collect(),
        };
        for (at, number) in renumber.iter().enumerate() {
            let number = *number as usize;
            outline.first[number] = self.first[at];
            outline.last[number] = self.last[at];
            outline.stop[number] = stop(&places[at]);
        }
        outline
    }

    /// Whether a path is as wanted.
    pub(super) fn holds(&self, case: &Case, path: &Brute) -> bool {
        let links = || path.arcs.iter().map(|it| case.links[*it as usize]);
        if path.arcs.iter().any(|it| self.barred[*it as usize]) {
            return false;
        }
        let places: Vec<u32> = std::iter::once(path.origin)
            .chain(links().map(|it| it.head))
            .map(|it| case.places[it as usize])
            .collect();
        let mut left = places.iter();
        if !self.via.iter().all(|wanted| left.any(|it| it == wanted)) {
            return false;
        }
        let inner = path
            .arcs
            .iter()
            .filter_map(|it| self.readings[*it as usize]);
        let inner: Vec<u16> = inner.collect();
        let first = self.first[path.origin as usize];
        let last = self.last[links().next_back().unwrap().head as usize];
        let words = [
            inner.clone(),
            first.into_iter().chain(inner.clone()).collect(),
            inner.iter().copied().chain(last).collect(),
            first.into_iter().chain(inner).chain(last).collect(),
        ];
        self.runs.is_empty() || words.iter().any(|it| self.fits(it, 0))
    }

    /// Whether a word can be cut into the runs from one on.
    fn fits(&self, word: &[u16], run: usize) -> bool {
        let Some(Run { min, max }) = self.runs.get(run) else {
            return word.is_empty();
        };
        (*min as usize..=*max as usize).any(|count| {
            count <= word.len()
                && word[..count].iter().all(|it| it & (1 << run) != 0)
                && self.fits(&word[count..], run + 1)
        })
    }

    /// Links of unknown metric on some walk that is as wanted, whether or not it returns to a place.
    pub(super) fn unpriced(&self, case: &Case) -> u32 {
        let usable = case.usable();
        let links: Vec<(usize, Link)> = (0..)
            .zip(case.links.iter().copied())
            .filter(|(at, it)| usable(it) && !self.barred[*at])
            .collect();
        let mut reached: BTreeSet<Config> = BTreeSet::new();
        let mut moves: BTreeSet<(Config, usize, Config)> = BTreeSet::new();
        let starts = case.origins.iter().flat_map(|it| self.starts(case, *it));
        let mut open: Vec<Config> = starts.collect();
        while let Some(config) = open.pop() {
            if !reached.insert(config) {
                continue;
            }
            for (at, link) in links.iter().filter(|(_, it)| it.tail == config.0) {
                for next in self.along(case, config, *at, link.head) {
                    moves.insert((config, *at, next));
                    open.push(next);
                }
            }
        }
        let mut good: BTreeSet<Config> = reached
            .iter()
            .copied()
            .filter(|it| case.destinations.contains(&it.0) && self.ends(*it))
            .collect();
        loop {
            let before = good.len();
            for (from, _, to) in &moves {
                if good.contains(to) {
                    good.insert(*from);
                }
            }
            if good.len() == before {
                break;
            }
        }
        let on_the_way: BTreeSet<usize> = moves
            .iter()
            .filter(|(_, at, to)| case.links[*at].metric.is_none() && good.contains(to))
            .map(|(_, at, _)| *at)
            .collect();
        u32::try_from(on_the_way.len()).unwrap()
    }

    /// The ways to begin at a vertex: its place counted or not, its reading read or not.
    fn starts(&self, case: &Case, vertex: u32) -> BTreeSet<Config> {
        let mut positions = self.skipping((0, 0));
        if let Some(reading) = self.first[vertex as usize] {
            let read = positions.clone();
            positions.extend(read.into_iter().flat_map(|it| self.read(it, reading)));
        }
        let is_first = self.via.first() == Some(&case.places[vertex as usize]);
        let passed = 0..=usize::from(is_first);
        positions
            .into_iter()
            .flat_map(|it| passed.clone().map(move |passed| (vertex, it, passed)))
            .collect()
    }

    fn along(&self, case: &Case, from: Config, link: usize, head: u32) -> BTreeSet<Config> {
        let (_, position, passed) = from;
        let positions = match self.readings[link] {
            Some(reading) if !self.runs.is_empty() => self.read(position, reading),
            _ => BTreeSet::from([position]),
        };
        let is_next = self.via.get(passed) == Some(&case.places[head as usize]);
        let passed = passed..=passed + usize::from(is_next);
        positions
            .into_iter()
            .flat_map(|it| passed.clone().map(move |passed| (head, it, passed)))
            .collect()
    }

    fn ends(&self, (vertex, position, passed): Config) -> bool {
        let is_over = |it: &Position| it.0 == self.runs.len();
        let reading = self.last[vertex as usize];
        let mut read = reading.into_iter().flat_map(|it| self.read(position, it));
        passed == self.via.len() && (is_over(&position) || read.any(|it| is_over(&it)))
    }

    fn read(&self, (run, count): Position, reading: u16) -> BTreeSet<Position> {
        match self.runs.get(run) {
            Some(it) if reading & (1 << run) != 0 && count < it.max => {
                self.skipping((run, count + 1))
            }
            _ => BTreeSet::new(),
        }
    }

    /// A position, and those where its run is over, and so on.
    fn skipping(&self, position: Position) -> BTreeSet<Position> {
        let mut all = BTreeSet::from([position]);
        let is_over = |it: &Run| position.1 >= it.min;
        if self.runs.get(position.0).is_some_and(is_over) {
            all.extend(self.skipping((position.0 + 1, 0)));
        }
        all
    }
}
