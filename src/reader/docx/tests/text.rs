//! Runs, fields, insertions and deletions: the paragraphs that they must give.

use super::*;

fn run(content: &str) -> String {
    format!("<w:p><w:r>{content}</w:r></w:p>")
}

#[test]
fn characters() {
    let cases = [
        ("<w:t>1 &lt; 2 &amp; &#x4e00;&#20108;&nbsp;&bad</w:t>", "1 < 2 & 一二&nbsp;&bad"),
        ("<w:t xml:space=\"preserve\">a\u{200b}b\u{feff}\nc</w:t>", "ab c"),
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:noBreakHyphen/><w:t>d</w:t>", "a\tb\nc\n-d"),
        ("<w:t><![CDATA[<a> & ]]>b<!-- no -->c</w:t>", "<a> & bc"),
        ("<w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:sym w:font=\"Symbol\" w:char=\"2103\"/>", "☑℃"),
        ("<w:t/><w:softHyphen/><w:t>x</w:t>", "x"),
        (
            "<w:ruby><w:rt><w:r><w:t>zi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby>",
            "字",
        ),
        ("<w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>seen</w:t>", "seen"),
        ("<w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>seen</w:t>", "seen"),
    ];
    for (content, text) in cases {
        assert_eq!(body(&run(content)), [format!("Body paragraph 1: {text}")], "{content}");
    }
}

#[test]
fn revisions_fields_and_wrappers() {
    let cases = [
        (
            "<w:r><w:t>2</w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>1</w:delText><w:t>1</w:t></w:r></w:del>\
             <w:ins w:id=\"2\"><w:r><w:t>7</w:t></w:r></w:ins>",
            "27",
        ),
        ("<w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>new</w:t></w:r></w:moveTo>", "new"),
        (
            "<w:smartTag><w:smartTag><w:r><w:t>a</w:t></w:r></w:smartTag></w:smartTag><w:hyperlink><w:r><w:t>b</w:t></w:r></w:hyperlink>",
            "ab",
        ),
        (
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText><w:t>code</w:t></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>5</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            "5",
        ),
        ("<w:fldSimple w:instr=\" IF a > b \"><w:r><w:t>yes</w:t></w:r></w:fldSimple>", "yes"),
        ("<m:oMath><m:r><m:t>3</m:t></m:r></m:oMath><w:r><w:t>件</w:t></w:r>", "3件"),
        (
            "<w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>x</w:t></w:r>",
            "x",
        ),
        (
            "<w:r><w:rPr><w:rPrChange w:id=\"1\"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>kept</w:t></w:r>",
            "kept",
        ),
    ];
    for (content, text) in cases {
        assert_eq!(body(&format!("<w:p>{content}</w:p>")), [format!("Body paragraph 1: {text}")], "{content}");
    }
    // A field that was never ended was none; it swallows neither its paragraph nor the next one.
    let open = format!("{}{}", run("<w:fldChar w:fldCharType=\"begin\"/><w:t>kept</w:t>"), p("text"));
    assert_eq!(body(&open), ["Body paragraph 1: kept", "Body paragraph 2: text"]);
}

#[test]
fn a_deleted_paragraph_mark_joins_paragraphs() {
    let first = "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>共12</w:t></w:r></w:p>";
    assert_eq!(
        body(&format!("{first}{}{}", p("件。"), p("末"))),
        ["Body paragraph 1: 共12件。", "Body paragraph 3: 末"]
    );
    assert_eq!(body(first), ["Body paragraph 1: 共12"]);
    let cell = format!("<w:tc>{first}{}{}</w:tc>", p("件"), p("末"));
    assert_eq!(body(&tbl(&[tr(&[cell, tc("", "x")])]))[1], "0,0 1x1: 共12件\n末");
}

