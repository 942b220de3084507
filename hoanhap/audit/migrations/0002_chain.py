"""The trail becomes a chain, sealed by the database itself; what stands in it already is sealed first."""

import django.contrib.postgres.fields
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from hoanhap.kit.at_once import AtOnce

# Run as the owner of the tables: the role of the program may not write links. The path is that of the migration, so
# that no table of another schema can stand in for ours.
FUNCTIONS = """
CREATE FUNCTION audit_link_entries() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO audit_link (id, shard, entry_ids, digest, hash, made_at)
    SELECT gen_random_uuid(), pg_backend_pid() % 16, array_agg(e.id ORDER BY e.id),
        encode(sha256(convert_to(coalesce(string_agg(
            jsonb_build_array(e.id, e.kind, e.is_read, extract(epoch from e.happened_at),
            extract(epoch from e.recorded_at), e.account_id, e.account_name, e.person_id, e.subject_kind, e.subject_id,
            e.unit_id, e.reason, e.details)::text, E'\\n' ORDER BY e.id), ''), 'UTF8')), 'hex'),
        '', now()
    FROM added e HAVING count(*) > 0;
    RETURN NULL;
END $$;

-- At the end of the transaction, when it waits for nothing else: two writers can never wait for each other.
CREATE FUNCTION audit_chain_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    head audit_head%ROWTYPE;
BEGIN
    INSERT INTO audit_head (shard, number, hash) VALUES (NEW.shard, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT head FROM audit_head WHERE shard = NEW.shard FOR UPDATE;
    head.number := head.number + 1;
    head.hash := encode(sha256(convert_to(
        NEW.shard || '|' || head.number || '|' || head.hash || '|' || NEW.digest, 'UTF8')), 'hex');
    UPDATE audit_link SET number = head.number, hash = head.hash WHERE id = NEW.id;
    UPDATE audit_head SET number = head.number, hash = head.hash WHERE shard = NEW.shard;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION audit_link_entries(), audit_chain_link() FROM PUBLIC;

CREATE TRIGGER audit_entry_is_linked AFTER INSERT ON audit_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_link_entries();
CREATE CONSTRAINT TRIGGER audit_link_is_chained AFTER INSERT ON audit_link
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain_link();
"""

# A thousand lines to a link, all in one chain, in the order in which they were written down.
SEAL = """
INSERT INTO audit_link (id, shard, entry_ids, digest, hash, made_at)
SELECT gen_random_uuid(), 0, array_agg(e.id ORDER BY e.id),
    encode(sha256(convert_to(string_agg(
        jsonb_build_array(e.id, e.kind, e.is_read, extract(epoch from e.happened_at),
        extract(epoch from e.recorded_at), e.account_id, e.account_name, e.person_id, e.subject_kind, e.subject_id,
        e.unit_id, e.reason, e.details)::text, E'\\n' ORDER BY e.id), 'UTF8')), 'hex'),
    '', now()
FROM (SELECT *, (row_number() OVER (ORDER BY recorded_at, id) - 1) / 1000 AS part FROM audit_entry) e
GROUP BY e.part ORDER BY e.part;
SET CONSTRAINTS audit_link_is_chained IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [AtOnce([
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['happened_at', 'id'], name='audit_entry_by_time'),
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('shard', models.SmallIntegerField(primary_key=True, serialize=False)),
                ('number', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 0)), name='audit_head_counts_up')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('shard', models.SmallIntegerField()),
                ('number', models.BigIntegerField(null=True)),
                ('entry_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('digest', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('shard', 'number'), name='audit_link_in_its_place')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='link',
            trigger=pgtrigger.compiler.Trigger(name='audit_link_is_only_placed', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.number IS NOT NULL OR NEW.number IS NULL OR (to_jsonb(OLD) - 'number' - 'hash') IS DISTINCT FROM (to_jsonb(NEW) - 'number' - 'hash'))", func="RAISE restrict_violation USING MESSAGE = 'audit_link: a link is never changed';", hash='06c5e51a72f0f93c6541ccad845118117ddba806', operation='UPDATE', pgid='pgtrigger_audit_link_is_only_placed_14b4a', table='audit_link', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='link',
            trigger=pgtrigger.compiler.Trigger(name='audit_link_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'audit_link: a line is never deleted';", hash='8a0ef4192cee9154fb4f680b6dc03deec7e86b23', operation='DELETE', pgid='pgtrigger_audit_link_is_kept_1e862', table='audit_link', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='link',
            trigger=pgtrigger.compiler.Trigger(name='audit_link_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'audit_link: a register is never emptied';", hash='f12b9a090227eaf79b45b149467b5c6bbbec7b62', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_audit_link_is_never_emptied_cf308', table='audit_link', when='BEFORE')),
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(SEAL, migrations.RunSQL.noop),
    ])]
