"""Every indicator's usual reading counted a second time: plain Python over rows, slow and simple, sharing no query."""
