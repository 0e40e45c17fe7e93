//! One packed column: dense where most rows state a value, sparse where few do.

/// A value with one bit pattern that means "not stated".
pub(super) trait Cell: Copy {
    /// The pattern.
    const ABSENT: Self;
    /// Whether this is the pattern.
    fn is_absent(self) -> bool;
}

impl Cell for u8 {
    const ABSENT: Self = Self::MAX;
    fn is_absent(self) -> bool {
        self == Self::ABSENT
    }
}

impl Cell for u32 {
    const ABSENT: Self = Self::MAX;
    fn is_absent(self) -> bool {
        self == Self::ABSENT
    }
}

impl Cell for f64 {
    const ABSENT: Self = Self::NAN;
    fn is_absent(self) -> bool {
        self.is_nan()
    }
}

/// The values of a column by row.
pub(super) enum Cells<T> {
    /// A value or the absent pattern for every row.
    Dense(Vec<T>),
    /// The rows that state a value, ascending, and the values.
    Sparse(Vec<u32>, Vec<T>),
}

impl<T: Cell> Cells<T> {
    /// Packs the values of rows, ascending by row, of a table of `rows` rows.
    pub(super) fn pack(stated: Vec<(u32, T)>, rows: usize) -> Self {
        let sparse_bytes = stated.len() * (size_of::<T>() + size_of::<u32>());
        if sparse_bytes < rows * size_of::<T>() {
            let (rows, values) = stated.into_iter().unzip();
            return Self::Sparse(rows, values);
        }
        let mut dense = vec![T::ABSENT; rows];
        for (row, value) in stated {
            dense[row as usize] = value;
        }
        Self::Dense(dense)
    }

    /// The value of a row; none if it is not stated.
    pub(super) fn get(&self, row: u32) -> Option<T> {
        match self {
            Self::Dense(values) => values
                .get(row as usize)
                .copied()
                .filter(|it| !it.is_absent()),
            Self::Sparse(rows, values) => rows.binary_search(&row).ok().map(|at| values[at]),
        }
    }

    /// The stated values with their rows, ascending by row.
    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = (u32, T)> + '_> {
        match self {
            Self::Dense(values) => Box::new(
                (0u32..)
                    .zip(values.iter().copied())
                    .filter(|(_, it)| !it.is_absent()),
            ),
            Self::Sparse(rows, values) => {
                Box::new(rows.iter().copied().zip(values.iter().copied()))
            }
        }
    }
}
