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

/// A column while its rows come, ascending.
pub(super) struct Growing<T> {
    /// A value or the absent pattern for every row up to the last that stated one.
    values: Vec<T>,
    stated: usize,
}

impl<T: Cell> Growing<T> {
    pub(super) const fn new() -> Self {
        Self {
            values: Vec::new(),
            stated: 0,
        }
    }

    /// Adds the value of a row after those that came.
    pub(super) fn push(&mut self, row: u32, value: T) {
        self.values.resize(row as usize, T::ABSENT);
        self.values.push(value);
        self.stated += 1;
    }

    /// Packs the column of a table of `rows` rows.
    pub(super) fn pack(mut self, rows: usize) -> Cells<T> {
        let sparse_bytes = self.stated * (size_of::<T>() + size_of::<u32>());
        if sparse_bytes < rows * size_of::<T>() {
            let values = (0u32..).zip(self.values);
            let (rows, values) = values.filter(|(_, it)| !it.is_absent()).unzip();
            return Cells::Sparse(rows, values);
        }
        self.values.resize(rows, T::ABSENT);
        self.values.shrink_to_fit();
        Cells::Dense(self.values)
    }
}

impl<T: Cell> Cells<T> {
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
