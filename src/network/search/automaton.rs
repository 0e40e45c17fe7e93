//! From a pattern with repetitions and stops to a deterministic automaton.
//!
//! The runs of the pattern are written out: position *p* of a line says how many readings of which run are behind.
//! A *memory* is a set of positions that the word so far may stand at (subset construction; Rabin and Scott 1959,
//! IBM Journal 3(2)) with the number of stops passed. Only memories that some way through the letters on
//! hand leads to are made, and those that tell the same futures apart are merged (Moore 1956, Gedanken-experiments
//! on sequential machines).

use std::collections::BTreeMap;

use thiserror::Error;

use crate::network::search::form::Outline;
use crate::network::search::form::Run;

/// The most memories of one automaton.
const MAX_MEMORIES: usize = 64;

/// The most memories before those alike are merged.
const MAX_UNMERGED: usize = 512;

/// The most states, vertices times memories, of one search; about 40 bytes each, twice where metrics are unknown.
const MAX_STATES: usize = 4_000_000;

/// A pattern with its stops needs more memories than can be searched with.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the pattern with its stops needs more than {at_most} memories")]
pub struct TooManyMemories {
    /// So many would do.
    pub at_most: usize,
}

/// What all arcs of a class do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Letter {
    /// What is read.
    pub(super) reading: Option<u16>,
    /// The stop arrived at, from 1; 0 for none.
    pub(super) stop: u8,
}

/// Positions of the line, ascending, and stops passed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Memory {
    positions: Vec<u16>,
    stops: u8,
}

/// An automaton in the making.
pub(super) struct Automaton {
    /// By position of the line, the run of which one more may be read there.
    runs: Vec<u8>,
    /// By position, where the next run begins if the run may end here.
    skips: Vec<Option<u16>>,
    stops: u8,
    memories: Vec<Memory>,
    numbers: BTreeMap<Memory, usize>,
    at_most: usize,
}

/// An automaton without memories that are alike.
pub(super) struct Merged {
    /// How many memories there are.
    pub(super) memories: usize,
    /// The memories that paths begin with, in the order given.
    pub(super) begins: Vec<u8>,
    /// By letter, then memory: the memory after; none where nothing wanted can follow.
    pub(super) after: Vec<Option<u8>>,
    /// By last reading, the memories with which a path may end there, a bit each.
    pub(super) accepting: Vec<u64>,
}

impl Automaton {
    /// An automaton without memories, for a network of so many vertices.
    pub(super) fn new(outline: &Outline, vertices: usize) -> Self {
        let (mut runs, mut skips) = (Vec::new(), Vec::new());
        for (number, Run { min, max }) in (0_u8..).zip(&outline.runs) {
            let next = u16::try_from(runs.len() + *max as usize).unwrap_or(u16::MAX);
            for read in 0..*max {
                runs.push(number);
                skips.push((read >= *min).then_some(next));
            }
        }
        Self {
            runs,
            skips,
            stops: outline.stops,
            memories: Vec::new(),
            numbers: BTreeMap::new(),
            at_most: MAX_MEMORIES.min(MAX_STATES / vertices.max(1)).max(1),
        }
    }

    /// The memory of paths that begin where something may be read, at a stop or none (0).
    pub(super) fn begin(&mut self, first: Option<u16>, stop: u8) -> Result<usize, TooManyMemories> {
        let mut positions = self.closed([0]);
        positions.extend(
            first
                .map(|it| self.read(&positions, it))
                .unwrap_or_default(),
        );
        positions.sort_unstable();
        positions.dedup();
        let stops = u8::from(self.stops > 0 && stop == 1);
        self.number(Memory { positions, stops })
    }

    /// Finds the memories that some letters lead to from where paths begin, and merges those alike when paths end
    /// with some readings. `begins` are the memories that paths begin with.
    pub(super) fn merged(
        mut self,
        begins: &[usize],
        letters: &[Letter],
        lasts: &[Option<u16>],
    ) -> Result<Merged, TooManyMemories> {
        let rows = self.explored(letters)?;
        let endings = self.memories.iter().map(|memory| {
            let may_end = lasts.iter().map(|last| self.may_end(memory, *last));
            may_end.collect()
        });
        let endings: Vec<Vec<bool>> = endings.collect();
        let blocks = blocks(&rows, &endings);
        // What leads nowhere needs a number only where paths begin so.
        let first = usize::from(!begins.iter().any(|it| blocks[*it] == 0));
        let number = |block: usize| block.checked_sub(first);
        let memories = blocks.iter().copied().filter_map(number).max();
        let memories = memories.map_or(1, |it| it + 1);
        if memories > self.at_most {
            return Err(self.too_many());
        }
        let byte = |it: usize| u8::try_from(it).unwrap_or(u8::MAX);
        let mut after = vec![None; letters.len() * memories];
        let mut accepting = vec![0; lasts.len()];
        for (memory, row) in rows.iter().enumerate() {
            let Some(at) = number(blocks[memory]) else {
                continue;
            };
            for (letter, next) in row.iter().enumerate() {
                let next = next.map(|it| blocks[it]).filter(|it| *it > 0);
                after[letter * memories + at] = next.and_then(number).map(byte);
            }
            for (last, _) in endings[memory].iter().enumerate().filter(|(_, it)| **it) {
                accepting[last] |= 1 << at;
            }
        }
        Ok(Merged {
            memories,
            begins: begins
                .iter()
                .map(|it| number(blocks[*it]).map_or(0, byte))
                .collect(),
            after,
            accepting,
        })
    }

