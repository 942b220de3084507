"""All of the room's tables as they stand after the migrations named in `replaces`, for a database that has none of them."""

import django.db.models.deletion
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('exchange', '0001_initial'), ('exchange', '0002_initial'), ('exchange', '0003_initial'), ('exchange', '0004_rows_checked_and_known'), ('exchange', '0005_lists_side_by_side')]

    initial = True

    dependencies = [
        ('casework', '0001_squashed_0008'),
        ('people', '0001_squashed_0005'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Batch',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=30)),
                        ('state', models.CharField(choices=[('reading', 'Being read'), ('review', 'Waiting for review'), ('committing', 'Being entered'), ('committed', 'Entered'), ('abandoned', 'Given up')], default='reading', max_length=12)),
                        ('file_name', models.CharField(max_length=200)),
                        ('file_hash', models.CharField(max_length=64)),
                        ('sheet', models.CharField(blank=True, max_length=100)),
                        ('columns', models.JSONField(default=dict)),
                        ('notes', models.JSONField(default=list)),
                        ('uploaded_by', models.UUIDField()),
                        ('uploaded_at', models.DateTimeField()),
                        ('committed_at', models.DateTimeField(null=True)),
                        ('survey', models.JSONField(default=dict)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'abandoned'), _negated=True), fields=('kind', 'file_hash', 'uploaded_by'), name='batch_of_a_file_once')],
                    },
                ),
                migrations.CreateModel(
                    name='BatchRow',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('unread', 'Not yet checked'), ('ready', 'Ready'), ('question', 'Needs a decision'), ('refused', 'Cannot be entered'), ('skipped', 'Left out'), ('committed', 'Entered'), ('known', 'Already entered')], max_length=10)),
                        ('raw', models.JSONField(default=dict)),
                        ('proposal', models.JSONField(default=dict)),
                        ('problems', models.JSONField(default=list)),
                        ('decision', models.JSONField(default=dict)),
                        ('row_hash', models.CharField(blank=True, max_length=64)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('committed_at', models.DateTimeField(null=True)),
                        ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='exchange.batch')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                        ('episode', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.episode')),
                        ('who_hash', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['batch', 'state', 'number'], name='batch_row_by_state'), models.Index(condition=models.Q(('state', 'committed')), fields=['who_hash'], name='batch_row_entered_by_who')],
                        'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='batch_row_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'committed'), _negated=True), models.Q(('committed_at__isnull', False), ('person__isnull', False)), _connector='OR'), name='batch_row_entered_names_its_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Comparison',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('opened_at', models.DateTimeField()),
                        ('opened_by', models.UUIDField()),
                        ('opened_by_name', models.CharField(max_length=150)),
                        ('compared_at', models.DateTimeField(null=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('unit',), name='comparison_once_a_commune')],
                    },
                ),
                migrations.CreateModel(
                    name='ComparisonEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('opened_at', models.DateTimeField()),
                        ('opened_by', models.UUIDField()),
                        ('opened_by_name', models.CharField(max_length=150)),
                        ('compared_at', models.DateTimeField(null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='exchange.comparison')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ListedPerson',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('is_certain', models.BooleanField(default=False)),
                        ('is_elsewhere_known', models.BooleanField(default=False)),
                        ('not_persons', models.JSONField(default=list)),
                        ('full_name', models.CharField(blank=True, max_length=200)),
                        ('sort_key', models.CharField(blank=True, db_collation='C', max_length=600)),
                        ('birth', models.CharField(blank=True, max_length=10)),
                        ('decision', models.CharField(blank=True, choices=[('known', 'Has a file here'), ('to-make', 'A file is to be made'), ('elsewhere', 'Does not belong to this commune'), ('not-needed', 'Needs no file')], max_length=12)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('decided_by', models.UUIDField(null=True)),
                        ('decided_by_name', models.CharField(blank=True, max_length=150)),
                        ('to_make_since', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('comparison', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='exchange.comparison')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['comparison', 'sort_key', 'id'], name='listed_person_by_name'), models.Index(condition=models.Q(('decision', 'to-make')), fields=['unit'], name='listed_person_to_make')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='listed_person_decided_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('decision__in', ['elsewhere', 'not-needed']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='listed_person_left_out_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'to-make'), ('to_make_since__isnull', False)), models.Q(models.Q(('decision', 'to-make'), _negated=True), ('to_make_since__isnull', True)), _connector='OR'), name='listed_person_to_make_since_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='ListedPersonEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('is_certain', models.BooleanField(default=False)),
                        ('is_elsewhere_known', models.BooleanField(default=False)),
                        ('not_persons', models.JSONField(default=list)),
                        ('full_name', models.CharField(blank=True, max_length=200)),
                        ('sort_key', models.CharField(blank=True, db_collation='C', max_length=600)),
                        ('birth', models.CharField(blank=True, max_length=10)),
                        ('decision', models.CharField(blank=True, choices=[('known', 'Has a file here'), ('to-make', 'A file is to be made'), ('elsewhere', 'Does not belong to this commune'), ('not-needed', 'Needs no file')], max_length=12)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('decided_by', models.UUIDField(null=True)),
                        ('decided_by_name', models.CharField(blank=True, max_length=150)),
                        ('to_make_since', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('comparison', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='exchange.comparison')),
                        ('person', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='exchange.listedperson')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ListedRow',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('full_name', models.CharField(max_length=200)),
                        ('birth', models.CharField(blank=True, max_length=10)),
                        ('sex', models.CharField(blank=True, max_length=6)),
                        ('numbers', models.JSONField(default=list)),
                        ('address', models.CharField(blank=True, max_length=300)),
                        ('is_sure', models.BooleanField(default=True)),
                        ('is_apart', models.BooleanField(default=False)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='exchange.listedperson')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='exchange.sourcelist')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'number'), name='listed_row_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SourceList',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('keeper', models.CharField(choices=[('police', 'Police'), ('health', 'Health'), ('labour', 'Labour and social affairs'), ('other', 'Another office')], max_length=10)),
                        ('list_on', models.DateField()),
                        ('file_name', models.CharField(blank=True, max_length=200)),
                        ('file_hash', models.CharField(max_length=64)),
                        ('row_count', models.PositiveIntegerField()),
                        ('left_out', models.JSONField(default=list)),
                        ('brought_at', models.DateTimeField()),
                        ('brought_by', models.UUIDField()),
                        ('brought_by_name', models.CharField(max_length=150)),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(blank=True, max_length=300)),
                        ('comparison', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='exchange.comparison')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('comparison', 'keeper', 'file_hash'), name='source_list_once_in_a_comparison')],
                    },
                ),
                migrations.CreateModel(
                    name='ListedRowEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('full_name', models.CharField(max_length=200)),
                        ('birth', models.CharField(blank=True, max_length=10)),
                        ('sex', models.CharField(blank=True, max_length=6)),
                        ('numbers', models.JSONField(default=list)),
                        ('address', models.CharField(blank=True, max_length=300)),
                        ('is_sure', models.BooleanField(default=True)),
                        ('is_apart', models.BooleanField(default=False)),
                        ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='exchange.listedperson')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='exchange.listedrow')),
                        ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='exchange.sourcelist')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='comparison',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "exchange_comparisonevent" ("compared_at", "id", "opened_at", "opened_by", "opened_by_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."compared_at", OLD."id", OLD."opened_at", OLD."opened_by", OLD."opened_by_name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."unit_id"); RETURN NULL;', hash='bf0b23f0ce41c1a998645025e8b5b2d89d0905aa', operation='UPDATE', pgid='pgtrigger_update_update_ae4a3', table='exchange_comparison', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='comparison',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exchange_comparisonevent" ("compared_at", "id", "opened_at", "opened_by", "opened_by_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."compared_at", OLD."id", OLD."opened_at", OLD."opened_by", OLD."opened_by_name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id"); RETURN NULL;', hash='5e475828c4331f644c8d99a6c392944407631b6b', operation='DELETE', pgid='pgtrigger_delete_delete_a40e2', table='exchange_comparison', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='listedperson',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "exchange_listedpersonevent" ("birth", "comparison_id", "decided_at", "decided_by", "decided_by_name", "decision", "full_name", "id", "is_certain", "is_elsewhere_known", "not_persons", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "sort_key", "to_make_since", "unit_id") VALUES (OLD."birth", OLD."comparison_id", OLD."decided_at", OLD."decided_by", OLD."decided_by_name", OLD."decision", OLD."full_name", OLD."id", OLD."is_certain", OLD."is_elsewhere_known", OLD."not_persons", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."recorded_at", OLD."sort_key", OLD."to_make_since", OLD."unit_id"); RETURN NULL;', hash='9737c1e629e3d7bc1b7f61d7e407db25dc05a3bf', operation='UPDATE', pgid='pgtrigger_update_update_bb053', table='exchange_listedperson', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='listedperson',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exchange_listedpersonevent" ("birth", "comparison_id", "decided_at", "decided_by", "decided_by_name", "decision", "full_name", "id", "is_certain", "is_elsewhere_known", "not_persons", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "sort_key", "to_make_since", "unit_id") VALUES (OLD."birth", OLD."comparison_id", OLD."decided_at", OLD."decided_by", OLD."decided_by_name", OLD."decision", OLD."full_name", OLD."id", OLD."is_certain", OLD."is_elsewhere_known", OLD."not_persons", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."sort_key", OLD."to_make_since", OLD."unit_id"); RETURN NULL;', hash='5c3a43b57947d2c41064599bad401c6fd2354823', operation='DELETE', pgid='pgtrigger_delete_delete_7ef18', table='exchange_listedperson', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='listedrow',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "exchange_listedrowevent" ("address", "birth", "entry_id", "full_name", "id", "is_apart", "is_sure", "number", "numbers", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "source_id") VALUES (OLD."address", OLD."birth", OLD."entry_id", OLD."full_name", OLD."id", OLD."is_apart", OLD."is_sure", OLD."number", OLD."numbers", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."sex", OLD."source_id"); RETURN NULL;', hash='39d266936c0ef0c5963cba5825646fdde7c07edd', operation='UPDATE', pgid='pgtrigger_update_update_7fcf4', table='exchange_listedrow', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='listedrow',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exchange_listedrowevent" ("address", "birth", "entry_id", "full_name", "id", "is_apart", "is_sure", "number", "numbers", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "source_id") VALUES (OLD."address", OLD."birth", OLD."entry_id", OLD."full_name", OLD."id", OLD."is_apart", OLD."is_sure", OLD."number", OLD."numbers", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sex", OLD."source_id"); RETURN NULL;', hash='098a7900753f9a2e1e0534b96c6725f4f1a4da47', operation='DELETE', pgid='pgtrigger_delete_delete_c9513', table='exchange_listedrow', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sourcelist',
                    trigger=pgtrigger.compiler.Trigger(name='exchange_sourcelist_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'exchange_sourcelist: a line is only withdrawn, and only once';", hash='c60954f6a385d0c3383b5dcad1c8f954ddfb3158', operation='UPDATE', pgid='pgtrigger_exchange_sourcelist_is_only_withdrawn_262c0', table='exchange_sourcelist', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sourcelist',
                    trigger=pgtrigger.compiler.Trigger(name='exchange_sourcelist_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'exchange_sourcelist: a line is never deleted';", hash='9824fd2d6cc80be515afb4ed3de8d5da801c3ce7', operation='DELETE', pgid='pgtrigger_exchange_sourcelist_is_kept_c124b', table='exchange_sourcelist', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sourcelist',
                    trigger=pgtrigger.compiler.Trigger(name='exchange_sourcelist_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'exchange_sourcelist: a register is never emptied';", hash='e1f27d6a63e7360a5b16be36f7183140d34f4288', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_exchange_sourcelist_is_never_emptied_458a7', table='exchange_sourcelist', when='BEFORE')),
                ),
            ],
        ),
    ]
