"""变更提示单: what is wrong in the library is told and known to two divisions, never edited."""
