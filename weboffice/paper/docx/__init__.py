"""Word's files (ISO/IEC 29500): `read` and `write`, `onto` a file that is kept, `mend` what others
left broken. Each further file is one thing of a document in both directions; `base` is the file
that a document came in, `parts` and `rels` its parts and what they name each other."""
