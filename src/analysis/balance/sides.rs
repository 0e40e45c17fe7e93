//! The two sides of a balance, product by product, so that no mass is added twice.
//!
//! Of tellings of the same mass the first that tells anything counts and the others are shown: what a site took in of a
//! product comes before the links that brought it; what it made before the links that took it away; what arose of a
//! side-stream before what was made of the same product. No figure stands on both sides: what a mine gives as ore is
//! told by what was mined on one side and by links alone on the other.

use crate::analysis::balance::amount::Amount;
use crate::analysis::balance::place::Place;
use crate::analysis::balance::place::Stream;
use crate::analysis::balance::place::TOTALS;
use crate::analysis::balance::reading::Reading;
use crate::analysis::balance::terms::BalanceSide;
use crate::analysis::balance::terms::LeftOut;
use crate::analysis::balance::terms::Term;
use crate::analysis::balance::terms::TermKind;
use crate::analysis::balance::terms::UnknownReason;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::When;
use crate::model::tables::figure;
use crate::model::tables::side_stream;
use crate::network::chain::Carrying;
use crate::network::chain::is_stock;
use crate::network::contained::Counted;

/// Finds the terms of one site, material and year.
pub(super) struct Sides<'a> {
    pub(super) place: &'a Place,
    pub(super) reading: Reading<'a>,
    pub(super) carrying: &'a Carrying<'a>,
    /// The products that carry the material here, by slug: the same in every year, see [`Sides::carried`].
    pub(super) products: &'a [Row],
}

