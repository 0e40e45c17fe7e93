//! Column types that several tables share.

use crate::model::kind::Kind;
use crate::model::status::YEARS;
use crate::model::table::FieldType;
use crate::model::table::FieldType::{Int, Number, Ref};

pub(crate) const YEAR: FieldType = Int(*YEARS.start() as i64, *YEARS.end() as i64);
pub(crate) const LATITUDE: FieldType = Number(-90.0, 90.0);
pub(crate) const LONGITUDE: FieldType = Number(-180.0, 180.0);
pub(crate) const UNCERTAINTY_KM: FieldType = Number(0.0, 2000.0);
pub(crate) const MATERIAL: FieldType = Ref(&[Kind::Material]);
pub(crate) const PRODUCT: FieldType = Ref(&[Kind::Product]);
pub(crate) const REGION: FieldType = Ref(&[Kind::Region]);
pub(crate) const ORGANISATION: FieldType = Ref(&[Kind::Organisation]);
pub(crate) const SITE: FieldType = Ref(&[Kind::Site]);
pub(crate) const SOURCE: FieldType = Ref(&[Kind::Source]);
/// Whatever a statement can be about.
pub(crate) const ENTITY: FieldType = Ref(&[
    Kind::Material,
    Kind::Product,
    Kind::Region,
    Kind::Organisation,
    Kind::Site,
    Kind::Activity,
    Kind::Link,
    Kind::SideStream,
    Kind::Intake,
    Kind::Use,
    Kind::Precedent,
    Kind::Match,
    Kind::Project,
    Kind::Cluster,
    Kind::Membership,
    Kind::Relation,
    Kind::Platform,
    Kind::Programme,
]);
/// Whatever a number can be about: an entity or a mode of transport.
pub(crate) const SUBJECT: FieldType = Ref(&[
    Kind::Material,
    Kind::Product,
    Kind::Region,
    Kind::Organisation,
    Kind::Site,
    Kind::Activity,
    Kind::Link,
    Kind::SideStream,
    Kind::Intake,
    Kind::Use,
    Kind::Precedent,
    Kind::Match,
    Kind::Project,
    Kind::Cluster,
    Kind::Membership,
    Kind::Relation,
    Kind::Platform,
    Kind::Programme,
    Kind::Mode,
]);
