//! Time stamps after RFC 3161: the request to an authority, and the check of its token without a network.
