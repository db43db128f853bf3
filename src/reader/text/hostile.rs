//! Texts that were made to harm: each must cost no more than its size.

use super::*;
use crate::limits::{CELL_BYTES, Limits};
use crate::reader::{Context, plain::read};

fn survives(text: &str) -> Result<Document, ReadError> {
    read(text.as_bytes(), &mut Context::default())
}

const TEXT: &str = "标题: 甲\n# 乙\n\t规章\n\t5\n续\n\n\t文件\n\t0\n\n甲 | 乙\n1 | 2\n\n| a | b |\n|---|---|\n| 1 | \\| |\n\n<table>\n<tr><td>1<td>2\n</table>\n\
    信息内容     制发件数    有效件数\n规章        2     11\n性文件      3\n- 5 -\n（一）甲     1.乙     2   3\n      丙\n正文。\n";

#[test]
fn every_truncation() {
    for (end, _) in TEXT.char_indices() {
        survives(&TEXT[..end]).expect("a text however short");
    }
}

#[test]
fn every_byte_replaced() {
    for at in 0..TEXT.len() {
        for byte in [0, b'\n', b'\t', b'|', b' ', 0xff] {
            let mut bytes = TEXT.as_bytes().to_vec();
            bytes[at] = byte;
            read(&bytes, &mut Context::default()).expect("a text however damaged");
        }
    }
}

#[test]
fn long_repetitions_end() {
    for piece in [
        "\t",
        "\t\n",
        "|",
        "| |\n",
        "|\n",
        "a | b\n",
        "a  1\n",
        "1  1  1\n",
        "a  b\n",
        " \n",
        "甲\n",
        "<table>\n",
        "1.甲  2\n乙\n",
        "三   1.甲  2\n、\n",
        "|---|\n",
        "###### \n",
        "标题：",
        "===\n",
        "甲。\n\n",
        "[bookmark: a]",
        "|甲|\n|-|\n\n|1|\n|-|\n\n",
        "\u{3000}",
        "一、甲\n",
        "1 ",
        "  9",
    ] {
        let _ = survives(&piece.repeat(20_000));
    }
}

#[test]
fn limits_are_told() {
    let mut context =
        Context { limits: Limits { document_bytes: 100 * CELL_BYTES, ..Limits::default() }, ..Context::default() };
    let error = read("a | 1\n".repeat(100).as_bytes(), &mut context).expect_err("too many cells");
    assert_eq!((error.kind.reason(), error.part.as_ref()), ("limit_exceeded", "document_bytes"));
}
