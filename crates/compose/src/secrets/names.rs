//! Names whose values are secrets.

/// Whether the value of a header field, parameter, form row or JSON member with this name is a
/// secret.
pub fn is_secret_name(name: &str) -> bool {
    is_certain(name) || is_likely(name)
}

/// The passwords that the simulated service knows: they stand in its source and are nobody's secret.
const OF_THE_SERVICE: [&str; 2] = ["alice-password", "ada-password"];

/// Whether the value is a secret, as far as name and value tell together: OAuth's `code` is one, and
/// the `code` of a country is none.
pub fn is_secret_pair(name: &str, value: &str) -> bool {
    if OF_THE_SERVICE.contains(&value) {
        return false;
    }
    let is_code = matches!(compact(name).as_str(), "code" | "devicecode" | "usercode");
    let is_opaque = value.len() >= 6 && value.chars().any(|c| c.is_ascii_digit());
    is_secret_name(name) || is_code && is_opaque && !value.contains(' ')
}

/// Whether nothing else than a secret has such a name, even as a word among others.
pub fn is_certain(name: &str) -> bool {
    const PARTS: [&str; 74] = [
        "authoriz",
        "cookie",
        "token",
        "secret",
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "passkey",
        "apikey",
        "accesskey",
        "privatekey",
        "authkey",
        "subscriptionkey",
        "functionskey",
        "encryptionkey",
        "masterkey",
        "licensekey",
        "accountkey",
        "sharedkey",
        "storagekey",
        "signingkey",
        "recoverykey",
        "recoverycode",
        "backupcode",
        "verificationcode",
        "activationcode",
        "securitycode",
        "seedphrase",
        "mnemonic",
        "connectionstring",
        "signature",
        "credential",
        "session",
        "jwt",
        "bearer",
        "xauth",
        "csrf",
        "xsrf",
        "assertion",
        "cardnumber",
        "creditcard",
        "ccnumber",
        "socialsecurity",
        "passportnumber",
        // Passwords and secrets in other languages.
        "passwort",
        "kennwort",
        "geheim",
        "kreditkarte",
        "motdepasse",
        "contrasena",
        "contraseña",
        "clavesecreta",
        "senha",
        "parolachiave",
        "wachtwoord",
        "lösenord",
        "losenord",
        "adgangskode",
        "passord",
        "salasana",
        "hasło",
        "heslo",
        "jelszó",
        "şifre",
        "пароль",
        "κωδικόςπρόσβασης",
        "密码",
        "密碼",
        "パスワード",
        "비밀번호",
        "סיסמה",
        "كلمةالمرور",
        "รหัสผ่าน",
    ];
    let name = compact(name);
    PARTS.iter().any(|part| name.contains(part)) && !is_harmless(&name)
}

/// Whether a name is that of a secret where it names something, but may be a word like any other.
fn is_likely(name: &str) -> bool {
    const WORDS: [&str; 35] = [
        "pw", "pwd", "psw", "pswd", "pass", "pin", "otp", "totp", "hotp", "mfa", "2fa", "tan",
        "puk", "cvv", "cvv2", "cvc", "cvc2", "csc", "sid", "sig", "hmac", "auth", "pat", "saml",
        "ssn", "iban", "mdp", "haslo", "parola", "sifre", "jelszo", "clave", "creds", "dsn", "otc",
    ];
    let whole = compact(name);
    if is_harmless(&whole) {
        return false;
    }
    let is_key = whole == "key"
        || whole.ends_with("key") && (whole.starts_with('x') || whole.contains("goog"))
        || ["hmackey", "aeskey", "serverkey", "adminkey", "writekey"].contains(&whole.as_str());
    is_key || words(name).iter().any(|word| WORDS.contains(&word.as_str()))
}

fn is_harmless(compact: &str) -> bool {
    const NAMES: [&str; 14] = [
        "idempotencykey",
        "secwebsocketkey",
        "partitionkey",
        "publickey",
        "tokentype",
        "tokenendpoint",
        "maxtokens",
        "maxcompletiontokens",
        "maxoutputtokens",
        "prompttokens",
        "completiontokens",
        "totaltokens",
        "secretary",
        "authority",
    ];
    NAMES.contains(&compact)
}

/// `api_key`, `API-Key` and `apiKey` are one name.
fn compact(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name, in small letters: `dbPass`, `db_pass` and `DB-PASS` have two.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && was_lower {
            words.push(String::new());
        }
        was_lower = c.is_lowercase() || c.is_numeric();
        let word = words.last_mut().expect("there is a first word");
        word.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_whatever_their_spelling() {
        let secret = "Authorization Proxy-Authorization Cookie Set-Cookie X-Api-Key api_key apiKey \
            APIKEY access_token id_token refreshToken X-CSRF-Token password user[password] passwd \
            client_secret X-Amz-Signature X-Amz-Security-Token sig key Ocp-Apim-Subscription-Key \
            x-functions-key X-Goog-Api-Key x-goog-iam-key JSESSIONID session_id jwt X-Auth-Key \
            AWSAccessKeyId X-Vault-Token pw passcode db_pass DB_PASS dbPass otp_code card_number \
            Kennwort mot_de_passe contraseña senha пароль 密码 パスワード userPin smtp_pwd";
        for name in secret.split_whitespace() {
            assert!(is_secret_name(name), "{name}");
        }
        let harmless = "Accept Content-Type Host X-Request-ID Idempotency-Key Sec-WebSocket-Key name \
            author authority id page sort keyword keys monkey pinned compass User-Agent signal q \
            turkey passenger max_tokens token_type secretary code country_code zip tango public_key";
        for name in harmless.split_whitespace() {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn a_code_is_a_secret_where_it_looks_like_one() {
        assert!(is_secret_pair("code", "4/0AX4XfWh"));
        assert!(is_secret_pair("code", "SplxlOBeZQQYbYS6WxSbIA"));
        for value in ["DE", "404", "not-found", "a code 123456"] {
            assert!(!is_secret_pair("code", value), "{value}");
        }
    }
}
