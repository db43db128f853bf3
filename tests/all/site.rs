//! The site of a dataset: whole, linked, bounded, and text where the dataset has text.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::{gouji, status, stderr, stdout};

/// Hostile where the dataset takes text from files: name of the organ, raw text, path.
const HOSTILE: &str = "<table><tr><td>规章</td><td>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#8238;</td><td>1</td><td>2</td></tr></table>";

fn site(folder: &Path) -> PathBuf {
    let page = format!(
        "<h1>&lt;script&gt;alert(1)&lt;/script&gt;平湖市水利局2022年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>{HOSTILE}"
    );
    std::fs::write(folder.join("<b>&hostile.html"), page).expect("written");
    let (dataset, site) = (folder.join("dataset"), folder.join("site"));
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let hostile = text(&folder.join("<b>&hostile.html"));
    let output = gouji(&["extract", "corpus", &hostile, "-o", &text(&dataset), "--site", &text(&site), "--quiet"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    // The same site from the dataset that is published.
    let again = folder.join("again");
    let output = gouji(&["site", &text(&dataset), "-o", &text(&again), "--lang", "en"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let told = stdout(&output);
    let (mut one, mut other) = (BTreeSet::new(), BTreeSet::new());
    files(&site, &mut one);
    files(&again, &mut other);
    assert_eq!(one.len(), other.len());
    // No page took the place of another; the mark of a site is not counted.
    assert!(told.contains(&format!(" {} files, ", other.len() - 1)), "{} files; told: {told}", other.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one.strip_prefix(&site), other.strip_prefix(&again));
        assert!(std::fs::read(one).expect("read") == std::fs::read(other).expect("read"), "{}", one.display());
    }
    site
}

fn files(folder: &Path, out: &mut BTreeSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out)
        } else {
            out.insert(path);
        }
    }
}

#[test]
fn every_link_leads_to_a_page_and_text_stays_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = site(folder.path());
    let mut all = BTreeSet::new();
    files(&site, &mut all);
    assert!(all.len() > 300, "{}", all.len());
    let (mut links, mut hostile) = (0, 0);
    for path in &all {
        let text = std::fs::read_to_string(path).expect("text");
        assert!(text.len() < 2_000_000, "{} is {} bytes", path.display(), text.len());
        assert!(!text.contains("<script>alert") && !text.contains("</script><script>") && !text.contains('\u{202e}'));
        assert!(!text.contains("http://") && !text.contains("https://"), "{}", path.display());
        hostile += usize::from(text.contains("&lt;b&gt;&amp;hostile"));
        for link in text.split("href=\"").chain(text.split(" src=\"")).skip(1).filter_map(|rest| rest.split('"').next())
        {
            if path.extension().is_some_and(|end| end == "html") && link.contains('.') && !link.contains(['<', '\n']) {
                let target = path.parent().expect("a folder").join(link.split('#').next().unwrap_or(link));
                assert!(target.exists(), "{}: {link}", path.display());
                links += 1;
            }
        }
    }
    assert!(links > 2_000 && hostile > 1, "{links} links, {hostile} pages name the hostile file");
    // English pages have no Chinese words of ours.
    let english = std::fs::read_to_string(site.join("en/index.html")).expect("the overview");
    for word in ["勾稽", "不完整", "应报", "概览"] {
        assert!(!english.contains(word), "{word}");
    }
    // A flagged filing is in the list, with its rule, and its page lights the equation.
    let list = std::fs::read_to_string(site.join("en/flagged.html")).expect("the list");
    assert!(list.contains("宜昌市人民政府") && list.contains("REQ-OUTCOMES"), "{list}");
}

#[test]
fn what_is_no_site_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("mine.txt"), "mine").expect("written");
    let text = folder.path().to_string_lossy().into_owned();
    let dataset = folder.path().join("dataset").to_string_lossy().into_owned();
    assert_eq!(status(&gouji(&["extract", "corpus/notice.html", "-o", &dataset, "--quiet"])), 0);
    assert_eq!(status(&gouji(&["site", &dataset, "-o", &text])), 2);
    assert!(folder.path().join("mine.txt").exists());
}
