//! Materials, products and regions: what the rest of the data speaks of.

use crate::model::table::table;

table! {
    /// What is accounted: an element, a mineral commodity or a group of them.
    material = named Material "materials" {
        KIND "kind": Code(MaterialKind::CODES) => "What is accounted under the name.", required;
        SYMBOL "symbol": Text => "Chemical symbol of an element.";
        GROUP "group": types::MATERIAL => "Groups the material belongs to; groups overlap and are never added.", many;
        STRATEGIC "strategic": Flag => "Whether it is a strategic raw material of Regulation (EU) 2024/1252, Annex I; empty means no.";
        CRITICAL "critical": Flag => "Whether it is a critical raw material of Regulation (EU) 2024/1252, Annex II; empty means no.";
        ANNEX_I "annex_i": Text => "Point of Annex I, Section 1.";
        ANNEX_I_GRADE "annex_i_grade": Text => "Grade to which Annex I limits the material.";
        ANNEX_II "annex_ii": Text => "Point of Annex II, Section 1.";
        ANNEX_II_GRADE "annex_ii_grade": Text => "Grade to which Annex II limits the material.";
        ASSESSMENT "assessment": Text => "Name of the material in the European Union's criticality assessment, where it differs.";
    }
}

table! {
    /// What physically moves: a concentrate, an alloy, a residue.
    product = named Product "products" {
        FORM "form": Code(ProductForm::CODES) => "How far it is worked.", required;
        STATE "state": Code(PhysicalState::CODES) => "State in which it moves; `MOLTEN`, `SOLUTION` and `GAS` move on site or by pipeline only. Empty means not stated.";
        HS_CODE "hs_code": Text => "Heading of the Harmonized System, where it fits without doubt.";
        MATERIALS "materials": types::MATERIAL => "Materials it usually carries, the main one first: a fallback where nothing is stated.", many;
    }
}

table! {
    /// A country, a NUTS region, a bloc or a named group of regions.
    region = named Region "regions" {
        CODE "code": Text => "NUTS 2024 or ISO 3166-1 code as its publisher writes it.";
        LEVEL "level": Int(0, 3) => "NUTS level: 0 a country, 3 the smallest; empty for blocs and groups.";
        COUNTRY "country": Published(PublishedList::Country) => "Country, ISO 3166-1 alpha-2.";
        PARENT "parent": types::REGION => "Region of the next level up.";
        MEMBERS "members": types::REGION => "Members of a bloc or group.", many;
        PREDECESSORS "predecessors": types::REGION => "Regions of an earlier NUTS version that cover this one.", many;
        BOUNDARY_CHANGED "boundary_changed": Flag => "Whether the area differs from that of the predecessors.";
        VALID_FROM "valid_from": types::YEAR => "First year of the code; empty means not limited.";
        VALID_TO "valid_to": types::YEAR => "Last year of the code; empty means still valid.";
    }
}
