//! Cookies as curl keeps them in files: one a line, seven fields with tabs between them, as Netscape
//! had it (<https://curl.se/docs/http-cookies.html>).

use trace::{HttpUrl, Scenario, StoredCookie, cookie_date_unix_s};

/// What marks a cookie that no script may read.
const HTTP_ONLY: &str = "#HttpOnly_";

/// The cookies of a file. Lines that hold none are passed over, as curl does.
/// Those of a header section are good for whatever host is asked, unless they say for which.
pub fn read(text: &str) -> Vec<StoredCookie> {
    let cookie = |line| cookie(line).or_else(|| in_header(line));
    text.lines().filter_map(cookie).collect()
}

/// `Set-Cookie: name=value; path=/`, in a header section that was saved.
fn in_header(line: &str) -> Option<StoredCookie> {
    let (name, value) = line.split_once(':')?;
    let mut attributes = value.split(';').map(str::trim);
    let (cookie, value) = attributes.next()?.split_once('=')?;
    let mut stored = StoredCookie {
        name: cookie.trim_end().to_owned(),
        value: value.trim_start().to_owned(),
        domain: String::new(),
        host_only: true,
        path: "/".to_owned(),
        expires_unix_s: None,
        secure: false,
        http_only: false,
        same_site: None,
    };
    for attribute in attributes {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        match name.trim_end().to_ascii_lowercase().as_str() {
            "domain" => {
                stored.domain = value.trim_start_matches('.').to_ascii_lowercase();
                stored.host_only = false;
            }
            "path" if value.starts_with('/') => stored.path = value.to_owned(),
            "expires" => {
                stored.expires_unix_s =
                    cookie_date_unix_s(value).map(|at| u64::try_from(at).unwrap_or(0).max(1));
            }
            "secure" => stored.secure = true,
            "httponly" => stored.http_only = true,
            _ => {}
        }
    }
    name.trim().eq_ignore_ascii_case("Set-Cookie").then_some(stored)
}

fn cookie(line: &str) -> Option<StoredCookie> {
    let (line, http_only) = match line.strip_prefix(HTTP_ONLY) {
        Some(rest) => (rest, true),
        None if line.starts_with('#') => return None,
        None => (line, false),
    };
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (domain, below, path, secure) = (next()?, next()?, next()?, next()?);
    let (expires, name, value) = (next()?.parse::<u64>().ok()?, next()?, next().unwrap_or(""));
    Some(StoredCookie {
        name: name.to_owned(),
        value: value.to_owned(),
        domain: domain.trim_start_matches('.').to_ascii_lowercase(),
        host_only: !below.eq_ignore_ascii_case("TRUE"),
        path: if path.starts_with('/') { path } else { "/" }.to_owned(),
        expires_unix_s: (expires > 0).then_some(expires),
        secure: secure.eq_ignore_ascii_case("TRUE"),
        http_only,
        same_site: None,
    })
}

/// The value of Cookie for a URL, or for what is called `host` there; `None` where no cookie belongs
/// to it. Those of longer paths, domains and names are first, then those that came last, as curl has
/// it. What has ended when a run starts is left out.
pub fn field(cookies: &[StoredCookie], url: &HttpUrl, host: Option<&str>) -> Option<String> {
    let now_s = u64::try_from(Scenario::default().starts_at_unix_s).unwrap_or_default();
    let called = host.map(|host| host.split(':').next().unwrap_or_default().to_ascii_lowercase());
    let called = called.unwrap_or_else(|| url.host().to_owned());
    let is_sent = |cookie: &&StoredCookie| {
        let host = called.as_str();
        let is_below = !cookie.host_only
            && (host != url.host() || url.address().is_none())
            && host.strip_suffix(&*cookie.domain).is_some_and(|front| front.ends_with('.'));
        (host == cookie.domain || cookie.domain.is_empty() || is_below)
            && is_within(url.path(), &cookie.path)
            && (!cookie.secure || url.is_https())
            && cookie.expires_unix_s.is_none_or(|end| end > now_s)
    };
    let mut sent: Vec<&StoredCookie> = cookies.iter().rev().filter(is_sent).collect();
    let lengths =
        |cookie: &StoredCookie| (cookie.path.len(), cookie.domain.len(), cookie.name.len());
    sent.sort_by_key(|cookie| core::cmp::Reverse(lengths(cookie)));
    let pairs: Vec<String> =
        sent.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
    (!pairs.is_empty()).then(|| pairs.join("; "))
}

