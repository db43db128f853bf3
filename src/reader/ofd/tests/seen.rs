//! What a reader of the page sees: colours, clips, covers, composite units, annotations.

use super::*;

const RESOURCES: &str = "<ofd:Res BaseLoc='Res'><ofd:DrawParams><ofd:DrawParam ID='5'><ofd:FillColor Value='255 255 255'/>\
    </ofd:DrawParam></ofd:DrawParams><ofd:MultiMedias><ofd:MultiMedia ID='9' Type='Image'><ofd:MediaFile>scan.jpg\
    </ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID='7' \
    Width='100' Height='20'><ofd:Content><ofd:TextObject Boundary='2 2 50 5' Size='4'><ofd:TextCode X='0' Y='3.5' \
    DeltaX='4 2'>共12</ofd:TextCode></ofd:TextObject><ofd:CompositeObject ResourceID='7' Boundary='0 0 9 9'/>\
    </ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>";

/// A package with resources and an annotation of this type on its page.
fn rich(objects: &str, kind: &str, annotation: &str) -> Vec<u8> {
    let document =
        DOCUMENT.replace("<ofd:TemplatePage", "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage");
    let list =
        "<ofd:Annotations><ofd:Page PageID='1'><ofd:FileLoc>Page_0/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>";
    let annotation = format!(
        "<ofd:PageAnnot><ofd:Annot ID='3' Type='{kind}'><ofd:Appearance Boundary='10 20 90 20'>{annotation}\
         </ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
    );
    build::zip(&[
        ("OFD.xml", ROOT.as_bytes()),
        ("Doc_0/Document.xml", document.as_bytes()),
        ("Doc_0/PublicRes.xml", RESOURCES.as_bytes()),
        ("Doc_0/Res/scan.jpg", b"\xff\xd8"),
        ("Doc_0/Annots/Annotations.xml", list.as_bytes()),
        ("Doc_0/Annots/Page_0/A.xml", annotation.as_bytes()),
        ("Doc_0/Pages/Page_0/Content.xml", page(objects).as_bytes()),
    ])
}

fn hidden() -> Vec<String> {
    vec!["READ-HIDDEN".to_owned()]
}

fn colored(attributes: &str, color: &str) -> String {
    format!(
        "<ofd:TextObject Boundary='20 30 100 5' Size='4' {attributes}>{color}<ofd:TextCode X='0' Y='3.5' DeltaX='2'>99\
         </ofd:TextCode></ofd:TextObject>"
    )
}

#[test]
fn text_that_cannot_be_seen_is_left_out_and_told_of() {
    let shown = text(20.0, 50.0, "正文12件");
    for object in [
        colored("", "<ofd:FillColor Value='255 255 255'/>"),
        colored("", "<ofd:FillColor Value='250'/>"),
        colored("", "<ofd:FillColor Value='0 0 0 3'/>"),
        colored("", "<ofd:FillColor Value='0 0 0' Alpha='0'/>"),
        colored("Alpha='0'", ""),
        colored("DrawParam='5'", ""),
        format!("<ofd:PageBlock Visible='false'>{}</ofd:PageBlock>", colored("", "")),
        colored(
            "",
            "<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='50 0 10 5'><ofd:AbbreviatedData>M 0 0 L 10 0 L 10 5 \
             L 0 5 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>",
        ),
        // A white box, a picture over it.
        colored("", "")
            + "<ofd:PathObject Boundary='15 25 50 15' Fill='true' Stroke='false'><ofd:FillColor Value='255 255 255'/>\
               <ofd:AbbreviatedData>M 0 0 L 50 0 L 50 15 L 0 15 C</ofd:AbbreviatedData></ofd:PathObject>",
        colored("", "") + "<ofd:ImageObject Boundary='15 25 50 15' ResourceID='9'/>",
    ] {
        let bytes = rich(&(object.clone() + &shown), "Watermark", "");
        assert_eq!(outcome(&bytes), ("p 正文12件\n".to_owned(), hidden()), "{object}");
    }
}

#[test]
fn white_text_on_a_dark_box_is_seen() {
    let objects = "<ofd:PathObject Boundary='15 25 50 15' Fill='true' Stroke='false'><ofd:FillColor Value='0 0 99'/>\
        <ofd:AbbreviatedData>M 0 0 L 50 0 L 50 15 L 0 15 C</ofd:AbbreviatedData></ofd:PathObject>"
        .to_owned()
        + &colored("", "<ofd:FillColor Value='255 255 255'/>");
    // Below the band in which numbers alone are those of pages.
    let objects = objects.replace("='15 25", "='15 85").replace("='20 30", "='20 90");
    assert_eq!(outcome(&rich(&objects, "Watermark", "")), ("p 99\n".to_owned(), Vec::new()));
}

#[test]
fn composite_units_are_drawn_and_end() {
    let objects = "<ofd:CompositeObject ResourceID='7' Boundary='20 30 100 20'/>";
    assert_eq!(outcome(&rich(objects, "Link", "")), ("p 共12\n".to_owned(), Vec::new()));
}

#[test]
fn typed_annotations_are_read_and_the_others_not() {
    let note = text(0.0, 0.0, "8件");
    for kind in ["Path", "Watermark", "Stamp"] {
        assert_eq!(outcome(&rich("", kind, &note)), ("p 8件\n".to_owned(), Vec::new()), "{kind}");
    }
    // A figure that a link or a mark shows leaves no place blank; their words are not the page's.
    for kind in ["Link", "Highlight"] {
        let shown = outcome(&rich("", kind, &text(0.0, 0.0, "8"))).0;
        assert_eq!(shown, "p \u{fffd}\n", "{kind}");
        assert_eq!(outcome(&rich("", kind, &text(0.0, 0.0, "查看"))), (String::new(), Vec::new()), "{kind}");
    }
}

#[test]
fn encrypted_is_told_to_be_encrypted() {
    let root = ROOT.replace("</ofd:OFD>", "<ofd:Encryptions>Encrypts.xml</ofd:Encryptions></ofd:OFD>");
    let bytes = build::zip(&[("OFD.xml", root.as_bytes()), ("Doc_0/Document.xml", b"\x01\x02<")]);
    assert_eq!(read(&bytes, &mut Context::default()).unwrap_err().kind, ReadErrorKind::Encrypted);
}

#[test]
fn a_number_that_a_clip_cuts_is_not_known() {
    let clip = "<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='0 0 3.2 5'><ofd:AbbreviatedData>M 0 0 L 3.2 0 L 3.2 5 \
                L 0 5 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>";
    let (text, _) = outcome(&package(&page(&(text(20.0, 50.0, "正文") + &colored("", clip)))));
    assert_eq!(text, "p \u{fffd}\u{fffd}\np 正文\n");
}

#[test]
fn a_number_that_a_mark_strikes_out_is_not_read() {
    let strike = "<ofd:PathObject Boundary='0 0 4 4'><ofd:AbbreviatedData>M 0 2.24 L 4 2.24</ofd:AbbreviatedData>\
                  </ofd:PathObject>";
    let objects = text(10.0, 20.0, "12") + &text(10.0, 40.0, "正文");
    let bytes = rich(&objects, "Highlight' Subtype='StrikeOut", strike);
    assert_eq!(outcome(&bytes).0, "p 正文\n");
    assert_eq!(outcome(&rich(&objects, "Highlight", strike)).0, "p 12\np 正文\n");
}
