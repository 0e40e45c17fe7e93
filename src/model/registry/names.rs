//! Every text of a registry once, as a number.
//!
//! A registry and the ones made from it by small commits share a frozen base; only what the
//! commits added is copied. What a scenario adds stands above both, which it shares.

use std::sync::Arc;

use string_interner::StringInterner;
use string_interner::Symbol as _;
use string_interner::backend::StringBackend;
use string_interner::symbol::SymbolU32;

type Interner = StringInterner<StringBackend<SymbolU32>>;

/// A text of the registry. Equal texts have equal symbols within one registry.
pub(super) type Symbol = u32;

/// The texts of a registry.
#[derive(Clone, Default)]
pub(super) struct Names {
    /// Shared by all that are made from it.
    base: Arc<Interner>,
    /// Added by commits and shared by what is laid over; empty where nothing is.
    between: Arc<Interner>,
    /// Added last.
    added: Arc<Interner>,
    /// The first symbols of `between` and `added`.
    starts: [u32; 2],
}

impl Names {
    /// No texts, and memory for so many.
    pub(super) fn with_room(texts: usize) -> Self {
        Self {
            added: Arc::new(Interner::with_capacity(texts)),
            ..Self::default()
        }
    }

    /// The symbol of a text that is known.
    pub(super) fn get(&self, text: &str) -> Option<Symbol> {
        symbol_in(&self.base, 0, text)
            .or_else(|| symbol_in(&self.between, self.starts[0], text))
            .or_else(|| symbol_in(&self.added, self.starts[1], text))
    }

    /// The same names, to add texts to. O(what was added) the first time after a clone.
    pub(super) fn adding(&mut self) -> Adding<'_> {
        let Self {
            base,
            between,
            added,
            starts,
        } = self;
        Adding {
            below: [(base, 0), (between, starts[0])],
            added: Arc::make_mut(added),
            start: starts[1],
        }
    }

    /// The text of a symbol of this registry; empty for one of another registry.
    pub(super) fn text(&self, symbol: Symbol) -> &str {
        let [between, added] = self.starts;
        let (interner, at) = if symbol < between {
            (&self.base, symbol)
        } else if symbol < added {
            (&self.between, symbol - between)
        } else {
            (&self.added, symbol - added)
        };
        symbol_of(at)
            .and_then(|it| interner.resolve(it))
            .unwrap_or_default()
    }

    /// The same texts, all of them shared by the registries made from here on.
    pub(super) fn freeze(self) -> Self {
        if self.starts[0] > 0 {
            return self;
        }
        let len = count(&self.added);
        Self {
            base: self.added,
            starts: [len; 2],
            ..Self::default()
        }
    }

    /// The same texts, all of them shared by what adds to this, unless something is laid over them already.
    pub(super) fn above(&self) -> Self {
        if self.starts[0] < self.starts[1] {
            return self.clone();
        }
        let [start, _] = self.starts;
        Self {
            base: Arc::clone(&self.base),
            between: Arc::clone(&self.added),
            added: Arc::default(),
            starts: [start, start + count(&self.added)],
        }
    }
}

/// Names that texts are added to.
pub(super) struct Adding<'n> {
    /// What is shared, with the first symbols.
    below: [(&'n Interner, u32); 2],
    added: &'n mut Interner,
    /// The first symbol that is added.
    start: u32,
}

impl Adding<'_> {
    /// The symbol of a text, which is remembered if it is new.
    pub(super) fn intern(&mut self, text: &str) -> Symbol {
        let mut below = self.below.iter();
        let known = below.find_map(|(interner, start)| symbol_in(interner, *start, text));
        known.unwrap_or_else(|| self.start + number(self.added.get_or_intern(text)))
    }
}

fn symbol_in(interner: &Interner, start: u32, text: &str) -> Option<Symbol> {
    // To hash a text only to look for it among none would take as long as to look for it.
    let found = (!interner.is_empty()).then(|| interner.get(text))?;
    found.map(|it| start + number(it))
}

fn count(interner: &Interner) -> u32 {
    u32::try_from(interner.len()).unwrap_or(u32::MAX)
}

fn number(symbol: SymbolU32) -> u32 {
    u32::try_from(symbol.to_usize()).unwrap_or(u32::MAX)
}

fn symbol_of(number: u32) -> Option<SymbolU32> {
    SymbolU32::try_from_usize(usize::try_from(number).ok()?)
}
