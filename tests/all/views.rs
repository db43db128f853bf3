//! What a person sees of a filing, as full text. `GOUJI_BLESS=1` rewrites the expected texts; read the difference.

use std::path::PathBuf;

use gouji::internals::error::ReadError;
use gouji::internals::filing::Stage;
use gouji::internals::finding::{Finding, Language};
use gouji::internals::view::{self, Shown, Style};

use crate::{expectation, project};

/// Compares a text with the expected one of this name, or rewrites it where that is asked for.
pub fn golden(name: &str, text: &str) {
    let path: PathBuf = project("tests/expected").join(name);
    if std::env::var_os("GOUJI_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("the folder can be made");
        std::fs::write(&path, text).expect("the text can be written");
        return;
    }
    let want = std::fs::read_to_string(&path).unwrap_or_default();
    if want == text {
        return;
    }
    let (mut wanted, mut got) = (want.lines(), text.lines());
    for number in 1.. {
        let (want, got) = (wanted.next(), got.next());
        assert!(want == got, "{name}, line {number}:\nwant {want:?}\ngot  {got:?}\n(GOUJI_BLESS=1 rewrites it)");
        assert!(want.is_some(), "{name}: line ends differ");
    }
}

/// A flagged filing, blanks and marks, a statistics sheet, run-together text, no report, no document.
const SHOWN: &[&str] = &[
    "15-yichang-2021.docx",
    "04-foshan-office-2019.html",
    "34-zhuji-baixi-2022.docx",
    "49-qufu-baihu-2015.htm",
    "44-tongxiang-shiling-2021.txt",
    "51-kunshan-meihu-2022.docx",
    "notice.html",
    "empty.docx",
];

#[test]
fn terminal() {
    for name in SHOWN {
        let filing = expectation::read(&project("corpus").join(name));
        golden(&format!("views/{name}.zh.txt"), &view::terminal(&filing, name, Language::Zh, Style::default()));
        golden(&format!("views/{name}.en.txt"), &view::terminal(&filing, name, Language::En, Style::default()));
    }
}

#[test]
fn lines_fit_the_terminal() {
    for name in SHOWN {
        let filing = expectation::read(&project("corpus").join(name));
        for width in [60, 80, 100, 120, 160] {
            for language in [Language::Zh, Language::En] {
                let style = Style { width, ..Style::default() };
                let mut text = view::terminal(&filing, name, language, style);
                text.push_str(&view::brief(&filing, name, 1, language, style));
                let widest = text.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap_or(0);
                assert!(widest <= width, "{name}: {widest} columns of {width}\n{text}");
            }
        }
    }
}

/// Colours change nothing but the colours.
#[test]
fn signs_need_no_colours() {
    let filing = expectation::read(&project("corpus").join(SHOWN[0]));
    let plain = view::terminal(&filing, SHOWN[0], Language::Zh, Style::default());
    let mut colored = view::terminal(&filing, SHOWN[0], Language::Zh, Style { color: true, ..Style::default() });
    assert_ne!(plain, colored);
    for code in ["0", "1", "2", "32", "33", "1;31"] {
        colored = colored.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_eq!(plain, colored);
}

#[test]
fn page() {
    let names = ["15-yichang-2021.docx", "notice.html"];
    let filings = names.map(|name| (name.to_owned(), expectation::read(&project("corpus").join(name))));
    let shown: Vec<_> = filings.iter().map(|(name, filing)| Shown::new(name, filing)).collect();
    let page = view::html(&shown, Language::Zh);
    // One element a line, so that a difference can be read; the program's own fingerprint changes with every build.
    let page = page.replace(gouji::internals::version::BUILD, "BUILD");
    golden("views/page.html", &page.replace("><", ">\n<"));
    // It needs nothing else.
    for word in ["http://", "https://", "src=", "@import", "url(", "fetch("] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("@media print") && page.contains("prefers-color-scheme: dark"));
}

/// Neither a file's text nor its name commands a terminal or turns the order of what is shown; nor does a line break in a
/// cell break the table.
#[test]
fn text_stays_text() {
    let mut filing = expectation::read(&project("corpus").join(SHOWN[0]));
    let hostile = "\u{1b}]0;X\u{7}\u{9b}31m\u{202e}\u{2066}\u{200f}";
    filing.identity.organ = Some(format!("{hostile}局"));
    for figure in &mut filing.figures {
        figure.raw = "\u{202e}1\n2".to_owned();
    }
    let name = format!("{hostile}.docx");
    let screen = view::terminal(&filing, &name, Language::Zh, Style { color: true, ..Style::default() });
    let page = view::html(&[Shown::new(&name, &filing)], Language::Zh);
    let line = view::brief(&filing, &name, 1, Language::Zh, Style::default());
    for text in [screen.replace("\u{1b}[", ""), page, line.clone()] {
        let found = text.chars().find(|c| c.is_control() && *c != '\n' || "\u{202e}\u{2066}\u{200f}".contains(*c));
        assert_eq!(found, None);
    }
    assert!(!screen.contains("\u{1b}]") && line.lines().count() == 1);
    // English pages have no Chinese labels.
    let plain = expectation::read(&project("corpus").join(SHOWN[0]));
    let page = view::html(&[Shown::new(SHOWN[0], &plain)], Language::En);
    assert!(!page.contains("第二十条") && !page.contains("不予公开"));
    // Every line of a table has its frame.
    let bars = screen.lines().filter(|line| line.starts_with('│'));
    assert!(bars.clone().count() > 20 && bars.clone().all(|line| line.ends_with('│')));
}

