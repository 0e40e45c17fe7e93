//! Where the files of a package come from: a folder, a zip archive, memory. All are read into
//! memory under limits, since an archive may be hostile.

use std::fs;
use std::io;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

use crate::exchange::package::archive::Archive;
use crate::exchange::package::archive::unopened;
use crate::exchange::package::error::PackageError;
use crate::exchange::package::write::PackageFile;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;

/// What a package is read from.
pub enum PackageSource {
    /// A folder with the files side by side.
    Folder(PathBuf),
    /// The bytes of a zip archive: the files side by side, at most one folder around all of them.
    Zip(Vec<u8>),
    /// Files by name, such as those embedded in a program.
    Files(Vec<(String, Vec<u8>)>),
}

impl PackageSource {
    /// The package at a path: a folder, or else a zip archive.
    ///
    /// # Errors
    /// [`PackageError::File`] if there is nothing to be read, [`PackageError::TooLarge`] if it is an
    /// archive of more bytes than a package may have unpacked.
    pub fn open(path: &Path) -> Result<Self, PackageError> {
        let metadata = fs::metadata(path).map_err(PackageError::at(path))?;
        if metadata.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        let limit = Limits::default().total_bytes;
        let file = fs::File::open(path).map_err(PackageError::at(path))?;
        let bytes = read_at_most(file, limit).map_err(PackageError::at(path))?;
        bytes.map(Self::Zip).ok_or_else(|| PackageError::TooLarge {
            path: path.to_owned(),
            limit,
        })
    }

    /// Bytes it comes in, where it comes packed.
    pub(super) fn packed(&self) -> Option<usize> {
        match self {
            Self::Zip(bytes) => Some(bytes.len()),
            Self::Folder(_) | Self::Files(_) => None,
        }
    }

    /// The package as one archive, to be sent elsewhere; nothing in it is checked.
    ///
    /// # Errors
    /// [`PackageError`] if a file cannot be read or is too large.
    pub fn into_zip(self) -> Result<Vec<u8>, PackageError> {
        let files = match self {
            Self::Zip(bytes) => return Ok(bytes),
            Self::Files(files) => files,
            Self::Folder(path) => folder_files(&path, &Limits::default())?,
        };
        let mut archive = Archive::new(Vec::new());
        for (name, bytes) in files {
            archive.add(&name, &bytes)?;
        }
        archive.finish()
    }
}

/// The files of an archive by name, ordered; of one that this program made.
///
/// # Errors
/// [`PackageError::Archive`] if it cannot be taken apart.
pub fn unpack_zip(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, PackageError> {
    let mut problems = ProblemList::default();
    let files = archive(io::Cursor::new(bytes), &Limits::default(), &mut problems);
    match problems.finish().into_iter().next() {
        None => Ok(files
            .into_iter()
            .map(|file| (file.name, file.bytes))
            .collect()),
        Some(problem) => {
            let error = std::io::Error::other(problem.message);
            Err(PackageError::Archive(error.into()))
        }
    }
}

/// How much is read before a package is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files in a package.
    pub files: usize,
    /// Bytes of one file, unpacked.
    pub file_bytes: u64,
    /// Bytes of all files, unpacked.
    pub total_bytes: u64,
    /// How many times larger than packed a file of more than a mebibyte may be.
    pub ratio: u64,
    /// How many times larger than packed all files of an archive may be together, where that is more than 32 mebibytes.
    pub total_ratio: u64,
    /// Rows of one file.
    pub rows: u64,
    /// Columns of one table.
    pub columns: usize,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Errors, and warnings, that are listed; more are counted.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            files: 100,
            file_bytes: 2 << 30,
            total_bytes: 2 << 30,
            ratio: 200,
            total_ratio: 50,
            rows: 20_000_000,
            columns: 1000,
            cell_bytes: 100_000,
            problems: 1000,
        }
    }
}

