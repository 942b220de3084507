import django.contrib.postgres.functions
import django.db.models.deletion
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# Rows of before say in their keys when they were written.
WRITTEN = """
UPDATE casework_%s
SET recorded_at = to_timestamp(('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_papers_made_here"),
        ("people", "0005_lines_follow_a_merge"),
        ("places", "0004_plain_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("regime", models.CharField(max_length=60)),
                ("regime_edition", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=60)),
                ("by", models.CharField(blank=True, max_length=40)),
                ("since_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("rises_on", models.DateField(null=True)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("ended_as", models.CharField(blank=True, max_length=20)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow()),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PhaseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("form", models.CharField(max_length=30)),
                ("stage", models.CharField(max_length=40)),
                ("is_in", models.BooleanField()),
                ("is_ended", models.BooleanField()),
                ("counts_as", models.CharField(blank=True, max_length=20)),
                ("ended_as", models.CharField(blank=True, max_length=30)),
                ("came_by", models.CharField(max_length=20)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("term_ends_on", models.DateField(null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow()),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="duty",
            name="recorded_at",
            field=models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow()),
        ),
        migrations.AddField(
            model_name="phase",
            name="recorded_at",
            field=models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow()),
        ),
        migrations.RunSQL(WRITTEN % "duty", migrations.RunSQL.noop),
        migrations.RunSQL(WRITTEN % "phase", migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_dutyevent" ("by", "code", "due_at", "due_on", "ended_as", "episode_id", "evidence_id", "from_on", "id", "kind", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "regime", "regime_edition", "rises_on", "since_on", "unit_id", "until_on") VALUES (OLD."by", OLD."code", OLD."due_at", OLD."due_on", OLD."ended_as", OLD."episode_id", OLD."evidence_id", OLD."from_on", OLD."id", OLD."kind", OLD."person_id", NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."regime", OLD."regime_edition", OLD."rises_on", OLD."since_on", OLD."unit_id", OLD."until_on"); RETURN NULL;',
                    hash="6f4f9be25f1cd3ad3a8140ce4161192355b9d6f8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_26601",
                    table="casework_duty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.recorded_at < NOW())",
                    func='INSERT INTO "casework_dutyevent" ("by", "code", "due_at", "due_on", "ended_as", "episode_id", "evidence_id", "from_on", "id", "kind", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "regime", "regime_edition", "rises_on", "since_on", "unit_id", "until_on") VALUES (OLD."by", OLD."code", OLD."due_at", OLD."due_on", OLD."ended_as", OLD."episode_id", OLD."evidence_id", OLD."from_on", OLD."id", OLD."kind", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."regime", OLD."regime_edition", OLD."rises_on", OLD."since_on", OLD."unit_id", OLD."until_on"); RETURN NULL;',
                    hash="be2de6d007f2c80a9433772fa809bfcdcc5cae6d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_782ff",
                    table="casework_duty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phase",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "casework_phaseevent" ("came_by", "counts_as", "ended_as", "episode_id", "form", "from_on", "id", "is_ended", "is_in", "kind", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "stage", "term_ends_on", "unit_id", "until_on") VALUES (OLD."came_by", OLD."counts_as", OLD."ended_as", OLD."episode_id", OLD."form", OLD."from_on", OLD."id", OLD."is_ended", OLD."is_in", OLD."kind", OLD."person_id", NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."stage", OLD."term_ends_on", OLD."unit_id", OLD."until_on"); RETURN NULL;',
                    hash="15f8f47d303ca547daf8aa35d0b1a0d5b265bde0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_76ecb",
                    table="casework_phase",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phase",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.recorded_at < NOW())",
                    func='INSERT INTO "casework_phaseevent" ("came_by", "counts_as", "ended_as", "episode_id", "form", "from_on", "id", "is_ended", "is_in", "kind", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "stage", "term_ends_on", "unit_id", "until_on") VALUES (OLD."came_by", OLD."counts_as", OLD."ended_as", OLD."episode_id", OLD."form", OLD."from_on", OLD."id", OLD."is_ended", OLD."is_in", OLD."kind", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."stage", OLD."term_ends_on", OLD."unit_id", OLD."until_on"); RETURN NULL;',
                    hash="97fd81d212741bfd3799c4bf99dfc0b4e5be861a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2a95a",
                    table="casework_phase",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="dutyevent",
            name="episode",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.episode",
            ),
        ),
        migrations.AddField(
            model_name="dutyevent",
            name="evidence",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.step",
            ),
        ),
        migrations.AddField(
            model_name="dutyevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="dutyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="casework.duty",
            ),
        ),
        migrations.AddField(
            model_name="dutyevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="places.unit",
            ),
        ),
        migrations.AddField(
            model_name="phaseevent",
            name="episode",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="casework.episode",
            ),
        ),
        migrations.AddField(
            model_name="phaseevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="phaseevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="casework.phase",
            ),
        ),
        migrations.AddField(
            model_name="phaseevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="places.unit",
            ),
        ),
    ]
