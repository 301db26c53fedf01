"""The parts of `benches/run`: what is run (tools), where (places), how it is measured (measure), how it is told (table)."""
