//! The whole data of a revision as a package.

use crate::app::App;
use crate::app::AppError;
use crate::exchange::Licence;
use crate::exchange::PackageInfo;
use crate::exchange::write_zip;
use crate::network::Snapshot;

/// A data package in one file.
pub struct Export {
    /// The revision it holds.
    pub revision: u64,
    /// The bytes of the `.zip`; the same for the same data.
    pub zip: Vec<u8>,
}

impl App {
    /// The package of a revision; of the latest if none is named.
    ///
    /// # Errors
    /// As for [`App::snapshot_at`].
    pub fn export_csv_zip(&self, at: Option<u64>) -> Result<Export, AppError> {
        let snapshot = self.snapshot_at(at)?;
        let zip = write_zip(
            &self.package_info(&snapshot)?,
            snapshot.registry().records(),
        )?;
        Ok(Export {
            revision: snapshot.revision(),
            zip,
        })
    }

    /// What an export says of itself; its version is the revision.
    fn package_info(&self, snapshot: &Snapshot) -> Result<PackageInfo, AppError> {
        let facts = self.dataset(snapshot)?;
        let licence = |title| Licence {
            title: Some(title),
            name: Some("other".into()),
            path: None,
        };
        Ok(PackageInfo {
            name: "ketju".into(),
            title: facts.title,
            version: facts.revision.to_string(),
            reference_year: Some(i64::from(facts.reference_year)),
            licences: facts.licences.into_iter().map(licence).collect(),
        })
    }
}
