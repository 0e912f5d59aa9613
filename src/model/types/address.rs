//! Postal addresses, kept as they are said; a key tells whether two are the same place.

use super::{Base, Doubt, Kind, Misfit, Read, folded};
use regex::Regex;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

pub(super) const TYPE: Kind = Kind {
    word: "address",
    samples: &["ул. Садовая, 5", "ул. Лесная, 5", "ул. Лесная"],
    personal: true,
    line: 90.0,
    read: |typed| read(typed.raw),
    key: |address, town| address_key(address, town).map_or_else(|| folded(address), |key| key.to_string()),
    ..Kind::TEXT
};

fn read(raw: &str) -> Result<Read, Misfit> {
    let address = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if !address.chars().any(char::is_alphabetic) {
        return Err(Misfit::NotA(Base::Address));
    }
    let doubts = if address.chars().any(|c| c.is_ascii_digit()) { Vec::new() } else { vec![Doubt::NoHouse] };
    Ok(Read { value: Value::String(address), doubts })
}

/// What two spellings of one place have in common: small letters, no words for kinds of streets, look-alike
/// Latin letters made Cyrillic.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressKey {
    /// The town or village.
    pub town: String,
    /// The street.
    pub street: String,
    /// The house with its letter.
    pub house: String,
    /// The building of the house.
    pub building: String,
    /// The flat, the room.
    pub flat: String,
}

impl AddressKey {
    /// The same without the flat: the place of all who live in the house.
    #[must_use]
    pub fn of_house(&self) -> Self {
        Self { flat: String::new(), ..self.clone() }
    }
}

impl fmt::Display for AddressKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}|{}|{}|{}|{}", self.town, self.street, self.house, self.building, self.flat)
    }
}

/// What a word stands before, or behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Town,
    Street,
    House,
    Building,
    Flat,
    /// Index, region, entrance, floor: no part of the key.
    Passed,
}

/// The key of an address; one that names no town is of `town`. None where neither a street nor a house can be told.
#[must_use]
pub fn address_key(address: &str, town: Option<&str>) -> Option<AddressKey> {
    let words = words_of(address);
    let mut found = Found::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let next = words.get(at + 1).map_or("", String::as_str);
        at += 1;
        if word == "," {
            found.name_ends();
            found.slot = None;
        } else if let Some(slot) = slot_of(word, next) {
            found.marker(slot, next);
        } else if starts_with_digit(word) && !found.names_a_street(word, next) {
            at += usize::from(found.number(word, next));
        } else {
            found.name.push(word.clone());
        }
    }
    found.name_ends();
    let mut key = found.key;
    let mut unmarked = found.unmarked.into_iter();
    match (unmarked.len(), key.street.is_empty()) {
        (0, _) => {}
        (1, true) => key.street = unmarked.next().unwrap_or_default(),
        (_, no_street) => {
            let first = unmarked.next().unwrap_or_default();
            if key.town.is_empty() {
                key.town = first;
            }
            if let (true, Some(last)) = (no_street, unmarked.next_back()) {
                key.street = last;
            }
        }
    }
    if key.street.is_empty() && key.house.is_empty() {
        return None;
    }
    if key.town.is_empty() {
        let home = town.map(|town| words_of(town).into_iter().filter(|word| slot_of(word, "а").is_none()));
        key.town = home.map(|words| words.collect::<Vec<_>>().join(" ")).unwrap_or_default();
    }
    Some(key)
}

#[derive(Default)]
struct Found {
    key: AddressKey,
    /// Names that stand behind no word for what they are.
    unmarked: Vec<String>,
    /// Words of a name that has not ended yet.
    name: Vec<String>,
    slot: Option<Slot>,
}

impl Found {
    fn name_ends(&mut self) {
        let name = std::mem::take(&mut self.name).join(" ");
        if name.is_empty() {
            return;
        }
        match self.slot {
            Some(Slot::Town) => self.key.town = name,
            Some(Slot::Street) => self.key.street = name,
            Some(Slot::House | Slot::Building | Slot::Flat | Slot::Passed) => {}
            None => self.unmarked.push(name),
        }
    }

    fn marker(&mut self, slot: Slot, next: &str) {
        let named = next.chars().next().is_some_and(char::is_alphabetic) && slot_of(next, "").is_none();
        // `Образцовая ул.`, `Примерская область`: the word stands behind its name.
        if !self.name.is_empty() && self.slot.is_none() && !named {
            self.slot = Some(slot);
            self.name_ends();
            self.slot = None;
            return;
        }
        // `1-й пер. Учебный`: the number goes with the name.
        if !(slot == Slot::Street && self.name.iter().all(|word| is_ordinal(word))) {
            self.name_ends();
        }
        self.slot = Some(slot);
    }

    /// `8 Марта`, `1-й Учебный`: a number that belongs to the name of a street.
    fn names_a_street(&self, word: &str, next: &str) -> bool {
        let ordinal = is_ordinal(word);
        let name = next.chars().count() > 2 && next.chars().all(char::is_alphabetic) && slot_of(next, "").is_none();
        let open = self.key.house.is_empty() && self.key.street.is_empty();
        let wanted = matches!(self.slot, None | Some(Slot::Street)) && open;
        wanted && (ordinal || name)
    }

