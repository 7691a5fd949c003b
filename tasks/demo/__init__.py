"""The demo: Hangzhou in spring 2018, invented people, and a campaign in full swing."""
