//! A workspace for demonstrations: the built-in one with its blanks filled, made aside and put in its place whole.

use super::template::{COMPANY, FILES, GIT, is_free};
use super::{Durability, StoreError, Trouble, disk, read_error, write_error};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where everything stands until it is complete; what a killed program has left there is thrown away.
const ASIDE: &str = ".unfinished";
/// What stands above every file that was filled in.
const HEAD: &str = "# Для показа: люди, телефоны, цены и дела выдуманы.\n";

/// What stands in the place of blanks, by file and path. Numbers that somebody else may have stay blank.
const INVENTED: &[(&str, &[(&str, &str)])] = &[
    (
        "pult.yaml",
        &[
            ("company.name", "ООО «Пример-ТВ»"),
            ("company.trade_name", "Пример-ТВ"),
            ("company.town", "г. Примерск"),
            ("company.area_code", "1511"),
            ("company.phone", "+375 1511 0-00-00"),
            ("company.address", "г. Примерск, ул. Образцовая, д. 1"),
            ("company.signatory", "директора Образцова Олега Тестовича, действующего на основании Устава"),
            (
                "dispatchers",
                "\n  ivanov: Иванов Иван Иванович\n  primerova: Примерова Анна Тестовна\n  shablonov: Шаблонов Олег Тестович\n  uchebnaya: Учебная Ольга Примеровна",
            ),
            ("contacts.director.name", "Образцов Олег Тестович"),
            ("contacts.director.phones", "[+375 29 000-00-91, +375 29 000-00-92]"),
            ("contacts.master.name", "Макетов Павел Тестович"),
            ("contacts.master.phones", "[+375 29 000-00-93]"),
            ("contacts.support.email", "support@example.by"),
            ("mail.from", "pult@example.by"),
        ],
    ),
    (
        "procedures/cards/prices.yaml",
        &[
            ("values.connection.value", "\"25,40\""),
            ("values.monthly.value", "\"12,12\""),
            ("values.social.value", "\"6,50\""),
        ],
    ),
    (
        "procedures/cards/terms.yaml",
        &[
            ("values.area.value", "до этажного щита"),
            ("values.connecting.value", "10 рабочих дней"),
            ("values.repair.value", "3 рабочих дня"),
            ("values.notice.value", "за 10 дней, объявление в офисе"),
            ("values.suspension.value", "более 30 дней"),
            ("values.payment.value", "до 25-го числа текущего месяца"),
            ("values.penalty.value", "не начисляется"),
            ("values.claims.value", "15 дней"),
            ("values.cancelling.value", "за 10 дней, письменно, в офисе"),
            ("values.data_kept.value", "3 года после окончания договора"),
            ("values.period.value", "не ограничен"),
        ],
    ),
];

/// What a demonstration has besides: two desks that work side by side, and no history of what never happened.
const INSTEAD: [(&str, &str); 2] =
    [("  a: Пульт\n", "  a: Пульт у окна\n  b: Второй пульт\n"), ("git: commit\n", "git: off\n")];

/// A workspace that is being made in a folder, and is none before it is complete.
#[derive(Debug)]
pub struct Unfinished {
    folder: PathBuf,
}

impl Unfinished {
    /// Writes the director's files of a demonstration, in a folder that is empty or not there.
    ///
    /// # Errors
    /// When the folder holds something, or the system refuses.
    pub fn begin(folder: &Path) -> Result<Self, StoreError> {
        if !is_free(folder, &[".git", ASIDE])? {
            return Err(StoreError { trouble: Trouble::NotEmpty, path: folder.to_owned() });
        }
        let new = Self { folder: folder.to_owned() };
        let aside = new.root();
        match fs::remove_dir_all(&aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(write_error(error, &aside)),
            _ => {}
        }
        for (path, text) in GIT.iter().chain(FILES).chain(&[("pult.yaml", COMPANY)]) {
            let target = aside.join(path);
            let parent = target.parent().unwrap_or(&aside);
            disk::make_folder(parent, Durability::Unsynced).map_err(|error| write_error(error, parent))?;
            let text = of_demonstration(path, text);
            disk::replace(&target, text.as_bytes(), Durability::Unsynced)
                .map_err(|error| write_error(error, &target))?;
        }
        Ok(new)
    }

    /// Where it is made.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        self.folder.join(ASIDE)
    }

    /// Puts everything in its place, `pult.yaml` last: with it the folder is a workspace.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(self) -> Result<(), StoreError> {
        let aside = self.root();
        let entries = fs::read_dir(&aside).map_err(|error| read_error(error, &aside))?;
        let mut names = entries
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| read_error(error, &aside))?;
        names.sort_by_key(|name| name == "pult.yaml");
        for name in names {
            let target = self.folder.join(&name);
            fs::rename(aside.join(&name), &target).map_err(|error| write_error(error, &target))?;
        }
        fs::remove_dir(&aside).map_err(|error| write_error(error, &aside))?;
        disk::sync_folder(&self.folder, Durability::Synced).map_err(|error| write_error(error, &self.folder))
    }
}

/// A built-in file as a demonstration has it.
fn of_demonstration(path: &str, text: &str) -> String {
    let Some((_, values)) = INVENTED.iter().find(|(file, _)| *file == path) else { return text.to_owned() };
    let mut text = filled(text, values);
    if path == "pult.yaml" {
        INSTEAD.iter().for_each(|(from, to)| text = text.replacen(from, to, 1));
    }
    format!("{HEAD}{text}")
}

/// A file of keys with values in the place of blanks. It is one of ours, two spaces a level.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 512);
    let mut path: Vec<&str> = Vec::new();
    for line in text.lines() {
        let bare = line.trim_start();
        let depth = (line.len() - bare.len()) / 2;
        let (key, rest) = bare.split_once(':').unwrap_or((bare, "?"));
        if !bare.is_empty() && !bare.starts_with(['#', '-']) {
            path.truncate(depth);
            path.push(key);
        }
        let rest = rest.trim();
        let blank = rest.is_empty() || rest.starts_with('#');
        let here = path.join(".");
        match values.iter().find(|(known, _)| blank && *known == here) {
            Some((_, value)) => {
                let gap = if value.starts_with('\n') { "" } else { " " };
                out.push_str(&format!("{}{key}:{gap}{value}\n", "  ".repeat(depth)));
            }
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::template::{COMPANY, FILES};
    use super::{INSTEAD, INVENTED, of_demonstration};

    #[test]
    fn every_invented_value_stands_in_the_place_of_a_blank() {
        for (path, values) in INVENTED {
            let all = FILES.iter().chain(&[("pult.yaml", COMPANY)]).find(|(known, _)| known == path);
            let (_, text) = all.expect("a file of the workspace");
            let demo = of_demonstration(path, text);
            for (key, value) in *values {
                let last = key.rsplit('.').next().unwrap_or(key);
                let line = format!("{last}:{}{value}\n", if value.starts_with('\n') { "" } else { " " });
                assert!(!text.contains(&line) && demo.contains(&line), "{path}: {key} was no blank");
            }
            assert!(demo.starts_with("# Для показа"));
        }
        let company = of_demonstration("pult.yaml", COMPANY);
        for (from, to) in INSTEAD {
            assert!(COMPANY.contains(from) && company.contains(to), "{from}");
        }
    }
}
