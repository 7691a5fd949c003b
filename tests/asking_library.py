"""Stores the small city, brings in a large library and asks for it to be written; with "read"
only brings it in, with the number of a job asks for that again.

Prints the number of the job.
"""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django must be set up first

from matters import catalogue, receiving  # noqa: E402
from tests import factories  # noqa: E402
from tests.matters.library_books import line, upload_of  # noqa: E402
from tests.tasks.new_library import COLUMNS, lines_with  # noqa: E402
from units import jobs  # noqa: E402
from units.models import Job, User  # noqa: E402

ADDED = 6_000


def library():
    """A workbook for the small city, and who brings it."""
    town = factories.city()
    people = factories.cast(town)
    factories.catalogue(town)
    factories.campaign(town, people)
    added = [
        line(f"N{number}", f"许可-{number:05}-001", 事项名称=f"第{number}种人力资源服务许可")
        for number in range(ADDED)
    ]
    return upload_of(lines_with(added=added), header=COLUMNS), people.admin


def asked() -> Job:
    book, admin = library()
    upload = catalogue.receive(book, by=admin, at=timezone.now())
    return catalogue.ask_to_apply(upload, by=admin)


def brought() -> Job:
    book, admin = library()
    _upload, job = receiving.receive(book, by=admin, at=timezone.now())
    return job


def asked_again(pk) -> Job:
    job = Job.objects.get(pk=pk)
    assert jobs.retry(job, by=User.objects.get(username="admin"), at=timezone.now())
    return job


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["read"]:
            print(brought().pk)
        case [number]:
            print(asked_again(number).pk)
        case _:
            print(asked().pk)
