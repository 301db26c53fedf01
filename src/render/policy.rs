//! What keeps code of others out of readers' browsers: a content security policy that allows what a page has and
//! nothing else, and the sums by which a browser knows the files of the theme.

use crate::model::site::Site;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Makes `policy(script=…, also=…)` and `integrity(name=…)` known to templates.
pub fn register(tera: &mut Tera, site: &Site) {
    let plain = Value::safe_string(&policy(None, None));
    tera.register_function("policy", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        if arguments.iter().next().is_none() {
            return Ok(plain.clone());
        }
        let text = |name: &'static str| -> TeraResult<Option<&str>> { arguments.get::<&str>(name) };
        Ok(Value::safe_string(&policy(text("script")?, text("also")?)))
    });
    let assets = site.theme.assets.iter();
    let sums: FxHashMap<String, Value> =
        assets.map(|(name, (bytes, _))| (name.clone(), Value::safe_string(&sum(bytes)))).collect();
    tera.register_function("integrity", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let name: &str = arguments.must_get("name")?;
        match sums.get(name) {
            Some(sum) => Ok(sum.clone()),
            None => Err(tera::Error::message(format!("the theme has no file `{name}`"))),
        }
    });
}

/// A policy for a page that has this script in it, beside files of its own site.
///
/// Styles in the page are allowed, whosesoever they are: readers who need other spacing or letters (WCAG 2.2, 1.4.12)
/// have tools that write a style sheet into it. As nothing is fetched from elsewhere, a style can tell nobody anything.
/// A page may ask its own site: it does for its lists, and so do the tools that look for `robots.txt`.
fn policy(script: Option<&str>, also: Option<&str>) -> String {
    let script = script.map(|inline| format!(" '{}'", sum(inline.as_bytes()))).unwrap_or_default();
    let mut policy = format!(
        "default-src 'none'; script-src 'self'{script}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
         font-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'"
    );
    // A theme's own words: none of them may end the attribute.
    for directive in also.into_iter().flat_map(|also| also.split(['"', '<', '>', '&'])).take(1) {
        policy.push_str("; ");
        policy.push_str(directive);
    }
    policy
}

fn sum(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_allows_what_is_there_and_nothing_else() {
        let plain = policy(None, None);
        assert!(plain.starts_with("default-src 'none'; script-src 'self'; style-src "), "{plain}");
        assert!(!plain.contains("http"), "nothing from elsewhere: {plain}");
        // The sum of nothing is known to everybody.
        assert_eq!(sum(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        let with = policy(Some("go()"), Some("frame-src 'self'\"><script>"));
        assert!(
            with.contains("script-src 'self' 'sha256-") && with.ends_with("; frame-src 'self'"),
            "{with}"
        );
    }
}
