//! `backstory publish github-pages`: the workflow, and what its build step comes to on a fresh clone.

use crate::crawl::{Site, crawl};
use crate::stand::{Stand, backstory, ends, files, git, plain, said};
use serde_yaml::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

fn workflow(stand: &Stand) -> (String, Value) {
    let text = fs::read_to_string(stand.site.join(".github/workflows/pages.yml")).unwrap();
    let parsed = serde_yaml::from_str(&text).unwrap();
    (text, parsed)
}

#[test]
fn it_writes_what_is_needed_and_says_what_is_left() {
    let stand = Stand::new();
    let before = stand.state();
    let said = ends(&stand.backstory(&["publish", "github-pages", "--dry-run"]), 0);
    for part in [
        "would write `base_url: https://jane.github.io/iran/`",
        "actions/deploy-pages@v5",
        "nothing was written",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(before, stand.state());
    let said = ends(&stand.backstory(&["publish", "github-pages"]), 0);
    assert!(said.contains("https://github.com/Jane/iran/settings/pages"), "{said}");
    assert!(said.contains("git push origin main"), "{said}");
    let settings = fs::read_to_string(stand.site.join("content/site.yml")).unwrap();
    assert!(settings.contains("\nbase_url: https://jane.github.io/iran/\n"), "{settings}");
    let (text, parsed) = workflow(&stand);
    let uses: Vec<&str> =
        text.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, uses)| uses).collect();
    assert_eq!(
        uses,
        [
            "actions/checkout@v7",
            "actions/configure-pages@v6",
            "actions/cache@v6",
            "actions/upload-pages-artifact@v5",
            "actions/deploy-pages@v5"
        ]
    );
    assert_eq!(parsed["permissions"], serde_yaml::from_str::<Value>("contents: read").unwrap());
    let deploy = &parsed["jobs"]["deploy"];
    assert_eq!(deploy["environment"]["name"], "github-pages");
    assert_eq!(
        deploy["permissions"],
        serde_yaml::from_str::<Value>("{pages: write, id-token: write}").unwrap()
    );
    assert_eq!(parsed["concurrency"]["cancel-in-progress"], false);
    assert!(text.contains(&format!("--version {} --locked", env!("CARGO_PKG_VERSION"))));
    // A second time there is nothing to do.
    stand.commit("publish");
    let before = stand.state();
    let said = ends(&stand.backstory(&["publish", "github-pages"]), 0);
    assert!(said.contains("is as it should be") && !said.contains("Wrote"), "{said}");
    assert_eq!(before, stand.state());
}

#[test]
fn a_workflow_that_somebody_changed_is_theirs() {
    let stand = Stand::new();
    ends(&stand.backstory(&["publish", "github-pages"]), 0);
    let file = stand.site.join(".github/workflows/pages.yml");
    let changed = fs::read_to_string(&file).unwrap().replace("ubuntu-latest", "ubuntu-24.04");
    fs::write(&file, &changed).unwrap();
    stand.write(
        "content/explainers/later.md",
        "---\ntitle: Later\npublish_at: 2999-12-01T07:00:00+01:00\n---\nText.\n",
    );
    let said = ends(&stand.backstory(&["publish", "github-pages"]), 0);
    assert!(said.contains("changed by hand") && said.contains("- cron: '4,19,34,49 6 1 12 *'"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), changed);
    let said = ends(&stand.backstory(&["publish", "github-pages", "--into", "public"]), 0);
    assert!(said.contains("does not run at 2999-12-01T06:00:00Z"), "{said}");
    ends(&stand.backstory(&["publish", "github-pages", "--force"]), 0);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("ubuntu-latest") && text.contains("cron: '4,19,34,49 6 1 12 *'"), "{text}");
    let said = ends(&stand.backstory(&["publish", "github-pages", "--into", "public"]), 0);
    assert!(!said.contains("does not run"), "{said}");
    assert!(
        !files(&stand.site.join("public"))
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains("Later"))
    );
}

