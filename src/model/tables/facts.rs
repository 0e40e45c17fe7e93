//! Sources, figures, statements and coverage: what is known and from where.

use crate::model::table::table;

table! {
    /// A document or page.
    source = plain Source "sources" {
        TITLE "title": Text => "Title, or the address where none is known.", required;
        PUBLISHER "publisher": Text => "Who publishes it.";
        ADDRESS "address": Text => "Where it is found.";
        DATE "date": Date => "When it was published.";
        LICENCE "licence": Text => "Terms of use, where stated.";
    }
}

table! {
    /// One number with its unit, year, confidence and source.
    figure = computed Figure "figures" {
        SUBJECT "subject": types::SUBJECT => "What the number is about, `kind:slug`; `mode:road` and the like for modes of transport.", required;
        QUANTITY "quantity": Code(Quantity::CODES) => "Which quantity; it fixes the unit and the range.", required;
        MATERIAL "material": types::MATERIAL => "Material the number is of.";
        PRODUCT "product": types::PRODUCT => "Product the number is of.";
        STAGE "stage": Code(Stage::CODES) => "Stage of the value chain.";
        PARTNER "partner": types::SUBJECT => "Other party: a country of trade, the other end of a distance.";
        SECTOR "sector": Text => "Sector of use.";
        SCOPE "scope": Text => "Which part of the subject, or which region, the number covers.";
        VALUE "value": Number(f64::MIN, f64::MAX) => "The number in `unit`; empty where only bounds are known or the source withholds it.";
        LOW "low": Number(f64::MIN, f64::MAX) => "Lower bound in `unit`.";
        HIGH "high": Number(f64::MIN, f64::MAX) => "Upper bound in `unit`.";
        UNIT "unit": Published(PublishedList::Unit) => "Unit of the number; other spellings are converted and kept in `raw`.", required;
        BASIS "basis": Code(MassBasis::CODES) => "Tonnes of product or of what is contained; empty means not stated.";
        CONTAINED_OF "contained_of": Text => "Element or compound that contained tonnes or a fraction are of, as a formula: `Cr2O3`.";
        SIDE "side": Code(Side::CODES) => "Whether a capacity bounds input or output.";
        FORM "form": Text => "Form the number speaks of, where it is no product.";
        DEFINITION "definition": Text => "What exactly was counted; figures of different definition never replace one another.";
        VINTAGE "vintage": Code(Vintage::CODES) => "Whether it happened or was forecast; empty means `ACTUAL`.";
        YEAR "year": types::YEAR => "Year the number is of; empty means undated.";
        PERIOD "period": Period => "Years the number is of, `2010/2014`; it counts as its last year.";
        MISSING "missing": Code(MissingReason::CODES) => "Why the source gives no value.";
        RAW "raw": Text => "The number and unit as the source has them, where they were converted.";
        CONFIDENCE "confidence": Code(Confidence::CODES) => "How well it is founded.", required;
    }
}

table! {
    /// What is not a number but decides an answer and may be inferred, assigned or dated.
    statement = computed Statement "statements" {
        SUBJECT "subject": types::ENTITY => "What it is about, `kind:slug`.", required;
        FIELD "field": Text => "Field it speaks of, such as `status`, `fate`, `ewc_codes`, `operator`.", required;
        VALUE "value": Text => "What it says; several values as in the field.", required;
        AS_OF "as_of": types::YEAR => "Year it is known for; empty means undated.";
        BASIS "basis": Code(StatementBasis::CODES) => "Whether the source states it, it was inferred, or a compiler assigned it.", required;
    }
}

table! {
    /// How much of the world the data hold.
    coverage = plain Coverage "coverage" {
        REGION "region": types::REGION => "For which region.", required;
        MATERIAL "material": types::MATERIAL => "For which material; empty means all.";
        STAGE "stage": Code(Stage::CODES) => "For which stage; empty means all.";
        LEVEL "level": Code(CoverageLevel::CODES) => "How much.", required;
        AS_OF "as_of": types::YEAR => "Year it was judged for.";
    }
}

table! {
    /// A named set of changes laid over the data.
    scenario = named Scenario "scenarios" {
        CHANGES "changes": Text => "The changes, as the JSON of the API.", required;
    }
}

table! {
    /// A data package that was loaded, as its `datapackage.json` describes it.
    dataset = plain Dataset "datasets" {
        TITLE "title": Text => "Title.", required;
        VERSION "version": Text => "Version of the package.";
        REFERENCE_YEAR "reference_year": types::YEAR => "Year its questions are asked for where they name none.";
        LICENCES "licences": Text => "Terms of use.", many;
    }
}