    /// Finds the memories that the letters lead to. By memory, then letter: the memory after, or none.
    fn explored(&mut self, letters: &[Letter]) -> Result<Vec<Vec<Option<usize>>>, TooManyMemories> {
        let mut rows: Vec<Vec<Option<usize>>> = Vec::new();
        while let Some(memory) = self.memories.get(rows.len()).cloned() {
            let mut row = Vec::with_capacity(letters.len());
            for letter in letters {
                let next = self.after(&memory, *letter);
                row.push(next.map(|it| self.number(it)).transpose()?);
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// Whether a path may end with a memory where something may be read.
    fn may_end(&self, memory: &Memory, last: Option<u16>) -> bool {
        let end = u16::try_from(self.runs.len()).unwrap_or(u16::MAX);
        let is_read = |last| self.read(&memory.positions, last).contains(&end);
        memory.stops == self.stops && (memory.positions.contains(&end) || last.is_some_and(is_read))
    }

    fn after(&self, memory: &Memory, letter: Letter) -> Option<Memory> {
        let positions = match letter.reading {
            Some(reading) if !self.runs.is_empty() => self.read(&memory.positions, reading),
            _ => memory.positions.clone(),
        };
        let is_next = letter.stop > 0 && letter.stop == memory.stops + 1;
        (!positions.is_empty()).then_some(Memory {
            positions,
            stops: memory.stops + u8::from(is_next),
        })
    }

    /// The positions after a reading that matches some runs.
    fn read(&self, positions: &[u16], reading: u16) -> Vec<u16> {
        let matched = positions.iter().filter(|it| {
            let run = self.runs.get(usize::from(**it));
            run.is_some_and(|run| reading & (1 << run) != 0)
        });
        self.closed(matched.map(|it| it + 1))
    }

    /// Some positions with all that follow without a reading, ascending.
    fn closed(&self, positions: impl IntoIterator<Item = u16>) -> Vec<u16> {
        let mut closed: Vec<u16> = positions.into_iter().collect();
        let mut at = 0;
        while let Some(position) = closed.get(at) {
            let skip = self.skips.get(usize::from(*position)).copied().flatten();
            closed.extend(skip.filter(|it| !closed.contains(it)));
            at += 1;
        }
        closed.sort_unstable();
        closed.dedup();
        closed
    }

    /// The number of a memory, which is entered if it is new.
    fn number(&mut self, memory: Memory) -> Result<usize, TooManyMemories> {
        if let Some(known) = self.numbers.get(&memory) {
            return Ok(*known);
        }
        let number = self.memories.len();
        if number == MAX_UNMERGED {
            return Err(self.too_many());
        }
        self.memories.push(memory.clone());
        self.numbers.insert(memory, number);
        Ok(number)
    }

    fn too_many(&self) -> TooManyMemories {
        TooManyMemories {
            at_most: self.at_most,
        }
    }
}

/// By memory, the number of its block: those of a block have the same endings whatever is read. Block 0 is that of
/// memories that no ending follows. O(memories · letters · longest way that tells two apart).
fn blocks(rows: &[Vec<Option<usize>>], endings: &[Vec<bool>]) -> Vec<usize> {
    let none = vec![false; endings.first().map_or(0, Vec::len)];
    let mut blocks = numbered(none, endings.iter().cloned());
    loop {
        let block = |next: &Option<usize>| next.map_or(0, |it| blocks[it]);
        let of_row = |row: &Vec<Option<usize>>| row.iter().map(block).collect::<Vec<usize>>();
        let nowhere = (0, vec![0; rows.first().map_or(0, Vec::len)]);
        let keys = blocks.iter().copied().zip(rows.iter().map(of_row));
        let finer = numbered(nowhere, keys);
        if finer.iter().max() == blocks.iter().max() {
            return finer;
        }
        blocks = finer;
    }
}

/// Numbers in the order in which keys first appear, 0 for one of them.
fn numbered<K: Ord>(first: K, keys: impl Iterator<Item = K>) -> Vec<usize> {
    let mut numbers = BTreeMap::from([(first, 0)]);
    keys.map(|key| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    })
    .collect()
}
