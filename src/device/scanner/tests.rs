use super::super::program::LONGEST_LINE;
use super::{Program, ScanTrouble, Scanner, Twin, is_whole, told};
use crate::model::attachment::FileKind;
use crate::model::company::{PageFormat, ScannerSetting};

#[test]
fn what_sane_says_is_understood() {
    let cases = [
        ("scanimage: sane_start: Document feeder out of documents\n", ScanTrouble::NoPaper),
        ("scanimage: sane_read: Document feeder jammed\nscanimage: received signal 13\n", ScanTrouble::Jammed),
        ("scanimage: sane_start: Scanner cover is open\n", ScanTrouble::CoverOpen),
        ("scanimage: open of device fujitsu:x failed: Device busy\n", ScanTrouble::Busy),
        ("scanimage: open of device plustek:x failed: Access to resource has been denied\n", ScanTrouble::Denied),
        ("scanimage: sane_read: Error during device I/O\n", ScanTrouble::Connection),
        ("scanimage: no SANE devices found\n", ScanTrouble::NoScanner),
        ("scanimage: open of device nosuch failed: Invalid argument\n", ScanTrouble::NoScanner),
        ("scanimage: sane_start: Invalid argument\n", ScanTrouble::Unsupported),
        ("scanimage: unrecognized option '--source'\n", ScanTrouble::Unsupported),
        ("scanimage: sane_start: Out of memory\n", ScanTrouble::Failed),
        ("", ScanTrouble::Failed),
    ];
    for (said, trouble) in cases {
        assert_eq!(told(said.as_bytes()).0, trouble, "{said}");
    }
}

#[test]
fn a_line_of_the_program_brings_no_control_characters() {
    let (_, line) = told("first\nbad \u{1b}[2J\u{7}\u{9b}31m \u{202e}end\n\n \n".as_bytes());
    assert_eq!(line, "bad [2J 31m \u{202e}end", "what turns text round is shown as such by the screen");
    assert!(!line.chars().any(char::is_control));
    let (_, line) = told(&[b'x'; 9000]);
    assert_eq!(line.len(), LONGEST_LINE);
    assert!(told(b"\xff\xfe\0scan").1.ends_with("scan"));
}

#[test]
fn a_page_is_whole_or_none() {
    let png = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82";
    assert!(is_whole(png, PageFormat::Png));
    assert!(!is_whole(&png[..10], PageFormat::Png), "cut off");
    assert!(!is_whole(png, PageFormat::Jpeg), "another kind");
    assert!(!is_whole(b"Usage: scan", PageFormat::Png), "words");
    assert!(is_whole(b"\xff\xd8\xff\xe0...\xff\xd9", PageFormat::Jpeg));
    assert!(is_whole(b"%PDF-1.4\n...%%EOF\n", PageFormat::Pdf));
}

#[test]
fn arguments_are_a_list() {
    let device = Some("x; rm -rf ~ $(id)".to_owned());
    let options = vec!["--mode".to_owned(), "Color".to_owned()];
    let setting = ScannerSetting { device, options, ..ScannerSetting::default() };
    let given = Program::new(setting).arguments(PageFormat::Jpeg);
    let wanted = ["--device-name=x; rm -rf ~ $(id)", "--format=jpeg", "--resolution", "300", "--mode", "Color"];
    assert_eq!(given, wanted);
}

#[test]
fn a_format_is_found_that_the_step_takes() {
    assert_eq!(PageFormat::Png.fitting(&[]), Some(PageFormat::Png));
    assert_eq!(PageFormat::Png.fitting(&[FileKind::Pdf, FileKind::Jpg]), Some(PageFormat::Jpeg));
    assert_eq!(PageFormat::Tiff.fitting(&[FileKind::Png, FileKind::Tiff]), Some(PageFormat::Tiff));
    assert_eq!(PageFormat::Png.fitting(&[FileKind::Heic, FileKind::Text]), None);
}

#[test]
fn the_twin_fails_as_told_and_then_scans() {
    let twin = Twin::failing([ScanTrouble::Jammed]);
    assert_eq!(twin.page(PageFormat::Png).map_err(|fault| fault.trouble), Err(ScanTrouble::Jammed));
    let page = twin.page(PageFormat::Jpeg).unwrap_or_default();
    assert_eq!(FileKind::of(&page), Some(FileKind::Jpg));
}
