//! `print` of `pult.local.yaml`: how documents come on paper at this desk.

use serde::{Deserialize, Serialize};

/// How documents come on paper at this desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrinterSetting {
    /// The program: `lp`, `lpr`, or anything that opens a file. Without one `lp` where it is there, else what the system
    /// opens files with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Which printer, in the words of `lp`; its own choice when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printer: Option<String>,
    /// What else the program is told, an argument each, before the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// How long it may take to take a document over, in seconds.
    pub seconds: u32,
    /// When a document of a case goes to the printer.
    pub when: PrintWhen,
}

/// When a document of a case goes to the printer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PrintWhen {
    /// When the dispatcher says so.
    #[default]
    Asked,
    /// As soon as it is made.
    Made,
}

impl Default for PrinterSetting {
    fn default() -> Self {
        Self { command: None, printer: None, options: Vec::new(), seconds: 30, when: PrintWhen::Asked }
    }
}
