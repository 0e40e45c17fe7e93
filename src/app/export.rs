//! The whole data of a revision as a package.

use crate::app::App;
use crate::app::AppError;
use crate::exchange::write_zip;

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
        let zip = write_zip(&self.package_info(&snapshot)?, snapshot.registry().records())?;
        Ok(Export { revision: snapshot.revision(), zip })
    }
}
