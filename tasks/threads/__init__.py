"""Threads (留言) on rows and objections: who may read and write, mentions, what is unread (B14)."""