impl Limits {
    /// What is wrong with a row of so many cells, if they are too many.
    pub(crate) fn columns_fault(&self, cells: usize) -> Option<String> {
        (cells > self.columns).then(|| format!("a row has more than {} cells", self.columns))
    }

    /// The problem of the first cell that is too long.
    pub(crate) fn cell_fault<'c>(
        &self,
        mut cells: impl Iterator<Item = &'c str>,
    ) -> Option<Problem> {
        let at = cells.position(|cell| cell.len() > self.cell_bytes)?;
        let said = format!("cell {} is longer than {} bytes", at + 1, self.cell_bytes);
        Some(Problem::error(ProblemCode::LimitExceeded, said))
    }

    /// Bytes that an archive of so many bytes may unpack to.
    pub(crate) fn unpacked_bytes(&self, packed: u64) -> u64 {
        let by_ratio = packed.saturating_mul(self.total_ratio);
        self.total_bytes.min(by_ratio.max(SMALL_TOTAL))
    }
}

/// Longest name of a file, in bytes.
const MAX_NAME_LEN: usize = 255;
/// Files up to this size may be packed to any ratio.
const SMALL_FILE: u64 = 1 << 20;
/// Archives may unpack to so many bytes, however small they are.
const SMALL_TOTAL: u64 = 32 << 20;

/// The files of a source as far as they could be read; litter is left out.
///
/// # Errors
/// [`PackageError`] if a folder cannot be read.
pub(super) fn files(
    source: PackageSource,
    limits: &Limits,
    problems: &mut ProblemList,
) -> Result<Vec<PackageFile>, PackageError> {
    let files = match source {
        PackageSource::Folder(path) => folder_files(&path, limits)?,
        PackageSource::Zip(bytes) => {
            return Ok(archive(io::Cursor::new(bytes), limits, problems));
        }
        PackageSource::Files(files) => files,
    };
    let mut kept = Vec::new();
    for (name, bytes) in files {
        if kept.len() == limits.files {
            problems.push(too_many(limits.files));
            break;
        }
        if bytes.len() as u64 > limits.file_bytes {
            problems.push(too_large(&name, limits.file_bytes));
        } else if !is_litter(&name) {
            kept.push(PackageFile { name, bytes });
        }
    }
    Ok(kept)
}

/// The problem of a file that cannot be read.
pub(crate) fn unreadable(file: &str, said: impl Into<String>) -> Problem {
    let place = Place {
        file: file.into(),
        line: 0,
    };
    Problem::error(ProblemCode::Unreadable, said).at(Some(&place))
}

fn over(file: &str, said: impl Into<String>) -> Problem {
    let place = Place {
        file: file.into(),
        line: 0,
    };
    Problem::error(ProblemCode::LimitExceeded, said).at(Some(&place))
}

/// The problem of a file that is too large.
pub(crate) fn too_large(name: &str, limit: u64) -> Problem {
    over(name, format!("`{name}` is larger than {limit} bytes"))
}

fn too_many(limit: usize) -> Problem {
    over("", format!("the package has more than {limit} files"))
}

/// Whether a file is litter of an operating system or an editor, passed over without a word.
fn is_litter(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || ["Thumbs.db", "desktop.ini"].contains(&name)
}

