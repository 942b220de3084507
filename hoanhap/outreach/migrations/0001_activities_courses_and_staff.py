"""All tables of the room, made at once."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='StaffMember',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('full_name', models.CharField(max_length=150)),
                        ('code', models.CharField(blank=True, max_length=40)),
                        ('qualification', models.CharField(blank=True, max_length=150)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='StaffMemberEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('full_name', models.CharField(max_length=150)),
                        ('code', models.CharField(blank=True, max_length=40)),
                        ('qualification', models.CharField(blank=True, max_length=150)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='outreach.staffmember')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='StaffPost',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('manages', 'Manages the work'), ('direct', 'Works with people directly')], max_length=10)),
                        ('specialty', models.CharField(choices=[('social', 'Social officer'), ('police', 'Police officer'), ('doctor', 'Doctor'), ('health', 'Health worker'), ('counsellor', 'Counsellor'), ('teacher', 'Teacher or trainer'), ('guard', 'Guard'), ('team', 'Paid member of a task team'), ('administration', 'Administration')], max_length=20)),
                        ('title', models.CharField(max_length=150)),
                        ('meets_standard', models.BooleanField(null=True)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='outreach.staffmember')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['unit', 'valid_from'], name='staff_post_by_unit')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='staff_post_ends_after_it_begins'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('member', '='), ('organisation', '='), ('kind', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='staff_post_of_a_kind_once_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='StaffPostEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('manages', 'Manages the work'), ('direct', 'Works with people directly')], max_length=10)),
                        ('specialty', models.CharField(choices=[('social', 'Social officer'), ('police', 'Police officer'), ('doctor', 'Doctor'), ('health', 'Health worker'), ('counsellor', 'Counsellor'), ('teacher', 'Teacher or trainer'), ('guard', 'Guard'), ('team', 'Paid member of a task team'), ('administration', 'Administration')], max_length=20)),
                        ('title', models.CharField(max_length=150)),
                        ('meets_standard', models.BooleanField(null=True)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='outreach.staffmember')),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='outreach.staffpost')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Activity',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('on', models.DateField()),
                        ('kind', models.CharField(choices=[('talk', 'Talk or meeting'), ('month-of-action', 'Month of action'), ('day-26-6', 'Day of 26 June'), ('arts', 'Performance or contest'), ('home-visits', 'Visits from house to house'), ('broadcast', 'Broadcast or publication'), ('online', 'Online campaign'), ('hotline', 'Hotline'), ('materials', 'Leaflets and posters handed out'), ('other', 'Other activity')], max_length=20)),
                        ('channel', models.CharField(choices=[('face-to-face', 'Face to face'), ('loudspeaker', 'Loudspeakers of the commune'), ('radio-tv', 'Radio or television'), ('press', 'Newspapers'), ('internet', 'Internet and social networks'), ('telephone', 'Telephone'), ('print', 'Printed matter')], max_length=20)),
                        ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('drug-prevention', 'Prevention of drugs in general'), ('rehab-post-rehab', 'Rehabilitation and life after it'), ('new-substances', 'New substances and how they are hidden'), ('substitution', 'Substitution treatment'), ('law', 'Law')], max_length=30), size=None)),
                        ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('everybody', 'All residents'), ('youth', 'Young people'), ('pupils', 'Pupils and students'), ('high-risk', 'Groups at high risk'), ('families', 'Families'), ('workers', 'Workers'), ('in-rehab', 'People in or after rehabilitation'), ('staff', 'Officials and staff')], max_length=20), default=list, size=None)),
                        ('programmes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('movement', 'Cultural and patriotic movements'), ('crime-prevention', 'Crime prevention'), ('hiv', 'HIV/AIDS prevention'), ('socio-economic', 'Socio-economic programmes'), ('poverty', 'Poverty reduction')], max_length=20), default=list, size=None)),
                        ('language', models.CharField(blank=True, max_length=60)),
                        ('title', models.CharField(max_length=200)),
                        ('partners', models.CharField(blank=True, max_length=300)),
                        ('reached', models.PositiveIntegerField(null=True)),
                        ('evidence', models.CharField(blank=True, max_length=200)),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['unit', 'on'], name='activity_by_unit'), models.Index(fields=['on'], name='activity_by_day'), django.contrib.postgres.indexes.GinIndex(fields=['topics'], name='activity_by_topic')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='activity_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('topics__len__gte', 1), ('topics__contained_by', ['drug-prevention', 'rehab-post-rehab', 'new-substances', 'substitution', 'law'])), name='activity_has_known_topics'), models.CheckConstraint(condition=models.Q(('audience__contained_by', ['everybody', 'youth', 'pupils', 'high-risk', 'families', 'workers', 'in-rehab', 'staff']), ('programmes__contained_by', ['movement', 'crime-prevention', 'hiv', 'socio-economic', 'poverty'])), name='activity_has_known_audience_and_programmes')],
                    },
                ),
                migrations.CreateModel(
                    name='Course',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('title', models.CharField(max_length=200)),
                        ('domain', models.CharField(choices=[('rehab', 'Rehabilitation and post-rehabilitation management'), ('determination', 'Dependence determination'), ('counselling', 'Counselling on treatment'), ('files', 'Making and keeping files'), ('substitution', 'Substitution treatment'), ('communication', 'Communication'), ('other', 'Other')], max_length=20)),
                        ('level', models.CharField(choices=[('basic', 'Basic'), ('advanced', 'Advanced'), ('certification', 'Professional certificate')], max_length=15)),
                        ('from_on', models.DateField()),
                        ('to_on', models.DateField()),
                        ('co_organisers', models.CharField(blank=True, max_length=300)),
                        ('evidence', models.CharField(blank=True, max_length=200)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['unit', 'to_on'], name='course_by_unit'), models.Index(fields=['to_on'], name='course_by_last_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='course_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='course_lasts_forwards'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('organisation', 'title', 'from_on', 'unit'), name='course_of_a_title_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='CourseSeats',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('headcount', models.PositiveIntegerField()),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='outreach.course')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='course_seats_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('headcount__gte', 1)), name='course_seats_are_some'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('course', 'unit'), name='course_seats_of_a_unit_once')],
                    },
                ),
                migrations.CreateModel(
                    name='FacilitySession',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('on', models.DateField()),
                        ('kind', models.CharField(choices=[('thematic', 'Thematic session'), ('law', 'Education about the law'), ('news', 'Reading and hearing the news'), ('culture', 'Arts, sports, games'), ('school', 'School lessons')], max_length=10)),
                        ('title', models.CharField(max_length=200)),
                        ('partners', models.CharField(blank=True, max_length=300)),
                        ('attended', models.PositiveIntegerField()),
                        ('evidence', models.CharField(blank=True, max_length=200)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['organisation', 'on'], name='facility_session_by_facility'), models.Index(fields=['kind', 'on'], name='facility_session_by_kind')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='facility_session_is_withdrawn_with_a_reason'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('organisation', 'on', 'kind', 'title'), name='facility_session_of_a_title_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='CourseParticipant',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('has_passed', models.BooleanField()),
                        ('certificate_number', models.CharField(blank=True, max_length=60)),
                        ('certificate_until', models.DateField(null=True)),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='outreach.course')),
                        ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='outreach.staffmember')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['member'], name='course_participant_by_member')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='course_participant_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('certificate_number', ''), ('has_passed', True), _connector='OR'), name='course_participant_certified_has_passed'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('course', 'member'), name='course_participant_once')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='staffmember',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "outreach_staffmemberevent" ("code", "full_name", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualification", "recorded_at") VALUES (OLD."code", OLD."full_name", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."qualification", OLD."recorded_at"); RETURN NULL;', hash='275a75285700332ce017400e1e32f45fd1745e12', operation='UPDATE', pgid='pgtrigger_update_update_6c101', table='outreach_staffmember', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='staffmember',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "outreach_staffmemberevent" ("code", "full_name", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualification", "recorded_at") VALUES (OLD."code", OLD."full_name", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."qualification", OLD."recorded_at"); RETURN NULL;', hash='6a8946630218a9279a475cf276036f46750b59bb', operation='DELETE', pgid='pgtrigger_delete_delete_fe8b5', table='outreach_staffmember', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='staffpost',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "outreach_staffpostevent" ("id", "kind", "meets_standard", "member_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "specialty", "title", "unit_id", "valid_from", "valid_until") VALUES (OLD."id", OLD."kind", OLD."meets_standard", OLD."member_id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."specialty", OLD."title", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='95a4dbec6233b824357df439f2f126bf95212079', operation='UPDATE', pgid='pgtrigger_update_update_322d1', table='outreach_staffpost', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='staffpost',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "outreach_staffpostevent" ("id", "kind", "meets_standard", "member_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "specialty", "title", "unit_id", "valid_from", "valid_until") VALUES (OLD."id", OLD."kind", OLD."meets_standard", OLD."member_id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."specialty", OLD."title", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='f948cdaf398dac9ca06a7da9cafa12aa20321c9a', operation='DELETE', pgid='pgtrigger_delete_delete_d49ce', table='outreach_staffpost', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='activity',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_activity_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'outreach_activity: a line is only withdrawn, and only once';", hash='f46359e84234d7c2d870b56b76bfbb6501743f04', operation='UPDATE', pgid='pgtrigger_outreach_activity_is_only_withdrawn_5c710', table='outreach_activity', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='activity',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_activity_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_activity: a line is never deleted';", hash='c744b5355fe4a3f51f6fd6a7825ac9d7e687a2a4', operation='DELETE', pgid='pgtrigger_outreach_activity_is_kept_e28d8', table='outreach_activity', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='activity',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_activity_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_activity: a register is never emptied';", hash='167079c6be5f4aba1bff9cfb99ec08db1b45711d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_outreach_activity_is_never_emptied_6a4ae', table='outreach_activity', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='course',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_course_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'outreach_course: a line is only withdrawn, and only once';", hash='54aeb7701baaa6ddbb14a8106ad0a7d411de2905', operation='UPDATE', pgid='pgtrigger_outreach_course_is_only_withdrawn_15b40', table='outreach_course', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='course',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_course_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_course: a line is never deleted';", hash='6c37430e37c22bfcd196e50984bae011a619ad47', operation='DELETE', pgid='pgtrigger_outreach_course_is_kept_59db6', table='outreach_course', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='course',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_course_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_course: a register is never emptied';", hash='d505ed4b8ea9a5b6ccae0ce8231a84f634f936e8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_outreach_course_is_never_emptied_16aab', table='outreach_course', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courseseats',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_courseseats_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'outreach_courseseats: a line is only withdrawn, and only once';", hash='62585478dd7fac3470b7a8f284fa4ddf109f6a35', operation='UPDATE', pgid='pgtrigger_outreach_courseseats_is_only_withdrawn_f0417', table='outreach_courseseats', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courseseats',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_courseseats_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_courseseats: a line is never deleted';", hash='7d8273e47dc1144f1b8cef7f501729e5c494dd76', operation='DELETE', pgid='pgtrigger_outreach_courseseats_is_kept_e3869', table='outreach_courseseats', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courseseats',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_courseseats_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_courseseats: a register is never emptied';", hash='82438d920d1d2e0b601d46c232ea00becba252fc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_outreach_courseseats_is_never_emptied_88665', table='outreach_courseseats', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='facilitysession',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_facilitysession_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'outreach_facilitysession: a line is only withdrawn, and only once';", hash='2a9a5cf534dbbffb67e2c094690507b9beac01b8', operation='UPDATE', pgid='pgtrigger_outreach_facilitysession_is_only_withdrawn_9e031', table='outreach_facilitysession', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='facilitysession',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_facilitysession_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_facilitysession: a line is never deleted';", hash='bcbbbe19a22d23ecbc90289792fc154673e978f4', operation='DELETE', pgid='pgtrigger_outreach_facilitysession_is_kept_42c7c', table='outreach_facilitysession', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='facilitysession',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_facilitysession_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_facilitysession: a register is never emptied';", hash='3f066f98f743989b43850b5b5934a564d1c56dfe', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_outreach_facilitysession_is_never_emptied_270dd', table='outreach_facilitysession', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courseparticipant',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_courseparticipant_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'outreach_courseparticipant: a line is only withdrawn, and only once';", hash='5e72157dc46cacae0b63e948e43ac611016388b4', operation='UPDATE', pgid='pgtrigger_outreach_courseparticipant_is_only_withdrawn_5e5c1', table='outreach_courseparticipant', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courseparticipant',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_courseparticipant_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_courseparticipant: a line is never deleted';", hash='d15ced9c26a065fb52078cc0b06a5d249057ae80', operation='DELETE', pgid='pgtrigger_outreach_courseparticipant_is_kept_826d0', table='outreach_courseparticipant', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='courseparticipant',
                    trigger=pgtrigger.compiler.Trigger(name='outreach_courseparticipant_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'outreach_courseparticipant: a register is never emptied';", hash='2160417d7aa0c2604361981b2559f32137a57df3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_outreach_courseparticipant_is_never_emptied_ea5d7', table='outreach_courseparticipant', when='BEFORE')),
                ),
            ],
        ),
    ]