impl Sides<'_> {
    /// All terms: what goes in, then what comes out, each by product.
    pub(super) fn terms(&self) -> Vec<Term> {
        let inputs = self.products.iter().flat_map(|it| self.inputs(*it));
        let mut inputs: Vec<Term> = inputs.collect();
        let mut outputs: Vec<Term> = self
            .products
            .iter()
            .flat_map(|it| self.outputs(*it))
            .collect();
        self.lay_total_over(&mut outputs);
        let is_counted = |it: &Term| it.left_out.is_none();
        if !inputs.iter().any(is_counted) {
            let kind = match self.place.is_mine() {
                true => TermKind::Extraction,
                false => TermKind::Feed,
            };
            inputs.push(Term::unknown(BalanceSide::In, kind, self.place.site, None));
        }
        if !outputs.iter().any(is_counted) {
            let (side, kind) = (BalanceSide::Out, TermKind::Production);
            outputs.push(Term::unknown(side, kind, self.place.site, None));
        }
        inputs.extend(outputs);
        inputs
    }

    /// The products that carry the material here, by slug.
    pub(super) fn carried(&self) -> Vec<Row> {
        let (registry, site) = (self.reading.registry, self.place.site);
        let is_told = |product: Row| {
            let figures = TOTALS.iter().flat_map(|it| self.place.totals(*it, product));
            let mut of = figures.filter_map(|it| registry.reference(*it, figure::MATERIAL));
            of.any(|it| it == self.reading.material)
        };
        let is_moved = |product: Row| {
            let mut links = self.place.moved(product).iter();
            links.any(|it| self.is_carried(*it))
        };
        let is_shed = |product: Row| {
            let mut streams = self.place.streams.iter();
            streams.any(|it| it.product == Some(product) && self.sheds_it(it))
        };
        let all = self.place.products.iter().copied();
        let carried = all.filter(|it| {
            self.carrying.at(site, *it).is_some() || is_told(*it) || is_moved(*it) || is_shed(*it)
        });
        carried.collect()
    }

    fn inputs(&self, product: Row) -> Vec<Term> {
        let place = self.place;
        let links = self.link_terms(BalanceSide::In, place.incoming(product), product);
        let own = self.link_terms(BalanceSide::In, place.back(product), product);
        let own: Vec<Term> = own
            .into_iter()
            .map(|it| Term {
                kind: TermKind::OwnStream,
                ..it
            })
            .collect();
        let feed = self.total(BalanceSide::In, TermKind::Feed, Quantity::Feed, product);
        let processed = |kind| self.total(BalanceSide::In, kind, Quantity::OreProcessed, product);
        if place.is_mined(self.reading.registry, product) {
            let (kind, made) = (TermKind::Extraction, Quantity::Production);
            let mined = self.total(BalanceSide::In, kind, made, product);
            let used = processed(kind);
            // What goes on as ore is what was mined; what is worked up here is what went through the plant.
            let told = match self.leaves_as_mined(product) {
                true => [mined, used],
                false => [used, mined],
            };
            let told = told.into_iter().chain([feed]).flatten().map(|it| vec![it]);
            return one_of(told.collect());
        }
        let totals = [feed, processed(TermKind::Feed)].into_iter().flatten();
        if place.is_internal(product) {
            let own = totals.chain(own);
            let own = own.map(|it| it.not_added(LeftOut::MadeAndUsedHere));
            return links.into_iter().chain(own).collect();
        }
        let mut told: Vec<Vec<Term>> = totals.map(|it| vec![it]).collect();
        told.push(links.into_iter().chain(own).collect());
        let found = one_of(told);
        if found.is_empty() && place.takes(product) {
            return vec![self.unknown(BalanceSide::In, TermKind::Feed, product)];
        }
        found
    }

    fn outputs(&self, product: Row) -> Vec<Term> {
        let place = self.place;
        let links = self.link_terms(BalanceSide::Out, place.outgoing(product), product);
        if place.is_mined(self.reading.registry, product) {
            if links.is_empty() && self.leaves_as_mined(product) {
                return vec![self.unknown(BalanceSide::Out, TermKind::Link, product)];
            }
            return links;
        }
        let (kind, quantity) = (TermKind::Production, Quantity::Production);
        let made = self.total(BalanceSide::Out, kind, quantity, product);
        let streams = self.streams(product);
        let away = self.taken_away(&streams, product);
        let arising: Vec<Term> = streams.iter().map(|it| self.arising(it, product)).collect();
        if place.is_internal(product) {
            let own = made.into_iter().chain(arising);
            let own = own.map(|it| it.not_added(LeftOut::MadeAndUsedHere));
            return links.into_iter().chain(away).chain(own).collect();
        }
        let is_listed = place.gives(product) || !links.is_empty() || !arising.is_empty();
        let made: Vec<Term> = made.into_iter().collect();
        if place.is_collective(self.reading.registry, product) {
            return Vec::new();
        }
        if !is_listed && self.is_any_given() {
            let not_added = made
                .into_iter()
                .map(|it| it.not_added(LeftOut::NotAnOutput));
            return not_added.collect();
        }
        let moved: Vec<Term> = links.into_iter().chain(away).collect();
        let found = if arising.is_empty() {
            one_of(vec![made, moved])
        } else {
            // Links need not take all of a side-stream.
            let arising = at_least_moved(arising, &moved);
            let mut found = one_of(vec![arising, made]);
            found.extend(moved.into_iter().map(|it| match it.left_out {
                None => it.not_added(LeftOut::SameMass),
                Some(_) => it,
            }));
            found
        };
        if found.is_empty() && place.gives(product) {
            return vec![self.unknown(BalanceSide::Out, kind, product)];
        }
        found
    }

    /// Whether ore that the site mines goes on as such: a link takes it, or a mining activity gives it and none works it up.
    fn leaves_as_mined(&self, product: Row) -> bool {
        let is_given = self.place.gives(product) && !self.place.takes(product);
        let mut leaving = self.place.outgoing(product).iter();
        is_given || leaving.any(|it| self.is_in_force(*it))
    }

    /// Whether any activity gives something that carries the material.
    fn is_any_given(&self) -> bool {
        let mut given = self.place.works.iter().flat_map(|it| &it.outputs);
        given.any(|it| self.carrying.at(self.place.site, *it).is_some())
    }

    /// What the site gave in all, told without a product or of several together, in place of its products where one of
    /// these is not known.
    fn lay_total_over(&self, outputs: &mut Vec<Term>) {
        let registry = self.reading.registry;
        let is_of_it =
            |it: &Row| registry.reference(*it, figure::MATERIAL) == Some(self.reading.material);
        let all = self.place.of_all.iter().copied();
        let figures: Vec<Row> = all.filter(is_of_it).collect();
        // Contained tonnes need no product.
        let counted = Counted {
            product: self.reading.material,
            place: self.place.site,
        };
        let Some(read) = self.reading.amount(&figures, counted) else {
            return;
        };
        let side = BalanceSide::Out;
        let told_of = read.figures.first();
        let product = told_of.and_then(|it| registry.reference(*it, figure::PRODUCT));
        let total = Term::unknown(side, TermKind::Production, self.place.site, product).told(read);
        let is_product = |it: &Term| it.left_out.is_none() && it.kind != TermKind::Generation;
        let is_unknown = |it: &Term| is_product(it) && it.amount.high.is_none();
        if total.tells() && (outputs.iter().any(is_unknown) || !outputs.iter().any(is_product)) {
            for it in outputs.iter_mut().filter(|it| is_product(it)) {
                it.left_out = Some(LeftOut::SameMass);
            }
            outputs.push(total);
        } else {
            outputs.push(total.not_added(LeftOut::SameMass));
        }
    }

    fn unknown(&self, side: BalanceSide, kind: TermKind, product: Row) -> Term {
        Term::unknown(side, kind, self.place.site, Some(product))
    }

    /// What figures of the site tell of all of a product; none if there are none.
    fn total(
        &self,
        side: BalanceSide,
        kind: TermKind,
        quantity: Quantity,
        product: Row,
    ) -> Option<Term> {
        let site = self.place.site;
        let figures = self.place.totals(quantity, product);
        let counted = Counted {
            product,
            place: site,
        };
        let read = self.reading.amount(figures, counted)?;
        Some(Term::unknown(side, kind, site, Some(product)).told(read))
    }

    /// Side-streams of a product that arise in the year and carry the material.
    fn streams(&self, product: Row) -> Vec<&Stream> {
        let registry = self.reading.registry;
        let when = self.when();
        let arises = |it: &&Stream| {
            let is_planned = registry.flag(it.row, side_stream::PLANNED) == Some(true);
            it.product == Some(product)
                && self.sheds_it(it)
                && (!is_planned || when.include_planned)
                && !is_stock(registry, it.row, when)
        };
        self.place.streams.iter().filter(arises).collect()
    }

    fn sheds_it(&self, stream: &Stream) -> bool {
        stream
            .product
            .is_some_and(|it| self.carrying.at(stream.row, it).is_some())
    }

    /// What arose of a side-stream.
    fn arising(&self, stream: &Stream, product: Row) -> Term {
        let registry = self.reading.registry;
        let mut figures = registry.figures(stream.row, Quantity::Generation);
        figures.retain(|it| {
            let named = registry.reference(*it, figure::PRODUCT);
            named.is_none_or(|it| it == product)
        });
        let counted = Counted {
            product,
            place: stream.row,
        };
        let (side, kind) = (BalanceSide::Out, TermKind::Generation);
        let term = Term::unknown(side, kind, stream.row, Some(product));
        term.told_if(self.reading.amount(&figures, counted))
    }

    /// What links took from side-streams to elsewhere.
    fn taken_away(&self, streams: &[&Stream], product: Row) -> Vec<Term> {
        let away = streams.iter().flat_map(|it| &it.away);
        let away: Vec<Row> = away.copied().collect();
        self.link_terms(BalanceSide::Out, &away, product)
    }

    pub(super) fn when(&self) -> When {
        When {
            year: self.reading.year,
            ..self.reading.asked
        }
    }
}

