//! Whether tags in the words of sources say what is looked for in words of another language, number or spelling.

use std::collections::BTreeSet;

use crate::model::Knowledge;
use crate::model::fold;
use crate::model::stem::share_a_base;

/// A text that is looked for in tags.
#[derive(Clone, Debug)]
pub struct Wanted {
    concepts: BTreeSet<String>,
    words: Vec<String>,
}

impl Wanted {
    /// Reads a text.
    pub fn of(knowledge: &Knowledge, text: &str) -> Self {
        Self {
            concepts: knowledge.concepts(text).into_iter().collect(),
            words: words_of(text),
        }
    }

    /// Whether the text says anything.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether some tags, taken together, name every concept of the text, or have every word of it in some form; the
    /// latter finds words that name no concept of their own, such as waste. O(words of the tags · words of the text).
    pub fn is_told_by<'t>(
        &self,
        knowledge: &Knowledge,
        tags: impl IntoIterator<Item = &'t str>,
    ) -> bool {
        let (mut concepts, mut words) = (BTreeSet::new(), Vec::new());
        for tag in tags {
            concepts.extend(knowledge.concepts(tag));
            words.extend(words_of(tag));
        }
        let is_word = |wanted: &String| words.iter().any(|it| share_a_base(wanted, it));
        let by_concepts = !self.concepts.is_empty() && self.concepts.is_subset(&concepts);
        by_concepts || !self.words.is_empty() && self.words.iter().all(is_word)
    }
}

/// The folded words of a text.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(' ').filter(|it| !it.is_empty());
    words.map(str::to_owned).collect()
}
