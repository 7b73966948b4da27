//! Names whose values are secrets.

/// Whether the value of a header field, parameter, form row or JSON member with this name is a
/// secret.
pub fn is_secret_name(name: &str) -> bool {
    // `api_key`, `API-Key` and `apiKey` are one name.
    let is_letter = |c: &char| c.is_alphanumeric();
    let name: String = name.chars().filter(is_letter).flat_map(char::to_lowercase).collect();
    const EXACT: [&str; 14] = [
        "key", "sig", "pass", "pwd", "pin", "otp", "sid", "auth", "cvv", "cvc", "totp", "mfa",
        "pat", "saml",
    ];
    const PARTS: [&str; 22] = [
        "authoriz",
        "cookie",
        "token",
        "secret",
        "password",
        "passwd",
        "passphrase",
        "passwort",
        "apikey",
        "accesskey",
        "privatekey",
        "authkey",
        "subscriptionkey",
        "functionskey",
        "signature",
        "credential",
        "session",
        "jwt",
        "bearer",
        "xauth",
        "signingkey",
        "assertion",
    ];
    const HARMLESS: [&str; 3] = ["idempotencykey", "secwebsocketkey", "partitionkey"];
    if HARMLESS.contains(&name.as_str()) {
        return false;
    }
    EXACT.contains(&name.as_str())
        || PARTS.iter().any(|part| name.contains(part))
        || name.ends_with("key") && (name.starts_with('x') || name.contains("goog"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_whatever_their_spelling() {
        let secret = [
            "Authorization",
            "Proxy-Authorization",
            "Cookie",
            "Set-Cookie",
            "X-Api-Key",
            "api_key",
            "apiKey",
            "APIKEY",
            "access_token",
            "id_token",
            "refreshToken",
            "X-CSRF-Token",
            "password",
            "user[password]",
            "passwd",
            "client_secret",
            "X-Amz-Signature",
            "X-Amz-Security-Token",
            "sig",
            "key",
            "Ocp-Apim-Subscription-Key",
            "x-functions-key",
            "X-Goog-Api-Key",
            "x-goog-iam-key",
            "JSESSIONID",
            "session_id",
            "jwt",
            "X-Auth-Key",
            "AWSAccessKeyId",
            "X-Vault-Token",
        ];
        for name in secret {
            assert!(is_secret_name(name), "{name}");
        }
        let harmless = [
            "Accept",
            "Content-Type",
            "Host",
            "X-Request-ID",
            "Idempotency-Key",
            "Sec-WebSocket-Key",
            "name",
            "author",
            "authority",
            "id",
            "page",
            "sort",
            "keyword",
            "keys",
            "monkey",
            "pinned",
            "compass",
            "User-Agent",
            "signal",
            "q",
            "turkey",
        ];
        for name in harmless {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
