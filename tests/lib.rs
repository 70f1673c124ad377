//! Whatever crosses a crate border is tested here, with real parts.
