"""One table of 18 columns with a unique key and two indexes: no guard, no search, no trail."""

from django.db import models


class PlainMatter(models.Model):
    """A row of the library as a spreadsheet-minded table keeps it."""

    inner_code = models.CharField(max_length=60, unique=True)
    base_code = models.CharField(max_length=50, db_index=True)
    name = models.CharField(max_length=200)
    sub_item = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=20)
    client = models.CharField(max_length=20)
    region = models.CharField(max_length=40)
    unit = models.CharField(max_length=80, db_index=True)
    volume = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10)
    run_once = models.CharField(max_length=4)
    on_request = models.CharField(max_length=4)
    nearby = models.CharField(max_length=4)
    system_hint = models.CharField(max_length=120, blank=True)
    level_hint = models.CharField(max_length=40, blank=True)
    national_code = models.CharField(max_length=40, blank=True)
    library_guid = models.CharField(max_length=60, blank=True)
    exercised_by = models.CharField(max_length=20, blank=True)

    class Meta:
        app_label = "peer"

    def __str__(self):
        return self.name
