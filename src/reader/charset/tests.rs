//! Bytes in the encodings that pages come in, labelled rightly, wrongly and not at all.

use super::*;

/// Decodes with the page's own label; text, encoding and the codes of the notices.
fn page(bytes: &[u8]) -> (String, &'static str, Vec<String>) {
    let mut notices = Vec::new();
    let decoded = decode(bytes, declared(bytes), &mut notices);
    (decoded.text.into_owned(), decoded.encoding, notices.iter().map(|notice| notice.code().to_owned()).collect())
}

fn gbk(text: &str) -> Vec<u8> {
    GBK.encode(text).0.into_owned()
}

fn utf_16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

const TEXT: &str = "云溪县水务局政府信息公开工作年度报告，本年新收申请17件。其中：自然人15件、商业企业2件。";

#[test]
fn right_labels_are_silent() {
    let utf8 = format!("<meta charset=utf-8>{TEXT}");
    assert_eq!(page(utf8.as_bytes()), (utf8.clone(), "UTF-8", vec![]));
    let labelled = format!("<html><head><META http-equiv=Content-Type content=\"text/html; charset=gb2312\">{TEXT}");
    assert_eq!(page(&gbk(&labelled)), (labelled.clone(), "GBK", vec![]));
    let four_bytes = format!("<?xml version='1.0' encoding='GB18030'?>{TEXT}\u{20087}");
    assert_eq!(page(&GB18030.encode(&four_bytes).0), (four_bytes.clone(), "gb18030", vec![]));
    let ascii = b"<meta charset=gbk>nothing here";
    assert_eq!(page(ascii), (String::from_utf8_lossy(ascii).into_owned(), "GBK", vec![]));
}

#[test]
fn no_label_needs_none() {
    assert_eq!(page(TEXT.as_bytes()), (TEXT.into(), "UTF-8", vec![]));
    assert_eq!(page(&gbk(TEXT)), (TEXT.into(), "GBK", vec![]));
    let traditional = "臺北縣政府資訊公開工作報告，統計期間為本年一月至十二月，受理申請三十件，均已答覆。";
    assert_eq!(page(&BIG5.encode(traditional).0), (traditional.into(), "Big5", vec![]));
}

#[test]
fn wrong_labels_lose() {
    let page_of = |label: &str| format!("<meta charset={label}>{TEXT}");
    let wrong =
        |bytes: &[u8], text: &str, name| assert_eq!(page(bytes), (text.into(), name, vec!["READ-ENCODING".into()]));
    wrong(&gbk(&page_of("utf-8")), &page_of("utf-8"), "GBK");
    wrong(page_of("gb2312").as_bytes(), &page_of("gb2312"), "UTF-8");
    wrong(&gbk(&page_of("iso-8859-1")), &page_of("iso-8859-1"), "GBK");
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(gbk(TEXT));
    wrong(&marked, TEXT, "GBK");
}

#[test]
fn utf_16_with_and_without_mark() {
    for (order, name) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")] {
        assert_eq!(page(&utf_16_bytes(TEXT, order)), (TEXT.into(), name, vec![]));
        assert_eq!(page(&utf_16_bytes(&format!("\u{feff}{TEXT}"), order)), (TEXT.into(), name, vec![]));
    }
}

#[test]
fn damage_is_told_and_costs_only_itself() {
    let mut truncated = TEXT.as_bytes().to_vec();
    truncated.truncate(truncated.len() - 1);
    let (text, name, codes) = page(&truncated);
    assert_eq!((text.strip_suffix('\u{fffd}'), name), (TEXT.strip_suffix('。'), "UTF-8"));
    assert_eq!(codes, ["READ-PART"]);
}

#[test]
fn saved_mojibake_is_undone_when_nothing_was_lost() {
    // "，。" must survive the wrong decoding, or the text cannot be restored.
    let sentence = "水务，电力和。水";
    let (wrong, _, failed) = GBK.decode(sentence.as_bytes());
    assert!(!failed, "{wrong}");
    assert_eq!(page(wrong.as_bytes()), (sentence.into(), "UTF-8", vec!["READ-MOJIBAKE".into()]));
    let latin = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&gbk("政务公开报告")).0.into_owned();
    assert_eq!(page(latin.as_bytes()), ("政务公开报告".into(), "UTF-8", vec!["READ-MOJIBAKE".into()]));
    // Two characters that mojibake is full of, in a text that is none.
    let honest = "锛和銆是两个罕用字。";
    assert_eq!(page(honest.as_bytes()), (honest.into(), "UTF-8", vec![]));
}

#[test]
fn labels_are_found_as_browsers_do() {
    let name = |page: &str| declared(page.as_bytes()).map(|encoding| encoding.name());
    assert_eq!(name("<!-- <meta charset=big5> --><meta charset='gbk'>"), Some("GBK"));
    assert_eq!(name("<!--><meta charset=gbk>"), Some("GBK"));
    assert_eq!(name("<meta content='text/html; charset = \"gb2312\"' http-equiv=content-type>"), Some("GBK"));
    assert_eq!(name("<meta charset=utf-16>"), Some("UTF-8"));
    assert_eq!(name("<meta name=x content='charset=gbk'>"), None);
    assert_eq!(name("<metadata charset=gbk>"), None);
    assert_eq!(name("<meta charset"), None);
    assert_eq!(name("<meta charset="), None);
    assert_eq!(name("<meta charset=\""), None);
    assert_eq!(name("<!--"), None);
}
