//! Asks a SOCKS5 proxy for a connection (RFC 1928), with a user name and a password if needed (RFC 1929).
//!
//! The proxy resolves the name of the host, so a network without public DNS suffices.

use std::{io, net::IpAddr};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::{error::ProxyReason, tunnel::Refusal};

const VERSION: u8 = 5;
const CONNECT: u8 = 1;
const NO_LOGIN: u8 = 0;
const LOGIN: u8 = 2;
const NONE_ACCEPTABLE: u8 = 0xff;
/// The version of the exchange of user name and password.
const LOGIN_VERSION: u8 = 1;

/// Asks for a connection to a host; the stream leads there afterwards.
///
/// # Errors
/// [`Refusal`] if the proxy refuses or does not speak SOCKS5; [`io::Error`].
pub(crate) async fn connect<S>(
    stream: &mut S,
    host: &str,
    port: u16,
    login: Option<(&str, &str)>,
) -> Result<(), crate::transport::BoxError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let methods: &[u8] = match login {
        Some(_) => &[VERSION, 2, NO_LOGIN, LOGIN],
        None => &[VERSION, 1, NO_LOGIN],
    };
    stream.write_all(methods).await?;
    let [version, method] = read(stream).await?;
    if version != VERSION {
        return Err(Refusal::new(ProxyReason::Protocol).into());
    }
    match (method, login) {
        (NO_LOGIN, _) => {}
        (LOGIN, Some((user, password))) => {
            let mut sent = vec![LOGIN_VERSION];
            append(&mut sent, user)?;
            append(&mut sent, password)?;
            stream.write_all(&sent).await?;
            let [_, status] = read(stream).await?;
            if status != 0 {
                return Err(Refusal::new(ProxyReason::LoginRejected).into());
            }
        }
        (NONE_ACCEPTABLE, None) => return Err(Refusal::new(ProxyReason::Login).into()),
        (NONE_ACCEPTABLE, Some(_)) => return Err(Refusal::new(ProxyReason::LoginScheme).into()),
        _ => return Err(Refusal::new(ProxyReason::Protocol).into()),
    }
    let mut sent = vec![VERSION, CONNECT, 0];
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) => {
            sent.push(1);
            sent.extend(address.octets());
        }
        Ok(IpAddr::V6(address)) => {
            sent.push(4);
            sent.extend(address.octets());
        }
        Err(_) => {
            sent.push(3);
            append(&mut sent, host)?;
        }
    }
    sent.extend(port.to_be_bytes());
    stream.write_all(&sent).await?;
    let [version, reply, _, kind] = read(stream).await?;
    if version != VERSION {
        return Err(Refusal::new(ProxyReason::Protocol).into());
    }
    match reply {
        0 => {}
        2 => return Err(Refusal::new(ProxyReason::Forbidden).into()),
        3..=6 => return Err(Refusal::new(ProxyReason::NoWay).into()),
        1 | 7..=8 => return Err(Refusal::new(ProxyReason::Other).into()),
        _ => return Err(Refusal::new(ProxyReason::Protocol).into()),
    }
    // The address that the proxy connects from, and its port; of no use here.
    let length = match kind {
        1 => 4,
        4 => 16,
        3 => {
            let [length] = read(stream).await?;
            usize::from(length)
        }
        _ => return Err(Refusal::new(ProxyReason::Protocol).into()),
    };
    let mut address = vec![0; length + 2];
    stream.read_exact(&mut address).await?;
    Ok(())
}

async fn read<const N: usize>(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

/// Appends a text with its length in one byte.
fn append(to: &mut Vec<u8>, text: &str) -> io::Result<()> {
    let length = u8::try_from(text.len()).map_err(|_| {
        let limit = format!("more than 255 bytes for SOCKS5: {}", text.len());
        io::Error::new(io::ErrorKind::InvalidInput, limit)
    })?;
    to.push(length);
    to.extend(text.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a client sends to a proxy that answers with these bytes, and what becomes of the connection.
    async fn asked(
        host: &str,
        login: Option<(&str, &str)>,
        replies: &[u8],
    ) -> (Vec<u8>, Result<(), crate::transport::BoxError>) {
        let (mut client, mut proxy) = tokio::io::duplex(2000);
        proxy.write_all(replies).await.unwrap();
        let result = connect(&mut client, host, 443, login).await;
        drop(client);
        let mut sent = Vec::new();
        proxy.read_to_end(&mut sent).await.unwrap();
        (sent, result)
    }

    fn reason(result: Result<(), crate::transport::BoxError>) -> ProxyReason {
        let error = result.unwrap_err();
        error.downcast_ref::<Refusal>().unwrap().reason
    }

    const GRANTED: [u8; 10] = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

    #[tokio::test]
    async fn a_host_is_asked_for_by_its_name_and_an_address_as_one() {
        let granted = [&[5, 0][..], &GRANTED].concat();
        let (sent, result) = asked("a.example", None, &granted).await;
        result.unwrap();
        assert_eq!(sent, b"\x05\x01\x00\x05\x01\x00\x03\x09a.example\x01\xbb");
        let (sent, result) = asked("[::1]", None, &granted).await;
        result.unwrap();
        assert_eq!(sent.get(..7).unwrap(), b"\x05\x01\x00\x05\x01\x00\x04");
    }

    #[tokio::test]
    async fn user_name_and_password_are_sent_only_if_the_proxy_wants_them() {
        let login = Some(("me", "secret"));
        let wants = [&[5, 2, 1, 0][..], &GRANTED].concat();
        let (sent, result) = asked("a", login, &wants).await;
        result.unwrap();
        assert!(sent.starts_with(b"\x05\x02\x00\x02\x01\x02me\x06secret\x05"));
        let (sent, result) = asked("a", login, &[&[5, 0][..], &GRANTED].concat()).await;
        result.unwrap();
        assert!(!sent.windows(6).any(|part| part == b"secret"));
    }

    #[tokio::test]
    async fn each_refusal_has_its_reason() {
        use ProxyReason::{Forbidden, Login, LoginRejected, LoginScheme, NoWay, Protocol};
        let login = Some(("me", "secret"));
        for (login, replies, expected) in [
            (None, &[5, 0xff][..], Login),
            (login, &[5, 0xff], LoginScheme),
            (login, &[5, 2, 1, 1], LoginRejected),
            (None, &[5, 2], Protocol),
            (None, b"HT", Protocol),
            (None, &[5, 0, 5, 2, 0, 1], Forbidden),
            (None, &[5, 0, 5, 4, 0, 1], NoWay),
            (None, &[5, 0, 5, 99, 0, 1], Protocol),
        ] {
            let (_, result) = asked("a", login, replies).await;
            assert_eq!(reason(result), expected, "{replies:?}");
        }
        let (_, result) = asked(&"a".repeat(256), None, &[5, 0]).await;
        assert!(result.unwrap_err().to_string().contains("256"));
    }
}
