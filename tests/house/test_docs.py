"""Documentation that is generated says what the code does."""

from django.core.management import call_command


def test_the_page_of_workflows_is_what_the_tables_say():
    call_command("workflows", check=True)
