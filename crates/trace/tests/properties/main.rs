//! What must hold for every scenario, every trace and every octet.

mod codec;
mod exports;
mod scenario_json;
mod strategies;