#[test]
fn text_boxes_come_once_and_after_their_paragraph() {
    let content = |text: &str| format!("<w:txbxContent>{}{}</w:txbxContent>", p(text), p("two"));
    let twice = format!(
        "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{}</w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent>",
        content("one"),
        content("again")
    );
    let paragraph = format!("<w:p><w:r><w:t>be</w:t>{twice}<w:t>fore</w:t></w:r></w:p>");
    assert_eq!(body(&paragraph), ["Body paragraph 1: before", "Body paragraph 2: one", "Body paragraph 3: two"]);
    let cell = format!("<w:tc>{paragraph}{}</w:tc>", p("last"));
    assert_eq!(body(&tbl(&[tr(&[cell, tc("", "x")])]))[1], "0,0 1x1: before\none\ntwo\nlast");
    // Only a fallback.
    let fallback =
        "<w:p><mc:AlternateContent><mc:Fallback><w:r><w:t>x</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>";
    assert_eq!(body(fallback), ["Body paragraph 1: x"]);
}

#[test]
fn pictures() {
    let drawing = "<w:p><w:r><w:t>图</w:t><w:drawing><wp:inline><wp:extent cx=\"1270000\" cy=\"635000\"/>\
                   <a:blip r:embed=\"rId1\"/></wp:inline></w:drawing></w:r></w:p>";
    let vml = "<w:p><w:r><w:pict><v:shape style=\"width:10pt;height:1in\"><v:imagedata r:id=\"rId1\"/></v:shape></w:pict></w:r></w:p>";
    let shape = "<w:p><w:r><w:drawing><wp:extent cx=\"1\" cy=\"1\"/></w:drawing></w:r></w:p>";
    assert_eq!(
        body(&[drawing, vml, shape].concat()),
        ["Body paragraph 1: 图", "Picture Some((100.0, 50.0))", "Picture Some((10.0, 72.0))"]
    );
    assert_eq!(body(&tbl(&[tr(&[format!("<w:tc>{vml}</w:tc>"), tc("", "x")])]))[1], "0,0 1x1 picture: ");
}

#[test]
fn pictures_of_a_group_and_what_is_cut_off_them() {
    let drawing = "<w:p><w:r><w:drawing><wp:extent cx=\"1270000\" cy=\"635000\"/><wpg:wgp>\
                   <pic:pic><pic:blipFill><a:blip r:embed=\"rId1\"/><a:srcRect l=\"25000\" b=\"10%\"/></pic:blipFill></pic:pic>\
                   <pic:pic><pic:blipFill><a:blip r:embed=\"rId2\"/></pic:blipFill></pic:pic></wpg:wgp></w:drawing></w:r></w:p>";
    let vml = "<w:p><w:r><w:pict><v:group><v:shape><v:imagedata r:id=\"rId3\" croptop=\"16384f\" cropright=\".5\"/></v:shape>\
               <v:shape><v:imagedata r:id=\"rId3\" croptop=\"none\"/></v:shape></v:group></w:pict></w:r></w:p>";
    let (document, _) = read_docx(&package(&part(&[drawing, vml].concat()), &[]));
    let sources = document.blocks.iter().filter_map(|block| match block {
        Block::Picture(picture) => picture.source.as_ref().map(|source| (source.address.as_str(), source.cropped)),
        _ => None,
    });
    assert_eq!(
        sources.collect::<Vec<_>>(),
        [("rId1", [0.25, 0.0, 0.0, 0.1]), ("rId2", [0.0; 4]), ("rId3", [0.0, 0.25, 0.5, 0.0]), ("rId3", [0.0; 4])]
    );
}

const STYLES: &str = "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
    <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"Own\"/><w:basedOn w:val=\"1\"/>\
    <w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"T\"><w:name w:val=\"toc 1\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"x\"><w:name w:val=\"X\"/><w:basedOn w:val=\"y\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"y\"><w:name w:val=\"Y\"/><w:basedOn w:val=\"x\"/></w:style></w:styles>";

const NUMBERING: &str = "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
    <w:abstractNum w:abstractNumId=\"3\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"9\"/><w:numFmt w:val=\"japaneseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1-%3.\"/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{f0b7}\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num>\
    <w:num w:numId=\"8\"><w:abstractNumId w:val=\"4\"/></w:num>\
    <w:num w:numId=\"9\"><w:abstractNumId w:val=\"3\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>\
    </w:numbering>";

