//! What else lies in a researcher's folder: pages that are no reports, broken files, wrong extensions,
//! archives, copies.

use crate::archive::{self, Member};
use crate::random::Random;

/// A file that is no ordinary report.
pub struct Oddity {
    /// File name.
    pub name: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
    /// Verdict that it has to get.
    pub verdict: &'static str,
    /// Reason that goes with the verdict.
    pub reason: &'static str,
}

fn page(title: &str, body: &str) -> Vec<u8> {
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n{body}\n</body></html>\n"
    )
    .into_bytes()
}

/// Pages and texts that are no reports. `blank` is the official form with nothing filled in.
pub fn not_reports(blank: Vec<u8>) -> Vec<Oddity> {
    let odd = |name, bytes, reason| Oddity { name, bytes, verdict: "not_a_report", reason };
    let links: String = (2014..=2024)
        .rev()
        .map(|year| format!("<li><a href=\"./{year}.html\">江油市石碑乡人民政府{year}年政府信息公开工作年度报告</a><span>{}-01-20</span></li>\n", year + 1))
        .collect();
    let notice = "<h1>关于做好2022年政府信息公开工作年度报告编制和发布工作的通知</h1>\n<p>各乡镇人民政府、各街道办事处，市直各部门：</p>\n<p>为按时完成年度报告编制工作，现就有关事项通知如下。</p>\n<p>一、编制要求。各单位要如实填报数据，核对勾稽关系。</p>\n<p>二、报送时间。请于2023年1月15日前将年度报告报送市政务公开办。</p>\n<p>三、发布要求。报告应当在门户网站统一发布。</p>\n<p>义乌市人民政府办公室</p>\n<p>2022年12月20日</p>";
    let summary = "绵阳市古树名木保护站2021年工作总结\n\n2021年，我站完成古树普查，开展病虫害防治，各项任务顺利推进。\n一、主要工作\n（一）普查建档。完成古树名木登记312株，补挂保护牌47块。\n（二）养护管理。组织巡护86次，处置倒伏险情5起。\n二、存在问题\n经费不足，专业人员偏少。\n三、下一步打算\n继续推进古树名木抢救复壮。\n";
    vec![
        odd("blank-form-2021.docx", blank, "blank_form"),
        odd(
            "shell.html",
            b"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title></title><script src=\"/static/app.3f2a.js\"></script></head>\n<body><div id=\"app\"></div><noscript>JavaScript</noscript></body></html>\n".to_vec(),
            "shell_page",
        ),
        odd("list.html", page("政府信息公开年报", &format!("<div class=\"crumbs\"><a href=\"/\">首页</a> &gt; <a href=\"/nb/\">政府信息公开年报</a></div>\n<ul class=\"list\">\n{links}</ul>\n<div class=\"page\">共11条 第1页 <a href=\"index_1.html\">下一页</a></div>")), "list_page"),
        odd("notice.html", page("关于做好2022年政府信息公开工作年度报告编制和发布工作的通知", notice), "notice"),
        odd("summary-2021.txt", summary.as_bytes().to_vec(), "work_summary"),
    ]
}

/// Broken and strange files, made from a good docx.
pub fn broken(docx: &[u8], random: &mut Random) -> Vec<Oddity> {
    let odd = |name, bytes, reason| Oddity { name, bytes, verdict: "unreadable", reason };
    let noise: Vec<u8> = [0x91, 0x00, 0xfe].into_iter().chain((0..4093).map(|_| random.next() as u8)).collect();
    let locked = archive::write(
        &[
            Member { name: b"[Content_Types].xml".to_vec(), bytes: noise[..300].to_vec(), deflate: false },
            Member { name: b"word/document.xml".to_vec(), bytes: noise[300..2300].to_vec(), deflate: false },
        ],
        archive::ENCRYPTED,
    );
    vec![
        // A third of the file: the directory is gone and the main part is cut. What is left is read.
        Oddity {
            name: "truncated.docx",
            bytes: docx[..docx.len() / 3].to_vec(),
            verdict: "incomplete",
            reason: "table_missing",
        },
        // Only the first part is left, and it is not the text.
        odd("cut-short.docx", docx[..700].to_vec(), "damaged"),
        odd("empty.docx", Vec::new(), "empty"),
        odd("encrypted.docx", locked, "encrypted"),
        odd("noise.pdf", noise, "unknown_format"),
    ]
}

/// An archive whose member names are in GBK, as Chinese Windows writes them.
pub fn zipped(members: &[(String, &[u8])]) -> Vec<u8> {
    let members: Vec<Member> = members
        .iter()
        .map(|(name, bytes)| Member {
            name: encoding_rs::GBK.encode(name).0.into_owned(),
            bytes: bytes.to_vec(),
            deflate: false,
        })
        .collect();
    archive::write(&members, 0)
}
