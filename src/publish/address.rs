//! Where GitHub Pages shows a repository's site: `https://OWNER.github.io/`, a path under it, or a domain of one's
//! own. And whether what the site says of itself agrees.

use std::fmt::{self, Display};

/// A repository on GitHub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Whose it is.
    pub owner: String,
    /// What it is called.
    pub name: String,
}

impl Repository {
    /// The repository that a remote's address names, if it is one on GitHub.
    pub fn of_remote(url: &str) -> Option<Self> {
        let url = url.trim();
        let (authority, path) = match url.split_once("://") {
            Some((_, rest)) => rest.split_once('/')?,
            // `git@github.com:owner/name`, as ssh has it.
            None => url.split_once(':')?,
        };
        let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
        if !["github.com", "www.github.com", "ssh.github.com"].contains(&&*host) {
            return None;
        }
        let path = path.trim_matches('/');
        let (owner, name) = path.strip_suffix(".git").unwrap_or(path).split_once('/')?;
        let fine = |part: &str| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            !part.is_empty() && part.chars().all(allowed) && !part.chars().all(|c| c == '.')
        };
        (fine(owner) && fine(name)).then(|| Self { owner: owner.to_owned(), name: name.to_owned() })
    }

    /// Where its pages are, without a domain of their own.
    pub fn pages(&self) -> String {
        let host = format!("{}.github.io", self.owner.to_ascii_lowercase());
        match self.name.eq_ignore_ascii_case(&host) {
            true => format!("https://{host}/"),
            false => format!("https://{host}/{}/", self.name),
        }
    }

    /// The page of its settings where publishing is switched on.
    pub fn settings(&self) -> String {
        format!("https://github.com/{self}/settings/pages")
    }

    /// The page that shows its workflows at work.
    pub fn actions(&self) -> String {
        format!("https://github.com/{self}/actions")
    }
}

impl Display for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

/// The address that a new site has until it has one: it names nobody's site.
const PLACEHOLDER: &str = "https://example.org/";

/// What a site says of its address, unless that is a placeholder.
pub fn meant(written: Option<&str>) -> Option<&str> {
    written.filter(|url| format!("{}/", url.trim_end_matches('/')) != PLACEHOLDER)
}

/// What is known of a site's address.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The repository.
    pub repository: &'a Repository,
    /// What the site says: `base_url`.
    pub written: Option<&'a str>,
    /// The site's own `CNAME` file.
    pub own_domain: Option<&'a str>,
    /// The `CNAME` file that is published already.
    pub published_domain: Option<&'a str>,
}

/// A site's address, and how it comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The address, with a slash at the end.
    pub url: String,
    /// How it comes about.
    pub kind: Kind,
}

/// How an address comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The one address of a person or an organisation.
    User,
    /// A path under it.
    Project,
    /// A domain of one's own.
    Domain,
}

impl Kind {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "the site of its owner",
            Self::Project => "a project's site, under a path",
            Self::Domain => "a domain of its own",
        }
    }
}

/// Why there is no address: what disagrees, and what to do.
pub type Disagreement = (String, String);

impl Known<'_> {
    /// The address, where all that is known agrees.
    pub fn address(&self) -> Result<Address, Disagreement> {
        let own = self.own_domain.map(domain).transpose()?;
        let published = self.published_domain.map(domain).transpose()?;
        if let (Some(own), Some(published)) = (&own, &published)
            && own != published
        {
            return Err((
                format!("content/static/CNAME says {own}, and the published CNAME {published}"),
                "make them agree; to move to the new domain, publish once with --force".to_owned(),
            ));
        }
        let usual = self.repository.pages();
        let kind = match usual.matches('/').count() {
            3 => Kind::User,
            _ => Kind::Project,
        };
        let Some(written) = self.written else {
            return Ok(match own.or(published) {
                Some(domain) => Address { url: format!("https://{domain}/"), kind: Kind::Domain },
                None => Address { url: usual, kind },
            });
        };
        let (host, path) = parts(written);
        if let Some(domain) = own.or(published) {
            return match host == domain && path == "/" {
                true => Ok(Address { url: written.to_owned(), kind: Kind::Domain }),
                false => Err((
                    format!("base_url is {written}, and CNAME says {domain}"),
                    format!("write `base_url: https://{domain}/` in content/site.yml, or mend CNAME"),
                )),
            };
        }
        match host.ends_with(".github.io") {
            true if (host.as_str(), path.as_str()) == as_str(&parts(&usual))
                && written.starts_with("https:") =>
            {
                Ok(Address { url: usual, kind })
            }
            true => Err((
                format!("base_url is {written}, but GitHub shows {} at {usual}", self.repository),
                format!(
                    "write `base_url: {usual}` in content/site.yml, or name another remote with --remote"
                ),
            )),
            false if host == "localhost" || !host.contains('.') => Err((
                format!("base_url is {written}, which no reader can reach"),
                format!("write `base_url: {usual}` in content/site.yml"),
            )),
            false => Ok(Address { url: written.to_owned(), kind: Kind::Domain }),
        }
    }
}

