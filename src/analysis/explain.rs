//! What a figure stands on.
