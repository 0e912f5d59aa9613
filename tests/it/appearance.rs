//! How documents look: the company's stamp and fonts, and pages on a phone.

use super::support::{Desk, tool};
use png::{BitDepth, ColorType, Encoder};
use std::path::Path;
use std::process::Command;

const FONT: &[u8] = include_bytes!("../../src/render/fonts/PultSerif-Italic.ttf");

/// A picture with a transparent ground.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    let pixels: Vec<u8> = (0..width * height).flat_map(|at| [0, 0, 200, if at % 3 == 0 { 0 } else { 255 }]).collect();
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels)).expect("a picture");
    bytes
}

/// A workspace whose `pult.yaml` has these lines, too.
fn with(lines: &str) -> Desk {
    let desk = Desk::new();
    let company = desk.read("pult.yaml");
    desk.write("pult.yaml", &format!("{company}\n{lines}"))
}

/// What a program says of a file.
fn said(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program).args(arguments).arg(file).args((program == "pdftotext").then_some("-")).output();
    let output = output.expect("the tool runs");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_stamp_is_printed_where_it_is_wanted_and_nowhere_else() {
    if !tool("pdfimages") || !tool("pdftotext") || !tool("qpdf") {
        return;
    }
    let desk = with("stamp: stamp.png\n");
    desk.put("forms/stamp.png", &picture(80, 60));
    desk.run(&["check"]).good();
    let print = |args: &[&str]| {
        desk.run(&[&["print", "contract", "-o", "x.pdf"], args].concat()).good();
        let file = desk.path("x.pdf");
        said("qpdf", &["--check"], &file);
        (said("pdfimages", &["-list"], &file), said("pdftotext", &[], &file), desk.read_lossy("x.pdf"))
    };
    let (images, text, bytes) = print(&["--stamp"]);
    let rows: Vec<Vec<&str>> = images.lines().skip(2).map(|row| row.split_whitespace().collect()).collect();
    let seen: Vec<&[&str]> = rows.iter().map(|row| &row[2..5]).collect();
    assert_eq!(seen, [["image", "80", "60"], ["smask", "80", "60"]], "{images}");
    // 40 mm wide: 80 pixels on 1.57 inches.
    assert!(rows[0].contains(&"51"), "{images}");
    assert!(!text.contains("М.П."), "the picture is the stamp: {text}");
    assert_eq!(print(&["--stamp"]).2, bytes, "the same bytes again");
    let (images, text, _) = print(&[]);
    assert!(images.lines().count() == 2 && !text.contains("М.П."), "{images}{text}");
}

#[test]
fn a_stamp_that_cannot_be_used_is_a_fault_and_is_never_left_out() {
    let whole = picture(80, 60);
    let half = whole.get(..whole.len() / 2).expect("a half");
    for (bytes, words) in [
        (None, "такого файла нет"),
        (Some(b"GIF89a".as_slice()), "не картинка PNG"),
        (Some(half), "не картинка PNG"),
        (Some(picture(4001, 1).as_slice()), "не картинка PNG"),
    ] {
        let desk = with("stamp: stamp.png\n");
        if let Some(bytes) = bytes {
            desk.put("forms/stamp.png", bytes);
        }
        let checked = desk.run(&["check"]);
        assert_eq!(checked.code, Some(1), "{words}");
        assert_eq!(checked.stdout.matches("bad-asset").count(), 1, "{}", checked.stdout);
        assert!(checked.stdout.contains(words) && checked.stdout.contains("stamp: stamp.png"), "{}", checked.stdout);
        let printed = desk.run(&["print", "contract", "--stamp", "-o", "x.pdf"]);
        assert!(printed.code == Some(1) && printed.stderr.contains("forms/stamp.png"), "{}", printed.stderr);
        assert!(!desk.path("x.pdf").exists(), "a stamp was asked for");
    }
}

