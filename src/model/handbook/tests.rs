use super::{Handbook, Sort, What};
use crate::model::workspace::{Input, Workspace};

const COMPANY: &str = "format: 1\ncompany:\n  name: ООО «Пример»\ntime: \"+03:00\"\nhours: {mon-fri: 10:00-19:00}\n\
contacts:\n  master: {title: Мастер, name: Макетов Павел Тестович, phones: [+375 29 000-00-93]}\n";
const REQUEST: &str = "title: Заявка
never: [Не грубить]
steps:
  - say: Слушаю вас.
  - ask: Откуда звоните?
    name: town
    choices: {here: Отсюда, there: Оттуда}
  - ask: Ваш адрес?
    name: where
    hint: Улица и дом
  - do: Передайте мастеру.
  - stop: end
    as: Принято
";
const PRICES: &str = "title: Цены
values:
  connection: {label: Подключение, type: money, value: \"25,40\"}
text: |
  Говорите вежливо.
  Спрашивайте дважды.
";

fn handbook(files: &[(&str, &str)]) -> Handbook {
    let files =
        [("pult.yaml", COMPANY), ("procedures/request.yaml", REQUEST), ("procedures/cards/prices.yaml", PRICES)]
            .map(|(path, text)| files.iter().find(|(other, _)| *other == path).copied().unwrap_or((path, text)));
    let inputs = files.map(|(path, text)| Input { path: path.to_owned(), text: Ok(text.to_owned()) });
    let workspace = Workspace::read(inputs.to_vec());
    assert!(workspace.faults.iter().all(|fault| fault.severity() != crate::model::diagnostic::Severity::Error));
    Handbook::of(&workspace)
}

/// What has changed, in short: `+` new, `-` gone, `~` works otherwise, `was > is`.
fn told(path: &str, from: &str, change: &[(&str, &str)]) -> Vec<String> {
    let text = change.iter().fold(from.to_owned(), |text, (was, is)| {
        assert!(text.contains(was), "{was}");
        text.replace(was, is)
    });
    let (old, new) = (handbook(&[]), handbook(&[(path, &text)]));
    let changes = old.differences(&new);
    assert_eq!(changes.is_empty(), old.hash() == new.hash(), "what changes the hash can be told");
    changes
        .iter()
        .map(|difference| match difference.what {
            What::NewPage => format!("+ {}", difference.page.title),
            What::GonePage => format!("- {}", difference.page.title),
            What::Title(was) => format!("{was} > {}", difference.page.title),
            What::New(line) => format!("+ {:?} {}", line.sort, line.words),
            What::Gone(line) => format!("- {:?} {}", line.sort, line.words),
            What::Words(was, now) => format!("{:?} {} > {}", now.sort, was.words, now.words),
            What::Works(line) => format!("~ {:?} {}", line.sort, line.words),
        })
        .collect()
}

#[test]
fn changes_are_told_in_the_words_of_the_procedures() {
    let path = "procedures/request.yaml";
    let told = |change: &[(&str, &str)]| told(path, REQUEST, change);
    assert_eq!(told(&[("Ваш адрес?", "По какому адресу?")]), ["Question Ваш адрес? > По какому адресу?"]);
    assert_eq!(told(&[("Слушаю вас.", "Добрый день.")]), ["Step Слушаю вас. > Добрый день."]);
    assert_eq!(told(&[("title: Заявка", "title: Вызов")]), ["Заявка > Вызов"]);
    assert_eq!(told(&[("Оттуда", "Издалека")]), ["Choice Оттуда > Издалека"]);
    assert_eq!(told(&[("there: Оттуда", "there: Оттуда, far: Издалека")]), ["+ Choice Издалека"]);
    assert_eq!(told(&[("Улица и дом", "Улица, дом, квартира")]), ["Hint Улица и дом > Улица, дом, квартира"]);
    assert_eq!(told(&[("    hint: Улица и дом\n", "")]), ["- Hint Улица и дом"]);
    assert_eq!(told(&[("name: where", "name: where\n    optional: yes")]), ["~ Question Ваш адрес?"]);
    assert_eq!(told(&[("Не грубить", "Не грубить, Не спорить")]), ["+ Never Не спорить"]);
    assert_eq!(told(&[("  - do: Передайте мастеру.\n", "")]), ["- Step Передайте мастеру."]);
    assert_eq!(told(&[("as: Принято", "as: Передано")]), ["Outcome Принято > Передано"]);
    let new = "  - say: Ждите.\n  - do: Передайте мастеру.\n";
    assert_eq!(told(&[("  - do: Передайте мастеру.\n", new)]), ["+ Step Ждите."]);
}

#[test]
fn cards_and_the_company_belong_to_it() {
    let card = |change: &[(&str, &str)]| told("procedures/cards/prices.yaml", PRICES, change);
    let is = card(&[("25,40", "30")]);
    assert!(is.len() == 1 && is[0].starts_with("Value 25,40") && is[0].contains("> 30"), "{is:?}");
    assert_eq!(card(&[("Говорите вежливо.", "Говорите вежливо и коротко.")]).len(), 1);
    assert_eq!(card(&[("  Спрашивайте дважды.\n", "")]), ["- Text Спрашивайте дважды."]);
    let company = |change: &[(&str, &str)]| told("pult.yaml", COMPANY, change);
    assert_eq!(company(&[("10:00-19:00", "09:00-18:00")]), ["~ Hours "]);
    assert_eq!(
        company(&[("Макетов Павел Тестович", "Образцов Олег Тестович")]),
        ["Contact Мастер, Макетов Павел Тестович > Мастер, Образцов Олег Тестович"]
    );
    // A number is looked up when it is needed, and no number of the staff is to stand in a record.
    assert_eq!(company(&[("000-00-93", "000-00-94")]), [""; 0]);
    assert!(!serde_json::to_string(&handbook(&[])).unwrap_or_default().contains("000-00"));
}

#[test]
fn what_people_do_not_see_makes_no_new_edition() {
    let (old, path) = (handbook(&[]), "procedures/request.yaml");
    let spaced = REQUEST.replace("  - ask: Ваш", "\n  # адрес\n  - ask: Ваш");
    assert_eq!(handbook(&[(path, &spaced)]).hash(), old.hash());
    let pages = |kind| old.pages.iter().filter(|page| page.kind == kind).count();
    assert_eq!(pages(super::PageKind::Procedure), 1);
    let keys = |page: &super::Page| page.lines.iter().map(|line| (line.key.clone(), line.sort)).collect::<Vec<_>>();
    for page in &old.pages {
        let all: std::collections::BTreeSet<(String, Sort)> = keys(page).into_iter().collect();
        assert_eq!(all.len(), page.lines.len(), "keys are unique: {page:?}");
    }
}
