//! What is made of the table of problems: the type, its codes, and one of each for tests.

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? })? = $code:literal, $severity:ident;)*) => {
        /// Everything that can be wrong with what people write.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Problem {
            $($(#[$doc])* $name $({ $($(#[$field_doc])* $field: $kind),* })?,)*
        }

        impl Problem {
            /// The codes of all problems, in the order of this file.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// The word by which people look a problem up.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code,)* }
            }

            /// How much it matters.
            #[must_use]
            pub fn severity(&self) -> Severity {
                match self { $(Self::$name { .. } => Severity::$severity,)* }
            }

            /// Every problem, with every detail that it may have.
            #[cfg(test)]
            pub(crate) fn samples() -> Vec<Self> {
                let mut all = Vec::new();
                $({
                    $($(let mut $field = super::samples::Turns::<$kind>::default();)*)?
                    loop {
                        all.push(Self::$name $({ $($field: $field.turn()),* })?);
                        if true $($(&& $field.is_through())*)? {
                            break;
                        }
                    }
                })*
                all
            }
        }
    };
}
pub(super) use problems;