#[test]
fn documents_are_set_in_the_fonts_of_the_company() {
    if !tool("pdffonts") || !tool("pdftotext") {
        return;
    }
    let desk = with("font: {regular: own.ttf, bold: own.ttf, italic: own.ttf}\n");
    desk.put("forms/own.ttf", FONT);
    desk.run(&["check"]).good();
    desk.run(&["print", "contract", "-o", "x.pdf"]).good();
    let fonts = said("pdffonts", &[], &desk.path("x.pdf"));
    let names: Vec<&str> = fonts.lines().skip(2).filter_map(|row| row.split_whitespace().next()).collect();
    assert!(!names.is_empty() && names.iter().all(|name| name.ends_with("+PultSerif-Italic")), "{fonts}");
    let text = said("pdftotext", &[], &desk.path("x.pdf"));
    assert!(text.contains("Договор об оказании услуг") && text.contains("Реквизиты и подписи Сторон"), "{text}");
    // A font that is none: said by name, at its line, and nothing is printed with another.
    for (bytes, words) in [(FONT.get(..2000), "не шрифт TrueType"), (None, "такого файла нет")] {
        let desk = with("font: {regular: own.ttf, bold: own.ttf, italic: slanted.ttf}\n");
        desk.put("forms/own.ttf", FONT);
        if let Some(bytes) = bytes {
            desk.put("forms/slanted.ttf", bytes);
        }
        let checked = desk.run(&["check"]);
        assert_eq!(checked.code, Some(1), "{words}");
        assert!(checked.stdout.contains(words) && checked.stdout.contains("slanted.ttf"), "{}", checked.stdout);
        let printed = desk.run(&["print", "contract", "-o", "x.pdf"]);
        assert!(printed.code == Some(1) && printed.stderr.contains("forms/slanted.ttf"), "{}", printed.stderr);
    }
}

/// Measures pages in frames as wide as a phone: whether anything is wider than its frame.
const MEASURE: &str = "<script>onload = () => {
  const wide = [...document.querySelectorAll('iframe')].filter(frame => {
    const page = frame.contentDocument.documentElement;
    return page.scrollWidth > page.clientWidth;
  });
  const frames = document.querySelectorAll('iframe').length;
  document.body.textContent = 'measured ' + frames + ', wide: ' + wide.map(frame => frame.title).join(' ') + '.';
}</script>";

#[test]
fn no_page_scrolls_sideways_on_a_phone() {
    if !tool("chromium") {
        return;
    }
    let desk = Desk::new();
    let forms = desk.files("forms").into_iter().filter_map(|path| {
        path.strip_prefix("forms/")?.strip_suffix(".md").filter(|id| !id.contains('/')).map(str::to_owned)
    });
    let mut pages = Vec::new();
    for id in forms.chain(["handbook".to_owned()]) {
        desk.run(&["print", &id, "-o", &format!("pages/{id}.html")]).good();
    }
    desk.run(&["print", "--paper", "contract", "-o", "pages/paper.html"]).good();
    desk.run(&["build"]).good();
    let built = desk.files("out").into_iter().chain(desk.files("pages")).filter(|path| path.ends_with(".html"));
    for path in built {
        let page = desk.read(&path).replace('&', "&amp;").replace('"', "&quot;");
        pages.push(format!("<iframe title=\"{path}\" style=\"width:360px;height:600px\" srcdoc=\"{page}\"></iframe>"));
    }
    assert!(pages.len() >= 14, "{}", pages.len());
    let desk = desk.write("all.html", &format!("<!doctype html><meta charset=utf-8>{}{MEASURE}", pages.concat()));
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!("--user-data-dir={}", desk.path("chromium").display()))
        .arg(format!("file://{}", desk.path("all.html").display()))
        .output()
        .expect("chromium runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let tail: String = said.chars().rev().take(400).collect::<Vec<_>>().into_iter().rev().collect();
    assert!(said.contains(&format!("measured {}, wide: .", pages.len())), "{tail}");
}