fn styled(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn headings_and_automatic_numbers() {
    let list = |id: u32, level: u32| format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{id}\"/></w:numPr>");
    let content = [
        styled("<w:pStyle w:val=\"a3\"/>", "总体情况"),
        styled(&list(7, 1), "小节"),
        styled(&list(7, 1), "小节"),
        styled(&list(7, 2), "目"),
        styled("<w:pStyle w:val=\"a3\"/>", "主动公开"),
        styled(&list(7, 1), "小节"),
        styled(&list(8, 0), "点"),
        styled(&list(9, 0), "另起"),
        styled(&list(99, 0), "没有"),
        styled("<w:pStyle w:val=\"a3\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", "不编号"),
        styled("<w:outlineLvl w:val=\"1\"/>", "大纲"),
        styled("<w:pStyle w:val=\"1\"/><w:outlineLvl w:val=\"9\"/>", "正文"),
        styled("<w:pStyle w:val=\"T\"/>", "目录"),
        styled("<w:pStyle w:val=\"x\"/>", "环"),
    ];
    let bytes = package(&part(&content.concat()), &[("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)]);
    let (document, notices) = read_docx(&bytes);
    assert!(notices.is_empty());
    assert_eq!(
        lines(&document),
        [
            "Heading paragraph 1: 一、总体情况",
            "Body paragraph 2: （九）小节",
            "Body paragraph 3: （十）小节",
            "Body paragraph 4: 一-1. 目",
            "Heading paragraph 5: 二、主动公开",
            "Body paragraph 6: （九）小节",
            "Body paragraph 7: 点",
            "Body paragraph 8: 五、另起",
            "Body paragraph 9: 没有",
            "Heading paragraph 10: 不编号",
            "Heading paragraph 11: 大纲",
            "Body paragraph 12: 正文",
            "Navigation paragraph 13: 目录",
            "Body paragraph 14: 环",
        ]
    );
}

#[test]
fn notes_margins_and_title() {
    let root = |name: &str, content: &str| format!("<w:{name} xmlns:w=\"{W}\">{content}</w:{name}>");
    let notes = root(
        "footnotes",
        &format!(
            "<w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote><w:footnote w:id=\"1\">{}</w:footnote>",
            p("-"),
            p("脚注")
        ),
    );
    let (header, footer) = (root("hdr", &p("页眉")), root("ftr", &p("- 5 -")));
    let bytes = package(
        &part(&format!("{}{}", "<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p>", p("末"))),
        &[
            ("word/header1.xml", &header),
            ("word/header2.xml", &header),
            ("word/footer1.xml", &footer),
            ("word/footnotes.xml", &notes),
            ("docProps/core.xml", "<cp:coreProperties><dc:title>年度报告 &amp; 附表</dc:title></cp:coreProperties>"),
        ],
    );
    let (document, notices) = read_docx(&bytes);
    assert_eq!(document.metadata.title.as_deref(), Some("年度报告 & 附表"));
    assert_eq!(notices, Vec::<String>::new());
    let texts: Vec<_> = document.paragraphs().map(|p| format!("{:?} {}", p.role, p.text)).collect();
    assert_eq!(texts, ["Body 正文", "Body 末", "Note 脚注", "Margin 页眉", "Margin - 5 -"]);
}

#[test]
fn other_prefixes_encodings_and_namespaces() {
    let content = format!("{}{}", p("年报"), tbl(&[tr(&[tc("", "a"), tc("<w:vMerge/>", "1")])]));
    let plain = part(&content);
    let expected = body(&content);
    let strict = plain.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main");
    let default = plain.replace("xmlns:w=", "xmlns=").replace("<w:", "<").replace("</w:", "</");
    let other = plain.replace("xmlns:w=", "xmlns:ns0=").replace("<w:", "<ns0:").replace("</w:", "</ns0:");
    let again = plain.replace("<w:tbl>", &format!("<w:tbl xmlns:w=\"{W}\">"));
    let doctype = plain.replace("standalone=\"yes\"?>", "standalone=\"yes\"?><!DOCTYPE document>");
    for document in [&strict, &default, &other, &again, &doctype] {
        let (read, notices) = read_docx(&package(document, &[]));
        assert_eq!((lines(&read), notices), (expected.clone(), Vec::new()), "{document}");
    }
    let units = plain.replace("UTF-8", "UTF-16");
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(units.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let gbk = encoding_rs::GBK.encode(&plain.replace("UTF-8", "GB2312")).0.into_owned();
    for bytes in [wide, gbk] {
        let package = build::zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &bytes)]);
        assert_eq!(lines(&read_docx(&package).0), expected);
    }
    // The same in another namespace is not a Word document.
    let foreign = package(&plain.replace(W, "urn:other"), &[]);
    assert!(read(Format::Docx, &foreign, &mut Context::default()).is_err());
}

#[test]
fn the_main_part_is_found_by_its_relationship() {
    let relationships = "<Relationships><Relationship Id=\"a\" Type=\"http://x/thumbnail\" Target=\"t.png\"/>\
        <Relationship Id=\"b\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
        Target=\"/text/main.xml\"/></Relationships>";
    let document = part(&p("年报"));
    let bytes = build::zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relationships.as_bytes()),
        ("text/main.xml", document.as_bytes()),
    ]);
    assert_eq!(lines(&read_docx(&bytes).0), ["Body paragraph 1: 年报"]);
}

