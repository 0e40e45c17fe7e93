//! What organisations, clusters, sources and roles are called, and ids for those that are new.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::model::ALIASES;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MAX_SLUG_LEN;
use crate::model::NAME_EN;
use crate::model::NAME_FI;
use crate::model::NAME_SV;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Registry;
use crate::model::codes::MembershipRole;
use crate::model::fold;
use crate::model::is_slug;
use crate::model::nearest_within;
use crate::model::plain_name;
use crate::model::tables::membership;
use crate::model::tables::source;

/// Kinds that are named in a table of members.
const NAMED: [Kind; 2] = [Kind::Organisation, Kind::Cluster];

/// So many letters of names are held against each other for one table, a byte of a name or a pair of letters each.
const MOST_COMPARED: u64 = 200_000_000;

/// Names on record, and of what was read so far.
pub(super) struct Names {
    /// Folded names of organisations and clusters, in an order of their own: what is compared until there is no room left does
    /// not depend on chance.
    by_name: BTreeMap<(Kind, String), Vec<Id>>,
    /// The same without legal forms.
    by_plain: HashMap<(Kind, String), Vec<Id>>,
    /// Titles and addresses of sources.
    sources: HashMap<String, Id>,
    /// Folded words that sources used for roles.
    roles: HashMap<String, MembershipRole>,
    /// Ids given to what is new.
    given: HashSet<Id>,
    /// By a slug that was taken, the number that may be free.
    numbers: HashMap<Id, usize>,
    /// What may still be compared.
    room: Cell<u64>,
    /// Whether near names are told.
    is_near_told: bool,
}

impl Names {
    /// The names on record. O(names).
    pub(super) fn of(registry: &Registry) -> Self {
        let mut names = Self {
            by_name: BTreeMap::new(),
            by_plain: HashMap::new(),
            sources: HashMap::new(),
            roles: HashMap::new(),
            given: HashSet::new(),
            numbers: HashMap::new(),
            room: Cell::new(MOST_COMPARED),
            is_near_told: true,
        };
        for row in NAMED.iter().flat_map(|kind| registry.rows(*kind)) {
            let id = registry.id(row);
            let columns = [NAME_EN, NAME_FI, NAME_SV];
            let told = columns.into_iter().filter_map(|it| registry.text(row, it));
            for name in told.chain(registry.texts(row, ALIASES)) {
                names.add(name, &id);
            }
        }
        for row in registry.rows(Kind::Source) {
            let id = registry.id(row);
            let told = [source::TITLE, source::ADDRESS].into_iter();
            for text in told.filter_map(|it| registry.text(row, it)) {
                let known = names.sources.entry(text.to_owned());
                known.or_insert_with(|| id.clone());
            }
        }
        for row in registry.rows(Kind::Membership) {
            let role = registry.code::<MembershipRole>(row, membership::ROLE);
            let words = registry.text(row, membership::ROLE_TEXT);
            if let (Some(role), Some(words)) = (role, words) {
                names.roles.entry(fold(words)).or_insert(role);
            }
        }
        names
    }

    /// Enters a name of a record.
    pub(super) fn add(&mut self, name: &str, id: &Id) {
        let folded = fold(name);
        let plain = plain_name(&folded);
        let by_name = self.by_name.entry((id.kind, folded)).or_default();
        let by_plain = self.by_plain.entry((id.kind, plain)).or_default();
        for known in [by_name, by_plain] {
            if !known.contains(id) {
                known.push(id.clone());
            }
        }
    }

    /// Enters the address or title of a source.
    pub(super) fn add_source(&mut self, text: &str, id: &Id) {
        self.sources.insert(text.to_owned(), id.clone());
    }

    /// The source of an address or title, or id; none if it is not known.
    pub(super) fn source(&self, text: &str) -> Option<Id> {
        self.sources.get(text).cloned()
    }

    /// The role that words were used for before; none if they were not.
    pub(super) fn role(&self, folded: &str) -> Option<MembershipRole> {
        self.roles.get(folded).copied()
    }

