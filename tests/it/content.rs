//! The company's own workspace: this source tree.

use super::support::{Desk, source_tree};

fn here(args: &[&str]) -> super::support::Ran {
    let desk = Desk::empty();
    let mut command = desk.command(args);
    command.current_dir(source_tree());
    super::support::Ran::of(&command.output().expect("the program ends"))
}

#[test]
fn the_company_s_procedures_have_no_faults_and_its_scenarios_pass() {
    let checked = here(&["check", "--json"]).good();
    let found: serde_json::Value = serde_json::from_str(&checked.stdout).expect("JSON");
    let wrong: Vec<_> = found.as_array().expect("a list").iter().filter(|one| one["severity"] != "note").collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let tested = here(&["test", "--json"]).good();
    let tested: serde_json::Value = serde_json::from_str(&tested.stdout).expect("JSON");
    assert!(tested["scenarios"].as_array().is_some_and(|all| all.len() >= 9), "{tested}");
}
