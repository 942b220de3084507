"""All of the room's tables as they stand after the migrations named in `replaces`, for a database that has none of them."""

import django.db.models.deletion
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('access', '0001_initial'), ('access', '0002_initial'), ('access', '0003_grant_may_be_withdrawn_before_it_begins'), ('access', '0004_grant_inside_an_organisation'), ('access', '0005_secret_address_of_a_calendar')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='AccountEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('username', models.CharField(max_length=150)),
                        ('full_name', models.CharField(max_length=150)),
                        ('position', models.CharField(blank=True, max_length=150)),
                        ('is_active', models.BooleanField(default=True)),
                        ('language', models.CharField(default='vi', max_length=5)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Grant',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('role', models.CharField(max_length=40)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('reason', models.CharField(max_length=300)),
                        ('granted_by', models.UUIDField(null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='grant_does_not_end_before_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='GrantEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('role', models.CharField(max_length=40)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('reason', models.CharField(max_length=300)),
                        ('granted_by', models.UUIDField(null=True)),
                        ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='access.grant')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit')),
                        ('organisation', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SignedInSession',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('session_hash', models.CharField(max_length=64, unique=True)),
                        ('started_at', models.DateTimeField()),
                        ('seen_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('ended_because', models.CharField(blank=True, max_length=20)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['account', 'seen_at'], name='session_by_account')],
                    },
                ),
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('username', models.CharField(max_length=150, unique=True)),
                        ('full_name', models.CharField(max_length=150)),
                        ('position', models.CharField(blank=True, max_length=150)),
                        ('is_active', models.BooleanField(default=True)),
                        ('language', models.CharField(default='vi', max_length=5)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('username__regex', '^[a-z0-9][a-z0-9._-]*$')), name='account_username_is_plain')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarFeed',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('secret_hash', models.CharField(max_length=64, unique=True)),
                        ('created_at', models.DateTimeField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(blank=True, max_length=300)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('account',), name='calendar_feed_one_an_account')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='grant',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "access_grantevent" ("account_id", "granted_by", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "unit_id", "valid_from", "valid_until") VALUES (OLD."account_id", OLD."granted_by", OLD."id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."role", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='652303325db492eab658a1067601d8e9ae433ed2', operation='UPDATE', pgid='pgtrigger_update_update_c99f4', table='access_grant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='grant',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "access_grantevent" ("account_id", "granted_by", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "unit_id", "valid_from", "valid_until") VALUES (OLD."account_id", OLD."granted_by", OLD."id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."role", OLD."unit_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='af4dbe1518e52e2eacc5637022e4e05138a0f30f', operation='DELETE', pgid='pgtrigger_delete_delete_b6eaf', table='access_grant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='account',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."username" IS DISTINCT FROM (NEW."username"))', func='INSERT INTO "access_accountevent" ("full_name", "id", "is_active", "language", "last_login", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "username") VALUES (OLD."full_name", OLD."id", OLD."is_active", OLD."language", OLD."last_login", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position", OLD."username"); RETURN NULL;', hash='edbd10803d2b38fe30a0d961a556040e52d06cff', operation='UPDATE', pgid='pgtrigger_update_update_4401b', table='access_account', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='account',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "access_accountevent" ("full_name", "id", "is_active", "language", "last_login", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "username") VALUES (OLD."full_name", OLD."id", OLD."is_active", OLD."language", OLD."last_login", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."username"); RETURN NULL;', hash='8f67f8fc73396cb43fc514b0ee28281568d91970', operation='DELETE', pgid='pgtrigger_delete_delete_9f847', table='access_account', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeed',
                    trigger=pgtrigger.compiler.Trigger(name='access_calendarfeed_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'access_calendarfeed: a line is only withdrawn, and only once';", hash='fe26b7d722123fade967d327bc65e5d4e176e67b', operation='UPDATE', pgid='pgtrigger_access_calendarfeed_is_only_withdrawn_8542c', table='access_calendarfeed', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeed',
                    trigger=pgtrigger.compiler.Trigger(name='access_calendarfeed_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'access_calendarfeed: a line is never deleted';", hash='56da4367d05d3d74556130e337ae0f8783e35a67', operation='DELETE', pgid='pgtrigger_access_calendarfeed_is_kept_d42a5', table='access_calendarfeed', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeed',
                    trigger=pgtrigger.compiler.Trigger(name='access_calendarfeed_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'access_calendarfeed: a register is never emptied';", hash='98e3151805284fb019d06a6c80f45d07932d0093', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_access_calendarfeed_is_never_emptied_604f6', table='access_calendarfeed', when='BEFORE')),
                ),
            ],
        ),
    ]
