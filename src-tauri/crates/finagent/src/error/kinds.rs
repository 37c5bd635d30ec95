//! Reasons and other parts of errors, with their stable names.

/// Defines an enum without data together with its stable names, used in stored data and tests.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Returns the stable name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

named!(
    /// A field of a request.
    Field {
        /// The company name of a due diligence.
        Company = "company",
        /// The text to audit, the utterance or the topic.
        Query = "query",
        /// The image of an audit.
        Image = "image",
        /// The turns before the current utterance.
        History = "history",
        /// The model name.
        Model = "model",
        /// The sampling temperature.
        Temperature = "temperature",
    }
);

named!(
    /// How a field breaks a limit.
    Problem {
        /// Below the minimum length.
        TooShort = "too_short",
        /// Too many characters.
        TooLong = "too_long",
        /// Too many records.
        TooMany = "too_many",
        /// Too many bytes.
        TooLarge = "too_large",
        /// Too wide or too high.
        TooManyPixels = "too_many_pixels",
        /// A required field is missing.
        Missing = "missing",
        /// Not in the required format.
        WrongFormat = "wrong_format",
        /// A number out of range.
        OutOfRange = "out_of_range",
    }
);

named!(
    /// The unit of a limit.
    Unit {
        /// Unicode scalar values after trimming.
        Characters = "characters",
        /// Bytes.
        Bytes = "bytes",
        /// Records of a history.
        Records = "records",
        /// Pixels of the longer side.
        Pixels = "pixels",
    }
);

named!(
    /// Why a text is not an origin.
    OriginProblem {
        /// It is not a URL.
        NotAnAddress = "not_an_address",
        /// Its scheme is neither https nor http.
        Scheme = "scheme",
        /// It contains a user name or a password.
        UserInfo = "user_info",
        /// It has a path, a query or a fragment.
        Path = "path",
    }
);

named!(
    /// Why a host could not be reached.
    NetworkReason {
        /// DNS found no address for the host.
        Dns = "dns",
        /// The host refused the connection.
        Refused = "refused",
        /// There is no route to the host.
        Unreachable = "unreachable",
        /// The connection broke before an answer; the host may have received the request.
        Reset = "reset",
        /// Any other reason.
        Other = "other",
    }
);

named!(
    /// Why there is no connection through a proxy.
    ProxyReason {
        /// The setting is not the address of a proxy.
        Address = "address",
        /// The setting is the address of a script for automatic configuration (PAC).
        Pac = "pac",
        /// The proxy is of a kind that is not supported, such as SOCKS4.
        Scheme = "scheme",
        /// DNS found no address for the proxy.
        Dns = "dns",
        /// The proxy refuses the connection.
        Refused = "refused",
        /// There is no route to the proxy.
        Unreachable = "unreachable",
        /// The proxy closed the connection without an answer.
        Reset = "reset",
        /// The proxy requires a user name and a password.
        Login = "login",
        /// The proxy rejects the user name or the password.
        LoginRejected = "login_rejected",
        /// The proxy offers no authentication scheme that is supported.
        LoginScheme = "login_scheme",
        /// The proxy does not allow connections to the service.
        Forbidden = "forbidden",
        /// The proxy can't reach the service.
        NoWay = "no_way",
        /// The proxy answers with another HTTP status.
        Status = "status",
        /// What answers does not speak the protocol of the proxy.
        Protocol = "protocol",
        /// Any other reason.
        Other = "other",
    }
);

named!(
    /// What exceeded its size limit.
    Oversized {
        /// One event of a stream.
        Event = "event",
        /// The whole answer.
        Answer = "answer",
    }
);

named!(
    /// What a file is that should contain certificates.
    CertificateFile {
        /// Without content.
        Empty = "empty",
        /// A private key.
        PrivateKey = "private_key",
        /// A key store with a password (PFX, PKCS#12).
        Pkcs12 = "pkcs12",
        /// A request for a certificate (CSR).
        Request = "request",
        /// A certificate that can't be read.
        Damaged = "damaged",
        /// Anything else.
        Other = "other",
    }
);

named!(
    /// What is wrong with the certificate of a host, or with the connection.
    TlsReason {
        /// Nobody who is trusted issued it.
        UnknownIssuer = "unknown_issuer",
        /// It has expired.
        Expired = "expired",
        /// It is not valid yet.
        NotYetValid = "not_yet_valid",
        /// It is for other hosts.
        WrongHost = "wrong_host",
        /// It names no host in the extension for that (SAN).
        NoHost = "no_host",
        /// It is that of an authority (`CA:TRUE`), not of a server.
        Authority = "authority",
        /// Its issuer's certificate is not that of an authority (no `CA:TRUE`).
        IssuerNoAuthority = "issuer_no_authority",
        /// A certificate has version 1 or 2 of X.509.
        Version = "version",
        /// A certificate has a critical extension that is not supported.
        CriticalExtension = "critical_extension",
        /// A certificate is for another purpose than TLS servers.
        Purpose = "purpose",
        /// A certificate is signed with an algorithm that is not accepted, such as SHA-1.
        Algorithm = "algorithm",
        /// A signature is wrong.
        Signature = "signature",
        /// It was revoked.
        Revoked = "revoked",
        /// It was rejected for another reason.
        Rejected = "rejected",
        /// TLS failed before or after the check of the certificate.
        Handshake = "handshake",
    }
);

named!(
    /// What the service sent too many of.
    Flood {
        /// Chunks of only a few bytes.
        Chunks = "chunks",
        /// Interim responses (HTTP 1xx).
        Interim = "interim",
    }
);

named!(
    /// The wait that timed out.
    Phase {
        /// Waiting for a connection.
        Connect = "connect",
        /// Waiting for the next byte.
        Silence = "silence",
    }
);