#[test]
fn a_head_at_no_branch_and_a_wrong_address_are_refused() {
    let stand = Stand::new();
    stand.git(&["switch", "-q", "--detach"]);
    stand.refused(
        &["publish", "github-pages"],
        2,
        &["the head is at no branch", "git remote set-head origin -a"],
    );
    stand.git(&["switch", "-q", "main"]);
    stand.write("content/site.yml", "title: Iran\nbase_url: https://jane.github.io/irak/\n");
    stand.refused(
        &["publish", "github-pages"],
        2,
        &["GitHub shows Jane/iran at https://jane.github.io/iran/"],
    );
}

/// The build step, run as GitHub does: on a fresh clone, with the address in the environment.
fn build_step(stand: &Stand, clone: &Path) -> String {
    let (_, parsed) = workflow(stand);
    let build = &parsed["jobs"]["build"];
    let step = build["steps"].as_sequence().unwrap().iter().find(|step| step["name"] == "Build").unwrap();
    assert_eq!(step["env"]["BASE_URL"], "${{ steps.pages.outputs.base_url }}");
    let folder = build["defaults"]["run"]["working-directory"].as_str().unwrap_or(".");
    let tool = Path::new(env!("CARGO_BIN_EXE_backstory")).parent().unwrap();
    let path = format!("{}:{}", tool.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("bash");
    shell.args(["-e", "-c", step["run"].as_str().unwrap()]).current_dir(clone.join(folder));
    shell.env("PATH", path).env("BASE_URL", "https://jane.github.io/iran").env("GITHUB_ACTIONS", "true");
    let output = plain(&mut shell).output().unwrap();
    let told = said(&output);
    assert!(output.status.success(), "{told}");
    told
}

#[test]
fn what_the_workflow_builds_works_as_github_serves_it() {
    let stand = Stand::new();
    stand.write("content/static/.well-known/thing.txt", "hidden files come along");
    ends(&stand.backstory(&["rename", "term", "leap-year", "bissextile"]), 0);
    ends(&stand.backstory(&["publish", "github-pages"]), 0);
    stand.commit("publish");
    stand.git(&["push", "-q"]);
    let clone = stand.colleague();
    build_step(&stand, &clone);
    let site = Site::new(files(&clone.join("public")), "https://jane.github.io", "/iran/");
    let looked = crawl(&site);
    assert!(looked.pages > 15 && looked.links > 300, "{looked:?}");
    assert!(site.files.contains_key(".well-known/thing.txt"));
    assert!(git(&clone, &["status", "--porcelain"]).is_empty(), "public/ is not for git");
}

#[test]
fn the_bundled_site_works_as_github_serves_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let site = env!("CARGO_MANIFEST_DIR");
    let arguments =
        ["publish", "github-pages", "--site", site, "--base-url", "https://jane.github.io/iran/", "--into"];
    ends(&backstory(folder.path(), &[&arguments[..], &[out.to_str().unwrap()]].concat()), 0);
    let looked = crawl(&Site::new(files(&out), "https://jane.github.io", "/iran/"));
    assert!(looked.pages > 150 && looked.links > 10_000 && looked.fragments > 1_000, "{looked:?}");
}

#[test]
fn a_site_in_a_folder_of_its_repository_is_found_there() {
    let stand = Stand::new();
    fs::create_dir(stand.site.join("web site")).unwrap();
    stand.git(&["mv", "content", "web site/content"]);
    stand.git(&["mv", ".gitignore", "web site/.gitignore"]);
    stand.commit("move");
    let said = ends(&stand.backstory(&["publish", "github-pages", "--site", "web site"]), 0);
    assert!(said.contains("git add . ../.github"), "{said}");
    let (_, parsed) = workflow(&stand);
    let steps = parsed["jobs"]["build"]["steps"].as_sequence().unwrap();
    assert_eq!(steps.last().unwrap()["with"]["path"], "web site/public");
    stand.commit("publish");
    stand.git(&["push", "-q"]);
    let clone = stand.colleague();
    build_step(&stand, &clone);
    assert!(clone.join("web site/public/index.html").exists());
}
