"""All of the room's tables as they stand after the migrations named in `replaces`, for a database that has none of them."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('community', '0001_initial'), ('community', '0002_initial'), ('community', '0003_initial'), ('community', '0004_days_of_tasks_and_contacts'), ('community', '0005_needs_support_and_services')]

    initial = True

    dependencies = [
        ('access', '0001_squashed_0005'),
        ('casework', '0001_squashed_0008'),
        ('people', '0001_squashed_0005'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='AssignmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('task', models.CharField(max_length=300)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('episode', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.episode')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='community.assignment')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                        ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='community.teammember')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('visit', 'Visit'), ('call', 'Telephone call'), ('counselling', 'Counselling'), ('family-meeting', 'Meeting with the family'), ('prevention-counselling', 'Counselling on prevention'), ('treatment-counselling', 'Counselling on treatment and rehabilitation'), ('reintegration-support', 'Help to live in the community again')], max_length=30)),
                        ('happened_on', models.DateField()),
                        ('note', models.TextField(blank=True)),
                        ('next_on', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(blank=True, max_length=300)),
                        ('episode', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='casework.episode')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='people.person')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                        ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='community.teammember')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['unit', 'happened_on'], name='contact_by_unit'), models.Index(fields=['episode', 'happened_on'], name='contact_by_episode'), models.Index(fields=['kind', 'happened_on'], name='contact_by_kind')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('episode__isnull', False), ('retired_at__isnull', True)), fields=('episode', 'kind', 'happened_on', 'member'), name='contact_of_a_kind_once_a_day', nulls_distinct=False), models.UniqueConstraint(condition=models.Q(('episode__isnull', True), ('retired_at__isnull', True)), fields=('person', 'kind', 'happened_on', 'member'), name='contact_outside_an_episode_once_a_day', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('rehab-task-team', 'Rehabilitation task team'), ('volunteer-team', 'Volunteer social work team')], max_length=30)),
                        ('name', models.CharField(max_length=200)),
                        ('decision_number', models.CharField(blank=True, max_length=40)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('unit', 'kind', 'name'), name='team_name_once_in_a_unit'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='team_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('rehab-task-team', 'Rehabilitation task team'), ('volunteer-team', 'Volunteer social work team')], max_length=30)),
                        ('name', models.CharField(max_length=200)),
                        ('decision_number', models.CharField(blank=True, max_length=40)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='community.team')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='TeamMember',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('full_name', models.CharField(max_length=150)),
                        ('role', models.CharField(choices=[('leader', 'Team leader'), ('police', 'Commune police'), ('health', 'Health worker'), ('mass-organisation', 'Mass organisation'), ('hamlet', 'Hamlet'), ('volunteer', 'Volunteer'), ('member', 'Member')], max_length=20)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='community.team')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='team_member_leaves_after_joining')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamMemberEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('full_name', models.CharField(max_length=150)),
                        ('role', models.CharField(choices=[('leader', 'Team leader'), ('police', 'Commune police'), ('health', 'Health worker'), ('mass-organisation', 'Mass organisation'), ('hamlet', 'Hamlet'), ('volunteer', 'Volunteer'), ('member', 'Member')], max_length=20)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('account', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='community.teammember')),
                        ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='community.team')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('task', models.CharField(max_length=300)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='casework.episode')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                        ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='community.teammember')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['episode', 'valid_from'], name='assignment_by_episode')],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('episode', '='), ('member', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='assignment_of_a_member_once_at_a_time'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='assignment_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='Need',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('domain', models.CharField(choices=[('vocational-training', 'Vocational training'), ('work', 'Work'), ('loan', 'Loan'), ('schooling', 'Schooling'), ('papers', 'Identity papers'), ('housing', 'Housing'), ('health', 'Health'), ('psychology', 'Psychological help'), ('family', 'Family'), ('legal', 'Legal help'), ('reintegration-other', 'Other help to live in the community again')], max_length=30)),
                        ('stated_by', models.CharField(choices=[('self', 'The person'), ('family', 'The family'), ('officer', 'The officer')], max_length=10)),
                        ('opened_on', models.DateField()),
                        ('words', models.CharField(blank=True, max_length=500)),
                        ('episode', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='casework.episode')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='people.person')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                        ('talk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='community.needstalk')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', 'opened_on'], name='need_by_person'), models.Index(fields=['opened_on'], name='need_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='need_is_withdrawn_with_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='NeedChange',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('state', models.CharField(choices=[('partly', 'Partly met'), ('met', 'Met'), ('withdrawn', 'No longer wished'), ('not-eligible', 'Not entitled')], max_length=20)),
                        ('on', models.DateField()),
                        ('words', models.CharField(blank=True, max_length=300)),
                        ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='community.need')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['need', 'on'], name='need_change_by_need')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='need_change_is_withdrawn_with_a_reason'), models.UniqueConstraint(condition=models.Q(models.Q(('state', 'partly'), _negated=True), ('retired_at__isnull', True)), fields=('need',), name='need_is_closed_once')],
                    },
                ),
                migrations.CreateModel(
                    name='NeedsTalk',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('held_on', models.DateField()),
                        ('held_by', models.CharField(blank=True, max_length=150)),
                        ('note', models.CharField(blank=True, max_length=1000)),
                        ('episode', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs_talks', to='casework.episode')),
                        ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.teammember')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs_talks', to='people.person')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', 'held_on'], name='needs_talk_by_person'), models.Index(fields=['held_on'], name='needs_talk_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='needs_talk_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('member__isnull', False), models.Q(('held_by', ''), _negated=True), _connector='OR'), name='needs_talk_names_who_asked')],
                    },
                ),
                migrations.CreateModel(
                    name='Support',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('domain', models.CharField(choices=[('vocational-training', 'Vocational training'), ('work', 'Work'), ('loan', 'Loan'), ('schooling', 'Schooling'), ('papers', 'Identity papers'), ('housing', 'Housing'), ('health', 'Health'), ('psychology', 'Psychological help'), ('family', 'Family'), ('legal', 'Legal help'), ('reintegration-other', 'Other help to live in the community again')], max_length=30)),
                        ('form', models.CharField(choices=[('counselled', 'Advised'), ('provided', 'Provided')], max_length=12)),
                        ('result', models.CharField(blank=True, choices=[('completed', 'Completed'), ('hired', 'Found work'), ('loan-paid', 'Loan paid out'), ('dropped', 'Given up')], max_length=12)),
                        ('provider', models.CharField(max_length=200)),
                        ('provided_on', models.DateField()),
                        ('amount_vnd', models.PositiveBigIntegerField(null=True)),
                        ('evidence', models.CharField(blank=True, max_length=200)),
                        ('episode', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supports', to='casework.episode')),
                        ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supports', to='community.need')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supports', to='people.person')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', 'domain', 'provided_on'], name='community_support_by_person'), models.Index(fields=['provided_on'], name='community_support_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='support_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('result', ''), ('form', 'provided'), _connector='OR'), name='support_has_a_result_only_when_provided'), models.CheckConstraint(condition=models.Q(models.Q(('result', 'hired'), _negated=True), ('domain', 'work'), _connector='OR'), name='support_finds_work_only_as_work'), models.CheckConstraint(condition=models.Q(models.Q(('result', 'loan-paid'), _negated=True), ('domain', 'loan'), _connector='OR'), name='support_pays_a_loan_only_as_loan'), models.CheckConstraint(condition=models.Q(('amount_vnd__isnull', True), ('amount_vnd__gt', 0), _connector='OR'), name='support_of_some_money'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('person', 'domain', 'form', 'provided_on', 'provider'), name='support_of_a_kind_once_a_day')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contact',
                    trigger=pgtrigger.compiler.Trigger(name='community_contact_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'community_contact: a line is only withdrawn, and only once';", hash='38c5b3c2b55adfe7e6de36206fb148851c1bf53d', operation='UPDATE', pgid='pgtrigger_community_contact_is_only_withdrawn_99a0c', table='community_contact', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contact',
                    trigger=pgtrigger.compiler.Trigger(name='community_contact_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_contact: a line is never deleted';", hash='6933bca42538bc30ff75567e30e6792dece97d40', operation='DELETE', pgid='pgtrigger_community_contact_is_kept_c59df', table='community_contact', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='contact',
                    trigger=pgtrigger.compiler.Trigger(name='community_contact_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_contact: a register is never emptied';", hash='814279ca1d46e8dc9d3c62d74605c1503aaef24d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_community_contact_is_never_emptied_04963', table='community_contact', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='team',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "community_teamevent" ("decision_number", "id", "kind", "name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."decision_number", OLD."id", OLD."kind", OLD."name", OLD."office_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='fedcdb78a2383a2dd3f48ec91d4e14a79bb1e6a5', operation='UPDATE', pgid='pgtrigger_update_update_847c3', table='community_team', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='team',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "community_teamevent" ("decision_number", "id", "kind", "name", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "unit_id", "valid_from", "valid_until") VALUES (OLD."decision_number", OLD."id", OLD."kind", OLD."name", OLD."office_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='bc0cb0804825eccc8ba91c00e66159f7a357a9ee', operation='DELETE', pgid='pgtrigger_delete_delete_9aef6', table='community_team', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='teammember',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "community_teammemberevent" ("account_id", "full_name", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "team_id", "valid_from", "valid_until") VALUES (OLD."account_id", OLD."full_name", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."role", OLD."team_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='e7796f256ed04a9768080d0be71d8fc381e34f61', operation='UPDATE', pgid='pgtrigger_update_update_e72df', table='community_teammember', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='teammember',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "community_teammemberevent" ("account_id", "full_name", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "team_id", "valid_from", "valid_until") VALUES (OLD."account_id", OLD."full_name", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."team_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='e32032a1681ef70959d6e6d3d7a20f5adb829a0d', operation='DELETE', pgid='pgtrigger_delete_delete_6df65', table='community_teammember', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='assignment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "community_assignmentevent" ("episode_id", "id", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "task", "unit_id", "valid_from", "valid_until") VALUES (OLD."episode_id", OLD."id", OLD."member_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."task", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='69329d848dc39c61044d9293c17992d6ae0c80d4', operation='UPDATE', pgid='pgtrigger_update_update_58e66', table='community_assignment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='assignment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "community_assignmentevent" ("episode_id", "id", "member_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "task", "unit_id", "valid_from", "valid_until") VALUES (OLD."episode_id", OLD."id", OLD."member_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."task", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='b6253d84e0847d2baded743e0cdf99e2326162ee', operation='DELETE', pgid='pgtrigger_delete_delete_4e937', table='community_assignment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='need',
                    trigger=pgtrigger.compiler.Trigger(name='community_need_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'community_need: a line is only withdrawn, and only once';", hash='255e783bd8522e2876c44b16192bcaac3e3084f0', operation='UPDATE', pgid='pgtrigger_community_need_is_only_withdrawn_60285', table='community_need', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='need',
                    trigger=pgtrigger.compiler.Trigger(name='community_need_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_need: a line is never deleted';", hash='ee715c63a417edeb6d5eb46cd72e6d185630feca', operation='DELETE', pgid='pgtrigger_community_need_is_kept_1f3d6', table='community_need', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='need',
                    trigger=pgtrigger.compiler.Trigger(name='community_need_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_need: a register is never emptied';", hash='0c8b5ead94e1985eb868abb128563afbe71e81fe', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_community_need_is_never_emptied_a5565', table='community_need', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='needchange',
                    trigger=pgtrigger.compiler.Trigger(name='community_needchange_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'community_needchange: a line is only withdrawn, and only once';", hash='ba1cb735120e4061dbdf3b5b4f5bd01698434c8d', operation='UPDATE', pgid='pgtrigger_community_needchange_is_only_withdrawn_a0604', table='community_needchange', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='needchange',
                    trigger=pgtrigger.compiler.Trigger(name='community_needchange_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_needchange: a line is never deleted';", hash='8db85c3642c6caedd0b939c6f9a283a2457c051a', operation='DELETE', pgid='pgtrigger_community_needchange_is_kept_0c0f1', table='community_needchange', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='needchange',
                    trigger=pgtrigger.compiler.Trigger(name='community_needchange_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_needchange: a register is never emptied';", hash='cc9b1406f511d01e6d55ee689c12b4f18b37b508', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_community_needchange_is_never_emptied_65546', table='community_needchange', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='needstalk',
                    trigger=pgtrigger.compiler.Trigger(name='community_needstalk_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'community_needstalk: a line is only withdrawn, and only once';", hash='22d6a94af48a91af26f6edaed93e5b2ce2dfa4b7', operation='UPDATE', pgid='pgtrigger_community_needstalk_is_only_withdrawn_8f1d2', table='community_needstalk', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='needstalk',
                    trigger=pgtrigger.compiler.Trigger(name='community_needstalk_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_needstalk: a line is never deleted';", hash='c0765ed925920e55d04c463736e461d34273b8b9', operation='DELETE', pgid='pgtrigger_community_needstalk_is_kept_7d161', table='community_needstalk', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='needstalk',
                    trigger=pgtrigger.compiler.Trigger(name='community_needstalk_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_needstalk: a register is never emptied';", hash='3da982af07c0d71564df74d072fb3b84ae6f2bf2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_community_needstalk_is_never_emptied_5a079', table='community_needstalk', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='support',
                    trigger=pgtrigger.compiler.Trigger(name='community_support_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'community_support: a line is only withdrawn, and only once';", hash='0ae223c587ff955f2ba899c22efdde07cec12c1f', operation='UPDATE', pgid='pgtrigger_community_support_is_only_withdrawn_13f98', table='community_support', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='support',
                    trigger=pgtrigger.compiler.Trigger(name='community_support_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_support: a line is never deleted';", hash='050f260b13a935f4729e7ecaf9829ce060b49e46', operation='DELETE', pgid='pgtrigger_community_support_is_kept_923aa', table='community_support', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='support',
                    trigger=pgtrigger.compiler.Trigger(name='community_support_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'community_support: a register is never emptied';", hash='b8378525005c6af7d19b42dd27cf9bfebed84107', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_community_support_is_never_emptied_4b9e1', table='community_support', when='BEFORE')),
                ),
            ],
        ),
    ]
