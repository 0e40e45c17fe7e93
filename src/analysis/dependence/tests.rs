//! Dependence on small networks.
