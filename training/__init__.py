"""Teaching the model that tells whether a passage answers: examples written for it, and how they are learnt."""
