"""On PostgreSQL the mixing is a function of the tables' owner: the web's role calls it and needs no right of its own."""

from django.db import migrations

# Fully named and with a search path of its own: what the caller has set or made cannot stand in for anything here.
# The order comes from random UUIDs, as a caller could have seeded random().
LOCK = """
CREATE FUNCTION {schema}.evaluation_lock_ballots() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  LOCK TABLE {schema}.evaluation_code, {schema}.evaluation_ballot IN ACCESS EXCLUSIVE MODE;
END $$;
REVOKE EXECUTE ON FUNCTION {schema}.evaluation_lock_ballots() FROM PUBLIC;
"""
MIX = """
CREATE FUNCTION {schema}.evaluation_mix_ballots() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  codes {schema}.evaluation_code[];
  ballots {schema}.evaluation_ballot[];
BEGIN
  PERFORM {schema}.evaluation_lock_ballots();
  SELECT array_agg(c ORDER BY gen_random_uuid()) INTO codes FROM {schema}.evaluation_code AS c;
  SELECT array_agg(b ORDER BY gen_random_uuid()) INTO ballots FROM {schema}.evaluation_ballot AS b;
  TRUNCATE {schema}.evaluation_code, {schema}.evaluation_ballot;
  INSERT INTO {schema}.evaluation_code SELECT * FROM unnest(codes) ORDER BY gen_random_uuid();
  INSERT INTO {schema}.evaluation_ballot SELECT * FROM unnest(ballots) ORDER BY gen_random_uuid();
END $$;
REVOKE EXECUTE ON FUNCTION {schema}.evaluation_mix_ballots() FROM PUBLIC;
"""


def create(apps, schema_editor):
    run(schema_editor, LOCK)
    run(schema_editor, MIX)


def drop(apps, schema_editor):
    run(schema_editor, "DROP FUNCTION {schema}.evaluation_mix_ballots()")
    run(schema_editor, "DROP FUNCTION {schema}.evaluation_lock_ballots()")


def run(schema_editor, statement):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = schema_editor.quote_name(cursor.fetchone()[0])
    schema_editor.execute(statement.format(schema=schema), params=None)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0010_frozen_boxes")]
    operations = [migrations.RunPython(create, drop)]
