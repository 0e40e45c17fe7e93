//! `serve.json`: how a command finds the server that has the folder open.
//!
//! It holds the secret of one run, so that whoever can read the folder may write through the
//! server, and nobody else. A killed server leaves its file behind, and its port to whoever comes
//! next; so the file also names the run, and a command sends the secret only to a server that goes
//! by that name.

use std::fs;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use crate::app::AppError;

/// Address, name and secret of a running server.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RunFile {
    /// Where commands of this machine reach it.
    pub address: SocketAddr,
    /// What the server calls its run, to whoever asks; it allows nothing.
    pub run: String,
    /// What allows to write.
    pub secret: String,
}

impl RunFile {
    /// A run that listens at an address, with a fresh secret of 32 random bytes.
    ///
    /// # Errors
    /// [`AppError::Random`] if the system has no random numbers.
    pub fn new(listening: SocketAddr) -> Result<Self, AppError> {
        Ok(Self {
            address: reachable(listening),
            run: random_hex::<16>()?,
            secret: random_hex::<32>()?,
        })
    }

    /// Writes the file, readable by its owner alone, replacing that of an earlier run.
    ///
    /// # Errors
    /// [`AppError::File`] if it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), AppError> {
        let path = path_in(folder);
        let new = folder.join("serve.json.new");
        let file_error = |cause| AppError::File {
            path: path.display().to_string(),
            cause,
        };
        let text = serde_json::to_string(self).map_err(|cause| file_error(cause.into()))?;
        // A leftover of a killed run may have other permissions.
        let _ = fs::remove_file(&new);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&new).map_err(file_error)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(file_error)?;
        fs::rename(&new, &path).map_err(file_error)
    }

    /// The run that has a folder open; none if there is no file.
    ///
    /// # Errors
    /// [`AppError::File`] if the file cannot be read or is damaged.
    pub fn read(folder: &Path) -> Result<Option<Self>, AppError> {
        let path = path_in(folder);
        let file_error = |cause| AppError::File {
            path: path.display().to_string(),
            cause,
        };
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|cause| file_error(cause.into())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(file_error(error)),
        }
    }

    /// Removes the file at the end of a run.
    pub fn remove(folder: &Path) {
        // Nothing is lost if it stays: the next run replaces it, and commands find nobody there.
        let _ = fs::remove_file(path_in(folder));
    }
}

fn path_in(folder: &Path) -> PathBuf {
    folder.join("serve.json")
}

/// Where this machine reaches a server: one that listens on every address, on the loopback one.
fn reachable(listening: SocketAddr) -> SocketAddr {
    let mut address = listening;
    if listening.ip().is_unspecified() {
        address.set_ip(match listening {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

fn random_hex<const BYTES: usize>() -> Result<String, AppError> {
    let mut bytes = [0u8; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_reached_where_it_listens_or_on_the_loopback_address() {
        for (listening, address) in [
            ("127.0.0.1:80", "127.0.0.1:80"),
            ("10.0.0.1:81", "10.0.0.1:81"),
            ("0.0.0.0:82", "127.0.0.1:82"),
            ("[::]:83", "[::1]:83"),
            ("[fd00::1]:84", "[fd00::1]:84"),
        ] {
            let run = RunFile::new(listening.parse().unwrap()).unwrap();
            assert_eq!(run.address.to_string(), address);
            assert_eq!((run.run.len(), run.secret.len()), (32, 64));
        }
    }
}
