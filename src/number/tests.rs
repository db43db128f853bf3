//! Cells as printed, and what they must be.

use super::*;

/// status, value and oddities of a cell in a unit.
fn case(text: &str, unit: Unit) -> (Status, String, Vec<&'static str>) {
    let reading = read_cell(text, unit);
    (reading.status, reading.value.map(|value| value.to_string()).unwrap_or_default(), reading.oddities)
}

#[test]
fn counts() {
    use Status::*;
    let none: &[&str] = &[];
    for (text, status, value, oddities) in [
        ("0", Reported, "0", none),
        ("0\u{3000}", Reported, "0", none),
        ("３４", Reported, "34", none),
        ("1,234", Reported, "1234", none),
        ("1，234", Reported, "1234", none),
        ("1 234 567", Reported, "1234567", none),
        ("1\u{a0}234", Reported, "1234", none),
        ("1\u{2009}234", Reported, "1234", none),
        ("157\u{a0}\u{a0}121", Text, "", none),
        ("157\t121", Text, "", none),
        ("157\u{3000}121", Text, "", none),
        ("157 \u{3000}件", Reported, "157", none),
        ("+1036", Reported, "1036", none),
        ("-3", Reported, "-3", none),
        ("－18", Reported, "-18", none),
        ("增1", Reported, "1", none),
        ("减少2项", Reported, "-2", none),
        ("15件", Reported, "15", none),
        ("√15", Reported, "15", none),
        ("☑ 15件", Reported, "15", none),
        ("√", Text, "", none),
        ("▲15", Text, "", none),
        ("十二件", Reported, "12", &["CELL-CHINESE"]),
        ("3.0", Reported, "3", &["CELL-DECIMAL"]),
        ("3.5", Reported, "3.5", none),
        ("1O", Reported, "10", &["CELL-LETTER"]),
        ("22（其中修订16件）", Reported, "22", &["CELL-NOTE"]),
        ("393¹", Reported, "393", &["CELL-NOTE"]),
        ("393*", Reported, "393", &["CELL-NOTE"]),
        ("¹", Text, "", none),
        ("393件②", Reported, "393", &["CELL-NOTE"]),
        ("393注", Reported, "393", &["CELL-NOTE"]),
        ("393件注1", Reported, "393", &["CELL-NOTE"]),
        ("393注销", Text, "", &[]),
        ("3批", Reported, "3", none),
        ("３\u{202c}６\u{fe0f}", Reported, "36", none),
        ("貳拾叁", Reported, "23", &["CELL-CHINESE"]),
        ("15個工作日", Text, "", none),
        ("3985\n758", Reported, "3985758", &["CELL-WRAPPED"]),
        ("007", Reported, "7", &["CELL-LEADING-ZERO"]),
        ("1.2万件", Reported, "12000", &["CELL-UNIT"]),
        ("2万", Reported, "20000", &["CELL-UNIT"]),
        ("", Blank, "", none),
        (" \u{3000}\u{200b}", Blank, "", none),
        ("/", NaMark, "", none),
        ("——", NaMark, "", none),
        ("无", NaMark, "", none),
        ("无*", NaMark, "", none),
        ("—¹", NaMark, "", none),
        ("不适用", NaMark, "", none),
        ("见附件", Text, "", none),
        ("1,23", Text, "", none),
        ("1 2", Text, "", none),
        ("12%", Text, "", none),
        ("1/2", Text, "", none),
        ("约20", Text, "", none),
        ("1.", Text, "", none),
        ("￥47500", Text, "", none),
        ("3、4", Text, "", none),
        ("一", Text, "", none),
        ("一件", Reported, "1", &["CELL-CHINESE"]),
        ("二百四", Text, "", none),
    ] {
        assert_eq!(case(text, Unit::Piece), (status, value.to_owned(), oddities.to_vec()), "{text:?}");
    }
}

#[test]
fn money() {
    for (text, value, oddities) in [
        ("909.76万元", "909.76", &[][..]),
        ("909.76", "909.76", &[]),
        ("251000元", "25.1", &["CELL-UNIT"]),
        ("73802895.90元", "7380.28959", &["CELL-UNIT"]),
        ("1.2亿元", "12000", &["CELL-UNIT"]),
        ("￥47500元", "4.75", &["CELL-UNIT"]),
        ("人民币 47.5万元", "47.5", &[]),
        ("24252.311082", "24252.311082", &[]),
        ("3.0", "3", &[]),
    ] {
        assert_eq!(
            case(text, Unit::TenThousandYuan),
            (Status::Reported, value.to_owned(), oddities.to_vec()),
            "{text:?}"
        );
    }
}

#[test]
fn enumerators_are_no_values() {
    for text in ["1.", "2、", "一、", "（一）予以公开", "规章", "1.属于国家秘密", "总计"] {
        assert!(!is_value(text) && !is_figure(text) && !is_mark(text), "{text}");
    }
    for text in ["", "0", "/", "12", "1,234", "十二", "251000元", "12.5%", "沒有"] {
        assert!(is_value(text), "{text}");
    }
    for text in ["", "/", "十二", "2020年", "2020-01-20", "第20条", "3.", "没有"] {
        assert!(!is_figure(text), "{text}");
    }
    for text in ["3宗", "+1", "减少2项", "￥47500元", " 1,234 ", "22（其中修订16件）", "12％", "0\u{3000}"]
    {
        assert!(is_figure(text), "{text}");
    }
    for text in ["没有", " 不适用 ", "——", "/"] {
        assert!(is_mark(text), "{text}");
    }
}

#[test]
fn values_are_written_as_they_are_shown() {
    for text in
        ["0", "-0", "0.0", "-0.00", "7", "-7", "100", "1.50", "-0.25", "9223372036854775807", "9223372036854775808"]
    {
        let value: Decimal = text.parse().unwrap();
        assert_eq!(written(value, str::to_owned), value.to_string());
    }
    assert_eq!(written(Decimal::MIN, str::to_owned), Decimal::MIN.to_string());
    assert_eq!(written(-Decimal::ZERO, str::to_owned), (-Decimal::ZERO).to_string());
}

#[test]
fn every_mark_sign_and_coin_is_told_by_what_it_starts_with() {
    for mark in MARKS {
        assert!(is_mark(mark) && is_mark(&format!(" {mark}　")), "{mark}");
    }
    for sign in UP.iter().chain(DOWN) {
        assert!(is_figure(&format!("{sign}12")) && is_figure(&format!("　{sign} 12件")), "{sign}");
    }
    for coin in COINS {
        assert!(is_figure(&format!("{coin}12元")) && is_figure(&format!("+ {coin}12万元")), "{coin}");
    }
    assert!(
        is_figure("123456789012345678") && is_figure("1234567890123456789") && !is_figure("规章") && !is_mark("规章")
    );
}
