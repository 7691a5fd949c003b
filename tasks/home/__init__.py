"""The first screen after sign-in: whose turn it is, what is next, how many days are left."""
