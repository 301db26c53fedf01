//! `backstory publish github-pages --branch`: the pushed tree, and everything that stops a push.

use crate::stand::{Stand, ends, files, git, run};
use std::fs;

#[test]
fn the_pushed_tree_is_the_built_site_byte_for_byte() {
    let stand = Stand::new();
    stand.write("content/static/.well-known/x.bin", "\u{0}\r\nbytes\r\n");
    stand.write("content/static/.gitattributes-like", "* text=auto\n");
    stand.write("content/static/a b é \u{1F642}.txt", "a name with everything");
    stand.git(&["config", "core.autocrlf", "true"]);
    stand.commit("bytes");
    stand.git(&["push", "-q"]);
    let before = stand.state();
    let said = ends(&stand.publish(&[]), 0);
    for part in ["Jane/iran", "https://jane.github.io/iran/", "https://github.com/Jane/iran/settings/pages"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let base = ["--base-url", "https://jane.github.io/iran/", "--output", "../out"];
    ends(&stand.backstory(&[&["build"][..], &base].concat()), 0);
    let mut built = files(&stand.folder.path().join("out"));
    built.remove(".backstory-manifest").unwrap();
    let mut pushed = stand.published_files();
    assert_eq!(pushed.remove(".nojekyll").as_deref(), Some(&b""[..]));
    assert_eq!(built.keys().collect::<Vec<_>>(), pushed.keys().collect::<Vec<_>>());
    assert!(built == pushed, "bytes differ");
    assert!(!stand.git(&["for-each-ref"]).contains("refs/backstory"), "no reference of ours is left");
    let after = stand.state();
    let ours =
        |state: &str| state.lines().filter(|line| !line.contains("gh-pages")).collect::<Vec<_>>().join("\n");
    assert_eq!(ours(&before), ours(&after), "nothing but the branch of the remote changed");
}

#[test]
fn each_publication_is_a_commit_and_no_change_is_none() {
    let stand = Stand::new();
    ends(&stand.publish(&[]), 0);
    let first = stand.published().unwrap();
    assert!(ends(&stand.publish(&[]), 0).contains("already"), "nothing changed");
    assert_eq!(stand.published().as_ref(), Some(&first));
    stand.write("content/pages/more.md", "# More\n\nText.\n");
    stand.commit("more");
    stand.git(&["push", "-q"]);
    let before = stand.state();
    let said = ends(&stand.publish(&["--dry-run"]), 0);
    assert!(said.contains("would push") && said.contains("nothing was pushed"), "{said}");
    assert_eq!(before, stand.state());
    ends(&stand.publish(&[]), 0);
    assert_eq!(git(&stand.bare, &["rev-parse", "gh-pages^"]).trim(), first);
    let message = git(&stand.bare, &["log", "-1", "--format=%B", "gh-pages"]);
    assert!(message.contains("From main at ") && message.contains("Published-with: Backstory"), "{message}");
    ends(&stand.publish(&["--orphan"]), 0);
    assert_eq!(git(&stand.bare, &["rev-list", "--count", "gh-pages"]).trim(), "1");
    assert!(ends(&stand.publish(&["--orphan"]), 0).contains("already"));
}

#[test]
fn work_of_others_is_replaced_only_when_asked() {
    let stand = Stand::new();
    let clone = stand.colleague();
    git(&clone, &["switch", "-q", "--orphan", "gh-pages"]);
    fs::write(clone.join("index.html"), "theirs").unwrap();
    git(&clone, &["add", "-A"]);
    git(&clone, &["commit", "-q", "-m", "Their site"]);
    git(&clone, &["push", "-q", "origin", "gh-pages"]);
    let theirs = stand.published().unwrap();
    let publish = ["publish", "github-pages", "--branch", "gh-pages"];
    stand.refused(&publish, 2, &["did not publish: 1 file, index.html", "--force"]);
    ends(&stand.publish(&["--force"]), 0);
    assert_eq!(git(&stand.bare, &["rev-parse", "gh-pages^"]).trim(), theirs, "it stays in the history");
    let orphan = [&publish[..], &["--orphan"]].concat();
    stand.refused(&orphan, 2, &["--orphan would drop them"]);
    // A file that somebody adds on top of ours.
    git(&clone, &["pull", "-q", "origin", "gh-pages"]);
    fs::write(clone.join("theirs.html"), "x").unwrap();
    git(&clone, &["add", "-A"]);
    git(&clone, &["commit", "-q", "-m", "More"]);
    git(&clone, &["push", "-q", "origin", "gh-pages"]);
    stand.refused(&publish, 2, &["1 file, theirs.html"]);
}

#[test]
fn a_domain_that_github_wrote_is_kept() {
    let stand = Stand::new();
    stand.write("content/site.yml", "title: Iran\n");
    stand.commit("no address yet");
    stand.git(&["push", "-q"]);
    ends(&stand.publish(&[]), 0);
    // What GitHub does when somebody sets a domain in the settings.
    let clone = stand.colleague();
    git(&clone, &["switch", "-q", "gh-pages"]);
    fs::write(clone.join("CNAME"), "iran.example.net").unwrap();
    git(&clone, &["add", "-A"]);
    git(&clone, &["commit", "-q", "-m", "Create CNAME"]);
    git(&clone, &["push", "-q"]);
    let said = ends(&stand.publish(&[]), 0);
    assert!(said.contains("https://iran.example.net/ (a domain of its own)"), "{said}");
    let pushed = stand.published_files();
    assert_eq!(pushed["CNAME"], b"iran.example.net");
    assert!(String::from_utf8_lossy(&pushed["index.html"]).contains("https://iran.example.net/"));
    // And what disagrees is refused.
    stand.write("content/site.yml", "title: Iran\nbase_url: https://jane.github.io/iran/\n");
    stand.commit("another address");
    stand.git(&["push", "-q"]);
    let publish = ["publish", "github-pages", "--branch", "gh-pages"];
    stand.refused(
        &publish,
        2,
        &["base_url is https://jane.github.io/iran/, and CNAME says iran.example.net"],
    );
    stand.write("content/static/CNAME", "other.example.net\n");
    stand.write("content/site.yml", "title: Iran\nbase_url: https://other.example.net/\n");
    stand.commit("another domain");
    stand.git(&["push", "-q"]);
    stand.refused(&publish, 2, &["the published CNAME iran.example.net"]);
    ends(&stand.publish(&["--force"]), 0);
    assert_eq!(stand.published_files()["CNAME"], b"other.example.net\n");
}

#[test]
fn what_has_nowhere_to_go_is_refused() {
    let publish = ["publish", "github-pages", "--branch", "gh-pages"];
    let stand = Stand::without_git();
    assert!(ends(&stand.backstory(&publish), 2).contains("is in no git repository"));
    assert!(ends(&stand.backstory(&publish[..2]), 2).contains("is in no git repository"));
    stand.git(&["init", "-q", "-b", "main"]);
    for arguments in [&publish[..], &publish[..2]] {
        stand.refused(arguments, 2, &["has no remote", "git remote add origin"]);
    }
    stand.git(&["remote", "add", "origin", "https://a:secret@gitlab.com/jane/iran.git"]);
    for arguments in [&publish[..], &publish[..2]] {
        let said =
            stand.refused(arguments, 2, &["https://gitlab.com/jane/iran.git, and that is not on github.com"]);
        assert!(!said.contains("secret"), "{said}");
    }
    stand.refused(&[&publish[..], &["--remote", "upstream"]].concat(), 2, &["there is no remote `upstream`"]);
    stand.git(&["remote", "set-url", "origin", crate::stand::REMOTE]);
    stand.refused(&publish, 2, &["nothing is committed yet"]);
    // No network: what stands for GitHub is not there.
    stand.git(&["config", "url./nowhere/at/all.insteadOf", crate::stand::REMOTE]);
    stand.git(&["add", "-A"]);
    stand.git(&["commit", "-qm", "first"]);
    let said = ends(&stand.backstory(&publish), 2);
    assert!(said.contains("origin could not be asked: ") && said.contains("/nowhere/at/all"), "{said}");
}

#[test]
fn git_itself_may_be_missing() {
    let stand = Stand::new();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_backstory"))
        .args(["publish", "github-pages"])
        .current_dir(&stand.site)
        .env("PATH", "")
        .output()
        .unwrap();
    assert!(ends(&output, 2).contains("install git"));
}

#[test]
fn what_could_not_be_found_again_is_refused() {
    let stand = Stand::new();
    let publish = ["publish", "github-pages", "--branch", "gh-pages"];
    stand.write("content/pages/new.md", "# New\n\nText.\n");
    stand.refused(&publish, 2, &["not committed, in 1 file: content/pages/new.md"]);
    let said = ends(&stand.publish(&["--as-is"]), 0);
    assert!(said.contains("with changes that are not committed"), "{said}");
    fs::remove_file(stand.site.join("content/pages/new.md")).unwrap();
    stand.git(&["switch", "-q", "--detach"]);
    stand.refused(&publish, 2, &["at no branch", "git switch main"]);
    ends(&stand.publish(&["--as-is"]), 0);
    stand.git(&["switch", "-q", "main"]);
    stand.refused(
        &["publish", "github-pages", "--branch", "main"],
        2,
        &["`main` is the branch with the site's sources"],
    );
}

#[test]
fn a_branch_that_went_another_way_is_refused() {
    let stand = Stand::new();
    let clone = stand.colleague();
    fs::write(clone.join("content/pages/theirs.md"), "# Theirs\n\nText.\n").unwrap();
    git(&clone, &["add", "-A"]);
    git(&clone, &["commit", "-q", "-m", "theirs"]);
    git(&clone, &["push", "-q"]);
    stand.write("content/pages/ours.md", "# Ours\n\nText.\n");
    stand.commit("ours");
    let publish = ["publish", "github-pages", "--branch", "gh-pages"];
    stand.refused(&publish, 2, &["has commits that are not here", "git pull origin main"]);
    ends(&stand.publish(&["--as-is"]), 0);
}

#[cfg(unix)]
#[test]
fn a_remote_that_says_no_is_told_and_nothing_is_lost() {
    use std::os::unix::fs::PermissionsExt;
    let stand = Stand::new();
    ends(&stand.publish(&[]), 0);
    let was = stand.published();
    let hook = stand.bare.join("hooks/pre-receive");
    fs::write(&hook, "#!/bin/sh\necho 'this branch is protected' >&2\nexit 1\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    stand.write("content/pages/new.md", "# New\n\nText.\n");
    let publish = ["publish", "github-pages", "--branch", "gh-pages", "--as-is"];
    stand.refused(
        &publish,
        2,
        &["pre-receive hook declined", "this branch is protected", "the right to write"],
    );
    assert_eq!(stand.published(), was);
    // Somebody publishes while we build: the lease does not hold any more.
    let script = format!(
        "#!/bin/sh\n[ -e '{0}/done' ] || {{ touch '{0}/done'; git --git-dir='{0}' update-ref refs/heads/gh-pages main; }}\n",
        stand.bare.display()
    );
    fs::write(&hook, "#!/bin/sh\n").unwrap();
    let pre_push = stand.site.join(".git/hooks/pre-push");
    fs::create_dir_all(pre_push.parent().unwrap()).unwrap();
    fs::write(&pre_push, script).unwrap();
    fs::set_permissions(&pre_push, fs::Permissions::from_mode(0o755)).unwrap();
    let said = ends(&stand.publish(&["--as-is"]), 2);
    assert!(said.contains("error: ") && said.contains("help: "), "{said}");
    let main = git(&stand.bare, &["rev-parse", "main"]);
    assert_eq!(stand.published().as_deref(), Some(main.trim()), "what the other published stays");
}

#[test]
fn without_a_name_git_makes_no_commit_and_says_so() {
    let stand = Stand::new();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_backstory"))
        .args(["publish", "github-pages", "--branch", "gh-pages"])
        .current_dir(&stand.site)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "user.useConfigOnly")
        .env("GIT_CONFIG_VALUE_0", "true")
        .env("HOME", stand.folder.path())
        .output()
        .unwrap();
    let said = ends(&output, 2);
    assert!(said.contains("git config user.name"), "{said}");
    assert_eq!(stand.published(), None);
}

#[test]
fn content_that_is_not_fit_is_refused() {
    let stand = Stand::new();
    let publish = ["publish", "github-pages", "--branch", "gh-pages", "--as-is"];
    stand.write("content/explainers/raw.txt", "A headline\n\nA paragraph of raw copy that came by mail.\n");
    stand.refused(
        &[&publish[..], &["--allow-warnings"]].concat(),
        1,
        &["BS0108", "raw copy is not published"],
    );
    fs::remove_file(stand.site.join("content/explainers/raw.txt")).unwrap();
    stand.write("content/pages/bad.md", "# Bad\n\nA [mark](term:nothing).\n");
    stand.refused(&publish, 1, &["BS0302"]);
    stand.write("content/pages/bad.md", "# Bad\n\n<b>warned</b>\n");
    stand.refused(&publish, 1, &["a site is published without warnings"]);
    ends(&stand.publish(&["--as-is", "--allow-warnings"]), 0);
    stand.write("content/pages/bad.md", "# Good\n\nText.\n");
    // A file of the site's own that tells of a draft.
    let secret = "The minister will resign on Thursday morning";
    stand.write("content/explainers/later.md", &format!("---\ntitle: Later\nstage: legal\n---\n{secret}.\n"));
    ends(&stand.publish(&["--as-is", "--dry-run"]), 0);
    stand.write("content/static/plan.txt", secret);
    stand.refused(&publish, 1, &["BS0803", secret, "`content/explainers/later.md` is not published"]);
    fs::remove_file(stand.site.join("content/static/plan.txt")).unwrap();
    // A theme that writes what it should not: links that leave the base path, paths of this machine.
    let local = stand.site.join("templates").display().to_string();
    stand.write(
        "templates/part/back.html",
        &format!("<a href=\"/glossary/\">x</a><a href=\"{{{{ site.home }}}}no/\">{local}</a>"),
    );
    stand.write("templates/page/page.html", "{% include \"part/back.html\" %}");
    stand.refused(
        &publish,
        1,
        &["`/glossary/` leads out of the site", "`/iran/no/` leads nowhere", "a path of this machine"],
    );
    let out = run(&stand.bare, &["for-each-ref"]);
    assert!(out.status.success());
}

/// Killed before each of the gits that it asks, it has changed nothing but what the last of them brought out whole.
#[cfg(target_os = "linux")]
#[test]
fn a_kill_at_any_step_leaves_both_branches_whole() {
    let stand = Stand::new();
    ends(&stand.publish(&[]), 0);
    let first = stand.published();
    stand.write("content/pages/new.md", "# New\n\nText.\n");
    let before = stand.state();
    let mut killed = 0;
    for nth in 1.. {
        let mut strace = std::process::Command::new("strace");
        strace.args([
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &format!("inject=clone,clone3,vfork,fork:signal=KILL:when={nth}"),
        ]);
        strace.args([
            env!("CARGO_BIN_EXE_backstory"),
            "publish",
            "github-pages",
            "--branch",
            "gh-pages",
            "--as-is",
        ]);
        let output =
            crate::stand::plain(strace.current_dir(&stand.site).env("RAYON_NUM_THREADS", "1")).output();
        let output = output
            .unwrap_or_else(|error| panic!("strace is needed here, and tests/run installs it: {error}"));
        if output.status.success() {
            break;
        }
        killed += 1;
        assert_eq!(stand.published(), first, "killed before git {nth}");
        let _ = fs::remove_dir_all(stand.site.join(".git/backstory-publish"));
        assert_eq!(stand.state(), before, "killed before git {nth}");
        assert!(nth < 60, "it never ends");
    }
    assert!(killed > 10, "only {killed} steps");
    assert_eq!(git(&stand.bare, &["rev-parse", "gh-pages^"]).trim(), first.unwrap());
    assert!(stand.published_files().contains_key("new/index.html"));
    assert!(!stand.site.join(".git/backstory-publish").exists());
}
