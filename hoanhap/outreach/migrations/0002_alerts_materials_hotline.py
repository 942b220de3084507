"""Warnings of new substances, materials of communication, calls to hotlines."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0001_activities_courses_and_staff'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Material',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=200)),
                        ('kind', models.CharField(choices=[('leaflet', 'Leaflet'), ('poster', 'Poster or banner'), ('handbook', 'Handbook'), ('video', 'Film or clip'), ('audio', 'Sound for loudspeakers'), ('other', 'Other material')], max_length=10)),
                        ('language', models.CharField(max_length=60)),
                        ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('drug-prevention', 'Prevention of drugs in general'), ('rehab-post-rehab', 'Rehabilitation and life after it'), ('new-substances', 'New substances and how they are hidden'), ('substitution', 'Substitution treatment'), ('law', 'Law')], max_length=30), size=None)),
                        ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('everybody', 'All residents'), ('youth', 'Young people'), ('pupils', 'Pupils and students'), ('high-risk', 'Groups at high risk'), ('families', 'Families'), ('workers', 'Workers'), ('in-rehab', 'People in or after rehabilitation'), ('staff', 'Officials and staff')], max_length=20), default=list, size=None)),
                        ('made_on', models.DateField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                ),
                migrations.CreateModel(
                    name='MaterialEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('title', models.CharField(max_length=200)),
                        ('kind', models.CharField(choices=[('leaflet', 'Leaflet'), ('poster', 'Poster or banner'), ('handbook', 'Handbook'), ('video', 'Film or clip'), ('audio', 'Sound for loudspeakers'), ('other', 'Other material')], max_length=10)),
                        ('language', models.CharField(max_length=60)),
                        ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('drug-prevention', 'Prevention of drugs in general'), ('rehab-post-rehab', 'Rehabilitation and life after it'), ('new-substances', 'New substances and how they are hidden'), ('substitution', 'Substitution treatment'), ('law', 'Law')], max_length=30), size=None)),
                        ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('everybody', 'All residents'), ('youth', 'Young people'), ('pupils', 'Pupils and students'), ('high-risk', 'Groups at high risk'), ('families', 'Families'), ('workers', 'Workers'), ('in-rehab', 'People in or after rehabilitation'), ('staff', 'Officials and staff')], max_length=20), default=list, size=None)),
                        ('made_on', models.DateField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='outreach.material')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='MaterialMove',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('way', models.CharField(choices=[('received', 'Received'), ('handed-out', 'Handed out'), ('passed-on', 'Passed on to another office'), ('discarded', 'Out of date or spoilt')], max_length=10)),
                        ('quantity', models.PositiveIntegerField()),
                        ('on', models.DateField()),
                        ('words', models.CharField(blank=True, max_length=200, verbose_name='To whom or from where')),
                        ('activity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outreach.activity')),
                        ('material', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='outreach.material')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('passed_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_in', to='outreach.materialmove')),
                        ('towards', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                ),
                migrations.CreateModel(
                    name='SubstanceAlert',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('title', models.CharField(max_length=160)),
                        ('substance', models.CharField(max_length=160)),
                        ('found_in', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('e-cigarette', 'E-cigarettes and their liquids'), ('food', 'Food and sweets'), ('drink', 'Drinks'), ('tablet', 'Tablets'), ('powder', 'Powder or crystals'), ('plant', 'Plants, herbs for smoking'), ('paper', 'Stamps and paper'), ('other', 'Something else')], max_length=20), size=None)),
                        ('looks', models.CharField(max_length=600)),
                        ('harm', models.CharField(max_length=600)),
                        ('advice', models.CharField(max_length=600)),
                        ('source', models.CharField(max_length=200)),
                        ('published_on', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='outreach.substancealert')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                ),
                migrations.CreateModel(
                    name='HotlineCall',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('on', models.DateField()),
                        ('caller', models.CharField(choices=[('self', 'For themselves'), ('family', 'Somebody of the family'), ('official', 'An official or volunteer'), ('other', 'Somebody else'), ('unsaid', 'Not said')], max_length=10)),
                        ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('prevention', 'How to keep away from drugs'), ('new-substances', 'A new or unknown substance'), ('overdose', 'Poisoning, an emergency'), ('rehab', 'How to register for rehabilitation'), ('substitution', 'Substitution treatment'), ('afterwards', 'Life after rehabilitation, work, loans'), ('family', 'How to help somebody in the family'), ('law', 'The law and its papers'), ('other', 'Something else')], max_length=20), size=None)),
                        ('words', models.CharField(blank=True, max_length=300, verbose_name='What was said')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('sent_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['organisation', 'on'], name='hotline_call_by_office'), models.Index(fields=['unit', 'on'], name='hotline_call_by_unit')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='hotline_call_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('topics__len__gte', 1), ('topics__contained_by', ['prevention', 'new-substances', 'overdose', 'rehab', 'substitution', 'afterwards', 'family', 'law', 'other'])), name='hotline_call_has_known_topics'), models.CheckConstraint(condition=models.Q(('words__regex', '(\\d[ .-]*){9}'), _negated=True), name='hotline_call_holds_no_number')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hotlinecall',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_hotlinecall_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'outreach_hotlinecall: a line is only withdrawn, and only once';", hash='52f835f7cda8f64a3f2e3e12696888a0649718b3', operation='UPDATE', pgid='pgtrigger_outreach_hotlinecall_is_only_withdrawn_88e96', table='outreach_hotlinecall', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hotlinecall',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_hotlinecall_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_hotlinecall: a line is never deleted';", hash='3cd154e827f9bf5bbf0269c09b7f0d5bf2c675cd', operation='DELETE', pgid='pgtrigger_outreach_hotlinecall_is_kept_5c237', table='outreach_hotlinecall', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hotlinecall',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_hotlinecall_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_hotlinecall: a register is never emptied';", hash='5a9c9d5c0ca58f7473ecd288d00fa49993f12209', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_outreach_hotlinecall_is_never_emptied_bd8d2', table='outreach_hotlinecall', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='material',
                    constraint=models.CheckConstraint(condition=models.Q(('topics__len__gte', 1), ('topics__contained_by', ['drug-prevention', 'rehab-post-rehab', 'new-substances', 'substitution', 'law']), ('audience__contained_by', ['everybody', 'youth', 'pupils', 'high-risk', 'families', 'workers', 'in-rehab', 'staff'])), name='material_has_known_topics'),
                ),
                migrations.AddConstraint(
                    model_name='material',
                    constraint=models.UniqueConstraint(fields=('organisation', 'title', 'language', 'made_on'), name='material_of_a_title_once_a_day'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='material',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "outreach_materialevent" ("audience", "id", "kind", "language", "made_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "title", "topics", "unit_id") VALUES (OLD."audience", OLD."id", OLD."kind", OLD."language", OLD."made_on", OLD."organisation_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."title", OLD."topics", OLD."unit_id"); RETURN NULL;', hash='37f6c5a03247e325cc84932d664da260e7ddb76c', operation='UPDATE', pgid='pgtrigger_update_update_6ff62', table='outreach_material', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='material',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "outreach_materialevent" ("audience", "id", "kind", "language", "made_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "title", "topics", "unit_id") VALUES (OLD."audience", OLD."id", OLD."kind", OLD."language", OLD."made_on", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."title", OLD."topics", OLD."unit_id"); RETURN NULL;', hash='cf9e0f90f728bfedef2c447a9d2355b7b382acdb', operation='DELETE', pgid='pgtrigger_delete_delete_a0bd4', table='outreach_material', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='materialmove',
                    index=models.Index(fields=['organisation', 'material', 'on'], name='material_move_by_office'),
                ),
                migrations.AddIndex(
                    model_name='materialmove',
                    index=models.Index(fields=['on'], name='material_move_by_day'),
                ),
                migrations.AddConstraint(
                    model_name='materialmove',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='material_move_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='materialmove',
                    constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='material_move_of_some'),
                ),
                migrations.AddConstraint(
                    model_name='materialmove',
                    constraint=models.CheckConstraint(condition=models.Q(('passed_from__isnull', True), ('way', 'received'), _connector='OR'), name='material_move_passed_on_is_received'),
                ),
                migrations.AddConstraint(
                    model_name='materialmove',
                    constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('passed_from',), name='material_move_taken_in_once'),
                ),
                migrations.AddConstraint(
                    model_name='materialmove',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('towards__isnull', False), ('way', 'passed-on'), models.Q(('towards', models.F('organisation')), _negated=True)), models.Q(models.Q(('way', 'passed-on'), _negated=True), ('towards__isnull', True)), _connector='OR'), name='material_move_passed_on_names_another_office'),
                ),
                migrations.AddConstraint(
                    model_name='materialmove',
                    constraint=models.CheckConstraint(condition=models.Q(('activity__isnull', True), ('way', 'handed-out'), _connector='OR'), name='material_move_at_an_activity_is_handed_out'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='materialmove',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_materialmove_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'outreach_materialmove: a line is only withdrawn, and only once';", hash='e30d696fbc2c2dc9e9d74d9d92b4b4602225278f', operation='UPDATE', pgid='pgtrigger_outreach_materialmove_is_only_withdrawn_20a84', table='outreach_materialmove', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='materialmove',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_materialmove_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_materialmove: a line is never deleted';", hash='c56e0123ff67d0256c909f2f8875199af110aa9b', operation='DELETE', pgid='pgtrigger_outreach_materialmove_is_kept_0e3db', table='outreach_materialmove', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='materialmove',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_materialmove_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_materialmove: a register is never emptied';", hash='aafc59818a4996a327e8839b97325ddd591b192d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_outreach_materialmove_is_never_emptied_6f5cd', table='outreach_materialmove', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='materialmove',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_materialmove_never_below_zero', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    -- One after the other for each material of each office: nobody decides on a sum that another is changing.\n    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.material_id::text || NEW.organisation_id::text, 0));\n    IF EXISTS (\n        SELECT FROM (\n            SELECT sum(sum(CASE WHEN m.way = 'received' THEN m.quantity ELSE -m.quantity END)) OVER (ORDER BY m.on)\n                AS there\n            FROM outreach_materialmove m\n            WHERE m.material_id = NEW.material_id AND m.organisation_id = NEW.organisation_id\n              AND m.retired_at IS NULL\n            GROUP BY m.on\n        ) AS days WHERE days.there < 0\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'material_move_leaves_something',\n            MESSAGE = 'material_move_leaves_something';\n    END IF;\n    RETURN NULL;\n", hash='fe71300bbbca558261f1ed804f1cbc1c8ba20e2b', operation='INSERT OR UPDATE', pgid='pgtrigger_outreach_materialmove_never_below_zero_28baa', table='outreach_materialmove', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='substancealert',
                    index=models.Index(fields=['published_on'], name='substance_alert_by_day'),
                ),
                migrations.AddConstraint(
                    model_name='substancealert',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='substance_alert_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='substancealert',
                    constraint=models.CheckConstraint(condition=models.Q(('found_in__len__gte', 1), ('found_in__contained_by', ['e-cigarette', 'food', 'drink', 'tablet', 'powder', 'plant', 'paper', 'other'])), name='substance_alert_names_what_it_is_found_in'),
                ),
                migrations.AddConstraint(
                    model_name='substancealert',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('published_on')), _connector='OR'), name='substance_alert_holds_for_a_day'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='substancealert',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_substancealert_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'outreach_substancealert: a line is only withdrawn, and only once';", hash='46b7f0eaade56d285e58248e2a49d31341f33268', operation='UPDATE', pgid='pgtrigger_outreach_substancealert_is_only_withdrawn_b3785', table='outreach_substancealert', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='substancealert',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_substancealert_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_substancealert: a line is never deleted';", hash='61b8e202cb9f29fe961da49d00d09cfeb93fc13d', operation='DELETE', pgid='pgtrigger_outreach_substancealert_is_kept_27161', table='outreach_substancealert', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='substancealert',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_substancealert_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_substancealert: a register is never emptied';", hash='5269f19b1025054e75ee279b23114f9baad4491b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_outreach_substancealert_is_never_emptied_602ef', table='outreach_substancealert', when='BEFORE')),
                ),
            ],
        ),
    ]
