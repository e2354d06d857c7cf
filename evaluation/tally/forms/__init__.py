"""One room per form: how its answers are judged and what one form is worth."""