/// Of tellings of one mass the first that is known in full counts, else the first that tells anything, else the first there
/// is; the others are shown.
fn one_of(tellings: Vec<Vec<Term>>) -> Vec<Term> {
    let counted = |it: &Vec<Term>| it.iter().filter(|it| it.left_out.is_none()).count();
    let is_whole = |it: &Vec<Term>| {
        let mut own = it.iter().filter(|it| it.left_out.is_none());
        counted(it) > 0 && own.all(|it| it.amount.high.is_some())
    };
    let tells = |it: &Vec<Term>| it.iter().any(Term::tells);
    // What is told of the year and lacks a content says more than what is told of another year.
    let is_of_year = |it: &Vec<Term>| {
        let mut all = it.iter();
        counted(it) > 0 && all.all(|it| it.unknown != Some(UnknownReason::OtherYear))
    };
    let first = tellings
        .iter()
        .position(is_whole)
        .or_else(|| tellings.iter().position(tells))
        .or_else(|| tellings.iter().position(is_of_year))
        .or_else(|| tellings.iter().position(|it| counted(it) > 0));
    let all = tellings.into_iter().enumerate();
    let all = all.flat_map(|(at, telling)| {
        let shown = move |it: Term| match (Some(at) == first, it.left_out) {
            (true, _) | (_, Some(_)) => it,
            (false, None) => it.not_added(LeftOut::SameMass),
        };
        telling.into_iter().map(shown)
    });
    all.collect()
}

/// Of side-streams of which it is not known how much arises as much arises at least as links take, where no part of it is
/// known otherwise.
fn at_least_moved(mut arising: Vec<Term>, moved: &[Term]) -> Vec<Term> {
    if arising.iter().any(|it| it.amount.is_bounded()) {
        return arising;
    }
    let added = moved.iter().filter(|it| it.left_out.is_none());
    let least = Amount::sum(added.map(|it| it.amount)).low;
    if let Some(first) = arising.first_mut() {
        first.amount = Amount::at_least(least);
    }
    arising
}
