"""Substitution treatment and doses."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import hoanhap.kit.at_once
import hoanhap.kit.keys
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_squashed_0008'),
        ('medicine', '0001_stock_books'),
        ('people', '0001_squashed_0005'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0004'),
        ('treatment', '0002_losses_move_to_the_room_of_medicine'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='DoseLimitEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('first_dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('restart_after_days', models.PositiveSmallIntegerField()),
                        ('raise_factor', models.DecimalField(decimal_places=2, max_digits=4)),
                        ('highest_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('source', models.CharField(max_length=300)),
                        ('confidence', models.CharField(max_length=10)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='DoseOrder',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('induction', 'Induction'), ('titration', 'Titration'), ('adjustment', 'Adjustment'), ('maintenance', 'Maintenance'), ('taper', 'Taper'), ('single', 'Single dose')], max_length=20)),
                        ('dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField()),
                        ('stopped_on', models.DateField(null=True)),
                        ('stop_reason', models.CharField(blank=True, max_length=300)),
                        ('needs_second', models.BooleanField(default=False)),
                        ('second_person', models.UUIDField(null=True)),
                        ('second_signed_at', models.DateTimeField(null=True)),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='DoseOrderEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('induction', 'Induction'), ('titration', 'Titration'), ('adjustment', 'Adjustment'), ('maintenance', 'Maintenance'), ('taper', 'Taper'), ('single', 'Single dose')], max_length=20)),
                        ('dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField()),
                        ('stopped_on', models.DateField(null=True)),
                        ('stop_reason', models.CharField(blank=True, max_length=300)),
                        ('needs_second', models.BooleanField(default=False)),
                        ('second_person', models.UUIDField(null=True)),
                        ('second_signed_at', models.DateTimeField(null=True)),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='DoseOutcome',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('given', 'Taken'), ('handed-out', 'Handed out'), ('refused', 'Refused'), ('spilt', 'Spilt'), ('voided', 'Not poured after all'), ('lost', 'Not found')], max_length=20)),
                        ('happened_at', models.DateTimeField()),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('second_person', models.UUIDField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='DosingPlace',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('home', 'Own clinic'), ('point', 'Satellite point'), ('guest', 'Guest at another clinic')], max_length=10)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('document_number', models.CharField(blank=True, max_length=60)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='DosingPlaceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('kind', models.CharField(choices=[('home', 'Own clinic'), ('point', 'Satellite point'), ('guest', 'Guest at another clinic')], max_length=10)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('document_number', models.CharField(blank=True, max_length=60)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Enrolment',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('card_number', models.CharField(max_length=30)),
                        ('enrolled_on', models.DateField()),
                        ('ended_on', models.DateField(null=True)),
                        ('ended_as', models.CharField(blank=True, choices=[('completed', 'Completed'), ('left', 'Stopped by own will'), ('expelled', 'Ended by the clinic for breaches'), ('transferred', 'Transferred to another clinic'), ('prison', 'Custody or prison'), ('died', 'Died'), ('other', 'Other reason')], max_length=20)),
                        ('end_reason', models.CharField(blank=True, max_length=500)),
                        ('ended_by', models.UUIDField(null=True)),
                        ('end_second_person', models.UUIDField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='EnrolmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('card_number', models.CharField(max_length=30)),
                        ('enrolled_on', models.DateField()),
                        ('ended_on', models.DateField(null=True)),
                        ('ended_as', models.CharField(blank=True, choices=[('completed', 'Completed'), ('left', 'Stopped by own will'), ('expelled', 'Ended by the clinic for breaches'), ('transferred', 'Transferred to another clinic'), ('prison', 'Custody or prison'), ('died', 'Died'), ('other', 'Other reason')], max_length=20)),
                        ('end_reason', models.CharField(blank=True, max_length=500)),
                        ('ended_by', models.UUIDField(null=True)),
                        ('end_second_person', models.UUIDField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Hold',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('reason', models.CharField(max_length=300)),
                        ('released_reason', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='HoldEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('reason', models.CharField(max_length=300)),
                        ('released_reason', models.CharField(blank=True, max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='TakeHomeGrant',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('days_at_a_time', models.PositiveSmallIntegerField()),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField()),
                        ('revoked_on', models.DateField(null=True)),
                        ('revoke_reason', models.CharField(blank=True, max_length=300)),
                        ('conditions', models.CharField(max_length=1000)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='TakeHomeGrantEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, serialize=False)),
                        ('days_at_a_time', models.PositiveSmallIntegerField()),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField()),
                        ('revoked_on', models.DateField(null=True)),
                        ('revoke_reason', models.CharField(blank=True, max_length=300)),
                        ('conditions', models.CharField(max_length=1000)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Vomiting',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('happened_at', models.DateTimeField()),
                        ('was_seen', models.BooleanField()),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('replacement_mg', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                        ('allowed_by', models.UUIDField(null=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Dose',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('dose_on', models.DateField()),
                        ('mode', models.CharField(choices=[('witnessed', 'Taken under watch'), ('take-home', 'Taken home')], max_length=10)),
                        ('dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('volume_units', models.DecimalField(decimal_places=3, max_digits=12)),
                        ('poured_at', models.DateTimeField()),
                        ('visit', models.UUIDField()),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('pour_line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockline')),
                        ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='treatment.dose')),
                    ],
                ),
                migrations.CreateModel(
                    name='DoseDoubt',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('happened_at', models.DateTimeField()),
                        ('note', models.CharField(max_length=300)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('dose', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='doubt', to='treatment.dose')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                ),
                migrations.CreateModel(
                    name='DoseLimit',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('medicine', models.CharField(max_length=60)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(null=True)),
                        ('first_dose_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('restart_after_days', models.PositiveSmallIntegerField()),
                        ('raise_factor', models.DecimalField(decimal_places=2, max_digits=4)),
                        ('highest_mg', models.DecimalField(decimal_places=2, max_digits=7)),
                        ('source', models.CharField(max_length=300)),
                        ('confidence', models.CharField(max_length=10)),
                    ],
                    options={
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('medicine', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='dose_limit_one_at_a_time')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doselimit',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_doselimitevent" ("confidence", "first_dose_mg", "highest_mg", "id", "medicine", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raise_factor", "restart_after_days", "source", "valid_from", "valid_until") VALUES (OLD."confidence", OLD."first_dose_mg", OLD."highest_mg", OLD."id", OLD."medicine", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."raise_factor", OLD."restart_after_days", OLD."source", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='20858ab584f08b3649bfeef48351cb9dfab8d394', operation='UPDATE', pgid='pgtrigger_update_update_3696b', table='treatment_doselimit', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doselimit',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_doselimitevent" ("confidence", "first_dose_mg", "highest_mg", "id", "medicine", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raise_factor", "restart_after_days", "source", "valid_from", "valid_until") VALUES (OLD."confidence", OLD."first_dose_mg", OLD."highest_mg", OLD."id", OLD."medicine", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raise_factor", OLD."restart_after_days", OLD."source", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='682d8dca1bfd29dc892567e17f980ed6e0c0a96a', operation='DELETE', pgid='pgtrigger_delete_delete_c67df', table='treatment_doselimit', when='AFTER')),
                ),
                migrations.AddField(
                    model_name='doselimitevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='doselimitevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.doselimit'),
                ),
                migrations.AddField(
                    model_name='doseorder',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='dose',
                    name='order',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='doses', to='treatment.doseorder'),
                ),
                migrations.AddField(
                    model_name='doseorderevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='doseorderevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='doseorderevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.doseorder'),
                ),
                migrations.AddField(
                    model_name='doseoutcome',
                    name='dose',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='treatment.dose'),
                ),
                migrations.AddField(
                    model_name='doseoutcome',
                    name='line',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medicine.stockline'),
                ),
                migrations.AddField(
                    model_name='doseoutcome',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='dosingplace',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='dosingplace',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='organisation',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.dosingplace'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='episode',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.episode'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='follows',
                    field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='organisation',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='enrolment',
                    name='unit',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='dosingplaceevent',
                    name='enrolment',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='dosingplace',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='doseorderevent',
                    name='enrolment',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='doseorder',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='dose',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='doses', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='episode',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='casework.episode'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='follows',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='organisation',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.organisation'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='enrolmentevent',
                    name='unit',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='places.unit'),
                ),
                migrations.AddField(
                    model_name='hold',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='hold',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='holdevent',
                    name='enrolment',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='holdevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='holdevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='holdevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.hold'),
                ),
                migrations.AddField(
                    model_name='takehomegrant',
                    name='enrolment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='takehomegrant',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='takehomegrantevent',
                    name='enrolment',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='treatment.enrolment'),
                ),
                migrations.AddField(
                    model_name='takehomegrantevent',
                    name='person',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
                ),
                migrations.AddField(
                    model_name='takehomegrantevent',
                    name='pgh_context',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
                ),
                migrations.AddField(
                    model_name='takehomegrantevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='treatment.takehomegrant'),
                ),
                migrations.AddField(
                    model_name='vomiting',
                    name='dose',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='vomiting', to='treatment.dose'),
                ),
                migrations.AddField(
                    model_name='vomiting',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosedoubt',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dosedoubt_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dosedoubt: a line is never changed';", hash='947a8d2dac1289195c126c09cbb70de663d185be', operation='UPDATE', pgid='pgtrigger_treatment_dosedoubt_is_final_8256e', table='treatment_dosedoubt', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosedoubt',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dosedoubt_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dosedoubt: a line is never deleted';", hash='6d3e90c47c01a665c4c0a95f9805e4ac1bc88c90', operation='DELETE', pgid='pgtrigger_treatment_dosedoubt_is_kept_111d5', table='treatment_dosedoubt', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosedoubt',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dosedoubt_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dosedoubt: a register is never emptied';", hash='4a81434b40dd5a412f97858d97f803bcc3eea128', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_dosedoubt_is_never_emptied_746aa', table='treatment_dosedoubt', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='doseoutcome',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['given', 'handed-out']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='dose_not_taken_says_why'),
                ),
                migrations.AddConstraint(
                    model_name='doseoutcome',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['given', 'handed-out', 'voided']), models.Q(('second_person__isnull', False), models.Q(('second_person', models.F('recorded_by')), _negated=True)), _connector='OR'), name='dose_not_taken_was_seen_by_two'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseoutcome_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_doseoutcome: a line is never changed';", hash='82f12458d939b32025644fa6cc1a56b9841b6f7d', operation='UPDATE', pgid='pgtrigger_treatment_doseoutcome_is_final_9ce83', table='treatment_doseoutcome', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseoutcome_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_doseoutcome: a line is never deleted';", hash='31122c6d070d20cc59f21fe5b5faac7efdd07564', operation='DELETE', pgid='pgtrigger_treatment_doseoutcome_is_kept_59ec2', table='treatment_doseoutcome', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseoutcome_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_doseoutcome: a register is never emptied';", hash='721ad7601f85a9258a97a045c51147b2db62e4f7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_doseoutcome_is_never_emptied_6ab1f', table='treatment_doseoutcome', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseoutcome',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseoutcome_moves_the_dose', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE dose record; moved record;', func="\n    SELECT d.volume_units, d.mode, d.retired_at, p.to_account_id AS cup, p.lot_id, p.book_id INTO STRICT dose\n    FROM treatment_dose d JOIN medicine_stockline p ON p.id = d.pour_line_id WHERE d.id = NEW.dose_id;\n    SELECT l.quantity_units, l.from_account_id, l.lot_id, l.happened_at, a.kind AS went_to INTO STRICT moved\n    FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id = l.to_account_id WHERE l.id = NEW.line_id;\n    IF moved.quantity_units <> dose.volume_units OR moved.from_account_id <> dose.cup OR moved.lot_id <> dose.lot_id\n       OR moved.happened_at <> NEW.happened_at\n       OR moved.went_to <> (CASE NEW.kind WHEN 'given' THEN 'patient' WHEN 'handed-out' THEN 'take-home'\n           WHEN 'refused' THEN 'waste' WHEN 'spilt' THEN 'spill' WHEN 'voided' THEN 'window' ELSE 'missing' END) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_ends_with_the_line_that_moved_it', MESSAGE = 'dose_ends_with_the_line_that_moved_it';\n    END IF;\n    IF (NEW.kind = 'given' AND dose.mode <> 'witnessed') OR (NEW.kind = 'handed-out' AND dose.mode <> 'take-home') THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_ends_in_its_mode', MESSAGE = 'dose_ends_in_its_mode';\n    END IF;\n    -- What was taken, handed out or cannot be found uses up the day; the rest frees it.\n    IF (NEW.kind IN ('refused', 'spilt', 'voided')) <> (dose.retired_at IS NOT NULL) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_not_taken_frees_the_day', MESSAGE = 'dose_not_taken_frees_the_day';\n    END IF;\n    RETURN NEW;\n", hash='704f995b9689abe32788a4bb9f8b8bd5b7968258', operation='INSERT', pgid='pgtrigger_treatment_doseoutcome_moves_the_dose_d8e1d', table='treatment_doseoutcome', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='enrolment',
                    index=models.Index(fields=['organisation', 'enrolled_on'], name='enrolment_by_clinic'),
                ),
                migrations.AddConstraint(
                    model_name='enrolment',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_as', ''), ('ended_on__isnull', True)), models.Q(('ended_by__isnull', False), ('ended_on__gte', models.F('enrolled_on')), models.Q(('ended_as', ''), _negated=True)), _connector='OR'), name='enrolment_ends_after_it_begins_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='enrolment',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_as', 'expelled'), _negated=True), models.Q(('end_second_person__isnull', False), models.Q(('end_second_person', models.F('ended_by')), _negated=True), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='enrolment_expelled_by_two'),
                ),
                migrations.AddConstraint(
                    model_name='enrolment',
                    constraint=models.UniqueConstraint(fields=('organisation', 'card_number'), name='enrolment_card_once_a_clinic'),
                ),
                migrations.AddConstraint(
                    model_name='enrolment',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), (models.Func(models.F('enrolled_on'), models.F('ended_on'), function='daterange'), '&&')], name='enrolment_one_at_a_time'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='enrolment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_enrolmentevent" ("card_number", "end_reason", "end_second_person", "ended_as", "ended_by", "ended_on", "enrolled_on", "episode_id", "follows_id", "id", "medicine", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "unit_id") VALUES (OLD."card_number", OLD."end_reason", OLD."end_second_person", OLD."ended_as", OLD."ended_by", OLD."ended_on", OLD."enrolled_on", OLD."episode_id", OLD."follows_id", OLD."id", OLD."medicine", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."unit_id"); RETURN NULL;', hash='9c304b320ba8f5e733e07009dbd84a4e7abb679f', operation='UPDATE', pgid='pgtrigger_update_update_78a85', table='treatment_enrolment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='enrolment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_enrolmentevent" ("card_number", "end_reason", "end_second_person", "ended_as", "ended_by", "ended_on", "enrolled_on", "episode_id", "follows_id", "id", "medicine", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "unit_id") VALUES (OLD."card_number", OLD."end_reason", OLD."end_second_person", OLD."ended_as", OLD."ended_by", OLD."ended_on", OLD."enrolled_on", OLD."episode_id", OLD."follows_id", OLD."id", OLD."medicine", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."unit_id"); RETURN NULL;', hash='bd11a1d7239fad7135b9b6fef04526bc1bb7cf14', operation='DELETE', pgid='pgtrigger_delete_delete_632e6', table='treatment_enrolment', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='dosingplace',
                    index=models.Index(fields=['organisation', 'valid_from'], name='dosing_place_by_organisation'),
                ),
                migrations.AddConstraint(
                    model_name='dosingplace',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='dosing_place_ends_after_it_begins'),
                ),
                migrations.AddConstraint(
                    model_name='dosingplace',
                    constraint=models.CheckConstraint(condition=models.Q(('kind', 'home'), models.Q(('document_number', ''), _negated=True), _connector='OR'), name='dosing_place_elsewhere_has_a_paper'),
                ),
                migrations.AddConstraint(
                    model_name='dosingplace',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), function='daterange'), '&&')], name='dosing_place_one_at_a_time'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosingplace',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_dosingplaceevent" ("document_number", "enrolment_id", "id", "kind", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "valid_from", "valid_until") VALUES (OLD."document_number", OLD."enrolment_id", OLD."id", OLD."kind", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='1cec664c21f13ee3b3f7e66c3bfcb79812fd21c5', operation='UPDATE', pgid='pgtrigger_update_update_cedcd', table='treatment_dosingplace', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dosingplace',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_dosingplaceevent" ("document_number", "enrolment_id", "id", "kind", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "valid_from", "valid_until") VALUES (OLD."document_number", OLD."enrolment_id", OLD."id", OLD."kind", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='fcc596099f098f9654c28ae0cdf874d1eb3d9f06', operation='DELETE', pgid='pgtrigger_delete_delete_bfdb3', table='treatment_dosingplace', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='doseorder',
                    index=models.Index(fields=['enrolment', 'valid_from'], name='dose_order_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(('dose_mg__gt', 0)), name='dose_order_of_some_dose'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('valid_from')), ('valid_until__lte', django.db.models.expressions.CombinedExpression(models.F('valid_from'), '+', models.Value(30)))), name='dose_order_of_thirty_days_at_most'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'single'), _negated=True), ('valid_until', django.db.models.expressions.CombinedExpression(models.F('valid_from'), '+', models.Value(1))), _connector='OR'), name='dose_order_single_of_one_day'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('stop_reason', ''), ('stopped_on__isnull', True)), models.Q(('stopped_on__gte', models.F('valid_from')), models.Q(('stop_reason', ''), _negated=True)), _connector='OR'), name='dose_order_stops_after_it_begins_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('second_person__isnull', True), ('second_signed_at__isnull', True)), models.Q(('second_person__isnull', False), ('second_signed_at__isnull', False), models.Q(('second_person', models.F('recorded_by')), _negated=True)), _connector='OR'), name='dose_order_second_person_is_another'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'single'), _negated=True), expressions=[('enrolment', '='), (models.Func(models.F('valid_from'), django.db.models.functions.comparison.Least('valid_until', django.db.models.functions.comparison.Coalesce('stopped_on', 'valid_until')), function='daterange'), '&&')], name='dose_order_one_at_a_time'),
                ),
                migrations.AddConstraint(
                    model_name='doseorder',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'single')), expressions=[('enrolment', '='), (models.Func(models.F('valid_from'), django.db.models.functions.comparison.Least('valid_until', django.db.models.functions.comparison.Coalesce('stopped_on', 'valid_until')), function='daterange'), '&&')], name='dose_order_one_single_a_day'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseorder',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseorder_is_bounded', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE bound record; before_mg numeric;', func="\n    SELECT l.* INTO bound FROM treatment_doselimit l JOIN treatment_enrolment e ON e.medicine = l.medicine\n    WHERE e.id = NEW.enrolment_id AND l.valid_from <= NEW.valid_from\n      AND (l.valid_until IS NULL OR NEW.valid_from < l.valid_until);\n    IF NOT FOUND THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_order_within_known_limits', MESSAGE = 'dose_order_within_known_limits';\n    END IF;\n    IF NOT EXISTS (\n        SELECT FROM treatment_enrolment e WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id\n          AND e.enrolled_on <= NEW.valid_from AND (e.ended_on IS NULL OR NEW.valid_from < e.ended_on)\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_order_within_the_enrolment', MESSAGE = 'dose_order_within_the_enrolment';\n    END IF;\n    SELECT o.dose_mg INTO before_mg FROM treatment_doseorder o\n    WHERE o.enrolment_id = NEW.enrolment_id AND o.kind <> 'single' AND o.valid_from <= NEW.valid_from\n      AND least(o.valid_until, coalesce(o.stopped_on, o.valid_until)) >= NEW.valid_from - bound.restart_after_days\n      AND coalesce(o.stopped_on, o.valid_until) > o.valid_from\n      AND (NOT o.needs_second OR o.second_signed_at IS NOT NULL)\n    ORDER BY o.valid_from DESC, o.recorded_at DESC LIMIT 1;\n    NEW.needs_second := NEW.dose_mg > bound.highest_mg\n        OR (before_mg IS NULL AND NEW.dose_mg > bound.first_dose_mg)\n        OR NEW.dose_mg > before_mg * bound.raise_factor;\n    NEW.needs_second := coalesce(NEW.needs_second, false);\n    RETURN NEW;\n", hash='8e86bd1c0a74e7c67acee983cc362d053becb875', operation='INSERT', pgid='pgtrigger_treatment_doseorder_is_bounded_bb199', table='treatment_doseorder', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseorder',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_doseorder_is_only_stopped', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    -- An order is stopped or signed by a second person; nothing else of it ever changes.\n    IF (to_jsonb(OLD) - '{stopped_on,stop_reason,second_person,second_signed_at,person_id}'::text[])\n       IS DISTINCT FROM (to_jsonb(NEW) - '{stopped_on,stop_reason,second_person,second_signed_at,person_id}'::text[])\n       OR (OLD.stopped_on IS NOT NULL AND NEW.stopped_on IS DISTINCT FROM OLD.stopped_on)\n       OR (OLD.second_signed_at IS NOT NULL AND (NEW.second_signed_at, NEW.second_person)\n           IS DISTINCT FROM (OLD.second_signed_at, OLD.second_person)) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_order_is_only_stopped_or_signed', MESSAGE = 'dose_order_is_only_stopped_or_signed';\n    END IF;\n    RETURN NEW;\n", hash='2a74f5a000af24604142ff15d02ccc793f116e66', operation='UPDATE', pgid='pgtrigger_treatment_doseorder_is_only_stopped_77bae', table='treatment_doseorder', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseorder',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_doseorderevent" ("dose_mg", "enrolment_id", "id", "kind", "needs_second", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "second_person", "second_signed_at", "stop_reason", "stopped_on", "valid_from", "valid_until") VALUES (OLD."dose_mg", OLD."enrolment_id", OLD."id", OLD."kind", OLD."needs_second", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."second_person", OLD."second_signed_at", OLD."stop_reason", OLD."stopped_on", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='91839277159ac865070f93d8e05b4ad41fd07cfa', operation='UPDATE', pgid='pgtrigger_update_update_ccedb', table='treatment_doseorder', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doseorder',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_doseorderevent" ("dose_mg", "enrolment_id", "id", "kind", "needs_second", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "second_person", "second_signed_at", "stop_reason", "stopped_on", "valid_from", "valid_until") VALUES (OLD."dose_mg", OLD."enrolment_id", OLD."id", OLD."kind", OLD."needs_second", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."second_person", OLD."second_signed_at", OLD."stop_reason", OLD."stopped_on", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='83a5f8280cd4642aa7f07309f4d68a438d146209', operation='DELETE', pgid='pgtrigger_delete_delete_286ae', table='treatment_doseorder', when='AFTER')),
                ),
                migrations.AddIndex(
                    model_name='dose',
                    index=models.Index(fields=['organisation', 'dose_on'], name='dose_by_day'),
                ),
                migrations.AddIndex(
                    model_name='dose',
                    index=models.Index(fields=['enrolment', 'dose_on'], name='dose_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='dose',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='dose_is_withdrawn_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='dose',
                    constraint=models.CheckConstraint(condition=models.Q(('dose_mg__gt', 0), ('volume_units__gt', 0)), name='dose_of_something'),
                ),
                migrations.AddConstraint(
                    model_name='dose',
                    constraint=models.UniqueConstraint(condition=models.Q(('replaces__isnull', True), ('retired_at__isnull', True)), fields=('person', 'dose_on'), name='dose_one_a_day'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dose_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_dose: a line is only withdrawn, and only once';", hash='881b8a40caf0db649dc6c70c9671c75178f4f5bb', operation='UPDATE', pgid='pgtrigger_treatment_dose_is_only_withdrawn_ae713', table='treatment_dose', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dose_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dose: a line is never deleted';", hash='eda16ef416782149a69b1a1198f1f775f60553f6', operation='DELETE', pgid='pgtrigger_treatment_dose_is_kept_434b2', table='treatment_dose', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dose_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_dose: a register is never emptied';", hash='7621553ab96dfe01603c45c1d6fd792984faa517', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_dose_is_never_emptied_cb526', table='treatment_dose', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dose',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_dose_is_as_ordered', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE local_day date; poured record; ordered record;', func="\n    local_day := (NEW.poured_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;\n    SELECT l.happened_at, l.quantity_units, l.kind, b.organisation_id, b.medicine, lot.mg_per_unit INTO STRICT poured\n    FROM medicine_stockline l JOIN medicine_stockbook b ON b.id = l.book_id JOIN medicine_lot lot ON lot.id = l.lot_id\n    WHERE l.id = NEW.pour_line_id;\n    IF poured.kind <> 'pour' OR poured.happened_at <> NEW.poured_at OR poured.organisation_id <> NEW.organisation_id THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_poured_from_the_book', MESSAGE = 'dose_poured_from_the_book';\n    END IF;\n    IF poured.quantity_units <> NEW.volume_units OR NEW.volume_units * poured.mg_per_unit <> NEW.dose_mg THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_is_its_volume_times_the_strength', MESSAGE = 'dose_is_its_volume_times_the_strength';\n    END IF;\n    IF (NEW.mode = 'witnessed' AND NEW.dose_on <> local_day) OR (NEW.mode = 'take-home' AND NEW.dose_on <= local_day) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_of_the_clinics_day', MESSAGE = 'dose_of_the_clinics_day';\n    END IF;\n\n    IF NOT EXISTS (\n        SELECT FROM treatment_enrolment e WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id\n          AND e.medicine = poured.medicine AND e.enrolled_on <= NEW.dose_on\n          AND (e.ended_on IS NULL OR NEW.dose_on < e.ended_on)\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_within_the_enrolment', MESSAGE = 'dose_within_the_enrolment';\n    END IF;\n    IF NOT EXISTS (\n        SELECT FROM treatment_dosingplace p WHERE p.enrolment_id = NEW.enrolment_id\n          AND p.organisation_id = NEW.organisation_id\n          AND p.valid_from <= local_day AND (p.valid_until IS NULL OR local_day < p.valid_until)\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_where_it_is_allowed', MESSAGE = 'dose_where_it_is_allowed';\n    END IF;\n    IF EXISTS (\n        SELECT FROM treatment_hold h WHERE h.enrolment_id = NEW.enrolment_id\n          AND h.valid_from <= NEW.dose_on AND (h.valid_until IS NULL OR local_day < h.valid_until)\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_not_on_hold', MESSAGE = 'dose_not_on_hold';\n    END IF;\n\n    SELECT o.* INTO ordered FROM treatment_doseorder o WHERE o.id = NEW.order_id FOR SHARE;\n    IF ordered.enrolment_id <> NEW.enrolment_id OR NEW.dose_on < ordered.valid_from\n       OR NEW.dose_on >= least(ordered.valid_until, coalesce(ordered.stopped_on, ordered.valid_until)) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_on_a_valid_order', MESSAGE = 'dose_on_a_valid_order';\n    END IF;\n    IF ordered.needs_second AND ordered.second_signed_at IS NULL THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_on_a_signed_order', MESSAGE = 'dose_on_a_signed_order';\n    END IF;\n    IF NEW.dose_mg > ordered.dose_mg THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_not_above_the_order', MESSAGE = 'dose_not_above_the_order';\n    END IF;\n    IF ordered.kind <> 'single' AND EXISTS (\n        SELECT FROM treatment_doseorder s WHERE s.enrolment_id = NEW.enrolment_id AND s.kind = 'single'\n          AND s.valid_from = NEW.dose_on AND s.stopped_on IS NULL\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_on_the_single_order_first', MESSAGE = 'dose_on_the_single_order_first';\n    END IF;\n\n    IF NEW.mode = 'take-home' AND NOT EXISTS (\n        SELECT FROM treatment_takehomegrant g WHERE g.enrolment_id = NEW.enrolment_id\n          AND g.valid_from <= local_day AND NEW.dose_on < least(g.valid_until, coalesce(g.revoked_on, g.valid_until))\n          AND NEW.dose_on <= local_day + g.days_at_a_time\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_taken_home_within_a_grant', MESSAGE = 'dose_taken_home_within_a_grant';\n    END IF;\n    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (\n        SELECT FROM treatment_dose d JOIN treatment_vomiting v ON v.dose_id = d.id\n        WHERE d.id = NEW.replaces_id AND d.person_id = NEW.person_id AND d.dose_on = NEW.dose_on\n          AND NEW.dose_mg <= v.replacement_mg\n    ) THEN\n        RAISE check_violation USING CONSTRAINT = 'dose_replaced_as_a_doctor_allowed', MESSAGE = 'dose_replaced_as_a_doctor_allowed';\n    END IF;\n    RETURN NEW;\n", hash='a3ae043f3d2aee8ee05de54f86e6b7f436e8fde4', operation='INSERT', pgid='pgtrigger_treatment_dose_is_as_ordered_e0a20', table='treatment_dose', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='hold',
                    index=models.Index(fields=['enrolment', 'valid_from'], name='hold_by_enrolment'),
                ),
                migrations.AddConstraint(
                    model_name='hold',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='hold_ends_after_it_begins'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hold',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_holdevent" ("enrolment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by", "released_reason", "valid_from", "valid_until") VALUES (OLD."enrolment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by", OLD."released_reason", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='1fa02d2fa121e7f1a8af27819a19dd20d415dc78', operation='UPDATE', pgid='pgtrigger_update_update_f31a8', table='treatment_hold', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hold',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_holdevent" ("enrolment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by", "released_reason", "valid_from", "valid_until") VALUES (OLD."enrolment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by", OLD."released_reason", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='a51498c133f8b7242fdaf5c029ada0e9e0ffaf1f', operation='DELETE', pgid='pgtrigger_delete_delete_071fb', table='treatment_hold', when='AFTER')),
                ),
                migrations.AddConstraint(
                    model_name='takehomegrant',
                    constraint=models.CheckConstraint(condition=models.Q(('days_at_a_time__gte', 1), ('valid_until__gt', models.F('valid_from'))), name='take_home_grant_of_some_days'),
                ),
                migrations.AddConstraint(
                    model_name='takehomegrant',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoke_reason', ''), ('revoked_on__isnull', True)), models.Q(('revoked_on__gte', models.F('valid_from')), models.Q(('revoke_reason', ''), _negated=True)), _connector='OR'), name='take_home_grant_revoked_with_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='takehomegrant',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('enrolment', '='), (models.Func(models.F('valid_from'), django.db.models.functions.comparison.Least('valid_until', django.db.models.functions.comparison.Coalesce('revoked_on', 'valid_until')), function='daterange'), '&&')], name='take_home_grant_one_at_a_time'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='takehomegrant',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "treatment_takehomegrantevent" ("conditions", "days_at_a_time", "enrolment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "revoke_reason", "revoked_on", "valid_from", "valid_until") VALUES (OLD."conditions", OLD."days_at_a_time", OLD."enrolment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."revoke_reason", OLD."revoked_on", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='76b56792c74a559a0908c40c585aa837d549792f', operation='UPDATE', pgid='pgtrigger_update_update_d5444', table='treatment_takehomegrant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='takehomegrant',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "treatment_takehomegrantevent" ("conditions", "days_at_a_time", "enrolment_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by", "revoke_reason", "revoked_on", "valid_from", "valid_until") VALUES (OLD."conditions", OLD."days_at_a_time", OLD."enrolment_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by", OLD."revoke_reason", OLD."revoked_on", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='202f58bcb6a60b8b62959dd33b2a17adf4e74a8e', operation='DELETE', pgid='pgtrigger_delete_delete_d0506', table='treatment_takehomegrant', when='AFTER')),
                ),
                migrations.AddConstraint(
                    model_name='vomiting',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('allowed_by__isnull', True), ('replacement_mg__isnull', True)), models.Q(('allowed_by__isnull', False), ('replacement_mg__gt', 0), models.Q(('allowed_by', models.F('recorded_by')), _negated=True)), _connector='OR'), name='vomiting_replacement_allowed_by_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='vomiting',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_vomiting_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_vomiting: a line is never changed';", hash='cb264177f7f512ac4550b0a09fb15fdfed8e6e29', operation='UPDATE', pgid='pgtrigger_treatment_vomiting_is_final_cd7ec', table='treatment_vomiting', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='vomiting',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_vomiting_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_vomiting: a line is never deleted';", hash='35aa20cfbc8a552327b83d8cffaa9217d29d366b', operation='DELETE', pgid='pgtrigger_treatment_vomiting_is_kept_ef64f', table='treatment_vomiting', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='vomiting',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_vomiting_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_vomiting: a register is never emptied';", hash='95f33cbd2f87ae27756f64d96b40a2431a91e84a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_vomiting_is_never_emptied_71086', table='treatment_vomiting', when='BEFORE')),
                ),
            ],
        ),
    ]
