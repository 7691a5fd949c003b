"""Where uploads and results lie, how large they may be, and what becomes a job."""

from .installation import VAR_DIR, env

# Uploads and results are private: pages hand them out, no URL serves the folder.
MEDIA_ROOT = VAR_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
LARGEST_UPLOAD = env.int("LARGEST_UPLOAD", default=10 * 1024 * 1024)
# What an uploaded workbook may weigh, checked before anything is parsed and shown on the page.
LARGEST_UNPACKED = env.int("LARGEST_UNPACKED", default=100 * 1024 * 1024)
LARGEST_SHEET_ROWS = env.int("LARGEST_SHEET_ROWS", default=5000)
LARGEST_SHEET_COLUMNS = env.int("LARGEST_SHEET_COLUMNS", default=200)
MOST_SHEETS = env.int("MOST_SHEETS", default=100)
# Files that support an objection: bytes of one, and how many for one objection.
LARGEST_EVIDENCE = env.int("LARGEST_EVIDENCE", default=10 * 1024 * 1024)
MOST_EVIDENCE = env.int("MOST_EVIDENCE", default=10)
# Larger files are read as a job (bytes), more rows are written as a job.
LARGEST_DIRECT_READ = env.int("LARGEST_DIRECT_READ", default=512 * 1024)
LARGEST_DIRECT_WRITE = env.int("LARGEST_DIRECT_WRITE", default=1000)
LARGEST_DIRECT_MARKING = env.int("LARGEST_DIRECT_MARKING", default=2 * 1024 * 1024)
# Exports of more rows than this become a job.
LARGEST_DIRECT_EXPORT = env.int("LARGEST_DIRECT_EXPORT", default=2000)
