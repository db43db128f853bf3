//! Web pages: the site templates that reports are published on.

use crate::layout::Sheet;
use crate::report::{Block, Report};

/// The templates.
#[derive(Clone, Copy, PartialEq)]
pub enum Template {
    /// Plain tables.
    Clean,
    /// Exported by a word processor: conditional comments, name-spaced tags, end tags left out.
    Exported,
    /// A site with menus, bread crumbs, a metadata table and page metadata.
    Site,
    /// Tables in tables for layout.
    Nested,
    /// Every piece of text broken over spans, in the middle of numbers too.
    Spans,
}

/// The page as UTF-8 text; `charset` goes into its meta element where given.
pub fn write(report: &Report, template: Template, charset: Option<&str>) -> String {
    let mut out = String::new();
    let title = &report.title;
    out.push_str("<!DOCTYPE html>\n<html><head>\n");
    if let Some(charset) = charset {
        out.push_str(&format!("<meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\">\n"));
    }
    if template == Template::Site {
        let published = report.published.as_deref().unwrap_or("");
        out.push_str(&format!(
            "<meta name=\"ArticleTitle\" content=\"{title}\"/>\n<meta name=\"PubDate\" content=\"{published} 09:12\"/>\n<meta name=\"Author\" content=\"{}\"/>\n<meta name=\"SiteName\" content=\"政务公开平台\"/>\n<script>if (1 < 2) {{ document.title = '<table>'; }}</script>\n<style>td {{ border: 1px solid #999 }}</style>\n",
            report.organ.name
        ));
    }
    out.push_str(&format!("<title>{title}</title>\n</head>\n<body>\n"));
    match template {
        Template::Site => out.push_str(&site_head(report)),
        Template::Nested => {
            out.push_str("<table width=\"980\" border=\"0\"><tr><td colspan=\"2\"><img src=\"banner.jpg\" alt=\"\"></td></tr>\n<tr><td width=\"200\"><ul><li><a href=\"/\">首页</a></li><li><a href=\"/gk/\">信息公开目录</a></li></ul></td><td>\n<table width=\"100%\"><tr><td>\n");
        }
        _ => {}
    }
    for block in &report.blocks {
        match block {
            Block::Title(text) => out.push_str(&format!("<h1>{}</h1>\n", inline(text, template))),
            Block::Heading(text) => out.push_str(&paragraph(&format!("<b>{}</b>", inline(text, template)), template)),
            Block::Text(text) => out.push_str(&paragraph(&inline(text, template), template)),
            Block::Table(sheet) => out.push_str(&table(sheet, template)),
        }
    }
    match template {
        Template::Site => out.push_str(
            "</div>\n<div class=\"footer\"><p>主办：政务服务信息中心　网站标识码：0000000000</p><ul><li><a href=\"/map\">网站地图</a></li><li><a href=\"/about\">关于我们</a></li></ul></div>\n",
        ),
        Template::Nested => out.push_str("</td></tr></table>\n</td></tr></table>\n"),
        _ => {}
    }
    out.push_str("</body></html>\n");
    out
}

fn site_head(report: &Report) -> String {
    let published = report.published.as_deref().unwrap_or("");
    format!(
        "<div class=\"nav\"><ul><li><a href=\"/\">首页</a></li><li><a href=\"/zwgk/\">政务公开</a></li><li><a href=\"/fw/\">办事服务</a></li><li><a href=\"/hd/\">互动交流</a></li></ul></div>\n<div class=\"crumbs\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/zwgk/\">政务公开</a> &gt; <a href=\"/zwgk/nb/\">年度报告</a></div>\n<table class=\"info\"><tr><td>索引号</td><td>00{}-{}-0{}</td><td>发布机构</td><td>{}</td></tr><tr><td>主题分类</td><td>政务公开</td><td>发布日期</td><td>{published}</td></tr></table>\n<div class=\"article\">\n",
        report.organ.code,
        report.year,
        report.year % 7,
        report.organ.name
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn inline(text: &str, template: Template) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| match template {
            Template::Exported => format!("<span lang=EN-US style='font-family:仿宋'>{}</span>", escape(line)),
            Template::Spans => broken(line),
            _ => escape(line),
        })
        .collect();
    lines.join(if template == Template::Exported { "<br>" } else { "<br/>" })
}

/// Every third character ends a span: numbers are cut in the middle.
fn broken(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let pieces = chars.chunks(3).map(|piece| {
        let piece: String = piece.iter().collect();
        format!("<span style=\"font-size:16px\">{}</span>", escape(&piece))
    });
    pieces.collect()
}

fn paragraph(inner: &str, template: Template) -> String {
    match template {
        // The end tag is left out, as exporters do.
        Template::Exported => format!("<p class=MsoNormal style='text-indent:2em'>{inner}<o:p></o:p>\n"),
        _ => format!("<p>{inner}</p>\n"),
    }
}

fn table(sheet: &Sheet, template: Template) -> String {
    let mut out = match template {
        Template::Exported => {
            "<![if !vml]><![endif]>\n<table class=MsoNormalTable border=1 cellspacing=0 style='border-collapse:collapse'>\n"
                .to_owned()
        }
        Template::Clean => "<table border=\"1\"><tbody>\n".to_owned(),
        _ => "<table border=\"1\" cellspacing=\"0\" width=\"100%\">\n".to_owned(),
    };
    for row in &sheet.rows {
        out.push_str("<tr>");
        for cell in row {
            let mut attributes = String::new();
            let quote = if template == Template::Exported { "" } else { "\"" };
            if cell.across > 1 {
                attributes.push_str(&format!(" colspan={quote}{}{quote}", cell.across));
            }
            if cell.down > 1 {
                attributes.push_str(&format!(" rowspan={quote}{}{quote}", cell.down));
            }
            match template {
                Template::Exported => {
                    let text = if cell.text.is_empty() { "&nbsp;".to_owned() } else { inline(&cell.text, template) };
                    out.push_str(&format!(
                        "\n<td{attributes} valign=top style='padding:0cm 5.4pt'>\n<p class=MsoNormal align=center>{text}<o:p></o:p></p>"
                    ));
                }
                Template::Clean => {
                    out.push_str(&format!("<td{attributes}>{}</td>", inline(&cell.text, template)));
                }
                _ => out.push_str(&format!("<td{attributes}>\n  <p>{}</p>\n</td>", inline(&cell.text, template))),
            }
        }
        // Row ends are among the tags that exporters leave out.
        out.push_str(if template == Template::Exported { "\n" } else { "</tr>\n" });
        if template == Template::Exported {
            out.push_str("<![if !supportMisalignedColumns]><![endif]>\n");
        }
    }
    out.push_str(if template == Template::Clean { "</tbody></table>\n" } else { "</table>\n" });
    out
}
