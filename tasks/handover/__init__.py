"""Hand-over of a post (交接): what hangs on a person goes to the successor; the rest is the
unit's anyway (domain story 20, capability K3)."""
