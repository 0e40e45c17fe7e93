//! What of a record is searched: its names, and for those who act also what they work on, offer and where they are.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::model::codes::ClusterType;
use crate::model::codes::OrganisationType;
use crate::model::codes::ProgrammeType;
use crate::model::kind::Kind;
use crate::model::knowledge::Knowledge;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::table::ALIASES;
use crate::model::table::Column;
use crate::model::table::NAME_EN;
use crate::model::table::NAME_FI;
use crate::model::table::NAME_SV;
use crate::model::tables::cluster;
use crate::model::tables::material;
use crate::model::tables::membership;
use crate::model::tables::organisation;
use crate::model::tables::platform;
use crate::model::tables::precedent;
use crate::model::tables::programme;
use crate::model::tables::region;
use crate::model::tables::site;
use crate::model::tables::source;
use crate::model::tables::table_of;

/// A text as it is compared: decomposed, without marks over and under letters, in lower case, with
/// single spaces between words.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let letters = text
        .nfkd()
        .filter(|it| !is_combining_mark(*it))
        .flat_map(char::to_lowercase);
    for letter in letters {
        match letter {
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            // Sámi letters beside those that decompose.
            'ŋ' => folded.push('n'),
            'ŧ' | 'þ' => folded.push('t'),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether records of a kind have names to be searched.
pub(super) fn is_searched(kind: Kind) -> bool {
    let is_named = table_of(kind).is_some_and(|table| table.named);
    kind != Kind::Scenario && (is_named || matches!(kind, Kind::Source | Kind::Precedent))
}

/// The folded names of a record, its slug and well-known codes included.
pub(super) fn names_of(registry: &Registry, row: Row) -> Vec<String> {
    let columns: &[Column] = match row.kind() {
        // Its id is made of the address.
        Kind::Source if address(registry, row).is_some() => return Vec::new(),
        Kind::Source => &[source::TITLE],
        Kind::Precedent => &[precedent::WASTE],
        Kind::Material => &[NAME_EN, NAME_FI, NAME_SV, material::SYMBOL],
        Kind::Region => &[NAME_EN, NAME_FI, NAME_SV, region::CODE],
        Kind::Site => &[NAME_EN, NAME_FI, NAME_SV, site::UNLOCODE],
        _ => &[NAME_EN, NAME_FI, NAME_SV],
    };
    let is_named = table_of(row.kind()).is_some_and(|table| table.named);
    let aliases = is_named
        .then(|| registry.texts(row, ALIASES))
        .into_iter()
        .flatten();
    let texts = columns
        .iter()
        .filter_map(|column| registry.text(row, *column));
    let mut names: Vec<String> = texts
        .chain(aliases)
        .chain([registry.slug(row)])
        .map(fold)
        .filter(|it| !it.is_empty())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The title of a source that is no more than its address.
fn address(registry: &Registry, row: Row) -> Option<&str> {
    let title = registry.text(row, source::TITLE);
    title.filter(|it| it.starts_with("http://") || it.starts_with("https://"))
}

/// The folded texts of a record beside its names: themes, services, tags, city, role, an address, and other words for these;
/// empty for kinds that have none.
pub(super) fn texts_of(registry: &Registry, knowledge: &Knowledge, row: Row) -> Vec<String> {
    let many = |column: Column| registry.texts(row, column);
    let one = |column: Column| registry.text(row, column).into_iter();
    let folded = |texts: &mut dyn Iterator<Item = &str>| texts.map(fold).collect::<Vec<String>>();
    let mut texts = match row.kind() {
        Kind::Cluster => {
            let kind = registry.code::<ClusterType>(row, cluster::TYPE);
            let words = many(cluster::THEMES).chain(one(cluster::CITY));
            folded(&mut words.chain(kind.map(ClusterType::code)))
        }
        Kind::Organisation => {
            let kind = registry.code::<OrganisationType>(row, organisation::TYPE);
            let memberships = registry.referring(Kind::Membership, membership::ORGANISATION, row);
            let roles = memberships.into_iter();
            let roles = roles.filter_map(|it| registry.text(it, membership::ROLE_TEXT));
            let words = many(organisation::SERVICES).chain(one(organisation::CITY));
            folded(&mut words.chain(kind.map(OrganisationType::code)).chain(roles))
        }
        Kind::Platform => {
            let tags = many(platform::MATERIALS).chain(many(platform::SERVICES));
            let steps = many(platform::PROCESSES);
            let words = tags.chain(steps).chain(one(platform::SCALE));
            folded(&mut words.chain(one(platform::CITY)))
        }
        Kind::Programme => {
            let kind = registry.code::<ProgrammeType>(row, programme::TYPE);
            let words = many(programme::THEMES).chain(one(programme::FUNDING));
            let words = words.chain(one(programme::PARTNERS_TEXT));
            // What pays for it is a name; that it is funding is not said there.
            let funding = registry.text(row, programme::FUNDING).map(|_| "funding");
            let words = words.chain(funding);
            folded(&mut words.chain(kind.map(ProgrammeType::code)))
        }
        Kind::Source => {
            let address = address(registry, row).into_iter();
            folded(&mut address.flat_map(|it| [it, registry.slug(row)]))
        }
        _ => Vec::new(),
    };
    if !texts.is_empty() && row.kind() != Kind::Source {
        let all = texts.iter().cloned().chain(names_of(registry, row));
        let all: Vec<String> = all.collect();
        let others = all.iter().flat_map(|it| knowledge.other_words(it));
        texts.extend(others.map(str::to_owned));
    }
    texts.retain(|it| !it.is_empty());
    texts.sort();
    texts.dedup();
    texts
}
