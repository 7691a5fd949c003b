"""The days off since 2017 as the State Council's office published them; later the bureau's to mend."""

from django.db import migrations

from units import almanac

FIRST_YEAR = 2017

# 国务院办公厅关于…年部分节假日安排的通知, and what changed it afterwards.
SOURCES = {
    2017: "国办发明电〔2016〕17号",
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号、国办发明电〔2019〕3号",
    2020: "国办发明电〔2019〕16号、国办发明电〔2020〕1号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}


def years():
    return [year for year in almanac.years() if year >= FIRST_YEAR]


def fill(apps, schema_editor):
    CalendarYear = apps.get_model("units", "CalendarYear")
    SpecialDay = apps.get_model("units", "SpecialDay")
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=year, source=SOURCES.get(year, "")) for year in years()],
        ignore_conflicts=True,
    )
    SpecialDay.objects.bulk_create(
        [
            SpecialDay(day=special.day, works=special.works, name=special.name)
            for year in years()
            for special in almanac.special_days(year)
        ],
        ignore_conflicts=True,
    )


def empty(apps, schema_editor):
    apps.get_model("units", "SpecialDay").objects.filter(day__year__in=years()).delete()
    apps.get_model("units", "CalendarYear").objects.filter(year__in=years()).delete()


class Migration(migrations.Migration):
    dependencies = [("units", "0009_channels_routines")]

    operations = [migrations.RunPython(fill, empty)]
