//! Ctrl-C while a device works ends the device's work, not the program.

/// While it lives, what would end the program is only noted. What it did not end stays as it is.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct Interrupts {
    heard: Option<&'static Heard>,
}

#[cfg(unix)]
#[derive(Debug)]
struct Heard {
    /// Nobody listens: signals do what they always do.
    idle: std::sync::Arc<std::sync::atomic::AtomicBool>,
    /// The last signal; 0 for none.
    signal: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

#[cfg(unix)]
mod unix {
    use super::{Heard, Interrupts};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::{flag, low_level};
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::{Arc, OnceLock};

    /// The signals that end a program which does nothing about them.
    const ENDING: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

    static HEARD: OnceLock<Option<Heard>> = OnceLock::new();

    /// Handlers are set once and stay: out of use they do what the system would.
    fn set_up() -> Option<Heard> {
        let heard = Heard { idle: Arc::new(AtomicBool::new(true)), signal: Arc::new(AtomicUsize::new(0)) };
        for signal in ENDING {
            flag::register_conditional_default(signal, Arc::clone(&heard.idle)).ok()?;
            flag::register_usize(signal, Arc::clone(&heard.signal), usize::try_from(signal).ok()?).ok()?;
        }
        Some(heard)
    }

    impl Interrupts {
        pub(in crate::device) fn listen() -> Self {
            let heard = HEARD.get_or_init(set_up).as_ref();
            if let Some(heard) = heard {
                heard.signal.store(0, Ordering::SeqCst);
                heard.idle.store(false, Ordering::SeqCst);
            }
            Self { heard }
        }

        /// Whether somebody wants it to end.
        pub(in crate::device) fn came(&self) -> bool {
            self.heard.is_some_and(|heard| heard.signal.load(Ordering::SeqCst) != 0)
        }
    }

    impl Drop for Interrupts {
        fn drop(&mut self) {
            let Some(heard) = self.heard else { return };
            heard.idle.store(true, Ordering::SeqCst);
            let signal = i32::try_from(heard.signal.load(Ordering::SeqCst)).unwrap_or_default();
            // Ctrl-C was for the device; the others were for the program.
            if signal != 0 && signal != SIGINT {
                let _ = low_level::emulate_default_handler(signal);
            }
        }
    }
}

/// Elsewhere the program ends with what it has started.
#[cfg(not(unix))]
#[derive(Debug)]
pub(super) struct Interrupts;

#[cfg(not(unix))]
impl Interrupts {
    pub(super) fn listen() -> Self {
        Self
    }

    pub(super) fn came(&self) -> bool {
        false
    }
}