/// RFC 6265 §5.1.4.
fn is_within(path: &str, of_cookie: &str) -> bool {
    path.strip_prefix(of_cookie)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || of_cookie.ends_with('/'))
}

/// A file of these cookies, as `curl -c` writes it; of two with one name and place the later counts.
pub fn written<'a>(cookies: impl IntoIterator<Item = &'a StoredCookie>) -> String {
    let mut kept: Vec<&StoredCookie> = Vec::new();
    for cookie in cookies {
        let is_same = |other: &&StoredCookie| {
            (&other.name, &other.domain, &other.path)
                == (&cookie.name, &cookie.domain, &cookie.path)
        };
        kept.retain(|other| !is_same(other));
        kept.push(cookie);
    }
    let mut text = "# Netscape HTTP Cookie File\n\
                    # https://curl.se/docs/http-cookies.html\n\
                    # This file was generated by Roundtrip! Edit at your own risk.\n\n"
        .to_owned();
    let word = |is: bool| if is { "TRUE" } else { "FALSE" };
    for cookie in kept {
        let StoredCookie { name, value, domain, path, .. } = cookie;
        text.push_str(&format!(
            "{}{}{domain}\t{}\t{path}\t{}\t{}\t{name}\t{value}\n",
            if cookie.http_only { HTTP_ONLY } else { "" },
            if cookie.host_only { "" } else { "." },
            word(!cookie.host_only),
            word(cookie.secure),
            cookie.expires_unix_s.unwrap_or(0),
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Netscape HTTP Cookie File\n\n\
        .example.com\tTRUE\t/\tFALSE\t0\tlang\ten\n\
        #HttpOnly_shop.example.com\tFALSE\t/cart\tFALSE\t2000000000\tsid\t42\n\
        shop.example.com\tFALSE\t/\tTRUE\t0\tsafe\tyes\n\
        shop.example.com\tFALSE\t/\tFALSE\t1000\told\tgone\n\
        not a cookie\n";

    fn sent(url: &str) -> Option<String> {
        field(&read(FILE), &HttpUrl::parse(url).expect("a good URL"), None)
    }

    #[test]
    fn a_header_section_holds_cookies_for_whoever_is_asked() {
        let file = "HTTP/1.1 200 OK\r\nSet-Cookie: a = b c ; path=/x; Secure\r\nSet-Cookie: d=e\r\n\
                    set-cookie: f=; domain=.b.test\r\nSet-Cookie: g=h; expires=Thu, 01 Jan 1970 00:00:00 GMT\r\n";
        let sent = |url: &str, host: Option<&str>| {
            field(&read(file), &HttpUrl::parse(url).expect("a good URL"), host)
        };
        assert_eq!(sent("http://a.test/", None), Some("d=e".to_owned()));
        assert_eq!(sent("https://a.test/x", None), Some("a=b c; d=e".to_owned()));
        assert_eq!(sent("http://192.0.2.1/", Some("www.b.test:80")), Some("f=; d=e".to_owned()));
    }

    #[test]
    fn a_cookie_is_sent_where_it_belongs() {
        assert_eq!(sent("http://shop.example.com/"), Some("lang=en".to_owned()));
        assert_eq!(sent("http://shop.example.com/cart/1"), Some("sid=42; lang=en".to_owned()));
        assert_eq!(sent("http://shop.example.com/cartoon"), Some("lang=en".to_owned()));
        assert_eq!(sent("https://shop.example.com/"), Some("safe=yes; lang=en".to_owned()));
        assert_eq!(sent("http://example.com/"), Some("lang=en".to_owned()));
        assert_eq!(sent("http://badexample.com/"), None);
    }

    #[test]
    fn what_is_written_is_read() {
        let cookies = read(FILE);
        assert_eq!(cookies.len(), 4);
        assert_eq!(read(&written(&cookies)), cookies);
        let twice: Vec<&StoredCookie> = cookies.iter().chain(&cookies).collect();
        assert_eq!(read(&written(twice)).len(), 4);
    }
}
