//! Words for hazardous that are of what a stream comes from: `slag from hazardous waste incineration`.
//!
//! What is made of hazardous waste may be hazardous or not; such words are a part of its name and say neither.

use crate::analysis::partners::described::hazard::doubts::is_said;
use crate::analysis::partners::described::tokens::Tokens;
use crate::model::fold;

/// Words for waste, folded.
const WASTE: &[&str] = &[
    "waste",
    "wastes",
    "jate",
    "jatteen",
    "jatetta",
    "jatteet",
    "jatteiden",
    "avfall",
    "avfalls",
];

/// Words for waste that say themselves that something is from it, folded.
const FROM_WASTE: &[&str] = &["jatteesta", "jatteista"];

/// One word for hazardous waste begins so, folded.
const HAZARDOUS_WASTE: &str = "ongelmajat";

/// What is done with hazardous waste and where, folded.
const PROCESSES: &[&str] = &[
    "incineration",
    "incinerator",
    "incinerators",
    "combustion",
    "burning",
    "boiler",
    "kiln",
    "furnace",
    "pyrolysis",
    "treatment",
    "processing",
    "recycling",
    "disposal",
    "storage",
    "handling",
    "management",
    "landfill",
    "landfills",
    "dump",
    "plant",
    "plants",
    "facility",
    "facilities",
    "site",
    "sites",
    "centre",
    "center",
    "station",
    "operator",
    "company",
    "poltto",
    "polton",
    "poltosta",
    "polttolaitos",
    "polttolaitoksen",
    "polttolaitokselta",
    "kasittely",
    "kasittelyn",
    "kasittelysta",
    "kasittelylaitos",
    "kasittelylaitoksen",
    "kaatopaikka",
    "kaatopaikan",
    "kaatopaikalta",
    "laitos",
    "laitoksen",
    "laitokselta",
    "varasto",
    "varaston",
    "forbranning",
    "forbranningen",
    "forbranningsanlaggning",
    "behandling",
    "behandlingen",
    "behandlingsanlaggning",
    "deponi",
    "deponin",
    "deponier",
    "anlaggning",
    "anlaggningen",
];

/// Words before it that say that something is from it, folded.
const FROM: &[&str] = &["from", "of", "fran", "av"];

/// Words before `of` that say what it is, not what it is from, folded.
const KINDS: &[&str] = &[
    "type",
    "types",
    "kind",
    "kinds",
    "class",
    "consist",
    "consists",
    "consisting",
    "made",
    "amount",
    "amounts",
    "quantity",
    "tonnes",
    "free",
    "typ",
    "slag_is",
    "bestar",
];

/// Whether the words that end at a token are of a process or place: `hazardous waste landfill gas`.
pub(super) fn is_of_process(tokens: &Tokens<'_>, core: usize) -> bool {
    waste(tokens, core).is_some_and(|end| is_said(tokens, end, PROCESSES))
}

/// Whether words from one token to another are of what something is from: `dust of hazardous waste`. `300 t/a of hazardous
/// waste` is that itself.
pub(super) fn is_source(tokens: &Tokens<'_>, at: usize, core: usize) -> bool {
    let is_waste = waste(tokens, core).is_some();
    let says_from = is_said(tokens, core, FROM_WASTE);
    let is_from = |it: usize| {
        let what = it.checked_sub(1).filter(|it| tokens.word(*it).is_some());
        is_said(tokens, it, FROM) && what.is_some_and(|it| !is_said(tokens, it, KINDS))
    };
    is_waste && (says_from || at.checked_sub(1).is_some_and(is_from))
}

/// The token after the word for waste that goes with the words that end at a token.
fn waste(tokens: &Tokens<'_>, core: usize) -> Option<usize> {
    let last = core.checked_sub(1).and_then(|it| tokens.word(it));
    let is_within = last.is_some_and(|it| fold(it).starts_with(HAZARDOUS_WASTE));
    let is_after = is_said(tokens, core, WASTE) || is_said(tokens, core, FROM_WASTE);
    (is_within || is_after).then_some(core + usize::from(is_after))
}