/// The files of a folder, ordered by name; folders in it and litter are passed over.
fn folder_files(folder: &Path, limits: &Limits) -> Result<Vec<(String, Vec<u8>)>, PackageError> {
    let mut files = Vec::new();
    let mut room = limits.total_bytes;
    for entry in fs::read_dir(folder).map_err(PackageError::at(folder))? {
        let path = entry.map_err(PackageError::at(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let metadata = fs::metadata(&path).map_err(PackageError::at(&path))?;
        if metadata.is_dir() || is_litter(&name) || files.len() > limits.files {
            continue;
        }
        let limit = limits.file_bytes.min(room);
        let file = fs::File::open(&path).map_err(PackageError::at(&path))?;
        let bytes = read_at_most(file, limit).map_err(PackageError::at(&path))?;
        let Some(bytes) = bytes else {
            return Err(PackageError::TooLarge { path, limit });
        };
        room -= bytes.len() as u64;
        files.push((name.into_owned(), bytes));
    }
    files.sort();
    Ok(files)
}

/// The files of an archive, ordered by name, as far as they could be read.
pub(crate) fn archive(
    mut packed: impl io::Read + io::Seek,
    limits: &Limits,
    problems: &mut ProblemList,
) -> Vec<PackageFile> {
    let size = packed.seek(io::SeekFrom::End(0)).unwrap_or(0);
    let mut archive = match zip::ZipArchive::new(packed) {
        Ok(archive) => archive,
        Err(error) => {
            problems.push(unreadable("", unopened("archive", &error)));
            return Vec::new();
        }
    };
    if archive.len() > limits.files {
        problems.push(too_many(limits.files));
        return Vec::new();
    }
    let mut files: Vec<PackageFile> = Vec::new();
    let mut folders: Vec<String> = Vec::new();
    let mut room = limits.unpacked_bytes(size);
    for at in 0..archive.len() {
        let entry = match archive.by_index(at) {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(unreadable(
                    "",
                    format!("cannot read entry {at} of the archive: {error}"),
                ));
                continue;
            }
        };
        let path = entry.name().to_owned();
        let Some((folder, name)) = entry_name(&path, entry.is_symlink(), problems) else {
            continue;
        };
        if entry.is_dir() || is_litter(name) || folder == "__MACOSX" {
            continue;
        }
        if files.iter().any(|file| file.name == name) {
            problems.push(unreadable(
                &path,
                format!("`{name}` is in the archive twice"),
            ));
            continue;
        }
        let packed = entry.compressed_size().max(1);
        let limit = limits.file_bytes.min(room);
        let limit = limit.min(packed.saturating_mul(limits.ratio).max(SMALL_FILE));
        match read_at_most(entry, limit) {
            Ok(Some(bytes)) => {
                room -= bytes.len() as u64;
                folders.push(folder.to_owned());
                let name = name.to_owned();
                files.push(PackageFile { name, bytes });
            }
            Ok(None) => problems.push(too_large(&path, limit)),
            Err(error) => {
                problems.push(unreadable(
                    &path,
                    format!("cannot unpack `{path}`: {error}"),
                ));
            }
        }
    }
    if folders.windows(2).any(|pair| pair[0] != pair[1]) {
        let said = "the files of the archive are not side by side in one folder";
        problems.push(unreadable("", said));
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// The folder (empty at the top) and the name of an entry; none if it may not be in a package.
fn entry_name<'p>(
    path: &'p str,
    is_link: bool,
    problems: &mut ProblemList,
) -> Option<(&'p str, &'p str)> {
    let trimmed = path.strip_suffix('/').unwrap_or(path);
    let parts: Vec<&str> = trimmed.split('/').collect();
    let refused = if path.len() > MAX_NAME_LEN {
        Some(format!("a name has more than {MAX_NAME_LEN} bytes"))
    } else if path.starts_with('/')
        || path.contains('\\')
        || path.contains(':')
        || path.contains('\0')
    {
        Some(format!("`{path}` is no relative path"))
    } else if parts.iter().any(|part| [".", "..", ""].contains(part)) {
        Some(format!("`{path}` leads out of the archive"))
    } else if is_link {
        Some(format!("`{path}` is a link"))
    } else if parts.len() > 2 && parts[0] != "__MACOSX" {
        Some(format!("`{path}` is more than one folder deep"))
    } else {
        None
    };
    if let Some(said) = refused {
        let shown: String = path.chars().take(MAX_NAME_LEN).collect();
        problems.push(unreadable(&shown, said));
        return None;
    }
    Some(match parts[..] {
        [name] => ("", name),
        [folder, name] => (folder, name),
        _ => ("__MACOSX", ""),
    })
}

/// All bytes of a reader; none if there are more than `limit`.
fn read_at_most(reader: impl io::Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}
