"""Everything that made the pocket model: corpus, training, evaluation and card; nothing here is played."""
