"""Pages of the register: the list, one system, merging, differences between districts."""
