//! Who may ask, and who may write.

use std::net::IpAddr;

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse as _;
use axum::response::Response;
use subtle::ConstantTimeEq as _;

use crate::http::Server;

/// The names the server goes by and the secret that allows to write.
pub(super) struct Access {
    secret: String,
    hosts: Vec<String>,
    /// Where the server listens, which is one of its names unless it is every address.
    address: IpAddr,
}

impl Access {
    pub(super) fn new(secret: &str, hosts: &str, address: IpAddr) -> Self {
        let hosts = hosts
            .split(',')
            .map(|host| host.trim().to_lowercase())
            .filter(|host| !host.is_empty())
            .collect();
        Self {
            secret: secret.to_owned(),
            hosts,
            address,
        }
    }

    /// Whether the request carries the secret of this run: `Authorization: Bearer …`. The time
    /// taken does not tell how much of a wrong secret is right.
    pub(super) fn may_write(&self, headers: &HeaderMap) -> bool {
        let given = headers
            .get(header::AUTHORIZATION)
            .and_then(|it| it.to_str().ok())
            .and_then(|it| it.strip_prefix("Bearer "));
        given.is_some_and(|given| bool::from(given.as_bytes().ct_eq(self.secret.as_bytes())))
    }

    /// Whether the host named by a request is this server: a loopback name, a configured one, or
    /// the address it listens on. An address cannot be pointed elsewhere as a name can.
    fn is_host(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[') {
            Some(v6) => v6.split(']').next().unwrap_or_default(),
            None => host.split(':').next().unwrap_or_default(),
        };
        let name = name.to_lowercase();
        name == "localhost"
            || name
                .parse::<IpAddr>()
                .is_ok_and(|it| it.is_loopback() || self.is_own(it))
            || self.hosts.contains(&name)
    }

    fn is_own(&self, address: IpAddr) -> bool {
        address == self.address && !address.is_unspecified()
    }
}

/// Refuses requests for another host with 421: a page of another origin whose name was pointed at
/// this machine (DNS rebinding) must not read what is served here.
pub(super) async fn check_host(
    State(server): State<Server>,
    request: Request,
    next: Next,
) -> Response {
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|it| it.to_str().ok())
        .or_else(|| request.uri().host());
    match named {
        Some(host) if server.access.is_host(host) => next.run(request).await,
        _ => {
            let text =
                "this server does not go by that host name; allow it with the setting `hosts`\n";
            (StatusCode::MISDIRECTED_REQUEST, text).into_response()
        }
    }
}

/// Refuses to read the body of a request without the secret, however long it is.
pub(super) async fn require_secret(
    State(server): State<Server>,
    request: Request,
    next: Next,
) -> Response {
    if server.access.may_write(request.headers()) {
        return next.run(request).await;
    }
    let text = "writing needs the secret of serve.json as `Authorization: Bearer …`\n";
    (StatusCode::UNAUTHORIZED, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn loopback_and_configured_names_are_this_server() {
        let access = Access::new("secret", "ketju.example, Other.example", LOOPBACK);
        for host in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:80",
            "127.1.2.3",
            "[::1]:8080",
            "ketju.example",
            "OTHER.example:1",
        ] {
            assert!(access.is_host(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "10.0.0.1:8080",
            "[::2]",
            "127.0.0.1.evil.example",
            "ketju.example.evil",
        ] {
            assert!(!access.is_host(host), "{host}");
        }
    }

    #[test]
    fn the_address_listened_on_is_this_server_and_every_address_is_none() {
        let is_host = |listening: &str, host: &str| {
            Access::new("secret", "", listening.parse().unwrap()).is_host(host)
        };
        assert!(is_host("10.0.0.1", "10.0.0.1:8080"));
        assert!(is_host("fd00::1", "[fd00:0::1]:8080"));
        assert!(!is_host("10.0.0.1", "10.0.0.2:8080"));
        assert!(!is_host("0.0.0.0", "0.0.0.0:8080"));
        assert!(!is_host("::", "[::]:8080"));
    }

    #[test]
    fn only_the_whole_secret_allows_to_write() {
        let access = Access::new("secret", "", LOOPBACK);
        let with = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            access.may_write(&headers)
        };
        assert!(with("Bearer secret"));
        for wrong in [
            "Bearer secre",
            "Bearer secrets",
            "Bearer ",
            "secret",
            "Basic secret",
            "bearer secret",
        ] {
            assert!(!with(wrong), "{wrong}");
        }
        assert!(!access.may_write(&HeaderMap::new()));
    }
}
