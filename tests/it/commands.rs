//! Commands: their words, streams and exit codes.

use super::support::Desk;

#[test]
fn wrong_words_are_usage_faults_in_the_language_of_the_workspace() {
    let desk = Desk::new();
    for (args, said) in [
        (&["runn"][..], "Команды `runn` нет. Может быть, `run`?"),
        (&["list", "--jsn"][..], "`--json`"),
        (&["show"][..], "Не хватает"),
    ] {
        let ran = desk.run(args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert!(ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
        assert!(ran.stdout.is_empty());
    }
    let help = desk.run(&["run", "--help"]).good();
    assert!(help.stdout.contains("Открыть дело по процедуре") && !help.stdout.contains("Usage"), "{}", help.stdout);
    let english = Desk::new().english().run(&["run", "--help"]).good();
    assert!(english.stdout.contains("Open a case of a procedure"), "{}", english.stdout);
}

#[test]
fn outside_of_a_workspace_the_way_to_one_is_shown() {
    let desk = Desk::empty();
    let ran = desk.run(&[]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("pult init"), "{}", ran.stderr);
    assert!(ran.stdout.is_empty());
}

#[test]
fn a_workspace_is_found_from_any_folder_in_it_or_named() {
    let desk = Desk::new();
    let mut below = desk.command(&["list"]);
    let output = below.current_dir(desk.path("procedures/cards")).output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    let mut elsewhere = desk.command(&["check", "--workspace", &desk.path("").to_string_lossy()]);
    let output = elsewhere.current_dir(std::env::temp_dir()).output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn init_writes_only_into_an_empty_folder_and_leaves_people_blank() {
    let desk = Desk::new();
    let again = desk.run(&["init", &desk.path("").to_string_lossy()]);
    assert_eq!(again.code, Some(2), "{}", again.stderr);
    let blanks = desk.run(&["check", "--json"]).good();
    let found: serde_json::Value = serde_json::from_str(&blanks.stdout).expect("JSON");
    let codes: Vec<&str> = found.as_array().expect("a list").iter().filter_map(|one| one["code"].as_str()).collect();
    assert!(codes.iter().filter(|code| **code == "blank").count() >= 10, "{codes:?}");
    assert_eq!(desk.run(&["check", "--strict"]).code, Some(1), "blanks are faults when one asks for it");
}

#[test]
fn bare_pult_lists_finds_and_leaves() {
    let desk = Desk::new();
    let ran = desk.type_in(&[], "jnrk.xtybt\n4\n\n0\n").good();
    assert!(ran.stdout.contains("Работа в офисе\n   4  Абонент хочет отключиться"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Открыто дело a1"), "the wrong layout finds it: {}", ran.stdout);
}

#[test]
fn who_is_at_the_desk_is_asked_once_a_day() {
    let desk = Desk::new().nobody();
    let first = desk.type_in(&[], "договор\nОбразцова Анна\n0\n").good();
    assert_eq!(first.stdout.matches("Кто за пультом?").count(), 2, "one word is no person: {}", first.stdout);
    let second = desk.type_in(&[], "0\n").good();
    assert!(!second.stdout.contains("Кто за пультом?"), "{}", second.stdout);
    let desk = desk.at("2026-11-26T10:00");
    let tomorrow = desk.type_in(&[], "Тестова Ольга\n0\n").good();
    assert!(tomorrow.stdout.contains("Кто за пультом?"), "{}", tomorrow.stdout);
    let local = desk.read("pult.local.yaml");
    assert!(local.contains("Тестова Ольга"), "{local}");
}

#[test]
fn a_procedure_with_faults_is_not_run_and_the_others_are() {
    let desk = Desk::new();
    desk.put("procedures/broken.yaml", "title: Проба\nsteps:\n  - sya: Здравствуйте\n".as_bytes());
    let ran = desk.run(&["run", "broken"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("procedures/broken.yaml:3") && ran.stderr.contains("`say`"), "{}", ran.stderr);
    desk.type_in(&["run", "request"], "1\n").good();
    let missing = desk.run(&["run", "requst"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.stderr.contains("`request`"), "{}", missing.stderr);
}

#[test]
fn cases_are_shown_by_their_short_numbers() {
    let desk = Desk::new();
    desk.type_in(&["run", "request"], "1\n").good();
    assert!(desk.run(&["show", "a1"]).good().stdout.contains("Какая заявка?: Ремонт"));
    assert!(desk.run(&["show", "2026-11-25-a001"]).good().stdout.contains("Ремонт"));
    let missing = desk.run(&["show", "a7"]);
    assert_eq!(missing.code, Some(1), "{}", missing.stderr);
    let listed = desk.run(&["list", "ремонт"]).good();
    assert!(listed.stdout.starts_with("a1  25.11.2026"), "{}", listed.stdout);
    assert!(desk.run(&["show", "a001"]).good().stdout.contains("Ремонт"));
    assert!(desk.run(&["list", "переезд"]).good().stdout.is_empty());
}

#[test]
fn scenarios_pass_and_a_changed_procedure_fails_one() {
    let desk = Desk::new();
    let ran = desk.run(&["test"]).good();
    assert!(
        ran.stdout.contains("прошло") || ran.stdout.contains("прошли") || ran.stdout.contains("прошёл"),
        "{}",
        ran.stdout
    );
    let text = desk.read("procedures/disconnection.yaml").replace("    gate: true\n", "    optional: true\n");
    let desk = desk.write("procedures/disconnection.yaml", &text);
    let broken = desk.run(&["test"]);
    assert_eq!(broken.code, Some(1));
    assert!(broken.stdout.contains("procedures/scenarios/"), "{}", broken.stdout);
    let json: serde_json::Value = serde_json::from_str(&desk.run(&["test", "--json"]).stdout).expect("JSON");
    assert!(json["scenarios"].as_array().is_some_and(|all| all.iter().any(|one| one["passed"] == false)));
}
