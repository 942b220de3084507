"""All tables of the room, made at once."""

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
        ('places', '0001_squashed_0004'),
    ]

    operations = [
        hoanhap.kit.at_once.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='MedicineIncident',
                    fields=[
                        ('id', models.UUIDField(default=hoanhap.kit.keys.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('recorded_by', models.UUIDField()),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('retired_by', models.UUIDField(null=True)),
                        ('retired_reason', models.CharField(default='', max_length=300)),
                        ('on', models.DateField()),
                        ('kind', models.CharField(choices=[('diversion', 'Passed on to others'), ('unexplained-loss', 'Loss without an explanation'), ('wastage', 'Wastage with signed minutes')], max_length=20)),
                        ('volume_ml', models.DecimalField(decimal_places=2, max_digits=9)),
                        ('minutes_number', models.CharField(blank=True, max_length=60)),
                        ('reported_at', models.DateTimeField(null=True)),
                        ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.organisation')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['facility', 'on'], name='medicine_incident_by_facility')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', True), ('retired_by__isnull', True), ('retired_reason', '')), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False), models.Q(('retired_reason', ''), _negated=True)), _connector='OR'), name='medicine_incident_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('volume_ml__gt', 0)), name='medicine_incident_of_some_volume'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'wastage'), _negated=True), models.Q(('minutes_number', ''), _negated=True), _connector='OR'), name='medicine_wastage_has_minutes')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='medicineincident',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_medicineincident_is_only_withdrawn', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.retired_at IS NOT NULL OR (to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'retired_reason') IS DISTINCT FROM (to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'retired_reason'))", func="RAISE restrict_violation USING MESSAGE = 'treatment_medicineincident: a line is only withdrawn, and only once';", hash='7896467ec98ddc798ce08ea9fc7bb86605b0ff7d', operation='UPDATE', pgid='pgtrigger_treatment_medicineincident_is_only_withdrawn_7facd', table='treatment_medicineincident', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='medicineincident',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_medicineincident_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_medicineincident: a line is never deleted';", hash='005b03fa6e44449949bf0ef53f0a7d95803facc8', operation='DELETE', pgid='pgtrigger_treatment_medicineincident_is_kept_21ae2', table='treatment_medicineincident', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='medicineincident',
                    trigger=pgtrigger.compiler.Trigger(name='treatment_medicineincident_is_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE restrict_violation USING MESSAGE = 'treatment_medicineincident: a register is never emptied';", hash='347fc269b75349c83e2bbf50154792a6002ce079', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_treatment_medicineincident_is_never_emptied_2b6e1', table='treatment_medicineincident', when='BEFORE')),
                ),
            ],
        ),
    ]
