//! Leave to store a commit, which whoever waits for it may withdraw until the moment it is used.

use std::sync::Arc;
use std::sync::OnceLock;

/// Leave to store. It is used or withdrawn, whichever comes first, and stays so. One that nobody withdraws is always there.
#[derive(Clone, Debug, Default)]
pub struct Permission(Arc<OnceLock<Fate>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Used,
    Withdrawn,
}

impl Permission {
    /// Uses it; false if it has been withdrawn, and then nothing may be stored.
    pub(super) fn is_used(&self) -> bool {
        *self.0.get_or_init(|| Fate::Used) == Fate::Used
    }

    /// Withdraws it; false if it has been used, and then something is being stored or is.
    pub(super) fn withdraw(&self) -> bool {
        *self.0.get_or_init(|| Fate::Withdrawn) == Fate::Withdrawn
    }

    /// It is withdrawn with what is returned.
    pub(super) fn withdrawn_on_drop(self) -> Withdrawn {
        Withdrawn(self)
    }
}

/// Withdraws a permission when it goes.
pub(super) struct Withdrawn(Permission);

impl Withdrawn {
    /// Withdraws it at once, as [`Permission::withdraw`].
    pub(super) fn withdraw(&self) -> bool {
        self.0.withdraw()
    }
}

impl Drop for Withdrawn {
    fn drop(&mut self) {
        self.0.withdraw();
    }
}