fn as_str(parts: &(String, String)) -> (&str, &str) {
    (&parts.0, &parts.1)
}

impl Address {
    /// The domain that a `CNAME` file must name: of one's own, and of this site alone.
    pub fn domain(&self) -> Option<String> {
        let (host, path) = parts(&self.url);
        (self.kind == Kind::Domain && path == "/").then_some(host)
    }
}

/// Whether two addresses are the same but for `http` and `https`.
pub fn same_but_for_scheme(one: &str, other: &str) -> bool {
    parts(one) == parts(other)
}

/// Host, in small letters, and path, with a slash at the end.
fn parts(url: &str) -> (String, String) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.trim_matches('/');
    (host.to_ascii_lowercase(), if path.is_empty() { "/".to_owned() } else { format!("/{path}/") })
}

/// The domain that a `CNAME` file names.
fn domain(file: &str) -> Result<String, Disagreement> {
    let mut lines = file.lines().map(str::trim).filter(|line| !line.is_empty());
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    match (lines.next(), lines.next()) {
        (Some(name), None) if name.contains('.') && name.split('.').all(label) => {
            Ok(name.to_ascii_lowercase())
        }
        _ => Err((
            "CNAME does not name one domain".to_owned(),
            "write a line such as `www.example.org` in it, and nothing else".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remote_names_a_repository_in_many_ways() {
        for url in [
            "https://github.com/Jane/iran.git",
            "https://github.com/Jane/iran",
            "https://jane:secret@github.com/Jane/iran.git/",
            "git@github.com:Jane/iran.git",
            "ssh://git@github.com/Jane/iran",
            "ssh://git@ssh.github.com:443/Jane/iran.git",
            "git://GitHub.com/Jane/iran",
        ] {
            assert_eq!(
                Repository::of_remote(url).map(|r| r.to_string()).as_deref(),
                Some("Jane/iran"),
                "{url}"
            );
        }
        for url in [
            "https://gitlab.com/jane/iran.git",
            "https://github.com/jane",
            "https://github.com.evil.org/jane/iran",
            "https://github.com/jane/iran/more",
            "/srv/git/iran.git",
            "../iran",
            "git@github.com:jane/..",
            "",
        ] {
            assert_eq!(Repository::of_remote(url), None, "{url}");
        }
    }

    fn address(name: &str, written: Option<&str>, own: Option<&str>, published: Option<&str>) -> String {
        let repository = Repository { owner: "Jane".to_owned(), name: name.to_owned() };
        let known = Known { repository: &repository, written, own_domain: own, published_domain: published };
        match known.address() {
            Ok(address) => format!("{:?} {} {:?}", address.kind, address.url, address.domain()),
            Err((message, _)) => message,
        }
    }

    #[test]
    fn an_address_is_the_owners_a_projects_or_a_domain() {
        assert_eq!(address("iran", None, None, None), "Project https://jane.github.io/iran/ None");
        assert_eq!(address("Jane.github.io", None, None, None), "User https://jane.github.io/ None");
        let domain = "Domain https://www.example.org/ Some(\"www.example.org\")";
        assert_eq!(address("iran", None, Some("www.example.org\n"), None), domain);
        assert_eq!(address("iran", None, None, Some("WWW.example.org")), domain);
        assert_eq!(address("iran", Some("https://www.example.org/"), None, None), domain);
        // Under the domain of the owner's own site: no `CNAME` of its own.
        let under = "Domain https://www.example.org/iran/ None";
        assert_eq!(address("iran", Some("https://www.example.org/iran/"), None, None), under);
    }

    #[test]
    fn what_disagrees_is_told() {
        for (written, own, published, part) in [
            (Some("https://jane.github.io/other/"), None, None, "GitHub shows Jane/iran at"),
            (Some("http://jane.github.io/iran/"), None, None, "GitHub shows Jane/iran at"),
            (Some("http://localhost/"), None, None, "no reader can reach"),
            (Some("https://a.org/"), Some("b.org"), None, "CNAME says b.org"),
            (None, Some("a.org"), Some("b.org"), "the published CNAME b.org"),
            (None, Some("a.org\nb.org"), None, "does not name one domain"),
            (None, Some("https://a.org/"), None, "does not name one domain"),
        ] {
            let told = address("iran", written, own, published);
            assert!(told.contains(part), "{told}");
        }
    }
}
