//! Offers as the records tell them: side-streams, residues and scrap of activities, and products wherever they arise.

use crate::analysis::partners::Offer;
use crate::analysis::partners::WasteCode;
use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::told::amount;
use crate::analysis::partners::told::contents;
use crate::model::CodeLists;
use crate::model::Column;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::PublishedList;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::ProductForm;
use crate::model::codes::SiteKind;
use crate::model::codes::StatementBasis;
use crate::model::tables::activity;
use crate::model::tables::organisation;
use crate::model::tables::product;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::model::tables::statement;
use crate::network::chain::is_stock;

/// Something in the shape in which it is compared, with the texts its words are of.
#[derive(Clone, Debug)]
pub(super) struct Worded<'a, T> {
    pub(super) it: T,
    pub(super) texts: Vec<&'a str>,
}

/// Everything on record that is offered in a year: side-streams that arise then or have a stock, and residues and scrap of
/// activities that no side-stream of their site tells. O(side-streams + activities).
pub(super) fn all<'a>(
    registry: &'a Registry,
    knowledge: &Knowledge,
    when: When,
) -> Vec<Worded<'a, Offer>> {
    let streams = registry.rows(Kind::SideStream);
    let streams =
        streams.filter(|it| arises(registry, *it, when) || has_stock(registry, *it, when));
    let of_streams = streams.map(|it| of_stream(registry, knowledge, it, when));
    let outputs = registry.rows(Kind::Activity).flat_map(|row| {
        let outputs = registry.references(row, activity::OUTPUTS);
        outputs.map(move |it| (row, it))
    });
    let of_activities = outputs.filter_map(|(row, it)| of_output(registry, row, it, when));
    of_streams.chain(of_activities).collect()
}

/// What one record offers: a side-stream, whether or not it arises in the year, or a product; none for other kinds.
pub(super) fn of_record<'a>(
    registry: &'a Registry,
    knowledge: &Knowledge,
    row: Row,
    when: When,
) -> Option<Worded<'a, Offer>> {
    match row.kind() {
        Kind::SideStream => Some(of_stream(registry, knowledge, row, when)),
        Kind::Product => Some(of_product(registry, row, when)),
        _ => None,
    }
}

/// Whether a side-stream arises in the year: its site operates, and it is not only planned.
pub(super) fn arises(registry: &Registry, stream: Row, when: When) -> bool {
    let is_planned = registry.flag(stream, side_stream::PLANNED) == Some(true);
    let site = registry.reference(stream, side_stream::SITE);
    let operates = site.is_none_or(|it| registry.operation(it, when).operates);
    operates && (!is_planned || when.include_planned)
}

/// Whether a stock of a side-stream is on record, or its site operates no more and something is taken from it still.
pub(super) fn has_stock(registry: &Registry, stream: Row, when: When) -> bool {
    let figures = registry.figures(stream, Quantity::Stock);
    let stocked = |it: &Row| registry.figure_value(*it).is_none_or(|it| it > 0.0);
    figures.iter().any(stocked) || is_stock(registry, stream, when)
}

/// The side-streams on record of a product. O(side-streams).
pub(super) fn streams_of(registry: &Registry, product: Row) -> impl Iterator<Item = Row> + '_ {
    let streams = registry.rows(Kind::SideStream);
    streams.filter(move |it| registry.reference(*it, side_stream::PRODUCT) == Some(product))
}

/// Whether a waste with some codes is hazardous as the list says: as all of its codes are; none where they differ, or the
/// list does not say.
pub(super) fn hazardous_by_code(lists: &CodeLists, codes: &[WasteCode]) -> Option<bool> {
    let told = |it: &WasteCode| lists.get(PublishedList::Ewc, &it.code)?.hazardous;
    let first = told(codes.first()?)?;
    let is_all = codes.iter().all(|it| told(it) == Some(first));
    is_all.then_some(first)
}

/// The waste codes in a column of a record; those are assigned of which a statement says so and none that a source states them.
pub(super) fn waste_codes(registry: &Registry, row: Row, column: Column) -> Vec<WasteCode> {
    let said = registry.statements(row, "ewc_codes");
    let says = |code: &str, is_stated: bool| {
        said.iter().any(|it| {
            let basis = registry.code::<StatementBasis>(*it, statement::BASIS);
            let value = registry.text(*it, statement::VALUE).unwrap_or_default();
            (basis == Some(StatementBasis::Stated)) == is_stated
                && value.split(';').any(|it| it.trim() == code)
        })
    };
    let codes = registry.texts(row, column);
    codes
        .map(|code| WasteCode {
            code: code.to_owned(),
            is_assigned: says(code, false) && !says(code, true),
        })
        .collect()
}

/// Where a site is.
pub(super) fn place_of(registry: &Registry, place: Option<Row>) -> Whereabouts {
    Whereabouts {
        position: place.and_then(|it| registry.position(it)),
        site: place,
        region: place.and_then(|it| {
            let country = || registry.country_named(registry.text(it, site::COUNTRY)?);
            registry.reference(it, site::REGION).or_else(country)
        }),
    }
}

