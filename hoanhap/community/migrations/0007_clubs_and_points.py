"""Clubs, counselling points; allowances of members, the day of a team's decision."""

import django.contrib.postgres.constraints
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
        ('community', '0006_field_notes'),
        ('people', '0001_squashed_0005'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='ClubMembership',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveSmallIntegerField()),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                ),
                migrations.CreateModel(
                    name='ClubMembershipEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('number', models.PositiveSmallIntegerField()),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ClubSession',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('on', models.DateField()),
                        ('topic', models.CharField(choices=[('staying-clean', 'Keeping away from drugs'), ('health', 'Health, HIV and treatment'), ('work', 'Work and loans'), ('family', 'Family and getting on with neighbours'), ('law', 'Law and papers'), ('culture', 'Culture, sport, visits'), ('other', 'Other topic')], max_length=20)),
                        ('title', models.CharField(max_length=200)),
                        ('present', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None)),
                        ('guests', models.PositiveSmallIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='CounsellingPoint',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('address', models.CharField(max_length=200)),
                        ('phone', models.CharField(blank=True, max_length=40)),
                        ('hours', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=60), size=7)),
                        ('is_published', models.BooleanField(default=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                ),
                migrations.CreateModel(
                    name='CounsellingPointEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('address', models.CharField(max_length=200)),
                        ('phone', models.CharField(blank=True, max_length=40)),
                        ('hours', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=60), size=7)),
                        ('is_published', models.BooleanField(default=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PointVisit',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('on', models.DateField()),
                        ('service', models.CharField(choices=[('prevention', 'Advice on keeping away from drugs'), ('determination', 'Finding out whether there is dependence'), ('rehab', 'Voluntary rehabilitation'), ('substitution', 'Substitution treatment'), ('health', 'Health care, HIV and hepatitis tests'), ('psychology', 'Psychological help'), ('work', 'Training, work, loans'), ('law', 'Legal help and papers'), ('family', 'Advice for the family')], max_length=20)),
                        ('referred_to', models.CharField(blank=True, choices=[('prevention', 'Advice on keeping away from drugs'), ('determination', 'Finding out whether there is dependence'), ('rehab', 'Voluntary rehabilitation'), ('substitution', 'Substitution treatment'), ('health', 'Health care, HIV and hepatitis tests'), ('psychology', 'Psychological help'), ('work', 'Training, work, loans'), ('law', 'Legal help and papers'), ('family', 'Advice for the family')], max_length=20)),
                        ('people', models.PositiveSmallIntegerField(default=1)),
                    ],
                    options={
                        'verbose_name': 'visit to a counselling point',
                    },
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='team',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='team',
                    name='delete_delete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='teammember',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='teammember',
                    name='delete_delete',
                ),
                migrations.AddField(
                    model_name='team',
                    name='decision_on',
                    field=models.DateField(null=True),
                ),
                migrations.AddField(
                    model_name='teamevent',
                    name='decision_on',
                    field=models.DateField(null=True),
                ),
                migrations.AddField(
                    model_name='teammember',
                    name='allowance',
                    field=models.CharField(blank=True, default='', max_length=30),
                ),
                migrations.AddField(
                    model_name='teammember',
                    name='helps_at_most',
                    field=models.PositiveSmallIntegerField(null=True),
                ),
                migrations.AddField(
                    model_name='teammemberevent',
                    name='allowance',
                    field=models.CharField(blank=True, default='', max_length=30),
                ),
                migrations.AddField(
                    model_name='teammemberevent',
                    name='helps_at_most',
                    field=models.PositiveSmallIntegerField(null=True),
                ),
                migrations.AlterField(
                    model_name='team',
                    name='kind',
                    field=models.CharField(choices=[('rehab-task-team', 'Rehabilitation task team'), ('volunteer-team', 'Volunteer social work team'), ('club-board', 'Board of a B93 club'), ('point-staff', 'Staff of a counselling point')], max_length=30),
                ),
                migrations.AlterField(
                    model_name='teamevent',
                    name='kind',
                    field=models.CharField(choices=[('rehab-task-team', 'Rehabilitation task team'), ('volunteer-team', 'Volunteer social work team'), ('club-board', 'Board of a B93 club'), ('point-staff', 'Staff of a counselling point')], max_length=30),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='team',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "community_teamevent" ("decision_number", "decision_on", "id", "kind", "name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."decision_number", OLD."decision_on", OLD."id", OLD."kind", OLD."name", OLD."office_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='0fd993ad3de067a6b4a5eea2a20c9a592ae73505', operation='UPDATE', pgid='pgtrigger_update_update_847c3', table='community_team', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='team',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "community_teamevent" ("decision_number", "decision_on", "id", "kind", "name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."decision_number", OLD."decision_on", OLD."id", OLD."kind", OLD."name", OLD."office_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='d67da60467521faabb386c12db0dd1afb77a88f5', operation='DELETE', pgid='pgtrigger_delete_delete_9aef6', table='community_team', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='teammember',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "community_teammemberevent" ("account_id", "allowance", "full_name", "helps_at_most", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "team_id", "valid_from", "valid_until") VALUES (OLD."account_id", OLD."allowance", OLD."full_name", OLD."helps_at_most", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."role", OLD."team_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='cca4fd7de7c4e120712d7593ec06df1caa7c88ec', operation='UPDATE', pgid='pgtrigger_update_update_e72df', table='community_teammember', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='teammember',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "community_teammemberevent" ("account_id", "allowance", "full_name", "helps_at_most", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "team_id", "valid_from", "valid_until") VALUES (OLD."account_id", OLD."allowance", OLD."full_name", OLD."helps_at_most", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."team_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='042f94ddb6108d765316e492a194dd299ffb6423', operation='DELETE', pgid='pgtrigger_delete_delete_6df65', table='community_teammember', when='AFTER')),
                ),
                migrations.AddField(
                    model_name='clubmembership',
                    name='club',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.team'),
                ),
                migrations.AddField(
                    model_name='clubmembership',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='clubmembership',
                    name='unit',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='clubmembershipevent',
                    name='club',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='community.team'),
                ),
                migrations.AddField(
                    model_name='clubmembershipevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='clubmembershipevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='clubmembershipevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='community.clubmembership'),
                ),
                migrations.AddField(
                    model_name='clubmembershipevent',
                    name='unit',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='clubsession',
                    name='club',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.team'),
                ),
                migrations.AddField(
                    model_name='clubsession',
                    name='unit',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='counsellingpoint',
                    name='staff',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.team'),
                ),
                migrations.AddField(
                    model_name='counsellingpoint',
                    name='unit',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='counsellingpointevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='counsellingpointevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='community.counsellingpoint'),
                ),
                migrations.AddField(
                    model_name='counsellingpointevent',
                    name='staff',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='community.team'),
                ),
                migrations.AddField(
                    model_name='counsellingpointevent',
                    name='unit',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='pointvisit',
                    name='person',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='pointvisit',
                    name='point',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.counsellingpoint'),
                ),
                migrations.AddField(
                    model_name='pointvisit',
                    name='unit',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit'),
                ),
                migrations.AddConstraint(
                    model_name='clubmembership',
                    constraint=models.UniqueConstraint(fields=('club', 'number'), name='club_number_once'),
                ),
                migrations.AddConstraint(
                    model_name='clubmembership',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='club_membership_ends_after_it_begins'),
                ),
                migrations.AddConstraint(
                    model_name='clubmembership',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('club', '='), ('person', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='club_membership_once_at_a_time'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clubmembership',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "community_clubmembershipevent" ("club_id", "id", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."club_id", OLD."id", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='af4fb474bc434284d117b44f9ed21dfaac98bb27', operation='UPDATE', pgid='pgtrigger_update_update_e37fe', table='community_clubmembership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clubmembership',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "community_clubmembershipevent" ("club_id", "id", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."club_id", OLD."id", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='c5ae6995565ebdd7705c76a678483e5ec1034492', operation='DELETE', pgid='pgtrigger_delete_delete_3a266', table='community_clubmembership', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='clubsession',
                    index=models.Index(fields=['unit', 'on'], name='club_session_by_unit'),
                ),
                migrations.AddConstraint(
                    model_name='clubsession',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='club_session_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='clubsession',
                    constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('club', 'on'), name='club_session_once_a_day'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clubsession',
                    trigger=pgtrigger.compiler.Trigger(name='community_clubsession_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'community_clubsession: a line is only withdrawn, and only once';", hash='5a2f2133d7cde2a7d72206069774872b0e7e75c9', operation='UPDATE', pgid='pgtrigger_community_clubsession_is_only_withdrawn_15c9f', table='community_clubsession', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clubsession',
                    trigger=pgtrigger.compiler.Trigger(name='community_clubsession_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_clubsession: a line is never deleted';", hash='a722f7ce936637c990cd5e0726c45176269f499a', operation='DELETE', pgid='pgtrigger_community_clubsession_is_kept_26de8', table='community_clubsession', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clubsession',
                    trigger=pgtrigger.compiler.Trigger(name='community_clubsession_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_clubsession: a register is never emptied';", hash='42158b915a01d3bfa782a1dfee8e530b97d30ebe', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_community_clubsession_is_never_emptied_76cd4', table='community_clubsession', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='counsellingpoint',
                    constraint=models.CheckConstraint(condition=models.Q(('hours__len', 7)), name='counselling_point_has_a_week_of_hours'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='counsellingpoint',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "community_counsellingpointevent" ("address", "hours", "id", "is_published", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "staff_id", "unit_id") VALUES (OLD."address", OLD."hours", OLD."id", OLD."is_published", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."recorded_at", OLD."staff_id", OLD."unit_id"); RETURN NULL;', hash='ecf138ddbdc1b988ca81f02318e9dda47efbd2de', operation='UPDATE', pgid='pgtrigger_update_update_8b1e6', table='community_counsellingpoint', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='counsellingpoint',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "community_counsellingpointevent" ("address", "hours", "id", "is_published", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "staff_id", "unit_id") VALUES (OLD."address", OLD."hours", OLD."id", OLD."is_published", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."recorded_at", OLD."staff_id", OLD."unit_id"); RETURN NULL;', hash='d22a8413cb7a74a64dd84051a05fe274ad6cc810', operation='DELETE', pgid='pgtrigger_delete_delete_eaee0', table='community_counsellingpoint', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='pointvisit',
                    index=models.Index(fields=['unit', 'on'], name='point_visit_by_unit'),
                ),
                migrations.AddIndex(
                    model_name='pointvisit',
                    index=models.Index(fields=['person', 'on'], name='point_visit_by_person'),
                ),
                migrations.AddConstraint(
                    model_name='pointvisit',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='point_visit_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='pointvisit',
                    constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1), models.Q(('person__isnull', True), ('people', 1), _connector='OR')), name='point_visit_of_one_known_person_or_of_some'),
                ),
                migrations.AddConstraint(
                    model_name='pointvisit',
                    constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('retired_at__isnull', True)), fields=('point', 'person', 'on', 'service'), name='point_visit_of_a_person_once_a_day'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pointvisit',
                    trigger=pgtrigger.compiler.Trigger(name='community_pointvisit_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'community_pointvisit: a line is only withdrawn, and only once';", hash='48a7631dda53955cf05a7d1ccc2eadb88181c0eb', operation='UPDATE', pgid='pgtrigger_community_pointvisit_is_only_withdrawn_df097', table='community_pointvisit', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pointvisit',
                    trigger=pgtrigger.compiler.Trigger(name='community_pointvisit_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_pointvisit: a line is never deleted';", hash='57b071fb55fb50de78c34c219598310eb7d093a9', operation='DELETE', pgid='pgtrigger_community_pointvisit_is_kept_4a3e2', table='community_pointvisit', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pointvisit',
                    trigger=pgtrigger.compiler.Trigger(name='community_pointvisit_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_pointvisit: a register is never emptied';", hash='0cfe4a55338e920242b9c238d47318fc0bcf98c9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_community_pointvisit_is_never_emptied_932b8', table='community_pointvisit', when='BEFORE')),
                ),
            ],
        ),
    ]