    /// The record of an id, slug or name; none if there is none.
    ///
    /// # Errors
    /// A problem if several records have the name.
    pub(super) fn find(
        &self,
        registry: &Registry,
        kind: Kind,
        text: &str,
    ) -> Result<Option<Id>, Box<Problem>> {
        let slug = slug_in(kind, text).unwrap_or(text);
        if is_slug(slug) {
            let id = Id::new(kind, slug);
            if registry.find(&id).is_some() || self.given.contains(&id) {
                return Ok(Some(id));
            }
        }
        match self.by_name.get(&(kind, fold(text))).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([one]) => Ok(Some(one.clone())),
            Some(several) => {
                let ids: Vec<String> = several.iter().map(|it| format!("`{it}`")).collect();
                let said = format!("`{text}` is the name of {}", ids.join(" and "));
                let problem = Problem::error(ProblemCode::UnknownReference, said);
                Err(Box::new(problem.expected("the id of one of them")))
            }
        }
    }

    /// The problem of an id or name of nothing, with the nearest one.
    pub(super) fn unknown(&self, registry: &Registry, kind: Kind, text: &str) -> Problem {
        let near = match slug_in(kind, text).filter(|it| is_slug(it)) {
            Some(slug) => {
                let id = Id::new(kind, slug);
                let near = self.within(|room| registry.suggestion_within(&id, room));
                near.map(|it| format!("{}:{it}", kind.code()))
            }
            None => self.near(registry, kind, text),
        };
        let said = format!("unknown {} `{text}`", kind.code());
        let problem = Problem::error(ProblemCode::UnknownReference, said);
        problem.column(kind.code()).value(text).suggestion(near)
    }

    /// Whether more names were to be compared than may be, so that near ones are no longer told.
    pub(super) fn is_spent(&self) -> bool {
        self.room.get() == 0
    }

    /// Says whether what is near is told from here on, or not even looked for.
    pub(super) fn tell_near(&mut self, is_told: bool) {
        self.is_near_told = is_told;
    }

    /// What is found by comparing, out of the room that is left; nothing where near names are not told.
    fn within<T>(&self, find: impl FnOnce(&mut u64) -> Option<T>) -> Option<T> {
        if !self.is_near_told {
            return None;
        }
        let mut room = self.room.get();
        let found = find(&mut room);
        self.room.set(room);
        found
    }

    /// The name on record, or read before, that is most like a text; none if none is near, no room is left to compare, or near
    /// names are not told.
    /// O(names of the kind · length²).
    pub(super) fn near(&self, registry: &Registry, kind: Kind, text: &str) -> Option<String> {
        let from = self.by_name.range((kind, String::new())..);
        let of_kind = from.take_while(|it| it.0.0 == kind);
        let names = of_kind.map(|it| it.0.1.as_str());
        let near = self.within(|room| nearest_within(&fold(text), names, room))?;
        let id = self.by_name.get(&(kind, near.to_owned()))?.first()?;
        Some(self.called(registry, id))
    }

    /// What has that name but for the legal form, as `id` with its name; the first by id; none if nothing has. O(1).
    pub(super) fn alike(&self, registry: &Registry, kind: Kind, text: &str) -> Option<String> {
        let id = self.by_plain.get(&(kind, plain_name(text)))?.iter().min()?;
        Some(format!("`{id}` ({})", self.called(registry, id)))
    }

    /// What a record is called, or by its slug if it is new.
    fn called(&self, registry: &Registry, id: &Id) -> String {
        match registry.find(id) {
            Some(row) => registry.name(row).to_owned(),
            None => id.slug.to_string(),
        }
    }

    /// An id that no record has, nor anything new: the slug, with a number behind it if it is taken.
    pub(super) fn new_id(&mut self, registry: &Registry, kind: Kind, slug: &str) -> Id {
        let slug = if slug.is_empty() { kind.code() } else { slug };
        let asked = Id::new(kind, slug);
        let (mut id, mut number) = (asked.clone(), 2);
        if let Some(known) = self.numbers.get(&asked) {
            number = *known;
        }
        while registry.find(&id).is_some() || self.given.contains(&id) {
            let end = format!("-{number}");
            let kept = slug.get(..MAX_SLUG_LEN - end.len()).unwrap_or(slug);
            id = Id::new(kind, format!("{}{end}", kept.trim_end_matches('-')));
            number += 1;
        }
        self.numbers.insert(asked, number);
        self.given.insert(id.clone());
        id
    }
}

/// The slug of a text that is an id of a kind; none if it is none.
pub(super) fn slug_in(kind: Kind, text: &str) -> Option<&str> {
    text.strip_prefix(kind.code())?.strip_prefix(':')
}

/// A text as a slug: its folded words, cut; empty if it has no Latin letters or digits.
pub(super) fn slug_of(text: &str) -> String {
    let text = text
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let folded = fold(text);
    let is_kept = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit();
    let words = folded.split(|it| !is_kept(it)).filter(|it| !it.is_empty());
    let slug = words.collect::<Vec<_>>().join("-");
    let cut = slug.get(..MAX_SLUG_LEN).unwrap_or(&slug);
    cut.trim_end_matches('-').to_owned()
}
