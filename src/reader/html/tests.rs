//! Pages in, paragraphs and grids out.

use super::*;
use crate::document::{Budget, Metadata};
use crate::reader::golden::render;

fn page(text: &str) -> Document {
    read_text(text, &Budget::default()).expect("within limits")
}

#[track_caller]
fn check(html: &str, expected: &str) {
    let lines = expected.trim_end().lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)));
    assert_eq!(render(&page(html)), lines.collect::<String>(), "{html}");
}

#[test]
fn text_and_blocks() {
    check("plain", "p plain\n");
    check("<p>一<div>二</div>三<span>四</span>五", "p 一\np 二\np 三四五\n");
    check("<p>20</span><span>23年 受理  7\n件</p>", "p 2023年 受理 7 件\n");
    check("<p>政府信息公\n开</p><p>a\nb</p>", "p 政府信息公开\np a b\n");
    check("<p>&nbsp;&#12288;甲&nbsp;乙\u{200b}丙\u{feff}</p>", "p 甲\u{a0}乙丙\n");
    check("<p>&lt;甲&gt;&amp;&#x4E59;</p>", "p <甲>&乙\n");
    check(
        "平塘县<br>工作报告<br>一、概述<br>甲。<br>乙<hr>丙",
        "p 平塘县\\n工作报告\np 一、概述\np 甲。\np 乙\np 丙\n",
    );
    check("<p> <br> </p><div></div>", "");
}

#[test]
fn what_is_not_text() {
    check(
        "<head><title>x</title><style>p{}</style><script>if (a<b) '<p>no'</script></head><body>\
         <!-- no --><noscript>no</noscript><template>no</template>\
         <!--[if gte mso 9]><xml>no</xml><![endif]--><![if !supportLists]>1、<![endif]>甲\
         <span style='color:red; DISPLAY : none'>no</span><b hidden>no</b><input type=hidden value=no>\
         <select><option>no</select><button>no</button><textarea>no</textarea>乙",
        "p 1、甲乙\n",
    );
    // Hidden paragraphs end where their element ends.
    check("<p style='display:none'>no<p>甲<div style=display:none><div>no</div>no</div>乙", "p 甲\np 乙\n");
    // A select left open does not swallow the tables after it.
    check("<select><option>no<table><tr><td>1<td>2</table>", "grid 1x2\n  0 0 1 1 1\n  0 1 1 1 2\n");
}

#[test]
fn spans_and_missing_tags() {
    check(
        "<table><caption>统计表</caption><colgroup><col></colgroup><thead><tr><th rowspan=2>甲<th colspan=2>乙</thead>\
         <tr><td>1<td>2<td>3<tr><td rowspan=0>4<td>5<td colspan=0>6<tr><td>7</table>",
        "grid 4x3
      caption 统计表
      0 0 1 1 ! 甲
      0 1 1 2 ! 乙
      1 0 1 1 1
      1 1 1 1 2
      1 2 1 1 3
      2 0 2 1 4
      2 1 1 1 5
      2 2 1 1 6
      3 1 1 1 7
    ",
    );
    // Rows without a table, ended by the text after them.
    check(
        "<p>前</p><tr><td>规章</td><td>2</td></tr><tr><td>文件</td><td></td></tr><p>后</p>",
        "p 前
    grid 2x2
      0 0 1 1 规章
      0 1 1 1 2
      1 0 1 1 文件
      1 1 1 1
    p 后
    ",
    );
    // Paragraphs and breaks inside a cell; one column of many spans nothing.
    check(
        "<table><tr><td><p>自</p><p>然</p>人<br/>数<td>0&nbsp;<td>1<span>7</span></table>",
        "grid 1x3\n  0 0 1 1 自\\n然\\n人\\n数\n  0 1 1 1 0\n  0 2 1 1 17\n",
    );
    // tfoot goes last, text outside of cells first, a hidden cell nowhere.
    check(
        "<table>外<tfoot><tr><td>总计<td>3</tfoot><tbody><tr style='display:none'><td>no<td>no<tr><td>甲<td style=display:none>no<td>3</table>",
        "p 外\ngrid 2x2\n  0 0 1 1 甲\n  0 1 1 1 3\n  1 0 1 1 总计\n  1 1 1 1 3\n",
    );
    // A table straight inside a table ends it.
    check(
        "<table><tr><td>1<td>2<tr><table><tr><td>3<td>4</table>",
        "grid 2x2\n  0 0 1 1 1\n  0 1 1 1 2\ngrid 1x2\n  0 0 1 1 3\n  0 1 1 1 4\n",
    );
}

#[test]
fn layout_tables_are_text() {
    check(
        "<table><tr><td><h2>报告</h2></td></tr><tr><td>前<table><tr><td>1<td>2</table>后</td></tr></table>",
        "h 报告\np 前\ngrid 1x2\n  0 0 1 1 1\n  0 1 1 1 2\np 后\n",
    );
    check("<table><tr><td>一个格子</td></tr></table>", "p 一个格子\n");
    check("<table><tr><td>&nbsp;<td></table>", "");
    let prose = "我们依法办理了收到的每一件申请，并在规定的时限内答复了申请人。".repeat(10);
    check(&format!("<table><tr><td>侧栏<td>{prose}</table>"), &format!("p 侧栏\np {prose}\n"));
}

