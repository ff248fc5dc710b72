"""Crime and safety figures of others: their files read, their names placed, their values kept.

A file goes one way: `recognising` finds its reader, the reader gives rows of text, `placing` turns
them into figures or says why it can't, `store` keeps the figures with where each comes from, and
`council` takes a council's own share of them into its records. `judgement` says what a change is
worth. Nothing is dropped in silence: a row that isn't stored is listed with a reason.
"""
