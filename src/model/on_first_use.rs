//! Things by name, each made when it is first asked for.

use rustc_hash::FxHashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Things by name. What is asked for by two threads at once may be made twice, and is kept once.
#[derive(Debug)]
pub struct OnFirstUse<T>(RwLock<FxHashMap<&'static str, Arc<T>>>);

impl<T> OnFirstUse<T> {
    /// The thing of this name.
    pub fn get(&self, name: &'static str, make: impl FnOnce() -> T) -> Arc<T> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        known.unwrap_or_else(|| {
            let made = Arc::new(make());
            self.0.write().unwrap_or_else(PoisonError::into_inner).entry(name).or_insert(made).clone()
        })
    }
}

impl<T> Default for OnFirstUse<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}
