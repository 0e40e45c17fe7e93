//! Every text of a registry once, as a number.
//!
//! A registry and the ones made from it by small commits share a frozen base; only what the
//! commits added is copied.

use std::sync::Arc;

use string_interner::StringInterner;
use string_interner::Symbol as _;
use string_interner::backend::StringBackend;
use string_interner::symbol::SymbolU32;

type Interner = StringInterner<StringBackend<SymbolU32>>;

/// A text of the registry. Equal texts have equal symbols within one registry.
pub(super) type Symbol = u32;

/// The texts of a registry.
#[derive(Clone)]
pub(super) struct Names {
    base: Arc<Interner>,
    base_len: u32,
    added: Interner,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            base: Arc::new(Interner::new()),
            base_len: 0,
            added: Interner::new(),
        }
    }
}

impl Names {
    /// The symbol of a text that is known.
    pub(super) fn get(&self, text: &str) -> Option<Symbol> {
        self.base
            .get(text)
            .map(number)
            .or_else(|| self.added.get(text).map(|it| self.base_len + number(it)))
    }

    /// The symbol of a text, which is remembered if it is new.
    pub(super) fn intern(&mut self, text: &str) -> Symbol {
        match self.base.get(text) {
            Some(symbol) => number(symbol),
            None => self.base_len + number(self.added.get_or_intern(text)),
        }
    }

    /// The text of a symbol of this registry; empty for one of another registry.
    pub(super) fn text(&self, symbol: Symbol) -> &str {
        let (interner, at) = match symbol.checked_sub(self.base_len) {
            Some(added) => (&self.added, added),
            None => (&*self.base, symbol),
        };
        symbol_of(at)
            .and_then(|it| interner.resolve(it))
            .unwrap_or_default()
    }

    /// The same texts, all of them shared by the registries made from here on.
    pub(super) fn freeze(self) -> Self {
        if self.base_len > 0 {
            return self;
        }
        let base_len = u32::try_from(self.added.len()).unwrap_or(u32::MAX);
        Self {
            base: Arc::new(self.added),
            base_len,
            added: Interner::new(),
        }
    }
}

fn number(symbol: SymbolU32) -> u32 {
    u32::try_from(symbol.to_usize()).unwrap_or(u32::MAX)
}

fn symbol_of(number: u32) -> Option<SymbolU32> {
    SymbolU32::try_from_usize(usize::try_from(number).ok()?)
}