#[test]
fn flat_and_word_2003_xml() {
    let content = format!("{}{}", p("年报"), tbl(&[tr(&[tc("", "a"), tc("", "1")])]));
    let expected = body(&content);
    let document = part(&content);
    let document = document.split_once("?>").unwrap().1;
    let flat = format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>\
         <pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">\
         <pkg:part pkg:name=\"/word/media/a.png\"><pkg:binaryData>AAAA</pkg:binaryData></pkg:part>\
         <pkg:part pkg:name=\"/word/document.xml\" pkg:contentType=\"x\"><pkg:xmlData>{document}</pkg:xmlData></pkg:part>\
         <pkg:part pkg:name=\"/docProps/core.xml\"><pkg:xmlData><dc:title>题</dc:title></pkg:xmlData></pkg:part></pkg:package>"
    );
    let mut context = Context::default();
    let read_flat = read(Format::FlatOpc, flat.as_bytes(), &mut context).unwrap();
    assert_eq!((lines(&read_flat), context.notices.len()), (expected, 0));
    assert_eq!(read_flat.metadata.title.as_deref(), Some("题"));

    let label = "<w:p><w:pPr><w:pStyle w:val=\"h\"/><w:listPr><w:ilvl w:val=\"0\"/><w:ilfo w:val=\"1\"/>\
        <wx:t wx:val=\"一、\"/></w:listPr></w:pPr><w:r><w:t>总体</w:t></w:r></w:p>";
    let annotated = "<w:p><aml:annotation w:type=\"Word.Deletion\"><aml:content><w:r><w:delText>旧</w:delText></w:r></aml:content></aml:annotation>\
        <aml:annotation w:type=\"Word.Insertion\"><aml:content><w:r><w:t>新</w:t></w:r></aml:content></aml:annotation>\
        <w:r><w:footnote><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:r></w:p>";
    let table = tbl(&[
        tr(&[
            tc("<w:vmerge w:val=\"restart\"/>", "甲"),
            tc("<w:hmerge w:val=\"restart\"/>", "1"),
            tc("<w:hmerge/>", ""),
        ]),
        tr(&[tc("<w:vmerge/>", ""), tc("", "2"), tc("", "3")]),
    ]);
    let wordml = format!(
        "<?xml version=\"1.0\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\" \
         xmlns:wx=\"x\" xmlns:aml=\"y\" xmlns:o=\"z\"><o:DocumentProperties><o:Title>题</o:Title></o:DocumentProperties>\
         <w:styles><w:style w:type=\"paragraph\" w:styleId=\"h\"><w:name w:val=\"heading 1\"/></w:style></w:styles>\
         <w:body><wx:sect>{label}{annotated}{table}<w:sectPr><w:hdr w:type=\"odd\">{}</w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>",
        p("眉")
    );
    let mut context = Context::default();
    let document = read(Format::WordMl, wordml.as_bytes(), &mut context).unwrap();
    assert_eq!(document.metadata.title.as_deref(), Some("题"));
    assert_eq!(
        lines(&document),
        [
            "Heading paragraph 1: 一、总体",
            "Body paragraph 2: 新",
            "Note paragraph 3: 注",
            "Grid 2x3 table 1 row 1 cell 1",
            "0,0 2x1: 甲",
            "0,1 1x2: 1",
            "1,1 1x1: 2",
            "1,2 1x1: 3",
            "Margin paragraph 4: 眉",
        ]
    );
}