    /// Takes a number; whether the letter behind it is its own.
    fn number(&mut self, word: &str, next: &str) -> bool {
        let slot = self.slot;
        if matches!(slot, None | Some(Slot::Street | Slot::Town)) {
            self.name_ends();
        }
        self.slot = None;
        let own = next.chars().count() == 1 && next != "," && next.chars().all(char::is_alphabetic);
        let own = own && slot_of(next, "").is_none() && word.bytes().all(|b| b.is_ascii_digit());
        let word = if own { format!("{word}{next}") } else { word.to_owned() };
        match slot {
            Some(Slot::Building) => self.key.building = word,
            Some(Slot::Flat) => self.key.flat = word,
            Some(Slot::Passed) => {}
            _ if is_index(&word) => {}
            _ if !self.key.house.is_empty() => self.key.flat = word,
            _ => self.short(&word),
        }
        own
    }

    /// `5`, `5а`, `5/2`, `5-17`, `5/2-17`.
    fn short(&mut self, word: &str) {
        let (house, flat) = word.split_once('-').unwrap_or((word, ""));
        // `12-А` is a house with its letter.
        let letter = !starts_with_digit(flat) && flat.chars().count() == 1;
        let (house, flat) = if letter { (format!("{house}{flat}"), "") } else { (house.to_owned(), flat) };
        let (house, building) =
            house.split_once('/').map_or((house.as_str(), ""), |(house, building)| (house, building));
        house.clone_into(&mut self.key.house);
        building.clone_into(&mut self.key.building);
        flat.clone_into(&mut self.key.flat);
    }
}

/// A flat with all before it that divides it from the house.
static FLAT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "кв|квартира|ком|комната|пом|помещение|оф|офис";
    Regex::new(&format!(r"(?i)[\s,]*(?:^|[\s,])(?:{words})[\s.№]*\d+[\s-]?(?:[а-яёa-z]\b)?")).ok()
});
/// `5/2-17` with its flat.
static SHORT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(\d[а-яё]?(?:/\d+[а-яё]?)?)-\d+[а-яё]?\s*$").ok());

/// `1-й`, `2-я`, `3-го`.
fn is_ordinal(word: &str) -> bool {
    let endings = ["й", "я", "е", "ый", "ая", "ое", "го", "ой"];
    word.split_once('-').is_some_and(|(number, ending)| {
        !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) && endings.contains(&ending)
    })
}

/// The address without flat or room: `г. Примерск, ул. Образцовая, д. 5, корп. 2`.
#[must_use]
pub fn house(address: &str) -> String {
    let without = FLAT.as_ref().map_or(Cow::Borrowed(address), |flat| flat.replace_all(address, ""));
    let without = SHORT.as_ref().map_or(without.clone(), |short| short.replace(&without, "$1"));
    without.trim_end_matches([' ', ',']).to_owned()
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// A postal index of Belarus.
fn is_index(word: &str) -> bool {
    word.len() == 6 && word.starts_with('2') && word.bytes().all(|b| b.is_ascii_digit())
}

/// The words of an address, folded; commas are words of their own.
fn words_of(address: &str) -> Vec<String> {
    let folded: String = address
        .to_uppercase()
        .chars()
        .map(|c| match c {
            'A' => 'А',
            'B' => 'В',
            'C' => 'С',
            'E' | 'Ё' => 'Е',
            'H' => 'Н',
            'K' => 'К',
            'M' => 'М',
            'O' => 'О',
            'P' => 'Р',
            'T' => 'Т',
            'X' => 'Х',
            'Y' => 'У',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '«' | '»' | '"' | '№' => ' ',
            other => other,
        })
        .collect();
    let spaced = folded.to_lowercase().replace("г.п.", "гп ").replace(['.', ';', '\n'], ". ").replace(',', " , ");
    let spaced = spaced.replace("р-н", "район");
    let words = spaced.split_whitespace().map(|word| word.trim_end_matches(['.', ';']));
    words.filter(|word| !word.is_empty() && *word != "-").map(str::to_owned).collect()
}

/// What a word says of the name or number beside it; `next` is the word behind it.
fn slot_of(word: &str, next: &str) -> Option<Slot> {
    let number = starts_with_digit(next);
    Some(match word {
        "г"
        | "город"
        | "гп"
        | "аг"
        | "агрогородок"
        | "деревня"
        | "дер"
        | "п"
        | "пос"
        | "поселок"
        | "х"
        | "хутор"
        | "село" => Slot::Town,
        "с" if !number => Slot::Town,
        // A village before the street, a house behind it.
        "д" if number => Slot::House,
        "д" => Slot::Town,
        "дом" => Slot::House,
        "ул"
        | "улица"
        | "пр-т"
        | "проспект"
        | "просп"
        | "пр"
        | "пер"
        | "переулок"
        | "пр-д"
        | "проезд"
        | "б-р"
        | "бульвар"
        | "пл"
        | "площадь"
        | "наб"
        | "набережная"
        | "тракт"
        | "ш"
        | "шоссе"
        | "туп"
        | "тупик"
        | "мкр"
        | "мкр-н"
        | "м-н"
        | "микрорайон" => Slot::Street,
        "корп" | "корпус" | "строение" | "стр" => Slot::Building,
        "к" if number => Slot::Building,
        "кв" | "квартира" | "ком" | "комната" | "пом" | "помещение" | "оф" | "офис" => {
            Slot::Flat
        }
        "обл" | "область" | "район" | "с/с" | "сельсовет" | "подъезд" | "под" | "этаж" | "эт" | "рб" | "беларусь" => {
            Slot::Passed
        }
        _ => return None,
    })
}
