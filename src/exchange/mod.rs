//! Bytes in and bytes out: data packages, their table schemas and the code lists they draw on.
//!
//! Reading yields records and problems, never one problem alone; what was read is checked against
//! the rest of the data by [`validate`](crate::model::validate). Nothing here knows where data are
//! stored.

mod cell;
mod code_lists;
mod decimal;
mod embedded;
mod exchanges;
mod export;
mod given;
mod import;
mod knowledge;
mod members;
mod package;
mod report;
mod rows;
mod stated_facts;
mod table_schema;
mod template;
#[cfg(test)]
mod tests;
mod units;
mod verify;

pub use cell::read_cell;
pub use cell::write_cell;
pub use code_lists::code_list_problems;
pub use code_lists::code_lists;
pub use decimal::Decimal;
pub use exchanges::read_exchanges;
pub use export::Content;
pub use export::DatasetFacts;
pub use export::ExportError;
pub use export::ExportFormat;
pub use export::Extract;
pub use export::write_export;
pub use given::GivenColumns;
pub use import::Encoding;
pub use import::ImportForm;
pub use import::Mapping;
pub use import::ReadOptions;
pub use import::StatedOptions;
pub use import::Undirected;
pub use import::read_import;
pub use import::read_import_file;
pub use knowledge::knowledge;
pub use knowledge::knowledge_problems;
pub use members::CreateOrganisations;
pub use members::MEMBER_COLUMNS;
pub use members::MembersFile;
pub use members::MembersRead;
pub use members::read_members;
pub use package::Licence;
pub use package::Limits;
pub use package::PackageError;
pub use package::PackageFile;
pub use package::PackageInfo;
pub use package::PackageRead;
pub use package::PackageSource;
pub use package::content_hash;
pub use package::package_files;
pub use package::read_package;
pub use package::read_package_with;
pub use package::read_zip;
pub use package::registry_hash;
pub use package::unpack_into;
pub use package::unpack_zip;
pub use package::write_folder;
pub use package::write_zip;
pub use report::ImportReport;
pub use report::ReportedChange;
pub use report::ReportedField;
pub use report::ReportedProblem;
pub use stated_facts::StatedFacts;
pub use table_schema::table_schema;
pub use table_schema::table_schemas;
pub use template::TemplateError;
pub use template::template;
pub use units::UnitFault;
pub use units::convert;
pub use units::unit_factor;
pub use verify::FileVerification;
pub use verify::FileVerifyError;
pub use verify::verify_file;
