//! What a path may use and has to pass, as a deterministic automaton over the arcs of a network.

use std::collections::BTreeSet;

use crate::network::search::automaton::Automaton;
use crate::network::search::automaton::Letter;
use crate::network::search::automaton::TooManyMemories;
use crate::network::search::space::Net;

/// An automaton over arcs.
pub(crate) trait Form: Copy {
    /// How many memories there are, at least one.
    fn memories(&self) -> u32;

    /// The memory of a path that begins at `vertex`.
    fn start(&self, vertex: u32) -> u32;

    /// Memory after an arc; none if no path may use it now.
    fn step(&self, memory: u32, arc: u32) -> Option<u32>;

    /// Whether a path may end at `vertex` with this memory.
    fn accepts(&self, memory: u32, vertex: u32) -> bool;

    /// The memories from which an arc leads to `after`.
    fn before(&self, after: u32, arc: u32) -> impl Iterator<Item = u32>;
}

/// Every path will do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anything;

impl Form for Anything {
    fn memories(&self) -> u32 {
        1
    }

    fn start(&self, _vertex: u32) -> u32 {
        0
    }

    fn step(&self, _memory: u32, _arc: u32) -> Option<u32> {
        Some(0)
    }

    fn accepts(&self, _memory: u32, _vertex: u32) -> bool {
        true
    }

    fn before(&self, _after: u32, _arc: u32) -> impl Iterator<Item = u32> {
        std::iter::once(0)
    }
}

/// How often in a row something of a pattern is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The fewest.
    pub min: u32,
    /// The most, at least 1.
    pub max: u32,
}

/// What paths have to look like, by vertex and arc.
///
/// The *word* of a path is, in order, what its first vertex reads, what its arcs read, and what its last vertex
/// reads, the two ends at will. A reading is the set of the runs it matches, a bit each; a path matches if
/// its word can be cut into the runs of the pattern. Where nothing is read the word does not grow; what is read and
/// matches no run fits nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The runs of the pattern, in order; empty where every word will do.
    pub runs: Vec<Run>,
    /// By arc, what it reads.
    pub readings: Vec<Option<u16>>,
    /// By vertex, what may be read where a path begins.
    pub first: Vec<Option<u16>>,
    /// By vertex, what may be read where a path ends.
    pub last: Vec<Option<u16>>,
    /// How many places have to be passed, in order.
    pub stops: u8,
    /// By vertex, the number of its place among these, from 1; 0 for others. A number is of one place only.
    pub stop: Vec<u8>,
    /// By arc, whether it may not be used.
    pub barred: Vec<bool>,
}

/// Marks that an arc may not be used with a memory.
const NO_WAY: u8 = u8::MAX;

/// An outline ready to be searched with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    memories: u32,
    /// By vertex, the memory of paths that begin there; 0 where none do.
    starts: Vec<u8>,
    /// By vertex, the memories with which a path may end there, a bit each.
    accepting: Vec<u64>,
    /// By arc, its class; all arcs of a class do the same to a memory. Class 0 may not be used.
    classes: Vec<u16>,
    /// By class, then memory: the memory after.
    after: Vec<u8>,
    /// By class, then memory: the memories before, a bit each.
    before: Vec<u64>,
}

impl Shape {
    /// The shape of an outline for paths that begin at some vertices. O(V + E + memories · classes · length of the
    /// pattern).
    ///
    /// # Errors
    /// [`TooManyMemories`] if the pattern and the stops have too many beginnings to be told apart.
    pub fn new(net: Net<'_>, origins: &[u32], outline: &Outline) -> Result<Self, TooManyMemories> {
        let vertices = net.graph.vertex_count();
        let arcs = 0..u32::try_from(net.graph.arc_count()).unwrap_or(u32::MAX);
        let letter = |arc: u32| Letter {
            reading: outline.readings[arc as usize],
            stop: outline.stop[net.graph.head(arc) as usize],
        };
        let usable = arcs.clone().filter(|it| !outline.barred[*it as usize]);
        let letters: BTreeSet<Letter> = usable.map(letter).collect();
        let letters: Vec<Letter> = letters.into_iter().collect();
        let lasts: BTreeSet<Option<u16>> = outline.last.iter().copied().collect();
        let lasts: Vec<Option<u16>> = lasts.into_iter().collect();

        let mut automaton = Automaton::new(outline, vertices);
        let begin =
            |it: &u32| automaton.begin(outline.first[*it as usize], outline.stop[*it as usize]);
        let begins: Vec<usize> = origins.iter().map(begin).collect::<Result<_, _>>()?;
        let merged = automaton.merged(&begins, &letters, &lasts)?;
        let mut starts = vec![0; vertices];
        for (origin, begin) in origins.iter().zip(&merged.begins) {
            starts[*origin as usize] = *begin;
        }
        let class = |arc: u32| match outline.barred[arc as usize] {
            true => 0,
            false => letters.binary_search(&letter(arc)).map_or(0, |it| it + 1),
        };
        let accepting = |last| {
            lasts
                .binary_search(last)
                .map_or(0, |it| merged.accepting[it])
        };
        let mut after = vec![NO_WAY; merged.memories];
        after.extend(merged.after.iter().map(|it| it.unwrap_or(NO_WAY)));
        Ok(Self {
            starts,
            accepting: outline.last.iter().map(accepting).collect(),
            classes: arcs
                .map(|arc| u16::try_from(class(arc)).unwrap_or(0))
                .collect(),
            before: turned(&after, merged.memories),
            after,
            memories: u32::try_from(merged.memories).unwrap_or(u32::MAX),
        })
    }
}

/// By class, then memory: the memories from which the class leads there.
fn turned(after: &[u8], memories: usize) -> Vec<u64> {
    let mut before = vec![0; after.len()];
    for (at, memory) in after.iter().enumerate().filter(|(_, it)| **it != NO_WAY) {
        let (class, from) = (at / memories, at % memories);
        before[class * memories + usize::from(*memory)] |= 1 << from;
    }
    before
}

impl Form for &Shape {
    fn memories(&self) -> u32 {
        self.memories
    }

    fn start(&self, vertex: u32) -> u32 {
        self.starts[vertex as usize].into()
    }

    fn step(&self, memory: u32, arc: u32) -> Option<u32> {
        let class = u32::from(self.classes[arc as usize]);
        let after = self.after[(class * self.memories + memory) as usize];
        (after != NO_WAY).then_some(after.into())
    }

    fn accepts(&self, memory: u32, vertex: u32) -> bool {
        self.accepting[vertex as usize] & (1 << memory) != 0
    }

    fn before(&self, after: u32, arc: u32) -> impl Iterator<Item = u32> {
        let class = u32::from(self.classes[arc as usize]);
        let mut left = self.before[(class * self.memories + after) as usize];
        std::iter::from_fn(move || {
            let memory = (left != 0).then(|| left.trailing_zeros())?;
            left &= left - 1;
            Some(memory)
        })
    }
}
