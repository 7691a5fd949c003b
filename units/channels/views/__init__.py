"""Pages of this room: what one wants to hear of, group robots, the register."""
