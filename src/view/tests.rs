//! The views of a small filing, as full text.

use super::*;

#[test]
fn codes_are_explained_in_both_languages() {
    let zh = explain("req-balance", Language::Zh).expect("it is catalogued");
    assert!(zh.starts_with("REQ-BALANCE  申请收支平衡  [硬性]\n"), "{zh}");
    assert!(zh.contains("适用格式\n  2019、2021\n"), "{zh}");
    let en = explain("REQ-BALANCE", Language::En).expect("it is catalogued");
    assert!(en.starts_with("REQ-BALANCE  requests balance  [hard]\n"), "{en}");
    assert_eq!(explain("REQ-NONSENSE", Language::En), None);
}

#[test]
fn every_code_is_listed_once() {
    let list = rules(Language::En);
    assert_eq!(list.lines().count(), crate::finding::catalogue().len());
    assert!(list.lines().any(|line| line.starts_with("REQ-BALANCE ") && line.ends_with("hard  requests balance")));
}