#[test]
fn parts_of_the_page() {
    check(
        "<nav>首页</nav><div class='crumb'>当前位置：<a href=/>首页</a> > <a href=/x>公开</a></div>\
         <ul><li><a href=1>云溪县2019年年报</a> 2020-01-20<li><a href=2>云溪县2020年年报</a></ul>\
         <div class=article_title>云溪县年报</div><p align=center>附：表</p><p style='text-align:center'>一句很长的话，有句号。</p>\
         <p><a name=x>一、概述</a></p><p>详见网站（<a href=http://www.example.gov.cn>www.example.gov.cn</a>），欢迎来电来函咨询，电话是八位数</p>\
         <footer>版权</footer>",
        "n 首页
    n 当前位置：首页 > 公开
    n 云溪县2019年年报 2020-01-20
    n 云溪县2020年年报
    h 云溪县年报
    h 附：表
    p 一句很长的话，有句号。
    p 一、概述
    p 详见网站（www.example.gov.cn），欢迎来电来函咨询，电话是八位数
    n 版权
    ",
    );
}

#[test]
fn pictures() {
    check(
        "<img src=a.jpg width=600 height=800><img src=icon.png><img src=b.png width=20 height=20>\
         <img src='data:image/png;base64,AAAA'><img src=scan1.jpg><img style='width:480pt;height:300px' src=logo.png>\
         <nav><img src=x.jpg></nav><table><tr><td>表<td><img src=scan2.jpg></table>",
        "picture 600x800\npicture\npicture 640x300\ngrid 1x2\n  0 0 1 1 表\n  0 1 1 1 [picture]\n",
    );
}

#[test]
fn metadata_of_page_and_masthead() {
    let document = page(
        "<head><title>年报_云溪县人民政府</title><meta name=SiteName content=云溪县人民政府><meta name='ArticleTitle' content='云溪县水务局年报'>\
         <meta name=PubDate content='2021-01-28 10:00'><meta name=Author content=admin></head>\
         <table><tr><td>索 引 号：<td>YX01-2021<td>发布机构：<td>云溪县水务局<tr><td>成文日期：<td>2021-01-20<td>文号：<td></table>\
         <p>来源：云溪县政务网　时间：2021-01-28</p><p>正文</p>",
    );
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        document.metadata,
        Metadata {
            title: some("云溪县水务局年报"),
            organ: some("云溪县水务局"),
            site: some("云溪县人民政府"),
            published: some("2021-01-28 10:00"),
            index_number: some("YX01-2021"),
            url: None,
        }
    );
    assert_eq!(
        render(&document),
        "n 索 引 号： YX01-2021 发布机构： 云溪县水务局\nn 成文日期： 2021-01-20 文号：\nn 来源：云溪县政务网\u{3000}时间：2021-01-28\np 正文\n"
    );
    // A list page's heading names the same fields and is none.
    check(
        "<table><tr><th>标题<th>发布日期<tr><td>年报<td>2021-01-28</table>",
        "grid 2x2\n  0 0 1 1 ! 标题\n  0 1 1 1 ! 发布日期\n  1 0 1 1 年报\n  1 1 1 1 2021-01-28\n",
    );
    assert_eq!(page("<title>甲_乙</title>").metadata.title.as_deref(), Some("甲_乙"));
}

#[test]
fn pages_shown_by_script() {
    check("<div id=c style='display:none'><table><tr><td>1<td>2</table></div>", "grid 1x2\n  0 0 1 1 1\n  0 1 1 1 2\n");
}

#[test]
fn figures_in_form_fields() {
    check(
        "<input value=search><table><tr><td>规章<td><input type=text value=12><td><input type=hidden value=no><input type=radio value=no></table>",
        "grid 1x3\n  0 0 1 1 规章\n  0 1 1 1 12\n  0 2 1 1\n",
    );
}

#[test]
fn locations_are_the_sources_own() {
    let document = page(
        "<p>甲<p>乙<table><tr><td>1<td>2<tr style=display:none><td>x<tr><td style=display:none>x<td>3<td>4</table>",
    );
    let places: Vec<String> = document
        .blocks
        .iter()
        .flat_map(|block| match block {
            crate::document::Block::Paragraph(paragraph) => vec![paragraph.location.to_string()],
            crate::document::Block::Grid(grid) => grid.cells.iter().map(|cell| cell.location.to_string()).collect(),
            crate::document::Block::Picture(_) => Vec::new(),
        })
        .collect();
    assert_eq!(
        places,
        [
            "paragraph 1",
            "paragraph 2",
            "table 1 row 1 cell 1",
            "table 1 row 1 cell 2",
            "table 1 row 3 cell 2",
            "table 1 row 3 cell 3"
        ]
    );
}
