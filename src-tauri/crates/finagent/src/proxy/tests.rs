use super::*;

fn way(origin: &str, url: &str, no_proxy: &str) -> Result<Way, Error> {
    let setting = ProxySetting {
        url: url.into(),
        no_proxy: no_proxy.into(),
    };
    Way::to(&origin.parse().unwrap(), Some(&setting))
}

#[test]
fn the_proxy_is_taken_except_to_this_machine_and_to_the_excepted_hosts() {
    use ProxySource::{Setting, SettingException, ThisMachine};
    for (origin, no_proxy, source) in [
        ("https://a.example", "", Setting),
        ("https://a.example", "b.example", Setting),
        ("https://a.example", "x, a.example", SettingException),
        ("https://a.b.example", ".b.example", SettingException),
        ("http://127.0.0.1:9", "", ThisMachine),
        ("https://localhost", "", ThisMachine),
    ] {
        let way = way(origin, "http://me:secret@proxy:3128", no_proxy).unwrap();
        assert_eq!(way.source, source, "{origin} {no_proxy}");
        let name = (source == Setting).then(|| "proxy:3128".to_owned());
        assert_eq!(way.proxy_name(), name, "without the password");
    }
}

#[test]
fn what_is_no_proxy_is_refused_with_its_reason_and_a_password_is_not_shown() {
    for (url, reason) in [
        ("", "address"),
        ("proxy:3128", "address"),
        ("http://", "address"),
        ("ftp://proxy", "address"),
        ("socks4://proxy:1080", "scheme"),
        ("http://intra.example/Proxy.PAC", "pac"),
        ("http://wpad/wpad.dat", "pac"),
    ] {
        let error = way("https://a.example", url, "").err().unwrap();
        assert_eq!(error.code(), "proxy", "{url}");
        assert_eq!(error.params()["reason"], reason, "{url}");
    }
    let setting = ProxySetting {
        url: "http://me:secret@proxy".into(),
        no_proxy: String::new(),
    };
    assert!(!format!("{setting:?}").contains("secret"));
    let builder = crate::Client::builder(Origin::default()).proxy(Some(setting));
    assert!(!format!("{builder:?}").contains("secret"));
}

#[test]
fn the_variable_that_names_the_proxy_is_found() {
    use ProxySource::{Environment, EnvironmentException, Nothing, System};
    let origin: Origin = "https://a.example".parse().unwrap();
    let source = |taken: Option<&str>, set: &[(&str, &str)]| {
        let taken = taken.and_then(|url| intercepted(&matcher(url, ""), &origin));
        let variable = |name: &str| {
            let found = set.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        system_source(&origin, taken.as_deref(), &variable)
    };
    let (a, b) = ("http://me:secret@a:1", "b:2");
    assert_eq!(
        source(Some(a), &[("https_proxy", a), ("ALL_PROXY", b)]),
        Environment("https_proxy")
    );
    assert_eq!(
        source(Some(b), &[("HTTPS_PROXY", ""), ("ALL_PROXY", b)]),
        Environment("ALL_PROXY")
    );
    assert_eq!(source(Some(a), &[]), System);
    assert_eq!(
        source(None, &[("HTTPS_PROXY", a), ("no_proxy", "a.example")]),
        EnvironmentException("no_proxy")
    );
    assert_eq!(source(None, &[("NO_PROXY", "a.example")]), Nothing);
}
