"""The first administrator of an empty installation."""

import io

import pytest
from django.core.management import CommandError, call_command

from units.models import Action, Event, Role, Unit, UnitKind, User

pytestmark = pytest.mark.django_db


def first_admin(username="guanli"):
    output = io.StringIO()
    call_command("first_admin", username, name="管示例", stdout=output)
    return output.getvalue()


def test_an_empty_database_gets_a_bureau_and_its_administrator():
    said = first_admin()
    person = User.objects.get()
    assert (person.role, person.unit.kind) == (Role.ADMIN, UnitKind.BUREAU)
    assert person.unit.parent == Unit.objects.get(kind=UnitKind.CITY)
    assert person.password_is_initial
    assert person.check_password(said.partition("：")[2].partition("（")[0])
    assert Event.objects.of(person).get().action == Action.CREATE


def test_the_first_administrator_can_open_the_admin_site(client):
    first_admin()
    person = User.objects.get()
    person.password_is_initial = False
    person.save()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/units/unit/add/").status_code == 200


def test_there_is_only_one_first_administrator():
    first_admin()
    with pytest.raises(CommandError):
        first_admin("erhao")
    assert User.objects.count() == 1


@pytest.mark.parametrize("command", ["demo", "first_admin", "messages", "up"])
def test_commands_explain_themselves(command, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command(command, "--help")
    assert ended.value.code == 0
    assert f"{command} " in capsys.readouterr().out
