//! What beginnings of paths have closed for themselves: places they have left, as sets that many share.

use std::collections::HashMap;

/// Numbers in all sets together before a search gives up.
const MAX_MEMBERS: usize = 8_000_000;

/// Marks that nothing is added.
const NOTHING: u32 = u32::MAX;

/// In which stay of its path a beginning ends. Of two, the lesser can be gone on from in more ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stay {
    /// In a later one.
    Later,
    /// In the first.
    First,
    /// In the first, and the path begins at a destination.
    FirstAtDestination,
}

/// Sets by number, made from one another. Members are places; where all that was visited matters, also
/// vertices of the present stay, numbered after all places.
pub(super) struct Closed {
    sets: Vec<Set>,
    members: Vec<u32>,
    /// By set and what it is changed with.
    changed: HashMap<(u32, u32), u32>,
    /// Members from here on belong to the present stay.
    first_of_stay: u32,
}

#[derive(Clone, Copy)]
struct Set {
    stay: Stay,
    start: usize,
    end: usize,
}

impl Closed {
    /// The empty sets, for networks of so many vertices.
    pub(super) fn new(vertices: u32) -> Self {
        let empty = |stay| Set {
            stay,
            start: 0,
            end: 0,
        };
        Self {
            sets: [Stay::Later, Stay::First, Stay::FirstAtDestination]
                .map(empty)
                .to_vec(),
            members: Vec::new(),
            changed: HashMap::new(),
            first_of_stay: vertices,
        }
    }

    /// The set of a path that has left nothing.
    pub(super) fn empty(stay: Stay) -> u32 {
        stay as u32
    }

    pub(super) fn stay(&self, set: u32) -> Stay {
        self.sets[set as usize].stay
    }

    /// Whether the sets have taken all the memory they may.
    pub(super) fn is_full(&self) -> bool {
        self.members.len() >= MAX_MEMBERS
    }

    /// The set after leaving a place, which is closed from now on or does not matter.
    pub(super) fn leave(&mut self, set: u32, place: Option<u32>) -> u32 {
        let holds_stay = self
            .members(set)
            .last()
            .is_some_and(|it| *it >= self.first_of_stay);
        if place.is_none() && self.stay(set) == Stay::Later && !holds_stay {
            return set;
        }
        self.changed(set, place.unwrap_or(NOTHING))
    }

    /// The set after going on from a vertex within its place.
    pub(super) fn go_on(&mut self, set: u32, vertex: u32) -> u32 {
        self.changed(set, self.first_of_stay + vertex)
    }

    /// The set with one more member; without what belongs to the present stay, unless that goes on.
    fn changed(&mut self, set: u32, member: u32) -> u32 {
        if let Some(known) = self.changed.get(&(set, member)) {
            return *known;
        }
        let goes_on = member >= self.first_of_stay && member != NOTHING;
        let old = self.members(set);
        let kept = old.iter().filter(|it| goes_on || **it < self.first_of_stay);
        let mut members: Vec<u32> = kept.copied().collect();
        if member != NOTHING
            && let Err(at) = members.binary_search(&member)
        {
            members.insert(at, member);
        }
        let stay = if goes_on { self.stay(set) } else { Stay::Later };
        let new = match members.as_slice() {
            [] => Self::empty(stay),
            _ => u32::try_from(self.sets.len()).unwrap_or(u32::MAX),
        };
        if !members.is_empty() {
            let start = self.members.len();
            self.members.extend(members);
            let end = self.members.len();
            self.sets.push(Set { stay, start, end });
        }
        self.changed.insert((set, member), new);
        new
    }

    /// Ascending.
    fn members(&self, set: u32) -> &[u32] {
        let Set { start, end, .. } = self.sets[set as usize];
        &self.members[start..end]
    }

    /// Whether all members of one set are in another or do not count, and its stay is not worse.
    pub(super) fn is_within(&self, a: u32, b: u32, counts: impl Fn(u32) -> bool) -> bool {
        if a == b {
            return true;
        }
        if self.stay(a) > self.stay(b) {
            return false;
        }
        let mut others = self.members(b).iter().peekable();
        self.members(a).iter().all(|member| {
            while others.next_if(|it| *it < member).is_some() {}
            others.peek() == Some(&member) || !counts(*member)
        })
    }
}