/// The trades of a site: its own, else those of who runs it.
pub(super) fn trades_of(registry: &Registry, place: Option<Row>) -> Vec<String> {
    let own =
        |row, column| -> Vec<String> { registry.texts(row, column).map(str::to_owned).collect() };
    let of_site = place.map_or_else(Vec::new, |it| own(it, site::NACE));
    let operator = place.and_then(|it| registry.reference(it, site::OPERATOR));
    match operator {
        Some(operator) if of_site.is_empty() => own(operator, organisation::NACE),
        _ => of_site,
    }
}

fn of_stream<'a>(
    registry: &'a Registry,
    knowledge: &Knowledge,
    row: Row,
    when: When,
) -> Worded<'a, Offer> {
    let place = registry.reference(row, side_stream::SITE);
    let product = registry.reference(row, side_stream::PRODUCT);
    let ewc = waste_codes(registry, row, side_stream::EWC_CODES);
    let hazardous = registry.flag(row, side_stream::HAZARDOUS);
    let of_product = product.into_iter().flat_map(|it| names_of(registry, it));
    let kind = registry.text(row, side_stream::KIND);
    let texts = names_of(registry, row).chain(kind).chain(of_product);
    let mut found = contents(registry, row, product, true, when);
    for content in place.map_or_else(Vec::new, |it| contents(registry, it, product, false, when)) {
        if found.iter().all(|it| it.material != content.material) {
            found.push(content);
        }
    }
    let generated = amount(
        registry,
        row,
        Quantity::Generation,
        product.as_slice(),
        when,
    );
    let produced = || named_amount(registry, place?, product?, when);
    Worded {
        texts: texts.collect(),
        it: Offer {
            record: Some(row),
            name: registry.name(row).to_owned(),
            is_named: true,
            words: Vec::new(),
            product,
            materials: registry.references(row, side_stream::MATERIALS).collect(),
            hazardous: hazardous.or_else(|| hazardous_by_code(&knowledge.lists, &ewc)),
            ewc,
            nace: trades_of(registry, place),
            legal_standing: registry.code(row, side_stream::LEGAL_STANDING),
            contents: found,
            amount: generated.or_else(produced),
            whereabouts: place_of(registry, place),
            operator: place.and_then(|it| registry.reference(it, site::OPERATOR)),
        },
    }
}

/// What a site produced of a product: the same number as the generation of its side-stream.
fn named_amount(
    registry: &Registry,
    place: Row,
    product: Row,
    when: When,
) -> Option<crate::analysis::partners::Amount> {
    use crate::model::tables::figure;
    let told = amount(registry, place, Quantity::Production, &[product], when)?;
    let named = |it: &Row| registry.reference(*it, figure::PRODUCT) == Some(product);
    told.figures.iter().all(named).then_some(told)
}

/// A residue or scrap that an activity gives, unless a side-stream of the site tells it.
fn of_output<'a>(
    registry: &'a Registry,
    row: Row,
    product: Row,
    when: When,
) -> Option<Worded<'a, Offer>> {
    let form = registry.code::<ProductForm>(product, product::FORM);
    let place = registry.reference(row, activity::SITE)?;
    let kind = registry.code::<SiteKind>(place, site::KIND);
    let streams = registry.referring(Kind::SideStream, side_stream::SITE, place);
    let is_told = streams
        .iter()
        .any(|it| registry.reference(*it, side_stream::PRODUCT) == Some(product));
    let is_left = matches!(form, Some(ProductForm::Residue | ProductForm::Scrap))
        && !matches!(kind, Some(SiteKind::External | SiteKind::Area))
        && !registry.is_unspecified(product)
        && !is_told
        && runs(registry, row, when);
    is_left.then(|| Worded {
        texts: names_of(registry, product).collect(),
        it: Offer {
            record: Some(row),
            name: registry.name(product).to_owned(),
            is_named: true,
            words: Vec::new(),
            product: Some(product),
            materials: registry.references(product, product::MATERIALS).collect(),
            ewc: Vec::new(),
            nace: trades_of(registry, Some(place)),
            hazardous: None,
            legal_standing: None,
            contents: contents(registry, place, Some(product), false, when),
            amount: named_amount(registry, place, product, when),
            whereabouts: place_of(registry, Some(place)),
            operator: registry.reference(place, site::OPERATOR),
        },
    })
}

/// Whether an activity runs in the year: its site operates, and the year is within its own.
fn runs(registry: &Registry, row: Row, when: When) -> bool {
    let opened = registry.int(row, activity::OPENED);
    let closed = registry.int(row, activity::CLOSED);
    let place = registry.reference(row, activity::SITE);
    opened.is_none_or(|it| it <= when.year)
        && closed.is_none_or(|it| when.year <= it)
        && place.is_some_and(|it| registry.operation(it, when).operates)
}

/// A product wherever it arises.
fn of_product(registry: &Registry, row: Row, when: When) -> Worded<'_, Offer> {
    Worded {
        texts: names_of(registry, row).collect(),
        it: Offer {
            record: Some(row),
            name: registry.name(row).to_owned(),
            is_named: true,
            words: Vec::new(),
            product: Some(row),
            materials: registry.references(row, product::MATERIALS).collect(),
            ewc: Vec::new(),
            nace: Vec::new(),
            hazardous: None,
            legal_standing: None,
            contents: contents(registry, row, Some(row), true, when),
            amount: None,
            whereabouts: Whereabouts::default(),
            operator: None,
        },
    }
}