/// Text of a report cannot become markup of the page.
#[test]
fn pages_escape_what_they_show() {
    let mut filing = expectation::read(&project("corpus").join("notice.html"));
    filing.identity.organ = Some("<script>alert(1)</script>\" onload=\"".to_owned());
    let page = view::html(&[Shown::new("<b>&.html", &filing)], Language::En);
    assert!(!page.contains("<script>alert") && !page.contains("\" onload") && !page.contains("<b>"), "{page}");
    // Neither does it end the page's data.
    let value = serde_json::json!({ "text": "</script><script>alert(1)</script>" });
    assert!(!view::data("data", &value).contains("</script><"));
}

/// The inspector knows every equation with its sum, and every cell that it lights.
#[test]
fn the_page_knows_its_equations() {
    let filing = expectation::read(&project("corpus").join(SHOWN[0]));
    let page = view::html(&[Shown::new(SHOWN[0], &filing)], Language::En);
    let data = page.split("<script class=\"data\" type=\"application/json\">").nth(1).expect("data");
    let data: serde_json::Value =
        serde_json::from_str(data.split("</script>").next().expect("its end")).expect("it is JSON");
    let equations = data["equations"].as_array().expect("equations");
    assert!(equations.len() > 40, "{}", equations.len());
    let shared = page.split("<script class=\"shared\" type=\"application/json\">").nth(1).expect("what forms share");
    let shared: serde_json::Value =
        serde_json::from_str(shared.split("</script>").next().expect("its end")).expect("it is JSON");
    assert_eq!(page.matches("<li class=\"violated\">").count(), view::violations(&filing).count());
    let failing: Vec<_> = equations.iter().filter(|equation| equation[2] != equation[3]).collect();
    assert!(failing.len() >= view::violations(&filing).count());
    for equation in equations {
        let (form, index) = (equation[0].as_str().expect("a form"), equation[1].as_u64().expect("a place"));
        for term in shared["terms"][form][usize::try_from(index).expect("small")].as_array().expect("terms") {
            let code = term[0].as_str().expect("a code");
            assert!(page.contains(&format!("data-code=\"{code}\"")) && shared["labels"][code].is_string(), "{code}");
        }
    }
    assert_eq!(data["repairs"].as_array().map(Vec::len), Some(filing.located.repairs.len()));
    assert!(page.contains("<mark"), "quantities of the prose are marked");
}

#[test]
fn two_filings_side_by_side() {
    let [one, other] =
        [SHOWN[0], "00-haining-yunxi-2021.docx"].map(|name| expectation::read(&project("corpus").join(name)));
    let style = Style { width: 80, ..Style::default() };
    let same = view::compare(["a", "b"], [&one, &one], Language::En, style);
    assert!(same.contains("0 of ") && same.contains("100% alike"), "{same}");
    let text = view::compare(["a", "b"], [&one, &other], Language::Zh, style);
    assert!(text.lines().count() > 40 && text.contains("B−A"), "{text}");
    assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{text}");
}

#[test]
fn json() {
    let filing = expectation::read(&project("corpus").join("notice.html"));
    let text = serde_json::to_string_pretty(&view::json(&filing, "notice.html")).expect("it is JSON") + "\n";
    golden("views/notice.html.json", &text);
}

#[test]
fn catalogue() {
    for (language, word) in [(Language::Zh, "zh"), (Language::En, "en")] {
        let explained = view::explain("REQ-BALANCE", language).expect("it is catalogued");
        golden(&format!("views/explain.{word}.txt"), &explained);
    }
}

/// Many filings have a line each: what others say of them is counted there, and by code in the summary.
#[test]
fn many_filings_have_a_line_each() {
    let mut filing = expectation::read(&project("corpus").join(SHOWN[0]));
    let finding = Finding::from_error(&ReadError::damaged("x", "y", "z"));
    filing.findings.add(Stage::Others, [finding.clone(), finding]);
    let line = |all| view::brief(&filing, "a.docx", all, Language::En, Style::default());
    assert!(line(2).lines().count() > 1);
    assert_eq!(line(21).lines().count(), 1);
    assert!(line(21).contains(" 2! "), "{}", line(21));
    let many: Vec<_> = std::iter::repeat_n(&filing, 21).collect();
    let said = view::summary(&many, 21, Language::En, Style::default());
    assert!(said.contains("between them (!): READ-DAMAGED 42"), "{said}");
}
