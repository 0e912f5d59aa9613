//! Errors in the director's files, and which procedures they stop.

use super::support::Desk;

/// The built-in procedures with an unreadable line in the hours.
fn without_hours() -> Desk {
    let desk = Desk::new();
    let company = desk.read("pult.yaml");
    assert!(company.contains("mon-fri: 10:00-19:00"), "{company}");
    desk.write("pult.yaml", &company.replace("mon-fri: 10:00-19:00", "mon-fri: с 10 до 19"))
}

#[test]
fn a_fault_of_the_hours_stops_what_reads_them_and_the_desk_says_so() {
    let plain =
        "title: Справка\nsteps:\n  - ask: Кому?\n    name: whom\n    due: clock 1 hour\n  - stop: end\n    as: Да\n";
    let desk = without_hours().write("procedures/plain.yaml", plain);
    for (id, text) in [
        ("said", plain.replace("Кому?", "Кому? Работаем {{ hours.text }}")),
        ("due", plain.replace("clock 1 hour", "1 hour")),
        ("when", plain.replace("due: clock 1 hour", "when: hours.open_now")),
        ("shown", plain.replace("due: clock 1 hour", "card: hours")),
        ("waits", plain.replace("  - stop", "  - wait: Ответа\n    name: w\n    remind: 2 hours\n  - stop")),
    ] {
        desk.put(&format!("procedures/{id}.yaml"), text.as_bytes());
        let ran = desk.type_in(&["run", id], "");
        assert_eq!(ran.code, Some(1), "{id}: {}", ran.stdout);
        assert!(ran.stderr.contains("[bad-time]") && ran.stderr.contains("pult check"), "{id}: {}", ran.stderr);
        desk.put(&format!("procedures/{id}.yaml"), plain.as_bytes());
        desk.type_in(&["run", id], "").good();
    }
    let ran = desk.type_in(&[], "0\n").good();
    let line = ran.stdout.lines().find(|line| line.starts_with("! Ошибки в файлах: pult.yaml.")).unwrap_or_default();
    assert!(
        line.contains("Нельзя вести") && line.contains("«Заявка»") && !line.contains("«Справка»"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.find("! Ошибки") < ran.stdout.find("За пультом"), "{}", ran.stdout);
    let ran = desk.run(&["show", "hours"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("[bad-time]"), "{}", ran.stderr);
    assert!(ran.stdout.contains("Режим работы"), "what could be read is shown: {}", ran.stdout);
    desk.run(&["show", "prices"]).good();
    let ran = desk.run(&["show", "handbook"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("[bad-time]"), "{}", ran.stderr);
    assert!(!Desk::new().type_in(&[], "0\n").good().stdout.contains("! Ошибки"));
}

#[test]
fn a_fault_of_the_contacts_stops_who_tells_them_and_one_that_all_read_stops_all() {
    let desk = Desk::new();
    let company = desk.read("pult.yaml");
    let titles = "    title: Директор\n";
    assert!(company.contains(titles), "{company}");
    let desk = desk.write("pult.yaml", &company.replacen(titles, "    titel: Директор\n", 1));
    let ran = desk.type_in(&["run", "emergency"], "");
    assert!(ran.code == Some(1) && ran.stderr.contains("titel"), "{}", ran.stderr);
    let plain = "title: Справка\nsteps:\n  - say: Да.\n  - stop: end\n    as: Да\n";
    let desk = desk.write("procedures/plain.yaml", plain);
    desk.type_in(&["run", "plain"], "").good();
    for wrong in [company.replace("time: \"+03:00\"", "time: три"), company.replace("hours:", "huors:")] {
        assert_ne!(wrong, company);
        desk.put("pult.yaml", wrong.as_bytes());
        let ran = desk.type_in(&["run", "plain"], "");
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    }
    let ran = desk.type_in(&[], "0\n").good();
    assert!(ran.stdout.contains("Ни одной процедуры вести нельзя"), "{}", ran.stdout);
}

#[test]
fn a_procedure_whose_file_cannot_be_read_is_not_missing() {
    let desk = Desk::new().write("procedures/rental.yaml", "title: Аренда\nsteps: [\n");
    for args in
        [["run", "rental"].as_slice(), &["print", "--paper", "rental"], &["show", "rental"], &["print", "handbook"]]
    {
        let ran = desk.type_in(args, "");
        assert_eq!(ran.code, Some(1), "{args:?}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("procedures/rental.yaml") && ran.stderr.contains("pult check"),
            "{args:?}: {}",
            ran.stderr
        );
        assert!(!ran.stderr.contains("нет. "), "{args:?}: {}", ran.stderr);
    }
    assert!(desk.files("out").is_empty(), "{:?}", desk.files("out"));
    let ran = desk.type_in(&[], "0\n").good();
    assert!(
        ran.stdout.contains("! Ошибки в файлах: procedures/rental.yaml. Нельзя вести: «rental»."),
        "{}",
        ran.stdout
    );
    let ran = desk.run(&["run", "rentl"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("Процедуры `rentl` нет"), "{}", ran.stderr);
}
