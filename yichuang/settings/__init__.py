"""Every setting of the portal, read from the environment or from .env."""

# ruff: noqa: F403 - a module of settings is all of its names
from .applications import *
from .channels import *
from .database import *
from .files import *
from .installation import *
from .jobs import *
from .pages import *
from .people import *
from .production import *
from .security import *
from .watching import *
from .work import *
