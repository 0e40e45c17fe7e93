//! What holds for all gaps.
